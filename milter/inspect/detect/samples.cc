// The samples in the pattern files: each pattern must find what it says, at the level it says, and nothing in what it
// must not. A sample is judged as a message of its own, by the whole set, so that patterns are tested as they serve.
#include <algorithm>

#include "base/text.h"
#include "inspect/detect/detector_state.h"

namespace beadle::inspect {

namespace {

Level level_of(const Inspection& seen, FindingKind kind) {
    Level best = Level::none;
    for (const Finding& f : seen.findings)
        if (f.kind == kind) best = std::max(best, static_cast<Level>(static_cast<int>(f.confidence) + 1));
    return best;
}

Reading as_message(const Sample& sample) {
    Reading reading;
    Segment s;
    s.kind = sample.kind;
    s.table = sample.text.find('\t') != std::string::npos && sample.kind == SegmentKind::sheet;
    s.text = sample.text;
    s.location = "sample";
    reading.segments.push_back(std::move(s));
    return reading;
}

}  // namespace

namespace {

// What the samples of a pattern or a topic are checked against.
struct Sampled {
    std::string called, file;
    FindingKind kind;
    const std::vector<Sample>&must, &must_not;
};

}  // namespace

Diagnostics Detector::check_samples() const {
    Diagnostics out;
    const auto check = [&](const Sampled& p) {
        const auto report = [&](const Sample& s, const std::string& what) {
            out.push_back({p.file, s.at.line, s.at.column, p.called + ": " + what, ""});
        };
        const auto judged = [&](const Sample& s) {
            Inspection seen;
            Budget budget({}, s.text.size(), system_clock());
            find(as_message(s), OwnDetails{}, budget, seen, nullptr, nullptr);  // a sample may use the council's own account
            return level_of(seen, p.kind);
        };
        for (const Sample& s : p.must) {
            const Level level = judged(s);
            if (level == Level::none)
                report(s, "the sample is not found");
            else if (s.exact && level != s.level)
                report(s,
                       "the sample is found as " + std::string(name(level)) + ", not as " + std::string(name(s.level)));
        }
        for (const Sample& s : p.must_not) {
            const Level level = judged(s);
            const Level allowed = s.exact ? s.level : Level::none;
            if (level > allowed) report(s, "the sample must not be found, but is, as " + std::string(name(level)));
        }
    };
    for (const Pattern& p : state_->engine.signatures.patterns)
        check({"pattern \"" + p.id + "\"", p.file, p.kind, p.must, p.must_not});
    for (const Topic& t : state_->engine.topics->topics())
        check({"topic \"" + t.id + "\"", t.file, t.kind, t.must, t.must_not});
    return out;
}

}  // namespace beadle::inspect

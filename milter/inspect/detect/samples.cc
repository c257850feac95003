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

Diagnostics Detector::check_samples() const {
    Diagnostics out;
    const auto report = [&out](const Pattern& p, const Sample& s, const std::string& what) {
        out.push_back({p.file, s.at.line, s.at.column, "pattern \"" + p.id + "\": " + what, ""});
    };
    for (const Pattern& p : state_->engine.signatures.patterns) {
        const auto judged = [&](const Sample& s) {
            Inspection seen;
            Budget budget({}, s.text.size(), system_clock());
            find(as_message(s), OwnDetails{}, budget, seen, nullptr);  // a sample may use the council's own account
            return level_of(seen, p.kind);
        };
        for (const Sample& s : p.must) {
            const Level level = judged(s);
            if (level == Level::none)
                report(p, s, "the sample is not found");
            else if (s.exact && level != s.level)
                report(p, s,
                       "the sample is found as " + std::string(name(level)) + ", not as " + std::string(name(s.level)));
        }
        for (const Sample& s : p.must_not) {
            const Level level = judged(s);
            const Level allowed = s.exact ? s.level : Level::none;
            if (level > allowed) report(p, s, "the sample must not be found, but is, as " + std::string(name(level)));
        }
    }
    return out;
}

}  // namespace beadle::inspect

#include "inspect/detect/detect.h"

#include <algorithm>
#include <cctype>

#include "base/text.h"
#include "inspect/detect/address_list.h"
#include "inspect/detect/aligned_columns.h"
#include "inspect/detect/detector_state.h"
#include "inspect/detect/exposed.h"
#include "inspect/detect/fate.h"
#include "inspect/detect/forwards.h"
#include "inspect/detect/link_fields.h"
#include "inspect/detect/mask.h"
#include "inspect/detect/merging.h"
#include "inspect/detect/people_rows.h"
#include "inspect/detect/said.h"

namespace beadle::inspect {

Detector::Detector(std::unique_ptr<State> state) : state_(std::move(state)) {}
Detector::~Detector() = default;

namespace {

// All patterns compiled by both libraries; every fault at its pattern's expression.
void compile(Engine& engine, std::vector<Topic>&& topics, CompiledCache* cache, Diagnostics& diagnostics) {
    const auto report = [&](const Pattern& p, const std::string& what) {
        diagnostics.push_back({p.file, p.regex_at.line, p.regex_at.column, "pattern \"" + p.id + "\": " + what, ""});
    };
    std::vector<std::string> regexes;
    for (const Pattern& p : engine.signatures.patterns) {
        regexes.push_back(p.regex);
        auto expression = Expression::compile(p.regex);
        if (expression)
            engine.expressions.push_back(std::move(*expression));
        else
            report(p, "the expression is not valid: " + printable(expression.failure().what, 300));
    }
    std::vector<Prefilter::Fault> faults;
    engine.prefilter = Prefilter::of_expressions(regexes, faults, cache);
    for (const auto& f : faults)
        report(engine.signatures.patterns[f.index],
               "the expression cannot be searched for: " + printable(f.message, 300));
    std::string problem;
    engine.words = Words::load(engine.signatures.patterns, problem);
    if (problem.empty()) engine.topics = Topics::load(std::move(topics), problem);
    if (!problem.empty()) diagnostics.push_back({"", 0, 0, problem, ""});
}

// In a file name an underscore is a blank, and at the edge of a word it is emphasis: either parts a number from its
// neighbours, which a word's own underscore does not. As long as the text; "" = nothing to change.
std::string without_underscores(std::string_view text, bool name) {
    if (text.find('_') == std::string_view::npos) return "";
    const auto ends_word = [text](std::size_t at) {
        const auto c = at < text.size() ? static_cast<unsigned char>(text[at]) : ' ';
        return c < 0x80 && std::isalnum(c) == 0 && c != '_';
    };
    std::string out;
    for (auto i = text.find('_'); i != std::string_view::npos; i = text.find('_', i + 1)) {
        if (!name && !ends_word(i + 1) && i > 0 && !ends_word(i - 1)) continue;
        if (out.empty()) out = text;
        out[i] = ' ';
    }
    return out;
}

void remember(const Engine& engine, const Hit& hit, std::vector<KnownValue>& known) {
    constexpr std::size_t most = 500, shortest = 6;
    const Pattern& p = engine.signatures.patterns[hit.pattern];
    if (hit.level == Level::none || is_marking(p.kind) || known.size() >= most || hit.value.size() < shortest) return;
    const bool there =
        std::any_of(known.begin(), known.end(), [&](const KnownValue& k) { return k.value == hit.value; });
    if (!there) known.push_back({hit.value, mask(p.kind, hit.value, p.name)});
}

void note_places(const Engine& engine, const Hit& hit, std::size_t segment, const Normalised& text,
                 std::vector<ValueAt>& values) {
    constexpr std::size_t most = 20'000;
    const Pattern& p = engine.signatures.patterns[hit.pattern];
    if (hit.level == Level::none || is_marking(p.kind) || values.size() >= most) return;
    values.push_back({segment, text.original(hit.span.begin), text.original(hit.span.end), p.kind,
                      mask(p.kind, hit.value, p.name)});
    if (hit.partner.size() > 0)
        values.push_back({segment, text.original(hit.partner.begin), text.original(hit.partner.end), p.kind, ""});
}

// Who a message goes to and what their offices are called is no matter of anybody's.
bool is_address_fields(const Segment& s) {
    return s.kind == SegmentKind::subject && s.location.ends_with("header fields");
}

// What is no number: subjects spoken of, and lists of people.
void matters(const Engine& engine, const Segment& s, std::string_view text, std::string_view names, std::size_t index,
             Merging& merging, std::string& stopped) {
    if (is_address_fields(s)) return;
    bool whole = true;
    const Lists& lists = engine.signatures.lists;
    for (const auto& hit : engine.topics->find(text, s.table, names, lists, whole)) merging.add(index, hit);
    for (const auto& hit : find_people(text, s.table, names, lists)) merging.add(index, hit);
    if (!whole && stopped.empty()) stopped = "maximum of words reached";
}

// What links carry, field by field: numbers behind the names of their fields, and what a mailto: would write. A field's key
// is no finding, as it is none where the address itself is read.
void look_into_links(const Engine& engine, const Segment& s, std::string_view text, const Elsewhere& elsewhere,
                     std::string_view title, std::size_t index, Merging& merging, Budget& budget,
                     std::string& stopped) {
    const std::string fields = link_fields(text);
    if (fields.empty() || !budget.time_left()) return;
    Segment told;
    told.kind = s.kind;
    told.location = s.location;
    told.path = s.path;
    told.part = s.part;
    const Normalised normalised(fields);
    const auto found = scan_segment(engine, told, normalised, elsewhere, budget);
    for (const Hit& h : found.hits) {
        const bool labelled = !h.vouched_by.empty() || h.partner.size() > 0;  // what stands in links is mostly no number
        if (labelled && engine.signatures.patterns[h.pattern].kind != FindingKind::credential) merging.add(index, h);
    }
    if (stopped.empty()) stopped = found.stopped;
    matters(engine, told, normalised.text(), std::string(elsewhere.names) + "\n" + std::string(title), index, merging,
            stopped);
}

std::string names_of(const Segment& s) {
    std::string names = s.location;
    for (const auto& p : s.path) names += "\n" + p;
    return names;
}

}  // namespace

Detector::Loaded Detector::load(const Bundle& bundle, CompiledCache* cache) {
    Loaded loaded;
    auto state = std::make_unique<State>();
    (void)fates();  // made before the fork, shared by all workers
    std::vector<Topic> topics;
    state->engine.signatures = read_signatures(bundle, loaded.diagnostics, topics);
    if (state->engine.signatures.patterns.empty())
        loaded.diagnostics.push_back({"", 0, 0, "there are no patterns in the signatures folder", ""});
    compile(state->engine, std::move(topics), cache, loaded.diagnostics);
    state->own = own_details(bundle);
    state->forwards = ForwardWords::load(bundle, loaded.diagnostics);
    std::string problem;
    state->conduct = Conduct::load(state->engine.signatures.lists, problem);
    if (!problem.empty()) loaded.diagnostics.push_back({"", 0, 0, problem, ""});
    loaded.patterns = state->engine.signatures.patterns.size();
    if (loaded.diagnostics.empty()) loaded.detector.reset(new Detector(std::move(state)));
    return loaded;
}

void Detector::detect(const Reading& reading, Budget& budget, Inspection& out, std::vector<KnownValue>* known,
                      std::vector<ValueAt>* values) const {
    find(reading, state_->own, budget, out, known, values);
    find_address_lists(reading, state_->engine.signatures.lists, budget, out.findings);
    weigh_exposure(reading, out.findings);
    const Lists& lists = state_->engine.signatures.lists;
    const auto own = own_texts(reading, lists);
    state_->conduct->look(reading, own, out.entities, lists, budget, out.findings);
    out.said = said_in(reading, own, lists);
}

bool Detector::knows_forwards() const { return state_->forwards.known(); }

void Detector::passed_on(const ParsedMessage& message, const Reading& reading, Budget& budget, Inspection& out) const {
    note_forwarding(message, reading, state_->forwards, budget, out);
}

void Detector::find(const Reading& reading, const OwnDetails& own, Budget& budget, Inspection& out,
                    std::vector<KnownValue>* known, std::vector<ValueAt>* values) const {
    std::string subject, title;  // the header section; the subject alone
    for (const Segment& s : reading.segments) {
        if (s.kind != SegmentKind::subject) continue;
        if (subject.size() < 1000) subject += s.text + "\n";
        if (!is_address_fields(s) && title.size() < 1000) title += s.text + "\n";
    }
    Merging merging(state_->engine, reading, own);
    for (std::size_t i = 0; i < reading.segments.size(); ++i) {
        const Segment& s = reading.segments[i];
        SegmentHits hits;
        if (budget.time_left()) {
            const std::string spaced = without_underscores(s.text, s.kind == SegmentKind::name);
            const std::string_view worded = spaced.empty() ? std::string_view(s.text) : spaced;
            const std::string parted = s.table ? std::string() : with_column_tabs(worded);
            const Normalised text(parted.empty() ? worded : parted);
            const std::string names = names_of(s);
            hits = scan_segment(state_->engine, s, text, {names, subject}, budget);
            if (values)
                for (const Hit& h : hits.hits) note_places(state_->engine, h, i, text, *values);
            matters(state_->engine, s, text.text(), names + "\n" + title, i, merging, hits.stopped);
            look_into_links(state_->engine, s, text.text(), {names, subject}, title, i, merging, budget,
                            hits.stopped);
        } else {
            hits.stopped = "time for this message is used up";
        }
        for (const Hit& h : hits.hits) {
            merging.add(i, h);
            if (known) remember(state_->engine, h, *known);
        }
        if (!hits.stopped.empty() && out.not_inspected.size() < InspectionLimits::not_inspected)
            out.not_inspected.push_back({s.location, s.path, s.part, NotInspectedReason::limit, hits.stopped});
    }
    merging.finish(out.findings);
}

std::string Detector::mask_values(std::string_view text) const {
    Segment segment;
    segment.kind = SegmentKind::subject;
    const std::string spaced = without_underscores(text, true);
    const Normalised normalised(spaced.empty() ? text : std::string_view(spaced));
    Budget budget({}, text.size(), system_clock());
    const auto found = scan_segment(state_->engine, segment, normalised, {}, budget);
    std::vector<std::pair<Span, std::string>> cuts;
    for (const Hit& h : found.hits) {
        const Pattern& p = state_->engine.signatures.patterns[h.pattern];
        if (is_marking(p.kind)) continue;
        cuts.emplace_back(h.span, mask(p.kind, h.value, p.name));
        if (h.partner.size() > 0) cuts.emplace_back(h.partner, "");
    }
    std::sort(cuts.begin(), cuts.end(), [](const auto& a, const auto& b) { return a.first.begin > b.first.begin; });
    std::string out(text);
    std::size_t least = out.size();
    for (const auto& [span, shown] : cuts) {
        const std::size_t from = normalised.original(span.begin), to = std::min(normalised.original(span.end), least);
        if (from >= to) continue;
        out.replace(from, to - from, shown);
        least = from;
    }
    // What could not be looked at whole is not shown at all.
    return found.stopped.empty() ? out : std::string();
}

}  // namespace beadle::inspect

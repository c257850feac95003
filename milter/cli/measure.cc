#include "cli/measure.h"

#include <algorithm>

#include "base/text.h"

namespace beadle::cli {
namespace {

constexpr std::size_t most_kept = 10'000;

bool is_sensitive(FindingKind kind) { return group_of(kind) == FindingGroup::sensitive; }

bool counts_for(const KindCounts& row, FindingKind kind) {
    return std::find(row.ours.begin(), row.ours.end(), kind) != row.ours.end();
}

std::optional<double> share(std::size_t part, std::size_t whole) {
    if (whole == 0) return std::nullopt;
    return static_cast<double>(part) / static_cast<double>(whole);
}

Score score_of(std::size_t hits, std::size_t labelled, std::size_t false_alarms) {
    Score out{share(hits, labelled), share(hits, hits + false_alarms), std::nullopt};
    if (labelled > 0) out.f1 = share(2 * hits, hits + false_alarms + labelled);
    return out;
}

// The surest finding of the row's kinds; null = none.
const Finding* surest(const KindCounts& row, const Inspection& seen) {
    const Finding* best = nullptr;
    for (const auto& f : seen.findings)
        if (counts_for(row, f.kind) && (best == nullptr || f.confidence > best->confidence)) best = &f;
    return best;
}

void count(Outcomes& out, Action action) {
    switch (action) {
        case Action::accept:
        case Action::log:
            ++out.delivered;
            break;
        case Action::flag:
            ++out.flagged;
            break;
        case Action::ask:
            ++out.asked;
            break;
        case Action::reject:
        case Action::quarantine:
        case Action::defer:
            ++out.stopped;
            break;
    }
}

Facts shifted(Facts facts, Shift shift) {
    auto& findings = facts.inspection.findings;
    if (shift == Shift::only_high)
        std::erase_if(findings,
                      [](const Finding& f) { return is_sensitive(f.kind) && f.confidence != Confidence::high; });
    for (auto& f : findings) {
        if (!is_sensitive(f.kind)) continue;
        if (shift == Shift::medium_as_high && f.confidence == Confidence::medium) f.confidence = Confidence::high;
        if (shift == Shift::low_as_medium && f.confidence == Confidence::low) f.confidence = Confidence::medium;
    }
    return facts;
}

}  // namespace

std::string_view name(Sort sort) {
    constexpr std::array<std::string_view, sorts.size()> names{"to-stop", "clean", "other"};
    return names[static_cast<std::size_t>(sort)];
}
std::string_view name(Shift shift) {
    constexpr std::array<std::string_view, shifts.size()> names{"as-it-is", "medium-as-high", "low-as-medium",
                                                                "only-high"};
    return names[static_cast<std::size_t>(shift)];
}
std::string_view words(Shift shift) {
    constexpr std::array<std::string_view, shifts.size()> texts{"as it is", "if medium counted as high",
                                                                "if low counted as medium", "if only high counted"};
    return texts[static_cast<std::size_t>(shift)];
}

Score score(const KindCounts& c, From from) {
    const bool both = from == From::medium;
    return score_of(c.high + (both ? c.medium : 0), c.labelled, c.false_high + (both ? c.false_medium : 0));
}

Score Threshold::stopping() const {
    return score_of(of(Sort::to_stop).stopped, of(Sort::to_stop).all(),
                    of(Sort::clean).stopped + of(Sort::other).stopped);
}

// What the label says should become of it goes before what may be guessed from what is in it.
Sort sort_of(const Label& label, const Labels& labels, Direction widest) {
    if (label.stop == true) return Sort::to_stop;
    if (label.findings.empty()) return label.judged && !label.stop ? Sort::other : Sort::clean;
    if (label.judged || label.direction.value_or(widest) != Direction::outbound) return Sort::other;
    for (const auto& f : label.findings) {
        const auto& ours = labels.kinds[f.kind].ours;
        if (f.clear && std::any_of(ours.begin(), ours.end(), is_sensitive)) return Sort::to_stop;
    }
    return Sort::other;
}

// A sensitive kind that no label speaks of has a row of its own: finding it anywhere is a false alarm.
Measure::Measure(const Labels& labels) : labels_(labels) {
    for (const auto& k : labels.kinds) kinds.emplace_back(), kinds.back().kind = k.name, kinds.back().ours = k.ours;
    for (std::size_t i = 0; i <= static_cast<std::size_t>(last_of(FindingKind{})); ++i) {
        const auto kind = static_cast<FindingKind>(i);
        if (!is_sensitive(kind) || row_of(kind)) continue;
        kinds.emplace_back();
        kinds.back().kind = name(kind);
        kinds.back().ours = {kind};
    }
}

std::optional<std::size_t> Measure::row_of(FindingKind kind) const {
    for (std::size_t i = 0; i < kinds.size(); ++i)
        if (counts_for(kinds[i], kind)) return i;
    return std::nullopt;
}

bool Measure::all_right() const { return misses.empty() && false_alarms.empty() && wrong.empty(); }

void Measure::add(const Label& label, const Judged& judged, const policy::Policy& policy) {
    ++messages;
    find(label, judged);
    const Sort sort = sort_of(label, labels_, judged.decision.widest());
    const auto at = static_cast<std::size_t>(sort);
    for (std::size_t i = 0; i < shifts.size(); ++i) {
        const bool as_it_is = shifts[i] == Shift::none;
        const Action action = as_it_is ? judged.decision.strongest()
                                       : policy::decide(policy, shifted(judged.facts, shifts[i])).strongest();
        Outcomes& out = thresholds[i].by_sort[at];
        const std::size_t stopped = out.stopped, delivered = out.delivered;
        count(out, action);
        if (!as_it_is || wrong.size() >= most_kept) continue;
        if (sort == Sort::to_stop ? out.delivered == delivered : out.stopped == stopped) continue;
        Wrong w{label.file, label.scene, std::string(name(action)), sort, {}};
        for (const auto& hit : judged.decision.hits)
            if (hit.action == action && !hit.watched && hit.excepted_by.empty()) w.rules.push_back(hit.id);
        wrong.push_back(std::move(w));
    }
}

void Measure::find(const Label& label, const Judged& judged) {
    std::vector<bool> wanted(kinds.size()), spoken_of(kinds.size());
    for (const auto& f : label.findings) {
        if (f.clear && !kinds[f.kind].ours.empty()) wanted[f.kind] = true;
        // What a sealed part holds, or what two of the labels' kinds share, is no false alarm.
        for (const FindingKind ours : labels_.kinds[f.kind].ours)
            for (std::size_t i = 0; i < kinds.size(); ++i)
                if (counts_for(kinds[i], ours)) spoken_of[i] = true;
    }
    for (std::size_t i = 0; i < kinds.size(); ++i) {
        KindCounts& row = kinds[i];
        const Finding* best = surest(row, judged.facts.inspection);
        const bool sure = best != nullptr && best->confidence != Confidence::low;
        if (wanted[i]) {
            ++row.labelled;
            if (!sure)
                note_miss(i, label, judged);
            else
                ++(best->confidence == Confidence::high ? row.high : row.medium);
        } else if (sure && !spoken_of[i] && row_of(best->kind) == i) {
            note_false_alarm(i, label, *best);
        }
    }
}

void Measure::note_miss(std::size_t kind, const Label& label, const Judged& judged) {
    KindCounts& row = kinds[kind];
    const Inspection& seen = judged.facts.inspection;
    const Finding* low = surest(row, seen);
    Miss miss{row.kind, label.file, label.scene, "", "", "nothing was seen"};
    if (low != nullptr) {
        ++row.low;
        miss.instead = "found at low: " + printable(low->evidence, 300);
    } else if (!seen.complete()) {
        ++row.not_inspected;
        const NotInspected& part = seen.not_inspected.front();
        miss.instead = "not inspected (" + std::string(name(part.reason)) + "): " + printable(part.location, 200);
    } else {
        ++row.nothing;
    }
    for (const auto& f : label.findings) {
        if (f.kind != kind || !f.clear || !miss.place.empty()) continue;
        miss.place = f.place;
        miss.masked = f.masked;
    }
    if (misses.size() < most_kept) misses.push_back(std::move(miss));
}

void Measure::note_false_alarm(std::size_t kind, const Label& label, const Finding& finding) {
    KindCounts& row = kinds[kind];
    ++(finding.confidence == Confidence::high ? row.false_high : row.false_medium);
    if (false_alarms.size() < most_kept) false_alarms.push_back({row.kind, label.file, label.scene, finding});
}

}  // namespace beadle::cli

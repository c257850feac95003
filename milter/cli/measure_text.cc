#include "cli/measure_text.h"

#include <fmt/core.h>

#include <algorithm>

#include "base/text.h"
#include "cli/value.h"
#include "mail/json.h"

namespace beadle::cli {
namespace {

constexpr std::size_t most_listed = 200;
using Rows = std::vector<std::vector<Cell>>;

std::string share(const std::optional<double>& value) { return value ? fmt::format("{:.3f}", *value) : "-"; }
Cell cell(std::string text, Ink ink = Ink::plain) { return {std::move(text), ink}; }
Cell cell(std::size_t number, Ink ink = Ink::plain) { return {std::to_string(number), number == 0 ? Ink::faint : ink}; }

bool speaks(const KindCounts& c) { return c.labelled + c.false_high + c.false_medium > 0; }

bool is_sensitive(FindingKind kind) { return group_of(kind) == FindingGroup::sensitive; }

KindCounts sum_of(const std::vector<KindCounts>& kinds) {
    KindCounts sum;
    sum.kind = "all sensitive";
    for (const auto& c : kinds) {
        if (std::none_of(c.ours.begin(), c.ours.end(), is_sensitive)) continue;
        sum.labelled += c.labelled, sum.high += c.high, sum.medium += c.medium, sum.low += c.low;
        sum.not_inspected += c.not_inspected, sum.nothing += c.nothing;
        sum.false_high += c.false_high, sum.false_medium += c.false_medium;
    }
    return sum;
}

void add_rows(const KindCounts& c, Rows& counts, Rows& scores) {
    counts.push_back({cell(c.kind), cell(c.labelled), cell(c.high), cell(c.medium), cell(c.low, Ink::yellow),
                      cell(c.not_inspected, Ink::yellow), cell(c.nothing, Ink::red), cell(c.false_high, Ink::red),
                      cell(c.false_medium, Ink::yellow)});
    const Score high = score(c, From::high), both = score(c, From::medium);
    scores.push_back({cell(c.kind), cell(share(high.recall)), cell(share(high.precision)), cell(share(high.f1)),
                      cell(share(both.recall)), cell(share(both.precision)), cell(share(both.f1))});
}

std::string kinds_text(const Measure& m, const Look& look) {
    Rows counts, scores;
    for (const auto& c : m.kinds)
        if (speaks(c)) add_rows(c, counts, scores);
    add_rows(sum_of(m.kinds), counts, scores);
    std::string out = "Each message once for each kind\n";
    out += table(
        look, {"kind", "labelled", "high", "medium", "low only", "not insp.", "silent", "false high", "false medium"},
        counts, 2);
    out += "\nFrom high on, and high and medium together\n";
    out += table(look, {"kind", "recall", "precision", "F1", "recall h+m", "precision h+m", "F1 h+m"}, scores, 2);
    return out;
}

std::string heading(const char* what, std::size_t all) {
    return fmt::format(
        "\n{}: {}{}\n", what, all,
        all > most_listed ? fmt::format(", of which {} here (--format json lists all)", most_listed) : "");
}

// The list by kind, within it in the order of the messages.
template <class T>
std::vector<T> by_kind(std::vector<T> list) {
    std::stable_sort(list.begin(), list.end(), [](const T& a, const T& b) { return a.kind < b.kind; });
    return list;
}

std::string with_scene(const std::string& file, const std::string& scene) {
    return printable(file, 200) + (scene.empty() ? "" : " (" + scene + ")");
}

std::string joined(std::initializer_list<std::string> parts) {
    std::vector<std::string> said;
    for (const auto& p : parts)
        if (!p.empty()) said.push_back(p);
    return join(said, "; ");
}

std::string misses_text(const Measure& m, const Look& look) {
    if (m.misses.empty()) return "\nNothing was missed.\n";
    std::string out = heading("Missed", m.misses.size());
    const auto sorted = by_kind(m.misses);
    for (std::size_t i = 0; i < std::min(m.misses.size(), most_listed); ++i) {
        const Miss& x = sorted[i];
        out += wrapped(look, "  " + x.kind + ": ", joined({with_scene(x.file, x.scene), x.place, x.masked, x.instead}));
    }
    return out;
}

std::string false_alarms_text(const Measure& m, const Look& look) {
    if (m.false_alarms.empty()) return "\nThere were no false alarms.\n";
    std::string out = heading("False alarms", m.false_alarms.size());
    const auto sorted = by_kind(m.false_alarms);
    for (std::size_t i = 0; i < std::min(m.false_alarms.size(), most_listed); ++i) {
        const FalseAlarm& x = sorted[i];
        const Finding& f = x.finding;
        out += wrapped(
            look, "  " + x.kind + ": ",
            joined({with_scene(x.file, x.scene), std::string(name(f.confidence)) + " in " + printable(f.location, 200),
                    printable(f.sample, 80), printable(f.evidence, 300)}));
    }
    return out;
}

std::string wrong_text(const Measure& m, const Look& look) {
    if (m.wrong.empty())
        return "\nNothing was stopped that need not be, and nothing delivered that should be stopped.\n";
    std::string out =
        heading("Stopped and need not be (clean, other), or should be and was delivered (to-stop)", m.wrong.size());
    for (std::size_t i = 0; i < std::min(m.wrong.size(), most_listed); ++i) {
        const Wrong& w = m.wrong[i];
        out += wrapped(look, fmt::format("  {}: ", name(w.sort)),
                       joined({with_scene(w.file, w.scene), w.verdict, join(w.rules, ", ")}));
    }
    return out;
}

std::string thresholds_text(const Measure& m, const Look& look) {
    Rows rows;
    for (std::size_t i = 0; i < shifts.size(); ++i) {
        const Threshold& t = m.thresholds[i];
        const Score s = t.stopping();
        std::vector<Cell> row{cell(std::string(words(shifts[i])))};
        for (const Sort sort : sorts) {
            const Outcomes& o = t.of(sort);
            row.push_back(cell(fmt::format("{}/{}/{}/{}", o.stopped, o.asked, o.flagged, o.delivered)));
        }
        row.push_back(cell(share(s.recall)));
        row.push_back(cell(share(s.precision)));
        rows.push_back(std::move(row));
    }
    return "\nWhat would become of the messages: stopped/asked/flagged/delivered\n" +
           table(look, {"", "to stop", "clean", "others", "recall", "precision"}, rows, 2);
}

std::string number(std::size_t n) { return std::to_string(n); }
std::string json_share(const std::optional<double>& value) { return value ? fmt::format("{:.6f}", *value) : "null"; }
std::string json_score(const Score& s) {
    return json_object(
        {{"recall", json_share(s.recall)}, {"precision", json_share(s.precision)}, {"f1", json_share(s.f1)}});
}
std::string line(const char* about, std::vector<std::pair<std::string, std::string>> fields) {
    fields.insert(fields.begin(), {{"version", "1"}, {"about", json_text(about)}});
    return json_object(fields) + "\n";
}

std::string kind_as_json(const KindCounts& c) {
    std::vector<std::string> ours;
    for (const FindingKind k : c.ours) ours.emplace_back(name(k));
    return line("kind", {{"kind", json_text(c.kind)},
                         {"ours", json_texts(ours)},
                         {"labelled", number(c.labelled)},
                         {"found_high", number(c.high)},
                         {"found_medium", number(c.medium)},
                         {"missed", number(c.missed())},
                         {"low_only", number(c.low)},
                         {"not_inspected", number(c.not_inspected)},
                         {"silent", number(c.nothing)},
                         {"false_high", number(c.false_high)},
                         {"false_medium", number(c.false_medium)},
                         {"high", json_score(score(c, From::high))},
                         {"high_and_medium", json_score(score(c, From::medium))}});
}

std::string threshold_as_json(Shift shift, const Threshold& t) {
    std::vector<std::pair<std::string, std::string>> fields{{"threshold", json_text(name(shift))}};
    for (const Sort sort : sorts) {
        const Outcomes& o = t.of(sort);
        fields.emplace_back(name(sort), json_object({{"stopped", number(o.stopped)},
                                                     {"asked", number(o.asked)},
                                                     {"flagged", number(o.flagged)},
                                                     {"delivered", number(o.delivered)}}));
    }
    fields.emplace_back("stopping", json_score(t.stopping()));
    return line("threshold", std::move(fields));
}

}  // namespace

std::string measure_as_text(const Measure& m, const Look& look) {
    return kinds_text(m, look) + misses_text(m, look) + false_alarms_text(m, look) + wrong_text(m, look) +
           thresholds_text(m, look);
}

std::string measure_as_json(const Measure& m) {
    std::string out;
    for (const auto& c : m.kinds)
        if (speaks(c)) out += kind_as_json(c);
    out += kind_as_json(sum_of(m.kinds));
    for (const auto& x : m.misses)
        out += line("miss", {{"kind", json_text(x.kind)},
                             {"file", json_text(x.file)},
                             {"scene", json_text(x.scene)},
                             {"location", json_text(x.place)},
                             {"sample", json_text(x.masked)},
                             {"instead", json_text(x.instead)}});
    for (const auto& x : m.false_alarms)
        out += line("false-alarm", {{"kind", json_text(x.kind)},
                                    {"file", json_text(x.file)},
                                    {"scene", json_text(x.scene)},
                                    {"finding", to_json(x.finding)}});
    for (const auto& w : m.wrong)
        out += line("verdict", {{"label", json_text(name(w.sort))},
                                {"file", json_text(w.file)},
                                {"scene", json_text(w.scene)},
                                {"verdict", json_text(w.verdict)},
                                {"rules", json_texts(w.rules)}});
    for (std::size_t i = 0; i < shifts.size(); ++i) out += threshold_as_json(shifts[i], m.thresholds[i]);
    return out;
}

}  // namespace beadle::cli

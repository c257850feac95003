#include <algorithm>
#include <map>

#include "inspect/detect/persons.h"
#include "inspect/detect/segment_scan.h"

namespace beadle::inspect {

namespace {

constexpr std::size_t one_letter = 20'000;  // octets in which a word far off still speaks of the same thing
constexpr std::size_t list_gap = 60;        // values of a list stand this close; the first one's label serves the next

Level one_less(Level l) { return l == Level::none ? l : static_cast<Level>(static_cast<int>(l) - 1); }

Span hull(const Hit& h) {
    if (h.partner.size() == 0) return h.span;
    return {std::min(h.span.begin, h.partner.begin), std::max(h.span.end, h.partner.end)};
}

void add(std::string& evidence, std::string_view part) {
    if (part.empty()) return;
    if (!evidence.empty()) evidence += "; ";
    evidence += part;
}

class Weighing {
  public:
    Weighing(const Engine& engine, std::string_view text, const Surroundings& around, const Elsewhere& elsewhere)
        : engine_(engine), text_(text), around_(around), elsewhere_(elsewhere) {}

    void run(Found& found) {
        full_columns(found);
        for (Hit& hit : found.hits) one(hit);
    }

  private:
    const Pattern& pattern(const Hit& h) const { return engine_.signatures.patterns[h.pattern]; }

    void one(Hit& hit) {
        const Pattern& p = pattern(hit);
        Vouching v = around_.of(hit.pattern, p, hull(hit));
        if (hit.cell && v.by.empty()) v.by = "column header";
        if (hit.cell) v.rival = false;
        if (v.by.empty() && !v.rival) v.by = from_list(hit);
        if (v.by.empty() && !v.rival) v.by = from_names(hit.pattern);
        if (v.by.empty() && is_full_column(hit)) v.by = "fills a column";
        hit.level = v.by.empty() ? p.alone.of(hit.strength) : p.vouched.of(hit.strength);
        if (hit.level == Level::low && v.by.empty() && !v.rival && mentioned(hit.pattern)) {
            hit.level = Level::medium;
            v.by = "named elsewhere in the message";
        }
        if (hit.strength != Strength::proven && (v.rival || !v.against.empty())) {
            hit.level = one_less(hit.level);
            hit.lowered = true;
        }
        // An organisation's own invoice or letter: what it prints for whoever pays it.
        const bool trade = hit.lowered && !v.against.empty() && text_.size() <= one_letter &&
                           around_.is_of_trade(hit.pattern) && !somebody(hull(hit));
        if (trade) hit.level = one_less(hit.level);
        hit.level = std::min(hit.level, hit.most);
        hit.vouched_by = v.by;
        add(hit.evidence, hit.proof);
        add(hit.evidence, v.by);
        if (hit.strength != Strength::proven && !v.against.empty())
            add(hit.evidence, "but near \"" + v.against + (trade ? "\" in a paper of an organisation" : "\""));
        else if (hit.lowered)
            add(hit.evidence, "but labelled as something else");
        else if (hit.level < p.with_person && (hit.level >= Level::medium || !v.by.empty()) && somebody(hull(hit))) {
            hit.level = std::min(p.with_person, hit.most);
            add(hit.evidence, "with a person");
        }
        last_[hit.pattern] = &hit;
    }

    // A name, "his" or "the tenant" in the same lines or the same row.
    bool somebody(Span value) {
        constexpr std::size_t reach = 200, row_reach = 1000;
        if (!persons_) persons_ = std::make_unique<Persons>(text_, engine_.signatures.lists);
        const Span near{value.begin - std::min(value.begin, reach), std::min(text_.size(), value.end + reach)};
        Span where = near;
        if (around_.in_table(value.begin)) {  // the row, which can be as long as the text
            const Span row = around_.line(value.begin);
            where = {std::max(row.begin, value.begin - std::min(value.begin, row_reach)),
                     std::min(row.end, value.end + row_reach)};
        }
        PersonBy by = PersonBy::pronoun;
        return persons_->in(where, by);
    }

    // "NHS numbers: 999 000 0018, 999 000 0026": what vouched for the first does for those that follow closely.
    std::string from_list(const Hit& hit) const {
        const auto at = last_.find(hit.pattern);
        if (at == last_.end() || at->second->vouched_by.empty()) return "";
        const Hit& before = *at->second;
        const std::size_t end = hull(before).end, begin = hull(hit).begin;
        if (begin < end || begin - end > list_gap) return "";
        if (around_.in_table(begin) != around_.in_table(hull(before).begin)) return "";
        if (around_.in_table(begin) && around_.cell(begin).column != around_.cell(hull(before).begin).column) return "";
        return before.vouched_by;
    }

    // A file or sheet called "NHS numbers" vouches for what is in it.
    std::string from_names(std::uint32_t pattern) {
        const auto at = named_.find(pattern);
        if (at != named_.end()) return at->second;
        std::string by;
        if (!names_read_) {
            name_hits_ = engine_.words->find(elsewhere_.names);
            names_read_ = true;
        }
        for (const WordHit& h : name_hits_)
            if ((engine_.words->role(pattern, h.word) & (Words::near | Words::header)) != 0)
                by = "file or sheet name \"" + engine_.words->phrase(h.word) + "\"";
        named_.emplace(pattern, by);
        return by;
    }

    bool mentioned(std::uint32_t pattern) {
        if (text_.size() <= one_letter && around_.anywhere(pattern)) return true;
        if (!subject_read_) {
            subject_hits_ = engine_.words->find(elsewhere_.subject);
            subject_read_ = true;
        }
        return std::any_of(subject_hits_.begin(), subject_hits_.end(), [&](const WordHit& h) {
            return (engine_.words->role(pattern, h.word) & (Words::near | Words::header)) != 0;
        });
    }

    using Column = std::pair<std::uint32_t, std::uint32_t>;  // pattern, column

    // Three different valid values and hardly a failure in one column: chance does not do that.
    void full_columns(const Found& found) {
        std::map<Column, std::pair<std::size_t, std::size_t>> tally;
        std::map<Column, std::string> seen;
        for (const Hit& h : found.hits) {
            if (!pattern(h).column_check || !around_.in_table(h.span.begin)) continue;
            const Column c{h.pattern, around_.cell(h.span.begin).column};
            if (std::exchange(seen[c], h.value) != h.value) ++tally[c].first;
        }
        for (const Hit& h : found.refused)
            if (around_.in_table(h.span.begin)) ++tally[{h.pattern, around_.cell(h.span.begin).column}].second;
        for (const auto& [column, count] : tally)
            if (count.first >= 3 && count.second * 5 <= count.first) full_[column] = true;
    }

    bool is_full_column(const Hit& h) const {
        return around_.in_table(h.span.begin) && full_.contains({h.pattern, around_.cell(h.span.begin).column});
    }

    const Engine& engine_;
    std::string_view text_;
    const Surroundings& around_;
    const Elsewhere& elsewhere_;
    std::map<std::uint32_t, const Hit*> last_;
    std::map<std::uint32_t, std::string> named_;
    std::vector<WordHit> name_hits_, subject_hits_;
    std::unique_ptr<Persons> persons_;
    bool names_read_ = false, subject_read_ = false;
    std::map<Column, bool> full_;
};

}  // namespace

void weigh(const Engine& engine, std::string_view text, const Surroundings& around, const Elsewhere& elsewhere,
           Found& found) {
    std::sort(found.hits.begin(), found.hits.end(), [](const Hit& a, const Hit& b) {
        return a.span.begin != b.span.begin ? a.span.begin < b.span.begin : a.span.end > b.span.end;
    });
    Weighing(engine, text, around, elsewhere).run(found);
}

}  // namespace beadle::inspect

#include <algorithm>
#include <set>

#include "inspect/detect/figures.h"
#include "inspect/detect/segment_scan.h"

namespace beadle::inspect {

namespace {

constexpr std::size_t most_candidates = 100'000;  // accepted by a validator
constexpr std::size_t most_steps = 3'000'000;     // searches begun
constexpr std::size_t most_stretches = 1'000'000;
constexpr std::size_t most_cells = 1'000'000;
constexpr std::size_t most_columns = 1'000;

class Finder {
  public:
    Finder(const Engine& engine, const Segment& segment, std::string_view text, const std::vector<bool>& wanted,
           Budget& budget)
        : engine_(engine), segment_(segment), text_(text), wanted_(wanted), budget_(budget) {}

    Found run() {
        std::vector<std::vector<Stretch>> stretches;
        switch (engine_.prefilter->stretches(text_, most_stretches, stretches)) {
            case Prefilter::Outcome::done:
                break;
            case Prefilter::Outcome::limit:
                stop("maximum of candidates reached");
                break;
            case Prefilter::Outcome::failed:
                stop("the pattern engine failed");
                break;
        }
        // Halves of a pair last: they count for nothing where the other half was not found, and most figures look like
        // one.
        for (std::size_t i = 0; i < stretches.size(); ++i)
            if (pattern(i).part.empty()) search_all(i, stretches[i]);
        for (std::size_t i = 0; i < stretches.size(); ++i)
            if (!pattern(i).part.empty() && is_wanted(pattern(i).part)) search_all(i, stretches[i]);
        return std::move(found_);
    }

  private:
    const Pattern& pattern(std::size_t index) const { return engine_.signatures.patterns[index]; }

    bool is_wanted(const std::string& part) const {
        return std::any_of(found_.hits.begin(), found_.hits.end(),
                           [&](const Hit& h) { return pattern(h.pattern).pair == part; });
    }

    void search_all(std::size_t index, const std::vector<Stretch>& stretches) {
        if (!wanted_[index]) return;
        if ((pattern(index).where >> static_cast<unsigned>(segment_.kind) & 1u) == 0) return;
        for (const Stretch& s : stretches)
            if (!ended_) search(index, {s.begin, s.end});
    }

    void search(std::size_t index, Span stretch) {
        std::size_t from = stretch.begin;
        Expression::Groups groups;
        while (from < stretch.end) {
            if ((++steps_ & 0xff) == 0 && !budget_.time_left()) return give_up("time for this message is used up");
            if (steps_ > most_steps || found_.hits.size() > most_candidates)
                return give_up("maximum of candidates reached");
            switch (engine_.expressions[index].search(text_, from, stretch.end, groups)) {
                case Expression::Outcome::none:
                    return;
                case Expression::Outcome::limit:
                    return give_up("pattern \"" + pattern(index).id + "\" gave up on its complexity");
                case Expression::Outcome::match:
                    break;
            }
            const std::size_t next = take(index, groups);
            from = std::max(next, groups[0].begin + 1);
            if (ended_) return;
        }
    }

    // Gives where to search on: behind an accepted value, else at the next place where a word can start.
    std::size_t take(std::size_t index, const Expression::Groups& groups) {
        const Pattern& p = pattern(index);
        if (p.column) {
            // Group 1 or 2 is the heading; the expression may hold the edge of its cell too.
            column(index, groups[1].size() > 0 ? groups[1] : groups[2].size() > 0 ? groups[2] : groups[0]);
            return groups[0].end;
        }
        Candidate c{text_, groups, segment_.kind, false, &engine_.signatures.lists};
        Judged j = p.validator->judge(c);
        if (j.strength != Strength::invalid) {
            const std::size_t end = std::max(j.span.end, groups[0].begin + 1);
            add(index, std::move(j), false);
            return end;
        }
        if (p.column_check)
            found_.refused.push_back({.pattern = static_cast<std::uint32_t>(index),
                                      .span = groups[0],
                                      .partner = {},
                                      .value = {},
                                      .proof = {},
                                      .vouched_by = {},
                                      .evidence = {}});
        std::size_t at = groups[0].begin + 1;
        while (at < text_.size() && is_alnum(text_[at]) && is_alnum(text_[at - 1])) ++at;
        return at;
    }

    void add(std::size_t index, Judged&& j, bool cell) {
        Hit hit;
        hit.pattern = static_cast<std::uint32_t>(index);
        hit.span = j.span;
        hit.value = std::move(j.value);
        hit.strength = j.strength;
        hit.proof = j.proof;
        hit.most = j.most;
        hit.also = j.also;
        hit.cell = cell;
        found_.hits.push_back(std::move(hit));
    }

    // The line that holds `at`; asked again for the same line it costs nothing.
    Span row_at(std::size_t at) {
        if (at >= row_.begin && at < row_.end) return row_;
        const auto before = at == 0 ? std::string_view::npos : text_.rfind('\n', at - 1);
        row_ = {before == std::string_view::npos ? 0 : before + 1, std::min(text_.find('\n', at), text_.size())};
        tabs_.clear();
        for (auto tab = text_.find('\t', row_.begin); tab < row_.end; tab = text_.find('\t', tab + 1))
            tabs_.push_back(tab);
        return row_;
    }

    // Every cell below the header cell that the expression found.
    void column(std::size_t index, Span header) {
        const Span row = row_at(header.begin);
        if (!segment_.table && tabs_.empty()) return;
        const auto number =
            static_cast<std::size_t>(std::lower_bound(tabs_.begin(), tabs_.end(), header.begin) - tabs_.begin());
        if (columns_.contains({index, number})) return;  // the cells below are looked at already
        if (columns_.size() >= most_columns) return give_up("maximum of table columns reached");
        columns_.emplace(index, number);
        std::size_t at = row.end;
        while (at < text_.size() && !ended_) {
            const Span next{at + 1, std::min(text_.find('\n', at + 1), text_.size())};
            if (next.begin >= text_.size()) break;
            if (!segment_.table && text_.substr(next.begin, next.size()).find('\t') == std::string_view::npos) break;
            judge_cell(index, next, number);
            at = next.end;
        }
    }

    void judge_cell(std::size_t index, Span row, std::size_t number) {
        std::size_t begin = row.begin;
        for (std::size_t n = 0; n < number; ++n) {
            const auto tab = text_.find('\t', begin);
            if (tab >= row.end) return;
            begin = tab + 1;
            if (++cells_ > most_cells) return give_up("maximum of table cells reached");
        }
        std::size_t end = std::min(text_.find('\t', begin), row.end);
        while (begin < end && text_[begin] == ' ') ++begin;
        while (end > begin && text_[end - 1] == ' ') --end;
        if (++cells_ > most_cells) return give_up("maximum of table cells reached");
        if (begin == end || end - begin > 200) return;
        Candidate c{text_, {}, segment_.kind, true, &engine_.signatures.lists};
        c.groups[0] = {begin, end};
        Judged j = pattern(index).validator->judge(c);
        if (j.strength != Strength::invalid) add(index, std::move(j), true);
    }

    void stop(std::string why) { found_.stopped = std::move(why); }
    void give_up(std::string why) {
        stop(std::move(why));
        ended_ = true;
    }

    const Engine& engine_;
    const Segment& segment_;
    std::string_view text_;
    const std::vector<bool>& wanted_;
    Budget& budget_;
    Found found_;
    std::set<std::pair<std::size_t, std::size_t>> columns_;
    Span row_;
    std::vector<std::size_t> tabs_;
    std::size_t steps_ = 0, cells_ = 0;
    bool ended_ = false;
};

}  // namespace

Found find_candidates(const Engine& engine, const Segment& segment, std::string_view text,
                      const std::vector<bool>& wanted, Budget& budget) {
    return Finder(engine, segment, text, wanted, budget).run();
}

}  // namespace beadle::inspect

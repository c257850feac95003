#include <algorithm>
#include <map>

#include "inspect/detect/figures.h"
#include "inspect/detect/segment_scan.h"
#include "inspect/detect/validators.h"

namespace beadle::inspect {

namespace {

constexpr std::size_t adjoining = 3;
constexpr std::size_t labelled_reach = 300;  // lines of a form between the two, each behind its label
constexpr int most_parts = 500;              // looked at for one hit; a row of a table has no more columns than that

std::size_t gap(Span a, Span b) {
    if (a.end <= b.begin) return b.begin - a.end;
    return b.end <= a.begin ? a.begin - b.end : 0;
}

bool overlap(Span a, Span b) { return a.begin < b.end && b.begin < a.end; }

class Pairing {
  public:
    Pairing(const Engine& engine, std::string_view text, const Surroundings& around, std::vector<Hit>& hits)
        : engine_(engine), text_(text), around_(around), hits_(hits) {}

    void run() {
        for (std::size_t i = 0; i < hits_.size(); ++i)
            if (!pattern(i).part.empty()) parts_.push_back(i);
        std::sort(parts_.begin(), parts_.end(),
                  [this](std::size_t a, std::size_t b) { return hits_[a].span.begin < hits_[b].span.begin; });
        for (std::size_t i = 0; i < hits_.size(); ++i)
            if (!pattern(i).pair.empty()) match(i);
        if (!hits_.empty()) drop_farther();
        std::erase_if(hits_, [this](const Hit& h) {
            const Pattern& p = engine_.signatures.patterns[h.pattern];
            return !p.part.empty() || (!p.pair.empty() && h.partner.size() == 0);
        });
    }

  private:
    const Pattern& pattern(std::size_t hit) const { return engine_.signatures.patterns[hits_[hit].pattern]; }

    // One half belongs to one other: "sort code 08-99-99, account 66374958. Quote 2026-0317."
    void drop_farther() {
        struct Nearest {
            std::size_t gap;
            bool labelled;
        };
        std::map<std::size_t, Nearest> nearest;  // by where the part begins
        const auto plain = [this](const Hit& h) { return h.partner.size() > 0 && !around_.in_table(h.span.begin); };
        for (const Hit& h : hits_) {
            if (!plain(h)) continue;
            const Nearest here{gap(h.partner, h.span), labelled_account(text_, h.span.begin)};
            const auto [at, fresh] = nearest.try_emplace(h.partner.begin, here);
            if (!fresh && here.gap < at->second.gap) at->second = here;
        }
        for (Hit& h : hits_) {
            if (!plain(h)) continue;
            const Nearest& best = nearest.at(h.partner.begin);
            const bool farther = gap(h.partner, h.span) > best.gap;
            if (farther && (best.labelled || !labelled_account(text_, h.span.begin))) h.partner = {};
        }
    }

    // The nearest half within reach; in a table the one of the same row, however far.
    void match(std::size_t i) {
        Hit& hit = hits_[i];
        const bool table = around_.in_table(hit.span.begin);
        const Span row = around_.line(hit.span.begin);
        const std::size_t near = pattern(i).within;
        const bool label = labelled_account(text_, hit.span.begin);
        const std::size_t reach = label ? std::max(near, labelled_reach) : near;
        const std::size_t from = table ? row.begin : hit.span.begin - std::min(hit.span.begin, reach + 10);
        const std::size_t to = table ? row.end : hit.span.end + reach;
        auto at = std::lower_bound(parts_.begin(), parts_.end(), from,
                                   [this](std::size_t p, std::size_t where) { return hits_[p].span.begin < where; });
        const Hit* best = nullptr;
        for (int n = 0; n < most_parts && at != parts_.end() && hits_[*at].span.begin < to; ++n, ++at) {
            const Hit& part = hits_[*at];
            if (pattern(*at).part != pattern(i).pair || overlap(part.span, hit.span)) continue;
            const bool both = label && labelled_sort_code(text_, part.span.begin);
            if (!table && gap(part.span, hit.span) > (both ? reach : near)) continue;
            if (!table && !both && parted(part.span, hit.span)) continue;
            if (best == nullptr || better(part, *best, hit)) best = &part;
        }
        if (best == nullptr && table) best = above_or_below(hit, pattern(i));
        if (best != nullptr) join(hit, *best);
    }

    // A form: each detail in a row of its own, the values in one column.
    const Hit* above_or_below(const Hit& hit, const Pattern& p) const {
        const Cell cell = around_.cell(hit.span.begin);
        const std::size_t from = hit.span.begin - std::min(hit.span.begin, p.within + 10);
        auto at = std::lower_bound(parts_.begin(), parts_.end(), from, [this](std::size_t part, std::size_t where) {
            return hits_[part].span.begin < where;
        });
        const Hit* best = nullptr;
        for (int n = 0; n < most_parts && at != parts_.end() && hits_[*at].span.begin < hit.span.end + p.within;
             ++n, ++at) {
            const Hit& part = hits_[*at];
            if (pattern(*at).part != p.pair || part.strength != Strength::structured || part.cell) continue;
            const Cell other = around_.cell(part.span.begin);
            const auto rows = std::max(other.row, cell.row) - std::min(other.row, cell.row);
            if (other.column == cell.column && rows <= 2 && (best == nullptr || better(part, *best, hit))) best = &part;
        }
        return best;
    }

    // An empty line between them parts two details.
    bool parted(Span a, Span b) const {
        const auto from = std::min(a.end, b.end), to = std::max(a.begin, b.begin);
        const auto between = text_.substr(from, to - from);
        const auto blank = between.find("\n\n");
        return blank != std::string_view::npos && between.find("\n\n", blank + 2) != std::string_view::npos;
    }

    static bool better(const Hit& a, const Hit& b, const Hit& to) {
        if (a.cell != b.cell) return a.cell;
        if (a.strength != b.strength && (a.strength == Strength::structured || b.strength == Strength::structured))
            return a.strength == Strength::structured;
        return gap(a.span, to.span) < gap(b.span, to.span);
    }

    void join(Hit& hit, const Hit& part) const {
        hit.partner = part.span;
        hit.value = part.value + hit.value;
        hit.strength = part.strength;
        hit.cell = hit.cell || part.cell;
        hit.proof = "a sort code and an account number";
        // Six bare digits, or a date by its looks, are half of a pair only right beside the other half.
        const bool sure = hit.cell || part.strength == Strength::structured;
        const bool beside = gap(hit.span, part.span) <= adjoining && !around_.in_table(hit.span.begin);
        hit.strength = sure ? Strength::structured : beside ? Strength::plain : Strength::weak;
    }

    const Engine& engine_;
    std::string_view text_;
    const Surroundings& around_;
    std::vector<Hit>& hits_;
    std::vector<std::size_t> parts_;
};

}  // namespace

void make_pairs(const Engine& engine, std::string_view text, const Surroundings& around, std::vector<Hit>& hits) {
    Pairing(engine, text, around, hits).run();
}

}  // namespace beadle::inspect

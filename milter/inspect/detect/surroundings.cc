#include "inspect/detect/surroundings.h"

#include <algorithm>
#include <limits>

#include "inspect/detect/figures.h"

namespace beadle::inspect {

namespace {

constexpr std::size_t longest_header = 60;
constexpr std::size_t farthest_label = 40;  // before its value: beyond that a word is part of the sentence
constexpr std::size_t after_costs = 25;     // a word after the value counts as so many characters farther away

// A cell that can be a heading: short, and without a number of four digits.
bool like_a_header(std::string_view cell) {
    int run = 0;
    for (const char c : cell) {
        run = is_digit(c) ? run + 1 : 0;
        if (run >= 4) return false;
    }
    return cell.size() <= longest_header;
}

// A label stands right before its value: "phone: 01632"; in "gave it over the phone so do check it" it is none.
bool like_a_label(std::string_view between) {
    constexpr std::ptrdiff_t most_words = 3;
    std::ptrdiff_t words = 0;
    for (std::size_t i = 0; i < between.size(); ++i)
        words += is_lower(between[i]) && (i == 0 || between[i - 1] == ' ') ? 1 : 0;
    return words <= most_words;
}

// Between two labels: a stop, a comma or a cell's edge parts them; "NHS number reference" is one label.
bool parted(std::string_view between) { return between.find_first_of(",;.:\n\t()") != std::string_view::npos; }

}  // namespace

Surroundings::Surroundings(std::string_view text, const Words& words, std::vector<WordHit>&& hits, bool table)
    : text_(text), words_(words), table_(table), hits_(std::move(hits)) {
    line_starts_.push_back(0);
    for (auto at = text.find('\n'); at != std::string_view::npos; at = text.find('\n', at + 1))
        line_starts_.push_back(at + 1);
    for (auto at = text.find('\t'); at != std::string_view::npos; at = text.find('\t', at + 1)) tabs_.push_back(at);
    find_headers();
}

Span Surroundings::line(std::size_t at) const {
    const auto next = std::upper_bound(line_starts_.begin(), line_starts_.end(), at);
    const std::size_t end = next == line_starts_.end() ? text_.size() : *next - 1;
    return {*(next - 1), end};
}

bool Surroundings::in_table(std::size_t at) const {
    const Span l = line(at);
    const auto tab = std::lower_bound(tabs_.begin(), tabs_.end(), l.begin);
    return table_ || (tab != tabs_.end() && *tab < l.end);
}

Cell Surroundings::cell(std::size_t at) const {
    const auto next = std::upper_bound(line_starts_.begin(), line_starts_.end(), at);
    const auto row = static_cast<std::uint32_t>(next - line_starts_.begin() - 1);
    const auto first = std::lower_bound(tabs_.begin(), tabs_.end(), *(next - 1));
    return {row, static_cast<std::uint32_t>(std::lower_bound(first, tabs_.end(), at) - first)};
}

// One walk through rows and hits together.
void Surroundings::find_headers() {
    std::size_t hit = 0;
    for (std::uint32_t row = 0; row < line_starts_.size() && hit < hits_.size(); ++row) {
        const std::size_t begin = line_starts_[row];
        const std::size_t end = row + 1 < line_starts_.size() ? line_starts_[row + 1] - 1 : text_.size();
        while (hit < hits_.size() && hits_[hit].span.begin < begin) ++hit;
        if (hit >= hits_.size() || hits_[hit].span.begin >= end) continue;
        if (!in_table(begin)) continue;
        std::uint32_t column = 0;
        for (std::size_t at = begin; at <= end && hit < hits_.size() && hits_[hit].span.begin < end; ++column) {
            const std::size_t stop = std::min(text_.find('\t', at), end);
            const bool header = like_a_header(text_.substr(at, stop - at));
            for (; hit < hits_.size() && hits_[hit].span.begin < stop; ++hit)
                if (header) headers_.push_back({{row, column}, hits_[hit].word});
            at = stop + 1;
        }
    }
    std::stable_sort(headers_.begin(), headers_.end(), [](const Header& a, const Header& b) {
        return a.cell.column != b.cell.column ? a.cell.column < b.cell.column : a.cell.row < b.cell.row;
    });
}

// The nearest heading above, of this pattern or of a rival.
const Surroundings::Header* Surroundings::header_above(std::size_t pattern_index, Cell cell) const {
    constexpr int most_steps = 2000;
    auto at = std::lower_bound(headers_.begin(), headers_.end(), cell, [](const Header& h, Cell c) {
        return h.cell.column != c.column ? h.cell.column < c.column : h.cell.row < c.row;
    });
    const Header* rival = nullptr;
    for (int n = 0; n < most_steps && at != headers_.begin(); ++n) {
        --at;
        if (at->cell.column != cell.column) break;
        if (rival != nullptr && at->cell.row != rival->cell.row) break;
        const auto role = words_.role(pattern_index, at->word);
        if ((role & Words::header) != 0) return &*at;
        if ((role & Words::rival) != 0) rival = &*at;
    }
    return rival;
}

void Surroundings::look_around(std::size_t pattern_index, const Pattern& pattern, Span value, Vouching& v) const {
    const Span row = line(value.begin);
    const bool table = in_table(value.begin);
    std::size_t from = value.begin - std::min(value.begin, pattern.before);
    std::size_t to = std::min(text_.size(), value.end + pattern.after);
    if (table) {
        from = std::max(from, row.begin);
        to = std::min(to, std::max(row.end, value.end));
    }
    auto at = std::lower_bound(hits_.begin(), hits_.end(), from,
                               [](const WordHit& h, std::size_t where) { return h.span.begin < where; });
    std::size_t nearest = std::numeric_limits<std::size_t>::max();
    const WordHit *vouching = nullptr, *rival = nullptr;
    for (; at != hits_.end() && at->span.begin < to; ++at) {
        const auto role = words_.role(pattern_index, at->word);
        const bool before = at->span.end <= value.begin, after = at->span.begin >= value.end;
        if (role == 0) continue;
        std::size_t distance = 0;  // between the halves of a pair
        std::string_view between;
        if (before)
            between = text_.substr(at->span.end, value.begin - at->span.end);
        else if (after)
            between = text_.substr(value.end, at->span.begin - value.end);
        if (before || after) distance = between.size() + (after ? after_costs : 0);
        // Of two ways to write one word the shorter is the one to show.
        const bool plainer = vouching != nullptr && distance == nearest &&
                             words_.phrase(at->word).size() < words_.phrase(vouching->word).size();
        if ((role & Words::near) != 0 && (distance < nearest || plainer)) {
            nearest = distance;
            vouching = &*at;
        }
        const bool same_line = between.find('\n') == std::string_view::npos;
        if ((role & Words::rival) != 0 && before && same_line &&
            (table || (between.size() <= farthest_label && like_a_label(between))))
            rival = &*at;
        const bool same_block = between.find("\n\n") == std::string_view::npos;
        if ((role & Words::against) != 0 && (before ? same_block : same_line)) v.against = words_.phrase(at->word);
    }
    if (rival != nullptr) {
        const bool one_label = vouching != nullptr && vouching->span.end <= value.begin &&
                               (vouching->span.end >= rival->span.begin ||
                                !parted(text_.substr(vouching->span.end, rival->span.begin - vouching->span.end)));
        const bool nearer = vouching == nullptr || value.begin - rival->span.end < nearest;
        v.rival = nearer && !one_label;
    }
    if (vouching != nullptr && !v.rival) v.by = "near \"" + words_.phrase(vouching->word) + "\"";
}

Vouching Surroundings::of(std::size_t pattern_index, const Pattern& pattern, Span value) const {
    Vouching v;
    look_around(pattern_index, pattern, value, v);
    if (!in_table(value.begin)) return v;
    const Header* header = header_above(pattern_index, cell(value.begin));
    if (header == nullptr) return v;
    if ((words_.role(pattern_index, header->word) & Words::header) != 0) {
        v.by = "column header \"" + words_.phrase(header->word) + "\"";
        v.rival = false;
    } else {
        v.rival = v.rival || v.by.empty();
    }
    return v;
}

bool Surroundings::anywhere(std::size_t pattern_index) const {
    return std::any_of(hits_.begin(), hits_.end(), [&](const WordHit& h) {
        return (words_.role(pattern_index, h.word) & (Words::near | Words::header)) != 0;
    });
}

bool Surroundings::is_of_trade(std::size_t pattern_index) const {
    const WordHit* first = nullptr;
    for (const WordHit& h : hits_) {
        if ((words_.role(pattern_index, h.word) & Words::trade) == 0) continue;
        if (first == nullptr)
            first = &h;
        else if (h.word != first->word && h.span.begin >= first->span.end)
            return true;
    }
    return false;
}

}  // namespace beadle::inspect

#include "inspect/detect/addresses.h"

#include <algorithm>
#include <string>

#include "base/text.h"
#include "inspect/detect/figures.h"

namespace beadle::inspect {

// SW1A 1AA, anywhere in the row.
bool has_postcode(std::string_view row) {
    for (std::size_t i = 0; i + 2 < row.size(); ++i) {  // the inward half: digit, two letters
        if (!is_digit(row[i]) || !is_upper(row[i + 1]) || !is_upper(row[i + 2])) continue;
        if (i + 3 < row.size() && is_alnum(row[i + 3])) continue;
        std::size_t end = i;
        if (end > 0 && row[end - 1] == ' ') --end;
        std::size_t from = end;
        while (from > 0 && end - from < 5 && is_alnum(row[from - 1])) --from;
        const auto out = row.substr(from, end - from);
        if (out.size() < 2 || out.size() > 4 || !is_upper(out[0])) continue;
        if (std::any_of(out.begin() + 1, out.end(), is_digit)) return true;
    }
    return false;
}

// "12 Church Lane": a number and, at most four words on, a word for a road.
bool has_house(std::string_view row, const Lists& lists) {
    constexpr int farthest = 4;
    if (row.empty() || row.find_first_of("0123456789") == std::string_view::npos) return false;
    const std::string h = ascii_lower(row);
    const Lists::Set road = lists.only("road");
    int since = farthest + 1;  // words behind the last number
    for (std::size_t i = 0; i < h.size();) {
        if (!is_alnum(h[i])) {
            ++i;
            continue;
        }
        const std::size_t from = i;
        while (i < h.size() && is_alnum(h[i])) ++i;
        const auto w = std::string_view(h).substr(from, i - from);
        since = is_digit(w[0]) && w.size() <= 4 ? 0 : since + 1;
        if (since > 0 && since <= farthest && (lists.lists_of(w) & road).any()) return true;
    }
    return false;
}

}  // namespace beadle::inspect

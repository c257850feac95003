#include "inspect/detect/table_headings.h"

#include <algorithm>

#include "base/text.h"
#include "inspect/detect/figures.h"

namespace beadle::inspect {

std::string_view trimmed_cell(std::string_view s) {
    constexpr std::string_view before = " \">-*", after = " \",";
    while (!s.empty() && before.find(s.front()) != std::string_view::npos) s.remove_prefix(1);
    while (!s.empty() && after.find(s.back()) != std::string_view::npos) s.remove_suffix(1);
    return s;
}

Column column_of(std::string_view cell, const Lists& lists) {
    const std::string h = ascii_lower(trimmed_cell(cell));
    if (h.empty() || h.size() > 40 || std::count_if(h.begin(), h.end(), is_digit) > 2) return other;
    const auto says = [&](std::string_view list) { return lists.says(list, h); };
    if (says("heading-family")) return family;
    if (says("heading-born")) return born;
    if (says("heading-pay") && !says("heading-neither")) return pay;
    if (says("heading-house") && !says("heading-neither")) return house;
    if (says("heading-thing")) return other;
    return says("heading-person") ? person : other;
}

bool speaks_of_public(std::string_view text, const Lists& lists) {
    return lists.says("public-list", text);
}

}  // namespace beadle::inspect

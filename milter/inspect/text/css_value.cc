#include "inspect/text/css_value.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <string>

#include "base/text.h"

namespace beadle::inspect::html {

int hex_digit(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    c = static_cast<char>(c | 0x20);
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

std::optional<Length> length_of(std::string_view s) {
    const std::string number(s.substr(0, 32));
    char* end = nullptr;
    const double value = std::strtod(number.c_str(), &end);
    if (end == number.c_str() || !(value > -1e9 && value < 1e9)) return std::nullopt;
    return Length{value, trim(s.substr(static_cast<std::size_t>(end - number.c_str())))};
}

std::vector<std::string_view> words_of(std::string_view s, std::string_view between) {
    std::vector<std::string_view> out;
    while (!s.empty() && out.size() < 64) {
        const auto end = std::min(s.find_first_of(between), s.size());
        if (end > 0) out.push_back(s.substr(0, end));
        s.remove_prefix(std::min(end + 1, s.size()));
    }
    return out;
}

namespace {

struct Named {
    std::string_view name;
    Colour colour;
};
constexpr std::array named{
    Named{"white", {255, 255, 255}},
    Named{"black", {0, 0, 0}},
    Named{"snow", {255, 250, 250}},
    Named{"ivory", {255, 255, 240}},
    Named{"ghostwhite", {248, 248, 255}},
    Named{"whitesmoke", {245, 245, 245}},
    Named{"azure", {240, 255, 255}},
    Named{"mintcream", {245, 255, 250}},
    Named{"floralwhite", {255, 250, 240}},
    Named{"red", {255, 0, 0}},
    Named{"green", {0, 128, 0}},
    Named{"blue", {0, 0, 255}},
    Named{"yellow", {255, 255, 0}},
    Named{"gray", {128, 128, 128}},
    Named{"grey", {128, 128, 128}},
    Named{"silver", {192, 192, 192}},
    Named{"lightgray", {211, 211, 211}},
    Named{"lightgrey", {211, 211, 211}},
    Named{"navy", {0, 0, 128}},
    Named{"maroon", {128, 0, 0}},
    Named{"orange", {255, 165, 0}},
};

std::optional<Colour> hex_colour(std::string_view s) {
    if (s.size() != 3 && s.size() != 4 && s.size() != 6 && s.size() != 8) return std::nullopt;
    if (!std::all_of(s.begin(), s.end(), [](char c) { return hex_digit(c) >= 0; })) return std::nullopt;
    const auto part = [&](std::size_t i) {
        return s.size() < 6 ? hex_digit(s[i]) * 17 : hex_digit(s[2 * i]) * 16 + hex_digit(s[2 * i + 1]);
    };
    return Colour{part(0), part(1), part(2)};
}

Paint function_colour(std::string_view s) {
    const auto open = s.find('('), close = s.find(')');
    if (open == s.npos || close == s.npos || close < open) return {};
    const auto words = words_of(s.substr(open + 1, close - open - 1), ", /");
    if (words.size() < 3) return {};
    std::array<double, 4> v{0, 0, 0, 1};
    for (std::size_t i = 0; i < std::min<std::size_t>(words.size(), 4); ++i)
        if (const auto n = length_of(words[i])) v[i] = n->value * (n->unit == "%" && i == 3 ? 0.01 : 1);
    Paint out;
    out.clear = v[3] <= 0.1;
    if (s.starts_with("rgb")) {
        const bool percent = words[0].ends_with('%');
        const auto to = [&](double x) { return static_cast<int>(std::clamp(percent ? x * 2.55 : x, 0.0, 255.0)); };
        out.colour = Colour{to(v[0]), to(v[1]), to(v[2])};
    } else if (v[2] >= 97 || v[2] <= 3) {  // hsl: the ends are white and black, whatever the hue
        out.colour = v[2] >= 97 ? Colour{255, 255, 255} : Colour{};
    }
    return out;
}

}  // namespace

Paint paint_of(std::string_view s) {
    s = trim(s);
    if (s.starts_with('#')) return {hex_colour(s.substr(1)), false};
    if (s == "transparent") return {std::nullopt, true};
    if (s.starts_with("rgb") || s.starts_with("hsl")) return function_colour(s);
    for (const auto& n : named)
        if (s == n.name) return {n.colour, false};
    return {};
}

}  // namespace beadle::inspect::html

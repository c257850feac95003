#include "inspect/text/html_style.h"

#include <algorithm>
#include <cstdlib>

#include "base/text.h"

#include "inspect/text/css_value.h"
#include "inspect/text/html_text.h"

namespace beadle::inspect::html {
namespace {

constexpr std::size_t most_rules = 1000;

// Lower case, one kind of blank, comments gone, escapes resolved.
std::string plain_css(std::string_view s) {
    std::string out;
    for (std::size_t i = 0; i < s.size(); ++i) {
        if (s.substr(i, 2) == "/*") {
            const auto end = s.find("*/", i + 2);
            if (end == std::string_view::npos) break;
            i = end + 1;
        } else if (s[i] == '\\' && i + 1 < s.size()) {
            int code = 0, digits = 0;
            while (digits < 6 && i + 1 < s.size() && hex_digit(s[i + 1]) >= 0)
                code = code * 16 + hex_digit(s[++i]), ++digits;
            if (digits > 0 && i + 1 < s.size() && blank(s[i + 1])) ++i;
            out += digits == 0 ? s[++i] : code < 0x80 ? static_cast<char>(code) : '?';
        } else {
            out += blank(s[i]) ? ' ' : s[i];
        }
    }
    return ascii_lower(out);
}

// Nothing: it says no more than that of the element around it.
std::optional<bool> is_tiny(std::string_view size) {
    const auto length = length_of(size);
    if (!length)
        return size.find("small") != size.npos || size.find("large") != size.npos || size == "medium"
                   ? std::optional(false)
                   : std::nullopt;
    const auto& [value, unit] = *length;
    if (unit == "%") return value <= 15 ? std::optional(true) : std::nullopt;
    if (unit == "em" || unit == "ex") return value <= 0.15 ? std::optional(true) : std::nullopt;
    if (unit == "rem") return value <= 0.15;
    return value <= 2;
}

void ground(std::string_view value, Style& out) {
    if (value.find("url(") != value.npos || value.find("gradient") != value.npos) {
        out.picture = true;
        return;
    }
    Paint paint = paint_of(value);
    for (const auto word : words_of(value, " "))
        if (!paint.colour) paint = paint_of(word);
    const bool nothing = paint.clear || value == "none" || value == "inherit" || value == "initial";
    if (paint.colour && !paint.clear)
        out.ground = paint.colour;
    else if (!nothing)
        out.picture = true;  // some colour that is not known here
}

bool is_zero(std::string_view value) {
    const auto length = length_of(value);
    return length && length->value <= 0;
}

bool far_off(std::string_view value) {
    const auto length = length_of(value);
    return length && length->value <= (length->unit == "px" || length->unit.empty() ? -300 : -60);
}

struct Box {
    bool flat = false, cut = false;
};

void declaration(std::string_view name, std::string_view value, Style& out, Box& box) {
    const auto is = [&](auto... names) { return ((name == names) || ...); };
    if (is("display")) out.gone = out.gone || value == "none";
    if (is("visibility")) out.gone = out.gone || value == "hidden" || value == "collapse";
    if (is("mso-hide")) out.gone = out.gone || value == "all";
    if (is("opacity", "-moz-opacity")) out.gone = out.gone || (length_of(value) && length_of(value)->value <= 0.1);
    if (is("font-size")) out.tiny = is_tiny(value);
    if (is("font"))
        for (const auto word : words_of(value, " /"))
            if (const auto l = length_of(word); l && !l->unit.empty()) {
                out.tiny = is_tiny(word);
                break;
            }
    if (is("color", "-webkit-text-fill-color")) {
        const Paint paint = paint_of(value);
        out.gone = out.gone || paint.clear;
        out.text = paint.colour;
    }
    if (is("background", "background-color", "background-image")) ground(value, out);
    if (is("text-indent", "left", "top", "right", "bottom", "margin-left", "margin-top"))
        out.gone = out.gone || far_off(value);
    if (is("clip")) out.gone = out.gone || value.starts_with("rect(0") || value.starts_with("rect(1px");
    if (is("clip-path"))
        out.gone = out.gone || value.starts_with("inset(50%") || value.starts_with("inset(100%") ||
                   value.starts_with("circle(0");
    if (is("transform", "-webkit-transform"))
        out.gone = out.gone || value.starts_with("scale(0)") || value.starts_with("scale(0,");
    if (is("height", "max-height", "width", "max-width")) box.flat = box.flat || is_zero(value);
    if (is("overflow", "overflow-x", "overflow-y")) box.cut = value == "hidden";
    if (is("unicode-bidi")) out.reversed = out.reversed || value.find("override") != value.npos;
}

Style declarations(std::string_view css) {
    Style out;
    Box box;
    for (const auto one : words_of(css, ";")) {
        const auto colon = one.find(':');
        if (colon == one.npos) continue;
        auto value = trim(one.substr(colon + 1));
        if (const auto mark = value.find('!'); mark != value.npos) value = trim(value.substr(0, mark));
        declaration(trim(one.substr(0, colon)), value, out, box);
    }
    out.gone = out.gone || (box.flat && box.cut);
    return out;
}

bool is_name(char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_' ||
           static_cast<unsigned char>(c) >= 0x80;
}

}  // namespace

void Style::add(const Style& more) {
    gone = gone || more.gone;
    if (more.tiny) tiny = more.tiny;
    if (more.text) text = more.text;
    if (more.ground) ground = more.ground;
    picture = picture || more.picture;
    reversed = reversed || more.reversed;
}

void Look::enter(const Style& style) {
    if (style.tiny) tiny = *style.tiny;
    if (style.text) text = *style.text;
    if (style.ground) ground = *style.ground, known = true;
    if (style.picture) known = false;
}

bool Look::is_unseen() const {
    constexpr int alike = 20;
    const auto near = [](int a, int b) { return std::abs(a - b) <= alike; };
    return tiny ||
           (known && near(text.red, ground.red) && near(text.green, ground.green) && near(text.blue, ground.blue));
}

void StyleSheet::add(std::string_view sheet) {
    const std::string css = plain_css(sheet);
    std::string_view rest = css;
    while (!rest.empty() && rules_.size() < most_rules) {
        const auto open = rest.find('{');
        if (open == rest.npos) break;
        auto selectors = trim(rest.substr(0, open));
        rest.remove_prefix(open + 1);
        if (selectors.starts_with("<!--")) selectors = trim(selectors.substr(4));
        if (selectors.starts_with('@')) {  // its rules hold for some screens only
            int depth = 1;
            std::size_t at = 0;
            for (; at < rest.size() && depth > 0; ++at) depth += rest[at] == '{' ? 1 : rest[at] == '}' ? -1 : 0;
            rest.remove_prefix(at);
            continue;
        }
        const auto close = std::min(rest.find('}'), rest.size());
        const Style style = declarations(rest.substr(0, close));
        rest.remove_prefix(std::min(close + 1, rest.size()));
        if (!style.says_something()) continue;
        for (const auto selector : words_of(selectors, ",")) add_rule(trim(selector), style);
    }
}

void StyleSheet::add_rule(std::string_view selector, const Style& style) {
    if (const auto last = selector.find_last_of(" >+~"); last != selector.npos) selector.remove_prefix(last + 1);
    if (selector.empty() || selector.find_first_of(":[") != selector.npos) return;
    Rule rule;
    rule.style = style;
    for (std::size_t at = 0; at < selector.size();) {
        const char kind = selector[at];
        if (kind == '.' || kind == '#' || kind == '*') ++at;
        std::size_t end = at;
        while (end < selector.size() && is_name(selector[end])) ++end;
        const std::string name(selector.substr(at, end - at));
        if (end == at && kind != '*') return;
        if (kind == '.')
            rule.classes.push_back("." + name);
        else if (kind == '#')
            rule.id = "#" + name;
        else
            rule.tag = name;
        at = end;
    }
    const std::string key = !rule.id.empty() ? rule.id : !rule.classes.empty() ? rule.classes[0] : rule.tag;
    if (!key.empty()) rules_.emplace(key, std::move(rule));
}

void StyleSheet::matching(const std::string& key, const Tag& tag, Style& out) const {
    constexpr int most = 50;
    const auto value = [&](std::string_view name) {
        for (const auto& a : tag.attributes)
            if (a.name == name) return " " + ascii_lower(a.value) + " ";
        return std::string();
    };
    int looked = 0;
    for (auto [at, end] = rules_.equal_range(key); at != end && looked < most; ++at, ++looked) {
        const Rule& rule = at->second;
        const std::string classes = rule.classes.size() > 1 || !rule.id.empty() ? value("class") : "";
        const bool all = std::all_of(rule.classes.begin(), rule.classes.end(), [&](const std::string& c) {
            return c == key || classes.find(" " + c.substr(1) + " ") != std::string::npos;
        });
        if (all && (rule.tag.empty() || rule.tag == tag.name)) out.add(rule.style);
    }
}

Style StyleSheet::of(const Tag& tag) const {
    Style out;
    if (!rules_.empty()) matching(tag.name, tag, out);
    if (tag.name == "template" || tag.name == "noscript" || tag.name == "datalist") out.gone = true;
    if (tag.name == "dialog")
        out.gone =
            std::none_of(tag.attributes.begin(), tag.attributes.end(), [](const auto& a) { return a.name == "open"; });
    for (const auto& a : tag.attributes) {
        if (a.name == "hidden" && a.value != "until-found") out.gone = true;
        if (a.name == "bgcolor") ground(ascii_lower(a.value), out);
        if (a.name == "background") out.picture = true;
        if (a.name == "color" || (a.name == "text" && tag.name == "body"))
            out.text = paint_of(ascii_lower(a.value)).colour;
        if (a.name == "dir" && tag.name == "bdo") out.reversed = ascii_lower(a.value) == "rtl";
        if (!rules_.empty() && a.name == "id") matching("#" + ascii_lower(a.value), tag, out);
        if (!rules_.empty() && a.name == "class")
            for (const auto word : words_of(a.value, " \t\r\n")) matching("." + ascii_lower(word), tag, out);
    }
    for (const auto& a : tag.attributes)
        if (a.name == "style") out.add(declarations(plain_css(decode_entities(a.value))));
    return out;
}

}  // namespace beadle::inspect::html

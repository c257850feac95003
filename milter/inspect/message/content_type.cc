#include "inspect/message/content_type.h"

#include <algorithm>
#include <optional>

#include "base/text.h"

#include "inspect/message/charset.h"
#include "inspect/message/encoded_word.h"

namespace beadle::inspect {
namespace {

constexpr std::size_t most_parameters = 1000;

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }

std::size_t after_comment(std::string_view s, std::size_t at) {
    int depth = 0;
    for (; at < s.size(); ++at) {
        if (s[at] == '\\') {
            ++at;
        } else if (s[at] == '(') {
            ++depth;
        } else if (s[at] == ')' && --depth == 0) {
            return at + 1;
        }
    }
    return s.size();
}

std::size_t after_blanks(std::string_view s, std::size_t at) {
    while (at < s.size()) {
        if (is_blank(s[at]))
            ++at;
        else if (s[at] == '(')
            at = after_comment(s, at);
        else
            break;
    }
    return at;
}

std::size_t quoted(std::string_view s, std::size_t at, std::string& out) {
    for (++at; at < s.size() && s[at] != '"'; ++at) {
        if (s[at] == '\\' && at + 1 < s.size()) ++at;
        if (s[at] != '\r' && s[at] != '\n') out += s[at];
    }
    return std::min(at + 1, s.size());
}

std::size_t unquoted(std::string_view s, std::size_t at, std::string& out) {
    while (at < s.size() && s[at] != ';') {
        if (s[at] != '\r' && s[at] != '\n') out += s[at];
        ++at;
    }
    while (!out.empty() && is_blank(out.back())) out.pop_back();
    return at;
}

int hex_value(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

std::string percent_decoded(std::string_view s) {
    std::string out;
    for (std::size_t i = 0; i < s.size(); ++i) {
        if (s[i] == '%' && i + 2 < s.size() && hex_value(s[i + 1]) >= 0 && hex_value(s[i + 2]) >= 0) {
            out += static_cast<char>(hex_value(s[i + 1]) * 16 + hex_value(s[i + 2]));
            i += 2;
        } else {
            out += s[i];
        }
    }
    return out;
}

// "charset'language'value" taken apart; without quotes the whole is the value.
std::string with_charset(std::string_view s, std::string& charset) {
    const auto one = s.find('\'');
    const auto two = one == std::string_view::npos ? one : s.find('\'', one + 1);
    if (two == std::string_view::npos) return std::string(s);
    charset = s.substr(0, one);
    return std::string(s.substr(two + 1));
}

struct Piece {
    int number;
    bool encoded;
    std::string_view value;
};

std::vector<Piece> pieces_of(const StructuredField& field, std::string_view name) {
    std::vector<Piece> out;
    for (const auto& p : field.parameters) {
        if (!p.name.starts_with(name) || p.name.size() <= name.size() || p.name[name.size()] != '*') continue;
        std::string_view rest = std::string_view(p.name).substr(name.size() + 1);
        const bool encoded = rest.empty() || rest.ends_with('*');
        if (rest.ends_with('*')) rest.remove_suffix(1);
        int number = 0;
        for (char c : rest.substr(0, 4)) {
            if (c < '0' || c > '9') return out;
            number = number * 10 + (c - '0');
        }
        out.push_back({number, encoded, p.value});
    }
    std::stable_sort(out.begin(), out.end(), [](const Piece& a, const Piece& b) { return a.number < b.number; });
    return out;
}

struct Extended {
    std::string octets, charset;
    std::string text() const { return charset.empty() ? guess_text(octets) : decode_text(octets, charset).text; }
};

std::optional<Extended> extended(const StructuredField& field, std::string_view name) {
    const auto pieces = pieces_of(field, name);
    if (pieces.empty()) return std::nullopt;
    Extended out;
    bool first = true;
    for (const auto& piece : pieces) {
        if (!piece.encoded)
            out.octets += piece.value;
        else
            out.octets += percent_decoded(first ? with_charset(piece.value, out.charset) : std::string(piece.value));
        first = false;
    }
    return out;
}

void add_once(std::vector<std::string>& list, std::string value) {
    if (!value.empty() && std::find(list.begin(), list.end(), value) == list.end()) list.push_back(std::move(value));
}

}  // namespace

StructuredField parse_structured(std::string_view body) {
    StructuredField out;
    std::size_t at = after_blanks(body, 0);
    while (at < body.size() && body[at] != ';') {
        if (body[at] == '(') {
            at = after_comment(body, at);
        } else {
            if (!is_blank(body[at])) out.value += body[at];
            ++at;
        }
    }
    out.value = ascii_lower(out.value);
    while (at < body.size() && out.parameters.size() < most_parameters) {
        at = after_blanks(body, at);
        if (at < body.size() && body[at] == ';') {
            ++at;
            continue;
        }
        Parameter p;
        while (at < body.size() && body[at] != '=' && body[at] != ';') {
            if (body[at] == '(') {
                at = after_comment(body, at);
            } else {
                if (!is_blank(body[at])) p.name += body[at];
                ++at;
            }
        }
        p.name = ascii_lower(p.name);
        if (at < body.size() && body[at] == '=') {
            at = after_blanks(body, at + 1);
            at = at < body.size() && body[at] == '"' ? quoted(body, at, p.value) : unquoted(body, at, p.value);
        }
        if (!p.name.empty()) out.parameters.push_back(std::move(p));
    }
    return out;
}

std::string parameter(const StructuredField& field, std::string_view name) {
    // RFC 2047 words stand in RFC 2231 pieces too, cut anywhere.
    if (const auto value = extended(field, name)) {
        const std::string text = value->text();
        return text.find("=?") == std::string::npos ? text : decode_words(text);
    }
    for (const auto& p : field.parameters)
        if (p.name == name) return decode_words(p.value);
    return {};
}

std::string other_parameter(const StructuredField& field, std::string_view name) {
    if (const auto value = extended(field, name))
        return is_utf8(value->octets) && value->octets != value->text() ? value->octets : std::string();
    for (const auto& p : field.parameters)
        if (p.name == name) return other_words(p.value, decode_words(p.value));
    return {};
}

std::vector<std::string> parameter_readings(const StructuredField& field, std::string_view name) {
    std::vector<std::string> out;
    for (const auto& p : field.parameters) {
        if (p.name != name) continue;
        add_once(out, p.value);
        add_once(out, decode_words(p.value));
        // A value in the middle of which a program may stop: at a blank, a comma or a comment.
        if (const auto stop = p.value.find_first_of(" \t,("); stop != std::string::npos)
            add_once(out, p.value.substr(0, stop));
    }
    if (const auto value = extended(field, name)) {
        add_once(out, decode_words(value->text()));
        add_once(out, value->text());
    }
    for (const auto& piece : pieces_of(field, name)) add_once(out, percent_decoded(piece.value));
    // Quotes and blanks inside the value belong to it for one program and not for the next.
    for (std::size_t i = 0, n = out.size(); i < n; ++i) {
        const auto from = out[i].find_first_not_of(" \t\"'"), to = out[i].find_last_not_of(" \t\"'");
        if (from != std::string::npos) add_once(out, out[i].substr(from, to - from + 1));
    }
    return out;
}

}  // namespace beadle::inspect

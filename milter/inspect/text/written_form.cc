#include "inspect/text/written_form.h"

#include <algorithm>
#include <cctype>

#include "base/text.h"

#include "inspect/message/encoded_word.h"
#include "inspect/text/codepage.h"

namespace beadle::inspect {
namespace {

std::string_view take_line(std::string_view& rest) {
    const auto end = std::min(rest.find('\n'), rest.size());
    auto line = rest.substr(0, end);
    rest.remove_prefix(std::min(end + 1, rest.size()));
    if (line.ends_with('\r')) line.remove_suffix(1);
    return line;
}

// Four hexadecimal digits behind "\u"; -1 = none.
int code_unit(std::string_view s) {
    if (s.size() < 6 || s[0] != '\\' || s[1] != 'u') return -1;
    int code = 0;
    for (const char c : s.substr(2, 4)) {
        if (std::isxdigit(static_cast<unsigned char>(c)) == 0) return -1;
        code = code * 16 + (c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10);
    }
    return code;
}

// The character that `s` begins with, escaped, with the other half of its pair. Gives the octets it took.
std::size_t append_unit(std::string& out, std::string_view s, int unit) {
    const int low = unit >= 0xD800 && unit < 0xDC00 ? code_unit(s.substr(6)) : -1;
    const bool pair = low >= 0xDC00 && low < 0xE000;
    append_utf8(out, static_cast<char32_t>(pair ? 0x10000 + (unit - 0xD800) * 0x400 + (low - 0xDC00) : unit));
    return pair ? 12 : 6;
}

std::string reversed(std::string_view s) {
    std::string out;
    out.reserve(s.size());
    for (std::size_t end = s.size(); end > 0;) {
        std::size_t from = end - 1;
        while (from > 0 && (static_cast<unsigned char>(s[from]) & 0xC0) == 0x80) --from;
        out += s.substr(from, end - from);
        end = from;
    }
    return out;
}

// A string of JSON from behind its quote to its closing one; `at` then stands behind that.
std::string json_string(std::string_view text, std::size_t& at) {
    std::string out;
    while (at < text.size() && text[at] != '"') {
        if (text[at] != '\\' || at + 1 == text.size()) {
            out += text[at++];
            continue;
        }
        const char c = text[at + 1];
        if (const int unit = code_unit(text.substr(at)); unit >= 0) {
            at += append_unit(out, text.substr(at), unit);
            continue;
        }
        out += c == 'n' ? '\n' : c == 't' ? '\t' : c == 'r' ? '\r' : c == 'b' || c == 'f' ? ' ' : c;
        at += 2;
    }
    at = std::min(at + 1, text.size());
    return out;
}

// No grammar is asked for: what is no JSON gives lines of little sense beside the text itself.
std::string json_lines(std::string_view text) {
    constexpr std::string_view between = "{}[]:, \t\r\n";
    std::string out, label;
    for (std::size_t at = text.find_first_not_of(between); at < text.size(); at = text.find_first_not_of(between, at)) {
        std::string value;
        if (text[at] == '"') {
            value = json_string(text, ++at);
            const auto next = text.find_first_not_of(" \t\r\n", at);
            if (next != std::string_view::npos && text[next] == ':') {
                label = std::move(value);
                continue;
            }
        } else {
            const auto end = std::min(text.find_first_of("{}[]:, \t\r\n\"", at), text.size());
            value = text.substr(at, end - at);
            at = end;
        }
        out += labelled(label, value) + "\n";
        label.clear();
    }
    return out;
}

}  // namespace

bool stands_alone(std::string_view value) {
    const auto is_capital = [](char c) { return c >= 'A' && c <= 'Z'; };
    const auto is_plain = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); };
    if (value.find('\n') != std::string_view::npos) return true;
    return std::count_if(value.begin(), value.end(), is_capital) >= 6 &&
           std::none_of(value.begin(), value.end(), is_plain);
}

std::string labelled(std::string_view label, std::string_view value) {
    if (label.empty()) return std::string(value);
    return std::string(label) + (stands_alone(value) ? ":\n" : ": ") + std::string(value);
}

std::string without_enriched(std::string_view text) {
    std::string out, parameters;
    bool parameter = false;
    for (std::size_t at = 0; at < text.size();) {
        std::string& to = parameter ? parameters : out;
        if (text[at] != '<') {
            to += text[at++];
            continue;
        }
        if (text.substr(at, 2) == "<<") {
            to += '<';
            at += 2;
            continue;
        }
        const auto end = text.substr(at, 62).find('>');  // a command has 60 letters at most
        if (end == std::string_view::npos) {
            to += text[at++];
            continue;
        }
        const std::string command = ascii_lower(text.substr(at + 1, end - 1));
        if (command == "param") parameter = true;
        if (command == "/param") parameter = false, parameters += '\n';
        if (command == "nl" || command == "paragraph" || command == "np") out += '\n';  // of text/richtext
        at += end + 1;
    }
    return out + "\n" + parameters;
}

std::string shown_fields(std::string_view text) {
    std::string out, field;
    const auto finish = [&] {
        if (field.empty()) return;
        const std::string decoded = decode_words(field), other = other_words(field, decoded);
        out += decoded + "\n" + other + (other.empty() ? "" : "\n");
        field.clear();
    };
    while (!text.empty()) {
        const auto line = take_line(text);
        if (!line.starts_with(' ') && !line.starts_with('\t')) finish();
        field += line;
    }
    finish();
    return out;
}

std::string without_escapes(std::string_view text) {
    if (text.find('\\') == std::string_view::npos) return {};
    if (const auto start = trim(text.substr(0, 200)); start.starts_with('{') || start.starts_with('['))
        return json_lines(text);
    if (text.find("\\u") == std::string_view::npos) return {};
    std::string out;
    bool any = false;
    for (std::size_t at = 0; at < text.size();) {
        const int unit = text[at] == '\\' ? code_unit(text.substr(at)) : -1;
        if (unit < 0) {
            out += text[at++];
            continue;
        }
        any = true;
        at += append_unit(out, text.substr(at), unit);
    }
    return any ? out : std::string();
}

std::string as_turned(std::string_view text) {
    constexpr std::string_view on = "\u202e", off = "\u202c";
    if (text.find(on) == std::string_view::npos) return {};
    std::string out;
    while (!text.empty()) {
        const auto start = std::min(text.find(on), text.size());
        out += text.substr(0, start);
        text.remove_prefix(std::min(start + on.size(), text.size()));
        const auto end = std::min({text.find(off), text.find('\n'), text.find(on), text.size()});
        out += reversed(text.substr(0, end));
        text.remove_prefix(end);
        if (text.starts_with(off)) text.remove_prefix(off.size());
    }
    return out;
}

std::string bar_tables(std::string_view text) {
    constexpr std::ptrdiff_t least = 3;
    if (text.find('|') == std::string_view::npos) return {};
    std::string out;
    while (!text.empty()) {
        auto row = trim(take_line(text));
        while (row.starts_with('>')) row = trim(row.substr(1));
        if (!row.starts_with('|') || !row.ends_with('|') || std::count(row.begin(), row.end(), '|') < least) continue;
        row = row.substr(1, row.size() - 2);
        if (row.find_first_not_of("|-: \t") == std::string_view::npos) continue;  // the line below the headings
        while (true) {
            const auto end = std::min(row.find('|'), row.size());
            auto cell = trim(row.substr(0, end));
            while (cell.size() > 1 && (cell.front() == '*' || cell.front() == '`')) cell.remove_prefix(1);
            while (cell.size() > 1 && (cell.back() == '*' || cell.back() == '`')) cell.remove_suffix(1);
            out += cell;
            if (end == row.size()) break;
            out += '\t';
            row.remove_prefix(end + 1);
        }
        out += '\n';
    }
    return out;
}

}  // namespace beadle::inspect

#include "mail_out/smtp_text.h"

#include <algorithm>
#include <utility>

#include "base/text.h"
#include "mail/address.h"

namespace beadle::mail_out {
namespace {

constexpr std::size_t longest_path = 1000;
constexpr std::size_t longest_line = 4096;
constexpr std::size_t most_lines = 100;
constexpr std::size_t most_octets = 64u << 10;

bool is_control(unsigned char c) { return c < 0x20 || c == 0x7f; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

bool is_atom_text(unsigned char c) {
    constexpr std::string_view specials = "()<>[]:;@\\,\" ";
    return c > 0x20 && c != 0x7f && specials.find(static_cast<char>(c)) == std::string_view::npos;
}

// One code point of UTF-8 at the front of s, or 0 when it is not one (overlong forms and surrogates included).
std::size_t utf8_length(std::string_view s) {
    const auto at = [&](std::size_t i) { return i < s.size() ? static_cast<unsigned char>(s[i]) : 0u; };
    const auto tail = [&](std::size_t i) { return (at(i) & 0xc0u) == 0x80u; };
    const unsigned c = at(0);
    if (c < 0x80) return 1;
    if (c >= 0xc2 && c <= 0xdf) return tail(1) ? 2 : 0;
    if (c >= 0xe0 && c <= 0xef) {
        const bool bad = (c == 0xe0 && at(1) < 0xa0) || (c == 0xed && at(1) > 0x9f);
        return tail(1) && tail(2) && !bad ? 3 : 0;
    }
    if (c >= 0xf0 && c <= 0xf4) {
        const bool bad = (c == 0xf0 && at(1) < 0x90) || (c == 0xf4 && at(1) > 0x8f);
        return tail(1) && tail(2) && tail(3) && !bad ? 4 : 0;
    }
    return 0;
}

bool is_utf8(std::string_view s) {
    while (!s.empty()) {
        const std::size_t n = utf8_length(s);
        if (n == 0) return false;
        s.remove_prefix(n);
    }
    return true;
}

bool is_quoted_string(std::string_view s) {
    if (s.size() < 2 || s.front() != '"' || s.back() != '"') return false;
    const std::string_view inner = s.substr(1, s.size() - 2);
    for (std::size_t i = 0; i < inner.size(); ++i) {
        if (inner[i] == '"') return false;
        if (inner[i] == '\\' && ++i == inner.size()) return false;
    }
    return true;
}

std::string quoted(std::string_view s) {
    std::string out = "\"";
    for (const char c : s) {
        if (c == '"' || c == '\\') out += '\\';
        out += c;
    }
    return out + '"';
}

bool is_domain(std::string_view s) {
    if (s.empty()) return false;
    if (s.front() == '[') {
        return s.size() > 2 && s.back() == ']' && std::all_of(s.begin() + 1, s.end() - 1, [](unsigned char c) {
                   return c < 0x80 && (is_atom_text(c) || c == ':');
               });
    }
    return std::all_of(s.begin(), s.end(), [](unsigned char c) {
        return c >= 0x80 || is_digit(static_cast<char>(c)) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
               c == '-' || c == '.' || c == '_';
    });
}

std::string local_part(std::string_view local) {
    const bool plain = !local.empty() && std::all_of(local.begin(), local.end(), [](unsigned char c) {
        return is_atom_text(c);
    });
    return plain || is_quoted_string(local) ? std::string(local) : quoted(local);
}

}  // namespace

std::optional<Path> path_of(std::string_view address) {
    if (address.empty() || address == "<>") return Path{"<>", false};
    if (address.size() > longest_path) return std::nullopt;
    if (std::any_of(address.begin(), address.end(), [](unsigned char c) { return is_control(c); })) return std::nullopt;
    const std::string text = parse_address(address).text;
    if (text.empty() || !is_utf8(text)) return std::nullopt;
    Path path;
    path.needs_utf8 = std::any_of(text.begin(), text.end(), [](unsigned char c) { return c >= 0x80; });
    const std::size_t at = text.rfind('@');
    if (at == std::string::npos) {
        path.text = "<" + local_part(text) + ">";
        return path;
    }
    const std::string_view domain = std::string_view(text).substr(at + 1);
    if (at == 0 || !is_domain(domain)) return std::nullopt;
    path.text = "<" + local_part(std::string_view(text).substr(0, at)) + "@" + std::string(domain) + ">";
    return path;
}

bool is_parameter(std::string_view parameter, const std::vector<std::string>& keywords) {
    if (parameter.size() > 500) return false;
    const bool clean = std::all_of(parameter.begin(), parameter.end(), [](unsigned char c) { return c > 0x20 && c < 0x7f; });
    const std::string keyword(parameter.substr(0, parameter.find('=')));
    return clean && std::any_of(keywords.begin(), keywords.end(),
                                [&](const std::string& known) { return ascii_iequal(known, keyword); });
}

std::string DotStuffer::stuff(std::string_view octets) {
    std::string out;
    out.reserve(octets.size() + 16);
    for (const char c : octets) {
        if (line_start_ && c == '.') out += '.';
        out += c;
        whole_ = c == '\n' && after_cr_;
        line_start_ = c == '\n';
        after_cr_ = c == '\r';
    }
    return out;
}

std::string DotStuffer::finish() {
    if (whole_) return "";
    whole_ = line_start_ = true;
    // A last bare CR gets its LF: a CR before CRLF would be one octet more than anybody wrote.
    return std::exchange(after_cr_, false) ? "\n" : "\r\n";
}

std::string Reply::text() const { return printable(join(lines, " "), 1000); }

void ReplyReader::feed(std::string_view octets) {
    if (broken_) return;
    if (in_.size() + octets.size() > most_octets) broken_ = true;
    if (!broken_) in_ += octets;
}

std::optional<Reply> ReplyReader::next() {
    while (!broken_) {
        const std::size_t end = in_.find('\n');
        if (end == std::string::npos) {
            broken_ = in_.size() > longest_line;
            return std::nullopt;
        }
        const std::string line = in_.substr(0, end);
        in_.erase(0, end + 1);
        if (auto whole = take_line(line)) return whole;
    }
    return std::nullopt;
}

std::optional<Reply> ReplyReader::take_line(std::string_view line) {
    if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
    const bool has_code = line.size() >= 3 && line[0] >= '2' && line[0] <= '5' && is_digit(line[1]) && is_digit(line[2]);
    const char mark = line.size() > 3 ? line[3] : ' ';
    if (!has_code || line.size() > longest_line || (mark != ' ' && mark != '-')) {
        broken_ = true;
        return std::nullopt;
    }
    const auto code = static_cast<std::uint32_t>((line[0] - '0') * 100 + (line[1] - '0') * 10 + (line[2] - '0'));
    if (partial_.code != 0 && partial_.code != code) broken_ = true;
    if (partial_.lines.size() >= most_lines) broken_ = true;
    if (broken_) return std::nullopt;
    partial_.code = code;
    partial_.lines.emplace_back(line.size() > 4 ? line.substr(4) : std::string_view());
    if (mark == '-') return std::nullopt;
    return std::exchange(partial_, Reply{});
}

}  // namespace beadle::mail_out

// Is a structured field written as the grammar has it? One that is reads alike everywhere.
#include <algorithm>
#include <array>

#include "base/text.h"

#include "inspect/message/content_type.h"

namespace beadle::inspect {
namespace {

// What programs write, and what holds no words of the author's.
// clang-format off
constexpr std::array<std::string_view, 46> known{
    "charset", "boundary", "name", "filename", "format", "delsp", "type", "start", "start-info", "protocol", "micalg",
    "report-type", "reply-type", "method", "component", "smime-type", "profile", "version", "differences", "size",
    "creation-date", "modification-date", "read-date", "access-type", "expiration", "permission", "site", "directory",
    "mode", "server", "id", "number", "total", "x-unix-mode", "x-mac-type", "x-mac-creator", "x-mac-hide-extension",
    "x-apple-part-url", "padding", "conversions", "header", "reply", "hp", "codecs", "q", "level"};
// clang-format on

bool is_token(char c) {
    return static_cast<unsigned char>(c) > ' ' && static_cast<unsigned char>(c) < 0x7f &&
           std::string_view("()<>@,;:\\\"/[]?=").find(c) == std::string_view::npos;
}

struct Walk {
    std::string_view s;
    std::size_t at = 0;

    void blanks() {
        while (at < s.size() && (s[at] == ' ' || s[at] == '\t' || s[at] == '\r' || s[at] == '\n')) ++at;
    }
    std::string_view token() {
        const auto from = at;
        while (at < s.size() && is_token(s[at])) ++at;
        return s.substr(from, at - from);
    }
    // Slashes, colons and equals signs stand unquoted in boundaries that programs write, and are read alike.
    bool plain_value() {
        const auto from = at;
        while (at < s.size() && (is_token(s[at]) || std::string_view("/:=?@").find(s[at]) != std::string_view::npos)) ++at;
        return at > from;
    }
    bool quoted() {
        for (++at; at < s.size() && s[at] != '"'; ++at)
            if (s[at] == '\\' || s[at] == '\r' || s[at] == '\n' || s[at] == '\0') return false;
        return at < s.size() && s[at++] == '"';
    }
    bool take(char c) {
        blanks();
        if (at >= s.size() || s[at] != c) return false;
        ++at;
        blanks();
        return true;
    }
};

}  // namespace

bool is_in_order(std::string_view body) {
    Walk w{body};
    w.blanks();
    if (w.token().empty()) return false;
    if (w.at < body.size() && body[w.at] == '/') {
        ++w.at;
        if (w.token().empty()) return false;
    }
    for (std::size_t n = 0; w.take(';') && n < 100; ++n) {
        if (w.at >= body.size()) return true;
        const std::string name = ascii_lower(w.token());
        const auto plain = std::string_view(name).substr(0, name.find('*'));
        if (std::find(known.begin(), known.end(), plain) == known.end() || !w.take('=')) return false;
        if (w.at < body.size() && body[w.at] == '"' ? !w.quoted() : !w.plain_value()) return false;
    }
    return w.at >= body.size();
}

}  // namespace beadle::inspect

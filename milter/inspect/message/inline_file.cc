#include "inspect/message/inline_file.h"

#include <algorithm>

#include "base/text.h"

#include "inspect/message/binhex.h"
#include "inspect/message/find_any.h"
#include "inspect/message/transfer.h"

namespace beadle::inspect {
namespace {

struct Line {
    std::string_view text;
    std::size_t from = 0, next = 0;
};

// Lines end with LF, CR LF or, for some programs, with a CR alone.
Line line_at(std::string_view s, std::size_t at) {
    const auto end = std::min(find_any<'\r', '\n'>(s, at), s.size());
    auto next = end;
    while (next < s.size() && s[next] == '\r') ++next;
    if (next < s.size() && s[next] == '\n') ++next;
    return {s.substr(at, end - at), at, next};
}

// Without the marks of a quoted reply. A uuencoded line may begin with a blank or ">" itself: only the depth of the
// line "begin" is taken off.
std::size_t quote_depth(std::string_view line) {
    std::size_t n = 0;
    while (n < line.size() && n < 20 && (line[n] == '>' || line[n] == ' ' || line[n] == '\t')) ++n;
    return n;
}

// "begin 644 name": the name, or nothing.
std::optional<std::string_view> uu_heading(std::string_view line) {
    if (!ascii_istarts(line, "begin ")) return std::nullopt;
    auto rest = trim(line.substr(6));
    std::size_t digits = 0;
    while (digits < rest.size() && rest[digits] >= '0' && rest[digits] <= '7') ++digits;
    if (digits < 1 || digits > 5) return std::nullopt;
    rest.remove_prefix(digits);
    if (!rest.empty() && rest[0] != ' ' && rest[0] != '\t') return std::nullopt;
    return trim(rest);
}

std::size_t uu_length(char c) { return (static_cast<unsigned char>(c) - 32u) & 63u; }

// A length and at most as many letters as it needs; what is missing at the end were blanks.
bool is_uu_line(std::string_view line) {
    if (line.empty() || line[0] < ' ' || line[0] > '`') return false;
    const std::size_t need = (uu_length(line[0]) + 2) / 3 * 4, have = line.size() - 1;
    if (have > need + 4 || (need > 8 && have * 2 < need)) return false;
    const auto data = line.substr(1, need);  // what some encoders add behind it is no part of it
    return std::all_of(data.begin(), data.end(), [](char c) { return c >= ' ' && c <= '`'; });
}

// Groups of four; what the line lacks counts as blanks, which some mail servers strip.
void uu_line(std::string_view line, std::string& out) {
    const std::size_t count = uu_length(line[0]);
    const auto from = out.size();
    line.remove_prefix(1);
    for (std::size_t i = 0; i < line.size() && out.size() < from + count; i += 4) {
        std::uint32_t bits = 0;
        for (std::size_t j = i; j < i + 4; ++j)
            bits = bits << 6 | (j < line.size() ? (static_cast<unsigned char>(line[j]) - 32u) & 63u : 0u);
        out += static_cast<char>(bits >> 16);
        out += static_cast<char>(bits >> 8);
        out += static_cast<char>(bits);
    }
    out.resize(std::min(from + count, out.size()));
}

std::string_view unquoted(std::string_view line, std::size_t depth) {
    return quote_depth(line) >= depth ? line.substr(depth) : trim(line);
}

// From the line behind the heading to "end", to another heading or to a line that is none.
std::size_t uu_body(std::string_view s, std::size_t at, std::size_t depth, std::string& out) {
    while (at < s.size()) {
        const Line line = line_at(s, at);
        const auto text = unquoted(line.text, depth);
        if (ascii_iequal(trim(text), "end")) return line.next;
        if (!trim(text).empty() && !is_uu_line(text)) return at;
        if (!text.empty()) uu_line(text, out);
        at = line.next;
    }
    return at;
}

std::size_t base64_body(std::string_view s, std::size_t at, std::string& out) {
    const auto from = at;
    auto to = at;
    while (at < s.size()) {
        const Line line = line_at(s, at);
        at = line.next;
        if (trim(line.text).starts_with("====")) break;
        if (line.text.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/= \t") !=
            std::string_view::npos)
            break;
        to = at;
    }
    out = decode_base64(s.substr(from, to - from), nullptr);
    return at;
}

std::string yenc_lines(std::string_view s, std::size_t& at) {
    std::string out;
    while (at < s.size()) {
        // A CR is never data: the encoder escapes it.
        const Line line = line_at(s, at);
        at = line.next;
        if (line.text.starts_with("=yend")) break;
        if (line.text.starts_with("=y")) continue;
        for (std::size_t i = 0; i < line.text.size(); ++i) {
            auto c = static_cast<unsigned char>(line.text[i]);
            if (c == '=' && i + 1 < line.text.size()) c = static_cast<unsigned char>(line.text[++i] - 64);
            out += static_cast<char>(c - 42);
        }
    }
    return out;
}

std::optional<InlineFile> uu_at(std::string_view s, const Line& line) {
    const auto depth = quote_depth(line.text);
    const auto text = line.text.substr(depth);
    InlineFile out{line.from, line.next, "uuencoded", "", "", false};
    if (text.starts_with("begin-base64 ")) {
        const auto blank = text.rfind(' ');
        out.name = text.substr(blank + 1);
        out.to = base64_body(s, line.next, out.octets);
        return out;
    }
    const auto name = uu_heading(text);
    if (!name) return std::nullopt;
    out.name = *name;
    out.to = uu_body(s, line.next, depth, out.octets);
    return out.octets.empty() ? std::nullopt : std::optional(std::move(out));
}

std::optional<InlineFile> yenc_at(std::string_view s, const Line& line) {
    if (!line.text.starts_with("=ybegin ")) return std::nullopt;
    InlineFile out{line.from, line.next, "yEnc", "", "", false};
    if (const auto name = line.text.find(" name="); name != std::string_view::npos)
        out.name = trim(line.text.substr(name + 6));
    std::size_t at = line.next;
    out.octets = yenc_lines(s, at);
    out.to = at;
    return out;
}

std::optional<InlineFile> binhex_at(std::string_view s, const Line& line) {
    if (line.text.find("must be converted with BinHex") == std::string_view::npos) return std::nullopt;
    auto hex = read_binhex(s, line.next);
    if (!hex) return std::nullopt;
    return InlineFile{line.from, hex->to, "BinHex", std::move(hex->name), std::move(hex->octets), hex->cut};
}

}  // namespace

// Each of them has one of these words; a text without any need not be taken apart into lines.
std::optional<InlineFile> InlineFiles::next() {
    const auto find = [&](std::string_view word, std::size_t& found) {
        if (found != std::string_view::npos && found < at_) found = text_.find(word, at_);
    };
    if (at_ == 0) begin_ = text_.find("egin"), binhex_ = text_.find("with BinHex");
    while (at_ < text_.size()) {
        find("egin", begin_);  // "Begin" counts for some
        find("with BinHex", binhex_);
        const auto word = std::min(begin_, binhex_);
        if (word == std::string_view::npos) break;
        const auto before = text_.find_last_of("\r\n", word);
        const Line line = line_at(text_, before == std::string_view::npos ? 0 : before + 1);
        auto file = uu_at(text_, line);
        if (!file) file = yenc_at(text_, line);
        if (!file) file = binhex_at(text_, line);
        at_ = std::max(file ? file->to : line.next, word + 1);
        if (file) return file;
    }
    at_ = text_.size();
    return std::nullopt;
}

std::string decode_uuencode(std::string_view s) {
    std::string out;
    std::size_t at = 0;
    while (at < s.size()) {  // to the heading, if there is one
        const Line line = line_at(s, at);
        const auto text = line.text.substr(quote_depth(line.text));
        if (text.starts_with("begin-base64 ") || uu_heading(text)) break;
        at = line.next;
    }
    const bool headed = at < s.size();
    if (!headed) at = 0;
    std::size_t depth = headed ? quote_depth(line_at(s, at).text) : 0;
    while (at < s.size()) {
        const Line line = line_at(s, at);
        const auto text = unquoted(line.text, depth);
        at = line.next;
        if (text.starts_with("begin-base64 ")) {
            std::string part;
            at = base64_body(s, at, part);
            out += part;
        } else if (!ascii_istarts(text, "begin ") && !text.empty() && !ascii_iequal(text, "end")) {
            uu_line(text, out);
        } else if (headed && ascii_iequal(text, "end")) {
            break;
        }
    }
    return out;
}

std::string decode_yenc(std::string_view s) {
    std::size_t at = s.find("=ybegin ");
    if (at == std::string_view::npos) at = 0;
    return yenc_lines(s, at);
}

std::string decode_binhex(std::string_view s) {
    auto hex = read_binhex(s, 0);
    return hex ? std::move(hex->octets) : std::string();
}

}  // namespace beadle::inspect

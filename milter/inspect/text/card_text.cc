// Calendars and cards, line by line: folding, quoted-printable, base64 and backslashes taken off.
#include <algorithm>

#include "base/text.h"

#include "inspect/message/charset.h"
#include "inspect/message/transfer.h"
#include "inspect/text/html_text.h"
#include "inspect/text/reader.h"
#include "inspect/text/written_form.h"

namespace beadle::inspect {
namespace {

std::string_view line_at(std::string_view s, std::size_t at) {
    auto line = s.substr(at, std::min(s.find('\n', at), s.size()) - at);
    if (line.ends_with('\r')) line.remove_suffix(1);
    return line;
}

std::string without_backslashes(std::string_view s) {
    std::string out;
    for (std::size_t i = 0; i < s.size(); ++i) {
        if (s[i] != '\\' || i + 1 == s.size()) {
            out += s[i];
        } else if (const char c = s[++i]; c == 'n' || c == 'N') {
            out += '\n';
        } else {
            if (c != ',' && c != ';' && c != '\\') out += '\\';
            out += c;
        }
    }
    return out;
}

struct Line {
    std::string head, value;  // property and parameters; behind the colon
    bool has(std::string_view word) const { return ascii_upper(head).find(word) != std::string::npos; }
    static std::string ascii_upper(std::string_view s) {
        std::string out = ascii_lower(s);
        for (char& c : out)
            if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 32);
        return out;
    }
};

// The line at `at`, which then stands behind it: with what is folded, and what quoted-printable goes on with.
Line take(std::string_view s, std::size_t& at) {
    std::string text(line_at(s, at));
    const auto go_on = [&] { at = std::min(s.find('\n', at), s.size() - 1) + 1; };
    go_on();
    const auto parted = [&] {
        const auto quote = text.find('"'), end = quote == text.npos ? text.npos : text.find('"', quote + 1);
        const auto colon = text.find(':');
        return colon != text.npos && end != text.npos && quote < colon && colon < end ? text.find(':', end) : colon;
    };
    Line out;
    out.head = text.substr(0, parted());
    const bool quoted = out.has("QUOTED-PRINTABLE");
    while (at < s.size()) {
        const bool soft = quoted && text.ends_with('='), folded = s[at] == ' ' || s[at] == '\t';
        if (!soft && !folded) break;
        if (soft) text.pop_back();
        text += line_at(s, at).substr(folded ? 1 : 0);
        go_on();
    }
    const auto colon = parted();
    out.head = text.substr(0, colon);
    if (colon != text.npos) out.value = text.substr(colon + 1);
    return out;
}

// A value in base64: words, a picture, a key.
void read_octets(Reader& reader, const Line& line, const Place& place) {
    std::string octets = decode_base64(line.value, nullptr);
    if (octets.empty()) return;
    if (!reader.budget().spend_member() || !reader.budget().spend_unpacked(octets.size()))
        return reader.not_inspected(place, NotInspectedReason::limit, reader.budget().exhausted());
    const std::string name = printable(line.head.substr(0, line.head.find(';')), 40);
    reader.content({}, reader.hold(std::move(octets)), place.inside(name, "field " + name));
}

}  // namespace

void read_card(Reader& reader, const Claim& claim, std::string_view text, const Place& place) {
    std::string out;
    out.reserve(text.size());
    for (std::size_t at = 0; at < text.size();) {
        Line line = take(text, at);
        if (line.has("ENCODING=B")) {
            read_octets(reader, line, place);
            line.value.clear();
        }
        if (line.has("QUOTED-PRINTABLE"))
            line.value = valid_utf8(guess_text(decode_quoted_printable(line.value, nullptr)));
        std::string value = without_backslashes(line.value);
        if (line.has("TEXT/HTML")) {
            HtmlText html = read_html(value);
            value = html.visible + "\n" + html.hidden;
        }
        out += labelled(line.head, value) + "\n";
    }
    reader.text(claim.kind, std::move(out), place);
}

}  // namespace beadle::inspect

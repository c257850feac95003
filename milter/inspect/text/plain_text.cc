#include <algorithm>
#include <optional>

#include "base/text.h"

#include "inspect/message/charset.h"
#include "inspect/message/transfer.h"
#include "inspect/text/html_text.h"
#include "inspect/text/pgp.h"
#include "inspect/text/reader.h"
#include "inspect/text/table_text.h"
#include "inspect/text/xml_text.h"

namespace beadle::inspect {
namespace {

// A line of a calendar or card goes on where the next one begins with a blank.
std::string unfolded(std::string_view s) {
    std::string out;
    out.reserve(s.size());
    for (std::size_t i = 0; i < s.size(); ++i) {
        const std::size_t end = s[i] == '\r' && i + 1 < s.size() && s[i + 1] == '\n' ? i + 1 : i;
        if (s[end] == '\n' && end + 1 < s.size() && (s[end + 1] == ' ' || s[end + 1] == '\t')) {
            i = end + 1;
            continue;
        }
        out += s[i];
    }
    return out;
}

struct Uu {
    std::size_t from, to;
    std::string name;
};

// "begin 644 name" … "end" in a text: mail programs show it as an attachment.
std::optional<Uu> find_uu(std::string_view s, std::size_t from) {
    for (std::size_t at = from; (at = s.find("begin ", at)) != std::string_view::npos; at += 6) {
        if (at > 0 && s[at - 1] != '\n') continue;
        std::size_t i = at + 6;
        while (i < s.size() && s[i] >= '0' && s[i] <= '7') ++i;
        if (i - at < 9 || i - at > 10 || i >= s.size() || s[i] != ' ') continue;
        const auto line = s.find('\n', i), end = s.find("\nend", i);
        if (line == std::string_view::npos || end == std::string_view::npos) return std::nullopt;
        if (end < line) continue;
        return Uu{at, end + 4, std::string(trim(s.substr(i, line - i)))};
    }
    return std::nullopt;
}

void read_uu(Reader& reader, std::string_view octets, const Place& place) {
    std::size_t from = 0;
    while (const auto uu = find_uu(octets, from)) {
        from = uu->to;
        if (!reader.budget().spend_member()) {
            reader.not_inspected(place, NotInspectedReason::limit, reader.budget().exhausted());
            return;
        }
        Claim claim;
        claim.filename = guess_text(uu->name);
        const auto decoded = reader.hold(
            decode_transfer(octets.substr(uu->from, uu->to - uu->from), TransferEncoding::uuencode, nullptr));
        const std::string name = printable(claim.filename, 120);
        const Place at = place.inside(name, "uuencoded \"" + name + '"');
        reader.name(claim.filename, at);
        reader.leaf(claim, decoded, at);
        reader.content(claim, decoded, at);
    }
}

void read_html_part(Reader& reader, const Claim& claim, const std::string& text, const Place& place) {
    HtmlText html = read_html(text);
    reader.text(claim.kind, without_armour(reader, claim, std::move(html.visible), place), place);
    for (auto& table : html.tables) reader.text(claim.kind, std::move(table), place, true);
    reader.text(SegmentKind::hidden, std::move(html.hidden), place.beside("hidden text", "hidden text"));
}

void read_table_part(Reader& reader, const Claim& claim, std::string text, const Place& place) {
    char separator = guess_separator(text);
    if (separator == '\0') separator = separator_of_first_line(text);
    if (separator == '\0')
        reader.text(claim.kind, std::move(text), place);
    else
        reader.text(SegmentKind::sheet, read_table(text, separator), place, true);
}

void read_plain_part(Reader& reader, const Claim& claim, std::string text, std::string_view octets,
                     const Place& place) {
    text = without_armour(reader, claim, std::move(text), place);
    const char separator = claim.kind == SegmentKind::attachment ? guess_separator(text) : '\0';
    // One comma in each line may be prose.
    const auto first = std::string_view(text).substr(0, text.find('\n'));
    const bool sure = separator == '\t' || std::count(first.begin(), first.end(), separator) >= 2;
    const bool table = separator != '\0' && sure && std::count(text.begin(), text.end(), '\n') >= 3;
    if (table)
        reader.text(SegmentKind::sheet, read_table(text, separator), place, true);
    else
        reader.text(claim.kind, std::move(text), place);
    read_uu(reader, octets, place);
}

}  // namespace

std::string_view read_text(Reader& reader, const Sniffed& s, const Claim& claim, std::string_view octets,
                           const Place& place) {
    std::string charset = claim.charset;
    if (s.format == Format::html && charset.empty()) charset = html_charset(octets);
    DecodedText decoded = decode_text(octets, charset);
    if (!decoded.known)
        reader.not_inspected(place, NotInspectedReason::unsupported,
                             "charset " + printable(charset, 40) + " is not known");
    if (s.type == "application/octet-stream")
        reader.not_inspected(place, NotInspectedReason::unsupported, std::string(s.words));
    switch (s.format) {
        case Format::html:
            read_html_part(reader, claim, decoded.text, place);
            break;
        case Format::table:
            read_table_part(reader, claim, std::move(decoded.text), place);
            break;
        case Format::calendar:
            reader.text(claim.kind, unfolded(decoded.text), place);
            break;
        case Format::xml:
            reader.text(claim.kind, read_xml(octets, true).text, place);
            break;
        case Format::armour: {
            const auto pem = find_armour(decoded.text, 0);
            if (pem) read_smime(reader, claim, pem->octets, place);
            break;
        }
        default:
            read_plain_part(reader, claim, std::move(decoded.text), octets, place);
            break;
    }
    return {};
}

}  // namespace beadle::inspect

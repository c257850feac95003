#include <algorithm>

#include "base/text.h"

#include "inspect/message/charset.h"
#include "inspect/message/inline_file.h"
#include "inspect/text/active.h"
#include "inspect/text/html_text.h"
#include "inspect/text/links.h"
#include "inspect/text/odf.h"
#include "inspect/text/package.h"
#include "inspect/text/pgp.h"
#include "inspect/text/reader.h"
#include "inspect/text/table_text.h"
#include "inspect/text/written_form.h"
#include "inspect/text/xml_octets.h"
#include "inspect/text/xml_text.h"

namespace beadle::inspect {
namespace {

// uuencode, yEnc and BinHex in a text: mail programs show them as attachments.
void read_inline_files(Reader& reader, std::string_view octets, const Place& place) {
    InlineFiles files(octets);
    while (auto file = files.next()) {
        if (!reader.budget().spend_member() || !reader.budget().spend_unpacked(file->octets.size())) {
            reader.not_inspected(place, NotInspectedReason::limit, reader.budget().exhausted());
            return;
        }
        Claim claim;
        claim.filename = guess_text(file->name);
        const auto decoded = reader.hold(std::move(file->octets));
        const std::string name = printable(claim.filename, 120);
        const Place at = place.inside(name, std::string(file->kind) + " \"" + name + '"');
        if (file->cut) reader.not_inspected(at, NotInspectedReason::limit, "unpacks to more than 16 MiB");
        reader.name(claim.filename, at);
        reader.leaf(claim, decoded, at);
        reader.content(claim, decoded, at);
    }
}

void read_html_part(Reader& reader, const Claim& claim, const std::string& text, const Place& place) {
    const bool attached = claim.kind == SegmentKind::attachment || !claim.filename.empty();
    if (const auto active = judge_page(text, attached))
        reader.found(FindingKind::macro, place, active->confidence, active->what);
    reader.links(links_of_html(text), place);
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

void read_plain_part(Reader& reader, const Claim& claim, std::string text, const Place& place) {
    text = without_armour(reader, claim, std::move(text), place);
    if (claim.media_type == "text/enriched" || claim.media_type == "text/richtext") text = without_enriched(text);
    if (claim.media_type.ends_with("/rfc822-headers")) text = shown_fields(text);
    if (auto shown = without_escapes(text); !shown.empty())
        reader.text(claim.kind, std::move(shown), place.beside("escapes", "its escapes resolved"));
    if (auto table = bar_tables(text); !table.empty()) reader.text(claim.kind, std::move(table), place, true);
    const char separator = claim.kind == SegmentKind::attachment ? guess_separator(text) : '\0';
    // One comma in each line may be prose.
    const auto first = std::string_view(text).substr(0, text.find('\n'));
    const bool sure = separator == '\t' || std::count(first.begin(), first.end(), separator) >= 2;
    const bool table = separator != '\0' && sure && std::count(text.begin(), text.end(), '\n') >= 3;
    if (table)
        reader.text(SegmentKind::sheet, read_table(text, separator), place, true);
    else
        reader.text(claim.kind, std::move(text), place);
}

// A declaration says what the octets are in; this is UTF-8.
std::string_view without_declaration(std::string_view text) {
    if (!text.starts_with("<?xml")) return text;
    const auto end = text.substr(0, 1000).find("?>");
    return end == std::string_view::npos ? text : text.substr(end + 2);
}

// A text of the format in UTF-8.
void read_as(Reader& reader, Format format, const Claim& claim, std::string text, const Place& place) {
    switch (format) {
        case Format::html:
            return read_html_part(reader, claim, text, place);
        case Format::table:
            return read_table_part(reader, claim, std::move(text), place);
        case Format::calendar:
            return read_card(reader, claim, text, place);
        case Format::xml:
            return reader.text(claim.kind, read_xml(without_declaration(text), true).text, place);
        default:
            return read_plain_part(reader, claim, std::move(text), place);
    }
}

Place in_another_charset(const Place& place) { return place.beside("another charset", "read in another charset"); }

// `text`: as the field claims, or as the octets plainly are; the declaration may claim another charset.
std::string_view read_xml_part(Reader& reader, const Claim& claim, std::string_view octets, std::string text,
                               const Place& place) {
    if (read_flat_odf(reader, octets, place)) return "application/vnd.oasis.opendocument";
    if (read_flat_word(reader, octets, place)) return {};
    if (text.find("<svg") != std::string::npos || text.find(":svg") != std::string::npos)
        if (const auto active = judge_drawing(text))
            reader.found(FindingKind::macro, place, active->confidence, active->what);
    reader.text(claim.kind, read_xml(octets, true).text, place);
    std::string room;
    if (xml_as_utf8(octets, room) != text)
        read_as(reader, Format::xml, claim, std::move(text), in_another_charset(place));
    return {};
}

// The same octets in another charset, where a program may take them so.
void read_other_texts(Reader& reader, Format format, const Claim& claim, const std::string& charset,
                      std::string_view octets, const std::string& primary, const Place& place) {
    const Place at = in_another_charset(place);
    for (auto& text : other_texts(octets, charset, primary)) read_as(reader, format, claim, std::move(text), at);
}

}  // namespace

std::string_view read_text(Reader& reader, const Sniffed& s, const Claim& claim, std::string_view octets,
                           const Place& place) {
    std::string charset = claim.charset;
    if (s.format == Format::html && charset.empty()) charset = html_charset(octets);
    if (s.format == Format::xml && charset.empty()) charset = xml_charset(octets);
    DecodedText decoded = decode_text(octets, charset);
    if (!decoded.known)
        reader.not_inspected(place, NotInspectedReason::unsupported,
                             "charset " + printable(charset, 40) + " is not known");
    if (s.type == "application/octet-stream")
        reader.not_inspected(place, NotInspectedReason::unsupported, std::string(s.words));
    read_other_texts(reader, s.format, claim, charset, octets, decoded.text, place);
    read_inline_files(reader, octets, place);
    if (s.format == Format::xml) return read_xml_part(reader, claim, octets, std::move(decoded.text), place);
    if (s.format == Format::armour) {
        const auto pem = find_armour(decoded.text, 0);
        if (pem) read_smime(reader, claim, pem->octets, place);
        return {};
    }
    read_as(reader, s.format, claim, std::move(decoded.text), place);
    return {};
}

}  // namespace beadle::inspect

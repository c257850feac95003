#include "inspect/text/mapi.h"

#include <algorithm>
#include <array>
#include <set>

#include "base/text.h"

#include "inspect/message/charset.h"
#include "inspect/text/codepage.h"
#include "inspect/text/little_endian.h"
#include "inspect/text/lzfu.h"

namespace beadle::inspect {
namespace {

// Shown elsewhere, or written by programs: classes, identifiers, kinds of address.
constexpr std::array<std::uint16_t, 25> not_words{0x001A,
                                                  mapi::subject,
                                                  mapi::transport_headers,
                                                  mapi::plain_body,
                                                  mapi::html,
                                                  0x0E1D,
                                                  0x0070,
                                                  0x1035,
                                                  0x1039,
                                                  0x1042,
                                                  0x300B,
                                                  0x0C1E,
                                                  0x0064,
                                                  0x0075,
                                                  0x0077,
                                                  0x003D,
                                                  0x001E,
                                                  0x3703,
                                                  mapi::attach_name,
                                                  mapi::attach_long_name,
                                                  mapi::attach_type,
                                                  0x3712,
                                                  0x0E28,
                                                  0x0E29,
                                                  0x370B};

constexpr std::array<std::uint16_t, 14> people_properties{0x0C1A, 0x0C1F, 0x5D01, 0x0042, 0x0065, 0x5D02, 0x0E04,
                                                          0x0E03, 0x0E02, 0x0050, 0x004F, 0x0040, 0x0044, 0x3FF8};

// Of the fields that carriers wrote, those with an author's words.
std::string author_fields(std::string_view fields) {
    std::string out;
    bool keep = false;
    for (const auto& line : split(fields, '\n')) {
        if (line.empty()) continue;
        if (line[0] != ' ' && line[0] != '\t') {
            const std::string name = ascii_lower(line.substr(0, line.find(':')));
            static constexpr std::array kept{"from",     "to",     "cc",       "bcc",      "subject",
                                             "reply-to", "sender", "comments", "keywords", "organization"};
            keep = std::any_of(kept.begin(), kept.end(), [&](const char* k) { return name == k; });
        }
        if (keep) out += line + "\n";
    }
    return out;
}

}  // namespace

void MapiProperties::set(std::uint16_t id, std::uint16_t type, std::string octets) {
    values_.emplace(id, Value{type, std::move(octets)});
}

std::uint32_t MapiProperties::codepage() const {
    if (const auto own = number(mapi::message_codepage); own != 0 && own != 1200) return own;
    if (has(mapi::message_locale)) return codepage_of_language(number(mapi::message_locale));
    if (codepage_ != 0) return codepage_;
    const auto page = number(mapi::internet_codepage);  // of the HTML, which may be another
    return page != 0 && page != 65001 ? page : 1252;
}

std::uint16_t MapiProperties::type(std::uint16_t id) const {
    const auto it = values_.find(id);
    return it == values_.end() ? std::uint16_t{0} : it->second.type;
}

const std::string& MapiProperties::octets(std::uint16_t id) const {
    static const std::string nothing;
    const auto it = values_.find(id);
    return it == values_.end() ? nothing : it->second.octets;
}

std::uint32_t MapiProperties::number(std::uint16_t id) const {
    const auto it = values_.find(id);
    if (it == values_.end()) return 0;
    return it->second.type == mapi::type_short ? le16(it->second.octets, 0) : le32(it->second.octets, 0);
}

std::string MapiProperties::text_of(const Value& value) const {
    const auto type = value.type & 0x0FFF;
    if (type == mapi::type_unicode) return utf16_text(value.octets);
    if (type != mapi::type_string8) return {};
    // An old file may hold UTF-8 where a codepage is meant.
    return is_utf8(value.octets) ? codepage_text(value.octets, 65001) : codepage_text(value.octets, codepage());
}

std::string MapiProperties::text(std::uint16_t id) const {
    std::string out;
    const auto [from, to] = values_.equal_range(id);
    for (auto it = from; it != to; ++it) {
        const std::string one = text_of(it->second);
        if (one.empty() || one == out) continue;
        out += (out.empty() ? "" : "\n") + one;
    }
    return out;
}

std::string MapiProperties::people() const {
    std::string out;
    for (const auto id : people_properties)
        if (const std::string one = text(id); !trim(one).empty()) out += one + "\n";
    return out;
}

std::string MapiProperties::person() const {
    const std::string name = text(mapi::display_name);
    const std::string smtp = text(mapi::smtp_address), address = smtp.empty() ? text(mapi::address) : smtp;
    if (name.empty() && address.empty()) return {};
    return name + " <" + address + ">\n";
}

std::string MapiProperties::other_words() const {
    std::string out;
    std::set<std::string> said;
    for (const auto& [id, value] : values_) {
        if (std::find(not_words.begin(), not_words.end(), id) != not_words.end()) continue;
        if (std::find(people_properties.begin(), people_properties.end(), id) != people_properties.end()) continue;
        const std::string one = text_of(value);
        if (!trim(one).empty() && said.insert(one).second) out += one + "\n";
    }
    return out;
}

namespace {

void read_html_body(Reader& reader, const MapiProperties& message, const Place& place) {
    Claim claim;
    claim.media_type = "text/html";
    claim.kind = SegmentKind::body;
    const auto page = message.number(mapi::internet_codepage);
    const Sniffed html{Format::html, "text/html", "HTML"};
    if ((message.type(mapi::html) & 0x0FFF) == mapi::type_binary) {
        if (page != 0) {  // what the property says goes before what the text says of itself
            claim.charset = "utf-8";
            read_text(reader, html, claim, codepage_text(message.octets(mapi::html), page), place);
            return;
        }
        read_text(reader, html, claim, message.octets(mapi::html), place);
        return;
    }
    claim.charset = "utf-8";
    read_text(reader, html, claim, message.text(mapi::html), place);
}

void read_packed_rtf(Reader& reader, const MapiProperties& message, const Place& place) {
    Claim claim;
    claim.kind = SegmentKind::body;
    UnpackedRtf rtf = unpack_rtf(message.octets(mapi::packed_rtf), reader.budget().limits().unpacked);
    if (!rtf.whole)
        reader.not_inspected(place, NotInspectedReason::broken, "packed RTF of the message cannot be unpacked");
    if (!reader.budget().spend_unpacked(rtf.rtf.size())) {
        reader.not_inspected(place, NotInspectedReason::limit, reader.budget().exhausted());
        return;
    }
    if (!rtf.rtf.empty()) read_rtf(reader, claim, rtf.rtf, place);
}

}  // namespace

void read_mapi_message(Reader& reader, const MapiProperties& message, const std::string& recipients,
                       const Place& place) {
    reader.text(SegmentKind::subject, message.text(mapi::subject), place.beside("subject", "subject"));
    reader.text(SegmentKind::subject,
                message.people() + recipients + author_fields(message.text(mapi::transport_headers)),
                place.beside("header fields", "header fields"));
    reader.text(SegmentKind::body, message.text(mapi::plain_body), place);
    if (message.has(mapi::html)) read_html_body(reader, message, place);
    if (message.has(mapi::packed_rtf)) read_packed_rtf(reader, message, place);
    reader.text(SegmentKind::hidden, message.other_words(), place.beside("properties", "message properties"));
}

std::string attachment_name(const MapiProperties& attachment) {
    for (const auto id : {mapi::attach_long_name, mapi::attach_name, mapi::display_name})
        if (const std::string name = attachment.text(id); !trim(name).empty()) return name.substr(0, name.find('\n'));
    return {};
}

Place attachment_place(const Place& place, const std::string& name) {
    const std::string shown = name.empty() ? "attachment" : printable(name, 120);
    return place.inside(shown, "attachment \"" + shown + '"');
}

void read_mapi_attachment(Reader& reader, const MapiProperties& attachment, std::string_view octets,
                          const Place& place) {
    Claim claim;
    claim.filename = attachment_name(attachment);
    claim.media_type = ascii_lower(trim(attachment.text(mapi::attach_type)));
    for (const auto id : {mapi::attach_long_name, mapi::attach_name})
        if (id == mapi::attach_long_name || attachment.text(id) != claim.filename)
            reader.name(attachment.text(id), place);
    reader.text(SegmentKind::hidden, attachment.other_words(),
                place.beside("properties", "properties of the attachment"));
    if (!octets.empty()) reader.content(claim, octets, place);
}

}  // namespace beadle::inspect

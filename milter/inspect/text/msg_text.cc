// Outlook message files (.msg): one storage each for the message, its recipients, its attachments and the messages in
// them.
#include <charconv>
#include <string>

#include "base/text.h"

#include "inspect/text/little_endian.h"
#include "inspect/text/mapi.h"
#include "inspect/text/ole_reader.h"

namespace beadle::inspect {
namespace {

using Entry = CompoundFile::Entry;
constexpr std::string_view value_prefix = "__substg1.0_", properties_name = "__properties_version1.0";

// "__substg1.0_0037001F" -> the tag; 0 = no such name.
std::uint32_t tag_of(std::string_view name) {
    if (!name.starts_with(value_prefix) || name.size() < value_prefix.size() + 8) return 0;
    const auto digits = name.substr(value_prefix.size(), 8);
    std::uint32_t out = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), out, 16);
    return error == std::errc() && end == digits.data() + digits.size() ? out : 0;
}

// Values of fixed size stand in one stream, behind a head whose size depends on whose it is.
void read_fixed(std::string_view stream, std::size_t head, MapiProperties& out) {
    for (std::size_t at = head; at + 16 <= stream.size(); at += 16) {
        const auto tag = le32(stream, at);
        const auto type = static_cast<std::uint16_t>(tag & 0xFFFF);
        if (type == mapi::type_short || type == mapi::type_long)
            out.set(static_cast<std::uint16_t>(tag >> 16), type, std::string(stream.substr(at + 8, 8)));
    }
}

bool is_wanted(std::uint16_t type) {
    const auto one = type & 0x0FFF;
    return one == mapi::type_string8 || one == mapi::type_unicode || one == mapi::type_binary;
}

// Properties of one storage. Lengths of lists of texts (…101F, without number) are no words; other binaries are not
// read.
MapiProperties properties_of(OleReader& ole, const Entry& storage, std::size_t head, const Place& place) {
    MapiProperties out;
    if (const Entry* fixed = ole.file().child(storage, properties_name)) read_fixed(ole.load(*fixed, place), head, out);
    for (const auto id : storage.children) {
        const Entry& entry = ole.file().entries()[id];
        const auto tag = tag_of(entry.name);
        if (tag == 0 || !entry.stream) continue;
        const auto type = static_cast<std::uint16_t>(tag & 0xFFFF), number = static_cast<std::uint16_t>(tag >> 16);
        const bool list = (type & mapi::type_many) != 0 && entry.name.find('-') == std::string::npos;
        const bool binary = (type & 0x0FFF) == mapi::type_binary;
        const bool read_binary = number == mapi::html || number == mapi::packed_rtf || number == mapi::attach_data;
        if (!is_wanted(type) || list || (binary && !read_binary))
            ole.seen(entry);
        else
            out.set(number, type, ole.load(entry, place));
    }
    return out;
}

void read_attachment(OleReader& ole, const Entry& storage, std::uint32_t codepage, const Place& place) {
    Reader& reader = ole.reader();
    if (!reader.budget().spend_member() || !reader.budget().time_left()) {
        reader.not_inspected(place, NotInspectedReason::limit, reader.budget().exhausted());
        return;
    }
    MapiProperties properties = properties_of(ole, storage, 8, place);
    properties.set_codepage(codepage);
    const std::string name = attachment_name(properties);
    const Place at = attachment_place(place, name);
    read_mapi_attachment(reader, properties, properties.octets(mapi::attach_data), at);
    for (const auto id : storage.children) {
        const Entry& entry = ole.file().entries()[id];
        if (entry.storage && tag_of(entry.name) >> 16 == mapi::attach_data) ole.storage(entry, at);
    }
}

}  // namespace

void read_msg(OleReader& ole, const Entry& storage, const Place& place) {
    const bool outermost = storage.id == ole.file().root().id;
    const MapiProperties message = properties_of(ole, storage, outermost ? 32 : 24, place);
    std::string recipients;
    for (const auto id : storage.children) {
        const Entry& entry = ole.file().entries()[id];
        if (!entry.storage || !ascii_istarts(entry.name, "__recip_version1.0_")) continue;
        ole.seen(entry);
        MapiProperties one = properties_of(ole, entry, 8, place);
        one.set_codepage(message.codepage());
        recipients += one.person();
    }
    read_mapi_message(ole.reader(), message, recipients, place);
    for (const auto id : storage.children) {
        const Entry& entry = ole.file().entries()[id];
        if (!entry.storage) continue;
        if (ascii_istarts(entry.name, "__nameid_version1.0")) {
            ole.seen(entry);
        } else if (ascii_istarts(entry.name, "__attach_version1.0_")) {
            ole.seen(entry);
            read_attachment(ole, entry, message.codepage(), place);
        }
    }
}

}  // namespace beadle::inspect

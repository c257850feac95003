// mapi.h — the properties of an Outlook message, attachment or recipient, however they were kept (TNEF, .msg).
//
// Takes    tags with the octets of their values. Hostile.
// Gives    text and numbers by number of property; read_mapi_message() and read_mapi_attachment() put what is in them
// into
//          a Reader: subject, people, bodies as text, HTML and packed RTF, and every other text as hidden.
// Bounds   Reader's budget. Never throws but std::bad_alloc.
// Fails    RTF that cannot be unpacked stands in not_inspected.
// Runs in  inspect worker.
// Source   MS-OXPROPS, MS-OXCDATA 2.11.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

#include "inspect/text/reader.h"

namespace beadle::inspect {

namespace mapi {
constexpr std::uint16_t subject = 0x0037, transport_headers = 0x007D, plain_body = 0x1000, packed_rtf = 0x1009,
                        html = 0x1013, display_name = 0x3001, address = 0x3003, smtp_address = 0x39FE,
                        attach_data = 0x3701, attach_name = 0x3704, attach_method = 0x3705, attach_long_name = 0x3707,
                        attach_type = 0x370E, internet_codepage = 0x3FDE, message_codepage = 0x3FFD,
                        message_locale = 0x3FF1;
constexpr std::uint16_t type_short = 0x0002, type_long = 0x0003, type_object = 0x000D, type_string8 = 0x001E,
                        type_unicode = 0x001F, type_binary = 0x0102, type_many = 0x1000;
}  // namespace mapi

class MapiProperties {
  public:
    void set(std::uint16_t id, std::uint16_t type, std::string octets);
    void set_codepage(std::uint32_t codepage) { codepage_ = codepage; }
    std::uint32_t codepage() const;
    bool has(std::uint16_t id) const { return values_.count(id) > 0; }
    std::uint16_t type(std::uint16_t id) const;
    const std::string& octets(std::uint16_t id) const;
    std::string text(std::uint16_t id) const;
    std::uint32_t number(std::uint16_t id) const;
    std::string people() const;       // names and addresses of a message
    std::string person() const;       // of a recipient: "name <address>"
    std::string other_words() const;  // every text that is shown in none of the usual places

  private:
    struct Value {
        std::uint16_t type;
        std::string octets;
    };
    std::string text_of(const Value& value) const;
    std::multimap<std::uint16_t, Value> values_;
    std::uint32_t codepage_ = 0;
};

void read_mapi_message(Reader& reader, const MapiProperties& message, const std::string& recipients,
                       const Place& place);
std::string attachment_name(const MapiProperties& attachment);
void read_mapi_attachment(Reader& reader, const MapiProperties& attachment, std::string_view octets,
                          const Place& place);
Place attachment_place(const Place& place, const std::string& name);

}  // namespace beadle::inspect

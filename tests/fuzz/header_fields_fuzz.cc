// library: beadle_message
// Field bodies and charsets: whatever comes, UTF-8 goes out.
#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "inspect/message/addresses.h"
#include "inspect/message/charset.h"
#include "inspect/message/content_type.h"
#include "inspect/message/encoded_word.h"
#include "inspect/message/transfer.h"

using namespace beadle;
using namespace beadle::inspect;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view octets(reinterpret_cast<const char*>(data), size);
    static const bool started = (start_messages(), true);
    if (!started || !is_utf8(decode_words(octets)) || !is_utf8(plain_words(octets))) std::abort();
    const StructuredField field = parse_structured(octets);
    if (!is_utf8(parameter(field, "filename")) || !is_utf8(parameter(field, "name"))) std::abort();
    (void)parameter_readings(field, "boundary");
    (void)addresses_of({{"To", std::string(octets), decode_words(octets)}});
    for (const auto encoding :
         {TransferEncoding::base64, TransferEncoding::quoted_printable, TransferEncoding::uuencode})
        if (decode_transfer(octets, encoding, nullptr).size() > size + 3) std::abort();
    const auto line = std::min(octets.find(10), size);
    if (!is_utf8(decode_text(octets.substr(line), octets.substr(0, line)).text)) std::abort();
    return 0;
}

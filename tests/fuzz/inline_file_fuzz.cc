// library: beadle_message
// Files in texts, damaged bodies, doubtful fields and charsets: every reading is bounded, every text UTF-8.
#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "inspect/message/charset.h"
#include "inspect/message/content_type.h"
#include "inspect/message/encoded_word.h"
#include "inspect/message/inline_file.h"
#include "inspect/message/message.h"
#include "inspect/message/transfer.h"

using namespace beadle;
using namespace beadle::inspect;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view octets(reinterpret_cast<const char*>(data), size);
    static const bool started = (start_messages(), true);
    InlineFiles files(octets);
    std::size_t before = 0;
    while (const auto file = files.next()) {
        if (!started || file->to <= before || file->to > size || file->octets.size() > size + (17u << 20)) std::abort();
        before = file->to;
    }
    for (const auto encoding : {TransferEncoding::uuencode, TransferEncoding::yenc})
        if (decode_transfer(octets, encoding, nullptr).size() > size + 3) std::abort();
    (void)decode_binhex(octets);
    Damage damage;
    (void)decode_base64(octets, &damage);
    for (const auto& other : other_decodings(octets, TransferEncoding::base64, damage))
        if (other.size() > size + 3) std::abort();
    const auto line = std::min(octets.find(10), size);
    const auto field = octets.substr(0, line);
    if (encoding_readings(field).empty() || !is_utf8(other_words(field, decode_words(field)))) std::abort();
    (void)is_in_order(field);
    const auto body = octets.substr(line);
    const auto texts = other_texts(body, field, decode_text(body, field).text);
    if (texts.size() > 5 || !std::all_of(texts.begin(), texts.end(), [](const auto& t) { return is_utf8(t); })) std::abort();
    return 0;
}

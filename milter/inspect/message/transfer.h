// transfer.h — transfer encodings removed as mail programs do: what is broken is decoded as far as it goes.
//
// Takes    octets of a body. Hostile.
// Gives    decoded octets; `Damage` says how far the octets were what the encoding allows; other_decodings() what
//          programs that treat the damage otherwise would get.
// Bounds   output <= input + 3 (BinHex: <= 16 MiB more); linear; at most 4 other decodings. Never throws but
// std::bad_alloc.
// Source   RFC 2045 6.7, 6.8; POSIX uuencode; RFC 1741 (BinHex 4.0); yEnc 1.3.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace beadle::inspect {

enum class TransferEncoding { identity, base64, quoted_printable, uuencode, yenc, binhex, unknown };

struct Damage {
    std::size_t foreign = 0;  // octets that the alphabet does not have, white space apart
    std::size_t good = 0;
    bool inner_end = false;    // base64 padding with more base64 behind it: some programs stop there
    bool odd_lines = false;    // base64 lines that do not fill groups: some programs begin a group with each line
    bool url_letters = false;  // "-" or "_": the other alphabet of base64
    std::size_t end = 0;       // where the first padding stands, when something follows it
};

TransferEncoding transfer_encoding(std::string_view field_body);
// Every encoding that some program takes it for, the likeliest first: "base64, 8bit", "(x) base64", "x-base64".
std::vector<TransferEncoding> encoding_readings(std::string_view field_body);
std::string_view name_of(TransferEncoding encoding);
// Do the octets look as if that encoding made them? For what is claimed in words that nobody knows.
bool looks_encoded(std::string_view octets, TransferEncoding encoding);

std::string decode_base64(std::string_view s, Damage* damage);
std::string decode_quoted_printable(std::string_view s, Damage* damage);
std::string decode_transfer(std::string_view s, TransferEncoding encoding, Damage* damage);
// What stands behind the padding is words: mailing lists put their footers there.
bool is_footer(std::string_view behind_padding);
std::vector<std::string> other_decodings(std::string_view s, TransferEncoding encoding, const Damage& damage);

}  // namespace beadle::inspect

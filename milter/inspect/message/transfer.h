// transfer.h — transfer encodings removed as mail programs do: what is broken is decoded as far as it goes.
//
// Takes    octets of a body. Hostile.
// Gives    decoded octets; `Damage` says how far the octets were what the encoding allows.
// Bounds   output <= input; linear. Never throws but std::bad_alloc.
// Source   RFC 2045 6.7, 6.8.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace beadle::inspect {

enum class TransferEncoding { identity, base64, quoted_printable, uuencode, unknown };

struct Damage {
    std::size_t foreign = 0;  // octets that the alphabet does not have, white space apart
    std::size_t good = 0;
    bool inner_end = false;  // base64 padding with more base64 behind it: some programs stop there
};

TransferEncoding transfer_encoding(std::string_view field_body);
// "base64, 8bit", "x-base64", "quoted printable": what some programs take a wrong name for.
TransferEncoding likely_encoding(std::string_view field_body);
std::string decode_base64(std::string_view s, Damage* damage);
std::string decode_quoted_printable(std::string_view s, Damage* damage);
std::string decode_uuencode(std::string_view s, Damage* damage);
std::string decode_transfer(std::string_view s, TransferEncoding encoding, Damage* damage);

}  // namespace beadle::inspect

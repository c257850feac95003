// seven_zip_key.h — the seal of 7z: AES-256-CBC with a key of many rounds of SHA-256.
//
// Takes    the coder's properties (hostile), a password in UTF-8, sealed octets.
// Gives    plain octets; a wrong password gives noise, which the check sum of what is inside shows.
// Bounds   2^24 rounds.
// Fails    nothing: properties that make no sense, too many rounds. Never throws but std::bad_alloc.
// Runs in  inspect worker; start_seven_zip_key() before the fork. Edge of libcrypto.
// Source   the LZMA SDK's 7zAes.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/budget.h"

namespace beadle::inspect {

void start_seven_zip_key();
std::optional<std::string> undo_seven_zip_seal(std::string_view properties, std::string_view password,
                                               std::string_view sealed, Budget& budget);

}  // namespace beadle::inspect

// totp.h — one-time codes from a person's phone, and the printed codes for when it is lost.
//
// Takes    the secret (20 octets), what was typed, wall time, the step that was used last.
// Gives    the step that the code is of: the present one or its neighbours, later than the last one used, so that no code
//          works twice; the secret as text and as the address that an authenticator app reads.
// Runs in  record. Never throws but std::bad_alloc.
// Source   RFC 6238 (SHA-1, 30 seconds, 6 digits) by liboath, the only file that knows it; otpauth: Key URI format.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"

namespace beadle::records {

constexpr std::size_t recovery_codes = 10;

std::optional<std::int64_t> step_of_code(const std::string& secret, std::string_view typed, Milliseconds wall,
                                         std::int64_t last_step);
std::string code_at(const std::string& secret, std::int64_t step);
std::string base32(const std::string& octets);
std::string otp_address(const std::string& secret, const std::string& account, const std::string& council);

// "k7mq-2xvd-9r4t": 59 bits, in letters that are not taken for each other.
std::string new_recovery_code();
std::string as_recovery_code(std::string_view typed);  // "" when it cannot be one

}  // namespace beadle::records

// password.h — what becomes of a password: the proof that the records compare, and whether it may be chosen at all.
//
// Takes    a password as typed, of any letters; the salt that the records gave for the name.
// Gives    proof_of(): Argon2id, 64 MiB, two passes, hex. why_not(): a sentence when it may not be chosen: shorter than 12
//          letters, a common password or made of common words alone, the name of the account or council.
// Bounds   passwords of 1000 octets; two proofs at a time, the others wait.
// Fails    unavailable: no memory. Never throws but std::bad_alloc.
// Runs in  console.
// Source   libsodium crypto_pwhash; NIST SP 800-63B 5.1.1.2; the list: pages/common-passwords.txt.
#pragma once

#include <string>

#include "base/result.h"

namespace beadle::console {

constexpr std::size_t least_password = 12, most_password = 1000;

Result<std::string> proof_of(const std::string& password, const std::string& salt_hex);
std::string why_not(const std::string& password, const std::string& account, const std::string& council);

}  // namespace beadle::console

// legacy_seal.h — how a Word, Excel or PowerPoint document of 1997 to 2003 is encrypted, with what a try at its
// password needs.
//
// Takes    the octets that each format keeps for that (head of the table stream, body of FILEPASS, CryptSession10).
// Gives    the algorithm, its salt and verifiers; judge_seal() puts protection and not-inspected into a Reader.
// Bounds   constant. Never throws but std::bad_alloc.
// Fails    `unknown` when it is sealed in a way nobody here knows; `none` when it is not sealed.
// Runs in  inspect worker.
// Source   MS-OFFCRYPTO 2.3.5 to 2.3.7; MS-DOC 2.2.6; MS-XLS 2.4.117; MS-PPT 2.3.7.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "inspect/text/reader.h"

namespace beadle::inspect {

struct LegacySeal {
    enum class Algorithm { none, exclusive_or, rc4_40, rc4_crypto_api, unknown };
    Algorithm algorithm = Algorithm::none;
    std::uint32_t key_bits = 0;           // of rc4
    std::uint16_t key = 0, verifier = 0;  // of exclusive-or
    std::string salt;                     // 16 octets
    std::string encrypted_verifier;       // 16 octets
    std::string encrypted_verifier_hash;  // 16 octets (rc4_40) or 20 (rc4_crypto_api)
    std::string provider;                 // UTF-8, of rc4_crypto_api
    bool sealed() const { return algorithm != Algorithm::none; }
    std::string why() const;  // "xor", "rc4-40", "rc4-cryptoapi-128"
};

LegacySeal read_rc4_header(std::string_view header);           // begins with the version
LegacySeal read_file_pass(std::string_view body, bool biff8);  // of the record FILEPASS
void judge_seal(Reader& reader, const LegacySeal& seal, const Place& place);

}  // namespace beadle::inspect

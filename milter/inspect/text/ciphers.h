// ciphers.h — the digests and ciphers that locks of documents are made of.
//
// Takes    octets, keys and lengths; hostile.
// Gives    digests; octets with a cipher undone (no padding is taken off); keys of a password.
// Bounds   linear; what is undone is as long as what was given. derive() makes at most most_rounds.
// Fails    nothing, or "": a key of the wrong length, half a block, too many rounds. Never throws but std::bad_alloc.
// Runs in  inspect worker; start_ciphers() before the fork. Edge of libcrypto. RC4 is written out here: libcrypto keeps
//          it in a provider that a sandbox cannot load.
// Source   FIPS 180-4, FIPS 197, RFC 1321, RFC 8018, RFC 9580 9.3.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/budget.h"

namespace beadle::inspect {

enum class Digest { md5, sha1, sha256, sha384, sha512 };
std::size_t size_of(Digest kind);
std::string digest(Digest kind, std::string_view a, std::string_view b = {});
// Digest of number (32 bits, little-endian) and the digest before, for each number below `rounds`. Nothing when the
// budget's time ends.
std::optional<std::string> spin(Digest kind, std::string start, std::uint32_t rounds, Budget& budget);

enum class Chaining { cbc, ecb };
std::optional<std::string> undo_aes(Chaining chaining, std::string_view key, std::string_view start,
                                    std::string_view sealed);
std::optional<std::string> undo_blowfish(std::string_view key, std::string_view start, std::string_view sealed);

// Ciphers of OpenPGP in cipher feedback, by their number there; the key says nothing of a number that is not known.
std::optional<std::string> undo_feedback(int cipher, std::string_view key, std::string_view start,
                                         std::string_view sealed);
std::size_t key_size_of(int cipher);    // 0 = not known here
std::size_t block_size_of(int cipher);
// Digest of `zeros` NULs and then of `unit`, again and again, cut at `octets`.
std::optional<std::string> digest_over(Digest kind, std::size_t zeros, std::string_view unit, std::size_t octets,
                                       Budget& budget);

constexpr std::uint32_t most_rounds = 1'000'000;
// PBKDF2 with HMAC-SHA-1.
std::optional<std::string> derive(std::string_view password, std::string_view salt, std::uint32_t rounds,
                                  std::size_t octets);

class Rc4 {
  public:
    explicit Rc4(std::string_view key);
    std::string undo(std::string_view sealed);  // goes on where it ended

  private:
    std::array<std::uint8_t, 256> box_{};
    std::uint8_t i_ = 0, j_ = 0;
};

// Passwords as Microsoft's formats hash them.
std::string utf16_octets(std::string_view utf8);

void start_ciphers();

}  // namespace beadle::inspect

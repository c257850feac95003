// legacy_key.h — the key of a Word, Excel or PowerPoint document of 1997 to 2003, out of a password.
//
// Takes    a LegacySeal (hostile) and a password in UTF-8.
// Gives    of(): the key, when the seal's verifier proves the password. undo() gives octets in the clear: RC4 begins
//          anew with each block, the exclusive-or goes by where the octets stand.
// Bounds   linear; constant for of().
// Fails    nothing: the password is wrong, or the seal is of a kind that nobody here undoes. Exclusive-or proves with
// 15
//          bits only, so one wrong password in 32,768 passes. Never throws but std::bad_alloc.
// Runs in  inspect worker.
// Source   MS-OFFCRYPTO 2.3.5 to 2.3.7.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>

#include "inspect/text/legacy_seal.h"

namespace beadle::inspect {

class LegacyKey {
  public:
    enum class Program { word, excel, powerpoint };
    static std::optional<LegacyKey> of(const LegacySeal& seal, std::string_view password, Program program);

    // A stream from its first octet on, in blocks of `block` octets.
    std::string undo(std::string_view stream, std::size_t block) const;
    std::string undo_block(std::string_view octets, std::uint32_t number) const;  // as if it were that block
    // By exclusive-or, octets whose first one takes octet `turn` of the key.
    std::string undo_turned(std::string_view octets, std::size_t turn) const;
    bool is_exclusive_or() const { return algorithm_ == LegacySeal::Algorithm::exclusive_or; }

  private:
    std::string key_of(std::uint32_t block) const;
    bool proves(const LegacySeal& seal) const;
    bool take_exclusive_or(const LegacySeal& seal, std::string_view password);

    LegacySeal::Algorithm algorithm_ = LegacySeal::Algorithm::none;
    Program program_ = Program::word;
    std::size_t key_octets_ = 16;
    std::string base_;  // the digest that every block's key is made of
    std::array<std::uint8_t, 16> turns_{};
};

}  // namespace beadle::inspect

// rtf_tokens.h — RTF cut into groups, control words, text and binary data, as Word cuts it.
//
// Takes    octets that begin with "{\rt" (or in the middle of something). Hostile.
// Gives    one token after the other; views into the octets.
// Bounds   linear; a word is at most 32 letters, a number at most 10 digits, as Word has it.
// Fails    never: what is no control is text. Never throws.
// Runs in  inspect worker.
// Source   RTF 1.9.1 "RTF syntax".
#pragma once

#include <cstdint>
#include <string_view>

namespace beadle::inspect {

struct RtfToken {
    enum class Kind { end, open, close, word, symbol, hex, text, binary };
    Kind kind = Kind::end;
    std::string_view text;  // name of the word, one symbol, run of text, binary octets
    bool has_number = false;
    std::int32_t number = 0;  // of a word; the octet of \'hh
};

class RtfTokens {
  public:
    explicit RtfTokens(std::string_view octets) : octets_(octets) {}
    RtfToken next();
    std::size_t at() const { return at_; }

  private:
    RtfToken control();
    RtfToken word();
    RtfToken hex();

    std::string_view octets_;
    std::size_t at_ = 0;
};

}  // namespace beadle::inspect

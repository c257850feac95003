// normalise.h — one way of writing for what can be written many ways: the text that patterns and words are held
// against.
//
// Takes    UTF-8 of one segment; octets that are not UTF-8 count as '?'.
// Gives    the same text with compatibility forms (full-width, mathematical, superscript) and every script's decimal
// digits
//          in ASCII, format and blank-looking characters removed, one kind of space, dash and quote, line ends as \n;
//          tabs stay (they part cells). Look-alike letters of Cyrillic and Greek become Latin in tokens that mix
//          scripts. original() leads back to the octets of the input.
// Bounds   linear time; output at most 2 x input.
//          What needs no change (ASCII, letters with accents) is not copied at all.
// Runs in  inspect workers. Const data only; never throws but std::bad_alloc.
// Source   Unicode NFKC (UAX 15), general categories Cf, Nd, Zs, Pd; the look-alikes: UTS 39 confusables, the letters
// that
//          look like A-Z a-z alone.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace beadle::inspect {

class Normalised {
  public:
    explicit Normalised(std::string_view original);
    Normalised(const Normalised&) = delete;
    Normalised& operator=(const Normalised&) = delete;

    std::string_view text() const { return copied_ ? std::string_view(folded_) : original_; }
    // Where the octet at `at` of text() came from; text().size() leads to the end of the input.
    std::size_t original(std::size_t at) const;

  private:
    friend class Folder;
    struct Step {  // from this octet of the text on, the input is at `from` + (distance)
        std::size_t text;
        std::size_t from;
    };
    std::string_view original_;
    std::string folded_;
    std::vector<Step> steps_;
    bool copied_ = false;
};

// The ASCII letter that this letter of another script looks like, or 0.
char latin_look_alike(std::uint32_t code_point);

}  // namespace beadle::inspect

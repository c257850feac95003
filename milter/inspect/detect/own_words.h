// own_words.h — what the writer of a mail wrote, without what was quoted.
//
// Takes    the text of a body; the lists quote-begins and quote-introduced (signatures/words/greetings.toml).
// Gives    the lines above the first that begins or introduces a quoted original, without lines that begin with ">".
// Bounds   the first 256 KiB; linear. Never throws but std::bad_alloc.
// Runs in  inspect workers.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "inspect/detect/pattern.h"

namespace beadle::inspect {

std::string own_words(std::string_view body, const Lists& lists);
struct OwnText {
    std::size_t segment = 0;
    std::string words;  // normalised
};
// Of the bodies of the message itself, tables left out.
std::vector<OwnText> own_texts(const Reading& reading, const Lists& lists);
// Lines without blanks at their ends, empty ones left out; at most `most`.
std::vector<std::string_view> lines_of(std::string_view text, std::size_t most);

}  // namespace beadle::inspect

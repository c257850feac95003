// diagnostic.h — what is wrong in an operator's file, where, and what was probably meant.
#pragma once

#include <string>
#include <vector>

namespace beadle {

struct Diagnostic {
    std::string file;
    int line = 0;    // from 1; 0 = the file as a whole
    int column = 0;  // from 1, in code points
    std::string message;
    std::string suggestion;  // "" or the word that was probably meant

    bool operator==(const Diagnostic&) const = default;
};
using Diagnostics = std::vector<Diagnostic>;

// file:line:column: message (did you mean "x"?)
std::string text(const Diagnostic& d);
std::string text(const Diagnostics& d);  // one a line; of more than most_told only how many there are
constexpr std::size_t most_told = 50;

}  // namespace beadle

// quoted_line.h — one line of a text as the programs that quote write it: its marks, its label and value, its time and
// addresses.
//
// Takes    a line, folded (forward_words.h). Gives views into it. Linear; never throws but std::bad_alloc.
// Runs in  inspect workers.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace beadle::inspect {

struct Line {
    std::string_view text;   // without quote marks and emphasis at its ends
    bool dashed = false;     // dashes beside its words, or a colon at its end
    bool rule = false;       // dashes alone
    std::string_view words;  // without dashes
};
Line line_of(std::string_view raw);

// "from :\tanne" -> "from", "anne"; false when there is no label.
bool take_apart(std::string_view line, std::string_view& label, std::string_view& value);
bool has_clock(std::string_view s);  // 10:12, 10.12, 10h12
bool has_year(std::string_view s);   // 2026
bool has_letter(std::string_view s);
std::string name_in(std::string_view value);  // before the address; "" when there is none
// Every local@domain in it, each once, at most `most`.
std::vector<std::string> addresses_in(std::string_view text, std::size_t most);

}  // namespace beadle::inspect

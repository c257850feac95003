// password_recipe.h — passwords that a message describes instead of saying: "the clerk's surname, then 2026".
//
// Takes    lines of the message in UTF-8, and the people that its header fields and signatures name. Hostile.
// Gives    people_in(): surnames and first names, likeliest first; described(): what the line's recipe makes of them,
// or
//          of the words behind "is".
// Bounds   8 people; 3 ways of writing each name; linear.
// Fails    nothing where no recipe is told. Never throws but std::bad_alloc.
// Runs in  inspect worker. No password leaves it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace beadle::inspect {

struct NamedPerson {
    std::string first, last;
    std::string place;  // of the domain, of a person that is none
};

// Of header fields ("From: Anne Smith <a.smith@town.example>") or of a body, where a name stands alone on its line.
void people_in(std::string_view text, std::vector<NamedPerson>& people);
std::vector<std::string> described(std::string_view line, const std::vector<NamedPerson>& people);

}  // namespace beadle::inspect

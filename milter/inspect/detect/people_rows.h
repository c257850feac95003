// people_rows.h — lists of people: rows of a table, lines of a text, entries between semicolons, that each hold a name
// and a way to reach or to know that person.
//
// Takes    normalised text of a segment, what its file, sheet or subject is called, the council's own domains.
// Gives    person_list with the number of rows; personnel for rows of names with pay beside them.
//          Ten rows with addresses or dates of birth are high, twenty with telephone numbers or personal mail addresses
//          too; half as many are medium. Lists of councillors, suppliers and organisations are public: one level less.
// Bounds   linear; 100 000 rows, later ones are not counted.
// Runs in  inspect workers. Never throws but std::bad_alloc.
// Source   reference on sensitive data, sections 1, 4.5 and 5.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "inspect/detect/pattern.h"

namespace beadle::inspect {

struct PeopleHit {
    FindingKind kind = FindingKind::person_list;
    Level level = Level::none;
    std::uint32_t rows = 0;
    std::string evidence;
};

std::vector<PeopleHit> find_people(std::string_view text, bool table, std::string_view names, const Lists& lists);

}  // namespace beadle::inspect

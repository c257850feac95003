// greeting.h — whom a mail greets by name.
//
// Takes    the writer's own words (own_words.h); the lists greeting, name-title, greeting-to-anybody
//          (signatures/words/greetings.toml), honorific, role-holder and forename (people.toml).
// Gives    names in lower case: "Dear Mr Jones" a surname, "Hi Anne" a forename, "Anne Smith" both; several of "Anne and
//          Bob". Nothing where anybody may be meant ("Dear all", "Dear resident", one word that is no forename) or no
//          greeting stands at the head.
// Bounds   the first six lines that are not empty, 120 octets of each. Never throws but std::bad_alloc.
// Runs in  inspect workers.
// Source   controls T6 B5: a greeting that names somebody else.
#pragma once

#include <string_view>
#include <vector>

#include "inspect/detect/pattern.h"
#include "mail/said.h"

namespace beadle::inspect {

std::vector<Greeted> greeted_in(std::string_view own, const Lists& lists);

}  // namespace beadle::inspect

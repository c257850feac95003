// said.h — what a message says to its recipients in its own words: whom it greets, whether it gives a password.
//
// Takes    the segments of a Reading, what their writer wrote in them; the lists of greetings.toml.
// Gives    Said. The greeting is that of the first body that has words; a password counts in bodies and the subject.
// Bounds   as greeting.h, own_words.h and password_guesses.h. Never throws but std::bad_alloc.
// Runs in  inspect workers.
#pragma once

#include "inspect/detect/own_words.h"
#include "inspect/detect/pattern.h"
#include "mail/said.h"

namespace beadle::inspect {

Said said_in(const Reading& reading, const std::vector<OwnText>& own, const Lists& lists);
// A short mail that is little else than one word of the kind that passwords are.
bool is_password_alone(std::string_view own);

}  // namespace beadle::inspect

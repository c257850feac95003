// parts.h — the pieces that every notice is made of; for notices.cc and questions.cc.
//
// Takes    a Matter, whose values are hostile; the page they are written to.
// Gives    paragraphs, headings and lists; nothing where there is nothing to say.
// Runs in  session. Never throws but std::bad_alloc.
#pragma once

#include <string>
#include <vector>

#include "notices/layout.h"
#include "notices/notices.h"

namespace beadle::notices {

std::string council_of(const Matter& m);
void greet(Layout& page, const Matter& m);
void say_which_clauses(Layout& page, const Matter& m);
void say_what_was_seen(Layout& page, const Matter& m);
void say_what_to_do(Layout& page, const Matter& m);
void say_whom_to_ask(Layout& page, const Matter& m);
void say_message(Layout& page, const Matter& m, const std::string& whom);

}  // namespace beadle::notices

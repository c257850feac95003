// search_words.h — the search language of All mail: from: to: subject: rule: status: reason: queue: before: after: and words.
//
// Takes    what was typed: words, "quoted phrases", name:value, in any order, forgivingly.
// Gives    the arguments of events.search, and how it was understood, in words; a value that makes no sense is searched for as
//          a word, and said so.
// Bounds   500 octets, 20 terms.
// Runs in  console. Never throws but std::bad_alloc.
// Source   reference: console.md 3 "Search".
#pragma once

#include <string>
#include <string_view>

#include "console/value.h"

namespace beadle::console {

struct Understood {
    Value arguments = Value::map();
    std::string words;  // "from: smith; words: \"bank details\""
    bool attachment = false;
};
Understood understand(std::string_view typed);

}  // namespace beadle::console

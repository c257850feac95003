// lists.h — what a list of the console asks the records for, from the fields of its filters; for the page and for its file.
//
// Takes    fields that a browser sent. Gives: arguments of events.search and console.held; a page of events.
// Runs in  console. Never throws but std::bad_alloc.
#pragma once

#include "base/clock.h"
#include "console/desk.h"
#include "console/form.h"
#include "console/search_words.h"

namespace beadle::console {

constexpr std::int64_t held_a_page = 50;
Understood mail_wanted(const Fields& asked, Milliseconds now);   // arguments without a limit
bool has_attachment(const Value& event);
Value held_wanted(const Fields& asked);
Value audit_wanted(const Fields& asked);

// One page of events: it waits a moment, not for the end of a long search.
struct Found {
    Reply reply;
    std::string more;    // where the list goes on; "" = nowhere
    std::string looked;  // there is more to look at: how far back it looked
};
Found page_of_events(const Desk& desk, Value arguments, std::int64_t a_page, const std::string& path, Fields filters);

}  // namespace beadle::console

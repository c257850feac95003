// saved_searches.h — searches of all mail that a person keeps under a name in the console: search.list, .save, .forget.
//
// Takes    a person with an account; a name and what stands behind the ? of the page's address.
// Gives    one's own alone, the later one of a name; they end with the account. Events say that one was saved, not
// which. Bounds   20 a person; names of 60 octets, queries of 1000. Fails    as verbs.h. Never throws but
// std::bad_alloc. Runs in  record.
#pragma once

#include <span>

#include "records/verbs.h"

namespace beadle::records {

std::span<const Verb> search_verbs();

}  // namespace beadle::records

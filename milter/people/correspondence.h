// correspondence.h — what the memory of earlier mail shows: somebody new, somebody nearly known, a password behind its
// file.
//
// Takes    Facts with findings; what the records know of the pairs that pairs_of() named, in the same order.
// Gives    first-time-recipient (high: nobody at the council has written to it or heard from it; low: this sender has
// not),
//          look-alike-recipient, first-time-sender (the same two), and password-with-file for a password that follows a
//          locked file to the same recipient within seven days. pairs_to_remember(): of the recipients that get the
//          message now.
// Bounds   most_pairs. Never throws but std::bad_alloc.
// Runs in  session. beadle inspect has no records and says that it does not know.
// Source   controls T6 B5, T8 B7, T9 B8.
#pragma once

#include <string>
#include <vector>

#include "mail/correspondence.h"
#include "mail/facts.h"
#include "people/directory.h"

namespace beadle::people {

std::vector<Pair> pairs_of(const Facts& facts, const Directory& directory,
                           const std::vector<std::string>& council_domains);
void add_memory(Facts& facts, const Directory& directory, const std::vector<Pair>& pairs,
                const std::vector<PairMemory>& memory);
// A thread that bears the warning on outside mail is remembered by the Message-IDs of its mail, as hashes like any pair.
Pair thread_pair(const std::string& message_id);
std::vector<PairSeen> pairs_to_remember(const Facts& facts, const Decision& decision, const Directory& directory,
                                        const std::vector<Pair>& pairs);

}  // namespace beadle::people

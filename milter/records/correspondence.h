// correspondence.h — the memory of who writes to whom: keyed hashes of address pairs, counts and days; never an
// address.
//
// Takes    pairs of addresses (mail/correspondence.h).
// Gives    recall(): what is known of each, in the same order. remember(): in the transaction of the verdict that they
// belong
//          to. Beside the pair of the council as a whole stands the hash of the address's skeleton (what is left when
//          look-alike signs are one, doubled ones single and the order is dropped), by which a near neighbour is known.
//          Of a domain that is written to stand the hashes of its spellings, once a day: what the eye takes for the same made the same, and
//          that with each one letter left out; a domain that is one letter off shares one of them. What was not renewed for correspondence_days goes (a due task); a locked file is remembered seven days.
// Bounds   most_pairs; at most 500 old rows removed at a time.
// Fails    as database.h.
// Runs in  record. Never throws but std::bad_alloc.
#pragma once

#include <string_view>
#include <vector>

#include "mail/correspondence.h"
#include "records/store.h"

namespace beadle::records {

Result<std::vector<PairMemory>> recall(Store& store, const std::vector<Pair>& pairs);
Status remember(Store& store, const std::vector<PairSeen>& pairs);
// What a person lets go counts as written to, or as heard from, like what went at once.
Status remember_released(Store& store, const std::string& sender, bool sent, const std::vector<std::string>& recipients);
std::string skeleton(std::string_view address);
// By which near neighbours of a registrable domain are known: by one letter more or less, another letter, two that changed places,
// or another ending. None of short names, less of names that are not long. At most 61 kept, 92 asked.
struct NearSpellings {
    std::vector<std::string> kept, asked;
};
NearSpellings near_spellings(std::string_view domain);

}  // namespace beadle::records

// matters.h — what persons keep open beside the mail: holds, requests, runs of destruction, classes of retention.
//
// Takes    a kind, a letter for its reference ("H" gives H-1, H-2 …), a state, and a body as one JSON object.
// Gives    rows in and out. Every save gives a new revision under an own MAC and the word "H-1:in-force/2" for the column
//          `held` of the event that goes with it, so that verify holds row and chain against each other. Items (the review
//          set of a request) likewise: "R-1/12:include/1".
// Bounds   a body of 64 KiB.
// Fails    as database.h; misconfigured: a row is not as it was saved. Never throws but std::bad_alloc.
// Runs in  record, within the caller's transaction.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "records/store.h"

namespace beadle::records {

struct Matter {
    std::int64_t id = 0;
    std::string reference, kind, state;
    std::int64_t revision = 0;
    std::string gateway;
    std::int64_t event = 0;  // by which it was opened: the later ones are about it
    std::string body = "{}";
    std::string mac;
};
struct MatterItem {
    std::int64_t matter = 0, number = 0;
    std::string gateway;
    std::int64_t event = 0;  // of the message it is about
    std::string state;
    std::int64_t revision = 0;
    std::string body = "{}";
    std::string mac;
};

// The reference the next one of this letter gets; open_matter() with it appends the word to `moves`.
Result<std::string> next_reference(Store& store, const std::string& kind, char letter);
Status open_matter(Store& store, Matter& matter, std::string& moves);
Status save_matter(Store& store, Matter& matter, std::string& moves);
// Under which event it stands, once that has its number.
Status set_matter_event(Store& store, Matter& matter, std::int64_t event);

Result<std::optional<Matter>> find_matter(Store& store, const std::string& reference);
// In the order they were opened; "" = of any state.
Result<std::vector<Matter>> matters_of(Store& store, const std::string& kind, const std::string& state = "");
// "h-12", "H12", "12" -> "H-12"; "" when it cannot be one.
std::string matter_reference(std::string_view typed, char letter);

Status save_item(Store& store, const Matter& matter, MatterItem& item, std::string& moves);
Result<std::vector<MatterItem>> items_of(Store& store, std::int64_t matter);
Status erase_items(Store& store, const Matter& matter, std::string& moves);

// Every row that is not as it was saved, as a sentence; and the state of each by its word, for verify.
struct MatterState {
    std::string word, state, problem;
};
Result<std::vector<MatterState>> matter_states(Store& store);

}  // namespace beadle::records

// heads.h — the head of a chain, noted outside the store: "gateway number mac", the mac in hex.
//
// Takes    what a person typed or a notice said. Gives heads to compare with (jobs.h).
//          send_day_heads (due.h): once a day each gateway's head goes to whom Store::told() names by mail, and stands in an event.
// Fails    malformed: it is none. Never throws but std::bad_alloc.
// Runs in  record.
#pragma once

#include "records/jobs.h"

namespace beadle::records {

Result<std::vector<NotedHead>> noted_heads(const std::vector<std::string>& typed);

}  // namespace beadle::records

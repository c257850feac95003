// queries.h — what a person may read over the admin socket: the quarantine and the status. Never the content of a
// message.
//
// Gives    lines of JSON (milter/cli/FORMATS.md "Records"). Subjects and samples are masked before they come here.
// Fails    as database.h. Never throws but std::bad_alloc.
// Runs in  record.
#pragma once

#include "records/arguments.h"
#include "records/store.h"
#include "wire/messages.h"

namespace beadle::records {

Result<wire::Answer> list_held(Store& store, const ListArguments& wanted);
Result<wire::Answer> show_held(Store& store, const ShowArguments& wanted);

Result<std::string> status_line(Store& store);

// A condition on events: the event ?2 of the gateway ?1, and every later one about it. Not by OR, for which SQLite walks the whole chain.
inline constexpr const char* is_it_or_about_it =
    "gateway = ?1 AND seq IN (SELECT ?2 UNION ALL SELECT seq FROM events WHERE gateway = ?1 AND about = ?2 AND about <> 0)";

// A pattern for LIKE … ESCAPE '!' that finds the words anywhere, "" for "".
std::string anywhere(const std::string& words);

}  // namespace beadle::records

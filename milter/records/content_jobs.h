// content_jobs.h — readings of a message's content: shown rebuilt by a view worker, or taken out as it is.
//
// Takes    the person, the case, why; what was asked.
// Gives    show: an event first ("content-shown"; "content-revealed" when values are not masked), then lines: one
// "message"
//          (header fields, entities, what was not inspected), one "text" each, one "page" each when HTML is wanted.
//          export: "content-exported" with the SHA-256 of what leaves, then lines of base64; of a case that needs two
//          persons only when a second one asks.
// Fails    as job.h; a case that is unknown, changed or destroyed: exit code 1, recorded as a refusal.
// Runs in  record. Never throws but std::bad_alloc.
#pragma once

#include <memory>
#include <string>

#include "records/job.h"

namespace beadle::records {

struct ContentArguments {
    std::string id, part, reason;
    bool reveal = false, html = false;
};
std::unique_ptr<Job> show_content(const Person& person, ContentArguments wanted);

struct TakeOutArguments {
    std::string id, reason;
};
std::unique_ptr<Job> export_content(const Person& person, TakeOutArguments wanted);

}  // namespace beadle::records

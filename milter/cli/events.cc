// beadle events search and verify.
#include "cli/commands.h"
#include "cli/records_text.h"
#include "cli/value.h"

namespace beadle::cli {

int events_search(const Arguments& a) {
    const std::string request = json_given({{"sender", a.sender}, {"recipient", a.recipient}, {"since", time_given(a.since)},
                                            {"until", time_given(a.until)}, {"text", a.text}, {"rule", a.rule},
                                            {"kind", a.kind}, {"outcome", a.outcome}, {"queue_id", a.queue_id}}, a.limit);
    return records_command(a, "events.search", request, events_as_text);
}

int events_verify(const Arguments& a) { return records_command(a, "events.verify", "{}", verify_as_text); }

}  // namespace beadle::cli

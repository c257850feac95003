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

int events_verify(const Arguments& a) {
    std::string heads;
    for (const auto& head : a.heads) heads += (heads.empty() ? "" : ",") + json_text(head);
    return records_command(a, "events.verify", heads.empty() ? "{}" : "{\"heads\":[" + heads + "]}", verify_as_text);
}

int events_show(const Arguments& a) {
    return records_command(a, "events.show", json_object({{"id", json_text(a.queue_id)}}), story_as_text);
}

// As it comes, however long it is: nothing is kept here.
int events_export(const Arguments& a) {
    std::vector<std::pair<std::string, std::string>> wanted{{"format", json_text(a.export_format)}};
    if (!a.since.empty()) wanted.emplace_back("since", json_text(time_given(a.since)));
    if (!a.until.empty()) wanted.emplace_back("until", json_text(time_given(a.until)));
    const std::string request = json_object(wanted);
    return records_stream(a, "events.export", request, [](const std::string& line) {
        print(line + "\n");
        return true;
    });
}

}  // namespace beadle::cli

// arguments.h — the JSON arguments of the verbs of the admin socket, read strictly.
//
// Takes    one JSON object from a peer that may be anybody allowed to connect: hostile.
// Gives    a struct for each verb. Unknown keys, wrong types, numbers out of bounds, words that are not in a list and
// times
//          that are no times are refused with a sentence that names the key.
// Bounds   as argument_reader.h.
// Fails    malformed. Never throws.
// Runs in  record.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

#include "records/argument_reader.h"

namespace beadle::records {

struct ListArguments {
    std::string state;  // "" = pending, held, superseded and discarding; "all"; or one
    std::int64_t since = 0, until = 0;  // wall milliseconds; 0 = open
    std::string sender, recipient;      // parts of the address
    std::string direction, reason, rule, kind, text, sort;
    bool attachment = false, count = false;
    bool journal = false;  // of the journal, not of what is kept back: set by the verb
    std::string scope;     // scope.h: set by the verb
    std::int64_t limit = 100;
};
struct ShowArguments {
    std::string id;
};
struct ReleaseArguments {
    std::string id, reason;
    std::vector<std::string> recipients;  // none = all that are left
    std::vector<std::string> instead;     // "old=new": to another address
    std::int64_t allow_sender_days = 0;   // and the same rule lets this sender's mail to them pass for so long
};
struct DiscardArguments {
    std::string id, reason;
};
struct SearchArguments {
    std::int64_t since = 0, until = 0;  // 0 = open
    std::string text, sender, recipient, rule, kind, outcome, queue_id;
    std::int64_t limit = 100;
    std::int64_t under = 0;      // numbers smaller than it; 0 = all
    std::int64_t within_ms = 0;  // it ends after about so long and says how far it looked; 0 = it looks through all
};

Result<ListArguments> list_arguments(std::string_view json);
ArgumentReader& read_filters(ArgumentReader& reader, ListArguments& into);
Result<ShowArguments> show_arguments(std::string_view json);
Result<ReleaseArguments> release_arguments(std::string_view json);
Result<DiscardArguments> discard_arguments(std::string_view json);
Result<SearchArguments> search_arguments(std::string_view json);
struct EventExportArguments {
    std::int64_t since = 0, until = 0;  // 0 = open
    std::string format = "json";        // ecs | json | csv
};
struct VerifyArguments {
    std::vector<std::string> heads;  // "gateway number mac" each
};
Result<EventExportArguments> event_export_arguments(std::string_view json);
Result<VerifyArguments> verify_arguments(std::string_view json);
struct StoryArguments {
    std::string id;  // a queue id, the number of an event, or a reference
};
Result<StoryArguments> story_arguments(std::string_view json);
Result<bool> no_arguments(std::string_view json);  // "", {} or an error

}  // namespace beadle::records

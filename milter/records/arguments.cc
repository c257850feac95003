#include "records/arguments.h"

#include "records/held.h"

namespace beadle::records {
namespace {

constexpr std::int64_t most_rows = 10'000;
constexpr const char* which = "which kept message?";

// `a` as it was read, or why it was not.
template <class A>
Result<A> arguments(A& a, const Status& read) {
    if (!read) return read.failure();
    return std::move(a);
}

}  // namespace

ArgumentReader& read_filters(ArgumentReader& reader, ListArguments& a) {
    return reader
        .word("state", a.state,
              {"all", "pending", "held", "superseded", "discarding", "returned", "released", "discarded", "expired", "void"})
        .time("since", a.since)
        .end("until", a.until)
        .text("sender", a.sender)
        .text("recipient", a.recipient)
        .word("direction", a.direction, {"inbound", "outbound", "internal"})
        .word("reason", a.reason, {"quarantine", "refused", "ask"})
        .text("rule", a.rule, 100)
        .text("kind", a.kind, 100)
        .text("text", a.text)
        .word("sort", a.sort, {"newest", "oldest", "largest", "sender"})
        .flag("attachment", a.attachment)
        .flag("count", a.count)
        .whole("limit", a.limit, 1, most_rows);
}

Result<ListArguments> list_arguments(std::string_view json) {
    ListArguments a;
    ArgumentReader reader;
    return arguments(a, read_filters(reader, a).read(json));
}

Result<ShowArguments> show_arguments(std::string_view json) {
    ShowArguments a;
    ArgumentReader reader;
    reader.reference("id", a.id).require("id", a.id, which);
    return arguments(a, reader.read(json));
}

Result<ReleaseArguments> release_arguments(std::string_view json) {
    ReleaseArguments a;
    ArgumentReader reader;
    reader.reference("id", a.id).require("id", a.id, which).text("reason", a.reason);
    reader.texts("recipients", a.recipients).texts("instead", a.instead).whole("allow_sender_days", a.allow_sender_days, 1, 365);
    return arguments(a, reader.read(json));
}

Result<DiscardArguments> discard_arguments(std::string_view json) {
    DiscardArguments a;
    ArgumentReader reader;
    reader.reference("id", a.id).require("id", a.id, which).needed("reason", a.reason, "what is destroyed needs one");
    return arguments(a, reader.read(json));
}

Result<SearchArguments> search_arguments(std::string_view json) {
    SearchArguments a;
    ArgumentReader reader;
    reader.time("since", a.since)
        .end("until", a.until)
        .text("text", a.text)
        .text("sender", a.sender)
        .text("recipient", a.recipient)
        .text("rule", a.rule)
        .text("kind", a.kind)
        .text("outcome", a.outcome)
        .text("queue_id", a.queue_id)
        .whole("limit", a.limit, 1, most_rows)
        .whole("under", a.under, 1, INT64_MAX)
        .whole("within_ms", a.within_ms, 1, 60'000);
    return arguments(a, reader.read(json));
}

Result<EventExportArguments> event_export_arguments(std::string_view json) {
    EventExportArguments a;
    ArgumentReader reader;
    reader.time("since", a.since).end("until", a.until).word("format", a.format, {"ecs", "json", "csv"});
    return arguments(a, reader.read(json));
}

Result<VerifyArguments> verify_arguments(std::string_view json) {
    VerifyArguments a;
    ArgumentReader reader;
    reader.texts("heads", a.heads);
    return arguments(a, reader.read(json));
}

Result<StoryArguments> story_arguments(std::string_view json) {
    StoryArguments a;
    ArgumentReader reader;
    reader.needed("id", a.id, "a queue id, the number of an event, or the reference of a kept message", 100);
    return arguments(a, reader.read(json));
}

Result<bool> no_arguments(std::string_view json) {
    if (auto done = ArgumentReader().read(json); !done) return done.failure();
    return true;
}

}  // namespace beadle::records

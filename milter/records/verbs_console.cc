// verbs_console.cc — console.today, .counts, .held, .story, .rules, .ages, .exported; people.list; own.list and own.withdraw of who wrote the message.
#include "base/text.h"
#include "records/accounts.h"
#include "records/argument_reader.h"
#include "records/arguments.h"
#include "records/console_queries.h"
#include "records/discards.h"
#include "records/matter_acts.h"
#include "records/rule_figures.h"
#include "records/verbs.h"

namespace beadle::records {
namespace {

constexpr std::int64_t most_rows = 200;

Result<wire::Answer> today(Store& store, const Person&, const std::string& arguments) {
    std::int64_t since = store.clock.wall() - 86'400'000;
    if (auto read = ArgumentReader().time("since", since).read(arguments); !read) return read.failure();
    return numbers_of_the_day(store, since);
}

Result<HeldWanted> wanted_of(const std::string& arguments) {
    HeldWanted w;
    auto read = ArgumentReader()
                    .word("state", w.state, {"", "all", "pending", "held", "superseded", "released", "discarded", "expired", "void"})
                    .text("sender", w.sender, 320).text("recipient", w.recipient, 320).text("text", w.text, 200)
                    .text("rule", w.rule, 100).word("reason", w.reason, {"", "quarantine", "refused", "ask"})
                    .word("origin", w.origin, {"", "inside", "outside"}).time("since", w.since).end("until", w.until)
                    .whole("limit", w.limit, 1, most_rows).reference("after", w.after).flag("oldest_first", w.oldest_first)
                    .read(arguments);
    if (!read) return read.failure();
    return w;
}

Result<wire::Answer> held(Store& store, const Person&, const std::string& arguments) {
    auto wanted = wanted_of(arguments);
    if (!wanted) return wanted.failure();
    return list_for_console(store, *wanted);
}

Result<std::unique_ptr<Job>> rules(Store& store, const Person&, const std::string& arguments) {
    std::int64_t since = store.clock.wall() - 30LL * 86'400'000;
    if (auto read = ArgumentReader().time("since", since).read(arguments); !read) return read.failure();
    return std::unique_ptr<Job>(std::make_unique<RuleFigures>(since));
}

Result<wire::Answer> story(Store& store, const Person&, const std::string& arguments) {
    std::int64_t event = 0;
    if (auto read = ArgumentReader().whole("event", event, 1, INT64_MAX).read(arguments); !read) return read.failure();
    return story_of(store, event);
}

Result<wire::Answer> ages(Store& store, const Person&, const std::string& arguments) {
    if (auto read = no_arguments(arguments); !read) return read.failure();
    return ages_of(store);
}

Result<wire::Answer> members(Store& store, const Person&, const std::string& arguments) {
    if (auto read = no_arguments(arguments); !read) return read.failure();
    return list_members(store);
}

// A list leaves as a file: who took which, how much of it, and the hash by which a copy found later is known.
Result<Told> exported(Store& store, const Person& person, const std::string& arguments) {
    std::string list, format, sha256, asked;
    std::int64_t count = 0;
    auto read = ArgumentReader()
                    .word("list", list, {"mail", "held", "audit", "request", "report"}).require("list", list, "which list?")
                    .word("format", format, {"csv", "json"}).require("format", format, "csv or json")
                    .needed("sha256", sha256, "the hash of the file", 64).whole("count", count, 0, 1'000'000).text("asked", asked)
                    .read(arguments);
    if (!read) return read.failure();
    auto put = append(store, matter_event(person, "list-exported", {}, {{"list", list}, {"format", format}, {"count", std::to_string(count)}, {"sha256", sha256}, {"asked", asked}}));
    if (!put) return put.failure();
    Told out;
    out.answer.lines.push_back("{\"version\":1,\"event\":" + std::to_string(*put) + "}");
    return out;
}

Result<std::string> own_address(Store& store, const Person& person) {
    auto account = account_named(store, person.name);
    if (!account) return account.failure();
    return *account ? (*account)->mail : std::string();
}

Result<wire::Answer> own_list(Store& store, const Person& person, const std::string& arguments) {
    auto wanted = wanted_of(arguments);
    if (!wanted) return wanted.failure();
    auto mine = own_address(store, person);
    if (!mine) return mine.failure();
    if (mine->empty()) return wire::Answer{1, "this is asked by who is signed in to the console", {}, false};
    wanted->own = *mine;
    wanted->origin = "inside";  // what only claims to be from this address is not theirs
    return list_for_console(store, *wanted);
}

// Who wrote it takes it back: it is not sent to anybody.
Result<Told> own_withdraw(Store& store, const Person& person, const std::string& arguments) {
    auto a = show_arguments(arguments);
    if (!a) return a.failure();
    auto mine = own_address(store, person);
    if (!mine) return mine.failure();
    auto kept = find_held(store, a->id);
    if (!kept) return kept.failure();
    const bool theirs = *kept && !mine->empty() && (*kept)->origin == "inside" && ascii_iequal((*kept)->sender, *mine);
    if (!theirs) {
        const std::string why = "no message of yours has the reference " + a->id;
        if (auto put = record_refusal(store, person, "own.withdraw", why); !put) return put.failure();
        return Told{wire::Answer{1, why, {}, false}, false};
    }
    return discard(store, person, {a->id, "taken back by who wrote it"});
}

}  // namespace

std::span<const Verb> console_verbs() {
    static constexpr Verb verbs[] = {
        {.name = "console.today", .read = today},  {.name = "console.counts", .read = today},
        {.name = "console.held", .read = held},    {.name = "console.story", .read = story},
        {.name = "console.rules", .job = rules},   {.name = "console.ages", .read = ages},
        {.name = "console.exported", .write = exported}, {.name = "people.list", .read = members},
        {.name = "own.list", .read = own_list},    {.name = "own.withdraw", .write = own_withdraw},
    };
    return verbs;
}

}  // namespace beadle::records

// verbs_content.cc — the readings of content: quarantine.content, .export; journal.search; policy.replay of what is
// stored.
#include "base/text.h"

#include "records/argument_reader.h"
#include "records/content_jobs.h"
#include "records/verbs.h"
#include "records/walk_jobs.h"
#include "wire/view.h"

namespace beadle::records {
namespace {

constexpr std::int64_t most_walked = 10'000;

}  // namespace

std::span<const Verb> content_verbs() {
    static constexpr Verb verbs[] = {
        {.name = "quarantine.content",
         .job = [](Store&, const Person& person, const std::string& arguments) -> Result<std::unique_ptr<Job>> {
             ContentArguments a;
             auto done = ArgumentReader()
                             .reference("id", a.id)
                             .require("id", a.id, "which kept message?")
                             .text("part", a.part, 100)
                             .text("reason", a.reason)
                             .flag("reveal", a.reveal)
                             .flag("html", a.html)
                             .read(arguments);
             if (!done) return done.failure();
             // On the pages of the console a clerk decides on a message with its text before their eyes; a command line says why.
             if (trim(a.reason).empty() && (a.reveal || person.session.empty()))
                 return fail(FailureKind::malformed, "arguments",
                             a.reveal ? "\"reason\" is missing: what was found is shown unmasked only with one"
                                      : "\"reason\" is missing: what somebody wrote is shown only with one");
             return show_content(person, std::move(a));
         }},
        {.name = "quarantine.export",
         .job = [](Store&, const Person& person, const std::string& arguments) -> Result<std::unique_ptr<Job>> {
             TakeOutArguments a;
             auto done = ArgumentReader()
                             .reference("id", a.id)
                             .require("id", a.id, "which kept message?")
                             .needed("reason", a.reason, "what leaves the records needs one")
                             .read(arguments);
             if (!done) return done.failure();
             return export_content(person, std::move(a));
         }},
        {.name = "journal.search",
         .job = [](Store&, const Person& person, const std::string& arguments) -> Result<std::unique_ptr<Job>> {
             WalkArguments a;
             bool held = false;
             ArgumentReader reader;
             auto done = read_filters(reader, a.which)
                             .needed("why", a.why, "content is read only for a reason")
                             .needed("case", a.reference, "which request or case is it read for?", 200)
                             .texts("words", a.words, wire::ViewLimits::words)
                             .flag("held", held)
                             .read(arguments);
             if (!done) return done.failure();
             if (a.words.empty())
                 return fail(FailureKind::malformed, "arguments", "\"words\" is missing: what is looked for?");
             for (const auto& word : a.words)
                 if (trim(word).empty() || word.size() > wire::ViewLimits::word)
                     return fail(FailureKind::malformed, "arguments", "\"words\" holds one that is blank or too long");
             a.which.journal = !held;
             a.which.limit = most_walked;
             return search_content(person, std::move(a));
         }},
        {.name = "policy.replay",
         .job = [](Store&, const Person& person, const std::string& arguments) -> Result<std::unique_ptr<Job>> {
             WalkArguments a;
             bool held = false, journal = false;
             ArgumentReader reader;
             auto done = read_filters(reader, a.which)
                             .text("why", a.why)
                             .flag("held", held)
                             .flag("journal", journal)
                             .read(arguments);
             if (!done) return done.failure();
             a.both = held == journal;
             a.which.journal = journal;
             a.which.limit = most_walked;
             return replay_stored(person, std::move(a));
         }},
    };
    return verbs;
}

}  // namespace beadle::records

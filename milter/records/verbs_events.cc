// verbs_events.cc — events.search, events.verify, status.
#include "records/arguments.h"
#include "records/backup.h"
#include "records/event_export.h"
#include "records/event_story.h"
#include "records/figures.h"
#include "records/heads.h"
#include "records/jobs.h"
#include "records/queries.h"
#include "records/verbs.h"

namespace beadle::records {

std::span<const Verb> event_verbs() {
    static constexpr Verb verbs[] = {
        {.name = "events.search",
         .job = [](Store&, const Person&, const std::string& arguments) -> Result<std::unique_ptr<Job>> {
             auto a = search_arguments(arguments);
             if (!a) return a.failure();
             return std::unique_ptr<Job>(std::make_unique<Search>(std::move(*a)));
         }},
        {.name = "events.verify",
         .job = [](Store&, const Person&, const std::string& arguments) -> Result<std::unique_ptr<Job>> {
             auto a = verify_arguments(arguments);
             if (!a) return a.failure();
             auto heads = noted_heads(a->heads);
             if (!heads) return heads.failure();
             return std::unique_ptr<Job>(std::make_unique<Verify>(std::move(*heads)));
         }},
        {.name = "events.export",
         .job = [](Store&, const Person&, const std::string& arguments) -> Result<std::unique_ptr<Job>> {
             auto a = event_export_arguments(arguments);
             if (!a) return a.failure();
             return std::unique_ptr<Job>(std::make_unique<Export>(std::move(*a)));
         }},
        {.name = "backup",
         .job = [](Store&, const Person& person, const std::string& arguments) -> Result<std::unique_ptr<Job>> {
             auto a = backup_arguments(arguments);
             if (!a) return a.failure();
             return std::unique_ptr<Job>(std::make_unique<Backup>(std::move(*a), person));
         }},
        {.name = "events.show",
         .read = [](Store& store, const Person&, const std::string& arguments) -> Result<wire::Answer> {
             auto a = story_arguments(arguments);
             if (!a) return a.failure();
             return tell_story(store, *a);
         }},
        {.name = "figures",
         .read = [](Store& store, const Person&, const std::string& arguments) -> Result<wire::Answer> {
             if (auto a = no_arguments(arguments); !a) return a.failure();
             return figures(store);
         }},
        {.name = "status",
         .read = [](Store& store, const Person&, const std::string& arguments) -> Result<wire::Answer> {
             if (auto a = no_arguments(arguments); !a) return a.failure();
             auto line = status_line(store);
             if (!line) return line.failure();
             return wire::Answer{0, "", {std::move(*line)}, false};
         }},
    };
    return verbs;
}

}  // namespace beadle::records

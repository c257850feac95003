// verbs_events.cc — events.search, events.verify, status.
#include "records/arguments.h"
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
             if (auto a = no_arguments(arguments); !a) return a.failure();
             return std::unique_ptr<Job>(std::make_unique<Verify>());
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

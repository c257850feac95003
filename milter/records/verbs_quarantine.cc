// verbs_quarantine.cc — quarantine.list, .show, .release, .discard.
#include "records/arguments.h"
#include "records/queries.h"
#include "records/verbs.h"

namespace beadle::records {

std::span<const Verb> quarantine_verbs() {
    static constexpr Verb verbs[] = {
        {.name = "quarantine.list",
         .read = [](Store& store, const Person&, const std::string& arguments) -> Result<wire::Answer> {
             auto a = list_arguments(arguments);
             if (!a) return a.failure();
             return list_held(store, *a);
         }},
        {.name = "quarantine.show",
         .read = [](Store& store, const Person&, const std::string& arguments) -> Result<wire::Answer> {
             auto a = show_arguments(arguments);
             if (!a) return a.failure();
             return show_held(store, *a);
         }},
        {.name = "quarantine.release",
         .write = [](Store& store, const Person& person, const std::string& arguments) -> Result<Told> {
             auto a = release_arguments(arguments);
             if (!a) return a.failure();
             return release(store, person, *a);
         }},
        {.name = "quarantine.discard",
         .write = [](Store& store, const Person& person, const std::string& arguments) -> Result<Told> {
             auto a = discard_arguments(arguments);
             if (!a) return a.failure();
             return discard(store, person, *a);
         }},
    };
    return verbs;
}

}  // namespace beadle::records

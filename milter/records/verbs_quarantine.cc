// verbs_quarantine.cc — quarantine.list, .show, .release, .discard, .undo, .return; exception.list, .end; journal.list, .show.
#include "records/arguments.h"
#include "records/argument_reader.h"
#include "records/discards.h"
#include "records/exceptions.h"
#include "records/queries.h"
#include "records/returns.h"
#include "records/verbs.h"

namespace beadle::records {

std::span<const Verb> quarantine_verbs() {
    static constexpr Verb verbs[] = {
        {.name = "quarantine.list",
         .read = [](Store& store, const Person& person, const std::string& arguments) -> Result<wire::Answer> {
             auto a = list_arguments(arguments);
             if (!a) return a.failure();
             a->scope = person.scope;
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
        {.name = "quarantine.undo",
         .write = [](Store& store, const Person& person, const std::string& arguments) -> Result<Told> {
             auto a = show_arguments(arguments);
             if (!a) return a.failure();
             return undo_discard(store, person, a->id);
         }},
        {.name = "quarantine.return",
         .write = [](Store& store, const Person& person, const std::string& arguments) -> Result<Told> {
             ReturnArguments a;
             auto done = ArgumentReader()
                             .reference("id", a.id)
                             .require("id", a.id, "which kept message?")
                             .needed("note", a.note, "what should the sender know?", 4000)
                             .read(arguments);
             if (!done) return done.failure();
             return return_to_sender(store, person, a);
         }},
        {.name = "exception.list",
         .read = [](Store& store, const Person&, const std::string& arguments) -> Result<wire::Answer> {
             if (auto a = no_arguments(arguments); !a) return a.failure();
             return list_exceptions(store);
         }},
        {.name = "exception.end",
         .write = [](Store& store, const Person& person, const std::string& arguments) -> Result<Told> {
             std::string id, reason;
             auto done = ArgumentReader().reference("id", id).require("id", id, "which exception?").text("reason", reason).read(arguments);
             if (!done) return done.failure();
             return end_exception(store, person, id, reason);
         }},
        {.name = "journal.list",
         .read = [](Store& store, const Person&, const std::string& arguments) -> Result<wire::Answer> {
             auto a = list_arguments(arguments);
             if (!a) return a.failure();
             a->journal = true;
             return list_held(store, *a);
         }},
        {.name = "journal.show",
         .read = [](Store& store, const Person&, const std::string& arguments) -> Result<wire::Answer> {
             auto a = show_arguments(arguments);
             if (!a) return a.failure();
             return show_held(store, *a);
         }},
    };
    return verbs;
}

}  // namespace beadle::records

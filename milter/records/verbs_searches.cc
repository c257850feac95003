// verbs_searches.cc — search.list, .save and .forget: one's own searches of all mail, kept under a name.
#include <nlohmann/json.hpp>

#include "base/text.h"
#include "records/accounts.h"
#include "records/argument_reader.h"
#include "records/events.h"
#include "records/saved_searches.h"

namespace beadle::records {
namespace {

constexpr std::size_t most_name = 60, most_query = 1000;
constexpr std::int64_t most_searches = 20;

wire::Answer refusal(const std::string& why) {
    wire::Answer out;
    out.exit_code = 1;
    out.problem = why;
    return out;
}

// 0: asked by nobody who has an account.
Result<std::int64_t> account_of(Store& store, const Person& person) {
    auto account = account_named(store, person.name);
    if (!account) return account.failure();
    return *account && !person.session.empty() ? (*account)->id : 0;
}

Result<wire::Answer> list_searches(Store& store, const Person& person, const std::string& arguments) {
    if (auto read = ArgumentReader().read(arguments); !read) return read.failure();
    auto account = account_of(store, person);
    if (!account) return account.failure();
    auto rows = store.db.rows("SELECT name, query FROM saved_searches WHERE account = ?1 ORDER BY name LIMIT ?2",
                              {*account, most_searches});
    if (!rows) return rows.failure();
    wire::Answer out;
    for (const auto& row : *rows)
        out.lines.push_back(nlohmann::json{{"version", 1}, {"name", text(row[0])}, {"query", text(row[1])}}.dump(
            -1, ' ', false, nlohmann::json::error_handler_t::replace));
    return out;
}

// The event bears neither name nor words: they tell of whom was looked for, and go when the search goes.
Result<Told> noted(Store& store, const Person& person, const char* kind) {
    Event e;
    e.kind = kind;
    e.person = printable(person.name, 64);
    auto put = append(store, std::move(e));
    if (!put) return put.failure();
    return Told{wire::Answer{0, "", {R"({"version":1,"done":true})"}, false}, false};
}

Result<Told> save_search(Store& store, const Person& person, const std::string& arguments) {
    std::string name, query;
    auto read = ArgumentReader()
                    .needed("name", name, "what is it called?", most_name)
                    .text("query", query, most_query)
                    .read(arguments);
    if (!read) return read.failure();
    auto account = account_of(store, person);
    if (!account) return account.failure();
    if (*account == 0) return Told{refusal("this is asked by who is signed in to the console"), false};
    auto gone = store.db.run("DELETE FROM saved_searches WHERE account = ?1 AND name = ?2", {*account, name});
    if (!gone) return gone.failure();
    auto count = store.db.rows("SELECT count(*) FROM saved_searches WHERE account = ?1", {*account});
    if (!count) return count.failure();
    if (integer(count->front().front()) >= most_searches)
        return Told{
            refusal("there are " + std::to_string(most_searches) + " saved searches already: take one away first"),
            false};
    auto put = store.db.run("INSERT INTO saved_searches(account, name, query, made_at) VALUES(?1, ?2, ?3, ?4)",
                            {*account, name, query, store.clock.wall()});
    if (!put) return put.failure();
    return noted(store, person, "search-saved");
}

Result<Told> forget_search(Store& store, const Person& person, const std::string& arguments) {
    std::string name;
    if (auto read = ArgumentReader().needed("name", name, "which one?", most_name).read(arguments); !read)
        return read.failure();
    auto account = account_of(store, person);
    if (!account) return account.failure();
    auto gone = store.db.run("DELETE FROM saved_searches WHERE account = ?1 AND name = ?2", {*account, name});
    if (!gone) return gone.failure();
    if (*gone == 0) return Told{refusal("no saved search of yours has this name"), false};
    return noted(store, person, "search-forgotten");
}

}  // namespace

std::span<const Verb> search_verbs() {
    static constexpr Verb verbs[] = {
        {.name = "search.list", .read = list_searches},
        {.name = "search.save", .write = save_search},
        {.name = "search.forget", .write = forget_search},
    };
    return verbs;
}

}  // namespace beadle::records

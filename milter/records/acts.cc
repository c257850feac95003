#include "records/acts.h"

#include <algorithm>
#include <map>

#include <nlohmann/json.hpp>

#include "base/text.h"
#include "records/accounts.h"

namespace beadle::records {

using nlohmann::json;

Event act_event(const Person& person, const char* kind, const Held* held, const std::string& reason, Details more) {
    Event e;
    e.kind = kind;
    e.person = printable(person.name, 64);
    Details details = {{"reason", reason}};
    if (held) {
        e.about = held->event;
        e.sender = held->sender;
        e.subject = held->subject;
        details.push_back({"id", held->reference});
    }
    details.insert(details.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
    e.body = json_texts(details);
    return e;
}

Result<Told> refused_act(Store& store, const Person& person, const std::string& verb, const Held* held,
                         const std::string& why) {
    Event e = act_event(person, "request-refused", held, why);
    e.outcome = verb;
    auto put = append(store, std::move(e));
    if (!put) return put.failure();
    Told out;
    out.answer.exit_code = 1;
    out.answer.problem = why;
    return out;
}

namespace {

constexpr std::int64_t approval_life = 7LL * 86'400'000;  // a first word that old is asked for again

struct Asked {
    std::string what;
    bool by_console = false;
};

// Signs in and is still who they were: an account that ended since takes its word with it.
Result<bool> still_there(Store& store, const std::string& name) {
    auto account = account_named(store, name);
    if (!account) return account.failure();
    return *account && (*account)->state == "active" && ((*account)->ends_at == 0 || (*account)->ends_at > store.clock.wall());
}

constexpr Milliseconds second_after = 7LL * 86'400'000, first_day = 86'400'000;

// Whoever made its link could sign in as it until the person notices: they are told (verbs_accounts.cc) and have seven days. Those
// of the first day of an installation count at once, or nothing that needs two could be done in its first week.
Result<bool> is_newly_made(Store& store, const std::string& name) {
    auto rows = store.db.rows(std::string("SELECT ") + event_columns +
                                  " FROM events WHERE at > ?1 AND kind IN ('account-added', 'account-reset') AND kind <> 'verdict' ORDER BY seq",
                              {store.clock.wall() - second_after});
    if (!rows) return rows.failure();
    auto first = store.db.rows("SELECT min(at) FROM events WHERE gateway = ?1 AND kind = 'account-added' AND kind <> 'verdict'", {store.gateway});
    if (!first) return first.failure();
    const auto began = first->empty() ? 0 : integer(first->front()[0]);
    for (const auto& row : *rows) {
        const Event e = event_of(row);
        const json details = json::parse(e.body, nullptr, false);
        if (!details.is_object() || details.value("account", "") != name) continue;
        if (e.kind == "account-reset" || e.at > began + first_day) return true;
    }
    return false;
}

Result<bool> someone_signs_in(Store& store) {
    auto accounts = store.db.rows("SELECT 1 FROM accounts WHERE state = 'active' LIMIT 1", {});
    if (!accounts) return accounts.failure();
    return !accounts->empty();
}

// Once there are people who sign in, the accounts of the command line are one person: whoever has one there can have two.
Result<std::int64_t> count_of(Store& store, const std::map<std::string, Asked>& asked, const std::string& what) {
    std::int64_t by_console = 0, by_command = 0;
    for (const auto& [person, one] : asked) {
        if (one.what != what) continue;
        if (!one.by_console) {
            ++by_command;
            continue;
        }
        auto there = still_there(store, person);
        if (!there) return there.failure();
        auto fresh = is_newly_made(store, person);
        if (!fresh) return fresh.failure();
        if (*there && !*fresh) ++by_console;
    }
    auto some = someone_signs_in(store);
    if (!some) return some.failure();
    return by_console + (*some ? std::min<std::int64_t>(by_command, 1) : by_command);
}

}  // namespace

Result<std::int64_t> persons_asking(Store& store, const Person& person, const Held& held, const TwoPersons& kinds,
                                    const std::string& what) {
    auto rows = store.db.rows(std::string("SELECT ") + event_columns +
                                  " FROM events WHERE gateway = ?1 AND about = ?2 AND about <> 0 AND kind IN (?3, ?4)"
                                  " ORDER BY seq",
                              {store.gateway, held.event, std::string(kinds.approved), std::string(kinds.done)});
    if (!rows) return rows.failure();
    std::map<std::string, Asked> asked;
    for (const auto& row : *rows) {
        const Event e = event_of(row);
        auto chained = is_in_chain(store, e, octets(row.back()));
        if (!chained) return chained.failure();
        const json details = json::parse(e.body, nullptr, false);
        const bool of_this = details.is_object() && details.value("id", "") == held.reference;
        if (!*chained || (of_this && e.kind == kinds.done)) {
            asked.clear();
        } else if (of_this && e.at > store.clock.wall() - approval_life) {
            asked[e.person] = {details.value("numbers", ""), details.value("by", "") == "console"};
        }
    }
    asked[printable(person.name, 64)] = {what, !person.session.empty()};
    return count_of(store, asked, what);
}

Result<std::string> why_not_two(Store& store, const Person& second, const std::string& first) {
    auto some = someone_signs_in(store);
    if (!some) return some.failure();
    if (!*some) return std::string();
    auto first_signs_in = still_there(store, first);
    if (!first_signs_in) return first_signs_in.failure();
    if (!*first_signs_in && second.session.empty())
        return std::string("all accounts of the command line count as one person: a second person signs in to the console and does the same");
    for (const std::string& one : {first, printable(second.name, 64)}) {
        auto fresh = is_newly_made(store, one);
        if (!fresh) return fresh.failure();
        if (*fresh) return "the account " + one + " was invited or reset less than seven days ago: until then it does not count as a second person";
    }
    return std::string();
}

Result<Told> first_of_two(Store& store, const Person& person, const Held& held, const TwoPersons& kinds,
                          const std::string& what, const std::string& reason, const char* act_in_words,
                          const std::string& recipients) {
    Event e = act_event(person, kinds.approved, &held, reason,
                        {{"numbers", what}, {"by", person.session.empty() ? "command line" : "console"}});
    e.recipients = recipients;
    auto put = append(store, std::move(e));
    if (!put) return put.failure();
    Told out;
    out.answer.exit_code = 1;
    out.answer.problem =
        held.reference + " needs two persons: yours is noted, a second person has to ask for the same " + act_in_words;
    return out;
}

Result<FoundCase> find_case(Store& store, const std::string& reference) {
    auto held = find_held(store, reference);
    if (!held) return held.failure();
    if (!*held) return FoundCase{{}, "no kept message has the reference " + reference};
    auto untouched = is_as_recorded(store, **held);
    if (!untouched) return untouched.failure();
    if (!*untouched)
        return FoundCase{{}, reference + " was changed in the store by another hand: see beadle events verify"};
    return FoundCase{std::move(*held), ""};
}

}  // namespace beadle::records

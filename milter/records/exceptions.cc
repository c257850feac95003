#include "records/exceptions.h"

#include <algorithm>

#include <nlohmann/json.hpp>

#include "base/text.h"
#include "mail/address.h"

#include "records/acts.h"

namespace beadle::records {
namespace {

using nlohmann::json;

constexpr std::size_t most_at_once = 500;
constexpr std::int64_t most_given = 200, most_listed = 1000;
constexpr Milliseconds day = 86'400'000;
constexpr const char* columns =
    "id, reference, origin, sender, recipient, rule, until, made_at, person, reason, held, state, ended_at, ended_by, "
    "mac";

PersonException exception_of(const Row& r) {
    PersonException x;
    x.id = integer(r[0]);
    x.reference = text(r[1]);
    x.origin = text(r[2]);
    x.sender = text(r[3]);
    x.recipient = text(r[4]);
    x.rule = text(r[5]);
    x.until = integer(r[6]);
    x.made_at = integer(r[7]);
    x.person = text(r[8]);
    x.reason = text(r[9]);
    x.held = integer(r[10]);
    x.state = text(r[11]);
    x.ended_at = integer(r[12]);
    x.ended_by = text(r[13]);
    x.mac = octets(r[14]);
    return x;
}

Result<std::vector<PersonException>> select(Store& store, const std::string& rest, const Values& values) {
    auto rows = store.db.rows(std::string("SELECT ") + columns + " FROM exceptions " + rest, values);
    if (!rows) return rows.failure();
    std::vector<PersonException> out;
    for (const auto& row : *rows) out.push_back(exception_of(row));
    return out;
}

std::string mac_of(const Store& store, PersonException x) {
    wire::Encoder e;
    e(x.reference, x.origin, x.sender, x.recipient, x.rule, x.until, x.made_at, x.person, x.reason, x.held);
    return store.keys.mac("beadle exception " + e.take());
}

std::string folded(const std::string& address) { return printable(parse_address(address).folded(), 320); }

std::string line_of(const PersonException& x, Milliseconds now) {
    const bool over = x.state == "open" && x.until <= now;
    const json j{{"version", 1},
                 {"id", x.reference},
                 {"sender", x.sender},
                 {"recipient", x.recipient},
                 {"rule", x.rule},
                 {"until", utc_text(x.until)},
                 {"made_at", utc_text(x.made_at)},
                 {"person", x.person},
                 {"reason", x.reason},
                 {"state", over ? "over" : x.state},
                 {"origin", x.origin},
                 {"ended_by", x.ended_by}};
    return j.dump(-1, ' ', false, json::error_handler_t::replace);
}

Status add(Store& store, PersonException x, std::string& moves) {
    x.mac = mac_of(store, x);
    auto made = store.db.run(
        "INSERT INTO exceptions(reference, origin, sender, recipient, rule, until, made_at, person, reason, held, "
        "state,"
        " ended_at, ended_by, mac) VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, 'open', 0, '', ?11)",
        {x.reference, x.origin, x.sender, x.recipient, x.rule, x.until, x.made_at, x.person, x.reason, x.held,
         Blob{x.mac}});
    if (!made) return made.failure();
    moves += (moves.empty() ? "!" : " !") + x.reference + ":open";
    return Done{};
}

}  // namespace

bool is_as_made(const Store& store, const PersonException& x) { return same_octets(x.mac, mac_of(store, x)); }

Result<std::vector<PersonException>> all_exceptions(Store& store) { return select(store, "ORDER BY id", {}); }

Status make_exceptions(Store& store, const Person& person, const Held& held, const std::vector<std::string>& recipients,
                       std::int64_t days, const std::string& reason, std::string& moves) {
    const auto rules = split(held.rules, ' ');
    if (rules.size() * recipients.size() > most_at_once)
        return fail(FailureKind::malformed, "exceptions", "an exception for so many people is the policy's to make");
    for (const auto& rule : rules) {
        if (rule.empty()) continue;
        for (const auto& recipient : recipients) {
            PersonException x;
            x.reference = new_reference();
            x.origin = held.origin;
            x.sender = folded(held.envelope.sender);
            x.recipient = folded(recipient);
            x.rule = rule;
            x.made_at = store.clock.wall();
            x.until = x.made_at + std::min(days, exception_days_most) * day;
            x.person = printable(person.name, 64);
            x.reason = printable(reason, 500);
            x.held = held.id;
            if (auto added = add(store, std::move(x), moves); !added) return added;
        }
    }
    return Done{};
}

Result<wire::ExceptionsGiven> given_exceptions(Store& store, const wire::AskExceptions& asked) {
    wire::ExceptionsGiven out;
    out.good = true;
    const std::string sender = folded(asked.sender);
    if (sender.empty()) return out;  // nobody's mail is let pass by name
    auto found =
        select(store, "WHERE sender = ?1 AND state = 'open' AND until > ?2 AND origin = ?3 ORDER BY id LIMIT 5000",
               {sender, store.clock.wall(), std::string(name(asked.origin))});
    if (!found) return found.failure();
    for (const auto& x : *found) {
        const bool here = std::any_of(asked.recipients.begin(), asked.recipients.end(),
                                      [&](const auto& r) { return folded(r) == x.recipient; });
        if (!here || !is_as_made(store, x) || static_cast<std::int64_t>(out.given.size()) >= most_given) continue;
        out.given.push_back({x.rule, x.recipient,
                             "let pass by " + x.person + " until " + utc_text(x.until).substr(0, 10) +
                                 (x.reason.empty() ? "" : ": " + x.reason)});
    }
    return out;
}

Result<wire::Answer> list_exceptions(Store& store) {
    auto found = select(store, "WHERE state = 'open' AND until > ?1 ORDER BY until, id LIMIT ?2",
                        {store.clock.wall(), most_listed});
    if (!found) return found.failure();
    wire::Answer out;
    for (const auto& x : *found) out.lines.push_back(line_of(x, store.clock.wall()));
    return out;
}

Result<Told> end_exception(Store& store, const Person& person, const std::string& reference,
                           const std::string& reason) {
    auto found = select(store, "WHERE reference = ?1", {reference});
    if (!found) return found.failure();
    if (found->empty())
        return refused_act(store, person, "exception.end", nullptr, "no exception has the reference " + reference);
    PersonException x = found->front();
    if (x.state != "open")
        return refused_act(store, person, "exception.end", nullptr,
                           reference + " was ended by " + x.ended_by + " already");
    auto done = store.db.run("UPDATE exceptions SET state = 'ended', ended_at = ?2, ended_by = ?3 WHERE id = ?1",
                             {x.id, store.clock.wall(), printable(person.name, 64)});
    if (!done) return done.failure();
    Event e = act_event(person, "exception-ended", nullptr, reason, {{"id", reference}, {"rule", x.rule}});
    e.sender = x.sender;
    e.recipients = x.recipient;
    e.held = "!" + reference + ":ended";
    auto put = append(store, std::move(e));
    if (!put) return put.failure();
    x.state = "ended";
    x.ended_by = printable(person.name, 64);
    Told out;
    out.answer.lines.push_back(line_of(x, store.clock.wall()));
    return out;
}

}  // namespace beadle::records

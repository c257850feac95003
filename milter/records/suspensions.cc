#include "records/suspensions.h"

#include <limits>

#include <nlohmann/json.hpp>

#include "base/text.h"
#include "mail/address.h"

#include "records/acts.h"
#include "records/argument_reader.h"
#include "records/events.h"
#include "records/say.h"

namespace beadle::records {
namespace {

using nlohmann::json;

constexpr Milliseconds longest = 366LL * 24 * 60 * 60 * 1000;
constexpr std::string_view columns =
    "id, address, reason, asked_by, asked_at, approved_by, approved_at, until_at, state, ended_by, ended_at, "
    "end_reason,"
    " revision, mac";

std::string dump(const json& j) { return j.dump(-1, ' ', false, json::error_handler_t::replace); }
Failure wrong(const std::string& what) { return fail(FailureKind::malformed, "arguments", what); }
std::string mac_of(const Keys& keys, const Suspension& s) { return keys.mac("beadle suspension " + wire::encode(s)); }
bool is_untouched(const Store& store, const Suspension& s) { return same_octets(s.mac, mac_of(store.keys, s)); }
std::string word_of(const Suspension& s) { return s.state + "." + std::to_string(s.revision); }

Suspension suspension_of(const Row& row) {
    Suspension s;
    s.id = integer(row[0]);
    s.address = text(row[1]);
    s.reason = text(row[2]);
    s.asked_by = text(row[3]);
    s.asked_at = integer(row[4]);
    s.approved_by = text(row[5]);
    s.approved_at = integer(row[6]);
    s.until_at = integer(row[7]);
    s.state = text(row[8]);
    s.ended_by = text(row[9]);
    s.ended_at = integer(row[10]);
    s.end_reason = text(row[11]);
    s.revision = integer(row[12]);
    s.mac = octets(row[13]);
    return s;
}

Result<std::vector<Suspension>> where(Store& store, const std::string& condition, const Values& values) {
    auto rows = store.db.rows(
        "SELECT " + std::string(columns) + " FROM suspensions WHERE " + condition + " ORDER BY id LIMIT 100000",
        values);
    if (!rows) return rows.failure();
    std::vector<Suspension> out;
    for (const auto& row : *rows) out.push_back(suspension_of(row));
    return out;
}

// The one that is asked for or active.
Result<std::optional<Suspension>> running(Store& store, const std::string& address) {
    auto all = where(store, "address = ?1 AND state IN ('asked', 'active')", {address});
    if (!all) return all.failure();
    if (all->empty()) return std::optional<Suspension>();
    return std::optional<Suspension>(std::move(all->back()));
}

std::string line_of(const Suspension& s) {
    json j{{"version", 1},
           {"id", s.id},
           {"address", s.address},
           {"state", s.state},
           {"reason", s.reason},
           {"asked_by", s.asked_by},
           {"asked_at", utc_text(s.asked_at)},
           {"until", utc_text(s.until_at)}};
    if (!s.approved_by.empty()) j["approved_by"] = s.approved_by, j["approved_at"] = utc_text(s.approved_at);
    if (s.ended_at != 0)
        j["ended_by"] = s.ended_by, j["ended_at"] = utc_text(s.ended_at), j["end_reason"] = s.end_reason;
    return dump(j);
}

Result<Told> refused(Store& store, const Person& person, const std::string& verb, const std::string& why) {
    if (auto noted = record_refusal(store, person, verb, why); !noted) return noted.failure();
    Told out;
    out.answer.exit_code = 1;
    out.answer.problem = why;
    return out;
}

Status change(Store& store, Suspension& s, const char* kind, const std::string& person) {
    ++s.revision;
    s.mac = mac_of(store.keys, s);
    auto done = store.db.run(
        "UPDATE suspensions SET approved_by = ?2, approved_at = ?3, state = ?4, ended_by = ?5, ended_at = ?6, "
        "end_reason = ?7,"
        " revision = ?8, mac = ?9 WHERE id = ?1",
        {s.id, s.approved_by, s.approved_at, s.state, s.ended_by, s.ended_at, s.end_reason, s.revision, Blob{s.mac}});
    if (!done) return done.failure();
    Event e;
    e.kind = kind;
    e.person = printable(person, 64);
    e.sender = s.address;
    e.held = "suspension/" + std::to_string(s.id) + ":" + word_of(s);
    e.body = line_of(s);
    auto put = append(store, std::move(e));
    if (!put) return put.failure();
    return Done{};
}

// The person and the clerk are told in the same words.
Status tell(Store& store, const Suspension& s, const char* kind, const std::string& subject) {
    const std::string key = std::string(kind) + ":" + std::to_string(s.id);
    const std::string values = dump({{"address", s.address},
                                     {"reason", s.reason},
                                     {"until", london_minute(s.until_at)},
                                     {"end_reason", s.end_reason},
                                     {"early", s.state == "lifted"}});
    if (auto said = say(store, {key, s.address, kind, subject, values}); !said) return said;
    if (parse_address(store.council.clerk).folded() == s.address) return Done{};
    return say(store, {key + ":clerk", store.council.clerk, kind, subject, values});
}

Status insert(Store& store, Suspension& s) {
    auto made = store.db.rows(
        "INSERT INTO suspensions(address, reason, asked_by, asked_at, approved_by, approved_at, until_at, state, "
        "ended_by, ended_at,"
        " end_reason, revision, mac) VALUES(?1, ?2, ?3, ?4, '', 0, ?5, ?6, '', 0, '', 0, ?7) RETURNING id",
        {s.address, s.reason, s.asked_by, s.asked_at, s.until_at, s.state, Blob{""}});
    if (!made) return made.failure();
    s.id = integer(made->front().front());
    return change(store, s, "suspension-asked", s.asked_by);
}

// "" or why it cannot be the mailbox of anybody here.
std::string no_member(const Store& store, const Address& address) {
    if (address.local.empty() || address.domain.empty())
        return "\"" + printable(address.text, 200) + "\" is no mail address";
    std::vector<std::string> known;
    for (const auto& m : store.council.members) {
        if (parse_address(m.mailbox).folded() == address.folded()) return "";
        known.push_back(m.mailbox);
    }
    if (known.empty()) return "";  // the directory is not known here yet: whose mailbox it is cannot be said
    const auto near = nearest(address.text, known);
    return "no member has the mailbox " + printable(address.text, 200) +
           (near.empty() ? "" : ", did you mean " + near + "?");
}

}  // namespace

Result<Told> ask_suspension(Store& store, const Person& person, const std::string& arguments) {
    std::string address, reason;
    std::int64_t until = 0;
    if (auto good = ArgumentReader()
                        .needed("address", address, "say whose mail")
                        .needed("reason", reason, "say why: it is kept in the records")
                        .end("until", until)
                        .read(arguments);
        !good)
        return good.failure();
    const auto now = store.clock.wall();
    if (until == 0) return wrong("\"until\" is missing: every suspension ends");
    if (until <= now) return wrong("\"until\" has passed");
    if (until > now + longest) return wrong("\"until\" is more than a year away");
    const Address mailbox = parse_address(address);
    constexpr const char* verb = "suspend.add";
    if (const auto why = no_member(store, mailbox); !why.empty()) return refused(store, person, verb, why);
    auto known = running(store, mailbox.folded());
    if (!known) return known.failure();
    if (*known)
        return refused(
            store, person, verb,
            (*known)->state == "asked"
                ? "it is asked for already: a second person approves it with beadle suspend approve " + mailbox.folded()
                : "it is suspended already, until " + utc_text((*known)->until_at) + ": lift that one first");
    Suspension s;
    s.address = mailbox.folded();
    s.reason = printable(reason, 1000);
    s.asked_by = printable(person.name, 64);
    s.asked_at = now;
    s.until_at = until;
    s.state = "asked";
    if (auto put = insert(store, s); !put) return put.failure();
    Told out;
    out.answer.exit_code = 1;
    out.answer.lines.push_back(line_of(s));
    out.answer.problem =
        "yours is noted, nothing is suspended yet: a second person approves it with beadle suspend approve " +
        s.address;
    return out;
}

Result<Told> approve_suspension(Store& store, const Person& person, const std::string& arguments) {
    std::string address;
    if (auto good = ArgumentReader().needed("address", address, "say whose mail").read(arguments); !good)
        return good.failure();
    constexpr const char* verb = "suspend.approve";
    auto found = running(store, parse_address(address).folded());
    if (!found) return found.failure();
    if (!*found || (*found)->state != "asked")
        return refused(store, person, verb, "no suspension of " + printable(address, 200) + " waits for approval");
    Suspension& s = **found;
    if (!is_untouched(store, s))
        return refused(store, person, verb, "it was changed in the store by another hand: see beadle events verify");
    if (s.asked_by == printable(person.name, 64))
        return refused(store, person, verb, "you asked for it: a second person has to approve");
    auto why = why_not_two(store, person, s.asked_by);
    if (!why) return why.failure();
    if (!why->empty()) return refused(store, person, verb, *why);
    if (s.until_at <= store.clock.wall()) return refused(store, person, verb, "its end has passed");
    s.approved_by = printable(person.name, 64);
    s.approved_at = store.clock.wall();
    s.state = "active";
    if (auto done = change(store, s, "suspension-approved", person.name); !done) return done.failure();
    if (auto said = tell(store, s, "suspended", "Your mail to addresses outside the council is suspended"); !said)
        return said.failure();
    Told out;
    out.answer.lines.push_back(line_of(s));
    return out;
}

Result<Told> lift_suspension(Store& store, const Person& person, const std::string& arguments) {
    std::string address, reason;
    if (auto good = ArgumentReader()
                        .needed("address", address, "say whose mail")
                        .needed("reason", reason, "say why: it is kept in the records")
                        .read(arguments);
        !good)
        return good.failure();
    auto found = running(store, parse_address(address).folded());
    if (!found) return found.failure();
    if (!*found)
        return refused(store, person, "suspend.lift", "the mail of " + printable(address, 200) + " is not suspended");
    Suspension& s = **found;
    const bool was_active = s.state == "active";
    s.state = was_active ? "lifted" : "withdrawn";
    s.ended_by = printable(person.name, 64);
    s.ended_at = store.clock.wall();
    s.end_reason = printable(reason, 1000);
    if (auto done = change(store, s, was_active ? "suspension-lifted" : "suspension-withdrawn", person.name); !done)
        return done.failure();
    if (was_active)
        if (auto said = tell(store, s, "suspension-ended", "Your mail to addresses outside the council goes out again");
            !said)
            return said.failure();
    Told out;
    out.answer.lines.push_back(line_of(s));
    return out;
}

Result<wire::Answer> list_suspensions(Store& store, const Person&, const std::string& arguments) {
    bool all = false;
    if (auto good = ArgumentReader().flag("all", all).read(arguments); !good) return good.failure();
    auto found = all ? where(store, "id > 0", {}) : where(store, "state IN ('asked', 'active')", {});
    if (!found) return found.failure();
    wire::Answer out;
    for (const auto& s : *found) out.lines.push_back(line_of(s));
    return out;
}

Result<std::vector<Suspension>> suspensions_of_state(Store& store, const std::string& state) {
    return where(store, "(?1 = '' OR state = ?1)", {state});
}

Result<wire::Standing> standing(Store& store, const std::vector<std::string>& addresses) {
    wire::Standing out;
    out.good = true;
    for (const auto& address : addresses) {
        auto rows = where(store, "address = ?1 AND state = 'active'", {parse_address(address).folded()});
        if (!rows) return rows.failure();
        for (const auto& s : *rows) {
            if (!is_untouched(store, s))
                return fail(FailureKind::unavailable, "records",
                            "a suspension was changed in the store by another hand: see beadle events verify");
            if (s.until_at <= store.clock.wall()) continue;
            out.suspended = s.address;
            out.until = s.until_at;
            return out;
        }
    }
    return out;
}

Result<DueDone> end_suspensions(Store& store) {
    auto due = where(store, "state IN ('asked', 'active') AND until_at <= ?1", {store.clock.wall()});
    if (!due) return due.failure();
    for (auto& s : *due) {
        const bool was_active = s.state == "active";
        s.state = was_active ? "ended" : "withdrawn";
        s.ended_at = store.clock.wall();
        s.end_reason = was_active ? "its end has come" : "nobody approved it before its end";
        if (auto done = change(store, s, was_active ? "suspension-ended" : "suspension-withdrawn", ""); !done)
            return done.failure();
        if (!was_active) continue;
        if (auto said = tell(store, s, "suspension-ended", "Your mail to addresses outside the council goes out again");
            !said)
            return said.failure();
    }
    return DueDone{};
}

Result<std::string> compare_suspensions(Store& store, std::map<std::string, std::string>& states) {
    auto all = where(store, "id > 0", {});
    if (!all) return all.failure();
    for (const auto& s : *all) {
        const std::string name = "suspension/" + std::to_string(s.id);
        if (!is_untouched(store, s)) return "the suspension of " + s.address + " is not as it was recorded";
        const auto known = states.find(name);
        if (known == states.end()) return "no event tells of the suspension of " + s.address;
        if (known->second != word_of(s))
            return "the suspension of " + s.address + " is " + word_of(s) + ", by the events " + known->second;
        states.erase(known);
    }
    return std::string();
}

}  // namespace beadle::records

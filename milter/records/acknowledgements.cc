#include "records/acknowledgements.h"

#include <nlohmann/json.hpp>

#include "base/london.h"
#include "base/text.h"
#include "mail/address.h"

#include "records/argument_reader.h"
#include "records/events.h"

namespace beadle::records {
namespace {

using nlohmann::json;

Failure wrong(const std::string& what) { return fail(FailureKind::malformed, "arguments", what); }
std::string dump(const json& j) { return j.dump(-1, ' ', false, json::error_handler_t::replace); }

struct Acknowledgement {
    std::int64_t id = 0;
    std::string mailbox, version, on_day, recorded_by;
    std::int64_t recorded_at = 0;
    std::string mac;
};
template <class A>
void describe(A& a, Acknowledgement& v) {
    a(v.id, v.mailbox, v.version, v.on_day, v.recorded_by, v.recorded_at);
}
std::string mac_of(const Keys& keys, const Acknowledgement& a) {
    return keys.mac("beadle acknowledgement " + wire::encode(a));
}

Result<std::vector<Acknowledgement>> where(Store& store, const std::string& condition, const Values& values) {
    auto rows = store.db.rows(
        "SELECT id, mailbox, version, on_day, recorded_by, recorded_at, mac FROM acknowledgements WHERE " + condition +
            " ORDER BY id",
        values);
    if (!rows) return rows.failure();
    std::vector<Acknowledgement> out;
    for (const auto& row : *rows)
        out.push_back(
            {integer(row[0]), text(row[1]), text(row[2]), text(row[3]), text(row[4]), integer(row[5]), octets(row[6])});
    return out;
}

json line_of(const std::string& mailbox, const std::string& name, const std::string& version,
             const std::string& on_day) {
    return {{"version", 1}, {"mailbox", mailbox}, {"name", name}, {"notice", version}, {"on", on_day}};
}

std::string name_of(const Store& store, const std::string& mailbox) {
    for (const auto& m : store.council.members)
        if (parse_address(m.mailbox).folded() == mailbox) return m.name;
    return "";
}

}  // namespace

bool is_here(const wire::CouncilMember& m, const std::string& today) {
    return m.role != "former" && (m.from.empty() || m.from <= today) && (m.until.empty() || today <= m.until);
}

Result<Told> record_acknowledgement(Store& store, const Person& person, const std::string& arguments) {
    std::string address, version, day;
    if (auto good = ArgumentReader()
                        .needed("address", address, "say whose")
                        .text("version", version, 100)
                        .text("date", day)
                        .read(arguments);
        !good)
        return good.failure();
    const std::string today = london_time(store.clock.wall()).today;
    if (day.empty()) day = today;
    if (!london_wall(day, 0)) return wrong("\"date\" must be a day like 2026-05-14");
    if (day > today) return wrong("\"date\" lies in the future");
    if (version.empty()) version = store.council.adopted;
    if (version.empty()) return wrong("\"version\" is missing: the policy says no date of adoption");
    const Address mailbox = parse_address(address);
    if (mailbox.local.empty() || mailbox.domain.empty())
        return wrong("\"" + printable(address, 200) + "\" is no mail address");
    auto known = where(store, "mailbox = ?1 AND version = ?2", {mailbox.folded(), version});
    if (!known) return known.failure();
    Told out;
    if (!known->empty()) {
        out.answer.lines.push_back(
            dump(line_of(mailbox.folded(), name_of(store, mailbox.folded()), version, known->front().on_day)));
        return out;
    }
    Acknowledgement a{0, mailbox.folded(), printable(version, 100), day, printable(person.name, 64), store.clock.wall(),
                      ""};
    auto made = store.db.rows(
        "INSERT INTO acknowledgements(mailbox, version, on_day, recorded_by, recorded_at, mac) VALUES(?1, ?2, ?3, ?4, "
        "?5, ?6) RETURNING id",
        {a.mailbox, a.version, a.on_day, a.recorded_by, a.recorded_at, Blob{""}});
    if (!made) return made.failure();
    a.id = integer(made->front().front());
    auto sealed =
        store.db.run("UPDATE acknowledgements SET mac = ?2 WHERE id = ?1", {a.id, Blob{mac_of(store.keys, a)}});
    if (!sealed) return sealed.failure();
    Event e;
    e.kind = "acknowledged";
    e.person = a.recorded_by;
    e.sender = a.mailbox;
    e.held = "acknowledged/" + std::to_string(a.id) + ":recorded.1";
    e.body = dump({{"mailbox", a.mailbox}, {"notice", a.version}, {"on", a.on_day}});
    if (auto put = append(store, std::move(e)); !put) return put.failure();
    out.answer.lines.push_back(dump(line_of(a.mailbox, name_of(store, a.mailbox), a.version, a.on_day)));
    return out;
}

Result<wire::Answer> list_acknowledgements(Store& store, const Person&, const std::string& arguments) {
    std::string version;
    if (auto good = ArgumentReader().text("version", version).read(arguments); !good) return good.failure();
    if (version.empty()) version = store.council.adopted;
    auto given = where(store, "version = ?1", {version});
    if (!given) return given.failure();
    std::map<std::string, std::string> days;
    for (const auto& a : *given) days[a.mailbox] = a.on_day;
    wire::Answer out;
    const std::string today = london_time(store.clock.wall()).today;
    for (const auto& m : store.council.members) {
        const auto mailbox = parse_address(m.mailbox).folded();
        const auto found = days.find(mailbox);
        if (found == days.end() && !is_here(m, today)) continue;
        out.lines.push_back(dump(line_of(mailbox, m.name, version, found == days.end() ? "" : found->second)));
        if (found == days.end()) out.exit_code = 1;
        if (found != days.end()) days.erase(found);
    }
    for (const auto& [mailbox, day] : days) out.lines.push_back(dump(line_of(mailbox, "", version, day)));
    return out;
}

Result<std::string> compare_acknowledgements(Store& store, std::map<std::string, std::string>& states) {
    auto all = where(store, "id > 0", {});
    if (!all) return all.failure();
    for (const auto& a : *all) {
        if (!same_octets(a.mac, mac_of(store.keys, a)))
            return "the acknowledgement of " + a.mailbox + " is not as it was recorded";
        if (states.erase("acknowledged/" + std::to_string(a.id)) == 0)
            return "no event tells of the acknowledgement of " + a.mailbox;
    }
    return std::string();
}

std::vector<std::string> unacknowledged(Store& store) {
    std::vector<std::string> out;
    if (store.council.adopted.empty()) return out;
    auto given = where(store, "version = ?1", {store.council.adopted});
    if (!given) return out;
    const std::string today = london_time(store.clock.wall()).today;
    for (const auto& m : store.council.members) {
        const auto mailbox = parse_address(m.mailbox).folded();
        bool has = !is_here(m, today);
        for (const auto& a : *given) has = has || a.mailbox == mailbox;
        if (!has) out.push_back(m.name + ", " + m.mailbox);
    }
    return out;
}

std::vector<std::string> untrained(const Store& store) {
    const std::string today = london_time(store.clock.wall()).today;
    std::string since = london_time(store.clock.wall() - store.notices.training_months * 2'629'746'000LL).today;
    std::vector<std::string> out;
    for (const auto& m : store.council.members)
        if (is_here(m, today) && (m.trained.empty() || m.trained < since))
            out.push_back(m.name + ", " + m.mailbox + ": " + (m.trained.empty() ? "never" : "last on " + m.trained));
    return out;
}

}  // namespace beadle::records

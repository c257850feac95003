// verbs_holds.cc — hold.add, .list, .show, .lift.
#include <nlohmann/json.hpp>

#include "base/calendar.h"
#include "base/text.h"
#include "mail/address.h"

#include "records/matter_acts.h"
#include "records/argument_reader.h"
#include "records/holds.h"
#include "records/queries.h"
#include "records/verbs.h"

namespace beadle::records {
namespace {

using nlohmann::json;

Failure wrong(const std::string& what) { return fail(FailureKind::malformed, "arguments", what); }
std::string dump(const json& j) { return j.dump(-1, ' ', false, json::error_handler_t::replace); }

Status fold_people(std::vector<std::string>& people) {
    for (auto& p : people) {
        const auto at = p.find('@');
        if (at == p.npos || at + 1 == p.size())
            return wrong("\"people\" must be addresses such as a.smith@council.example or @council.example, not \"" + printable(p, 60) + "\"");
        p = at == 0 ? ascii_lower(p) : parse_address(p).folded();
    }
    return Done{};
}

Result<Hold> hold_arguments(const std::string& arguments) {
    Hold h;
    auto done = ArgumentReader()
                    .needed("case", h.case_name, "which matter is it for?", 200)
                    .needed("reason", h.reason, "why may nothing of it be destroyed?")
                    .texts("people", h.people)
                    .texts("terms", h.terms)
                    .text("from", h.from)
                    .text("to", h.to)
                    .text("review", h.review)
                    .read(arguments);
    for (const auto& [key, day] : {std::pair("from", &h.from), std::pair("to", &h.to), std::pair("review", &h.review)})
        if (done) done = check_day(key, *day);
    if (done) done = fold_people(h.people);
    if (!done) return done.failure();
    for (auto& t : h.terms) {
        t = ascii_lower(trim(t));
        if (t.size() < 2) return wrong("a term needs at least two letters");
    }
    if (!h.from.empty() && !h.to.empty() && h.to < h.from) return wrong("\"to\" is before \"from\"");
    if (h.people.empty() && h.terms.empty() && h.from.empty() && h.to.empty())
        return wrong("say what it reaches: people, terms, or days");
    return h;
}

json hold_json(const Store& store, const Matter& m) {
    json j = json::parse(m.body, nullptr, false);
    if (!j.is_object()) j = json::object();
    j["version"] = 1;
    j["id"] = m.reference;
    j["state"] = m.state;
    const auto review = read_date(hold_of(m).review);
    j["review_due"] = m.state == "in-force" && review && *review <= london_date(store.clock.wall());
    return j;
}

Result<wire::Answer> list_holds(Store& store, const Person&, const std::string& arguments) {
    std::string state;
    if (auto done = ArgumentReader().word("state", state, {"in-force", "lifted", "all"}).read(arguments); !done) return done.failure();
    auto all = matters_of(store, "hold", state.empty() ? "in-force" : state == "all" ? "" : state);
    if (!all) return all.failure();
    wire::Answer out;
    for (const auto& m : *all) out.lines.push_back(dump(hold_json(store, m)));
    return out;
}

// Counts what the hold is on now: kept messages whose content is there, and events that still tell of persons.
class ShowHold : public Job {
  public:
    explicit ShowHold(Matter matter) : matter_(std::move(matter)), hold_(hold_of(matter_)) {}
    bool step(Store& store, wire::Answer& answer) override;

  private:
    bool finish(Store& store, wire::Answer& answer);
    Matter matter_;
    Hold hold_;
    std::optional<HoldsInForce> holds_;
    std::int64_t last_ = 0, kept_ = 0, octets_ = 0;
    std::vector<std::string> first_;
};

bool ends_here(wire::Answer& answer, const Failure& why) {
    answer.exit_code = 4;
    answer.problem = why.what;
    return true;
}

bool ShowHold::finish(Store& store, wire::Answer& answer) {
    json j = hold_json(store, matter_);
    j["kept_messages"] = kept_;
    j["octets"] = octets_;
    j["cases"] = first_;
    if (matter_.state == "in-force" && !hold_.terms.empty()) {
        auto left = texts_to_look_through(store, matter_.reference);
        if (!left) return ends_here(answer, left.failure());
        j["texts_to_look_through"] = *left;
    }
    auto rows = store.db.rows(std::string("SELECT ") + event_columns +
                                  " FROM events WHERE " + is_it_or_about_it + " ORDER BY seq LIMIT 100",
                              {matter_.gateway, matter_.event});
    if (!rows) return ends_here(answer, rows.failure());
    json history = json::array();
    for (const auto& row : *rows) {
        const Event e = event_of(row);
        const json details = json::parse(e.body, nullptr, false);
        history.push_back({{"event", e.seq}, {"at", utc_text(e.at)}, {"kind", e.kind}, {"person", e.person},
                           {"reason", details.is_object() ? details.value("reason", "") : ""}});
    }
    j["history"] = std::move(history);
    answer.lines.push_back(dump(j));
    return true;
}

bool ShowHold::step(Store& store, wire::Answer& answer) {
    if (!holds_) {
        auto read = HoldsInForce::read(store);
        if (!read) return ends_here(answer, read.failure());
        holds_ = std::move(*read);
    }
    if (matter_.state != "in-force") return finish(store, answer);
    auto rows = store.db.rows(std::string("SELECT ") + held_columns +
                                  " FROM held WHERE id > ?1 AND EXISTS(SELECT 1 FROM messages m WHERE m.id = held.message AND m.destroyed_at = 0)"
                                  " ORDER BY id LIMIT 200",
                              {last_});
    if (!rows) return ends_here(answer, rows.failure());
    const std::string mine = matter_.reference + " (";
    for (const auto& row : *rows) {
        const Held h = held_of(row);
        last_ = h.id;
        auto subject = subject_of(store, h);
        if (!subject) return ends_here(answer, subject.failure());
        const auto on = holds_->on(*subject);
        if (std::none_of(on.begin(), on.end(), [&](const auto& name) { return name.starts_with(mine); })) continue;
        ++kept_;
        octets_ += h.size;
        if (first_.size() < 100) first_.push_back(h.reference);
    }
    return rows->size() < 200 && finish(store, answer);
}

Result<std::unique_ptr<Job>> show_hold(Store& store, const Person&, const std::string& arguments) {
    std::string id;
    if (auto done = ArgumentReader().needed("id", id, "which hold?").read(arguments); !done) return done.failure();
    const auto reference = matter_reference(id, 'H');
    if (reference.empty()) return wrong("\"id\" must be a hold such as H-3");
    auto found = find_matter(store, reference);
    if (!found) return found.failure();
    if (!*found) return wrong("there is no hold " + reference);
    return std::unique_ptr<Job>(std::make_unique<ShowHold>(std::move(**found)));
}

Result<Told> lift(Store& store, const Person& person, const std::string& arguments) {
    std::string id, reason;
    auto done = ArgumentReader().needed("id", id, "which hold?").needed("reason", reason, "why may it end?").read(arguments);
    if (!done) return done.failure();
    const auto reference = matter_reference(id, 'H');
    if (reference.empty()) return wrong("\"id\" must be a hold such as H-3");
    return lift_hold(store, person, reference, reason);
}

}  // namespace

std::span<const Verb> hold_verbs() {
    static constexpr Verb verbs[] = {
        {.name = "hold.add",
         .write = [](Store& store, const Person& person, const std::string& arguments) -> Result<Told> {
             auto hold = hold_arguments(arguments);
             if (!hold) return hold.failure();
             return add_hold(store, person, *hold);
         }},
        {.name = "hold.list", .read = list_holds},
        {.name = "hold.show", .job = show_hold},
        {.name = "hold.lift", .write = lift},
    };
    return verbs;
}

}  // namespace beadle::records

// verbs_requests.cc — request.open, .list, .show, .pause, .resume, .id-shown, .extend, .acknowledge, .note, .search, .review,
// .content, .packed, .close.
#include <nlohmann/json.hpp>

#include "base/text.h"
#include "records/queries.h"
#include "mail/address.h"

#include "records/argument_reader.h"
#include "records/request_jobs.h"
#include "records/verbs.h"

namespace beadle::records {
namespace {

using nlohmann::json;

std::string dump(const json& j) { return j.dump(-1, ' ', false, json::error_handler_t::replace); }
Failure wrong(const std::string& what) { return fail(FailureKind::malformed, "arguments", what); }

Status fold(std::vector<std::string>& list, const char* key) {
    for (auto& one : list) {
        one = ascii_lower(trim(one));
        if (one.size() < 2) return wrong(std::string("\"") + key + "\" holds an entry of less than two letters");
    }
    return Done{};
}

Status as_request(std::string& id) {
    const auto reference = matter_reference(id, 'R');
    if (reference.empty()) return wrong("\"id\" must be a request such as R-3, not \"" + printable(id, 40) + "\"");
    id = reference;
    return Done{};
}

Result<Told> open(Store& store, const Person& person, const std::string& arguments) {
    Request r;
    std::string kind, received;
    auto done = ArgumentReader()
                    .word("kind", kind, {"sar", "foi", "eir", "complaint", "dp-complaint"})
                    .require("kind", kind, "sar, foi, eir, complaint or dp-complaint")
                    .needed("name", r.name, "who asks?", 200)
                    .text("contact", r.contact)
                    .texts("identifiers", r.identifiers)
                    .needed("received", received, "on which day did it come?")
                    .flag("id_needed", r.facts.id_needed)
                    .read(arguments);
    if (done) done = check_day("received", received);
    if (done) done = fold(r.identifiers, "identifiers");
    if (!done) return done.failure();
    if (r.identifiers.empty() && (kind == "sar" || kind == "dp-complaint"))
        return wrong("\"identifiers\" is missing: by which names and addresses is the person found?");
    r.facts.duty = *duty(kind);
    r.facts.received = *read_date(received);
    if (r.facts.id_needed && r.facts.duty != Duty::sar) return wrong("\"id_needed\" belongs to a subject access request");
    return open_request(store, person, std::move(r));
}

json request_json(const Store& store, const Matter& m) {
    const Request r = request_of(m);
    json j{{"version", 1}, {"id", m.reference}, {"kind", name(r.facts.duty)}, {"state", m.state}, {"name", r.name}, {"contact", r.contact},
           {"received", date_text(r.facts.received)}, {"identifiers", r.identifiers}, {"hold", r.hold}, {"opened_by", r.opened_by},
           {"id_needed", r.facts.id_needed}, {"id_shown", r.facts.id_shown ? date_text(*r.facts.id_shown) : ""}, {"outcome", r.outcome},
           {"closed", r.closed}, {"due_when_closed", r.due_when_closed}};
    j["clock"] = json::parse(clock_json(store, m, r));
    return j;
}

Result<wire::Answer> list(Store& store, const Person&, const std::string& arguments) {
    std::string state;
    if (auto done = ArgumentReader().word("state", state, {"open", "closed", "erased", "all"}).read(arguments); !done) return done.failure();
    auto all = matters_of(store, "request", state.empty() ? "open" : state == "all" ? "" : state);
    if (!all) return all.failure();
    wire::Answer out;
    for (const auto& m : *all) out.lines.push_back(dump(request_json(store, m)));
    return out;
}

json item_json(const MatterItem& item, const Row& row, const std::optional<Held>& copy) {
    const Event e = event_of(row);
    const json body = json::parse(item.body, nullptr, false);
    json j{{"version", 1}, {"item", item.number}, {"decision", item.state}, {"event", item.event}, {"at", utc_text(e.at)}, {"sender", e.sender},
           {"recipients", e.recipients.empty() ? std::vector<std::string>{} : split(e.recipients, '\n')}, {"subject", e.subject},
           {"message_id", e.message_id}, {"case", copy ? copy->reference : ""}, {"size", copy ? copy->size : 0}};
    if (body.is_object())
        for (const char* key : {"reason", "strings", "person"})
            if (body.contains(key)) j[key] = body[key];
    json files = json::array();
    const json details = json::parse(e.body, nullptr, false);
    if (details.is_object() && details.contains("inspection") && details["inspection"].contains("entities"))
        for (const auto& entity : details["inspection"]["entities"])
            if (entity.is_object() && entity.value("filename", "") != "") files.push_back(entity["filename"]);
    j["attachments"] = std::move(files);
    return j;
}

// The request, its history with every search, and the items, a step each.
class ShowRequest : public Job {
  public:
    explicit ShowRequest(std::string id) : id_(std::move(id)) {}
    bool step(Store& store, wire::Answer& answer) override;

  private:
    Status begin(Store& store, wire::Answer& answer);
    Status add_item(Store& store, const MatterItem& item, wire::Answer& answer);
    std::string id_;
    bool begun_ = false;
    std::vector<MatterItem> items_;
    std::size_t at_ = 0;
};

Status ShowRequest::begin(Store& store, wire::Answer& answer) {
    begun_ = true;
    auto found = find_matter(store, id_);
    if (!found) return found.failure();
    if (!*found || (*found)->kind != "request") {
        answer.exit_code = 1;
        answer.problem = "there is no request " + id_;
        return Done{};
    }
    json j = request_json(store, **found);
    auto rows = store.db.rows(std::string("SELECT ") + event_columns +
                                  " FROM events WHERE " + is_it_or_about_it + " ORDER BY seq LIMIT 1000",
                              {(*found)->gateway, (*found)->event});
    if (!rows) return rows.failure();
    json history = json::array();
    for (const auto& row : *rows) {
        const Event e = event_of(row);
        json details = json::parse(e.body, nullptr, false);
        history.push_back({{"event", e.seq}, {"at", utc_text(e.at)}, {"kind", e.kind}, {"person", e.person}, {"details", std::move(details)}});
    }
    auto items = items_of(store, (*found)->id);
    if (!items) return items.failure();
    items_ = std::move(*items);
    j["items"] = items_.size();
    j["history"] = std::move(history);
    answer.lines.push_back(dump(j));
    return Done{};
}

Status ShowRequest::add_item(Store& store, const MatterItem& item, wire::Answer& answer) {
    auto rows = store.db.rows(std::string("SELECT ") + event_columns + " FROM events WHERE gateway = ?1 AND seq = ?2", {item.gateway, item.event});
    if (!rows) return rows.failure();
    auto copy = kept_copy(store, item.gateway, item.event);
    if (!copy) return copy.failure();
    if (!rows->empty()) answer.lines.push_back(dump(item_json(item, rows->front(), *copy)));
    return Done{};
}

bool ShowRequest::step(Store& store, wire::Answer& answer) {
    Status done = begun_ ? Status(Done{}) : begin(store, answer);
    for (int i = 0; i < 100 && done && at_ < items_.size(); ++i) done = add_item(store, items_[at_++], answer);
    if (!done) {
        answer.exit_code = 4;
        answer.problem = done.failure().what;
        return true;
    }
    return at_ >= items_.size();
}

template <bool NeedsReason, Result<Told> (*Act)(Store&, const Person&, const RequestAct&)>
Result<Told> act(Store& store, const Person& person, const std::string& arguments) {
    RequestAct a;
    ArgumentReader reader;
    reader.needed("id", a.id, "which request?").text("on", a.on).flag("fee", a.for_fee);
    if (NeedsReason) reader.needed("reason", a.reason, "why?");
    else reader.text("reason", a.reason);
    auto done = reader.read(arguments);
    if (done) done = as_request(a.id);
    if (done) done = check_day("on", a.on);
    if (!done) return done.failure();
    return Act(store, person, a);
}

Result<Told> review(Store& store, const Person& person, const std::string& arguments) {
    RequestAct a;
    auto done = ArgumentReader()
                    .needed("id", a.id, "which request?")
                    .whole("item", a.item, 1, 1'000'000)
                    .word("decision", a.decision, review_words)
                    .require("decision", a.decision, "include, exclude, redact, third-party, privileged or casework")
                    .text("reason", a.reason)
                    .texts("strings", a.strings)
                    .read(arguments);
    if (done) done = as_request(a.id);
    if (!done) return done.failure();
    if (a.item == 0) return wrong("\"item\" is missing: which message of the review set?");
    if (a.decision != "include" && trim(a.reason).empty()) return wrong("\"reason\" is missing: what is kept back needs one");
    if ((a.decision == "redact") != !a.strings.empty()) return wrong("\"strings\" name what is taken out: they go with redact, and redact needs them");
    return review_request(store, person, a);
}

Result<std::unique_ptr<Job>> show(Store&, const Person&, const std::string& arguments) {
    std::string id;
    auto done = ArgumentReader().needed("id", id, "which request?").read(arguments);
    if (done) done = as_request(id);
    if (!done) return done.failure();
    return std::unique_ptr<Job>(std::make_unique<ShowRequest>(std::move(id)));
}

Result<std::unique_ptr<Job>> search(Store&, const Person& person, const std::string& arguments) {
    RequestSearchArguments a;
    auto done = ArgumentReader()
                    .needed("id", a.id, "which request?")
                    .texts("terms", a.terms)
                    .texts("mailboxes", a.mailboxes)
                    .texts("exclude", a.exclude)
                    .text("since", a.since_day)
                    .text("until", a.until_day)
                    .flag("content", a.content)
                    .read(arguments);
    if (done) done = as_request(a.id);
    if (done) done = fold(a.terms, "terms");
    if (done) done = fold(a.exclude, "exclude");
    if (done) done = fold(a.mailboxes, "mailboxes");
    if (done) done = check_day("since", a.since_day);
    if (done) done = check_day("until", a.until_day);
    if (!done) return done.failure();
    if (a.terms.empty() && a.mailboxes.empty()) return wrong("say what to look for: terms, mailboxes or both");
    for (auto& m : a.mailboxes)
        if (m.front() != '@') m = parse_address(m).folded();
    if (const auto day = read_date(a.since_day)) a.since = london_midnight(*day);
    if (const auto day = read_date(a.until_day)) a.until = london_midnight(*day + std::chrono::days{1});
    return std::unique_ptr<Job>(std::make_unique<RequestSearch>(person, std::move(a)));
}

Result<std::unique_ptr<Job>> content(Store&, const Person& person, const std::string& arguments) {
    std::string id;
    std::int64_t item = 0;
    auto done = ArgumentReader().needed("id", id, "which request?").whole("item", item, 1, 1'000'000).read(arguments);
    if (done) done = as_request(id);
    if (!done) return done.failure();
    return std::unique_ptr<Job>(std::make_unique<RequestContent>(person, std::move(id), item));
}

}  // namespace

std::span<const Verb> request_verbs() {
    static constexpr Verb verbs[] = {
        {.name = "request.open", .write = open},
        {.name = "request.list", .read = list},
        {.name = "request.show", .job = show},
        {.name = "request.pause", .write = act<true, pause_request>},
        {.name = "request.resume", .write = act<false, resume_request>},
        {.name = "request.id-shown", .write = act<false, show_id_of_request>},
        {.name = "request.extend", .write = act<true, extend_request>},
        {.name = "request.acknowledge", .write = act<false, acknowledge_request>},
        {.name = "request.note", .write = act<true, note_request>},
        {.name = "request.search", .job = search},
        {.name = "request.review", .write = review},
        {.name = "request.content", .job = content},
        {.name = "request.packed", .write = act<true, note_pack>},
        {.name = "request.close", .write = act<true, close_request>},
    };
    return verbs;
}

}  // namespace beadle::records

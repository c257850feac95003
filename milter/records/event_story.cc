#include "records/event_story.h"

#include <algorithm>
#include <charconv>

#include <nlohmann/json.hpp>

#include "base/text.h"

#include "records/events.h"
#include "records/held.h"
#include "records/queries.h"

namespace beadle::records {
namespace {

using nlohmann::json;

constexpr std::size_t most_verdicts = 20;

std::string said(const json& body, const char* key) {
    return body.is_object() && body.contains(key) && body[key].is_string() ? body[key].get<std::string>() : "";
}

std::string people_of(const Event& e) { return replace_all(e.recipients, "\n", ", "); }
std::string because(const std::string& reason) { return reason.empty() ? "" : ": " + reason; }

std::string delivery_words(const Event& e, const json& body) {
    const std::string to = e.recipients.empty() ? "all recipients" : people_of(e);
    const std::string relay = said(body, "relay"), reply = said(body, "reply");
    const std::string by = relay.empty() || relay == "none" ? "" : " by " + relay;
    if (e.outcome == "sent") return "The mail server delivered it to " + to + by + because(reply);
    if (e.outcome == "deferred") return "The mail server could not deliver it to " + to + " yet and tries again" + because(reply);
    if (e.outcome == "bounced") return "It was refused for " + to + by + ", and the sender was told by the mail server" + because(reply);
    return "The mail server gave up for " + to + because(reply);
}

std::string verdict_words(const Event& e) {
    const std::string rules = e.rules.empty() ? "" : ", by " + replace_all(e.rules, " ", ", ");
    return "Beadle judged the message from " + (e.sender.empty() ? std::string("nobody (null sender)") : e.sender) + " to " + people_of(e) + ": " +
           e.outcome + rules;
}

std::string words_of(const Event& e, const json& body) {
    const std::string who = e.person.empty() ? "Beadle" : e.person;
    if (e.kind == "verdict") return verdict_words(e);
    if (e.kind == "delivery") return delivery_words(e, body);
    if (e.kind == "heard") return "The mail server had Beadle's answer";
    if (e.kind == "void") return "The mail server never had Beadle's answer: what was recorded does not count" + because(said(body, "cause"));
    if (e.kind == "release-approved") return who + " asked for its release; a second person is needed" + because(said(body, "reason"));
    if (e.kind == "release-asked") return who + " released it to " + people_of(e) + because(said(body, "reason"));
    if (e.kind == "release-settled") return "The release to " + people_of(e) + ": " + e.outcome + because(said(body, "reply"));
    if (e.kind == "discarded") return who + " discarded it for " + people_of(e) + because(said(body, "reason"));
    if (e.kind == "stamp-issued") return "It was handed to the mail server again, under a stamp";
    if (e.kind == "stamp-seen") return "The mail server showed the stamp";
    if (e.kind == "notice") return "A notice (" + said(body, "notice") + ") to " + people_of(e) + ": " + e.outcome;
    return who + ": " + e.kind + (e.outcome.empty() ? "" : ", " + e.outcome) + because(said(body, "reason"));
}

std::string line_of(const Event& e) {
    const json body = json::parse(e.body, nullptr, false);
    json j{{"version", 1}, {"event", e.seq}, {"gateway", e.gateway}, {"at", utc_text(e.at)}, {"kind", e.kind}, {"outcome", e.outcome},
           {"person", e.person}, {"queue_id", e.queue_id}, {"words", printable(words_of(e, body), 2000)}};
    return j.dump(-1, ' ', false, json::error_handler_t::replace);
}

Result<std::vector<std::int64_t>> numbers(Store& store, const std::string& statement, const Values& values) {
    auto rows = store.db.rows(statement, values);
    if (!rows) return rows.failure();
    std::vector<std::int64_t> out;
    for (const auto& row : *rows) out.push_back(integer(row[0]) != 0 || row.size() < 2 ? integer(row[0]) : integer(row[1]));
    return out;
}

// The verdicts that are meant: by reference, by number (of any event about it), by queue id.
Result<std::vector<std::int64_t>> verdicts_meant(Store& store, const std::string& id) {
    if (const auto reference = as_reference(id); !reference.empty()) {
        auto found = numbers(store, "SELECT event FROM held WHERE gateway = ?1 AND reference = ?2", {store.gateway, reference});
        if (!found || !found->empty()) return found;
    }
    std::int64_t seq = 0;
    const auto end = std::from_chars(id.data(), id.data() + id.size(), seq);
    if (end.ec == std::errc() && end.ptr == id.data() + id.size()) {
        auto found = numbers(store, "SELECT about, seq FROM events WHERE gateway = ?1 AND seq = ?2", {store.gateway, seq});
        if (!found || !found->empty()) return found;
    }
    return numbers(store, "SELECT about, seq FROM events WHERE gateway = ?1 AND queue_id = ?2 ORDER BY seq LIMIT 500", {store.gateway, id});
}

}  // namespace

Result<wire::Answer> tell_story(Store& store, const StoryArguments& wanted) {
    auto meant = verdicts_meant(store, wanted.id);
    if (!meant) return meant.failure();
    std::sort(meant->begin(), meant->end());
    meant->erase(std::unique(meant->begin(), meant->end()), meant->end());
    if (meant->size() > most_verdicts) meant->resize(most_verdicts);
    wire::Answer out;
    for (auto verdict : *meant) {
        auto rows = store.db.rows(std::string("SELECT ") + event_columns +
                                      " FROM events WHERE " + is_it_or_about_it + " ORDER BY seq LIMIT 500",
                                  {store.gateway, verdict});
        if (!rows) return rows.failure();
        for (const auto& row : *rows) out.lines.push_back(line_of(event_of(row)));
    }
    if (!out.lines.empty()) return out;
    out.exit_code = 1;
    out.problem = "the records know nothing by the name " + printable(wanted.id, 64);
    return out;
}

}  // namespace beadle::records

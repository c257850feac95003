#include "records/returns.h"

#include <optional>

#include <nlohmann/json.hpp>

#include "base/text.h"
#include "mail/address.h"

#include "records/acts.h"
#include "records/notice_queue.h"
#include "records/questions.h"

namespace beadle::records {
namespace {

using nlohmann::json;

// What would run, harm, or could not be looked into is not put into a colleague's mailbox by us.
Result<bool> is_safe(Store& store, const Held& held) {
    auto rows = store.db.rows("SELECT kinds FROM held_index WHERE held = ?1", {held.id});
    if (!rows) return rows.failure();
    const std::string kinds = rows->empty() ? " malware " : text(rows->front()[0]);
    for (const char* bad : {" malware ", " dangerous-file ", " macro ", " not-inspected ", " ambiguous-structure "})
        if (kinds.find(bad) != std::string::npos) return false;
    return held.size <= attached_most;
}

std::string escaped(const std::string& s) {
    return replace_all(replace_all(replace_all(s, "&", "&amp;"), "<", "&lt;"), ">", "&gt;");
}

wire::Notice notice_of(const Held& held, const std::string& note, bool attached) {
    wire::Notice n;
    n.key = "return:" + held.reference;
    n.to = held.envelope.sender;
    n.kind = "returned";
    n.subject = "Your message was not sent and comes back to you (" + held.reference + ")";
    const std::string what = "Your message \"" + held.subject + "\" of " + utc_text(held.at).substr(0, 10) +
                             " was kept back by the council's mail gateway. It was not sent. Who looked at it writes:";
    const std::string rest = attached ? "The message is attached as it was."
                                      : "The message itself is not attached, for it may not be safe to open.";
    n.text = what + "\n\n" + note + "\n\n" + rest + "\nReference: " + held.reference + "\n";
    n.html = "<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>" + escaped(n.subject) +
             "</title></head><body><p>" + escaped(what) + "</p><blockquote><p>" +
             replace_all(escaped(note), "\n", "<br>") + "</p></blockquote><p>" + rest +
             "</p><p>Reference: " + held.reference + "</p></body></html>";
    return n;
}

std::string problem_of(const Held& held, const std::vector<HeldRecipient>& people) {
    if (!is_open(held.state)) return why_closed(held);
    for (const auto& r : people)
        if (r.state == "sending") return held.reference + " is being sent to " + r.shown;
    if (held.origin != name(Origin::inside) || parse_address(held.envelope.sender).domain.empty())
        return held.reference + " came from outside: nothing is sent back there";
    return "";
}

// The case and its recipients when it may go back; else what was answered.
struct Returnable {
    std::optional<Held> held;
    std::vector<HeldRecipient> people;
    Told refusal;
};
Result<Returnable> returnable(Store& store, const Person& person, const char* verb, const std::string& reference) {
    const auto refused = [&](const Held* held, const std::string& why) -> Result<Returnable> {
        auto told = refused_act(store, person, verb, held, why);
        if (!told) return told.failure();
        return Returnable{std::nullopt, {}, std::move(*told)};
    };
    auto found = find_case(store, reference);
    if (!found) return found.failure();
    if (!found->held) return refused(nullptr, found->problem);
    auto people = recipients_of(store, found->held->id);
    if (!people) return people.failure();
    if (const auto problem = problem_of(*found->held, *people); !problem.empty()) return refused(&*found->held, problem);
    return Returnable{std::move(*found->held), std::move(*people), {}};
}

Status put_returned(Store& store, Held& held, const std::vector<HeldRecipient>& people, Event& e) {
    std::vector<std::string> shown;
    for (const auto& r : people) {
        if (r.state != "held") continue;
        shown.push_back(r.shown);
        if (auto done = set_recipient(store, held, r, "returned", "", e.held); !done) return done;
    }
    e.recipients = joined_printable(shown);
    if (auto moved = move(store, held, State::returned, e.held); !moved) return moved;
    return close_question(store, held.id, e.held);
}

Told done(const Held& held, const char* what, json more = json::object()) {
    more.update({{"version", 1}, {"id", held.reference}, {"state", name(held.state)}, {"done", what}, {"sender", held.sender}});
    Told out;
    out.answer.lines.push_back(more.dump(-1, ' ', false, json::error_handler_t::replace));
    return out;
}

}  // namespace

Result<Told> withdraw(Store& store, const Person& person, const std::string& reference) {
    auto found = returnable(store, person, "own.withdraw", reference);
    if (!found) return found.failure();
    if (!found->held) return std::move(found->refusal);
    Held& h = *found->held;
    Event e = act_event(person, "withdrawn", &h, "taken back by who wrote it");
    if (auto put = put_returned(store, h, found->people, e); !put) return put.failure();
    if (auto noted = set_note(store, h.id, "taken back by who wrote it: not sent"); !noted) return noted.failure();
    if (auto put = append(store, std::move(e)); !put) return put.failure();
    return done(h, "withdrawn");
}

Result<Told> return_to_sender(Store& store, const Person& person, const ReturnArguments& wanted) {
    auto found = returnable(store, person, "quarantine.return", wanted.id);
    if (!found) return found.failure();
    if (!found->held) return std::move(found->refusal);
    Held& h = *found->held;
    auto attached = is_safe(store, h);
    if (!attached) return attached.failure();
    const std::string note = printable_lines(wanted.note, 4000);
    Event e = act_event(person, "returned", &h, note, {{"attached", *attached ? "yes" : "no"}});
    if (auto put = put_returned(store, h, found->people, e); !put) return put.failure();
    auto event = append(store, std::move(e));
    if (!event) return event.failure();
    wire::Recorded about;
    about.event = *event;
    const auto notice = notice_of(h, note, *attached);
    if (auto put = add_notices(store, {notice}, about); !put) return put.failure();
    auto due = store.db.run("UPDATE notices SET attached = ?2, due_at = ?3 WHERE key = ?1",
                            {notice.key, *attached ? h.id : std::int64_t{0}, store.clock.wall()});
    if (!due) return due.failure();
    return done(h, "returned", {{"attached", *attached}});
}

}  // namespace beadle::records

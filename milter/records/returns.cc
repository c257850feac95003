#include "records/returns.h"

#include <algorithm>

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

Result<std::string> problem_of(Store& store, const Held& held, const std::vector<HeldRecipient>& people) {
    if (!is_open(held.state)) return why_closed(held);
    for (const auto& r : people)
        if (r.state == "sending") return held.reference + " is being sent to " + r.shown;
    if (held.origin != name(Origin::inside) || parse_address(held.envelope.sender).domain.empty())
        return held.reference + " came from outside: nothing is sent back there";
    (void)store;
    return std::string();
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

std::string done_line(const Held& held, const char* done) {
    return json{{"version", 1}, {"id", held.reference}, {"state", name(held.state)}, {"done", done}, {"sender", held.sender}}.dump(
        -1, ' ', false, json::error_handler_t::replace);
}

}  // namespace

Result<Told> withdraw(Store& store, const Person& person, const std::string& reference) {
    constexpr const char* verb = "own.withdraw";
    auto found = find_case(store, reference);
    if (!found) return found.failure();
    if (!found->held) return refused_act(store, person, verb, nullptr, found->problem);
    Held& h = *found->held;
    auto people = recipients_of(store, h.id);
    if (!people) return people.failure();
    auto problem = problem_of(store, h, *people);
    if (!problem) return problem.failure();
    if (!problem->empty()) return refused_act(store, person, verb, &h, *problem);
    Event e = act_event(person, "withdrawn", &h, "taken back by who wrote it");
    if (auto put = put_returned(store, h, *people, e); !put) return put.failure();
    if (auto noted = set_note(store, h.id, "taken back by who wrote it: not sent"); !noted) return noted.failure();
    if (auto put = append(store, std::move(e)); !put) return put.failure();
    Told out;
    out.answer.lines.push_back(done_line(h, "withdrawn"));
    return out;
}

Result<Told> return_to_sender(Store& store, const Person& person, const ReturnArguments& wanted) {
    constexpr const char* verb = "quarantine.return";
    auto found = find_case(store, wanted.id);
    if (!found) return found.failure();
    if (!found->held) return refused_act(store, person, verb, nullptr, found->problem);
    Held& h = *found->held;
    auto people = recipients_of(store, h.id);
    if (!people) return people.failure();
    auto problem = problem_of(store, h, *people);
    if (!problem) return problem.failure();
    if (!problem->empty()) return refused_act(store, person, verb, &h, *problem);
    auto attached = is_safe(store, h);
    if (!attached) return attached.failure();
    const std::string note = printable_lines(wanted.note, 4000);
    Event e = act_event(person, "returned", &h, note, {{"attached", *attached ? "yes" : "no"}});
    if (auto put = put_returned(store, h, *people, e); !put) return put.failure();
    auto event = append(store, std::move(e));
    if (!event) return event.failure();
    wire::Recorded about;
    about.event = *event;
    const auto notice = notice_of(h, note, *attached);
    if (auto put = add_notices(store, {notice}, about); !put) return put.failure();
    auto due = store.db.run("UPDATE notices SET attached = ?2, due_at = ?3 WHERE key = ?1",
                            {notice.key, *attached ? h.id : std::int64_t{0}, store.clock.wall()});
    if (!due) return due.failure();
    Told out;
    out.answer.lines.push_back(json{
        {"version", 1},
        {"id", h.reference},
        {"state", name(h.state)},
        {"done", "returned"},
        {"sender", h.sender},
        {"attached", *attached}}.dump(-1, ' ', false, json::error_handler_t::replace));
    return out;
}

}  // namespace beadle::records

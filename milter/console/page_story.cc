// page_story.cc — one message from its arrival to what became of it, and the two lines to tell whoever asks.
#include "base/text.h"
#include "console/held.h"
#include "console/routes.h"
#include "console/words.h"

namespace beadle::console {
namespace {

struct Verdict {
    std::string plain, answer;
};
// What a clerk says to the councillor who asks.
Verdict verdict_of(const Value& event, const std::vector<const Value*>& kept) {
    const std::string at = london_words(event.text("at")), outcome = event.text("outcome");
    if (!kept.empty() && (kept.front()->text("state") == "held" || kept.front()->text("state") == "pending"))
        return {"Held, and waiting for a decision.", "The mail came at " + at + " and is being held for a check. The clerk decides on it; reference " + kept.front()->text("id") + "."};
    if (!kept.empty() && kept.front()->text("state") == "released")
        return {"It was held, then released.", "The mail was held for a check and has been released since. Please look in your inbox and in Junk."};
    if (!kept.empty()) return {"It was held and not sent on.", "The mail was held and not sent on (" + ascii_lower(state_words(kept.front()->text("state"))) + "). Please ask the clerk."};
    if (outcome == "rejected") return {"Refused: the sender was told at once.", "The mail was refused at " + at + " and its sender was told why. Please ask the sender for the message they got back."};
    if (outcome == "deferred") return {"Put off: the sending server tries again.", "The mail was put off at " + at + ". The sending server tries again by itself; nothing is lost."};
    return {"Beadle passed this on.", "The mail gateway passed the mail on at " + at + ". If it is not in the inbox, please look in Junk, or for a rule in the mailbox."};
}

Value steps_of(const std::vector<const Value*>& events) {
    Value out = Value::list();
    for (const Value* e : events) {
        const Value& d = (*e)["details"];
        const std::string what = e->text("kind") == "verdict" ? "Checked: " + ascii_lower(outcome_words(e->text("outcome"))) : event_words(e->text("kind"));
        std::string more;
        for (const char* key : {"reason", "reply", "problem", "cause", "status", "relay"})
            if (!d.text(key).empty()) more += (more.empty() ? "" : "; ") + d.text(key);
        out.add(Value::map({{"at", london_words(e->text("at"))}, {"what", what}, {"person", e->text("person").empty() ? "Beadle" : e->text("person")}, {"more", more}}));
    }
    return out;
}

}  // namespace

Response show_story(Desk& desk) {
    std::int64_t number = 0;
    for (char c : desk.parts[0].substr(0, 18)) number = c >= '0' && c <= '9' && number >= 0 ? number * 10 + (c - '0') : -1;
    if (number <= 0) return desk.words(404, "No such mail", "Nothing is recorded under this number.");
    const Reply reply = desk.ask("console.story", Value::map({{"event", number}}));
    if (reply.reached && reply.exit_code == 1) return desk.words(404, "No such mail", "Nothing is recorded under this number.");
    if (!reply.done()) return desk.trouble(reply);
    std::vector<const Value*> events, kept;
    Value references = Value::list();
    for (const auto& line : reply.lines) {
        (line.text("about") == "kept" ? kept : events).push_back(&line);
        if (line.text("about") == "kept") references.add(Value::map({{"id", line.text("id")}, {"href", "/held/" + line.text("id")}, {"state", state_words(line.text("state"))}}));
    }
    if (events.empty()) return desk.words(404, "No such mail", "Nothing is recorded under this number.");
    const Value& event = *events.front();
    const Verdict verdict = verdict_of(event, kept);
    Value people = Value::list();
    for (const auto& r : event["details"]["decision"]["recipients"].items())
        people.add(Value::map({{"address", r.text("address")}, {"outcome", outcome_words(r.text("verdict"))}}));
    const std::string subject = event.text("subject"), sender = event.text("sender");
    Value data = Value::map({{"subject", subject.empty() ? "(no subject)" : subject}, {"sender", sender.empty() ? "(no envelope sender)" : sender},
                             {"plain", verdict.plain}, {"answer", "\"" + subject.substr(0, 120) + "\" from " + sender + ": " + verdict.answer},
                             {"received", london_words(event.text("at"))}, {"recipients", people}, {"kept", references},
                             {"steps", steps_of(events)}, {"queue_id", event.text("queue_id")}, {"message_id", event.text("message_id")},
                             {"rules", rules_of(event["details"])}, {"findings", findings_of(event["details"])}, {"event", number}});
    return desk.page("story", "What became of it", std::move(data));
}

}  // namespace beadle::console

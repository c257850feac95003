#include "records/answers.h"

#include <algorithm>

#include "base/text.h"

#include "records/events.h"
#include "records/incident_acts.h"
#include "records/suspensions.h"
#include "records/work.h"

namespace beadle::records {
namespace {

Result<std::optional<Question>> find_question(Store& store, const GivenAnswer& given) {
    for (const auto& code : given.codes) {
        auto q = question_by_code(store, code, given.way);
        if (!q || *q) return q;
    }
    return std::optional<Question>();
}

struct Case {
    Question question;
    Held held;
    std::vector<HeldRecipient> people;
};

bool is_decided(const Case& c) {
    return !is_open(c.held.state) || (!c.question.may_be_answered() && c.question.state != "expired") ||
           !std::all_of(c.people.begin(), c.people.end(), [](const auto& r) { return r.state == "held"; });
}

AnswerOutcome outcome_of(const Case& c, const GivenAnswer& given, Milliseconds now) {
    const Question& q = c.question;
    if (given.way == Way::link && !q.by_link) return AnswerOutcome::unknown;
    if (given.way == Way::reply && (given.person.empty() || given.person != q.person)) return AnswerOutcome::not_theirs;
    if (is_decided(c)) return AnswerOutcome::already;
    if (q.state == "expired" || (q.state == "open" && now >= q.open_until)) return AnswerOutcome::expired;
    switch (given.word) {
        case AnswerWord::unclear:
            return AnswerOutcome::unclear;
        case AnswerWord::separate:
            return q.separate ? AnswerOutcome::separate : AnswerOutcome::unclear;
        case AnswerWord::send:
            return trim(given.reason).empty() ? AnswerOutcome::no_reason : AnswerOutcome::sent;
        case AnswerWord::stop:
            return AnswerOutcome::stopped;
    }
    return AnswerOutcome::unclear;
}

Event answer_event(const Case& c, const GivenAnswer& given, AnswerOutcome outcome) {
    Event e;
    e.kind = "answer";
    e.outcome = name(outcome);
    e.about = c.held.event;
    e.person = printable(given.way == Way::reply ? given.person : c.question.person, 320);
    e.sender = c.held.sender;
    e.subject = c.held.subject;
    std::vector<std::string> shown;
    for (const auto& r : c.people) shown.push_back(r.shown);
    e.recipients = joined_printable(shown);
    e.body = json_texts({{"id", c.held.reference},
                         {"by", given.way == Way::reply ? "reply" : "link"},
                         {"answer", std::string(name(given.word))},
                         {"reason", printable(given.reason, AskReplyLimits::reason)}});
    return e;
}

Status send_all(Store& store, const Case& c, bool separately, std::string& moves) {
    std::vector<std::int64_t> numbers;
    for (const auto& r : c.people) {
        if (auto done = set_recipient(store, c.held, r, "sending", "", moves); !done) return done;
        numbers.push_back(r.number);
    }
    auto put = add_release(store, c.held.id, numbers, c.question.person, separately);
    if (!put) return put.failure();
    return Done{};
}

Result<bool> stop_all(Store& store, Case& c, std::string& moves) {
    for (const auto& r : c.people)
        if (auto done = set_recipient(store, c.held, r, "discarded", "", moves); !done) return done.failure();
    if (auto moved = move(store, c.held, State::discarded, moves); !moved) return moved.failure();
    return destroy_unneeded(store, c.held.message);
}

Status note_answer(Store& store, const Case& c, const GivenAnswer& given, std::string& moves) {
    auto done = store.db.run(
        "UPDATE questions SET answer = ?2, answered_by = ?3, reason = ?4, answered_at = ?5 WHERE id = ?1",
        {c.question.id, std::string(name(given.word)), std::string(given.way == Way::reply ? "reply" : "link"),
         printable(given.reason, AskReplyLimits::reason), store.clock.wall()});
    if (!done) return done.failure();
    return end_question(store, c.question, "answered", moves);
}

// Asked anew when it is answered: between question and answer the member's mail may have been suspended, and what goes
// outside is then kept back like any other mail of theirs. A store that cannot say is a failure, so that the answer comes again.
Result<AnswerOutcome> by_standing(Store& store, const Case& c, AnswerOutcome outcome) {
    if (outcome != AnswerOutcome::separate && outcome != AnswerOutcome::sent) return outcome;
    auto now = standing(store, {c.question.person, c.held.sender});
    if (!now) return now.failure();
    if (now->suspended.empty()) return outcome;
    auto inside = store.db.rows("SELECT 1 FROM held_index WHERE held = ?1 AND direction = 'internal'", {c.held.id});
    if (!inside) return inside.failure();
    return inside->empty() ? AnswerOutcome::suspended : outcome;
}

Status leave_to_the_clerk(Store& store, const Case& c, std::string& moves) {
    if (auto noted = set_note(store, c.held.id, "not sent: its sender answered while their mail is suspended"); !noted) return noted;
    return end_question(store, c.question, "closed", moves);
}

Result<TakenAnswer> carry_out(Store& store, Case& c, const GivenAnswer& given, AnswerOutcome outcome) {
    TakenAnswer out{outcome, c.held.reference, false};
    Event e = answer_event(c, given, outcome);
    if (outcome == AnswerOutcome::suspended)
        if (auto kept = leave_to_the_clerk(store, c, e.held); !kept) return kept.failure();
    const bool acts =
        outcome == AnswerOutcome::separate || outcome == AnswerOutcome::sent || outcome == AnswerOutcome::stopped;
    if (acts)
        if (auto noted = note_answer(store, c, given, e.held); !noted) return noted.failure();
    if (outcome == AnswerOutcome::separate || outcome == AnswerOutcome::sent)
        if (auto sent = send_all(store, c, outcome == AnswerOutcome::separate, e.held); !sent) return sent.failure();
    if (outcome == AnswerOutcome::stopped) {
        auto gone = stop_all(store, c, e.held);
        if (!gone) return gone.failure();
        out.destroyed = *gone;
    }
    const std::string who = e.person;
    auto put = append(store, std::move(e));
    if (!put) return put.failure();
    if (outcome == AnswerOutcome::separate || outcome == AnswerOutcome::sent)
        if (auto noted = incident_by_release(store, c.held, who, "sent by its sender's answer"); !noted) return noted.failure();
    if (outcome == AnswerOutcome::expired && c.question.state == "open")
        if (auto ended = expire(store, c.question); !ended) return ended.failure();
    return out;
}

// Nothing: there is none, or somebody without the keys has changed it.
Result<std::optional<Case>> case_of(Store& store, const std::optional<Question>& question) {
    if (!question) return std::optional<Case>();
    auto held = find_held(store, question->held);
    if (!held) return held.failure();
    if (!*held) return std::optional<Case>();
    auto untouched = is_as_recorded(store, **held);
    if (!untouched) return untouched.failure();
    auto as_asked = is_as_asked(store, *question);
    if (!as_asked) return as_asked.failure();
    if (!*untouched || !*as_asked) return std::optional<Case>();
    auto people = recipients_of(store, (*held)->id);
    if (!people) return people.failure();
    return std::optional<Case>(Case{*question, std::move(**held), std::move(*people)});
}

}  // namespace

Result<TakenAnswer> take_answer(Store& store, const GivenAnswer& given) {
    auto question = find_question(store, given);
    if (!question) return question.failure();
    auto found = case_of(store, *question);
    if (!found) return found.failure();
    if (!*found) return TakenAnswer{};
    const AnswerOutcome meant = outcome_of(**found, given, store.clock.wall());
    if (meant == AnswerOutcome::unknown) return TakenAnswer{};
    auto outcome = by_standing(store, **found, meant);
    if (!outcome) return outcome.failure();
    return carry_out(store, **found, given, *outcome);
}

Result<wire::QuestionShown> show_question(Store& store, const std::string& code) {
    wire::QuestionShown out;
    auto question = question_by_code(store, code, Way::link);
    if (!question) return question.failure();
    auto found = case_of(store, *question);
    if (!found) return found.failure();
    if (!*found) return out;
    GivenAnswer nothing;
    nothing.way = Way::link;
    if (outcome_of(**found, nothing, store.clock.wall()) != AnswerOutcome::unclear) return out;
    out.good = true;
    out.separate = (*found)->question.separate;
    out.subject = (*found)->held.subject;
    out.reference = (*found)->held.reference;
    for (const auto& r : (*found)->people) out.recipients.push_back(r.shown);
    if (!(*found)->question.seen.empty()) out.seen = split((*found)->question.seen, '\n');
    return out;
}

}  // namespace beadle::records

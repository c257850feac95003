#include "session/judge.h"

#include <algorithm>

#include "base/log.h"
#include "base/text.h"
#include "mail/address.h"
#include "people/asking.h"
#include "people/correspondence.h"
#include "people/people.h"
#include "session/edited_body.h"
#include "session/records.h"
#include "session/standing.h"
#include "session/trace.h"
#include "verdict/asking.h"

namespace beadle::session {
namespace {

using verdict::Answered;
using verdict::ReplyName;

// Of the whole time, so that a late inspection can still be recorded.
Milliseconds kept_for_record(const Settings& settings) {
    return std::min<Milliseconds>(10'000, settings.session_end_of_message_seconds * 1000 / 4);
}

wire::RecordVerdict event_of(const Gateway& gateway, const Message& message, const std::string& content_hash,
                             Milliseconds began) {
    wire::RecordVerdict event;
    event.envelope = message.envelope;
    event.trace = rebuilt_received(message.envelope);
    event.content_hash = content_hash;
    event.elapsed_ms = gateway.clock.steady() - began;
    return event;
}

// What came to the address for answers. Automatic mail and mail of nobody's is taken and comes to nothing.
struct Answers {
    std::vector<std::string> recipients;
    wire::Answering answering;
};

Answers answers_of(const Generation& generation, const Envelope& envelope, Origin origin,
                   const Inspection& inspection) {
    Answers out;
    for (const auto& recipient : envelope.recipients)
        if (people::is_answers_address(recipient, generation.settings)) out.recipients.push_back(recipient);
    const auto& marks = inspection.marks;
    if (out.recipients.empty() || envelope.sender.empty() || marks.automatic || marks.bulk) return out;
    const bool proven = people::sender_is_proven(envelope, origin, generation.directory, generation.policy.domains,
                                                 generation.settings.session_networks);
    const Member* member = proven ? people::proven_member(envelope, origin, generation.directory) : nullptr;
    const auto& read = inspection.answer;
    out.answering = {true, member ? parse_address(member->mailbox).folded() : "", read.codes, read.word, read.reason,
                     {}};
    if (member)
        out.answering.told =
            verdict::told_of({generation.policy.council, clerk_of(generation), member->mailbox, member->name}, read,
                             inspection.message_id, generation.templates);
    return out;
}

verdict::Ask ask_of(const Generation& generation, const Facts& facts, const Member* member) {
    if (facts.asking == Asking::cannot || !member) return {};
    return {parse_address(member->mailbox).folded(), facts.asking == Asking::by_reply,
            generation.settings.console_public_address, generation.settings.mail_answer_hours};
}

verdict::Plan plan_for(const Generation& generation, const Message& message, const Facts& facts,
                       const Decision& decision, const std::string& content_hash, const Answers& answers,
                       const std::vector<BodyEdit>& banner) {
    const auto& directory = generation.directory;
    const auto sender = parse_address(message.envelope.sender);
    const Member* member = directory.by_council_address(sender);
    const Member* private_one = facts.origin == Origin::outside ? directory.by_personal_address(sender) : nullptr;
    const Member* reader = member ? member : private_one;
    const Contact* contact = reader ? directory.contact(reader->role) : nullptr;
    return verdict::plan({.envelope = message.envelope,
                          .origin = facts.origin,
                          .inspection = facts.inspection,
                          .decision = decision,
                          .council = generation.policy.council,
                          .clerk_address = clerk_of(generation),
                          .deputy_address = generation.settings.notices_deputy,
                          .sender_known = member != nullptr,
                          .sender_name = reader ? reader->name : "",
                          .ask_whom = contact ? contact->words() : "",
                          .member_mailbox = private_one ? private_one->mailbox : "",
                          .content_hash = content_hash,
                          .own_fields = message.own_fields(),
                          .ask = ask_of(generation, facts, member),
                          .taken = answers.recipients,
                          .answering = answers.answering,
                          .templates = generation.templates,
                          .forged_results = people::forged_results(
                              facts.inspection, facts.origin, generation.settings.session_authentication_servers),
                          .banner = banner});
}

// What the records remember of the pairs, and whether one of the mails that this one answers was in a thread that bears the
// banner; asked in one.
struct Memory {
    std::vector<PairMemory> pairs;
    bool warned_thread = false;
    wire::Standing standing;  // whose mail to outside is suspended
};

Result<Memory> recall(Records& records, std::vector<Pair> pairs, const std::vector<std::string>& thread,
                      const std::vector<std::string>& senders) {
    const std::size_t asked = pairs.size();
    for (const auto& id : thread)
        if (pairs.size() < most_pairs) pairs.push_back(people::thread_pair(id));
    auto known = records.recall(pairs);
    if (!known) return known.failure();
    Memory out;
    out.warned_thread = std::any_of(known->begin() + static_cast<std::ptrdiff_t>(asked), known->end(),
                                    [](const PairMemory& m) { return m.known(); });
    known->resize(asked);
    out.pairs = std::move(*known);
    auto standing = records.standing(senders);
    if (!standing) return standing.failure();
    out.standing = std::move(*standing);
    return out;
}

// The mail joins its thread in the memory, so that the answer to it is not warned of again.
void remember_thread(wire::RecordVerdict& event, bool warned) {
    const auto& id = event.inspection.message_id;
    if (warned && !id.empty() && event.pairs.size() < most_pairs)
        event.pairs.push_back({people::thread_pair(id), false, false});
}

// Nothing of the header section is a worker's to change; that it should want to is no reason to keep the mail from anybody.
std::vector<BodyEdit> edits_of(const Message& message, const BannerPlan& banner) {
    if (banner.edits.empty() || banner.edits.front().offset >= message.body_from()) return banner.edits;
    log::error("a worker wanted to change a header section", {{"session", message.envelope.session}});
    return {};
}

std::string wanted_banner(const Generation& generation, Origin origin) {
    return origin == Origin::outside && policy::adds_banner(generation.policy) ? generation.policy.banner : "";
}

// A member's mail to the report mailbox, which goes there as well: whose report it is, or "".
std::string reporter_of(const Generation& generation, const Facts& facts) {
    const auto& e = facts.envelope;
    const bool is_one = std::any_of(e.recipients.begin(), e.recipients.end(), [&](const auto& r) {
        return people::is_reports_address(r, generation.settings);
    });
    const auto& marks = facts.inspection.marks;
    if (!is_one || marks.automatic || marks.bulk) return "";
    const Member* member = facts.sender_proven ? people::proven_member(e, facts.origin, generation.directory) : nullptr;
    return member ? parse_address(member->mailbox).folded() : "";
}

// A message that nobody could look into still has its author's name for it: by that a retry is recognised.
void name_message(Inspection& inspection, const Message& message) {
    if (!inspection.message_id.empty()) return;
    for (const auto& [name, body] : message.fields())
        if (ascii_iequal(name, "message-id")) inspection.message_id = printable(trim(body), InspectionLimits::text - 3);
}

// people → policy → verdict; values in, effects out.
Answered decide_and_carry_out(Gateway& gateway, const Generation& generation, Message& message,
                              const wire::Inspected& seen, wire::RecordVerdict event, verdict::Mta& mta,
                              const Patience& patience, Milliseconds began) {
    const auto& domains = generation.policy.domains;
    const Origin origin = event.origin;
    Facts facts =
        people::facts_of(message.envelope, origin, seen.inspection, generation.directory, domains, gateway.clock.wall(),
                         generation.settings.session_networks, generation.settings.session_authentication_servers);
    name_message(facts.inspection, message);
    facts.generation = generation.number;
    Records records(gateway, message, patience);
    const auto pairs = people::pairs_of(facts, generation.directory, domains);
    const bool banners = policy::adds_banner(generation.policy);
    const auto memory = recall(records, pairs, banners ? seen.banner.thread : std::vector<std::string>{},
                               senders_of(facts, generation.directory));
    if (!memory) {
        const auto answered = verdict::deferred(ReplyName::no_record, memory.failure().what);
        event.elapsed_ms = gateway.clock.steady() - began;
        note(gateway, std::move(event), answered);
        return answered;
    }
    people::add_memory(facts, generation.directory, pairs, memory->pairs);
    facts.asking = people::asking_of(facts, generation.directory, people::ways_to_ask(generation.settings, domains));
    const auto answers = answers_of(generation, message.envelope, origin, facts.inspection);
    std::erase_if(facts.recipients, [&](const RecipientFacts& r) {
        return std::find(answers.recipients.begin(), answers.recipients.end(), r.address) != answers.recipients.end();
    });
    Decision decision = policy::decide(generation.policy, facts);
    const Action strongest = decision.strongest();
    // What a person lets pass of a sender inside is for that sender alone; one outside cannot be proven.
    const bool may_pass = !message.envelope.sender.empty() && (facts.sender_proven || origin == Origin::outside);
    if (may_pass && strongest >= Action::ask && strongest != Action::defer) {
        facts.passed = records.passed(facts);
        if (!facts.passed.empty()) decision = policy::decide(generation.policy, facts);
    }
    decision.generation = generation.number;
    suspend(decision, memory->standing, generation);
    event.reported_by = reporter_of(generation, facts);
    const auto plan = plan_for(generation, message, facts, decision, event.content_hash, answers,
                               memory->warned_thread ? std::vector<BodyEdit>{} : edits_of(message, seen.banner));
    const bool warned = memory->warned_thread || !plan.edits.empty() || (seen.banner.borne && verdict::bears_banner(decision));
    event.pairs = people::pairs_to_remember(facts, decision, generation.directory, pairs);
    event.inspection = std::move(facts.inspection);
    remember_thread(event, warned);
    event.decision = std::move(decision);
    event.elapsed_ms = gateway.clock.steady() - began;
    EditedBody body(message);
    return verdict::carry_out(plan, std::move(event), mta, records, body);
}

Answered inspect_and_judge(Gateway& gateway, const Generation& generation, Message& message, verdict::Mta& mta,
                           const Patience& patience, const bool& mta_is_there) {
    const Milliseconds began = gateway.clock.steady(), kept = kept_for_record(generation.settings);
    auto event = event_of(gateway, message, message.content_hash(), began);
    event.origin = people::origin_of(message.envelope, generation.settings, generation.policy.domains, message.fields());
    const auto seen = inspected(generation, message, wanted_banner(generation, event.origin),
                                patience.before(patience.until - kept));
    if (seen && mta_is_there)
        return decide_and_carry_out(gateway, generation, message, *seen, std::move(event), mta, patience,
                                    began);
    const bool late = patience.left() <= kept;
    const auto answered = verdict::deferred(late ? ReplyName::took_too_long : ReplyName::no_inspection,
                                            seen ? "the mail server went away" : seen.failure().what);
    event.decision.generation = generation.number;
    event.elapsed_ms = gateway.clock.steady() - began;
    note(gateway, std::move(event), answered);
    return answered;
}

void log_line(const Message& message, const Answered& answered, Milliseconds elapsed) {
    log::write(answered.outcome == "deferred" ? log::Level::warning : log::Level::information, "message judged",
               {{"session", message.envelope.session},
                {"queue_id", message.envelope.queue_id},
                {"decision", answered.outcome},
                {"reply", answered.reply.code},
                {"enhanced", answered.reply.enhanced},
                {"cause", answered.cause},
                {"elapsed_ms", std::to_string(elapsed)}});
}

}  // namespace

Answered refuse(Gateway& gateway, const Message& message, const verdict::Reply& reply, const std::string& cause) {
    Answered answered;
    answered.disposition = reply.permanent() ? verdict::Disposition::reject : verdict::Disposition::defer;
    answered.reply = reply;
    answered.outcome = reply.permanent() ? "rejected" : "deferred";
    answered.cause = cause;
    note(gateway, event_of(gateway, message, "", gateway.clock.steady()), answered);
    return answered;
}

Answered put_off(Gateway& gateway, const Message& message, ReplyName name, const std::string& cause) {
    Answered answered = verdict::deferred(name, cause);
    note(gateway, event_of(gateway, message, "", gateway.clock.steady()), answered);
    return answered;
}

Answered judge(Gateway& gateway, Message& message, verdict::Mta& mta) {
    const Milliseconds began = gateway.clock.steady();
    const auto generation = gateway.generations.current();
    if (!generation) return put_off(gateway, message, ReplyName::defect, "no generation is there");
    bool mta_is_there = true;
    const Patience patience{gateway.clock, began + generation->settings.session_end_of_message_seconds * 1000,
                            generation->settings.session_progress_seconds * 1000,
                            [&] { mta_is_there = mta.progress() && mta_is_there; }};
    message.envelope.listener_kind = people::listener_kind(generation->settings, message.envelope.listener);

    const Answered answered = message.refusal ? refuse(gateway, message, *message.refusal, message.refusal_cause)
                              : message.envelope.listener_kind == ListenerKind::release
                                  ? pass_release(gateway, message, message.content_hash(), mta, patience)
                                  : inspect_and_judge(gateway, *generation, message, mta, patience, mta_is_there);
    gateway.count(answered.outcome);
    log_line(message, answered, gateway.clock.steady() - began);
    return answered;
}

}  // namespace beadle::session

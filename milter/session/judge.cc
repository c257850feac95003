#include "session/judge.h"

#include <algorithm>

#include "base/log.h"
#include "base/text.h"
#include "mail/address.h"
#include "people/correspondence.h"
#include "people/people.h"
#include "session/records.h"
#include "session/trace.h"

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

verdict::Plan plan_for(const Generation& generation, const Message& message, const Facts& facts, const Decision& decision,
                       const std::string& content_hash) {
    const Member* clerk = generation.directory.clerk();
    const Member* member = generation.directory.by_council_address(parse_address(message.envelope.sender));
    return verdict::plan({.envelope = message.envelope,
                          .origin = facts.origin,
                          .inspection = facts.inspection,
                          .decision = decision,
                          .council = generation.policy.council,
                          .clerk_address = !generation.settings.mail_clerk.empty() ? generation.settings.mail_clerk
                                           : clerk                               ? clerk->mailbox
                                                                                 : "",
                          .sender_known = member != nullptr,
                          .sender_name = member ? member->name : "",
                          .content_hash = content_hash,
                          .own_fields = message.own_fields()});
}

// A message that nobody could look into still has its author's name for it: by that a retry is recognised.
void name_message(Inspection& inspection, const Message& message) {
    if (!inspection.message_id.empty()) return;
    for (const auto& [name, body] : message.fields())
        if (ascii_iequal(name, "message-id")) inspection.message_id = printable(trim(body), InspectionLimits::text - 3);
}

// people → policy → verdict; values in, effects out.
Answered decide_and_carry_out(Gateway& gateway, const Generation& generation, Message& message,
                              const Inspection& inspection, wire::RecordVerdict event, verdict::Mta& mta,
                              const Patience& patience, Milliseconds began) {
    const auto& domains = generation.policy.domains;
    const Origin origin = people::origin_of(message.envelope, generation.settings, domains, message.fields());
    Facts facts = people::facts_of(message.envelope, origin, inspection, generation.directory, domains, gateway.clock.wall(),
                                   generation.settings.session_networks);
    name_message(facts.inspection, message);
    facts.generation = generation.number;
    Records records(gateway, message, patience);
    const auto pairs = people::pairs_of(facts, generation.directory, domains);
    const auto memory = records.recall(pairs);
    if (!memory) {
        const auto answered = verdict::deferred(ReplyName::no_record, memory.failure().what);
        event.elapsed_ms = gateway.clock.steady() - began;
        note(gateway, std::move(event), answered);
        return answered;
    }
    people::add_memory(facts, generation.directory, pairs, *memory);
    Decision decision = policy::decide(generation.policy, facts);
    decision.generation = generation.number;
    const auto plan = plan_for(generation, message, facts, decision, event.content_hash);
    event.origin = origin;
    event.pairs = people::pairs_to_remember(facts, decision, generation.directory, pairs);
    event.inspection = std::move(facts.inspection);
    event.decision = std::move(decision);
    event.elapsed_ms = gateway.clock.steady() - began;
    return verdict::carry_out(plan, std::move(event), mta, records);
}

Answered inspect_and_judge(Gateway& gateway, const Generation& generation, Message& message, verdict::Mta& mta,
                           const Patience& patience, const bool& mta_is_there) {
    const Milliseconds began = gateway.clock.steady(), kept = kept_for_record(generation.settings);
    auto event = event_of(gateway, message, message.content_hash(), began);
    const auto seen = inspected(generation, message, patience.before(patience.until - kept));
    if (seen && mta_is_there)
        return decide_and_carry_out(gateway, generation, message, seen->inspection, std::move(event), mta, patience, began);
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

    const Answered answered =
        message.refusal ? refuse(gateway, message, *message.refusal, "not taken")
        : message.envelope.listener_kind == ListenerKind::release
            ? pass_release(gateway, message, message.content_hash(), mta, patience)
            : inspect_and_judge(gateway, *generation, message, mta, patience, mta_is_there);
    gateway.count(answered.outcome);
    log_line(message, answered, gateway.clock.steady() - began);
    return answered;
}

}  // namespace beadle::session

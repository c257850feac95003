// A message at a release listener: only what beadle-mail sends under a stamp passes, and it passes unjudged.
#include "session/judge.h"
#include "session/records.h"

namespace beadle::session {

verdict::Answered pass_release(Gateway& gateway, Message& message, const std::string& content_hash, verdict::Mta& mta,
                               const Patience& patience) {
    const auto no = verdict::reply(verdict::ReplyName::not_a_release);
    if (message.stamps().size() != 1 || message.stamps().front().empty())
        return refuse(gateway, message, no, "a message without one stamp came to a release listener");
    wire::CheckStamp check;
    check.token = message.stamps().front();
    check.sender = message.envelope.sender;
    check.recipients = message.envelope.recipients;
    check.content_hash = content_hash;
    check.queue_id = message.envelope.queue_id;
    Records records(gateway, message, patience);
    const auto answer = records.check(check);
    if (!answer) return put_off(gateway, message, verdict::ReplyName::no_record, answer.failure().what);
    if (answer->unavailable) return put_off(gateway, message, verdict::ReplyName::no_record, answer->problem);
    if (!answer->good) return refuse(gateway, message, no, "the stamp is not good: " + answer->problem);
    for (const auto& removal : verdict::removals_of(message.own_fields()))
        if (!mta.remove_field(removal.name, removal.index))
            return put_off(gateway, message, verdict::ReplyName::change_failed, "the stamp could not be removed");
    verdict::Answered out;
    out.disposition = verdict::Disposition::accept;
    out.outcome = "released";
    return out;
}

}  // namespace beadle::session

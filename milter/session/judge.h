// judge.h — the end of a message, in the order of its journey: inspect → people → policy → verdict.
//
// Takes    a message that has arrived whole, and the MTA that waits for the verdict (progress keeps it waiting).
// Gives    what to answer. One generation judges the whole message.
// Bounds   session.end_of_message_seconds in all; one second try of the inspection.
// Fails    every failure is a deferral (451) that names its cause; nothing passes uninspected or unrecorded.
// Runs in  session, on the connection's thread. Throws std::bad_alloc only; the edge turns that into 451.
// Source   ARCHITECTURE.md "When a part fails".
#pragma once

#include "verdict/carry_out.h"
#include "session/gateway.h"
#include "session/message.h"

namespace beadle::session {

verdict::Answered judge(Gateway& gateway, Message& message, verdict::Mta& mta);

// What cannot be taken (a full spool, too many recipients) gets its reply and its event.
verdict::Answered refuse(Gateway& gateway, const Message& message, const verdict::Reply& reply, const std::string& cause);

// A deferral with its event, of a message that was not judged.
verdict::Answered put_off(Gateway& gateway, const Message& message, verdict::ReplyName name, const std::string& cause);

// A release listener takes what bears one good stamp, unjudged, and nothing else.
verdict::Answered pass_release(Gateway& gateway, Message& message, const std::string& content_hash, verdict::Mta& mta,
                               const Patience& patience);

// The worker's answer, asked for twice at most.
// `banner`: wording of the warning on outside mail, "" = none is wanted.
Result<wire::Inspected> inspected(const Generation& generation, Message& message, const std::string& banner,
                                  const Patience& patience);

}  // namespace beadle::session

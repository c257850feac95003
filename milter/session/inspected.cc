// Handing a message to the inspector and waiting for its answer.
#include "session/judge.h"

namespace beadle::session {
namespace {

Result<wire::Frame> request_of(Message& message, const std::string& banner, const Patience& patience) {
    wire::Inspect request;
    request.envelope = message.envelope;
    request.deadline_ms = patience.until;
    request.banner = banner;
    const bool inline_fits = message.spool.in_memory() && message.spool.octets() <= wire::Inspect::inline_most;
    if (inline_fits) request.octets = message.spool.memory();
    auto frame = wire::frame_of(request);
    if (frame.body.size() > wire::max_body) return fail(FailureKind::limit, "session", "the envelope is too large");
    if (!inline_fits) {
        auto octets = message.spool.descriptor();
        if (!octets) return octets.failure();
        frame.descriptors.push_back(std::move(*octets));
    }
    return frame;
}

Result<wire::Inspected> try_once(wire::Channel& channel, Message& message, const std::string& banner,
                                 const Patience& patience) {
    auto request = request_of(message, banner, patience);
    if (!request) return request.failure();
    auto frame = channel.call(std::move(*request), patience.until, patience.every, patience.tick);
    if (!frame) return frame.failure();
    auto answer = wire::message_of<wire::Inspected>(*frame);
    if (!answer) return answer;
    if (answer->outcome == wire::InspectOutcome::too_late)
        return fail(FailureKind::unavailable, "inspect", "no worker was free in time");
    if (answer->outcome == wire::InspectOutcome::refused)
        return fail(FailureKind::unavailable, "inspect", "the inspector is being replaced");
    return answer;
}

}  // namespace

Result<wire::Inspected> inspected(const Generation& generation, Message& message, const std::string& banner,
                                  const Patience& patience) {
    const auto first = generation.inspector->wait(nullptr, patience);
    if (!first) return first.failure();
    auto answer = try_once(**first, message, banner, patience);
    if (answer || patience.left() <= 0) return answer;
    // Gone, draining, or not to be believed: the supervisor hands out a new end to its successor. A refusal or a late
    // answer on a channel that stays open is tried again on the same one when no other comes soon.
    auto second = generation.inspector->wait(first->get(), patience.before(patience.clock.steady() + 2'000));
    if (!second && !(*first)->closed()) second = *first;
    if (!second) second = generation.inspector->wait(first->get(), patience);
    if (!second) return answer;
    return try_once(**second, message, banner, patience);
}

}  // namespace beadle::session

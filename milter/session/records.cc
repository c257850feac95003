#include "session/records.h"

#include "base/log.h"
#include "session/fit.h"
#include "wire/exceptions.h"

namespace beadle::session {
namespace {

constexpr Milliseconds wait_for_channel = 5'000;  // beadle-record restarts within that, or the client comes again

}  // namespace

Records::Records(Gateway& gateway, Message& message, const Patience& patience)
    : gateway_(gateway), message_(message), patience_(patience) {}

template <class Reply>
Result<Reply> Records::ask(wire::Frame frame) {
    auto channel = gateway_.record.wait(nullptr, patience_.before(patience_.clock.steady() + wait_for_channel));
    if (!channel) return channel.failure();
    auto answer = (*channel)->call(std::move(frame), patience_.until, patience_.every, patience_.tick);
    if (!answer) return answer.failure();
    return wire::message_of<Reply>(*answer);
}

Result<wire::Recorded> Records::record(const wire::RecordVerdict& verdict) {
    auto frame = wire::frame_of(verdict);
    if (frame.body.size() > wire::max_body) {
        auto less = verdict;
        if (!fit(less, wire::max_body))
            return fail(FailureKind::limit, "session", "the event is too large to record");
        frame = wire::frame_of(less);
    }
    if (!verdict.held.empty()) {
        auto octets = message_.spool.descriptor();
        if (!octets) return octets.failure();
        frame.descriptors.push_back(std::move(*octets));
    }
    return ask<wire::Recorded>(std::move(frame));
}

Result<wire::StampAnswer> Records::check(const wire::CheckStamp& stamp) {
    return ask<wire::StampAnswer>(wire::frame_of(stamp));
}

Result<std::vector<PairMemory>> Records::recall(const std::vector<Pair>& pairs) {
    if (pairs.empty()) return std::vector<PairMemory>();
    auto answer = ask<wire::Recalled>(wire::frame_of(wire::Recall{pairs}));
    if (!answer) return answer.failure();
    if (!answer->good) return fail(FailureKind::unavailable, "records", "correspondence: " + answer->problem);
    if (answer->known.size() != pairs.size())
        return fail(FailureKind::malformed, "records", "the answer about correspondence is not of what was asked");
    return std::move(answer->known);
}

Result<wire::Standing> Records::standing(const std::vector<std::string>& addresses) {
    if (addresses.empty()) return wire::Standing{true, "", "", 0};
    auto answer = ask<wire::Standing>(wire::frame_of(wire::AskStanding{addresses}));
    if (!answer) return answer.failure();
    if (!answer->good) return fail(FailureKind::unavailable, "records", "suspensions: " + answer->problem);
    return std::move(*answer);
}

std::vector<PassedByPerson> Records::passed(const Facts& facts) {
    wire::AskExceptions asked{facts.origin, facts.envelope.sender, {}};
    for (const auto& r : facts.recipients) asked.recipients.push_back(r.address);
    auto answer = ask<wire::ExceptionsGiven>(wire::frame_of(asked));
    std::vector<PassedByPerson> out;
    if (!answer || !answer->good) {
        log::warning("the records could not say what persons let pass: the policy acts");
        return out;
    }
    for (auto& g : answer->given) out.push_back({std::move(g.rule), std::move(g.recipient), std::move(g.reason)});
    return out;
}

void Records::amend(std::uint64_t event, wire::Amendment what, const std::string& cause) {
    session::amend(gateway_, event, what, cause);
}

void amend(Gateway& gateway, std::uint64_t event, wire::Amendment what, const std::string& cause) {
    const auto channel = gateway.record.get();
    const bool sent = channel && channel->post(wire::frame_of(wire::Amend{event, what, cause}));
    if (!sent) log::warning("an amendment could not be handed over, the record stays pending", {{"cause", cause}});
}

void note(Gateway& gateway, wire::RecordVerdict event, const verdict::Answered& answered) {
    event.outcome = answered.outcome;
    event.reply = answered.reply.line();
    event.cause = answered.cause;
    auto frame = wire::frame_of(event);
    const auto channel = gateway.record.get();
    if (channel && frame.body.size() <= wire::max_body) (void)channel->post(std::move(frame));
}

}  // namespace beadle::session

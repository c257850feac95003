// build.h — decisions and envelopes in one line each, for the tests of verdict.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "verdict/plan.h"

namespace beadle::verdict::test {

struct Given {
    Envelope envelope;
    Origin origin = Origin::outside;
    Inspection inspection;
    Decision decision;
    bool known = false;
    std::string clerk = "clerk@council.example";
    std::string ask_whom{}, member_mailbox{};
    std::vector<OwnField> own_fields;
    Ask ask{};
    std::vector<std::string> taken{};
    wire::Answering answering{};
    std::vector<std::uint32_t> forged_results{};

    Plan plan() const {
        return verdict::plan({.envelope = envelope, .origin = origin, .inspection = inspection, .decision = decision,
                              .council = "Test Council", .clerk_address = clerk, .sender_known = known, .sender_name = "Ann",
                              .ask_whom = ask_whom, .member_mailbox = member_mailbox,
                              .content_hash = "abc", .own_fields = own_fields,
                              .ask = ask, .taken = taken, .answering = answering,
                              .forged_results = forged_results});
    }
};

// Recipients r0@council.example, r1@… with these actions; one rule for each, "rule-N", clause N, advice "Do N".
inline Given given(const std::vector<Action>& actions, Direction direction = Direction::inbound) {
    Given g;
    g.envelope.session = "s1.1";
    g.envelope.sender = "ann@council.example";
    for (std::size_t i = 0; i < actions.size(); ++i) {
        const auto n = std::to_string(i);
        const auto address = "<r" + n + "@council.example>";
        g.envelope.recipients.push_back(address);
        g.envelope.recipient_parameters.emplace_back();
        RuleHit hit;
        hit.id = "rule-" + n;
        hit.clause = n;
        hit.advice = "Do " + n;
        hit.action = actions[i];
        g.decision.hits.push_back(hit);
        g.decision.recipients.push_back({address, direction, actions[i], {static_cast<std::uint32_t>(i)}});
    }
    return g;
}

}  // namespace beadle::verdict::test

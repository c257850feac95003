#include "session/standing.h"

#include <algorithm>

#include "base/log.h"
#include "base/london.h"
#include "mail/address.h"
#include "people/asking.h"

namespace beadle::session {
namespace {

void add(std::vector<std::string>& list, const Member* member) {
    if (member == nullptr || list.size() == wire::AskStanding::most) return;
    auto folded = parse_address(member->mailbox).folded();
    if (std::find(list.begin(), list.end(), folded) == list.end()) list.push_back(std::move(folded));
}

bool is_clerk(const std::string& recipient, const Generation& generation) {
    const Address to = parse_address(recipient);
    if (to.folded() == parse_address(clerk_of(generation)).folded()) return true;
    const Member* member = generation.directory.by_council_address(to);
    return member != nullptr && member->role == MemberRole::clerk;
}

}  // namespace

std::string clerk_of(const Generation& generation) {
    if (!generation.settings.mail_clerk.empty()) return generation.settings.mail_clerk;
    const Member* clerk = generation.directory.clerk();
    return clerk ? clerk->mailbox : "";
}

void tell_council(const Gateway& gateway) {
    const auto generation = gateway.generations.current();
    const auto channel = gateway.record.get();
    if (!generation || !channel) return;
    wire::Council out;
    const auto& policy = generation->policy;
    out.name = policy.council;
    out.policy_title = policy.title;
    out.adopted = policy.adopted;
    out.review_due = policy.review_due;
    out.policy_version = policy.version;
    out.clerk = clerk_of(*generation);
    for (const auto& rule : policy.rules)
        if (out.rules.size() < wire::Council::most) out.rules.push_back({rule.id, rule.clause});
    const std::string today = london_time(gateway.clock.wall()).today;
    for (const auto& m : generation->directory.members()) {
        if (out.members.size() == wire::Council::most) break;
        const auto role = m.role_on(today);
        const Contact* contact = generation->directory.contact(role);
        out.members.push_back(
            {m.mailbox, m.name, std::string(name(role)), m.trained, m.from, m.until, contact ? contact->words() : ""});
    }
    auto frame = wire::frame_of(out);
    if (frame.body.size() > wire::max_body || !channel->post(std::move(frame)))
        log::warning("the records could not be told who belongs to the council");
}

std::vector<std::string> senders_of(const Facts& facts, const Directory& directory) {
    std::vector<std::string> out;
    if (facts.origin != Origin::inside) return out;
    add(out, people::proven_member(facts.envelope, facts.origin, directory));
    add(out, people::member_of_login(facts.envelope.authenticated, directory));
    add(out, directory.by_council_address(parse_address(facts.envelope.sender)));
    for (const auto& a : facts.inspection.addresses)
        if (a.field == "from" || a.field == "sender") add(out, directory.by_council_address(parse_address(a.address)));
    return out;
}

void suspend(Decision& decision, const wire::Standing& standing, const Generation& generation) {
    if (standing.suspended.empty()) return;
    RuleHit hit;
    hit.id = "suspension";
    hit.action = Action::reject;
    hit.purpose = "compliance with the council's policy";
    hit.tell = {Teller::sender};
    const auto clerk = clerk_of(generation);
    hit.advice = "Mail from " + standing.suspended + " to addresses outside the council is suspended until " +
                 london_time(standing.until).today + ". Ask the Town Clerk" + (clerk.empty() ? "" : " (" + clerk + ")");
    const auto number = static_cast<std::uint32_t>(decision.hits.size());
    bool any = false;
    for (auto& r : decision.recipients) {
        if (r.direction != Direction::outbound || is_clerk(r.address, generation)) continue;
        r.action = Action::reject;
        r.hits.push_back(number);
        any = true;
    }
    if (any) decision.hits.push_back(std::move(hit));
}

}  // namespace beadle::session

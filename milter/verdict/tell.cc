#include "verdict/tell.h"

#include <algorithm>

#include "base/text.h"
#include "mail/address.h"
#include "notices/notices.h"
#include "notices/questions.h"

namespace beadle::verdict {
namespace {

bool tells(const RuleHit& hit, Teller who) {
    return in_force(hit) && std::find(hit.tell.begin(), hit.tell.end(), who) != hit.tell.end();
}

bool named(const std::vector<std::string>& recipients, const std::string& address) {
    return std::find(recipients.begin(), recipients.end(), address) != recipients.end();
}

// The hits in force that concern one of these recipients (all of them when the list is empty), of this action or more.
std::vector<const RuleHit*> hits_for(const Decision& decision, const std::vector<std::string>& recipients, Action least) {
    std::vector<bool> wanted(decision.hits.size(), recipients.empty());
    for (const auto& r : decision.recipients)
        if (named(recipients, r.address))
            for (const auto index : r.hits)
                if (index < wanted.size()) wanted[index] = true;
    std::vector<const RuleHit*> out;
    for (std::size_t i = 0; i < wanted.size(); ++i)
        if (wanted[i] && in_force(decision.hits[i]) && decision.hits[i].action >= least) out.push_back(&decision.hits[i]);
    return out;
}

std::vector<notices::SeenWords> seen_by(const std::vector<const RuleHit*>& hits, const Inspection& inspection,
                                        const std::vector<std::string>& recipients) {
    std::vector<std::uint32_t> indices;
    for (const auto* hit : hits)
        for (const auto index : hit->findings)
            if (index < inspection.findings.size() &&
                std::find(indices.begin(), indices.end(), index) == indices.end())
                indices.push_back(index);
    std::vector<notices::SeenWords> out;
    for (const auto index : indices) {
        const auto& f = inspection.findings[index];
        if (!f.recipient.empty() && !recipients.empty() && !named(recipients, f.recipient)) continue;
        out.push_back({std::string(words(f.kind)), f.sample, f.location, f.count});
    }
    return out;
}

notices::Matter matter_of(const PlanInput& input, const std::vector<const RuleHit*>& hits,
                          const std::vector<std::string>& recipients) {
    notices::Matter m;
    m.council = input.council;
    m.clerk_address = input.clerk_address;
    m.sender = input.envelope.sender;
    m.sender_name = input.sender_name;
    m.ask_whom = input.ask_whom;
    m.subject = input.inspection.subject;
    m.reference = wire::Notice::reference_mark;
    for (const auto& r : recipients) m.recipients.push_back(parse_address(r).text);
    for (const auto* hit : hits) m.rules.push_back({hit->id, hit->clause, hit->advice});
    m.seen = seen_by(hits, input.inspection, recipients);
    return m;
}

// The same message sent again by the MTA has the same key; a changed one has not.
std::string key_of(const PlanInput& input, const std::string& kind, const std::string& to) {
    std::string all = kind + "\n" + to + "\n" + input.envelope.sender + "\n" + input.inspection.message_id + "\n" +
                      input.content_hash;
    for (const auto& r : input.envelope.recipients) all += "\n" + r;
    return kind + ":" + sha256_hex(all).substr(0, 32);
}

wire::Notice notice(const PlanInput& input, const std::string& kind, const std::string& to, notices::Words said,
                    std::uint32_t held_part) {
    wire::Notice out;
    out.key = key_of(input, kind, to);
    out.to = to;
    out.kind = kind;
    out.subject = std::move(said.subject);
    out.text = std::move(said.text);
    out.html = std::move(said.html);
    out.held_part = held_part;
    return out;
}

notices::Asked asked_about(const PlanInput& input, const wire::HeldPart& part) {
    notices::Asked out;
    out.matter = matter_of(input, hits_for(input.decision, part.recipients, Action::ask), part.recipients);
    out.separate = part.question.separate;
    out.by_reply = input.ask.by_reply;
    if (part.question.by_link) out.link = input.ask.public_address + "/answer/" + wire::Notice::link_mark;
    out.hours = input.ask.hours;
    return out;
}

// The question, and what is said should nobody answer it: that one waits in the records.
void ask_sender(const PlanInput& input, const Plan& plan, std::uint32_t index, std::vector<wire::Notice>& out) {
    auto asked = asked_about(input, plan.held[index]);
    asked.matter.delivered_to_others = !plan.deletions.empty();
    out.push_back(notice(input, "ask", input.envelope.sender, notices::question(input.templates, asked), index));
    out.push_back(notice(input, "ask-expired", input.envelope.sender, notices::question_expired(input.templates, asked.matter), index));
    out.back().dormant = true;
}

// A courtesy to a member who wrote from a personal address: told at their council mailbox, never at the address that the
// message claims to come from.
void tell_member(const PlanInput& input, const Plan& plan, std::vector<wire::Notice>& out) {
    const bool automatic = input.inspection.marks.automatic || input.inspection.marks.bulk;
    if (input.origin == Origin::inside || input.member_mailbox.empty() || automatic || plan.outcome != "flagged") return;
    auto hits = hits_for(input.decision, {}, Action::flag);
    std::erase_if(hits, [&](const RuleHit* h) {
        return !tells(*h, Teller::sender) || std::none_of(h->findings.begin(), h->findings.end(), [&](std::uint32_t i) {
            return i < input.inspection.findings.size() &&
                   input.inspection.findings[i].kind == FindingKind::from_personal_address;
        });
    });
    if (!hits.empty())
        out.push_back(notice(input, "flagged", input.member_mailbox,
                             notices::flagged(input.templates, matter_of(input, hits, input.envelope.recipients)), 0));
}

void tell_sender(const PlanInput& input, const Plan& plan, std::vector<wire::Notice>& out) {
    tell_member(input, plan, out);
    if (!sender_may_be_told(input)) return;
    bool told = false;
    for (std::uint32_t i = 0; i < plan.held.size(); ++i) {
        const auto& part = plan.held[i];
        if (part.reason == wire::HeldReason::ask) {
            ask_sender(input, plan, i, out);
            told = true;
            continue;
        }
        const bool is_refused = part.reason == wire::HeldReason::refused;
        const auto hits = hits_for(input.decision, part.recipients, is_refused ? Action::reject : Action::quarantine);
        const bool wanted = std::any_of(hits.begin(), hits.end(), [](const RuleHit* h) { return tells(*h, Teller::sender); });
        // A refusal would have told the sender by its reply; a notice stands in for the reply that nobody sees.
        if (!wanted && !is_refused) continue;
        auto matter = matter_of(input, hits, part.recipients);
        matter.delivered_to_others = !plan.deletions.empty();
        out.push_back(notice(input, is_refused ? "refused" : "held", input.envelope.sender,
                             is_refused ? notices::refused(input.templates, matter) : notices::held(input.templates, matter), i));
        told = true;
    }
    if (told || plan.disposition != Disposition::accept || plan.outcome != "flagged") return;
    auto hits = hits_for(input.decision, {}, Action::flag);
    std::erase_if(hits, [](const RuleHit* h) { return !tells(*h, Teller::sender); });
    if (hits.empty()) return;
    out.push_back(notice(input, "flagged", input.envelope.sender,
                         notices::flagged(input.templates, matter_of(input, hits, input.envelope.recipients)), 0));
}

const char* words_for_clerk(const std::string& outcome) {
    if (outcome == "quarantined") return "kept back for you to decide";
    if (outcome == "asked") return "kept back until its sender answers a question about it";
    if (outcome == "split") return "kept back for some of its recipients";
    if (outcome == "rejected") return "refused";
    if (outcome == "flagged") return "delivered and flagged";
    return "delivered";
}

void tell_clerk(const PlanInput& input, const Plan& plan, std::vector<wire::Notice>& out) {
    if (input.clerk_address.empty() || plan.disposition == Disposition::defer) return;
    auto hits = hits_for(input.decision, {}, Action::accept);
    std::erase_if(hits, [](const RuleHit* h) { return !h->alert && !tells(*h, Teller::clerk); });
    if (hits.empty()) return;
    auto matter = matter_of(input, hits, input.envelope.recipients);
    matter.what_became = words_for_clerk(plan.outcome);
    const bool at_once = std::any_of(hits.begin(), hits.end(), [](const RuleHit* h) { return h->alert; });
    const std::string kind = at_once ? "alert" : "clerk-alert";
    out.push_back(notice(input, kind, input.clerk_address, notices::alert(input.templates, matter, at_once), 0));
    if (!at_once || input.deputy_address.empty() || input.deputy_address == input.clerk_address) return;
    out.push_back(notice(input, kind, input.deputy_address, notices::alert(input.templates, matter, true), 0));
}

}  // namespace

wire::Question question_of(const PlanInput& input, const wire::HeldPart& part) {
    wire::Question out;
    out.person = input.ask.person;
    out.separate = part.recipients.size() > 1;
    out.life_ms = input.ask.hours * 60 * 60 * 1000;
    const auto hits = hits_for(input.decision, part.recipients, Action::ask);
    out.seen = notices::seen_lines(seen_by(hits, input.inspection, part.recipients));
    out.by_link = !input.ask.public_address.empty() && std::all_of(hits.begin(), hits.end(), [&](const RuleHit* hit) {
        return is_low_risk(input.inspection, hit->findings);
    });
    return out;
}

notices::Words question_words(const PlanInput& input, const std::vector<std::string>& recipients) {
    wire::HeldPart part;
    part.recipients = recipients;
    part.question = question_of(input, part);
    return notices::question(input.templates, asked_about(input, part));
}

bool sender_may_be_told(const PlanInput& input) {
    return input.origin == Origin::inside && input.sender_known && !input.envelope.sender.empty() &&
           !input.inspection.marks.automatic && !input.inspection.marks.bulk;
}

std::vector<wire::Notice> notices_of(const PlanInput& input, const Plan& plan) {
    std::vector<wire::Notice> out;
    if (plan.disposition == Disposition::defer) return out;
    tell_sender(input, plan, out);
    tell_clerk(input, plan, out);
    return out;
}

}  // namespace beadle::verdict

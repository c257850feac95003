#include "verdict/plan.h"

#include <algorithm>

#include "base/text.h"
#include "mail/address.h"
#include "verdict/tell.h"

namespace beadle::verdict {
namespace {

// What becomes of one copy. take: it is for Beadle itself.
enum class Fate { pass, flag, ask, refuse, keep, take };

Fate fate_of(Action a) {
    switch (a) {
        case Action::accept:
        case Action::log:
            return Fate::pass;
        case Action::flag:
            return Fate::flag;
        case Action::ask:
            return Fate::ask;
        case Action::reject:
            return Fate::refuse;
        case Action::quarantine:
        case Action::defer:
            return Fate::keep;
    }
    return Fate::keep;
}

struct Copy {
    std::string recipient;
    Fate fate = Fate::keep;
    Direction direction = Direction::outbound;
    const RecipientDecision* decision = nullptr;
};

// One copy for each recipient of the envelope. A recipient that the decision does not name was not judged: kept back.
std::vector<Copy> copies_of(const PlanInput& input) {
    std::vector<Copy> out;
    const auto& decided = input.decision.recipients;
    for (std::size_t i = 0; i < input.envelope.recipients.size(); ++i) {
        Copy copy{input.envelope.recipients[i], Fate::keep, Direction::outbound, nullptr};
        const RecipientDecision* found =
            i < decided.size() && decided[i].address == copy.recipient ? &decided[i] : nullptr;
        for (const auto& d : decided)
            if (!found && d.address == copy.recipient) found = &d;
        if (found) copy = {copy.recipient, fate_of(found->action), found->direction, found};
        // Nobody to ask: policy does not come to that, and should it ever, the clerk decides.
        if (copy.fate == Fate::ask && input.ask.person.empty()) copy.fate = Fate::keep;
        if (std::find(input.taken.begin(), input.taken.end(), copy.recipient) != input.taken.end())
            copy = {copy.recipient, Fate::take, Direction::internal, nullptr};
        out.push_back(std::move(copy));
    }
    return out;
}

bool all_are(const std::vector<Copy>& copies, Fate fate) {
    return !copies.empty() &&
           std::all_of(copies.begin(), copies.end(), [fate](const Copy& c) { return c.fate == fate; });
}

template <class Wanted>
const RuleHit* first_hit(const Decision& decision, Wanted wanted) {
    for (const auto& hit : decision.hits)
        if (in_force(hit) && wanted(hit)) return &hit;
    return nullptr;
}

void defer(Plan& out, const PlanInput& input) {
    const auto* hit = first_hit(input.decision, [](const RuleHit& h) { return h.action == Action::defer; });
    out.disposition = Disposition::defer;
    out.outcome = "deferred";
    out.cause = hit ? "rule " + hit->id : "policy";
    out.reply = hit ? deferral(input.council, hit->clause, hit->id, input.envelope.session)
                    : reply(ReplyName::deferred_by_policy);
}

void reject(Plan& out, const PlanInput& input) {
    const auto* hit = first_hit(input.decision, [](const RuleHit& h) { return h.action == Action::reject; });
    out.disposition = Disposition::reject;
    out.outcome = "rejected";
    out.reply = hit ? refusal(input.council, hit->clause, hit->id, hit->advice, input.envelope.session)
                    : reply(ReplyName::refused_by_policy);
}

std::uint32_t persons_for(const std::vector<Copy>& copies, Fate fate, const Decision& decision) {
    std::uint32_t persons = 1;
    for (const auto& copy : copies) {
        if (copy.fate != fate || !copy.decision) continue;
        for (const auto index : copy.decision->hits)
            if (index < decision.hits.size() && in_force(decision.hits[index]))
                persons = std::max(persons, decision.hits[index].release_needs);
    }
    return persons;
}

std::vector<const RuleHit*> hits_for(const std::vector<Copy>& copies, Fate fate, const Decision& decision) {
    std::vector<const RuleHit*> out;
    for (const auto& copy : copies) {
        if (copy.fate != fate || !copy.decision) continue;
        for (const auto index : copy.decision->hits)
            if (index < decision.hits.size() && in_force(decision.hits[index])) out.push_back(&decision.hits[index]);
    }
    return out;
}

std::string retention_of(const std::vector<const RuleHit*>& hits) {
    for (const auto* hit : hits)
        if (!hit->retain.empty()) return hit->retain;
    return "";
}

void hold(Plan& out, const PlanInput& input, const std::vector<Copy>& copies, Fate fate, wire::HeldReason reason) {
    wire::HeldPart part;
    part.reason = reason;
    for (const auto& copy : copies)
        if (copy.fate == fate &&
            std::find(part.recipients.begin(), part.recipients.end(), copy.recipient) == part.recipients.end())
            part.recipients.push_back(copy.recipient);
    if (part.recipients.empty()) return;
    part.release_needs = persons_for(copies, fate, input.decision);
    part.retain = retention_of(hits_for(copies, fate, input.decision));
    part.sender_not_told = reason == wire::HeldReason::refused && !sender_may_be_told(input);
    if (reason == wire::HeldReason::ask) part.question = question_of(input, part);
    out.held.push_back(std::move(part));
}

// A rule id in a header field: what cannot stand there goes.
std::string token(const std::string& id) {
    std::string out;
    for (const char c : id.substr(0, 64))
        if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_' ||
            c == '.')
            out += c;
    return out;
}

std::string rules_field(const PlanInput& input, const std::vector<Copy>& copies) {
    std::vector<std::string> ids;
    for (const auto& copy : copies) {
        if (copy.fate != Fate::flag || !copy.decision) continue;
        for (const auto index : copy.decision->hits) {
            if (index >= input.decision.hits.size()) continue;
            const auto& hit = input.decision.hits[index];
            const auto id = token(hit.id);
            if (in_force(hit) && hit.action >= Action::flag && !id.empty() &&
                std::find(ids.begin(), ids.end(), id) == ids.end() && ids.size() < 50)
                ids.push_back(id);
        }
    }
    return join(ids, ",\n\t");  // one to a line: no line over 998 octets
}

// An outsider never learns our rules: marks only when nobody who still gets the message is outside.
void mark(Plan& out, const PlanInput& input, const std::vector<Copy>& copies) {
    bool flagged = false, outbound = false;
    for (const auto& copy : copies) {
        flagged = flagged || copy.fate == Fate::flag;
        outbound =
            outbound || ((copy.fate == Fate::pass || copy.fate == Fate::flag) && copy.direction == Direction::outbound);
    }
    if (!flagged || outbound) return;
    out.additions = {{"X-Beadle-Verdict", "flagged"},
                     {"X-Beadle-Rules", rules_field(input, copies)},
                     {"X-Beadle-Id", token(input.envelope.session)}};
    if (out.additions[1].body.empty()) out.additions.erase(out.additions.begin() + 1);
}

// A recipient is taken out of the envelope by the very octets of its path. Where the MTA has read the path in its own
// way it finds none to take out and says nothing: then the message is kept back for everybody.
void keep_all_unless_deletable(std::vector<Copy>& copies) {
    const bool deletable = std::all_of(copies.begin(), copies.end(), [](const Copy& c) {
        return c.fate == Fate::pass || c.fate == Fate::flag || is_mailbox_path(c.recipient);
    });
    for (auto& copy : copies)
        if (!deletable && copy.fate != Fate::take) copy.fate = Fate::keep;
}

// Those who get the message though a rule wants a copy of it kept; the copy comes last, so that nobody is told of it.
void journal(Plan& out, const PlanInput& input, const std::vector<Copy>& copies) {
    wire::HeldPart part;
    part.reason = wire::HeldReason::journal;
    std::vector<const RuleHit*> hits;
    for (const auto& copy : copies) {
        if ((copy.fate != Fate::pass && copy.fate != Fate::flag) || !copy.decision) continue;
        bool wanted = false;
        for (const auto index : copy.decision->hits) {
            if (index >= input.decision.hits.size()) continue;
            const auto& hit = input.decision.hits[index];
            if (!hit.journal || !in_force(hit)) continue;
            wanted = true;
            hits.push_back(&hit);
        }
        if (wanted && std::find(part.recipients.begin(), part.recipients.end(), copy.recipient) == part.recipients.end())
            part.recipients.push_back(copy.recipient);
    }
    if (part.recipients.empty()) return;
    part.retain = retention_of(hits);
    out.held.push_back(std::move(part));
}

void split(Plan& out, const PlanInput& input, std::vector<Copy> copies) {
    keep_all_unless_deletable(copies);
    hold(out, input, copies, Fate::keep, wire::HeldReason::quarantine);
    hold(out, input, copies, Fate::refuse, wire::HeldReason::refused);
    hold(out, input, copies, Fate::ask, wire::HeldReason::ask);
    const bool any_left = std::any_of(copies.begin(), copies.end(),
                                      [](const Copy& c) { return c.fate == Fate::pass || c.fate == Fate::flag; });
    if (!any_left) {  // deleting everybody leaves the MTA an empty envelope: the message is discarded whole
        const auto reason = [&](wire::HeldReason r) {
            return std::all_of(out.held.begin(), out.held.end(), [r](const auto& part) { return part.reason == r; });
        };
        out.disposition = Disposition::discard;
        out.outcome = out.held.empty() ? "answer" : reason(wire::HeldReason::ask) ? "asked" : "quarantined";
        return;
    }
    for (const auto& part : out.held)
        out.deletions.insert(out.deletions.end(), part.recipients.begin(), part.recipients.end());
    for (const auto& copy : copies)
        if (copy.fate == Fate::take) out.deletions.push_back(copy.recipient);
    const bool flagged = std::any_of(copies.begin(), copies.end(), [](const Copy& c) { return c.fate == Fate::flag; });
    out.outcome = !out.held.empty() ? "split" : flagged ? "flagged" : "accepted";
    out.removals = removals_of(input.own_fields);
    // The last first: no removal shifts the next.
    for (auto index = input.forged_results.rbegin(); index != input.forged_results.rend(); ++index)
        out.removals.push_back({"Authentication-Results", *index});
    mark(out, input, copies);
    if (bears_banner(input.decision)) out.edits = input.banner;
}

}  // namespace

bool in_force(const RuleHit& hit) { return !hit.watched && hit.excepted_by.empty(); }

bool bears_banner(const Decision& decision) {
    const auto adds = [&](std::uint32_t index) {
        const auto* hit = index < decision.hits.size() ? &decision.hits[index] : nullptr;
        return hit && in_force(*hit) && std::find(hit->add.begin(), hit->add.end(), "banner") != hit->add.end();
    };
    return std::any_of(decision.recipients.begin(), decision.recipients.end(), [&](const RecipientDecision& r) {
        return r.action <= Action::flag && std::any_of(r.hits.begin(), r.hits.end(), adds);
    });
}

std::vector<FieldRemoval> removals_of(const std::vector<OwnField>& own_fields) {
    std::vector<FieldRemoval> out;
    for (const auto& field : own_fields)
        for (std::uint32_t index = field.count; index > 0; --index) out.push_back({field.name, index});
    return out;
}

Plan plan(const PlanInput& input) {
    Plan out;
    out.answering = input.answering;
    const auto copies = copies_of(input);
    const bool null_sender = input.envelope.sender.empty();
    if (input.decision.strongest() == Action::defer) {
        defer(out, input);
    } else if (all_are(copies, Fate::refuse) && !null_sender) {
        reject(out, input);
    } else {  // a bounce that is refused is lost for good, so it is kept instead
        split(out, input, copies);
    }
    out.notices = notices_of(input, out);
    if (out.disposition == Disposition::accept) journal(out, input, copies);
    return out;
}

}  // namespace beadle::verdict

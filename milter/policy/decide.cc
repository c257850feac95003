#include <algorithm>
#include <map>
#include <set>

#include "base/text.h"
#include "mail/address.h"
#include "policy/match.h"
#include "policy/policy.h"

namespace beadle::policy {
namespace {

constexpr std::size_t most_findings = 50;

KindSet may_receive(const RecipientFacts& r) {
    KindSet out;
    for (auto kind : r.may_receive)
        if (group_of(kind) == FindingGroup::sensitive) out.set(static_cast<std::size_t>(kind));
    return out;
}

// Asking only where the sender can be asked; by a link alone only what may be answered without a log-in.
Action acting(const Rule& rule, const Facts& facts, const Matcher::Indices& findings) {
    if (rule.action != Action::ask || facts.asking == Asking::by_reply) return rule.action;
    if (facts.asking == Asking::by_link && is_low_risk(facts.inspection, {findings.begin(), findings.end()})) return rule.action;
    return rule.otherwise.value_or(Action::flag);
}

RuleHit hit_of(const Policy& policy, const Rule& rule, Action action, const std::string& excepted_by) {
    RuleHit h;
    h.id = rule.id;
    h.clause = rule.clause;
    h.purpose = rule.purpose;
    h.advice = rule.advice;
    h.action = action;
    h.watched = (policy.watch || rule.watch) && !rule.always;
    h.excepted_by = excepted_by;
    h.tell = rule.tell;
    h.add = rule.add;
    h.alert = rule.alert;
    h.incident = rule.incident;
    h.incident_when_released = rule.incident_when_released;
    h.retain = rule.retain;
    h.journal = rule.journal;
    h.release_needs = rule.release_needs;
    return h;
}

// A rule that a council switched off leaves no trace; an accepting rule that still does something does.
bool silent(const Rule& rule) {
    return rule.action == Action::accept && rule.tell.empty() && rule.add.empty() && !rule.alert && !rule.incident && !rule.incident_when_released &&
           !rule.journal && rule.retain.empty();
}

Action effect(const RuleHit& hit) { return hit.watched || !hit.excepted_by.empty() ? Action::accept : hit.action; }

class Judge {
  public:
    Judge(const Policy& policy, const Facts& facts) : policy_(policy), facts_(facts), matcher_(policy, facts) {}

    Decision decide() {
        Decision d;
        for (std::size_t r = 0; r < facts_.recipients.size(); ++r) d.recipients.push_back(one(r));
        d.hits = std::move(hits_);
        const bool defer = std::any_of(d.recipients.begin(), d.recipients.end(),
                                       [](const RecipientDecision& r) { return r.action == Action::defer; });
        for (auto& r : d.recipients)
            if (defer) r.action = Action::defer;
        d.policy = policy_.council + ", " + policy_.title;
        d.policy_version = policy_.version;
        d.generation = facts_.generation;
        return d;
    }

  private:
    RecipientDecision one(std::size_t r) {
        RecipientDecision out;
        out.address = facts_.recipients[r].address;
        out.direction = facts_.recipients[r].direction;
        std::vector<Match> matches;
        for (std::size_t i = 0; i < policy_.rules.size(); ++i)
            if (!silent(policy_.rules[i])) judge(i, r, matches);
        for (const Match& m : matches) {
            const bool said = std::any_of(matches.begin(), matches.end(),
                                          [&](const Match& other) { return says_as_much(other, m); });
            if (!said) add(m, out);
        }
        return out;
    }

    struct Match {
        std::size_t rule;
        std::string excepted_by;
        Matcher::Indices findings;
    };

    void judge(std::size_t rule_index, std::size_t r, std::vector<Match>& matches) {
        const Rule& rule = policy_.rules[rule_index];
        const auto all = matcher_.applies(rule, r, {});
        if (!all) return;
        const auto [taken, reasons, whole] = exceptions(rule, r);
        const auto left = whole ? std::nullopt : matcher_.applies(rule, r, taken);
        if (left)
            matches.push_back({rule_index, "", *left});
        else
            matches.push_back({rule_index, join(reasons, "; "), *all});
    }

    // "Likely" beside "certain" for one and the same thing only makes a clerk read it twice: a weaker rule is not named
    // when a stronger one rests on the same clause and on all that it found, and it has nothing else to do.
    bool says_as_much(const Match& stronger, const Match& weaker) const {
        const Rule& s = policy_.rules[stronger.rule];
        const Rule& w = policy_.rules[weaker.rule];
        const bool both_act = stronger.excepted_by.empty() && weaker.excepted_by.empty() && !watched(s) && !watched(w);
        const bool more_to_do =
            !w.tell.empty() || !w.add.empty() || w.alert || w.incident || w.incident_when_released || w.journal || !w.retain.empty();
        return both_act && !more_to_do && w.action < s.action && w.clause == s.clause && !weaker.findings.empty() &&
               std::includes(stronger.findings.begin(), stronger.findings.end(), weaker.findings.begin(),
                             weaker.findings.end());
    }
    bool watched(const Rule& rule) const { return (policy_.watch || rule.watch) && !rule.always; }

    struct Eased {
        Taken taken;
        std::vector<std::string> reasons;
        bool whole = false;
    };
    Eased exceptions(const Rule& rule, std::size_t r) const {
        Eased out;
        if (rule.always) return out;
        const auto& recipient = facts_.recipients[r];
        for (const auto& e : policy_.exceptions) {
            if (e.rule != rule.id || facts_.today > e.until) continue;
            if (!e.from.empty() && !facts_.sender_proven) continue;  // for that sender, who may be anybody
            if (!matcher_.from_holds(e.from) || !matcher_.to_holds(e.to, r)) continue;
            out.whole = out.whole || e.kinds.empty();
            out.taken.everywhere |= e.kind_set;
            out.reasons.push_back(e.reason + " (" + e.approved_by + ")");
        }
        for (const auto& p : facts_.passed) {
            if (p.rule != rule.id || p.recipient != parse_address(recipient.address).folded()) continue;
            out.whole = true;
            out.reasons.push_back(p.reason);
        }
        out.taken.disclosure = may_receive(recipient);
        if (out.taken.disclosure.any()) out.reasons.push_back("partner " + recipient.partner + " may receive this");
        return out;
    }

    // One hit for a rule and reason, whatever the number of recipients it concerns.
    void add(const Match& match, RecipientDecision& out) {
        const auto& [rule_index, excepted_by, findings] = match;
        const auto next = static_cast<std::uint32_t>(hits_.size());
        const auto [at, fresh] = named_.try_emplace({rule_index, excepted_by}, next);
        if (fresh) {
            const Rule& rule = policy_.rules[rule_index];
            hits_.push_back(hit_of(policy_, rule, acting(rule, facts_, findings), excepted_by));
        }
        auto& known = hits_[at->second].findings;
        Matcher::Indices both;
        std::set_union(known.begin(), known.end(), findings.begin(), findings.end(), std::back_inserter(both));
        if (both.size() > most_findings) both.resize(most_findings);
        known = std::move(both);
        out.hits.push_back(at->second);
        out.action = std::max(out.action, effect(hits_[at->second]));
    }

    const Policy& policy_;
    const Facts& facts_;
    Matcher matcher_;
    std::vector<RuleHit> hits_;
    std::map<std::pair<std::size_t, std::string>, std::uint32_t> named_;
};

}  // namespace

bool adds_banner(const Policy& policy) {
    return std::any_of(policy.rules.begin(), policy.rules.end(), [](const Rule& rule) {
        return std::find(rule.add.begin(), rule.add.end(), "banner") != rule.add.end();
    });
}

Decision decide(const Policy& policy, const Facts& facts) { return Judge(policy, facts).decide(); }

}  // namespace beadle::policy

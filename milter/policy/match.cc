#include "policy/match.h"

#include <algorithm>

#include "base/text.h"
#include "policy/cover.h"

namespace beadle::policy {
namespace {

constexpr std::size_t most_named = 50;  // as many as a RuleHit names; the rest only counts

template <class T>
bool among(const std::vector<T>& asked, const T& value) {
    return asked.empty() || std::find(asked.begin(), asked.end(), value) != asked.end();
}

// '*' stands for any octets; ASCII letters compare without case.
bool like(std::string_view pattern, std::string_view text) {
    std::size_t p = 0, t = 0, star = std::string_view::npos, mark = 0;
    const std::string low_pattern = ascii_lower(pattern), low = ascii_lower(text);
    while (t < low.size()) {
        if (p < low_pattern.size() && low_pattern[p] == '*') {
            star = p++;
            mark = t;
        } else if (p < low_pattern.size() && low_pattern[p] == low[t]) {
            ++p, ++t;
        } else if (star != std::string_view::npos) {
            p = star + 1;
            t = ++mark;
        } else {
            return false;
        }
    }
    while (p < low_pattern.size() && low_pattern[p] == '*') ++p;
    return p == low_pattern.size();
}

template <class Placed>  // Finding or NotInspected
bool location_holds(const std::vector<std::string>& asked, const Placed& at) {
    if (asked.empty()) return true;
    const std::string_view where = !at.path.empty()  ? "attachment"
                                   : at.part.empty() ? "envelope"
                                   : at.part == "0"  ? "header"
                                                     : "body";
    return std::any_of(asked.begin(), asked.end(), [&](const std::string& word) {
        if (word.find('*') == std::string::npos) return word == where;
        return std::any_of(at.path.begin(), at.path.end(), [&](const auto& name) { return like(word, name); });
    });
}

bool hours_hold(const std::vector<Hours>& asked, const Facts& facts) {
    return asked.empty() || std::any_of(asked.begin(), asked.end(),
                                        [&](const Hours& h) { return h.contains(facts.weekday, facts.minute_of_day); });
}

const std::string& role_word(const std::string& role) {
    static const std::string none = "none";
    return role.empty() ? none : role;
}

// Two ascending lists as one without doubles.
Matcher::Indices united(const Matcher::Indices& a, const Matcher::Indices& b) {
    Matcher::Indices out;
    std::set_union(a.begin(), a.end(), b.begin(), b.end(), std::back_inserter(out));
    return out;
}

}  // namespace

Matcher::Matcher(const Policy& policy, const Facts& facts)
    : policy_(policy), facts_(facts), sender_(parse_address(facts.envelope.sender)) {
    for (const auto& r : facts.recipients) recipients_.push_back(parse_address(r.address));
    const auto& findings = facts.inspection.findings;
    for (std::uint32_t i = 0; i < findings.size(); ++i) {
        covered_.push_back(covered(findings[i], facts.inspection.protection));
        (findings[i].recipient.empty() ? common_ : of_recipient_[findings[i].recipient]).push_back(i);
    }
}

bool Matcher::from_holds(const std::vector<std::string>& patterns) const {
    return patterns.empty() || std::any_of(patterns.begin(), patterns.end(), [&](const std::string& p) {
               return p == "<>" ? sender_.is_null() : address_matches(p, sender_, policy_.domains);
           });
}

bool Matcher::to_holds(const std::vector<std::string>& patterns, std::size_t recipient) const {
    return patterns.empty() || std::any_of(patterns.begin(), patterns.end(), [&](const std::string& p) {
               return address_matches(p, recipients_[recipient], policy_.domains);
           });
}

bool Matcher::envelope_holds(const Conditions& c, std::size_t recipient) const {
    const auto& r = facts_.recipients[recipient];
    return among(c.direction, r.direction) && (!c.origin || *c.origin == facts_.origin) &&
           among(c.sender_role, role_word(facts_.sender_role)) && among(c.recipient_role, role_word(r.role)) &&
           from_holds(c.from) && to_holds(c.to, recipient) && (!c.enforced_tls || tls_counts(recipient));
}

bool Matcher::tls_counts(std::size_t recipient) const {
    const std::string& level = facts_.recipients[recipient].tls;
    const bool enough = policy_.verified_only ? !level.empty() && level != "encrypt" : !level.empty();
    return enough && !policy_.enforced_tls.empty() && to_holds(policy_.enforced_tls, recipient);
}

bool Matcher::message_holds(const Conditions& c) const {
    const auto& protection = facts_.inspection.protection;
    // Enforced TLS protects the way to a recipient, not what is in the message.
    const auto has_grade = [&](const Protection& p) {
        return p.method != ProtectionMethod::tls_enforced && among(c.protection, p.grade);
    };
    const bool graded = c.protection.empty() || std::any_of(protection.begin(), protection.end(), has_grade);
    return graded && (!c.size_over || facts_.inspection.octets > *c.size_over) && hours_hold(c.hours, facts_);
}

bool Matcher::counts(const Conditions& c, const KindSet& kinds, std::uint32_t index) const {
    const auto& f = facts_.inspection.findings[index];
    return kinds.test(static_cast<std::size_t>(f.kind)) && f.confidence >= c.confidence &&
           !((c.unprotected || c.enforced_tls) && covered_[index]) && location_holds(c.location, f);
}

const Matcher::Seen& Matcher::seen_by_all(const Conditions& c, const KindSet& kinds) {
    const auto [at, fresh] = seen_.try_emplace({&c, kinds.to_string()});
    Seen& seen = at->second;
    for (std::size_t i = 0; fresh && i < common_.size(); ++i) {
        if (!counts(c, kinds, common_[i])) continue;
        if (seen.indices.size() < most_named) seen.indices.push_back(common_[i]);
        seen.count += facts_.inspection.findings[common_[i]].count;
    }
    return seen;
}

std::optional<Matcher::Indices> Matcher::finds_hold(const Conditions& c, std::size_t recipient, const Taken& taken) {
    if (c.finds.empty()) return Indices{};
    KindSet kinds = c.kinds & ~taken.everywhere;
    if (!c.unprotected) kinds &= ~taken.disclosure;
    if (c.unprotected && tls_counts(recipient)) kinds &= policy_.sealed_all_the_same;
    Seen seen = seen_by_all(c, kinds);
    Indices own;
    if (const auto found = of_recipient_.find(facts_.recipients[recipient].address); found != of_recipient_.end())
        std::copy_if(found->second.begin(), found->second.end(), std::back_inserter(own),
                     [&](std::uint32_t i) { return counts(c, kinds, i); });
    for (auto i : own) seen.count += facts_.inspection.findings[i].count;
    if (seen.indices.empty() && own.empty()) return std::nullopt;
    if (seen.count < c.count_at_least) return std::nullopt;
    return united(seen.indices, own);
}

std::optional<Matcher::Indices> Matcher::coverage_holds(const Conditions& c) const {
    const auto& gaps = facts_.inspection.not_inspected;
    const auto& findings = facts_.inspection.findings;
    Indices out;
    if (c.coverage == CoverageAsked::nothing) return out;
    if (c.coverage == CoverageAsked::complete) return gaps.empty() ? std::optional(out) : std::nullopt;
    bool any = false;
    for (const auto& gap : gaps) {
        if (!c.reasons.test(static_cast<std::size_t>(gap.reason)) || !location_holds(c.location, gap)) continue;
        any = true;
        for (std::uint32_t i = 0; i < findings.size() && out.size() < most_named; ++i)
            if (findings[i].kind == FindingKind::not_inspected && findings[i].part == gap.part &&
                findings[i].path == gap.path && findings[i].evidence.starts_with(name(gap.reason)) &&
                !std::binary_search(out.begin(), out.end(), i))
                out.insert(std::upper_bound(out.begin(), out.end(), i), i);
    }
    return any ? std::optional(std::move(out)) : std::nullopt;
}

std::optional<Matcher::Indices> Matcher::holds(const Conditions& c, std::size_t recipient, const Taken& taken) {
    if (!envelope_holds(c, recipient) || !message_holds(c)) return std::nullopt;
    const auto gaps = coverage_holds(c);
    if (!gaps) return std::nullopt;
    const auto found = finds_hold(c, recipient, taken);
    if (!found) return std::nullopt;
    return united(*gaps, *found);
}

std::optional<Matcher::Indices> Matcher::applies(const Rule& rule, std::size_t recipient, const Taken& taken) {
    static const Conditions always;
    const auto when = holds(rule.when ? *rule.when : always, recipient, taken);  // by address: seen_ remembers by it
    if (!when) return std::nullopt;
    Indices out = *when;
    if (rule.all_of) {
        const auto also = holds(*rule.all_of, recipient, taken);
        if (!also) return std::nullopt;
        out = united(out, *also);
    }
    if (rule.unless && holds(*rule.unless, recipient, Taken{})) return std::nullopt;
    return out;
}

}  // namespace beadle::policy

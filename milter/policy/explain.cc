#include <array>

#include "base/text.h"
#include "policy/policy.h"

namespace beadle::policy {
namespace {

// "a", "a or b", "a, b or c"
std::string listed(const std::vector<std::string>& words, std::string_view last) {
    std::string out;
    for (std::size_t i = 0; i < words.size(); ++i) {
        if (i > 0) out += i + 1 == words.size() ? " " + std::string(last) + " " : ", ";
        out += words[i];
    }
    return out;
}

std::string plain(Direction d) {
    switch (d) {
        case Direction::internal:
            return "stays within the council";
        case Direction::inbound:
            return "comes in from outside";
        case Direction::outbound:
            return "goes out of the council";
    }
    return "";
}

std::string_view plain(FindingGroup g) {
    static constexpr std::array<std::string_view, 7> words = {"sensitive or confidential information",
                                                              "a sign of disclosure by mistake",
                                                              "a person or address to watch",
                                                              "a threat",
                                                              "a matter of conduct",
                                                              "an unsafe way of sending",
                                                              "something that could not be looked into"};
    return words[static_cast<std::size_t>(g)];
}

std::string plain_find(const std::string& word) {
    if (word.starts_with('@')) {
        const auto group = finding_group(std::string_view(word).substr(1));
        return group ? std::string(plain(*group)) : word;
    }
    const auto kind = finding_kind(word);
    return kind ? std::string(words(*kind)) : word;
}

std::string plain(NotInspectedReason r) {
    switch (r) {
        case NotInspectedReason::encrypted:
            return "it is encrypted";
        case NotInspectedReason::unsupported:
            return "its format is not one that can be read here";
        case NotInspectedReason::broken:
            return "it is damaged or is not what it claims to be";
        case NotInspectedReason::limit:
            return "it is too large or too deeply nested";
        case NotInspectedReason::scanner:
            return "the virus scanner could not finish";
        case NotInspectedReason::crash:
            return "the inspection failed twice";
    }
    return "";
}

std::string plain(ProtectionGrade g) {
    switch (g) {
        case ProtectionGrade::strong:
            return "strongly encrypted";
        case ProtectionGrade::weak:
            return "encrypted in a way that is easily broken";
        case ProtectionGrade::partial:
            return "encrypted only in part";
        case ProtectionGrade::cosmetic:
            return "only seemingly protected";
        case ProtectionGrade::is_signed:
            return "signed but not encrypted";
        case ProtectionGrade::opaque:
            return "unreadable without being a known kind of encryption";
        case ProtectionGrade::leaked:
            return "encrypted with its password in the same message";
    }
    return "";
}

std::string plain(const std::string& role) { return role == "none" ? "somebody who is not a member" : "a " + role; }

template <class List>
std::vector<std::string> all_plain(const List& list) {
    std::vector<std::string> out;
    out.reserve(list.size());
    for (const auto& one : list) out.push_back(plain(one));
    return out;
}

std::string finds_sentence(const Conditions& c) {
    std::vector<std::string> found;
    found.reserve(c.finds.size());
    std::vector<std::string> left_out;
    for (const auto& word : c.finds)
        word.starts_with('-') ? left_out.push_back(plain_find(word.substr(1))) : found.push_back(plain_find(word));
    std::string out = "it shows " + listed(found, "or");
    if (!left_out.empty()) out += " (but not " + listed(left_out, "or") + ")";
    if (c.count_at_least > 1) out += ", at least " + std::to_string(c.count_at_least) + " of them";
    if (!c.location.empty()) out += ", in " + listed(c.location, "or");
    if (c.unprotected) out += ", readable without a password";
    if (c.confidence == Confidence::medium) out += ", at least likely";
    if (c.confidence == Confidence::high) out += ", beyond reasonable doubt";
    return out;
}

std::string coverage_sentence(const Conditions& c) {
    if (c.coverage == CoverageAsked::complete) return "all of it could be looked into";
    std::vector<std::string> why;
    for (std::size_t i = 0; i < c.reasons.size(); ++i)
        if (c.reasons.test(i)) why.push_back(plain(static_cast<NotInspectedReason>(i)));
    const std::string what = c.location.empty() || !c.finds.empty() ? "something in it" : listed(c.location, "or");
    const std::string first = what + " could not be looked into";
    return c.reasons.all() ? first : first + " because " + listed(why, "or");
}

std::string sentence(const Conditions& c) {
    std::vector<std::string> all;
    if (!c.direction.empty()) all.push_back("it " + listed(all_plain(c.direction), "or"));
    if (c.origin) all.push_back(*c.origin == Origin::inside ? "it was sent from inside" : "it was sent from outside");
    if (!c.sender_role.empty()) all.push_back("the sender is " + listed(all_plain(c.sender_role), "or"));
    if (!c.recipient_role.empty()) all.push_back("the recipient is " + listed(all_plain(c.recipient_role), "or"));
    if (!c.from.empty()) all.push_back("it is from " + listed(c.from, "or"));
    if (!c.to.empty()) all.push_back("it is to " + listed(c.to, "or"));
    if (c.enforced_tls) all.push_back("enforced TLS to the recipient counts as protection");
    if (!c.finds.empty()) all.push_back(finds_sentence(c));
    if (c.coverage != CoverageAsked::nothing) all.push_back(coverage_sentence(c));
    if (!c.protection.empty()) all.push_back("something in it is " + listed(all_plain(c.protection), "or"));
    if (c.size_over) all.push_back("it is larger than " + std::to_string(*c.size_over) + " octets");
    std::vector<std::string> hours;
    for (const auto& h : c.hours) hours.push_back(h.words);
    if (!hours.empty()) all.push_back("the time is within " + listed(hours, "or"));
    return all.empty() ? "always" : join(all, ", and ");
}

std::string plain(Action a) {
    switch (a) {
        case Action::accept:
            return "nothing is done: the rule is switched off";
        case Action::log:
            return "the message goes on; the event names this rule";
        case Action::flag:
            return "the message goes on; it is named in the clerk's digest, and bears a mark unless it leaves the council";
        case Action::ask:
            return "the message waits, and the sender is asked: send separate copies, send it anyway, or not at all";
        case Action::reject:
            return "the message is refused, and the sender's own program says why";
        case Action::quarantine:
            return "the message is kept back until the clerk decides";
        case Action::defer:
            return "the sending server is told to try again later";
    }
    return "";
}

std::string then_sentence(const Policy& policy, const Rule& rule) {
    std::vector<std::string> told, also;
    for (auto t : rule.tell)
        told.push_back(t == Teller::sender ? "the sender" : "the clerk");
    std::string out = plain(rule.action);
    if (rule.action == Action::ask) out += "; where nobody can be asked, " + plain(rule.otherwise.value_or(Action::flag));
    if (!told.empty()) out += "; told: " + listed(told, "and");
    if (rule.alert) also.emplace_back("an alert goes to the clerk at once");
    if (rule.incident) also.emplace_back("an incident is opened");
    if (rule.incident_when_released) also.emplace_back("an incident is opened when what it kept back is let out");
    if (rule.release_needs > 1) also.push_back("its release needs " + std::to_string(rule.release_needs) + " persons");
    if (!rule.add.empty()) also.push_back("a " + listed(rule.add, "and") + " is added");
    if (rule.journal) also.emplace_back("a copy is kept in the journal");
    if (!rule.retain.empty()) also.push_back("its record is kept as \"" + rule.retain + '"');
    if (!also.empty()) out += "; " + join(also, "; ");
    if ((policy.watch || rule.watch) && !rule.always) out += ". Only watched for now: this is recorded, not done";
    return out;
}

// What [protection] takes out of a rule that asks for what nothing protects.
std::string tls_line(const Policy& policy, const Rule& rule) {
    const bool asks = (rule.when && rule.when->unprotected) || (rule.all_of && rule.all_of->unprotected);
    if (!asks || policy.enforced_tls.empty()) return "";
    std::vector<std::string> kinds;
    for (std::size_t i = 0; i < policy.sealed_all_the_same.size(); ++i)
        if (policy.sealed_all_the_same.test(i)) kinds.emplace_back(words(static_cast<FindingKind>(i)));
    return "TLS      to " + listed(policy.enforced_tls, "or") + " counts as protection where the mail server is forced to " +
           (policy.verified_only ? "verified TLS" : "TLS") + ", but not for " + listed(kinds, "or") + "\n";
}

std::string exception_line(const Exception& e) {
    std::string out = "Except   ";
    if (!e.from.empty()) out += "from " + listed(e.from, "or") + " ";
    if (!e.to.empty()) out += "to " + listed(e.to, "or") + " ";
    std::vector<std::string> kinds;
    for (const auto& k : e.kinds) kinds.push_back(plain_find(k));
    if (!kinds.empty()) out += "for " + listed(kinds, "and") + " ";
    return out + "until " + e.until + ": " + e.reason + " (" + e.approved_by + ")\n";
}

}  // namespace

std::string explain(const Policy& policy, const Rule& rule) {
    std::string out = rule.id + "\n";
    out += "Clause   " + rule.clause + " of the " + policy.title + " of " + policy.council + "\n";
    out += "Purpose  " + rule.purpose + "\n";
    out += "When     " + sentence(rule.when.value_or(Conditions{})) + "\n";
    if (rule.all_of) out += "And      " + sentence(*rule.all_of) + "\n";
    out += tls_line(policy, rule);
    if (rule.unless) out += "Unless   " + sentence(*rule.unless) + "\n";
    out += "Then     " + then_sentence(policy, rule) + ".\n";
    if (!rule.advice.empty()) out += "Instead  " + rule.advice + "\n";
    for (const auto& e : policy.exceptions)
        if (e.rule == rule.id) out += exception_line(e);
    if (rule.always) out += "This rule holds even while the policy is only watched, and takes no exception.\n";
    return out;
}

}  // namespace beadle::policy

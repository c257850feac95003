// policy.h — the council's policy: read strictly, then a pure function from facts to a decision.
//
// Takes    base.toml and the council's file (ARCHITECTURE.md "Policy language"), then Facts.
// Gives    one action per recipient with every rule that matched, its clause and advice. Same facts, same decision.
// Bounds   rules x recipients x findings; 500 rules, 500 exceptions.
// Fails    read: all diagnostics at once with file, line, column, suggestion. decide: never.
// Runs in  session, cli. No clock, disk, network or log.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/diagnostic.h"
#include "mail/address.h"
#include "mail/facts.h"
#include "policy/rule.h"

namespace beadle::policy {

struct Policy {
    std::string council, title, adopted, review_due, version;
    std::vector<std::string> domains;  // folded
    std::vector<Rule> rules;           // base's first, a council's rule of the same id replaces it in place
    std::vector<Exception> exceptions;
    // [protection]: recipients to whom TLS that the mail server is forced to counts as protection, and the kinds that must be
    // sealed all the same: TLS protects the way, not the mailbox.
    std::vector<std::string> enforced_tls;  // address patterns; empty = it never counts
    bool verified_only = false;             // only levels that prove the receiving server
    KindSet sealed_all_the_same;
    std::string banner;                // wording of add = ["banner"]
    bool watch = false;                // mode = "watch" for all but rules with always = true
};
// A rule that asks the sender, and where it says so.
struct AskingRule {
    std::string id;
    Diagnostic place;        // its words are filled in when nobody can be asked
    bool otherwise = false;  // it says what is done instead
};
// A retention class that a rule names, and where.
struct NamedClass {
    std::string id;
    Diagnostic place;
};
// The sender, an address or pattern, of an exception that has not ended, and where it is named.
struct GrantedSender {
    std::string pattern;
    Diagnostic place;
};
struct PolicyRead {
    Policy policy;
    std::vector<AskingRule> asking;
    std::vector<NamedClass> retaining;
    std::vector<GrantedSender> granted;
    Diagnostics diagnostics;  // errors; empty = good
    Diagnostics warnings;     // an exception that has ended, a policy past its review, a word that does nothing any more
};
PolicyRead read_policy(std::string_view base_octets, const std::string& base_file, std::string_view octets,
                       const std::string& file, const std::string& today);
// Where members have no way to answer (`why`: a sentence that names the setting), a rule that asks is an error, or, when it says
// what is done otherwise, a warning.
void refuse_unanswerable(PolicyRead& read, const std::string& why);
// A class that the council's retention schedule (`known`: its ids) does not have is an error.
void refuse_unknown_classes(PolicyRead& read, const std::vector<std::string>& known);
Decision decide(const Policy& policy, const Facts& facts);
// Does any rule add the banner?
bool adds_banner(const Policy& policy);
// One rule in words a clerk reads, for beadle policy explain.
std::string explain(const Policy& policy, const Rule& rule);

}  // namespace beadle::policy

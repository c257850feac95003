#include <gtest/gtest.h>

#include "policy/policy.h"
#include "support/facts_builder.h"

namespace beadle::policy {
namespace {

using namespace beadle::testing;

std::string explained(const std::string& rules, const std::string& id = "r") {
    const auto got = read(heading + rules);
    EXPECT_TRUE(got.diagnostics.empty()) << text(got.diagnostics);
    for (const auto& r : got.policy.rules)
        if (r.id == id) return explain(got.policy, r);
    return "";
}

TEST(Explain, tells_a_rule_as_a_clerk_would_read_it) {
    const auto got = explained(
        rule("when = { direction = 'outbound', finds = ['@sensitive'], confidence = 'high', unprotected = true }\n"
             "action = 'quarantine'\ntell = ['sender', 'clerk']") +
        "[[exception]]\nrule = 'r'\nfrom = 'rfo@'\nto = '*@payroll.example'\nkinds = ['national-insurance-number']\n"
        "until = 2027-03-31\nreason = 'Payroll'\napproved_by = 'minute 7'\n");
    EXPECT_EQ(
        got,
        "r\n"
        "Clause   1 of the IT Policy of Testing Town Council\n"
        "Purpose  establishing facts\n"
        "When     it goes out of the council, and it shows sensitive or confidential information, readable without a "
        "password, beyond reasonable doubt\n"
        "Then     the message is kept back until the clerk decides; told: the sender and the clerk.\n"
        "Instead  Ask.\n"
        "Except   from rfo@ to *@payroll.example for National Insurance number until 2027-03-31: Payroll (minute 7)\n");
}

TEST(Explain, says_to_whom_enforced_tls_counts_where_a_rule_asks_for_what_nothing_protects) {
    const std::string counts = "[protection]\nenforced_tls = ['*@county.example']\nverified_only = true\n";
    const auto got = explained(counts + rule("when = { finds = ['@sensitive'], unprotected = true }\naction = 'flag'"));
    EXPECT_NE(got.find("TLS      to *@county.example counts as protection where the mail server is forced to verified TLS, but not for "),
              std::string::npos)
        << got;
    EXPECT_EQ(explained(counts + rule("when = { finds = ['@sensitive'] }\naction = 'flag'")).find("TLS "), std::string::npos);
    const auto asks = explained(rule("when = { finds = ['@sensitive'], enforced_tls = true }\naction = 'flag'"));
    EXPECT_NE(asks.find("enforced TLS to the recipient counts as protection"), std::string::npos) << asks;
}

TEST(Explain, has_words_for_every_condition_and_effect) {
    struct Row {
        std::string keys, want;
    };
    const std::vector<Row> table = {
        {"when = {}\naction = 'log'", "When     always\n"},
        {"when = { origin = 'inside', sender_role = 'none' }\naction = 'log'",
         "sent from inside, and the sender is somebody who is not a member"},
        {"when = { recipient_role = ['clerk', 'former'] }\naction = 'log'", "the recipient is a clerk or a former"},
        {"when = { from = '<>', to = 'a@b.example' }\naction = 'log'", "it is from <>, and it is to a@b.example"},
        {"when = { finds = 'malware', count_at_least = 2, location = '*.zip', confidence = 'medium' }\naction = 'log'",
         ", at least 2 of them, in *.zip, at least likely"},
        {"when = { size_over = '5 KB' }\naction = 'log'", "larger than 5000 octets"},
        {"when = { hours = ['Sat 08:00-09:00'] }\naction = 'log'", "the time is within Sat 08:00-09:00"},
        {"when = { coverage = 'complete' }\naction = 'log'", "all of it could be looked into"},
        {"when = { coverage = 'incomplete' }\naction = 'log'", "something in it could not be looked into\n"},
        {"when = { coverage = ['crash', 'limit'] }\naction = 'log'",
         "because it is too large or too deeply nested or the inspection failed twice"},
        {"when = { protection = 'weak' }\naction = 'log'",
         "something in it is encrypted in a way that is easily broken"},
        {"when = { size_over = 1 }\nand = { size_over = 2 }\nunless = { size_over = 3 }\naction = 'ask'",
         "And      it is larger than 2 octets\nUnless   it is larger than 3 octets\nThen     the message waits, and the "
         "sender is asked: send separate copies, send it anyway, or not at all; where nobody can be asked, the message goes on; it is named in the clerk's digest"},
        {"when = { size_over = 1 }\naction = 'log'\nalert = true\nincident = true\nrelease_needs = 2\nadd = "
         "'banner'\njournal = true\nretain = 'x'",
         "an alert goes to the clerk at once; an incident is opened; its release needs 2 persons; a banner is added; a "
         "copy is kept in the journal; its record is kept as \"x\""},
        {"when = { size_over = 1 }\naction = 'log'\nmode = 'watch'",
         "Only watched for now: this is recorded, not done"},
    };
    for (const auto& row : table)
        EXPECT_NE(explained(rule(row.keys)).find(row.want), std::string::npos) << explained(rule(row.keys));
    EXPECT_NE(explained("", "base-rule").find("holds even while the policy is only watched"), std::string::npos);
}

}  // namespace
}  // namespace beadle::policy

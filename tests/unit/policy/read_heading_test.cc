#include <gtest/gtest.h>

#include "policy/policy.h"
#include "support/facts_builder.h"

namespace beadle::policy {
namespace {

using beadle::testing::heading;
using beadle::testing::read;
using beadle::testing::rule;
using beadle::testing::small_base;

const std::string exception_of_r = R"([[exception]]
rule = "r"
from = "rfo@"
until = 2027-03-31
reason = "Payroll"
approved_by = "minute 7"
)";

TEST(ReadHeading, names_what_a_council_must_say) {
    struct Row {
        const char* name;
        std::string file;
        std::string want;
    };
    const std::string policy = "[policy]\ntitle = \"T\"\nadopted = 2025-01-01\nreview_due = 2027-01-01\n";
    const std::string council = "[council]\nname = \"N\"\ndomains = [\"c.example\"]\n";
    const std::string extends = "extends = \"base\"\n";
    const std::vector<Row> table = {
        {"no council", extends + policy, "[council] with name and domains is missing"},
        {"no policy", extends + council, "[policy] with title"},
        {"no domains", extends + "[council]\nname = \"N\"\n" + policy, "\"domains\" is missing"},
        {"a domain with an @", extends + "[council]\nname = \"N\"\ndomains = [\"a@b.example\"]\n" + policy,
         "is not a mail domain"},
        {"a domain of one label", extends + "[council]\nname = \"N\"\ndomains = [\"localhost\"]\n" + policy,
         "is not a mail domain"},
        {"a domain twice", extends + "[council]\nname = \"N\"\ndomains = [\"c.example\", \"C.example\"]\n" + policy,
         "stands here twice"},
        {"another base", "extends = \"bass\"\n" + council + policy, "did you mean \"base\"?"},
        {"a review before adoption",
         extends + council + "[policy]\ntitle = \"T\"\nadopted = 2025-01-01\nreview_due = 2024-01-01\n",
         "before the policy was adopted"},
        {"an impossible date",
         extends + council + "[policy]\ntitle = \"T\"\nadopted = 2025-02-30\nreview_due = 2027-01-01\n",
         "council.toml:7:"},
    };
    for (const auto& row : table) {
        const auto got = text(read(row.file).diagnostics);
        EXPECT_NE(got.find(row.want), std::string::npos) << row.name << ": " << got;
    }
}

TEST(ReadHeading, warns_of_what_has_ended_and_of_what_teaches_nothing) {
    struct Row {
        const char* name;
        std::string today;
        std::string council;
        std::size_t want;
    };
    const auto finds = rule("when = { finds = \"national-insurance-number\" }\naction = \"flag\"");
    const std::vector<Row> table = {
        {"nothing on the last day of an exception", "2027-03-31", finds + exception_of_r, 0},
        {"an exception that ended yesterday", "2027-04-01", finds + exception_of_r, 1},
        {"nothing on the day of the review", "2027-05-12", finds, 0},
        {"a review that was due yesterday", "2027-05-13", finds, 1},
        {"a rule that stops a whole direction", "2026-11-18",
         rule("when = { direction = \"outbound\" }\naction = \"reject\""), 1},
        {"nor when it stops strangers on our relay", "2026-11-18", rule("when = { origin = \"outside\", direction = \"outbound\" }\naction = \"reject\""), 0},
        {"not when it only flags", "2026-11-18", rule("when = { direction = \"inbound\" }\naction = \"flag\""), 0},
        {"a rule that stops without advice", "2026-11-18",
         "[[rule]]\nid = \"q\"\nclause = \"1\"\npurpose = \"establishing facts\"\nwhen = { size_over = 1 }\naction = "
         "\"reject\"",
         1},
    };
    for (const auto& row : table) {
        const auto got = read(heading + row.council, small_base, row.today);
        EXPECT_TRUE(got.diagnostics.empty()) << row.name << text(got.diagnostics);
        EXPECT_EQ(got.warnings.size(), row.want) << row.name << text(got.warnings);
    }
}

TEST(ReadHeading, the_version_changes_with_either_file) {
    const auto one = read(heading).policy.version;
    EXPECT_EQ(read(heading).policy.version, one);
    EXPECT_NE(read(heading + "# x").policy.version, one);
    EXPECT_NE(read(heading, small_base + "# x").policy.version, one);
}

TEST(ReadHeading, without_extends_the_base_does_not_hold_and_that_is_warned_of) {
    auto file = heading;
    file.erase(0, file.find('\n') + 1);
    const auto got = read(file);
    EXPECT_TRUE(got.diagnostics.empty()) << text(got.diagnostics);
    EXPECT_TRUE(got.policy.rules.empty());
    ASSERT_EQ(got.warnings.size(), 1u);
    EXPECT_NE(got.warnings[0].message.find("malware included"), std::string::npos);
}

}  // namespace
}  // namespace beadle::policy

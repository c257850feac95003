// council_files_test.cc — what policy and directory say only together.
#include "council/council_files.h"

#include <gtest/gtest.h>

namespace beadle {
namespace {

constexpr auto members =
    "[[member]]\nmailbox = \"clerk@council.example\"\naliases = [\"town.clerk@old.example\"]\nname = \"Test Clerk\"\nrole = \"clerk\"\n";

// A council with one rule and an exception of it on line 14.
Diagnostics warned(const std::string& exception) {
    const std::string policy =
        "extends = \"base\"\n[council]\nname = \"Test Council\"\ndomains = [\"council.example\", \"old.example\"]\n[policy]\n"
        "title = \"T\"\nadopted = 2026-01-01\nreview_due = 2099-01-01\n"
        "[[exception]]\nrule = \"q\"\nuntil = 2027-01-01\nreason = \"x\"\napproved_by = \"y\"\n" + exception;
    const std::string base =
        "[[rule]]\nid = \"q\"\nclause = \"8\"\npurpose = \"compliance with the council's policy\"\n"
        "when = { finds = [\"nhs-number\"] }\naction = \"quarantine\"\nadvice = \"Telephone.\"\n";
    Bundle bundle;
    bundle.files = {{BundleRole::policy, "p.toml", policy},
                    {BundleRole::base_policy, "base.toml", base},
                    {BundleRole::directory, "d.toml", members},
                    {BundleRole::words, "words/look-alikes.toml", "[[names]]\nid = \"council-words\"\nreason = \"r\"\nnames = [\"tc\"]\n"},
                    {BundleRole::words, "words/webmail-providers.toml", "[[provider]]\nname = \"T\"\ndomains = [\"webmail.example\"]\n"}};
    const auto files = read_council_files(bundle, {}, "2026-11-21");
    EXPECT_EQ(text(files.diagnostics), "");
    return files.warnings;
}

TEST(CouncilFiles, warn_once_of_exceptions_whose_sender_no_log_in_of_a_member_proves) {
    struct {
        const char *name, *exception;
        bool want;
    } table[] = {
        {"a mailbox", "from = \"clerk@council.example\"", false},
        {"an alias", "from = \"town.clerk@old.example\"", false},
        {"a mailbox at any domain", "from = \"clerk@\"", false},
        {"nobody's address", "from = \"planning@council.example\"", true},
        {"nobody's at any domain", "from = \"planning@\"", true},
        {"one of two", "from = [\"clerk@\", \"planning@\"]", true},
        {"a whole domain", "from = \"*@council.example\"", false},
        {"an address outside", "from = \"planning@district.example\"", false},
        {"a recipient", "to = \"planning@council.example\"", false},
    };
    for (const auto& row : table) {
        const auto got = warned(row.exception);
        ASSERT_EQ(got.size(), row.want ? 1u : 0u) << row.name << ": " << text(got);
        if (!row.want) continue;
        EXPECT_EQ(got[0].file, "p.toml") << row.name;
        EXPECT_EQ(got[0].line, 14u) << row.name;
        EXPECT_NE(got[0].message.find("no member's log-in proves them: planning@"), std::string::npos) << row.name << got[0].message;
    }
}

TEST(CouncilFiles, do_not_warn_of_an_exception_that_has_ended_twice) {
    const auto got = warned("from = \"planning@\"\n[[exception]]\nrule = \"q\"\nfrom = \"other@\"\nuntil = 2026-01-01\nreason = \"x\"\n"
                            "approved_by = \"y\"");
    ASSERT_EQ(got.size(), 2u) << text(got);
    EXPECT_EQ(text(got).find("other@"), std::string::npos) << text(got);
}

}  // namespace
}  // namespace beadle

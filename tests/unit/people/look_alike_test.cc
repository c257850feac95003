// Domains that imitate the council's, its partners' and its members' own, and innocent neighbours of invented places:
// the lists are tests/samples/domains, a line each; the rates are printed.
#include "people/look_alike.h"

#include <gtest/gtest.h>

#include <fstream>
#include <iostream>

#include "base/text.h"
#include "people/spelling.h"
#include "support/facts_builder.h"

namespace beadle::people {
namespace {

using beadle::testing::octets_of;

const std::string root = BEADLE_SOURCE_DIR;

LookAlikes judge() {
    Bundle bundle;
    bundle.files = {{BundleRole::words, "look-alikes.toml", octets_of(root + "/signatures/words/look-alikes.toml")}};
    auto read = ThreatWords::read(bundle);
    EXPECT_TRUE(read.diagnostics.empty());
    EXPECT_TRUE(read.warnings.empty());
    return LookAlikes({{"towcester-tc.gov.uk", true},
                       {"billericaytowncouncil.gov.uk", true},
                       {"payroll-bureau.example", false},
                       {"northfieldsolicitors.example", false},
                       {"hargreave.example", false}},
                      std::move(read.words));
}

std::vector<std::string> list(const std::string& name) {
    std::ifstream in(root + "/tests/samples/domains/" + name);
    std::vector<std::string> out;
    for (std::string line; std::getline(in, line);)
        if (const auto word = trim(line); !word.empty() && word[0] != '#') out.emplace_back(word);
    return out;
}

TEST(LookAlikes, AreKnown) {
    const auto domains = list("look-alikes.txt");
    ASSERT_GE(domains.size(), 200u);
    std::size_t found = 0, acted_on = 0;
    for (const auto& d : domains) {
        const auto like = judge().judge(d);
        found += like.has_value();
        acted_on += like && like->confidence >= Confidence::medium;
        if (!like) std::cout << "missed: " << d << "\n";
    }
    std::cout << "look-alikes: " << domains.size() << ", found " << found << ", medium or high " << acted_on << "\n";
    EXPECT_GE(found * 100, domains.size() * 95);
    EXPECT_GE(acted_on * 100, domains.size() * 90);
}

TEST(LookAlikes, AreNotTheNeighbours) {
    const auto domains = list("neighbours.txt");
    ASSERT_GE(domains.size(), 200u);
    std::size_t found = 0, acted_on = 0;
    const auto look = judge();
    for (const auto& d : domains) {
        const auto like = look.judge(d);
        found += like.has_value();
        acted_on += like && like->confidence >= Confidence::medium;
        if (like)
            std::cout << "false alarm: " << d << " " << name(like->confidence) << " " << like->known << " " << like->how
                      << "\n";
    }
    std::cout << "neighbours: " << domains.size() << ", taken for look-alikes " << found << ", medium or high "
              << acted_on << "\n";
    EXPECT_LE(acted_on * 100, domains.size());
    EXPECT_LE(found * 100, domains.size() * 3);
}

TEST(LookAlikes, OfFamousNamesOnlyForgeriesCount) {
    const LookAlikes look({{"hmrc.gov.uk", false, true}, {"microsoft.com", false, true}, {"gov.uk", false, true}}, {});
    for (const char* d : {"hmrc-gov-uk.example", "hmrc.gov.uk.refund.example", "rnicrosoft.com", "micros0ft.com",
                          "mircosoft.com", "tax-gov-uk.example"})
        EXPECT_TRUE(look.judge(d)) << d;
    const LookAlikes both({{"ashcombemagna-tc.gov.uk", true}, {"gov.uk", false, true}}, {});
    EXPECT_TRUE(both.judge("ashcombemanga-tc.gov.uk")) << "what lies below a famous name is judged against the others";
    for (const char* d : {"microsoft.co.uk", "microsoftonline.com", "hmrc.example", "dvla.gov.uk", "government.example",
                          "microsoft-partner.example"})
        EXPECT_FALSE(look.judge(d)) << d;
}

TEST(LookAlikes, OfTheKnownThemselvesThereAreNone) {
    for (const char* d : {"towcester-tc.gov.uk", "mail.towcester-tc.gov.uk", "TOWCESTER-TC.GOV.UK",
                          "payroll-bureau.example", "eu.payroll-bureau.example", "", "localhost", "gov.uk", "."})
        EXPECT_FALSE(judge().judge(d)) << d;
}

TEST(Spelling, TellsOneSlip) {
    EXPECT_EQ(slip_between("towcetser", "towcester"), Slip::changed_places);
    EXPECT_EQ(slip_between("towccester", "towcester"), Slip::doubled);
    EXPECT_EQ(slip_between("towcster", "towcester"), Slip::left_out);
    EXPECT_EQ(slip_between("towchester", "towcester"), Slip::put_in);
    EXPECT_EQ(slip_between("t0wcester", "towcester"), Slip::figure);
    EXPECT_EQ(slip_between("worcester", "towcester"), Slip::none);
    EXPECT_EQ(slip_between("", ""), Slip::none);
    EXPECT_EQ(registrable("a.b.towcester-tc.gov.uk"), "towcester-tc.gov.uk");
    EXPECT_EQ(registrable("evil.co.uk"), "evil.co.uk");
}

}  // namespace
}  // namespace beadle::people

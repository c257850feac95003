#include "mail/finding.h"

#include <gtest/gtest.h>

#include <set>

#include "mail/decision.h"
#include "mail/envelope.h"

namespace beadle {
namespace {

TEST(FindingKind, EveryNameLeadsBackToItsKind) {
    std::set<std::string> names, said;
    for (int k = 0; k <= static_cast<int>(last_of(FindingKind{})); ++k) {
        const auto kind = static_cast<FindingKind>(k);
        EXPECT_EQ(finding_kind(name(kind)), kind);
        names.emplace(name(kind));
        said.emplace(words(kind));
    }
    const auto count = static_cast<std::size_t>(last_of(FindingKind{})) + 1;
    EXPECT_EQ(names.size(), count);
    EXPECT_EQ(said.size(), count) << "two kinds have the same words";
    EXPECT_EQ(finding_kind_names().size(), count);
    EXPECT_FALSE(finding_kind("nhs_number"));
}

TEST(FindingKind, IsGuessedFromWhatPeopleCallIt) {
    for (const auto& [said, meant] : std::vector<std::pair<std::string, std::string>>{
             {"ni-number", "national-insurance-number"}, {"NINO", "national-insurance-number"}, {"ni_numbers", "national-insurance-number"},
             {"nhs number", "nhs-number"}, {"passport", "passport-number"}, {"credit-card", "payment-card"}, {"sort-code", "bank-account"},
             {"dob", "date-of-birth"}, {"passwords", "credential"}, {"cctv", "cctv-footage"}, {"natoinal-insurance-number", "national-insurance-number"},
             {"xyzzy", ""}, {"", ""}, {"s", ""}, {"-number", ""}})
        EXPECT_EQ(nearest_finding_kind(said), meant) << said;
}

TEST(FindingKind, BelongsToItsGroup) {
    EXPECT_EQ(group_of(FindingKind::national_insurance_number), FindingGroup::sensitive);
    EXPECT_EQ(group_of(FindingKind::cctv_footage), FindingGroup::sensitive);
    EXPECT_EQ(group_of(FindingKind::visible_recipients), FindingGroup::exposure);
    EXPECT_EQ(group_of(FindingKind::personal_address), FindingGroup::people);
    EXPECT_EQ(group_of(FindingKind::malware), FindingGroup::threat);
    EXPECT_EQ(group_of(FindingKind::file_sharing_link), FindingGroup::conduct);
    EXPECT_EQ(group_of(FindingKind::unauthenticated_submission), FindingGroup::access);
    EXPECT_EQ(group_of(FindingKind::not_inspected), FindingGroup::coverage);
    EXPECT_EQ(finding_group("threat"), FindingGroup::threat);
    EXPECT_EQ(finding_group_names().size(), 7u);
}

TEST(Names, AreSpelledAsInTheVocabulary) {
    EXPECT_EQ(name(ProtectionGrade::is_signed), "signed");
    EXPECT_EQ(name(ProtectionGrade::leaked), "leaked");
    EXPECT_EQ(name(ProtectionMethod::pgp_mime), "pgp-mime");
    EXPECT_EQ(name(ProtectionMethod::office_legacy), "office-legacy");
    EXPECT_EQ(name(ProtectionMethod::seven_zip), "7z");
    EXPECT_EQ(name(ProtectionMethod::tls_enforced), "tls-enforced");
    EXPECT_EQ(name(NotInspectedReason::crash), "crash");
    EXPECT_EQ(confidence("medium"), Confidence::medium);
    EXPECT_FALSE(confidence("sure"));
    EXPECT_STREQ(name(ListenerKind::release), "release");
    EXPECT_STREQ(name(Origin::inside), "inside");
    EXPECT_STREQ(name(Direction::outbound), "outbound");
    for (int a = 0; a <= static_cast<int>(last_of(Action{})); ++a)
        EXPECT_EQ(action(name(static_cast<Action>(a))), static_cast<Action>(a));
    EXPECT_FALSE(action("drop"));
}

TEST(Decision, TheStrongestAndTheWidestOfItsRecipients) {
    Decision d;
    EXPECT_EQ(d.strongest(), Action::accept);
    d.recipients = {{"a", Direction::internal, Action::flag, {}}, {"b", Direction::inbound, Action::ask, {}}};
    EXPECT_EQ(d.strongest(), Action::ask);
    EXPECT_EQ(d.widest(), Direction::inbound);
    d.recipients.push_back({"c", Direction::outbound, Action::defer, {}});
    EXPECT_EQ(d.strongest(), Action::defer);
    EXPECT_EQ(d.widest(), Direction::outbound);
}

}  // namespace
}  // namespace beadle

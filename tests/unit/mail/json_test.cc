#include "mail/json.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

namespace beadle {
namespace {

Finding nhs() {
    Finding f;
    f.kind = FindingKind::nhs_number;
    f.location = "attachment list.xlsx › sheet \"A\"";
    f.path = {"list.xlsx", "A"};
    f.part = "1.2";
    f.confidence = Confidence::high;
    f.count = 3;
    f.sample = "999 ••• •••1";
    f.detector = "nhs-number";
    f.evidence = "checksum; column header \"NHS No\"";
    return f;
}

TEST(Json, FindingHasTheKeysOfTheInterface) {
    EXPECT_EQ(to_json(nhs()),
              R"({"kind":"nhs-number","location":"attachment list.xlsx › sheet \"A\"","path":["list.xlsx","A"],)"
              R"("part":"1.2","confidence":"high","count":3,"sample":"999 ••• •••1","detector":"nhs-number",)"
              R"("evidence":"checksum; column header \"NHS No\""})");
}

TEST(Json, AFindingAboutOneRecipientNamesIt) {
    Finding f = nhs();
    f.recipient = "x@y.example";
    EXPECT_EQ(nlohmann::json::parse(to_json(f))["recipient"], "x@y.example");
}

TEST(Json, ProtectionAndCoverageHaveTheKeysOfTheInterface) {
    const Protection p{"attachment a.zip",  {"a.zip"}, "1.2", ProtectionMethod::zip, ProtectionGrade::partial, false,
                       "some-members-clear"};
    EXPECT_EQ(to_json(p), R"({"location":"attachment a.zip","path":["a.zip"],"method":"zip","grade":"partial",)"
                          R"("protects":false,"why":"some-members-clear"})");
    const NotInspected n{"attachment b.rar", {"b.rar"}, "1.3", NotInspectedReason::unsupported, "rar"};
    EXPECT_EQ(to_json(n), R"({"location":"attachment b.rar","path":["b.rar"],"reason":"unsupported","detail":"rar"})");
}

TEST(Json, InspectionCarriesEverything) {
    Inspection i;
    i.findings = {nhs()};
    i.elapsed_us = 2100;
    i.octets = 5;
    i.entities = {{"1", {}, "text/plain", "", "", 5, "ab"}};
    i.addresses = {{"from", "Anne", "a@b.example"}};
    auto j = nlohmann::json::parse(to_json(i));
    EXPECT_EQ(j["coverage"], nlohmann::json::parse(R"({"complete":true,"not_inspected":[]})"));
    EXPECT_EQ(j["findings"].size(), 1u);
    EXPECT_EQ(j["elapsed_ms"], 2.1);
    EXPECT_EQ(j["entities"][0]["media_type"], "text/plain");
    EXPECT_EQ(j["addresses"][0]["field"], "from");
    EXPECT_EQ(j["marks"]["bulk"], false);
    i.not_inspected = {{"x", {}, "", NotInspectedReason::crash, ""}};
    EXPECT_EQ(nlohmann::json::parse(to_json(i))["coverage"]["complete"], false);
}

TEST(Json, DecisionNamesForEachRecipientTheRulesThatWereCarriedOut) {
    Decision d;
    RuleHit acted, watched, excepted;
    acted.id = "sensitive-in-clear";
    acted.clause = "8";
    acted.action = Action::quarantine;
    acted.tell = {Teller::sender, Teller::clerk};
    watched.id = "trial";
    watched.watched = true;
    excepted.id = "other";
    excepted.excepted_by = "agreement 2026/4";
    d.hits = {acted, watched, excepted};
    d.recipients = {{"a@b.example", Direction::outbound, Action::quarantine, {0, 1, 2, 99}}};
    const auto j = nlohmann::json::parse(to_json(d));
    EXPECT_EQ(j["verdict"], "quarantine");
    EXPECT_EQ(j["direction"], "outbound");
    EXPECT_EQ(j["recipients"], nlohmann::json::parse(R"([{"address":"a@b.example","direction":"outbound",
                                   "verdict":"quarantine","rules":["sensitive-in-clear"]}])"));
    EXPECT_EQ(j["rules"][0]["tell"], nlohmann::json::parse(R"(["sender","clerk"])"));
    EXPECT_EQ(j["rules"][1]["watched"], true);
    EXPECT_EQ(j["rules"][2]["excepted_by"], "agreement 2026/4");
}

TEST(Json, InvalidUtf8IsReplacedAndTheLineStaysOne) {
    Finding f = nhs();
    f.sample = std::string("a\xff\n\0b", 5);
    const std::string line = to_json(f);
    EXPECT_EQ(line.find('\n'), line.npos);
    EXPECT_TRUE(nlohmann::json::accept(line));
}

}  // namespace
}  // namespace beadle

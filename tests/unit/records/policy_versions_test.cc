#include "records/policy_versions.h"

#include "support/source_tree.h"
#include "unit/records/fixture.h"

namespace beadle::records {
namespace {

using nlohmann::json;
using ::testing::HasSubstr;
using ::testing::SizeIs;

constexpr const char* base = R"([[rule]]
id = "malware"
clause = "9"
purpose = "compliance with the council's policy"
when = { finds = ["malware"] }
action = "quarantine"
always = true
advice = "Nobody may send this."
[[rule]]
id = "big"
clause = "3"
purpose = "compliance with the council's policy"
when = { direction = "outbound", size_over = "9 MB" }
action = "quarantine"
advice = "Send a link."
)";
constexpr const char* own = R"(extends = "base"
[council]
name = "Test Parish Council"
domains = ["council.example"]
[policy]
title = "Policy"
adopted = 2026-01-12
review_due = 2027-01-12
)";

constexpr const char* directory = R"([[member]]
mailbox = "clerk@council.example"
name = "The Clerk"
role = "clerk"
)";

class PolicyVersionsTest : public StoreTest {
  protected:
    void SetUp() override {
        StoreTest::SetUp();
        auto& policy = store().policy = {};
        policy.bundle.files = {{BundleRole::policy, "council.toml", own}, {BundleRole::base_policy, "base.toml", base},
                               {BundleRole::directory, "directory.toml", directory}};
        for (const char* words : {"webmail-providers", "look-alikes"})
            policy.bundle.files.push_back({BundleRole::words, std::string(words) + ".toml",
                                           test::file_text(test::source_folder() / "signatures" / "words" / (std::string(words) + ".toml"))});
        policy.settings.file = folder_.path + "/beadle.toml";
    }
    std::uint32_t asks(const std::string& verb, const json& arguments) {
        answer_ = person_asks(verb, arguments, "clerk");
        return answer_.exit_code;
    }
    std::uint32_t propose(const std::string& more) {
        return asks("policy.propose", {{"toml", own + more}, {"reason", "tried"}, {"minute", "2026/41"}});
    }
    std::uint32_t adopt(const std::string& id) { return asks("policy.adopt", {{"id", id}, {"reason", "Full Council"}}); }
    std::string lines() const { return join(answer_.lines, "\n"); }
    wire::Answer answer_;
};

TEST_F(PolicyVersionsTest, a_version_is_proposed_adopted_replaced_and_restored) {
    EXPECT_EQ(adopted(store())->number, 0);
    ASSERT_EQ(propose("[[rule]]\nid = \"big\"\nmode = \"watch\"\n"), 0u) << answer_.problem << lines();
    EXPECT_EQ(adopted(store())->number, 0) << "a proposal changes nothing";
    ASSERT_EQ(propose("[[rule]]\nid = \"big\"\naction = \"flag\"\n"), 0u);
    store().policy.look = false;
    ASSERT_EQ(adopt("1"), 0u) << answer_.problem;
    EXPECT_TRUE(store().policy.look);
    EXPECT_EQ(adopted(store())->number, 1);
    EXPECT_THAT(adopted(store())->toml, HasSubstr("watch"));
    ASSERT_EQ(adopt("2"), 0u);
    ASSERT_EQ(adopt("1"), 0u) << "an earlier one again";
    EXPECT_EQ(adopted(store())->number, 1);
    ASSERT_EQ(adopt("file"), 0u);
    EXPECT_EQ(adopted(store())->number, 0);
    EXPECT_EQ(count("policy_adoptions"), 4);
    EXPECT_EQ(count("events WHERE kind = 'policy-adopted'"), 4);
    EXPECT_EQ(verify(), "");
}

TEST_F(PolicyVersionsTest, all_errors_come_at_once_with_place_and_suggestion) {
    EXPECT_EQ(propose("[[rule]]\nid = \"big\"\nacton = \"flag\"\nmode = \"wach\"\n"), 3u);
    ASSERT_THAT(answer_.lines, SizeIs(2));
    EXPECT_THAT(lines(), HasSubstr("\"suggestion\":\"action\""));
    EXPECT_THAT(lines(), HasSubstr("\"suggestion\":\"watch\""));
    EXPECT_THAT(lines(), HasSubstr("\"at_line\":11"));
    EXPECT_EQ(count("policy_versions"), 0);
    EXPECT_EQ(count("events WHERE kind = 'request-refused'"), 1);
    EXPECT_EQ(asks("policy.check", {{"toml", "x = \n"}}), 3u);
}

TEST_F(PolicyVersionsTest, what_always_holds_is_not_weakened) {
    const std::string weaker[] = {"action = \"log\"", "always = false", "action = \"accept\"", "mode = \"watch\"", "release_needs = 1\ntell = [\"clerk\"]",
                                  "unless = { from = \"*@friend.example\" }", "when = { finds = [\"malware\"], direction = \"outbound\" }"};
    for (const auto& one : weaker) EXPECT_EQ(propose("[[rule]]\nid = \"malware\"\n" + one + "\n"), 3u) << one;
    EXPECT_EQ(propose("[[rule]]\nid = \"malware\"\nclause = \"9.1\"\nadvice = \"Telephone the clerk.\"\n"), 0u) << lines();
    std::string alone = own;
    alone.erase(0, alone.find('\n') + 1);
    EXPECT_EQ(asks("policy.propose", {{"toml", alone}, {"reason", "x"}}), 3u) << "nothing of base holds then";
    EXPECT_THAT(lines(), HasSubstr("malware"));
}

TEST_F(PolicyVersionsTest, refuses_what_makes_no_sense) {
    const json toml = own;
    for (const auto& [verb, arguments, want] : std::vector<std::tuple<std::string, json, std::uint32_t>>{
             {"policy.propose", {{"toml", toml}}, 2},
             {"policy.propose", {{"toml", ""}, {"reason", "x"}}, 2},
             {"policy.propose", {{"toml", std::string(most_policy_version + 1, '#')}, {"reason", "x"}}, 2},
             {"policy.adopt", {{"id", "1"}}, 2},
             {"policy.adopt", {{"id", "one"}, {"reason", "x"}}, 2},
             {"policy.adopt", {{"id", "-1"}, {"reason", "x"}}, 2},
             {"policy.adopt", {{"id", "7"}, {"reason", "x"}}, 1},
             {"policy.adopt", {{"id", "file"}, {"reason", "x"}}, 1},
             {"policy.try", {{"id", "7"}}, 2},
             {"policy.try", {{"id", "file"}, {"from", -1}}, 2},
             {"policy.version", {{"id", "7"}}, 1},
             {"policy.version", {{"id", "file"}}, 0},
             {"policy.versions", json::object(), 0}})
        EXPECT_EQ(asks(verb, arguments), want) << verb << arguments.dump().substr(0, 200);
}

TEST_F(PolicyVersionsTest, a_row_that_another_hand_changed_is_handed_to_nobody) {
    ASSERT_EQ(propose(""), 0u);
    ASSERT_EQ(adopt("1"), 0u);
    ASSERT_TRUE(store().db.beneath().run("UPDATE policy_versions SET reason = 'another' WHERE id = 1", {}));
    EXPECT_FALSE(adopted(store()));
    EXPECT_EQ(asks("policy.version", {{"id", "1"}}), 4u);
    EXPECT_NE(verify(), "");
}

}  // namespace
}  // namespace beadle::records

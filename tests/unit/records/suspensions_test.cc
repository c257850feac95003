#include "records/suspensions.h"

#include "unit/records/fixture.h"
#include "wire/due.h"

namespace beadle::records {
namespace {

using nlohmann::json;
using ::testing::HasSubstr;
using ::testing::SizeIs;

constexpr const char* them = "a.smith@council.example";

class SuspensionTest : public StoreTest {
  protected:
    void SetUp() override {
        StoreTest::SetUp();
        store().council.name = "Test Parish Council";
        store().council.clerk = "clerk@council.example";
        store().council.members = {{them, "Anne Smith", "councillor", "", "", "", "Sedcom"}};
    }
    std::uint32_t asks(const std::string& verb, json arguments, const std::string& who) {
        if (arguments.is_null()) arguments = json::object();
        arguments["address"] = arguments.value("address", them);
        const auto answer = person_asks(verb, arguments, who);
        problem_ = answer.problem;
        return answer.exit_code;
    }
    json add() const { return {{"reason", "account taken over"}, {"until", "2026-10-01"}}; }
    std::string suspended() {
        return ask<wire::Standing>(wire::Role::session, wire::AskStanding{{"A.Smith@council.example"}}).suspended;
    }
    void run_due() {
        EXPECT_TRUE(service_->take(1, wire::Role::mail, {}, wire::frame_of(wire::RunDue{})));
        turns();
    }
    std::string problem_;
};

TEST_F(SuspensionTest, holds_only_when_a_second_person_has_approved_it_and_until_its_end) {
    EXPECT_EQ(asks("suspend.add", add(), "clerk"), 1u);
    EXPECT_EQ(suspended(), "");
    EXPECT_EQ(asks("suspend.approve", {}, "clerk"), 1u);
    EXPECT_THAT(problem_, HasSubstr("second person"));
    EXPECT_EQ(asks("suspend.approve", {}, "chair"), 0u);
    EXPECT_EQ(suspended(), them);
    EXPECT_EQ(verify(), "");
    clock_.now = *wall_time("2026-10-01T23:00:00Z");
    EXPECT_EQ(suspended(), them) << "the day named is wholly within";
    clock_.now = *wall_time("2026-10-02");
    EXPECT_EQ(suspended(), "") << "past its end it holds nobody up, task or not";
    run_due();
    EXPECT_EQ(count("suspensions WHERE state = 'ended'"), 1);
    EXPECT_EQ(count("notices WHERE kind = 'suspension-ended'"), 2) << "the member and the clerk";
    run_due();
    EXPECT_EQ(count("notices WHERE kind = 'suspension-ended'"), 2);
    EXPECT_EQ(verify(), "");
}

TEST_F(SuspensionTest, is_lifted_with_a_reason_and_the_member_is_told) {
    asks("suspend.add", add(), "clerk");
    asks("suspend.approve", {}, "chair");
    EXPECT_EQ(asks("suspend.lift", {}, "clerk"), 2u) << "without a reason";
    EXPECT_EQ(asks("suspend.lift", {{"reason", "password changed"}}, "clerk"), 0u);
    EXPECT_EQ(suspended(), "");
    EXPECT_EQ(count("notices WHERE kind = 'suspended' AND folded = 'a.smith@council.example'"), 1);
    EXPECT_EQ(asks("suspend.lift", {{"reason", "again"}}, "clerk"), 1u);
}

TEST_F(SuspensionTest, refuses_what_has_no_end_no_reason_or_no_member) {
    for (const auto& [change, exit_code, words] : std::vector<std::tuple<json, std::uint32_t, std::string>>{
             {{{"until", nullptr}}, 2, "every suspension ends"},
             {{{"until", "2026-01-01"}}, 2, "has passed"},
             {{{"until", "2030-01-01"}}, 2, "more than a year"},
             {{{"reason", " "}}, 2, "reason"},
             {{{"address", "a.smiht@council.example"}}, 1, "did you mean a.smith@council.example"},
             {{{"address", "nobody"}}, 1, "no mail address"}}) {
        auto given = add();
        given.update(change);
        EXPECT_EQ(asks("suspend.add", given, "clerk"), exit_code) << change;
        EXPECT_THAT(problem_, HasSubstr(words));
    }
}

TEST_F(SuspensionTest, mail_waits_when_its_row_was_changed_by_another_hand) {
    asks("suspend.add", add(), "clerk");
    asks("suspend.approve", {}, "chair");
    ASSERT_TRUE(store().db.beneath().run("UPDATE suspensions SET until_at = 1", {}));
    EXPECT_FALSE(ask<wire::Standing>(wire::Role::session, wire::AskStanding{{them}}).good);
    EXPECT_NE(verify(), "");
}

}  // namespace
}  // namespace beadle::records

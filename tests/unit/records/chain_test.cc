#include "unit/records/fixture.h"

namespace beadle::records {
namespace {

class ChainTest : public StoreTest {
  protected:
    void fill() {
        for (int i = 0; i < 5; ++i) record(accepted_verdict());
        auto held = record(held_verdict());
        amend_event(held.event, wire::Amendment::heard);
        reference_ = held.held[0];
        for (int i = 0; i < 3; ++i) record(accepted_verdict());
    }
    std::string reference_;
};

TEST_F(ChainTest, an_untouched_chain_verifies_and_names_its_head) {
    fill();
    auto answer = person_asks("events.verify", nlohmann::json::object());
    EXPECT_EQ(answer.exit_code, 0u);
    auto line = nlohmann::json::parse(answer.lines.at(0));
    EXPECT_TRUE(line["good"].get<bool>());
    EXPECT_EQ(line["events"], 10);
    EXPECT_EQ(line["head"].get<std::string>().size(), 64u);
    reopen();
    record(accepted_verdict());
    EXPECT_EQ(verify(), "") << "the chain goes on after a restart";
}

TEST_F(ChainTest, what_is_written_after_the_end_was_cut_off_does_not_hide_it) {
    for (const char* also : {"", "; DELETE FROM store_marks WHERE name LIKE 'chain end %'"}) {
        begin_anew();
        fill();
        ASSERT_TRUE(tamper("DELETE FROM events WHERE seq > 8" + std::string(also)));
        reopen();
        for (int i = 0; i < 5; ++i) record(accepted_verdict());
        EXPECT_NE(verify(), "") << also;
    }
}

TEST_F(ChainTest, says_which_event_is_the_first_bad_one) {
    fill();
    ASSERT_TRUE(tamper("UPDATE events SET subject = 'x' WHERE seq IN (4, 8)"));
    auto answer = person_asks("events.verify", nlohmann::json::object());
    EXPECT_EQ(answer.exit_code, 1u);
    EXPECT_EQ(nlohmann::json::parse(answer.lines.at(0))["event"], 4);
}

TEST_F(ChainTest, verify_goes_step_by_step_and_verdicts_do_not_wait_for_it) {
    Transaction t(store().db);
    for (int i = 0; i < 5000; ++i) {
        auto put = append(store(), {});
        ASSERT_TRUE(put);
    }
    ASSERT_TRUE(t.commit());
    ASSERT_TRUE(
        service_->take(1, wire::Role::admin, {"clerk", true}, wire::frame_of(wire::Ask{"events.verify", "{}"}, 901)));
    service_->turn();
    EXPECT_TRUE(replies_.frames[901].empty());
    ASSERT_TRUE(service_->take(1, wire::Role::session, {}, wire::frame_of(accepted_verdict(), 902)));
    service_->turn();
    EXPECT_EQ(replies_.frames[902].size(), 1u);
    turns();
    auto answer = wire::message_of<wire::Answer>(replies_.frames[901].back());
    EXPECT_EQ(nlohmann::json::parse(answer->lines.at(0))["events"], 5001);
}

class SearchTest : public StoreTest {
  protected:
    std::size_t found(const nlohmann::json& arguments) { return person_asks("events.search", arguments).lines.size(); }
};

TEST_F(SearchTest, finds_by_each_field) {
    record(accepted_verdict());
    clock_.pass(24LL * 60 * minute);
    auto v = held_verdict();
    v.envelope.sender = "Other_One@example.net";
    v.envelope.queue_id = "4XYZ";
    v.inspection.subject = "100% secret";
    record(v);
    const struct {
        const char* name;
        nlohmann::json given;
        std::size_t want;
    } table[] = {
        {"everything", {}, 2},
        {"a sender in part, in any case", {{"sender", "other_one"}}, 1},
        {"an underscore is no wildcard", {{"sender", "a_smith"}}, 0},
        {"a recipient", {{"recipient", "c@example.org"}}, 2},
        {"a rule, whole", {{"rule", "sensitive-in-clear"}}, 1},
        {"a rule in part is none", {{"rule", "sensitive"}}, 0},
        {"an outcome", {{"outcome", "quarantined"}}, 1},
        {"a kind", {{"kind", "verdict"}}, 2},
        {"a queue id", {{"queue_id", "4XYZ"}}, 1},
        {"a queue id that is not there", {{"queue_id", "nope"}}, 0},
        {"text of a subject, with a percent sign", {{"text", "100% S"}}, 1},
        {"text of a finding", {{"text", "nhs-number"}}, 1},
        {"words in any order, of which each is there", {{"text", "nhs-number\nsecret\nother_one"}}, 1},
        {"words of which one is nowhere", {{"text", "nhs-number\nsecret\nnowhere"}}, 0},
        {"since", {{"since", utc_text(clock_.now)}}, 1},
        {"until", {{"until", utc_text(clock_.now)}}, 1},
        {"a limit", {{"limit", 1}}, 1},
    };
    for (const auto& row : table) {
        SCOPED_TRACE(row.name);
        EXPECT_EQ(found(row.given.is_null() ? nlohmann::json::object() : row.given), row.want);
    }
    auto first = nlohmann::json::parse(person_asks("events.search", nlohmann::json::object()).lines.at(0));
    EXPECT_EQ(first["event"], 2) << "newest first";
    EXPECT_EQ(first["version"], 1);
}

TEST_F(SearchTest, long_answers_come_in_several_frames) {
    Transaction t(store().db);
    for (int i = 0; i < 700; ++i) {
        Event event;
        event.body = "{\"reason\":\"" + std::string(2000, 'x') + "\"}";
        auto put = append(store(), event);
        ASSERT_TRUE(put);
    }
    ASSERT_TRUE(t.commit());
    EXPECT_EQ(found({{"limit", 10000}}), 700u);
    auto& frames = replies_.frames[last_id_];
    EXPECT_GT(frames.size(), 2u);
    for (std::size_t i = 0; i < frames.size(); ++i)
        EXPECT_EQ(wire::message_of<wire::Answer>(frames[i])->more, i + 1 < frames.size());
}

}  // namespace
}  // namespace beadle::records

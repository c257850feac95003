#include "unit/records/fixture.h"

namespace beadle::records {
namespace {

using nlohmann::json;

class VerdictTest : public StoreTest {};

TEST(States, only_the_moves_of_the_table_are_known) {
    const std::map<State, std::vector<State>> want = {
        {State::pending,
         {State::held, State::superseded, State::discarding, State::returned, State::released, State::discarded,
          State::expired, State::made_void}},
        {State::held, {State::discarding, State::returned, State::released, State::discarded, State::expired}},
        {State::discarding, {State::held, State::discarded}},
        {State::returned, {State::expired}},
        {State::journalled, {State::expired, State::made_void}},
        {State::superseded, {State::pending, State::held, State::discarded, State::expired, State::made_void}},
        {State::released, {}},
        {State::discarded, {}},
        {State::expired, {}},
        {State::made_void, {}},
    };
    for (const auto& [from, allowed] : want)
        for (int i = 0; i <= static_cast<int>(last_of(State{})); ++i) {
            const auto to = static_cast<State>(i);
            const bool listed = std::find(allowed.begin(), allowed.end(), to) != allowed.end();
            EXPECT_EQ(may_become(from, to), listed) << name(from) << " -> " << name(to);
            EXPECT_EQ(state(name(to)), to);
        }
}

TEST(References, can_be_typed_as_they_are_read_out) {
    for (int i = 0; i < 1000; ++i) {
        const auto r = new_reference();
        EXPECT_EQ(as_reference(r), r);
        EXPECT_EQ(r.find_first_of("01ilou"), std::string::npos);
    }
    EXPECT_EQ(as_reference(" 7K2M9XDQ \n"), "7k2m-9xdq");
    for (const char* wrong : {"", "7k2m", "7k2m-9xd1", "7k2m-9xdqq", "7k2m_9xdq", "'; DROP"})
        EXPECT_EQ(as_reference(wrong), "") << wrong;
}

TEST_F(VerdictTest, an_accepted_message_is_one_event_and_nothing_else) {
    auto done = record(accepted_verdict());
    EXPECT_TRUE(done.good);
    EXPECT_EQ(done.event, 1u);
    EXPECT_TRUE(done.held.empty());
    EXPECT_EQ(count("events"), 1);
    EXPECT_EQ(count("held") + count("messages") + count("notices"), 0);
    EXPECT_EQ(verify(), "");
}

TEST_F(VerdictTest, a_held_message_is_pending_until_the_reply_was_heard) {
    auto done = record(held_verdict());
    ASSERT_TRUE(done.good) << done.problem;
    ASSERT_EQ(done.held.size(), 1u);
    EXPECT_EQ(state_of(done.held[0]), "pending");
    EXPECT_TRUE(amend_event(done.event, wire::Amendment::heard));
    EXPECT_EQ(state_of(done.held[0]), "held");
    EXPECT_TRUE(amend_event(done.event, wire::Amendment::heard)) << "twice is no harm";
    EXPECT_EQ(count("events"), 2);
    EXPECT_FALSE(amend_event(done.event, wire::Amendment::made_void)) << "what was heard is not void";
    EXPECT_FALSE(amend_event(999, wire::Amendment::heard));
    EXPECT_EQ(verify(), "");
}

TEST_F(VerdictTest, a_void_record_is_gone_with_its_content_and_its_notices) {
    auto done = record(held_verdict());
    EXPECT_EQ(count("notices"), 1);
    EXPECT_TRUE(amend_event(done.event, wire::Amendment::made_void));
    EXPECT_EQ(state_of(done.held[0]), "void");
    EXPECT_EQ(count("notices") + count("slices"), 0);
    EXPECT_EQ(count("messages WHERE wrapped_key IS NULL"), 1);
    auto again = record(held_verdict());
    EXPECT_EQ(count("notices"), 1) << "the retry's notice counts as a first one";
    EXPECT_EQ(state_of(again.held[0]), "pending");
    EXPECT_EQ(verify(), "");
}

TEST_F(VerdictTest, a_retry_supersedes_the_pending_copy_of_the_same_mail_only) {
    auto first = record(held_verdict());
    clock_.pass(30 * minute);
    auto other = held_verdict();
    other.inspection.message_id = "<2@council.example>";
    record(other);
    other = held_verdict();
    other.envelope.recipients.pop_back();
    other.held[0].recipients.pop_back();
    record(other);
    other = held_verdict();
    other.content_hash = std::string(64, '0');
    record(other);
    EXPECT_EQ(state_of(first.held[0]), "pending");
    auto second = record(held_verdict());
    EXPECT_EQ(state_of(first.held[0]), "superseded");
    EXPECT_EQ((*find_held(store(), first.held[0]))->superseded_by, second.held[0]);
    EXPECT_EQ(person_asks("quarantine.list", json::object()).lines.size(), 5u) << "both are listed";
    EXPECT_EQ(person_asks("quarantine.release", {{"id", first.held[0]}}).exit_code, 1u);
    EXPECT_EQ(verify(), "");
}

TEST_F(VerdictTest, a_held_copy_is_never_superseded) {
    auto first = record(held_verdict());
    amend_event(first.event, wire::Amendment::heard);
    record(held_verdict());
    EXPECT_EQ(state_of(first.held[0]), "held");
}

TEST_F(VerdictTest, a_superseded_copy_counts_again_when_its_retry_is_void_and_when_it_was_heard_after_all) {
    auto first = record(held_verdict());
    auto second = record(held_verdict());
    EXPECT_TRUE(amend_event(second.event, wire::Amendment::made_void));
    EXPECT_EQ(state_of(first.held[0]), "pending");
    auto third = record(held_verdict());
    EXPECT_EQ(state_of(first.held[0]), "superseded");
    EXPECT_TRUE(amend_event(first.event, wire::Amendment::heard));
    EXPECT_EQ(state_of(first.held[0]), "held");
    EXPECT_EQ(state_of(third.held[0]), "pending");
    EXPECT_EQ(verify(), "");
}

TEST_F(VerdictTest, age_never_supersedes) {
    auto first = record(held_verdict());
    clock_.pass(400LL * 24 * 60 * minute);
    reopen();
    EXPECT_EQ(state_of(first.held[0]), "pending");
}

TEST_F(VerdictTest, parts_of_one_message_share_its_content_until_the_last_goes) {
    auto v = held_verdict();
    v.held = {{wire::HeldReason::quarantine, {v.envelope.recipients[0]}, 1, false},
              {wire::HeldReason::refused, {v.envelope.recipients[1]}, 1, true}};
    auto done = record(v);
    ASSERT_EQ(done.held.size(), 2u);
    EXPECT_EQ(count("messages"), 1);
    EXPECT_EQ(person_asks("quarantine.discard", {{"id", done.held[0]}, {"reason", "test"}}).exit_code, 0u);
    clock_.pass(minute);
    run_due();
    EXPECT_GT(count("slices"), 0);
    EXPECT_EQ(person_asks("quarantine.discard", {{"id", done.held[1]}, {"reason", "test"}}).exit_code, 0u);
    clock_.pass(minute);
    run_due();
    EXPECT_EQ(count("slices"), 0);
    EXPECT_EQ(verify(), "");
}

TEST_F(VerdictTest, a_verdict_that_makes_no_sense_is_refused_whole) {
    auto no_message = ask<wire::Recorded>(wire::Role::session, held_verdict());
    EXPECT_FALSE(no_message.good);
    auto nobody = held_verdict();
    nobody.held[0].recipients.clear();
    EXPECT_FALSE(record(nobody).good);
    auto needs = held_verdict(7);
    EXPECT_FALSE(record(needs).good);
    EXPECT_EQ(count("events") + count("held") + count("messages") + count("notices"), 0);
}

TEST_F(VerdictTest, one_bad_request_does_not_take_its_neighbours_down) {
    auto bad = held_verdict();
    bad.held[0].recipients.clear();
    for (std::uint32_t i = 901; i <= 905; ++i) {
        auto frame = wire::frame_of(i == 903 ? bad : held_verdict(), i);
        frame.descriptors.push_back(memory_file(message_text()));
        ASSERT_TRUE(service_->take(1, wire::Role::session, {}, std::move(frame)));
    }
    turns();
    for (std::uint32_t i = 901; i <= 905; ++i) {
        ASSERT_EQ(replies_.frames[i].size(), 1u);
        EXPECT_EQ(wire::message_of<wire::Recorded>(replies_.frames[i][0])->good, i != 903);
    }
    EXPECT_EQ(count("held"), 4);
    EXPECT_EQ(verify(), "");
}

TEST_F(VerdictTest, what_waits_together_is_committed_together) {
    const auto before = service_->counters().transactions;
    for (std::uint32_t i = 1; i <= 50; ++i)
        ASSERT_TRUE(service_->take(1, wire::Role::session, {}, wire::frame_of(accepted_verdict(), i)));
    turns();
    EXPECT_EQ(service_->counters().transactions - before, 1u);
    for (std::uint32_t i = 1; i <= 50; ++i)
        EXPECT_EQ(wire::message_of<wire::Recorded>(replies_.frames[i].at(0))->event, i);
}

TEST_F(VerdictTest, small_ones_do_not_wait_for_a_large_message) {
    std::string large = message_text(8u << 20);
    auto v = held_verdict();
    auto frame = wire::frame_of(v, 901);
    frame.descriptors.push_back(memory_file(large));
    ASSERT_TRUE(service_->take(1, wire::Role::session, {}, std::move(frame)));
    service_->turn();
    ASSERT_TRUE(service_->take(1, wire::Role::session, {}, wire::frame_of(accepted_verdict(), 902)));
    service_->turn();
    EXPECT_EQ(replies_.frames[902].size(), 1u);
    EXPECT_TRUE(replies_.frames[901].empty());
    turns();
    auto done = wire::message_of<wire::Recorded>(replies_.frames[901].at(0));
    ASSERT_TRUE(done && done->good);
    person_asks("quarantine.release", {{"id", done->held[0]}});
    std::string got;
    EXPECT_EQ(take_work_now(&got).kind, wire::WorkKind::release);
    EXPECT_TRUE(got == v.trace + "\r\n" + large);
}

TEST_F(VerdictTest, hostile_octets_in_every_field_are_recorded_and_searched_without_harm) {
    auto v = held_verdict();
    const std::string rubbish = std::string("a\0b", 3) + "\xff\xfe'\"<script>\r\n\x1b[31m%_!";
    v.envelope.queue_id = v.envelope.sender = v.inspection.message_id = v.inspection.subject = v.outcome = v.cause =
        rubbish;
    v.envelope.recipients = {rubbish};
    v.held[0].recipients = {rubbish};
    v.notices[0].to = v.notices[0].key = v.notices[0].text = rubbish;
    v.inspection.findings[0].sample = v.inspection.findings[0].location = rubbish;
    v.decision.hits[0].id = rubbish;
    auto done = record(v);
    ASSERT_TRUE(done.good) << done.problem;
    for (const char* verb : {"quarantine.list", "events.search"}) {
        auto answer = person_asks(verb, json::object());
        ASSERT_EQ(answer.lines.size(), 1u);
        EXPECT_TRUE(json::accept(answer.lines[0]));
        EXPECT_EQ(answer.lines[0].find_first_of("\r\n\x1b"), std::string::npos);
    }
    EXPECT_EQ(person_asks("quarantine.show", {{"id", done.held[0]}}).lines.size(), 1u);
    EXPECT_EQ(verify(), "");
    EXPECT_EQ((*find_held(store(), done.held[0]))->envelope.recipients[0], rubbish)
        << "the envelope is kept octet by octet";
}

TEST_F(VerdictTest, an_event_of_thousands_of_findings_is_cut_and_says_so) {
    auto v = accepted_verdict();
    Finding f;
    f.location = std::string(900, 'x');
    v.inspection.findings.assign(2000, f);
    ASSERT_TRUE(record(v).good);
    auto rows = store().db.rows("SELECT body FROM events", {});
    const auto body = text(rows->front()[0]);
    EXPECT_LE(body.size(), most_event_body);
    EXPECT_TRUE(json::parse(body).at("cut").get<bool>());
}

TEST_F(VerdictTest, a_full_store_refuses_and_serves_readers_until_there_is_room) {
    BEADLE_ON_SQLITE_ALONE;
    auto first = record(held_verdict());
    ASSERT_TRUE(first.good);
    auto pages = integer((*store().db.rows("PRAGMA page_count", {}))[0][0]);
    ASSERT_TRUE(store().db.rows("PRAGMA max_page_count=" + std::to_string(pages + 2), {}));
    const std::string large = message_text(3u << 20);
    for (const auto& [octets_in, what] : {std::pair{large, "large"}, std::pair{message_text(200'000), "small"}}) {
        auto refused = record(held_verdict(), octets_in);
        EXPECT_FALSE(refused.good) << what;
        EXPECT_NE(refused.problem, "");
    }
    EXPECT_EQ(person_asks("quarantine.list", json::object()).lines.size(), 1u);
    EXPECT_EQ(person_asks("quarantine.show", {{"id", first.held[0]}}).lines.size(), 1u);
    ASSERT_TRUE(store().db.rows("PRAGMA max_page_count=1000000", {}));
    EXPECT_TRUE(record(held_verdict(), large).good);
    EXPECT_EQ(count("messages"), 2);
    EXPECT_EQ(verify(), "");
}

}  // namespace
}  // namespace beadle::records

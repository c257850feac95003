#include "records/work.h"
#include "records/settlement.h"
#include "unit/records/fixture.h"

namespace beadle::records {
namespace {

using nlohmann::json;

class WorkTest : public StoreTest {
  protected:
    // A held message, asked to be released; gives the work.
    wire::Work released(std::uint32_t needs = 1) {
        auto done = record(held_verdict(needs));
        event_ = done.event;
        reference_ = done.held.at(0);
        amend_event(event_, wire::Amendment::heard);
        end_notices();
        EXPECT_EQ(person_asks("quarantine.release", {{"id", reference_}}).exit_code, 0u);
        return take_work_now(&octets_);
    }
    void end_notices() { ASSERT_TRUE(store().db.run("UPDATE notices SET state = 'sent'", {})); }
    std::string hash() const { return ContentHash::of_message(message_text()); }
    std::string state() { return state_of(reference_); }
    // Of the recipients, as a person is shown them.
    std::vector<std::string> shown_notes() {
        std::vector<std::string> out;
        const json shown = json::parse(person_asks("quarantine.show", {{"id", reference_}}).lines.at(0));
        for (const auto& r : shown["recipients"]) out.push_back(r["note"]);
        return out;
    }
    std::uint64_t event_ = 0;
    std::string reference_, octets_;
};

TEST_F(WorkTest, a_release_goes_out_whole_and_ends_released) {
    auto work = released();
    ASSERT_EQ(work.kind, wire::WorkKind::release);
    EXPECT_EQ(work.sender, "a.smith@council.example");
    EXPECT_EQ(work.recipients, held_verdict().envelope.recipients);
    EXPECT_EQ(work.recipient_parameters.at(0), std::vector<std::string>{"NOTIFY=NEVER"});
    EXPECT_EQ(work.origin, Origin::inside);
    EXPECT_EQ(octets_, held_verdict().trace + "\r\n" + message_text());
    EXPECT_EQ(work.stamp.size(), 64u);
    EXPECT_EQ(ContentHash::of_message(octets_), hash()) << "the release listener will see the content that was held";
    EXPECT_EQ(state(), "held") << "until the MTA has answered";
    EXPECT_TRUE(show_stamp(work, hash()).good);
    EXPECT_TRUE(settle(work, 250, "queued as 4REL"));
    EXPECT_EQ(state(), "released");
    EXPECT_EQ(take_work_now().kind, wire::WorkKind::none);
    EXPECT_TRUE(settle(work, 451, "late")) << "told twice: the first time counts";
    EXPECT_EQ(state(), "released");
    EXPECT_EQ(verify(), "");
}

TEST_F(WorkTest, a_pending_message_can_be_released_too) {
    auto done = record(held_verdict());
    person_asks("quarantine.release", {{"id", done.held[0]}});
    auto work = take_work_now();
    EXPECT_FALSE(amend_event(done.event, wire::Amendment::made_void)) << "a person has acted on it";
    EXPECT_TRUE(settle(work, 250));
    EXPECT_EQ(state_of(done.held[0]), "released");
    EXPECT_TRUE(amend_event(done.event, wire::Amendment::heard));
    EXPECT_EQ(state_of(done.held[0]), "released");
}

TEST_F(WorkTest, a_stamp_passes_only_what_it_was_made_for_and_only_once) {
    auto work = released();
    const struct {
        const char* name;
        std::function<void(wire::CheckStamp&)> change;
    } table[] = {
        {"another token", [](auto& c) { c.token[0] = c.token[0] == 'a' ? 'b' : 'a'; }},
        {"no token", [](auto& c) { c.token.clear(); }},
        {"another content", [](auto& c) { c.content_hash[0] = c.content_hash[0] == 'a' ? 'b' : 'a'; }},
        {"another sender", [](auto& c) { c.sender = "clerk@council.example"; }},
        {"a recipient more", [](auto& c) { c.recipients.push_back("<d@example.org>"); }},
        {"another recipient", [](auto& c) { c.recipients = {"<d@example.org>"}; }},
        {"no recipient", [](auto& c) { c.recipients.clear(); }},
    };
    const wire::CheckStamp good{work.stamp, work.sender, work.recipients, hash(), "4REL"};
    for (const auto& row : table) {
        SCOPED_TRACE(row.name);
        auto shown = good;
        row.change(shown);
        auto answer = ask<wire::StampAnswer>(wire::Role::session, shown);
        EXPECT_FALSE(answer.good);
        EXPECT_NE(answer.problem, "");
        EXPECT_FALSE(answer.unavailable);
    }
    EXPECT_TRUE(ask<wire::StampAnswer>(wire::Role::session, good).good);
    EXPECT_FALSE(ask<wire::StampAnswer>(wire::Role::session, good).good) << "used once";
    EXPECT_EQ(count("events WHERE kind = 'stamp-refused'"), 8);
    EXPECT_EQ(count("stamps WHERE token_hash = '" + work.stamp + "'"), 0) << "the token itself is not in the store";
}

TEST_F(WorkTest, a_stamp_passes_when_the_mta_refused_some_recipients_and_writes_domains_its_own_way) {
    auto work = released();
    EXPECT_TRUE(show_stamp(work, hash(), {"<c@EXAMPLE.org>"}).good);
}

TEST_F(WorkTest, a_stamp_is_too_old_after_an_hour) {
    auto work = released();
    clock_.pass(61 * minute);
    EXPECT_FALSE(show_stamp(work, hash()).good);
}

TEST_F(WorkTest, replies_decide_for_each_recipient) {
    auto work = released();
    show_stamp(work, hash());
    EXPECT_TRUE(
        settle(work, 250, "ok", true, {{work.recipients[0], 250, "ok"}, {work.recipients[1], 550, "5.1.1 unknown"}}));
    auto people = people_of(reference_);
    EXPECT_EQ(people[0].state, "released");
    EXPECT_EQ(people[1].state, "held");
    EXPECT_THAT(people[1].note, ::testing::HasSubstr("550 5.1.1 unknown"));
    EXPECT_EQ(state(), "held");
    EXPECT_EQ(person_asks("quarantine.release", {{"id", reference_}, {"recipients", {"b@example.org"}}}).exit_code, 1u)
        << "b has it";
    EXPECT_EQ(person_asks("quarantine.release", {{"id", reference_}}).exit_code, 0u);
    auto again = take_work_now();
    EXPECT_EQ(again.recipients, std::vector<std::string>{"<c@example.org>"});
    EXPECT_TRUE(settle(again, 250));
    EXPECT_EQ(state(), "released");
    EXPECT_EQ(verify(), "");
}

TEST_F(WorkTest, a_4xx_is_tried_again_later_under_a_new_stamp) {
    auto work = released();
    EXPECT_TRUE(settle(work, 451, "4.3.0 later"));
    EXPECT_EQ(state(), "held");
    EXPECT_EQ(take_work_now().kind, wire::WorkKind::none);
    clock_.pass(2 * minute);
    auto again = take_work_now();
    ASSERT_EQ(again.kind, wire::WorkKind::release);
    EXPECT_NE(again.stamp, work.stamp);
    EXPECT_FALSE(show_stamp(work, hash()).good) << "the older stamp is withdrawn";
    EXPECT_TRUE(show_stamp(again, hash()).good);
    EXPECT_TRUE(settle(again, 250));
    EXPECT_EQ(state(), "released");
}

TEST_F(WorkTest, after_five_days_of_4xx_it_is_kept_again) {
    auto work = released();
    for (int i = 0; i < 200 && work.kind == wire::WorkKind::release; ++i) {
        settle(work, 451, "4.3.0 later");
        clock_.pass(61 * minute);
        work = take_work_now();
    }
    EXPECT_EQ(work.kind, wire::WorkKind::none);
    EXPECT_EQ(people_of(reference_)[0].state, "held");
    EXPECT_THAT(people_of(reference_)[0].note, ::testing::HasSubstr("five days"));
}

// The stamp is seen before the MTA queues anything: a filter after Beadle, a full queue or a crash can still lose it.
TEST_F(WorkTest, no_reply_with_the_stamp_seen_is_sent_again_and_says_so) {
    auto work = released();
    EXPECT_TRUE(show_stamp(work, hash()).good);
    EXPECT_TRUE(settle(work, 0, "connection lost"));
    EXPECT_EQ(state(), "held");
    EXPECT_EQ(people_of(reference_)[0].state, "sending");
    EXPECT_THAT(people_of(reference_)[0].note, ::testing::HasSubstr("4REL")) << "where to look for it";
    clock_.pass(2 * minute);
    auto again = take_work_now();
    ASSERT_EQ(again.kind, wire::WorkKind::release);
    EXPECT_NE(again.stamp, work.stamp);
    EXPECT_TRUE(show_stamp(again, hash()).good);
    EXPECT_TRUE(settle(again, 250));
    EXPECT_EQ(state(), "released");
    EXPECT_EQ((*find_held(store(), reference_))->note, "may have arrived twice");
    EXPECT_EQ(person_asks("events.search", {{"text", "may have arrived twice"}}).lines.size(), 1u);
    EXPECT_EQ(verify(), "");
}

TEST_F(WorkTest, what_was_shown_three_times_without_a_reply_is_a_persons_to_decide) {
    auto work = released();
    for (int i = 1; i <= 3; ++i) {
        SCOPED_TRACE(i);
        ASSERT_EQ(work.kind, wire::WorkKind::release);
        EXPECT_TRUE(show_stamp(work, hash()).good);
        EXPECT_TRUE(settle(work, 0, "the server did not answer in time"));
        clock_.pass(10 * minute);
        work = take_work_now();
    }
    EXPECT_EQ(work.kind, wire::WorkKind::none) << "a copy each time would go on for five days";
    EXPECT_EQ(state(), "held");
    EXPECT_EQ(people_of(reference_)[0].state, "held");
    EXPECT_THAT(people_of(reference_)[0].note, ::testing::HasSubstr("4REL"));
    EXPECT_EQ((*find_held(store(), reference_))->note, "may have arrived");
    const auto shown = json::parse(person_asks("quarantine.show", {{"id", reference_}}).lines.at(0));
    EXPECT_EQ(std::count_if(shown["history"].begin(), shown["history"].end(),
                            [](const auto& h) { return h["kind"] == "release-settled" && h["queue_id"] == "4REL"; }),
              3);
    EXPECT_EQ(person_asks("quarantine.release", {{"id", reference_}}).exit_code, 0u);
    EXPECT_TRUE(settle(take_work_now(), 250));
    EXPECT_EQ(state(), "released");
    EXPECT_EQ((*find_held(store(), reference_))->note, "may have arrived twice");
    EXPECT_EQ(verify(), "");
}

TEST_F(WorkTest, a_notice_shown_without_a_reply_is_sent_again) {
    amend_event(record(held_verdict()).event, wire::Amendment::heard);
    auto work = take_work_now();
    ASSERT_EQ(work.kind, wire::WorkKind::notice);
    const wire::StampNotice asked{work.id, hash(), "", {work.notice.to}};
    const auto stamp = [&] {
        work.stamp = ask<wire::NoticeStamp>(wire::Role::mail, asked).token;
        work.recipients = {work.notice.to};
        return show_stamp(work, hash()).good;
    };
    EXPECT_TRUE(stamp());
    EXPECT_TRUE(settle(work, 0, "connection lost"));
    clock_.pass(minute);
    work = take_work_now();
    ASSERT_EQ(work.kind, wire::WorkKind::notice);
    EXPECT_TRUE(stamp());
    EXPECT_TRUE(settle(work, 250));
    EXPECT_EQ(count("notices WHERE state = 'sent'"), 1);
}

TEST_F(WorkTest, no_reply_with_the_stamp_unseen_is_sent_again_and_says_so) {
    auto work = released();
    EXPECT_TRUE(settle(work, 0, "connection lost"));
    EXPECT_EQ(state(), "held");
    clock_.pass(2 * minute);
    auto again = take_work_now();
    ASSERT_EQ(again.kind, wire::WorkKind::release);
    EXPECT_TRUE(settle(again, 250));
    EXPECT_EQ((*find_held(store(), reference_))->note, "may have arrived twice");
    EXPECT_EQ(person_asks("events.search", {{"text", "may have arrived twice"}}).lines.size(), 1u);
}

TEST_F(WorkTest, a_connection_lost_before_the_end_of_the_message_is_no_doubt_at_all) {
    auto work = released();
    EXPECT_TRUE(settle(work, 0, "refused", false));
    EXPECT_EQ((*find_held(store(), reference_))->note, "");
    clock_.pass(2 * minute);
    EXPECT_EQ(take_work_now().kind, wire::WorkKind::release);
}

TEST_F(WorkTest, a_beadle_mail_that_died_is_judged_by_its_stamp) {
    for (bool seen : {false, true}) {
        SCOPED_TRACE(seen);
        auto work = released();
        EXPECT_EQ(seen && show_stamp(work, hash()).good, seen);
        reopen();
        EXPECT_EQ(take_work_now().kind, wire::WorkKind::none) << "the lease runs";
        clock_.pass(6 * minute);
        EXPECT_EQ(take_work_now().kind, wire::WorkKind::none) << "the doubt is recorded first";
        EXPECT_EQ(state(), "held");
        clock_.pass(2 * minute);
        auto next = take_work_now();
        ASSERT_EQ(next.kind, wire::WorkKind::release);
        EXPECT_TRUE(settle(next, 250));
        EXPECT_EQ(state(), "released");
        EXPECT_EQ((*find_held(store(), reference_))->note, "may have arrived twice");
        EXPECT_THAT(shown_notes(), ::testing::Each(::testing::HasSubstr("; may have arrived twice")));
    }
    EXPECT_EQ(verify(), "");
}

TEST_F(WorkTest, a_lease_is_as_long_as_its_dialogue_is_alive) {
    auto work = released();
    for (int i = 0; i < 40; ++i) {
        clock_.pass(wire::RenewWork::renew_every);
        ASSERT_TRUE(service_->take(1, wire::Role::mail, {}, wire::frame_of(wire::RenewWork{work.id})));
        turns();
        EXPECT_EQ(take_work_now().kind, wire::WorkKind::none);
    }
    EXPECT_TRUE(show_stamp(work, hash()).good) << "not withdrawn";
    EXPECT_TRUE(settle(work, 451, "4.7.1 the signer is away"));
    EXPECT_EQ((*find_held(store(), reference_))->note, "");
    EXPECT_TRUE(replies_.frames[0].empty()) << "nobody waits for an answer to it";
}

// What a try of long ago tells when the work was given out again meanwhile.
TEST_F(WorkTest, a_late_reply_decides_for_its_own_try) {
    const struct {
        const char* name;
        bool taken_again;
        std::uint32_t code;
        const char* state;
        wire::WorkKind next;
        const char* note;
    } table[] = {
        {"taken after all", false, 250, "released", wire::WorkKind::none, ""},
        {"refused after all", false, 550, "held", wire::WorkKind::release, ""},
        {"put off after all", false, 451, "held", wire::WorkKind::release, ""},
        {"taken, while it is sent again", true, 250, "released", wire::WorkKind::none, "may have arrived twice"},
        {"refused, while it is sent again", true, 550, "held", wire::WorkKind::none, ""},
        {"put off, while it is sent again", true, 451, "held", wire::WorkKind::none, ""},
    };
    for (const auto& row : table) {
        SCOPED_TRACE(row.name);
        auto first = released(), second = wire::Work{};
        EXPECT_TRUE(show_stamp(first, hash()).good);
        clock_.pass(2 * minute);
        EXPECT_EQ(take_work_now().kind, wire::WorkKind::none) << "the lease ended in doubt";
        EXPECT_EQ((*find_held(store(), reference_))->note, "may have arrived twice");
        if (row.taken_again) {
            clock_.pass(minute);
            second = take_work_now();
            EXPECT_TRUE(show_stamp(second, hash()).good);
        }
        EXPECT_TRUE(settle(first, row.code, "late"));
        EXPECT_EQ(state(), row.state);
        const char* noted = row.taken_again ? "250 late; may have arrived twice" : "250 late";
        if (row.code == 250) {
            EXPECT_THAT(shown_notes(), ::testing::Each(::testing::StrEq(noted)));
        }
        EXPECT_EQ((*find_held(store(), reference_))->note, row.note);
        if (!row.taken_again) clock_.pass(2 * minute);
        auto next = take_work_now();
        EXPECT_EQ(next.kind, row.next);
        if (row.taken_again) next = second;
        if (next.kind != wire::WorkKind::none) {
            EXPECT_TRUE(settle(next, 250));
        }
        EXPECT_EQ(state(), "released");
        EXPECT_EQ(verify(), "");
    }
}

TEST_F(WorkTest, work_that_never_reached_beadle_mail_is_in_no_doubt) {
    auto done = record(held_verdict(), message_text(3'000'000));
    person_asks("quarantine.release", {{"id", done.held[0]}});
    ASSERT_TRUE(service_->take(7, wire::Role::mail, {}, wire::frame_of(wire::TakeWork{0}, 600)));
    service_->turn();
    service_->gone(7);
    turns();
    EXPECT_TRUE(replies_.frames[600].empty());
    EXPECT_EQ((*find_held(store(), done.held[0]))->note, "");
    clock_.pass(lease_time - 1000);
    auto work = take_work_now();
    EXPECT_EQ(work.kind, wire::WorkKind::release) << "before the lease would have ended";
    EXPECT_TRUE(settle(work, 250));
    EXPECT_EQ((*find_held(store(), done.held[0]))->note, "");
}

TEST_F(WorkTest, a_lease_does_not_run_while_the_message_is_unsealed) {
    auto done = record(held_verdict(), message_text(3'000'000));
    person_asks("quarantine.release", {{"id", done.held[0]}});
    ASSERT_TRUE(service_->take(1, wire::Role::mail, {}, wire::frame_of(wire::TakeWork{0}, 600)));
    service_->turn();
    clock_.pass(lease_time + 1000);
    ASSERT_TRUE(service_->take(2, wire::Role::mail, {}, wire::frame_of(wire::TakeWork{0}, 601)));
    turns();
    ASSERT_EQ(replies_.frames[601].size(), 1u);
    EXPECT_EQ(wire::message_of<wire::Work>(replies_.frames[601][0])->kind, wire::WorkKind::none);
    clock_.pass(lease_time - 1000);
    EXPECT_EQ(take_work_now().kind, wire::WorkKind::none) << "it began anew when the message was handed over";
    auto work = wire::message_of<wire::Work>(replies_.frames[600].at(0));
    ASSERT_EQ(work->kind, wire::WorkKind::release);
    EXPECT_TRUE(settle(*work, 250));
    EXPECT_EQ(state_of(done.held[0]), "released");
    EXPECT_EQ((*find_held(store(), done.held[0]))->note, "");
}

TEST_F(WorkTest, a_late_settlement_of_a_lost_lease_still_counts) {
    auto work = released();
    clock_.pass(6 * minute);
    EXPECT_EQ(take_work_now().kind, wire::WorkKind::none);
    EXPECT_TRUE(settle(work, 250));
    clock_.pass(10 * minute);
    EXPECT_EQ(take_work_now().kind, wire::WorkKind::none);
    EXPECT_EQ(state(), "released");
}

TEST_F(WorkTest, work_that_is_not_there_cannot_be_settled) {
    wire::Work none;
    none.id = 77;
    EXPECT_FALSE(settle(none, 250));
}

TEST_F(WorkTest, release_to_some_leaves_the_others_kept) {
    auto done = record(held_verdict());
    reference_ = done.held[0];
    EXPECT_EQ(person_asks("quarantine.release", {{"id", reference_}, {"recipients", {"C@example.org"}}}).exit_code, 0u);
    auto work = take_work_now();
    EXPECT_EQ(work.recipients, std::vector<std::string>{"<c@example.org>"});
    EXPECT_EQ(person_asks("quarantine.discard", {{"id", reference_}, {"reason", "x"}}).exit_code, 1u)
        << "while it is being sent";
    EXPECT_TRUE(settle(work, 250));
    EXPECT_EQ(state(), "pending");
    EXPECT_EQ(person_asks("quarantine.discard", {{"id", reference_}, {"reason", "x"}}).exit_code, 0u);
    EXPECT_EQ(state(), "discarding");
    EXPECT_EQ(person_asks("quarantine.release", {{"id", reference_}}).exit_code, 1u);
    EXPECT_EQ(verify(), "");
}

TEST_F(WorkTest, what_needs_two_persons_is_released_by_the_second_account_for_the_same_recipients) {
    auto done = record(held_verdict(2));
    const auto id = done.held[0];
    auto first = person_asks("quarantine.release", {{"id", id}}, "anne");
    EXPECT_EQ(first.exit_code, 1u);
    EXPECT_THAT(first.problem, ::testing::HasSubstr("two persons"));
    EXPECT_EQ(person_asks("quarantine.release", {{"id", id}}, "anne").exit_code, 1u) << "the same person twice is one";
    EXPECT_EQ(person_asks("quarantine.release", {{"id", id}, {"recipients", {"b@example.org"}}}, "bert").exit_code, 1u)
        << "something else";
    EXPECT_EQ(take_work_now().kind, wire::WorkKind::none);
    EXPECT_EQ(person_asks("quarantine.release", {{"id", id}}, "bert").exit_code, 0u);
    EXPECT_EQ(take_work_now().kind, wire::WorkKind::release);
}

TEST_F(WorkTest, a_second_person_counts_once_and_cannot_be_put_in_by_another_hand) {
    reference_ = record(held_verdict(2)).held.at(0);
    end_notices();
    const auto asks = [&](const char* person) { return person_asks("quarantine.release", {{"id", reference_}}, person).exit_code; };
    EXPECT_EQ(asks("anne"), 1u);
    ASSERT_TRUE(tamper("UPDATE events SET person = 'mallory' WHERE kind = 'release-approved'"));
    EXPECT_EQ(asks("anne"), 1u) << "not with an approval that was changed";
    ASSERT_TRUE(tamper("UPDATE events SET person = 'anne' WHERE kind = 'release-approved'"));
    EXPECT_EQ(verify(), "");
    EXPECT_EQ(asks("bert"), 0u);
    EXPECT_TRUE(settle(take_work_now(), 550));
    EXPECT_EQ(people_of(reference_)[0].state, "held");
    EXPECT_EQ(asks("bert"), 1u) << "what anne asked for was done";
    EXPECT_EQ(asks("anne"), 0u);
    EXPECT_EQ(verify(), "");
}

TEST_F(WorkTest, discarding_needs_a_reason_and_destroys_the_content) {
    auto done = record(held_verdict());
    const auto id = done.held[0];
    EXPECT_EQ(person_asks("quarantine.discard", {{"id", id}}).exit_code, 2u);
    auto answer = person_asks("quarantine.discard", {{"id", id}, {"reason", "spam"}}, "anne");
    EXPECT_EQ(answer.exit_code, 0u);
    EXPECT_EQ(json::parse(answer.lines.at(0))["state"], "discarding");
    clock_.pass(minute);
    run_due();
    EXPECT_EQ(count("slices"), 0);
    EXPECT_EQ(person_asks("quarantine.discard", {{"id", id}, {"reason", "spam"}}).exit_code, 1u);
    auto shown = json::parse(person_asks("quarantine.show", {{"id", id}}).lines.at(0));
    EXPECT_EQ(shown["history"].size(), 4u);
    EXPECT_EQ(shown["history"][1]["person"], "anne");
    EXPECT_EQ(shown["history"][1]["reason"], "spam");
    EXPECT_EQ(shown["inspection"]["findings"][0]["kind"], "nhs-number");
}

TEST_F(WorkTest, every_refused_try_is_an_event) {
    record(held_verdict());
    const auto before = count("events");
    EXPECT_EQ(person_asks("quarantine.release", {{"id", "2222-2222"}}).exit_code, 1u);
    EXPECT_EQ(person_asks("quarantine.release", {{"id", "no such"}}).exit_code, 2u);
    EXPECT_EQ(person_asks("quarantine.destroy", json::object()).exit_code, 2u);
    auto mallory = person_asks("quarantine.list", json::object(), "mallory", false);
    EXPECT_EQ(mallory.exit_code, 1u);
    EXPECT_TRUE(mallory.lines.empty());
    EXPECT_EQ(count("events WHERE kind = 'request-refused'"), 4);
    EXPECT_EQ(count("events"), before + 4);
}

TEST_F(WorkTest, a_message_that_cannot_be_opened_is_kept_again_and_not_tried_in_a_loop) {
    auto done = record(held_verdict());
    ASSERT_TRUE(tamper("UPDATE slices SET octets = zeroblob(100)"));
    person_asks("quarantine.release", {{"id", done.held[0]}});
    EXPECT_EQ(take_work_now().kind, wire::WorkKind::none);
    EXPECT_EQ(take_work_now().kind, wire::WorkKind::none);
    EXPECT_EQ(people_of(done.held[0])[0].state, "held");
    EXPECT_THAT(people_of(done.held[0])[0].note, ::testing::HasSubstr("cannot be opened"));
}

TEST_F(WorkTest, a_case_changed_by_another_hand_is_not_sent) {
    auto done = record(held_verdict());
    constexpr const char* change =
        "UPDATE held_recipients SET address = CAST('<mallory@example.org>' AS BLOB) WHERE number = 0";
    person_asks("quarantine.release", {{"id", done.held[0]}});
    ASSERT_TRUE(tamper(change));
    EXPECT_EQ(take_work_now().kind, wire::WorkKind::none);
    auto answer = person_asks("quarantine.release", {{"id", done.held[0]}});
    EXPECT_EQ(answer.exit_code, 1u);
    EXPECT_THAT(answer.problem, ::testing::HasSubstr("another hand"));
}

TEST_F(WorkTest, mail_with_eight_bit_octets_says_so) {
    auto done = record(held_verdict(), message_text() + "caf\xc3\xa9\r\n");
    person_asks("quarantine.release", {{"id", done.held[0]}});
    EXPECT_TRUE(take_work_now().eight_bit);
}

TEST_F(WorkTest, taking_work_waits_until_there_is_some) {
    ASSERT_TRUE(service_->take(1, wire::Role::mail, {}, wire::frame_of(wire::TakeWork{10'000}, 500)));
    turns();
    EXPECT_TRUE(replies_.frames[500].empty());
    EXPECT_EQ(service_->wait_at_most(), 10'000);
    auto done = record(held_verdict());
    EXPECT_LE(service_->wait_at_most(), 10'000);
    person_asks("quarantine.release", {{"id", done.held[0]}});
    ASSERT_EQ(replies_.frames[500].size(), 1u);
    EXPECT_EQ(wire::message_of<wire::Work>(replies_.frames[500][0])->kind, wire::WorkKind::release);
    ASSERT_TRUE(service_->take(1, wire::Role::mail, {}, wire::frame_of(wire::TakeWork{10'000}, 501)));
    turns();
    clock_.pass(10'000);
    turns();
    ASSERT_EQ(replies_.frames[501].size(), 1u);
    EXPECT_EQ(wire::message_of<wire::Work>(replies_.frames[501][0])->kind, wire::WorkKind::none);
}

TEST_F(WorkTest, each_role_may_send_its_own_types_alone) {
    const std::pair<wire::Role, wire::Frame> table[] = {
        {wire::Role::session, wire::frame_of(wire::TakeWork{})},
        {wire::Role::session, wire::frame_of(wire::Ask{"status", ""})},
        {wire::Role::mail, wire::frame_of(accepted_verdict())},
        {wire::Role::mail, wire::frame_of(wire::CheckStamp{})},
        {wire::Role::admin, wire::frame_of(accepted_verdict())},
        {wire::Role::admin, wire::frame_of(wire::TakeWork{})},
        {wire::Role::admin, wire::frame_of(wire::SettleWork{})},
        {wire::Role::session, wire::frame_of(wire::Drain{})},
        {wire::Role::inspect, wire::frame_of(wire::Ask{})},
    };
    for (const auto& [role, frame] : table) {
        wire::Frame copy;
        copy.type = frame.type;
        copy.body = frame.body;
        EXPECT_FALSE(service_->take(1, role, {"x", true}, std::move(copy)));
    }
    wire::Frame rubbish;
    rubbish.type = wire::RecordVerdict::type;
    rubbish.body = "rubbish";
    EXPECT_FALSE(service_->take(1, wire::Role::session, {}, std::move(rubbish)));
    EXPECT_EQ(count("events"), 0);
}

}  // namespace
}  // namespace beadle::records

#include "records/notice_queue.h"
#include "unit/records/fixture.h"

namespace beadle::records {
namespace {

class NoticeTest : public StoreTest {
  protected:
    wire::RecordVerdict with_notice(const std::string& key, const std::string& to = "a.smith@council.example") {
        auto v = accepted_verdict();
        v.notices = held_verdict().notices;
        v.notices[0].key = key;
        v.notices[0].to = to;
        v.notices[0].kind = "flagged";
        v.notices[0].subject = "About " + key + " (@REFERENCE@)";
        return v;
    }
    void heard(const wire::RecordVerdict& v) {
        auto done = record(v);
        ASSERT_TRUE(done.good);
        amend_event(done.event, wire::Amendment::heard);
    }
    std::vector<wire::Notice> take_all() {
        std::vector<wire::Notice> out;
        while (true) {
            auto work = take_work_now();
            if (work.kind != wire::WorkKind::notice) return out;
            out.push_back(work.notice);
            settle(work, 250);
        }
    }
};

TEST_F(NoticeTest, a_notice_bears_the_reference_of_its_case_or_the_number_of_its_event) {
    auto done = record(held_verdict());
    amend_event(done.event, wire::Amendment::heard);
    auto notices = take_all();
    ASSERT_EQ(notices.size(), 1u);
    EXPECT_EQ(notices[0].subject, "Your message was kept back (" + done.held[0] + ")");
    EXPECT_EQ(notices[0].html, "<p>" + done.held[0] + "</p>");
    heard(with_notice("k"));
    EXPECT_THAT(take_all().at(0).subject, ::testing::HasSubstr("event "));
}

TEST_F(NoticeTest, waits_until_the_reply_was_heard_or_five_minutes) {
    record(with_notice("a"));
    EXPECT_TRUE(take_all().empty());
    clock_.pass(4 * minute);
    EXPECT_TRUE(take_all().empty());
    clock_.pass(2 * minute);
    EXPECT_EQ(take_all().size(), 1u);
    EXPECT_TRUE(take_all().empty());
}

TEST_F(NoticeTest, one_notice_for_each_key_whatever_is_retried) {
    for (int i = 0; i < 3; ++i) heard(with_notice("a"));
    EXPECT_EQ(take_all().size(), 1u);
    heard(with_notice("a"));
    EXPECT_TRUE(take_all().empty());
}

TEST_F(NoticeTest, five_an_hour_to_one_address_and_the_rest_in_one_summary) {
    for (int i = 0; i < 12; ++i)
        heard(with_notice("k" + std::to_string(i), i % 2 ? "<A.Smith@council.example>" : "a.smith@COUNCIL.example"));
    heard(with_notice("other", "b.jones@council.example"));
    auto now = take_all();
    EXPECT_EQ(now.size(), 6u) << "five, and one to somebody else";
    clock_.pass(30 * minute);
    EXPECT_TRUE(take_all().empty());
    clock_.pass(31 * minute);
    auto later = take_all();
    ASSERT_EQ(later.size(), 1u);
    EXPECT_EQ(later[0].kind, "summary");
    EXPECT_THAT(later[0].subject, ::testing::HasSubstr("7 more"));
    for (int i = 5; i < 12; ++i) EXPECT_THAT(later[0].text, ::testing::HasSubstr("About k" + std::to_string(i)));
    clock_.pass(24 * 60 * minute);
    EXPECT_TRUE(take_all().empty());
    EXPECT_EQ(verify(), "");
}

TEST_F(NoticeTest, one_that_was_late_alone_is_sent_as_it_is) {
    for (int i = 0; i < 6; ++i) heard(with_notice("k" + std::to_string(i)));
    EXPECT_EQ(take_all().size(), 5u);
    clock_.pass(61 * minute);
    auto later = take_all();
    ASSERT_EQ(later.size(), 1u);
    EXPECT_EQ(later[0].kind, "flagged");
}

TEST_F(NoticeTest, is_stamped_for_its_own_recipient_from_the_null_sender_only) {
    heard(with_notice("a"));
    auto work = take_work_now();
    ASSERT_EQ(work.kind, wire::WorkKind::notice);
    const std::string hash(64, 'a');
    const auto stamp = [&](std::uint64_t id, const std::string& sender, std::vector<std::string> to) {
        return ask<wire::NoticeStamp>(wire::Role::mail, wire::StampNotice{id, hash, sender, std::move(to)}).token;
    };
    EXPECT_EQ(stamp(work.id, "clerk@council.example", {work.notice.to}), "");
    EXPECT_EQ(stamp(work.id, "", {"x@example.org"}), "");
    EXPECT_EQ(stamp(work.id, "", {work.notice.to, "x@example.org"}), "");
    EXPECT_EQ(stamp(work.id + 1, "", {work.notice.to}), "");
    work.stamp = stamp(work.id, "", {work.notice.to});
    EXPECT_EQ(work.stamp.size(), 64u);
    work.sender.clear();
    EXPECT_TRUE(show_stamp(work, hash).good);
    EXPECT_TRUE(settle(work, 0, "lost"));
    clock_.pass(60 * minute);
    EXPECT_FALSE(take_all().empty()) << "nobody knows: a notice twice is better than none";
}

TEST_F(NoticeTest, is_tried_again_after_4xx_and_given_up_after_5xx) {
    heard(with_notice("a"));
    auto work = take_work_now();
    settle(work, 451);
    EXPECT_EQ(take_work_now().kind, wire::WorkKind::none);
    clock_.pass(2 * minute);
    work = take_work_now();
    ASSERT_EQ(work.kind, wire::WorkKind::notice);
    EXPECT_EQ(work.notice.key, "a");
    settle(work, 550, "5.1.1 unknown");
    clock_.pass(24 * 60 * minute);
    EXPECT_EQ(take_work_now().kind, wire::WorkKind::none);
    EXPECT_EQ(person_asks("events.search", {{"kind", "notice"}, {"outcome", "failed"}}).lines.size(), 1u);
}

}  // namespace
}  // namespace beadle::records

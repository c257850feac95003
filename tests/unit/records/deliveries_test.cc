#include "records/deliveries.h"

#include "unit/records/fixture.h"

namespace beadle::records {
namespace {

using nlohmann::json;
using enum wire::DeliveryStatus;

class DeliveriesTest : public StoreTest {
  protected:
    std::string tell(std::vector<wire::Delivery> list, const std::string& cursor = "1:100") {
        auto done = ask<wire::DeliveriesRecorded>(wire::Role::mail, wire::Deliveries{std::move(list), cursor});
        EXPECT_TRUE(done.good);
        return done.cursor;
    }
    static wire::Delivery said(wire::DeliveryStatus status, const std::string& to = "b@example.org", const std::string& queue_id = "4ABC") {
        return {queue_id, to, "", status, "mx.example.org[192.0.2.7]:25", status == sent ? "2.0.0" : "4.4.1", "250 ok", "Nov 22 10:00:33"};
    }
    std::int64_t deliveries() { return count("events WHERE kind = 'delivery'"); }
};

TEST_F(DeliveriesTest, each_result_of_a_recipient_is_recorded_once_and_the_place_is_kept) {
    record(accepted_verdict());
    EXPECT_EQ(tell({}, ""), "");
    EXPECT_EQ(tell({said(deferred)}, "7:50"), "7:50");
    EXPECT_EQ(tell({said(deferred), said(sent), said(sent, "c@example.org")}, "7:99"), "7:99");
    EXPECT_EQ(deliveries(), 3);
    tell({said(sent), said(sent, "c@example.org")});
    EXPECT_EQ(deliveries(), 3) << "the same again is no news";
    EXPECT_EQ(tell({}, ""), "1:100");
    auto rows = store().db.rows("SELECT about, recipients, outcome FROM events WHERE kind = 'delivery' ORDER BY seq", {});
    EXPECT_EQ((*rows)[0], (Row{std::int64_t{1}, std::string("b@example.org"), std::string("deferred")}));
    EXPECT_EQ(verify(), "");
}

TEST_F(DeliveriesTest, what_names_no_message_of_ours_is_not_recorded) {
    record(accepted_verdict());
    tell({said(sent, "b@example.org", "OTHER"), said(sent, "mallory@example.org"), said(sent, "")});
    EXPECT_EQ(deliveries(), 1) << "the last is for all recipients";
    auto alias = said(sent, "anne@mail.example");
    alias.original = "c@example.org";
    tell({alias});
    EXPECT_EQ(deliveries(), 2);
    clock_.pass(delivery_window + minute);
    tell({said(deferred)});
    EXPECT_EQ(deliveries(), 2) << "the queue id is another message's by now";
    auto hostile = said(sent);
    hostile.reply = "ok\r\n\x1b[31mred";
    record(accepted_verdict());
    tell({hostile});
    auto rows = store().db.rows("SELECT body FROM events WHERE kind = 'delivery' ORDER BY seq DESC LIMIT 1", {});
    EXPECT_EQ(json::parse(text(rows->front()[0]))["reply"].get<std::string>().find('\x1b'), std::string::npos);
}

TEST_F(DeliveriesTest, a_pending_copy_becomes_held_when_the_log_shows_the_verdict) {
    auto done = record(held_verdict());
    EXPECT_EQ(state_of(done.held[0]), "pending");
    tell({said(heard, "", "4ABC")});
    EXPECT_EQ(state_of(done.held[0]), "held");
    tell({said(heard, "", "4ABC")});
    EXPECT_EQ(count("events WHERE kind = 'heard'"), 1);
    EXPECT_EQ(verify(), "");
}

TEST_F(DeliveriesTest, a_story_tells_both_phases_by_any_of_its_names) {
    auto done = record(held_verdict());
    tell({said(heard, "", "4ABC"), said(sent)});
    for (const std::string& name : {std::string("4ABC"), std::string("1"), std::string("2"), done.held[0]}) {
        auto answer = person_asks("events.show", {{"id", name}});
        ASSERT_EQ(answer.lines.size(), 3u) << name;
        EXPECT_THAT(answer.lines[0], ::testing::HasSubstr("Beadle judged the message from a.smith@council.example"));
        EXPECT_THAT(answer.lines[2], ::testing::HasSubstr("The mail server delivered it to b@example.org by mx.example.org"));
    }
    EXPECT_EQ(person_asks("events.show", {{"id", "nothing"}}).exit_code, 1u);
}

TEST_F(DeliveriesTest, only_beadle_mail_may_tell) {
    auto frame = wire::frame_of(wire::Deliveries{}, 1);
    EXPECT_FALSE(service_->take(1, wire::Role::session, {}, std::move(frame)));
}

}  // namespace
}  // namespace beadle::records

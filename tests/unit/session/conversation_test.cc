#include "session/conversation.h"

#include <gtest/gtest.h>
#include <sys/socket.h>

#include <atomic>
#include <map>

#include "session/judge.h"
#include "unit/session/peers.h"

namespace beadle::session {
namespace {

struct FakeMacros : Macros {
    std::map<std::string, std::string> values;
    const char* value(const char* name) const override {
        const auto found = values.find(name);
        return found == values.end() ? nullptr : found->second.c_str();
    }
};
struct FakeMta : verdict::Mta {
    std::vector<std::string> steps;
    bool works = true;
    bool delete_recipient(const std::string& r) override { return steps.push_back("delete " + r), works; }
    bool remove_field(const std::string& n, std::uint32_t i) override { return steps.push_back(n + std::to_string(i)), works; }
    bool add_field(const std::string& n, const std::string&) override { return steps.push_back("add " + n), works; }
    std::string body;
    bool replace_body(std::string_view piece) override { return body += piece, works; }
    bool progress() override { return true; }
};

struct ConversationTest : testing::Test {
    test::Played played;
    FakeMacros macros;
    FakeMta mta;
    void SetUp() override { ASSERT_EQ(played.problems, ""); }
    void begin(Conversation& c) {
        c.negotiated(true);
        c.connect("client.example", "192.0.2.1", macros);
        c.helo("client.example");
    }
    Answer message(Conversation& c, const std::string& sender = "<a@example.org>") {
        EXPECT_EQ(c.mail({sender}, macros).next, Next::proceed);
        c.recipient({"<r@council.example>"}, macros);
        c.data(macros);
        c.field("Subject", " s");
        c.end_of_fields(macros);
        c.body("hello\r\n");
        return c.end_of_message(mta, macros);
    }
    // What has arrived at the played records, waited for a moment.
    template <class Check>
    bool soon(Check check) {
        for (int i = 0; i < 200; ++i) {
            {
                const std::lock_guard lock(played.mutex);
                if (check()) return true;
            }
            ::usleep(10'000);
        }
        return false;
    }
};

TEST_F(ConversationTest, judges_one_message_after_the_other_with_a_name_for_each) {
    Conversation c(played.gateway);
    begin(c);
    EXPECT_EQ(message(c).next, Next::proceed);
    EXPECT_EQ(message(c).next, Next::proceed);
    ASSERT_EQ(played.recorded.size(), 2u);
    EXPECT_TRUE(played.recorded[0].envelope.session.ends_with(".1"));
    EXPECT_TRUE(played.recorded[1].envelope.session.ends_with(".2"));
    EXPECT_EQ(played.asked[0].octets, "Subject: s\r\n\r\nhello\r\n");
}

TEST_F(ConversationTest, keeps_where_postfix_itself_sends_a_recipient) {
    Conversation c(played.gateway);
    begin(c);
    const std::pair<const char*, std::string> rows[] = {
        {"smtp", "county.example"}, {"relay", "county.example"}, {"smtp-of-our-own", ""}, {"esmtp", ""}, {"", ""}};
    for (const auto& [mailer, want] : rows) {
        macros.values = {{"{rcpt_mailer}", mailer}, {"{rcpt_host}", "county.example"}};
        EXPECT_EQ(message(c).next, Next::proceed);
        EXPECT_EQ(played.recorded.back().envelope.next_hops, std::vector{want}) << mailer;
    }
}

TEST_F(ConversationTest, refuses_a_path_that_mail_servers_read_each_in_their_own_way) {
    Conversation c(played.gateway);
    begin(c);
    ASSERT_EQ(c.mail({"<a@example.org>"}, macros).next, Next::proceed);
    const auto refused = c.recipient({"<@relay.example:r@council.example>"}, macros);
    ASSERT_TRUE(refused.reply);
    EXPECT_EQ(refused.reply->code, "553");
    EXPECT_EQ(c.recipient({"<r@council.example>"}, macros).next, Next::proceed);
    EXPECT_EQ(c.recipient({"@relay.example:r@council.example"}, macros).next, Next::proceed) << "not over SMTP";
}

TEST_F(ConversationTest, takes_any_callback_as_the_first) {
    for (int which = 0; which < 9; ++which) {
        Conversation c(played.gateway);
        switch (which) {
            case 0: c.helo("x"); break;
            case 1: EXPECT_EQ(c.mail({"<a@b>"}, macros).next, Next::tempfail); break;
            case 2: EXPECT_EQ(c.recipient({"<a@b>"}, macros).next, Next::tempfail); break;
            case 3: c.data(macros); break;
            case 4: c.field("a", "b"); break;
            case 5: c.end_of_fields(macros); break;
            case 6: c.body("x"); break;
            case 7: EXPECT_EQ(c.end_of_message(mta, macros).next, Next::tempfail); break;
            case 8: c.abort(); break;
        }
        c.abort();
        begin(c);
        EXPECT_EQ(message(c).next, Next::proceed);
    }
    EXPECT_EQ(played.gateway.counters.connections, 0);
    EXPECT_EQ(played.gateway.counters.messages, 0);
}

TEST_F(ConversationTest, gives_back_room_and_count_at_every_end) {
    Conversation c(played.gateway);
    begin(c);
    const auto open = [&] { c.mail({"<a@example.org>", "SIZE=5000000"}, macros); };
    for (int which = 0; which < 5; ++which) {
        open();
        EXPECT_EQ(played.gateway.spool.used(), 5'000'000u);
        EXPECT_EQ(played.gateway.counters.messages, 1);
        if (which == 0) c.abort();
        if (which == 1) open();  // MAIL again without a reset between
        if (which == 1 || which == 2) c.helo("again");
        if (which == 3) c.connect("again", "", macros);
        if (which == 4) c.end_of_message(mta, macros);
        EXPECT_EQ(played.gateway.spool.used(), 0u) << which;
        EXPECT_EQ(played.gateway.counters.messages, 0) << which;
    }
}

TEST_F(ConversationTest, tells_the_records_once_that_a_kept_copy_was_heard) {
    played.finds = true;
    Conversation c(played.gateway);
    begin(c);
    c.heard();
    EXPECT_EQ(message(c).next, Next::discard);
    EXPECT_TRUE(c.waits_to_be_heard());
    EXPECT_EQ(played.gateway.counters.unheard, 1);
    c.heard();
    c.heard();
    EXPECT_TRUE(soon([&] { return played.amended.size() == 1; }));
    EXPECT_EQ(played.amended[0].what, wire::Amendment::heard);
    EXPECT_EQ(played.gateway.counters.unheard, 0);
}

TEST_F(ConversationTest, leaves_the_record_pending_when_the_connection_ends_unheard) {
    played.finds = true;
    {
        Conversation c(played.gateway);
        begin(c);
        message(c);
    }
    EXPECT_EQ(played.gateway.counters.unheard, 0);
    EXPECT_FALSE(soon([&] { return !played.amended.empty(); }));
}

TEST_F(ConversationTest, defers_when_the_records_cannot_tell_of_earlier_mail_and_tells_who_is_new) {
    Conversation c(played.gateway);
    begin(c);
    played.memory = {};
    (void)message(c);
    {
        const std::lock_guard lock(played.mutex);
        ASSERT_EQ(played.recorded.size(), 1u);
        const auto& findings = played.recorded[0].inspection.findings;
        EXPECT_TRUE(std::any_of(findings.begin(), findings.end(),
                                [](const Finding& f) { return f.kind == FindingKind::first_time_sender; }));
        EXPECT_EQ(played.recorded[0].pairs.size(), 2u);
    }
    played.memory_fails = true;
    EXPECT_EQ(message(c).next, Next::tempfail);
}

TEST_F(ConversationTest, a_suspended_sender_is_refused_outside_alone_and_mail_waits_when_nobody_can_tell) {
    Conversation c(played.gateway);
    c.negotiated(true);
    c.connect("client.example", "198.51.100.7", macros);
    c.helo("client.example");
    played.suspended = "clerk@council.example";
    const auto send = [&](const std::string& to) {
        EXPECT_EQ(c.mail({"<Clerk@council.example>"}, macros).next, Next::proceed);
        c.recipient({to}, macros);
        c.data(macros);
        c.end_of_fields(macros);
        return c.end_of_message(mta, macros);
    };
    const auto refused = send("<b@example.org>");
    ASSERT_EQ(refused.next, Next::reject);
    EXPECT_EQ(refused.reply->code, "550");
    EXPECT_EQ(refused.reply->enhanced, "5.7.1");
    EXPECT_NE(refused.reply->text.find("suspended until 2026-12-01"), std::string::npos) << refused.reply->text;
    EXPECT_NE(refused.reply->text.find("clerk@council.example"), std::string::npos) << refused.reply->text;
    EXPECT_EQ(send("<r@council.example>").next, Next::proceed);
    played.standing_fails = true;
    EXPECT_EQ(send("<r@council.example>").next, Next::tempfail);
}

TEST_F(ConversationTest, defers_when_the_records_fail_or_a_step_without_answer_went_wrong) {
    Conversation c(played.gateway);
    begin(c);
    c.mail({"<a@example.org>"}, macros);
    c.recipient({"<r@council.example>"}, macros);
    c.spoil();
    EXPECT_EQ(c.end_of_message(mta, macros).reply->code, "451");
    EXPECT_EQ(message(c).next, Next::proceed);
    played.records_fail = true;
    EXPECT_EQ(message(c).next, Next::tempfail);
}

TEST_F(ConversationTest, a_stamp_that_cannot_be_looked_up_is_a_deferral_with_its_event) {
    const struct {
        const char* name;
        wire::StampAnswer stamp;
        bool change_works;
        Next want;
        const char* cause;
    } table[] = {
        {"a good stamp", {true, "", false}, true, Next::proceed, nullptr},
        {"the records cannot look", {false, "the disk is full", true}, true, Next::tempfail, "the disk is full"},
        {"the stamp cannot be removed", {true, "", false}, false, Next::tempfail, "the stamp could not be removed"},
    };
    macros.values["{daemon_name}"] = "REL";
    for (const auto& row : table) {
        SCOPED_TRACE(row.name);
        played.stamp = row.stamp;
        mta.works = row.change_works;
        const std::size_t before = played.recorded.size();
        Conversation c(played.gateway);
        begin(c);
        c.mail({"<a@example.org>"}, macros);
        c.recipient({"<r@council.example>"}, macros);
        c.field("X-Beadle-Stamp", " t");
        EXPECT_EQ(c.end_of_message(mta, macros).next, row.want);
        if (!row.cause) continue;
        ASSERT_TRUE(soon([&] { return played.recorded.size() == before + 1; }));
        EXPECT_EQ(played.recorded.back().outcome, "deferred");
        EXPECT_EQ(played.recorded.back().cause, row.cause);
    }
}

TEST_F(ConversationTest, a_deferral_without_a_generation_has_its_event) {
    Gateway without(system_clock());
    auto pair = wire::socket_pair();
    without.record.put(std::move(pair->first));
    test::Peer records(std::move(pair->second), [this](wire::Frame f) { return played.record(f); });
    Message m(Envelope{}, without.spool, SpoolLimits{1u << 20, 1u << 30, "/tmp"});
    EXPECT_EQ(judge(without, m, mta).outcome, "deferred");
    ASSERT_TRUE(soon([&] { return played.recorded.size() == 1; }));
    EXPECT_EQ(played.recorded[0].cause, "no generation is there");
}

// It would be put off at every retry, and never be there to be released.
TEST_F(ConversationTest, a_verdict_too_large_for_a_frame_is_recorded_in_part) {
    played.finds = true;
    played.samples = 1500;
    Conversation c(played.gateway);
    begin(c);
    c.mail({"<a@example.org>"}, macros);
    for (int i = 0; i < 1000; ++i)
        c.recipient({"<" + std::to_string(i) + std::string(900, 'r') + "@council.example>", "ORCPT=x"}, macros);
    c.data(macros);
    c.body("hello\r\n");
    EXPECT_EQ(c.end_of_message(mta, macros).next, Next::discard);
    ASSERT_EQ(played.recorded.size(), 1u);
    EXPECT_TRUE(played.recorded[0].cut);
    EXPECT_EQ(played.recorded[0].held.at(0).recipients.size(), 1000u);
}

TEST_F(ConversationTest, does_not_authenticate_by_a_macro_set_of_the_message_before) {
    Conversation c(played.gateway);
    begin(c);
    macros.values["{auth_authen}"] = "officer";
    message(c);
    message(c);  // the same octets at the same place: nothing new was said
    macros.values.erase("{auth_authen}");
    message(c);
    EXPECT_EQ(played.recorded[0].envelope.authenticated, "officer");
    EXPECT_EQ(played.recorded[1].envelope.authenticated, "");
    EXPECT_EQ(played.recorded[2].envelope.authenticated, "");
}

TEST_F(ConversationTest, refuses_new_messages_while_draining_and_over_the_limit) {
    Conversation c(played.gateway);
    begin(c);
    played.gateway.draining = true;
    EXPECT_EQ(c.mail({"<a@example.org>"}, macros).reply->enhanced, "4.3.2");
    played.gateway.draining = false;
    std::vector<std::unique_ptr<Conversation>> many;
    for (int i = 0; i < 50; ++i) many.push_back(std::make_unique<Conversation>(played.gateway));
    many.back()->negotiated(true);
    EXPECT_EQ(many.back()->connect("x", "", macros).next, Next::tempfail);
    EXPECT_EQ(many.back()->mail({"<a@example.org>"}, macros).next, Next::tempfail);
    EXPECT_EQ(many.front()->connect("x", "", macros).next, Next::proceed);
    EXPECT_EQ(c.mail({"<a@example.org>"}, macros).next, Next::proceed);
}

TEST_F(ConversationTest, tries_a_new_inspector_when_the_first_is_gone) {
    Conversation c(played.gateway);
    begin(c);
    played.inspector.reset();
    std::thread later([&] {
        ::usleep(300'000);
        played.connect_inspector(1);
    });
    EXPECT_EQ(message(c).next, Next::proceed);
    later.join();
}

// For the thread sanitizer: connections, reloads and new peers all at once.
TEST_F(ConversationTest, serves_many_connections_while_generations_and_peers_change) {
    std::atomic<int> good{0};
    std::vector<std::thread> connections;
    for (int i = 0; i < 8; ++i)
        connections.emplace_back([&] {
            Conversation c(played.gateway);
            FakeMacros mine;
            FakeMta mta_of_mine;
            c.negotiated(true);
            c.connect("client.example", "192.0.2.1", mine);
            for (int n = 0; n < 20; ++n) {
                c.mail({"<a@example.org>"}, mine);
                c.recipient({"<r@council.example>"}, mine);
                c.field("Subject", " s");
                c.body("hello\r\n");
                if (c.end_of_message(mta_of_mine, mine).next == Next::proceed) ++good;
                c.heard();
            }
        });
    std::vector<std::unique_ptr<test::Peer>> inspectors;
    for (std::uint32_t number = 2; number < 8; ++number) {
        played.gateway.generations.prepare(number, test::small_bundle(), "2026-11-21");
        auto pair = wire::socket_pair();
        played.gateway.generations.put_inspector(number, std::move(pair->first));
        inspectors.push_back(std::make_unique<test::Peer>(std::move(pair->second), [&](wire::Frame f) { return played.inspect(f); }));
        EXPECT_TRUE(played.gateway.generations.switch_to(number));
        played.gateway.status_json();
        played.gateway.generations.released();
        ::usleep(20'000);
    }
    for (auto& t : connections) t.join();
    EXPECT_EQ(good, 160);
    EXPECT_EQ(played.gateway.counters.messages, 0);
    EXPECT_EQ(played.gateway.spool.used(), 0u);
}

}  // namespace
}  // namespace beadle::session

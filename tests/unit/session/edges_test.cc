// The small parts at the edge: arguments, addresses, the packet meter, the message, the rebuilt Received field.
#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/un.h>

#include "session/arguments.h"
#include "session/message.h"
#include "session/milter_read.h"
#include "session/trace.h"

namespace beadle::session {
namespace {

TEST(Arguments, are_taken_as_the_mta_gives_them) {
    struct Row {
        const char* name;
        std::vector<std::string> argv;
        std::string sender;
        std::uint64_t size;
        bool smtputf8;
    };
    for (const auto& row : std::vector<Row>{
             {"over SMTP", {"<a@b>", "SIZE=1234", "BODY=8BITMIME"}, "a@b", 1234, false},
             {"null sender", {"<>"}, "", 0, false},
             {"null sender of the sendmail command", {""}, "", 0, false},
             {"no brackets from the sendmail command", {"a@b"}, "a@b", 0, false},
             {"lower case parameters", {"<a@b>", "size=7", "smtputf8"}, "a@b", 7, true},
             {"a size that is none", {"<a@b>", "SIZE=1x", "SMTPUTF8=1"}, "a@b", 0, false},
             {"a size that overflows", {"<a@b>", "SIZE=99999999999999999999"}, "a@b", 0, false},
             {"one bracket", {"<a@b"}, "<a@b", 0, false},
             {"nothing at all", {}, "", 0, false},
             {"8-bit rubbish", {"<\xff\xfe@\xc3>"}, "\xff\xfe@\xc3", 0, false},
         }) {
        SCOPED_TRACE(row.name);
        const auto got = mail_arguments(row.argv);
        EXPECT_EQ(got.sender, row.sender);
        EXPECT_EQ(got.size, row.size);
        EXPECT_EQ(got.smtputf8, row.smtputf8);
    }
}

TEST(NumericAddress, is_empty_unless_the_family_is_known) {
    sockaddr_in v4{};
    v4.sin_family = AF_INET;
    ::inet_pton(AF_INET, "192.0.2.7", &v4.sin_addr);
    EXPECT_EQ(numeric_address(reinterpret_cast<sockaddr*>(&v4)), "192.0.2.7");
    sockaddr_in6 v6{};
    v6.sin6_family = AF_INET6;
    ::inet_pton(AF_INET6, "2001:db8::1", &v6.sin6_addr);
    EXPECT_EQ(numeric_address(reinterpret_cast<sockaddr*>(&v6)), "2001:db8::1");
    ::inet_pton(AF_INET6, "::ffff:198.51.100.9", &v6.sin6_addr);
    EXPECT_EQ(numeric_address(reinterpret_cast<sockaddr*>(&v6)), "198.51.100.9");
    sockaddr_un un{};
    un.sun_family = AF_UNIX;
    EXPECT_EQ(numeric_address(reinterpret_cast<sockaddr*>(&un)), "");
    EXPECT_EQ(numeric_address(nullptr), "");
}

TEST(PacketMeter, follows_packets_in_a_stream_cut_anywhere) {
    using namespace std::string_literals;
    const std::string stream = "\0\0\0\x0dO"s + std::string(12, 'o') + "\0\0\0\1N"s + "\0\0\1\x01L"s + std::string(256, '\0') + "\0\0\0\x03Mab"s;
    for (std::size_t step = 1; step <= stream.size(); ++step) {
        PacketMeter meter;
        std::string commands;
        std::size_t longest = 0;
        for (std::size_t at = 0; at < stream.size(); at += step) {
            const auto piece = stream.substr(at, step);
            meter.take(reinterpret_cast<const unsigned char*>(piece.data()), piece.size());
            longest = std::max(longest, meter.data_octets());
        }
        EXPECT_EQ(meter.command(), 'M');
        EXPECT_EQ(meter.data_octets(), 2u);
        if (step < 200) {
            EXPECT_EQ(longest, 256u) << step;
        }
    }
}

TEST(PacketMeter, survives_lengths_that_lie) {
    PacketMeter meter;
    const unsigned char zero[] = {0, 0, 0, 0, 'Q', 0xff, 0xff, 0xff, 0xff, 'B', 1, 2, 3};
    meter.take(zero, sizeof zero);
    EXPECT_EQ(meter.command(), 'B');
    EXPECT_EQ(meter.data_octets(), 0xfffffffeu);
}

struct MessageTest : testing::Test {
    SpoolTotal total;
    Message message{Envelope{}, total, SpoolLimits{1u << 20, 1u << 30, "/tmp"}};
};

TEST_F(MessageTest, rebuilds_the_octets_as_received) {
    message.field("Subject", " one\n\ttwo\r\n three", true);
    message.field("X-Tight", "v", true);
    message.field("X-Eaten", "v", false);
    message.field("X-Nul", std::string_view(" a\0b", 4), true);
    message.body("bo");
    message.body("dy\r\n");
    message.end_of_fields();
    using namespace std::string_literals;
    EXPECT_EQ(message.spool.memory(), "Subject: one\r\n\ttwo\r\n three\r\nX-Tight:v\r\nX-Eaten: v\r\nX-Nul: a\0b\r\n\r\nbody\r\n"s);
}

TEST_F(MessageTest, hashes_what_it_stores_as_the_stored_message_hashes) {
    message.field("Subject", " one\n\ttwo", true);
    message.field("X-Beadle-Stamp", " gone", true);
    message.end_of_fields();
    message.body("a\r\nb\r\n");
    EXPECT_EQ(message.content_hash(), ContentHash::of_message(message.spool.memory()));
}

TEST_F(MessageTest, counts_own_fields_per_name_whatever_their_case) {
    for (const char* name : {"X-Beadle-Verdict", "x-beadle-VERDICT", "X-Beadle-Stamp", "Subject", "X-Beadl", "X-BEADLE-STAMP"})
        message.field(name, " v ", true);
    ASSERT_EQ(message.own_fields().size(), 2u);
    EXPECT_EQ(message.own_fields()[0].count, 2u);
    EXPECT_EQ(message.own_fields()[1].count, 2u);
    EXPECT_EQ(message.stamps(), (std::vector<std::string>{"v", "v"}));
}

TEST_F(MessageTest, refuses_a_flood_of_own_names_rather_than_leaving_one_standing) {
    for (int i = 0; i < 300; ++i) message.field("X-Beadle-" + std::to_string(i), " v", true);
    ASSERT_TRUE(message.refusal);
    EXPECT_TRUE(message.refusal->permanent());
}

TEST_F(MessageTest, keeps_no_more_of_names_than_of_bodies) {
    const std::string endless(1u << 20, 'n');
    message.field(endless, " v", true);
    message.field("Subject", " v", true);
    ASSERT_EQ(message.fields().size(), 1u) << "a thousand of them would be a thousand MiB";
    EXPECT_EQ(message.fields()[0].first, "Subject");
    for (int i = 0; i < 9; ++i) message.field("X-Beadle-Stamp", " v", true);
    EXPECT_EQ(message.stamps().size(), 2u);
    EXPECT_FALSE(message.refusal);
    message.field("X-Beadle-" + endless, " v", true);
    EXPECT_EQ(message.own_fields().size(), 1u);
    ASSERT_TRUE(message.refusal) << "it could not be removed";
}

TEST(Trace, never_lets_a_word_out_of_its_place) {
    Envelope e;
    e.client = {"evil)\r\nX: (", "192.0.2.1", "h(\"\\\r\n helo"};
    e.host = "mx;\r\n.council.example";
    e.mta = "Postfix ) (3.7";
    e.queue_id = "Q\n1";
    e.received_at = 0;
    const auto field = rebuilt_received(e);
    EXPECT_EQ(field, "Received: from hhelo (evilX: [192.0.2.1])\r\n\tby mx.council.example (Postfix 3.7) with ESMTP id Q1;\r\n\t"
                     "Thu, 1 Jan 1970 00:00:00 +0000");
}

TEST(Trace, tells_how_the_mail_came) {
    Envelope e;
    e.client = {"[2001:db8::1]", "2001:db8::1", ""};
    e.tls_version = "TLSv1.3";
    e.authenticated = "a";
    e.smtputf8 = true;
    const auto field = rebuilt_received(e);
    EXPECT_TRUE(field.starts_with("Received: from unknown (unknown [IPv6:2001:db8::1])\r\n\tby localhost with UTF8SMTPSA;\r\n\t")) << field;
}

}  // namespace
}  // namespace beadle::session

#include "mail_out/smtp.h"

#include <gtest/gtest.h>
#include <sys/mman.h>

#include <algorithm>

#include "base/clock.h"
#include "unit/mail_out/fake_server.h"

using namespace beadle;
using namespace beadle::mail_out;
using test::FakeServer;
using test::Script;

namespace {

const Sending two{"clerk@council.example", {}, {"a@x.example", "b@y.example"}, {}, false, false};

std::vector<std::uint32_t> codes(const Outcome& o) {
    std::vector<std::uint32_t> out;
    for (const auto& r : o.recipients) out.push_back(r.code);
    return out;
}

TEST(Smtp, SendsTheOctetsAsTheyAre) {
    FakeServer server({});
    const std::string body = "Subject: x\r\nReturn-Path: <kept@x.example>\r\nSubject: twice\r\n\r\n.dot\r\nbare\rcr " +
                             std::string("\0\x80\xff", 3) + "\r\n" + std::string(70'000, 'L') + "\r\n.\r\n..\r\nlast\r\n";
    Sending sending = two;
    sending.eight_bit = true;
    const auto o = send_message(server.endpoint(), sending, {"X-Beadle-Stamp: t\r\n", body, -1}, system_clock(), {5000, 5000, {}});
    server.stop();
    EXPECT_EQ(o.code, 250u);
    EXPECT_TRUE(o.reached_data_end);
    EXPECT_EQ(codes(o), (std::vector<std::uint32_t>{250, 250}));
    EXPECT_EQ(o.recipients[0].text, "2.0.0 queued as 4F00D");
    std::string arrived;
    bool start = true;
    for (std::size_t i = 0; i < server.data.size(); ++i) {
        if (start && server.data[i] == '.') {
            start = false;
            continue;
        }
        arrived += server.data[i];
        start = server.data[i] == '\n';
    }
    EXPECT_EQ(arrived, "X-Beadle-Stamp: t\r\n" + body);
    const std::string size = std::to_string(19 + body.size());
    EXPECT_EQ(server.commands[1], "MAIL FROM:<clerk@council.example> SIZE=" + size + " BODY=8BITMIME");
    EXPECT_EQ(server.commands[3], "RCPT TO:<b@y.example>");
}

TEST(Smtp, ReadsFromADescriptorFromItsStart) {
    FakeServer server({});
    const Descriptor file(::memfd_create("message", MFD_CLOEXEC));
    const std::string octets = "Subject: x\r\n\r\nbody\r\n";
    ASSERT_EQ(::write(file.get(), octets.data(), octets.size()), static_cast<ssize_t>(octets.size()));
    const auto o = send_message(server.endpoint(), two, {"", "", file.get()}, system_clock(), {5000, 5000, {}});
    server.stop();
    EXPECT_EQ(o.code, 250u);
    EXPECT_EQ(server.data, octets);
}

TEST(Smtp, KeepsDsnParametersAndAsksForUtf8WhereOffered) {
    Sending sending{"j\xc3\xbcrgen@council.example", {"RET=HDRS", "ENVID=x1", "SIZE=1", "AUTH=<>"}, {"a@x.example"},
                    {{"NOTIFY=NEVER", "X-OTHER=1"}}, false, false};
    FakeServer server({});
    const auto o = send_message(server.endpoint(), sending, {"", "a\r\n", -1}, system_clock(), {5000, 5000, {}});
    server.stop();
    EXPECT_EQ(o.code, 250u);
    EXPECT_EQ(server.commands[1], "MAIL FROM:<j\xc3\xbcrgen@council.example> SIZE=3 SMTPUTF8 RET=HDRS ENVID=x1");
    EXPECT_EQ(server.commands[2], "RCPT TO:<a@x.example> NOTIFY=NEVER");
}

TEST(Smtp, SaysNothingThatWasNotOffered) {
    Sending sending{"a@council.example", {"RET=HDRS"}, {"a@x.example"}, {{"NOTIFY=NEVER"}}, true, true};
    Script script;
    script.offers = {};
    FakeServer server(script);
    const auto o = send_message(server.endpoint(), sending, {"", "a\r\n", -1}, system_clock(), {5000, 5000, {}});
    server.stop();
    EXPECT_EQ(o.code, 250u);
    EXPECT_EQ(server.commands[1], "MAIL FROM:<a@council.example>");
    EXPECT_EQ(server.commands[2], "RCPT TO:<a@x.example>");
}

TEST(Smtp, FallsBackToHelo) {
    Script script;
    script.refuse_ehlo = true;
    FakeServer server(script);
    EXPECT_EQ(send_message(server.endpoint(), two, {"", "a\r\n", -1}, system_clock(), {5000, 5000, {}}).code, 250u);
    server.stop();
    EXPECT_EQ(server.commands[1], "HELO localhost");
}

TEST(Smtp, AServerThatHangsAfterTheDotMayHaveTakenIt) {
    Script script;
    script.hang_after_dot = true;
    FakeServer server(script);
    const auto start = system_clock().steady();
    const auto o = send_message(server.endpoint(), two, {"", "a\r\n", -1}, system_clock(), {400, 400, {}});
    EXPECT_LT(system_clock().steady() - start, 3000);
    EXPECT_EQ(o.code, 0u);
    EXPECT_TRUE(o.reached_data_end);
    EXPECT_EQ(codes(o), (std::vector<std::uint32_t>{0, 0}));
}

// Filters after Beadle, a signer say, are asked after the final dot; who gives up on them sends a second copy.
TEST(Smtp, TheReplyToTheFinalDotHasALongerTimeOfItsOwn) {
    Script script;
    script.wait_after_dot = 1300;
    script.after_dot = "451 4.7.1 the signer is away\r\n";
    FakeServer server(script);
    int alive = 0;
    const auto o = send_message(server.endpoint(), two, {"", "a\r\n", -1}, system_clock(), {600, 5000, [&] { ++alive; }});
    EXPECT_EQ(o.code, 451u);
    EXPECT_GT(alive, 0) << "whoever leases the work out is told meanwhile";
    EXPECT_GE(Limits().final_reply, 600'000) << "RFC 5321 4.5.3.2.6";
}

TEST(Smtp, AServerThatClosesAfterTheDotMayHaveTakenIt) {
    Script script;
    script.close_after_dot = true;
    FakeServer server(script);
    const auto o = send_message(server.endpoint(), two, {"", "a\r\n", -1}, system_clock(), {5000, 5000, {}});
    EXPECT_EQ(o.code, 0u);
    EXPECT_TRUE(o.reached_data_end);
}

TEST(Smtp, AServerThatClosesInDataHasNotTakenIt) {
    Script script;
    script.close_in_data = true;
    FakeServer server(script);
    const auto o = send_message(server.endpoint(), two, {"", std::string(8u << 20, 'a') + "\r\n", -1}, system_clock(), {5000, 5000, {}});
    EXPECT_EQ(o.code, 0u);
    EXPECT_FALSE(o.reached_data_end);
    EXPECT_EQ(codes(o), (std::vector<std::uint32_t>{0, 0}));
}

TEST(Smtp, KeepsEachRecipientsOwnReply) {
    Script script;
    script.rcpt["<b@y.example>"] = "451 4.2.0 try later\r\n";
    FakeServer server(script);
    const auto o = send_message(server.endpoint(), two, {"", "a\r\n", -1}, system_clock(), {5000, 5000, {}});
    EXPECT_EQ(o.code, 250u);
    EXPECT_EQ(codes(o), (std::vector<std::uint32_t>{250, 451}));
    EXPECT_EQ(o.recipients[1].text, "4.2.0 try later");
}

TEST(Smtp, AllRefusedSendsNothing) {
    Script script;
    script.rcpt["<a@x.example>"] = "550 5.1.1 unknown\r\n";
    script.rcpt["<b@y.example>"] = "452 4.2.2 full\r\n";
    FakeServer server(script);
    const auto o = send_message(server.endpoint(), two, {"", "a\r\n", -1}, system_clock(), {5000, 5000, {}});
    server.stop();
    EXPECT_EQ(o.code, 452u) << "the work may be tried again as long as one of them may";
    EXPECT_EQ(codes(o), (std::vector<std::uint32_t>{550, 452}));
    EXPECT_FALSE(o.reached_data_end);
    EXPECT_EQ(std::count(server.commands.begin(), server.commands.end(), "DATA"), 0);
}

TEST(Smtp, SaysGoodbyeAfterARefusalToo) {
    Script refused_sender, refused_recipients, refused_data, refused_end;
    refused_sender.mail = "550 5.1.8 no\r\n";
    refused_recipients.rcpt["<a@x.example>"] = refused_recipients.rcpt["<b@y.example>"] = "550 5.1.1 unknown\r\n";
    refused_data.data = "554 5.5.1 no\r\n";
    refused_end.after_dot = "550 5.7.1 no\r\n";
    for (const auto& script : {refused_sender, refused_recipients, refused_data, refused_end}) {
        FakeServer server(script);
        const auto o = send_message(server.endpoint(), two, {"", "a\r\n", -1}, system_clock(), Limits{5000, 5000, {}});
        EXPECT_GE(o.code, 500u);
        for (int i = 0; i < 500 && !server.quit; ++i) ::usleep(10'000);
        EXPECT_TRUE(server.quit) << o.text;
    }
}

struct EndCase {
    const char* name;
    Script script;
    std::uint32_t code;
    bool reached;
};

TEST(Smtp, TellsHowItEnded) {
    Script data5, data2, after5, after4, greet5, mail4, garbage, early, split, third;
    data5.data = "554 5.5.1 no valid recipients\r\n";
    data2.data = "250 ok\r\n";
    after5.after_dot = "550 5.7.1 no stamp\r\n";
    after4.after_dot = "451 4.7.1 later\r\n";
    greet5.greeting = "554 go away\r\n";
    mail4.mail = "452 4.3.1 no room\r\n";
    garbage.mail = "250 ok\r\n250 and for the next one too\r\n250 and the data\r\n";
    early.data = "354 go on\r\n250 2.0.0 queued before it was sent\r\n";
    split.after_dot = "250-2.0.0 a\r\n550 5.0.0 b\r\n";
    third.after_dot = "354 more\r\n";
    const EndCase cases[] = {
        {"refused at DATA", data5, 554, false},
        {"a 250 to DATA is no promise", data2, 0, false},
        {"refused after the dot", after5, 550, true},
        {"put off after the dot", after4, 451, true},
        {"refused at the greeting", greet5, 554, false},
        {"put off at MAIL", mail4, 452, false},
        {"replies before their commands are no replies", garbage, 0, false},
        {"an acceptance before the content is none", early, 0, false},
        {"a reply of two codes is none", split, 0, true},
        {"a 354 after the dot is none", third, 0, true},
    };
    for (const auto& c : cases) {
        FakeServer server(c.script);
        const auto o = send_message(server.endpoint(), two, {"", "a\r\n", -1}, system_clock(), {3000, 3000, {}});
        EXPECT_EQ(o.code, c.code) << c.name;
        EXPECT_EQ(o.reached_data_end, c.reached) << c.name;
        EXPECT_EQ(codes(o), (std::vector<std::uint32_t>{c.code, c.code})) << c.name;
        if (c.code == 0) {
            EXPECT_NE(o.text, "") << c.name;
        }
    }
}

TEST(Smtp, AnAddressWithALineEndIsRefusedWithoutAConnection) {
    FakeServer server({});
    Sending sending{"clerk@council.example", {}, {"a@x.example>\r\nRCPT TO:<spy@z.example"}, {}, false, false};
    auto o = send_message(server.endpoint(), sending, {"", "a\r\n", -1}, system_clock(), {3000, 3000, {}});
    EXPECT_EQ(o.code, 553u);
    EXPECT_EQ(codes(o), (std::vector<std::uint32_t>{553}));
    sending = {"clerk@council.example\r\nRSET", {}, {"a@x.example"}, {}, false, false};
    o = send_message(server.endpoint(), sending, {"", "a\r\n", -1}, system_clock(), {3000, 3000, {}});
    EXPECT_EQ(o.code, 553u);
    server.stop();
    EXPECT_EQ(server.connections, 0);
}

TEST(Smtp, NobodyThereIsToldWithoutAReply) {
    std::string endpoint;
    {
        FakeServer server({});
        endpoint = server.endpoint();
    }
    const auto o = send_message(endpoint, two, {"", "a\r\n", -1}, system_clock(), {1000, 1000, {}});
    EXPECT_EQ(o.code, 0u);
    EXPECT_FALSE(o.talked);
    EXPECT_FALSE(o.reached_data_end);
    EXPECT_NE(o.text.find("could not connect"), std::string::npos) << o.text;
}

TEST(Endpoint, IsOnThisMachineOnly) {
    EXPECT_TRUE(parse_endpoint("127.0.0.1:10026"));
    EXPECT_TRUE(parse_endpoint("[::1]:10026"));
    EXPECT_TRUE(parse_endpoint("localhost:25"));
    for (const char* bad : {"192.0.2.1:25", "[2001:db8::1]:25", "mail.example:25", "127.0.0.1", "127.0.0.1:0", "127.0.0.1:99999", "",
                            "127.0.0.1:25x", "[::1:25"})
        EXPECT_FALSE(parse_endpoint(bad)) << bad;
}

}  // namespace

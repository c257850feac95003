#include "mail_out/mta_log.h"

#include <gtest/gtest.h>
#include <stdlib.h>

#include <filesystem>
#include <fstream>

#include "mail_out/log_reader.h"

namespace beadle::mail_out {
namespace {

using wire::Delivery;
using enum wire::DeliveryStatus;

constexpr const char* head = "Nov 22 10:00:33 mx ";

TEST(MtaLog, reads_what_became_of_a_message) {
    const struct {
        const char* name;
        std::string given;
        std::vector<Delivery> want;
    } table[] = {
        {"Postfix: sent",
         "postfix/smtp[814]: 4bKxyz12345: to=<b@example.org>, relay=mx.example.org[192.0.2.7]:25, delay=0.35, delays=0.03/0.01/0.2/0.11, "
         "dsn=2.0.0, status=sent (250 2.0.0 Ok: queued as 9F1C)",
         {{"4bKxyz12345", "b@example.org", "", sent, "mx.example.org[192.0.2.7]:25", "2.0.0", "250 2.0.0 Ok: queued as 9F1C", "Nov 22 10:00:33"}}},
        {"Postfix: an alias, a connection used again",
         "postfix/lmtp[9]: 7F00A1B2C3: to=<anne@mail.example>, orig_to=<clerk@council.example>, relay=dovecot[private/lmtp], conn_use=2, delay=1, "
         "delays=0/0/0/1, dsn=2.0.0, status=sent (250 2.0.0 <anne@mail.example> Saved)",
         {{"7F00A1B2C3", "anne@mail.example", "clerk@council.example", sent, "dovecot[private/lmtp]", "2.0.0", "250 2.0.0 <anne@mail.example> Saved", "Nov 22 10:00:33"}}},
        {"Postfix: deferred",
         "postfix-out/smtp[1]: 7F00A1B2C3: to=<b@example.org>, relay=none, delay=30, delays=0/0/30/0, dsn=4.4.1, status=deferred (connect to "
         "mx.example.org[192.0.2.7]:25: Connection timed out)",
         {{"7F00A1B2C3", "b@example.org", "", deferred, "none", "4.4.1", "connect to mx.example.org[192.0.2.7]:25: Connection timed out", "Nov 22 10:00:33"}}},
        {"Postfix: bounced",
         "postfix/smtp[1]: 7F00A1B2C3: to=<b@example.org>, relay=mx[192.0.2.7]:25, delay=1, delays=0/0/0/1, dsn=5.1.1, status=bounced (host "
         "mx[192.0.2.7] said: 550 5.1.1 no such user (in reply to RCPT TO command))",
         {{"7F00A1B2C3", "b@example.org", "", bounced, "mx[192.0.2.7]:25", "5.1.1", "host mx[192.0.2.7] said: 550 5.1.1 no such user (in reply to RCPT TO command)", "Nov 22 10:00:33"}}},
        {"Postfix: expired, for all", "postfix/qmgr[3]: 7F00A1B2C3: from=<a@council.example>, status=expired, returned to sender",
         {{"7F00A1B2C3", "", "", expired, "", "", "returned to sender", "Nov 22 10:00:33"}}},
        {"Postfix: it had the verdict",
         "postfix/cleanup[3]: 7F00A1B2C3: milter-discard: END-OF-MESSAGE from unknown[192.0.2.1]: milter triggers DISCARD action; from=<a@council.example> "
         "to=<b@example.org> proto=ESMTP helo=<x>",
         {{"7F00A1B2C3", "", "", heard, "", "", "", "Nov 22 10:00:33"}}},
        {"Sendmail: sent to two",
         "sm-mta[77]: 5AMA0X9k000077: to=<b@example.org>,<c@example.org>, ctladdr=<a@council.example> (1000/1000), delay=00:00:01, xdelay=00:00:01, "
         "mailer=esmtp, pri=120319, relay=mx.example.org. [192.0.2.7], dsn=2.0.0, stat=Sent (ok 1790000000, queued)",
         {{"5AMA0X9k000077", "b@example.org", "", sent, "mx.example.org. [192.0.2.7]", "2.0.0", "Sent (ok 1790000000, queued)", "Nov 22 10:00:33"},
          {"5AMA0X9k000077", "c@example.org", "", sent, "mx.example.org. [192.0.2.7]", "2.0.0", "Sent (ok 1790000000, queued)", "Nov 22 10:00:33"}}},
        {"Sendmail: put off",
         "sendmail[77]: 5AMA0X9k000077: to=<b@example.org>, delay=00:00:30, xdelay=00:00:30, mailer=esmtp, pri=120319, relay=mx.example.org., "
         "dsn=4.0.0, stat=Deferred: Connection refused by mx.example.org.",
         {{"5AMA0X9k000077", "b@example.org", "", deferred, "mx.example.org.", "4.0.0", "Deferred: Connection refused by mx.example.org.", "Nov 22 10:00:33"}}},
        {"Sendmail: refused",
         "sm-mta[77]: 5AMA0X9k000077: to=<b@example.org>, delay=00:00:30, xdelay=00:00:30, mailer=esmtp, pri=120319, relay=mx.example.org. [192.0.2.7], "
         "dsn=5.1.1, stat=User unknown",
         {{"5AMA0X9k000077", "b@example.org", "", bounced, "mx.example.org. [192.0.2.7]", "5.1.1", "User unknown", "Nov 22 10:00:33"}}},
        {"Sendmail: it had the verdict", "sm-mta[77]: 5AMA0X9k000077: Milter: data, discard",
         {{"5AMA0X9k000077", "", "", heard, "", "", "", "Nov 22 10:00:33"}}},
    };
    for (const auto& row : table) {
        SCOPED_TRACE(row.name);
        const auto got = read_log_line(head + row.given);
        EXPECT_EQ(got, row.want);
        auto iso = read_log_line("2026-11-22T10:00:33.123456+00:00 mx " + row.given);
        ASSERT_EQ(iso.size(), row.want.size());
        EXPECT_EQ(iso[0].logged, "2026-11-22T10:00:33.123456+00:00");
    }
}

TEST(MtaLog, what_others_put_into_a_line_is_no_field_and_no_line) {
    const struct {
        const char *name, *given;
    } table[] = {
        {"another program", "sshd[1]: 7F00A1B2C3: to=<b@example.org>, relay=x, delay=1, dsn=2.0.0, status=sent (250 ok)"},
        {"a program that only begins so", "postfixed/smtp[1]: 7F00A1B2C3: to=<b@example.org>, relay=x, delay=1, dsn=2.0.0, status=sent (250 ok)"},
        {"no number of a process", "postfix/smtp[x]: 7F00A1B2C3: to=<b@example.org>, relay=x, delay=1, dsn=2.0.0, status=sent (250 ok)"},
        {"smtpd speaks of its client", "postfix/smtpd[1]: 7F00A1B2C3: to=<b@example.org>, relay=x, delay=1, dsn=2.0.0, status=sent (250 ok)"},
        {"a whole line within HELO", "postfix/smtpd[1]: NOQUEUE: reject: helo=<Nov 22 10:00:33 mx postfix/smtp[1]: 7F00A1B2C3: to=<b@example.org>, relay=x, delay=1, dsn=2.0.0, status=sent (250 ok)>"},
        {"a status within an address", "postfix/smtp[1]: 7F00A1B2C3: to=<\"x>, relay=y, delay=1, dsn=2.0.0, status=sent (250 ok)\"@example.org>"},
        {"a queue id that is none", "postfix/smtp[1]: ../../etc: to=<b@example.org>, relay=x, delay=1, dsn=2.0.0, status=sent (250 ok)"},
        {"a discard of another milter's stage", "postfix/smtpd[1]: 7F00A1B2C3: milter-discard: END-OF-MESSAGE from x"},
        {"a subject that warns", "postfix/cleanup[1]: 7F00A1B2C3: warning: header Subject: milter-discard: END-OF-MESSAGE from x"},
        {"a status nobody knows", "postfix/smtp[1]: 7F00A1B2C3: to=<b@example.org>, relay=x, delay=1, dsn=2.0.0, status=great (250 ok)"},
        {"nothing", ""},
    };
    for (const auto& row : table) EXPECT_TRUE(read_log_line(std::string(head) + row.given).empty()) << row.name;
    EXPECT_TRUE(read_log_line("Nov 22").empty());
    const auto quoted = read_log_line(std::string(head) +
                                      "postfix/smtp[1]: 7F00A1B2C3: to=<\"x>, relay=y, delay=1, dsn=2.0.0, status=sent (250 ok)\"@example.org>, "
                                      "relay=none, delay=1, dsn=5.0.0, status=bounced (no)");
    ASSERT_EQ(quoted.size(), 1u);
    EXPECT_EQ(quoted[0].status, bounced);
}

struct LogFolder : ::testing::Test {
    std::string folder;
    void SetUp() override {
        char name[] = "/tmp/beadle-log-XXXXXX";
        folder = ::mkdtemp(name);
    }
    void TearDown() override { std::filesystem::remove_all(folder); }
    std::string path() const { return folder + "/mail.log"; }
    static std::string line(int n) {
        return std::string(head) + "postfix/smtp[1]: 7F00A1B2C3: to=<b" + std::to_string(n) + "@example.org>, relay=x, delay=1, dsn=2.0.0, status=sent (250 ok)\n";
    }
    void add(const std::string& octets) const { std::ofstream(path(), std::ios::app) << octets; }
    // All that is new, settled; "1 2" of the addresses.
    static std::string read(LogReader& log, std::string* cursor = nullptr) {
        std::string out;
        for (int i = 0; i < 10; ++i) {
            auto got = log.next();
            if (!got) return got.failure().what;
            for (const auto& d : got->list) out += d.recipient.substr(1, d.recipient.find('@') - 1) + " ";
            if (cursor && !got->cursor.empty()) *cursor = got->cursor;
            if (!got->cursor.empty()) log.settled();
        }
        return out;
    }
};

TEST_F(LogFolder, a_log_is_followed_through_growth_rotation_and_cutting) {
    add(line(1));
    LogReader log(path(), "");
    EXPECT_EQ(read(log), "1 ");
    EXPECT_EQ(read(log), "");
    add(line(2).substr(0, 40));
    EXPECT_EQ(read(log), "") << "half a line is none";
    add(line(2).substr(40) + "nonsense\n");
    EXPECT_EQ(read(log), "2 ");
    add(line(3));
    std::filesystem::rename(path(), path() + ".1");
    add(line(4));
    EXPECT_EQ(read(log), "3 4 ") << "the old one is read to its end first";
    std::filesystem::resize_file(path(), 0);
    EXPECT_EQ(read(log), "");
    add(line(5));
    EXPECT_EQ(read(log), "5 ");
    add(std::string(200'000, 'x'));
    EXPECT_EQ(read(log), "");
    add("\n" + line(6));
    EXPECT_EQ(read(log), "6 ");
}

TEST_F(LogFolder, what_was_not_taken_comes_again_and_a_stop_loses_nothing) {
    add(line(1) + line(2));
    LogReader first(path(), "");
    ASSERT_EQ(first.next()->list.size(), 2u);
    EXPECT_EQ(first.next()->list.size(), 2u) << "it was not settled";
    std::string cursor;
    EXPECT_EQ(read(first, &cursor), "1 2 ");
    add(line(3));
    std::filesystem::rename(path(), path() + ".1");
    add(line(4));
    LogReader second(path(), cursor);
    EXPECT_EQ(read(second), "3 4 ") << "rotated while nobody read";
    LogReader third(path(), "1:99");
    EXPECT_EQ(read(third), "4 ") << "a log that is gone: the one that is there, from its start";
    LogReader none(folder + "/none", "");
    EXPECT_FALSE(none.next());
}

TEST_F(LogFolder, many_lines_come_in_pieces) {
    for (int i = 0; i < 1000; ++i) add(line(i));
    LogReader log(path(), "");
    std::size_t lines = 0;
    while (true) {
        auto got = log.next();
        ASSERT_TRUE(got);
        if (got->cursor.empty()) break;
        EXPECT_LE(got->list.size(), wire::Deliveries::most);
        lines += got->list.size();
        log.settled();
    }
    EXPECT_EQ(lines, 1000u);
}

}  // namespace
}  // namespace beadle::mail_out

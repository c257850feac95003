#include "mail_out/compose.h"

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

#include "base/text.h"
#include "mail/content_hash.h"

using namespace beadle;
using namespace beadle::mail_out;

namespace {

constexpr Milliseconds when = 1'795'289'700'000;  // Sat, 21 Nov 2026 19:35:00 +0000

wire::Notice notice() {
    wire::Notice n;
    n.key = "held:7k2m-9xdq";
    n.to = "a.smith@towcester-tc.gov.uk";
    n.kind = "held";
    n.subject = "Your message was kept back (7k2m-9xdq) – £20";
    n.text = "Dear colleague,\n\nYour message was kept back.\n.\nFrom the council's “policy”: clause 8.\n";
    n.html = "<p>Dear colleague,</p>\n<p>Your message was kept back. £20 &amp; more</p>\n";
    return n;
}

std::string golden() {
    std::ifstream in(std::string(BEADLE_SOURCE_DIR) + "/tests/unit/mail_out/notice.eml", std::ios::binary);
    const std::string lines{std::istreambuf_iterator<char>(in), {}};
    return replace_all(lines, "\n", "\r\n");  // kept with LF, so that it can be read and compared
}

TEST(Compose, WritesWhatTheGoldenFileShows) {
    const auto octets = compose(notice(), "clerk@towcester-tc.gov.uk", when);
    ASSERT_TRUE(octets);
    EXPECT_EQ(*octets, golden()) << *octets;
}

TEST(Compose, TheSameNoticeIsTheSameMessage) {
    EXPECT_EQ(*compose(notice(), "clerk@towcester-tc.gov.uk", when), *compose(notice(), "clerk@towcester-tc.gov.uk", when));
    auto other = notice();
    other.key = "held:8k2m-9xdq";
    EXPECT_NE(ContentHash::of_message(*compose(notice(), "clerk@towcester-tc.gov.uk", when)),
              ContentHash::of_message(*compose(other, "clerk@towcester-tc.gov.uk", when)));
}

TEST(Compose, AQuestionComesFromWhereTheAnswersGoAndBearsItsCode) {
    auto n = notice();
    n.code = "ask-" + std::string(36, 'a');
    const auto octets = compose(n, "clerk@towcester-tc.gov.uk", when, "answers@towcester-tc.gov.uk");
    ASSERT_TRUE(octets);
    for (const std::string& field : {std::string("From: Beadle mail gateway <answers@towcester-tc.gov.uk>\r\n"),
                                     std::string("Reply-To: answers@towcester-tc.gov.uk\r\n"), "Message-Id: <" + n.code + "@towcester-tc.gov.uk>\r\n"})
        EXPECT_NE(octets->find(field), std::string::npos) << field << *octets;
    const auto by_link = compose(n, "clerk@towcester-tc.gov.uk", when);
    EXPECT_NE(by_link->find("<clerk@towcester-tc.gov.uk>"), std::string::npos) << "nowhere to reply to";
}

TEST(Compose, IsSevenBitWithShortLinesAndNoBareLineEnds) {
    auto n = notice();
    n.text = std::string(5000, 'x') + "\r\rodd\n\n\xff\xfe" + std::string(300, '\xe2');
    n.subject = std::string(400, 'w') + "\xc3\xa9";
    const auto octets = compose(n, "clerk@towcester-tc.gov.uk", when);
    ASSERT_TRUE(octets);
    std::size_t start = 0;
    for (std::size_t at = 0; at < octets->size(); ++at) {
        ASSERT_LT(static_cast<unsigned char>((*octets)[at]), 0x80);
        if ((*octets)[at] != '\n') continue;
        ASSERT_GT(at, 0u);
        EXPECT_EQ((*octets)[at - 1], '\r');
        EXPECT_LE(at - start, 998u);
        start = at + 1;
    }
    EXPECT_TRUE(octets->ends_with("\r\n"));
}

TEST(Compose, NothingInTheSubjectCanAddAField) {
    auto n = notice();
    n.subject = "Held\r\nBcc: spy@z.example\r\n\r\nbody";
    const auto octets = compose(n, "clerk@towcester-tc.gov.uk", when);
    ASSERT_TRUE(octets);
    EXPECT_EQ(octets->find("\r\nBcc:"), std::string::npos);
    EXPECT_EQ(octets->find("\r\nbody"), std::string::npos);
}

TEST(Compose, ANoticeWithoutHtmlIsPlain) {
    auto n = notice();
    n.html.clear();
    const auto octets = compose(n, "clerk@towcester-tc.gov.uk", when);
    ASSERT_TRUE(octets);
    EXPECT_EQ(octets->find("multipart"), std::string::npos);
    EXPECT_NE(octets->find("Content-Type: text/plain; charset=utf-8"), std::string::npos);
}

TEST(Compose, NeedsAddresses) {
    auto n = notice();
    EXPECT_FALSE(compose(n, "", when));
    EXPECT_FALSE(compose(n, "postmaster", when));
    EXPECT_FALSE(compose(n, "clerk@x.example\r\nBcc: spy@z.example", when));
    n.to = "";
    EXPECT_FALSE(compose(n, "clerk@towcester-tc.gov.uk", when));
    n.to = "a@x.example\nBcc: spy@z.example";
    EXPECT_FALSE(compose(n, "clerk@towcester-tc.gov.uk", when));
}

}  // namespace

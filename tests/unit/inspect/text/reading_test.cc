#include "inspect/text/reading.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "unit/inspect/text/samples.h"

namespace beadle::inspect {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using namespace testing;

struct Started : ::testing::Environment {
    void SetUp() override { start_text(); }
};
const auto* const started = ::testing::AddGlobalTestEnvironment(new Started);  // gtest owns it

TEST(StartText, EveryCharsetOfMailCanBeRead) { EXPECT_EQ(check_text(), ""); }

TEST(ReadMessage, ReadsEverySurface) {
    struct {
        const char *name, *message, *want;
    } cases[] = {
        {"the subject", "Subject: =?utf-8?q?se?= =?utf-8?q?cret?=\r\n\r\nx", "secret"},
        {"a display name", "From: \"secret\" <a@x.example>\r\n\r\nx", "secret"},
        {"a field of one's own", "X-Note: secret\r\n\r\nx", "secret"},
        {"a body without a type", "\r\nsecret", "secret"},
        {"bold in the middle of a word", "Content-Type: text/html\r\n\r\nsec<b>r</b>et", "secret"},
        {"an entity in the middle of a word", "Content-Type: text/html\r\n\r\nsec&#114;et", "secret"},
        {"an HTML comment", "Content-Type: text/html\r\n\r\n<!-- secret -->", "secret"},
        {"what HTML hides", "Content-Type: text/html\r\n\r\n<p style='display: none'>secret</p>", "secret"},
        {"the fields of a link", "Content-Type: text/html\r\n\r\n<a href='https://f.example/?a=secret'>x</a>", "secret"},
        {"an alternative text", "Content-Type: text/html\r\n\r\n<img alt=secret>", "secret"},
        {"a title", "Content-Type: text/html\r\n\r\n<title>secret</title>", "secret"},
        {"a file name", "Content-Disposition: attachment; filename=secret.txt\r\n\r\nx", "secret"},
        {"UTF-16",
         "Content-Type: text/plain; charset=utf-16le\r\nContent-Transfer-Encoding: base64\r\n\r\ncwBlAGMAcgBlAHQA",
         "secret"},
        {"UTF-7", "Content-Type: text/plain; charset=utf-7\r\n\r\n+AHMAZQBjAHIAZQB0-", "secret"},
        {"a calendar line that is folded",
         "Content-Type: text/calendar\r\n\r\nBEGIN:VCALENDAR\r\nSUMMARY:sec\r\n ret\r\n", "secret"},
        {"a picture that is XML", "Content-Type: image/svg+xml\r\n\r\n<svg><text>secret</text></svg>", "secret"},
        {"JSON", "Content-Type: application/json\r\n\r\n{\"a\":\"secret\"}", "secret"},
        {"a report of delivery", "Content-Type: message/delivery-status\r\n\r\nFinal-Recipient: secret\r\n", "secret"},
        {"uuencode inside a text", "\r\nhello\nbegin 644 a.txt\n&<V5C<F5T\n`\nend\n", "secret"},
        {"the subject of a nested message", "Content-Type: message/rfc822\r\n\r\nSubject: secret\r\n\r\nx", "secret"},
        {"a message kept as a file",
         "Content-Type: application/octet-stream\r\nContent-Disposition: attachment; filename=a.eml\r\n\r\n"
         "From: a@x.example\r\nSubject: x\r\n\r\nsecret\r\n",
         "secret"},
    };
    for (const auto& c : cases) EXPECT_THAT(all_text(read(c.message).reading), HasSubstr(c.want)) << c.name;
}

TEST(ReadMessage, AFragmentIsNeverInspectedAndSaysSo) {
    const auto r = read("Content-Type: message/partial; id=x@y; number=1; total=2\r\n\r\nSubject: x\r\n\r\nhalf").reading;
    ASSERT_EQ(r.not_inspected.size(), 1u);
    EXPECT_EQ(r.not_inspected[0].reason, NotInspectedReason::unsupported);
    ASSERT_EQ(r.findings.size(), 1u);
    EXPECT_EQ(r.findings[0].kind, FindingKind::ambiguous_structure);
    EXPECT_EQ(r.findings[0].confidence, Confidence::high);
}

TEST(ReadMessage, SaysWhereSomethingStands) {
    const auto r = read_sample("archives/nested.zip").reading;
    const auto* s = find_segment(r, "attachment \"nested.zip\" › \"clear.zip\" › \"list.txt\"");
    ASSERT_TRUE(s);
    EXPECT_EQ(s->path, (std::vector<std::string>{"nested.zip", "clear.zip", "list.txt"}));
    EXPECT_EQ(s->part, "1");
}

TEST(ReadMessage, GivesEveryEntityWithItsDigest) {
    const auto whole = read_sample("archives/clear.zip");
    const Reading& r = whole.reading;
    ASSERT_EQ(r.entities.size(), 4u);
    EXPECT_EQ(r.entities[1].detected_type, "application/zip");
    EXPECT_EQ(r.entities[1].sha256, sha256_hex(sample("archives/clear.zip")));
    EXPECT_EQ(r.entities[2].filename, "list.txt");
    EXPECT_EQ(r.leaves.size(), 1u);
    EXPECT_EQ(r.leaves[0].octets, sample("archives/clear.zip"));
}

TEST(ReadMessage, SaysWhatNobodyHereReads) {
    using namespace std::string_literals;
    struct {
        const char* name;
        std::string octets;
        const char* want;
    } cases[] = {
        {"a Windows image", "MSWIM\0\0\0\xD0\0\0\0\0\x0D"s, "Windows image"},
        {"a program", "MZ\x90\x00\x03\x00\x00\x00\x04"s, "Windows program"},
        {"sound", "OggS\x00\x02\x00\x00\x00"s, "audio"},
        {"unknown octets", "\x01\x02\x03\x04\x05\x06\x07\x08\x0e\x0f\x10\x11\x12"s, "binary"},
    };
    for (const auto& c : cases) {
        const auto r = read(message_with(c.octets, "file.txt", "text/plain")).reading;
        ASSERT_EQ(r.not_inspected.size(), 1u) << c.name;
        EXPECT_THAT(r.not_inspected[0].detail, HasSubstr(c.want)) << c.name;
        EXPECT_EQ(r.not_inspected[0].reason, NotInspectedReason::unsupported) << c.name;
    }
}

TEST(ReadMessage, TakesPicturesAndSignaturesAsLookedAt) {
    using namespace std::string_literals;
    for (const std::string& octets :
         {"\x89PNG\r\n\x1A\n\x00\x00\x00"s, "\xFF\xD8\xFF\xE0\x00\x10"s, "GIF89a\x01\x00\x01\x00"s})
        EXPECT_TRUE(read(message_with(octets, "a.bin")).reading.not_inspected.empty());
    EXPECT_TRUE(read_sample("smime/certs-only.p7m").reading.not_inspected.empty());
}

TEST(ReadMessage, CutsLongTextIntoPiecesThatOverlap) {
    std::string words(9u << 20, 'a');
    const auto r = read("\r\n" + words).reading;
    ASSERT_EQ(r.segments.size(), 3u);
    EXPECT_EQ(r.segments[0].text.size(), 4u << 20);
    EXPECT_EQ(r.segments[0].text.size() + r.segments[1].text.size() + r.segments[2].text.size(), words.size() + 512);
}

TEST(ReadMessage, SaysWhenItsShareOfTextIsSpent) {
    BudgetLimits limits;
    limits.text = 10;
    const auto r = read("\r\nmore than ten octets", limits).reading;
    ASSERT_EQ(r.not_inspected.size(), 1u);
    EXPECT_EQ(r.not_inspected[0].reason, NotInspectedReason::limit);
}

TEST(ReadMessage, RaisesAmbiguousStructure) {
    const auto r = read(
                       "Content-Type: multipart/mixed; boundary=a; "
                       "boundary=b\r\n\r\n--a\r\n\r\nx\r\n--b\r\n\r\ny\r\n--b--\r\n--a--\r\n")
                       .reading;
    ASSERT_FALSE(r.findings.empty());
    EXPECT_EQ(r.findings[0].kind, FindingKind::ambiguous_structure);
    EXPECT_EQ(r.findings[0].confidence, Confidence::medium);
}

TEST(ReadMessage, KeepsTablesAsTables) {
    const auto r = read("Content-Type: text/csv\r\n\r\nName;\"NHS \"\"No\"\"\"\r\nA;\"9990\n000018\"\r\n").reading;
    ASSERT_EQ(r.segments.size(), 1u + 1u - 1u);
    EXPECT_TRUE(r.segments[0].table);
    EXPECT_EQ(r.segments[0].text, "Name\tNHS \"No\"\nA\t9990 000018\n");
    const auto html =
        read("Content-Type: text/html\r\n\r\n<table><tr><th>Name<th>NHS<tr><td>A<td>1<br>2</table>").reading;
    ASSERT_EQ(html.segments.size(), 2u);
    EXPECT_TRUE(html.segments[1].table);
    EXPECT_EQ(html.segments[1].text, "Name\tNHS\nA\t1 2\n");
}

// Cut anywhere, a sealed or packed file must never look as if it had been read.
TEST(ReadMessage, CutShortNothingBecomesClean) {
    for (const char* name : {"archives/aes256.zip", "smime/aes256.p7m", "documents/agile.xlsx", "openpgp/sealed.gpg",
                             "archives/list.tar.gz"}) {
        const std::string whole = sample(name);
        for (std::size_t n = 40; n < whole.size(); n += whole.size() / 40 + 1) {
            const auto r = read(message_with(whole.substr(0, n), "x.bin")).reading;
            EXPECT_TRUE(!r.not_inspected.empty() || !r.findings.empty()) << name << " cut at " << n;
        }
    }
}

}  // namespace
}  // namespace beadle::inspect

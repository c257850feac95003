#include "inspect/message/message.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>

namespace beadle::inspect {
namespace {

using ::testing::HasSubstr;

struct Started : ::testing::Environment {
    void SetUp() override { start_messages(); }
};
const auto* const started = ::testing::AddGlobalTestEnvironment(new Started);  // gtest owns it

ParsedMessage parse(const std::string& octets, BudgetLimits limits = {}) {
    Budget budget(limits, octets.size(), system_clock());
    return parse_message(octets, budget);
}

std::string all_content(const ParsedMessage& m) {
    std::string out;
    for (const auto& p : m.parts) out += p.content + "\n";
    return out;
}

std::string numbers(const ParsedMessage& m) {
    std::string out;
    for (const auto& p : m.parts) out += "[" + p.number + "]";
    return out;
}

std::string mixed(const std::string& parts, const std::string& type = "multipart/mixed; boundary=b") {
    return "From: a@town.example\r\nContent-Type: " + type + "\r\n\r\n" + parts;
}

TEST(ParseMessage, NumbersEntitiesAsImapDoes) {
    const auto m = parse(mixed(
        "--b\r\n\r\none\r\n--b\r\nContent-Type: message/rfc822\r\n\r\nSubject: in\r\nContent-Type: multipart/mixed; "
        "boundary=c\r\n\r\n--c\r\n\r\nx\r\n--c\r\n\r\ny\r\n--c--\r\n--b--\r\n"));
    EXPECT_EQ(numbers(m), "[][1][2][2.TEXT][2.1][2.2]");
    EXPECT_EQ(m.parts[0].multipart, true);
    EXPECT_TRUE(m.parts[2].message);
    EXPECT_EQ(m.parts[2].words, "attached message \"in\"");
    EXPECT_EQ(m.parts[4].content, "x");
    EXPECT_TRUE(m.not_inspected.empty());
    EXPECT_EQ(m.ambiguity, "");
}

TEST(ParseMessage, TakesAMessageWithoutAnyStructureAsText) {
    for (const std::string octets : {"just words\r\nand more", "", "\r\n\r\nbody", "\0\0\0"}) {
        const auto m = parse(octets);
        ASSERT_FALSE(m.parts.empty()) << octets;
        EXPECT_EQ(m.parts[0].media_type, "text/plain");
    }
}

struct Hidden {
    const char* name;
    std::string message;
    const char* ambiguity;  // "" = it need not be called ambiguous
};

// The words stand where only one kind of mail program looks: every one of them must be read.
TEST(ParseMessage, ReadsWhatOnlySomeProgramsShow) {
    const std::string body = "--b\r\n\r\nfront\r\n--c\r\n\r\nsecret\r\n--c--\r\n--b--\r\n";
    const Hidden cases[] = {
        {"two boundary parameters",
         mixed("--b\r\nContent-Type: text/plain\r\n\r\nfront\r\n--c\r\nContent-Transfer-Encoding: "
               "base64\r\n\r\nc2VjcmV0\r\n--c--\r\n--b--\r\n",
               "multipart/mixed; boundary=b; boundary=c"),
         "more than one boundary"},
        {"two boundary parameters the other way round",
         mixed("--b\r\nContent-Type: text/plain\r\n\r\nfront\r\n--c\r\n"
               "Content-Transfer-Encoding: base64\r\n\r\nc2VjcmV0\r\n--c--\r\n--b--\r\n",
               "multipart/mixed; boundary=c; boundary=b"),
         "boundary"},
        {"a boundary in RFC 2231 form beside a plain one",
         mixed("--b\r\n\r\nfront\r\n--cc\r\nContent-Transfer-Encoding: base64\r\n\r\n"
               "c2VjcmV0\r\n--cc--\r\n--b--\r\n",
               "multipart/mixed; boundary=b; boundary*0=c; boundary*1=c"),
         "boundary"},
        {"two Content-Type fields",
         "Content-Type: multipart/mixed; boundary=b\r\nContent-Type: text/plain\r\n\r\n--b\r\n"
         "Content-Transfer-Encoding: base64\r\n\r\nc2VjcmV0\r\n--b--\r\n",
         "content-type"},
        {"two Content-Type fields the other way round",
         "Content-Type: text/plain\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n"
         "Content-Transfer-Encoding: base64\r\n\r\nc2VjcmV0\r\n--b--\r\n",
         "content-type"},
        {"two transfer encodings",
         "Content-Transfer-Encoding: 7bit\r\nContent-Transfer-Encoding: base64\r\n\r\nc2VjcmV0\r\n", "transfer"},
        {"two transfer encodings the other way round",
         "Content-Transfer-Encoding: base64\r\nContent-Transfer-Encoding: 7bit\r\n\r\nc2VjcmV0\r\n", "transfer"},
        {"two transfer encodings in one field", "Content-Transfer-Encoding: base64, 8bit\r\n\r\nc2VjcmV0\r\n",
         "transfer"},
        {"a transfer encoding with x-", "Content-Transfer-Encoding: x-base64\r\n\r\nc2VjcmV0\r\n", "transfer"},
        {"base64 on a nested message",
         "Content-Type: message/rfc822\r\nContent-Transfer-Encoding: base64\r\n\r\n"
         "U3ViamVjdDogeA0KDQpzZWNyZXQ=\r\n",
         "nested message"},
        {"base64 on a multipart",
         "Content-Type: multipart/mixed; boundary=b\r\nContent-Transfer-Encoding: base64\r\n\r\n"
         "LS1iDQpDb250ZW50LVRyYW5zZmVyLUVuY29kaW5nOiBiYXNlNjQNCg0KYzJWamNtVjANCi0tYi0tDQo=\r\n",
         "multipart"},
        {"a multipart type that is misspelt",
         mixed("--b\r\nContent-Transfer-Encoding: base64\r\n\r\nc2VjcmV0\r\n--b--\r\n",
               "x-multipart/mixed; boundary=b"),
         "boundary"},
        {"a multipart without its boundary parameter",
         mixed("--b\r\nContent-Transfer-Encoding: base64\r\n\r\nc2VjcmV0\r\n--b--\r\n", "multipart/mixed"), "boundary"},
        {"a preamble", mixed("secret\r\n--b\r\n\r\nfront\r\n--b--\r\n"), ""},
        {"an epilogue", mixed("--b\r\n\r\nfront\r\n--b--\r\nsecret\r\n"), ""},
        {"a boundary that is never found", mixed("secret\r\n"), ""},
        {"a multipart that never ends", mixed("--b\r\n\r\nsecret"), ""},
        {"a line in the header section that is no field", "Subject: x\r\nsecret\r\nTo: b@x.example\r\n\r\nbody\r\n",
         ""},
        {"a field behind a bare CR", "X-A: 1\rContent-Transfer-Encoding: base64\r\n\r\nc2VjcmV0\r\n", "bare CR"},
        {"a boundary that the field does not name",
         "Content-Type: multipart/mixed; bound(x)=b\r\n\r\n--b\r\nContent-Transfer-Encoding: "
         "base64\r\n\r\nc2VjcmV0\r\n--b--\r\n",
         ""},
        {"a boundary in quotes in RFC 2231 form",
         mixed("--b\r\nContent-Transfer-Encoding: base64\r\n\r\nc2VjcmV0\r\n--b--\r\n",
               "multipart/mixed; boundary*=utf-8''\"b\""),
         ""},
        {"an empty line with a CR too many", "Content-Transfer-Encoding: base64\r\n\r\r\nc2VjcmV0\r\n",
         "header fields"},
        {"a body that begins without an empty line", "Content-Transfer-Encoding: base64\r\nc2VjcmV0\r\n",
         "header fields"},
        {"base64 with padding in the middle", "Content-Transfer-Encoding: base64\r\n\r\nYQ==c2VjcmV0\r\n", "padding"},
        {"base64 with foreign octets", "Content-Transfer-Encoding: base64\r\n\r\nc2V!j_cmV0\r\n", ""},
        {"quoted-printable with broken escapes",
         "Content-Transfer-Encoding: quoted-printable\r\n\r\nse=\r\ncr=6\r\net=ZZ sec=  \r\nret\r\n", ""},
        {"quoted-printable in lower case", "Content-Transfer-Encoding: quoted-printable\r\n\r\n=73=65=63=72=65=74\r\n",
         ""},
    };
    for (const auto& c : cases) {
        const auto m = parse(c.message);
        EXPECT_THAT(all_content(m), HasSubstr("secret")) << c.name;
        EXPECT_THAT(m.ambiguity, HasSubstr(c.ambiguity)) << c.name;
    }
    EXPECT_THAT(all_content(parse(mixed(body))), HasSubstr("secret"));
}

TEST(ParseMessage, SaysNothingOfAmbiguityAboutOrdinaryMail) {
    const auto m = parse(
        "From: a@town.example\r\nSubject: x\r\nMIME-Version: 1.0\r\nContent-Type: multipart/alternative; "
        "boundary=\"----=_Part_1 2\"\r\n\r\nThis is a multi-part message in MIME format.\r\n------=_Part_1 2\r\n"
        "Content-Type: text/plain; charset=utf-8\r\n\r\nx\r\n------=_Part_1 2\r\nContent-Type: "
        "text/html\r\n\r\n<p>x\r\n"
        "------=_Part_1 2--\r\n");
    EXPECT_EQ(m.ambiguity, "");
    EXPECT_EQ(numbers(m), "[][1][2]");
    EXPECT_TRUE(m.not_inspected.empty());
}

TEST(ParseMessage, StopsAtTheDepthAndSaysSo) {
    std::string octets = "From: a@town.example\r\n";
    for (int i = 0; i < 60; ++i) {
        const std::string b = "b" + std::to_string(i);
        octets += "Content-Type: multipart/mixed; boundary=" + b + "\r\n\r\n--" + b + "\r\n";
    }
    const auto m = parse(octets + "\r\nsecret");
    ASSERT_EQ(m.not_inspected.size(), 1u);
    EXPECT_EQ(m.not_inspected[0].reason, NotInspectedReason::limit);
    EXPECT_THAT(m.not_inspected[0].detail, HasSubstr("depth 16"));
    EXPECT_THAT(all_content(m), HasSubstr("secret"));
}

TEST(ParseMessage, StopsAtTheNumberOfPartsAndSaysSo) {
    std::string parts;
    for (int i = 0; i < 100; ++i) parts += "--b\r\n\r\nx\r\n";
    BudgetLimits limits;
    limits.parts = 10;
    const auto m = parse(mixed(parts + "--b--\r\n"), limits);
    EXPECT_LE(m.parts.size(), 11u);
    ASSERT_FALSE(m.not_inspected.empty());
    EXPECT_EQ(m.not_inspected[0].reason, NotInspectedReason::limit);
}

TEST(ParseMessage, RefusesAFloodOfDelimitersWithoutParsingIt) {
    std::string parts;
    for (int i = 0; i < 150'000; ++i) parts += "--b\n\n";
    const auto m = parse(mixed(parts));
    ASSERT_FALSE(m.not_inspected.empty());
    EXPECT_THAT(m.not_inspected[0].detail, HasSubstr("delimiters"));
}

TEST(ParseMessage, RefusesFieldsThatAParserWouldDieOf) {
    const auto many = [](const char* what, std::size_t n) {
        std::string out;
        while (out.size() < n) out += what;
        return out;
    };
    const std::pair<const char*, std::string> cases[] = {
        {"groups inside groups", "To: " + many("a:", 250'000) + "\r\n\r\nsecret"},
        {"groups in a nested message",
         "Content-Type: message/rfc822\r\n\r\nTo: " + many("a:", 250'000) + "\r\n\r\nsecret"},
        {"parameters", "Content-Type: text/plain; " + many("a=b;", 1'000'000) + "\r\n\r\nsecret"},
        {"half an encoded-word, often", "Subject: " + many("=?u?q?x", 4'000'000) + "\r\n\r\nsecret"},
        {"fields", many("A: b\r\n", 400'000) + "\r\nsecret"},
    };
    for (const auto& [name, octets] : cases) {
        const auto m = parse(octets);
        ASSERT_FALSE(m.not_inspected.empty()) << name;
        EXPECT_EQ(m.not_inspected[0].reason, NotInspectedReason::limit) << name;
        EXPECT_THAT(all_content(m), HasSubstr("secret")) << name;
    }
}

TEST(ParseMessage, ReadsWhatClaimsBase64AndIsNot) {
    const auto m = parse("Content-Transfer-Encoding: base64\r\n\r\nThe secret: (99) #### !!!! .... ,,,, ;;;; ::::\r\n");
    EXPECT_THAT(all_content(m), HasSubstr("The secret"));
    ASSERT_FALSE(m.not_inspected.empty());
    EXPECT_EQ(m.not_inspected[0].reason, NotInspectedReason::broken);
}

TEST(ParseMessage, NamesAnUnknownTransferEncoding) {
    const auto m = parse("Content-Transfer-Encoding: x-nobody\r\n\r\n{abc}\r\n");
    ASSERT_EQ(m.not_inspected.size(), 1u);
    EXPECT_EQ(m.not_inspected[0].reason, NotInspectedReason::unsupported);
}

TEST(ParseMessage, NamesANestedMessageThatClaimsToBeSomethingElse) {
    const auto m = parse(
        "Content-Type: text/plain\r\nContent-Type: message/rfc822\r\nContent-Type: multipart/x\r\n\r\nSubject: "
        "in\r\n\r\nx");
    for (const auto& p : m.parts) EXPECT_FALSE(p.message && p.path.empty());
}

TEST(ParseMessage, DecodesFileNamesInEveryForm) {
    struct {
        const char* name;
        std::string fields, want, other;
    } cases[] = {
        {"a plain name", "Content-Disposition: attachment; filename=\"list.xlsx\"", "list.xlsx", ""},
        {"RFC 2231 with charset", "Content-Disposition: attachment; filename*=utf-8''caf%C3%A9.txt", "café.txt", ""},
        {"RFC 2231 in pieces out of order", "Content-Disposition: attachment; filename*1=b.txt; filename*0=a", "ab.txt",
         ""},
        {"RFC 2231 in pieces with charset",
         "Content-Disposition: attachment; filename*0*=iso-8859-1''caf%E9; filename*1=.txt", "café.txt", ""},
        {"RFC 2047 against the rule", "Content-Type: text/plain; name=\"=?utf-8?b?Y2Fmw6kudHh0?=\"", "café.txt", ""},
        {"raw octets of windows-1252", "Content-Disposition: attachment; filename=\"caf\xE9.txt\"", "café.txt", ""},
        {"two different names",
         "Content-Type: image/png; name=a.png\r\nContent-Disposition: attachment; filename=a.exe", "a.exe", "a.png"},
    };
    for (const auto& c : cases) {
        const auto m = parse(c.fields + "\r\n\r\nx");
        EXPECT_EQ(m.parts[0].filename, c.want) << c.name;
        EXPECT_EQ(m.parts[0].other_name, c.other) << c.name;
    }
}

TEST(ParseMessage, GivesSubjectIdentityAndAddresses) {
    const auto m = parse(
        "From: =?utf-8?q?Ren=C3=A9e?= <r@town.example>\r\nTo: Staff: a@x.example, \"B, C\" <b@x.example>;\r\n"
        "Subject: =?utf-8?q?a?=\r\n =?utf-8?q?b?= c\r\nMessage-ID: <1@town.example>\r\n\r\nx");
    EXPECT_EQ(m.subject, "ab c");
    EXPECT_EQ(m.message_id, "<1@town.example>");
    ASSERT_EQ(m.addresses.size(), 3u);
    EXPECT_EQ(m.addresses[0], (HeaderAddress{"from", "Renée", "r@town.example"}));
    EXPECT_EQ(m.addresses[2], (HeaderAddress{"to", "B, C", "b@x.example"}));
}

TEST(ParseMessage, CallsTwoDifferentFromFieldsAmbiguous) {
    EXPECT_THAT(parse("From: a@x.example\r\nFrom: b@x.example\r\n\r\nx").ambiguity, HasSubstr("two different from"));
    EXPECT_EQ(parse("From: a@x.example\r\nFrom: a@x.example\r\n\r\nx").ambiguity, "");
}

}  // namespace
}  // namespace beadle::inspect

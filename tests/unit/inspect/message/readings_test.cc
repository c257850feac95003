// What one mail program reads and another does not: every reading is given, and what is ambiguous is called so.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "inspect/message/charset.h"
#include "inspect/message/content_type.h"
#include "inspect/message/encoded_word.h"
#include "inspect/message/message.h"
#include "inspect/message/transfer.h"

namespace beadle::inspect {
namespace {

using ::testing::HasSubstr;
using Encoding = TransferEncoding;

ParsedMessage parse(const std::string& octets) {
    start_messages();
    Budget budget({}, octets.size(), system_clock());
    return parse_message(octets, budget);
}

bool some_part_is(const ParsedMessage& m, const std::string& content) {
    return std::any_of(m.parts.begin(), m.parts.end(), [&](const Part& p) { return p.content.starts_with(content); });
}

std::string mixed(const std::string& body, const std::string& parameter = "boundary=b") {
    return "From: a@town.example\r\nContent-Type: multipart/mixed; " + parameter + "\r\n\r\n" + body;
}

const std::string front = "--b\r\nContent-Type: text/plain\r\n\r\nfront\r\n";
const std::string secret = "Content-Transfer-Encoding: base64\r\n\r\nc2VjcmV0\r\n";

struct Hidden {
    const char* name;
    std::string message;
    const char* ambiguity;  // "" = it need not be called ambiguous
};

// "secret" stands there in base64, or only with another line end: who does not read it so does not see it.
TEST(Readings, GiveWhatAnyProgramTakesForAPart) {
    const Hidden cases[] = {
        {"a blank in the delimiter", mixed(front + "-- b\r\n" + secret + "--b--\r\n"), ""},
        {"a blank before the delimiter", mixed(front + " --b\r\n" + secret + "--b--\r\n"), ""},
        {"no line end before the delimiter", mixed(front + "x--b\r\n" + secret + "--b--\r\n"), ""},
        {"a NUL before the delimiter", mixed(front + std::string("\0", 1) + "--b\r\n" + secret + "--b--\r\n"), ""},
        {"a bare CR before the delimiter", mixed(front + "x\r--b\r\n" + secret + "--b--\r\n"), ""},
        {"a part behind the end", mixed(front + "--b--\r\n" + secret), ""},
        {"a delimiter behind the end", mixed(front + "--b--\r\n--b\r\n" + secret + "--b--\r\n"), ""},
        {"a part before the first delimiter", mixed(secret + front + "--b--\r\n"), ""},
        {"a part whose fields stand behind an empty line", mixed(front + "--b\r\n\r\n" + secret + "--b--\r\n"), ""},
        {"an empty boundary", mixed("--\r\n" + secret + "----\r\n", "boundary="), ""},
        {"an inner multipart that goes on behind the outer",
         mixed("--b\r\nContent-Type: multipart/mixed; boundary=c\r\n\r\n--c\r\n\r\nx\r\n--b--\r\n--c\r\n" + secret +
               "--c--\r\n"),
         ""},
        {"a line before the fields", "what is this\r\n" + secret, "lines before the header section"},
        {"a NUL line before the fields", std::string("\0\r\n", 3) + secret, "lines before the header section"},
        {"an empty line before the fields", "\r\n" + secret, ""},
        {"a blank line before the fields", "  \r\nX-A: b\r\n" + secret, ""},
        {"bare CR line ends", "X-A: b\rContent-Transfer-Encoding: base64\r\rc2VjcmV0\r", ""},
        {"LF CR line ends", "X-A: b\n\rContent-Transfer-Encoding: base64\n\r\n\rc2VjcmV0\n\r", "line ends"},
        {"a message in a text", "Content-Type: text/plain\r\n\r\nFrom: b@x.example\r\n" + secret, ""},
        {"a multipart type on a single part", "Content-Type: multipart/mixed; boundary=b\r\n" + secret, "multipart"},
        {"a message that claims base64 and is plain",
         "Content-Type: message/rfc822\r\nContent-Transfer-Encoding: base64\r\n\r\nSubject: x\r\n" + secret, ""},
    };
    for (const auto& c : cases) {
        const auto m = parse(c.message);
        EXPECT_TRUE(some_part_is(m, "secret")) << c.name;
        EXPECT_THAT(m.ambiguity, HasSubstr(c.ambiguity)) << c.name;
    }
}

TEST(Readings, GiveEveryWayToRemoveAnEncoding) {
    const Hidden cases[] = {
        {"base64 behind a comment", "(x) base64\r\n\r\nc2VjcmV0", "transfer encoding"},
        {"base64 in the second place", "8bit; base64\r\n\r\nc2VjcmV0", "transfer encoding"},
        {"base64 behind a blank", "binary base64\r\n\r\nc2VjcmV0", "transfer encoding"},
        {"base64 in an encoded-word", "=?us-ascii?q?base64?=\r\n\r\nc2VjcmV0", "transfer encoding"},
        {"base64 with a blank in it", "base 64\r\n\r\nc2VjcmV0", "transfer encoding"},
        {"a word that nobody knows, over base64", "foo\r\n\r\nc2VjcmV0c2VjcmV0", "nobody knows"},
        {"a word that nobody knows, over quoted-printable", "foo\r\n\r\n=73=65=63ret", "nobody knows"},
        {"padding passed over", "base64\r\n\r\nc2Vj=cmV0", "padding"},
        {"a word before the base64", "base64\r\n\r\nHere it is:\r\nc2VjcmV0", "differently"},
        {"letters of URLs", "base64\r\n\r\nc2VjcmV0_-_-", ""},
        {"base64 before a footer", "base64\r\n\r\nc2VjcmV0IQ==\r\n-- \r\nKind regards, the list\r\n", ""},
        {"a soft break with two CR", "quoted-printable\r\n\r\nsec=\r\r\nret", ""},
        {"a soft break with a bare CR", "quoted-printable\r\n\r\nsec=\rret", ""},
        {"uuencode", "x-uuencode\r\n\r\nbegin 644 a\r\n&<V5C<F5T\r\nend\r\n", ""},
        {"yEnc", "x-yencode\r\n\r\n=ybegin size=6 name=a\r\n\x9d\x8f\x8d\x9c\x8f\x9e\r\n=yend\r\n", ""},
    };
    for (const auto& c : cases) {
        const auto m = parse(std::string("Content-Transfer-Encoding: ") + c.message + "\r\n");
        EXPECT_TRUE(some_part_is(m, "secret")) << c.name;
        EXPECT_THAT(m.ambiguity, HasSubstr(c.ambiguity)) << c.name;
    }
}

TEST(Readings, SayNothingOfAmbiguityWhereAllReadAlike) {
    const std::pair<const char*, std::string> cases[] = {
        {"a footer behind base64", "Content-Transfer-Encoding: base64\r\n\r\nc2VjcmV0IQ==\r\n-- \r\nThe list's footer\r\n"},
        {"a quoted message", "Content-Type: text/plain\r\n\r\nYou wrote:\r\n--b\r\nContent-Type: text/html\r\n\r\n<p>\r\n"},
        {"lines of base64 of any length", "Content-Transfer-Encoding: base64\r\n\r\nc2Vj\r\ncmV0c2Vj\r\ncmV0\r\n"},
        {"a bare CR in a text", "Content-Type: text/plain\r\n\r\nfirst\rsecond\r\n"},
        {"a comment behind the encoding", "Content-Transfer-Encoding: 8bit (as is)\r\n\r\nx\r\n"},
        {"a preamble", mixed("This is a message in parts.\r\n" + front + "--b--\r\n")},
    };
    for (const auto& [name, message] : cases) EXPECT_EQ(parse(message).ambiguity, "") << name;
}

TEST(Readings, AreBoundedAndSaySo) {
    std::string many = "Content-Type: text/plain\r\n\r\n";
    for (int i = 0; i < 3000; ++i) many += "--b" + std::to_string(i) + "\r\n" + secret + "\r\n";
    const auto m = parse(many);
    EXPECT_LT(m.parts.size(), 1000u);
    ASSERT_FALSE(m.not_inspected.empty());
    EXPECT_EQ(m.not_inspected[0].reason, NotInspectedReason::limit);
}

TEST(EncodingReadings, TakeTheFieldAsProgramsDo) {
    const struct {
        const char* field;
        std::vector<Encoding> want;
    } cases[] = {
        {"base64", {Encoding::base64}},
        {" BASE64 ", {Encoding::base64}},
        {"8bit", {Encoding::identity}},
        {"", {Encoding::identity}},
        {"base64, 8bit", {Encoding::base64, Encoding::identity}},
        {"8bit (base64)", {Encoding::identity, Encoding::base64}},
        {"\"base64\"", {Encoding::base64}},
        {"x-base64", {Encoding::base64}},
        {"x-gzip64", {Encoding::base64}},
        {"quoted printable", {Encoding::quoted_printable}},
        {"x-yenc", {Encoding::yenc}},
        {"mac-binhex40", {Encoding::binhex}},
        {"x-uue-foo", {Encoding::uuencode}},
        {"foo", {Encoding::unknown}},
    };
    for (const auto& c : cases) EXPECT_EQ(encoding_readings(c.field), c.want) << c.field;
}

TEST(FieldOrder, KnowsWhatEveryProgramReadsAlike) {
    for (const char* body : {"text/plain", "text/plain; charset=utf-8", "attachment; filename=\"a b.txt\"; size=7",
                             "multipart/mixed;\r\n boundary=\"----=_Part_1\"", "attachment; filename*0=a; filename*1=b",
                             "multipart/mixed; boundary=a=_b/c:d;", "inline"})
        EXPECT_TRUE(is_in_order(body)) << body;
    for (const char* body : {"", ";", "text/", "attachment; filename=a b.txt", "attachment; filename=\"a", "attachment; x=y",
                             "attachment filename=a", "attachment; filename", "text/plain; name=\"a\"b", "text/plain, text/html",
                             "text/plain (x)", "attachment; filename=\"a\\\"b\""})
        EXPECT_FALSE(is_in_order(body)) << body;
}

TEST(OtherWords, GiveWhatElseIsShown) {
    const struct {
        const char *name, *given, *want;
    } cases[] = {
        {"no word", "plain", ""},
        {"a word in order", "=?utf-8?q?abc?=", ""},
        {"a word without its end", "=?utf-8?q?a_b", "a b"},
        {"a word in a word", "=?utf-8?b?PT91dGYtOD9xP2FiYz89?=", "abc"},
    };
    for (const auto& c : cases) EXPECT_EQ(other_words(c.given, decode_words(c.given)), c.want) << c.name;
}

TEST(OtherTexts, AreReadBesideTheClaim) {
    const auto wide = [](const std::string& s) {
        std::string out;
        for (char c : s) out += std::string(1, c) + '\0';
        return out;
    };
    const struct {
        const char* name;
        std::string octets;
        const char* charset;
        const char* want;  // nullptr: nothing else
    } cases[] = {
        {"plain words", "nothing hidden here", "", nullptr},
        {"plain words that claim UTF-8", "nothing hidden h\xC3\xA9re", "utf-8", nullptr},
        {"UTF-8 that claims iso-8859-1", "caf\xC3\xA9 and so on", "iso-8859-1", nullptr},
        {"a telephone number", "call +441632960961 or +44 1632 960961", "", nullptr},
        {"plain words that claim UTF-16", "the secret word", "utf-16le", "the secret word"},
        {"plain words that claim EBCDIC", "the secret word", "cp500", "the secret word"},
        {"a mark of UTF-16 before plain words", "\xFF\xFEthe secret word", "utf-8", "the secret word"},
        {"UTF-7 that nobody claims", "the +AHMAZQBjAHIAZQB0- word", "utf-8", "the secret word"},
        {"HZ that nobody claims", "the ~{#s#e#c#r#e#t~} word", "", "the \xEF\xBD\x93"},
        {"ISO-2022-JP that nobody claims", "the \x1b$B#s#e#c#r#e#t\x1b(B word", "", "the \xEF\xBD\x93"},
        {"full width of GB 18030 that claims something else", "the \xA3\xF3\xA3\xE5\xA3\xE3\xA3\xF2\xA3\xE5\xA3\xF4 word",
         "iso-8859-1", "the \xEF\xBD\x93"},
        {"UTF-16BE that claims UTF-16LE", std::string(1, '\0') + wide("the secret wor") + "d", "utf-16le", "the secret word"},
        {"octets that a program drops", "no AB\xFF" "12\xFF" "34\xFF" "56\xFF" "C", "utf-8", "AB123456C"},
    };
    for (const auto& c : cases) {
        const auto primary = decode_text(c.octets, c.charset).text;
        std::string all;
        for (const auto& text : other_texts(c.octets, c.charset, primary)) {
            EXPECT_TRUE(is_utf8(text)) << c.name;
            all += text + "\n";
        }
        if (c.want)
            EXPECT_THAT(all, HasSubstr(c.want)) << c.name;
        else
            EXPECT_EQ(all, "") << c.name;
    }
}

}  // namespace
}  // namespace beadle::inspect

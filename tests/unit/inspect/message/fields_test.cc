#include <gtest/gtest.h>

#include <string>

#include "inspect/message/addresses.h"
#include "inspect/message/charset.h"
#include "inspect/message/content_type.h"
#include "inspect/message/encoded_word.h"
#include "inspect/message/marks.h"
#include "inspect/message/transfer.h"

namespace beadle::inspect {
namespace {

TEST(DecodeWords, TakesWhatMailProgramsWrite) {
    struct {
        const char *name, *given, *want;
    } cases[] = {
        {"base64", "=?utf-8?B?w6k=?=", "é"},
        {"Q with underscores", "=?iso-8859-1?Q?caf=E9_bar?=", "café bar"},
        {"blanks between words go", "=?utf-8?q?a?= \r\n =?utf-8?q?b?=", "ab"},
        {"blanks beside plain text stay", "x =?utf-8?q?a?= y", "x a y"},
        {"a character split over two words", "=?utf-8?b?w6k=?= =?utf-8?q?=C3?= =?utf-8?q?=A9?=", "éé"},
        {"a language tag", "=?utf-8*en?q?a?=", "a"},
        {"a charset that only ICU knows by this name", "=?ks_c_5601-1987?b?sKE=?=", "가"},
        {"raw UTF-8", "caf\xC3\xA9", "café"},
        {"raw windows-1252", "caf\xE9 \x80", "café €"},
        {"no word at all", "=?utf-8?x?a?= =?", "=?utf-8?x?a?= =?"},
        {"an unfinished word", "=?utf-8?q?abc", "=?utf-8?q?abc"},
        {"blanks inside a word", "=?utf-8?q?a b?=", "a b"},
    };
    for (const auto& c : cases) EXPECT_EQ(decode_words(c.given), c.want) << c.name;
}

TEST(OtherWords, AreWhatSomeProgramShowsInsteadALineEach) {
    struct {
        const char *name, *given, *want;
    } cases[] = {
        {"nothing to decode", "plain", ""},
        {"every program reads it alike", "=?utf-8?Q?a?= b", ""},
        {"ASCII that claims UTF-16", "=?utf-16?Q?NI_PP123456C?=", "NI PP123456C"},
        {"ASCII that claims EBCDIC", "=?ibm037?Q?NI_PP123456C?=", "NI PP123456C"},
        {"a letter right behind a word", "=?utf-8?Q?NI_PP123456C?=x", "NI PP123456C x"},
        {"a letter right before a word", "x=?utf-8?Q?NI?=", "x NI"},
        {"base64 cut in a group", "=?utf-8?B?TkkgbnVtYmVyOiBQUD?= =?utf-8?B?EyMzQ1NkM=?=", "NI number: PP123456C"},
        {"a whole word before the cut ones", "=?utf-8?B?YWJj?= =?utf-8?B?UFAxM?= =?utf-8?B?jM0NTZD?=", "abcPP123456C"},
        {"an escape cut in two", "=?utf-8?Q?PP=3?= =?utf-8?Q?123456C?=", "PP123456C"},
        {"each word padded by itself", "=?utf-8?B?YQ==?= =?utf-8?B?Yg==?=", ""},
        {"a word in a word", "=?utf-8?Q?=3D=3Futf-8=3FQ=3Fab=3F=3D?=", "ab"},
        {"a word without its end", "=?utf-8?Q?abc", "abc"},
    };
    for (const auto& c : cases) EXPECT_EQ(other_words(c.given, decode_words(c.given)), c.want) << c.name;
}

TEST(OtherParameter, IsANameThatClaimsAnotherCharset) {
    const auto other = [](const char* field) { return other_parameter(parse_structured(field), "filename"); };
    EXPECT_EQ(other("attachment; filename*=utf-16''NI%20PP123456C.txt"), "NI PP123456C.txt");
    EXPECT_EQ(other("attachment; filename*=utf-8''caf%C3%A9.txt"), "");
    EXPECT_EQ(other("attachment; filename=\"=?ibm037?Q?PP123456C?=.txt\""), "PP123456C.txt");
    EXPECT_EQ(other("attachment; filename=a.txt"), "");
}

TEST(ParseStructured, FindsEveryReadingOfAParameter) {
    const auto f = parse_structured(
        "multipart/mixed (x); Boundary = \"a\\\"b\"; boundary*0=c; boundary*1=d; boundary=e f; ; =; z");
    EXPECT_EQ(f.value, "multipart/mixed");
    EXPECT_EQ(parameter_readings(f, "boundary"), (std::vector<std::string>{"a\"b", "e f", "e", "cd", "c", "d"}));
    EXPECT_EQ(parameter(f, "boundary"), "cd");
    EXPECT_EQ(parameter(f, "charset"), "");
}

TEST(Charset, GuessesAndPrefersEvidenceToClaims) {
    struct {
        const char* name;
        std::string octets;
        const char *charset, *want;
        bool known;
    } cases[] = {
        {"UTF-8 that claims iso-8859-1", "caf\xC3\xA9", "iso-8859-1", "café", true},
        {"windows-1252 that claims utf-8", "caf\xE9, voil\xE0, d\xE9j\xE0 vu et tr\xE8s bien", "utf-8",
         "café, voilà, déjà vu et très bien", true},
        {"a byte order mark beats the claim",
         std::string("\xFF\xFE"
                     "a\0b\0",
                     6),
         "utf-8", "ab", true},
        {"UTF-16 without a mark", std::string("a\0b\0c\0d\0", 8), "", "abcd", true},
        {"UTF-7", "+AOk-", "utf-7", "é", true},
        {"plain ASCII of an unknown charset", "abc", "x-nonsense", "abc", true},
        {"octets of an unknown charset", "\xE9t\xE9", "x-nonsense", nullptr, false},
        {"quotes around the name", "caf\xE9", "\"ISO-8859-1\"", "café", true},
        {"C1 octets that claim iso-8859-1 are windows-1252", "\x80", "iso-8859-1", "€", true},
    };
    for (const auto& c : cases) {
        const auto got = decode_text(c.octets, c.charset);
        if (c.want) {
            EXPECT_EQ(got.text, c.want) << c.name;
        }
        EXPECT_EQ(got.known, c.known) << c.name;
        EXPECT_TRUE(is_utf8(got.text)) << c.name;
    }
}

TEST(Charset, GivesValidUtf8ForEveryShortInput) {
    for (const char* charset :
         {"", "utf-8", "utf-7", "shift_jis", "iso-2022-jp", "gb18030", "utf-16", "hz-gb-2312", "big5"})
        for (int a = 0; a < 256; ++a)
            for (int b = 0; b < 256; b += 5) {
                const std::string octets{static_cast<char>(a), static_cast<char>(b), '\x1b'};
                ASSERT_TRUE(is_utf8(decode_text(octets, charset).text)) << charset << a << "," << b;
            }
}

TEST(Transfer, DecodesAsFarAsItGoes) {
    struct {
        const char* name;
        TransferEncoding encoding;
        const char *given, *want;
    } cases[] = {
        {"base64", TransferEncoding::base64, "aGVsbG8=", "hello"},
        {"base64 without padding", TransferEncoding::base64, "aGVsbG8", "hello"},
        {"base64 in short lines", TransferEncoding::base64, "aGV\r\nsbG\n8=", "hello"},
        {"base64 in padded pieces", TransferEncoding::base64, "aGVsbG8=aGVsbG8=", "hellohello"},
        {"base64 with a stray octet left", TransferEncoding::base64, "aGVsbG8=x", "hello"},
        {"quoted-printable", TransferEncoding::quoted_printable, "a=3Db=\r\nc", "a=bc"},
        {"blanks behind a soft break", TransferEncoding::quoted_printable, "a= \t\r\nb", "ab"},
        {"an equals sign at the end", TransferEncoding::quoted_printable, "a=", "a"},
        {"uuencode", TransferEncoding::uuencode, "begin 644 x\n%:&5L;&\\\n`\nend\n", "hello"},
        {"identity", TransferEncoding::identity, "=41", "=41"},
    };
    for (const auto& c : cases) EXPECT_EQ(decode_transfer(c.given, c.encoding, nullptr), c.want) << c.name;
}

HeaderField field(std::string name, std::string body) { return {std::move(name), body, decode_words(body)}; }

TEST(Addresses, FindsThemInAnyState) {
    struct {
        const char* name;
        std::string body;
        std::vector<std::string> want;
    } cases[] = {
        {"a list", "a@x.example, B <b@x.example>", {"a@x.example", "b@x.example"}},
        {"a group", "Staff: a@x.example, b@x.example;", {"a@x.example", "b@x.example"}},
        {"a comma inside an encoded-word", "=?utf-8?q?A=2C_B?= <a@x.example>", {"a@x.example"}},
        {"rubbish with an address in it", "<<a@x.example]] (", {"a@x.example"}},
        {"a NUL in front", std::string("x\0 <a@x.example>", 16), {"a@x.example"}},
        {"nothing", "undisclosed-recipients:;", {}},
    };
    for (const auto& c : cases) {
        std::vector<std::string> got;
        for (const auto& a : addresses_of({field("To", c.body)}).list)
            if (a.address.find('@') != std::string::npos) got.push_back(a.address);
        EXPECT_EQ(got, c.want) << c.name;
    }
}

TEST(Addresses, StopsAtTheLimitAndSaysSo) {
    std::string many;
    for (int i = 0; i < 3000; ++i) many += "a" + std::to_string(i) + "@x.example,";
    const auto got = addresses_of({field("To", many)});
    EXPECT_EQ(got.list.size(), InspectionLimits::addresses);
    EXPECT_TRUE(got.cut);
}

struct MarkCase {
    const char* name;
    std::vector<HeaderField> fields;
    std::string subject, body;
    Marks want;
};

Marks with(bool Marks::*mark) {
    Marks m;
    m.*mark = true;
    return m;
}

TEST(MarksOf, KnowsHowAMessageCameToBe) {
    const MarkCase cases[] = {
        {"an ordinary message", {field("From", "a@x.example")}, "Minutes", "hello", {}},
        {"an automatic reply", {field("Auto-Submitted", "auto-replied")}, "", "", with(&Marks::automatic)},
        {"Auto-Submitted: no", {field("Auto-Submitted", "no")}, "", "", {}},
        {"a list", {field("List-Id", "<x>")}, "", "", with(&Marks::bulk)},
        {"Precedence bulk", {field("Precedence", "Bulk")}, "", "", with(&Marks::bulk)},
        {"resent", {field("Resent-From", "a@x.example")}, "", "", with(&Marks::resent)},
        {"a reply", {field("In-Reply-To", "<1@x>")}, "", "", with(&Marks::reply)},
    };
    for (const auto& c : cases) {
        ParsedMessage m;
        m.fields = c.fields;
        m.subject = c.subject;
        Part p;
        p.media_type = "text/plain";
        p.content = c.body;
        m.parts.push_back(p);
        EXPECT_TRUE(marks_of(m) == c.want) << c.name;
    }
}

}  // namespace
}  // namespace beadle::inspect

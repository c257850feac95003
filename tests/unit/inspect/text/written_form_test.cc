#include "inspect/text/written_form.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "inspect/text/xml_text.h"
#include "unit/inspect/text/samples.h"

namespace beadle::inspect {
namespace {

using ::testing::HasSubstr;
using namespace testing;

TEST(WrittenForm, IsTakenOffAsProgramsDo) {
    const struct {
        const char* name;
        std::string got, want;
    } cases[] = {
        {"commands of text/enriched", without_enriched("PP<bold>12</bold>34 << <x-tad>56</x-tad>"), "PP1234 < 56\n"},
        {"their parameters stand at the end", without_enriched("<color><param>red</param>a</color>"), "a\nred\n"},
        {"a less-than sign that ends nowhere", without_enriched("a < b"), "a < b\n"},
        {"a folded field", shown_fields("Subject: a\r\n b\r\nTo: c\r\n"), "Subject: a b\nTo: c\n"},
        {"an encoded-word in a field", shown_fields("Subject: =?utf-8?B?w6k=?="), "Subject: é\n"},
        {"a field read two ways", shown_fields("S: =?utf-8?Q?a?=b"), "S: ab\nS: a b\n"},
        {"an escape of JSON", without_escapes("\\u0050P \\ud83d\\ude00 \\u12"), "PP 😀 \\u12"},
        {"half a pair", without_escapes("\\ud83d."), "\xEF\xBF\xBD."},
        {"no escape", without_escapes("C:\\users"), ""},
        {"JSON whose strings have line ends", without_escapes("{\"note\": \"a\\nb\", \"n\": 7, \"l\": [\"x\", true]}"),
         "note:\na\nb\nn: 7\nl: x\ntrue\n"},
        {"JSON with escaped quotes and a pair", without_escapes("[\"a \\\"b\\\" \\ud83d\\ude00\"]"), "a \"b\" 😀\n"},
        {"JSON that ends within an escape", without_escapes("[\"a\\"), "a\\\n"},
        {"JSON without escapes is read as it is", without_escapes("{\"a\": \"b\"}"), ""},
        {"a heading alone in its field", labelled("title", "CONFIDENTIAL - staff") + labelled("|title", "CONFIDENTIAL"),
         "title: CONFIDENTIAL - staff|title:\nCONFIDENTIAL"},
        {"a heading alone in its element", read_xml("<p><t>CONFIDENTIAL</t><b>as such</b></p>", true).text,
         "t:\nCONFIDENTIAL\nb: as such\n"},
        {"from right to left", as_turned("x \u202eb\u00e9a\u202c y\u202edc"), "x a\u00e9b ycd"},
        {"nothing turned", as_turned("abc"), ""},
        {"a table of bars", bar_tables("x\n| a | **b** |\n|---|---|\n> | `1` | 2 |\n| one cell |\n"), "a\tb\n1\t2\n"},
        {"XML with its names", read_xml("<p><niNumber>1</niNumber><b c='long'>2</b></p>", true).text,
         "niNumber: 1\nc: long\nb: 2\n"},
        {"XML that marks a part of a word", read_xml("<p>PP<b>12</b>34</p>", true).text, "p: PP1234\n"},
        {"words before the root of XML", read_xml("x<p>1</p>", true).text, "x\np: 1\n"},
        {"XML without names", read_xml("<p><a>1</a><a>2</a></p>", false).text, "1\n2\n"},
    };
    for (const auto& c : cases) EXPECT_EQ(c.got, c.want) << c.name;
}

TEST(ReadCard, TakesOffWhatACardIsWrittenIn) {
    const struct {
        const char *name, *line;
    } cases[] = {
        {"a folded line", "NOTE:secret\r\n  words"},
        {"quoted-printable", "NOTE;ENCODING=QUOTED-PRINTABLE:secret=20wo=\r\nrds"},
        {"base64", "NOTE;ENCODING=BASE64:c2VjcmV0IHdv\r\n cmRz"},
        {"base64 of version 3", "NOTE;ENCODING=b:c2VjcmV0IHdvcmRz"},
        {"a line end written with a backslash", "NOTE:x\\nsecret words\\nx"},
        {"HTML", "X-ALT-DESC;FMTTYPE=text/html:<p>sec<b>ret</b> words</p>"},
        {"a parameter with a colon", "ATTENDEE;CN=\"x: secret words\":mailto:a@x.example"},
    };
    for (const auto& c : cases) {
        const std::string message =
            "Content-Type: text/vcard\r\n\r\nBEGIN:VCARD\r\n" + std::string(c.line) + "\r\nEND:VCARD\r\n";
        EXPECT_THAT(all_text(read(message).reading), HasSubstr("secret words")) << c.name;
    }
}

TEST(WrittenForm, WordsJoinedIntoOneArePartedWhenTheyTellSomething) {
    struct {
        const char *given, *want;
    } cases[] = {
        {"NI%20number%2012%2034%2056", "NI number 12 34 56\n"},
        {"https://a.example/?ni=12%2B345&name=b", "https://a.example/\nni 12+345\nname b\n"},
        {"see x?q=NI+number+123456 there", "x\nq NI number 123456\n"},
        {"NI_number_123456.pdf", "NI number 123456.pdf\n"},
        {"twice%2520coded%2520123456", "twice coded 123456\n"},
        {"50% of 100_000", ""},
        {"_Toc123456789", ""},
        {"aGVsbG8+d29ybGQ1+MTIzNDU2Nzg5", ""},
        {"100%", ""},
        {"%", ""},
        {"%4", ""},
    };
    for (const auto& c : cases) EXPECT_EQ(parted_words(c.given), c.want) << c.given;
    EXPECT_FALSE(tells("M 0 0 L 21600 0 N"));
    EXPECT_FALSE(tells("no number"));
    EXPECT_TRUE(tells("number 12345"));
}

}  // namespace
}  // namespace beadle::inspect

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "inspect/text/html_text.h"
#include "inspect/text/sniff.h"
#include "inspect/text/table_text.h"
#include "inspect/text/xml_text.h"
#include "unit/inspect/text/samples.h"

namespace beadle::inspect {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using namespace testing;

TEST(WordDocument, IsReadWithAllItsParts) {
    const auto r = read_sample("documents/minutes.docx").reading;
    const auto* body = find_segment(r, "attachment \"minutes.docx\"");
    ASSERT_TRUE(body);
    EXPECT_THAT(body->text, HasSubstr("NHS No 999 000 0018, asked"));
    EXPECT_THAT(body->text, HasSubstr("Approved on 12 May"));
    EXPECT_THAT(body->text, Not(HasSubstr("deleted")));
    const auto text = all_text(r);
    for (const char* want :
         {"Name\tNHS No\nA. Tester\t9990000018\n", "deleted 999 000 0034", "Hidden words 999 000 0026",
          "OFFICIAL-SENSITIVE header", "Page footer words", "Minutes of the allotments committee"})
        EXPECT_THAT(text, HasSubstr(want));
    EXPECT_THAT(found(r), HasSubstr("tracked-changes @ attachment \"minutes.docx\" › tracked changes"));
    EXPECT_THAT(found(r), HasSubstr("hidden-content @ attachment \"minutes.docx\" › hidden text"));
    EXPECT_TRUE(r.not_inspected.empty());
}

TEST(Workbook, IsReadSheetBySheet) {
    const auto r = read_sample("documents/ledger.xlsx").reading;
    const auto* shown = find_segment(r, "attachment \"ledger.xlsx\" › sheet \"Plots\"");
    ASSERT_TRUE(shown);
    const auto* hidden = find_segment(r, "attachment \"ledger.xlsx\" › hidden sheet \"Old list\"");
    ASSERT_TRUE(hidden);
    EXPECT_EQ(hidden->kind, SegmentKind::hidden);
    EXPECT_TRUE(hidden->table);
    EXPECT_EQ(hidden->text, "NHS No\n999 000 0042\n");
    EXPECT_THAT(all_text(r), HasSubstr("Name\tNHS No\nA. Tester\t9990000018\n"));
    EXPECT_THAT(all_text(r), HasSubstr("ring first: 999 000 0034"));
    EXPECT_THAT(all_text(r), HasSubstr("Sheet header words"));
    for (const char* where : {"hidden sheet \"Salaries\"", "hidden sheet \"Old list\"", "sheet \"Plots\""})
        EXPECT_THAT(found(r), HasSubstr(std::string("hidden-content @ attachment \"ledger.xlsx\" › ") + where));
    EXPECT_THAT(found(r), HasSubstr("document-comment"));
}

TEST(Presentation, IsReadSlideBySlide) {
    const auto r = read_sample("documents/talk.pptx").reading;
    EXPECT_THAT(all_text(r), HasSubstr("Plot holders 999 000 0018"));
    EXPECT_THAT(all_text(r), HasSubstr("Speaker notes 999 000 0034"));
    EXPECT_THAT(found(r), HasSubstr("hidden-content @ attachment \"talk.pptx\" › hidden slide 2"));
}

TEST(Documents, AreKnownByContentUnderAnyName) {
    const auto r = read(message_with(sample("documents/ledger.xlsx"), "photo.jpg", "image/jpeg")).reading;
    EXPECT_THAT(all_text(r), HasSubstr("9990000018"));
    EXPECT_THAT(r.entities[1].detected_type, HasSubstr("spreadsheetml"));
}

TEST(Html, ReadsAsABrowserShows) {
    struct {
        const char *name, *given, *visible, *hidden;
    } cases[] = {
        {"inline tags drop to nothing", "12<b>34</b><span>56</span>", "123456", ""},
        {"blocks part lines", "<p>a</p><p>b", "a\nb", ""},
        {"cells are parted", "<tr><td>12</td><td>34</td></tr>", "12\t34\n", ""},
        {"entities of every kind", "&#49;&#x32;&lt;&nbsp;&euro;&#128;&amp;&bogus;", "12<\xC2\xA0€€&&bogus;", ""},
        {"an entity without its semicolon", "a&ampb", "a&b", ""},
        {"white space is one blank", "a \n\t b", "a b", ""},
        {"but not in pre", "<pre>a \n b</pre>", "a \n b\n", ""},
        {"hidden text does not part what is shown", "12<span style=\"display : none\">x</span>34", "1234", "x\n12x34\n"},
        {"nor white words on white", "a <font color=white>x</font> b", "a b", "x\n"},
        {"white on a dark ground is seen", "<div style='background:#123'><p style='color:#fff'>x</p></div>", "x\n", ""},
        {"tiny letters", "<p style='font-size:1px'>x</p>y", "y", "x\n"},
        {"a size of nothing around letters of a size", "<td style='font-size:0'><p style='font-size:14px'>x</p>", "x\n", ""},
        {"a class that hides", "<style>.n{display:none}</style><p class='m n'>x</p>y", "y", "x\n"},
        {"a class that hides on small screens", "<style>@media print{.n{display:none}}</style><p class=n>x</p>", "x\n", ""},
        {"a rule with a comment and an escape", "<p style='dis\\70lay:/**/none'>x</p>y", "y", "x\n"},
        {"out of the window", "<p style='position:absolute;left:-9999px'>x</p>y", "y", "x\n"},
        {"from right to left by force", "<bdo dir=rtl>ab</bdo>", "\u202e" "ab\u202c", ""},
        {"an end tag that is none", "12</ x>34", "1234", ""},
        {"hidden attribute", "<div hidden>x</div>y", "y", "x\n"},
        {"a tag in a quoted attribute", "<a title='<b>'>x</a>", "x", "<b>\n"},
        {"a less-than sign that begins no tag", "1 < 2 <3", "1 < 2 <3", ""},
        {"style is no text", "<style>p{}</style>x", "x", ""},
        {"a comment for Outlook", "<!--[if mso]><p>words</p><![endif]-->x", "x", "words\n"},
        {"a comment never closed", "a<!-- b", "a", "b\n"},
        {"a tag never closed", "a<b href='", "a", ""},
        {"CDATA", "<![CDATA[a]]>b", "ab", ""},
        {"a style in a picture is text with tags", "<svg><style><p>secret</p>", "secret\n", ""},
        {"a style in a picture never closed hides nothing behind it", "<svg><style><span>a</span></svg><p>b", "a\nb", ""},
        {"but it is a style sheet of the page", "<svg><style>.n{display:none}</style></svg><p class=n>x</p>y", "y", "x\n"},
        {"also where entities write it", "<svg><style>.n&#123;display:none}</style></svg><p class=n>x</p>y", "y", "x\n"},
        {"an empty style in a picture ends at once", "<svg><style/></svg><p>x", "x", ""},
        {"a script in a picture likewise", "<svg><script/></svg><p>x", "x", ""},
        {"a script in a picture is left by a paragraph", "<svg><script>a<p>b", "b", "a\n"},
        {"a style in a formula", "<math><style><b>x</b>", "x", ""},
        {"HTML within a picture has its own styles", "<svg><foreignObject><style><p>x</p></style></foreignObject></svg>y", "y", ""},
        {"of HTML an empty style does not end at once", "<style/><p>x</p></style>y", "y", ""},
        {"upper case and odd spacing", "<DIV >a</DIV\n>b", "a\nb", ""},
    };
    for (const auto& c : cases) {
        const auto got = read_html(c.given);
        EXPECT_EQ(got.visible, c.visible) << c.name;
        EXPECT_EQ(got.hidden, c.hidden) << c.name;
    }
}

TEST(Html, FindsABaseAndItsReadingEachAndWhatIsSplitOverSeveral) {
    struct {
        const char *name, *given, *visible, *hidden;
    } cases[] = {
        {"one base", "<ruby>999 000 0018<rt>words</rt></ruby>", "999 000 0018", "words\n"},
        {"one reading", "<ruby>words<rt>999 000 0018</rt></ruby>", "words", "999 000 0018\n"},
        {"several bases", "<ruby>999<rt>a</rt> 000<rt>b</rt> 0018<rt>c</rt></ruby>", "999 000 0018", "a\nb\nc\nabc\n"},
        {"several readings", "<ruby>a<rt>999</rt>b<rt>000</rt>c<rt>0018</rt></ruby>", "abc", "999\n000\n0018\n9990000018\n"},
        {"brackets around readings", "<ruby>a<rp>(</rp><rt>999</rt><rp>)</rp>b<rp>(</rp><rt>000 0018</rt><rp>)</rp></ruby>", "ab",
         "(\n999\n)\n(\n000 0018\n)\n999000 0018\n"},
        {"several rubies", "<ruby>999<rt>a</rt></ruby> <ruby>000<rt>b</rt></ruby> <ruby>0018<rt>c</rt></ruby>", "999 000 0018", "a\nb\nc\n"},
        {"bases that end a reading", "<ruby><rb>999<rt>a<rb>000<rt>b<rb>0018<rt>c</ruby>", "9990000018", "a\nb\nc\nabc\n"},
        {"a container of readings", "<ruby>999<rtc>a</rtc>000</ruby>", "999000", "a\n"},
        {"without an end", "<ruby>a<rt>999</rt>b<rt>000", "ab", "999\n000\n999000\n"},
        {"no ruby around it", "<rt>999</rt>", "999", ""},
    };
    for (const auto& c : cases) {
        const auto got = read_html(c.given);
        EXPECT_EQ(got.visible, c.visible) << c.name;
        EXPECT_EQ(got.hidden, c.hidden) << c.name;
    }
}

TEST(Html, IsLinearInDepth) {
    std::string deep;
    for (int i = 0; i < 60'000; ++i) deep += "<div><b>";
    EXPECT_EQ(read_html(deep + "x").visible, "x");
    std::string closing;
    for (int i = 0; i < 60'000; ++i) closing += "</div></zz>";
    EXPECT_EQ(read_html("<p>x" + closing).hidden, "");
}

TEST(Html, FindsItsCharset) {
    EXPECT_EQ(html_charset("<html><meta charset=\"koi8-r\">"), "koi8-r");
    EXPECT_EQ(html_charset("<META http-equiv=Content-Type content='text/html; charset=utf-16'>"), "utf-16");
    EXPECT_EQ(html_charset("<p>charset=x"), "");
}

TEST(Table, GuessesItsSeparator) {
    EXPECT_EQ(guess_separator("a,b,c\n1,2,3\n"), ',');
    EXPECT_EQ(guess_separator("a;b\n1,5;2\n"), ';');
    EXPECT_EQ(guess_separator("a\tb\n1\t2\n"), '\t');
    EXPECT_EQ(guess_separator("just words\nand more words\n"), '\0');
    EXPECT_EQ(guess_separator("one, two\nthree\nfour, five, six\n"), '\0');
}

TEST(Xml, NeverExpandsEntities) {
    const auto x = read_xml(
        "<!DOCTYPE a [<!ENTITY b SYSTEM \"file:///etc/passwd\"><!ENTITY c \"words\">]><a>&b;&c;&lt;</a>", false);
    EXPECT_THAT(x.text, Not(HasSubstr("root:")));
    EXPECT_THAT(x.text, HasSubstr("<"));
}

TEST(Xml, BrokenOneIsStillRead) {
    const auto x = read_xml("<a><b>words</a></b> more", false);
    EXPECT_FALSE(x.whole);
    EXPECT_THAT(x.text, HasSubstr("words"));
    EXPECT_THAT(x.text, HasSubstr("more"));
}

TEST(Sniff, TellsTextFromOctets) {
    using namespace std::string_view_literals;
    EXPECT_EQ(sniff("BM is short for Beadle's mace", "", "").format, Format::text);
    EXPECT_EQ(sniff("MZ words", "text/plain", "").format, Format::text);
    EXPECT_EQ(sniff("caf\xE9 \xE9t\xE9", "", "").format, Format::text);
    EXPECT_EQ(sniff("w\0o\0r\0d\0s\0!\0"sv, "", "").format, Format::text);
    EXPECT_EQ(sniff("<!DOCTYPE html><p>", "application/octet-stream", "a.bin").format, Format::html);
    EXPECT_EQ(sniff("", "application/pdf", "a.pdf").format, Format::empty);
    EXPECT_EQ(sniff("Subject: x\nFrom: a@x.example\n\nx", "", "").format, Format::message);
    EXPECT_EQ(sniff("Subject: x\nFrom: a@x.example\n\nx", "text/plain", "").format, Format::text);
    EXPECT_EQ(sniff("Dear all: hello\nFrom: me\n", "", "").format, Format::text);
}

}  // namespace
}  // namespace beadle::inspect

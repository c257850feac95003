// RTF, as Word opens it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "inspect/text/rtf_text.h"
#include "unit/inspect/text/samples.h"

namespace beadle::inspect {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using namespace testing;
using namespace std::string_literals;

Reading read_octets(const std::string& octets, BudgetLimits limits = {}) {
    Budget budget(limits, octets.size(), system_clock());
    Reading r;
    Reader(r, budget).content({}, octets, {"F", {"F"}, "1", 1});
    return r;
}

std::string shown(const Reading& r) {
    std::string out;
    for (const auto& s : r.segments)
        if (s.location == "F" && s.kind == SegmentKind::document) out += s.text;
    return out;
}

TEST(Rtf, IsReadWithAllItsParts) {
    const auto r = read_sample("legacy/minutes.rtf").reading;
    for (const char* want :
         {"NHS No 999 000 0018, asked for a shed – “soon”, said Łukasz Żółw.", "Approved on 12 May.",
          "Name\tNHS No\tPlot\nA. Tester\t9990000018\t\nB. Téster\t9990000026\t€ 12\n", "deleted 999 000 0034",
          "Hidden words 999 000 0042", "OFFICIAL-SENSITIVE header", "Page footer words", "Footnote words 999 000 0050",
          "Endnote words 999 000 0069", "Comment words 999 000 0077", "https://allotments.example/list?nhs=9990000085",
          "Text box words 999 000 0093", "Title words 999 000 0115", "Custom words 999 000 0123"})
        EXPECT_THAT(all_text(r), HasSubstr(want));
    for (const char* want : {"tracked-changes", "hidden-content", "document-comment", "document-properties"})
        EXPECT_THAT(found(r), HasSubstr(want));
    EXPECT_THAT(r.not_inspected, IsEmpty());
}

TEST(Rtf, ShowsWhatWordShows) {
    struct {
        const char *name, *given, *want;
    } cases[] = {
        {"plain text", "{\\rtf1 Hello\\par World}", "Hello\nWorld\n"},
        {"a number cut by formatting", "{\\rtf1 999 {\\b 000} 00{\\i 18}}", "999 000 0018\n"},
        {"a number cut by line ends", "{\\rtf1 999 0\r\n00 00\n18}", "999 000 0018\n"},
        {"a shortened mark", "{\\rt Hello}", "Hello\n"},
        {"a mark with rubbish", "{\\rtvpn999 Hello}", "Hello\n"},
        {"blanks before", "\r\n  {\\rtf1 Hello}", "Hello\n"},
        {"octets of a codepage", "{\\rtf1\\ansi\\ansicpg1251 \\'ec\\'e8\\'f0}", "мир\n"},
        {"octets of a font", "{\\rtf1\\ansi{\\fonttbl{\\f0 A;}{\\f1\\fcharset204 B;}}\\f1 \\'ec\\'e8\\'f0}", "мир\n"},
        {"a font ends with its group", "{\\rtf1{\\fonttbl{\\f1\\fcharset204 B;}}{\\f1 \\'ec}\\'e9}", "мé\n"},
        {"two octets a character", "{\\rtf1\\ansicpg932 \\'82\\'a0}", "あ\n"},
        {"raw octets", "{\\rtf1 \xE9t\xE9}", "été\n"},
        {"Mac", "{\\rtf1\\mac \\'8e}", "é\n"},
        {"Unicode with a stand-in", "{\\rtf1\\uc1 \\u321?ukasz}", "Łukasz\n"},
        {"Unicode with a stand-in in hex", "{\\rtf1\\uc2 \\u321\\'82\\'a0ukasz}", "Łukasz\n"},
        {"Unicode without", "{\\rtf1\\uc0 \\u321 ukasz}", "Łukasz\n"},
        {"a negative number", "{\\rtf1\\uc0 \\u-257 x}", "\xEF\xBB\xBFx\n"},
        {"a pair of surrogates", "{\\rtf1 \\u-10179?\\u-8704?}", "😀\n"},
        {"a stand-in ends with its group", "{\\rtf1\\uc3 {\\u321 a}b}", "Łb\n"},
        {"named characters", "{\\rtf1 a\\emdash\\rquote\\~b\\_c\\-d}",
         "a—’\xC2\xA0"
         "b-cd\n"},
        {"escaped braces", "{\\rtf1 a\\{b\\}c\\\\d}", "a{b}c\\d\n"},
        {"unknown words", "{\\rtf1 a\\madeup7 b}", "ab\n"},
        {"a field shows its result", "{\\rtf1 {\\field{\\*\\fldinst HYPERLINK x}{\\fldrslt shown}}}", "shown\n"},
        {"pictures are skipped", "{\\rtf1 a{\\pict\\pngblip 89504e47}b}", "ab\n"},
        {"binary data is skipped", "{\\rtf1 a{\\pict\\bin5 }}{}}}b}", "ab\n"},
        {"too long a word", "{\\rtf1 \\aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab c}", "b c\n"},
        {"braces too many", "{\\rtf1 a}}}", "a\n"},
        {"braces too few", "{\\rtf1 {\\b{a", "a\n"},
        {"a line end behind a backslash", "{\\rtf1 a\\\nb}", "a\nb\n"},
        {"a Unicode twin", "{\\rtf1 {\\upr{ansi}{\\*\\ud{\\u321?odz}}}}", "Łodz\n"},
        {"what is shown of an object", "{\\rtf1{\\object{\\*\\objclass X}{\\result shown}}}", "shown\n"},
    };
    for (const auto& c : cases) EXPECT_EQ(shown(read_octets(c.given)), c.want) << c.name;
}

TEST(Rtf, TellsWhatIsKeptFromTheReader) {
    struct {
        const char *name, *given, *where, *want, *finding;
    } cases[] = {
        {"hidden", "{\\rtf1 a{\\v secret}b}", "F › hidden text", "secret", "hidden-content"},
        {"deleted", "{\\rtf1 a{\\deleted secret}b}", "F › tracked changes", "secret", "tracked-changes"},
        {"an unknown destination", "{\\rtf1 a{\\*\\madeup secret}b}", "F › hidden text", "secret", ""},
        {"a document variable", "{\\rtf1{\\*\\docvar {name}{secret}}}", "F › hidden text", "namesecret", ""},
        {"the words of a link", "{\\rtf1{\\field{\\*\\fldinst HYPERLINK \"secret\"}{\\fldrslt x}}}", "F › hidden text",
         "HYPERLINK \"secret\"", ""},
        {"words for a picture", "{\\rtf1{\\pict{\\*\\picprop{\\sp{\\sn wzDescription}{\\sv secret}}}00}}",
         "F › hidden text", "secret", ""},
        {"information", "{\\rtf1{\\info{\\title secret}}}", "F › document properties", "secret", "document-properties"},
        {"a comment", "{\\rtf1 a{\\*\\annotation secret}b}", "F › comments", "secret", "document-comment"},
        {"a page header", "{\\rtf1{\\header secret\\par}a}", "F › page headers and footers", "secret", ""},
        {"a footnote", "{\\rtf1 a{\\footnote secret}b}", "F › footnotes", "secret", ""},
        {"octets behind the end", "{\\rtf1 a}secret words", "F › octets behind the end of the document", "secret words",
         ""},
    };
    for (const auto& c : cases) {
        const auto r = read_octets(c.given);
        const auto* s = find_segment(r, c.where);
        ASSERT_TRUE(s) << c.name;
        EXPECT_THAT(s->text, HasSubstr(c.want)) << c.name;
        EXPECT_THAT(found(r), HasSubstr(c.finding)) << c.name;
        EXPECT_THAT(shown(r), Not(HasSubstr("secret"))) << c.name;
    }
}

std::string hex_of(const std::string& octets) { return hex(octets); }

std::string number(std::size_t n) {
    return {static_cast<char>(n & 0xFF), static_cast<char>(n >> 8 & 0xFF), static_cast<char>(n >> 16 & 0xFF), '\0'};
}

std::string ole1(const std::string& kind, const std::string& data) {
    return "\1\5\0\0\2\0\0\0"s + number(kind.size() + 1) + kind + '\0' + number(0) + number(0) + number(data.size()) +
           data;
}

TEST(Rtf, ReadsEmbeddedObjects) {
    const std::string words = "Object words, NHS No 999 000 0018";
    const std::string package =
        "\2\0"s + "a.txt\0C:\\a.txt\0\0\0\3\0"s + number(9) + "C:\\a.txt\0"s + number(words.size()) + words;
    const std::string whole = hex_of(ole1("Package", package));
    std::string blanks, comments;
    for (const char c : whole) {
        blanks += c;
        blanks += " \t\n";
        comments += c;
        if (comments.size() % 7 == 0) comments += "{\\*\\junk 00ff}\\madeup ";
    }
    struct {
        std::string name, given;
    } cases[] = {
        {"plain hex", "{\\rtf1{\\object\\objemb{\\*\\objdata " + whole + "}}}"},
        {"without the star", "{\\rtf1{\\object\\objemb{\\objdata " + whole + "}}}"},
        {"blanks between the digits", "{\\rtf1{\\object{\\*\\objdata " + blanks + "}}}"},
        {"groups and words between the digits", "{\\rtf1{\\object{\\*\\objdata " + comments + "}}}"},
        {"never closed", "{\\rt{\\object{\\*\\objdata " + whole},
        {"as binary data", "{\\rtf1{\\object{\\*\\objdata\\bin" + std::to_string(whole.size() / 2) + " " +
                               ole1("Package", package) + "}}}"},
        {"inside what is no text", "{\\rtf1{\\*\\themedata{\\object{\\objdata " + whole + "}}}}"},
        {"with rubbish around it", "{\\rtf1{\\object{\\objdata zz" + whole + "zz}}}"},
    };
    for (const auto& c : cases) EXPECT_THAT(all_text(read_octets(c.given)), HasSubstr(words)) << c.name;
    const std::string document = hex_of(ole1("Word.Document.8", sample("legacy/minutes.doc")));
    EXPECT_THAT(all_text(read_octets("{\\rtf1{\\object{\\*\\objdata " + document + "}}}")),
                HasSubstr("Footnote words 999 000 0050"));
    const std::string damaged = hex_of("\1\2\3\4"s + sample("legacy/minutes.doc"));
    EXPECT_THAT(all_text(read_octets("{\\rtf1{\\object{\\*\\objdata " + damaged + "}}}")),
                HasSubstr("Footnote words 999 000 0050"));
}

TEST(Rtf, ReadsTheHtmlInside) {
    const auto r = read_octets(
        "{\\rtf1\\ansi\\fromhtml1 {\\*\\htmltag18 <html>}{\\*\\htmltag64 <p title='T 999 000 0026'>}\\htmlrtf "
        "{\\htmlrtf0 "
        "NHS 999{\\*\\htmltag84 <b>}\\htmlrtf {\\b\\htmlrtf0  000 0018{\\*\\htmltag92 </b>}\\htmlrtf }\\htmlrtf0 }}");
    EXPECT_THAT(shown(r), HasSubstr("NHS 999 000 0018"));
    EXPECT_THAT(all_text(r), HasSubstr("T 999 000 0026"));
}

TEST(Rtf, IsBoundedInDepth) {
    std::string deep = "{\\rtf1 ";
    for (int i = 0; i < 200'000; ++i) deep += "{\\b";
    deep += " inside";
    EXPECT_THAT(shown(read_octets(deep)), HasSubstr("inside"));
    std::string closed = deep;
    closed.append(200'000, '}');
    EXPECT_THAT(shown(read_octets(closed + " after}")), HasSubstr("after"));
}

}  // namespace
}  // namespace beadle::inspect

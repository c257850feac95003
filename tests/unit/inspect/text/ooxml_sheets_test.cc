// Office Open XML: what is planted in each place is found there, and its place says what it is.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "unit/inspect/text/office_parts.h"

namespace beadle::inspect {
namespace {

using ::testing::HasSubstr;
using namespace testing;

constexpr const char* planted = "QQ 12 34 56 C";

TEST(Workbook, FindsWhatIsPlantedInEveryPlace) {
    const std::string q = planted;
    const auto rows = [](const std::string& cells) {
        return "<sheetData><row r=\"1\">" + cells + "</row></sheetData>";
    };
    const std::string shared = part("sst",
                                    "<si><r><t>QQ 12</t></r><r><rPr/><t> 34 56 "
                                    "C</t></r><rPh><t>reading</t></rPh></si><si><t>unseen words</t></si>");
    const auto styled = [](const std::string& fmt, const std::string& fonts = "<font/>") {
        return Members{
            {"xl/styles.xml", part("styleSheet", "<numFmts>" + fmt + "</numFmts><fonts>" + fonts +
                                                     "</fonts><cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"170\" "
                                                     "fontId=\"0\" fillId=\"0\"/><xf numFmtId=\"14\"/></cellXfs>")}};
    };
    const auto number = [&](const std::string& style, const std::string& v) {
        return rows("<c r=\"A1\" s=\"" + style + "\"><v>" + v + "</v></c>");
    };
    const std::string sheet_rels = "xl/worksheets/_rels/sheet1.xml.rels";
    expect_found({
        {"an inline string", sheet_with(rows(cell("A1", q))), "sheet \"A\""},
        {"a shared string in runs",
         sheet_with(rows("<c r=\"A1\" t=\"s\"><v>0</v></c>"), {{"xl/sharedStrings.xml", shared}}), "sheet \"A\""},
        {"a string that no cell shows",
         sheet_with(rows("<c r=\"A1\" t=\"s\"><v>0</v></c>"), {{"xl/sharedStrings.xml", shared}}),
         "strings that no cell shows", "unseen words"},
        {"how a word is spoken", sheet_with(rows(""), {{"xl/sharedStrings.xml", shared}}), "shared strings", "reading"},
        {"the kept value of a formula", sheet_with(rows("<c r=\"A1\" t=\"str\"><f>B1</f><v>" + q + "</v></c>")),
         "sheet \"A\""},
        {"words in a formula", sheet_with(rows("<c r=\"A1\"><f>\"" + q + "\"&amp;B1</f></c>")), "sheet \"A\" › formulas"},
        {"a hidden sheet", sheet_with(rows(cell("A1", q)), {}, "", "state=\"hidden\""), "hidden sheet \"A\""},
        {"a very hidden sheet", sheet_with(rows(cell("A1", q)), {}, "", "state=\"veryHidden\""), "hidden sheet \"A\""},
        {"a sheet that the workbook does not list",
         sheet_with("", {{"xl/worksheets/sheet9.xml", part("worksheet", rows(cell("A1", q)))}}),
         "hidden sheet \"xl/worksheets/sheet9.xml\""},
        {"a hidden row, under its heading",
         sheet_with("<sheetData><row r=\"1\">" + cell("A1", "NI number") + "</row><row r=\"2\" hidden=\"1\">" +
                    cell("A2", q) + "</row></sheetData>"),
         "sheet \"A\" › hidden rows", "NI number\n" + q},
        {"a row of no height",
         sheet_with("<sheetData><row r=\"2\" ht=\"0\" customHeight=\"1\">" + cell("A2", q) + "</row></sheetData>"),
         "sheet \"A\" › hidden rows"},
        {"a hidden column",
         sheet_with("<cols><col min=\"2\" max=\"2\" hidden=\"1\"/></cols>" + rows(cell("A1", "x") + cell("B1", q))),
         "sheet \"A\" › hidden columns"},
        {"a cell that shows nothing",
         sheet_with(rows("<c r=\"A1\" s=\"1\" t=\"str\"><v>" + q + "</v></c>"),
                    styled("<numFmt numFmtId=\"170\" formatCode=\";;;\"/>")),
         "sheet \"A\" › cells that do not show"},
        {"white on white",
         sheet_with(rows("<c r=\"A1\" s=\"1\" t=\"str\"><v>" + q + "</v></c>"),
                    styled("", "<font><color rgb=\"FFFFFFFF\"/></font>")),
         "sheet \"A\" › cells that do not show"},
        {"a date kept as a number", sheet_with(number("2", "31118"), styled("")), "sheet \"A\"", "12/03/1985"},
        {"a date of another epoch", sheet_with(number("2", "29656"), styled(""), "<workbookPr date1904=\"1\"/>"),
         "sheet \"A\"", "12/03/1985"},
        {"a date of a format of its own",
         sheet_with(number("1", "31118"), styled("<numFmt numFmtId=\"170\" formatCode=\"dd\\.mm\\.yyyy;@\"/>")),
         "sheet \"A\"", "12/03/1985"},
        {"a date by its ISO form", sheet_with(rows("<c r=\"A1\" t=\"d\"><v>1985-03-12T00:00:00</v></c>")),
         "sheet \"A\"", "12/03/1985"},
        {"a sort code kept as a number",
         sheet_with(number("1", "89999"), styled("<numFmt numFmtId=\"170\" formatCode=\"00-00-00\"/>")), "sheet \"A\"",
         "08-99-99"},
        {"a long number in short", sheet_with(number("0", "9.990000018E9")), "sheet \"A\"", "9990000018"},
        {"a header",
         sheet_with("<headerFooter><oddHeader>&amp;L&amp;\"Arial,Bold\"&amp;12" + q +
                    "&amp;P</oddHeader></headerFooter>"),
         "sheet \"A\""},
        {"a prompt", sheet_with("<dataValidations><dataValidation prompt=\"" + q + "\"/></dataValidations>"),
         "sheet \"A\" › prompts and links"},
        {"a list to choose from",
         sheet_with("<dataValidations><dataValidation><formula1>\"" + q +
                    ",x\"</formula1></dataValidation></dataValidations>"),
         "sheet \"A\" › prompts and links"},
        {"a filter",
         sheet_with("<autoFilter><filterColumn><filters><filter val=\"" + q +
                    "\"/></filters></filterColumn></autoFilter>"),
         "sheet \"A\" › prompts and links"},
        {"a defined name",
         sheet_with("", {}, "<definedNames><definedName name=\"n\">\"" + q + "\"</definedName></definedNames>"),
         "defined names"},
        {"a comment",
         sheet_with(
             "", {{sheet_rels, relations({{"r1", "comments", "../comments1.xml"}})},
                  {"xl/comments1.xml",
                   part("comments",
                        "<authors><author>A. Reviewer</author></authors><commentList><comment "
                        "ref=\"A1\"><text><r><t>QQ 12 </t></r><r><t>34 56 C</t></r></text></comment></commentList>")}}),
         "sheet \"A\" › comments"},
        {"a threaded comment and who wrote it",
         sheet_with(
             "", {{sheet_rels, relations({{"r1", "threadedComment", "../threadedComments/t1.xml"}})},
                  {"xl/threadedComments/t1.xml",
                   part("ThreadedComments",
                        "<threadedComment ref=\"A1\" personId=\"{1}\"><text>" + q + "</text></threadedComment>")},
                  {"xl/persons/person.xml", part("personList", "<person displayName=\"A. Reviewer\" id=\"{1}\"/>")}}),
         "sheet \"A\" › comments"},
        {"a drawing",
         sheet_with("", {{sheet_rels, relations({{"r1", "drawing", "../drawings/drawing1.xml"}})},
                         {"xl/drawings/drawing1.xml", part("xdr:wsDr", shape(q))}}),
         "sheet \"A\" › drawing"},
        {"values behind a chart",
         sheet_with("", {{"xl/charts/chart1.xml",
                          part("c:chartSpace",
                               "<c:ser><c:cat><c:strCache><c:pt idx=\"0\"><c:v>A. "
                               "Tester</c:v></c:pt></c:strCache></c:cat><c:val><c:numCache><c:pt "
                               "idx=\"0\"><c:v>9990000018</c:v></c:pt></c:numCache></c:val></c:ser>")}}),
         "chart › values behind the chart", "A. Tester\t9990000018"},
        {"a pivot cache",
         sheet_with("", {{"xl/pivotCache/d1.xml", part("pivotCacheDefinition",
                                                       "<cacheFields><cacheField name=\"Name\"><sharedItems><s v=\"A. "
                                                       "Tester\"/></sharedItems></cacheField><cacheField name=\"NI "
                                                       "number\"><sharedItems><s v=\"gone\"/><s v=\"" +
                                                           q + "\"/></sharedItems></cacheField></cacheFields>")},
                         {"xl/pivotCache/_rels/d1.xml.rels", relations({{"r1", "pivotCacheRecords", "r1.xml"}})},
                         {"xl/pivotCache/r1.xml", part("pivotCacheRecords", "<r><x v=\"0\"/><x v=\"1\"/></r>")}}),
         "pivot cache", "Name\tNI number\nA. Tester\t" + q + "\n\tgone\n"},
        {"cells of another workbook",
         sheet_with("", {{"xl/externalLinks/e1.xml",
                          part("externalLink", "<externalBook><sheetDataSet><sheetData><row><cell><v>" + q +
                                                   "</v></cell></row></sheetData></sheetDataSet></externalBook>")}}),
         "cells kept of another workbook"},
        {"a connection",
         sheet_with("", {{"xl/connections.xml",
                          part("connections", "<connection><dbPr connection=\"Password=" + q + "\"/></connection>")}}),
         "part \"xl/connections.xml\""},
        {"history of a shared workbook",
         sheet_with("", {{"xl/revisions/log1.xml",
                          part("revisions", "<rcc><oc t=\"inlineStr\"><is><t>" + q + "</t></is></oc></rcc>")}}),
         "tracked changes"},
    });
}

TEST(Workbook, RaisesWhatBelongs) {
    const std::string one = "<sheetData><row r=\"1\">" + cell("A1", "x") + "</row></sheetData>";
    struct {
        const char* name;
        std::string octets, want;
    } cases[] = {
        {"a hidden sheet", sheet_with(one, {}, "", "state=\"veryHidden\""),
         "hidden-content @ attachment \"file\" › hidden sheet \"A\"; "},
        {"an empty hidden sheet says nothing", sheet_with("<sheetData/>", {}, "", "state=\"hidden\""), ""},
        {"a hidden column", sheet_with("<cols><col min=\"1\" max=\"1\" hidden=\"1\"/></cols>" + one),
         "hidden-content @ attachment \"file\" › sheet \"A\" › hidden columns; "},
        {"an empty hidden column says nothing",
         sheet_with("<cols><col min=\"2\" max=\"9\" hidden=\"1\"/></cols>" + one), ""},
        {"a sheet of Excel 4 macros", sheet_with(one, {{"xl/macrosheets/sheet1.xml", part("xm:macrosheet", one)}}),
         "macro @ attachment \"file\" › hidden sheet \"xl/macrosheets/sheet1.xml\"; hidden-content @ attachment "
         "\"file\" › hidden sheet \"xl/macrosheets/sheet1.xml\"; "},
    };
    for (const auto& c : cases) EXPECT_EQ(found(read_as(c.octets).reading), c.want) << c.name;
}

TEST(Slides, FindsWhatIsPlantedInEveryPlace) {
    const std::string q = planted;
    const auto of_slide = [](const char* type, const char* target) {
        return std::pair<std::string, std::string>{"ppt/slides/_rels/slide1.xml.rels",
                                                   relations({{"r1", type, target}})};
    };
    expect_found({
        {"a slide", slides_with(shape(q)), "slide 1"},
        {"words in runs",
         slides_with("<p:sp><p:txBody><a:p><a:r><a:t>QQ 12</a:t></a:r><a:r><a:rPr/><a:t> 34 56 "
                     "C</a:t></a:r></a:p></p:txBody></p:sp>"),
         "slide 1"},
        {"a hidden slide", slides_with(shape(q), {}, "show=\"0\""), "hidden slide 1"},
        {"a hidden shape", slides_with(shape(q, "hidden=\"1\"")), "slide 1 › hidden text"},
        {"a table",
         slides_with("<a:tbl><a:tr><a:tc><a:txBody><a:p><a:r><a:t>NI "
                     "number</a:t></a:r></a:p></a:txBody></a:tc></a:tr><a:tr><a:tc><a:txBody><a:p><a:r><a:t>" +
                     q + "</a:t></a:r></a:p></a:txBody></a:tc></a:tr></a:tbl>"),
         "slide 1", "NI number\n" + q + "\n"},
        {"a description", slides_with(shape("x", "descr=\"" + q + "\"")), "slide 1 › fields and descriptions"},
        {"notes",
         slides_with("", {of_slide("notesSlide", "../notesSlides/n.xml"),
                          {"ppt/notesSlides/n.xml", part("p:notes", shape(q))}}),
         "notes 1"},
        {"a comment",
         slides_with("", {of_slide("comments", "../comments/c.xml"),
                          {"ppt/comments/c.xml", part("p:cmLst", "<p:cm><p:text>" + q + "</p:text></p:cm>")}}),
         "slide 1 › comments"},
        {"who commented",
         slides_with("", {{"ppt/commentAuthors.xml", part("p:cmAuthorLst", "<p:cmAuthor name=\"" + q + "\"/>")}}),
         "comment authors › fields and descriptions"},
        {"a diagram",
         slides_with("", {of_slide("diagramData", "../diagrams/d.xml"),
                          {"ppt/diagrams/d.xml", part("dgm:dataModel", "<dgm:pt><dgm:t><a:p><a:r><a:t>" + q +
                                                                           "</a:t></a:r></a:p></dgm:t></dgm:pt>")}}),
         "slide 1 › diagram"},
        {"the master", slides_with("", {{"ppt/slideMasters/m.xml", part("p:sldMaster", shape(q))}}), "slide master"},
        {"a slide that is not listed", slides_with("", {{"ppt/slides/slide7.xml", part("p:sld", shape(q))}}),
         "hidden slide 2"},
        {"a tag", slides_with("", {{"ppt/tags/t.xml", part("p:tagLst", "<p:tag name=\"N\" val=\"" + q + "\"/>")}}),
         "drawing › fields and descriptions"},
    });
}

TEST(OfficeLocks, ThatProtectNothingAreSaidAndTheContentIsRead) {
    const std::string p = paragraph(run(planted)),
                      one = "<sheetData><row r=\"1\">" + cell("A1", planted) + "</row></sheetData>";
    struct {
        const char* name;
        std::string octets, want;
    } cases[] = {
        {"documentProtection",
         word_with(p, {{"word/settings.xml",
                        part("w:settings", "<w:documentProtection w:edit=\"readOnly\" w:enforcement=\"1\"/>")}}),
         "ooxml cosmetic open documentProtection; "},
        {"one that is not enforced is none",
         word_with(p, {{"word/settings.xml", part("w:settings", "<w:documentProtection w:enforcement=\"0\"/>")}}), ""},
        {"writeProtection",
         word_with(p, {{"word/settings.xml", part("w:settings", "<w:writeProtection w:recommended=\"1\"/>")}}),
         "ooxml cosmetic open writeProtection; "},
        {"sheetProtection", sheet_with("<sheetProtection sheet=\"1\"/>" + one),
         "ooxml cosmetic open sheetProtection; "},
        {"workbookProtection", sheet_with(one, {}, "<workbookProtection lockStructure=\"1\"/>"),
         "ooxml cosmetic open workbookProtection; "},
        {"fileSharing", sheet_with(one, {}, "<fileSharing readOnlyRecommended=\"1\"/>"),
         "ooxml cosmetic open fileSharing; "},
        {"modifyVerifier",
         test::zip_of({{"_rels/.rels", relations({{"r1", "officeDocument", "ppt/presentation.xml"}})},
                       {"ppt/presentation.xml", part("p:presentation", "<p:modifyVerifier/>")},
                       {"ppt/slides/slide1.xml", part("p:sld", shape(planted))}}),
         "ooxml cosmetic open modifyVerifier; "},
    };
    for (const auto& c : cases) {
        const auto r = read_as(c.octets).reading;
        EXPECT_EQ(judged(r), c.want) << c.name;
        EXPECT_THAT(all_text(r), HasSubstr(planted)) << c.name;
    }
}

}  // namespace
}  // namespace beadle::inspect

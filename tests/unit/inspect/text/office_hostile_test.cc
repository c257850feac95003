// Office documents made to mislead or to exhaust: read as far as they can be, and never silently clean.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "support/processor_time.h"
#include "unit/inspect/text/office_parts.h"

namespace beadle::inspect {
namespace {

using ::testing::HasSubstr;
using namespace testing;

constexpr const char* planted = "QQ 12 34 56 C";

Members word_parts(const std::string& document) {
    return {{"[Content_Types].xml", "<Types/>"},
            {"_rels/.rels", relations({{"r1", "officeDocument", "word/document.xml"}})},
            {"word/document.xml", document}};
}

std::string times(std::size_t count, const std::string& s) {
    std::string out;
    out.reserve(count * s.size());
    for (std::size_t i = 0; i < count; ++i) out += s;
    return out;
}

TEST(OfficeHostile, IsReadAndItsFaultSaid) {
    const std::string p = paragraph(run(planted)), whole = part("w:document", p);
    const std::string laughs =
        "<?xml version=\"1.0\"?><!DOCTYPE w [<!ENTITY a \"" + std::string(planted) +
        "\"><!ENTITY b \"&a;&a;&a;&a;\"><!ENTITY c \"&b;&b;&b;&b;\">]><w:document xmlns:w=\"w\">" +
        paragraph(run("&c;")) + "</w:document>";
    struct {
        const char* name;
        std::string octets, unread;
        std::string want = planted;
    } cases[] = {
        {"entities that grow", test::zip_of(word_parts(laughs)),
         "broken word/document.xml: it declares entities, which are not followed"},
        {"an entity of a file",
         test::zip_of(word_parts("<!DOCTYPE w [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><w:document xmlns:w=\"w\">" +
                                 p + paragraph(run("&x;")) + "</w:document>")),
         "broken word/document.xml: it declares entities"},
        {"XML cut in the middle", test::zip_of(word_parts(whole.substr(0, whole.find("</w:t>")))),
         "broken word/document.xml: it ends before its elements do"},
        {"XML cut in a tag", test::zip_of(word_parts(whole.substr(0, whole.find(planted) + 13) + "<w:r w:x=\"")),
         "broken word/document.xml: it ends inside a tag"},
        {"elements that overlap",
         test::zip_of(word_parts("<w:document><w:body><w:p><w:r><w:t>" + std::string(planted) +
                                 "</w:r></w:t></w:p></w:body></w:document>")),
         "broken word/document.xml: elements overlap"},
        {"elements very deep",
         test::zip_of(word_parts(part("w:document", times(3000, "<w:sdt>") + p + times(3000, "</w:sdt>")))),
         "limit word/document.xml: elements deeper than are followed"},
        {"tables very deep",
         test::zip_of(word_parts(
             part("w:document", times(500, "<w:tbl><w:tr><w:tc>") + p + times(500, "</w:tc></w:tr></w:tbl>")))),
         "limit word/document.xml: elements deeper than are followed"},
        {"a relationship that leads out of the package",
         test::zip_of({{"_rels/.rels", relations({{"r1", "officeDocument", "../../../etc/passwd"}})},
                       {"word/document.xml", whole}}),
         "broken the document itself: its part is missing"},
        {"a sheet whose part is missing",
         test::zip_of({{"_rels/.rels", relations({{"r1", "officeDocument", "xl/workbook.xml"}})},
                       {"xl/workbook.xml", part("workbook", "<sheets><sheet name=\"" + std::string(planted) +
                                                                "\" r:id=\"r1\"/></sheets>")}}),
         "broken sheet \"QQ 12 34 56 C\": its part is missing"},
        {"a sheet that stands elsewhere",
         test::zip_of({{"_rels/.rels", relations({{"r1", "officeDocument", "xl/workbook.xml"}})},
                       {"xl/_rels/workbook.xml.rels", relations({{"r1", "worksheet", "!http://x.example/s.xml"}})},
                       {"xl/workbook.xml", part("workbook", "<sheets><sheet name=\"" + std::string(planted) +
                                                                "\" r:id=\"r1\"/></sheets>")}}),
         "broken sheet \"QQ 12 34 56 C\": its part is missing"},
        {"a slide whose part is missing",
         test::zip_of({{"_rels/.rels", relations({{"r1", "officeDocument", "ppt/presentation.xml"}})},
                       {"ppt/presentation.xml",
                        part("p:presentation", "<p:sldIdLst><p:sldId id=\"1\" r:id=\"r1\"/></p:sldIdLst>")},
                       {"ppt/slides/s.xml", part("p:sld", shape(planted))}}),
         "broken slide 1: its part is missing"},
        {"OpenDocument without its content",
         test::zip_of({{"mimetype", "application/vnd.oasis.opendocument.text"}, {"extra.txt", planted}}),
         "broken OpenDocument file without content.xml"},
        {"entities in OpenDocument",
         test::zip_of(
             {{"mimetype", "application/vnd.oasis.opendocument.text"},
              {"content.xml",
               "<!DOCTYPE d [<!ENTITY x \"" + std::string(planted) +
                   "\">]><office:document-content xmlns:office=\"o\"><text:p>&x;</text:p></office:document-content>"}}),
         "broken content.xml: it declares entities"},
        {"an xlsb that is cut", sample("office/plots.xlsb").substr(0, 400), "broken", ""},
    };
    for (const auto& c : cases) {
        const auto r = read_as(c.octets).reading;
        EXPECT_THAT(unread(r), HasSubstr(c.unread)) << c.name;
        EXPECT_THAT(all_text(r), HasSubstr(c.want)) << c.name;
        EXPECT_EQ(all_text(r).find("root:"), std::string::npos) << c.name;
    }
}

TEST(OfficeHostile, LiesAreReadThrough) {
    const std::string p = paragraph(run(planted)), whole = part("w:document", p);
    struct {
        const char* name;
        std::string octets;
    } cases[] = {
        {"content types that lie",
         test::zip_of({{"[Content_Types].xml",
                        "<Types><Override PartName=\"/word/document.xml\" ContentType=\"image/png\"/></Types>"},
                       {"_rels/.rels", relations({{"r1", "officeDocument", "word/document.xml"}})},
                       {"word/document.xml", whole}})},
        {"no content types", test::zip_of({{"_rels/.rels", relations({{"r1", "officeDocument", "word/document.xml"}})},
                                           {"word/document.xml", whole}})},
        {"no relationships", test::zip_of({{"[Content_Types].xml", "<Types/>"}, {"word/document.xml", whole}})},
        {"the body called an image",
         test::zip_of({{"[Content_Types].xml", "<Types/>"},
                       {"_rels/.rels", relations({{"r1", "officeDocument", "word/media/image1.png"}})},
                       {"word/media/image1.png", whole}})},
        {"a folder of one kind, a body of another",
         test::zip_of({{"[Content_Types].xml", "<Types/>"},
                       {"_rels/.rels", relations({{"r1", "officeDocument", "xl/document.xml"}})},
                       {"xl/document.xml", whole}})},
        {"the second of two parts of one name",
         test::zip_of({{"_rels/.rels", relations({{"r1", "officeDocument", "word/document.xml"}})},
                       {"word/document.xml", part("w:document", "")},
                       {"word/document.xml", whole}})},
        {"text in a part of styles",
         test::zip_of({{"[Content_Types].xml", "<Types/>"},
                       {"word/document.xml", part("w:document", "")},
                       {"word/theme/theme1.xml", part("a:theme", "<x>" + std::string(planted) + "</x>")}})},
        {"a file that is called a printer's settings",
         test::zip_of({{"[Content_Types].xml", "<Types/>"},
                       {"xl/workbook.xml", part("workbook", "")},
                       {"xl/printerSettings/printerSettings1.bin", "words: " + std::string(planted)}})},
        {"an ODF with an odd order of members",
         test::zip_of({{"content.xml", "<office:document-content xmlns:office=\"o\"><text:p>" + std::string(planted) +
                                           "</text:p></office:document-content>"},
                       {"META-INF/manifest.xml", "<m/>"},
                       {"mimetype", "application/zip"}})},
    };
    for (const auto& c : cases) EXPECT_THAT(all_text(read_as(c.octets).reading), HasSubstr(planted)) << c.name;
    const auto twins = test::zip_of({{"_rels/.rels", relations({{"r1", "officeDocument", "word/document.xml"}})},
                                     {"word/document.xml", whole},
                                     {"word/document.xml", part("w:document", "")}});
    EXPECT_THAT(found(read_as(twins).reading), HasSubstr("ambiguous-structure"));
}

TEST(OfficeHostile, EndsInTimeWithinItsBudget) {
    const std::string row = "<row>" + times(200, "<c t=\"s\"><v>0</v></c>") + "</row>";
    struct {
        const char* name;
        std::string octets;
        bool whole;  // all of it can be read
    } cases[] = {
        {"one long string in very many cells",
         sheet_with("<sheetData>" + times(2000, row) + "</sheetData>",
                    {{"xl/sharedStrings.xml", part("sst", "<si><t>" + std::string(4000, 'a') + "</t></si>")}}),
         false},
        {"a million empty shared strings",
         sheet_with("", {{"xl/sharedStrings.xml", part("sst", times(1'000'000, "<si/>"))}}), true},
        {"an attribute of megabytes",
         word_with(paragraph("<w:r w:x=\"" + std::string(8'000'000, 'x') + "\"><w:t>a</w:t></w:r>")), true},
        {"an element of very many attributes",
         word_with(paragraph("<w:r " + times(500'000, "b='' ") + "><w:t>a</w:t></w:r>")), true},
        {"very many elements", word_with(times(1'500'000, "<w:p/>")), true},
        {"very many starts", word_with(times(1'500'000, "<w:p>")), false},
        {"very many ends", word_with(times(1'000'000, "</w:q>")), false},
        {"very many branches",
         word_with(
             times(50'000,
                   "<mc:AlternateContent><mc:Choice><w:p><w:r><w:t>a</w:t></w:r></w:p></"
                   "mc:Choice><mc:Fallback><w:p><w:r><w:t>b</w:t></w:r></w:p></mc:Fallback></mc:AlternateContent>")),
         true},
        {"very many hidden columns",
         sheet_with("<cols>" + times(200'000, "<col min=\"1\" max=\"16384\" hidden=\"1\"/>") + "</cols>"), true},
        {"styles that name each other",
         word_with(paragraph(run("a")),
                   {{"word/styles.xml", part("w:styles",
                                             "<w:style w:styleId=\"a\"><w:basedOn w:val=\"b\"/></w:style><w:style "
                                             "w:styleId=\"b\"><w:basedOn w:val=\"a\"/></w:style>")}}),
         true},
        {"a pivot cache wide and long",
         sheet_with(
             "", {{"xl/pivotCache/d.xml",
                   part("pivotCacheDefinition", times(10'000, "<cacheField name=\"n\"/>") + "<cacheField name=\"n\">" +
                                                    times(10'000, "<s v=\"x\"/>") + "</cacheField>")}}),
         true},
        {"cells far apart",
         sheet_with("<sheetData>" + times(100'000, "<row><c r=\"XFD1\"><v>1</v></c></row>") + "</sheetData>"), true},
        {"regions of OpenDocument very deep",
         odf_with(times(3000, "<text:p><draw:frame><draw:text-box>") + "a" +
                  times(3000, "</draw:text-box></draw:frame></text:p>")),
         false},
    };
    for (const auto& c : cases) {
        const double started = test::processor_seconds();
        const auto r = read_as(c.octets).reading;
        EXPECT_LT(test::processor_seconds() - started, 60) << c.name;
        EXPECT_TRUE(c.whole || !r.not_inspected.empty()) << c.name;
    }
}

}  // namespace
}  // namespace beadle::inspect

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

std::string split_runs() { return paragraph(run("QQ 12") + run(" 34") + "<w:proofErr/>" + run(" 56 C")); }

TEST(Word, FindsWhatIsPlantedInEveryPlace) {
    const std::string p = paragraph(run(planted)), q = planted;
    const std::string branches =
        "<w:p><w:r><mc:AlternateContent><mc:Choice><w:txbxContent>" + paragraph(run("first")) +
        "</w:txbxContent></mc:Choice><mc:Fallback><w:pict><v:textbox><w:txbxContent>" + paragraph(run("first")) + p +
        "</w:txbxContent></v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>";
    expect_found({
        {"the body", word_with(p), ""},
        {"words split over runs", word_with(split_runs()), ""},
        {"words around a deletion",
         word_with(paragraph(run("QQ 12 ") + "<w:del w:author=\"X\"><w:r><w:delText>x</w:delText></w:r></w:del>" +
                             run("34 56 C"))),
         ""},
        {"words around a box",
         word_with(paragraph(run("QQ 12 ") + "<w:r><w:pict><v:textbox><w:txbxContent>" + paragraph(run("x")) +
                             "</w:txbxContent></v:textbox></w:pict></w:r>" + run("34 56 C"))),
         ""},
        {"an insertion", word_with("<w:p><w:ins w:author=\"X\">" + run(planted) + "</w:ins></w:p>"), ""},
        {"a deletion",
         word_with("<w:p><w:del w:author=\"X\"><w:r><w:delText>QQ 12 34</w:delText></w:r><w:r><w:delText> 56 "
                   "C</w:delText></w:r></w:del></w:p>"),
         "tracked changes"},
        {"what was moved away", word_with("<w:p><w:moveFrom w:author=\"X\">" + run(planted) + "</w:moveFrom></w:p>"),
         "tracked changes"},
        {"who changed it", word_with("<w:p><w:ins w:author=\"A. Editor\">" + run("x") + "</w:ins></w:p>"),
         "tracked changes", "by A. Editor"},
        {"hidden text", word_with(paragraph(run("QQ 12", "<w:vanish/>") + run(" 34 56 C", "<w:vanish/>"))),
         "hidden text"},
        {"text that a style hides",
         word_with(paragraph(run(planted, "<w:rStyle w:val=\"S2\"/>")),
                   {{"word/styles.xml", part("w:styles",
                                             "<w:style w:styleId=\"S1\"><w:rPr><w:vanish/></w:rPr></w:style><w:style "
                                             "w:styleId=\"S2\"><w:basedOn w:val=\"S1\"/></w:style>")}}),
         "hidden text"},
        {"a hidden row", word_with("<w:tbl><w:tr><w:trPr><w:hidden/></w:trPr><w:tc>" + p + "</w:tc></w:tr></w:tbl>"),
         "hidden text"},
        {"a text box",
         word_with("<w:p><w:r><w:pict><v:textbox><w:txbxContent>" + p +
                   "</w:txbxContent></v:textbox></w:pict></w:r></w:p>"),
         "text boxes"},
        {"the second branch alone", word_with(branches), "fields and descriptions"},
        {"the first branch", word_with(branches), "text boxes", "first\n"},
        {"a field over runs",
         word_with(paragraph("<w:r><w:fldChar w:fldCharType=\"begin\"/></w:r><w:r><w:instrText>HYPERLINK \"x?QQ "
                             "12</w:instrText></w:r><w:r><w:instrText> 34 56 C\"</w:instrText></w:r><w:r><w:fldChar "
                             "w:fldCharType=\"end\"/></w:r>")),
         "fields and descriptions"},
        {"a simple field", word_with(paragraph("<w:fldSimple w:instr=\"AUTHOR " + q + "\"/>")),
         "fields and descriptions"},
        {"a link's target",
         word_with("<w:p/>",
                   {{"word/_rels/document.xml.rels", relations({{"r9", "hyperlink", "!http://x.example/" + q}})}}),
         "links"},
        {"an attached template",
         word_with("<w:p/>", {{"word/settings.xml", part("w:settings", "")},
                              {"word/_rels/settings.xml.rels",
                               relations({{"r9", "attachedTemplate", "!http://x.example/" + q}})}}),
         "attached template"},
        {"an alternative text",
         word_with(paragraph("<w:r><w:drawing><wp:docPr descr=\"" + q + "\"/></w:drawing></w:r>")),
         "fields and descriptions"},
        {"WordArt",
         word_with(paragraph("<w:r><w:pict><v:shape><v:textpath string=\"" + q + "\"/></v:shape></w:pict></w:r>")),
         "fields and descriptions"},
        {"an entry of a list to choose from",
         word_with("<w:sdt><w:sdtPr><w:dropDownList><w:listItem w:displayText=\"" + q +
                   "\"/></w:dropDownList></w:sdtPr></w:sdt>"),
         "fields and descriptions"},
        {"a content control", word_with("<w:sdt><w:sdtContent>" + p + "</w:sdtContent></w:sdt>"), ""},
        {"symbols one by one",
         word_with(paragraph(run("QQ 12 34 56 ") + "<w:r><w:sym w:font=\"Arial\" w:char=\"0043\"/></w:r>")), ""},
        {"a header", word_with("<w:p/>", {{"word/header1.xml", part("w:hdr", p)}}), "page header"},
        {"a footer", word_with("<w:p/>", {{"word/footer1.xml", part("w:ftr", p)}}), "page footer"},
        {"a footnote",
         word_with("<w:p/>", {{"word/footnotes.xml", part("w:footnotes", "<w:footnote>" + p + "</w:footnote>")}}),
         "footnotes"},
        {"an endnote",
         word_with("<w:p/>", {{"word/endnotes.xml", part("w:endnotes", "<w:endnote>" + p + "</w:endnote>")}}),
         "endnotes"},
        {"a comment and its author",
         word_with("<w:p/>", {{"word/comments.xml",
                               part("w:comments", "<w:comment w:author=\"A. Reviewer\">" + p + "</w:comment>")}}),
         "comments", std::string("A. Reviewer: ") + planted},
        {"building blocks", word_with("<w:p/>", {{"word/glossary/document.xml", part("w:glossaryDocument", p)}}),
         "building blocks"},
        {"a document variable",
         word_with("<w:p/>",
                   {{"word/settings.xml", part("w:settings", "<w:docVar w:name=\"n\" w:val=\"" + q + "\"/>")}}),
         "document variables"},
        {"custom XML", word_with("<w:p/>", {{"customXml/item1.xml", part("case", "<number>" + q + "</number>")}}),
         "part \"customXml/item1.xml\""},
        {"a comment of XML", word_with("<w:p/><!-- " + q + " -->"), "fields and descriptions"},
        {"a property of its own",
         word_with("<w:p/>", {{"docProps/custom.xml", part("Properties", "<property name=\"n\"><vt:lpwstr>" + q +
                                                                             "</vt:lpwstr></property>")}}),
         "document properties"},
        {"an embedded message",
         word_with("<w:p/>", {{"word/embeddings/a.eml", "From: a@x.example\r\nSubject: x\r\n\r\n" + q}}),
         "embedded \"word/embeddings/a.eml\" › message body"},
        {"a document in another charset",
         test::zip_of({{"_rels/.rels", relations({{"r", "officeDocument", "word/document.xml"}})},
                       {"word/document.xml", "\xFF\xFE" +
                                                 [&] {
                                                     std::string wide;
                                                     for (char c : part("w:document", p)) {
                                                         wide += c;
                                                         wide += '\0';
                                                     }
                                                     return wide;
                                                 }()}}),
         ""},
        {"strict namespaces and other part names",
         test::zip_of({{"[Content_Types].xml", "<Types/>"},
                       {"_rels/.rels", relations({{"r", "officeDocument", "/odd/main.data"}},
                                                 "http://purl.oclc.org/ooxml/officeDocument/relationships/")},
                       {"odd/main.data", part("w:document", p)}}),
         ""},
        {"a part that no relationship names", word_with("<w:p/>", {{"word/elsewhere.xml", part("w:document", p)}}), ""},
    });
}

TEST(Word, KeepsTablesWithTheirColumns) {
    const auto cell_of = [](const std::string& words, const std::string& more = "") {
        return "<w:tc><w:tcPr>" + more + "</w:tcPr>" + paragraph(run(words)) + "</w:tc>";
    };
    const auto row_of = [](const std::string& cells) { return "<w:tr>" + cells + "</w:tr>"; };
    const std::string inner =
        "<w:tbl>" + row_of(cell_of("Name") + cell_of("NI number")) + row_of(cell_of("A") + cell_of("1")) + "</w:tbl>";
    struct {
        const char* name;
        std::string body, want;
    } cases[] = {
        {"a plain table", inner, "Name\tNI number\nA\t1\n"},
        {"a cell over two columns",
         "<w:tbl>" + row_of(cell_of("a", "<w:gridSpan w:val=\"2\"/>") + cell_of("b")) + "</w:tbl>", "a\t\tb\n"},
        {"a table in a cell is a table of its own",
         "<w:tbl>" + row_of("<w:tc>" + inner + "<w:p/></w:tc>" + cell_of("x")) + "</w:tbl>", "Name\tNI number\nA\t1\n"},
        {"paragraphs in a cell",
         "<w:tbl>" + row_of("<w:tc>" + paragraph(run("a")) + paragraph(run("b")) + "</w:tc>") + "</w:tbl>", "a b\n"},
    };
    for (const auto& c : cases) {
        const auto r = read_as(word_with(c.body)).reading;
        const auto* table = &r.segments.front();
        for (const auto& s : r.segments)
            if (s.table) {
                table = &s;
                break;
            }
        EXPECT_EQ(table->text, c.want) << c.name;
    }
}

TEST(Word, RaisesWhatBelongs) {
    struct {
        const char* name;
        std::string octets, want;
        Confidence confidence;
    } cases[] = {
        {"hidden text", word_with(paragraph(run("x", "<w:vanish/>"))), "hidden-content", Confidence::medium},
        {"white text", word_with(paragraph(run("x", "<w:color w:val=\"FFFFFF\"/>"))), "hidden-content",
         Confidence::low},
        {"tiny text", word_with(paragraph(run("x", "<w:sz w:val=\"2\"/>"))), "hidden-content", Confidence::low},
        {"tracked changes", word_with("<w:p><w:ins w:author=\"X\">" + run("x") + "</w:ins></w:p>"), "tracked-changes",
         Confidence::medium},
        {"comments",
         word_with("<w:p/>",
                   {{"word/comments.xml", part("w:comments", "<w:comment>" + paragraph(run("x")) + "</w:comment>")}}),
         "document-comment", Confidence::medium},
        {"an author", word_with("<w:p/>", {{"docProps/core.xml", part("coreProperties", "<creator>A</creator>")}}),
         "document-properties", Confidence::low},
        {"keywords",
         word_with("<w:p/>", {{"docProps/core.xml", part("coreProperties", "<keywords>case 12</keywords>")}}),
         "document-properties", Confidence::medium},
        {"a program's mark",
         word_with("<w:p/>", {{"docProps/core.xml",
                               part("coreProperties",
                                    "<creator>A</creator><description>generated by python-docx</description>")}}),
         "document-properties", Confidence::low},
        {"a template on somebody's machine",
         word_with("<w:p/>",
                   {{"docProps/app.xml", part("Properties", "<Template>C:\\Users\\jsmith\\Letter.dotx</Template>")}}),
         "document-properties", Confidence::medium},
        {"black on black", word_with(paragraph(run("x", "<w:highlight w:val=\"black\"/>"))), "failed-redaction",
         Confidence::high},
        {"black letters on a black shade",
         word_with(paragraph(run("x", "<w:color w:val=\"000000\"/><w:shd w:val=\"clear\" w:fill=\"000000\"/>"))),
         "failed-redaction", Confidence::high},
        {"two parts of one name", word_with("<w:p/>", {{"word/Document.xml", part("w:document", "")}}),
         "ambiguous-structure", Confidence::medium},
    };
    for (const auto& c : cases) {
        const auto r = read_as(c.octets).reading;
        ASSERT_EQ(r.findings.size(), 1u) << c.name << found(r);
        EXPECT_EQ(name(r.findings[0].kind), c.want) << c.name;
        EXPECT_EQ(r.findings[0].confidence, c.confidence) << c.name;
        EXPECT_FALSE(r.findings[0].evidence.empty()) << c.name;
    }
    const std::string on_black = "<w:shd w:val=\"clear\" w:fill=\"000000\"/><w:color w:val=\"FFFFFF\"/>";
    EXPECT_TRUE(read_as(word_with(paragraph(run("x", on_black)))).reading.findings.empty());
    EXPECT_TRUE(read_as(word_with(paragraph(run("x", "<w:vanish w:val=\"0\"/>")))).reading.findings.empty());
}

}  // namespace
}  // namespace beadle::inspect

// OpenDocument: what is planted in each place is found there, and its place says what it is; and how it is sealed.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>
#include <string>

#include "inspect/text/odf_seal.h"
#include "support/small_zip.h"
#include "unit/inspect/text/office_parts.h"

namespace beadle::inspect {
namespace {

using ::testing::HasSubstr;
using namespace testing;

// Real ciphertext begins with anything: with a NUL, "<", or letters alone when it is short.
TEST(OdfSeal, NoiseIsNeverCalledReadable) {
    std::mt19937 random(20261122);
    for (int n = 0; n < 3000; ++n) {
        test::Members members = {{"mimetype", "application/vnd.oasis.opendocument.text"}};
        std::vector<OdfEntry> entries;
        for (const char* name : {"content.xml", "styles.xml", "layout-cache"}) {
            std::string noise(16 * (2 + random() % 40), '\0');
            for (auto& c : noise) c = static_cast<char>(random());
            if (n % 3 == 0) noise[random() % 4] = "\0<"[random() % 2];
            members.emplace_back(name, noise);
            entries.emplace_back();
            entries.back().path = name;
            entries.back().cipher = OdfEntry::Cipher::aes_cbc;
        }
        const std::string octets = test::zip_of(members);
        const auto seal = seal_of(read_zip(octets, 100), entries);
        ASSERT_FALSE(seal.sham) << n;
        ASSERT_TRUE(seal.protects) << n;
    }
}

constexpr const char* planted = "QQ 12 34 56 C";

std::string p(const std::string& words) { return "<text:p>" + words + "</text:p>"; }
std::string cell_of(const std::string& words, const std::string& more = "") {
    return "<table:table-cell " + more + ">" + p(words) + "</table:table-cell>";
}
std::string sheet(const std::string& rows, const std::string& more = "") {
    return "<table:table table:name=\"A\" " + more + ">" + rows + "</table:table>";
}
std::string row(const std::string& cells, const std::string& more = "") {
    return "<table:table-row " + more + ">" + cells + "</table:table-row>";
}
std::string style(const std::string& name, const std::string& properties) {
    return "<style:style style:name=\"" + name + "\">" + properties + "</style:style>";
}

TEST(Odf, FindsWhatIsPlantedInEveryPlace) {
    const std::string q = planted;
    const std::string hide = style("H", "<style:text-properties text:display=\"none\"/>");
    const std::string gone = style("T", "<style:table-properties table:display=\"false\"/>") +
                             style("P", "<style:drawing-page-properties presentation:visibility=\"hidden\"/>");
    const auto text = [&](const std::string& body) { return odf_with(body, hide); };
    const auto cells = [&](const std::string& body) { return odf_with(body, gone, {}, "spreadsheet"); };
    const auto pages = [&](const std::string& body) { return odf_with(body, gone, {}, "presentation"); };
    const auto more = [&](const std::string& name, const std::string& octets) {
        return odf_with("", "", {{name, octets}});
    };
    struct {
        const char* name;
        std::string octets;
        const char* where;
        std::string want = planted;
    } cases[] = {
        {"the body", text(p(q)), ""},
        {"spans and kept blanks", text(p("QQ<text:s/>12 <text:span>34</text:span><text:s text:c=\"1\"/>56 C")), ""},
        {"words around a note",
         text(p("QQ 12 34<text:note><text:note-citation>1</text:note-citation><text:note-body>" + p("x") +
                "</text:note-body></text:note> 56 C")),
         ""},
        {"words around a box",
         text(p("QQ 12 34<draw:frame><draw:text-box>" + p("x") + "</draw:text-box></draw:frame> 56 C")), ""},
        {"a note", text(p("x<text:note><text:note-body>" + p(q) + "</text:note-body></text:note>")), "notes"},
        {"a box", text(p("x<draw:frame><draw:text-box>" + p(q) + "</draw:text-box></draw:frame>")), "text boxes"},
        {"a comment and its author",
         text(p("x<office:annotation><dc:creator>A. Reviewer</dc:creator>" + p(q) + "</office:annotation>")),
         "comments", "A. Reviewer: " + q},
        {"a deletion",
         text("<text:tracked-changes><text:changed-region><text:deletion><office:change-info><dc:creator>B</"
              "dc:creator></office:change-info>" +
              p(q) + "</text:deletion></text:changed-region></text:tracked-changes>"),
         "tracked changes"},
        {"a hidden run",
         text(p("x<text:span text:style-name=\"H\">QQ 12 34</text:span><text:span text:style-name=\"H\"> 56 "
                "C</text:span>")),
         "hidden text"},
        {"a hidden section", text("<text:section text:display=\"none\">" + p(q) + "</text:section>"), "hidden text"},
        {"a hidden text field", text(p("<text:hidden-text text:string-value=\"" + q + "\"/>")), "hidden text"},
        {"a hidden paragraph", text(p("<text:hidden-paragraph text:is-hidden=\"true\"/>" + q)), "hidden text"},
        {"either text of a condition", text(p("<text:conditional-text text:string-value-if-false=\"" + q + "\"/>")),
         "fields and descriptions"},
        {"a field of the user",
         text("<text:user-field-decls><text:user-field-decl office:string-value=\"" + q +
              "\"/></text:user-field-decls>"),
         "fields and descriptions"},
        {"a link", text(p("<text:a xlink:href=\"http://x.example/" + q + "\">x</text:a>")), "fields and descriptions"},
        {"a description", text(p("<draw:frame><svg:desc>" + q + "</svg:desc></draw:frame>")),
         "fields and descriptions"},
        {"a form",
         text("<office:forms><form:form><form:text form:current-value=\"" + q + "\"/></form:form></office:forms>"),
         "fields and descriptions"},
        {"a table", text(sheet(row(cell_of("NI number")) + row(cell_of(q)))), "", "NI number\n" + q + "\n"},
        {"a header",
         more("styles.xml", "<office:document-styles xmlns:office=\"o\"><style:master-page><style:header>" + p(q) +
                                "</style:header></style:master-page></office:document-styles>"),
         "page header"},
        {"a property",
         more("meta.xml", "<office:document-meta xmlns:office=\"o\"><office:meta><meta:user-defined meta:name=\"n\">" +
                              q + "</meta:user-defined></office:meta></office:document-meta>"),
         "document properties", "n: " + q},
        {"a macro",
         more("Basic/Standard/M.xml",
              "<?xml version=\"1.0\"?><!DOCTYPE script:module PUBLIC \"x\" \"module.dtd\"><script:module "
              "xmlns:script=\"s\" script:name=\"M\">Sub X ' " +
                  q + "</script:module>"),
         "macro module \"M\""},
        {"an embedded document",
         more("Object 1/content.xml", "<office:document-content xmlns:office=\"o\"><office:body>" + p(q) +
                                          "</office:body></office:document-content>"),
         "embedded \"Object 1/content.xml\""},
        {"a member of its own", more("extra.txt", q), "embedded \"extra.txt\""},
        {"a sheet", cells(sheet(row(cell_of("NI number")) + row(cell_of(q)))), "sheet \"A\"", "NI number\n" + q + "\n"},
        {"a hidden sheet", cells(sheet(row(cell_of(q)), "table:style-name=\"T\"")), "hidden sheet \"A\""},
        {"a hidden row, under its heading",
         cells(sheet(row(cell_of("NI number")) + row(cell_of(q), "table:visibility=\"collapse\""))),
         "sheet \"A\" › hidden rows", "NI number\n" + q},
        {"a row that a filter hides",
         cells(sheet(row(cell_of("NI number")) + row(cell_of(q), "table:visibility=\"filter\""))),
         "sheet \"A\" › hidden rows"},
        {"a hidden column",
         cells(sheet("<table:table-column/><table:table-column table:visibility=\"collapse\"/>" +
                     row(cell_of("x") + cell_of(q)))),
         "sheet \"A\" › hidden columns"},
        {"a date by its value",
         cells(sheet(row(cell_of("12 March", "office:value-type=\"date\" office:date-value=\"1985-03-12\"")))),
         "sheet \"A\"", "12/03/1985"},
        {"a number shown in short",
         cells(sheet(row(cell_of("1E10", "office:value-type=\"float\" office:value=\"9990000018\"")))), "sheet \"A\"",
         "9990000018"},
        {"a number shown with blanks",
         cells(sheet(row(cell_of("999 000 0018", "office:value-type=\"float\" office:value=\"9990000018\"")))),
         "sheet \"A\"", "999 000 0018"},
        {"a value that is not shown",
         cells(sheet(row("<table:table-cell office:value-type=\"string\" office:string-value=\"" + q + "\"/>"))),
         "sheet \"A\""},
        {"words in a formula", cells(sheet(row(cell_of("x", "table:formula=\"of:=&quot;" + q + "&quot;\"")))),
         "sheet \"A\" › fields and descriptions"},
        {"a comment on a cell",
         cells(sheet(row("<table:table-cell><office:annotation>" + p(q) + "</office:annotation>" + p("x") +
                         "</table:table-cell>"))),
         "sheet \"A\" › comments"},
        {"behind repeated columns",
         cells(sheet(row("<table:table-cell table:number-columns-repeated=\"2\"/>" + cell_of(q)))), "sheet \"A\"",
         "\t\t" + q},
        {"cells of another document", cells(replace_all(sheet(row(cell_of(q))), "\"A\"", "\"'file:///x.ods'#$B\"")),
         "hidden sheet \"'file:///x.ods'#$B\""},
        {"a slide",
         pages("<draw:page draw:name=\"n\"><draw:frame><draw:text-box>" + p(q) +
               "</draw:text-box></draw:frame></draw:page>"),
         "slide 1"},
        {"a hidden slide",
         pages("<draw:page draw:style-name=\"P\"><draw:frame><draw:text-box>" + p(q) +
               "</draw:text-box></draw:frame></draw:page>"),
         "hidden slide 1"},
        {"speaker's notes",
         pages("<draw:page><presentation:notes><draw:frame><draw:text-box>" + p(q) +
               "</draw:text-box></draw:frame></presentation:notes></draw:page>"),
         "notes 1"},
    };
    for (const auto& c : cases) {
        const auto r = read_as(c.octets).reading;
        EXPECT_THAT(text_at(r, c.where), HasSubstr(c.want)) << c.name << "\n" << places(r);
        EXPECT_EQ(unread(r), "") << c.name;
    }
}

TEST(Odf, CountsRepeatedColumnsAndRowsOnce) {
    const std::string many = "table:number-columns-repeated=\"1000000000\"";
    const auto r = read_as(odf_with(sheet(row(cell_of("words", many) + cell_of("more", many),
                                              "table:number-rows-repeated=\"1048576\"")),
                                    "", {}, "spreadsheet"))
                       .reading;
    EXPECT_LT(text_at(r, "sheet \"A\"").size(), 400u);
    EXPECT_THAT(text_at(r, "sheet \"A\""), HasSubstr("more"));
}

TEST(Odf, LocksThatProtectNothingAreSaidAndTheContentIsRead) {
    struct {
        const char* name;
        std::string octets, want;
    } cases[] = {
        {"a section", odf_with("<text:section text:protected=\"true\">" + p(planted) + "</text:section>"),
         "odf cosmetic open protected-section; "},
        {"a sheet", odf_with(sheet(row(cell_of(planted)), "table:protected=\"true\""), "", {}, "spreadsheet"),
         "odf cosmetic open protected-sheet; "},
        {"opened for reading only",
         odf_with(p(planted), "",
                  {{"settings.xml",
                    "<office:document-settings xmlns:office=\"o\"><config:config-item "
                    "config:name=\"LoadReadonly\">true</config:config-item></office:document-settings>"}}),
         "odf cosmetic open read-only; "},
    };
    for (const auto& c : cases) {
        const auto r = read_as(c.octets).reading;
        EXPECT_EQ(judged(r), c.want) << c.name;
        EXPECT_THAT(all_text(r), HasSubstr(planted)) << c.name;
    }
}

TEST(OdfSeal, IsGradedByTheManifest) {
    struct {
        const char *file, *want;
    } cases[] = {
        {"sealed.odt", "odf strong protects aes-256; encrypted; "},
        {"sealed.ods", "odf strong protects aes-256; encrypted; "},
        {"blowfish.odt", "odf weak protects blowfish; encrypted; "},
        {"wholesome.odt", "odf strong protects aes-256; encrypted; "},
        {"partly.odt", "odf partial open some-members-clear; encrypted; "},
        {"sham.odt", "odf opaque open members are readable; broken; "},
    };
    for (const auto& c : cases)
        EXPECT_EQ(judged(read_sample(std::string("office/") + c.file).reading), c.want) << c.file;
    EXPECT_THAT(all_text(read_sample("office/partly.odt").reading), HasSubstr("clear 999 000 0018"));
    EXPECT_THAT(all_text(read_sample("office/sham.odt").reading), HasSubstr("999 000 0018"));
}

TEST(OdfSeal, GivesADecryptorAllItNeeds) {
    const auto manifest = [](const std::string& file) {
        const std::string octets = sample("office/" + file);
        Budget budget({}, octets.size(), system_clock());
        const ZipFile zip = read_zip(octets, 100);
        for (const auto& m : zip.members)
            if (m.name == "META-INF/manifest.xml") return read_odf_manifest(unpack(zip, m, budget).octets);
        return std::vector<OdfEntry>();
    };
    const auto old_form = manifest("sealed.odt");
    const auto* content = entry_of(old_form, "content.xml");
    ASSERT_TRUE(content);
    EXPECT_EQ(content->cipher, OdfEntry::Cipher::aes_cbc);
    EXPECT_EQ(content->derivation, OdfEntry::Derivation::pbkdf2);
    EXPECT_EQ(content->bits, 256);
    EXPECT_EQ(content->salt.size(), 16u);
    EXPECT_EQ(content->vector.size(), 16u);
    EXPECT_EQ(content->start_key, "sha256");
    EXPECT_GE(content->iterations, 100'000u);
    EXPECT_GT(content->size, 0u);
    const auto new_form = manifest("wholesome.odt");
    const auto* package = entry_of(new_form, "encrypted-package");
    ASSERT_TRUE(package);
    EXPECT_EQ(package->cipher, OdfEntry::Cipher::aes_gcm);
    EXPECT_EQ(package->derivation, OdfEntry::Derivation::argon2id);
    EXPECT_EQ(package->lanes, 4u);
}

TEST(Odf, IsReadAsOneFlatFileToo) {
    for (const char* file : {"office/minutes.fodt", "office/plots.fods", "office/talk.fodp"}) {
        const auto r = read_sample(file, "text/xml").reading;
        EXPECT_THAT(r.entities[1].detected_type, HasSubstr("opendocument")) << file;
        EXPECT_EQ(unread(r), "") << file;
    }
}

}  // namespace
}  // namespace beadle::inspect

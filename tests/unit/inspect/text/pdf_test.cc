#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "inspect/text/pdf_objects.h"
#include "inspect/text/pdf_read.h"
#include "support/small_zip.h"
#include "unit/inspect/text/samples.h"

namespace beadle::inspect {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using namespace testing;

struct Started : ::testing::Test {
    static void SetUpTestSuite() { start_text(); }
};
using Pdf = Started;

std::string text_at(const Reading& r, std::string_view location) {
    std::string out;
    for (const auto& s : r.segments)
        if (s.location == location && s.kind != SegmentKind::name) out += s.text;
    return out;
}

TEST_F(Pdf, ThePageOfTheWallIsRead) { EXPECT_EQ(check_pdf(), ""); }

TEST_F(Pdf, WordsStandWhereAReaderFindsThem) {
    struct {
        const char *name, *sample, *where, *want;
    } cases[] = {
        {"a line", "plain.pdf", "page 1", "Allotment tenant, NHS No 999 000 0018, plot 12."},
        {"a number in pieces, each placed by itself", "split.pdf", "page 1", "NHS No 999 000 0018\n"},
        {"a number in pieces with kerning between", "split.pdf", "page 1", "Tenant 999 000 0026\n"},
        {"a number with wide letter spacing", "split.pdf", "page 1", "9990000034"},
        {"a row of a table", "table.pdf", "page 1", "Name\tPlot\tNHS number\tRent\n"},
        {"an empty cell keeps its place", "table.pdf", "page 1", "A. Tester\t\t999 000 0018\t£40\n"},
        {"an empty cell further on too", "table.pdf", "page 1", "B. Tester\t12\t\t£41\n"},
        {"two columns are read across", "columns.pdf", "page 1", "999 000\tneither here\n"},
        {"and one after the other", "columns.pdf", "page 1", "999 000\n0018 and no other."},
        {"a page turned on its side", "turned.pdf", "page 1", "Sideways NHS No 999 000 0018"},
        {"LibreOffice, tagged", "letter.pdf", "page 1", "NHS No 999 000 0018, asked"},
        {"LibreOffice, a table", "letter.pdf", "page 1", "Name\tNHS number\nA. Tester\t999 000 0026"},
        {"LibreOffice, a bookmark", "letter.pdf", "bookmarks", "Letter to plot 12"},
        {"LibreOffice, its properties", "letter.pdf", "document properties", "Author: Test Clerk"},
        {"Ghostscript", "ghostscript.pdf", "page 1", "C. Tester\t13\t999 000 0026"},
        {"Ghostscript, XMP", "ghostscript.pdf", "document properties", "xml:lang: x-default\nli: Rents"},
        {"cairo", "cairo.pdf", "page 1", "Tenant NHS No 999 000 0018"},
        {"Japanese without ToUnicode", "japanese.pdf", "page 1", "東京都の住民 999 000 0018"},
        {"object streams", "object-streams.pdf", "page 1", "999 000 0018"},
        {"linearized", "linear.pdf", "page 1", "999 000 0018"},
        {"a form field as shown", "form.pdf", "page 1", "999 000 0018"},
        {"a form field as kept", "form.pdf", "page 1 › form fields", "NHS number nhs: 999 000 0018"},
        {"what a field offers", "form.pdf", "page 1 › form fields", "12, 13"},
        {"pdftk, form flattened", "pdftk-flat.pdf", "page 1", "999 000 0018"},
        {"XFA", "xfa.pdf", "form data", "999 000 0026"},
        {"a note", "notes.pdf", "page 1 › notes", "Ask about 999 000 0026"},
        {"a bookmark", "notes.pdf", "bookmarks", "Tenant 999 000 0018"},
        {"a link", "notes.pdf", "links", "https://example.org/plot?tenant=12"},
        {"an embedded file", "attachment.pdf", "\"list.csv\"", "A. Tester\t999 000 0026"},
        {"a script", "script.pdf", "script", "999 000 0026"},
        {"text that stands for other letters", "stands-for.pdf", "page 1 › replacement text", "999 000 0026"},
        {"what a scanner recognised", "recognised.pdf", "page 1 › text layer of the picture", "NHS No 999 000 0018"},
        {"text beneath a box", "redacted.pdf", "page 1", "NHS No 999 000 0018"},
        {"white, tiny, inkless and off the page", "hidden.pdf", "page 1 › hidden text", "White 999 000 0018"},
        {"off the page", "hidden.pdf", "page 1 › hidden text", "Above 999 000 0026"},
        {"tiny", "hidden.pdf", "page 1 › hidden text", "Tiny 999 000 0034"},
        {"without ink", "hidden.pdf", "page 1 › hidden text", "Inkless 999 000 0042"},
        {"a layer that is off", "layer.pdf", "page 1 › hidden text", "999 000 0018"},
        {"an earlier revision", "revised.pdf", "earlier revision › hidden text", "999 000 0026"},
        {"a page that nothing leads to", "stray.pdf", "unlisted page › hidden text", "999 000 0018"},
        {"a page in a tree that goes round", "loops.pdf", "unlisted page › hidden text", "999 000 0018"},
        {"before the header", "late-header.pdf", "before the document", "999 000 0026"},
        {"after a late header", "late-header.pdf", "page 1", "999 000 0018"},
        {"without its table", "cut.pdf", "page 1", "999 000 0018"},
        {"with a wrong table", "bad-table.pdf", "page 1", "999 000 0018"},
        {"a ZIP archive at its end", "pdf-and-zip.pdf", "\"list.txt\"", "999 000 0034"},
        {"only its files are sealed", "files-sealed.pdf", "page 1", "999 000 0018"},
        {"only its owner has a password", "owner-256.pdf", "page 1", "999 000 0018"},
        {"the cover around a sealed file", "wrapper.pdf", "page 1", "999 000 0018"},
        {"the title of a sealed file", "open-title.pdf", "document properties", "Rents"},
    };
    for (const auto& c : cases) {
        const Read r = read_sample(std::string("pdf/") + c.sample);
        const std::string file = "attachment \"" + std::string(c.sample) + "\" › " + c.where;
        EXPECT_THAT(text_at(r.reading, file), HasSubstr(c.want)) << c.name;
    }
}

TEST_F(Pdf, EveryLockIsJudged) {
    struct {
        const char *sample, *want;
        bool reads;
    } cases[] = {
        {"plain.pdf", "", true},
        {"owner-40.pdf", "pdf cosmetic open owner-password-only; ", true},
        {"owner-256.pdf", "pdf cosmetic open owner-password-only; ", true},
        {"user-40.pdf", "pdf weak protects rc4-40; encrypted; ", false},
        {"user-128.pdf", "pdf weak protects rc4-128; encrypted; ", false},
        {"user-aes128.pdf", "pdf strong protects aes-128; encrypted; ", false},
        {"user-256.pdf", "pdf strong protects aes-256; encrypted; ", false},
        {"open-title.pdf", "pdf strong protects aes-256; encrypted; ", false},
        {"letter-sealed.pdf", "pdf weak protects rc4-128; encrypted; ", false},
        {"certificate.pdf", "pdf strong protects public-key; encrypted; ", false},
        {"other-handler.pdf", "pdf opaque open unknown handler; encrypted; ", false},
        {"files-sealed.pdf", "pdf partial open attachments-only, aes-128; encrypted; ", true},
        {"wrapper.pdf", "pdf strong protects aes-256; encrypted; ", true},
        {"sham.pdf", "pdf opaque open not-what-it-claims; broken; ", true},
    };
    for (const auto& c : cases) {
        const std::string octets = sample(std::string("pdf/") + c.sample);
        const std::pair<const char*, std::string> ways[] = {
            {"as it is", message_with(octets, c.sample)},
            {"in a ZIP archive", message_with(beadle::test::zip_of({{"x.pdf", octets}}), "x.zip")},
            {"in a message", message_with(message_with(octets, c.sample), "x.eml", "message/rfc822")},
        };
        for (const auto& [way, octets_of_message] : ways) {
            const Read r = read(octets_of_message);
            EXPECT_EQ(judged(r.reading), c.want) << c.sample << " " << way;
            EXPECT_EQ(all_text(r.reading).find("999 000 0018") != std::string::npos, c.reads) << c.sample << " " << way;
        }
    }
}

TEST_F(Pdf, APasswordThatOpensItReadsIt) {
    const char* secret = "correct horse";
    for (const char* name : {"user-40.pdf", "user-128.pdf", "user-aes128.pdf", "user-256.pdf", "letter-sealed.pdf"}) {
        const std::string octets = sample(std::string("pdf/") + name);
        EXPECT_FALSE(pdf_opens_with(octets, "wrong")) << name;
        EXPECT_FALSE(pdf_opens_with(octets, "")) << name;
        EXPECT_TRUE(pdf_opens_with(octets, secret)) << name;
        Reading r;
        Budget budget({}, octets.size(), system_clock());
        Reader reader(r, budget);
        read_opened_pdf(reader, octets, secret, {"file", {"file"}, "1", 1});
        EXPECT_THAT(all_text(r), HasSubstr("999 000 0018")) << name;
        EXPECT_TRUE(r.not_inspected.empty()) << name;
        EXPECT_TRUE(r.protection.empty()) << name;
    }
}

TEST_F(Pdf, FindingsSayWhatIsHiddenAndNothingElse) {
    struct {
        const char *sample, *want;
    } cases[] = {
        {"plain.pdf", ""},
        {"shaded.pdf", ""},
        {"table.pdf", ""},
        {"letter.pdf", ""},
        {"form.pdf", ""},
        {"pdftk-flat.pdf", ""},
        {"recognised.pdf", ""},
        {"linear.pdf", ""},
        {"redacted.pdf", "failed-redaction › page 1 › covered text"},
        {"whitened.pdf", "failed-redaction › page 1 › covered text"},
        {"redact-note.pdf", "failed-redaction › page 1 › covered text"},
        {"hidden.pdf", "hidden-content › page 1 › hidden text"},
        {"layer.pdf", "hidden-content › page 1 › hidden text"},
        {"revised.pdf", "hidden-content › earlier revision › hidden text"},
        {"script.pdf", "macro"},
        {"launch.pdf", "dangerous-file"},
        {"pdf-and-zip.pdf", "ambiguous-structure"},
        {"notes.pdf", "document-comment › page 1 › notes"},
    };
    for (const auto& c : cases) {
        const Read r = read_sample(std::string("pdf/") + c.sample);
        std::string got;
        if (!r.reading.findings.empty()) {
            const auto& f = r.reading.findings[0];
            const std::string file = "attachment \"" + std::string(c.sample) + "\"";
            got = std::string(name(f.kind)) + f.location.substr(file.size());
        }
        EXPECT_EQ(got, c.want) << c.sample;
    }
}

TEST_F(Pdf, WhatCannotBeReadIsSaid) {
    struct {
        const char *sample, *want;
    } cases[] = {
        {"scan.pdf", "page 1 is a picture without text"},
        {"no-letters.pdf", "page 1 is in letters of a font that does not say which they are"},
        {"loops.pdf", "its tree of pages is damaged"},
    };
    for (const auto& c : cases) {
        const Read r = read_sample(std::string("pdf/") + c.sample);
        ASSERT_FALSE(r.reading.not_inspected.empty()) << c.sample;
        EXPECT_EQ(r.reading.not_inspected[0].detail, c.want) << c.sample;
    }
}

TEST_F(Pdf, WordsAboutPdfStayWords) {
    const Read r =
        read("From: a@town.example\r\nContent-Type: text/plain\r\n\r\nSee %PDF-1.4, NHS No 999 000 0018\r\n");
    EXPECT_THAT(all_text(r.reading), HasSubstr("999 000 0018"));
    const Read sham = read(message_with("%PDF-1.7\nNHS No 999 000 0018\n", "a.pdf", "application/pdf"));
    EXPECT_THAT(all_text(sham.reading), HasSubstr("999 000 0018"));
    EXPECT_THAT(judged(sham.reading), HasSubstr("broken"));
}

// Keys that no viewer shows and this program does not know by name.
TEST_F(Pdf, StringsOfAnyKeyAreRead) {
    const struct {
        const char *what, *catalog;
    } cases[] = {
        {"label of pages", "/PageLabels<</Nums[0<</P(NHS number 999 000 0018)>>]>>"},
        {"name of a layer", "/OCProperties<</OCGs[4 0 R]/D<</OFF[4 0 R]>>>>"},
        {"data of a program", "/PieceInfo<</App<</Private(NHS number 999 000 0018)>>>>"},
        {"name of a place", "/Dests<</NHS#20number#20999#20000#200018[3 0 R/Fit]>>"},
        {"text in UTF-16", "/X<FEFF004E004800530020006E0075006D0062006500720020003900390039002000300030003000200030003000310038>"},
    };
    for (const auto& c : cases) {
        const std::string file = "%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 2 0 R" + std::string(c.catalog) +
                                 ">>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n3 0 obj<</Type/Page/Parent 2 0 "
                                 "R/MediaBox[0 0 9 9]>>endobj\n4 0 obj<</Type/OCG/Name(NHS number 999 000 0018)>>endobj\n"
                                 "trailer<</Root 1 0 R>>\n%%EOF\n";
        EXPECT_THAT(all_text(read(message_with(file, "a.pdf")).reading), HasSubstr("NHS number 999 000 0018")) << c.what;
    }
}

}  // namespace
}  // namespace beadle::inspect

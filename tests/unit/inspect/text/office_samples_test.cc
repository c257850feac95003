// Every kind of office document that real programs write: what is planted is found, and where.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "unit/inspect/text/office_parts.h"

namespace beadle::inspect {
namespace {

using ::testing::HasSubstr;
using namespace testing;

struct Planted {
    const char *where, *want;
};

const std::vector<Planted> of_text{
    {"", "NHS No 999 000 0018, asked politely."}, {"", "Name\tNI number\nA. Tester\tQQ 12 34 56 C\n"},
    {"text boxes", "Boxed 999 000 0085"},         {"hidden text", "Hidden 999 000 0026"},
    {"tracked changes", "deleted 999 000 0034"},  {"tracked changes", "by B. Editor"},
    {"comments", "comment 999 000 0077"},         {"page header", "Header 999 000 0050"},
    {"page footer", "Footer 999 000 0069"},       {"document properties", "QQ123456C of properties"}};
const std::vector<Planted> of_sheets{
    {"sheet \"Plots\"", "Name\tNHS No\t\tDate of birth\nA. Tester\t9990000018\t\t12/03/1985\n"},
    {"sheet \"Plots\" › hidden rows", "Date of birth\nGone\t999 000 0042"},
    {"sheet \"Plots\" › hidden columns", "Rent book\n"},
    {"sheet \"Plots\" › comments", "ring first: 999 000 0034"},
    {"hidden sheet \"Salaries\"", "NI number\nQQ 12 34 56 C\n"},
    {"document properties", "QQ123456C of properties"}};
// LibreOffice leaves comments out of its flat form.
const std::vector<Planted> of_flat_sheets{{"sheet \"Plots\"", "A. Tester\t9990000018\t\t12/03/1985\n"},
                                          {"sheet \"Plots\" › hidden rows", "Date of birth\nGone\t999 000 0042"},
                                          {"hidden sheet \"Salaries\"", "NI number\nQQ 12 34 56 C\n"}};
const std::vector<Planted> of_slides{{"slide 1", "Holders 999 000 0018"},
                                     {"notes 1", "Speaker 999 000 0034"},
                                     {"hidden slide 2", "Kept back 999 000 0026"},
                                     {"document properties", "QQ123456C of properties"}};
const std::vector<Planted> of_drawing{{"slide 1", "Holders 999 000 0018"}};
const std::vector<Planted> of_binary{
    {"sheet \"Plots\"", "Name\tNHS No\tDate of birth\nA. Tester\t999 000 0018\t12/03/1985\nformula words\n"},
    {"sheet \"Plots\" › hidden rows", "Date of birth\nGone\t999 000 0042\t12/03/1985"},
    {"sheet \"Plots\" › hidden columns", "Rent book\n"},
    {"hidden sheet \"Salaries\"", "NI number\nQQ 12 34 56 C\n"}};

TEST(OfficeSamples, HoldEverythingWhereItStands) {
    struct {
        const char* file;
        const std::vector<Planted>& planted;
        const char* found;
    } cases[] = {
        {"minutes.odt", of_text, "tracked-changes"},      {"minutes.ott", of_text, "tracked-changes"},
        {"minutes.fodt", of_text, "tracked-changes"},     {"minutes.docx", of_text, "tracked-changes"},
        {"minutes.dotx", of_text, "document-comment"},    {"minutes.docm", of_text, "macro"},
        {"plots.ods", of_sheets, "hidden-content"},       {"plots.ots", of_sheets, "hidden-content"},
        {"plots.fods", of_flat_sheets, "hidden-content"}, {"plots.xlsx", of_sheets, "hidden-content"},
        {"plots.xltx", of_sheets, "document-comment"},    {"plots.xlsm", of_sheets, "macro"},
        {"plots.xlsb", of_binary, "hidden-content"},      {"talk.odp", of_slides, "hidden-content"},
        {"talk.otp", of_slides, "hidden-content"},        {"talk.fodp", of_slides, "hidden-content"},
        {"talk.pptx", of_slides, "hidden-content"},       {"talk.potx", of_slides, "hidden-content"},
        {"talk.ppsx", of_slides, "document-properties"},  {"talk.pptm", of_slides, "macro"},
        {"map.odg", of_drawing, "document-properties"},
    };
    for (const auto& c : cases) {
        const auto r = read_as(sample(std::string("office/") + c.file)).reading;
        for (const auto& want : c.planted)
            EXPECT_THAT(text_at(r, want.where), HasSubstr(want.want)) << c.file << "\n" << places(r);
        EXPECT_THAT(found(r), HasSubstr(c.found)) << c.file;
        EXPECT_EQ(unread(r), "") << c.file;
    }
}

// Each form keeps the places that it has.
TEST(OfficeSamples, WordsInNamesLinksFieldsAndFormatsAreRead) {
    const std::string marked = "Marked 999 000 0018", asked = "Asked for 999 000 0026",
                      about = "Asked about 999 000 0034", base = "Base 999 000 0042", above = "above 999 000 0050",
                      typed = "Type in 999 000 0069", chosen = "Choose 999 000 0077", drawn = "Drawn 999 000 0085",
                      styled = "Styled 999 000 0093";
    const std::string computed = "Computed 999 000 0018", looks = "Looks 999 000 0026", shown = "Shown as 999 000 0034";
    const struct {
        const char* name;
        std::vector<std::string> want;
    } cases[] = {{"places.odt", {marked, asked, about, base, above, typed, chosen, drawn, styled}},
                 {"places.docx", {marked, asked, about, base, above, typed, chosen, drawn, styled}},
                 {"places.doc", {marked, asked, about, base, above, typed, chosen, drawn, styled}},
                 {"places.rtf", {marked, asked, about, base, typed, drawn, styled}},
                 {"places.ods", {computed, looks, shown}},
                 {"places.xlsx", {computed, looks, shown}},
                 {"places.xls", {computed, looks, shown}}};
    for (const auto& c : cases) {
        const Read r = read_sample("office/" + std::string(c.name));
        for (const auto& words : c.want) EXPECT_THAT(all_text(r.reading), HasSubstr(words)) << c.name;
        EXPECT_TRUE(r.reading.not_inspected.empty()) << c.name;
    }
}

TEST(OfficeSamples, MacrosAreReadAsText) {
    for (const char* file : {"minutes.docm", "plots.xlsm", "talk.pptm"}) {
        const auto r = read_as(sample(std::string("office/") + file)).reading;
        EXPECT_THAT(all_text(r), HasSubstr("    ' payroll of QQ123456C, QQ123456C, QQ123456C\n")) << file;
        EXPECT_THAT(all_text(r), HasSubstr("macro words 999 000 0182")) << file;
        const auto macro = std::find_if(r.findings.begin(), r.findings.end(),
                                        [](const Finding& f) { return f.kind == FindingKind::macro; });
        ASSERT_NE(macro, r.findings.end()) << file;
        EXPECT_EQ(
            macro->evidence,
            "macros (1 module) that run when the document is opened; starts programs, makes objects of other programs");
    }
    EXPECT_THAT(all_text(read_as(sample("office/minutes.odt")).reading),
                HasSubstr("MsgBox \"macro words 999 000 0182\""));
}

TEST(OfficeSamples, CutShortNothingBecomesClean) {
    for (const char* file : {"minutes.odt", "plots.xlsx", "talk.pptx", "plots.xlsb"}) {
        const std::string whole = sample(std::string("office/") + file);
        for (std::size_t size = whole.size() - 1; size > 40; size -= std::min(size, whole.size() / 23)) {
            const auto r = read_as(whole.substr(0, size)).reading;
            EXPECT_FALSE(r.not_inspected.empty()) << file << " cut at " << size;
        }
    }
}

}  // namespace
}  // namespace beadle::inspect

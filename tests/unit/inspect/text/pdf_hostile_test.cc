#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <zlib.h>

#include <string>

#include "inspect/text/pdf_read.h"
#include "support/processor_time.h"
#include "unit/inspect/text/samples.h"

namespace beadle::inspect {
namespace {

using ::testing::HasSubstr;
using namespace testing;

struct PdfBomb : ::testing::Test {
    static void SetUpTestSuite() { start_text(); }
};

std::string deflated(const std::string& octets) {
    std::string out(compressBound(octets.size()), '\0');
    auto length = static_cast<uLongf>(out.size());
    compress2(reinterpret_cast<Bytef*>(out.data()), &length, reinterpret_cast<const Bytef*>(octets.data()),
              octets.size(), 9);
    out.resize(length);
    return out;
}

std::string stream(const std::string& octets, const std::string& entries = "") {
    return "<<" + entries + "/Length " + std::to_string(octets.size()) + ">>stream\n" + octets + "\nendstream";
}

// Without a table: both libraries build it from the objects they find.
std::string pdf_of(const std::vector<std::string>& objects, const std::string& trailer = "") {
    std::string out = "%PDF-1.7\n";
    for (std::size_t i = 0; i < objects.size(); ++i)
        if (!objects[i].empty()) out += std::to_string(i + 1) + " 0 obj\n" + objects[i] + "\nendobj\n";
    return out + "trailer\n<</Root 1 0 R" + trailer + ">>\n%%EOF\n";
}

std::string one_page(const std::string& content, const std::vector<std::string>& more = {},
                     const std::string& page = "", const std::string& catalog = "") {
    std::vector<std::string> all{"<</Type/Catalog/Pages 2 0 R" + catalog + ">>", "<</Type/Pages/Kids[3 0 R]/Count 1>>",
                                 "<</Type/Page/Parent 2 0 R/MediaBox[0 0 420 300]/Contents 4 0 R/Resources<</Font<</F "
                                 "5 0 R>>/XObject<</X 6 0 R>>>>" +
                                     page + ">>",
                                 content, "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>"};
    all.insert(all.end(), more.begin(), more.end());
    return pdf_of(all);
}

std::string repeated(const std::string& what, std::size_t times) {
    std::string out;
    for (std::size_t i = 0; i < times; ++i) out += what;
    return out;
}

const std::string words = "BT /F 11 Tf 40 200 Td (Tenant NHS No 999 000 0018) Tj ET ";

std::string kids(int first, int number) {
    std::string out;
    for (int i = 0; i < number; ++i) out += std::to_string(first + i) + " 0 R ";
    return out;
}

std::string many_pages(int number) {
    std::vector<std::string> all{"<</Type/Catalog/Pages 2 0 R>>",
                                 "<</Type/Pages/Kids[" + kids(5, number) + "]/Count " + std::to_string(number) + ">>",
                                 "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>", stream(words)};
    for (int i = 0; i < number; ++i)
        all.push_back(
            "<</Type/Page/Parent 2 0 R/MediaBox[0 0 420 300]/Contents 4 0 R/Resources<</Font<</F 3 0 R>>>>>>");
    return pdf_of(all);
}

std::string deep_tree(int depth) {
    std::vector<std::string> all{"<</Type/Catalog/Pages 2 0 R>>"};
    for (int i = 0; i < depth; ++i) all.push_back("<</Type/Pages/Count 1/Kids[" + std::to_string(i + 3) + " 0 R]>>");
    all.push_back("<</Type/Page/MediaBox[0 0 10 10]>>");
    return pdf_of(all);
}

std::string many_notes(int number) {
    std::string list;
    for (int i = 0; i < number; ++i) list += "<</Subtype/Text/Rect[0 0 9 9]/Contents(note)>>";
    return one_page(stream(words), {""}, "/Annots[" + list + "]");
}

std::string long_bookmarks(int number) {
    std::vector<std::string> all{"<</Type/Catalog/Pages 2 0 R/Outlines 4 0 R>>", "<</Type/Pages/Kids[3 0 R]/Count 1>>",
                                 "<</Type/Page/Parent 2 0 R/MediaBox[0 0 420 300]>>", "<</First 5 0 R/Last 5 0 R>>"};
    for (int i = 0; i < number; ++i)
        all.push_back("<</Title(deep)/Parent " + std::to_string(i + 4) + " 0 R/First " + std::to_string(i + 6) +
                      " 0 R>>");
    return pdf_of(all);
}

std::string object_stream_bomb() {
    const std::string inner = "7 0 <</Type/Catalog/Pages 2 0 R>>" + std::string(200u << 20, ' ');
    return pdf_of({"<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[]/Count 0>>",
                   stream(deflated(inner), "/Type/ObjStm/N 1/First 4/Filter/FlateDecode")});
}

std::string chained(std::string octets, int times) {
    std::string filters;
    for (int i = 0; i < times; ++i) octets = deflated(octets), filters += "/FlateDecode ";
    return stream(octets, "/Filter[" + filters + "]");
}

TEST_F(PdfBomb, EndsInTimeAndIsNotCalledClean) {
    const std::string form =
        "/Type/XObject/Subtype/Form/BBox[0 0 420 300]/Resources<</XObject<</X 6 0 R/Y 7 0 R>>/Font<</F 5 0 R>>>>";
    struct {
        const char* name;
        std::string octets;
        bool reads;  // the words are found
    } cases[] = {
        {"a form that draws itself", one_page(stream(words + "/X Do"), {stream("/X Do " + words, form)}), true},
        {"two forms that draw each other",
         one_page(stream(words + "/X Do"), {stream("/Y Do", form), stream("/X Do", form)}), true},
        {"forms that draw the next one ten times, ten deep",
         [&] {
             std::vector<std::string> forms;
             for (int i = 0; i < 10; ++i)
                 forms.push_back(stream(repeated("/X Do ", 10),
                                        "/Type/XObject/Subtype/Form/BBox[0 0 420 300]/Resources<</XObject<</X " +
                                            std::to_string(7 + i) + " 0 R>>>>"));
             return one_page(stream(words + "/X Do"), forms);
         }(),
         true},
        {"a tree of pages that goes round",
         pdf_of({"<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[2 0 R]/Count 5>>"}), false},
        {"two thousand million pages",
         pdf_of({"<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[]/Count 2000000000>>"}), false},
        {"a tree of pages five hundred deep", deep_tree(500), false},
        {"three thousand pages", many_pages(3000), true},
        {"thirty thousand notes on a page", many_notes(30'000), true},
        {"bookmarks ten thousand deep", long_bookmarks(10'000), false},
        {"an object stream of two hundred megabytes", object_stream_bomb(), false},
        {"content packed three times", one_page(chained(repeated(words, 50'000), 3)), true},
        {"a hundred megabytes of white space",
         one_page(stream(deflated(words + std::string(100u << 20, ' ')), "/Filter/FlateDecode")), true},
        {"a hundred filters", one_page(stream(words, "/Filter[" + repeated("/ASCIIHexDecode ", 100) + "]")), false},
        {"a million boxes over the page",
         one_page(stream(deflated(words + repeated("0 0 420 300 re f ", 1'000'000)), "/Filter/FlateDecode")), false},
        {"a million letters",
         one_page(stream(deflated(words + "BT /F 11 Tf 1 0 0 1 0 0 Tm " + repeated("(aaaaaaaaaa) Tj ", 100'000) + "ET"),
                         "/Filter/FlateDecode")),
         true},
        {"arrays a hundred thousand deep",
         one_page(stream(words), {"", repeated("[", 100'000) + repeated("]", 100'000)}), true},
        {"a table that refers to itself",
         "%PDF-1.7\nxref\n0 1\n0000000000 65535 f \ntrailer\n<</Size 1/Prev 9>>\nstartxref\n9\n%%EOF\n", false},
        {"a page without an end", "%PDF-1.4\n3 0 obj<</Type/Page/Contents 4 0 R", false},
        {"numbers past all bounds", one_page(stream("99999999999999999999 0 0 1e300 -1e300 1 cm " + words)), false},
        {"a letter height of nothing and of the sky",
         one_page(stream("BT /F 0 Tf (a) Tj /F 1e30 Tf (NHS) Tj ET " + words)), true},
        {"a million states saved", one_page(stream(deflated(repeated("q ", 1'000'000) + words), "/Filter/FlateDecode")),
         true},
        {"a type 3 font that calls itself",
         one_page(stream(words + "BT /F 9 Tf (a) Tj ET"),
                  {"<</Type/Font/Subtype/Type3/FontBBox[0 0 1 1]/FontMatrix[1 0 0 1 0 0]/FirstChar 97/LastChar "
                   "97/Widths[1]/CharProcs<</a 4 0 R>>/Encoding<</Differences[97/a]>>>>"}),
         true},
    };
    for (const auto& c : cases) {
        const double start = test::processor_seconds();
        BudgetLimits limits;
        limits.milliseconds = 3000;
        const Read r = read(message_with(c.octets, "a.pdf", "application/pdf"), limits);
        const double took = test::processor_seconds() - start;
        EXPECT_LT(took, 20) << c.name;
        const bool found = all_text(r.reading).find("999 000 0018") != std::string::npos;
        EXPECT_TRUE(found || !c.reads || !r.reading.not_inspected.empty()) << c.name;
        ::testing::Test::RecordProperty(
            std::string(c.name).substr(0, 60),
            static_cast<int>(took * 1000));
    }
}

TEST_F(PdfBomb, AMistakeDoesNotEndAPage) {
    for (const char* mistake : {"Q ", "Q Q Q ", "Tf ", "1 cm ", "(a) 3 Td ", "/F 1e30 Tf ", "wrong ",
                                "BI /W 1 /H 1 /BPC 8 ID a EI Q "}) {
        const Read r = read(message_with(one_page(stream(mistake + words)), "a.pdf", "application/pdf"));
        EXPECT_THAT(all_text(r.reading), HasSubstr("999 000 0018")) << mistake;
    }
    for (const char* open : {"[ (a Tj) Tm ", "<< /a [ 1 ] Do ", "(a Tj "}) {
        const Read r = read(message_with(one_page(stream(open + words)), "a.pdf", "application/pdf"));
        EXPECT_FALSE(r.reading.not_inspected.empty()) << open;
    }
    std::string half = deflated(repeated(words, 100));
    half.resize(half.size() / 2);
    const Read cut = read(message_with(one_page(stream(half, "/Filter/FlateDecode")), "a.pdf", "application/pdf"));
    EXPECT_FALSE(cut.reading.not_inspected.empty());
    // In a form it is not mended, but said.
    const std::string form = "/Type/XObject/Subtype/Form/BBox[0 0 420 300]/Resources<</Font<</F 5 0 R>>>>";
    const Read r = read(message_with(one_page(stream("/X Do"), {stream("Q " + words, form)}), "a.pdf"));
    EXPECT_FALSE(r.reading.not_inspected.empty());
}

TEST_F(PdfBomb, EveryBeginningIsReadOrSaidToBeBroken) {
    const std::string whole = sample("pdf/table.pdf");
    for (std::size_t length = 20; length < whole.size(); length += 13) {
        const Read r = read(message_with(whole.substr(0, length), "a.pdf", "application/pdf"));
        const bool found = all_text(r.reading).find("999 000 0018") != std::string::npos;
        EXPECT_TRUE(found || !r.reading.not_inspected.empty()) << length;
    }
}

TEST_F(PdfBomb, NoBudgetIsNeverClean) {
    for (const char* name : {"table.pdf", "attachment.pdf", "letter.pdf", "user-256.pdf"}) {
        BudgetLimits limits;
        limits.milliseconds = 0;
        const Read r = read(message_with(sample(std::string("pdf/") + name), name, "application/pdf"), limits);
        EXPECT_FALSE(r.reading.not_inspected.empty()) << name;
        limits.milliseconds = 20'000;
        limits.text = 10;
        const Read small = read(message_with(sample(std::string("pdf/") + name), name, "application/pdf"), limits);
        EXPECT_FALSE(small.reading.not_inspected.empty()) << name;
    }
}

}  // namespace
}  // namespace beadle::inspect

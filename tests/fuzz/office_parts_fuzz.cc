// library: beadle_text
// Office documents part by part: the octets are the part itself, in a ZIP that is always well made, so that the fuzzer
// works on XML and records and not on checksums. The first octet says which part of which document; what follows are
// the parts, parted by a NUL NUL line. What is read must be UTF-8 and within the budget.
#include <array>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "../support/small_zip.h"
#include "inspect/message/charset.h"
#include "inspect/text/odf.h"
#include "inspect/text/package.h"
#include "inspect/text/reading.h"

using namespace beadle;
using namespace beadle::inspect;

namespace {

constexpr const char* relation = "<Relationships><Relationship Id=\"r1\" Type=\"x/officeDocument\" Target=\"";

struct Shape {
    const char* main;  // of the package; "" = OpenDocument
    const char* parts[3];
    const char* related;  // relations of the main part
};
constexpr std::array shapes{
    Shape{"word/document.xml", {"word/document.xml", "word/styles.xml", "word/comments.xml"}, "<Relationships/>"},
    Shape{"xl/workbook.xml",
          {"xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/styles.xml"},
          "<Relationships><Relationship Id=\"r1\" Type=\"x/worksheet\" "
          "Target=\"worksheets/sheet1.xml\"/></Relationships>"},
    Shape{"xl/workbook.xml",
          {"xl/workbook.xml", "xl/pivotCache/d.xml", "xl/charts/chart1.xml"},
          "<Relationships><Relationship Id=\"r1\" Type=\"x/worksheet\" "
          "Target=\"worksheets/sheet1.xml\"/></Relationships>"},
    Shape{
        "xl/workbook.bin",
        {"xl/workbook.bin", "xl/worksheets/sheet1.bin", "xl/sharedStrings.bin"},
        "<Relationships><Relationship Id=\"rId1\" Type=\"x/worksheet\" Target=\"worksheets/sheet1.bin\"/><Relationship "
        "Id=\"rId4\" Type=\"x/sharedStrings\" Target=\"sharedStrings.bin\"/></Relationships>"},
    Shape{"ppt/presentation.xml",
          {"ppt/slides/slide1.xml", "ppt/notesSlides/n.xml", "ppt/diagrams/d.xml"},
          "<Relationships/>"},
    Shape{"", {"content.xml", "styles.xml", "META-INF/manifest.xml"}, ""},
    Shape{"", {"content.xml", "meta.xml", "settings.xml"}, ""},
};

std::string document(const Shape& shape, std::string_view octets) {
    test::Members members;
    const std::string main = shape.main;
    if (main.empty()) {
        members.emplace_back("mimetype", "application/vnd.oasis.opendocument.text");
    } else {
        const auto slash = main.find('/');
        members.emplace_back("_rels/.rels", relation + main + "\"/></Relationships>");
        members.emplace_back(main.substr(0, slash) + "/_rels/" + main.substr(slash + 1) + ".rels", shape.related);
        if (main == "xl/workbook.xml" && std::string_view(shape.parts[0]) != main)
            members.emplace_back(main, "<workbook><sheets><sheet name=\"A\" r:id=\"r1\"/></sheets></workbook>");
    }
    for (const char* part : shape.parts) {
        const auto end = octets.find(std::string_view("\0\0\n", 3));
        members.emplace_back(part, std::string(octets.substr(0, end)));
        if (end == std::string_view::npos) break;
        octets.remove_prefix(end + 3);
    }
    return test::zip_of(members);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const bool started = (start_text(), true);
    (void)started;
    if (size == 0) return 0;
    const std::string zip =
        document(shapes[data[0] % shapes.size()], {reinterpret_cast<const char*>(data) + 1, size - 1});
    BudgetLimits limits;
    limits.unpacked = 8u << 20;
    limits.text = 8u << 20;
    Budget budget(limits, zip.size(), system_clock());
    Reading out;
    Reader reader(out, budget);
    reader.content({}, zip, {"attachment", {"a"}, "1", 1});
    std::size_t text = 0;
    for (const auto& s : out.segments) {
        text += s.text.size();
        if (!is_utf8(s.text) || s.location.empty()) std::abort();
    }
    if (text > limits.text + (1u << 20)) std::abort();
    for (const auto& p : out.protection)
        if (p.protects && p.grade == ProtectionGrade::cosmetic) std::abort();
    return 0;
}

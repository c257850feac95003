// library: beadle_text
// Office documents from octets to segments: typical files of a council, and one sheet of a megabyte. Octets are those
// of the file as it is attached; "xml" is MB/s over what it unpacks to.
#include <benchmark/benchmark.h>
#include <zlib.h>

#include <fstream>
#include <iterator>
#include <string>
#include <utility>
#include <vector>

#include "inspect/text/reader.h"

namespace {

using namespace beadle;
using namespace beadle::inspect;
using Members = std::vector<std::pair<std::string, std::string>>;

std::string deflated(const std::string& plain) {
    z_stream z{};
    deflateInit2(&z, 6, Z_DEFLATED, -15, 8, Z_DEFAULT_STRATEGY);
    std::string out(deflateBound(&z, plain.size()), '\0');
    z.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(plain.data()));
    z.avail_in = static_cast<uInt>(plain.size());
    z.next_out = reinterpret_cast<Bytef*>(out.data());
    z.avail_out = static_cast<uInt>(out.size());
    deflate(&z, Z_FINISH);
    out.resize(z.total_out);
    deflateEnd(&z);
    return out;
}

std::string little(std::uint64_t value, int octets) {
    std::string out;
    for (int i = 0; i < octets; ++i) out.push_back(static_cast<char>(value >> (8 * i) & 0xff));
    return out;
}

std::string zip_of(const Members& members) {
    std::string body, directory;
    for (const auto& [name, plain] : members) {
        const std::string packed = deflated(plain);
        const auto crc = crc32(0, reinterpret_cast<const Bytef*>(plain.data()), static_cast<uInt>(plain.size()));
        const std::string head = little(20, 2) + little(0, 2) + little(8, 2) + little(0x21, 4) + little(crc, 4) +
                                 little(packed.size(), 4) + little(plain.size(), 4) + little(name.size(), 2) +
                                 little(0, 2);
        directory += "PK\x01\x02" + little(20, 2) + head + little(0, 6) + little(0, 4) + little(body.size(), 4) + name;
        body += "PK\x03\x04" + head + name + packed;
    }
    return body + directory + "PK\x05\x06" + little(0, 4) + little(members.size(), 2) + little(members.size(), 2) +
           little(directory.size(), 4) + little(body.size(), 4) + little(0, 2);
}

const std::string relations = "<Relationships><Relationship Id=\"r1\" Type=\"x/officeDocument\" Target=\"";

// Rents and tenants: as many rows as make a file of about a megabyte.
std::string big_sheet() {
    std::string rows, strings;
    for (int i = 0; i < 24'000; ++i) {
        const std::string n = std::to_string(i + 1), name = std::to_string(i);
        rows += "<row r=\"" + n + "\" spans=\"1:6\"><c r=\"A" + n + "\" s=\"1\" t=\"s\"><v>" + name +
                "</v></c><c r=\"B" + n + "\" s=\"2\"><v>" + std::to_string(31'000 + i * 7919 % 9000) +
                "</v></c><c r=\"C" + n + "\"><v>" + std::to_string(100'000 + i * 104'729LL % 899'999) +
                "</v></c><c r=\"D" + n + "\"><f>C" + n + "*2</f><v>" + std::to_string(i * 31 % 10'007) +
                ".25</v></c><c r=\"E" + n + "\" t=\"inlineStr\"><is><t>plot " + name + "</t></is></c></row>";
        strings += "<si><t>Tenant number " + std::to_string(i * 7 % 24'001) + " of the council</t></si>";
    }
    return zip_of(
        {{"_rels/.rels", relations + "xl/workbook.xml\"/></Relationships>"},
         {"xl/workbook.xml",
          "<workbook xmlns:r=\"r\"><sheets><sheet name=\"A\" sheetId=\"1\" r:id=\"r1\"/></sheets></workbook>"},
         {"xl/_rels/workbook.xml.rels",
          "<Relationships><Relationship Id=\"r1\" Type=\"x/worksheet\" "
          "Target=\"worksheets/sheet1.xml\"/></Relationships>"},
         {"[Content_Types].xml", "<Types/>"},
         {"xl/styles.xml",
          "<styleSheet><cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/></cellXfs></styleSheet>"},
         {"xl/sharedStrings.xml", "<sst>" + strings + "</sst>"},
         {"xl/worksheets/sheet1.xml", "<worksheet><sheetData>" + rows + "</sheetData></worksheet>"}});
}

std::string big_text(bool open_document) {
    std::string body;
    for (int i = 0; i < 8'000; ++i) {
        const std::string n = std::to_string(i * 7919 % 100'003);
        body += open_document
                    ? "<text:p text:style-name=\"P1\">The committee noted <text:span text:style-name=\"T" + n +
                          "\">item " + n + "</text:span> and resolved to defer it to the next meeting.</text:p>"
                    : "<w:p><w:pPr><w:pStyle w:val=\"Normal\"/></w:pPr><w:r><w:rPr><w:sz w:val=\"22\"/></w:rPr><w:t "
                      "xml:space=\"preserve\">The committee noted </w:t></w:r><w:r><w:rPr><w:b/></w:rPr><w:t>item " +
                          n + "</w:t></w:r><w:r><w:t> and resolved to defer it to the next meeting.</w:t></w:r></w:p>";
    }
    if (open_document)
        return zip_of({{"mimetype", "application/vnd.oasis.opendocument.text"},
                       {"META-INF/manifest.xml", "<manifest/>"},
                       {"content.xml", "<office:document-content xmlns:office=\"o\"><office:body><office:text>" + body +
                                           "</office:text></office:body></office:document-content>"}});
    return zip_of({{"[Content_Types].xml", "<Types/>"},
                   {"_rels/.rels", relations + "word/document.xml\"/></Relationships>"},
                   {"word/document.xml", "<w:document xmlns:w=\"w\"><w:body>" + body + "</w:body></w:document>"}});
}

std::string sample(const std::string& name) {
    std::ifstream in(std::string(BEADLE_SOURCE_DIR) + "/tests/samples/" + name, std::ios::binary);
    return std::string((std::istreambuf_iterator<char>(in)), {});
}

void read(benchmark::State& state, const std::string& octets) {
    std::size_t text = 0;
    for (auto _ : state) {
        Budget budget({}, octets.size(), system_clock());
        Reading out;
        Reader reader(out, budget);
        reader.content({}, octets, {"attachment", {"a"}, "1", 1});
        text = 0;
        for (const auto& s : out.segments) text += s.text.size();
        benchmark::DoNotOptimize(text);
    }
    state.SetBytesProcessed(static_cast<std::int64_t>(octets.size()) * state.iterations());
    state.counters["file_KB"] = static_cast<double>(octets.size()) / 1000;
    state.counters["text_KB"] = static_cast<double>(text) / 1000;
}

const bool registered = [] {
    const std::pair<const char*, std::string> files[] = {{"docx_letter", sample("documents/minutes.docx")},
                                                         {"xlsx_list", sample("documents/ledger.xlsx")},
                                                         {"docx", sample("office/minutes.docx")},
                                                         {"odt", sample("office/minutes.odt")},
                                                         {"xlsx", sample("office/plots.xlsx")},
                                                         {"xlsb", sample("office/plots.xlsb")},
                                                         {"ods", sample("office/plots.ods")},
                                                         {"pptx", sample("office/talk.pptx")},
                                                         {"odp", sample("office/talk.odp")},
                                                         {"docm", sample("office/minutes.docm")},
                                                         {"xlsx_1MB", big_sheet()},
                                                         {"docx_big", big_text(false)},
                                                         {"odt_big", big_text(true)}};
    for (const auto& [name, octets] : files)
        if (!octets.empty()) benchmark::RegisterBenchmark(name, read, octets)->Unit(benchmark::kMillisecond);
    return true;
}();

}  // namespace

int main(int argc, char** argv) {
    start_text();
    benchmark::Initialize(&argc, argv);
    benchmark::RunSpecifiedBenchmarks();
}

// library: beadle_text
// Milliseconds for letters of 1, 10 and 100 pages and for a page of a wide table, everything beside the pages included;
// or for the files named in BEADLE_BENCH_PDF (separated by colons).
#include <benchmark/benchmark.h>

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <vector>

#include "base/text.h"
#include "inspect/text/pdf_layout.h"
#include "inspect/text/pdf_objects.h"
#include "inspect/text/pdf_read.h"

namespace beadle::inspect {
namespace {

std::string pdf_of(const std::vector<std::string>& objects) {
    std::string out = "%PDF-1.7\n", table;
    for (std::size_t i = 0; i < objects.size(); ++i) {
        const auto at = std::to_string(out.size());
        table += std::string(10 - at.size(), '0') + at + " 00000 n \n";
        out += std::to_string(i + 1) + " 0 obj\n" + objects[i] + "\nendobj\n";
    }
    const auto size = std::to_string(objects.size() + 1), start = std::to_string(out.size());
    return out + "xref\n0 " + size + "\n0000000000 65535 f \n" + table + "trailer\n<</Size " + size +
           "/Root 1 0 R>>\nstartxref\n" + start + "\n%%EOF\n";
}

std::string letter(int lines) {
    std::string out;
    for (int n = 0; n < lines; ++n)
        out += "BT /F 10 Tf 1 0 0 1 50 " + std::to_string(780 - 14 * n) +
               " Tm [(The c)-10(ouncil resolved that )20(the path by the river will be)] TJ ( mended before Monday.) Tj ET\n";
    return out;
}

std::string table(int rows) {
    std::string out;
    for (int n = 0; n < rows; ++n)
        for (int column = 0; column < 8; ++column)
            out += "0.9 g " + std::to_string(40 + 65 * column) + " " + std::to_string(778 - 12 * n) +
                   " 65 12 re f 0 g BT /F 8 Tf " + std::to_string(42 + 65 * column) + " " + std::to_string(781 - 12 * n) +
                   " Td (" + std::to_string(n * 7919 + column * 104729) + ") Tj ET\n";
    return out;
}

std::string document(int pages, const std::string& content) {
    std::string kids;
    for (int n = 0; n < pages; ++n) kids += std::to_string(4 + 2 * n) + " 0 R ";
    std::vector<std::string> all{"<</Type/Catalog/Pages 2 0 R>>",
                                 "<</Type/Pages/Count " + std::to_string(pages) + "/Kids[" + kids + "]>>",
                                 "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>"};
    for (int n = 0; n < pages; ++n) {
        all.push_back("<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F 3 0 R>>>>/Contents " +
                      std::to_string(5 + 2 * n) + " 0 R>>");
        all.push_back("<</Length " + std::to_string(content.size()) + ">>stream\n" + content + "\nendstream");
    }
    return pdf_of(all);
}

void read_one(benchmark::State& state, const std::string& octets) {
    std::size_t text = 0;
    for (auto _ : state) {
        Reading r;
        Budget budget({}, octets.size(), system_clock());
        Reader reader(r, budget);
        read_pdf(reader, octets, {"file", {"file"}, "1", 1});
        for (const auto& s : r.segments) text += s.text.size();
        if (r.segments.empty() && r.not_inspected.empty()) throw std::runtime_error("nothing read");
    }
    state.SetBytesProcessed(static_cast<std::int64_t>(octets.size()) * state.iterations());
    state.counters["text"] = benchmark::Counter(static_cast<double>(text), benchmark::Counter::kIsRate);
}

void objects_only(benchmark::State& state, const std::string& octets) {
    for (auto _ : state) {
        Budget budget({}, octets.size(), system_clock());
        benchmark::DoNotOptimize(read_pdf_objects(octets, "", budget));
    }
}

void pages_only(benchmark::State& state, const std::string& octets, bool lay) {
    for (auto _ : state) {
        Budget budget({}, octets.size(), system_clock());
        PdfPages pages(octets, "", budget);
        for (int n = 1; n <= pages.count(); ++n) {
            PdfPage page = pages.page(n, PdfLayers::as_set);
            if (lay) benchmark::DoNotOptimize(lay_out(page));
        }
    }
}

void add(const std::string& name, const std::string& octets) {
    benchmark::RegisterBenchmark((name + "/whole").c_str(), [octets](auto& s) { read_one(s, octets); });
    benchmark::RegisterBenchmark((name + "/objects").c_str(), [octets](auto& s) { objects_only(s, octets); });
    benchmark::RegisterBenchmark((name + "/drawing").c_str(), [octets](auto& s) { pages_only(s, octets, false); });
    benchmark::RegisterBenchmark((name + "/layout").c_str(), [octets](auto& s) { pages_only(s, octets, true); });
}

}  // namespace
}  // namespace beadle::inspect

int main(int argc, char** argv) {
    using namespace beadle::inspect;
    start_text();
    if (const char* files = std::getenv("BEADLE_BENCH_PDF")) {
        for (const auto& name : beadle::split(files, ':')) {
            std::ifstream in(name, std::ios::binary);
            add(name.substr(name.rfind('/') + 1), std::string((std::istreambuf_iterator<char>(in)), {}));
        }
    } else {
        for (const int pages : {1, 10, 100}) add("letter, pages: " + std::to_string(pages), document(pages, letter(50)));
        add("table, pages: 1", document(1, table(60)));
        add("table, pages: 20", document(20, table(60)));
    }
    benchmark::Initialize(&argc, argv);
    benchmark::RunSpecifiedBenchmarks();
    return 0;
}

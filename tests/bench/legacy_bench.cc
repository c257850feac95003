// library: beadle_text
// Milliseconds a file for the formats of Office 97 to 2003 and Outlook: the samples of the tests, or the files named in
// BEADLE_BENCH_FILES (separated by colons).
#include <benchmark/benchmark.h>

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <string>

#include "base/text.h"
#include "inspect/text/reader.h"

namespace beadle::inspect {
namespace {

std::string octets_of(const std::string& name) {
    std::ifstream in(name, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

void reading(benchmark::State& state, const std::string& name) {
    static const bool started = (start_text(), true);
    const std::string octets = octets_of(name);
    if (!started || octets.empty()) return state.SkipWithError("no such file");
    std::size_t text = 0;
    for (auto _ : state) {
        Budget budget({}, octets.size(), system_clock());
        Reading r;
        Reader(r, budget).content({}, octets, {"F", {"F"}, "1", 1});
        text = 0;
        for (const auto& s : r.segments) text += s.text.size();
    }
    state.SetBytesProcessed(static_cast<std::int64_t>(state.iterations() * octets.size()));
    state.counters["text_octets"] = static_cast<double>(text);
}

}  // namespace
}  // namespace beadle::inspect

int main(int argc, char** argv) {
    const std::string samples = std::string(BEADLE_SOURCE_DIR) + "/tests/samples/legacy/";
    const char* named = std::getenv("BEADLE_BENCH_FILES");
    if (named != nullptr) {
        for (const auto& file : beadle::split(named, ':'))
            benchmark::RegisterBenchmark(file.substr(file.rfind('/') + 1).c_str(), beadle::inspect::reading, file)
                ->Unit(benchmark::kMillisecond);
    } else {
        for (const char* file : {"minutes.doc", "embedded.doc", "word6.doc", "ledger.xls", "ledger5.xls", "talk.ppt",
                                 "minutes.rtf", "message.msg", "winmail.dat"})
            benchmark::RegisterBenchmark(file, beadle::inspect::reading, samples + file)->Unit(benchmark::kMillisecond);
    }
    benchmark::Initialize(&argc, argv);
    benchmark::RunSpecifiedBenchmarks();
}

// library: beadle_detect
// Megabytes a second of the whole detector beside Hyperscan alone, on clean prose (0), sheets of numbers (1), values
// (2), accents and CRLF (3), what has to be folded (4), and of normalising; or on text files named in BEADLE_BENCH_TEXT (5; separated by colons).
#include <benchmark/benchmark.h>

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <random>
#include <stdexcept>

#include "../support/signature_bundle.h"
#include "base/text.h"
#include "inspect/detect/detect.h"
#include "inspect/detect/normalise.h"
#include "inspect/detect/pattern.h"
#include "inspect/detect/prefilter.h"
#include "inspect/detect/topics.h"

namespace beadle::inspect {
namespace {

constexpr std::size_t block = 8192, total = 4u << 20;

std::string prose() {
    static constexpr const char* words[] = {
        "the",     "council", "resolved", "that",       "path",      "by",    "river", "will",   "be",
        "mended",  "before",  "Monday",   "and",        "residents", "are",   "asked", "to",     "use",
        "other",   "gate",    "while",    "work",       "goes",      "on",    "Thank", "you",    "for",
        "your",    "letter",  "of",       "March",      "about",     "hedge", "at",    "number", "14",
        "account", "meeting", "on",       "12/05/2025", "planning"};
    std::mt19937 random(1);
    std::string out;
    while (out.size() < total) {
        out += words[random() % std::size(words)];
        out += random() % 14 == 0 ? ".\n" : " ";
    }
    return out;
}

std::string numbers() {
    std::mt19937 random(2);
    std::string out = "Date\tSupplier\tReference\tNet\n";
    while (out.size() < total)
        out += std::to_string(random() % 28 + 1) + "/04/2024\tMill Grounds\t" +
               std::to_string(random() % 900000 + 100000) + "\t" + std::to_string(random() % 9000) + "." +
               std::to_string(random() % 90 + 10) + "\n";
    return out;
}

std::string dense() {
    std::string out;
    while (out.size() < total)
        out +=
            "Jane Specimen, NHS number 999 000 0018, sort code 08-99-99 account 66374958, card 4242 4242 4242 4242\n";
    return out;
}

// As mail programs send it: CRLF, typographic quotes and dashes, names with accents.
std::string accented() {
    std::string out = replace_all(prose(), "\n", "\r\n");
    out = replace_all(out, "council", "Cyngor Tŷ’r Môr");
    out = replace_all(out, "residents", "“trigolion” – café");
    return replace_all(out, "14", "£14\u00a0million");
}

// Every few letters something that has to be folded.
std::string folded() {
    std::string out;
    while (out.size() < total)
        out += "Ｊａｎｅ Sp\u200becimen, NHS\u00a0number 9\u00ad99 000 00１8, sort code 10–79–99\r\n";
    return out;
}

const std::string& text_of(std::int64_t which) {
    static const std::string texts[] = {prose(), numbers(), dense(), accented(), folded(), [] {
                                            std::string out;
                                            const char* named = std::getenv("BEADLE_BENCH_TEXT");
                                            for (const auto& file : split(named == nullptr ? "" : named, ':')) {
                                                std::ifstream in(file, std::ios::binary);
                                                out.append(std::istreambuf_iterator<char>(in), {});
                                            }
                                            return out;
                                        }()};
    return texts[which];
}

template <class Each>
void in_blocks(benchmark::State& state, Each each) {
    const std::string& text = text_of(state.range(0));
    if (text.empty()) return state.SkipWithError("no text");
    for (auto _ : state)
        for (std::size_t at = 0; at < text.size(); at += block) each(std::string_view(text).substr(at, block));
    state.SetBytesProcessed(static_cast<std::int64_t>(state.iterations() * text.size()));
}

void normalising(benchmark::State& state) {
    in_blocks(state, [](std::string_view piece) { benchmark::DoNotOptimize(Normalised(piece).text().data()); });
}

void hyperscan_alone(benchmark::State& state) {
    Diagnostics diagnostics;
    std::vector<Topic> topics;
    const auto signatures = read_signatures(test::signature_bundle(), diagnostics, topics);
    std::vector<std::string> list;
    for (const auto& p : signatures.patterns) list.push_back(p.regex);
    std::vector<Prefilter::Fault> faults;
    const auto prefilter = Prefilter::of_expressions(list, faults);
    std::vector<std::vector<Stretch>> stretches;
    in_blocks(state, [&](std::string_view piece) { (void)prefilter->stretches(piece, 1u << 30, stretches); });
}

void whole_detector(benchmark::State& state) {
    static const auto loaded = Detector::load(test::signature_bundle());
    if (loaded.detector == nullptr) throw std::runtime_error("no patterns");
    in_blocks(state, [&](std::string_view piece) {
        Reading reading;
        Segment s;
        s.text = piece;
        s.table = state.range(0) == 1;
        reading.segments.push_back(std::move(s));
        Budget budget({}, piece.size(), system_clock());
        Inspection out;
        loaded.detector->detect(reading, budget, out);
        benchmark::DoNotOptimize(out.findings.size());
    });
}

BENCHMARK(normalising)->DenseRange(0, 5)->Unit(benchmark::kMillisecond);
BENCHMARK(hyperscan_alone)->DenseRange(0, 5)->Unit(benchmark::kMillisecond);
BENCHMARK(whole_detector)->DenseRange(0, 5)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace beadle::inspect

BENCHMARK_MAIN();

// library: beadle_detect
// Megabytes a second, one core, in one run, the whole pattern set on blocks of 8 KB: Hyperscan alone with end offsets
// (the limit), the prefilter, the whole detector, Boost.Regex alone and PCRE2-JIT alone, pattern by pattern; the whole
// detector with more patterns; and the worst text for each pattern, 1 MiB as one segment. Texts: clean prose (0),
// sheets of numbers (1), values (2), accents and CRLF (3), what has to be folded (4); 5: the files named in
// BEADLE_BENCH_TEXT (separated by colons).
#include <benchmark/benchmark.h>
#include <hs.h>
#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include <stdexcept>

#include "detect_texts.h"
#include "inspect/detect/detect.h"
#include "inspect/detect/expression_work.h"
#include "inspect/detect/normalise.h"
#include "inspect/detect/pattern.h"
#include "inspect/detect/prefilter.h"
#include "inspect/detect/topics.h"

namespace beadle::inspect {
namespace {

using namespace bench;

const Signatures& signatures() {
    static const Signatures read = [] {
        Diagnostics diagnostics;
        std::vector<Topic> topics;
        return read_signatures(test::signature_bundle(), diagnostics, topics);
    }();
    return read;
}

std::vector<std::string> expressions() {
    std::vector<std::string> list;
    for (const auto& p : signatures().patterns) list.push_back(p.regex);
    return list;
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
    const auto list = expressions();
    std::vector<const char*> texts;
    std::vector<unsigned> ids, flags;
    for (const auto& e : list) {
        hs_expr_info_t* info = nullptr;
        hs_compile_error_t* error = nullptr;
        const bool known = hs_expression_info(e.c_str(), HS_FLAG_MULTILINE, &info, &error) == HS_SUCCESS;
        std::free(info);
        hs_free_compile_error(error);
        flags.push_back(HS_FLAG_MULTILINE | (known ? 0u : unsigned{HS_FLAG_PREFILTER}));
        ids.push_back(static_cast<unsigned>(ids.size()));
        texts.push_back(e.c_str());
    }
    hs_database_t* database = nullptr;
    hs_compile_error_t* error = nullptr;
    hs_scratch_t* scratch = nullptr;
    if (hs_compile_multi(texts.data(), flags.data(), ids.data(), static_cast<unsigned>(ids.size()), HS_MODE_BLOCK,
                         nullptr, &database, &error) != HS_SUCCESS ||
        hs_alloc_scratch(database, &scratch) != HS_SUCCESS)
        throw std::runtime_error("Hyperscan refuses the set");
    std::size_t ends = 0;
    const auto count = [](unsigned, unsigned long long, unsigned long long, unsigned, void* n) {
        ++*static_cast<std::size_t*>(n);
        return 0;
    };
    in_blocks(state, [&](std::string_view piece) {
        (void)hs_scan(database, piece.data(), static_cast<unsigned>(piece.size()), 0, scratch, count, &ends);
    });
    benchmark::DoNotOptimize(ends);
    (void)hs_free_scratch(scratch);
    (void)hs_free_database(database);
}

void prefilter(benchmark::State& state) {
    std::vector<Prefilter::Fault> faults;
    const auto set = Prefilter::of_expressions(expressions(), faults);
    std::vector<std::vector<Stretch>> stretches;
    in_blocks(state, [&](std::string_view piece) { (void)set->stretches(piece, 1u << 30, stretches); });
}

void detect(const Detector& detector, std::string_view piece, bool table) {
    Reading reading;
    Segment s;
    s.text = piece;
    s.table = table;
    reading.segments.push_back(std::move(s));
    Budget budget({}, piece.size(), system_clock());
    Inspection out;
    detector.detect(reading, budget, out);
    benchmark::DoNotOptimize(out.findings.size());
}

void whole_detector(benchmark::State& state) {
    static const auto loaded = Detector::load(test::signature_bundle());
    in_blocks(state, [&](std::string_view piece) { detect(*loaded.detector, piece, state.range(0) == 1); });
}

// The second argument: how many patterns in all.
void grown_detector(benchmark::State& state) {
    const int more = static_cast<int>(state.range(1)) - static_cast<int>(signatures().patterns.size());
    const auto loaded = Detector::load(grown_bundle(std::max(more, 0)));
    if (loaded.detector == nullptr) throw std::runtime_error(text(loaded.diagnostics));
    in_blocks(state, [&](std::string_view piece) { detect(*loaded.detector, piece, state.range(0) == 1); });
}

void boost_alone(benchmark::State& state) {
    std::vector<Expression> compiled;
    for (const auto& e : expressions()) compiled.push_back(std::move(*Expression::compile(e)));
    Expression::Groups groups;
    std::size_t found = 0;
    in_blocks(state, [&](std::string_view piece) {
        for (const auto& e : compiled)
            for (std::size_t at = 0;
                 at < piece.size() && e.search(piece, at, piece.size(), groups) == Expression::Outcome::match;
                 at = std::max(groups[0].end, at + 1))
                ++found;
    });
    benchmark::DoNotOptimize(found);
}

void pcre2_jit_alone(benchmark::State& state) {
    std::vector<pcre2_code*> compiled;
    for (const auto& e : expressions()) {
        int error = 0;
        PCRE2_SIZE at = 0;
        compiled.push_back(
            pcre2_compile(reinterpret_cast<PCRE2_SPTR>(e.c_str()), e.size(), PCRE2_MULTILINE, &error, &at, nullptr));
        if (compiled.back() == nullptr || pcre2_jit_compile(compiled.back(), PCRE2_JIT_COMPLETE) != 0)
            throw std::runtime_error("PCRE2 refuses " + e);
    }
    pcre2_match_data* match = pcre2_match_data_create(16, nullptr);
    std::size_t found = 0;
    in_blocks(state, [&](std::string_view piece) {
        const auto* text = reinterpret_cast<PCRE2_SPTR>(piece.data());
        for (const auto* e : compiled)
            for (std::size_t at = 0;
                 at < piece.size() && pcre2_jit_match(e, text, piece.size(), at, 0, match, nullptr) >= 0;
                 at = std::max(pcre2_get_ovector_pointer(match)[1], at + 1))
                ++found;
    });
    benchmark::DoNotOptimize(found);
    pcre2_match_data_free(match);
    for (auto* e : compiled) pcre2_code_free(e);
}

BENCHMARK(normalising)->DenseRange(0, 5)->Unit(benchmark::kMillisecond);
BENCHMARK(hyperscan_alone)->DenseRange(0, 5)->Unit(benchmark::kMillisecond);
BENCHMARK(prefilter)->DenseRange(0, 5)->Unit(benchmark::kMillisecond);
BENCHMARK(whole_detector)->DenseRange(0, 5)->Unit(benchmark::kMillisecond);
BENCHMARK(boost_alone)->DenseRange(0, 5)->Unit(benchmark::kMillisecond);
BENCHMARK(pcre2_jit_alone)->DenseRange(0, 5)->Unit(benchmark::kMillisecond);
BENCHMARK(grown_detector)->ArgsProduct({{0, 2, 5}, {0, 500}})->Unit(benchmark::kMillisecond);

// The whole detector on the text that the expression of one pattern finds worst; by the pattern's id.
void worst_text(benchmark::State& state, std::size_t index) {
    static const auto loaded = Detector::load(test::signature_bundle());
    static std::vector<Prefilter::Fault> faults;
    static const auto set = Prefilter::of_expressions(expressions(), faults);
    const std::string& regex = signatures().patterns[index].regex;
    const std::string text = work_of(regex, *Expression::compile(regex), *set, index).worst.text(1u << 20);
    for (auto _ : state) detect(*loaded.detector, text, false);
    state.SetBytesProcessed(static_cast<std::int64_t>(state.iterations() * text.size()));
}

void register_worst_texts() {
    for (std::size_t i = 0; i < signatures().patterns.size(); ++i)
        benchmark::RegisterBenchmark(("worst_text/" + signatures().patterns[i].id).c_str(), worst_text, i)
            ->Unit(benchmark::kMillisecond);
}

}  // namespace
}  // namespace beadle::inspect

int main(int argc, char** argv) {
    beadle::inspect::register_worst_texts();
    benchmark::Initialize(&argc, argv);
    benchmark::RunSpecifiedBenchmarks();
}

// library: beadle_message
// Parsing alone: ordinary mail, large mail, and messages made to be read again as often as the bounds allow.
#include <benchmark/benchmark.h>

#include <string>

#include "base/text.h"
#include "inspect/message/message.h"

namespace beadle::inspect {
namespace {

std::string repeated(const std::string& what, std::size_t octets) {
    std::string out;
    while (out.size() < octets) out += what;
    return out;
}

std::string wrapped_base64(std::size_t octets) {
    const std::string text = base64(repeated("Some octets of a document. ", octets));
    std::string out;
    for (std::size_t at = 0; at < text.size(); at += 76) out += text.substr(at, 76) + "\r\n";
    return out;
}

const std::string head = "From: a@town.example\r\nSubject: =?utf-8?q?caf=C3=A9?=\r\nMIME-Version: 1.0\r\n";
const std::string sentence = "The meeting is on Monday at the hall; the papers are on the web site - as usual.\r\n";

std::string newsletter() {
    return head + "Content-Type: multipart/alternative; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n" +
           repeated(sentence, 10'000) + "--b\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + repeated("<p>" + sentence, 30'000) +
           "--b--\r\n";
}

std::string attachment(std::size_t octets) {
    return head + "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\n" + sentence +
           "--b\r\nContent-Type: application/octet-stream; name=a.bin\r\nContent-Transfer-Encoding: base64\r\n\r\n" +
           wrapped_base64(octets) + "--b--\r\n";
}

std::string text(std::size_t octets) { return head + "\r\n" + repeated(sentence, octets); }

// A part may begin in every line, at a boundary of its own: each would reach to the end.
std::string beginnings(std::size_t octets) {
    std::string out = head + "Content-Type: text/plain\r\n\r\n";
    for (int i = 0; out.size() < octets; ++i) out += "--b" + std::to_string(i) + "\r\nContent-Type: text/plain\r\n\r\nx\r\n";
    return out;
}

std::string boundaries(std::size_t octets) {
    std::string types = "Content-Type: multipart/mixed", body;
    for (int i = 0; i < 100; ++i) types += ";\r\n boundary=b" + std::to_string(i);
    for (int i = 0; body.size() < octets; ++i) body += "--b" + std::to_string(i % 100) + "\r\n\r\n" + sentence;
    return head + types + "\r\n\r\n" + body;
}

std::string bare_cr(std::size_t octets) { return head + "\r\n" + repeated("a line\r\rContent-Type: text/plain\r", octets); }

void parse(benchmark::State& state, const std::string& octets) {
    start_messages();
    for (auto _ : state) {
        Budget budget({}, octets.size(), system_clock());
        benchmark::DoNotOptimize(parse_message(octets, budget).parts.size());
    }
    state.SetBytesProcessed(static_cast<std::int64_t>(state.iterations() * octets.size()));
}

BENCHMARK_CAPTURE(parse, newsletter, newsletter())->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(parse, attachment_of_10_MB, attachment(10'000'000))->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(parse, text_of_10_MB, text(10'000'000))->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(parse, part_beginnings_1_MB, beginnings(1'000'000))->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(parse, boundaries_1_MB, boundaries(1'000'000))->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(parse, bare_cr_1_MB, bare_cr(1'000'000))->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace beadle::inspect

BENCHMARK_MAIN();

// library: beadle_worker;beadle_people;beadle_policy
// What the people stage and the banner add to an ordinary message: the worker alone, with the banner planned, and the stage by
// itself with the directory and policy that are shipped; in one run, so that their ratio means something.
#include <benchmark/benchmark.h>

#include "inspect/worker/inspect_message.h"
#include "people/correspondence.h"
#include "people/people.h"
#include "policy/policy.h"
#include "support/facts_builder.h"
#include "unit/inspect/worker/support.h"

namespace beadle {
namespace {

using beadle::testing::octets_of;
const std::string root = std::string(BEADLE_SOURCE_DIR) + "/";
const std::vector<std::string> domains = {"towcester-tc.gov.uk"};

std::string letter(bool inbound) {
    const std::string clerk = "Town Clerk <clerk@towcester-tc.gov.uk>", resident = "Jane Specimen <jane.specimen@example.org>";
    std::string out = "From: " + (inbound ? resident : clerk) + "\r\nTo: " + (inbound ? clerk : resident) +
                      "\r\nSubject: Bins in Watling Street\r\nMessage-ID: <1@example.org>\r\nMIME-Version: 1.0\r\n"
                      "Content-Type: multipart/alternative; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n";
    std::string words = "Dear Ms Specimen,\r\n\r\n";
    for (int i = 0; i < 40; ++i) words += "Thank you for writing about the bins; the contractor comes on Thursday, see https://www.example.org/bins.\r\n";
    return out + words + "\r\n--b\r\nContent-Type: text/html; charset=utf-8\r\n\r\n<html><body><p>" + words + "</p></body></html>\r\n--b--\r\n";
}

Envelope envelope(bool inbound) {
    Envelope e;
    e.sender = inbound ? "jane.specimen@example.org" : "clerk@towcester-tc.gov.uk";
    e.recipients = {inbound ? "clerk@towcester-tc.gov.uk" : "jane.specimen@example.org"};
    e.recipient_parameters.resize(1);
    e.next_hops.resize(1);
    e.client.address = "192.0.2.7";
    return e;
}

Inspection inspect_once(const std::string& octets, std::string_view banner) {
    const auto& engines = inspect::test::engines();
    Budget budget(engines.limits, octets.size(), system_clock());
    BannerPlan plan;
    inspect::Tools tools{engines.detector.get(), nullptr, nullptr, &system_clock()};
    tools.banner = banner;
    tools.banner_plan = &plan;
    return inspect::inspect_message(octets, {}, tools, budget);
}

const Directory& directory() {
    static const Directory one = [] {
        Bundle bundle;
        bundle.files = {{BundleRole::directory, "directory.toml", octets_of(root + "config/directory.toml")}};
        for (const char* name : {"webmail-providers", "look-alikes", "nicknames", "recipients"})
            bundle.files.push_back({BundleRole::words, std::string(name) + ".toml",
                                    octets_of(root + "signatures/words/" + name + ".toml")});
        return Directory::read(bundle, domains).directory;
    }();
    return one;
}

void worker(benchmark::State& state, std::string_view banner) {
    const auto octets = letter(true);
    for (auto _ : state) benchmark::DoNotOptimize(inspect_once(octets, banner).octets);
}

void people_stage(benchmark::State& state, bool inbound) {
    const auto seen = inspect_once(letter(inbound), "");
    const auto e = envelope(inbound);
    for (auto _ : state) {
        auto facts = people::facts_of(e, inbound ? Origin::outside : Origin::inside, seen, directory(), domains,
                                      1'790'000'000'000, {}, {});
        const auto pairs = people::pairs_of(facts, directory(), domains);
        people::add_memory(facts, directory(), pairs, std::vector<PairMemory>(pairs.size()));
        benchmark::DoNotOptimize(facts.inspection.findings.size());
    }
}

void policy_stage(benchmark::State& state) {
    static const auto policy = policy::read_policy(octets_of(root + "config/policies/base.toml"), "base.toml",
                                                   octets_of(root + "config/policies/towcester.toml"), "towcester.toml", "2026-01-15")
                                   .policy;
    const auto facts = people::facts_of(envelope(true), Origin::outside, inspect_once(letter(true), ""), directory(), domains,
                                        1'790'000'000'000, {}, {});
    for (auto _ : state) benchmark::DoNotOptimize(policy::decide(policy, facts).hits.size());
}

BENCHMARK_CAPTURE(worker, without_banner, "")->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(worker, with_banner, default_banner)->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(people_stage, inbound, true)->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(people_stage, outbound, false)->Unit(benchmark::kMicrosecond);
BENCHMARK(policy_stage)->Unit(benchmark::kMicrosecond);

}  // namespace
}  // namespace beadle

BENCHMARK_MAIN();

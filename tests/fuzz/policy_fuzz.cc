// library: beadle_policy
// Any octets as a council's file over the shipped base: read, decide, explain. The first octet parts base from council:
// an odd one gives the octets as the base instead.
#include <cstdint>
#include <fstream>
#include <iterator>
#include <string>

#include "base/strict_toml.h"
#include "policy/edit_text.h"
#include "policy/policy.h"

using namespace beadle;

namespace {

std::string file(const char* name) {
    std::ifstream in(std::string(BEADLE_SOURCE_DIR) + "/config/policies/" + name, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

Facts some_facts() {
    Facts f;
    f.envelope.sender = "rfo@council.example";
    f.origin = Origin::inside;
    for (const char* address : {"a@payroll-bureau.example", "b@council.example"}) {
        RecipientFacts r;
        r.address = address;
        r.direction = Direction::outbound;
        f.recipients.push_back(r);
    }
    for (std::size_t k = 0; k <= static_cast<std::size_t>(last_of(FindingKind{})); ++k) {
        Finding one;
        one.kind = static_cast<FindingKind>(k);
        one.confidence = Confidence::high;
        one.part = "1";
        f.inspection.findings.push_back(one);
    }
    f.inspection.not_inspected.push_back({});
    f.today = "2026-11-18";
    return f;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const std::string base = file("base.toml"), council = file("towcester.toml");
    static const Facts facts = some_facts();
    if (size == 0) return 0;
    const std::string octets(reinterpret_cast<const char*>(data) + 1, size - 1);
    const auto read = data[0] % 2 ? policy::read_policy(octets, "base.toml", council, "council.toml", "2026-11-18")
                                  : policy::read_policy(base, "base.toml", octets, "council.toml", "2026-11-18");
    const auto decision = policy::decide(read.policy, facts);
    if (decision.recipients.size() != facts.recipients.size()) __builtin_trap();
    for (const auto& hit : decision.hits)
        for (auto index : hit.findings)
            if (index >= facts.inspection.findings.size()) __builtin_trap();
    for (const auto& rule : read.policy.rules) (void)policy::explain(read.policy, rule);
    // What a button writes can be read again, or is refused.
    for (const auto& edited : {policy::edit_rule(octets, "sensitive-in-clear", {{"mode", "\"watch\""}, {"advice", policy::toml_text(octets.substr(0, 40))}}),
                               policy::edit_heading(octets, {{"mode", "\"watch\""}}), policy::edit_confidence(octets, "sensitive-in-clear", "low")})
        if (edited && !StrictFile("edited", *edited).parsed()) __builtin_trap();
    for (const auto& d : read.diagnostics)
        if (d.message.empty() || d.file.empty()) __builtin_trap();
    return 0;
}

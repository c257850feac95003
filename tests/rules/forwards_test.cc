// Forwards by hand, as attachment, by resend, by rule and by server, in the styles of many mail programs and languages,
// and what only looks like one: tests/samples/forwards (make-forwards says what each is), from octets to both policies.
#include <gtest/gtest.h>

#include <map>

#include "base/text.h"
#include "inspect/detect/detect.h"
#include "people/people.h"
#include "policy/policy.h"
#include "support/facts_builder.h"
#include "support/signature_bundle.h"

namespace beadle {
namespace {

using beadle::testing::octets_of;

const std::string root = BEADLE_SOURCE_DIR;
const std::vector<std::string> domains = {"towcester-tc.gov.uk"};

const Directory& directory() {
    static const Directory read = [] {
        Bundle bundle;
        bundle.files = {{BundleRole::directory, "directory.toml", octets_of(root + "/config/directory.toml")},
                        {BundleRole::words, "words/webmail-providers.toml",
                         octets_of(root + "/signatures/words/webmail-providers.toml")}};
        return Directory::read(bundle, domains).directory;
    }();
    return read;
}

struct Sample {
    std::string file, sender, recipient, want;
    bool login = false;
};
std::vector<Sample> samples() {
    std::vector<Sample> out;
    for (const auto& line : split(octets_of(root + "/tests/samples/forwards/index.tsv"), '\n')) {
        const auto f = split(line, '\t');
        if (f.size() == 5) out.push_back({f[0], f[1], f[2], f[4], f[3] == "login"});
    }
    return out;
}

Facts facts_of(const Sample& sample) {
    static const auto loaded = [] {
        inspect::start_text();
        return inspect::Detector::load(test::signature_bundle());
    }();
    EXPECT_EQ(text(loaded.diagnostics), "");
    const std::string octets = octets_of(root + "/tests/samples/forwards/" + sample.file);
    Budget budget({}, octets.size(), system_clock());
    const auto parsed = inspect::parse_message(octets, budget);
    auto reading = inspect::read_message(parsed, budget);
    Inspection inspection;
    inspection.addresses = parsed.addresses;
    inspection.marks = parsed.marks;
    inspection.entities = std::move(reading.entities);  // as the worker does
    loaded.detector->passed_on(parsed, reading, budget, inspection);
    Envelope envelope;
    envelope.sender = sample.sender;
    envelope.recipients = {sample.recipient};
    envelope.client.address = "192.0.2.9";
    envelope.tls_version = "TLSv1.3";
    if (sample.login) envelope.authenticated = sample.sender;
    return people::facts_of(envelope, Origin::inside, inspection, directory(), domains, 1778660000000,
                            {"192.0.2.0/24"});
}

std::string told(const Facts& facts) {
    bool forwarded = false, automatic = false;
    for (const auto& f : facts.inspection.findings) {
        if (f.confidence < Confidence::medium) continue;
        forwarded = forwarded || f.kind == FindingKind::forwarded_to_personal;
        automatic = automatic || f.kind == FindingKind::automatic_forwarding;
    }
    return forwarded && automatic ? "both" : forwarded ? "forwarded" : automatic ? "automatic" : "none";
}
std::string all(const Facts& facts) {
    std::string out;
    for (const auto& f : facts.inspection.findings)
        out += std::string(name(f.kind)) + "/" + std::string(name(f.confidence)) + " " + f.evidence + "\n";
    for (const auto& o : facts.inspection.passed_on.originals) {
        out += "original form " + std::to_string(static_cast<int>(o.form)) + " from <" + o.from + "> \"" + o.from_name +
               "\" to";
        for (const auto& to : o.to) out += " " + to;
        out += o.called_forward ? " called forward\n" : "\n";
    }
    return out;
}

TEST(Forwards, are_told_in_every_style_and_nothing_else_is) {
    std::size_t forwards = 0, others = 0;
    for (const auto& sample : samples()) {
        const auto facts = facts_of(sample);
        EXPECT_EQ(told(facts), sample.want) << sample.file << "\n" << all(facts);
        ++(sample.want == "none" ? others : forwards);
    }
    EXPECT_GE(forwards, 100u);
    EXPECT_GE(others, 35u);
}

TEST(Forwards, say_where_the_original_came_from_without_naming_it) {
    for (const auto& sample : samples()) {
        if (sample.file != "gmail-web.eml" && sample.file != "attached-rfc822.eml") continue;
        const std::string words = all(facts_of(sample));
        EXPECT_NE(words.find("the original is from p•••@resident.example"), std::string::npos) << words;
    }
}

TEST(Forwards, are_flagged_by_both_policies_under_their_own_clauses) {
    for (const auto& [file, clause] : {std::pair("towcester", "4, 6"), std::pair("billericay", "3, 5")}) {
        const std::string folder = root + "/config/policies/";
        const auto read = policy::read_policy(octets_of(folder + "base.toml"), "base.toml",
                                              octets_of(folder + file + ".toml"), file, "2026-01-15");
        for (const auto& sample : samples()) {
            if (sample.want == "none") continue;
            const auto decision = policy::decide(read.policy, facts_of(sample));
            EXPECT_EQ(decision.strongest(), Action::flag) << sample.file;
            const bool named = std::any_of(decision.hits.begin(), decision.hits.end(), [&](const RuleHit& h) {
                return h.id == "forwarded-to-personal" && h.clause == clause;
            });
            EXPECT_TRUE(named) << sample.file;
        }
    }
}

}  // namespace
}  // namespace beadle

#include "session/fit.h"

#include <gtest/gtest.h>

namespace beadle::session {
namespace {

wire::RecordVerdict large(std::size_t findings, std::size_t address_octets) {
    wire::RecordVerdict v;
    for (std::size_t i = 0; i < findings; ++i) {
        Finding f;
        f.location = std::to_string(i);
        f.sample = f.evidence = std::string(1000, 's');
        v.inspection.findings.push_back(f);
    }
    RuleHit hit;
    hit.findings = {static_cast<std::uint32_t>(findings - 1)};
    v.decision.hits = {hit};
    wire::HeldPart part;
    for (int i = 0; i < 1000; ++i) {
        const std::string address = "<" + std::to_string(i) + std::string(address_octets, 'a') + "@example.org>";
        v.envelope.recipients.push_back(address);
        v.envelope.recipient_parameters.push_back({"ORCPT=rfc822;" + std::string(500, 'o')});
        v.decision.recipients.push_back({address, Direction::outbound, Action::quarantine, {0}});
        part.recipients.push_back(address);
    }
    v.held = {part};
    return v;
}

TEST(Fit, a_verdict_that_fits_is_left_as_it_is) {
    auto v = large(10, 20);
    EXPECT_TRUE(fit(v, wire::max_body));
    EXPECT_FALSE(v.cut);
    EXPECT_EQ(v.inspection.findings[0].sample.size(), 1000u);
}

TEST(Fit, what_is_least_needed_goes_first_and_recipients_stay) {
    const struct {
        const char* name;
        std::size_t findings, address_octets, findings_left, parameters_left;
    } table[] = {
        {"samples and evidence are enough", 1500, 500, 1500, 1000},
        {"the ends of lists too", 2000, 1100, 500, 1000},
        {"and the sender's wishes", 2000, 1350, 20, 0},
    };
    for (const auto& row : table) {
        SCOPED_TRACE(row.name);
        auto v = large(row.findings, row.address_octets);
        for (auto& f : v.inspection.findings) f.recipient = std::string(200, 'r');
        ASSERT_GT(wire::encode(v).size(), wire::max_body);
        ASSERT_TRUE(fit(v, wire::max_body));
        EXPECT_LE(wire::encode(v).size(), wire::max_body);
        EXPECT_TRUE(v.cut);
        EXPECT_EQ(v.inspection.findings.size(), row.findings_left);
        EXPECT_EQ(v.envelope.recipient_parameters.size(), row.parameters_left);
        EXPECT_EQ(v.envelope.recipients.size(), 1000u);
        EXPECT_EQ(v.held[0].recipients.size(), 1000u);
        EXPECT_EQ(v.decision.recipients.size(), 1000u);
        ASSERT_EQ(v.decision.hits[0].findings.size(), 1u) << "what a rule names stays";
        EXPECT_EQ(v.inspection.findings[v.decision.hits[0].findings[0]].location, std::to_string(row.findings - 1));
    }
}

TEST(Fit, says_when_it_cannot) {
    auto v = large(10, 1000);
    EXPECT_FALSE(fit(v, 1u << 20));
}

}  // namespace
}  // namespace beadle::session

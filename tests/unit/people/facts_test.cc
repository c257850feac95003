#include <gtest/gtest.h>

#include "people/people.h"
#include "unit/people/council.h"

namespace beadle::people {
namespace {

constexpr Milliseconds wednesday = 1795003200000;  // 2026-11-18 12:00 UTC

Envelope envelope() {
    Envelope e;
    e.sender = "b.jones@council.example";
    e.authenticated = "b.jones";
    e.client.address = "192.0.2.9";
    e.recipients = {"<pay@bureau.example>", "clerk@council.example", "anne@home.example", "x@eu.bureau.example"};
    return e;
}

TEST(Facts, what_leaves_through_a_shared_relay_is_outbound_whoever_sent_it) {
    auto e = envelope();
    e.authenticated.clear();
    e.listener_kind = ListenerKind::relay;
    const auto f = facts_of(e, Origin::outside, {}, council(), own, wednesday);
    EXPECT_EQ(f.recipients[0].direction, Direction::outbound);
    EXPECT_EQ(f.recipients[1].direction, Direction::inbound) << "to the council";
}

TEST(Facts, hold_all_that_policy_may_know) {
    Inspection i;
    i.not_inspected.push_back({});
    const auto f = facts_of(envelope(), Origin::inside, i, council(), own, wednesday, {"192.0.2.0/24"});
    EXPECT_EQ(f.sender_role, "officer");
    EXPECT_EQ(f.today, "2026-11-18");
    EXPECT_EQ(f.minute_of_day, 720);
    EXPECT_EQ(f.weekday, 3);
    ASSERT_EQ(f.recipients.size(), 4u);
    EXPECT_EQ(f.recipients[0].address, "<pay@bureau.example>");
    EXPECT_EQ(f.recipients[0].direction, Direction::outbound);
    EXPECT_EQ(f.recipients[0].partner, "bureau.example");
    EXPECT_EQ(f.recipients[0].may_receive.size(), 2u);
    EXPECT_FALSE(f.recipients[0].known);
    EXPECT_EQ(f.recipients[1].role, "clerk");
    EXPECT_EQ(f.recipients[1].direction, Direction::internal);
    EXPECT_TRUE(f.recipients[1].known);
    EXPECT_EQ(f.recipients[2].role, "councillor");
    EXPECT_TRUE(f.recipients[2].known);
    EXPECT_EQ(f.recipients[3].may_receive, std::vector{FindingKind::iban});
    ASSERT_EQ(f.inspection.findings.size(), 2u);  // the gap, the personal address
    EXPECT_EQ(f.inspection.findings[0].kind, FindingKind::not_inspected);
    EXPECT_EQ(f.inspection.findings[1].recipient, "anne@home.example");
}

TEST(Facts, tls_is_enforced_on_the_way_to_outside_recipients_only) {
    Bundle bundle;
    bundle.files = {{BundleRole::directory, "directory.toml", members},
                    {BundleRole::tls_policy, "tls_policy", ".example secure\nbureau.example encrypt\n"}};
    const auto directory = Directory::read(bundle, own).directory;
    auto e = envelope();
    e.recipients = {"<pay@bureau.example>", "clerk@council.example", "x@partner.example", "chain@council.example", "y@a.example"};
    e.next_hops = {"bureau.example", "council.example", "[relay.example]", "council.example"};
    const auto f = facts_of(e, Origin::inside, {}, directory, own, wednesday);
    EXPECT_EQ(f.recipients[0].tls, "encrypt");
    EXPECT_EQ(f.recipients[1].tls, "") << "it does not leave";
    EXPECT_EQ(f.recipients[2].tls, "") << "it goes to a relay";
    EXPECT_EQ(f.recipients[3].direction, Direction::outbound);
    EXPECT_EQ(f.recipients[3].tls, "") << "it is delivered elsewhere";
    EXPECT_EQ(f.recipients[4].tls, "") << "where it goes is not known";
    ASSERT_EQ(f.inspection.protection.size(), 1u);
    EXPECT_EQ(f.inspection.protection[0].method, ProtectionMethod::tls_enforced);
    EXPECT_EQ(f.inspection.protection[0].grade, ProtectionGrade::weak);
    EXPECT_FALSE(f.inspection.protection[0].protects);
}

TEST(Facts, an_agreement_that_has_ended_eases_nothing) {
    const auto later = facts_of(envelope(), Origin::inside, {}, council(), own, wednesday + 86'400'000LL * 200);
    EXPECT_TRUE(later.recipients[0].may_receive.empty());
    EXPECT_EQ(later.recipients[0].partner, "");
    EXPECT_EQ(later.recipients[3].may_receive.size(), 1u);
}

TEST(Facts, nobody_outside_has_a_role) {
    const auto f = facts_of(envelope(), Origin::outside, {}, council(), own, wednesday);
    EXPECT_EQ(f.sender_role, "");
    for (const auto& r : f.recipients) EXPECT_EQ(r.direction, Direction::inbound);
}

TEST(Facts, the_role_is_that_of_the_day) {
    auto e = envelope();
    e.sender = "cllr.smith@council.example";
    EXPECT_EQ(facts_of(e, Origin::inside, {}, council(), own, wednesday).sender_role, "councillor");
    EXPECT_EQ(facts_of(e, Origin::inside, {}, council(), own, wednesday + 86'400'000LL * 365).sender_role, "former");
}

}  // namespace
}  // namespace beadle::people

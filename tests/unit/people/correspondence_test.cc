#include "people/correspondence.h"

#include <gtest/gtest.h>

#include "support/facts_builder.h"
#include "unit/people/council.h"

namespace beadle::people {
namespace {

using beadle::testing::outbound_facts;

Facts leaving(const std::string& to) {
    auto f = outbound_facts();
    f.envelope.sender = "cllr.smith@council.example";
    f.recipients[0].address = f.envelope.recipients[0] = to;
    return f;
}
Facts arriving(const std::string& from) {
    auto f = outbound_facts();
    f.origin = Origin::outside;
    f.envelope.sender = from;
    f.recipients[0].address = f.envelope.recipients[0] = "a.smith@old.example";
    f.recipients[0].direction = Direction::inbound;
    f.inspection.addresses = {{"from", "", from}};
    return f;
}

const PairMemory nothing, known{3, 1, 0, false}, alike{0, 0, 0, true}, locked{1, 0, 20'775, false};

struct Row {
    const char* name;
    Facts facts;
    std::vector<PairMemory> memory;  // the council, the member
    PasswordSaid password;
    std::string want;
};

TEST(Correspondence, shows_who_is_new_and_what_follows) {
    using P = PasswordSaid;
    const std::vector<Row> table = {
        {"known to both", leaving("pat@home.example"), {known, known}, P::no, ""},
        {"new to all", leaving("pat@home.example"), {nothing, nothing}, P::no, "first-time-recipient/high"},
        {"new to the sender", leaving("pat@home.example"), {known, nothing}, P::no, "first-time-recipient/low"},
        {"nearly known",
         leaving("pat@home.example"),
         {alike, nothing},
         P::no,
         "first-time-recipient/high look-alike-recipient/medium"},
        {"new, at a domain that is nearly known",
         leaving("pat@builders-of-note.example"),
         {nothing, nothing, alike},
         P::no,
         "first-time-recipient/high look-alike-recipient/medium"},
        {"a sender new to all, at a domain that is nearly known",
         arriving("pat@builders-of-note.example"),
         {nothing, nothing, alike},
         P::no,
         "look-alike-domain/medium first-time-sender/high"},
        {"a known sender at such a domain", arriving("pat@builders-of-note.example"), {known, known, alike}, P::no, ""},
        {"a partner is new to the sender at most",
         leaving("x@bureau.example"),
         {nothing, nothing},
         P::no,
         "first-time-recipient/low"},
        {"a password behind its file",
         leaving("pat@home.example"),
         {locked, locked},
         P::told,
         "password-with-file/medium"},
        {"what looks like one", leaving("pat@home.example"), {locked, locked}, P::alone, "password-with-file/medium"},
        {"no password behind a file", leaving("pat@home.example"), {locked, locked}, P::no, ""},
        {"a password without a file", leaving("pat@home.example"), {known, known}, P::told, ""},
        {"a sender new to all", arriving("pat@home.example"), {nothing, nothing}, P::no, "first-time-sender/high"},
        {"a sender new to the recipient",
         arriving("pat@home.example"),
         {known, nothing},
         P::no,
         "first-time-sender/low"},
        {"a known sender", arriving("pat@home.example"), {known, known}, P::told, ""},
    };
    for (const auto& row : table) {
        SCOPED_TRACE(row.name);
        Facts facts = row.facts;
        facts.inspection.said.password = row.password;
        const auto pairs = pairs_of(facts, council(), own);
        ASSERT_GE(pairs.size(), 2u);
        EXPECT_EQ(pairs[1].inside, "a.smith@council.example") << "an alias is the same member";
        auto memory = row.memory;
        memory.resize(pairs.size());
        add_memory(facts, council(), pairs, memory);
        std::string got;
        for (const auto& f : facts.inspection.findings)
            got += (got.empty() ? "" : " ") + std::string(name(f.kind)) + "/" + std::string(name(f.confidence));
        EXPECT_EQ(got, row.want);
        for (const auto& f : facts.inspection.findings) {
            const bool told = f.evidence.find("the locked file was sent on Wed 18 Nov") != std::string::npos;
            EXPECT_EQ(told, f.kind == FindingKind::password_with_file) << f.evidence;
        }
    }
}

TEST(Correspondence, is_remembered_of_those_who_get_it) {
    Facts facts = leaving("pat@builders-of-note.example");
    Decision decision;
    decision.recipients = {{"pat@builders-of-note.example", Direction::outbound, Action::flag, {}}};
    const auto pairs = pairs_of(facts, council(), own);
    auto kept = pairs_to_remember(facts, decision, council(), pairs);
    ASSERT_EQ(kept.size(), 3u);
    EXPECT_EQ(kept[2].pair.inside, whole_domain);
    EXPECT_TRUE(kept[0].sent && !kept[0].locked);
    facts.inspection.protection = {beadle::testing::seal({"a.zip"})};
    EXPECT_TRUE(pairs_to_remember(facts, decision, council(), pairs)[0].locked);
    for (const Action stopped : {Action::ask, Action::reject, Action::quarantine}) {
        decision.recipients[0].action = stopped;
        EXPECT_TRUE(pairs_to_remember(facts, decision, council(), pairs).empty());
    }
}

TEST(Correspondence, asks_nothing_about_mail_that_stays_inside) {
    auto facts = leaving("b.jones@council.example");
    facts.recipients[0].direction = Direction::internal;
    EXPECT_TRUE(pairs_of(facts, council(), own).empty());
    auto many = leaving("pat@home.example");
    for (int i = 0; i < 1000; ++i)
        many = beadle::testing::add_recipient(std::move(many), "r" + std::to_string(i) + "@home.example",
                                              Direction::outbound);
    EXPECT_EQ(pairs_of(many, council(), own).size(), most_pairs);
    EXPECT_TRUE(pairs_of(arriving(""), council(), own).empty()) << "the null sender is nobody";
}

}  // namespace
}  // namespace beadle::people

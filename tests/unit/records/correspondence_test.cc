#include "records/correspondence.h"

#include "unit/records/fixture.h"
#include "wire/due.h"

namespace beadle::records {
namespace {

constexpr std::int64_t a_day = 86'400'000;

class CorrespondenceTest : public StoreTest {
  protected:
    std::vector<PairMemory> known(const std::vector<Pair>& pairs) {
        auto answer = ask<wire::Recalled>(wire::Role::session, wire::Recall{pairs});
        EXPECT_TRUE(answer.good) << answer.problem;
        EXPECT_EQ(answer.known.size(), pairs.size());
        return answer.known;
    }
    void seen(const Pair& pair, bool sent = true, bool locked = false) {
        auto v = accepted_verdict();
        v.pairs = {{{"", pair.outside}, sent, locked}, {pair, sent, locked}};
        EXPECT_TRUE(record(v).good);
    }
    void after(std::int64_t days) { clock_.pass(days * a_day); }
};

const Pair council{"", "jane.smith@home.example"}, clerk{"clerk@council.example", "jane.smith@home.example"};
const Pair member{"a@council.example", "jane.smith@home.example"};

TEST_F(CorrespondenceTest, is_remembered_with_the_verdict_by_pair_and_for_the_council) {
    EXPECT_EQ(known({council, clerk})[0], PairMemory{});
    seen(clerk);
    seen(clerk, false);
    const auto now = known({council, clerk, member});
    EXPECT_EQ(now[0], (PairMemory{1, 1, 0, false}));
    EXPECT_EQ(now[1], (PairMemory{1, 1, 0, false}));
    EXPECT_FALSE(now[2].known()) << "another member has not written to them";
    EXPECT_EQ(verify(), "");
}

TEST_F(CorrespondenceTest, holds_no_address) {
    seen(clerk);
    auto rows = opened_.db->rows("SELECT key FROM correspondence", {});
    ASSERT_TRUE(rows);
    ASSERT_EQ(rows->size(), 3u);
    for (const auto& row : *rows) {
        EXPECT_EQ(octets(row[0]).size(), 32u);
        EXPECT_EQ(octets(row[0]).find("home"), std::string::npos);
    }
}

TEST_F(CorrespondenceTest, knows_an_address_that_reads_nearly_alike) {
    seen(clerk);
    for (const char* near :
         {"jane.smtih@home.example", "janesmith@home.example", "jane.smith@h0me.example", "jane.smith@hmoe.test"})
        EXPECT_TRUE(known({{"", near}})[0].alike) << near;
    for (const char* other : {"john.smith@home.example", "jane.brown@home.example", "jane.smith@work.example"})
        EXPECT_FALSE(known({{"", other}})[0].alike) << other;
    EXPECT_FALSE(known({council})[0].alike) << "it is the one that is known";
}

TEST_F(CorrespondenceTest, knows_a_domain_that_reads_nearly_alike) {
    auto v = accepted_verdict();
    v.pairs = {{{whole_domain, "northants-builders.example"}, true, false}};
    EXPECT_TRUE(record(v).good);
    EXPECT_TRUE(known({{whole_domain, "northants-builders.example"}})[0].known());
    for (const char* near : {"northants-bulders.example", "northants-bui1ders.example", "northants-buildersx.example",
                             "northnats-builders.example", "northants-guilders.example", "northantsbuilders.test",
                             "northants-bullders.example", "nortbants-builders.example"})
        EXPECT_TRUE(known({{whole_domain, near}})[0].alike) << near;
    for (const char* other : {"northants-plumbers.example", "builders.example", "southants-builders.example", "short.example"})
        EXPECT_FALSE(known({{whole_domain, other}})[0].alike) << other;
    const auto rows = count("correspondence");
    EXPECT_TRUE(record(v).good);
    EXPECT_EQ(count("correspondence"), rows);
}

TEST_F(CorrespondenceTest, forgets_after_its_days_and_a_locked_file_after_seven) {
    seen(clerk, true, true);
    const auto day = known({council})[0].locked_day;
    EXPECT_EQ(day, clock_.wall() / a_day);
    after(7);
    EXPECT_EQ(known({council})[0].locked_day, day);
    after(1);
    EXPECT_EQ(known({council})[0].locked_day, 0);
    after(392);
    EXPECT_TRUE(known({council})[0].known());
    after(1);
    EXPECT_FALSE(known({council})[0].known());
    EXPECT_EQ(count("correspondence"), 3);
    ASSERT_TRUE(service_->take(1, wire::Role::mail, {}, wire::frame_of(wire::RunDue{})));
    while (service_->turn()) {
    }
    EXPECT_EQ(count("correspondence"), 0) << "the old rows are gone when it is due";
}

TEST_F(CorrespondenceTest, a_verdict_that_is_not_recorded_is_not_remembered) {
    auto v = held_verdict();
    v.pairs = {{council, true, false}};
    v.held[0].recipients.clear();
    EXPECT_FALSE(record(v).good);
    EXPECT_FALSE(known({council})[0].known());
}

TEST(Skeleton, is_the_same_for_what_is_mistyped) {
    for (const auto& [a, b] :
         std::vector<std::pair<std::string, std::string>>{{"info@acme.example", "inf0@acme.example"},
                                                          {"a.smith@x.example", "asmith@x.example"},
                                                          {"jane@gmail.com", "jane@gmial.com"},
                                                          {"tom@corner.example", "tom@comer.example"},
                                                          {"will@x.example", "wi11@x.example"}})
        EXPECT_EQ(skeleton(a), skeleton(b)) << a << " " << b;
    EXPECT_NE(skeleton("anne@x.example"), skeleton("beth@x.example"));
    EXPECT_EQ(skeleton(""), "");
}

}  // namespace
}  // namespace beadle::records

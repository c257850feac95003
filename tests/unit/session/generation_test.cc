#include "session/generation.h"

#include <gtest/gtest.h>

#include "unit/session/peers.h"

namespace beadle::session {
namespace {

struct GenerationTest : testing::Test {
    GenerationStore store;
    bool prepare(std::uint32_t number) { return store.prepare(number, test::small_bundle(), "2026-11-21").good; }
};

TEST_F(GenerationTest, the_first_good_one_serves_at_once_a_later_one_when_switched_to) {
    EXPECT_EQ(store.current(), nullptr);
    ASSERT_TRUE(prepare(1));
    EXPECT_EQ(store.current()->number, 1u);
    ASSERT_TRUE(prepare(2));
    EXPECT_EQ(store.current()->number, 1u);
    EXPECT_FALSE(store.switch_to(3));
    EXPECT_TRUE(store.switch_to(2));
    EXPECT_TRUE(store.switch_to(2)) << "again does no harm";
    EXPECT_EQ(store.current()->number, 2u);
}

TEST_F(GenerationTest, a_bad_one_leaves_the_running_one_and_says_every_error) {
    ASSERT_TRUE(prepare(1));
    const auto bad = store.prepare(2, test::small_bundle("[[rule]]\nid = \"x\"\nwhenn = 1\nacton = 2\n"), "2026-11-21");
    EXPECT_FALSE(bad.good);
    EXPECT_NE(bad.diagnostics.find("whenn"), std::string::npos);
    EXPECT_NE(bad.diagnostics.find("acton"), std::string::npos);
    EXPECT_FALSE(store.switch_to(2));
    EXPECT_EQ(store.current()->number, 1u);
}

TEST_F(GenerationTest, an_older_one_is_released_once_when_no_message_holds_it) {
    ASSERT_TRUE(prepare(1));
    auto message = store.current();
    ASSERT_TRUE(prepare(2));
    store.switch_to(2);
    EXPECT_TRUE(store.released().empty());
    message.reset();
    EXPECT_EQ(store.released(), std::vector<std::uint32_t>{1});
    EXPECT_TRUE(store.released().empty());
}

TEST_F(GenerationTest, an_inspector_may_come_before_its_generation) {
    auto pair = wire::socket_pair();
    store.put_inspector(1, std::move(pair->first));
    ASSERT_TRUE(prepare(1));
    EXPECT_NE(store.current()->inspector->get(), nullptr);
}

}  // namespace
}  // namespace beadle::session

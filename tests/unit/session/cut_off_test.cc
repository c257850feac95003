#include "session/cut_off.h"

#include <gtest/gtest.h>

#include "unit/session/peers.h"

namespace beadle::session {
namespace {

using wire::NeedPeer;
using wire::Role;

TEST(CutOff, asks_after_a_while_and_again_until_another_end_is_there) {
    CutOff cut_off;
    const NeedPeer record{Role::record, 0}, inspector{Role::inspect, 3};
    const auto asked = [&](const std::vector<NeedPeer>& closed, Milliseconds now) { return cut_off.due(closed, now).size(); };
    EXPECT_EQ(asked({}, 0), 0u);
    EXPECT_EQ(asked({record}, 1'000), 0u) << "its successor may be on the way";
    EXPECT_EQ(asked({record, inspector}, 2'900), 0u);
    ASSERT_EQ(asked({record, inspector}, 3'000), 1u);
    EXPECT_EQ(asked({record, inspector}, 3'100), 0u) << "not with every look";
    const auto later = cut_off.due({record, inspector}, 4'900);
    ASSERT_EQ(later.size(), 1u);
    EXPECT_EQ(later[0].role, Role::inspect);
    EXPECT_EQ(later[0].generation, 3u);
    EXPECT_EQ(asked({record}, 8'000), 1u);
    EXPECT_EQ(asked({}, 8'100), 0u);
    EXPECT_EQ(asked({record}, 8'200), 0u) << "another end that closed is another wait";
}

TEST(CutOff, the_gateway_names_the_ends_that_closed) {
    test::Played played;
    EXPECT_TRUE(played.gateway.cut_off().empty());
    played.records.reset();
    played.inspector.reset();
    for (int i = 0; i < 500 && played.gateway.cut_off().size() < 2; ++i) std::this_thread::sleep_for(std::chrono::milliseconds(10));
    const auto closed = played.gateway.cut_off();
    ASSERT_EQ(closed.size(), 2u);
    EXPECT_EQ(closed[0].role, Role::record);
    EXPECT_EQ(closed[1].role, Role::inspect);
    EXPECT_EQ(closed[1].generation, 1u);
    played.connect_inspector(1);
    EXPECT_EQ(played.gateway.cut_off().size(), 1u);
}

}  // namespace
}  // namespace beadle::session

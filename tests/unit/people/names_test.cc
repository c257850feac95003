#include "people/names.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace beadle::people {
namespace {

using enum NameLikeness;

TEST(Names, are_known_in_the_spellings_people_choose) {
    struct Row {
        const char* member;
        const char* local;
        NameLikeness want;
    };
    const std::vector<Row> table = {
        {"Anne Smith", "anne.smith", full},
        {"Anne Smith", "Anne.Smith", full},
        {"Anne Smith", "annesmith72", full},
        {"Anne Smith", "smith.anne", full},
        {"Anne Smith", "smithanne", full},
        {"Anne Smith", "anne_smith", full},
        {"Anne Smith", "anne-smith-1", full},
        {"Anne Smith", "anne.m.smith", full},
        {"Anne Smith", "anne1972smith", full},
        {"Anne Smith", "anne.smith+council", full},
        {"Anne Smith", "a.smith", by_initial},
        {"Anne Smith", "asmith", by_initial},
        {"Anne Smith", "smith.a", by_initial},
        {"Anne Smith", "smitha99", by_initial},
        {"Anne Smith", "annie.smith", by_initial},
        {"Anne Smith", "smith", nothing},
        {"Anne Smith", "smith1972", nothing},
        {"Anne Smith", "anne", nothing},
        {"Anne Smith", "anne1972", nothing},
        {"Anne Smith", "j.smith", nothing},
        {"Anne Smith", "arthur.smith", nothing},
        {"Anne Smith", "anne.smithson", nothing},
        {"Anne Smith", "joanne.smith", nothing},
        {"Anne Smith", "annesmithson", nothing},
        {"Anne Smith", "smith.family", nothing},
        {"Anne Smith", "annes", nothing},
        {"Anne Smith", "", nothing},
        {"Anne Smith", "1972", nothing},
        {"Anne Smith", "+anne.smith", nothing},
        {"Anne Smith", "a.b.c.d.anne.smith", nothing},
        {"Cllr Daniel Okafor", "daniel.okafor", full},
        {"Councillor Mrs Daniel Okafor MBE JP", "danielokafor", full},
        {"Margaret Thistlewood", "mags.thistlewood61", by_initial},
        {"Gerald Thistlewood", "mags.thistlewood61", nothing},
        {"Shabnam Qureshi-Lowe", "shabnam.qureshi", full},
        {"Shabnam Qureshi-Lowe", "shabnam.lowe", full},
        {"Shabnam Qureshi-Lowe", "shabnamqureshilowe", full},
        {"Shabnam Qureshi-Lowe", "shabnam.qureshi-lowe", full},
        {"Shabnam Qureshi-Lowe", "s.qureshilowe", by_initial},
        {"Siân O'Neill", "sian.oneill", full},
        {"Siân O'Neill", "siânoneill", full},
        {"Anne Mary Smith", "annemsmith", full},
        {"Anne Mary Smith", "amsmith", by_initial},
        {"Anne Mary Smith", "ams", nothing},
        {"Anne Li", "a.li", by_initial},
        {"Anne Li", "ali", nothing},
        {"Anne Li", "anneli", full},
        {"Madonna", "madonna", nothing},
        {"", "anne.smith", nothing},
        {"Cllr", "cllr", nothing},
        {"王 小明", "wang.xiaoming", nothing},
    };
    for (const auto& row : table)
        EXPECT_EQ(name_likeness(row.member, row.local), row.want) << row.member << " / " << row.local;
}

TEST(Names, survive_any_octets) {
    std::string all;
    for (int c = 0; c < 256; ++c) all += static_cast<char>(c);
    EXPECT_EQ(name_likeness(all, all), nothing);
    EXPECT_EQ(name_likeness("Anne Smith", std::string(1 << 16, '.') + "anne.smith"), nothing);
}

}  // namespace
}  // namespace beadle::people

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
        {"Anne Smith", "ajsmith", by_initial},
        {"Anne Smith", "ajsmith1972", by_initial},
        {"Anne Smith", "smithaj", by_initial},
        {"Anne Smith", "annejsmith", full},
        {"Anne Smith", "jasmith", nothing},
        {"Anne Smith", "abcsmith", nothing},
        {"A Smith", "ajsmith", by_initial},
        {"Bo Lee", "bjlee", nothing},
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
        {"Shabnam Qureshi-Lowe", "shabnamql", by_initial},
        {"Shabnam Qureshi-Lowe", "shabnamq", nothing},
        {"Margaret Thistlewood", "margarett61", by_initial},
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

TEST(Names, of_a_family_are_its_surname_with_a_word_for_all_of_them) {
    struct Row {
        const char* member;
        const char* local;
        bool want;
    };
    const std::vector<Row> table = {
        {"Anne Smith", "thesmiths", true},
        {"Anne Smith", "the.smith.family", true},
        {"Anne Smith", "smithfamily72", true},
        {"Anne Smith", "family.smith", true},
        {"Anne Smith", "the-smith-household", true},
        {"Anne Smith", "smith1972", false},
        {"Anne Smith", "thesmith", false},
        {"Anne Smith", "smithsfamilybutchers", false},
        {"Anne Smith", "smiths", false},
        {"Anne Smith", "thesmithsons", false},
        {"Anne Li", "lifamily", false},
        {"Tom Wetherall", "TheWetheralls", true},
    };
    for (const auto& row : table)
        EXPECT_EQ(bears_family_name(row.member, row.local), row.want) << row.member << " / " << row.local;
}

Nicknames some() {
    Nicknames out;
    out.add("margaret peggy meg");
    out.add("robert bob rob");
    out.add("ann anne nan");
    out.add("william bill");
    return out;
}

TEST(Names, are_known_by_familiar_forms_and_in_every_alphabet_of_the_council) {
    struct Row {
        const char* member;
        const char* local;
        NameLikeness want;
    };
    const std::vector<Row> table = {
        {"Margaret Thistlewood", "peggy.thistlewood", by_initial},
        {"Margaret Thistlewood", "pegythistlewood", nothing},
        {"Margaret Thistlewood", "peggythistlewood55", by_initial},
        {"Margaret Thistlewood", "thistlewoodmeg", by_initial},
        {"Robert Okonjo", "bob_okonjo", by_initial},
        {"Bob Okonjo", "robert.okonjo", by_initial},
        {"William Ayres", "billayres1961", by_initial},
        {"William Ayres", "bob.ayres", nothing},
        {"Łukasz Żółkiewski", "lukasz.zolkiewski", full},
        {"ŁUKASZ ŻÓŁKIEWSKI", "lukaszzolkiewski", full},
        {"Małgorzata Wójcik", "m.wojcik", by_initial},
        {"Siân Llŷr", "sian.llyr", full},
        {"Ŵyn Ŷale", "wyn.yale", full},
        {"Rhys ap Gwilym", "rhys.apgwilym", full},
        {"Rhys ap Gwilym", "rhys.gwilym", full},
        {"Pieter van der Berg", "pvanderberg", by_initial},
        {"Pieter van der Berg", "pieter.berg", full},
        {"Ștefan Țăranu", "stefan.taranu", full},
        {"Sinéad O’Brien", "sinead.obrien", full},
    };
    for (const auto& row : table)
        EXPECT_EQ(name_likeness(row.member, row.local, some()), row.want) << row.member << " / " << row.local;
}

TEST(Names, may_stand_in_a_domain) {
    struct Row {
        const char* domain;
        NameLikeness want;
    };
    const std::vector<Row> table = {
        {"smithfamily.example", by_initial},
        {"thesmiths.co.uk", by_initial},
        {"the-smiths.me.uk", by_initial},
        {"smith.example", by_initial},
        {"mail.smith.me.uk", by_initial},
        {"annesmith.example", full},
        {"nansmith.org.uk", full},
        {"asmith.example", full},
        {"smithsonian.example", nothing},
        {"locksmith.example", nothing},
        {"smiths-solicitors.example", nothing},
        {"uk", nothing},
        {"", nothing},
        {"firm.example", nothing},
    };
    for (const auto& row : table) EXPECT_EQ(domain_likeness("Anne Smith", row.domain, some()), row.want) << row.domain;
    EXPECT_TRUE(is_first_name("Anne Smith", "anne", some()));
    EXPECT_TRUE(is_first_name("Anne Smith", "nan", some()));
    EXPECT_TRUE(is_first_name("Anne Mary Smith", "ams", some()));
    EXPECT_FALSE(is_first_name("Anne Smith", "info", some()));
    EXPECT_FALSE(is_first_name("Anne Smith", "joan", some()));
}

TEST(Names, may_be_a_households) {
    for (const char* local :
         {"john.smith", "johnsmith", "smith", "smiths", "smith1972", "john_smith99", "smith-family"})
        EXPECT_TRUE(bears_surname("Anne Smith", local)) << local;
    for (const char* local : {"locksmiths", "asmith2", "smithson.j", "jo", "", "johnsmithson"})
        EXPECT_FALSE(bears_surname("Anne Smith", local)) << local;
    EXPECT_FALSE(bears_surname("Anne Li", "john.li")) << "too short to mean anything";
}

TEST(Names, as_programs_show_them) {
    EXPECT_TRUE(bears_name("Anne Smith", "smith, anne (cllr)"));
    EXPECT_TRUE(bears_name("Cllr Anne Smith-Jones", "Anne Jones"));
    EXPECT_FALSE(bears_name("Anne Smith", "John Smith"));
    EXPECT_FALSE(bears_name("Anne Smith", ""));
}

TEST(Names, survive_any_octets) {
    std::string all;
    for (int c = 0; c < 256; ++c) all += static_cast<char>(c);
    EXPECT_EQ(name_likeness(all, all), nothing);
    EXPECT_EQ(name_likeness("Anne Smith", std::string(1 << 16, '.') + "anne.smith"), nothing);
}

}  // namespace
}  // namespace beadle::people

// figures_test.cc — check digits, groups and what touches a number.
#include "inspect/detect/figures.h"

#include <gtest/gtest.h>

namespace beadle::inspect {
namespace {

TEST(Figures, check_digits_of_the_reference) {
    EXPECT_TRUE(modulus_11("9990000018"));
    EXPECT_TRUE(modulus_11("9434765870"));
    EXPECT_FALSE(modulus_11("9991234560"));  // its remainder asks for check 10
    EXPECT_FALSE(modulus_11("9990000019"));
    EXPECT_TRUE(luhn("4242424242424242"));
    EXPECT_TRUE(luhn("378282246310005"));
    EXPECT_FALSE(luhn("4242424242424241"));
    EXPECT_TRUE(modulus_97("GB29NWBK60161331926819"));
    EXPECT_FALSE(modulus_97("GB82TEST12345698765432"));
}

TEST(Figures, groups_are_read_with_their_one_separator) {
    const Figures f = read_figures("999-000-0018");
    EXPECT_EQ(f.characters, "9990000018");
    EXPECT_TRUE(f.grouped({3, 3, 4}));
    EXPECT_EQ(f.separator, '-');
    EXPECT_EQ(read_figures("999-000 0018").separator, '?');
    EXPECT_TRUE(read_figures("4 2 4 2").spelled_out());
    EXPECT_TRUE(read_figures("999 000\n> 0018").wrapped());
    EXPECT_EQ(read_figures("999 000\n0018").separator, ' ');
    EXPECT_EQ(read_figures("pp123456c").characters, "PP123456C");
}

TEST(Figures, sums_of_money) {
    for (const char* sum : {"\u00A3" "4", "41,200 in all", "12.60 an hour", "30 grand", "eighty thousand an acre", "18k to go",
                            "SCP 7 now"})
        EXPECT_TRUE(has_amount(sum)) << sum;
    for (const char* none : {"back to work", "4 May 2026", "on the 12th", "a grandmother", "k", "10km off"})
        EXPECT_FALSE(has_amount(none)) << none;
}

TEST(Figures, what_touches_a_number) {
    struct Case {
        const char* name;
        std::string before, after;
        bool touched;
    };
    for (const Case& c :
         {Case{"blanks", "no ", " please", false}, Case{"a stop behind", "no ", ".", false},
          Case{"a letter", "x", "", true}, Case{"a letter of another script", "\u00E9", "", true},
          Case{"an amount", "\u00A3", "", true}, Case{"a decimal", "", ".50", true},
          Case{"a part code", "PO-", "", true}, Case{"brackets", "(", ")", false},
          Case{"a link", "https://example.com/?id=", "", true}, Case{"a mailbox", "", "@example.com", true},
          Case{"a label glued by a colon", "NHS:", "", false}}) {
        const std::string text = c.before + "9990000018" + c.after;
        EXPECT_EQ(touches(text, {c.before.size(), c.before.size() + 10}), c.touched) << c.name;
    }
}

}  // namespace
}  // namespace beadle::inspect

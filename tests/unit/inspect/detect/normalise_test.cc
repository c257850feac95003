// normalise_test.cc — the many ways of writing become one, and every octet still leads back to where it came from.
#include "inspect/detect/normalise.h"

#include <gtest/gtest.h>

namespace beadle::inspect {
namespace {

struct Case {
    const char* name;
    std::string given, want;
};

class Normalising : public testing::TestWithParam<Case> {};

TEST_P(Normalising, gives_one_way_of_writing) {
    const Normalised n(GetParam().given);
    EXPECT_EQ(n.text(), GetParam().want) << GetParam().name;
    for (std::size_t i = 0; i <= n.text().size(); ++i) {
        EXPECT_LE(n.original(i), GetParam().given.size());
        EXPECT_LE(n.original(i == 0 ? 0 : i - 1), n.original(i));
    }
    EXPECT_EQ(n.original(n.text().size()), GetParam().given.size());
}

INSTANTIATE_TEST_SUITE_P(
    Ways, Normalising,
    testing::Values(Case{"plain text stays", "NHS 999 000 0018\n\tnext", "NHS 999 000 0018\n\tnext"},
                    Case{"full-width digits and letters", "\uFF11\uFF12\uFF13 \uFF21\uFF22", "123 AB"},
                    Case{"mathematical digits and letters", "\U0001D7D7\U0001D7CE \U0001D400", "90 A"},
                    Case{"superscripts and ligatures", "x\u00B2 \uFB01le", "x2 file"},
                    Case{"Arabic and Devanagari digits", "\u0661\u0662 \u0967\u0968", "12 12"},
                    Case{"zero-width characters between digits", "9\u200B9\u200D9\u2060 0\uFEFF00", "999 000"},
                    Case{"soft hyphens", "999\u00AD000\u00AD0018", "9990000018"},
                    Case{"bidirectional controls and tags", "\u202E12\u202C\U000E0041\uFE0F3", "123"},
                    Case{"fillers that look blank", "1\u31642\uFFA03", "123"},
                    Case{"odd spaces", "999\u00A0000\u20090018\u3000x", "999 000 0018 x"},
                    Case{"dashes and quotes", "12\u201334\u201156 \u201Cx\u201D \u2019", "12-34-56 \"x\" '"},
                    Case{"digits struck through", "1\u03362\u20E3 3", "12 3"},
                    Case{"marks on letters stay", "e\u0301 \u0175yl \u00E9", "e\u0301 \u0175yl \u00E9"},
                    Case{"line ends",
                         "a\r\nb\rc\u2028d\u0085"
                         "e",
                         "a\nb\nc\nd\ne"},
                    Case{"controls go, tabs stay", std::string("9\0009\t9\x01", 6), "99\t9"},
                    Case{"what is not UTF-8 is marked",
                         "a\xff"
                         "b\xc3",
                         "a?b?"},
                    Case{"Cyrillic letters in a Latin token", "\u0420P123456\u0421 p\u0430ssword",
                         "PP123456C password"},
                    Case{"a prefix of nothing but look-alikes", "\u0420\u0420 12 34 56 \u0421", "PP 12 34 56 C"},
                    Case{"Greek look-alikes", "\u03A1\u03A1123456\u0391", "PP123456A"},
                    Case{"Russian words stay", "\u0441\u043E\u0432\u0435\u0442 \u0433\u043E\u0440\u043E\u0434\u0430",
                         "\u0441\u043E\u0432\u0435\u0442 \u0433\u043E\u0440\u043E\u0434\u0430"},
                    Case{"dots of every kind", "PP\u00B712 \u2022 34\u22C5", "PP.12 . 34."},
                    Case{"what looks like a character and is too long or half of a pair", "1\xE0\x80\xAF" "2\xED\xA0\x80" "3",
                         "1???2???3"},
                    Case{"a character cut off at the end", "9\xE2\x80", "9?"},
                    Case{"nothing", "", ""}));

TEST(Normalised, leads_back_to_the_original_octets) {
    const std::string given = "no: \uFF199\u200B9 x";
    const Normalised n(given);
    ASSERT_EQ(n.text(), "no: 999 x");
    EXPECT_EQ(n.original(4), 4u);   // the full-width nine
    EXPECT_EQ(n.original(5), 7u);   // the plain nine after its three octets
    EXPECT_EQ(n.original(6), 11u);  // the last nine, behind the zero-width space
    EXPECT_EQ(n.original(8), 13u);
}

TEST(Normalised, does_not_copy_plain_text) {
    const std::string given(100'000, 'x');
    EXPECT_EQ(Normalised(given).text().data(), given.data());
}

// The fast road and the slow one must agree wherever a control or a high octet stands.
TEST(Normalised, does_not_copy_letters_with_accents) {
    const std::string given = "T\u0177 Newydd, caf\u00e9 \u20ac 5, \u4e2d\n";
    EXPECT_EQ(Normalised(given).text().data(), given.data());
}

TEST(Normalised, agrees_wherever_the_odd_octet_stands) {
    for (std::size_t at = 0; at < 40; ++at) {
        for (const std::string odd : {"\x01", "\x7f", "\r", "\u200B"}) {
            std::string given(40, 'a'), want(40, 'a');
            given.insert(at, odd);
            if (odd == "\r") want.insert(at, "\n");
            EXPECT_EQ(Normalised(given).text(), want) << at;
        }
    }
}

}  // namespace
}  // namespace beadle::inspect

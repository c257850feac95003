#include "base/text.h"

#include <gtest/gtest.h>

#include "base/diagnostic.h"
#include "base/word_search.h"

namespace beadle {
namespace {

TEST(Printable, ShowsForeignTextSafely) {
    struct Case {
        const char* name;
        std::string given;
        std::size_t most;
        std::string want;
    };
    const Case cases[] = {
        {"plain text stays", "Dear Clerk", 200, "Dear Clerk"},
        {"an escape sequence loses its escape", "a\x1b[31mb", 200, "a[31mb"},
        {"line ends and tabs become blanks", "a\r\n\tb", 200, "a   b"},
        {"NUL and DEL go", std::string("a\0b\x7f", 4), 200, "ab"},
        {"bidirectional overrides go",
         "a\xe2\x80\xae"
         "b",
         200, "ab"},
        {"zero width and soft hyphen go",
         "p\xe2\x80\x8b"
         "a\xc2\xad"
         "y",
         200, "pay"},
        {"C1 controls go",
         "a\xc2\x9b"
         "b",
         200, "ab"},
        {"tag characters go",
         "a\xf3\xa0\x81\x81"
         "b",
         200, "ab"},
        {"invalid octets are shown as the replacement character",
         "a\xff"
         "b",
         200,
         "a\xef\xbf\xbd"
         "b"},
        {"overlong forms are invalid", "\xc0\xaf", 200, "\xef\xbf\xbd\xef\xbf\xbd"},
        {"surrogates are invalid", "\xed\xa0\x80", 200, "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd"},
        {"a cut character is invalid", "\xe2\x82", 200, "\xef\xbf\xbd\xef\xbf\xbd"},
        {"what fits exactly is not cut", "abcde", 5, "abcde"},
        {"what does not fit ends with an ellipsis within the limit", "abcdef", 5, "ab…"},
        {"the cut falls between characters", "ééééé", 8, "éé…"},
        {"no room for an ellipsis leaves none", "abcdef", 2, ""},
        {"letters of other scripts stay", "Łódź Ωμέγα 中", 200, "Łódź Ωμέγα 中"},
    };
    for (const Case& c : cases) {
        EXPECT_EQ(printable(c.given, c.most), c.want) << c.name;
        EXPECT_LE(printable(c.given, c.most).size(), c.most) << c.name;
    }
}

TEST(Nearest, GuessesWhatWasMeant) {
    const std::vector<std::string> known{
        "national-insurance-number", "nhs-number", "payment-card", "from", "to", "confidence", "direction", "policy"};
    struct Case {
        const char* name;
        std::string given, want;
    };
    const Case cases[] = {
        {"a letter left out", "confidnce", "confidence"},
        {"two letters changed places", "direciton", "direction"},
        {"a short word with two letters changed places", "form", "from"},
        {"a hyphen missing", "nhsnumber", "nhs-number"},
        {"a hyphen too many", "payment--card", "payment-card"},
        {"underscores for hyphens", "national_insurance_number", "national-insurance-number"},
        {"a plural", "payment-cards", "payment-card"},
        {"upper case", "NHS-Number", "nhs-number"},
        {"nothing near", "banana", ""},
        {"a short word is not guessed from one letter", "ta", ""},
        {"empty", "", ""},
        {"hyphens only", "---", ""},
    };
    for (const Case& c : cases) EXPECT_EQ(nearest(c.given, known), c.want) << c.name;
}

// The textbook form, for comparison with the banded one.
std::size_t slow_distance(const std::string& a, const std::string& b) {
    std::vector<std::vector<std::size_t>> d(a.size() + 1, std::vector<std::size_t>(b.size() + 1));
    for (std::size_t i = 0; i <= a.size(); ++i) d[i][0] = i;
    for (std::size_t j = 0; j <= b.size(); ++j) d[0][j] = j;
    for (std::size_t i = 1; i <= a.size(); ++i)
        for (std::size_t j = 1; j <= b.size(); ++j) {
            d[i][j] = std::min({d[i - 1][j] + 1, d[i][j - 1] + 1, d[i - 1][j - 1] + (a[i - 1] != b[j - 1])});
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                d[i][j] = std::min(d[i][j], d[i - 2][j - 2] + 1);
        }
    return d[a.size()][b.size()];
}

TEST(EditDistance, AgreesWithTheTextbookOnAllShortWords) {
    std::vector<std::string> words{""};
    for (std::size_t i = 0; i < words.size() && words[i].size() < 4; ++i)
        for (const char c : {'a', 'b', 'c'}) words.push_back(words[i] + c);
    for (const std::string& a : words)
        for (const std::string& b : words)
            for (const std::size_t most : {0u, 1u, 2u, 3u})
                ASSERT_EQ(edit_distance(a, b, most), std::min<std::size_t>(slow_distance(a, b), most + 1))
                    << a << " " << b << " " << most;
}

TEST(Encodings, GoThereAndBack) {
    std::string all;
    for (int i = 0; i < 256; ++i) all += static_cast<char>(i);
    for (std::size_t n = 0; n <= all.size(); ++n) {
        const std::string part = all.substr(0, n);
        EXPECT_EQ(unhex(hex(part)), part);
        EXPECT_EQ(unbase64(base64(part)), part);
    }
    EXPECT_EQ(base64("any carnal pleas"), "YW55IGNhcm5hbCBwbGVhcw==");
    EXPECT_EQ(unbase64(" YW55\r\n IA== "), "any ");
}

TEST(Encodings, RefuseWhatIsNotTheirs) {
    for (const char* bad : {"0", "0g", "zz", "0x"}) EXPECT_FALSE(unhex(bad)) << bad;
    for (const char* bad : {"YQ", "YQ=", "Y", "Y Q*=", "YQ==YQ=="}) EXPECT_FALSE(unbase64(bad)) << bad;
}

TEST(Sha256, IsTheStandardOne) {
    EXPECT_EQ(sha256_hex("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    EXPECT_EQ(sha256("").size(), 32u);
}

TEST(RandomToken, IsUrlSafeAndNeverTwiceTheSame) {
    const std::string one = random_token(24), two = random_token(24);
    EXPECT_NE(one, two);
    EXPECT_EQ(one.size(), 32u);
    EXPECT_EQ(one.find_first_of("+/="), one.npos);
    EXPECT_EQ(random_token(0), "");
}

TEST(SmallHelpers, DoWhatTheirNamesSay) {
    EXPECT_EQ(ascii_lower("ABC é Ü"), "abc é Ü");
    EXPECT_TRUE(ascii_iequal("Received", "RECEIVED"));
    EXPECT_FALSE(ascii_iequal("Received", "Receive"));
    EXPECT_TRUE(ascii_istarts("X-Beadle-Id", "x-beadle-"));
    EXPECT_FALSE(ascii_istarts("X-", "x-beadle-"));
    EXPECT_EQ(trim(" \t\r\n a b \n"), "a b");
    EXPECT_EQ(trim(""), "");
    EXPECT_EQ(split("a,,b,", ','), (std::vector<std::string>{"a", "", "b", ""}));
    EXPECT_EQ(split("", ','), std::vector<std::string>{""});
    EXPECT_EQ(join({"a", "b"}, ", "), "a, b");
    EXPECT_EQ(join({}, ", "), "");
    EXPECT_EQ(replace_all("aaa", "aa", "b"), "ba");
    EXPECT_EQ(replace_all("abc", "", "x"), "abc");
}

TEST(Diagnostic, IsOneLineThatSaysWhere) {
    EXPECT_EQ(text(Diagnostic{"policy.toml", 11, 15, "unknown key \"confidnce\"", "confidence"}),
              "policy.toml:11:15: unknown key \"confidnce\" (did you mean \"confidence\"?)");
    EXPECT_EQ(text(Diagnostic{"policy.toml", 0, 0, "cannot be read", ""}), "policy.toml: cannot be read");
    EXPECT_EQ(text(Diagnostics{{"a", 1, 0, "x", ""}, {"b", 2, 3, "y", ""}}), "a:1: x\nb:2:3: y\n");
}

TEST(WordSearch, NamesEveryPlaceInOrder) {
    const std::vector<std::string> words = {"pass", "password", "p/w", "key", "n/a", "x"};
    struct Case {
        const char* name;
        std::string_view given;
        std::vector<std::pair<std::size_t, std::size_t>> want;  // word, begin
    };
    const Case cases[] = {
        {"two words at one place", "The PassWord is", {{0, 4}, {1, 4}}},
        {"inside another word", "monkey", {{3, 3}}},
        {"at the end and cut off there", "key ke", {{3, 0}}},
        {"marks are compared too", "P/W n/A", {{2, 0}, {4, 4}}},
        {"a word of one octet is none", "x xx", {}},
        {"nothing in nothing", "", {}},
        {"octets above ASCII are not folded", "\xc3\x81key", {{3, 2}}},
    };
    const WordSearch search(words);
    for (const auto& c : cases) {
        std::vector<std::pair<std::size_t, std::size_t>> got;
        EXPECT_FALSE(search.each(c.given, [&](std::size_t word, std::size_t begin, std::size_t end) {
            EXPECT_EQ(end - begin, words[word].size());
            got.emplace_back(word, begin);
            return false;
        })) << c.name;
        EXPECT_EQ(got, c.want) << c.name;
        EXPECT_EQ(search.any(c.given), !c.want.empty()) << c.name;
    }
}

}  // namespace
}  // namespace beadle

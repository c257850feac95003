// pattern_file_test.cc — every error of every pattern file is told at once, with its line and what was probably meant.
#include "inspect/detect/detect.h"
#include "inspect/detect/pattern.h"

#include <gtest/gtest.h>

namespace beadle::inspect {
namespace {

std::string load(const std::string& patterns, const std::string& words = "") {
    Bundle bundle;
    if (!words.empty()) bundle.files.push_back({BundleRole::words, "w.toml", words});
    bundle.files.push_back({BundleRole::pattern, "p.toml", patterns});
    return text(Detector::load(bundle).diagnostics);
}

std::string pattern(const std::string& more, const std::string& regex = "regex = 'x{3}'") {
    return "[[pattern]]\nid = \"a\"\nkind = \"nhs-number\"\nreason = \"r\"\nsource = \"s\"\nsince = \"0.1\"\n" + regex +
           "\nmust = [\"xxx\"]\nmust_not = [\"y\"]\nalone = { plain = \"low\" }\n" + more;
}

TEST(PatternFile, a_good_one_loads) { EXPECT_EQ(load(pattern("validator = \"shape\"\n")), ""); }

TEST(PatternFile, faults_are_told_with_place_and_suggestion) {
    struct Case {
        const char* name;
        std::string file;
        std::vector<std::string> told;
    };
    for (const Case& c :
         {Case{"an unknown key", pattern("validator = \"shape\"\nnera = [\"nhs\"]\n"), {"p.toml:12:1", "nera", "near"}},
          Case{"an unknown validator",
               pattern("validator = \"nhs-numbr\"\n"),
               {"p.toml:11:1", "nhs-numbr", "nhs-number"}},
          Case{"an unknown kind",
               "[[pattern]]\nid = \"a\"\nkind = \"nhs-nummer\"\n",
               {"p.toml:3", "nhs-nummer", "nhs-number", "regex", "validator"}},
          Case{"a fault both engines see",
               pattern("validator = \"shape\"\n", "regex = 'x(y'"),
               {"p.toml:7:1", "\"a\"", "not valid", "cannot be searched"}},
          Case{"an unknown list", pattern("validator = \"shape\"\nnear = [\"@others\"]\n"), {"p.toml:12:9", "@others"}},
          Case{"a pair without its half", pattern("validator = \"shape\"\npair = \"sort\"\n"), {"p.toml:12:1", "sort"}},
          Case{"a level that is none",
               pattern("validator = \"shape\"\nvouched = { plain = \"hihg\" }\n"),
               {"p.toml:12", "hihg", "high"}},
          Case{"no samples",
               "[[pattern]]\nid = \"a\"\nkind = \"iban\"\nreason = \"r\"\nsource = \"s\"\nsince = \"0.1\"\nregex = "
               "'x{3}'\nvalidator = \"shape\"\n",
               {"must = [...]", "must_not = [...]"}},
          Case{"the same id twice",
               pattern("validator = \"shape\"\n") + pattern("validator = \"shape\"\n"),
               {"there twice"}}}) {
        const std::string told = load(c.file);
        for (const auto& part : c.told)
            EXPECT_NE(told.find(part), std::string::npos) << c.name << ": " << part << "\n" << told;
    }
}

TEST(PatternFile, a_council_may_bring_many_lists_of_its_own) {
    const auto lists = [](std::size_t count) {
        std::string out;
        for (std::size_t i = 0; i < count; ++i)
            out += "[[list]]\nid = \"own-" + std::to_string(i) + "\"\nreason = \"r\"\nwords = [\"w" + std::to_string(i) + "\"]\n";
        return out;
    };
    EXPECT_EQ(load(pattern("validator = \"shape\"\n"), lists(Lists::most)), "");
    EXPECT_NE(load(pattern("validator = \"shape\"\n"), lists(Lists::most + 1)).find("more than 256 lists"), std::string::npos);
}

TEST(Lists, each_of_the_most_is_told_from_the_others) {
    Lists lists;
    for (std::size_t i = 0; i < Lists::most; ++i) {
        lists.ids.push_back("list-" + std::to_string(i));
        lists.words.push_back({"common", "word" + std::to_string(i)});
    }
    lists.index();
    EXPECT_TRUE(lists.lists_of("common").all());
    for (std::size_t i = 0; i < Lists::most; ++i)
        EXPECT_EQ(lists.only("list-" + std::to_string(i)), lists.lists_of("word" + std::to_string(i))) << i;
    EXPECT_TRUE(lists.only("no such list").none());
    EXPECT_TRUE(lists.lists_of("no such word").none());
}

TEST(PatternFile, an_expression_beyond_hyperscan_but_not_its_prefilter_is_taken) {
    EXPECT_EQ(load(pattern("validator = \"shape\"\n", "regex = '(?<![a-z])(x)\\1{2}(?!y)'")), "");
}

TEST(PatternFile, words_of_a_list_are_used) {
    const std::string list = "[[list]]\nid = \"others\"\nreason = \"r\"\nwords = [\"Order No\"]\n";
    EXPECT_EQ(load(pattern("validator = \"shape\"\nrivals = [\"@others\"]\n"), list), "");
}

TEST(PatternFile, samples_are_checked_against_what_they_say) {
    Bundle bundle;
    bundle.files.push_back({BundleRole::pattern, "p.toml", pattern("validator = \"shape\"\n")});
    auto good = Detector::load(bundle);
    ASSERT_NE(good.detector, nullptr);
    EXPECT_TRUE(good.detector->check_samples().empty());
    bundle.files[0].octets = pattern("validator = \"shape\"\n");
    const auto at = bundle.files[0].octets.find("must = [\"xxx\"]");
    bundle.files[0].octets.replace(at, 14, "must = [\"high: xxx\", \"zzz\"]");
    auto bad = Detector::load(bundle);
    ASSERT_NE(bad.detector, nullptr);
    EXPECT_EQ(bad.detector->check_samples().size(), 2u);
}

}  // namespace
}  // namespace beadle::inspect

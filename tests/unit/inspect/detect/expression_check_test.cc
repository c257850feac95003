// expression_check_test.cc — an admin's own pattern: what makes it slow is found by trying and told in words; and a
// search that is given up is never "no match".
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "inspect/detect/adversarial_text.h"
#include "inspect/detect/detect.h"
#include "inspect/detect/expression_faults.h"
#include "inspect/detect/expression_shape.h"
#include "inspect/detect/segment_scan.h"

namespace beadle::inspect {
namespace {

using ::testing::HasSubstr;

Bundle bundle_with(const std::string& regex, const std::string& must, const std::string& more = "") {
    const std::string head =
        "[[pattern]]\nid = \"own\"\nkind = \"credential\"\nreason = \"r\"\nsource = \"s\"\nsince = \"0.1\"\n";
    Bundle bundle;
    bundle.files.push_back({BundleRole::pattern, "own.toml",
                            head + "regex = '" + regex + "'\nvalidator = \"shape\"\nmust = [\"" + must +
                                "\"]\nmust_not = [\"?\"]\nalone = { plain = \"high\", structured = \"high\" }\n" +
                                more});
    return bundle;
}

std::string work_told(const std::string& regex, const std::string& must) {
    const auto loaded = Detector::load(bundle_with(regex, must));
    return loaded.detector ? text(loaded.detector->check_work()) : "not loaded: " + text(loaded.diagnostics);
}

TEST(OwnPattern, WhatIsSlowIsToldByFileLineAndConstructWithWhatToWriteInstead) {
    const struct {
        const char *name, *regex, *must;
        std::vector<std::string> told;
    } cases[] = {
        {"a repeat in a repeat",
         "(a+)+b",
         "aab",
         {"own.toml:7:1", "\"(a+)+\" repeats (a+), which repeats already", "Repeat once only"}},
        {"the same behind a separator that need not be there",
         "(?i)ref (?:[a-z]+ ?){1,40}end",
         "ref ab end",
         {"(?:[a-z]+ ?){1,40}", "[a-z]+, which repeats already"}},
        {"a choice of two ways that begin alike", "x(?:a|ab|b)*c", "xabc", {"begin alike", "[...]"}},
        {"no bound before a required end", ".*foo", "a foo", {"\".*\" may run on to the end", ".{0,60}"}},
        {"two repeats that hold the same",
         "[^x]*[^y]*z",
         "az",
         {"[^x]* and [^y]* beside each other", "something definite between"}},
        {"a reference back", "(\\w+)\\1", "abab", {"\"\\1\" refers back"}},
    };
    for (const auto& c : cases) {
        const std::string told = work_told(c.regex, c.must);
        for (const auto& part : c.told) EXPECT_THAT(told, HasSubstr(part)) << c.name;
    }
}

TEST(OwnPattern, WhatIsNotSlowIsTaken) {
    for (const auto& [regex, must] : {std::pair("\\bEMP-\\d{6}\\b", "EMP-123456"),
                                      std::pair("(?i)payroll (?:ref|no)\\.? ?\\d{4,8}", "payroll ref 12345"),
                                      std::pair("(?:[A-Z]{2}-){1,5}\\d{4}", "AB-CD-1234"), std::pair("\\d+x", "12x"),
                                      std::pair("a{1,200}b", "aab")})
        EXPECT_EQ(work_told(regex, must), "") << regex;
}

TEST(ExpressionFaults, NamesThemWorstFirstAndNothingElse) {
    const struct {
        const char* given;
        std::vector<const char*> want;
    } cases[] = {
        {"\\b\\d{3}[ -]\\d{4}\\b", {}},
        {"(?:[ .-]?\\d){9,15}", {}},
        {"(?:\\d[ -])+\\d", {"may run on"}},
        {"(?:\\d{1,20}[ -])+", {}},
        {"(\\d+[ -]?)+", {"which repeats already"}},
        {"((ab*)*)*c", {"which repeats already", "may run on"}},
        {"(?:foo|bar|f.x)+", {"begin alike"}},
        {"\\s{0,20}\\s{0,20}x", {"beside each other"}},
        {"a+\\bb", {"may run on"}},
        {"(a)(b)\\2", {"refers back"}},
        {"[(+]+", {}},
        {"\\(a\\+\\)\\+", {}},
    };
    for (const auto& c : cases) {
        const auto faults = faults_of(c.given);
        EXPECT_GE(faults.size(), c.want.size()) << c.given;
        EXPECT_EQ(faults.empty(), c.want.empty()) << c.given << ": " << (faults.empty() ? "" : faults[0].what);
        for (std::size_t i = 0; i < std::min(faults.size(), c.want.size()); ++i)
            EXPECT_THAT(faults[i].what, HasSubstr(c.want[i])) << c.given;
    }
}

TEST(ExpressionShape, ReadsClassesEscapesFlagsAndBounds) {
    const struct {
        const char* name;
        const char* given;
        const char* first;
        bool empty;
    } cases[] = {
        {"a range and a class", "[b-d\\d]", "0123456789bcd", false},
        {"a negated set", "[^\\x00-\\x60b-\\xff]", "a", false},
        {"letters of either case", "(?i)ab", "Aa", false},
        {"flags of a group end with it", "(?i:a)|b", "Aab", false},
        {"what may be missing", "a?b{0,3}c*d", "abcd", false},
        {"all may be missing", "a?(?:b|)", "ab", true},
        {"an edge takes nothing", "^\\b(?=x)y", "y", false},
        {"a bracket in brackets", "[]a]", "]a", false},
        {"no bound, but a brace", "{a", "{", false},
        {"an escaped octet", "\\x41", "A", false},
    };
    for (const auto& c : cases) {
        const auto shape = shape_of(c.given);
        ASSERT_TRUE(shape) << c.name;
        Octets want;
        for (const char* f = c.first; *f != '\0'; ++f) want.set(static_cast<unsigned char>(*f));
        EXPECT_EQ(first_of(*shape), want) << c.name;
        EXPECT_EQ(may_be_empty(*shape), c.empty) << c.name;
    }
    for (const char* bad : {"(", "a)", "[a", "\\", "(?:a"}) EXPECT_FALSE(shape_of(bad)) << bad;
    EXPECT_FALSE(shape_of(std::string(200, '(') + std::string(200, ')'))) << "too deep";
}

TEST(AdversarialText, HoldsMatchesNearMissesAndRunsOfTheSizeAskedFor) {
    const auto recipes = adversarial_recipes(*shape_of("ab[0-9]{2,}c"));
    std::vector<std::string> texts;
    for (const auto& r : recipes) {
        texts.push_back(r.text(1000));
        EXPECT_EQ(texts.back().size(), 1000u);
    }
    EXPECT_THAT(texts, ::testing::Contains(HasSubstr("ab00c ab00c")));
    EXPECT_THAT(texts, ::testing::Contains(::testing::StartsWith("ab" + std::string(500, '0'))));
    EXPECT_THAT(texts, ::testing::Contains(::testing::EndsWith("ab00c")));
    EXPECT_LE(recipes.size(), 40u);
}

Inspection seen_in(const Detector& detector, const std::string& body) {
    Reading reading;
    Segment s;
    s.text = body;
    s.location = "message body";
    reading.segments.push_back(s);
    Budget budget({}, body.size(), system_clock());
    Inspection out;
    detector.detect(reading, budget, out);
    return out;
}

TEST(GivenUp, ASearchThatBoostGivesUpIsNotInspectedAndNeverNoMatch) {
    const auto loaded = Detector::load(bundle_with("(a+)+b", "aab"));
    ASSERT_TRUE(loaded.detector);
    const auto seen = seen_in(*loaded.detector, std::string(5000, 'a') + "!ab");
    ASSERT_EQ(seen.not_inspected.size(), 1u);
    EXPECT_EQ(seen.not_inspected[0].reason, NotInspectedReason::limit);
    EXPECT_THAT(seen.not_inspected[0].detail, HasSubstr("pattern \"own\" gave up on its complexity"));
    EXPECT_TRUE(seen_in(*loaded.detector, "aab").complete());
}

struct Broken {
    Engine engine;
    Broken() {
        Diagnostics wrong;
        std::vector<Topic> topics;
        engine.signatures = read_signatures(bundle_with("\\b\\d{6}\\b", "123456", "near = [\"pin\"]\n"), wrong, topics);
        engine.expressions.push_back(std::move(*Expression::compile("\\b\\d{6}\\b")));
        std::vector<Prefilter::Fault> faults;
        engine.prefilter = Prefilter::of_expressions({"\\b\\d{6}\\b"}, faults);
        std::string problem;
        engine.words = Words::load(engine.signatures.patterns, problem);
    }
    SegmentHits scan(const std::string& body, const Elsewhere& elsewhere = {}) const {
        Segment s;
        s.text = body;
        Budget budget({}, body.size(), system_clock());
        return scan_segment(engine, s, Normalised(body), elsewhere, budget);
    }
};

TEST(GivenUp, AFaultOfHyperscanStopsTheSegmentForPatternsAndForWords) {
    Broken sound;
    EXPECT_EQ(sound.scan("pin 123456").stopped, "");
    EXPECT_EQ(sound.scan("pin 123456").hits.size(), 1u);
    Broken patterns;
    patterns.engine.prefilter->fail_from_now_on();
    EXPECT_NE(patterns.scan("pin 123456").stopped, "");
    Broken words;
    words.engine.words->phrases().prefilter()->fail_from_now_on();
    EXPECT_NE(words.scan("pin 123456").stopped, "") << "a word that is not seen is a pattern that is not looked for";
    EXPECT_NE(words.scan("", {"sheet pin", ""}).stopped, "");
}

}  // namespace
}  // namespace beadle::inspect

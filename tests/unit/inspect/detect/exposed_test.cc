#include "inspect/detect/exposed.h"

#include <gtest/gtest.h>

namespace beadle::inspect {
namespace {

using K = FindingKind;
using C = Confidence;

Segment hidden(const std::string& location, const std::string& text, bool table = false) {
    Segment s;
    s.kind = SegmentKind::hidden;
    s.location = location;
    s.text = text;
    s.table = table;
    return s;
}
Finding found(K kind, const std::string& location, C confidence) {
    Finding f;
    f.kind = kind;
    f.location = location;
    f.confidence = confidence;
    f.evidence = "seen";
    return f;
}

struct Row {
    const char* name;
    std::vector<Segment> segments;
    std::vector<Finding> findings;
    C want;
    const char* evidence;
    std::uint32_t count;
};

TEST(Exposed, is_weighed_by_what_stands_there) {
    const std::vector<Row> table = {
        {"rows of a hidden sheet are counted",
         {hidden("s", "Name\tPay\nA\t1\nB\t2\n", true)},
         {found(K::hidden_content, "s", C::high)},
         C::high,
         "seen, 3 rows",
         3},
        {"words of a comment are counted",
         {hidden("c", "Is this right? Ask Bob please.")},
         {found(K::document_comment, "c", C::medium)},
         C::medium,
         "seen, 6 words",
         6},
        {"two words are hardly anything",
         {hidden("c", "ok then")},
         {found(K::hidden_content, "c", C::medium)},
         C::low,
         "seen, 2 words",
         2},
        {"but a name under a black box is a name",
         {hidden("c", "Anne Smith")},
         {found(K::failed_redaction, "c", C::high)},
         C::high,
         "seen, 2 words",
         2},
        {"something sensitive makes it sure",
         {hidden("c", "nhs number here it is now")},
         {found(K::document_comment, "c", C::medium), found(K::nhs_number, "c", C::high)},
         C::high,
         "seen, 6 words; holds: NHS number",
         6},
        {"what is unlikely does not",
         {hidden("c", "nhs number here it is now")},
         {found(K::document_comment, "c", C::medium), found(K::nhs_number, "c", C::low)},
         C::medium,
         "seen, 6 words",
         6},
        {"elsewhere it does not count",
         {hidden("c", "nhs number here it is now")},
         {found(K::document_comment, "c", C::medium), found(K::nhs_number, "d", C::high)},
         C::medium,
         "seen, 6 words",
         6},
    };
    for (const auto& row : table) {
        Reading reading;
        reading.segments = row.segments;
        auto findings = row.findings;
        weigh_exposure(reading, findings);
        ASSERT_EQ(findings.size(), row.findings.size()) << row.name;
        EXPECT_EQ(findings[0].confidence, row.want) << row.name;
        EXPECT_EQ(findings[0].evidence, row.evidence) << row.name;
        EXPECT_EQ(findings[0].count, row.count) << row.name;
    }
}

TEST(Exposed, hidden_text_that_nobody_told_of_is_told_of_when_it_is_sensitive) {
    Reading reading;
    reading.segments = {hidden("names", "x y z"), hidden("variables", "a b c")};
    for (auto& s : reading.segments) s.path = {"a.xlsx"};
    std::vector<Finding> findings = {found(K::nhs_number, "names", C::medium)};
    weigh_exposure(reading, findings);
    ASSERT_EQ(findings.size(), 2u);
    EXPECT_EQ(findings[1].kind, K::hidden_content);
    EXPECT_EQ(findings[1].location, "names");
    EXPECT_EQ(findings[1].confidence, C::medium);
}

}  // namespace
}  // namespace beadle::inspect

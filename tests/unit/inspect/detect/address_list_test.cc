#include "inspect/detect/address_list.h"

#include <gtest/gtest.h>

namespace beadle::inspect {
namespace {

Lists lists() {
    Lists out;
    out.ids = {"public-body", "role-address"};
    out.words = {{"gov.uk", "police.uk"}, {"clerk", "info"}};
    return out;
}

TEST(AddressList, persons_addresses_in_a_text) {
    struct Row {
        const char* name;
        const char* text;
        std::vector<std::string> want;
    };
    const std::vector<Row> table = {
        {"one in angle brackets, one bare", "Ann <Ann@x.example>; bob@y.example.", {"ann@x.example", "bob@y.example"}},
        {"twice is once", "ann@x.example ANN@X.example", {"ann@x.example"}},
        {"offices and public bodies are nobody's", "info@x.example, j.doe@shire.gov.uk, a@kent.police.uk", {}},
        {"no domain, no address", "meet @ noon, a@b, @home, x@.example", {}},
        {"a link that holds one", "mailto:ann@x.example?subject=y", {"ann@x.example"}},
        {"cells", "Name\tMail\nAnn\tann@x.example\n", {"ann@x.example"}},
        {"signs at the ends are no part of it", "'ann@x.example'--", {"ann@x.example"}},
    };
    for (const auto& row : table) EXPECT_EQ(personal_addresses(row.text, lists()), row.want) << row.name;
}

TEST(AddressList, places_with_many_are_told_of_with_their_number) {
    Reading reading;
    const auto add = [&](SegmentKind kind, const std::string& location, int from, int n) {
        Segment s;
        s.kind = kind;
        s.location = location;
        for (int i = from; i < from + n; ++i) s.text += "r" + std::to_string(i) + "@home.example, ";
        reading.segments.push_back(s);
    };
    add(SegmentKind::body, "message body", 0, 8);
    add(SegmentKind::body, "message body as HTML", 0, 8);
    add(SegmentKind::sheet, "attachment \"a.csv\"", 0, 30);
    add(SegmentKind::document, "attachment \"b.docx\"", 0, 4);
    add(SegmentKind::subject, "header fields", 0, 30);
    Budget budget({}, 1000, system_clock());
    std::vector<Finding> found;
    find_address_lists(reading, lists(), budget, found);
    ASSERT_EQ(found.size(), 2u);
    EXPECT_EQ(found[0].location, "attachment \"a.csv\"");
    EXPECT_EQ(found[0].count, 30u);
    EXPECT_EQ(found[0].confidence, Confidence::high);
    EXPECT_EQ(found[1].count, 8u);
    EXPECT_EQ(found[1].confidence, Confidence::low);
    EXPECT_EQ(found[1].sample, "r•••@home.example, r•••@home.example, r•••@home.example");
}

}  // namespace
}  // namespace beadle::inspect

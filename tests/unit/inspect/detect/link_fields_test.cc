// link_fields_test.cc — what links carry, field by field; hostile addresses are bounded.
#include "inspect/detect/link_fields.h"

#include <string>

#include <gtest/gtest.h>

namespace beadle::inspect {
namespace {

TEST(LinkFields, AreLabelledByTheirNames) {
    const struct {
        const char *name, *given, *want;
    } cases[] = {
        {"no link", "nino=QQ123456C&nhs=9990000018", ""},
        {"a link without fields", "https://forms.example/", ""},
        {"a query", "https://forms.example/?nino=QQ123456C&x=1", "nino: QQ123456C\n"},
        {"percent codes and plus signs", "see https://f.example/a?nhs_number=999%20000+0018.",
         "nhs number: 999 000 0018\n"},
        {"an ampersand as an entity", "https://f.example/?a=123456&amp;b=654321", "a: 123456\nb: 654321\n"},
        {"fields behind a hash", "https://f.example/#iban=GB29NWBK60161331926819", "iban: GB29NWBK60161331926819\n"},
        {"the part of a path before names it", "https://f.example/patient/999%20000%200018/x",
         "patient: 999 000 0018\n"},
        {"the text of a mailto", "MAILTO:a@f.example?body=Her%20NI%0Ais", "body: Her NI\nis\n"},
        {"a broken percent code stays", "https://f.example/?a=12%3", ""},
        {"a broken percent code in a long value", "https://f.example/?a=12%zz345", "a: 12%zz345\n"},
        {"control characters are blanks", "https://f.example/?a=12%00%09345", "a: 12  345\n"},
        {"a name of figures is none", "https://f.example/?1=9990000018", ""},
        {"brackets around the link", "(https://f.example/?a=123456)", "a: 123456\n"},
        {"two links", "http://a.example/?b=123456 http://c.example/?d=654321", "b: 123456\nd: 654321\n"},
    };
    for (const auto& c : cases) EXPECT_EQ(link_fields(c.given), c.want) << c.name;
}

TEST(LinkFields, GiveAtMostThreeTimesTheText) {
    for (const std::string piece :
         {"http://a?b=123456&", "://", "a://b/c/d1d1d1d/", "a1a1a1a/", "mailto:?a=%41%41%41%41%41%41;"}) {
        std::string text;
        while (text.size() < 200'000) text += piece;
        EXPECT_LE(link_fields(text).size(), 3 * text.size()) << piece;
    }
}

}  // namespace
}  // namespace beadle::inspect

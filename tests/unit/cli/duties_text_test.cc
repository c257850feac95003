#include "cli/duties_text.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace beadle::cli {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

const std::vector<std::string> report = {
    R"({"version":1,"kind":"period","period":"2026-10","council":"Test <Council>","policy":"IT","from":"f","until":"u","mail":{"total":12,"inbound":7}})",
    R"({"version":1,"kind":"clause","clause":"8","hits":4,"released":1,"overridden":2,"incidents":0})",
    R"({"version":1,"kind":"rule","rule":"sensitive-in-clear","clause":"8","hits":4,"would":0,"excepted":0,"released":1,"overridden":2,"incidents":0})",
    R"~({"version":1,"kind":"rule","rule":"=HYPERLINK(1)","clause":"","hits":0,"would":0,"excepted":0,"released":0,"overridden":0,"incidents":0})~",
    R"({"version":1,"kind":"topic","finding":"nhs-number","messages":3})"
};

TEST(DutiesText, a_report_says_the_share_of_false_alarms_by_clause_and_names_rules_that_never_fired) {
    const auto text = report_as_text(report, {false, 120});
    for (const char* part :
         {"2026-10", "25%", "sensitive-in-clear", "NHS number", "By clause of the policy", "=HYPERLINK(1)"})
        EXPECT_THAT(text, HasSubstr(part));
}

TEST(DutiesText, a_page_is_escaped_and_its_tables_have_captions_and_headings) {
    const auto html = report_as_html(report);
    EXPECT_THAT(html, HasSubstr("Test &lt;Council&gt;"));
    EXPECT_THAT(html, Not(HasSubstr("<Council>")));
    for (const char* part :
         {"<html lang=\"en-GB\">", "<caption>By rule</caption>", "<th scope=\"col\">", "<th scope=\"row\">"})
        EXPECT_THAT(html, HasSubstr(part));
}

TEST(DutiesText, a_spreadsheet_takes_no_cell_for_a_formula) {
    const auto csv = report_as_csv(report);
    EXPECT_THAT(csv, HasSubstr("\"'=HYPERLINK(1)\""));
    EXPECT_THAT(csv, HasSubstr("\"section\",\"clause\""));
}

TEST(DutiesText, nobody_who_looked_is_said_in_words) {
    EXPECT_THAT(report_as_text({R"({"version":1,"kind":"period","period":"2026-10","access":0})"}, {false, 100}),
                HasSubstr("Nobody looked"));
}

TEST(DutiesText, an_incident_shows_its_clock_what_is_missing_and_hostile_words_harmlessly) {
    const std::string line =
        R"({"version":1,"number":"2026-0001","state":"open","hours_left":-3,"what":"<script>\u001b[31m","aware_at":"2026-11-22T10:00:00.000Z",)"
        R"("opened_by":"","register":[{"field":"facts","words":"The facts","value":""}],"evidence":[{"subject":"<b>","sender":"a@b.example"}],)"
        R"("notes":[],"as_recorded":false})";
    const auto text = incident_as_text({line}, {false, 100});
    EXPECT_THAT(text, HasSubstr("72 hours have passed"));
    EXPECT_THAT(text, HasSubstr("CHANGED IN THE STORE"));
    EXPECT_THAT(text, Not(HasSubstr("\x1b[31m")));
    const auto html = incident_as_html(*Value::parse(line), {});
    EXPECT_THAT(html, Not(HasSubstr("<script>")));
    EXPECT_THAT(html, HasSubstr("not said"));
    EXPECT_THAT(html, HasSubstr("draws no conclusion"));
}

TEST(DutiesText, what_cannot_be_read_is_passed_over) {
    for (const auto& lines : std::vector<std::vector<std::string>>{{}, {"{"}, {"[]"}, {R"({"kind":7})"}}) {
        EXPECT_NE(report_as_text(lines, {false, 100}), "");
        EXPECT_NE(who_as_text(lines, {false, 100}), "");
        (void)incident_as_text(lines, {false, 100}), (void)suspensions_as_text(lines, {false, 100}),
            (void)acknowledgements_as_text(lines, {false, 100});
    }
}

}  // namespace
}  // namespace beadle::cli

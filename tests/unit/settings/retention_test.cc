#include "settings/retention.h"

#include <gtest/gtest.h>

#include "support/source_tree.h"

namespace beadle {
namespace {

const std::string schedule = "[schedule]\nversion = \"1\"\nadopted = 2026-05-12\nminute = \"7\"\n";
std::string a_class(const std::string& id, const std::string& records, const std::string& more = "") {
    return "[[class]]\nid = \"" + id + "\"\ntitle = \"T\"\nrecords = \"" + records +
           "\"\nperiod = \"90 days\"\ndisposal = \"automatic\"\nsource = \"S\"\n" + more;
}

TEST(ReadRetention, the_template_is_good_and_names_a_class_for_every_kind_of_record) {
    const auto read = read_retention(test::file_text(test::source_folder() / "config/retention.toml"), "retention.toml");
    ASSERT_EQ(text(read.diagnostics), "");
    for (const auto& kind : record_kinds())
        EXPECT_TRUE(std::any_of(read.schedule.classes.begin(), read.schedule.classes.end(),
                                [&](const auto& c) { return c.records == kind; }))
            << kind;
    EXPECT_EQ(read.schedule.of_held("", "quarantine")->id, "held-mail");
    EXPECT_EQ(read.schedule.of_held("", "journal")->id, "journal");
    EXPECT_EQ(read.schedule.of_held("complaints", "journal")->id, "complaints");
    EXPECT_EQ(read.schedule.of_held("no-such-class", "refused")->id, "held-mail");
}

TEST(ReadRetention, refuses_what_could_be_read_two_ways) {
    struct Row {
        const char* name;
        std::string given, want;
    };
    const std::vector<Row> table = {
        {"no schedule", a_class("a", "events"), "[schedule] is missing"},
        {"no class", schedule, "no [[class]]"},
        {"a mistyped kind of record", schedule + a_class("a", "evnts"), "events"},
        {"a mistyped key", schedule + a_class("a", "events", "perod = \"1 year\"\n"), "period"},
        {"the id twice", schedule + a_class("a", "events") + a_class("a", "acts"), "there is a class \"a\" already"},
        {"two classes of events", schedule + a_class("a", "events") + a_class("b", "events"), "\"a\" is the class of \"events\""},
        {"two classes for the rest of held", schedule + a_class("a", "held") + a_class("b", "held"), "all other kept copies"},
        {"one reason in two classes", schedule + a_class("a", "held", "reasons = [\"ask\"]\n") + a_class("b", "held", "reasons = [\"ask\"]\n"), "has the reason \"ask\" already"},
        {"an unknown reason", schedule + a_class("a", "held", "reasons = [\"jurnal\"]\n"), "journal"},
        {"reasons of events", schedule + a_class("a", "events", "reasons = [\"ask\"]\n"), "records = \"held\""},
        {"a trigger that does not fit", schedule + a_class("a", "events", "trigger = \"closed\"\n"), "when it is recorded"},
        {"three persons", schedule + a_class("a", "events", "persons = 3\n"), "persons"},
        {"what Beadle does not hold, by itself", schedule + a_class("a", "other"), "disposal must be \"review\""},
    };
    for (const auto& row : table)
        EXPECT_NE(text(read_retention(row.given, "r.toml").diagnostics).find(row.want), std::string::npos)
            << row.name << ": " << text(read_retention(row.given, "r.toml").diagnostics);
}

TEST(Period, is_read_and_printed_and_says_when_it_ends) {
    struct Row {
        const char *given, *from, *due;
    };
    for (const auto& row : std::vector<Row>{{"90 days", "2026-11-22", "2027-02-20"},
                                            {"1 day", "2026-12-31", "2027-01-01"},
                                            {"12 months", "2026-02-28", "2027-02-28"},
                                            {"1 month", "2026-01-31", "2026-02-28"},
                                            {"6 years", "2024-02-29", "2030-02-28"},
                                            {"indefinite", "2026-01-01", ""}}) {
        const auto period = read_period(row.given);
        ASSERT_TRUE(period) << row.given;
        EXPECT_EQ(text(*period), row.given);
        const auto due = due_after(*read_date(row.from), *period);
        EXPECT_EQ(due ? date_text(*due) : "", row.due) << row.given;
    }
    for (const char* bad : {"", "90", "days", "0 days", "-1 days", "90 weeks", "101 years", "90 days or so", "9999999999 days"})
        EXPECT_FALSE(read_period(bad)) << bad;
}

TEST(Period, is_shorter_when_it_is_for_some_day) {
    struct Row {
        const char *a, *b;
        bool want;
    };
    for (const auto& row : std::vector<Row>{{"90 days", "91 days", true}, {"91 days", "90 days", false}, {"90 days", "90 days", false},
                                            {"12 months", "1 year", false}, {"11 months", "1 year", true}, {"365 days", "1 year", true},
                                            {"367 days", "1 year", false}, {"6 years", "indefinite", true}, {"indefinite", "6 years", false}})
        EXPECT_EQ(is_shorter(*read_period(row.a), *read_period(row.b)), row.want) << row.a << " " << row.b;
}

}  // namespace
}  // namespace beadle

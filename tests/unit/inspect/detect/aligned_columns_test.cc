// aligned_columns_test.cc — a table drawn with blanks becomes one with tabs; prose with wide gaps does not.
#include "inspect/detect/aligned_columns.h"

#include <gtest/gtest.h>

namespace beadle::inspect {
namespace {

TEST(AlignedColumns, GetTabsUnderAHeadingAlone) {
    const struct {
        const char *name, *given, *want;
    } cases[] = {
        {"heading and row", "System   User     Password\nScribe   town     Heron-28\n", "System  \tUser    \tPassword\nScribe  \ttown    \tHeron-28\n"},
        {"text before and after", "Hello,\n\nA  B\nc  1\n\nBye", "Hello,\n\nA \tB\nc \t1\n\nBye"},
        {"a ruled line between", "A  B\n-  -----\nc  1", "A \tB\n- \t-----\nc \t1"},
        {"an underline between", "A  B\n======\nc  1", "A \tB\n======\nc \t1"},
        {"quoted", "> A  B\n> c  1", "> A \tB\n> c \t1"},
        {"a carriage return before the line end", "A  B\r\nc  1\r\n", "A \tB\r\nc \t1\r\n"},
        {"a row of more cells ends it", "A  B\nc  1  2\n", ""},
        {"a heading alone", "A  B\n\nHello", ""},
        {"figures in the heading", "2024  2025\n12  14", ""},
        {"sentences", "We met.  You said no?  Fine,\nThen.  You left.  Well.", ""},
        {"one column", "Name\nJane", ""},
        {"tabs are there already", "A\tB  C\nc\t1  2", ""},
        {"nothing", "", ""},
    };
    for (const auto& c : cases) EXPECT_EQ(with_column_tabs(c.given), c.want) << c.name;
}

TEST(AlignedColumns, AreBounded) {
    std::string wide(400, ' ');
    EXPECT_EQ(with_column_tabs("A" + wide + "B\nc" + wide + "1"), "");
    std::string many = "A";
    for (int i = 0; i < 40; ++i) many += "  B";
    EXPECT_EQ(with_column_tabs(many + "\n" + many), "");
}

}  // namespace
}  // namespace beadle::inspect

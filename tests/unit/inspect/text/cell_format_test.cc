#include "inspect/text/cell_format.h"

#include <gtest/gtest.h>

#include <string>

#include "inspect/text/vba.h"

namespace beadle::inspect {
namespace {

TEST(CellFormat, ShowsANumberAsAPersonReadsIt) {
    struct {
        const char *code, *number, *want;
    } cases[] = {
        {"General", "9.990000018E9", "9990000018"},
        {"General", "12.5", "12.5"},
        {"0.00", "12.5", "12.5"},
        {"", "words", "words"},
        {"dd/mm/yyyy", "31118", "12/03/1985"},
        {"d-mmm-yy", "31118", "12/03/1985"},
        {"[$-809]dd mmmm yyyy;@", "31118", "12/03/1985"},
        {"dd/mm/yyyy hh:mm", "31118.5", "12/03/1985 12:00"},
        {"hh:mm", "0.75", "18:00"},
        {"mmmm", "31118", "12/03/1985"},
        {"dd/mm/yyyy", "1", "01/01/1900"},
        {"dd/mm/yyyy", "59", "28/02/1900"},
        {"dd/mm/yyyy", "61", "01/03/1900"},
        {"dd/mm/yyyy", "-5", "-5"},
        {"dd/mm/yyyy", "1e300", "1e+300"},
        {"\"Day \"0", "7", "7"},
        {"00-00-00", "89999", "08-99-99"},
        {"00\\-00\\-00", "89999", "08-99-99"},
        {"000 000 0000", "9990000018", "999 000 0018"},
        {"00000000", "1234567", "01234567"},
        {"00-00-00", "1234567", "1234567"},
        {"#,##0.00", "1234567", "1234567"},
    };
    for (const auto& c : cases)
        EXPECT_EQ(format_cell(parse_format(c.code), std::string_view(c.number), false), c.want)
            << c.code << " " << c.number;
    EXPECT_EQ(format_cell(builtin_format(14), std::string_view("31118"), false), "12/03/1985");
    EXPECT_EQ(format_cell(builtin_format(14), std::string_view("29656"), true), "12/03/1985");
    EXPECT_EQ(parse_format(";;;").kind, CellFormat::Kind::nothing);
}

TEST(CellFormat, ReadsDatesOfIso) {
    EXPECT_EQ(readable_date("1985-03-12T00:00:00"), "12/03/1985");
    EXPECT_EQ(readable_date("1985-03-12T14:30:00Z"), "12/03/1985 14:30");
    EXPECT_EQ(readable_date("12 March"), "12 March");
}

TEST(UnpackVba, FollowsTheExamplesOfTheSpecification) {
    using namespace std::string_literals;
    struct {
        const char* name;
        std::string given, want;
    } cases[] = {
        // MS-OVBA 3.2.1 to 3.2.3
        {"nothing to copy",
         "\x01\x19\xB0\x00\x61\x62\x63\x64\x65\x66\x67\x68\x00\x69\x6A\x6B\x6C\x6D\x6E\x6F\x70\x00\x71\x72\x73\x74\x75\x76\x2E"s,
         "abcdefghijklmnopqrstuv."},
        {"some copies",
         "\x01\x2F\xB0\x00\x23\x61\x61\x61\x62\x63\x64\x65\x82\x66\x00\x70\x61\x67\x68\x69\x6A\x01\x38\x08\x61\x6B\x6C\x00\x30\x6D\x6E\x6F\x70\x06\x71\x02\x70\x04\x10\x72\x73\x74\x75\x76\x10\x77\x78\x79\x7A\x00\x3C"s,
         "#aaabcdefaaaaghijaaaaaklaaamnopqaaaaaaaaaaaarstuvwxyzaaa"},
        {"one long copy", "\x01\x03\xB0\x02\x61\x45\x00"s, std::string(73, 'a')},
    };
    for (const auto& c : cases) {
        bool whole = false;
        EXPECT_EQ(unpack_vba(c.given, 10000, whole), c.want) << c.name;
        EXPECT_TRUE(whole) << c.name;
    }
    bool whole = true;
    (void)unpack_vba("\x01\x03\xB0\x02\x61\xFF\xFF"s, 10000, whole);
    EXPECT_FALSE(whole);
    (void)unpack_vba("", 10000, whole);
    EXPECT_FALSE(whole);
}

}  // namespace
}  // namespace beadle::inspect

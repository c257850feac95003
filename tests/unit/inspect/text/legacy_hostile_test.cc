// Documents made to cost time or memory: each ends soon, and says so where it was not read whole.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "inspect/text/mapi.h"
#include "inspect/text/ole_reader.h"
#include "inspect/text/ppt_records.h"
#include "inspect/text/tnef.h"
#include "inspect/text/word_file.h"
#include "inspect/text/xls_workbook.h"
#include "support/processor_time.h"
#include "unit/inspect/text/samples.h"

namespace beadle::inspect {
namespace {

using namespace testing;
using namespace std::string_literals;

std::string u16(std::uint32_t n) { return {static_cast<char>(n & 0xFF), static_cast<char>(n >> 8 & 0xFF)}; }
std::string u32(std::uint32_t n) { return u16(n & 0xFFFF) + u16(n >> 16); }
std::string record(std::uint16_t type, const std::string& body) {
    return u16(type) + u16(static_cast<std::uint32_t>(body.size())) + body;
}

class Hostile : public ::testing::Test {
  protected:
    ~Hostile() override {
        EXPECT_LT(test::processor_seconds() - start_, 15);
    }
    Budget budget_{{}, 1u << 20, system_clock()};
    Reading reading_;
    Reader reader_{reading_, budget_};
    const Place place_{"F", {"F"}, "1", 1};

  private:
    double start_ = test::processor_seconds();
};

TEST_F(Hostile, PiecesThatAllSayTheSameText) {
    std::string main(1u << 20, 'x');
    constexpr std::uint32_t count = 5000, each = 1000;
    main.replace(0, 2, "\xEC\xA5");
    main.replace(2, 2, u16(0xC1));
    main.replace(10, 2, u16(0));
    main.replace(0x4C, 4, u32(count * each));
    std::string plc;
    for (std::uint32_t i = 0; i <= count; ++i) plc += u32(i * each);
    for (std::uint32_t i = 0; i < count; ++i) plc += u16(0) + u32(0x40000000 | 2000) + u16(0);
    const std::string table = "\2"s + u32(static_cast<std::uint32_t>(plc.size())) + plc;
    main.replace(0x1A2, 4, u32(0));
    main.replace(0x1A6, 4, u32(static_cast<std::uint32_t>(table.size())));
    WordFile file(main);
    file.read_tables(table);
    std::uint64_t given = 0;
    for (const auto& part : file.parts()) file.walk(part, [&](const WordCharacter&) { ++given; });
    EXPECT_TRUE(file.cut());
    EXPECT_LE(given, 2 * main.size() + 1);
}

TEST_F(Hostile, ACellForEachOctetAndColumnsHiddenAMillionTimes) {
    std::string stream = record(biff::bof, u16(0x0600) + u16(0x0010) + std::string(12, '\0'));
    for (int i = 0; i < 200'000; ++i) stream += record(biff::column, u16(0) + u16(0xFFFF) + u32(0) + u16(1));
    for (std::uint32_t i = 0; i < 200'000; ++i)
        stream += record(biff::rk, u16(i & 0xFFFF) + u16(i >> 16) + u16(0) + u32(i << 2 | 2));
    XlsWorkbook(reader_, place_).read(stream);
    EXPECT_FALSE(reading_.segments.empty());
}

TEST_F(Hostile, ALongStringInEveryCell) {
    const std::string text(8000, 'a');
    std::string stream = record(biff::bof, u16(0x0600) + u16(0x0005) + std::string(12, '\0')) +
                         record(biff::sst, u32(1) + u32(1) + u16(8000) + "\0"s + text) + record(biff::eof, "") +
                         record(biff::bof, u16(0x0600) + u16(0x0010) + std::string(12, '\0'));
    for (std::uint32_t i = 0; i < 60'000; ++i) stream += record(biff::label_sst, u16(i) + u16(0) + u16(0) + u32(0));
    XlsWorkbook(reader_, place_).read(stream);
    EXPECT_FALSE(reading_.not_inspected.empty());
}

TEST_F(Hostile, SheetsOutOfNumber) {
    std::string stream = record(biff::bof, u16(0x0600) + u16(0x0005) + std::string(12, '\0'));
    for (std::uint32_t i = 0; i < 6000; ++i) stream += record(biff::boundsheet, u32(i) + "\0\0\1\0a"s);
    stream += record(biff::eof, "");
    for (int i = 0; i < 200'000; ++i) stream += record(biff::bof, u16(0x0600) + u16(0x0010)) + record(biff::eof, "");
    XlsWorkbook(reader_, place_).read(stream);
    EXPECT_FALSE(reading_.not_inspected.empty());
}

TEST_F(Hostile, PropertiesThatAllPointAtOneText) {
    std::string section = u32(0) + u32(4096);
    const std::uint32_t at = 8 + 8 * 4096;
    for (std::uint32_t i = 0; i < 4096; ++i) section += u32(i + 2) + u32(at);
    section += u32(0x1E) + u32(4u << 20) + std::string(4u << 20, 'a');
    std::string set = "\xFE\xFF"s + std::string(22, '\0') + u32(8);
    for (int i = 0; i < 8; ++i) set += std::string(16, '\0') + u32(28 + 8 * 20);
    read_property_set(reader_, set + section, place_);
}

TEST_F(Hostile, PresentationsWithinOneAnother) {
    std::string stream;
    const auto record_of = [](std::uint16_t head, std::uint16_t type, std::uint32_t length) {
        return u16(head) + u16(type) + u32(length);
    };
    for (std::uint32_t i = 0; i < 100'000; ++i) stream += record_of(15, ppt::slide, 0x7FFFFFFF);
    const auto directory = static_cast<std::uint32_t>(stream.size());
    std::string places;
    for (std::uint32_t i = 0; i < 90'000; ++i) places += u32(1u << 20 | (i + 1)) + u32(8 * i);
    stream += record_of(0, ppt::persist_directory, static_cast<std::uint32_t>(places.size())) + places;
    const auto edit = static_cast<std::uint32_t>(stream.size());
    stream += record_of(0, ppt::user_edit, 28) + u32(0) + u32(0) + u32(0) + u32(directory) + u32(1) + u32(1) + u32(0);
    const std::string user = record_of(0, ppt::current_user, 12) + u32(20) + u32(0xE391C05F) + u32(edit);
    const PptEdits edits = ppt_edits(stream, user);
    EXPECT_TRUE(edits.known);
    EXPECT_EQ(edits.live.size(), 90'000U);
}

TEST_F(Hostile, ATnefOfManyTinyAttachments) {
    std::string octets = u32(0x223E9F78) + u16(1);
    for (int i = 0; i < 50'000; ++i) octets += "\2"s + u32(0x00069002) + u32(0) + u16(0);
    read_tnef(reader_, octets, place_);
    ASSERT_FALSE(reading_.not_inspected.empty());
    EXPECT_EQ(reading_.not_inspected[0].reason, NotInspectedReason::limit);
}

TEST_F(Hostile, ATnefThatCountsFurtherThanItReaches) {
    std::string_view rest;
    const std::string list = u32(0xFFFFFFFF) + u32(0x1000101F) + u32(0xFFFFFFFF) + u32(4) + "abcd";
    rest = list;
    MapiProperties out;
    EXPECT_FALSE(read_tnef_properties(rest, out));
    EXPECT_TRUE(out.has(mapi::plain_body));
}

}  // namespace
}  // namespace beadle::inspect

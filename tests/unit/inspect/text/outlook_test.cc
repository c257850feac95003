// Outlook's own formats: .msg, winmail.dat, packed RTF.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "inspect/text/lzfu.h"
#include "inspect/text/tnef.h"
#include "unit/inspect/text/samples.h"

namespace beadle::inspect {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using namespace testing;
using namespace std::string_literals;

const Segment* segment_with(const Reading& r, const std::string& words) {
    for (const auto& s : r.segments)
        if (s.text.find(words) != std::string::npos) return &s;
    return nullptr;
}

TEST(OutlookMessage, IsReadWithAllItsParts) {
    const auto r = read_sample("legacy/message.msg").reading;
    struct {
        const char *name, *words;
        SegmentKind kind;
        const char* where;
    } cases[] = {
        {"subject", "Plot holders 999 000 0018", SegmentKind::subject, "subject"},
        {"sender, in its codepage", "Zoë Clerk", SegmentKind::subject, "header fields"},
        {"recipients", "Member One <one@home.example>", SegmentKind::subject, "header fields"},
        {"plain body", "Plain body, NHS No 999 000 0018", SegmentKind::body, "message.msg"},
        {"HTML body", "HTML body – Zoë 999 000 0093", SegmentKind::body, "message.msg"},
        {"what HTML hides", "hidden 999 000 0107", SegmentKind::hidden, "hidden text"},
        {"packed RTF", "Packed body 999 000 0077€", SegmentKind::body, "message.msg"},
        {"HTML in packed RTF", "Title words 999 000 0069", SegmentKind::hidden, "hidden text"},
        {"other properties", "Custom property 999 000 0115", SegmentKind::hidden, "message properties"},
        {"names of attachments", "List 999 000 0026 Żółw.txt", SegmentKind::name, "attachment \"List"},
        {"attachments", "Attached words, NHS No 999 000 0034", SegmentKind::attachment, "attachment \"List"},
        {"messages in it", "Inner body, NHS No 999 000 0050", SegmentKind::body, "attachment \"Inner message\""},
        {"objects in it", "hidden row 999 000 0050", SegmentKind::sheet, "attachment \"Sheet\" › sheet \"Plots\""},
    };
    for (const auto& c : cases) {
        const auto* s = segment_with(r, c.words);
        ASSERT_TRUE(s) << c.name;
        EXPECT_EQ(s->kind, c.kind) << c.name;
        EXPECT_THAT(s->location, HasSubstr(c.where)) << c.name;
    }
    EXPECT_THAT(all_text(r), Not(HasSubstr("9990000123"))) << "what carriers wrote";
    EXPECT_THAT(r.not_inspected, IsEmpty());
    EXPECT_EQ(r.entities[1].detected_type, "application/vnd.ms-outlook");
}

TEST(Tnef, IsReadWithAllItsParts) {
    const auto r = read_sample("legacy/winmail.dat", "application/ms-tnef").reading;
    for (const char* want :
         {"Plot holders, Łukasz", "Member One <one@home.example>", "Plain body, Żółw, NHS No 999 000 0018",
          "Packed body 999 000 0077€", "comment words 999 000 0085", "Custom property 999 000 0115",
          "List 999 000 0026 Żółw.txt", "LIST~1.TXT", "Attached words, NHS No 999 000 0034",
          "Inner subject 999 000 0042", "Inner body, NHS No 999 000 0050"})
        EXPECT_THAT(all_text(r), HasSubstr(want));
    EXPECT_THAT(r.not_inspected, IsEmpty());
}

TEST(Tnef, CutAnywhereIsNeverSilent) {
    const std::string whole = sample("legacy/winmail.dat");
    for (std::size_t n = 20; n + 12 < whole.size(); ++n) {
        Budget budget({}, n, system_clock());
        Reading r;
        Reader(r, budget).content({}, std::string_view(whole).substr(0, n), {"F", {"F"}, "1", 1});
        const bool last = all_text(r).find("Inner body") != std::string::npos;
        // Between two attributes nobody can see that one is missing.
        TnefAttributes attributes(std::string_view(whole).substr(0, n));
        TnefAttribute a;
        while (attributes.next(a)) {
        }
        const bool between = !attributes.cut() && attributes.left().size() <= 16;
        EXPECT_TRUE(last || between || !r.not_inspected.empty()) << n;
    }
}

TEST(PackedRtf, IsUnpackedAsTheSpecificationShows) {
    // The two worked examples of MS-OXRTFCP 3.
    const auto first =
        unhex("2d0000002b0000004c5a4675f1c5c7a703000a007263706731323542320af32068656c090020627705b06c647d0a800fa0");
    ASSERT_TRUE(first);
    const auto hello = unpack_rtf(*first, 1000);
    EXPECT_TRUE(hello.whole);
    EXPECT_EQ(hello.rtf, "{\\rtf1\\ansi\\ansicpg1252\\pard hello world}\r\n");
    const auto second = unhex("1a0000001c0000004c5a4675e2d44b51410004205758595a0d6e7d010eb0");
    ASSERT_TRUE(second);
    const auto crossing = unpack_rtf(*second, 1000);
    EXPECT_TRUE(crossing.whole);
    EXPECT_EQ(crossing.rtf, "{\\rtf1 WXYZWXYZWXYZWXYZWXYZ}");
    EXPECT_FALSE(unpack_rtf(std::string_view(*second).substr(0, 20), 1000).whole);
    EXPECT_EQ(unpack_rtf(*first, 10).rtf.size(), 10U);
    EXPECT_FALSE(unpack_rtf("\0\0\0\0\0\0\0\0ABCD\0\0\0\0xyz"s, 100).whole);
}

}  // namespace
}  // namespace beadle::inspect

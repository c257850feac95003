// Word, Excel and PowerPoint of 1993 to 2003, and what is inside a compound file.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "inspect/text/codepage.h"
#include "inspect/text/compound_file.h"
#include "inspect/text/document_flow.h"
#include "inspect/text/legacy_seal.h"
#include "unit/inspect/text/samples.h"

namespace beadle::inspect {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using namespace testing;
using namespace std::string_literals;

std::string segment(const Reading& r, const std::string& name, const std::string& where) {
    const auto* s = find_segment(r, "attachment \"" + name + "\"" + where);
    return s ? s->text : "no such segment";
}

TEST(WordBinary, IsReadWithAllItsParts) {
    const auto r = read_sample("legacy/minutes.doc").reading;
    struct {
        const char *name, *where, *want;
    } cases[] = {
        {"the body, over runs and in any letters", "",
         "NHS No 999 000 0018, asked for a shed – “soon”, said Łukasz Żółw."},
        {"what was inserted", "", "Approved on 12 May."},
        {"the shown part of a link", "", "A link: the list."},
        {"what was deleted", " › tracked changes", "deleted 999 000 0034"},
        {"what is formatted as hidden", " › hidden text", "Hidden words 999 000 0042"},
        {"footnotes", " › footnotes", "Footnote words 999 000 0050"},
        {"endnotes", " › endnotes", "Endnote words 999 000 0069"},
        {"page headers", " › page headers and footers", "OFFICIAL-SENSITIVE header"},
        {"page footers", " › page headers and footers", "Page footer words"},
        {"comments", " › comments", "Comment words 999 000 0077"},
        {"text boxes", " › text boxes", "Text box words 999 000 0093"},
        {"properties", " › document properties", "Title words 999 000 0115"},
        {"who wrote", " › authors of comments and changes", "Changer"},
    };
    for (const auto& c : cases) EXPECT_THAT(segment(r, "minutes.doc", c.where), HasSubstr(c.want)) << c.name;
    EXPECT_THAT(all_text(r), HasSubstr("https://allotments.example/list?nhs=9990000085"));
    EXPECT_THAT(all_text(r), HasSubstr("Ward: Custom words 999 000 0123"));
    EXPECT_THAT(r.not_inspected, IsEmpty());
}

TEST(WordBinary, ShowsWhatIsShownAndNoMore) {
    const auto body = segment(read_sample("legacy/minutes.doc").reading, "minutes.doc", "");
    for (const char* unwanted : {"deleted", "Hidden words", "HYPERLINK", "Comment"})
        EXPECT_THAT(body, Not(HasSubstr(unwanted)));
}

TEST(WordBinary, GivesTablesAsTables) {
    const auto r = read_sample("legacy/minutes.doc").reading;
    std::string tables;
    for (const auto& s : r.segments)
        if (s.table) tables += s.text;
    EXPECT_EQ(tables, "Name\tNHS No\tPlot\nA. Tester\t9990000018\t\nB. Téster\t9990000026\t€ 12\n");
}

TEST(WordBinary, SaysWhatIsKeptFromTheReader) {
    const auto r = read_sample("legacy/minutes.doc").reading;
    for (const char* want : {"tracked-changes @ attachment \"minutes.doc\" › tracked changes",
                             "hidden-content @ attachment \"minutes.doc\" › hidden text",
                             "document-comment @ attachment \"minutes.doc\" › comments",
                             "document-properties @ attachment \"minutes.doc\" › document properties"})
        EXPECT_THAT(found(r), HasSubstr(want));
}

TEST(WordBinary, OfTheNinetiesIsReadToo) {
    const auto r = read_sample("legacy/word6.doc").reading;
    EXPECT_THAT(segment(r, "word6.doc", ""), HasSubstr("Old minutes, NHS No 999 000 0018, said Zoë."));
    EXPECT_THAT(all_text(r), HasSubstr("Name\tNHS No\nA. Tester\t9990000026\n"));
    EXPECT_THAT(segment(r, "word6.doc", " › footnotes"), HasSubstr("Old footnote 999 000 0050"));
}

TEST(Embedded, ObjectsAreReadByContent) {
    const auto r = read_sample("legacy/embedded.doc").reading;
    struct {
        const char *name, *want;
    } cases[] = {
        {"a packed file, as a table", "A. Tester\t9990000131\t1\n"},
        {"its name", "Liste Zoë.csv"},
        {"where it was", "C:\\Users\\test clerk\\Liste.csv"},
        {"a workbook inside the document", "hidden row 999 000 0050"},
        {"a stream of contents", "Contents words 999 000 0158"},
    };
    for (const auto& c : cases) EXPECT_THAT(all_text(r), HasSubstr(c.want)) << c.name;
    EXPECT_THAT(found(r), HasSubstr("macro @ "));
    EXPECT_THAT(found(r), HasSubstr("hidden-content @ attachment \"embedded.doc\" › embedded object \"_2\""));
}

TEST(ExcelBinary, IsReadSheetBySheet) {
    for (const std::string name : {"ledger.xls", "ledger5.xls"}) {
        const auto r = read_sample("legacy/" + name).reading;
        const auto plots = segment(r, name, " › sheet \"Plots\"");
        EXPECT_THAT(plots, HasSubstr("Name\tNHS No\tBorn\tRent\tSort code\n")) << name;
        EXPECT_THAT(plots, HasSubstr("A. Tester\t9990000018\t12/05/1980\t12.5\t089999\n")) << name;
        EXPECT_THAT(plots, HasSubstr("\t9990000026\t31/12/2001\t25\tjoined A. Tester\n")) << name;
        EXPECT_EQ(segment(r, name, " › hidden sheet \"Old list\""), "NHS No\n999 000 0042\n") << name;
        EXPECT_THAT(segment(r, name, " › sheet \"Plots\" › comments"), HasSubstr("ring first: 999 000 0034")) << name;
        EXPECT_THAT(all_text(r), HasSubstr("Tenants_9990000085")) << name;
        for (const char* want :
             {"hidden-content @ attachment \"", "› hidden sheet \"Old list\"", "document-comment @ "})
            EXPECT_THAT(found(r), HasSubstr(want)) << name;
        EXPECT_THAT(r.not_inspected, IsEmpty()) << name;
    }
}

TEST(ExcelBinary, ReadsStringsThatGoOnInTheNextRecord) {
    const auto text = all_text(read_sample("legacy/ledger.xls").reading);
    for (int i = 0; i < 12; ++i) {
        std::string number = std::to_string(i * 7);
        number.insert(0, 4 - number.size(), '0');
        EXPECT_THAT(text, HasSubstr("words é end 999 000 " + number)) << i;
    }
    EXPECT_THAT(text, HasSubstr("B. Tésterowicz Ż"));
    EXPECT_THAT(text, HasSubstr("Sheet header words"));
}

TEST(PowerPointBinary, IsReadSlideBySlide) {
    const auto r = read_sample("legacy/talk.ppt").reading;
    EXPECT_THAT(segment(r, "talk.ppt", " › slide 1"), HasSubstr("Plot holders 999 000 0018 – Łukasz"));
    EXPECT_THAT(segment(r, "talk.ppt", " › hidden slide 2"), HasSubstr("Hidden slide 999 000 0042"));
    EXPECT_THAT(segment(r, "talk.ppt", " › speaker notes"), HasSubstr("Speaker notes 999 000 0034"));
    EXPECT_THAT(segment(r, "talk.ppt", " › slide 1 › comments"), HasSubstr("Comment words 999 000 0077"));
    EXPECT_THAT(found(r), HasSubstr("hidden-content @ attachment \"talk.ppt\" › hidden slide 2"));
    EXPECT_THAT(found(r), HasSubstr("document-comment @ attachment \"talk.ppt\" › slide 1 › comments"));
    EXPECT_THAT(r.not_inspected, IsEmpty());
}

TEST(LegacySeal, IsKnownAndWeak) {
    for (const char* name : {"legacy/sealed.doc", "legacy/sealed.xls"}) {
        const auto r = read_sample(name).reading;
        EXPECT_EQ(judged(r), "office-legacy weak protects rc4-40; encrypted; ") << name;
        EXPECT_THAT(all_text(r), Not(HasSubstr("Sealed words"))) << name;
    }
}

TEST(LegacySeal, SaysWhatATryNeeds) {
    const std::string rc4 = "\1\0\1\0"s + std::string(16, 's') + std::string(16, 'v') + std::string(16, 'h');
    const auto plain = read_rc4_header(rc4);
    EXPECT_EQ(plain.why(), "rc4-40");
    EXPECT_EQ(plain.salt, std::string(16, 's'));
    EXPECT_EQ(plain.encrypted_verifier, std::string(16, 'v'));
    EXPECT_EQ(plain.encrypted_verifier_hash, std::string(16, 'h'));
    std::string header(34, '\0');
    header[8] = 1, header[9] = 0x68, header[16] = static_cast<char>(128);
    const std::string api = "\2\0\2\0\4\0\0\0\x22\0\0\0"s + header + "\x10\0\0\0"s + std::string(16, 's') +
                            std::string(16, 'v') + "\x14\0\0\0"s + std::string(20, 'h');
    const auto crypto = read_rc4_header(api);
    EXPECT_EQ(crypto.why(), "rc4-cryptoapi-128");
    EXPECT_EQ(crypto.encrypted_verifier_hash, std::string(20, 'h'));
    const auto exclusive = read_file_pass("\0\0\x34\x12\x78\x56"s, true);
    EXPECT_EQ(exclusive.why(), "xor");
    EXPECT_EQ(exclusive.key, 0x1234);
    EXPECT_EQ(exclusive.verifier, 0x5678);
    for (std::size_t n = 0; n < api.size(); ++n)
        EXPECT_TRUE(read_rc4_header(std::string_view(api).substr(0, n)).sealed()) << n;
}

TEST(Legacy, WhatOnlyClaimsToBeADocumentIsNotInspected) {
    const auto r = read_sample("documents/legacy.doc").reading;
    EXPECT_EQ(judged(r), "broken; ");
}

// Every prefix of a document: no crash, and what is cut never looks whole.
TEST(Legacy, DocumentsCutAnywhereAreNeverSilentlyEmpty) {
    for (const char* name : {"legacy/minutes.doc", "legacy/ledger.xls", "legacy/talk.ppt", "legacy/message.msg"}) {
        const std::string whole = sample(name);
        for (std::size_t n = 512; n < whole.size(); n += 777) {
            Budget budget({}, n, system_clock());
            Reading r;
            Reader reader(r, budget);
            reader.content({}, std::string_view(whole).substr(0, n), {"F", {"F"}, "1", 1});
            std::string text = all_text(r);
            EXPECT_TRUE(text.find("999") != std::string::npos || !r.not_inspected.empty()) << name << " cut at " << n;
        }
    }
}

TEST(CompoundFile, IsATreeOfStoragesAndStreams) {
    const std::string octets = sample("legacy/embedded.doc");
    const CompoundFile file(octets);
    ASSERT_FALSE(file.broken());
    const auto* pool = file.child(file.root(), "objectpool");  // names have no case
    ASSERT_TRUE(pool);
    EXPECT_TRUE(pool->storage);
    const auto* object = file.child(*pool, "_3");
    ASSERT_TRUE(object);
    const auto* contents = file.child(*object, "CONTENTS");
    ASSERT_TRUE(contents);
    EXPECT_EQ(file.stream(*contents, 100), "Contents words 999 000 0158 in a stream");
    EXPECT_EQ(file.stream(*contents, 8), "Contents");
    EXPECT_EQ(contents->parent, object->id);
    EXPECT_FALSE(file.child(file.root(), "CONTENTS"));
    EXPECT_EQ(file.find("CONTENTS"), contents);
}

TEST(CompoundFile, EndsWhateverItsChainsSay) {
    const std::string good = sample("legacy/minutes.doc");
    // Every number of four octets in the head, the table and the directory once as zero and once as a far sector.
    for (std::size_t at = 44; at < good.size(); at += 4) {
        for (const char value : {'\0', '\x7f'}) {
            std::string octets = good;
            octets.replace(at, 4, 4, value);
            const CompoundFile file(octets);
            std::size_t all = 0;
            for (const auto& e : file.entries()) all += file.stream(e, 1u << 20).size();
            ASSERT_LE(all, file.entries().size() * (octets.size() + 4096)) << at;
        }
        if (at > 600) at += 60;
    }
}

TEST(CompoundFile, SaysWhenItsTreeOrItsTablesRunInARing) {
    const auto u32 = [](std::uint32_t n) { return std::string(reinterpret_cast<const char*>(&n), 4); };
    const std::string good = sample("legacy/minutes.doc");
    ASSERT_FALSE(CompoundFile(good).damaged());
    const auto directory = (static_cast<std::size_t>(static_cast<unsigned char>(good[48])) +
                            static_cast<std::size_t>(static_cast<unsigned char>(good[49])) * 256 + 1) * 512;
    const auto child = good.substr(directory + 76, 4);  // of the root
    const auto entry = directory + static_cast<std::size_t>(static_cast<unsigned char>(child[0])) * 128;
    std::string folders = good, tables = good;
    folders.replace(entry + 68, 4, child);  // its own sibling
    EXPECT_TRUE(CompoundFile(folders).damaged());
    tables.replace(68, 4, u32(0));  // the first sector as a list of tables
    tables.replace(512 + 508, 4, u32(0));
    EXPECT_TRUE(CompoundFile(tables).damaged());
}

TEST(Codepage, ByNumberFontAndLanguage) {
    EXPECT_EQ(codepage_text("\x80", 1252), "€");
    EXPECT_EQ(codepage_text("\xEC\xE8\xF0", 1251), "мир");
    EXPECT_EQ(codepage_text("\x82\xA0", 932), "あ");
    EXPECT_EQ(codepage_text("\x8E", 10000), "é");
    EXPECT_EQ(codepage_text("a\0b"s, 99999), "ab");
    EXPECT_EQ(codepage_of_font(204), 1251U);
    EXPECT_EQ(codepage_of_language(0x0419), 1251U);
    EXPECT_EQ(codepage_of_language(0x0809), 1252U);
    EXPECT_EQ(utf16_text("=\xD8\0\xDE"s), "😀");
    EXPECT_EQ(utf16_text("=\xD8x\0"s), "\xEF\xBF\xBDx");
}

TEST(Words, AreFoundInOctetsOfNoStructure) {
    EXPECT_EQ(words_in("\1\2NHS 9990000018\3"), "NHS 9990000018\n");
    EXPECT_THAT(words_in("\1\0N\0H\0S\0 \0\x41\1\x42\1\x43\1\0\0"s), HasSubstr("NHS ŁłŃ"));
    EXPECT_EQ(words_in("\1\2\3abc\4"), "");
}

}  // namespace
}  // namespace beadle::inspect

// Archives by real programs (tests/samples/make-packed): what is read, what is sealed, what is contradictory.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstring>
#include <string>

#include "inspect/text/archive.h"
#include "inspect/text/archive_password.h"
#include "inspect/text/noise.h"
#include "inspect/text/rar_file.h"
#include "inspect/text/seven_zip.h"
#include "inspect/text/sniff.h"
#include "inspect/text/stream.h"
#include "inspect/text/zip_file.h"
#include "inspect/text/zip_password.h"
#include "unit/inspect/text/samples.h"

namespace beadle::inspect {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using namespace testing;
using namespace std::string_literals;

constexpr char first[] = "999 000 0018", second[] = "999 000 0026", third[] = "999 000 0034", fourth[] = "999 000 0042";
constexpr char password[] = "correct horse";

Read packed(const std::string& name) { return read_sample("packed/" + name); }

TEST(Archives, AreReadToTheLastMember) {
    for (const char* name :
         {"lzma2.7z",     "ppmd.7z",     "bzip2.7z",       "deflate.7z",      "copy.7z",        "bcj.7z",
          "zip64.zip",    "two.txt.gz",  "rest.txt.gz",    "two.txt.bz2",     "two.txt.xz",     "two.txt.lz",
          "two.txt.zst",  "two.txt.lz4", "v7.tar",         "oldgnu.tar",      "gnu.tar",        "ustar.tar",
          "pax.tar",      "joined.tar",  "two.tgz",        "two.tar.bz2",     "two.tar.xz",     "two.tar.zst",
          "two.tar.Z",    "newc.cpio",   "odc.cpio",       "bin.cpio",        "crc.cpio",       "two.a",
          "small.deb",    "two.cab",     "packed.cab",     "plain.iso.gz",    "joliet.iso.gz",  "rock.iso.gz",
          "two.lzh",      "clear4.rar",  "clear5.rar",     "same-name.zip",
          "size-differs.zip", "crc-differs.zip", "7z-behind-program.exe", "cabinet-behind-program.exe"}) {
        const auto r = packed(name).reading;
        EXPECT_THAT(all_text(r), HasSubstr(first)) << name << judged(r);
        EXPECT_THAT(all_text(r), HasSubstr(second)) << name << judged(r);
        const bool program = std::strstr(name, ".exe") || std::strstr(name, "differs");
        EXPECT_TRUE(program || judged(r).empty()) << name << judged(r);
    }
}

TEST(Archives, OfOneMemberAreRead) {
    struct {
        const char *sample, *want;
    } cases[] = {
        {"bzip2.zip", second},     {"ppmd.zip", second},         {"xz.zip", second},       {"lzma.zip", second},
        {"zstd.zip", second},      {"streamed.zip", first},      {"comment.zip", first},   {"unicode-name.zip", first},
        {"named.txt.gz", first},   {"list.txt.lzma", first},     {"old.txt.lz4", first},   {"list.txt.Z", second},
        {"long-gnu.tar", first},   {"long-pax.tar", first},      {"nested.zip", first},    {"slip.zip", first},
        {"zip-behind-program.exe", first}, {"rar-behind-picture.jpg", first},
    };
    for (const auto& c : cases) EXPECT_THAT(all_text(packed(c.sample).reading), HasSubstr(c.want)) << c.sample;
}

TEST(Archives, NamesAndCommentsAreText) {
    EXPECT_THAT(all_text(packed("unicode-name.zip").reading), HasSubstr("naïve café.txt"));
    EXPECT_THAT(all_text(packed("comment.zip").reading), HasSubstr(third));
    EXPECT_THAT(all_text(packed("named.txt.gz").reading), HasSubstr("list.txt"));
    for (const char* name : {"long-gnu.tar", "long-pax.tar", "name-differs.zip"})
        EXPECT_THAT(all_text(packed(name).reading), HasSubstr("999-000-0034")) << name;
    EXPECT_THAT(all_text(packed("two-paths.zip").reading), HasSubstr("999-000-0042"));
    EXPECT_THAT(all_text(packed("joliet.iso.gz").reading), HasSubstr("list of tenants.txt"));
    EXPECT_THAT(all_text(packed("mixed.7z").reading), HasSubstr("more.txt"));
    EXPECT_THAT(all_text(packed("sealed5.rar").reading), HasSubstr("more.txt"));
}

TEST(Archives, MembersHaveTheirPlace) {
    EXPECT_TRUE(find_segment(packed("named.txt.gz").reading, "attachment \"named.txt.gz\" › \"list.txt\""));
    EXPECT_TRUE(find_segment(packed("two.tgz").reading, "attachment \"two.tgz\" › \"two.tar\" › \"more.txt\""));
    EXPECT_TRUE(find_segment(packed("nested.zip").reading,
                             "attachment \"nested.zip\" › \"in.cpio\" › \"list.7z.xz\" › \"list.7z\" › \"deep/list.tar\" › \"list.txt\""))
        << all_text(packed("nested.zip").reading);
}

TEST(Archives, AreSealedByTheirOctets) {
    struct {
        const char *sample, *want;
    } cases[] = {
        {"sealed.7z", "7z strong protects aes-256; encrypted; "},
        {"sealed-names.7z", "7z strong protects aes-256; encrypted; "},
        {"mixed.7z", "7z partial open some-members-clear; encrypted; "},
        {"sealed4.rar", "rar strong protects aes-128; encrypted; "},
        {"sealed5.rar", "rar strong protects aes-256; encrypted; "},
        {"sealed-names4.rar", "rar strong protects aes-128; encrypted; "},
        {"sealed-names5.rar", "rar strong protects aes-256; encrypted; "},
        {"mixed4.rar", "rar partial open some-members-clear; encrypted; "},
        {"mixed5.rar", "rar partial open some-members-clear; encrypted; "},
        {"sham4.rar", "rar opaque open members are readable; broken; "},
        {"sham5.rar", "rar opaque open members are readable; broken; "},
        {"sham-deflate.zip", "zip opaque open members are readable; broken; "},
        {"aes-bzip2.zip", "zip strong protects aes-256; encrypted; "},
        {"crypto-streamed.zip", "zip weak protects zip-crypto; encrypted; "},
        {"crypto-latin.zip", "zip weak protects zip-crypto; encrypted; "},
    };
    for (const auto& c : cases) EXPECT_EQ(judged(packed(c.sample).reading), c.want) << c.sample;
}

TEST(Archives, WhatIsClearBesideWhatIsSealedIsRead) {
    EXPECT_THAT(all_text(packed("mixed.7z").reading), HasSubstr(first));
    for (const char* name : {"mixed4.rar", "mixed5.rar"}) EXPECT_THAT(all_text(packed(name).reading), HasSubstr(second));
    for (const char* name : {"sham4.rar", "sham5.rar", "sham-deflate.zip"})
        EXPECT_THAT(all_text(packed(name).reading), HasSubstr(first)) << name;
}

TEST(Archives, SayWhatNobodyHereUnpacks) {
    struct {
        const char *sample, *want;
    } cases[] = {
        {"deflate64.zip", "packed by deflate64"},
        {"deflate64.7z", "7z archive"},
        {"volume4.rar", "part of an archive in several volumes"},
        {"volume5.rar", "part of an archive in several volumes"},
        {"volumes.7z.001", "part of an archive in several volumes"},
        {"split.z01", "ZIP archive without a usable directory"},
    };
    for (const auto& c : cases) {
        const auto r = packed(c.sample).reading;
        std::string details;
        for (const auto& n : r.not_inspected) details += n.detail + "\n";
        EXPECT_THAT(details, HasSubstr(c.want)) << c.sample;
    }
    for (const char* name : {"volume4.rar", "volume5.rar"}) EXPECT_THAT(all_text(packed(name).reading), HasSubstr(first));
}

TEST(Archives, ContradictionsAreFoundAndReadBothWays) {
    struct {
        const char *sample, *want;
    } cases[] = {
        {"name-differs.zip", "999-000-0034"}, {"size-differs.zip", first},  {"crc-differs.zip", first},
        {"method-differs.zip", fourth},       {"same-name.zip", second},    {"slip.zip", first},
        {"zip-in-comment.zip", second},       {"between.zip", fourth},      {"after-deflate.zip", second},
        {"two-paths.zip", "999-000-0042"},    {"before.zip", fourth},       {"after.zip", fourth},
        {"rest.txt.gz", second},              {"rar-behind-picture.jpg", first},
    };
    for (const auto& c : cases) {
        const auto r = packed(c.sample).reading;
        EXPECT_THAT(all_text(r), HasSubstr(c.want)) << c.sample;
        EXPECT_THAT(found(r), HasSubstr("ambiguous-structure")) << c.sample;
    }
    for (const char* name : {"streamed.zip", "zip64.zip", "unicode-name.zip", "comment.zip", "two.txt.xz", "two.txt.gz",
                             "lzma2.7z"})
        EXPECT_EQ(found(packed(name).reading), "") << name;
    for (const char* name : {"joliet.iso.gz", "small.deb", "7z-behind-program.exe", "zip-behind-program.exe"})
        EXPECT_THAT(found(packed(name).reading), Not(HasSubstr("ambiguous-structure"))) << name;
    EXPECT_THAT(all_text(packed("method-differs.zip").reading), HasSubstr(first));
}

TEST(Archives, CutAnywhereAreNeverWholeAndUnread) {
    struct {
        const char* name;
        std::size_t from;  // less is a text of a few digits, or no archive yet
    } cases[] = {{"lzma2.7z", 6},    {"clear4.rar", 7},   {"clear5.rar", 8}, {"two.cab", 8},     {"two.tgz", 3},
                 {"two.tar.bz2", 11}, {"two.tar.xz", 6},  {"two.tar.zst", 4}, {"pax.tar", 512},  {"newc.cpio", 110},
                 {"two.a", 68},      {"two.lzh", 22},     {"zip64.zip", 4}};
    for (const auto& c : cases) {
        const char* name = c.name;
        const std::string whole = sample("packed/"s + name);
        for (std::size_t n = c.from; n < whole.size(); n += 1 + whole.size() / 40) {
            const auto r = read(message_with(whole.substr(0, n), name)).reading;
            const bool all = all_text(r).find(second) != std::string::npos && all_text(r).find(first) != std::string::npos;
            EXPECT_TRUE(all || !r.not_inspected.empty()) << name << " cut at " << n;
        }
    }
}

TEST(ZipPassword, OpensWhatItIsOf) {
    struct {
        const char *sample, *secret, *want;
    } cases[] = {
        {"archives/zipcrypto.zip", password, first}, {"archives/stored.zip", password, first},
        {"archives/aes256.zip", password, first},    {"archives/aes128.zip", password, first},
        {"packed/aes-bzip2.zip", password, second},  {"packed/crypto-streamed.zip", password, second},
        {"packed/crypto-latin.zip", "pässwörd", first},
    };
    for (const auto& c : cases) {
        const std::string octets = sample(c.sample);
        Budget budget({}, octets.size(), system_clock());
        const auto zip = read_zip(octets, 100);
        ASSERT_FALSE(zip.members.empty()) << c.sample;
        const auto plain = try_zip_password(zip, zip.members[0], c.secret, budget);
        ASSERT_TRUE(plain) << c.sample;
        EXPECT_THAT(*plain, HasSubstr(c.want)) << c.sample;
        for (const char* wrong : {"", "x", "correct horse ", "Correct horse"})
            EXPECT_FALSE(try_zip_password(zip, zip.members[0], wrong, budget)) << c.sample << " " << wrong;
    }
}

TEST(SevenZipPassword, OpensFoldersAndNames) {
    for (const char* name : {"sealed.7z", "sealed-names.7z", "sealed-copy.7z", "sealed-bcj.7z"}) {
        const std::string octets = sample("packed/"s + name);
        Budget budget({}, octets.size(), system_clock());
        const auto file = read_seven_zip(octets, 100, budget, password);
        ASSERT_EQ(file.state, SevenZip::State::whole) << name << " " << file.why;
        ASSERT_EQ(file.files.size(), 2u) << name;
        EXPECT_EQ(file.files[0].name, "list.txt") << name;
        EXPECT_TRUE(file.files[0].sealed) << name;
        const auto plain = unpack_folder(file.folders[file.files[0].folder], budget, password);
        ASSERT_TRUE(plain) << name;
        EXPECT_THAT(*plain, HasSubstr(first)) << name;
        EXPECT_FALSE(unpack_folder(file.folders[0], budget, "wrong")) << name;
        EXPECT_FALSE(unpack_folder(file.folders[0], budget)) << name;
    }
    const std::string octets = sample("packed/sealed-names.7z");
    Budget budget({}, octets.size(), system_clock());
    EXPECT_EQ(read_seven_zip(octets, 100, budget, "wrong").state, SevenZip::State::sealed_directory);
}

TEST(ArchivePassword, OpensEverySealedMember) {
    struct {
        const char *sample, *secret;
        std::size_t members;
        const char* want;
    } cases[] = {
        {"archives/zipcrypto.zip", password, 2, second}, {"archives/aes256.zip", password, 2, second},
        {"archives/mixed.zip", password, 1, first},      {"packed/sealed-names.7z", password, 2, second},
        {"packed/mixed.7z", password, 1, second},        {"packed/crypto-latin.zip", "pässwörd", 1, first},
        {"archives/clear.zip", password, 0, ""},         {"packed/sealed5.rar", password, 0, ""},
        {"archives/aes256.zip", "wrong", 0, ""},         {"packed/sealed.7z", "wrong", 0, ""},
    };
    for (const auto& c : cases) {
        const std::string octets = sample(c.sample);
        Budget budget({}, octets.size(), system_clock());
        const auto opened = try_archive_password(octets, c.secret, budget).members;
        ASSERT_EQ(opened.size(), c.members) << c.sample;
        std::string all;
        for (const auto& m : opened) all += m.name + ": " + m.octets;
        EXPECT_THAT(all, HasSubstr(c.want)) << c.sample;
    }
}

TEST(LooksSealed, KnowsWhatNoCipherMade) {
    std::string noise(4096, '\0');
    unsigned state = 1;
    for (char& c : noise) c = static_cast<char>((state = state * 1664525u + 1013904223u) >> 24);
    EXPECT_TRUE(looks_sealed(noise));
    EXPECT_TRUE(looks_sealed(sample("archives/clear.7z")));
    EXPECT_TRUE(looks_sealed("short"));
    EXPECT_FALSE(looks_sealed(std::string(4096, '\0')));
    EXPECT_FALSE(looks_sealed("Allotment tenant, plot 12, and other words that anybody reads.\n"));
    EXPECT_FALSE(looks_sealed(sample("packed/pax.tar")));
}

TEST(RarFile, ReadsNamesInItsOwnFormOfUnicode) {
    // "é.txt" as RAR 4 writes it: a plain name, a NUL, then how its letters are told.
    std::string name = "_.txt"s + '\0' + "\0\x15\xE9.tx\x40t"s;
    const auto little = [](unsigned v, int n) {
        std::string out;
        for (int i = 0; i < n; ++i) out += static_cast<char>(v >> (8 * i) & 0xFF);
        return out;
    };
    const std::string rest = little(0, 4) + little(0, 4) + "\2" + little(0, 4) + little(0, 4) + "\x1d\x30" +
                             little(static_cast<unsigned>(name.size()), 2) + little(0x20, 4) + name;
    const std::string octets = "Rar!\x1A\x07\0"s + "\0\0\x73\0\0\x0d\0\0\0\0\0\0\0"s + little(0, 2) + "\x74" +
                               little(0x8200, 2) + little(static_cast<unsigned>(7 + rest.size()), 2) + rest;
    const auto file = read_rar(octets, 10);
    ASSERT_EQ(file.members.size(), 1u);
    EXPECT_EQ(file.members[0].name, "é.txt");
}

}  // namespace
}  // namespace beadle::inspect

#include "inspect/detect/compiled_cache.h"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <fstream>
#include <iterator>

#include "inspect/detect/prefilter.h"
#include "support/temporary_folder.h"

namespace beadle::inspect {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

const std::string key(64, 'a');

std::string octets_of(const std::string& file) {
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

std::size_t files_in(const std::string& folder) {
    std::size_t n = 0;
    for ([[maybe_unused]] const auto& entry : std::filesystem::directory_iterator(folder)) ++n;
    return n;
}

TEST(CompiledCache, GivesBackWhatWasKeptUnderTheSameKeyOnly) {
    const test::TemporaryFolder folder;
    CompiledCache cache(folder.path());
    EXPECT_FALSE(cache.read(key));
    cache.keep(key, "octets");
    EXPECT_EQ(cache.read(key), "octets");
    EXPECT_FALSE(cache.read(std::string(64, 'b')));
    EXPECT_THAT(cache.remarks(), IsEmpty());
    EXPECT_EQ(CompiledCache(folder.path()).read(key), "octets") << "a later start";
    cache.keep(key, "others");
    EXPECT_EQ(cache.read(key), "others");
    EXPECT_EQ(files_in(folder.path()), 1u) << "nothing unfinished is left";
    struct stat about {};
    ASSERT_EQ(::stat((folder / key).c_str(), &about), 0);
    EXPECT_EQ(about.st_mode & 0777, 0600u);
}

TEST(CompiledCache, NoAlteredOctetIsGivenBack) {
    const std::string file = compiled_file(key, "some octets");
    EXPECT_EQ(compiled_octets(file, key), "some octets");
    for (std::size_t i = 0; i < file.size(); ++i) {
        std::string bad = file;
        bad[i] = static_cast<char>(bad[i] ^ 1);
        EXPECT_FALSE(compiled_octets(bad, key)) << i;
        EXPECT_FALSE(compiled_octets(file.substr(0, i), key)) << i;
    }
    EXPECT_FALSE(compiled_octets(file + "x", key));
    EXPECT_FALSE(compiled_octets(compiled_file(std::string(64, 'b'), "some octets"), key))
        << "another key's file put here";
}

TEST(CompiledCache, SaysOfADamagedFileThatItIsCompiledAnew) {
    const test::TemporaryFolder folder;
    CompiledCache(folder.path()).keep(key, "octets");
    std::ofstream(folder / key, std::ios::app) << "x";
    CompiledCache cache(folder.path());
    EXPECT_FALSE(cache.read(key));
    EXPECT_THAT(cache.remarks(), ElementsAre(HasSubstr("is damaged; the patterns are compiled anew")));
}

TEST(CompiledCache, WhatAnotherAccountCouldHaveWrittenIsNotRead) {
    const test::TemporaryFolder folder;
    CompiledCache(folder.path()).keep(key, "octets");
    const struct {
        const char* name;
        mode_t file, folder;
        bool read;
    } cases[] = {
        {"ours alone", 0600, 0700, true},
        {"others may read", 0644, 0755, true},
        {"the group may write", 0620, 0700, false},
        {"all may write", 0602, 0700, false},
        {"the group may write the folder", 0600, 0770, false},
        {"all may write the folder", 0600, 01777, false},
    };
    for (const auto& c : cases) {
        ASSERT_EQ(::chmod((folder / key).c_str(), c.file), 0);
        ASSERT_EQ(::chmod(folder.path().c_str(), c.folder), 0);
        CompiledCache cache(folder.path());
        EXPECT_EQ(cache.read(key).has_value(), c.read) << c.name;
        EXPECT_EQ(cache.remarks().empty(), c.read) << c.name;
    }
}

TEST(CompiledCache, LinksAndOtherThingsInThePlaceOfAFileAreNotRead) {
    const test::TemporaryFolder folder, elsewhere;
    CompiledCache(elsewhere.path()).keep(key, "octets");
    const std::string at = folder / key, there = elsewhere / key;
    ASSERT_EQ(::symlink(there.c_str(), at.c_str()), 0);
    EXPECT_FALSE(CompiledCache(folder.path()).read(key)) << "a link";
    ::unlink(at.c_str());
    ASSERT_EQ(::link(there.c_str(), at.c_str()), 0);
    EXPECT_FALSE(CompiledCache(folder.path()).read(key)) << "a second name";
    ::unlink(at.c_str());
    ASSERT_EQ(::mkfifo(at.c_str(), 0600), 0);
    EXPECT_FALSE(CompiledCache(folder.path()).read(key)) << "a pipe";
    const std::string link = elsewhere / "link";
    ASSERT_EQ(::symlink(elsewhere.path().c_str(), link.c_str()), 0);
    EXPECT_FALSE(CompiledCache(link).read(key)) << "a linked folder";
}

TEST(CompiledCache, AnotherOwnersFileIsNotRead) {
    if (::geteuid() != 0) GTEST_SKIP() << "only root can give files away";
    const test::TemporaryFolder folder;
    CompiledCache(folder.path()).keep(key, "octets");
    ASSERT_EQ(::chown((folder / key).c_str(), 65534, 65534), 0);
    CompiledCache cache(folder.path());
    EXPECT_FALSE(cache.read(key));
    EXPECT_THAT(cache.remarks(), ElementsAre(HasSubstr("another account")));
    ASSERT_EQ(::chown(folder.path().c_str(), 65534, 65534), 0);
    CompiledCache other(folder.path());
    EXPECT_THAT(other.remarks(), ElementsAre(HasSubstr("must belong to")));
    other.keep(key, "octets");
    EXPECT_FALSE(other.read(key));
}

TEST(CompiledCache, WithoutAFolderNothingIsKeptAndNothingSaid) {
    for (const char* folder : {"", "/nonexistent/folder"}) {
        CompiledCache cache(folder);
        cache.keep(key, "octets");
        EXPECT_FALSE(cache.read(key));
        EXPECT_THAT(cache.remarks(), IsEmpty());
    }
}

TEST(CompiledCache, KeepsTheSixteenUsedLast) {
    const test::TemporaryFolder folder;
    CompiledCache cache(folder.path());
    const auto nth = [](int i) { return std::string(62, '0') + (i < 10 ? "0" : "") + std::to_string(i); };
    for (int i = 0; i < 20; ++i) {
        cache.keep(nth(i), "octets");
        const timespec old[2] = {{1000 + i, 0}, {1000 + i, 0}};
        ASSERT_EQ(::utimensat(AT_FDCWD, (folder / nth(i)).c_str(), old, 0), 0);
        EXPECT_TRUE(i != 15 || cache.read(nth(0))) << "used again";
    }
    EXPECT_EQ(files_in(folder.path()), 16u);
    EXPECT_TRUE(cache.read(nth(0)));
    EXPECT_FALSE(cache.read(nth(1)));
    EXPECT_TRUE(cache.read(nth(19)));
}

std::vector<std::vector<Stretch>> found(const Prefilter& prefilter) {
    std::vector<std::vector<Stretch>> stretches;
    EXPECT_EQ(prefilter.stretches("one 12345678 two abab three", 100, stretches), Prefilter::Outcome::done);
    return stretches;
}

TEST(CompiledPatterns, AKeptSetFindsWhatACompiledOneFinds) {
    const test::TemporaryFolder folder;
    const std::vector<std::string> list{R"(\b\d{8}\b)", "two +abab", R"(([ab])\1)"};
    std::vector<Prefilter::Fault> faults;
    const auto compiled = Prefilter::of_expressions(list, faults);
    CompiledCache first(folder.path()), second(folder.path());
    const auto fresh = Prefilter::of_expressions(list, faults, &first);
    EXPECT_EQ(files_in(folder.path()), 1u);
    const auto kept = Prefilter::of_expressions(list, faults, &second);
    ASSERT_TRUE(compiled && fresh && kept);
    EXPECT_THAT(second.remarks(), IsEmpty());
    for (const auto* p : {&fresh, &kept}) {
        const auto a = found(*compiled), b = found(**p);
        ASSERT_EQ(a.size(), b.size());
        for (std::size_t i = 0; i < a.size(); ++i) {
            EXPECT_EQ(compiled->width(i), (*p)->width(i));
            ASSERT_EQ(a[i].size(), b[i].size()) << list[i];
            for (std::size_t k = 0; k < a[i].size(); ++k) EXPECT_EQ(a[i][k].begin, b[i][k].begin);
        }
    }
    CompiledCache third(folder.path());
    (void)Prefilter::of_expressions({R"(\b\d{9}\b)"}, faults, &third);
    EXPECT_EQ(files_in(folder.path()), 2u) << "another set is another file";
}

TEST(CompiledPatterns, WhatHyperscanDoesNotTakeIsCompiledAnewAndSaid) {
    const test::TemporaryFolder folder;
    std::vector<Prefilter::Fault> faults;
    CompiledCache first(folder.path());
    (void)Prefilter::of_expressions({"abab"}, faults, &first);
    std::string name;
    for (const auto& entry : std::filesystem::directory_iterator(folder.path())) name = entry.path().filename();
    const std::string file = octets_of(folder / name);
    first.keep(name, compiled_octets(file, name)->substr(0, 40));  // our own hand, but not Hyperscan's
    CompiledCache second(folder.path());
    const auto anew = Prefilter::of_expressions({"abab"}, faults, &second);
    ASSERT_TRUE(anew);
    EXPECT_FALSE(found(*anew)[0].empty());
    EXPECT_THAT(second.remarks(), ElementsAre(HasSubstr("compiled anew")));
    EXPECT_EQ(octets_of(folder / name), file) << "and kept again";
}

}  // namespace
}  // namespace beadle::inspect

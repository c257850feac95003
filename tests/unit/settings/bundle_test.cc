#include "settings/bundle.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>

#include "support/temporary_folder.h"

namespace beadle {
namespace {

// A whole council in a folder.
struct Council {
    test::TemporaryFolder folder;
    std::string settings = folder.write("config/beadle.toml", "[policy]\nfile = \"policies/council.toml\"\n");
    Council() {
        folder.write("config/policies/council.toml", "extends = \"base\"\n");
        folder.write("config/policies/base.toml", "# base\n");
        folder.write("config/directory.toml", "# directory\n");
        folder.write("signatures/patterns/b.toml", "# b\n");
        folder.write("signatures/patterns/a.toml", "# a\n");
        folder.write("signatures/patterns/.a.toml.swp", "an editor's");
        folder.write("signatures/patterns/.hidden.toml", "an editor's");
        folder.write("signatures/patterns/README.md", "not a pattern");
        folder.write("signatures/words/w.toml", "# w\n");
    }
    std::string errors() const {
        std::string out = text(read_bundle(settings).diagnostics);
        for (std::size_t at; (at = out.find(folder.path() + "/")) != out.npos;) out.erase(at, folder.path().size() + 1);
        return out;
    }
};

TEST(ReadBundle, CollectsEveryFileInAFixedOrder) {
    const Council council;
    const BundleRead read = read_bundle(council.settings);
    ASSERT_EQ(text(read.diagnostics), "");
    std::vector<std::string> names;
    for (const BundleFile& f : read.bundle.files) names.push_back(std::filesystem::path(f.path).filename());
    EXPECT_EQ(names, (std::vector<std::string>{"beadle.toml", "council.toml", "base.toml", "directory.toml", "a.toml",
                                               "b.toml", "w.toml"}));
    EXPECT_EQ(read.bundle.first(BundleRole::base_policy)->octets, "# base\n");
    EXPECT_EQ(read.bundle.all(BundleRole::pattern).size(), 2u);
    EXPECT_EQ(read.bundle.version().size(), 16u);
}

TEST(ReadBundle, TakesAnotherPolicyByNameOrPath) {
    const Council council;
    const std::string other = council.folder.write("config/policies/other.toml", "# other\n");
    for (const std::string& asked : {std::string("other"), other}) {
        const BundleRead read = read_bundle(council.settings, asked);
        EXPECT_EQ(text(read.diagnostics), "");
        EXPECT_EQ(read.bundle.first(BundleRole::policy)->octets, "# other\n");
        EXPECT_EQ(read.bundle.first(BundleRole::base_policy), nullptr) << "it extends nothing";
    }
}

TEST(ReadBundle, NamesWhatIsMissing) {
    struct Case {
        const char* name;
        std::vector<std::string> removed;
        std::string want;
    };
    const Case cases[] = {
        {"the policy",
         {"config/policies/council.toml"},
         "config/policies/council.toml: cannot be read: No such file or directory\n"},
        {"what the policy extends",
         {"config/policies/base.toml"},
         "config/policies/base.toml: cannot be read: No such file or directory\n"},
        {"all patterns",
         {"signatures/patterns"},
         "signatures/patterns: the folder cannot be read: No such file or directory\n"},
        {"everything at once",
         {"config/policies/council.toml", "config/directory.toml", "signatures"},
         "config/policies/council.toml: cannot be read: No such file or directory\n"
         "config/directory.toml: cannot be read: No such file or directory\n"
         "signatures/patterns: the folder cannot be read: No such file or directory\n"
         "signatures/words: the folder cannot be read: No such file or directory\n"},
    };
    for (const Case& c : cases) {
        const Council council;
        for (const std::string& name : c.removed) std::filesystem::remove_all(council.folder / name);
        EXPECT_EQ(council.errors(), c.want) << c.name;
    }
}

TEST(ReadBundle, ATlsPolicyThatCannotBeReadIsInItWithItsFault) {
    Council council;
    council.folder.write("tls_policy", "county.example secure\n");
    council.folder.write("config/beadle.toml", "[policy]\nfile = \"policies/council.toml\"\n[mail]\n"
                                               "tls_policy = [\"../missing\", \"../tls_policy\"]\n");
    const BundleRead read = read_bundle(council.settings);
    EXPECT_EQ(text(read.diagnostics), "");
    const auto tables = read.bundle.all(BundleRole::tls_policy);
    ASSERT_EQ(tables.size(), 2u);
    EXPECT_EQ(tables[0]->fault, "cannot be read: No such file or directory");
    EXPECT_EQ(tables[1]->octets, "county.example secure\n");
    EXPECT_EQ(tables[1]->fault, "");
}

TEST(ReadBundle, RefusesWhatIsNoFileOfAnOperator) {
    const Council council;
    std::filesystem::remove_all(council.folder / "signatures/patterns");
    std::filesystem::create_directories(council.folder / "signatures/patterns");
    EXPECT_EQ(council.errors(), "signatures/patterns: the folder holds no file *.toml\n");
    council.folder.write("signatures/patterns/large.toml", std::string((4u << 20) + 1, '#'));
    EXPECT_EQ(council.errors(), "signatures/patterns/large.toml: is larger than 4 MiB\n");
    std::filesystem::remove(council.folder / "signatures/patterns/large.toml");
    ASSERT_EQ(::mkfifo((council.folder / "signatures/patterns/pipe.toml").c_str(), 0600), 0);
    EXPECT_EQ(council.errors(), "signatures/patterns/pipe.toml: is not a plain file\n");
}

TEST(ReadBundle, TellsWhatIsWrongWithTheSettingsFirst) {
    const Council council;
    council.folder.write("config/beadle.toml", "[polcy]\n");
    EXPECT_EQ(council.errors(), "config/beadle.toml:1:2: unknown key \"polcy\" (did you mean \"policy\"?)\n");
    EXPECT_EQ(read_bundle(council.folder / "nowhere.toml").diagnostics.size(), 1u);
}

TEST(ReadBundle, ExtendsOnlyAPlainName) {
    const Council council;
    council.folder.write("config/policies/council.toml", "extends = \"../../etc/passwd\"\n");
    EXPECT_EQ(council.errors(),
              "config/policies/council.toml:1:1: \"extends\" must be the plain name of a policy in the "
              "same folder (did you mean \"base\"?)\n");
}

TEST(Seal, HandsOverTheSameBundleThatNobodyCanChange) {
    const Council council;
    const BundleRead read = read_bundle(council.settings);
    const auto fd = seal(read.bundle);
    ASSERT_TRUE(fd);
    for (int twice = 0; twice < 2; ++twice) {
        const auto opened = open_bundle(fd->get());
        ASSERT_TRUE(opened);
        EXPECT_EQ(opened->version(), read.bundle.version());
        EXPECT_EQ(opened->files.size(), read.bundle.files.size());
    }
    EXPECT_EQ(::pwrite(fd->get(), "x", 1, 0), -1);
    EXPECT_EQ(::ftruncate(fd->get(), 0), -1);
    EXPECT_TRUE(::fcntl(fd->get(), F_GETFD) & FD_CLOEXEC);
}

TEST(OpenBundle, RefusesWhatIsNotSealedOrNotWhole) {
    Descriptor open(::memfd_create("test", MFD_CLOEXEC | MFD_ALLOW_SEALING));
    ASSERT_EQ(::write(open.get(), "rubbish", 7), 7);
    EXPECT_EQ(open_bundle(open.get()).failure().what, "the bundle is not sealed");
    ASSERT_EQ(::fcntl(open.get(), F_ADD_SEALS, F_SEAL_SEAL | F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE), 0);
    EXPECT_EQ(open_bundle(open.get()).failure().kind, FailureKind::malformed);
    const Descriptor plain(::open("/dev/null", O_RDONLY | O_CLOEXEC));
    EXPECT_FALSE(open_bundle(plain.get()));
    EXPECT_FALSE(open_bundle(-1));
}

TEST(Bundle, AVersionForEveryContent) {
    Bundle one, two;
    one.files = {{BundleRole::settings, "a", "x"}};
    two.files = {{BundleRole::settings, "a", "y"}};
    EXPECT_NE(one.version(), two.version());
}

}  // namespace
}  // namespace beadle

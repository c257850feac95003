// signature_files_test.cc — which files are databases of malware signatures, when they were made, and that a change is seen.
#include "settings/signature_files.h"

#include <gtest/gtest.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

namespace beadle {
namespace {

namespace fs = std::filesystem;

constexpr std::int64_t a_day = 86'400, made_at = 1'700'000'000;

class SignatureFiles : public testing::Test {
  protected:
    void SetUp() override { fs::create_directories(folder); }
    void TearDown() override { fs::remove_all(folder); }
    void put(const std::string& name, const std::string& octets, std::int64_t changed) {
        std::ofstream(folder + "/" + name, std::ios::binary) << octets;
        const timespec times[2] = {{changed, 0}, {changed, 0}};
        ASSERT_EQ(::utimensat(AT_FDCWD, (folder + "/" + name).c_str(), times, 0), 0);
    }
    static std::string packed(std::int64_t made) {
        std::string head = "ClamAV-VDB:14 Nov 2023 22-13 +0000:27093:2047000:90:0123456789abcdef0123456789abcdef:signature:builder:" + std::to_string(made);
        head.resize(512, ' ');
        return head + "octets";
    }
    std::int64_t made() const { return signatures_made({folder, "/nonexistent"}) / 1000; }
    std::string folder = testing::TempDir() + "signature-files-" + std::to_string(::getpid());
};

TEST_F(SignatureFiles, AFileBesideThemSaysNothingOfTheirAge) {
    put("old.ndb", "Test:0:*:6162", made_at);
    put("README", "words", made_at + 300 * a_day);
    put("freshclam.dat", "state", made_at + 300 * a_day);
    EXPECT_EQ(made(), made_at);
}

TEST_F(SignatureFiles, APackedDatabaseSaysItselfWhenItWasMade) {
    put("daily.cvd", packed(made_at), made_at + 300 * a_day);
    EXPECT_EQ(made(), made_at);
}

TEST_F(SignatureFiles, RulesInstalledTodayDoNotMakeADailyDatabaseNew) {
    put("daily.cld", packed(made_at), made_at);
    put("bytecode.cvd", packed(made_at + 10 * a_day), made_at);
    put("own.ndb", "Test:0:*:6162", made_at + 300 * a_day);
    EXPECT_EQ(made(), made_at);
}

TEST_F(SignatureFiles, ADamagedHeadCountsByTheFileSystem) {
    for (const std::string head : {"", "ClamAV-VDB:", "ClamAV-VDB:a:b:c:d:e:f:g:h", "ClamAV-VDB:a:b:c:d:e:f:g:-5", "ClamAV-VDB:a:b:c:d:e:f:g:999999999999999999999"}) {
        put("daily.cvd", head, made_at);
        EXPECT_EQ(made(), made_at) << head;
    }
}

TEST_F(SignatureFiles, WithoutADatabaseThereIsNoAge) {
    put("README", "words", made_at);
    EXPECT_EQ(made(), 0);
}

TEST_F(SignatureFiles, TheStateChangesWithDatabasesAlone) {
    put("a.ndb", "Test:0:*:6162", made_at);
    const auto before = state_of_signatures({folder});
    put("README", "words", made_at);
    EXPECT_EQ(state_of_signatures({folder}), before);
    put("b.ndb", "Test:0:*:6162", made_at);
    const auto two = state_of_signatures({folder});
    EXPECT_NE(two, before);
    put("b.ndb", "Test:0:*:6163", made_at + 1);
    EXPECT_NE(state_of_signatures({folder}), two);
    fs::remove(folder + "/b.ndb");
    EXPECT_EQ(state_of_signatures({folder}), before);
    EXPECT_NE(state_of_signatures({folder}), state_of_signatures({"/nonexistent"}));
}

}  // namespace
}  // namespace beadle

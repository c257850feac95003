#include "settings/policy_in_force.h"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <fstream>

#include "support/temporary_folder.h"

namespace beadle {
namespace {

class PolicyInForceTest : public ::testing::Test {
  protected:
    std::string octets() const {
        std::ifstream in(path_);
        return {std::istreambuf_iterator<char>(in), {}};
    }
    void put(const std::string& octets) { std::ofstream(path_) << octets; }
    std::string problem() const {
        const auto read = read_policy_in_force(path_, "");
        return read ? "" : read.failure().what;
    }
    test::TemporaryFolder folder_;
    std::string path_ = folder_.path() + "/records.db.policy";
};

TEST_F(PolicyInForceTest, comes_back_as_it_was_written) {
    EXPECT_EQ(*read_policy_in_force(path_, ""), std::nullopt);
    for (const std::string& toml : {std::string("a = 1"), std::string("a = 1\n"), std::string(),
                                    std::string("x\n# beadle: adopted version 7 0123\n"), std::string("\n\n")}) {
        ASSERT_TRUE(write_policy_in_force(path_, {3, toml}));
        const auto read = read_policy_in_force(path_, "");
        ASSERT_TRUE(read) << read.failure().what;
        EXPECT_EQ(*read, (PolicyInForce{3, toml}));
    }
    ASSERT_TRUE(remove_policy_in_force(path_));
    EXPECT_TRUE(remove_policy_in_force(path_)) << "twice is once";
    EXPECT_EQ(*read_policy_in_force(path_, ""), std::nullopt);
}

TEST_F(PolicyInForceTest, every_octet_that_is_missing_or_other_is_found) {
    ASSERT_TRUE(write_policy_in_force(path_, {12, "mode = \"watch\"\n"}));
    const std::string whole = octets();
    for (std::size_t i = 0; i < whole.size(); ++i) {
        put(whole.substr(0, i));
        EXPECT_NE(problem(), "") << "cut at " << i;
        std::string other = whole;
        other[i] = static_cast<char>(other[i] ^ 1);
        put(other);
        EXPECT_NE(problem(), "") << "changed at " << i;
    }
    put(whole + "\n");
    EXPECT_NE(problem(), "");
}

TEST_F(PolicyInForceTest, a_file_that_others_may_write_or_a_link_is_refused) {
    ASSERT_TRUE(write_policy_in_force(path_, {1, "a = 1\n"}));
    ASSERT_EQ(::chmod(path_.c_str(), 0660), 0);
    EXPECT_NE(problem(), "");
    ASSERT_EQ(::chmod(path_.c_str(), 0640), 0);
    EXPECT_EQ(problem(), "");
    const std::string elsewhere = path_ + ".elsewhere";
    ASSERT_EQ(::rename(path_.c_str(), elsewhere.c_str()), 0);
    ASSERT_EQ(::symlink(elsewhere.c_str(), path_.c_str()), 0);
    EXPECT_NE(problem(), "");
}

TEST(PolicyInForcePath, stands_where_beadle_record_alone_may_write) {
    Settings s;
    s.file = "/etc/beadle/beadle.toml";
    s.store_url = "sqlite:///var/lib/beadle/records.db";
    EXPECT_EQ(policy_in_force_path(s), "/var/lib/beadle/records.db.policy");
    s.store_url = "sqlite://records.db";
    EXPECT_EQ(policy_in_force_path(s), "/etc/beadle/records.db.policy");
    s.store_url = "postgresql://beadle@localhost/records";
    s.store_keys = "/etc/beadle/keys";
    EXPECT_EQ(policy_in_force_path(s), "/etc/beadle/keys/adopted-policy.toml");
}

TEST(WithPolicy, the_version_is_first_and_the_operators_file_is_kept) {
    Bundle bundle{{{BundleRole::policy, "council.toml", "a"}, {BundleRole::base_policy, "base.toml", "b"}}};
    EXPECT_EQ(policy_number(bundle), 0);
    for (const std::int64_t number : {3, 12}) {
        bundle = with_policy(std::move(bundle), policy_version_name(number), "v" + std::to_string(number));
        EXPECT_EQ(policy_number(bundle), number);
        EXPECT_EQ(bundle.first(BundleRole::policy)->octets, "v" + std::to_string(number));
        EXPECT_EQ(operators_policy(bundle)->octets, "a");
        EXPECT_EQ(bundle.files.size(), 3u);
    }
    for (const char* name : {"version  of the policy", "version 0 of the policy", "version -1 of the policy", "version 1x of the policy", "council.toml"})
        EXPECT_EQ(policy_version_number(name), 0) << name;
}

}  // namespace
}  // namespace beadle

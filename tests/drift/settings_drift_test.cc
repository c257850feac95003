// The table of settings, the struct, config/beadle.toml and the policies beside it say the same.
#include <gtest/gtest.h>

#include <regex>

#include "settings/settings.h"
#include "support/source_tree.h"

namespace beadle {
namespace {

const std::filesystem::path config = test::source_folder() / "config" / "beadle.toml";

TEST(SettingsDrift, ThePageIsWhatTheTableSays) {
    EXPECT_EQ(test::file_text(config), explain_settings_as_toml())
        << "write config/beadle.toml anew: beadle settings explain --toml > config/beadle.toml";
}

TEST(SettingsDrift, ThePageIsAFileOfSettings) {
    EXPECT_EQ(text(read_settings(test::file_text(config), config.string()).diagnostics), "");
}

TEST(SettingsDrift, EveryMemberOfTheStructIsInTheTable) {
    const std::string header = test::file_text(test::source_folder() / "milter/settings/settings.h");
    const std::string table = test::file_text(test::source_folder() / "milter/settings/setting_table.cc");
    const std::size_t from = header.find("struct Settings {"), to = header.find("\n};", from);
    ASSERT_NE(to, header.npos);
    const std::string body = header.substr(from, to - from);
    const std::regex member(R"(\b((?:session|inspect|policy|signatures|store|mail|admin|user|log|console)_\w+)\b)");
    int members = 0;
    for (std::sregex_iterator m(body.begin(), body.end(), member), end; m != end; ++m, ++members)
        EXPECT_NE(table.find("&S::" + (*m)[1].str() + ","), table.npos) << (*m)[1];
    EXPECT_EQ(static_cast<std::size_t>(members), setting_table().size());
}

}  // namespace
}  // namespace beadle

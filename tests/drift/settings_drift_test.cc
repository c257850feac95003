// The table of settings, the struct, config/beadle.toml and the policies beside it say the same.
#include <gtest/gtest.h>

#include <regex>

#include "base/text.h"
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

TEST(SettingsDrift, ThePageOfTheManualSaysTheSame) {
    std::string page = test::file_text(test::source_folder() / "deploy/man/beadle.toml.5");
    for (const auto& [from, to] : {std::pair("\\-", "-"), std::pair("\\(aq", "'")}) page = replace_all(page, from, to);
    std::string table;
    std::size_t at = page.find(".SH SETTINGS");
    ASSERT_NE(at, page.npos);
    for (const auto& row : setting_table()) {
        const std::string full(row.name), of = full.substr(0, full.find('.')), key = full.substr(full.find('.') + 1);
        if (of != table) at = page.find(".SS [" + of + "]\n", at);
        ASSERT_NE(at, page.npos) << of;
        table = of;
        at = page.find("\\fB" + key + "\\fR = " + std::string(row.standard) + "\n" + std::string(row.help.substr(0, std::min<std::size_t>(40, row.help.size() - 1))), at);
        ASSERT_NE(at, page.npos) << full << ", its default or its help";
    }
}

TEST(SettingsDrift, EveryMemberOfTheStructIsInTheTable) {
    const std::string header = test::file_text(test::source_folder() / "milter/settings/settings.h");
    const std::string table = test::file_text(test::source_folder() / "milter/settings/setting_table.cc");
    const std::size_t from = header.find("struct Settings {"), to = header.find("\n};", from);
    ASSERT_NE(to, header.npos);
    const std::string body = header.substr(from, to - from);
    const std::regex member(
        R"(\b((?:session|inspect|policy|signatures|store|quarantine|journal|mail|events|backup|admin|user|log|console|notices)_\w+)\b)");
    int members = 0;
    for (std::sregex_iterator m(body.begin(), body.end(), member), end; m != end; ++m, ++members)
        EXPECT_NE(table.find("&S::" + (*m)[1].str() + ","), table.npos) << (*m)[1];
    EXPECT_EQ(static_cast<std::size_t>(members), setting_table().size());
}

}  // namespace
}  // namespace beadle

#include "cli/arguments.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <regex>
#include <sstream>

#include "base/text.h"
#include "support/source_tree.h"

using namespace beadle;
using namespace beadle::cli;
using testing::HasSubstr;

namespace {

Parsed parse(std::vector<const char*> words) {
    words.insert(words.begin(), "beadle");
    return parse_arguments(static_cast<int>(words.size()), words.data());
}

TEST(Arguments, OptionsMayStandBeforeAndAfterTheCommand) {
    for (const auto& p : {parse({"--config", "c.toml", "--format", "json", "inspect", "a.eml"}),
                          parse({"inspect", "a.eml", "--format", "json", "--config", "c.toml"})}) {
        ASSERT_TRUE(p.arguments) << p.text;
        EXPECT_EQ(p.arguments->command, Command::inspect);
        EXPECT_EQ(p.arguments->config, "c.toml");
        EXPECT_TRUE(p.arguments->json);
        EXPECT_EQ(p.arguments->messages, std::vector<std::string>{"a.eml"});
    }
}

TEST(Arguments, AnOutcomeThatNoEventHasIsAMistake) {
    const auto wrong = parse({"events", "search", "--outcome", "nonsense"}), near = parse({"events", "search", "--outcome", "quarantine"});
    EXPECT_FALSE(wrong.arguments);
    EXPECT_EQ(wrong.exit_code, 2);
    EXPECT_THAT(wrong.text, HasSubstr("accepted, flagged, rejected, quarantined"));
    EXPECT_THAT(near.text, HasSubstr("did you mean \"quarantined\"?"));
    for (const char* good : {"accepted", "split", "bounced", "released", "quarantine.release"})
        EXPECT_TRUE(parse({"events", "search", "--outcome", good}).arguments) << good;
}

// The names below "Subcommands:".
std::vector<std::string> commands_in(const std::string& help) {
    std::vector<std::string> out;
    const std::size_t list = help.find("Subcommands:");
    if (list == help.npos) return out;
    std::istringstream lines(help.substr(help.find('\n', list) + 1));
    for (std::string line; std::getline(lines, line) && line.starts_with("  ");)
        if (line[2] != ' ') out.push_back(line.substr(2, line.find(' ', 2) - 2));
    return out;
}

TEST(Arguments, TheManualNamesEveryCommandAndOption) {
    const std::string page = replace_all(test::file_text(test::source_folder() / "deploy/man/beadle.1"), "\\-", "-");
    const std::regex option(R"(\s(--[a-z][a-z-]+))");
    int options = 0;
    const auto compare = [&](const std::string& command, const std::string& help) {
        if (commands_in(help).empty()) {
            EXPECT_NE(page.find(command), page.npos) << command;
        }
        for (std::sregex_iterator m(help.begin(), help.end(), option), end; m != end; ++m, ++options)
            EXPECT_NE(page.find((*m)[1].str()), page.npos) << command << " " << (*m)[1];
    };
    for (const auto& group : commands_in(parse({"--help"}).text)) {
        const std::string help = parse({group.c_str(), "--help"}).text;
        compare(group, help);
        for (const auto& leaf : commands_in(help))
            compare(group + " " + leaf, parse({group.c_str(), leaf.c_str(), "--help"}).text);
    }
    EXPECT_GT(options, 30);
}

TEST(Arguments, RecipientsAndMessagesDoNotSwallowEachOther) {
    const auto p = parse({"inspect", "--direction", "outbound", "--from", "", "--to", "a@x.example", "--to", "b@y.example", "-", "b.eml"});
    ASSERT_TRUE(p.arguments) << p.text;
    EXPECT_EQ(p.arguments->to, (std::vector<std::string>{"a@x.example", "b@y.example"}));
    EXPECT_EQ(p.arguments->messages, (std::vector<std::string>{"-", "b.eml"}));
    EXPECT_EQ(p.arguments->direction, Direction::outbound);
    EXPECT_EQ(p.arguments->from, "") << "the null sender may be asked for";
    EXPECT_FALSE(parse({"inspect", "x"}).arguments->from);
}

TEST(Arguments, TheEnvironmentNamesTheSettings) {
    ::setenv("BEADLE_CONFIG", "/env.toml", 1);
    EXPECT_EQ(parse({"status"}).arguments->config, "/env.toml");
    EXPECT_EQ(parse({"status", "--config", "/given.toml"}).arguments->config, "/given.toml");
    ::unsetenv("BEADLE_CONFIG");
    EXPECT_EQ(parse({"status"}).arguments->config, "/etc/beadle/beadle.toml");
}

struct WrongCase {
    const char* name;
    std::vector<const char*> given;
    const char* says;
};

TEST(Arguments, TellsWhatIsWrong) {
    const WrongCase cases[] = {
        {"nothing at all", {}, "beadle --help"},
        {"a mistyped command", {"inspct", "x"}, "did you mean \"inspect\"?"},
        {"a mistyped second word", {"quarantine", "lst"}, "did you mean \"list\"?"},
        {"a mistyped second word after an option", {"--config", "x", "quarantine", "relaese"}, "did you mean \"release\"?"},
        {"a group alone", {"policy"}, "beadle policy --help"},
        {"no message", {"inspect"}, "MESSAGE is required"},
        {"a direction that there is not", {"inspect", "x", "--direction", "sideways"}, "sideways"},
        {"a format that there is not", {"status", "--format", "xml"}, "xml"},
        {"discarding without a reason", {"quarantine", "discard", "7k2m-9xdq"}, "--reason is required"},
        {"an option that there is not", {"status", "--verbose"}, "--verbose"},
        {"a limit beyond all bounds", {"quarantine", "list", "--limit", "99999999"}, "99999999"},
        {"an escape sequence", {"\033[2Jstatus"}, "is no command"},
    };
    for (const auto& c : cases) {
        const auto p = parse(c.given);
        EXPECT_FALSE(p.arguments) << c.name;
        EXPECT_EQ(p.exit_code, 2) << c.name;
        EXPECT_THAT(p.text, HasSubstr(c.says)) << c.name;
        EXPECT_EQ(p.text.find('\033'), std::string::npos) << c.name;
    }
}

TEST(Arguments, HelpTeachesByExample) {
    const std::vector<std::vector<const char*>> commands = {
        {"inspect"}, {"policy", "check"}, {"policy", "explain"}, {"signatures", "check"}, {"quarantine", "list"},
        {"quarantine", "show"}, {"quarantine", "release"}, {"quarantine", "discard"}, {"events", "search"},
        {"events", "verify"}, {"status"}, {"reload"}, {"settings", "explain"}};
    for (auto words : commands) {
        std::string line = "beadle";
        for (const char* w : words) line += std::string(" ") + w;
        words.push_back("--help");
        const auto p = parse(words);
        EXPECT_EQ(p.exit_code, 0);
        EXPECT_THAT(p.text, HasSubstr("Example:"));
        EXPECT_THAT(p.text, HasSubstr(line));
    }
    EXPECT_THAT(parse({"--help"}).text, HasSubstr("Exit codes"));
}

}  // namespace

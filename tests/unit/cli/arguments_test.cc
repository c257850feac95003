#include "cli/arguments.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>

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

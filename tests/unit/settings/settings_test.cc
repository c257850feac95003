#include "settings/setting_checks.h"
#include "settings/settings.h"

#include <gtest/gtest.h>

#include <set>

#include "base/text.h"

namespace beadle {
namespace {

const std::string file = "/etc/beadle/beadle.toml";

std::string errors(const std::string& octets) { return text(read_settings(octets, file).diagnostics); }

TEST(Settings, AnEmptyFileGivesTheDefaults) {
    const SettingsRead read = read_settings("", file);
    EXPECT_EQ(text(read.diagnostics), "");
    const Settings& s = read.settings;
    EXPECT_EQ(s.file, file);
    EXPECT_EQ(s.session_socket, "unix:/var/spool/postfix/beadle/milter.sock");
    EXPECT_EQ(s.session_socket_mode, "0660");
    EXPECT_TRUE(s.session_networks.empty());
    EXPECT_EQ(s.session_spool_octets, 2ll << 30);
    EXPECT_EQ(s.session_memory_octets, 1 << 20);
    EXPECT_EQ(s.session_end_of_message_seconds, 90);
    EXPECT_EQ(s.session_progress_seconds, 5);
    EXPECT_EQ(s.inspect_workers, 0);
    EXPECT_EQ(s.inspect_deadline_seconds, 30);
    EXPECT_EQ(s.inspect_retire_after, 500);
    EXPECT_EQ(s.inspect_depth, 16);
    EXPECT_EQ(s.inspect_parts, 2000);
    EXPECT_EQ(s.inspect_members, 1000);
    EXPECT_EQ(s.inspect_unpacked_octets, 100 << 20);
    EXPECT_EQ(s.inspect_ratio, 200);
    EXPECT_EQ(s.inspect_text_octets, 64 << 20);
    EXPECT_EQ(s.inspect_scratch, "/dev/shm");
    EXPECT_EQ(s.inspect_test_delay_ms, 0);
    EXPECT_EQ(s.policy_directory, "/etc/beadle/directory.toml");
    EXPECT_EQ(s.signatures_folder, "/etc/signatures");
    EXPECT_EQ(s.signatures_malware, (std::vector<std::string>{"/etc/signatures/malware", "/var/lib/clamav"}));
    EXPECT_EQ(s.store_url, "sqlite:///var/lib/beadle/records.db");
    EXPECT_EQ(s.mail_notices_an_hour, 5);
    EXPECT_EQ(s.admin_record_socket, "/run/beadle/record.sock");
    EXPECT_EQ(s.user_inspect, "beadle-inspect");
    EXPECT_EQ(s.log_level, "information");
    EXPECT_TRUE(s.listeners.empty());
}

TEST(Settings, TheShortestFormOfTheHandbookIsRead) {
    const SettingsRead read = read_settings(R"(
[session]
socket = "inet:8891@127.0.0.1"
networks = ["192.0.2.0/24", "2001:db8::/32", "198.51.100.7"]
spool = "spool"
[[listener]]
daemon_name = "BEADLE-RELEASE"
kind = "release"
[[relay]]
daemon_name = "CLOUD"
kind = "microsoft365"
tenant_field = "X-Tenant"
tenant_value = "x"
[policy]
file = "policies/billericay.toml"
directory = "directory.toml"
[signatures]
folder = "../signatures"
malware = []
[store]
url = "sqlite:records.db"
keys = "keys"
[mail]
submit = "[::1]:10026"
submit_unsigned = "localhost:10027"
[console]
listen = "127.0.0.1:8080"
)",
                                            file);
    EXPECT_EQ(text(read.diagnostics), "");
    const Settings& s = read.settings;
    EXPECT_EQ(s.session_socket, "inet:8891@127.0.0.1");
    EXPECT_EQ(s.session_networks.size(), 3u);
    EXPECT_EQ(s.session_spool, "/etc/beadle/spool");
    EXPECT_EQ(s.listeners, (std::vector<Listener>{{"BEADLE-RELEASE", ListenerKind::release}}));
    EXPECT_EQ(s.relays, (std::vector<Relay>{{"CLOUD", "microsoft365", "X-Tenant", "x"}}));
    EXPECT_EQ(s.policy_file, "/etc/beadle/policies/billericay.toml");
    EXPECT_TRUE(s.signatures_malware.empty());
    EXPECT_EQ(s.store_url, "sqlite:///etc/beadle/records.db");
    EXPECT_EQ(s.store_keys, "/etc/beadle/keys");
}

TEST(Settings, TellEveryMistakeWithItsPlace) {
    struct Case {
        const char* name;
        std::string given, want;  // want: the beginning of what is reported, after file:
    };
    const Case cases[] = {
        {"an unknown section", "[sesion]\n", "1:2: unknown key \"sesion\" (did you mean \"session\"?)"},
        {"an unknown key", "[inspect]\nworker = 3\n", "2:1: unknown key \"worker\" (did you mean \"workers\"?)"},
        {"a number too large", "[inspect]\ndepth = 1000\n", "2:9: \"depth\" must be a whole number between 1 and 64"},
        {"a number in quotes", "[inspect]\ndepth = \"9\"\n", "2:9: \"depth\" must be a whole number"},
        {"a socket open to the network", "[session]\nsocket = \"inet:8891@0.0.0.0\"\n",
         "2:1: \"socket\": a milter socket may"},
        {"a socket open to another address", "[session]\nsocket = \"inet:8891@192.0.2.1\"\n",
         "2:1: \"socket\": a milter"},
        {"a socket by name", "[session]\nsocket = \"inet:8891@localhost\"\n", "2:1: \"socket\": a milter socket may"},
        {"a socket without an address", "[session]\nsocket = \"inet:8891\"\n", "2:1: \"socket\": must be \"unix:"},
        {"a socket with a bad port", "[session]\nsocket = \"inet:0@127.0.0.1\"\n", "2:1: \"socket\": must be \"unix:"},
        {"a socket of no known kind", "[session]\nsocket = \"/run/x\"\n", "2:1: \"socket\": must be \"unix:"},
        {"a socket path that is too long", "[session]\nsocket = \"unix:/" + std::string(200, 'x') + "\"\n",
         "2:1: \"socket\": the socket's path is longer"},
        {"a mode that is not octal", "[session]\nsocket_mode = \"0888\"\n", "2:1: \"socket_mode\": must be an octal"},
        {"a network with too long a prefix", "[session]\nnetworks = [\"192.0.2.0/33\"]\n",
         "2:13: \"networks\": the length"},
        {"a network by name", "[session]\nnetworks = [\"localhost\"]\n", "2:13: \"networks\": must be an IP address"},
        {"an empty path", "[policy]\nfile = \"\"\n", "2:1: \"file\": must not be empty"},
        {"an unknown store", "[store]\nurl = \"mysql://x\"\n", "2:1: \"url\": must be \"sqlite:"},
        {"a submission port out of range", "[mail]\nsubmit = \"127.0.0.1:99999\"\n",
         "2:1: \"submit\": must be HOST:PORT"},
        {"a console open to the network", "[console]\nlisten = \"0.0.0.0:80\"\n",
         "2:1: \"listen\": must be HOST:PORT on"},
        {"a clerk without a domain", "[mail]\nclerk = \"clerk\"\n", "2:1: \"clerk\": must be a whole address"},
        {"an account that is none", "[users]\nsession = \"a b\"\n", "2:1: \"session\": must be the name of an account"},
        {"an unknown log level", "[log]\nlevel = \"loud\"\n", "2:1: \"level\": must be debug"},
        {"a listener without a name", "[[listener]]\nkind = \"mx\"\n", "1:1: \"daemon_name\" is missing"},
        {"an unknown kind of listener", "[[listener]]\ndaemon_name = \"X\"\nkind = \"submision\"\n",
         "3:8: \"submision\" is not a kind; known are mx, submission, relay, release (did you mean \"submission\"?)"},
        {"a listener twice",
         "[[listener]]\ndaemon_name = \"X\"\nkind = \"mx\"\n[[listener]]\ndaemon_name = \"X\"\nkind = \"mx\"\n",
         "5:1: a listener of this name is there already"},
        {"a relay without its mark",
         "[[relay]]\ndaemon_name = \"X\"\nkind = \"microsoft365\"\ntenant_field = \"X-T\"\n",
         "1:1: \"tenant_value\" is missing"},
        {"no TOML", "[session\n", "1:"},
    };
    for (const Case& c : cases) {
        const std::string want = file + ":" + c.want;
        EXPECT_EQ(errors(c.given).substr(0, want.size()), want) << c.name;
    }
}

TEST(Settings, TellAllMistakesAtOnce) {
    EXPECT_EQ(
        read_settings("[inspect]\ndepth = 0\nnonsense = 1\n[log]\nlevel = 3\n[nowhere]\n", file).diagnostics.size(),
        4u);
}

TEST(SettingTable, HasEveryRowWholeAndEveryNameOnce) {
    std::set<std::string_view> names;
    for (const SettingRow& row : setting_table()) {
        EXPECT_TRUE(names.insert(row.name).second) << row.name;
        EXPECT_NE(row.name.find('.'), row.name.npos) << row.name;
        ASSERT_FALSE(row.help.empty()) << row.name;
        EXPECT_EQ(row.help.back(), '.') << row.name;
        EXPECT_FALSE(row.processes.empty()) << row.name;
        EXPECT_FALSE(row.since.empty()) << row.name;
        const bool is_number = std::holds_alternative<std::int64_t Settings::*>(row.member);
        EXPECT_EQ(is_number, row.shape == SettingShape::number) << row.name;
        if (is_number) {
            EXPECT_LT(row.least, row.most) << row.name;
        }
        const bool is_list = std::holds_alternative<std::vector<std::string> Settings::*>(row.member);
        EXPECT_EQ(is_list, row.shape == SettingShape::texts || row.shape == SettingShape::paths) << row.name;
    }
    for (std::size_t i = 0; i < setting_table().size(); ++i)
        for (std::size_t j = 0; j < i; ++j)
            EXPECT_FALSE(setting_table()[i].member == setting_table()[j].member) << setting_table()[i].name;
}

TEST(ExplainSettings, IsAFileThatIsReadWithTheDefaultsInItTakenUp) {
    const std::string page = explain_settings_as_toml();
    EXPECT_EQ(errors(page), "");
    std::string taken_up;  // every default with its "#" taken away
    for (const std::string& line : split(page, '\n')) {
        const bool commented_key = line.size() > 1 && line[0] == '#' && line[1] != ' ';
        taken_up += commented_key ? line.substr(1) : line;
        taken_up += '\n';
    }
    const SettingsRead defaults = read_settings("", file), said = read_settings(taken_up, file);
    EXPECT_EQ(text(said.diagnostics), "");
    for (const SettingRow& row : setting_table())
        std::visit([&](auto member) { EXPECT_EQ(defaults.settings.*member, said.settings.*member) << row.name; },
                   row.member);
    EXPECT_EQ(said.settings.listeners.size(), 3u);
    EXPECT_EQ(said.settings.relays.size(), 1u);
    EXPECT_EQ(text(dead_relays(said.settings)), "") << "the page shows a relay that works";
}

TEST(DeadRelays, AreARelayWithoutItsListenerAndAListenerWithoutItsRelay) {
    const auto dead = [](const std::string& octets) { return text(dead_relays(read_settings(octets, file).settings)); };
    const std::string relay = "[[relay]]\ndaemon_name = \"M\"\nkind = \"microsoft365\"\ntenant_field = \"X-T\"\ntenant_value = \"v\"\n";
    const auto listener = [](const std::string& name, const std::string& kind) {
        return "[[listener]]\ndaemon_name = \"" + name + "\"\nkind = \"" + kind + "\"\n";
    };
    EXPECT_EQ(dead(""), "");
    EXPECT_EQ(dead(listener("M", "relay") + relay), "");
    EXPECT_NE(dead(relay).find("the relay \"M\" does nothing"), std::string::npos);
    EXPECT_NE(dead(listener("M", "mx") + relay).find("kind = \"relay\""), std::string::npos);
    EXPECT_NE(dead(listener("N", "relay") + listener("M", "relay") + relay).find("listener \"N\""), std::string::npos);
}

}  // namespace
}  // namespace beadle

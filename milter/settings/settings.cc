#include "settings/settings.h"

#include <filesystem>
#include <map>
#include <set>

#include "base/strict_toml.h"
#include "base/text.h"
#include "settings/setting_checks.h"

namespace beadle {
namespace {

struct Name {
    std::string section, key;
};
Name name_of(const SettingRow& row) {
    const std::size_t dot = row.name.find('.');
    return {std::string(row.name.substr(0, dot)), std::string(row.name.substr(dot + 1))};
}

// Writes what the file says into the member of a row; what it does not say stays as it is.
struct Reader {
    StrictTable& table;
    const SettingRow& row;
    const std::string key;
    const std::string& folder;
    Settings& into;

    bool good(std::string& value, Position at) {
        const std::string problem = check_setting(row.member, row.shape, value, folder);
        if (!problem.empty()) table.report(at, '"' + key + "\": " + problem);
        return problem.empty();
    }
    void operator()(std::string Settings::*member) {
        auto value = table.text(key);
        if (value && good(*value, table.at(key))) into.*member = *value;
    }
    void operator()(std::int64_t Settings::*member) {
        if (const auto value = table.integer(key, row.least, row.most)) into.*member = *value;
    }
    void operator()(std::vector<std::string> Settings::*member) {
        const auto values = table.texts(key);
        if (!values) return;
        (into.*member).clear();
        for (auto value : *values)
            if (good(value.text, value.at)) (into.*member).push_back(value.text);
    }
};

void read_rows(StrictTable& root, const std::string& folder, Settings& into) {
    std::map<std::string, std::optional<StrictTable>> sections;
    for (const SettingRow& row : setting_table()) {
        const Name name = name_of(row);
        auto found = sections.find(name.section);
        if (found == sections.end()) found = sections.emplace(name.section, root.table(name.section)).first;
        if (found->second) std::visit(Reader{*found->second, row, name.key, folder, into}, row.member);
    }
}

// The defaults are read by the same code as the file: one file made of the table's own texts.
std::string standard_file() {
    std::string out, section;
    for (const SettingRow& row : setting_table()) {
        const Name name = name_of(row);
        if (name.section != section) out += '[' + name.section + "]\n";
        section = name.section;
        out += name.key + " = " + std::string(row.standard) + '\n';
    }
    return out;
}

void read_listeners(StrictTable& root, std::vector<Listener>& into) {
    static const std::vector<std::string> kinds{"mx", "submission", "relay", "release"};
    std::set<std::string> seen;
    for (StrictTable& table : root.tables("listener")) {
        Listener listener;
        listener.daemon_name = table.required_text("daemon_name");
        const std::string kind = table.required_word("kind", kinds);
        for (std::uint8_t k = 0; k <= static_cast<std::uint8_t>(last_of(ListenerKind{})); ++k)
            if (kind == name(static_cast<ListenerKind>(k))) listener.kind = static_cast<ListenerKind>(k);
        if (!listener.daemon_name.empty() && !seen.insert(listener.daemon_name).second)
            table.report(table.at("daemon_name"), "a listener of this name is there already");
        into.push_back(std::move(listener));
    }
}

void read_relays(StrictTable& root, std::vector<Relay>& into) {
    static const std::vector<std::string> kinds{"microsoft365"};
    std::set<std::string> seen;
    for (StrictTable& table : root.tables("relay")) {
        Relay relay;
        relay.daemon_name = table.required_text("daemon_name");
        relay.kind = table.required_word("kind", kinds);
        relay.tenant_field = table.required_text("tenant_field");
        relay.tenant_value = table.required_text("tenant_value");
        if (!relay.daemon_name.empty() && !seen.insert(relay.daemon_name).second)
            table.report(table.at("daemon_name"), "a relay of this name is there already");
        into.push_back(std::move(relay));
    }
}

std::string folder_of(const std::string& file) {
    std::error_code error;
    const auto absolute = std::filesystem::absolute(file, error);
    return error ? std::string("/") : absolute.parent_path().string();
}

}  // namespace

SettingsRead read_settings(std::string_view octets, const std::string& file) {
    SettingsRead out;
    const std::string folder = folder_of(file);
    StrictFile standard("the table of settings", standard_file());
    if (standard.parsed()) {
        StrictTable root = standard.root();
        read_rows(root, folder, out.settings);
    }
    out.diagnostics = standard.diagnostics();  // empty, unless the table itself is wrong: a test holds that
    out.settings.file = file;

    StrictFile said(file, octets);
    if (said.parsed()) {
        StrictTable root = said.root();
        read_rows(root, folder, out.settings);
        read_listeners(root, out.settings.listeners);
        read_relays(root, out.settings.relays);
        said.finish();
    }
    for (Diagnostic& d : said.diagnostics()) out.diagnostics.push_back(std::move(d));
    return out;
}

}  // namespace beadle

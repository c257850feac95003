// beadle settings explain: the table of settings, with what the settings file makes of each.
#include "settings/settings.h"

#include <unistd.h>

#include "base/text.h"
#include "cli/commands.h"
#include "cli/council.h"
#include "cli/value.h"

namespace beadle::cli {
namespace {

std::string value_as_json(const SettingRow& row, const Settings& settings) {
    return std::visit([&](auto member) -> std::string {
        const auto& value = settings.*member;
        using T = std::decay_t<decltype(value)>;
        if constexpr (std::is_same_v<T, std::string>) return json_text(value);
        else if constexpr (std::is_same_v<T, std::int64_t>) return std::to_string(value);
        else return json_texts(value);
    }, row.member);
}

std::string row_as_json(const SettingRow& row, const Settings& settings) {
    const bool number = row.shape == SettingShape::number;
    std::vector<std::string> processes;
    for (const auto& p : split(row.processes, ' '))
        if (!p.empty()) processes.push_back(p);
    return json_object({{"version", "1"}, {"name", json_text(row.name)}, {"default", json_text(row.standard)},
                        {"value", value_as_json(row, settings)}, {"unit", json_text(row.unit)},
                        {"least", number ? std::to_string(row.least) : "null"},
                        {"most", number ? std::to_string(row.most) : "null"}, {"processes", json_texts(processes)},
                        {"reloadable", row.reloadable ? "true" : "false"}, {"since", json_text(row.since)},
                        {"help", json_text(row.help)}});
}

std::string row_as_text(const SettingRow& row, const Settings& settings, const Look& look) {
    const auto value = Value::parse(value_as_json(row, settings));
    std::string out = paint(look, Ink::bold, row.name) + " = " + (value ? value->text() : "") + "\n";
    out += wrapped(look, "    ", row.help);
    std::string facts = "default " + (row.standard.empty() ? std::string("none") : std::string(row.standard));
    if (!row.unit.empty()) facts += " " + std::string(row.unit);
    if (row.shape == SettingShape::number) facts += ", " + std::to_string(row.least) + " to " + std::to_string(row.most);
    facts += row.reloadable ? "; beadle reload is enough" : "; needs a restart";
    return out + wrapped(look, "    ", facts);
}

}  // namespace

// Without a settings file the defaults are explained: nothing needs to be installed to read about it.
int settings_explain(const Arguments& arguments) {
    SettingsRead read = ::access(arguments.config.c_str(), F_OK) == 0 ? read_settings_file(arguments.config)
                                                                       : read_settings("", arguments.config);
    if (!read.diagnostics.empty()) {
        for (const auto& d : read.diagnostics) complain(misconfigured, printable(text(d), 2000));
        return misconfigured;
    }
    if (arguments.as_file) {
        print(explain_settings_as_toml());
        return done;
    }
    const Look look = look_of_stdout();
    for (const auto& row : setting_table())
        print(arguments.json ? row_as_json(row, read.settings) + "\n" : row_as_text(row, read.settings, look));
    return done;
}

}  // namespace beadle::cli

// The half of settings.h that writes config/beadle.toml.
#include "base/text.h"
#include "settings/settings.h"

namespace beadle {
namespace {

constexpr std::size_t line_most = 100;

constexpr std::string_view opening =
    "# Beadle's settings.\n"
    "#\n"
    "# Every key has a default, shown behind a \"#\"; take the \"#\" away to say something else. Relative paths start "
    "in\n"
    "# the folder of this file. `beadle reload` takes up a change, except where a restart is asked for.\n"
    "# This page comes from the table of settings: `beadle settings explain` prints it.\n";

constexpr std::string_view closing =
    "\n"
    "# The mail server's listeners, by the name it gives each ({daemon_name}: Postfix -o milter_macro_daemon_name=,\n"
    "# Sendmail Name=). kind is mx, submission, relay or release; a listener that is not named here is mx.\n"
    "#[[listener]]\n"
    "#daemon_name = \"BEADLE-SUBMISSION\"\n"
    "#kind = \"submission\"\n"
    "#[[listener]]\n"
    "#daemon_name = \"BEADLE-RELEASE\"\n"
    "#kind = \"release\"\n"
    "\n"
    "# Cloud relays that many tenants share (deploy/guides/microsoft365.md). Mail through one is inside only on its own\n"
    "# listener, with an envelope sender of the council and with the field and value that the council's own tenant adds.\n"
    "#[[listener]]\n"
    "#daemon_name = \"BEADLE-M365\"\n"
    "#kind = \"relay\"\n"
    "#[[relay]]\n"
    "#daemon_name = \"BEADLE-M365\"\n"
    "#kind = \"microsoft365\"\n"
    "#tenant_field = \"X-Council-Tenant\"\n"
    "#tenant_value = \"a long random text that the tenant's connector adds\"\n";

std::string wrapped(std::string_view sentence) {
    std::string out, line = "#";
    for (const std::string& word : split(sentence, ' ')) {
        if (line.size() + 1 + word.size() > line_most) {
            out += line + '\n';
            line = "#";
        }
        line += ' ' + word;
    }
    return out + line + '\n';
}

std::string bounds_of(const SettingRow& row) {
    if (row.shape != SettingShape::number) return "";
    std::string unit(row.unit);
    if (!unit.empty()) unit += ", ";
    return " (" + unit + std::to_string(row.least) + " to " + std::to_string(row.most) + ")";
}

}  // namespace

std::string explain_settings_as_toml() {
    std::string out(opening), section;
    for (const SettingRow& row : setting_table()) {
        const std::size_t dot = row.name.find('.');
        const std::string here(row.name.substr(0, dot));
        if (here != section) out += "\n[" + here + "]\n";
        section = here;
        std::string help(row.help);
        if (const std::string bounds = bounds_of(row); !bounds.empty()) help.insert(help.size() - 1, bounds);
        if (!row.reloadable) help += " A change asks for a restart.";
        out += wrapped(help);
        out += '#' + std::string(row.name.substr(dot + 1)) + " = " + std::string(row.standard) + '\n';
    }
    return out + std::string(closing);
}

}  // namespace beadle

// beadle user add, list, remove, reset.
#include "base/text.h"
#include "cli/commands.h"
#include "cli/records_text.h"
#include "cli/value.h"

namespace beadle::cli {
namespace {

std::string named(const Arguments& a) { return json_object({{"name", json_text(a.user)}}); }

// The link is made of the address under which members reach the console.
int invited(const Arguments& a, const std::string& verb, const std::string& request) {
    const auto settings = settings_for(a);
    if (!settings) return misconfigured;
    const int code = records_command(a, verb, request, invited_as_text);
    if (code == done && !a.json) {
        const std::string& address = settings->console_public_address;
        print(address.empty() ? "The console does not run: set [console] public_address, then put that address before the path.\n"
                              : "Before the path: " + address + "\n");
    }
    return code;
}

}  // namespace

int user_add(const Arguments& a) {
    std::vector<std::pair<std::string, std::string>> fields{{"name", json_text(a.user)}, {"role", json_text(a.role)}, {"mail", json_text(a.mail)}};
    if (!a.until.empty()) fields.emplace_back("until", json_text(a.until));
    return invited(a, "user.add", json_object(fields));
}

int user_reset(const Arguments& a) { return invited(a, "user.reset", named(a)); }

int user_remove(const Arguments& a) { return records_command(a, "user.remove", named(a), accounts_as_text); }

int user_list(const Arguments& a) { return records_command(a, "user.list", "{}", accounts_as_text); }

}  // namespace beadle::cli

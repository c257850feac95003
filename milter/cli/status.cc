// beadle status: the gateway's processes, then the records.
#include "cli/admin.h"
#include "cli/commands.h"
#include "cli/records_text.h"
#include "cli/value.h"

namespace beadle::cli {

int status(const Arguments& arguments) {
    const auto settings = settings_for(arguments);
    if (!settings) return misconfigured;
    const auto gateway = ask_status(*settings);
    if (!gateway) return complain(unreachable, gateway.failure().what);
    const Look look = look_of_stdout();
    print(arguments.json ? gateway->json + "\n" : gateway_as_text(gateway->json, look));
    const auto records = ask_records(*settings, "status", "{}");
    if (!records) return complain(unreachable, records.failure().what);
    for (const auto& line : records->lines) print(arguments.json ? line + "\n" : "\n" + object_as_text(line, look));
    return static_cast<int>(records->exit_code);
}

}  // namespace beadle::cli

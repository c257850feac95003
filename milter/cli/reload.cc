// beadle reload: the next generation, or why there is none.
#include <fmt/core.h>

#include "base/text.h"
#include "cli/admin.h"
#include "cli/commands.h"
#include "cli/value.h"

namespace beadle::cli {

int reload(const Arguments& arguments) {
    const auto settings = settings_for(arguments);
    if (!settings) return misconfigured;
    const auto answer = ask_reload(*settings, arguments.restart);
    if (!answer) return complain(unreachable, answer.failure().what);
    if (arguments.json) {
        print(json_object({{"version", "1"}, {"good", answer->good ? "true" : "false"},
                           {"generation", std::to_string(answer->generation)},
                           {"diagnostics", json_text(answer->diagnostics)}}) + "\n");
        return answer->good ? done : misconfigured;
    }
    for (const auto& line : split(answer->diagnostics, '\n'))
        if (!line.empty()) print(printable(line, 2000) + "\n");
    if (answer->good) print(fmt::format("Generation {} serves now.\n", answer->generation));
    else complain(misconfigured, fmt::format("nothing was changed: generation {} goes on serving. Put the above right and reload again.",
                                             answer->generation));
    return answer->good ? done : misconfigured;
}

}  // namespace beadle::cli

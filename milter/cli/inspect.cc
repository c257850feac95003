// beadle inspect: many messages over the workers of one beadle-inspect, printed in the order of the command line.
#include <algorithm>

#include "base/text.h"
#include "cli/commands.h"
#include "cli/in_order.h"
#include "cli/judge.h"
#include "cli/judge_text.h"

namespace beadle::cli {

int inspect(const Arguments& arguments) {
    const auto dashes = std::count(arguments.messages.begin(), arguments.messages.end(), "-");
    if (dashes > 1) return complain(usage, "standard input (-) can be read once only");
    for (const auto& to : arguments.to)
        if (parse_address(to).is_null())
            return complain(usage, "--to \"" + printable(to, 80) + "\" names nobody: only a sender may be empty. Give an address, or "
                                   "leave --to out for those in To and Cc");
    const Council council = read_council(arguments.config, arguments.policy);
    if (!council.problem.empty()) return complain(usage, council.problem);
    if (!council.good()) return complain(misconfigured, printable(text(council.diagnostics.front()), 2000) +
                                             (council.diagnostics.size() > 1 ? "; beadle policy check tells all" : ""));
    auto inspector = Inspector::start(council.bundle);
    if (!inspector) return complain(unreachable, inspector.failure().what);
    const Look look = look_of_stdout();
    std::string last_error;
    int exit_code = done;
    const auto& messages = arguments.messages;
    const auto make = [&](std::size_t i) { return judge(see(messages[i], arguments, council, **inspector), arguments, council); };
    const auto take = [&](std::size_t i, const Judged& judged) {
        if (arguments.json) print(judged_as_json(judged) + "\n");
        else print(judged_as_text(judged, look) + (judged.error.empty() && i + 1 < messages.size() ? "\n" : ""));
        // A beadle-inspect that cannot start says so once, not for each message.
        if (!judged.error.empty() && judged.error != last_error) complain(judged.exit_code, judged.error);
        last_error = judged.error;
        exit_code = worse(exit_code, judged.exit_code);
    };
    in_order<Judged>(messages.size(), askers_for(council.settings), make, take);
    return exit_code;
}

}  // namespace beadle::cli

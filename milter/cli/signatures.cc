// beadle signatures check: beadle-inspect loads every pattern and database and runs the samples.
#include <fmt/core.h>

#include "base/text.h"
#include "cli/commands.h"
#include "cli/inspector.h"
#include "cli/council.h"
#include "cli/value.h"

namespace beadle::cli {

int signatures_check(const Arguments& arguments) {
    const auto settings = settings_for(arguments);
    if (!settings) return misconfigured;
    const auto bundle = read_bundle(arguments.config, settings->policy_file);  // an adopted policy is for beadle-record alone to read
    print_diagnostics(arguments, bundle.diagnostics, "error");
    if (!bundle.diagnostics.empty()) return misconfigured;
    const auto check = check_signatures(bundle.bundle);
    if (!check) return complain(unreachable, check.failure().what);
    const bool good = check->exit_code == done;
    const std::size_t files = bundle.bundle.all(BundleRole::pattern).size() + bundle.bundle.all(BundleRole::words).size();
    if (!arguments.json) {
        print(check->text);
        if (good) print(fmt::format("All {} files of patterns and words load, and their samples match as they say.\n", files));
        if (!good) return complain(misconfigured, "the signatures are not as they should be; a running gateway keeps those it has");
        return done;
    }
    for (const auto& line : split(check->text, '\n'))
        if (!good && !line.empty())
            print(json_object({{"version", "1"}, {"severity", "\"error\""}, {"file", "\"\""}, {"line", "0"}, {"column", "0"},
                               {"message", json_text(line)}, {"suggestion", "\"\""}}) + "\n");
    print(json_object({{"version", "1"}, {"good", good ? "true" : "false"}, {"pattern_files", std::to_string(files)}}) + "\n");
    return good ? done : misconfigured;
}

}  // namespace beadle::cli

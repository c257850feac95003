// beadle policy check and explain.
#include "policy/policy.h"

#include <fmt/core.h>

#include <algorithm>

#include "base/text.h"
#include "cli/commands.h"
#include "cli/council.h"
#include "cli/value.h"

namespace beadle::cli {
namespace {

// The lines of policy::explain: the rule's name, then "Label    words", wrapped behind the label.
std::string rule_as_text(const std::string& words, const Look& look) {
    std::string out;
    for (const auto& raw : split(words, '\n')) {
        if (trim(raw).empty()) continue;
        const std::string line = printable(raw, 4000);
        const std::size_t gap = line.find("  ");
        const std::size_t text = gap == std::string::npos ? 0 : line.find_first_not_of(' ', gap);
        if (out.empty()) out += paint(look, Ink::bold, line) + "\n";
        else out += wrapped(look, "  " + line.substr(0, text), line.substr(text));
    }
    return out;
}

}  // namespace

int policy_check(const Arguments& arguments) {
    const Council council = read_council(arguments.config, arguments.policy);
    if (!council.problem.empty()) return complain(usage, council.problem);
    print_diagnostics(arguments, council.diagnostics, "error");
    print_diagnostics(arguments, council.warnings, "warning");
    const auto& p = council.policy;
    if (arguments.json) {
        print(json_object({{"version", "1"}, {"good", council.good() ? "true" : "false"}, {"council", json_text(p.council)},
                           {"title", json_text(p.title)}, {"policy_version", json_text(p.version)},
                           {"errors", std::to_string(council.diagnostics.size())},
                           {"warnings", std::to_string(council.warnings.size())},
                           {"rules", std::to_string(p.rules.size())}, {"exceptions", std::to_string(p.exceptions.size())},
                           {"members", std::to_string(council.directory.members().size())}}) + "\n");
    } else if (council.good()) {
        print(fmt::format("The {} of {} is well written: {} rules, {} exceptions; the directory names {} people. Version {}.\n",
                          printable(p.title), printable(p.council), p.rules.size(), p.exceptions.size(),
                          council.directory.members().size(), p.version));
    } else {
        const auto n = council.diagnostics.size();
        complain(misconfigured, fmt::format("{} in the files above; a running gateway keeps its present policy until {} put right",
                                            n == 1 ? "1 error" : std::to_string(n) + " errors", n == 1 ? "it is" : "they are"));
    }
    return council.good() ? done : misconfigured;
}

int policy_explain(const Arguments& arguments) {
    const Council council = read_council(arguments.config, arguments.policy);
    if (!council.problem.empty()) return complain(usage, council.problem);
    if (!council.good()) {
        print_diagnostics(arguments, council.diagnostics, "error");
        return complain(misconfigured, "the policy cannot be explained until this is put right");
    }
    const auto& p = council.policy;
    std::vector<std::string> ids;
    for (const auto& rule : p.rules) ids.push_back(rule.id);
    for (const auto& asked : arguments.rules) {
        if (std::find(ids.begin(), ids.end(), asked) != ids.end()) continue;
        const std::string meant = nearest(asked, ids);
        return complain(usage, "there is no rule \"" + printable(asked, 80) + "\"" +
                                   (meant.empty() ? "; beadle policy explain lists all" : " (did you mean \"" + meant + "\"?)"));
    }
    const Look look = look_of_stdout();
    bool first = true;
    for (const auto& rule : p.rules) {
        const auto& asked = arguments.rules;
        if (!asked.empty() && std::find(asked.begin(), asked.end(), rule.id) == asked.end()) continue;
        const std::string words = policy::explain(p, rule);
        const bool watch = (p.watch || rule.watch) && !rule.always;
        if (arguments.json) {
            print(json_object({{"version", "1"}, {"id", json_text(rule.id)}, {"clause", json_text(rule.clause)},
                               {"action", json_text(name(rule.action))}, {"purpose", json_text(rule.purpose)},
                               {"mode", watch ? "\"watch\"" : "\"act\""}, {"text", json_text(words)}}) + "\n");
            continue;
        }
        print((first ? "" : "\n") + rule_as_text(words, look));
        first = false;
    }
    return done;
}

}  // namespace beadle::cli

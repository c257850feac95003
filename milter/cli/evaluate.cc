// beadle evaluate: a labelled folder through the gateway's own inspection and policy, and how well they did.
#include <fmt/core.h>

#include "base/text.h"
#include "cli/commands.h"
#include "cli/in_order.h"
#include "cli/judge.h"
#include "cli/labels.h"
#include "cli/measure_text.h"
#include "cli/value.h"

namespace beadle::cli {
namespace {

constexpr std::size_t largest_labels = 256u << 20;

// The labels and the map; `problem` when a file could not be read.
Labels labels_for(const Arguments& arguments, std::string& problem) {
    std::vector<LabelKind> kinds;
    Labels labels;
    if (!arguments.kinds.empty()) {
        const auto octets = read_octets(arguments.kinds, largest_labels);
        if (!octets) return problem = octets.failure().what, labels;
        kinds = read_kinds(*octets, arguments.kinds, labels.diagnostics);
        if (!labels.diagnostics.empty()) return labels;
    }
    const std::string file = arguments.folder + "/labels.jsonl";
    const auto octets = read_octets(file, largest_labels);
    if (!octets) return problem = octets.failure().what + "; FORMATS.md says what it must hold", labels;
    return read_labels(*octets, file, std::move(kinds));
}

Arguments as_sent(const Label& label) {
    Arguments a;
    a.direction = label.direction;
    a.from = label.from;
    a.to = label.to;
    return a;
}

void print_head(const Arguments& arguments, const Council& council, const Measure& measure, std::size_t unread) {
    const auto& p = council.policy;
    if (arguments.json) {
        print(json_object({{"version", "1"},
                           {"about", "\"summary\""},
                           {"folder", json_text(arguments.folder)},
                           {"messages", std::to_string(measure.messages)},
                           {"unread", std::to_string(unread)},
                           {"council", json_text(p.council)},
                           {"title", json_text(p.title)},
                           {"policy_version", json_text(p.version)}}) +
              "\n");
        return;
    }
    print(fmt::format("{} messages, judged by the {} of {}{}\n\n", measure.messages, printable(p.title, 120),
                      printable(p.council, 120), unread > 0 ? fmt::format("; {} could not be judged", unread) : ""));
}

}  // namespace

int evaluate(const Arguments& arguments) {
    Council council = read_council(arguments.config, arguments.policy, arguments.signatures);
    if (!council.problem.empty()) return complain(usage, council.problem);
    if (!council.good()) {
        print_diagnostics(arguments, council.diagnostics, "error");
        return complain(misconfigured, "nothing can be judged until this is put right");
    }
    for (const auto& domain : arguments.domains) council.policy.domains.push_back(fold_domain(domain));
    std::string problem;
    const Labels labels = labels_for(arguments, problem);
    if (!problem.empty()) return complain(usage, problem);
    if (!labels.diagnostics.empty()) {
        print_diagnostics(arguments, labels.diagnostics, "error");
        return complain(usage, "the labels must be put right first");
    }
    auto inspector = Inspector::start(council.bundle);
    if (!inspector) return complain(unreachable, inspector.failure().what);

    Measure measure(labels);
    std::size_t unread = 0;
    int exit_code = done;
    std::string last_error;
    const auto make = [&](std::size_t i) {
        const Label& label = labels.labels[i];
        const Arguments sent = as_sent(label);
        return judge(see(arguments.folder + "/" + label.file, sent, council, **inspector), sent, council);
    };
    const auto take = [&](std::size_t i, const Judged& judged) {
        if (judged.error.empty()) return measure.add(labels.labels[i], judged, council.policy);
        ++unread;
        exit_code = worse(exit_code, judged.exit_code);
        if (judged.error != last_error) complain(judged.exit_code, judged.error);
        last_error = judged.error;
    };
    in_order<Judged>(labels.labels.size(), askers_for(council.settings), make, take);
    if (measure.messages == 0) return exit_code;
    print_head(arguments, council, measure, unread);
    print(arguments.json ? measure_as_json(measure) : measure_as_text(measure, look_of_stdout()));
    return worse(exit_code, measure.all_right() ? done : found);
}

}  // namespace beadle::cli

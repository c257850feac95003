// beadle policy versions, show, propose, adopt: the policy as persons change it while the gateway runs.
#include <fmt/core.h>

#include <poll.h>

#include "base/text.h"
#include "cli/admin.h"
#include "cli/commands.h"
#include "cli/council.h"
#include "cli/value.h"
#include "settings/policy_in_force.h"

namespace beadle::cli {
namespace {

constexpr Milliseconds longest_wait = 150'000;  // a little more than beadled gives a generation (supervise)
constexpr int step = 300;

// What the gateway says of generations: how often it refused one, why the last time, and which version judges mail.
struct ServedNow {
    double refusals = 0;
    std::string refusal;
    std::int64_t policy = -1;
};
Result<ServedNow> served_now(const Settings& settings) {
    const auto answer = ask_status(settings);
    if (!answer) return answer.failure();
    const auto v = Value::parse(answer->json);
    if (!v) return fail(FailureKind::malformed, "status", "beadled's answer could not be read");
    ServedNow out{(*v)["refusals"].number(), (*v)["last_refusal"].raw(), -1};
    for (const auto& p : (*v)["processes"].items())
        if (p["name"].raw() == "beadle-session" && p["stage"].raw() == "serving" && !p["status"]["policy"].is_null())
            out.policy = static_cast<std::int64_t>(p["status"]["policy"].number());
    return out;
}

std::string name_of(std::int64_t id) { return id == 0 ? std::string("The policy file") : "V" + policy_version_name(id).substr(1); }

void print_lines(const Arguments& arguments, const std::vector<std::string>& lines) {
    for (const auto& line : lines) {
        const auto v = Value::parse(line);
        if (arguments.json || !v) {
            print(line + "\n");
        } else if (!(*v)["line"].raw().empty()) {
            const Diagnostic d{(*v)["file"].raw(), static_cast<int>((*v)["at_line"].number()),
                               static_cast<int>((*v)["at_column"].number()), (*v)["message"].raw(), (*v)["suggestion"].raw()};
            std::fprintf(stderr, "%s: %s\n", (*v)["line"].text(20).c_str(), printable(text(d), 2000).c_str());
        }
    }
}

int answered(const Arguments& arguments, const Result<wire::Answer>& answer) {
    if (!answer) return complain(unreachable, answer.failure().what);
    print_lines(arguments, answer->lines);
    const int exit_code = static_cast<int>(answer->exit_code);
    return answer->problem.empty() ? exit_code : complain(exit_code, printable(answer->problem, 2000));
}

// Until the gateway judges by it, or has refused it.
int wait_until_it_serves(const Arguments& arguments, const Settings& settings, std::int64_t id, const ServedNow& before) {
    for (Milliseconds waited = 0; waited < longest_wait; waited += step) {
        const auto now = served_now(settings);
        if (!now) return complain(unreachable, now.failure().what + "; the adoption stands and serves after the next reload or start");
        if (now->policy == id) {
            if (!arguments.json) print(name_of(id) + " serves now.\n");
            return done;
        }
        if (now->refusals > before.refusals && !now->refusal.empty())
            return complain(misconfigured, printable(now->refusal, 4000) +
                                               " – the gateway refuses it: what served before goes on serving. Put it right and "
                                               "reload, or adopt another version");
        ::poll(nullptr, 0, step);
    }
    return complain(unreachable, "the gateway has not switched yet; see beadle status");
}

int adopt(const Arguments& arguments, const Settings& settings, const std::string& version) {
    const auto before = served_now(settings);
    if (!before) return complain(unreachable, before.failure().what);
    const auto answer = ask_records(settings, "policy.adopt",
                                    json_object({{"id", json_text(version)}, {"reason", json_text(arguments.reason)},
                                                 {"minute", json_text(arguments.minute)}}));
    const int exit_code = answered(arguments, answer);
    if (exit_code != done) return exit_code;
    const auto line = answer->lines.empty() ? std::nullopt : Value::parse(answer->lines.back());
    if (!line) return complain(unreachable, "the records answered what could not be read");
    return wait_until_it_serves(arguments, settings, static_cast<std::int64_t>((*line)["id"].number()), *before);
}

std::string versions_as_text(const std::vector<std::string>& lines, const Look& look) {
    std::vector<std::vector<Cell>> rows;
    for (const auto& line : lines) {
        const auto v = Value::parse(line);
        if (!v) continue;
        const bool is_file = (*v)["id"].number() == 0;
        const char* state = (*v)["serves"].truth() ? "serves" : (*v)["adopted"].truth() ? "adopted, does not serve yet"
                            : (*v)["adopted_at"].raw().empty() && !is_file ? "proposed" : "";
        rows.push_back({{is_file ? "file" : (*v)["id"].text(20), Ink::bold}, {state, Ink::green},
                        {(*v)["person"].text(60), Ink::plain}, {(*v)["at"].text(16), Ink::plain},
                        {(*v)["adopted_by"].text(60), Ink::plain}, {(*v)["adopted_at"].text(16), Ink::plain},
                        {(*v)["minute"].text(60), Ink::plain}, {is_file ? (*v)["file"].text(200) : (*v)["reason"].text(300), Ink::plain}});
    }
    return table(look, {"version", "", "proposed by", "at (UTC)", "adopted by", "at (UTC)", "minute", "reason"}, rows);
}

std::string toml_of(const std::vector<std::string>& lines, const Look&) {
    const auto v = lines.empty() ? std::nullopt : Value::parse(lines.front());
    return v ? printable_lines((*v)["toml"].raw(), most_policy_version * 8) : "";
}

}  // namespace

int policy_versions(const Arguments& arguments) { return records_command(arguments, "policy.versions", "{}", versions_as_text); }

int policy_show(const Arguments& arguments) {
    return records_command(arguments, "policy.version", json_object({{"id", json_text(arguments.version)}}), toml_of);
}

int policy_propose(const Arguments& arguments) {
    const auto settings = settings_for(arguments);
    if (!settings) return misconfigured;
    const auto toml = read_octets(arguments.file, most_policy_version);
    if (!toml) return complain(usage, toml.failure().what);
    const auto answer = ask_records(*settings, "policy.propose",
                                    json_object({{"toml", json_text(*toml)}, {"reason", json_text(arguments.reason)},
                                                 {"minute", json_text(arguments.minute)}}));
    const int exit_code = answered(arguments, answer);
    if (exit_code != done) return exit_code;
    const auto line = answer->lines.empty() ? std::nullopt : Value::parse(answer->lines.back());
    if (!line) return complain(unreachable, "the records answered what could not be read");
    const std::string id = (*line)["id"].text(20);
    if (arguments.adopt) return adopt(arguments, *settings, id);
    if (!arguments.json)
        print("Kept as version " + id + ". Nothing has changed yet: beadle policy adopt " + id + " makes it serve.\n");
    return done;
}

int policy_adopt(const Arguments& arguments) {
    const auto settings = settings_for(arguments);
    return settings ? adopt(arguments, *settings, arguments.version) : misconfigured;
}

}  // namespace beadle::cli

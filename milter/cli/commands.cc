#include "cli/commands.h"

#include <cstdio>

#include "base/text.h"
#include "cli/admin.h"
#include "cli/council.h"
#include "cli/value.h"

namespace beadle::cli {

int worse(int a, int b) {
    const auto weight = [](int code) {
        return code == misconfigured ? 4 : code == unreachable ? 3 : code == usage ? 2 : code;
    };
    return weight(a) >= weight(b) ? a : b;
}

int run(const Arguments& arguments) {
    switch (arguments.command) {
        case Command::inspect: return inspect(arguments);
        case Command::evaluate: return evaluate(arguments);
        case Command::policy_check: return policy_check(arguments);
        case Command::policy_explain: return policy_explain(arguments);
        case Command::policy_versions: return policy_versions(arguments);
        case Command::policy_show: return policy_show(arguments);
        case Command::policy_propose: return policy_propose(arguments);
        case Command::policy_adopt: return policy_adopt(arguments);
        case Command::policy_replay: return policy_replay(arguments);
        case Command::signatures_check: return signatures_check(arguments);
        case Command::quarantine_list: return quarantine_list(arguments);
        case Command::quarantine_show: return quarantine_show(arguments);
        case Command::quarantine_release: return quarantine_release(arguments);
        case Command::quarantine_discard: return quarantine_discard(arguments);
        case Command::quarantine_undo: return quarantine_undo(arguments);
        case Command::quarantine_return: return quarantine_return(arguments);
        case Command::quarantine_export: return quarantine_export(arguments);
        case Command::exception_list: return exception_list(arguments);
        case Command::exception_end: return exception_end(arguments);
        case Command::journal_list: return journal_list(arguments);
        case Command::journal_show: return journal_show(arguments);
        case Command::journal_export: return journal_export(arguments);
        case Command::journal_search: return journal_search(arguments);
        case Command::events_search: return events_search(arguments);
        case Command::events_verify: return events_verify(arguments);
        case Command::events_show: return events_show(arguments);
        case Command::events_export: return events_export(arguments);
        case Command::backup: return backup(arguments);
        case Command::restore: return restore(arguments);
        case Command::metrics: return metrics(arguments);
        case Command::doctor: return doctor(arguments);
        case Command::status: return status(arguments);
        case Command::reload: return reload(arguments);
        case Command::settings_explain: return settings_explain(arguments);
        case Command::directory_import: return directory_import(arguments);
        case Command::directory_check: return directory_check(arguments);
        case Command::directory_list: return directory_list(arguments);
        case Command::incident: return incident(arguments);
        case Command::suspend: return suspend(arguments);
        case Command::report: return report(arguments);
        case Command::acknowledge: return acknowledge(arguments);
        case Command::records: return records_verb(arguments);
        case Command::request_pack: return request_pack(arguments);
        case Command::user_add: return user_add(arguments);
        case Command::user_list: return user_list(arguments);
        case Command::user_remove: return user_remove(arguments);
        case Command::user_reset: return user_reset(arguments);
    }
    return usage;
}

void print(const std::string& text) {
    std::fwrite(text.data(), 1, text.size(), stdout);
    std::fflush(stdout);
}

int complain(int exit_code, const std::string& sentence) {
    std::string text = "beadle: " + sentence;
    if (!text.ends_with('\n')) text += '\n';
    std::fflush(stdout);
    std::fwrite(text.data(), 1, text.size(), stderr);
    return exit_code;
}

void print_diagnostics(const Arguments& arguments, const Diagnostics& diagnostics, const char* severity) {
    std::size_t told = 0;
    for (const auto& d : diagnostics) {
        if (!arguments.json && told++ == most_told) {
            print("and " + std::to_string(diagnostics.size() - most_told) + " more " + severity + "s\n");
            return;
        }
        if (arguments.json) {
            print(json_object({{"version", "1"}, {"severity", json_text(severity)}, {"file", json_text(d.file)},
                               {"line", std::to_string(d.line)}, {"column", std::to_string(d.column)},
                               {"message", json_text(d.message)}, {"suggestion", json_text(d.suggestion)}}) + "\n");
        } else {
            print(printable(text(d), 2000) + (severity == std::string_view("warning") ? " (warning)\n" : "\n"));
        }
    }
}

std::optional<Settings> settings_for(const Arguments& arguments) {
    auto read = read_settings_file(arguments.config);
    if (read.diagnostics.empty()) return std::move(read.settings);
    for (const auto& d : read.diagnostics) complain(misconfigured, printable(text(d), 2000));
    return std::nullopt;
}

std::string json_given(const std::vector<std::pair<std::string, std::string>>& texts, std::int64_t limit) {
    std::vector<std::pair<std::string, std::string>> fields;
    for (const auto& [key, text] : texts)
        if (!text.empty()) fields.emplace_back(key, json_text(text));
    fields.emplace_back("limit", std::to_string(limit));
    return json_object(fields);
}

std::string time_given(const std::string& typed) {
    std::string out = typed;
    if (out.size() > 10 && out[10] == ' ') out[10] = 'T';
    return out.size() == 16 ? out + ":00Z" : out;
}

int records_stream(const Arguments& arguments, const std::string& verb, const std::string& request,
                   const std::function<bool(const std::string&)>& on_line) {
    const auto settings = settings_for(arguments);
    if (!settings) return misconfigured;
    constexpr Milliseconds quiet = 300'000;  // a copy of the store is made before the first piece of a backup
    bool ended = false;
    const auto answer = stream_records(*settings, verb, request, quiet, [&](const std::string& line) -> Status {
        ended = !on_line(line);
        if (ended) return fail(FailureKind::unavailable, "cli", "ended here");
        return Done{};
    });
    if (ended) return done;
    if (!answer) return complain(unreachable, answer.failure().what);
    const int exit_code = static_cast<int>(answer->exit_code);
    if (!answer->problem.empty()) complain(exit_code, printable(answer->problem, 2000));
    return exit_code;
}

int records_command(const Arguments& arguments, const std::string& verb, const std::string& request,
                    std::string (*as_text)(const std::vector<std::string>& lines, const Look& look)) {
    const auto settings = settings_for(arguments);
    if (!settings) return misconfigured;
    const auto answer = ask_records(*settings, verb, request);
    if (!answer) return complain(unreachable, answer.failure().what);
    if (arguments.json) {
        for (const auto& line : answer->lines) print(line + "\n");
    } else if (!answer->lines.empty() || answer->exit_code < usage) {
        print(as_text(answer->lines, look_of_stdout()));
    }
    const int exit_code = static_cast<int>(answer->exit_code);
    if (!answer->problem.empty()) complain(exit_code, printable(answer->problem, 2000));
    return exit_code;
}

}  // namespace beadle::cli

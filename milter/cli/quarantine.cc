// beadle quarantine, exception and journal: what is kept, and what persons do with it.
#include <algorithm>

#include "base/text.h"
#include "cli/admin.h"
#include "cli/commands.h"
#include "cli/content.h"
#include "cli/records_text.h"
#include "cli/value.h"

namespace beadle::cli {
namespace {

// One case after the other; the worst exit code counts.
int for_each_case(const Arguments& arguments, const std::string& verb, const std::vector<std::pair<std::string, std::string>>& more,
                  std::string (*as_text)(const std::vector<std::string>&, const Look&)) {
    int worst = done;
    for (const auto& reference : arguments.cases) {
        std::vector<std::pair<std::string, std::string>> fields{{"id", json_text(reference)}};
        for (const auto& field : more) fields.push_back(field);
        worst = std::max(worst, records_command(arguments, verb, json_object(fields), as_text));
        if (worst >= misconfigured) break;  // it would be the same for the next
    }
    return worst;
}

// The filters of kept copies, as the records want them.
std::string filters_of(const Arguments& a) {
    std::vector<std::pair<std::string, std::string>> fields;
    const auto add = [&](const char* key, const std::string& value) {
        if (!value.empty()) fields.emplace_back(key, json_text(value));
    };
    add("state", a.state);
    if (a.command == Command::quarantine_list) add("reason", a.reason);
    add("rule", a.rule);
    add("kind", a.kind);
    add("direction", a.about_direction);
    add("text", a.text);
    add("sender", a.sender);
    add("recipient", a.recipient);
    add("since", time_given(a.since));
    add("until", time_given(a.until));
    add("sort", a.sort);
    if (a.with_attachment) fields.emplace_back("attachment", "true");
    if (a.count_only) fields.emplace_back("count", "true");
    fields.emplace_back("limit", std::to_string(a.limit));
    return json_object(fields);
}

int show(const Arguments& a, const char* verb) {
    if (!a.content) {
        if (a.reveal || !a.part.empty()) return complain(usage, "--part and --reveal go with --content");
        return for_each_case(a, verb, {}, case_as_text);
    }
    int worst = done;
    for (const auto& reference : a.cases) worst = worse(worst, show_content(a, reference));
    return worst;
}

}  // namespace

int quarantine_list(const Arguments& a) {
    return records_command(a, "quarantine.list", filters_of(a), a.count_only ? count_as_text : quarantine_as_text);
}
int quarantine_show(const Arguments& a) { return show(a, "quarantine.show"); }
int quarantine_export(const Arguments& a) { return export_content(a); }

int quarantine_release(const Arguments& a) {
    std::vector<std::pair<std::string, std::string>> more{{"recipients", json_texts(a.to)}, {"reason", json_text(a.reason)}};
    if (!a.instead.empty()) more.emplace_back("instead", json_texts(a.instead));
    if (a.allow_days > 0) more.emplace_back("allow_sender_days", std::to_string(a.allow_days));
    return for_each_case(a, "quarantine.release", more, release_as_text);
}

int quarantine_discard(const Arguments& a) {
    if (trim(a.reason).empty()) return complain(usage, "say why with --reason: it is kept in the records");
    return for_each_case(a, "quarantine.discard", {{"reason", json_text(a.reason)}}, discard_as_text);
}
int quarantine_undo(const Arguments& a) { return for_each_case(a, "quarantine.undo", {}, undo_as_text); }

int quarantine_return(const Arguments& a) {
    if (trim(a.note).empty()) return complain(usage, "say with --note what the sender should know");
    return for_each_case(a, "quarantine.return", {{"note", json_text(a.note)}}, return_as_text);
}

int exception_list(const Arguments& a) { return records_command(a, "exception.list", "{}", exceptions_as_text); }
int exception_end(const Arguments& a) {
    return for_each_case(a, "exception.end", {{"reason", json_text(a.reason)}}, exceptions_as_text);
}

int journal_list(const Arguments& a) {
    return records_command(a, "journal.list", filters_of(a), a.count_only ? count_as_text : quarantine_as_text);
}
int journal_show(const Arguments& a) { return show(a, "journal.show"); }
int journal_export(const Arguments& a) { return export_content(a); }

int journal_search(const Arguments& a) {
    if (trim(a.reason).empty()) return complain(usage, "say why with --reason: it is kept in the records");
    const auto settings = settings_for(a);
    if (!settings) return misconfigured;
    std::string request = filters_of(a);
    request.pop_back();
    request += ",\"words\":" + json_texts(a.words) + ",\"case\":" + json_text(a.case_reference) +
               ",\"why\":" + json_text(a.reason) + (a.of_held ? ",\"held\":true}" : "}");
    constexpr Milliseconds quiet = 300'000;
    const Look look = look_of_stdout();
    const auto answer = stream_records(*settings, "journal.search", request, quiet, [&](const std::string& line) -> Status {
        print(a.json ? line + "\n" : search_as_text(line, look));
        return Done{};
    });
    if (!answer) return complain(unreachable, answer.failure().what);
    const int exit_code = static_cast<int>(answer->exit_code);
    return answer->problem.empty() ? exit_code : complain(exit_code, printable(answer->problem, 2000));
}

}  // namespace beadle::cli

// commands.h — the commands of beadle, one file each; each returns the exit code of FORMATS.md.
//
// Runs in  cli. Never throws but std::bad_alloc.
#pragma once

#include <optional>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "base/result.h"
#include "cli/arguments.h"
#include "cli/layout.h"
#include "settings/settings.h"
#include "wire/messages.h"

namespace beadle::cli {

constexpr int done = 0, found = 1, usage = 2, misconfigured = 3, unreachable = 4;

// What is worst for the command as a whole: settings, then the daemon, then a file that could not be read, then a finding.
int worse(int a, int b);

int run(const Arguments& arguments);

int inspect(const Arguments& arguments);
int evaluate(const Arguments& arguments);
int policy_check(const Arguments& arguments);
int policy_explain(const Arguments& arguments);
int policy_replay(const Arguments& arguments);
int policy_versions(const Arguments& arguments);
int policy_show(const Arguments& arguments);
int policy_propose(const Arguments& arguments);
int policy_adopt(const Arguments& arguments);
int signatures_check(const Arguments& arguments);
int directory_import(const Arguments& arguments);
int directory_check(const Arguments& arguments);
int directory_list(const Arguments& arguments);
int incident(const Arguments& arguments);
int incident_export(const Arguments& arguments);
int suspend(const Arguments& arguments);
int report(const Arguments& arguments);
int acknowledge(const Arguments& arguments);
int quarantine_list(const Arguments& arguments);
int quarantine_show(const Arguments& arguments);
int quarantine_release(const Arguments& arguments);
int quarantine_discard(const Arguments& arguments);
int user_add(const Arguments& arguments);
int user_list(const Arguments& arguments);
int user_remove(const Arguments& arguments);
int user_reset(const Arguments& arguments);
int quarantine_undo(const Arguments& arguments);
int quarantine_return(const Arguments& arguments);
int quarantine_export(const Arguments& arguments);
int exception_list(const Arguments& arguments);
int exception_end(const Arguments& arguments);
int journal_list(const Arguments& arguments);
int journal_show(const Arguments& arguments);
int journal_export(const Arguments& arguments);
int journal_search(const Arguments& arguments);
int events_search(const Arguments& arguments);
int events_verify(const Arguments& arguments);
int events_show(const Arguments& arguments);
int events_export(const Arguments& arguments);
int backup(const Arguments& arguments);
int restore(const Arguments& arguments);
int metrics(const Arguments& arguments);
int doctor(const Arguments& arguments);
int status(const Arguments& arguments);
int records_verb(const Arguments& arguments);  // hold, retention, request
int request_pack(const Arguments& arguments);
int reload(const Arguments& arguments);
int settings_explain(const Arguments& arguments);

// ---- what they share ---------------------------------------------------------------------------------------------------

void print(const std::string& text);                       // standard output, as it is
int complain(int exit_code, const std::string& sentence);  // standard error, "beadle: …"; gives the exit code
// The settings, or nullopt after the diagnostics were printed (exit code 3).
std::optional<Settings> settings_for(const Arguments& arguments);
void print_diagnostics(const Arguments& arguments, const Diagnostics& diagnostics, const char* severity);
// The arguments of a request: texts that were given, and the limit.
std::string json_given(const std::vector<std::pair<std::string, std::string>>& texts, std::int64_t limit);
std::string matter_arguments(const Arguments& arguments);  // of records_verb
std::string time_given(const std::string& typed);  // "2026-11-21 19:35" as the records want it
// Asks the records and prints: the lines themselves with --format json, else what `as_text` makes of them.
// Each line as it comes; the function gives false to end it. The exit code.
int records_stream(const Arguments& arguments, const std::string& verb, const std::string& request,
                   const std::function<bool(const std::string&)>& on_line);
int records_command(const Arguments& arguments, const std::string& verb, const std::string& request,
                    std::string (*as_text)(const std::vector<std::string>& lines, const Look& look));

}  // namespace beadle::cli

// arguments.h — the command line, taken apart.
//
// Takes    argv.
// Gives    Arguments, or a text to print and an exit code (help, version, usage errors).
// Fails    exit code 2 with a sentence and, for a mistyped command, what was probably meant.
// Runs in  cli; with arguments_matters the only file here that knows CLI11. Never throws but std::bad_alloc.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "mail/envelope.h"

namespace beadle::cli {

enum class Command : std::uint8_t {
    inspect, evaluate, policy_check, policy_explain, policy_replay, policy_versions, policy_show, policy_propose, policy_adopt, signatures_check, quarantine_list, quarantine_show, quarantine_release,
    incident, suspend, report, acknowledge,
    quarantine_discard, quarantine_undo, quarantine_return, quarantine_export, exception_list, exception_end, journal_list,
    journal_show, journal_export, journal_search, events_search, events_verify, events_show, events_export, backup, restore,
    metrics, doctor, status, reload, settings_explain, directory_import, directory_check, directory_list, user_add, user_list,
    user_remove, user_reset, records, request_pack,
};

struct Arguments {
    Command command = Command::status;
    std::string config = "/etc/beadle/beadle.toml";
    bool as_file = false;  // settings explain --toml
    bool json = false;

    // inspect
    std::vector<std::string> messages;
    std::string policy;
    std::optional<Direction> direction;
    std::optional<std::string> from;
    std::vector<std::string> to;
    // evaluate
    std::string folder, kinds;
    std::vector<std::string> domains;
    // policy replay; signatures also evaluate
    std::string draft, signatures;
    // directory import; its files are `messages`
    bool apply = false, from_mta = false, keep_missing = false;
    // policy explain
    std::vector<std::string> rules;
    // policy propose, adopt; their reason is `reason`
    std::string minute;
    bool adopt = false;
    // quarantine
    std::string state, reason, part, note, to_file, about_direction, sort;
    std::vector<std::string> cases, instead;
    std::int64_t allow_days = 0;
    bool content = false, reveal = false, with_attachment = false, count_only = false;
    // journal search
    std::vector<std::string> words;
    std::string case_reference;
    // policy replay of what the records keep
    bool stored = false, of_held = false, of_journal = false;
    // quarantine and events
    std::string sender, recipient, rule, since, until, text, queue_id, kind, outcome;
    std::int64_t limit = 100;
    // incident, suspend, report, acknowledge
    std::string number, about, what, aware, address, version, on_day, month, year, into, for_whom;
    std::vector<std::string> changes;
    bool all = false, access = false;
    std::string format = "text";
    // a verb of the records and its arguments, as they are named there
    std::string verb;
    std::map<std::string, std::string> texts;
    std::map<std::string, std::vector<std::string>> lists;
    std::map<std::string, bool> flags;
    std::int64_t item = 0;
    bool dry_run = false;
    // events verify, export; backup and restore
    std::vector<std::string> heads, ledgers;
    std::string export_format = "json", file, passphrase_file;
    bool with_keys = false;
    // user
    std::string user, role, mail;
    // reload
    bool restart = false;
};

struct Parsed {
    std::optional<Arguments> arguments;  // nullopt: print and leave
    std::string text;
    int exit_code = 0;
};
Parsed parse_arguments(int argc, const char* const* argv);

}  // namespace beadle::cli

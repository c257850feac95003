// settings.h — every setting once: the constexpr table that parser, config/beadle.toml, `beadle settings explain` and
// the drift test come from.
//
// Takes    the octets of the settings file and the folder it lies in (relative paths start there).
// Gives    Settings with defaults for what is not said; all errors at once, each with line, column and suggestion.
// Runs in  every process. Never throws. No code reads a setting by its name.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/diagnostic.h"
#include "base/result.h"
#include "mail/envelope.h"

namespace beadle {

struct Listener {
    std::string daemon_name;
    ListenerKind kind = ListenerKind::mx;
    bool operator==(const Listener&) const = default;
};
// A cloud relay that many tenants share: inside only on its own listener, for a council domain, with the tenant's mark.
struct Relay {
    std::string daemon_name;
    std::string kind;          // "microsoft365"
    std::string tenant_field;  // header field that the tenant's connector adds
    std::string tenant_value;
    bool operator==(const Relay&) const = default;
};

struct Settings {
    std::string file;  // where it was read from

    std::string session_socket, session_socket_mode, session_socket_group, session_spool;
    std::vector<std::string> session_networks, session_authentication_servers;
    std::int64_t session_spool_octets = 0, session_memory_octets = 0, session_end_of_message_seconds = 0,
                 session_progress_seconds = 0, session_connections = 0;

    std::int64_t inspect_workers = 0, inspect_heavy = 0, inspect_deadline_seconds = 0, inspect_retire_after = 0,
                 inspect_address_space_octets = 0, inspect_depth = 0, inspect_parts = 0, inspect_members = 0,
                 inspect_unpacked_octets = 0, inspect_ratio = 0, inspect_text_octets = 0;
    std::string inspect_scratch;
    std::int64_t inspect_test_delay_ms = 0;

    std::string policy_file, policy_directory;
    std::string signatures_folder, signatures_cache;
    std::vector<std::string> signatures_malware;

    std::string store_url, store_keys, store_gateway, store_retention, store_bank_holidays;
    std::int64_t store_correspondence_days = 0;
    std::int64_t quarantine_days = 0, quarantine_refused_days = 0, quarantine_ask_days = 0, quarantine_malware_days = 0,
                 quarantine_warn_days = 0, journal_days = 0;
    std::string mail_submit, mail_submit_unsigned, mail_clerk, mail_notice_from;
    std::vector<std::string> mail_tls_policy;
    std::int64_t mail_notices_an_hour = 0;
    std::string mail_answers, mail_reports, mail_mta_log;
    std::int64_t mail_answer_hours = 0;

    std::string notices_templates, notices_deputy, notices_auditor, notices_chair, notices_admin;
    std::vector<std::string> notices_digest_hours;
    std::int64_t notices_digest_when_empty = 0, notices_alerts_an_hour = 0, notices_training_months = 0, notices_signatures_days = 7;
    std::string events_journald, events_syslog, events_file, backup_ledger;
    std::vector<std::string> events_head_to;
    std::int64_t backup_keep_days = 0;

    std::string admin_socket, admin_record_socket, admin_group;
    std::string user_session, user_inspect, user_record, user_mail, user_console;
    std::string console_listen, console_public_address;
    std::string log_level;

    std::vector<Listener> listeners;
    std::vector<Relay> relays;
};

using SettingMember =
    std::variant<std::string Settings::*, std::int64_t Settings::*, std::vector<std::string> Settings::*>;

enum class SettingShape : std::uint8_t { text, path, paths, texts, number };

struct SettingRow {
    std::string_view name;  // "session.socket"
    SettingMember member;
    SettingShape shape;
    std::string_view standard;   // as it would be written in the file; lists as "[]"
    std::int64_t least, most;    // numbers only
    std::string_view unit;       // "octets", "seconds", ""
    std::string_view processes;  // which see it: "session inspect"
    bool reloadable;             // false: needs a restart
    std::string_view since;
    std::string_view help;  // one sentence
};

// The table, in the order of the file.
const std::vector<SettingRow>& setting_table();

struct SettingsRead {
    Settings settings;
    Diagnostics diagnostics;  // empty = good
};
SettingsRead read_settings(std::string_view octets, const std::string& file);
// The file with every setting, its default and its help: what config/beadle.toml must be.
std::string explain_settings_as_toml();

}  // namespace beadle

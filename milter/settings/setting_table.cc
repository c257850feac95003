// The one table of settings.h.
#include "settings/settings.h"

namespace beadle {
namespace {

using S = Settings;
using enum SettingShape;

constexpr std::int64_t mebi = 1 << 20, gibi = 1 << 30;

std::vector<SettingRow> session_rows() {
    return {
        {"session.socket", &S::session_socket, text, R"("unix:/var/spool/postfix/beadle/milter.sock")", 0, 0, "",
         "beadled", false, "0.1",
         "Where the mail server reaches Beadle: \"unix:/path\", or \"inet:PORT@127.0.0.1\" (loopback only; a Unix "
         "socket "
         "is faster)."},
        {"session.socket_mode", &S::session_socket_mode, text, R"("0660")", 0, 0, "", "beadled", false, "0.1",
         "Access mode of a Unix socket, octal."},
        {"session.socket_group", &S::session_socket_group, text, R"("postfix")", 0, 0, "", "beadled", false, "0.1",
         "Group of a Unix socket, so that the mail server may connect; \"\" leaves the group as it is."},
        {"session.networks", &S::session_networks, texts, "[]", 0, 0, "", "session", true, "0.1",
         "Clients that are the council's own, like \"192.0.2.0/24\"; their mail counts as coming from inside. Loopback "
         "is "
         "inside only when listed."},
        {"session.authentication_servers", &S::session_authentication_servers, texts, "[]", 0, 0, "", "session", true,
         "0.1",
         "Names under which the council's own mail servers write Authentication-Results fields; only what these say of "
         "SPF, DKIM and DMARC counts, and forged ones are taken out."},
        {"session.spool", &S::session_spool, path, R"("/var/spool/beadle")", 0, 0, "", "beadled session", false, "0.1",
         "Folder for messages that are too large for memory while they are under way."},
        {"session.spool_octets", &S::session_spool_octets, number, "2147483648", 16 * mebi, 1024 * gibi, "octets",
         "session", true, "0.1",
         "What all messages under way may take together; more is put off with 452 4.3.1 and tried again later."},
        {"session.memory_octets", &S::session_memory_octets, number, "1048576", 4096, 64 * mebi, "octets", "session",
         true, "0.1", "How much of one message is kept in memory before it goes to the spool folder."},
        {"session.end_of_message_seconds", &S::session_end_of_message_seconds, number, "90", 5, 250, "seconds",
         "session", true, "0.1",
         "The most that judging one message may take; then it is put off with 451. Keep it below the mail server's "
         "time-out for a milter."},
        {"session.progress_seconds", &S::session_progress_seconds, number, "5", 1, 60, "seconds", "session", true,
         "0.1", "How often the mail server is told that a message is still being judged."},
        {"session.connections", &S::session_connections, number, "500", 1, 10000, "", "session record", true, "0.1",
         "Connections from the mail server that are served at once; further ones are put off."},
    };
}

std::vector<SettingRow> inspect_rows() {
    return {
        {"inspect.workers", &S::inspect_workers, number, "0", 0, 256, "", "inspect", true, "0.1",
         "Messages inspected at once, each in its own sandboxed process; 0: twice the number of cores, at least 4."},
        {"inspect.heavy", &S::inspect_heavy, number, "0", 0, 256, "", "inspect", true, "0.1",
         "Large messages inspected at once; 0: as many as there are cores."},
        {"inspect.deadline_seconds", &S::inspect_deadline_seconds, number, "30", 1, 240, "seconds", "inspect", true,
         "0.1", "A worker that takes longer over one message is replaced, and the message tried once more."},
        {"inspect.retire_after", &S::inspect_retire_after, number, "500", 1, 1000000, "messages", "inspect", true,
         "0.1", "A worker is replaced by a fresh one after so many messages."},
        {"inspect.address_space_octets", &S::inspect_address_space_octets, number, "0", 0, 64 * gibi, "octets",
         "inspect", true, "0.1", "Most memory that a worker may map; 0: the loaded signatures and 1 GiB."},
        {"inspect.scratch", &S::inspect_scratch, path, R"("/dev/shm")", 0, 0, "", "beadled inspect", true, "0.1",
         "Folder on a memory file system (tmpfs) in which every worker gets a folder of its own."},
        {"inspect.depth", &S::inspect_depth, number, "16", 1, 64, "levels", "inspect", true, "0.1",
         "How deep messages, archives and documents may be packed in one another; what lies deeper is not inspected."},
        {"inspect.parts", &S::inspect_parts, number, "2000", 10, 4000, "entities", "inspect", true, "0.1",
         "Body parts and attachments of one message that are looked into."},
        {"inspect.members", &S::inspect_members, number, "1000", 10, 100000, "members", "inspect", true, "0.1",
         "Archive members of one message that are looked into."},
        {"inspect.unpacked_octets", &S::inspect_unpacked_octets, number, "104857600", mebi, 300 * mebi, "octets",
         "inspect", true, "0.1",
         "What may be unpacked from the archives and documents of one message; ten times the message when that is "
         "more, "
         "never over 300 MiB."},
        {"inspect.ratio", &S::inspect_ratio, number, "200", 10, 100000, "", "inspect", true, "0.1",
         "How many times larger than packed one archive member may become, after its first MiB."},
        {"inspect.text_octets", &S::inspect_text_octets, number, "67108864", mebi, 512 * mebi, "octets", "inspect",
         true, "0.1", "Text of one message that is searched."},
        {"inspect.test_delay_ms", &S::inspect_test_delay_ms, number, "0", 0, 60000, "milliseconds", "inspect", true,
         "0.1", "A test aid: every inspection sleeps so long in its worker. Leave it at 0."},
    };
}

std::vector<SettingRow> file_rows() {
    return {
        {"policy.file", &S::policy_file, path, R"("policies/towcester.toml")", 0, 0, "", "beadled session", true, "0.1",
         "The council's policy; what it extends lies in the same folder."},
        {"policy.directory", &S::policy_directory, path, R"("directory.toml")", 0, 0, "", "beadled session", true,
         "0.1", "The people of the council, their addresses and roles."},
        {"signatures.folder", &S::signatures_folder, path, R"("../signatures")", 0, 0, "", "beadled session inspect",
         true, "0.1", "What to look for: patterns and word lists, in the folders patterns and words beneath."},
        {"signatures.malware", &S::signatures_malware, paths, R"(["../signatures/malware", "/var/lib/clamav"])", 0, 0,
         "", "beadled record inspect", true, "0.1",
         "Folders with ClamAV databases; every one must be there and hold at least one, or no mail is served."},
        {"signatures.cache", &S::signatures_cache, path, R"("/var/cache/beadle/patterns")", 0, 0, "", "beadled inspect",
         true, "0.1",
         "Folder of beadle-inspect's own that keeps compiled patterns from one start to the next; \"\": none is kept."},
        {"store.url", &S::store_url, text, R"("sqlite:///var/lib/beadle/records.db")", 0, 0, "", "record", false, "0.1",
         "Where events and kept messages are: \"sqlite:///path\", or \"postgresql://user@host/database?schema=council\" where "
         "several gateways share one store, a schema for each council."},
        {"store.gateway", &S::store_gateway, text, R"("")", 0, 0, "", "record", false, "0.1",
         "Name of this gateway in the events; \"\": the name of the host. Each gateway that shares a store needs its own."},
        {"store.keys", &S::store_keys, path, R"("/etc/beadle/keys")", 0, 0, "", "record", false, "0.1",
         "Folder of the keys that seal what is kept; readable by beadle-record alone."},
        {"store.correspondence_days", &S::store_correspondence_days, number, "400", 1, 3650, "days", "record", true, "0.1",
         "How long it is remembered, as keyed hashes and counts, that somebody outside was written to or wrote; then they "
         "count as new again."},
        {"store.retention", &S::store_retention, path, R"("")", 0, 0, "", "session record", true, "0.1",
         "The council's retention schedule, like config/retention.toml; \"\": none is adopted, and nothing is destroyed "
         "by one."},
        {"store.bank_holidays", &S::store_bank_holidays, path, R"("")", 0, 0, "", "record", true, "0.1",
         "Bank holidays by which statutory clocks are counted, like config/bank-holidays.toml; \"\": the table that came "
         "with this version."},
    };
}

std::vector<SettingRow> kept_rows() {
    return {
        {"quarantine.days", &S::quarantine_days, number, "30", 1, 3650, "days", "record", true, "0.1",
         "How long a message is kept back for a decision; then it is destroyed, unless a hold keeps it."},
        {"quarantine.refused_days", &S::quarantine_refused_days, number, "30", 1, 3650, "days", "record", true, "0.1",
         "The same for the copies of recipients who were refused."},
        {"quarantine.ask_days", &S::quarantine_ask_days, number, "30", 1, 3650, "days", "record", true, "0.1",
         "The same for messages whose sender was asked."},
        {"quarantine.malware_days", &S::quarantine_malware_days, number, "14", 1, 3650, "days", "record", true, "0.1",
         "The same for messages with malware."},
        {"quarantine.warn_days", &S::quarantine_warn_days, number, "3", 0, 30, "days", "record", true, "0.1",
         "The clerk (mail.clerk) is told so many days before a message that nobody decided about is destroyed; 0: not "
         "told."},
        {"journal.days", &S::journal_days, number, "0", 0, 36500, "days", "record", true, "0.1",
         "How long copies of accepted mail (rule key journal) are kept; 0: their retention class decides."},
    };
}

std::vector<SettingRow> mail_rows() {
    return {
        {"mail.submit", &S::mail_submit, text, R"("127.0.0.1:10026")", 0, 0, "", "mail", true, "0.1",
         "The mail server's listener for notices and for releases of mail from inside: HOST:PORT, with Beadle and then "
         "the DKIM signer behind it."},
        {"mail.submit_unsigned", &S::mail_submit_unsigned, text, R"("127.0.0.1:10027")", 0, 0, "", "mail", true, "0.1",
         "The listener for releases of mail from outside: HOST:PORT, without a signer."},
        {"mail.tls_policy", &S::mail_tls_policy, paths, "[]", 0, 0, "", "beadled session", true, "0.1",
         "Text files of Postfix's TLS policy: those that postmap is given for smtp_tls_policy_maps, in the same order, "
         "by "
         "path alone (without hash: or texthash:). A domain that is forced there to TLS counts as protected where "
         "[protection] of the policy says so; when a file cannot be read, none does. Read again on reload."},
        {"mail.clerk", &S::mail_clerk, text, R"("")", 0, 0, "", "session record mail", true, "0.1",
         "Address for what the clerk is told; \"\": the first member with the role clerk in the directory."},
        {"mail.notice_from", &S::mail_notice_from, text, R"("")", 0, 0, "", "mail", true, "0.1",
         "Address in the From field of notices; \"\": clerk, else the postmaster of the member's domain. Envelope "
         "sender: null."},
        {"mail.notices_an_hour", &S::mail_notices_an_hour, number, "5", 1, 1000, "notices", "session record mail", true,
         "0.1", "The most notices to one person in an hour; the rest come as one summary."},
        {"mail.answers", &S::mail_answers, text, R"("")", 0, 0, "", "session mail", true, "0.1",
         "Address to which members reply when they are asked about a message (action ask): one of a council domain "
         "whose mail "
         "passes Beadle, taken by the mail server and needed for nothing else, like "
         "\"beadle-answers@council.example\"; \"\": "
         "replies do not count."},
        {"mail.reports", &S::mail_reports, text, R"("")", 0, 0, "", "session", true, "0.1",
         "Address to which members forward mail that worries them, like \"report@council.example\": from inside it opens an "
         "incident and is answered with thanks, and is delivered as well; from outside it is ordinary mail. \"\": none."},
        {"mail.answer_hours", &S::mail_answer_hours, number, "72", 1, 720, "hours", "session", true, "0.1",
         "How long a member has to answer, from when the mail server took the question; then the message is not sent."},
        {"mail.mta_log", &S::mail_mta_log, path, R"("")", 0, 0, "", "mail", true, "0.1",
         "The mail server's log, like \"/var/log/mail.log\", from which it is recorded what became of each message; "
         "beadle-mail has to be allowed to read it. \"\": it is not read."},
    };
}

std::vector<SettingRow> record_rows() {
    return {
        {"events.journald", &S::events_journald, text, R"("")", 0, 0, "", "record", true, "0.1",
         "Socket of systemd's journal to which each event goes as JSON, \"/run/systemd/journal/socket\"; \"\": none."},
        {"events.syslog", &S::events_syslog, text, R"("")", 0, 0, "", "record", true, "0.1",
         "Socket to which each event goes as a line of syslog (RFC 5424) with JSON, \"/dev/log\"; \"\": none."},
        {"events.file", &S::events_file, path, R"("")", 0, 0, "", "record", true, "0.1",
         "File to which each event is added as a line of JSON (fields of the Elastic Common Schema); it may be rotated. "
         "\"\": none."},
        {"events.head_to", &S::events_head_to, texts, "[]", 0, 0, "", "record", true, "0.1",
         "Addresses to which the head of the events goes once a day, so that it is known outside the store; none: to the "
         "address of mail.clerk."},
        {"backup.keep_days", &S::backup_keep_days, number, "90", 1, 3650, "days", "record", true, "0.1",
         "How long the council keeps its backups: a certificate of destruction names the day when the last one that "
         "holds the record is gone."},
        {"backup.ledger", &S::backup_ledger, path, R"("")", 0, 0, "", "record", true, "0.1",
         "File outside the store that notes each destroyed message, so that a restore destroys it again; \"\": beside a SQLite "
         "store, \".destroyed\"; none for PostgreSQL."},
    };
}

std::vector<SettingRow> notice_rows() {
    return {
        {"notices.templates", &S::notices_templates, path, R"("notices")", 0, 0, "", "beadled session mail", true, "0.1",
         "Folder with the council's own words of notices, files KIND.mustache; for what is not there, or when the folder is not "
         "there, Beadle's own words are used."},
        {"notices.deputy", &S::notices_deputy, text, R"("")", 0, 0, "", "session record", true, "0.1",
         "Address of the deputy clerk, who gets alerts, reminders of incidents and digests too; \"\": nobody."},
        {"notices.auditor", &S::notices_auditor, text, R"("")", 0, 0, "", "record", true, "0.1",
         "Address of the auditor or data protection adviser, who gets the monthly access report; \"\": nobody."},
        {"notices.chair", &S::notices_chair, text, R"("")", 0, 0, "", "record", true, "0.1",
         "Address of the chair of the council, who gets the monthly access report; \"\": nobody."},
        {"notices.digest_hours", &S::notices_digest_hours, texts, R"(["08:00", "13:00"])", 0, 0, "", "record", true, "0.1",
         "When the clerk is told what waits, by the clock of Europe/London; []: never."},
        {"notices.digest_when_empty", &S::notices_digest_when_empty, number, "0", 0, 1, "", "record", true, "0.1",
         "1: a digest comes even when nothing waits."},
        {"notices.alerts_an_hour", &S::notices_alerts_an_hour, number, "20", 1, 1000, "alerts", "record", true, "0.1",
         "The most alerts to one person in an hour; the rest come as one summary."},
        {"notices.training_months", &S::notices_training_months, number, "24", 1, 120, "months", "record", true, "0.1",
         "How long a training, as the directory dates it, counts; the monthly report names to the clerk who is due."},
        {"notices.admin", &S::notices_admin, text, R"("")", 0, 0, "", "record", true, "0.1",
         "Address of who looks after the machine, who is told daily when the malware signatures are old; \"\": the clerk alone."},
        {"notices.signatures_days", &S::notices_signatures_days, number, "7", 1, 90, "days", "record", true, "0.1",
         "How old the newest malware signatures may be before the admin and the clerk are told, once a day."},
    };
}

std::vector<SettingRow> system_rows() {
    return {
        {"console.listen", &S::console_listen, text, R"("127.0.0.1:8080")", 0, 0, "", "console", false, "0.1",
         "Where the clerk's console answers: loopback only, HOST:PORT."},
        {"console.public_address", &S::console_public_address, text, R"("")", 0, 0, "", "beadled session console",
         false, "0.1",
         "Address under which members reach the console through the council's web server, like "
         "\"https://beadle.council.example\"; with it a question of low risk can be answered by link. \"\": no console "
         "is "
         "started."},
        {"admin.socket", &S::admin_socket, path, R"("/run/beadle/beadled.sock")", 0, 0, "", "beadled", false, "0.1",
         "Socket on which beadled takes status and reload."},
        {"admin.record_socket", &S::admin_record_socket, path, R"("/run/beadle/record.sock")", 0, 0, "", "record",
         false, "0.1", "Socket on which beadle-record takes the commands about quarantine and events."},
        {"admin.group", &S::admin_group, text, R"("beadle-admin")", 0, 0, "", "beadled record", false, "0.1",
         "Group whose members may use both sockets; each acts under the name of their own account."},
        {"users.session", &S::user_session, text, R"("beadle-session")", 0, 0, "", "beadled", false, "0.1",
         "Account of beadle-session when started as root."},
        {"users.inspect", &S::user_inspect, text, R"("beadle-inspect")", 0, 0, "", "beadled", false, "0.1",
         "Account of beadle-inspect and its workers when started as root."},
        {"users.record", &S::user_record, text, R"("beadle-record")", 0, 0, "", "beadled", false, "0.1",
         "Account of beadle-record when started as root."},
        {"users.mail", &S::user_mail, text, R"("beadle-mail")", 0, 0, "", "beadled", false, "0.1",
         "Account of beadle-mail when started as root."},
        {"users.console", &S::user_console, text, R"("beadle-console")", 0, 0, "", "beadled", false, "0.1",
         "Account of beadle-console when started as root."},
        {"log.level", &S::log_level, text, R"("information")", 0, 0, "", "beadled session inspect record mail", false,
         "0.1", "The least that is logged: debug, information, warning or error."},
    };
}

std::vector<SettingRow> all_rows() {
    std::vector<SettingRow> out;
    for (auto rows : {session_rows, inspect_rows, file_rows, kept_rows, mail_rows, record_rows, notice_rows, system_rows})
        for (const SettingRow& row : rows()) out.push_back(row);
    return out;
}

}  // namespace

const std::vector<SettingRow>& setting_table() {
    static const std::vector<SettingRow> table = all_rows();
    return table;
}

}  // namespace beadle

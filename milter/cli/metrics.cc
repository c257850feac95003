// beadle metrics (figures for Prometheus, by text exposition) and beadle doctor (the same, as sentences).
#include <fcntl.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <cerrno>
#include <cmath>
#include <cstdio>

#include "base/clock.h"
#include "base/text.h"
#include "cli/admin.h"
#include "cli/commands.h"
#include "cli/files.h"
#include "cli/value.h"
#include "settings/setting_checks.h"
#include "settings/signature_files.h"

namespace beadle::cli {
namespace {

constexpr std::int64_t a_minute = 60'000, an_hour = 60 * a_minute, a_day = 24 * an_hour;
constexpr double old_signatures = 7 * 86'400.0;

std::string label_value(const std::string& s) {
    return replace_all(replace_all(printable(s, 100), "\\", "\\\\"), "\"", "\\\"");
}

std::string number(double n) {
    char out[40];
    std::snprintf(out, sizeof out, n == std::floor(n) && std::fabs(n) < 1e15 ? "%.0f" : "%.6f", n);
    return out;
}

struct Exposition {
    std::string text;
    void head(const char* name, const char* type, const char* help) {
        text += std::string("# HELP ") + name + " " + help + "\n# TYPE " + name + " " + type + "\n";
    }
    void one(const std::string& name, double value, const std::string& labels = "") {
        text += name + (labels.empty() ? "" : "{" + labels + "}") + " " + number(value) + "\n";
    }
    void gauge(const char* name, const char* help, double value) {
        head(name, "gauge", help);
        one(name, value);
    }
};

// What both speak of: the gateway's status, the records' figures.
struct Seen {
    Value gateway, records, figures;
    std::string problem;
};
Seen look(const Settings& settings) {
    Seen out;
    const auto gateway = ask_status(settings);
    if (!gateway) out.problem = gateway.failure().what;
    if (gateway)
        if (auto v = Value::parse(gateway->json)) out.gateway = std::move(*v);
    for (const auto& [verb, to] : {std::pair{"status", &out.records}, std::pair{"figures", &out.figures}}) {
        const auto answer = ask_records(settings, verb, "{}");
        if (!answer && out.problem.empty()) out.problem = answer.failure().what;
        if (answer && !answer->lines.empty())
            if (auto v = Value::parse(answer->lines.front())) *to = std::move(*v);
    }
    return out;
}

void put_records(const Seen& seen, Exposition& out) {
    const Value &r = seen.records, &f = seen.figures;
    out.head("beadle_decisions_total", "counter", "Verdicts recorded, by what was done.");
    for (const auto& [outcome, n] : f["outcomes"].fields()) out.one("beadle_decisions_total", n.number(), "outcome=\"" + label_value(outcome) + "\"");
    out.gauge("beadle_events", "Number of the last event.", r["events"].number());
    out.head("beadle_kept_messages", "gauge", "Kept messages that are not decided, by state.");
    for (const char* state : {"pending", "held", "superseded"}) out.one("beadle_kept_messages", r[state].number(), std::string("state=\"") + state + "\"");
    out.gauge("beadle_oldest_held_seconds", "How long the oldest kept message waits for a decision.", f["oldest_held_seconds"].number());
    out.gauge("beadle_releases_under_way", "Releases that are being sent.", r["releases_under_way"].number());
    out.gauge("beadle_notices_waiting", "Notices that are not sent yet.", r["notices_waiting"].number());
    out.head("beadle_transactions_total", "counter", "Commits since beadle-record began.");
    out.one("beadle_transactions_total", r["transactions"].number());
    out.head("beadle_refused_total", "counter", "Requests that the store could not carry out since beadle-record began.");
    out.one("beadle_refused_total", r["refused"].number());
    out.gauge("beadle_commit_seconds", "What the last commit of the records took.", f["commit_seconds"].number());
    out.gauge("beadle_last_event_seconds", "Seconds since the last event.", f["last_event_seconds"].number());
    out.gauge("beadle_last_backup_seconds", "Seconds since the last backup; -1: there was none.", f["last_backup_seconds"].number());
    out.head("beadle_inspected_total", "counter", "Messages of the last day, by whether all of them could be looked into.");
    out.one("beadle_inspected_total", f["complete"].number(), "coverage=\"complete\"");
    out.one("beadle_inspected_total", f["incomplete"].number(), "coverage=\"partial\"");
    out.head("beadle_judging_seconds", "gauge", "What judging took, of the last thousand verdicts.");
    for (const char* quantile : {"0.5", "0.95", "0.99"}) out.one("beadle_judging_seconds", f["judging"][quantile].number(), std::string("quantile=\"") + quantile + "\"");
    out.head("beadle_events_out_lag", "gauge", "Events not yet written to journal, syslog or file.");
    for (const auto& [place, n] : f["events_out_lag"].fields()) out.one("beadle_events_out_lag", n.number(), "place=\"" + label_value(place) + "\"");
}

void put_processes(const Seen& seen, Exposition& out) {
    out.gauge("beadle_up", "1: beadled and the records answer.", seen.problem.empty() ? 1 : 0);
    out.gauge("beadle_generation", "Generation of the settings that is served.", seen.gateway["generation"].number());
    out.head("beadle_process_serving", "gauge", "1: the process serves.");
    for (const auto& p : seen.gateway["processes"].items())
        out.one("beadle_process_serving", p["stage"].raw() == "serving" ? 1 : 0, "process=\"" + label_value(p["name"].raw()) + "\"");
}

// Seconds since the newest database of malware was made; -1 = there is none to be seen.
double signatures_age(const Settings& settings) {
    const Milliseconds made = signatures_made(settings.signatures_malware);
    return made == 0 ? -1 : std::max(0.0, static_cast<double>(system_clock().wall() - made) / 1000);
}

std::string ago(double seconds) {
    if (seconds < 0) return "never";
    if (seconds < 120) return number(std::floor(seconds)) + " seconds ago";
    if (seconds < 7200) return number(std::floor(seconds / 60)) + " minutes ago";
    if (seconds < 172'800) return number(std::floor(seconds / 3600)) + " hours ago";
    return number(std::floor(seconds / 86'400)) + " days ago";
}

struct Doctor {
    std::string text;
    bool well = true;
    void say(bool good, const std::string& sentence, const std::string& advice = "") {
        well = well && good;
        text += (good ? "ok    " : "LOOK  ") + sentence + (good || advice.empty() ? "" : " " + advice) + "\n";
    }
};

double free_share(const std::string& folder) {
    struct statvfs s {};
    if (::statvfs(folder.c_str(), &s) != 0 || s.f_blocks == 0) return -1;
    return static_cast<double>(s.f_bavail) / static_cast<double>(s.f_blocks);
}

void see_disk(const Settings& settings, Doctor& d) {
    std::vector<std::string> folders = {settings.session_spool};
    if (settings.store_url.starts_with("sqlite://")) folders.push_back(settings.store_url.substr(9, settings.store_url.rfind('/') - 9));
    for (const auto& folder : folders) {
        const double left = free_share(folder);
        if (left < 0 && errno == ENOENT)
            d.say(false, "The folder " + folder + " is not there.", "What needs it is put off with 451 or 452: make it again for the account that owned it, or restart Beadle.");
        if (left >= 0)
            d.say(left > 0.1, number(std::floor(left * 100)) + " % of the disk of " + folder + " is free.", "Make room: when it is full, mail is put off with 451 and nothing is lost.");
    }
}

void see_socket(const Settings& settings, Doctor& d) {
    if (!settings.session_socket.starts_with("unix:")) return;
    const std::string path = settings.session_socket.substr(5);
    if (::access(path.c_str(), F_OK) != 0 && errno == ENOENT)
        d.say(false, "The socket " + path + " is gone: the mail server cannot reach Beadle and puts all mail off with 451.", "Restart Beadle: systemctl restart beadle.");
}

void see_records(const Seen& seen, Doctor& d) {
    const Value &r = seen.records, &f = seen.figures;
    const double notices = r["notices_waiting"].number(), backup = f["last_backup_seconds"].number(), last = f["last_mail_seconds"].number();
    const std::string problem = r["last_problem"].text(300);
    d.say(problem.empty(), problem.empty() ? "The records take what they are given." : "The records had a problem: " + problem + ".", "See journalctl -u beadle.");
    d.say(notices < 100, number(notices) + " notices wait to be sent.", "Is the mail server's listener at mail.submit there?");
    d.say(r["pending"].number() < 100, number(r["pending"].number()) + " kept messages are pending, " + number(r["held"].number()) + " wait for a decision.",
          "So many pending ones: the mail server may not hear Beadle's answers.");
    d.say(backup >= 0 && backup < 2 * 86'400, "Last backup: " + ago(backup) + ".", "Make one a day: beadle backup FILE.");
    d.say(last >= 0 && last < 86'400, "Last mail: " + ago(last) + ".", "Does the mail server ask Beadle? See smtpd_milters (Postfix) or INPUT_MAIL_FILTER (Sendmail).");
    for (const auto& [place, n] : f["events_out_lag"].fields())
        d.say(n.number() < 1000, number(n.number()) + " events wait to go to " + printable(place, 20) + ".", "Can beadle-record write there?");
}

}  // namespace

int metrics(const Arguments& a) {
    const auto settings = settings_for(a);
    if (!settings) return misconfigured;
    const Seen seen = look(*settings);
    Exposition out;
    put_processes(seen, out);
    put_records(seen, out);
    out.gauge("beadle_signatures_age_seconds", "Age of the newest malware database; -1: none can be seen.", signatures_age(*settings));
    if (a.file.empty()) {
        print(out.text);
    } else if (!replace_file(a.file, out.text)) {
        return complain(unreachable, "cannot write " + a.file);
    }
    return seen.problem.empty() ? 0 : complain(unreachable, printable(seen.problem, 500));
}

int doctor(const Arguments& a) {
    const auto settings = settings_for(a);
    if (!settings) return misconfigured;
    const Seen seen = look(*settings);
    Doctor d;
    d.say(seen.problem.empty(), seen.problem.empty() ? "beadled and the records answer." : printable(seen.problem, 500));
    for (const auto& p : seen.gateway["processes"].items())
        d.say(p["stage"].raw() == "serving", p["name"].text(60) + " is " + p["stage"].text(40) + ".", "It is started again by itself; journalctl -u beadle says why it ended.");
    if (seen.problem.empty()) see_records(seen, d);
    const double age = signatures_age(*settings);
    d.say(age >= 0 && age < old_signatures, "The malware signatures were made " + ago(age) + ".", "Is freshclam running? New malware is not known.");
    see_socket(*settings, d);
    if (const auto problem = seen.gateway["signatures_problem"].text(600); !problem.empty())
        d.say(false, "New malware signatures cannot be loaded, those loaded before serve on: " + problem, "Run freshclam again, or take the broken file away.");
    for (const auto& dead : dead_relays(*settings)) d.say(false, "In the settings, " + dead.message + ".");
    see_disk(*settings, d);
    if (a.json) {
        std::string lines;
        for (const auto& line : split(d.text, '\n'))
            if (line.size() > 6) lines += json_object({{"version", "1"}, {"good", line.starts_with("ok") ? "true" : "false"}, {"words", json_text(line.substr(6))}}) + "\n";
        print(lines);
    } else {
        print(d.text);
    }
    return !seen.problem.empty() ? unreachable : d.well ? 0 : 1;
}

}  // namespace beadle::cli

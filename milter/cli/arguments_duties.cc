#include "cli/arguments_duties.h"

#include <CLI/CLI.hpp>

namespace beadle::cli {
namespace {

CLI::App* group(CLI::App& parent, const char* name, const char* help) {
    CLI::App* app = parent.add_subcommand(name, help);
    app->require_subcommand(1);
    app->fallthrough();
    return app;
}

CLI::App* leaf(CLI::App& parent, Arguments& a, Command command, const char* verb, const char* help,
               const char* example) {
    CLI::App* app = parent.add_subcommand(verb, help);
    app->fallthrough();
    app->footer(std::string("\nExample:\n  ") + example);
    app->callback([&a, command, verb] { a.command = command, a.verb = verb; });
    return app;
}

void incident(CLI::App& app, Arguments& a) {
    auto* g =
        group(app, "incident", "breaches of personal data, and what may be one: register, 72-hour clock, evidence");
    const auto one = [&](const char* verb, const char* help, const char* example) {
        return leaf(*g, a, Command::incident, verb, help, example);
    };
    const auto number = [&](CLI::App* c) {
        c->add_option("INCIDENT", a.number, "its number")->type_name("")->required();
    };
    const auto reason = [&](CLI::App* c, const char* help) {
        return c->add_option("--reason", a.reason, help)->type_name("TEXT");
    };
    auto* c = one("open", "open one by hand",
                  "beadle incident open --about 7k2m-9xdq --what \"Payroll sent to the wrong person\"");
    c->add_option("--what", a.what, "what happened, in a sentence")->type_name("TEXT")->required();
    c->add_option("--about", a.about, "a kept message or the number of an event")->type_name("CASE|EVENT");
    c->add_option("--aware", a.aware, "when you became aware of it (UTC); now unless said")->type_name("TIME");
    c = one("list", "those that are open, with the hours left", "beadle incident list --state all");
    c->add_option("--state", a.state, "open unless said")->check(CLI::IsMember({"open", "closed", "all"}));
    number(one("show", "its register entry, evidence and notes", "beadle incident show 2026-0003"));
    c = one("set", "fill in the register",
            "beadle incident set 2026-0003 effects=\"None: the recipient deleted it unread\"");
    number(c);
    c->add_option("FIELD=TEXT", a.changes, "what to set; aware=TIME moves the clock and needs --reason")
        ->type_name("")
        ->required();
    reason(c, "why; kept in the records");
    c = one("note", "add a note", "beadle incident note 2026-0003 --text \"Telephoned the recipient\"");
    number(c);
    c->add_option("--text", a.text, "the note")->type_name("TEXT")->required();
    number(one("close", "close it when the register is complete", "beadle incident close 2026-0003"));
    c = one("reopen", "open it again", "beadle incident reopen 2026-0003 --reason \"A second copy was found\"");
    number(c);
    reason(c, "why; kept in the records")->required();
    number(one("who", "who received what, who else got the same files, what else these senders sent",
               "beadle incident who 2026-0003"));
    c = one("export", "a folder of evidence for the Monitoring Officer or for personnel",
            "beadle incident export 2026-0003 --to /srv/evidence/2026-0003");
    number(c);
    c->add_option("--to", a.into, "a folder that is not there yet")->type_name("FOLDER")->required();
    c->add_option("--for", a.for_whom, "who gets it; kept in the records")->type_name("TEXT");
}

void suspend(CLI::App& app, Arguments& a) {
    auto* g = group(app, "suspend", "stop a member's mail to addresses outside the council for a while");
    const auto one = [&](const char* verb, const char* help, const char* example) {
        return leaf(*g, a, Command::suspend, verb, help, example);
    };
    const auto address = [&](CLI::App* c) {
        c->add_option("ADDRESS", a.address, "their mailbox")->type_name("")->required();
    };
    auto* c = one("add", "ask for it; a second person approves",
                  "beadle suspend add a.smith@council.example --until 2026-12-01 --reason \"Account taken over\"");
    address(c);
    c->add_option("--reason", a.reason, "why; kept in the records and told to the member")
        ->type_name("TEXT")
        ->required();
    c->add_option("--until", a.until, "the last day, or a time (UTC)")->type_name("TIME")->required();
    address(one("approve", "approve what somebody else asked for", "beadle suspend approve a.smith@council.example"));
    c = one("lift", "end it now, or withdraw what was asked for",
            "beadle suspend lift a.smith@council.example --reason \"Password changed\"");
    address(c);
    c->add_option("--reason", a.reason, "why; kept in the records and told to the member")
        ->type_name("TEXT")
        ->required();
    c = one("list", "what is suspended or waits for approval", "beadle suspend list");
    c->add_flag("--all", a.all, "those that have ended too");
}

void report(CLI::App& app, Arguments& a) {
    auto* c =
        leaf(app, a, Command::report, "report", "what the filter did in a month or a year, by clause of the policy",
             "beadle report --year 2026 --format html > meeting-pack.html");
    auto* month = c->add_option("--month", a.month, "a month, like 2026-10")->type_name("MONTH");
    c->add_option("--year", a.year, "a year, like 2026")->type_name("YEAR")->excludes(month);
    c->add_flag("--access", a.access, "instead: who looked at, revealed or exported the content of messages");
}

void acknowledge(CLI::App& app, Arguments& a) {
    auto* g = group(app, "acknowledge", "who has been told that mail is monitored, and has said so");
    auto* c = leaf(*g, a, Command::acknowledge, "list", "each member: when, or not yet", "beadle acknowledge list");
    c->add_option("--version", a.version, "of which notice; the policy's date of adoption unless said")
        ->type_name("VERSION");
    c = leaf(*g, a, Command::acknowledge, "record", "note that a member has acknowledged the notice",
             "beadle acknowledge record a.smith@council.example --date 2026-05-14");
    c->add_option("ADDRESS", a.address, "their mailbox")->type_name("")->required();
    c->add_option("--version", a.version, "of which notice; the policy's date of adoption unless said")
        ->type_name("VERSION");
    c->add_option("--date", a.on_day, "when; today unless said")->type_name("DATE");
}

}  // namespace

void add_duties(CLI::App& app, Arguments& a) {
    incident(app, a);
    suspend(app, a);
    report(app, a);
    acknowledge(app, a);
}

}  // namespace beadle::cli

#include "cli/arguments_matters.h"

#include <CLI/CLI.hpp>

namespace beadle::cli {
namespace {

class Matters {
  public:
    explicit Matters(Arguments& arguments) : a_(arguments) {}
    void hold(CLI::App& app);
    void retention(CLI::App& app);
    void request(CLI::App& app);

  private:
    CLI::App* group(CLI::App& app, const char* name, const char* help);
    CLI::App* leaf(CLI::App& parent, const char* verb, const char* name, const char* help, const char* example);
    CLI::Option* word(CLI::App* c, const char* option, const char* key, const char* help, const char* type = "TEXT");
    void words(CLI::App* c, const char* option, const char* key, const char* help, const char* type = "TEXT");
    void flag(CLI::App* c, const char* option, const char* key, const char* help);
    void id(CLI::App* c, const char* type, const char* help);
    void on(CLI::App* c);
    void open(CLI::App& requests);
    void clock(CLI::App& requests);
    void set(CLI::App& requests);
    Arguments& a_;
};

CLI::App* Matters::group(CLI::App& app, const char* name, const char* help) {
    CLI::App* out = app.add_subcommand(name, help);
    out->require_subcommand(1);
    out->fallthrough();
    return out;
}

CLI::App* Matters::leaf(CLI::App& parent, const char* verb, const char* name, const char* help, const char* example) {
    CLI::App* c = parent.add_subcommand(name, help);
    c->fallthrough();
    c->footer(std::string("\nExample:\n  ") + example);
    c->callback([&a = a_, verb] {
        a.command = Command::records;
        a.verb = verb;
    });
    return c;
}

CLI::Option* Matters::word(CLI::App* c, const char* option, const char* key, const char* help, const char* type) {
    return c->add_option(option, a_.texts[key], help)->type_name(type);
}
void Matters::words(CLI::App* c, const char* option, const char* key, const char* help, const char* type) {
    c->add_option(option, a_.lists[key], help)->allow_extra_args(false)->type_name(type);
}
void Matters::flag(CLI::App* c, const char* option, const char* key, const char* help) { c->add_flag(option, a_.flags[key], help); }
void Matters::id(CLI::App* c, const char* type, const char* help) { word(c, type, "id", help, "")->required(); }
void Matters::on(CLI::App* c) { word(c, "--on", "on", "the day it happened; today unless said", "DAY"); }

void Matters::hold(CLI::App& app) {
    auto* g = group(app, "hold", "legal holds: what may not be destroyed, whatever the schedule says");
    auto* add = leaf(*g, "hold.add", "add", "place a hold on what is kept and what comes",
                     "beadle hold add --case \"tribunal 2026/14\" --reason \"grievance\" --person a.smith@towcester-tc.gov.uk --from 2026-01-01");
    word(add, "--case", "case", "the matter it is for")->required();
    word(add, "--reason", "reason", "why; kept in the records")->required();
    words(add, "--person", "people", "an address, or @domain; one of several is enough; may be repeated", "ADDRESS");
    words(add, "--term", "terms", "stands in an address, the subject, the name of an attachment or the text; one of several is enough; may be repeated");
    word(add, "--from", "from", "first day", "DAY");
    word(add, "--to", "to", "last day", "DAY");
    word(add, "--review", "review", "day on which to look whether it is still needed", "DAY");
    auto* list = leaf(*g, "hold.list", "list", "the holds in force", "beadle hold list");
    word(list, "--state", "state", "in-force, lifted or all", "STATE")->check(CLI::IsMember({"in-force", "lifted", "all"}));
    id(leaf(*g, "hold.show", "show", "one hold, what it is on now, and its history", "beadle hold show H-3"), "HOLD", "H-1, H-2, …");
    auto* lift = leaf(*g, "hold.lift", "lift", "end a hold; two persons have to ask for it", "beadle hold lift H-3 --reason \"claim settled\"");
    id(lift, "HOLD", "H-1, H-2, …");
    word(lift, "--reason", "reason", "why; kept in the records")->required();
}

void Matters::retention(CLI::App& app) {
    auto* g = group(app, "retention", "the council's retention schedule: what is due, what was destroyed");
    auto* due = leaf(*g, "retention.due", "due", "what is due for destruction, class by class, and what holds stop", "beadle retention due");
    word(due, "--class", "class", "only this class", "CLASS");
    auto* run = leaf(*g, "retention.run", "run", "destroy what is due in a class after review; leaves a certificate", "beadle retention run --class journal");
    word(run, "--class", "class", "the class", "CLASS")->required();
    run->add_flag("--dry-run", a_.dry_run, "list what it would take, and destroy nothing");
    leaf(*g, "retention.schedule", "schedule", "the classes as they count, and changes that wait for two persons", "beadle retention schedule");
    auto* approve = leaf(*g, "retention.approve", "approve", "agree that a shorter period reaches what is kept already; two persons have to", "beadle retention approve journal");
    word(approve, "CLASS", "class", "the class", "")->required();
    auto* all = leaf(*g, "retention.certificates", "certificates", "all runs of destruction", "beadle retention certificates");
    word(all, "--class", "class", "only this class", "CLASS");
    id(leaf(*g, "retention.certificate", "certificate", "one certificate, to print", "beadle retention certificate D-7"), "RUN", "D-1, D-2, …");
}

void Matters::open(CLI::App& g) {
    auto* c = leaf(g, "request.open", "open", "a request came: its clock starts and its hold is placed",
                   "beadle request open --kind sar --name \"R. Ident\" --identifier r.ident@example.org --received 2026-11-20 --id-needed");
    word(c, "--kind", "kind", "sar, foi, eir, complaint, dp-complaint", "KIND")->required()->check(CLI::IsMember({"sar", "foi", "eir", "complaint", "dp-complaint"}));
    word(c, "--name", "name", "who asks")->required();
    word(c, "--contact", "contact", "where the answer goes");
    words(c, "--identifier", "identifiers", "a name, an address or a word by which it is found and held; may be repeated");
    word(c, "--received", "received", "the day it came", "DAY")->required();
    flag(c, "--id-needed", "id_needed", "subject access: the clock waits until identity is shown");
    auto* list = leaf(g, "request.list", "list", "open requests and their clocks", "beadle request list");
    word(list, "--state", "state", "open, closed, erased or all", "STATE")->check(CLI::IsMember({"open", "closed", "erased", "all"}));
    id(leaf(g, "request.show", "show", "one request: clock, searches, review set, history", "beadle request show R-3"), "REQUEST", "R-1, R-2, …");
}

void Matters::clock(CLI::App& g) {
    struct Step {
        const char *verb, *name, *help, *example;
        bool reason, fee;
    };
    static constexpr Step steps[] = {
        {"request.pause", "pause", "clarification (or a fee) was asked for: the clock stops", "beadle request pause R-3 --reason \"which years?\"", true, true},
        {"request.resume", "resume", "what was asked for came: the clock goes on", "beadle request resume R-3", false, false},
        {"request.id-shown", "id-shown", "identity was shown: the clock starts", "beadle request id-shown R-3 --on 2026-11-20", false, false},
        {"request.extend", "extend", "the requester was told that it takes longer, and why", "beadle request extend R-3 --reason \"many messages\"", true, false},
        {"request.acknowledge", "acknowledge", "receipt was acknowledged", "beadle request acknowledge R-3", false, false},
        {"request.note", "note", "write something into its file", "beadle request note R-3 --reason \"telephoned\"", true, false},
    };
    for (const auto& s : steps) {
        auto* c = leaf(g, s.verb, s.name, s.help, s.example);
        id(c, "REQUEST", "R-1, R-2, …");
        auto* reason = word(c, "--reason", "reason", "kept in its file");
        if (s.reason) reason->required();
        if (s.fee) flag(c, "--fee", "fee", "it waits for a fee, not for a clarification");
        on(c);
    }
}

void Matters::set(CLI::App& g) {
    auto* search = leaf(g, "request.search", "search", "look for messages; terms and hits are kept as proof, new ones go into the review set",
                        "beadle request search R-3 --term \"north field\" --mailbox clerk@towcester-tc.gov.uk --since 2026-01-01");
    id(search, "REQUEST", "R-1, R-2, …");
    words(search, "--term", "terms", "stands in an address, the subject or the name of an attachment; may be repeated");
    words(search, "--mailbox", "mailboxes", "sender or recipient, or @domain; may be repeated", "ADDRESS");
    words(search, "--exclude", "exclude", "what bears this too is left out, and counted; may be repeated");
    flag(search, "--content", "content", "look in the text of the copies that are kept too; each reading is recorded");
    word(search, "--since", "since", "first day", "DAY");
    word(search, "--until", "until", "last day", "DAY");
    auto* review = leaf(g, "request.review", "review", "decide what becomes of one message of the review set",
                        "beadle request review R-3 --item 4 redact --string \"J. Other\" --reason \"third party\"");
    id(review, "REQUEST", "R-1, R-2, …");
    review->add_option("--item", a_.item, "its number in beadle request show")->type_name("N")->required()->check(CLI::Range(1, 1000000));
    word(review, "DECISION", "decision", "include, exclude, redact, third-party, privileged, casework", "")
        ->required()->check(CLI::IsMember({"include", "exclude", "redact", "third-party", "privileged", "casework"}));
    word(review, "--reason", "reason", "why; needed for all but include");
    words(review, "--string", "strings", "redact: what is taken out, wherever it stands; may be repeated");
    auto* pack = leaf(g, "request.show", "pack", "write what goes out into a folder: messages, index, manifest, search record, draft letter",
                      "beadle request pack R-3 --to /srv/requests/R-3");
    id(pack, "REQUEST", "R-1, R-2, …");
    pack->add_option("--to", a_.folder, "a new folder")->type_name("FOLDER")->required();
    pack->callback([&a = a_] { a.command = Command::request_pack; });
    auto* close = leaf(g, "request.close", "close", "it was answered; two persons close it, and its hold ends", "beadle request close R-3 --outcome \"sent in full\"");
    id(close, "REQUEST", "R-1, R-2, …");
    word(close, "--outcome", "reason", "how it ended")->required();
}

void Matters::request(CLI::App& app) {
    auto* g = group(app, "request", "requests for information and complaints: clocks, searches, what goes out");
    open(*g);
    clock(*g);
    set(*g);
}

}  // namespace

void add_matters(CLI::App& app, Arguments& arguments) {
    Matters matters(arguments);
    matters.hold(app);
    matters.retention(app);
    matters.request(app);
}

}  // namespace beadle::cli

#include "cli/arguments.h"

#include <CLI/CLI.hpp>

#include <algorithm>

#include "base/text.h"
#include "cli/arguments_duties.h"
#include "cli/arguments_matters.h"

namespace beadle::cli {
namespace {

constexpr const char* about =
    "The command line of Beadle, the council's mail gateway filter.\n"
    "It answers three questions: what would happen to this message (inspect, evaluate, policy, signatures),\n"
    "what has happened (quarantine, events), what is kept for how long (hold, retention, request) and is all well (status).";

constexpr const char* exit_codes =
    "\nExit codes: 0 done, nothing found; 1 done, something found or refused; 2 wrong command line;\n"
    "3 settings, policy or patterns are wrong; 4 daemon or records not reachable, try again.\n"
    "JSON is described in FORMATS.md, everything else in beadle(1).";

std::optional<Direction> direction_named(const std::string& word) {
    for (const auto d : {Direction::internal, Direction::inbound, Direction::outbound})
        if (word == name(d)) return d;
    return std::nullopt;
}

class Builder {
  public:
    explicit Builder(Arguments& arguments) : a_(arguments) {}
    void build(CLI::App& app);

  private:
    CLI::App* group(CLI::App& parent, const char* name, const char* help);
    CLI::App* leaf(CLI::App& parent, const char* name, const char* help, Command command, const char* example);
    void inspect(CLI::App& app);
    void evaluate(CLI::App& app);
    void replay(CLI::App& policies);
    void versions(CLI::App& policies);
    void envelope(CLI::App* command);
    void policy(CLI::App& app);
    void directory(CLI::App& app);
    void quarantine(CLI::App& app);
    void users(CLI::App& app);
    void events(CLI::App& app);
    void keeping(CLI::App& app);
    void service(CLI::App& app);
    void journal(CLI::App& app);
    void persons(CLI::App* command);
    void filters(CLI::App* command);
    void cases(CLI::App* command);
    void why(CLI::App* command, bool needed);
    Arguments& a_;
};

CLI::App* Builder::group(CLI::App& parent, const char* name, const char* help) {
    CLI::App* app = parent.add_subcommand(name, help);
    app->require_subcommand(1);
    app->fallthrough();
    return app;
}

CLI::App* Builder::leaf(CLI::App& parent, const char* name, const char* help, Command command, const char* example) {
    CLI::App* app = parent.add_subcommand(name, help);
    app->fallthrough();
    app->footer(std::string("\nExample:\n  ") + example);
    app->callback([this, command] { a_.command = command; });
    return app;
}

// Who is said to have sent the messages to whom.
void Builder::envelope(CLI::App* c) {
    c->add_option("--direction", "take it for mail from outside (inbound) or from the council's own people")
        ->check(CLI::IsMember({"inbound", "outbound", "internal"}))
        ->each([this](const std::string& word) { a_.direction = direction_named(word); });
    c->add_option("--from", a_.from, "envelope sender; without it the From field")->type_name("ADDRESS");
    c->add_option("--to", a_.to, "envelope recipient, may be repeated; without it To and Cc")
        ->allow_extra_args(false)
        ->type_name("ADDRESS");
}

void Builder::inspect(CLI::App& app) {
    auto* c = leaf(app, "inspect", "what would happen to a message, and why (needs no running daemon)", Command::inspect,
                   "beadle inspect --from clerk@towcester-tc.gov.uk --to resident@example.org letter.eml");
    c->add_option("MESSAGE", a_.messages, "message files (.eml), or - for standard input")->type_name("")->required();
    c->add_option("--policy", a_.policy, "another policy: its name in the policies folder, or a file")->type_name("NAME|FILE");
    envelope(c);
}

void Builder::evaluate(CLI::App& app) {
    auto* c = leaf(app, "evaluate", "how well are the patterns and the policy: a folder of messages of which it is known what is in them",
                   Command::evaluate, "beadle evaluate --kinds kinds.json labelled");
    c->add_option("FOLDER", a_.folder, "folder with labels.jsonl and the messages it names (FORMATS.md)")->type_name("")->required();
    c->add_option("--kinds", a_.kinds, "JSON object: the labels' kinds to lists of ours, where they have other names")->type_name("FILE");
    c->add_option("--domain", a_.domains, "a domain that is the council's own in these messages, may be repeated")
        ->allow_extra_args(false)
        ->type_name("DOMAIN");
    c->add_option("--policy", a_.policy, "another policy: its name in the policies folder, or a file")->type_name("NAME|FILE");
    c->add_option("--signatures", a_.signatures, "another folder of patterns and words")->type_name("FOLDER");
}

void Builder::replay(CLI::App& policies) {
    auto* c = leaf(policies, "replay", "what a draft of the policy or of the signatures would do otherwise to these messages",
                   Command::policy_replay, "beadle policy replay --draft next.toml /srv/mail/sent-in-october");
    c->add_option("MESSAGE|FOLDER", a_.messages, "message files, or folders of them")->type_name("");
    c->add_flag("--stored", a_.stored, "the messages that the records keep, read by view workers; logged");
    c->add_option("--since", a_.since, "of the stored ones, those from this day or time (UTC) on")->type_name("TIME");
    c->add_flag("--held", a_.of_held, "of the stored ones, those that were kept back");
    c->add_flag("--journal", a_.of_journal, "of the stored ones, those of the journal");
    c->add_option("--reason", a_.reason, "why stored messages are read; kept in the records")->type_name("TEXT");
    c->add_option("--draft", a_.draft, "the draft: a policy's name in the policies folder, or a file")->type_name("NAME|FILE");
    c->add_option("--signatures", a_.signatures, "a draft folder of patterns and words")->type_name("FOLDER");
    c->add_option("--policy", a_.policy, "compare with this policy, not the running one")->type_name("NAME|FILE");
    envelope(c);
}

// The policy as persons change it: proposed, adopted, restored.
void Builder::versions(CLI::App& policies) {
    const auto minute = [&](CLI::App* c) {
        c->add_option("--minute", a_.minute, "reference of the minute or decision")->type_name("TEXT");
    };
    leaf(policies, "versions", "the versions that were proposed, who adopted which, and what serves", Command::policy_versions,
         "beadle policy versions");
    auto* show = leaf(policies, "show", "the text of a version", Command::policy_show, "beadle policy show 3");
    show->add_option("VERSION", a_.version, "its number, \"file\" or \"current\"")->type_name("")->required();
    auto* propose = leaf(policies, "propose", "check a policy and keep it as a new version; nothing else changes until it is adopted",
                         Command::policy_propose, "beadle policy propose next.toml --reason \"Rule 8 watches until March\" --minute 2026/41");
    propose->add_option("FILE", a_.file, "the policy, or - for standard input")->type_name("")->required();
    propose->add_flag("--adopt", a_.adopt, "and adopt it at once");
    why(propose, true);
    minute(propose);
    auto* adopt = leaf(policies, "adopt", "make a version serve, an earlier one again too; \"file\" is the policy file of the settings",
                       Command::policy_adopt, "beadle policy adopt 3 --reason \"Full Council 12 May 2026\" --minute 7");
    adopt->add_option("VERSION", a_.version, "its number, or \"file\"")->type_name("")->required();
    why(adopt, true);
    minute(adopt);
}

void Builder::policy(CLI::App& app) {
    auto* p = group(app, "policy", "the council's rules: are they well written, what do they say");
    auto* check = leaf(*p, "check", "read the settings, the policy and the directory and tell everything that is wrong",
                       Command::policy_check, "beadle policy check --policy towcester");
    check->add_option("--policy", a_.policy, "another policy: its name in the policies folder, or a file")->type_name("NAME|FILE");
    auto* explain = leaf(*p, "explain", "the rules in plain words", Command::policy_explain,
                         "beadle policy explain sensitive-in-clear");
    explain->add_option("RULE", a_.rules, "only these rules")->type_name("");
    explain->add_option("--policy", a_.policy, "another policy: its name in the policies folder, or a file")->type_name("NAME|FILE");
    replay(*p);
    versions(*p);
    auto* s = group(app, "signatures", "the patterns that recognise personal data and malware");
    leaf(*s, "check", "load every pattern, run its samples, and try it on text that is made to hurt it", Command::signatures_check,
         "beadle signatures check");
}

void Builder::directory(CLI::App& app) {
    auto* d = group(app, "directory", "who belongs to the council");
    auto* import = leaf(*d, "import", "people of an export (Microsoft 365's CSV, other CSV, LDIF), or where the mail server sends mail on",
                        Command::directory_import, "beadle directory import users.csv");
    import->add_option("FILE", a_.messages, "the export; with --from-mta main.cf, the output of postconf -n, alias files")
        ->type_name("")
        ->required();
    import->add_flag("--from-mta", a_.from_mta, "the files are the mail server's: take delivers_to from them");
    import->add_flag("--apply", a_.apply, "do what is shown; without it nothing is changed");
    import->add_flag("--keep-missing", a_.keep_missing, "who is not in the list stays as they are, and is not made former");
    leaf(*d, "check", "what is wrong or due in the directory: terms, agreements, trainings, mail sent on outside",
         Command::directory_check, "beadle directory check");
    leaf(*d, "list", "everybody in it", Command::directory_list, "beadle directory list --format json");
}

void Builder::persons(CLI::App* c) {
    c->add_option("--sender", a_.sender, "a part of the envelope sender")->type_name("TEXT");
    c->add_option("--recipient", a_.recipient, "a part of an envelope recipient")->type_name("TEXT");
    c->add_option("--since", a_.since, "from this day or time (UTC) on: 2026-11-21, 2026-11-21T19:35")->type_name("TIME");
    c->add_option("--limit", a_.limit, "at most so many, newest first (100)")->check(CLI::Range(1, 10000))->type_name("N");
}

void Builder::cases(CLI::App* c) { c->add_option("CASE", a_.cases, "case references")->type_name("")->required(); }
void Builder::why(CLI::App* c, bool needed) {
    auto* reason = c->add_option("--reason", a_.reason, "why; kept in the records")->type_name("TEXT");
    if (needed) reason->required();
}

// What kept copies are found by.
void Builder::filters(CLI::App* c) {
    persons(c);
    c->add_option("--until", a_.until, "up to this day or time (UTC)")->type_name("TIME");
    c->add_option("--direction", a_.about_direction, "which way it was going")
        ->check(CLI::IsMember({"inbound", "outbound", "internal"}));
    c->add_option("--text", a_.text, "anywhere: subject, people, file names, Message-ID, case reference")->type_name("TEXT");
    c->add_flag("--attachment", a_.with_attachment, "only those with an attachment");
    c->add_option("--sort", a_.sort, "newest first unless said")->check(CLI::IsMember({"newest", "oldest", "largest", "sender"}));
    c->add_flag("--count", a_.count_only, "only how many there are");
}

void Builder::quarantine(CLI::App& app) {
    auto* q = group(app, "quarantine", "messages that were kept back");
    auto* list = leaf(*q, "list", "what is waiting for a decision", Command::quarantine_list, "beadle quarantine list --since 2026-11-01");
    list->add_option("--state", a_.state, "those that wait for a decision unless said")
        ->check(CLI::IsMember({"pending", "held", "superseded", "discarding", "returned", "released", "discarded", "expired",
                               "void", "all"}));
    list->add_option("--reason", a_.reason, "kept back as")->check(CLI::IsMember({"quarantine", "refused", "ask"}));
    list->add_option("--rule", a_.rule, "a rule that keeps it back")->type_name("ID");
    list->add_option("--kind", a_.kind, "a kind of finding: nhs-number, malware, …")->type_name("KIND");
    filters(list);
    auto* show = leaf(*q, "show", "one case: envelope, rules, what was seen (masked), what was done", Command::quarantine_show,
                      "beadle quarantine show 7k2m-9xdq");
    cases(show);
    show->add_flag("--content", a_.content, "the message itself, as text that is safe here; needs --reason, and the records note who read it");
    show->add_option("--part", a_.part, "only this entity of it: 1.2")->type_name("PART");
    show->add_flag("--reveal", a_.reveal, "with what was found unmasked");
    why(show, false);
    auto* release = leaf(*q, "release", "deliver it after all, once, to all or some of its recipients", Command::quarantine_release,
                         "beadle quarantine release 7k2m-9xdq --reason \"agreed with the sender by telephone\"");
    cases(release);
    release->add_option("--to", a_.to, "only to this recipient of the message, may be repeated")
        ->allow_extra_args(false)
        ->type_name("ADDRESS");
    release->add_option("--instead", a_.instead, "OLD=NEW: to another address instead of that recipient, may be repeated")
        ->allow_extra_args(false)
        ->type_name("OLD=NEW");
    release->add_option("--allow-sender-days", a_.allow_days, "and let the same rule pass from this sender to these people for so long")
        ->check(CLI::Range(1, 365))
        ->type_name("DAYS");
    why(release, false);
    auto* discard = leaf(*q, "discard", "never deliver it; the case stays in the records, the message is destroyed soon",
                         Command::quarantine_discard, "beadle quarantine discard 7k2m-9xdq --reason \"sender sent it again protected\"");
    cases(discard);
    why(discard, true);
    cases(leaf(*q, "undo", "take back a discard, as long as the message is there", Command::quarantine_undo,
               "beadle quarantine undo 7k2m-9xdq"));
    auto* back = leaf(*q, "return", "send it back to its sender, one of the council's own, with a note", Command::quarantine_return,
                      "beadle quarantine return 7k2m-9xdq --note \"Please take out the column with NI numbers.\"");
    cases(back);
    back->add_option("--note", a_.note, "what the sender is told")->type_name("TEXT")->required();
    auto* take = leaf(*q, "export", "the message as it came, as a file; the records note who took it and why", Command::quarantine_export,
                      "beadle quarantine export 7k2m-9xdq --to evidence.eml --reason \"for the Monitoring Officer\"");
    cases(take);
    take->add_option("--to", a_.to_file, "the file to write; it must not be there yet")->type_name("FILE")->required();
    why(take, true);
    auto* x = group(app, "exception", "what a person has let pass for a time, beside the policy's own exceptions");
    leaf(*x, "list", "those that are in force", Command::exception_list, "beadle exception list");
    auto* end = leaf(*x, "end", "end one now", Command::exception_end, "beadle exception end 4hx2-p8wm");
    cases(end);
    why(end, false);
}

void Builder::journal(CLI::App& app) {
    auto* j = group(app, "journal", "accepted messages that a rule keeps a copy of");
    auto* list = leaf(*j, "list", "find them by people, subject, dates, file names", Command::journal_list,
                      "beadle journal list --recipient planning@ --since 2026-10-01");
    filters(list);
    auto* show = leaf(*j, "show", "one of them", Command::journal_show, "beadle journal show 7k2m-9xdq");
    cases(show);
    show->add_flag("--content", a_.content, "the message itself, as text that is safe here; needs --reason, and the records note who read it");
    show->add_option("--part", a_.part, "only this entity of it: 1.2")->type_name("PART");
    show->add_flag("--reveal", a_.reveal, "with what was found unmasked");
    why(show, false);
    auto* take = leaf(*j, "export", "the message as it went, as a file", Command::journal_export,
                      "beadle journal export 7k2m-9xdq --to letter.eml --reason \"request 2026/14\"");
    cases(take);
    take->add_option("--to", a_.to_file, "the file to write; it must not be there yet")->type_name("FILE")->required();
    why(take, true);
    auto* search = leaf(*j, "search", "read the content of what is kept for words; logged, ends with Ctrl-C", Command::journal_search,
                        "beadle journal search --content footpath --case SAR-2026-3 --reason \"subject access\"");
    search->add_option("--content", a_.words, "a word or phrase, may be repeated")->allow_extra_args(false)->type_name("WORDS")->required();
    search->add_option("--case", a_.case_reference, "the request or case it is read for")->type_name("REF")->required();
    search->add_flag("--held", a_.of_held, "what is kept back, not the journal");
    filters(search);
    why(search, true);
}

void Builder::users(CLI::App& app) {
    auto* u = group(app, "user", "who may sign in to the console");
    const auto name = [this](CLI::App* c) { c->add_option("NAME", a_.user, "the name to sign in with")->type_name("")->required(); };
    auto* add = leaf(*u, "add", "let somebody in: prints a link to set up the account, once", Command::user_add,
                     "beadle user add jane.clerk --role clerk --mail clerk@council.example");
    name(add);
    add->add_option("--role", a_.role, "clerk, deputy, rfo, admin, auditor, chair, contractor or member")
        ->check(CLI::IsMember({"clerk", "deputy", "rfo", "admin", "auditor", "chair", "contractor", "member"}))
        ->required();
    add->add_option("--mail", a_.mail, "the person's address")->type_name("ADDRESS")->required();
    add->add_option("--until", a_.until, "the last day of the account, like 2026-12-24; a contractor needs one")->type_name("DAY");
    leaf(*u, "list", "every account, its role and state", Command::user_list, "beadle user list");
    name(leaf(*u, "remove", "end an account and all its sessions", Command::user_remove, "beadle user remove jane.clerk"));
    name(leaf(*u, "reset", "a new link: password, phone and recovery codes are set up anew", Command::user_reset,
              "beadle user reset jane.clerk"));
}

// Of a verdict first, then of what came after it (FORMATS.md, "events search"); a refused request has the verb, which bears a dot.
std::string outcome_problem(const std::string& word) {
    static const std::vector<std::string> of_verdicts = {"accepted", "flagged", "rejected", "quarantined", "asked", "split", "answer", "deferred"};
    static const std::vector<std::string> of_others = {
        "separate", "sent", "stopped", "unclear", "no-reason", "already", "expired", "not-theirs", "suspended", "released", "partly-released",
        "not-released", "tried-again", "may-arrive-twice", "late-reply", "failed", "bounced", "rule", "hand", "report", "approved",
        "new", "changed", "waits", "going", "clerk", "deputy", "rfo", "admin", "auditor", "chair", "contractor", "member"};
    std::vector<std::string> all = of_verdicts;
    all.insert(all.end(), of_others.begin(), of_others.end());
    if (std::find(all.begin(), all.end(), word) != all.end() || word.find('.') != std::string::npos) return "";
    const std::string meant = nearest(word, all);
    if (meant.empty() && word.find_first_of(" -") != std::string::npos) return "";  // some kinds bear a reason in words
    return "no event has the outcome \"" + printable(word, 60) + "\"" + (meant.empty() ? "" : " (did you mean \"" + meant + "\"?)") +
           "; of verdicts there are " + join(of_verdicts, ", ") + "; of other events " + join(of_others, ", ");
}

void Builder::events(CLI::App& app) {
    auto* e = group(app, "events", "everything that was decided or done, in order, and unaltered");
    auto* search = leaf(*e, "search", "find what became of a message", Command::events_search,
                        "beadle events search --recipient resident@example.org --since 2026-11-20");
    persons(search);
    search->add_option("--until", a_.until, "up to this day or time (UTC)")->type_name("TIME");
    search->add_option("--text", a_.text, "anywhere: subject, Message-ID, case reference, rule")->type_name("TEXT");
    search->add_option("--queue-id", a_.queue_id, "the mail server's name for the message")->type_name("ID");
    search->add_option("--rule", a_.rule, "a rule that matched")->type_name("ID");
    search->add_option("--outcome", a_.outcome, "accepted, flagged, rejected, quarantined, asked, split, answer, deferred; and of other kinds of events theirs")
        ->check(CLI::Validator([](const std::string& word) { return outcome_problem(word); }, ""))
        ->type_name("WORD");
    search->add_option("--kind", a_.kind, "the kind of event: verdict, released, discarded, …")->type_name("WORD");
    auto* verify = leaf(*e, "verify", "check that nothing in the records was altered, removed, put in or put back", Command::events_verify,
                        "beadle events verify --head \"mx1 4711 5f0c…\"");
    verify->add_option("--head", a_.heads, "a head that was noted elsewhere, as the notice of the day has it; may be repeated")
        ->allow_extra_args(false)
        ->type_name("\"GATEWAY NUMBER MAC\"");
    auto* show = leaf(*e, "show", "what became of one message, in order and in plain words: by Beadle, and by the mail server after",
                      Command::events_show, "beadle events show 4bKxyz12345");
    show->add_option("ID", a_.queue_id, "queue id, number of an event, or case reference")->type_name("")->required();
    auto* out = leaf(*e, "export", "all events of a time, oldest first, for another system or a spreadsheet", Command::events_export,
                     "beadle events export --since 2026-11-01 --as csv > november.csv");
    out->add_option("--since", a_.since, "from this day or time (UTC), or 7d, 12h before now")->type_name("TIME");
    out->add_option("--until", a_.until, "up to this day or time (UTC)")->type_name("TIME");
    out->add_option("--as", a_.export_format, "json (as search has them), ecs (Elastic Common Schema) or csv")
        ->type_name("")
        ->check(CLI::IsMember({"json", "ecs", "csv"}));
}

void Builder::keeping(CLI::App& app) {
    auto* save = leaf(app, "backup", "all records into one sealed file, while mail goes on", Command::backup,
                      "beadle backup /srv/backup/beadle-2026-11-22");
    save->add_option("TO", a_.file, "the file to make; it must not be there")->type_name("")->required();
    save->add_flag("--with-keys", a_.with_keys, "put the council's keys in too, sealed under the passphrase");
    save->add_option("--passphrase-file", a_.passphrase_file, "file with the passphrase for the keys")->type_name("FILE");
    auto* back = leaf(app, "restore", "records from a backup into a store that is empty; Beadle must not run", Command::restore,
                      "beadle restore /srv/backup/beadle-2026-11-22");
    back->add_option("FROM", a_.file, "a file that beadle backup made")->type_name("")->required();
    back->add_option("--ledger", a_.ledgers, "a list of what was destroyed since; may be repeated")->allow_extra_args(false)->type_name("FILE");
    back->add_option("--passphrase-file", a_.passphrase_file, "file with the passphrase of the keys in it")->type_name("FILE");
    auto* figures = leaf(app, "metrics", "figures for Prometheus", Command::metrics, "beadle metrics --to /var/lib/node_exporter/beadle.prom");
    figures->add_option("--to", a_.file, "write them to this file, whole or not at all")->type_name("FILE");
    leaf(app, "doctor", "is all well, and what to do where it is not", Command::doctor, "beadle doctor");
}

void Builder::service(CLI::App& app) {
    leaf(app, "status", "is all well: processes, generation, work that waits", Command::status, "beadle status");
    auto* reload = leaf(app, "reload", "take up changed settings, policy, directory and patterns; a bad file changes nothing",
                        Command::reload, "beadle policy check && beadle reload");
    reload->add_flag("--restart", a_.restart, "also replace every process, after an upgrade of the programs");
    auto* s = group(app, "settings", "the settings file");
    auto* explain = leaf(*s, "explain", "every setting, its default, its value here and what it is for", Command::settings_explain,
         "beadle settings explain");
    explain->add_flag("--toml", a_.as_file, "print a settings file with every default, as config/beadle.toml is");
}

void Builder::build(CLI::App& app) {
    app.require_subcommand(1);
    app.add_option("--config", a_.config, "settings file (/etc/beadle/beadle.toml)")->type_name("FILE")->envname("BEADLE_CONFIG");
    app.add_option("--format", "text or json (one object a line); of a report html and csv too")
        ->type_name("")
        ->check(CLI::IsMember({"text", "json", "html", "csv"}))
        ->each([this](const std::string& word) { a_.json = word == "json", a_.format = word; });
    app.set_version_flag("--version", "beadle " BEADLE_VERSION);
    app.set_help_all_flag("--help-all", "this, and the help of every command");
    app.footer(exit_codes);
    inspect(app);
    evaluate(app);
    policy(app);
    directory(app);
    quarantine(app);
    users(app);
    journal(app);
    events(app);
    add_duties(app, a_);
    add_matters(app, a_);
    keeping(app);
    service(app);
}

std::vector<std::string> commands_of(const CLI::App& app) {
    std::vector<std::string> names;
    for (const auto* sub : app.get_subcommands({})) names.push_back(sub->get_name());
    return names;
}

const CLI::App* command_named(const CLI::App& app, const std::string& word) {
    for (const auto* sub : app.get_subcommands({}))
        if (sub->get_name() == word) return sub;
    return nullptr;
}

// The deepest command that was named, and the word after it that names none.
std::string usage_error(const CLI::App& app, const CLI::ParseError& error, int argc, const char* const* argv) {
    const CLI::App* at = &app;
    std::string path = "beadle", wrong;
    for (int i = 1; i < argc && wrong.empty(); ++i) {
        const std::string word = argv[i];
        if (word == "--config" || word == "--format") ++i;
        if (word.starts_with("-")) continue;
        const CLI::App* next = command_named(*at, word);
        if (next == nullptr) {
            if (!commands_of(*at).empty()) wrong = word;
            break;
        }
        at = next;
        path += " " + word;
    }
    if (wrong.empty()) return printable(error.what(), 800) + ". See: " + path + " --help\n";
    const std::string meant = nearest(wrong, commands_of(*at));
    return "\"" + printable(wrong, 60) + "\" is no command of " + path + (meant.empty() ? "" : " (did you mean \"" + meant + "\"?)") +
           ". It has: " + join(commands_of(*at), ", ") + "\n";
}

}  // namespace

Parsed parse_arguments(int argc, const char* const* argv) {
    Arguments arguments;
    CLI::App app(about, "beadle");
    try {
        Builder builder(arguments);
        builder.build(app);
        try {
            app.parse(argc, argv);
        } catch (const CLI::CallForHelp&) {
            const CLI::App* asked = &app;
            while (!asked->get_subcommands().empty()) asked = asked->get_subcommands().front();
            return {std::nullopt, asked == &app ? app.help() : asked->help("beadle" + [&] {
                        std::string path;
                        for (const CLI::App* up = asked->get_parent(); up != nullptr && up != &app; up = up->get_parent())
                            path = " " + up->get_name() + path;
                        return path;
                    }()), 0};
        } catch (const CLI::CallForAllHelp&) {
            return {std::nullopt, app.help("", CLI::AppFormatMode::All), 0};
        } catch (const CLI::CallForVersion& version) {
            return {std::nullopt, std::string(version.what()) + "\n", 0};
        } catch (const CLI::ParseError& error) {
            return {std::nullopt, usage_error(app, error, argc, argv), 2};
        }
    } catch (const std::exception& error) {
        return {std::nullopt, std::string("the command line could not be read: ") + printable(error.what()) + "\n", 2};
    }
    if (arguments.command != Command::report && (arguments.format == "html" || arguments.format == "csv"))
        return {std::nullopt, "only a report can be written as html or csv. See: beadle report --help\n", 2};
    return {arguments, "", 0};
}

}  // namespace beadle::cli

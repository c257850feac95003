#include "cli/arguments.h"

#include <CLI/CLI.hpp>

#include "base/text.h"
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
    void envelope(CLI::App* command);
    void policy(CLI::App& app);
    void directory(CLI::App& app);
    void quarantine(CLI::App& app);
    void events(CLI::App& app);
    void service(CLI::App& app);
    void persons(CLI::App* command);
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
    c->add_option("MESSAGE|FOLDER", a_.messages, "message files, or folders of them; messages that Beadle keeps are not read yet")
        ->type_name("")
        ->required();
    c->add_option("--draft", a_.draft, "the draft: a policy's name in the policies folder, or a file")->type_name("NAME|FILE");
    c->add_option("--signatures", a_.signatures, "a draft folder of patterns and words")->type_name("FOLDER");
    c->add_option("--policy", a_.policy, "compare with this policy, not the running one")->type_name("NAME|FILE");
    envelope(c);
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

void Builder::quarantine(CLI::App& app) {
    auto* q = group(app, "quarantine", "messages that were kept back");
    auto* list = leaf(*q, "list", "what is waiting for a decision", Command::quarantine_list, "beadle quarantine list --since 2026-11-01");
    list->add_option("--state", a_.state, "those that wait for a decision unless said")
        ->check(CLI::IsMember({"pending", "held", "superseded", "released", "discarded", "expired", "void", "all"}));
    persons(list);
    auto* show = leaf(*q, "show", "one case: envelope, rules, what was seen (masked), what was done", Command::quarantine_show,
                      "beadle quarantine show 7k2m-9xdq");
    show->add_option("CASE", a_.cases, "case references")->type_name("")->required();
    auto* release = leaf(*q, "release", "deliver it after all, once, to all or some of its recipients", Command::quarantine_release,
                         "beadle quarantine release 7k2m-9xdq --reason \"agreed with the sender by telephone\"");
    release->add_option("CASE", a_.cases, "case references")->type_name("")->required();
    release->add_option("--to", a_.to, "only to this recipient of the message, may be repeated")
        ->allow_extra_args(false)
        ->type_name("ADDRESS");
    release->add_option("--reason", a_.reason, "why; kept in the records")->type_name("TEXT");
    auto* discard = leaf(*q, "discard", "never deliver it; the case stays in the records", Command::quarantine_discard,
                         "beadle quarantine discard 7k2m-9xdq --reason \"sender sent it again protected\"");
    discard->add_option("CASE", a_.cases, "case references")->type_name("")->required();
    discard->add_option("--reason", a_.reason, "why; kept in the records")->type_name("TEXT")->required();
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
    search->add_option("--outcome", a_.outcome, "accepted, flagged, rejected, quarantined, split, deferred")->type_name("WORD");
    search->add_option("--kind", a_.kind, "the kind of event: verdict, released, discarded, …")->type_name("WORD");
    leaf(*e, "verify", "check that no event was altered, removed or put in", Command::events_verify, "beadle events verify");
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
    app.add_option("--format", "text or json (one object a line)")
        ->type_name("")
        ->check(CLI::IsMember({"text", "json"}))
        ->each([this](const std::string& word) { a_.json = word == "json"; });
    app.set_version_flag("--version", "beadle " BEADLE_VERSION);
    app.set_help_all_flag("--help-all", "this, and the help of every command");
    app.footer(exit_codes);
    inspect(app);
    evaluate(app);
    policy(app);
    directory(app);
    quarantine(app);
    events(app);
    add_matters(app, a_);
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
    if (wrong.empty()) return printable(error.what(), 400) + ". See: " + path + " --help\n";
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
    return {arguments, "", 0};
}

}  // namespace beadle::cli

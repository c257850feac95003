// beadle directory import, check and list.
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>

#include <fmt/core.h>

#include "base/london.h"
#include "base/owned.h"
#include "base/text.h"
#include "cli/commands.h"
#include "cli/council.h"
#include "cli/directory_changes.h"
#include "cli/value.h"
#include "people/direction.h"

namespace beadle::cli {
namespace {

constexpr std::size_t largest_list = 4u << 20;
constexpr std::size_t soon_days = 60;

std::string today() { return london_time(system_clock().wall()).today; }

void print_change(const DirectoryChange& c, bool as_json, const Look& look) {
    if (as_json) {
        print(json_object({{"version", "1"},
                           {"change", json_text(name(c.kind))},
                           {"mailbox", json_text(c.mailbox)},
                           {"name", json_text(c.name)},
                           {"field", json_text(c.field)},
                           {"was", json_text(c.was)},
                           {"now", json_text(c.now)},
                           {"values", json_texts(c.values)}}) +
              "\n");
        return;
    }
    const std::string who = printable(c.mailbox, 200) + (c.name.empty() ? "" : " (" + printable(c.name, 100) + ")");
    const std::string was = c.was.empty() ? "" : printable(c.was, 400) + " -> ",
                      now = c.now.empty() ? "nothing" : printable(c.now, 1000);
    switch (c.kind) {
        case ChangeKind::added:
            print(paint(look, Ink::green, "+ ") + who + ": " + now + "\n");
            break;
        case ChangeKind::gone:
            print(paint(look, Ink::red, "- ") + who + ": not in the list; " + was + "former\n");
            break;
        case ChangeKind::changed:
            print(paint(look, Ink::yellow, "~ ") + who + ": " + c.field + ": " +
                  (c.field == "delivers_to" ? was : "more: ") + now + "\n");
            break;
        case ChangeKind::outside:
            print(paint(look, Ink::red, "! OUTSIDE: ") + who + " is sent on out of the council to " + now + "\n");
            break;
        case ChangeKind::told:
            print("  " + who + ": " + c.field + ": " + was + now + "\n");
            break;
    }
}

// Beside the old file, durable, then in its place: a reader sees the one or the other.
Status replace_file(const std::string& path, const std::string& octets) {
    const auto failed = [&](const char* what) {
        return fail(FailureKind::unavailable, path, std::string(what) + "; the directory is unchanged");
    };
    struct stat about {};
    if (::stat(path.c_str(), &about) != 0) return failed("it cannot be read");
    const std::string beside = path + ".new";
    const Descriptor fd(
        ::open(beside.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, about.st_mode & 0777));
    if (!fd) return failed("no file can be written beside it");
    for (std::size_t at = 0; at < octets.size();) {
        const ssize_t n = ::write(fd.get(), octets.data() + at, octets.size() - at);
        if (n < 0 && errno == EINTR) continue;
        if (n <= 0) return ::unlink(beside.c_str()), failed("it could not be written whole");
        at += static_cast<std::size_t>(n);
    }
    const bool kept = ::fchmod(fd.get(), about.st_mode & 07777) == 0 &&
                      (::fchown(fd.get(), about.st_uid, about.st_gid) == 0 || ::geteuid() != 0);
    if (!kept || ::fsync(fd.get()) != 0 || ::rename(beside.c_str(), path.c_str()) != 0)
        return ::unlink(beside.c_str()), failed("it could not be put in place");
    return Done{};
}

// The changed text must read as well as the old one did.
Status checked(const Council& council, const std::string& text) {
    Bundle bundle = council.bundle;
    for (auto& f : bundle.files)
        if (f.role == BundleRole::directory) f.octets = text;
    const auto read = Directory::read(bundle, council.policy.domains);
    if (read.diagnostics.empty()) return Done{};
    return fail(FailureKind::malformed, council.settings.policy_directory,
                "the changes would make it wrong (" + printable(beadle::text(read.diagnostics.front()), 600) +
                    "); the directory is unchanged");
}

struct Counts {
    std::size_t added = 0, changed = 0, gone = 0, outside = 0;
    bool any() const { return added + changed + gone != 0; }
};
Counts counted(const std::vector<DirectoryChange>& changes) {
    Counts n;
    for (const auto& c : changes) {
        n.added += c.kind == ChangeKind::added;
        n.changed += c.kind == ChangeKind::changed;
        n.gone += c.kind == ChangeKind::gone;
        n.outside += c.kind == ChangeKind::outside;
    }
    return n;
}

void print_summary(const Arguments& arguments, const Counts& n, bool applied, const std::string& file) {
    if (arguments.json) {
        print(json_object({{"version", "1"},
                           {"applied", applied ? "true" : "false"},
                           {"added", std::to_string(n.added)},
                           {"changed", std::to_string(n.changed)},
                           {"gone", std::to_string(n.gone)},
                           {"outside", std::to_string(n.outside)}}) +
              "\n");
        return;
    }
    const auto what = fmt::format("{} added, {} changed, {} gone", n.added, n.changed, n.gone);
    if (!n.any())
        print("The directory says the same; nothing is changed.\n");
    else if (applied)
        print(what + ": written to " + printable(file, 400) + ". Take it up with: beadle reload\n");
    else
        print(what + ". Nothing is changed yet; do it with --apply.\n");
}

int settle(const Arguments& arguments, const Council& council, const std::vector<DirectoryChange>& changes) {
    const auto n = counted(changes);
    const Look look = look_of_stdout();
    for (const auto& c : changes) print_change(c, arguments.json, look);
    const std::string& file = council.settings.policy_directory;
    bool applied = false;
    if (arguments.apply && n.any()) {
        if (n.gone > 0 && !arguments.keep_missing && 2 * n.gone > council.directory.members().size())
            return complain(
                found,
                "the list lacks more than half of the members; is it the whole export? Nothing is changed. With "
                "--keep-missing they stay as they are");
        DirectoryText text(council.bundle.first(BundleRole::directory)->octets);
        if (!apply(changes, arguments.keep_missing, text))
            return complain(found, "the directory could not be changed at every place; it is unchanged");
        if (auto good = checked(council, text.text()); !good) return complain(found, good.failure().what);
        if (auto written = replace_file(file, text.text()); !written)
            return complain(usage, written.failure().where + ": " + written.failure().what);
        applied = true;
    }
    print_summary(arguments, n, applied, file);
    return n.outside > 0 || (n.any() && !applied) ? found : done;
}

std::optional<Council> council_for(const Arguments& arguments, int& exit_code) {
    Council council = read_council(arguments.config, arguments.policy);
    if (council.good()) return council;
    if (!council.problem.empty())
        exit_code = complain(usage, council.problem);
    else
        print_diagnostics(arguments, council.diagnostics, "error"), exit_code = misconfigured;
    return std::nullopt;
}

void print_notes(const std::vector<std::string>& notes) {
    for (const auto& n : notes) complain(done, "note: " + printable(n, 400));
}

}  // namespace

int directory_import(const Arguments& arguments) {
    int exit_code = done;
    const auto council = council_for(arguments, exit_code);
    if (!council) return exit_code;
    if (arguments.from_mta) {
        AliasFiles files(
            [](const std::string& path) -> std::optional<std::string> {
                auto octets = read_octets(path, largest_list);
                return octets ? std::optional(std::move(*octets)) : std::nullopt;
            },
            council->policy.domains);
        for (const auto& f : arguments.messages) files.read(f);
        print_notes(files.notes());
        return settle(arguments, *council, forwarding_changes(council->directory, files, council->policy.domains));
    }
    PersonList list;
    if (arguments.messages.size() != 1)
        return complain(usage, "one list is imported at a time; alias files of a mail server take --from-mta");
    const auto octets = read_octets(arguments.messages.front(), largest_list);
    if (!octets) return complain(usage, octets.failure().what);
    list = read_person_list(*octets, council->policy.domains);
    if (!list.problem.empty()) return complain(usage, printable(arguments.messages.front(), 300) + ": " + list.problem);
    print_notes(list.notes);
    if (list.people.empty())
        return complain(found, "the list names nobody at a domain of the council; nothing is changed");
    return settle(arguments, *council, list_changes(council->directory, list, today()));
}

int directory_check(const Arguments& arguments) {
    int exit_code = done;
    const auto council = council_for(arguments, exit_code);
    if (!council) return exit_code;
    const std::string day = today(),
                      soon = london_time(system_clock().wall() + Milliseconds{soon_days} * 86'400'000).today;
    Diagnostics all;
    for (const auto& w : council->warnings)
        if (w.file == council->settings.policy_directory) all.push_back(w);
    const auto say = [&](const std::string& words) {
        all.push_back({council->settings.policy_directory, 0, 0, words, ""});
    };
    for (const auto& m : council->directory.members()) {
        if (m.role != MemberRole::former && m.role_on(day) == MemberRole::former)
            say(m.name + " is past the last day in office, " + m.until +
                ": give the role \"former\", and close the mailbox");
        else if (m.role != MemberRole::former && !m.until.empty() && m.until <= soon)
            say("the term of " + m.name + " ends on " + m.until);
        if (m.agreement_ended_on(day)) say("the agreement with " + m.name + " ended on " + m.agreement_until);
        for (const auto& to : m.delivers_to)
            if (!people::is_council(parse_address(to), council->policy.domains))
                say(m.mailbox + " is sent on out of the council to " + to);
        if (m.role != MemberRole::former && !m.trained.empty() &&
            m.trained < std::to_string(std::stoi(day) - 1) + day.substr(4))
            say(m.name + " was last trained on " + m.trained + ", more than a year ago");
    }
    for (const auto& p : council->directory.partners())
        if (p.ended_on(day)) say("the agreement with " + p.who() + " ended on " + p.agreement_until);
    print_diagnostics(arguments, all, "warning");
    if (arguments.json)
        print(json_object({{"version", "1"},
                           {"good", "true"},
                           {"members", std::to_string(council->directory.members().size())},
                           {"warnings", std::to_string(all.size())}}) +
              "\n");
    else if (all.empty())
        print(fmt::format("The directory names {} people and needs nothing.\n", council->directory.members().size()));
    return all.empty() ? done : found;
}

int directory_list(const Arguments& arguments) {
    int exit_code = done;
    const auto council = council_for(arguments, exit_code);
    if (!council) return exit_code;
    const std::string day = today();
    std::vector<std::vector<Cell>> rows;
    for (const auto& m : council->directory.members()) {
        const std::string role(name(m.role_on(day)));
        if (arguments.json) {
            print(json_object({{"version", "1"},
                               {"mailbox", json_text(m.mailbox)},
                               {"name", json_text(m.name)},
                               {"role", json_text(role)},
                               {"aliases", json_texts(m.aliases)},
                               {"delivers_to", json_texts(m.delivers_to)},
                               {"personal", json_texts(m.personal)},
                               {"household", json_texts(m.household)},
                               {"from", json_text(m.from)},
                               {"until", json_text(m.until)},
                               {"agreement_until", json_text(m.agreement_until)},
                               {"trained", json_text(m.trained)}}) +
                  "\n");
            continue;
        }
        const bool outside = std::any_of(m.delivers_to.begin(), m.delivers_to.end(), [&](const auto& to) {
            return !people::is_council(parse_address(to), council->policy.domains);
        });
        const std::string ends = m.agreement_until.empty() ? m.until : m.agreement_until;
        rows.push_back({{m.mailbox},
                        {printable(m.name, 100)},
                        {role, role == "former" ? Ink::faint : Ink::plain},
                        {ends},
                        {m.trained},
                        {outside ? "outside" : "", Ink::red}});
    }
    if (!arguments.json)
        print(table(look_of_stdout(), {"mailbox", "name", "role", "until", "trained", "sent on"}, rows));
    return done;
}

}  // namespace beadle::cli

#include "cli/directory_changes.h"

#include <algorithm>
#include <set>

#include "base/text.h"
#include "people/direction.h"
#include "people/names.h"

namespace beadle::cli {
namespace {

const Member* member_of(const Directory& directory, const Listed& p) {
    if (const auto* m = directory.by_council_address(parse_address(p.mailbox))) return m;
    for (const auto& a : p.aliases)
        if (const auto* m = directory.by_council_address(parse_address(a))) return m;
    return nullptr;
}

DirectoryChange about(const Member& m, ChangeKind kind, std::string field) {
    DirectoryChange c;
    c.kind = kind;
    c.mailbox = m.mailbox;
    c.name = m.name;
    c.field = std::move(field);
    return c;
}

// The addresses of the list that the member does not have.
void more_addresses(const Directory& directory, const Member& m, const std::string& field,
                    const std::vector<std::string>& had, const std::vector<std::string>& given,
                    std::vector<DirectoryChange>& out) {
    DirectoryChange c = about(m, ChangeKind::changed, field);
    for (const auto& a : given) {
        const auto address = parse_address(a);
        const auto* owner =
            field == "aliases" ? directory.by_council_address(address) : directory.by_personal_address(address);
        if (owner && owner != &m) {
            DirectoryChange told = about(m, ChangeKind::told, field);
            told.now = a + " belongs to " + owner->mailbox + " in the directory: left there";
            out.push_back(std::move(told));
        } else if (!owner) {
            c.values.push_back(a);
        }
    }
    if (c.values.empty()) return;
    c.was = join(had, ", ");
    c.now = join(c.values, ", ");
    out.push_back(std::move(c));
}

void about_known(const Directory& directory, const Member& m, const Listed& p, const std::string& today,
                 std::vector<DirectoryChange>& out) {
    std::vector<std::string> council = p.aliases;
    council.insert(council.begin(), p.mailbox);
    more_addresses(directory, m, "aliases", m.aliases, council, out);
    more_addresses(directory, m, "personal", m.personal, p.personal, out);
    const auto tell = [&](const char* field, const std::string& was, const std::string& now) {
        DirectoryChange c = about(m, ChangeKind::told, field);
        c.was = was;
        c.now = now;
        out.push_back(std::move(c));
    };
    if (!ascii_iequal(p.name, m.name) && !people::bears_name(m.name, p.name)) tell("name", m.name, p.name);
    if (!p.role.empty() && p.role != name(m.role) && m.role != MemberRole::former)
        tell("role", std::string(name(m.role)), p.role);
    if (p.blocked && m.role_on(today) != MemberRole::former)
        tell("log-in", "", "is blocked in the list: has this member left, or is it a shared mailbox?");
}

DirectoryChange addition(const Listed& p) {
    DirectoryChange c;
    c.kind = ChangeKind::added;
    c.mailbox = p.mailbox;
    c.name = p.name;
    c.person = p;
    c.now = p.role.empty() ? "officer (the list does not say: put it right)" : p.role;
    if (!p.aliases.empty()) c.now += "; aliases " + join(p.aliases, ", ");
    if (p.blocked) c.now += "; the log-in is blocked";
    return c;
}

std::vector<std::pair<std::string, std::string>> keys_of(const Listed& p) {
    std::vector<std::pair<std::string, std::string>> keys = {{"mailbox", toml_text(p.mailbox)}};
    if (!p.aliases.empty()) keys.emplace_back("aliases", toml_texts(p.aliases));
    keys.emplace_back("name", toml_text(p.name));
    keys.emplace_back("role", toml_text(p.role.empty() ? "officer" : p.role));
    if (!p.personal.empty()) keys.emplace_back("personal", toml_texts(p.personal));
    if (!p.delivers_to.empty()) keys.emplace_back("delivers_to", toml_texts(p.delivers_to));
    if (!p.from.empty()) keys.emplace_back("from", p.from);
    if (!p.until.empty()) keys.emplace_back("until", p.until);
    return keys;
}

// Of all the member's addresses together: what goes where, and what is run.
struct Ends {
    bool known = false;
    std::vector<std::string> to, programs;
};
Ends ends_of(const Member& m, const AliasFiles& files) {
    Ends out;
    std::vector<std::string> all = m.aliases;
    all.insert(all.begin(), m.mailbox);
    for (const auto& a : all) {
        const auto sent = files.sent_on(a);
        if (!sent) continue;
        out.known = true;
        for (const auto& to : sent->to) {
            const bool own = std::find(all.begin(), all.end(), to) != all.end();
            const std::string end = own ? m.mailbox : to;
            if (std::find(out.to.begin(), out.to.end(), end) == out.to.end()) out.to.push_back(end);
        }
        out.programs.insert(out.programs.end(), sent->programs.begin(), sent->programs.end());
    }
    if (out.to.size() == 1 && out.to.front() == m.mailbox) out.to.clear();  // not sent on at all
    std::sort(out.to.begin(), out.to.end());
    return out;
}

std::vector<std::string> outside_of(const std::vector<std::string>& addresses,
                                    const std::vector<std::string>& domains) {
    std::vector<std::string> out;
    for (const auto& a : addresses)
        if (!people::is_council(parse_address(a), domains)) out.push_back(a);
    return out;
}

void about_programs(const Ends& ends, DirectoryChange base, std::vector<DirectoryChange>& out) {
    for (const auto& p : ends.programs) {
        DirectoryChange c = base;
        c.kind = ChangeKind::told;
        c.field = "delivers_to";
        c.now = "mail is given to " + p + ": where it goes from there is not known here";
        out.push_back(std::move(c));
    }
}

}  // namespace

const char* name(ChangeKind kind) {
    switch (kind) {
        case ChangeKind::added:
            return "added";
        case ChangeKind::changed:
            return "changed";
        case ChangeKind::gone:
            return "gone";
        case ChangeKind::outside:
            return "outside";
        case ChangeKind::told:
            return "told";
    }
    return "told";
}

std::vector<DirectoryChange> list_changes(const Directory& directory, const PersonList& list,
                                          const std::string& today) {
    std::vector<DirectoryChange> out;
    std::set<const Member*> seen;
    std::vector<DirectoryChange> added;
    for (const auto& p : list.people) {
        const Member* m = member_of(directory, p);
        if (!m) {
            added.push_back(addition(p));
        } else {
            seen.insert(m);
            about_known(directory, *m, p, today, out);
        }
    }
    for (const auto& m : directory.members()) {
        if (seen.contains(&m) || m.role_on(today) == MemberRole::former) continue;
        DirectoryChange c = about(m, ChangeKind::gone, "role");
        c.was = std::string(name(m.role));
        c.now = "former";
        out.push_back(std::move(c));
    }
    out.insert(out.end(), added.begin(), added.end());
    return out;
}

std::vector<DirectoryChange> forwarding_changes(const Directory& directory, const AliasFiles& files,
                                                const std::vector<std::string>& council_domains) {
    std::vector<DirectoryChange> out;
    const auto tell_outside = [&](DirectoryChange c, const std::vector<std::string>& ends) {
        const auto outside = outside_of(ends, council_domains);
        if (outside.empty()) return;
        c.kind = ChangeKind::outside;
        c.field = "delivers_to";
        c.now = join(outside, ", ");
        c.values = outside;
        out.push_back(std::move(c));
    };
    for (const auto& m : directory.members()) {
        const auto ends = ends_of(m, files);
        about_programs(ends, about(m, ChangeKind::told, ""), out);
        if (!ends.known) continue;
        auto had = m.delivers_to;
        std::sort(had.begin(), had.end());
        if (had != ends.to) {
            DirectoryChange c = about(m, ChangeKind::changed, "delivers_to");
            c.was = join(m.delivers_to, ", ");
            c.now = join(ends.to, ", ");
            c.values = ends.to;
            out.push_back(std::move(c));
        }
        tell_outside(about(m, ChangeKind::outside, ""), ends.to);
    }
    for (const auto& a : files.council_addresses()) {
        if (directory.by_council_address(parse_address(a))) continue;
        const auto sent = files.sent_on(a);
        DirectoryChange c;
        c.mailbox = a;
        c.name = "in no member's entry";
        if (sent) tell_outside(c, sent->to);
        if (sent) about_programs({true, {}, sent->programs}, c, out);
    }
    return out;
}

bool apply(const std::vector<DirectoryChange>& changes, bool keep_missing, DirectoryText& text) {
    bool good = true;
    for (const auto& c : changes) {
        if (c.kind == ChangeKind::changed)
            good = (c.field == "delivers_to" ? text.set_list(c.mailbox, c.field, c.values)
                                             : text.add_to_list(c.mailbox, c.field, c.values)) &&
                   good;
        if (c.kind == ChangeKind::gone && !keep_missing) good = text.set_text(c.mailbox, "role", "former") && good;
        if (c.kind == ChangeKind::added) text.add_member(keys_of(c.person));
    }
    return good;
}

}  // namespace beadle::cli

#include "cli/alias_files.h"

#include <algorithm>

#include "base/text.h"
#include "mail/address.h"

namespace beadle::cli {
namespace {

constexpr std::size_t most_files = 200, most_entries = 100'000, most_ends = 1000, most_steps = 64;
constexpr int most_includes = 8;

bool is_settings(const std::vector<std::string>& lines) {
    return std::any_of(lines.begin(), lines.end(), [](const std::string& l) {
        const auto equals = l.find('=');
        if (equals == std::string::npos) return false;
        const auto name = trim(std::string_view(l).substr(0, equals));
        return name == "alias_maps" || name == "virtual_alias_maps" || name == "myhostname" ||
               name == "mydestination" || name == "virtual_alias_domains" || name == "alias_database";
    });
}

// "name: values" or "name : values", but not "address values".
bool is_aliases(const std::vector<std::string>& lines) {
    std::size_t colons = 0;
    for (const auto& l : lines) {
        const auto at = l.find_first_of(": \t");
        colons += at != std::string::npos && (l[at] == ':' || trim(std::string_view(l).substr(at)).starts_with(':'));
    }
    return colons * 2 > lines.size();
}

std::string folder_of(const std::string& path) {
    const auto slash = path.rfind('/');
    return slash == std::string::npos ? std::string(".") : path.substr(0, slash);
}

std::string folded_name(std::string_view name) {
    name = trim(name);
    std::string out(name);
    if (out.size() >= 2 && out.front() == '"' && out.back() == '"') out = out.substr(1, out.size() - 2);
    if (out.starts_with('\\')) out.erase(0, 1);
    if (out.find('@') == std::string::npos) return ascii_lower(out);
    return out.starts_with('@') ? '@' + fold_domain(out.substr(1)) : parse_address(out).folded();
}

}  // namespace

std::vector<std::string> logical_lines(std::string_view text) {
    std::vector<std::string> out;
    for (auto& raw : split(text, '\n')) {
        if (raw.ends_with('\r')) raw.pop_back();
        const auto plain = trim(raw);
        if (plain.empty() || plain.front() == '#') continue;
        const bool continues = (raw.front() == ' ' || raw.front() == '\t') && !out.empty();
        if (continues)
            out.back().append(" ").append(plain);
        else
            out.emplace_back(plain);
    }
    return out;
}

std::vector<std::string> alias_values(std::string_view text) {
    std::vector<std::string> out;
    std::string one;
    bool quoted = false;
    const auto end = [&] {
        const auto plain = std::string(trim(one));
        if (!plain.empty() && plain.front() != '#') out.push_back(plain);
        one.clear();
    };
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '"')
            quoted = !quoted;
        else if (text[i] == ',' && !quoted)
            end();
        else
            one += text[i];
    }
    end();
    return out;
}

AliasFiles::AliasFiles(FileReader reader, std::vector<std::string> council_domains) : reader_(std::move(reader)) {
    for (const auto& d : council_domains) domains_.push_back(fold_domain(d));
}

void AliasFiles::note(std::string words) {
    if (notes_.size() < 200 && std::find(notes_.begin(), notes_.end(), words) == notes_.end())
        notes_.push_back(std::move(words));
}

void AliasFiles::read(const std::string& path) {
    const auto text = reader_(path);
    if (!text) return note(path + " cannot be read");
    const auto lines = logical_lines(*text);
    if (is_settings(lines))
        settings(path, *text);
    else
        entries(path, *text, is_aliases(lines));
}

// "virtual_alias_maps = hash:$config_directory/virtual, ldap:x": what is text is read, the rest is said.
void AliasFiles::settings(const std::string& path, std::string_view text) {
    std::map<std::string, std::string> values = {{"config_directory", folder_of(path)}};
    for (const auto& line : logical_lines(text)) {
        const auto equals = line.find('=');
        if (equals != std::string::npos)
            values[std::string(trim(std::string_view(line).substr(0, equals)))] =
                std::string(trim(std::string_view(line).substr(equals + 1)));
    }
    const auto expanded = [&](std::string s) {
        for (int round = 0; round < 4 && s.size() < 100'000; ++round)
            for (const auto& [name, value] : values)
                if (s.find('$') != std::string::npos)
                    for (const auto& form : {"${" + name + "}", "$(" + name + ")", "$" + name})
                        s = replace_all(s, form, value);
        return s;
    };
    for (const auto& [name, local] : {std::pair("virtual_alias_maps", false), std::pair("alias_maps", true)}) {
        std::string tables = values.contains(name) ? expanded(values[name]) : "";
        if (!values.contains(name))
            note(path + " has no " + name + ": the default of the mail server is not looked at");
        std::replace_if(
            tables.begin(), tables.end(), [](char c) { return c == ',' || c == '\t'; }, ' ');
        for (const auto& table : split(tables, ' '))
            if (!table.empty()) table_of(table, folder_of(path), local);
    }
}

void AliasFiles::table_of(const std::string& table, const std::string& folder, bool local) {
    const auto colon = table.find(':');
    const std::string type = colon == std::string::npos ? "hash" : table.substr(0, colon);
    std::string path = colon == std::string::npos ? table : table.substr(colon + 1);
    const bool as_text =
        type == "hash" || type == "btree" || type == "lmdb" || type == "cdb" || type == "dbm" || type == "texthash";
    if (!as_text) return note(table + " is not a text file: what it sends on is not known here");
    auto text = reader_(path);
    if (!text) {  // files that were copied together for this
        path = folder + "/" + path.substr(path.rfind('/') == std::string::npos ? 0 : path.rfind('/') + 1);
        text = reader_(path);
    }
    if (!text) return note(table + " cannot be read: what it sends on is not known here");
    entries(path, *text, local);
}

void AliasFiles::entries(const std::string& path, std::string_view text, bool local) {
    if (read_.size() >= most_files || !read_.insert(path).second) return;
    for (const auto& line : logical_lines(text)) {
        if (++count_ > most_entries) return note(path + " has more than 100 000 entries: the rest is not looked at");
        std::size_t at = std::string::npos;
        if (line.front() == '"')
            at =
                line.find_first_of(local ? ":" : " \t", line.find('"', 1) == std::string::npos ? 0 : line.find('"', 1));
        else
            at = line.find_first_of(local ? ":" : " \t");
        if (at == std::string::npos) continue;
        put(folded_name(std::string_view(line).substr(0, at)), std::string_view(line).substr(at + 1), path);
    }
}

void AliasFiles::put(const std::string& key, std::string_view values, const std::string& path) {
    auto& list = map_[key];
    for (const auto& value : alias_values(values)) {
        if (ascii_istarts(value, ":include:")) {
            for (auto& one : included(std::string(trim(std::string_view(value).substr(9))), 0))
                list.push_back(std::move(one));
        } else if (ascii_istarts(value, "error:")) {
            continue;  // refuses the mail
        } else {
            list.push_back(value);
        }
    }
    if (key.starts_with('@')) note(path + ": " + key + " takes every address of that domain");
}

// A list of addresses, one or more a line; it may include others.
std::vector<std::string> AliasFiles::included(const std::string& path, int depth) {
    std::vector<std::string> out;
    const auto text = depth < most_includes ? reader_(path) : std::nullopt;
    if (!text) return note(path + ", a list that an alias includes, cannot be read"), out;
    for (const auto& line : split(*text, '\n')) {
        if (trim(line).starts_with('#')) continue;
        for (const auto& value : alias_values(trim(line))) {
            if (out.size() >= most_ends) return out;
            if (!ascii_istarts(value, ":include:"))
                out.push_back(value);
            else
                for (auto& one : included(std::string(trim(std::string_view(value).substr(9))), depth + 1))
                    out.push_back(std::move(one));
        }
    }
    return out;
}

// The whole address, then its domain's own entry, then, where the domain is ours, the local name: virtual tables come before
// aliases.
const std::vector<std::string>* AliasFiles::values_of(const std::string& name) const {
    if (const auto found = map_.find(name); found != map_.end()) return &found->second;
    const auto at = name.rfind('@');
    if (at == std::string::npos) return nullptr;
    if (const auto found = map_.find(name.substr(at)); found != map_.end()) return &found->second;
    if (std::find(domains_.begin(), domains_.end(), name.substr(at + 1)) == domains_.end()) return nullptr;
    const auto found = map_.find(name.substr(0, at));
    return found == map_.end() ? nullptr : &found->second;
}

void AliasFiles::follow(const std::string& name, SentOn& out, std::set<std::string>& seen) const {
    if (seen.size() >= most_steps || out.to.size() >= most_ends || !seen.insert(name).second) return;
    const auto* values = values_of(name);
    if (!values) {
        if (std::find(out.to.begin(), out.to.end(), name) == out.to.end()) out.to.push_back(name);
        return;
    }
    for (const auto& value : *values) {
        if (value.starts_with('|') || value.starts_with('/')) {
            out.programs.push_back(value);
            continue;
        }
        std::string next = folded_name(value);
        // "\a.smith", or the name itself: the mailbox keeps a copy.
        const bool local = next.find('@') == std::string::npos && name.starts_with(next + "@") && !map_.contains(next);
        const bool itself = value.starts_with('\\') || next == name || local;
        if (next.starts_with("@")) next = name.substr(0, name.rfind('@')) + next;
        if (next.starts_with("%1@")) next = name.substr(0, name.rfind('@')) + next.substr(2);
        if (itself && std::find(out.to.begin(), out.to.end(), name) == out.to.end()) out.to.push_back(name);
        if (!itself) follow(next, out, seen);
    }
}

std::vector<std::string> AliasFiles::council_addresses() const {
    std::vector<std::string> out;
    for (const auto& [key, values] : map_) {
        const auto at = key.rfind('@');
        if (at == 0) continue;
        if (at == std::string::npos) {
            for (const auto& d : domains_) out.push_back(key + "@" + d);
        } else if (std::find(domains_.begin(), domains_.end(), key.substr(at + 1)) != domains_.end()) {
            out.push_back(key);
        }
    }
    std::sort(out.begin(), out.end());
    out.erase(std::unique(out.begin(), out.end()), out.end());
    return out;
}

std::optional<SentOn> AliasFiles::sent_on(const std::string& address) const {
    const std::string name = parse_address(address).folded();
    if (!values_of(name)) return std::nullopt;
    SentOn out;
    std::set<std::string> seen;
    follow(name, out, seen);
    // A local name without an alias is a mailbox on the mail server itself: the address it belongs to keeps its mail.
    for (auto& to : out.to)
        if (to.find('@') == std::string::npos) to = name;
    std::sort(out.to.begin(), out.to.end());
    out.to.erase(std::unique(out.to.begin(), out.to.end()), out.to.end());
    return out;
}

}  // namespace beadle::cli

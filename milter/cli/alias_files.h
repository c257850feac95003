// alias_files.h — where the mail server sends council addresses on: Postfix's and Sendmail's alias files as text.
//
// Takes    files by name through a reader: Postfix's main.cf or the output of postconf -n (alias_maps and
// virtual_alias_maps of
//          hash:, btree:, lmdb:, cdb:, dbm: and texthash:), alias files ("name: values"), virtual and virtusertable
//          files
//          ("address values"). Which it is, is seen by its lines.
// Gives    for each address what it is sent on to, followed through aliases and :include: lists to their ends.
// Programs, files
//          and tables that cannot be read here are said in `notes`.
// Bounds   4 MiB a file, 200 files, 100 000 entries, 64 steps, 1000 ends of one address.
// Fails    a file that cannot be read is a note, never an end of mail: the address keeps what else is known of it.
// Runs in  cli. Never throws but std::bad_alloc.
// Source   aliases(5), virtual(5), postconf(5); Sendmail cf/README "virtusertable".
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace beadle::cli {

using FileReader = std::function<std::optional<std::string>(const std::string& path)>;

struct SentOn {
    std::vector<std::string> to;        // addresses, folded; the address itself when a copy stays
    std::vector<std::string> programs;  // "|/usr/bin/procmail", "/var/mail/file"
};

class AliasFiles {
  public:
    // council_domains: local names (aliases) are addresses at each of them.
    AliasFiles(FileReader reader, std::vector<std::string> council_domains);
    void read(const std::string& path);
    // Every address at a council domain that a file names.
    std::vector<std::string> council_addresses() const;
    std::optional<SentOn> sent_on(const std::string& address) const;  // nullopt = no file names it
    const std::vector<std::string>& notes() const { return notes_; }

  private:
    void settings(const std::string& path, std::string_view text);
    void table_of(const std::string& type_and_path, const std::string& folder, bool local);
    void entries(const std::string& path, std::string_view text, bool local);
    void put(const std::string& key, std::string_view values, const std::string& path);
    std::vector<std::string> included(const std::string& path, int depth);
    void follow(const std::string& name, SentOn& out, std::set<std::string>& seen) const;
    void note(std::string words);
    const std::vector<std::string>* values_of(const std::string& address) const;

    FileReader reader_;
    std::vector<std::string> domains_;
    std::map<std::string, std::vector<std::string>> map_;  // address or local name, lower case
    std::vector<std::string> notes_;
    std::set<std::string> read_;
    std::size_t count_ = 0;
};

// Lines of a mail server's file: comments gone, continuation lines joined.
std::vector<std::string> logical_lines(std::string_view text);
// "a, \"|prog x, y\", b" -> its parts.
std::vector<std::string> alias_values(std::string_view text);

}  // namespace beadle::cli

// directory_reader.h — the reader of directory.toml and its word files, for the files that make up its members.
//
// Takes    the sources one by one; council_domains to warn of addresses elsewhere.
// Gives    Directory::Read, with every fault at its place.
// Runs in  session, cli. Never throws but std::bad_alloc.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "base/strict_toml.h"
#include "base/text.h"
#include "people/directory.h"

namespace beadle {

inline std::string quoted(std::string_view s) { return '"' + printable(s, 100) + '"'; }
const std::vector<std::string>& role_words();

class DirectoryReader {
  public:
    explicit DirectoryReader(const std::vector<std::string>& council_domains) {
        for (const auto& d : council_domains) council_domains_.push_back(fold_domain(d));
    }
    void directory(const BundleFile& source);
    void webmail(const BundleFile& source);
    void nicknames(const BundleFile& source);
    void take(EnforcedTls::Read tls) {
        out().tls_ = std::move(tls.tls);
        std::move(tls.warnings.begin(), tls.warnings.end(), std::back_inserter(read.warnings));
    }
    void take(people::ThreatWords::Read words);
    void take(RecipientWords words) {
        for (const auto& id : words.missing())
            read.warnings.push_back(
                {"", 0, 0, "the list \"" + id + "\" is missing from the words of the signatures folder", ""});
        out().words_ = std::move(words);
    }
    void none(const std::string& file, const std::string& what) { read.diagnostics.push_back({file, 0, 0, what, ""}); }

    Directory::Read read;

  private:
    void member(StrictTable& table);
    void dates(StrictTable& table, Member& member);
    void partner(StrictTable& table);
    void whose(StrictTable& table, Partner& partner);
    void contact(StrictTable& table);
    void own(StrictTable& root);
    std::string address(StrictTable& table, const PlacedText& given);
    std::vector<std::string> addresses(StrictTable& table, std::string_view key);
    void council_address(StrictTable& table, const std::string& address, Position at, std::size_t index);
    void personal_address(StrictTable& table, const std::string& address, Position at, std::size_t index);
    void household_address(StrictTable& table, const std::string& address, Position at, std::size_t index);
    void check_domain(const Address& address, Position at);
    void keep(StrictFile& file);
    void warn(Position at, std::string message, std::string suggestion = "") {
        read.warnings.push_back({file_, at.line, at.column, std::move(message), std::move(suggestion)});
    }

    Directory& out() { return read.directory; }
    std::vector<std::string> council_domains_;
    std::set<std::string> strange_domains_;  // told once each
    std::string file_;
};

}  // namespace beadle

// person_lists.h — people out of other programs' exports, for beadle directory import.
//
// Takes    the octets of one file: Microsoft 365's user export (CSV with the admin centre's column names), CSV with
// named
//          columns (mailbox or email, name, role, aliases, personal, from, until …), or LDIF (RFC 2849). UTF-8 with or
//          without a byte order mark; fields in quotes may run over several lines.
// Gives    Listed for each person at a council domain; what was passed over or is doubtful in `notes`.
// Bounds   4 MiB a file (read by the caller), 5000 people, 200 columns.
// Fails    `problem` is a sentence: no known column, no such format.
// Runs in  cli. Never throws but std::bad_alloc.
// Source   Microsoft 365 admin centre "Export users"; RFC 4180; RFC 2849; RFC 2798 inetOrgPerson.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "mail/address.h"

namespace beadle::cli {

struct Listed {
    std::string mailbox;               // folded
    std::vector<std::string> aliases;  // folded, at council domains
    std::string name;
    std::string role;  // "" = the list does not say
    std::vector<std::string> personal, delivers_to;
    std::string from, until;  // YYYY-MM-DD or ""
    bool blocked = false;     // may not log in
};
struct PersonList {
    std::vector<Listed> people;
    std::vector<std::string> notes;
    std::string problem;
};

PersonList read_person_list(std::string_view octets, const std::vector<std::string>& council_domains);

// ---- the formats, each by itself
// -----------------------------------------------------------------------------------------

using Rows = std::vector<std::vector<std::string>>;
Rows read_csv(std::string_view text);  // separator by the first line: comma, semicolon or tab
// The entries of an LDIF, each as attribute (lower case) and value; "" as attribute of a value that was only referred
// to.
std::vector<std::vector<std::pair<std::string, std::string>>> read_ldif(std::string_view text);
// "Town Clerk" -> clerk, "Cllr A. Smith" -> councillor; "" = the words say nothing.
std::string role_in_words(std::string_view words);
// "SMTP:a@x.example+smtp:b@x.example+SPO:…" -> the primary first.
std::vector<std::string> proxy_addresses(std::string_view value);

}  // namespace beadle::cli

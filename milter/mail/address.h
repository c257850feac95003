// address.h — an envelope or header address, taken apart without trust.
//
// Takes    argv of MAIL or RCPT ("<a@b>", "a@b", "<>", source routes, quoted local parts, UTF-8 or 8-bit rubbish).
// Gives    local part as written; domain folded to lower-case ASCII (IDN A-labels), so that both spellings compare equal.
//          A quoted local part is unquoted when the quotes were not needed. An empty address is the null sender.
// Bounds   input over 4096 octets is cut there. Never throws, never fails: rubbish stays in `text`, with domain "".
// Runs in  session, inspect, policy, record, mail, cli.
// Source   RFC 5321 4.1.2, RFC 5890.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace beadle {

struct Address {
    std::string text;    // without <>, source route removed
    std::string local;   // as written
    std::string domain;  // lower case, A-labels; "" when there is none

    bool is_null() const { return text.empty(); }
    std::string folded() const;  // lower(local)@domain: the form to compare and to look up
    bool operator==(const Address&) const = default;
};

Address parse_address(std::string_view argument);
std::string fold_domain(std::string_view domain);
// A path that every MTA reads alike, with or without <>: a dot-string or a quoted string, @, a domain or an address literal;
// or a local part alone. No source route, comment, list or blank (RFC 5321 4.1.2 without what 4.1.1.3 lets be ignored).
bool is_mailbox_path(std::string_view path);
// True when `domain` is `parent` or lies below it.
bool domain_within(std::string_view domain, std::string_view parent);

// The key by which an address is looked up: folded, without "+anything", the dots and other domains of one mailbox undone
// (Gmail, iCloud, Proton, Yandex).
std::string lookup_key(const Address& address);

// Patterns of rules and exceptions: "rfo@" (that local part at any of `own`), "a@b.c", "*@b.c", "*@*.b.c", "b.c".
// Settled by policy/; here because people/ uses it too.
bool address_matches(std::string_view pattern, const Address& address, const std::vector<std::string>& own);
bool is_address_pattern(std::string_view pattern);

}  // namespace beadle

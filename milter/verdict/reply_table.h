// reply_table.h — every reply that Beadle gives an MTA, in one table; ARCHITECTURE.md prints it.
//
// Gives    reply code, enhanced status code and text that libmilter, Postfix and Sendmail accept: ASCII, no line end, at
//          most 980 octets with `%` doubled, the class of the enhanced code that of the code.
// Runs in  session. Never throws but std::bad_alloc.
// Source   RFC 5321 4.2, RFC 3463; smfi_setreply(3); Postfix milter8.c (a malformed reply becomes 451 there).
#pragma once

#include <array>
#include <string>
#include <string_view>

namespace beadle::verdict {

enum class ReplyName {
    refused_by_policy,
    deferred_by_policy,
    not_a_release,
    spool_full,
    too_many_recipients,
    too_many_recipients_for_good,
    forward_path_too_long,
    forward_path_not_plain,
    too_many_connections,
    not_negotiated,
    draining,
    no_inspection,
    no_record,
    change_failed,
    took_too_long,
    defect,
};

struct ReplyRow {
    ReplyName name;
    std::string_view code, enhanced, text;
    std::string_view when;  // for the table in ARCHITECTURE.md
};

const std::array<ReplyRow, 16>& reply_table();

struct Reply {
    std::string code, enhanced, text;  // text as smfi_setreply wants it: `%` doubled
    bool permanent() const { return code.starts_with('5'); }
    std::string line() const;          // "550 5.7.1 …" as the client will read it
    bool operator==(const Reply&) const = default;
};

Reply reply(ReplyName name);
// "Stopped by <council> policy, clause 8: <advice> Reference <reference>." The reference is never cut off.
Reply refusal(const std::string& council, const std::string& clause, const std::string& rule, const std::string& advice,
              const std::string& reference);
Reply deferral(const std::string& council, const std::string& clause, const std::string& rule, const std::string& reference);

// UTF-8 as the nearest ASCII: typographic quotes and dashes, "GBP " for the pound sign, "?" for the rest; one line.
std::string as_ascii(std::string_view utf8);

}  // namespace beadle::verdict

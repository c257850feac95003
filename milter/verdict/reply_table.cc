#include "verdict/reply_table.h"

#include "base/text.h"

namespace beadle::verdict {
namespace {

constexpr std::size_t most_text = 980;  // MAXREPLYLEN of libmilter
constexpr std::size_t most_advice = 600;

std::string doubled(std::string_view text) { return replace_all(text, "%", "%%"); }

// The text with `tail` whole at its end, cut before it where it would be too long.
std::string fitted(const std::string& text, const std::string& tail) {
    const std::string end = doubled(tail);
    std::string out;
    for (const char c : as_ascii(text)) {
        const std::size_t more = c == '%' ? 2 : 1;
        if (out.size() + more + end.size() > most_text) break;
        out.append(more, c);
    }
    return out + end;
}

std::string clause_words(const std::string& clause, const std::string& rule) {
    return clause.empty() ? "rule " + rule : "clause " + clause;
}

struct Spelling {
    std::string_view utf8, ascii;
};
constexpr std::array spellings = {
    Spelling{"\u2018", "'"},  Spelling{"\u2019", "'"},  Spelling{"\u201c", "\""}, Spelling{"\u201d", "\""},
    Spelling{"\u2013", "-"},  Spelling{"\u2014", "-"},  Spelling{"\u2026", "..."}, Spelling{"\u00a0", " "},
    Spelling{"\u00a3", "GBP "}, Spelling{"\u2022", "-"}, Spelling{"\u203a", ">"},
};

}  // namespace

const std::array<ReplyRow, 16>& reply_table() {
    using enum ReplyName;
    static constexpr std::array<ReplyRow, 16> rows = {{
        {refused_by_policy, "550", "5.7.1", "Stopped by policy.", "policy rejects for every recipient"},
        {deferred_by_policy, "451", "4.7.1", "Not accepted now by policy, please try again later.", "a rule defers"},
        {not_a_release, "550", "5.7.1", "This port takes only what Beadle itself releases.",
         "a message without a valid stamp at a release listener"},
        {spool_full, "452", "4.3.1", "No room for this message now, please try again later.", "the spool's total is reached"},
        {too_many_recipients, "452", "4.5.3", "Too many recipients for one message, please send the rest again.",
         "over 1000 recipients, at RCPT"},
        {too_many_recipients_for_good, "550", "5.5.3", "Too many recipients for one message.",
         "over 1000 recipients from the sendmail command, at the end"},
        {forward_path_too_long, "501", "5.1.3", "The recipient address is too long.", "a forward-path over 1000 octets"},
        {forward_path_not_plain, "553", "5.1.3", "The recipient address is not one plain mailbox, such as name@example.org.",
         "a forward-path with a source route, a comment or a list, at RCPT: mail servers read it each in their own way"},
        {too_many_connections, "451", "4.3.2", "Too many connections now, please try again later.",
         "session.connections is reached"},
        {not_negotiated, "451", "4.3.5", "The mail server and its filter did not agree on what the filter may do.",
         "MAIL before option negotiation"},
        {draining, "451", "4.3.2", "The mail filter is being restarted, please try again.", "MAIL while draining"},
        {no_inspection, "451", "4.3.0", "The message could not be inspected now, please try again later.",
         "the inspector is not reachable, refused, or was too late"},
        {no_record, "451", "4.3.0", "The message could not be recorded now, please try again later.",
         "the records are not reachable or the commit failed"},
        {change_failed, "451", "4.3.0", "The message could not be changed as policy asks, please try again later.",
         "a deletion of a recipient or another change failed after the commit"},
        {took_too_long, "451", "4.3.0", "The message took too long to inspect, please try again later.",
         "the end of message took over session.end_of_message_seconds"},
        {defect, "451", "4.3.0", "An internal error occurred, please try again later.", "an error in the filter itself"},
    }};
    return rows;
}

std::string Reply::line() const { return code + " " + enhanced + " " + replace_all(text, "%%", "%"); }

Reply reply(ReplyName name) {
    for (const auto& row : reply_table())
        if (row.name == name) return {std::string(row.code), std::string(row.enhanced), doubled(row.text)};
    return {"451", "4.3.0", "An internal error occurred."};
}

Reply refusal(const std::string& council, const std::string& clause, const std::string& rule, const std::string& advice,
              const std::string& reference) {
    auto out = reply(ReplyName::refused_by_policy);
    std::string words(trim(advice.substr(0, most_advice)));
    if (!words.empty() && words.back() != '.' && words.back() != '!' && words.back() != '?') words += '.';
    const auto whose = council.empty() ? std::string("the council's") : council;
    out.text = fitted("Stopped by " + whose + " policy, " + clause_words(clause, rule) + (words.empty() ? "." : ": " + words),
                      " Reference " + as_ascii(reference));
    return out;
}

Reply deferral(const std::string& council, const std::string& clause, const std::string& rule, const std::string& reference) {
    auto out = reply(ReplyName::deferred_by_policy);
    const auto whose = council.empty() ? std::string("the council's") : council;
    out.text = fitted("Not accepted now by " + whose + " policy, " + clause_words(clause, rule) + ", please try again later.",
                      " Reference " + as_ascii(reference));
    return out;
}

std::string as_ascii(std::string_view utf8) {
    std::string out;
    for (std::size_t i = 0; i < utf8.size();) {
        const auto c = static_cast<unsigned char>(utf8[i]);
        if (c < 0x80) {
            out += c < 0x20 || c == 0x7f ? ' ' : static_cast<char>(c);
            ++i;
            continue;
        }
        std::string_view ascii = "?";
        std::size_t length = 1;
        while (i + length < utf8.size() && (static_cast<unsigned char>(utf8[i + length]) & 0xc0) == 0x80) ++length;
        for (const auto& s : spellings)
            if (utf8.substr(i, length) == s.utf8) ascii = s.ascii;
        out += ascii;
        i += length;
    }
    return out;
}

}  // namespace beadle::verdict

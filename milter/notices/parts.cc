#include "notices/parts.h"

namespace beadle::notices {
namespace {

std::string clerk_of(const Matter& m) {
    return m.clerk_address.empty() ? "the Town Clerk" : "the Town Clerk (" + shown(m.clerk_address, 200) + ")";
}

std::string subject_of(const Matter& m) {
    const auto subject = shown(m.subject, 120);
    return subject.empty() ? "(no subject)" : "\"" + subject + "\"";
}

std::vector<std::string> recipients_of(const Matter& m) {
    std::vector<std::string> out;
    for (const auto& r : m.recipients) out.push_back(shown(r));
    return out;
}

std::string clause_of(const RuleWords& rule) {
    return rule.clause.empty() ? "rule " + shown(rule.id, 80) : "clause " + shown(rule.clause, 40);
}

}  // namespace

std::string council_of(const Matter& m) { return m.council.empty() ? "the council" : shown(m.council, 120); }

void greet(Layout& page, const Matter& m) {
    if (!m.sender_name.empty()) page.paragraph("Dear " + shown(m.sender_name, 120) + ",");
}

void say_which_clauses(Layout& page, const Matter& m) {
    std::vector<std::string> clauses;
    for (const auto& rule : m.rules) {
        const auto words = clause_of(rule) + " of the policy of " + council_of(m);
        if (clauses.empty() || clauses.back() != words) clauses.push_back(words);
    }
    if (clauses.empty()) return;
    page.heading("Which part of the policy");
    page.list(clauses);
}

std::vector<std::string> seen_lines(const std::vector<SeenWords>& seen) {
    std::vector<std::string> items;
    for (const auto& s : seen) {
        std::string line = shown(s.what, 80);
        if (s.count > 1) line += " (" + std::to_string(s.count) + ")";
        if (!s.sample.empty()) line += ": " + shown(s.sample, 120);
        if (!s.location.empty()) line += ", in " + shown(s.location);
        items.push_back(std::move(line));
    }
    return items;
}

void say_what_was_seen(Layout& page, const Matter& m) {
    if (m.seen.empty()) return;
    page.heading("What was seen");
    page.list(seen_lines(m.seen));
    page.paragraph("Only parts of the values are shown here, on purpose.");
}

void say_what_to_do(Layout& page, const Matter& m) {
    std::vector<std::string> advice;
    for (const auto& rule : m.rules) {
        const auto words = shown(rule.advice, 400);
        bool known = words.empty();
        for (const auto& a : advice) known = known || a == words;
        if (!known) advice.push_back(words);
    }
    if (advice.empty()) return;
    page.heading("What to do instead");
    page.list(advice);
}

void say_whom_to_ask(Layout& page, const Matter& m) {
    page.paragraph("Questions? Ask " + clerk_of(m) + " and give the reference " + m.reference + ".");
    if (!m.ask_whom.empty()) page.paragraph("For help with your mailbox or device ask " + shown(m.ask_whom, 200) + ".");
}

void say_message(Layout& page, const Matter& m, const std::string& whom) {
    page.paragraph("Message: " + subject_of(m));
    page.paragraph(whom);
    page.list(recipients_of(m));
}

}  // namespace beadle::notices

#include "notices/notices.h"

#include "notices/layout.h"

namespace beadle::notices {
namespace {

std::string council_of(const Matter& m) { return m.council.empty() ? "the council" : shown(m.council, 120); }

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

void say_what_was_seen(Layout& page, const Matter& m) {
    if (m.seen.empty()) return;
    std::vector<std::string> items;
    for (const auto& s : m.seen) {
        std::string line = shown(s.what, 80);
        if (s.count > 1) line += " (" + std::to_string(s.count) + ")";
        if (!s.sample.empty()) line += ": " + shown(s.sample, 120);
        if (!s.location.empty()) line += ", in " + shown(s.location);
        items.push_back(std::move(line));
    }
    page.heading("What was seen");
    page.list(items);
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

Words to_sender(const Matter& m, const std::string& title, const std::string& opening, const std::string& whom,
                const std::string& closing) {
    Layout page;
    greet(page, m);
    page.paragraph(opening);
    say_message(page, m, whom);
    if (m.delivered_to_others) page.paragraph("The other recipients get the message as usual.");
    say_which_clauses(page, m);
    say_what_was_seen(page, m);
    say_what_to_do(page, m);
    page.heading("What happens now");
    page.paragraph(closing);
    say_whom_to_ask(page, m);
    return {title + " (" + m.reference + ")", page.text(), page.html(title)};
}

}  // namespace

Words held(const Matter& m) {
    return to_sender(m, "Your message was held back",
                     "The mail filter of " + council_of(m) + " held back a message that you sent. It is safe, and nobody "
                     "outside has seen it.",
                     "Held back for:", "The Town Clerk looks at it and can send it on. You need not send it again unless you "
                     "change it as described above.");
}

Words refused(const Matter& m) {
    return to_sender(m, "Your message was not sent to everybody",
                     "The mail filter of " + council_of(m) + " did not pass on a message that you sent to some of its "
                     "recipients, because the council's policy does not allow it.",
                     "Not sent to:", "These recipients will not get the message. If they should, send it again as described "
                     "above.");
}

Words flagged(const Matter& m) {
    return to_sender(m, "Your message was sent, please note",
                     "A message that you sent has gone out. It touches the council's policy, so this is only for your "
                     "information.",
                     "Sent to:", "You need not do anything for this message.");
}

Words alert(const Matter& m) {
    Layout page;
    page.paragraph("The mail filter of " + council_of(m) + " asks you to look at a message. It was " +
                   shown(m.what_became, 200) + ".");
    page.paragraph("From: " + (m.sender.empty() ? std::string("(an automatic message without a sender)") : shown(m.sender)));
    say_message(page, m, "Recipients concerned:");
    say_which_clauses(page, m);
    say_what_was_seen(page, m);
    say_what_to_do(page, m);
    page.heading("Reference");
    page.paragraph("Look it up under the reference " + m.reference + ".");
    const std::string title = "Mail to look at: " + shown(m.what_became, 80);
    return {title + " (" + m.reference + ")", page.text(), page.html(title)};
}

}  // namespace beadle::notices

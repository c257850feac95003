#include "notices/notices.h"

#include "notices/layout.h"
#include "notices/parts.h"

namespace beadle::notices {
namespace {

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

// forwards.h — does a message pass on, or answer, others: by hand, as attachment, by a rule or server.
//
// Takes    the parsed message and what was read of it; the words of forwarding; `out` with the entities and the marks of the header.
// Gives    PassedOn, and the marks forwarded_by_hand and forwarded_by_rule. Claims of the message, never proof: whether
// a
//          recipient had the original already, and whether it was the council's, is for people/ to say.
// Bounds   64 KiB of text of each of the first bodies and the tops of attachments, 256 KiB of HTML source; budget of
// time. Runs in  inspect workers. Never throws but std::bad_alloc. Source   RFC 5322 3.6.6, RFC 3834; header fields of
// Exchange, Google, Sieve, Postfix as they are seen.
#pragma once

#include "base/budget.h"
#include "inspect/detect/forward_words.h"
#include "inspect/text/reading.h"
#include "mail/inspection.h"

namespace beadle::inspect {

void note_forwarding(const ParsedMessage& message, const Reading& reading, const ForwardWords& words, Budget& budget,
                     Inspection& out);

}  // namespace beadle::inspect

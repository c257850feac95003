// marks.h — what a message says of how it came to be: automatic, bulk, resent, forwarded by hand or by rule, a reply.
//
// Takes    a ParsedMessage with fields and parts. Claims, never proof.
// Gives    Marks. Forwarded by hand needs a forwarding subject and the original, quoted or attached.
// Bounds   256 KiB of the first text parts are looked at. Never throws but std::bad_alloc.
// Source   RFC 3834, RFC 2919, RFC 2369, RFC 5322 3.6.6; field names of Exchange, Sieve, Gmail and Postfix as they are
// seen.
#pragma once

#include "inspect/message/message.h"

namespace beadle::inspect {

Marks marks_of(const ParsedMessage& message);
bool has_forwarding_subject(std::string_view subject);
bool quotes_original(std::string_view text);  // plain text or HTML

}  // namespace beadle::inspect

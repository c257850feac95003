// marks.h — what the header section says of how a message came to be: automatic, bulk, resent, a reply.
//
// Takes    a ParsedMessage with its fields. Claims, never proof.
// Gives    Marks without those of forwarding, which need the text (inspect/detect/forwards.h).
// Bounds   the fields. Never throws but std::bad_alloc.
// Source   RFC 3834, RFC 2919, RFC 2369, RFC 5322 3.6.6.
#pragma once

#include "inspect/message/message.h"

namespace beadle::inspect {

Marks marks_of(const ParsedMessage& message);

}  // namespace beadle::inspect

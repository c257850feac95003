// trace.h — the Received field that the MTA adds but hides from filters, rebuilt for the stored copy.
//
// Takes    the envelope: what the MTA's macros told.
// Gives    one folded field without its last line end: "Received: from HELO (NAME [IP])\r\n\tby J (V) with ESMTPSA id I;\r\n\tdate".
// Bounds   each word at most 255 octets; only printable ASCII, no bracket that would end a comment early.
// Runs in  session. Never throws but std::bad_alloc.
// Source   RFC 5321 4.4, RFC 3848, RFC 6531 4.3.
#pragma once

#include <string>

#include "mail/envelope.h"

namespace beadle::session {

std::string rebuilt_received(const Envelope& envelope);

}  // namespace beadle::session

// compose.h — a notice as a mail: plain text and HTML side by side, from nobody, automatic by its own account.
//
// Takes    nothing that is untrusted but words that notices/ has already made safe; controls in header words are dropped.
// Gives    the octets as they go out: CRLF, 7-bit, lines under 998 octets. Same notice, date and From: same octets, same
//          Message-ID, so that a copy sent again is known for one.
// Fails    misconfigured: From or To is no address.
// Runs in  mail; the only file here that knows GMime. Never throws but std::bad_alloc.
// Source   RFC 3834 (Auto-Submitted), RFC 5322, RFC 2046 5.1.4.
#pragma once

#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/result.h"
#include "wire/messages.h"

namespace beadle::mail_out {

// A question (its `code` is set) comes from `answers`, so that a reply goes there whatever the program makes of Reply-To; its code
// is in the Message-ID, which a reply names in In-Reply-To and References. "" = it is answered by link alone.
// attached: a message of a member's own that goes back to them, as it was (message/rfc822); hostile, and not parsed here.
Result<std::string> compose(const wire::Notice& notice, const std::string& from, Milliseconds wall,
                            const std::string& answers = "", std::string_view attached = {});

}  // namespace beadle::mail_out

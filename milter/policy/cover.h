// cover.h — which findings a protection covers: the meaning of `unprotected = true`.
//
// Takes    one finding, every protection of the message.
// Gives    true only when the finding lies strictly inside something whose content nobody reads without the secret.
//          Never covered: the envelope, the header section (Subject, addresses), the name of the sealed thing, the
//          cover note, a second attachment of the same name, clear text beside an inline block. A finding at the very
//          place of a seal is what can be read around it, so it counts.
// Bounds   linear in the protections and the depth of the path.
// Runs in  session, cli. Never throws.
// Source   encryption: "one encrypted attachment does not excuse the covering note"; envelope data is never covered.
#pragma once

#include <vector>

#include "mail/finding.h"

namespace beadle::policy {

bool covered(const Finding& finding, const std::vector<Protection>& protection);

}  // namespace beadle::policy

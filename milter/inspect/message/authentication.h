// authentication.h — what Authentication-Results fields say of SPF, DKIM and DMARC.
//
// Takes    the fields of the outer header section, as written. Hostile: anybody may write such a field.
// Gives    one AuthenticationResult each, with the server that the field names and whether a Received field stands
// above it.
//          Claims: people/ believes only the servers that the settings name.
// Bounds   InspectionLimits::authentication; 16 KiB of a field; comments nested 20 deep.
// Fails    never: what is no result is left out. Never throws but std::bad_alloc.
// Runs in  inspect worker.
// Source   RFC 8601 2.2, 2.7.
#pragma once

#include <vector>

#include "inspect/message/message.h"

namespace beadle::inspect {

std::vector<AuthenticationResult> authentication_of(const std::vector<HeaderField>& fields);

}  // namespace beadle::inspect

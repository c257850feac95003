// addresses.h — the addresses of From, Sender, Reply-To, To, Cc and Resent-* fields.
//
// Takes    fields as written; grammar by GMime (groups, comments, quoted local parts), words decoded beforehand.
// Gives    one HeaderAddress each; what no grammar fits is searched for local@domain, so that no address hides in
// rubbish. Bounds   256 KiB of a field, InspectionLimits::addresses in all; `cut` when there was more. Fails    never.
// Never throws but std::bad_alloc. Runs in  inspect worker. Edge of GMime. Source   RFC 5322 3.4, RFC 6854.
#pragma once

#include <vector>

#include "inspect/message/message.h"

namespace beadle::inspect {

struct Addresses {
    std::vector<HeaderAddress> list;
    bool cut = false;
};

Addresses addresses_of(const std::vector<HeaderField>& fields);

}  // namespace beadle::inspect

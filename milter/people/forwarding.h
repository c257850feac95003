// forwarding.h — is council mail passed on to this personal address: by hand, as attachment, by resend, rule or server?
//
// Takes    the scene with the worker's marks and originals (mail/passed_on.h); claims of the message, weighed against
// the
//          envelope.
// Gives    an answer goes back to who wrote the quoted original, or to who had it already: no forward. A quoted or
// attached
//          original that goes to somebody else is one: said to be (subject, "Forwarded message", attachment) high, a
//          thread that is answered elsewhere medium, a forwarding subject without any original by what is attached.
//          Mail that was never the council's (from and to the member's own addresses, or private by its words) is none.
// Bounds   the originals x members.
// Runs in  session, cli. Never throws but std::bad_alloc.
// Source   controls T4 B3 T6; milter §9 for what forwarding looks like on the wire.
#pragma once

#include <string>

#include "people/findings.h"
#include "people/personal.h"

namespace beadle::people {

struct Forwarding {
    bool is = false;
    Confidence confidence = Confidence::low;
    std::string evidence;
};

// Mail that leaves through us although nobody here wrote it now.
Forwarding automatic_forwarding(const Scene& scene);
// By hand or by resend, to this personal address.
Forwarding forwarded_by_hand(const Address& recipient, const Personal& personal, const Member* sender,
                             const Scene& scene);

}  // namespace beadle::people

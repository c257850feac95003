// threats.h — who pretends to be somebody, and where links really lead: judged from facts, the directory and the lists.
//
// Takes    the plain facts of one message (addresses, links, results of authentication) and what was found about
// people. Gives    findings: look-alike-domain and look-alike-recipient, deceptive-link, impersonation,
// authentication-failed; and
//          payment-change once more, surer, when the sender is doubtful too.
//          A result of authentication is believed when a server that the settings name wrote it and no Received field
//          stands above it: of each method the topmost counts, since the mail server's own filters write on top. A pass
//          excuses only a council address in From. ARC is not believed.
//          What a shared relay brings with our tenant's mark is inside, and yet judged for pretenders: the mark proves the tenant,
//          not who wrote.
// Bounds   links and addresses x known domains. Never throws but std::bad_alloc.
// Runs in  session, cli. Parses no octets of mail.
// Source   controls T8 B7; RFC 8601 5, 7.1; milter protocol notes 7 (order of filters).
#pragma once

#include <vector>

#include "people/findings.h"

namespace beadle::people {

std::vector<Finding> threat_findings(const Scene& scene, const std::vector<Finding>& about_people);

}  // namespace beadle::people

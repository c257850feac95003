// findings.h — what the envelope, the worker's addresses and the directory show about people and access.
//
// Takes    the plain facts of one message; parses no octets.
// Gives    findings: personal-address, forwarded-to-personal, automatic-forwarding, from-personal-address,
// former-member,
//          unauthorised-recipient (a partner's agreement has ended), unencrypted- and unauthenticated-submission. Those
//          that concern one recipient say so. Addresses in samples are masked.
// Bounds   recipients x members.
// Runs in  session, cli. Never throws but std::bad_alloc.
// Source   controls T4 B3, T6 B5, T10 B9, T13; milter §9 for what forwarding looks like on the wire.
#pragma once

#include <string>
#include <vector>

#include "mail/envelope.h"
#include "mail/inspection.h"
#include "people/directory.h"

namespace beadle::people {

struct Scene {
    const Envelope& envelope;
    Origin origin;
    const Inspection& inspection;  // addresses and marks
    const Directory& directory;
    const std::vector<std::string>& council_domains;
    const std::vector<std::string>& own_networks;
    std::string today;
    std::vector<std::string> authentication_servers{};  // whose results are believed
};

// The member who sent it, when the connection proves that somebody inside did; null otherwise.
const Member* sending_member(const Scene& scene);
// The member whose mailbox, alias or known personal address this is.
const Member* member_at(const Address& address, const Scene& scene);
std::vector<Finding> people_findings(const Scene& scene);
// Keeps inspection.findings with `more` within InspectionLimits (people.h says how).
void add_within_limits(Inspection& inspection, std::vector<Finding> more);

}  // namespace beadle::people

// about.h — the makings of findings about people, for the files that make them.
//
// Takes    what was seen, in words; an address is masked in the sample.
// Gives    a Finding of detector "people". Each family of findings appends to `out`.
// Runs in  session, cli. Never throws but std::bad_alloc.
#pragma once

#include <string>
#include <vector>

#include "people/findings.h"

namespace beadle::people {

Finding about_recipient(FindingKind kind, Confidence confidence, const std::string& recipient,
                        const std::string& evidence);
Finding about_message(FindingKind kind, Confidence confidence, std::string location, std::string part,
                      const std::string& evidence);

// Who must not have council data, or not this: a former member, one whose term has not begun, a contractor or partner
// whose agreement has ended, a partner who may have other kinds only (medium).
void standing_findings(const Scene& scene, const std::string& recipient, std::vector<Finding>& out);
// Council business from a member's private mailbox, or answers that would be led there.
void from_personal_findings(const Scene& scene, const Member* sender, std::vector<Finding>& out);

}  // namespace beadle::people

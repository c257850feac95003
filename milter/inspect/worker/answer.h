// answer.h — the bounds of what a worker answers, kept by the worker and checked by who reads it.
//
// Takes    an Inspection. keep_within(): before it is sent. check_answer(): after it arrived, parsed as hostile.
// Gives    strings of printable UTF-8, lists within InspectionLimits, a frame that fits; what had to be left out is itself
//          said in not_inspected (limit), so that a full list is never a clean message.
// Fails    check_answer: malformed, saying which rule the answer broke: the worker then counts as crashed.
// Runs in  inspect (worker and parent). Never throws but std::bad_alloc.
#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "mail/inspection.h"

namespace beadle::inspect {

// Findings that leave room for one coverage finding beside each not-inspected entry.
constexpr std::size_t most_findings = InspectionLimits::findings - InspectionLimits::not_inspected;
constexpr std::size_t most_answer_octets = 3u << 20;  // below wire::max_body, with its envelope

// Puts the coverage findings in as well (add_coverage_findings).
void keep_within_limits(Inspection& inspection);

struct Asked {
    std::uint64_t octets = 0;
    const std::vector<std::string>* recipients = nullptr;  // a finding may name only one of these
};
Status check_answer(const Inspection& answer, const Asked& asked);

// The whole message as one entry that was not inspected.
NotInspected whole_message(NotInspectedReason reason, std::string detail);

}  // namespace beadle::inspect

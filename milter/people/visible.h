// visible.h — do many persons outside the council see each other's addresses?
//
// Takes    the To and Cc fields of mail that goes out, the directory and its words.
// Gives    at most one visible-recipients finding about the header section, counting persons: addresses of the council,
//          of its partners, of public bodies and of offices (info@, clerk@) are organisations and only told of.
//          low below ten persons, else high: the rules decide by the count.
// Bounds   InspectionLimits::addresses. Addresses in the sample are masked.
// Runs in  session, cli. Never throws but std::bad_alloc.
// Source   controls T6 B5: disclosure by mistake.
#pragma once

#include <vector>

#include "people/findings.h"

namespace beadle::people {

void visible_findings(const Scene& scene, std::vector<Finding>& out);
std::string masked_address(const Address& address);  // "a•••@home.example"

}  // namespace beadle::people

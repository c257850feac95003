// greeting.h — does the greeting name somebody else than the one person it is written to?
//
// Takes    the names that the worker read in the greeting (Said), the To and Cc fields, the directory and its words.
// Gives    a greeting-mismatch finding for the recipient: high where the display name is somebody else's, medium where
//          only the address tells a name. Nothing where it cannot be known: several in To, an office, an address that
//          tells no name, a short form of the same name, somebody in Cc who bears it.
// Bounds   Said::most_greeted x addresses x words of a name. Never throws but std::bad_alloc.
// Runs in  session, cli.
// Source   controls T6 B5: a greeting that names somebody else.
#pragma once

#include <vector>

#include "people/findings.h"

namespace beadle::people {

void greeting_findings(const Scene& scene, std::vector<Finding>& out);

}  // namespace beadle::people

// accessible.h — documents that a screen reader cannot follow matter when many residents get them.
//
// Takes    what the worker found of documents without tags or a title, and the recipients.
// Gives    inaccessible-document, low, one a document, where mail goes out to ten or more who are neither the council's nor its
//          partners'; between two people it is nobody's business.
// Bounds   InspectionLimits::inaccessible. Never throws but std::bad_alloc.
// Runs in  session, cli.
// Source   controls T15; the Public Sector Bodies (Websites and Mobile Applications) (No. 2) Accessibility Regulations 2018.
#pragma once

#include <vector>

#include "mail/facts.h"

namespace beadle::people {

std::vector<Finding> access_findings(const Facts& facts);

}  // namespace beadle::people

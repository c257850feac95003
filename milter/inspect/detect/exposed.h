// exposed.h — how much hidden places of documents hold, and what that weighs.
//
// Takes    a Reading: its findings of hidden content, tracked changes, comments, pivot caches, document properties and
//          failed redaction, already in `findings`, and the segments at the same locations; the sensitive findings.
// Gives    the same findings with how much there is in the evidence ("48 rows", "312 words") and as count; high where
//          something sensitive stands at that location, low where hardly anything does. Hidden text without a finding
//          of its own that holds something sensitive gets one.
// Bounds   linear in text and in findings x segments of hidden kind, each at most InspectionLimits::findings.
// Runs in  inspect workers. Never throws but std::bad_alloc.
// Source   controls T6 B5; reference on the council, section 6: hidden data in spreadsheets, bad redaction.
#pragma once

#include <vector>

#include "inspect/text/reading.h"

namespace beadle::inspect {

void weigh_exposure(const Reading& reading, std::vector<Finding>& findings);

}  // namespace beadle::inspect

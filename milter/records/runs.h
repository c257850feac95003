// runs.h — runs of destruction under the schedule, each of which leaves a certificate.
//
// Takes    a class that counts; who asks. A class with disposal = "review" and persons = 2 needs a second person, who asks
//          for the same class; what became due after the first asked is not in it.
// Gives    asked → going → finished. A run goes by batches, each in one transaction with its event (the list of what was
//          destroyed) and the new state of the run, so that it goes on after a crash where it was. What a hold stops stays.
//          The body of a finished run is its certificate (FORMATS.md); id list hash: h = SHA-256(h + "\n" + id), from "".
// Fails    as matters.h. Runs in  record, within the caller's transaction. Never throws but std::bad_alloc.
// Source   FOIA s.46 Code 2021; reference: certificate of destruction.
#pragma once

#include "records/disposal.h"
#include "records/due.h"

namespace beadle::records {

Result<Told> run_class(Store& store, const Person& person, const std::string& id);
// One window of a run; true: it is finished.
Result<bool> step_run(Store& store, Matter& run, bool& destroyed);
std::string certificate_line(const Store& store, const Matter& run);

}  // namespace beadle::records

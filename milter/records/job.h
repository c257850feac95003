// job.h — a long reading, done a step at a time so that no verdict waits for it.
//
// Gives    step() does a few milliseconds of work and may add lines to the answer; they go out as they come. True: finished.
// Fails    the answer says so (exit code 4). Never throws but std::bad_alloc.
// Runs in  record, between transactions. Ends when who asked is gone.
#pragma once

#include "records/store.h"
#include "wire/messages.h"

namespace beadle::records {

struct Job {
    virtual ~Job() = default;
    virtual bool step(Store& store, wire::Answer& answer) = 0;
    // True: nothing to do until a view worker has answered; other readings take its turn.
    virtual bool waits(const Store&) const { return false; }
};

}  // namespace beadle::records

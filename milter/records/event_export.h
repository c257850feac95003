// event_export.h — events out of the store: asked for by a person, oldest first; and by themselves, to journal, syslog, file.
//
// Gives    Export: a line each in the format asked for, of every gateway. send_events_out (due.h): what was committed since the
//          last time goes to each place of store.events_out, at least once: a mark per place says how far it came, so a place
//          that was away catches up, and nothing waits for one that does not take it.
// Bounds   200 events of each place a run; sockets never block.
// Fails    a place that cannot be written is tried again with the next run; the log says so once. Never throws.
// Runs in  record.
// Source   systemd.io/JOURNAL_NATIVE_PROTOCOL; RFC 5424.
#pragma once

#include "records/arguments.h"
#include "records/job.h"

namespace beadle::records {

class Export : public Job {
  public:
    explicit Export(EventExportArguments wanted) : wanted_(std::move(wanted)) {}
    bool step(Store& store, wire::Answer& answer) override;

  private:
    EventExportArguments wanted_;
    bool begun_ = false;
    std::string gateway_;
    std::int64_t seq_ = 0;
};

}  // namespace beadle::records

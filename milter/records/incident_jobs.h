// incident_jobs.h — long readings about an incident: who received what, and the pack of evidence.
//
// Gives    IncidentWho: each recipient of each message of the incident with what became of it; the same attachments to others
//          and other mail of the same senders, in the 30 days before the incident and since. IncidentProof: the incident, each
//          of its events and those that amend it, with the MACs that chain them and the head of the chain.
// Bounds   30 days before awareness; 1000 lines of each kind, and says when there are more; hashes of 50 attachments.
// Fails    the answer says so (exit code 4). Never throws but std::bad_alloc.
// Runs in  record, between transactions.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "records/incidents.h"
#include "records/job.h"

namespace beadle::records {

class IncidentWho : public Job {
  public:
    explicit IncidentWho(Incident incident) : incident_(std::move(incident)) {}
    bool step(Store& store, wire::Answer& answer) override;

  private:
    bool begin(Store& store, wire::Answer& answer);
    bool tell_message(Store& store, const Evidence& evidence, wire::Answer& answer);
    void look_at(const Event& event, wire::Answer& answer);
    Incident incident_;
    std::vector<Evidence> evidence_;
    std::size_t next_ = 0;
    std::set<std::string> hashes_, senders_;
    std::set<std::int64_t> own_;  // events of the incident itself
    std::int64_t seq_ = 0, last_ = 0, same_attachment_ = 0, same_sender_ = 0;
    bool begun_ = false;
};

class IncidentProof : public Job {
  public:
    explicit IncidentProof(Incident incident) : incident_(std::move(incident)) {}
    bool step(Store& store, wire::Answer& answer) override;

  private:
    Incident incident_;
    std::vector<Evidence> evidence_;
    std::size_t next_ = 0;
    bool begun_ = false;
};

}  // namespace beadle::records

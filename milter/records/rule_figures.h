// rule_figures.h — how often each rule matched, and how often a person let pass what it had stopped.
//
// Takes    a time from which on. Gives: one line a rule: mails it matched; of what was kept because of it how many were released
//          and how many discarded by a person: released / (released + discarded) is its rate of false alarms.
// Bounds   a window of events a step; 2000 rules.
// Fails    the answer says so (exit code 4). Never throws but std::bad_alloc.
// Runs in  record, between transactions.
#pragma once

#include <limits>
#include <map>
#include <string>

#include "records/job.h"

namespace beadle::records {

class RuleFigures : public Job {
  public:
    explicit RuleFigures(std::int64_t since) : since_(since) {}
    bool step(Store& store, wire::Answer& answer) override;

  private:
    struct Figures {
        std::int64_t matched = 0, released = 0, discarded = 0;
    };
    bool finish(Store& store, wire::Answer& answer);
    Figures* of(const std::string& rule);
    std::int64_t since_;
    std::int64_t at_ = std::numeric_limits<std::int64_t>::max(), seq_ = at_;  // of the last one counted
    std::map<std::string, Figures> rules_;
};

}  // namespace beadle::records

// report.h — what happened in a month or a year, counted from the events: by clause and rule, topics for training, who looked at
// content.
//
// Takes    "2026-10" or "2026": days of Europe/London. Each event of it once, in order.
// Gives    Tally: counts, kept as JSON between steps, so that a report that was begun goes on after a stop. ReportJob answers a
//          person; report_lines() are the lines of its answer.
// Bounds   200 events a step; 2000 clauses, rules, kinds and people.
// Fails    malformed: no such period. Never throws but std::bad_alloc.
// Runs in  record.
// Source   controls T18/B13, T20/B15; ICO "Monitoring workers".
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "records/events.h"
#include "records/job.h"

namespace beadle::records {

struct Period {
    std::string name;                  // "2026-10" or "2026"
    std::int64_t from = 0, until = 0;  // wall milliseconds, until exclusive
};
Result<Period> period_named(const std::string& name);
// The one before the month or year in which this moment lies.
Period month_before(std::int64_t wall);
Period year_before(std::int64_t wall);

class Tally {
  public:
    Tally();
    ~Tally();
    Tally(Tally&&) noexcept;
    Tally& operator=(Tally&&) noexcept;
    static Tally from(const std::string& json);
    std::string kept() const;
    Status add(Store& store, const Event& event);
    std::vector<std::string> report_lines(const Store& store, const Period& period) const;
    std::vector<std::string> access_lines(const Period& period) const;
    // Values of the templates "monthly" and "access".
    std::string monthly_values(Store& store, const Period& period) const;
    std::string access_values(const Period& period) const;

  private:
    struct Counts;
    std::unique_ptr<Counts> counts_;
};

// Adds the events of the period from `next` on; true when there are no more.
Result<bool> tally_step(Store& store, const Period& period, std::int64_t& next, Tally& tally);

// Begins where the last report of this period ended (Store::counted), unless events were erased since.
class ReportJob : public Job {
  public:
    ReportJob(Period period, bool access) : period_(std::move(period)), access_(access) {}
    bool step(Store& store, wire::Answer& answer) override;

  private:
    void begin(const Store& store);
    void note(Store& store) const;
    Period period_;
    bool access_, begun_ = false;
    std::int64_t next_ = 0, erasures_ = 0;
    Tally tally_;
};

}  // namespace beadle::records

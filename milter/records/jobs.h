// jobs.h — long readings, done a step at a time so that no verdict waits for them: search, verify, taking out a
// message.
//
// Gives    step() does a few milliseconds of work. search: events newest first. verify: walks each gateway's chain and
// says
//          the first row that does not follow from the one before, or case that is not as it was recorded; then holds
//          the states of all kept messages and their recipients against the events that moved them there, and the last
//          event against the mark of the chain's end.
// Fails    the answer says so (exit code 4). Never throws but std::bad_alloc.
// Runs in  record, between transactions.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "records/arguments.h"
#include "records/job.h"
#include "records/release_octets.h"
#include "records/store.h"
#include "records/vault.h"
#include "records/content_check.h"
#include "records/work.h"
#include "wire/messages.h"

namespace beadle::records {

class Search : public Job {
  public:
    explicit Search(SearchArguments wanted) : wanted_(std::move(wanted)) {}
    bool step(Store& store, wire::Answer& answer) override;

  private:
    bool begin(Store& store, wire::Answer& answer);
    Result<Rows> look(Store& store, std::int64_t from, std::int64_t to);
    Status find_candidates(Store& store);
    bool step_candidates(Store& store, wire::Answer& answer);
    bool time_is_over(Store& store, wire::Answer& answer, std::int64_t looked_down_to) const;
    SearchArguments wanted_;
    std::vector<std::int64_t> candidates_;  // numbers that an index gave, oldest first
    bool by_candidates_ = false;
    bool begun_ = false;
    Milliseconds begun_at_ = 0;        // steady
    std::int64_t low_ = 1, high_ = 0;  // numbers still to be looked at
};

// A head that was noted outside the store, as `beadle status` and the notice of the day have it.
struct NotedHead {
    std::string gateway;
    std::int64_t seq = 0;
    std::string mac;  // hex
};

class Verify : public Job {
  public:
    explicit Verify(std::vector<NotedHead> heads = {}) : heads_(std::move(heads)) {}
    bool step(Store& store, wire::Answer& answer) override;

  private:
    bool check_held(Store& store, wire::Answer& answer);
    bool next_gateway(Store& store, wire::Answer& answer);
    bool bad(wire::Answer& answer, std::int64_t seq, const std::string& what);
    bool ends_too_soon(Store& store, wire::Answer& answer);
    bool compare(Store& store, wire::Answer& answer);
    bool compare_heads(Store& store, wire::Answer& answer);
    bool compare_recipients(Store& store, wire::Answer& answer);
    bool compare_questions(Store& store, wire::Answer& answer);
    bool compare_registers(Store& store, wire::Answer& answer);
    bool compare_matters(Store& store, wire::Answer& answer);
    bool compare_erased(wire::Answer& answer);
    void note_erased_row(std::int64_t seq);
    bool note_erased_word(const std::string& name, const std::string& state);
    bool compare_exceptions(Store& store, wire::Answer& answer);
    std::string gateway_;
    ContentCheck content_;
    std::vector<NotedHead> heads_;
    bool content_checked_ = false, held_checked_ = false, begun_ = false;
    std::int64_t last_held_ = 0;
    std::int64_t seq_ = 0, all_ = 0;
    bool first_rows_ = true;  // of this gateway: rows numbered below 1 are looked for too
    std::string before_;
    std::vector<std::pair<std::int64_t, std::int64_t>> erased_rows_;  // of this gateway: first, last
    std::vector<std::pair<std::int64_t, std::pair<std::int64_t, std::int64_t>>> erased_told_;  // by which event, what
    std::int64_t newest_at_begin_ = 0;
    std::map<std::string, std::string> states_;  // reference, or reference/number of a recipient -> state by the events
};

// A release on its way out, into a sealed memory file: trace line, header fields, body.
class TakingOut {
  public:
    static Result<TakingOut> open(Store& store, TakenWork work);
    Result<bool> step(Store& store);  // true: frame() is ready
    Status stamp(Store& store);  // of a copy that was made for its recipient alone; within a transaction
    bool has_stamp() const { return !work_.separately; }
    wire::Frame frame(std::uint32_t id);
    std::int64_t work() const { return static_cast<std::int64_t>(work_.work.id); }

  private:
    TakingOut(TakenWork work, Outgoing outgoing, Descriptor file)
        : work_(std::move(work)), outgoing_(std::move(outgoing)), file_(std::move(file)),
          filter_(work_.separately && !work_.work.recipients.empty() ? work_.work.recipients.front() : "") {}
    Status write(std::string_view octets);
    TakenWork work_;
    Outgoing outgoing_;
    Descriptor file_;
    ReleaseFields filter_;
};

}  // namespace beadle::records

// request_jobs.h — the long readings of a request: the search that is its proof, and the octets that go into a pack.
//
// Takes    search: terms (any of them), mailboxes (sender or recipient, any of them), days, terms that take a message out.
//          It reads what the events know: people, subject, names of attachments; with `content` the text of kept copies too,
//          by view workers, each hundred of them in the chain first ("content-searched").
//          content: an item of the review set whose copy is kept.
// Gives    search: an event with terms, what was looked through, hits of each term, what was left out; new items in the
//          review set. content: lines of base64, after an event that says who reads it and why.
// Bounds   10 000 messages whose text is read; 5000 items of one search; a line of 256 KiB of octets.
// Fails    the answer says so. Runs in  record, between transactions. Never throws but std::bad_alloc.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <set>

#include "records/job.h"
#include "records/requests.h"
#include "records/text_look.h"
#include "records/vault.h"

namespace beadle::records {

struct RequestSearchArguments {
    std::string id;
    std::vector<std::string> terms, mailboxes, exclude;
    std::int64_t since = 0, until = 0;  // wall; 0 = open
    std::string since_day, until_day;
    bool content = false;
};

class RequestSearch : public Job {
  public:
    RequestSearch(Person person, RequestSearchArguments wanted) : person_(std::move(person)), wanted_(std::move(wanted)) {}
    bool step(Store& store, wire::Answer& answer) override;
    bool waits(const Store& store) const override { return look_ && look_->waits(store); }

  private:
    struct Hit {
        std::string gateway;
        std::int64_t event = 0;
    };
    struct Candidate {
        Hit hit;
        std::set<std::string> stands;  // of terms and of what takes out
    };
    bool begin(Store& store, wire::Answer& answer);
    void look_at(const Event& e);
    void judge(const Candidate& one);
    bool step_texts(Store& store, wire::Answer& answer);
    bool next_text(Store& store, wire::Answer& answer);
    Status note_texts(Store& store);
    Status keep(Store& store, wire::Answer& answer);
    std::string proof(std::int64_t added) const;
    Person person_;
    RequestSearchArguments wanted_;
    bool begun_ = false, cut_ = false;
    std::int64_t high_ = 0, examined_ = 0, excluded_ = 0, erased_ = 0;
    std::map<std::string, std::int64_t> hits_, left_out_;
    std::vector<Hit> found_;
    std::vector<Candidate> candidates_;  // whose text is still to be read, newest first
    std::size_t next_ = 0, noted_ = 0;
    std::int64_t read_ = 0, unread_ = 0;
    std::unique_ptr<TextLook> look_;
};

class RequestContent : public Job {
  public:
    RequestContent(Person person, std::string id, std::int64_t item) : person_(std::move(person)), id_(std::move(id)), item_(item) {}
    bool step(Store& store, wire::Answer& answer) override;

  private:
    bool begin(Store& store, wire::Answer& answer);
    Person person_;
    std::string id_;
    std::int64_t item_;
    std::optional<Outgoing> outgoing_;
    std::string waiting_;
};

// The copy of an event whose content is there; nothing: there is none.
Result<std::optional<Held>> kept_copy(Store& store, const std::string& gateway, std::int64_t event);

}  // namespace beadle::records

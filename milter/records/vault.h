// vault.h — stored messages: rows of messages and slices, put in, taken out, destroyed.
//
// Takes    a Sealing; the id of a message row.
// Gives    seal_whole() and store_whole() for small ones, within the caller's transaction; store_slice() for large
// ones, each call a short
//          transaction of its own; either way the message counts only when make_it_count() has been committed.
//          destroy() overwrites the wrapped key and deletes the slices; forget_deleted() of the database has to follow.
// Fails    as database.h and sealing.h.
// Runs in  record. Never throws but std::bad_alloc.
#pragma once

#include "records/keys.h"
#include "records/sealing.h"

namespace beadle::records {

// A small message, sealed once; it can be stored again when a transaction was rolled back.
struct Sealed {
    std::string name, wrapped_key, header;
    std::uint64_t octets = 0;
    std::vector<std::string> slices;
};
Result<Sealed> seal_whole(const Keys& keys, Sealing& sealing);
Result<std::int64_t> store_whole(Database& db, const Sealed& sealed, std::int64_t wall);

// A message on its way in. `id` is 0 until the first slice is stored.
struct Incoming {
    std::unique_ptr<Sealing> sealing;
    std::int64_t id = 0;
    std::int64_t slices = 0;
    bool stored_all() const { return id != 0 && sealing->finished(); }
};
Status store_slice(Database& db, const Keys& keys, Incoming& incoming, std::int64_t wall);
Status make_it_count(Database& db, std::int64_t message);

// Removes a message that never came to count, in a transaction of its own. That writes (what is deleted is overwritten), so
// a full disk can forbid it: then it is to be tried again.
Status abandon(Database& db, std::int64_t message);
struct Swept {
    std::int64_t gone = 0;
    std::vector<std::int64_t> left;  // could not be removed now
    std::string problem;
};
// At the start, when none is on its way in; in a store that others write to as well, those begun before `before`.
Swept sweep_incomplete(Database& db, std::int64_t before);

// A message on its way out, one slice at a time.
class Outgoing {
  public:
    static Result<Outgoing> open(Database& db, const Keys& keys, std::int64_t message);
    Result<bool> step(Database& db, const Unsealing::Sink& sink);  // true: that was the last
    std::uint64_t octets() const { return octets_; }

  private:
    Outgoing(Unsealing unsealing, std::int64_t message, std::int64_t slices, std::uint64_t octets)
        : unsealing_(std::move(unsealing)), message_(message), slices_(slices), octets_(octets) {}
    Unsealing unsealing_;
    std::int64_t message_, slices_, next_ = 0;
    std::uint64_t octets_;
};

Status destroy(Database& db, std::int64_t message, std::int64_t wall);

}  // namespace beadle::records

// content.h — a stored message, unsealed slice by slice into a memory file that nobody can change any more.
//
// Takes    the id of a message row; a line to put on top (the Received field that the MTA hides from filters), or "".
// Gives    step() until true; then the sealed file, its SHA-256 and size. No octet of it is parsed here.
// Fails    misconfigured: destroyed or damaged; unavailable: no memory file.
// Runs in  record. Never throws but std::bad_alloc.
#pragma once

#include <memory>
#include <string>

#include "base/owned.h"
#include "records/store.h"

namespace beadle::records {

class Content {
  public:
    static Result<Content> open(Store& store, std::int64_t message, const std::string& top);
    Content(Content&&) noexcept;
    ~Content();
    Result<bool> step(Store& store);
    Result<Descriptor> sealed() const;  // another descriptor of the file, from its beginning; after the last step
    const std::string& sha256_hex() const { return hash_; }
    std::uint64_t octets() const { return octets_; }

  private:
    struct Hashing;
    Content(Outgoing outgoing, Descriptor file);
    Status write(std::string_view piece);
    Outgoing outgoing_;
    Descriptor file_;
    std::unique_ptr<Hashing> hashing_;
    std::string hash_;
    std::uint64_t octets_ = 0;
};

}  // namespace beadle::records

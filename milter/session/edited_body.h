// edited_body.h — the body of a message with a few octets put in, told to the MTA from the spool; nothing is parsed.
//
// Takes    the message, and edits by offset in its octets, from a worker: checked here once more.
// Gives    the whole body in pieces, in order.
// Bounds   pieces of 64 KiB.
// Fails    false: an edit lies in the header section, behind the end or out of order; the spool cannot be read; the taker failed.
// Runs in  session, the connection's thread.
#pragma once

#include "session/message.h"
#include "verdict/carry_out.h"

namespace beadle::session {

class EditedBody : public verdict::Body {
  public:
    explicit EditedBody(Message& message) : message_(message) {}
    bool edited(const std::vector<BodyEdit>& edits, const std::function<bool(std::string_view)>& take) override;

  private:
    using Take = std::function<bool(std::string_view)>;
    bool tell(std::uint64_t from, std::uint64_t to, int file, const Take& take) const;
    Message& message_;
};

}  // namespace beadle::session

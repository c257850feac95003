// message.h — one message between MAIL and its verdict: envelope, octets, and what was counted while they passed.
//
// Takes    header fields and body octets as the milter callbacks give them. Nothing is parsed.
// Gives    the octets as received ("Name:" + value + CRLF, the fold's \n as CRLF, empty line, body; NUL and 8-bit kept); the
//          content hash; our own fields counted per name, for their removal from the highest index down.
// Bounds   Spool's; kept fields: 1000 of at most 1 KiB and names of 256 octets each.
// Fails    a full spool is remembered in `refusal` and answered at the end of the message: header fields bear no reply.
// Runs in  session, one thread at a time.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "mail/content_hash.h"
#include "mail/envelope.h"
#include "verdict/plan.h"
#include "session/spool.h"

namespace beadle::session {

class Message {
  public:
    // marks: names of the fields that prove a relay's tenant; like our own they never go on to anybody.
    Message(Envelope envelope_given, SpoolTotal& total, SpoolLimits limits, std::vector<std::string> marks = {});

    void field(std::string_view name, std::string_view value, bool leading_space_given);
    void end_of_fields();
    void body(std::string_view octets);
    void refuse(verdict::Reply reply, std::string cause);  // the first one counts; the cause is for the log

    Envelope envelope;
    Spool spool;
    std::optional<verdict::Reply> refusal;
    std::string refusal_cause;

    const std::vector<verdict::OwnField>& own_fields() const { return own_fields_; }
    const std::vector<std::string>& stamps() const { return stamps_; }  // bodies of X-Beadle-Stamp fields, trimmed; two at most
    const std::vector<std::pair<std::string, std::string>>& fields() const { return fields_; }  // for a relay's tenant mark
    std::uint64_t body_from() const { return body_from_; }  // in the spool
    std::string content_hash() { return hash_.hex(); }  // once, at the end

  private:
    void append(std::string_view octets);
    void count_own(std::string_view name, std::string_view value);
    std::vector<std::string> marks_;
    ContentHash hash_;
    std::vector<verdict::OwnField> own_fields_;
    std::vector<std::string> stamps_;
    std::vector<std::pair<std::string, std::string>> fields_;
    std::uint64_t body_from_ = 0;
    bool fields_ended_ = false;
};

}  // namespace beadle::session

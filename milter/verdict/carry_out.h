// carry_out.h — a plan's effects in the one order: recorded durably → changes to the message (recipients, fields, then the body
// in one run, as Postfix wants it) → the reply. Notices ride in the record and go out when it is settled.
//
// Takes    the plan, the request to record (already filled in), and the two others: the records and the MTA.
// Gives    what to answer the MTA.
// Fails    not recorded: 451, nothing was changed. A change failed after the commit: 451, and the record is made void.
// Runs in  session, in the end-of-message callback. Never throws but what Mta and Recorder throw.
// Source   ARCHITECTURE.md "When a part fails".
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "verdict/plan.h"

namespace beadle::verdict {

// What can be done to the message at its end. Every call says whether it worked.
struct Mta {
    virtual ~Mta() = default;
    virtual bool delete_recipient(const std::string& forward_path) = 0;
    virtual bool remove_field(const std::string& name, std::uint32_t index) = 0;
    virtual bool add_field(const std::string& name, const std::string& body) = 0;
    virtual bool replace_body(std::string_view piece) = 0;  // the first piece replaces it, the others follow
    virtual bool progress() = 0;  // "still working", keeps the MTA waiting
};

// The body of the message as it arrived, told piece by piece with the edits made in it. False: it cannot be, or `take` failed.
struct Body {
    virtual ~Body() = default;
    virtual bool edited(const std::vector<BodyEdit>& edits, const std::function<bool(std::string_view)>& take) = 0;
};

struct Recorder {
    virtual ~Recorder() = default;
    virtual Result<wire::Recorded> record(const wire::RecordVerdict& verdict) = 0;
    virtual void amend(std::uint64_t event, wire::Amendment what, const std::string& cause) = 0;
};

struct Answered {
    Disposition disposition = Disposition::defer;
    Reply reply;                // of reject and defer
    std::string outcome;        // as recorded; "deferred" when something failed
    std::string cause;          // why it was deferred
    std::uint64_t event = 0;    // 0 = not recorded
    bool await_heard = false;   // copies are held: the record waits to learn that the reply was read
};

// The record's outcome, reply, cause, held and notices are filled in from the plan here.
Answered carry_out(const Plan& plan, wire::RecordVerdict record, Mta& mta, Recorder& recorder, Body& body);

// A deferral with that reply.
Answered deferred(ReplyName name, std::string cause);

}  // namespace beadle::verdict

// records.h — the session's requests to beadle-record.
//
// Takes    the message (its octets travel as a descriptor when copies are kept) and how long an answer is of use.
// Gives    verdict::Recorder. amend() never waits.
// Fails    unavailable: closed, too late, not there. A commit whose answer was not read may have happened: the caller says
//          451, and the record stays pending.
// Runs in  session, connection threads.
#pragma once

#include "verdict/carry_out.h"
#include "session/gateway.h"
#include "session/message.h"
#include "wire/council.h"

namespace beadle::session {

class Records : public verdict::Recorder {
  public:
    Records(Gateway& gateway, Message& message, const Patience& patience);
    Result<wire::Recorded> record(const wire::RecordVerdict& verdict) override;
    void amend(std::uint64_t event, wire::Amendment what, const std::string& cause) override;
    Result<wire::StampAnswer> check(const wire::CheckStamp& stamp);
    // What is remembered of each pair, in the same order.
    // What persons let pass; none when the records cannot say: then the policy acts.
    std::vector<PassedByPerson> passed(const Facts& facts);
    Result<std::vector<PairMemory>> recall(const std::vector<Pair>& pairs);

    // Is the mail of one of these to outside suspended?
    Result<wire::Standing> standing(const std::vector<std::string>& addresses);

  private:
    template <class Reply>
    Result<Reply> ask(wire::Frame frame);
    Gateway& gateway_;
    Message& message_;
    const Patience& patience_;
};

void amend(Gateway& gateway, std::uint64_t event, wire::Amendment what, const std::string& cause);
// An event that nothing waits for: the message was refused or deferred before any decision about it.
void note(Gateway& gateway, wire::RecordVerdict event, const verdict::Answered& answered);

}  // namespace beadle::session

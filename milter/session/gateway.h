// gateway.h — what all connections of the session process share.
//
// Gives    the generations, the channel to the records, the spool's total, the counters, names for connections.
// Runs in  session: every thread; each part guards itself.
#pragma once

#include <atomic>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "session/channel_slot.h"
#include "session/generation.h"
#include "session/spool.h"

namespace beadle::session {

struct Counters {
    std::atomic<std::int64_t> connections{0};  // open now
    std::atomic<std::int64_t> messages{0};     // between MAIL and verdict now
    std::atomic<std::int64_t> unheard{0};      // replies with kept copies, nothing read since
    std::atomic<std::uint64_t> connections_seen{0};
    std::atomic<std::uint64_t> accepted{0}, flagged{0}, rejected{0}, quarantined{0}, split{0}, deferred{0}, released{0};
};

class Gateway {
  public:
    explicit Gateway(const Clock& clock_given);
    std::string next_session_name();  // "s3f2a91c07": not guessable from the last
    void count(std::string_view outcome);
    std::string status_json() const;
    std::vector<wire::NeedPeer> cut_off() const;  // ends that closed and that no other has replaced

    const Clock& clock;
    GenerationStore generations;
    ChannelSlot record;
    SpoolTotal spool;
    Counters counters;
    std::atomic<bool> draining{false};
};

}  // namespace beadle::session

// delivery.h — what the mail server's log says became of messages, from beadle-mail to beadle-record. FORMAT.md tells who may
// say what.
#pragma once

#include "wire/messages.h"

namespace beadle::wire {

// heard: the log shows that the mail server had our verdict. expired may come without a recipient: for all of them.
enum class DeliveryStatus : std::uint8_t { sent, deferred, bounced, expired, heard };
constexpr DeliveryStatus last_of(DeliveryStatus) { return DeliveryStatus::heard; }

// One line, in the words of the log: who wrote it is trusted no further than that.
struct Delivery {
    std::string queue_id;
    std::string recipient, original;  // address it went to; before an alias, where the log says so
    DeliveryStatus status = DeliveryStatus::sent;
    std::string relay, dsn, reply, logged;  // logged: the time as the line has it
    bool operator==(const Delivery&) const = default;
};
template <class A> void describe(A& a, Delivery& v) {
    a(v.queue_id, v.recipient, v.original, v.status, v.relay, v.dsn, v.reply, v.logged);
}

// beadle-mail -> beadle-record: what was read since the last time, and how far. Once recorded, `cursor` is what
// DeliveriesRecorded and DeliveryCursor give; "" asks for that alone.
struct Deliveries {
    static constexpr std::uint16_t type = 120;
    static constexpr std::size_t most = 200;
    std::vector<Delivery> list;
    std::string cursor;  // "inode:offset"
};
template <class A> void describe(A& a, Deliveries& v) { a(bounded(v.list, Deliveries::most), v.cursor); }

struct DeliveriesRecorded {
    static constexpr std::uint16_t type = 121;
    bool good = false;   // false: nothing of it stands, tell it again
    std::string cursor;  // how far it is known now
};
template <class A> void describe(A& a, DeliveriesRecorded& v) { a(v.good, v.cursor); }

}  // namespace beadle::wire

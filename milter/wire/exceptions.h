// exceptions.h — what persons let pass for a time, asked when a message would be kept back (records/exceptions.h).
//
// Takes    sender and recipients of the message, as in its envelope. Gives the rules that do not act on it, by recipient.
// Runs in  session asks record.
#pragma once

#include "wire/messages.h"

namespace beadle::wire {

struct AskExceptions {
    static constexpr std::uint16_t type = 112;
    Origin origin = Origin::outside;
    std::string sender;
    std::vector<std::string> recipients;
};
struct GivenException {
    std::string rule, recipient;  // folded
    std::string reason;           // in words, with who and until when
};
struct ExceptionsGiven {
    static constexpr std::uint16_t type = 113;
    bool good = false;
    std::vector<GivenException> given;
};

template <class A> void describe(A& a, AskExceptions& v) { a(v.origin, bounded(v.sender, 4096), v.recipients); }
template <class A> void describe(A& a, GivenException& v) {
    a(bounded(v.rule, 256), bounded(v.recipient, 4096), bounded(v.reason, 2000));
}
template <class A> void describe(A& a, ExceptionsGiven& v) { a(v.good, bounded(v.given, 200)); }

}  // namespace beadle::wire

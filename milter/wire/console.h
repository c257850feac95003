// console.h — what beadle-console asks of the records in the name of who is signed in. Answered by Answer frames.
#pragma once

#include <string>

#include "base/codec.h"

namespace beadle::wire {

// console -> record: a verb of records/verbs.h, if the role of the session's account has it (records/roles.h).
struct ConsoleAsk {
    static constexpr std::uint16_t type = 150;
    std::string token;  // of the session, as record issued it; "" = nobody is signed in yet
    std::string verb;
    std::string arguments;  // a JSON object
    std::string client;     // address of the browser, for the records of who signed in from where
};
template <class A>
void describe(A& a, ConsoleAsk& v) {
    a(bounded(v.token, 128), bounded(v.verb, 64), bounded(v.arguments, 1u << 20), bounded(v.client, 64));
}

}  // namespace beadle::wire

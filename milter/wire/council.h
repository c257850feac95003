// council.h — what beadle-session tells the records of the council, and what it asks about a sender. FORMAT.md says who may say
// what.
//
// The records read neither policy nor directory: session has read both and says what clocks, digests and reports need of them.
#pragma once

#include "wire/messages.h"

namespace beadle::wire {

struct CouncilMember {
    std::string mailbox, name, role;   // role on the day it is told
    std::string trained, from, until;  // YYYY-MM-DD or ""
    std::string ask_whom;              // whom they ask about their mailbox or device, in words
};
struct CouncilRule {
    std::string id, clause;
};
// session -> beadle-record: with each generation and each new connection. Posted, not answered.
struct Council {
    static constexpr std::uint16_t type = 140;
    static constexpr std::size_t most = 5000;  // members, rules
    std::string name, policy_title, adopted, review_due, policy_version;
    std::string clerk;  // address of what the clerk is told; "" = nobody is
    std::vector<CouncilRule> rules;
    std::vector<CouncilMember> members;
};

// session -> beadle-record: may any of these send out? Asked of mail from inside, before it is judged.
struct AskStanding {
    static constexpr std::uint16_t type = 141;
    static constexpr std::size_t most = 16;
    std::vector<std::string> addresses;  // folded mailboxes
};
struct Standing {
    static constexpr std::uint16_t type = 142;
    bool good = false;  // false: could not look
    std::string problem;
    std::string suspended;   // the address whose mail to outside is suspended; "" = none
    std::int64_t until = 0;  // wall milliseconds
};

template <class A>
void describe(A& a, CouncilMember& v) {
    a(v.mailbox, v.name, v.role, v.trained, v.from, v.until, v.ask_whom);
}
template <class A>
void describe(A& a, CouncilRule& v) {
    a(v.id, v.clause);
}
template <class A>
void describe(A& a, Council& v) {
    a(v.name, v.policy_title, v.adopted, v.review_due, v.policy_version, v.clerk, bounded(v.rules, Council::most),
      bounded(v.members, Council::most));
}
template <class A>
void describe(A& a, AskStanding& v) {
    a(bounded(v.addresses, AskStanding::most));
}
template <class A>
void describe(A& a, Standing& v) {
    a(v.good, v.problem, v.suspended, v.until);
}

}  // namespace beadle::wire

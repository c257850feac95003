// facts.h — all that policy may know: values in, a decision out. No clock, disk, network or log.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "mail/decision.h"
#include "mail/envelope.h"
#include "mail/inspection.h"

namespace beadle {

struct RecipientFacts {
    std::string address;  // as in Envelope::recipients
    Direction direction = Direction::inbound;
    std::string role;     // member role, "" = not a member
    bool known = false;   // directory knows the address
    std::string partner;  // domain of the directory's partner that it lies in, "" = none
    std::string tls;      // mandatory TLS level of the MTA on the way to it (people/enforced_tls.h), "" = none
    std::vector<FindingKind> may_receive;  // what that partner may have under an agreement that has not ended
};

// Whether the sender can be asked about this message, and how they can answer.
enum class Asking : std::uint8_t { cannot, by_link, by_reply };  // by_reply: by link besides, where that is switched on

// What a person let pass for a time, beside the policy's own exceptions (records/exceptions.h).
struct PassedByPerson {
    std::string rule, recipient;  // recipient folded
    std::string reason;
};

struct Facts {
    Envelope envelope;
    Origin origin = Origin::outside;
    std::string sender_role;  // "" = not a member
    bool sender_proven = false;  // what is granted to the envelope sender alone may be had (people/asking.h)
    Asking asking = Asking::cannot;
    std::vector<RecipientFacts> recipients;
    Inspection inspection;    // with the findings about people and coverage put in
    std::string today;        // YYYY-MM-DD, Europe/London
    int minute_of_day = 0;    // Europe/London
    int weekday = 1;          // 1 = Monday
    std::uint32_t generation = 0;
    std::vector<PassedByPerson> passed;
};

}  // namespace beadle

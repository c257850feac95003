// threat_facts.h — what a worker collected for the judgement of people/: where links lead, and what the mail server's
// own checks said of the sender.
//
// Gives    values only: hosts and schemes, never a whole address with its path and query. Claims of the message; which
// of the
//          results are to be believed, people/ decides.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace beadle {

struct Link {
    std::string scheme;    // lower case: "https", "data"
    std::string host;      // where it leads, lower-case A-labels; numeric ones as four numbers; "" = nowhere by name
    std::string shown;     // the host that its words name, "" = none
    std::string leads_to;  // the host of an address inside the address: a redirector's
    std::string file;      // ending of what it fetches, when the system would start that: "exe"
    bool credentials = false;  // user@host
    bool odd_number = false;   // a host written as one number, in octal or hexadecimal
    std::string location;
    std::vector<std::string> path;
    std::string part;
    bool operator==(const Link&) const = default;
};

// One result of an Authentication-Results field (RFC 8601).
struct AuthenticationResult {
    std::string server;           // authserv-id, lower case
    std::string method;           // "spf" "dkim" "dmarc"
    std::string result;           // "pass" "fail" …, lower case
    std::string domain;           // that it speaks of: header.from, header.d, the domain of smtp.mailfrom
    std::uint32_t field = 0;      // which field of that name, from 1 at the top
    bool below_received = false;  // a Received field stands above it: it came with the message
    bool operator==(const AuthenticationResult&) const = default;
};

}  // namespace beadle

// inspection.h — what a worker answers about one message. Parsed as hostile by whoever receives it.
//
// Bounds   InspectionLimits: the worker keeps within them, the receiver refuses more (wire/mail_fields.h).
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "mail/answer.h"
#include "mail/finding.h"
#include "mail/passed_on.h"
#include "mail/said.h"
#include "mail/threat_facts.h"

namespace beadle {

struct InspectionLimits {
    static constexpr std::size_t findings = 2000;
    static constexpr std::size_t protections = 500;
    static constexpr std::size_t not_inspected = 500;
    static constexpr std::size_t entities = 4000;
    static constexpr std::size_t addresses = 2000;
    static constexpr std::size_t links = 500;
    static constexpr std::size_t authentication = 100;
    static constexpr std::size_t inaccessible = 50;
    static constexpr std::size_t text = 1000;  // octets of any one string in it
};

// A document that a screen reader cannot follow: what it lacks, "tags and title". It matters when many get it (people/).
struct Inaccessible {
    std::string location;
    std::vector<std::string> path;
    std::string part;
    std::string lacks;
    bool operator==(const Inaccessible&) const = default;
};

// One body part, attachment or archive member, as it was read.
struct Entity {
    std::string part;  // "1.2"
    std::vector<std::string> path;
    std::string media_type;     // as claimed, lower case: "application/pdf"
    std::string detected_type;  // by content; "" = unknown
    std::string filename;
    std::uint64_t octets = 0;  // decoded
    std::string sha256;        // hex, of the decoded octets; "" for multiparts
    bool operator==(const Entity&) const = default;
};

struct HeaderAddress {
    std::string field;    // "from" "sender" "reply-to" "to" "cc" "resent-from" …, lower case
    std::string display;  // decoded
    std::string address;  // local@domain, as written
    bool operator==(const HeaderAddress&) const = default;
};

// What the header section and the bodies say of how the message came to be. Claims, never proof.
struct Marks {
    bool automatic = false;          // Auto-Submitted other than "no", or an equivalent
    bool bulk = false;               // List-Id, Precedence bulk/list/junk, List-Unsubscribe
    bool resent = false;             // Resent-* fields
    bool forwarded_by_hand = false;  // the original quoted or attached, and something says that it is a forward
    bool forwarded_by_rule = false;  // loop fields of servers and sieve
    bool reply = false;              // In-Reply-To or References
    bool operator==(const Marks&) const = default;
};

struct Inspection {
    std::vector<Finding> findings;
    std::vector<Protection> protection;
    std::vector<NotInspected> not_inspected;  // empty = coverage is complete
    std::vector<Entity> entities;
    std::vector<HeaderAddress> addresses;
    Marks marks;
    std::vector<Link> links;
    std::vector<AuthenticationResult> authentication;
    std::vector<Inaccessible> inaccessible;
    PassedOn passed_on;
    Said said;
    AskReply answer;         // what it says to a question of ours, when it bears the code of one
    std::string message_id;  // author's name for it, with <>
    std::string subject;     // decoded, sensitive values masked, at most 200 octets
    std::string sha256;      // hex, of the message octets
    std::uint64_t octets = 0;
    std::uint64_t elapsed_us = 0;

    bool complete() const { return not_inspected.empty(); }
    bool operator==(const Inspection&) const = default;
};

// Puts a not_inspected finding beside each entry of not_inspected, so that policy can name it; idempotent.
void add_coverage_findings(Inspection& inspection);

}  // namespace beadle

// decision.h — what policy says of a message, per recipient, with the rule and clause for each word of it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "mail/envelope.h"
#include "mail/finding.h"

namespace beadle {

// Weakest first; the strongest wins per recipient. defer holds for the whole message and beats all.
enum class Action : std::uint8_t { accept, log, flag, ask, reject, quarantine, defer };
constexpr Action last_of(Action) { return Action::defer; }
std::string_view name(Action a);
std::optional<Action> action(std::string_view name);

enum class Teller : std::uint8_t { sender, clerk };
constexpr Teller last_of(Teller) { return Teller::clerk; }

// One rule that matched, for at least one recipient.
struct RuleHit {
    std::string id;
    std::string clause;
    std::string purpose;
    std::string advice;
    Action action = Action::accept;        // what it does; under watch: what it would have done
    bool watched = false;                  // mode = "watch": recorded, not carried out
    std::string excepted_by;               // reason of the exception that took it back; "" = none
    std::vector<Teller> tell;
    std::vector<std::string> add;          // "banner"
    bool alert = false;
    bool incident = false;               // opened at once
    bool incident_when_released = false; // when a person lets out what this kept back
    std::string retain;                    // retention class, "" = default
    bool journal = false;
    std::uint32_t release_needs = 1;       // persons
    std::vector<std::uint32_t> findings;   // indices into Inspection::findings that made it match, at most 50
    bool operator==(const RuleHit&) const = default;
};

struct RecipientDecision {
    std::string address;  // as in Envelope::recipients
    Direction direction = Direction::inbound;
    Action action = Action::accept;
    std::vector<std::uint32_t> hits;  // indices into Decision::hits that concern this recipient
    bool operator==(const RecipientDecision&) const = default;
};

struct Decision {
    std::vector<RuleHit> hits;
    std::vector<RecipientDecision> recipients;  // in the envelope's order
    std::string policy;                         // council and title
    std::string policy_version;                 // first 16 hex digits of SHA-256 over base + council file
    std::uint32_t generation = 0;

    Action strongest() const;     // over the recipients
    Direction widest() const;     // outbound > inbound > internal
    bool operator==(const Decision&) const = default;
};

}  // namespace beadle

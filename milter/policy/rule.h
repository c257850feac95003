// rule.h — one rule and one exception of a council's policy, as values.
//
// Gives    what read_policy() makes of [[rule]] and [[exception]]; everything is checked before it stands here.
//          A rule applies to a recipient when `when` holds, `all_of` (the key `and`) holds, and `unless` does not.
//          Within one table every key must hold; within one key any of its values will do.
// Runs in  session, cli. No clock, disk, network or log.
// Source   ARCHITECTURE.md "Policy language"; SI 2018/356 regulation 3 (purposes).
#pragma once

#include <bitset>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "mail/decision.h"
#include "mail/envelope.h"
#include "mail/finding.h"

namespace beadle::policy {

using KindSet = std::bitset<static_cast<std::size_t>(last_of(FindingKind{})) + 1>;
using ReasonSet = std::bitset<static_cast<std::size_t>(last_of(NotInspectedReason{})) + 1>;

// "Mon-Fri 08:00-18:00", in Europe/London. A span over midnight belongs to the day on which it starts.
struct Hours {
    std::uint8_t days = 0x7f;                             // bit 0 = Monday
    int from = 0;                                         // minutes of the day
    int to = 1440;                                        // exclusive; below `from` = over midnight
    std::string words;                                    // as written
    bool contains(int weekday, int minute_of_day) const;  // weekday 1 = Monday
    bool operator==(const Hours&) const = default;
};
// nullopt when the text is no such span.
std::optional<Hours> parse_hours(std::string_view text);
// "5 MB", "200 KiB", "1048576": octets. KB, MB, GB are powers of 1000, KiB, MiB, GiB of 1024.
std::optional<std::uint64_t> parse_size(std::string_view text);

enum class CoverageAsked : std::uint8_t { nothing, complete, incomplete };

struct Conditions {
    std::vector<Direction> direction;  // every empty list = not asked
    std::optional<Origin> origin;
    std::vector<std::string> sender_role, recipient_role;  // member_role_words()
    std::vector<std::string> from, to;                     // address patterns; from also "<>", the null sender
    std::vector<std::string> finds;                        // as written: kinds and @groups
    KindSet kinds;                                         // the same, spread out
    Confidence confidence = Confidence::low;               // this or higher
    std::uint32_t count_at_least = 1;                      // distinct values, added up over the findings that count
    bool unprotected = false;                              // only findings that nothing protects (cover.h)
    // Only recipients to whom enforced TLS counts as protection (Policy::enforced_tls), and findings that nothing else covers.
    bool enforced_tls = false;
    std::vector<std::string> location;                     // location_words(), or a pattern of a file or member name
    std::optional<std::uint64_t> size_over;                // octets of the message
    std::vector<Hours> hours;
    CoverageAsked coverage = CoverageAsked::nothing;
    ReasonSet reasons;                        // incomplete for one of these
    std::vector<ProtectionGrade> protection;  // something in the message is protected like this

    bool narrows() const;  // false: it holds for every message and recipient
    bool narrows_beyond_direction() const;
    bool operator==(const Conditions&) const = default;
};

struct Rule {
    std::string id, clause, purpose, advice;
    std::optional<Conditions> when, all_of, unless;
    Action action = Action::log;
    std::optional<Action> otherwise;  // of ask: what is done where the sender cannot be asked; not said = flag
    std::vector<Teller> tell;
    std::vector<std::string> add;
    bool alert = false;
    bool incident = false, incident_when_released = false;
    bool journal = false;
    bool always = false;
    bool watch = false;
    std::string retain;
    std::uint32_t release_needs = 1;
    bool operator==(const Rule&) const = default;
};

struct Exception {
    std::string rule;
    std::vector<std::string> from, to;  // at least one of them is not empty
    std::vector<std::string> kinds;     // as written; empty = the whole rule
    KindSet kind_set;
    std::string until;  // YYYY-MM-DD, the last day on which it holds
    std::string reason, approved_by;
    bool operator==(const Exception&) const = default;
};

// The closed lists of words, for reading and for "did you mean".
const std::vector<std::string>& purpose_words();
const std::vector<std::string>& member_role_words();  // with "none" for somebody who is no member
const std::vector<std::string>& location_words();     // envelope header body attachment

}  // namespace beadle::policy

// states.h — what may become of a kept message, as one table.
//
// Gives    pending     recorded; whether the sending client heard our reply is not known: releasable like held
//          held        the reply was heard
//          superseded  the client tried again and that try was recorded: see superseded_by; a late "heard" makes it
//          held,
//                      a retry that becomes void makes it pending again
//          discarding  a person wants it gone: for a short time that can be taken back, then its key is destroyed
//          returned    sent back to its sender with a note; kept until it expires
//          journalled  the kept copy of an accepted message
//          released, discarded, expired, gone void: the end
// Runs in  record. Values only.
// Source   ARCHITECTURE.md "Records": exactly once.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace beadle::records {

enum class State : std::uint8_t {
    pending, held, superseded, discarding, returned, journalled, released, discarded, expired, made_void,
};
constexpr State last_of(State) { return State::made_void; }

constexpr std::string_view name(State s) {
    switch (s) {
        case State::pending:
            return "pending";
        case State::held:
            return "held";
        case State::superseded:
            return "superseded";
        case State::discarding:
            return "discarding";
        case State::returned:
            return "returned";
        case State::journalled:
            return "journalled";
        case State::released:
            return "released";
        case State::discarded:
            return "discarded";
        case State::expired:
            return "expired";
        case State::made_void:
            return "void";
    }
    return "pending";
}
constexpr std::optional<State> state(std::string_view word) {
    for (int i = 0; i <= static_cast<int>(State::made_void); ++i)
        if (name(static_cast<State>(i)) == word) return static_cast<State>(i);
    return std::nullopt;
}

constexpr bool may_become(State from, State to) {
    switch (from) {
        case State::pending:
            return to != State::pending && to != State::journalled;
        case State::held:
            return to == State::released || to == State::discarding || to == State::returned || to == State::discarded ||
                   to == State::expired;
        case State::superseded:
            return to == State::pending || to == State::held || to == State::discarded || to == State::expired ||
                   to == State::made_void;
        case State::discarding:
            return to == State::held || to == State::discarded;
        case State::returned:
            return to == State::expired;
        case State::journalled:
            return to == State::expired || to == State::made_void;
        default:
            return false;
    }
}
constexpr bool is_open(State s) {
    return s == State::pending || s == State::held;
}  // a person may release or discard it
constexpr bool keeps_content(State s) { return s < State::discarded; }

}  // namespace beadle::records

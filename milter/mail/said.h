// said.h — what the topmost own words of a message say to its recipients, as far as people/ needs it.
//
// Takes    nothing; the worker fills it in (inspect/detect/said.h). Claims of the writer, never proof.
// Bounds   most_greeted; each name within most_name octets.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace beadle {

// "Dear Mr Jones": a surname; "Hi Anne": a forename. Lower case; one of them may be "".
struct Greeted {
    std::string forename, surname;
    bool operator==(const Greeted&) const = default;
};

// told: the text says that something is a password or code. alone: a short mail that is little else than what looks
// like one.
enum class PasswordSaid : std::uint8_t { no, alone, told };
constexpr PasswordSaid last_of(PasswordSaid) { return PasswordSaid::told; }

struct Said {
    static constexpr std::size_t most_greeted = 8, most_name = 64;
    std::vector<Greeted> greeted;  // empty: nobody, or somebody who cannot be told from the words ("Dear all")
    PasswordSaid password = PasswordSaid::no;
    bool operator==(const Said&) const = default;
};

}  // namespace beadle

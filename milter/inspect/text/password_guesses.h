// password_guesses.h — what in a message may be the password of a file in it.
//
// Takes    the segments of a Reading: subject, bodies with what they quote, names, text of other attachments. Hostile.
// Gives    at most most_guesses, the likeliest first: what stands behind "password", "pass", "pwd", "code", "key" on
//          their line or the next, quoted words, pairs of user and password, words with digits in a short mail, dates
//          and postcodes when the mail hints at them, file names, and the few that everybody takes.
// Bounds   1 MiB of text, lines of 2,000 octets; linear in it.
// Fails    never. Never throws but std::bad_alloc.
// Runs in  inspect worker. No guess leaves it.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "inspect/text/reading.h"

namespace beadle::inspect {

struct PasswordGuess {
    static constexpr std::size_t nowhere = static_cast<std::size_t>(-1);
    std::string text;               // UTF-8
    std::size_t segment = nowhere;  // where it stands; nowhere: everybody's password
    int likelihood = 0;
    bool told = false;  // the message says in so many words that it is a password
};

constexpr std::size_t most_guesses = 30;
std::vector<PasswordGuess> password_guesses(const std::vector<Segment>& segments);
// A word stands in it without which no guess is `told`: asked first, it is quick.
bool names_password(std::string_view text);
// The segment that says what the password is made of ("your date of birth") without saying it; nowhere: none does.
std::size_t password_hint(const std::vector<Segment>& segments);

}  // namespace beadle::inspect

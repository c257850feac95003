// spelling.h — how one spelling of a domain differs from another, as the eye sees it.
//
// Takes    domains and labels as folded by mail/address.h (lower case, A-labels). Hostile.
// Gives    the registered part; skeletons in which letters that look the same are the same; the one slip by which two
// words
//          differ.
// Bounds   slip_between: length times length, at most 63 each. Never throws but std::bad_alloc.
// Runs in  session, cli. Edge of libpsl, libidn2 and ICU's confusables; none opens a file.
// Source   UTS 39; the public suffix list as Debian builds it in.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace beadle::people {

// "evil.example" of "a.b.evil.example"; the domain itself when it is a suffix.
std::string registrable(std::string_view domain);
// As letters: "xn--…" in its own script; what cannot be read stays.
std::string shown_domain(std::string_view domain);
// Letters that look the same made one, figures and pairs included: 0 and o, 1 and l, rn and m, vv and w.
std::string skeleton_of(std::string_view domain);
// By letters of other scripts or accents alone.
bool disguised_as(std::string_view domain, std::string_view known);
// What the eye reads in a domain of other letters, in plain Latin ones; the domain itself when it has none, or no such
// form.
std::string plain_letters(std::string_view domain);
// A label of letters of more than one script, or wholly of letters that pass for Latin ones.
bool is_disguised(std::string_view domain);

// By what two words differ: none = not by one slip that the eye passes over.
enum class Slip : std::uint8_t { none, changed_places, doubled, figure, left_out, put_in, neighbour, loose };
constexpr Slip last_of(Slip) { return Slip::loose; }
Slip slip_between(std::string_view one, std::string_view other);
const char* words_for(Slip slip);
// "qov.uk", "gov-uk.com", "gov.co": an ending that passes for the other.
bool nearly_suffix(std::string_view ending, std::string_view suffix);

}  // namespace beadle::people

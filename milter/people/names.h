// names.h — does an address bear a member's name in a usual spelling?
//
// Takes    a member's name as the directory has it ("Cllr Anne Smith-Jones MBE") and the local part of an address.
// Gives    full: first name and surname, in either order (anne.smith, SmithAnne72, anne_m_smith);
//          short: an initial, a short or a familiar form with the surname (a.smith, smith.a, asmith, annie.smith,
//          nan.smith); nothing: anything else, a surname alone included.
// Bounds   linear in both. Accents count as their plain letter.
// Runs in  session, cli. Never throws but std::bad_alloc.
#pragma once

#include <cstdint>
#include <string_view>

#include "people/nicknames.h"

namespace beadle::people {

enum class NameLikeness : std::uint8_t { nothing, by_initial, full };
NameLikeness name_likeness(std::string_view member_name, std::string_view local, const Nicknames& nicknames = {});
// The surname alone, or with another first name: "johnsmith" for Anne Smith.
bool bears_surname(std::string_view member_name, std::string_view local);
// The surname as a family's own: "the.smiths", "smithfamily", "familysmith".
bool bears_family_name(std::string_view member_name, std::string_view local);
// A domain that bears the name: full "annesmith.example", short "smithfamily.example", "the-smiths.co.uk".
NameLikeness domain_likeness(std::string_view member_name, std::string_view domain, const Nicknames& nicknames = {});
// The whole local part is the first name, a short form of it or the initials: at a domain of one's own that is enough.
bool is_first_name(std::string_view member_name, std::string_view local, const Nicknames& nicknames = {});
// A name as programs show it ("Smith, Anne (Cllr)") has the member's first name and surname among its words.
bool bears_name(std::string_view member_name, std::string_view shown);

}  // namespace beadle::people

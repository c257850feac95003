// names.h — does an address bear a member's name in a usual spelling?
//
// Takes    a member's name as the directory has it ("Cllr Anne Smith-Jones MBE") and the local part of an address.
// Gives    full: first name and surname, in either order (anne.smith, SmithAnne72, anne_m_smith);
//          short: an initial or a short form with the surname (a.smith, smith.a, asmith, annie.smith);
//          nothing: anything else, a surname alone included.
// Bounds   linear in both. Accents count as their plain letter.
// Runs in  session, cli. Never throws but std::bad_alloc.
#pragma once

#include <cstdint>
#include <string_view>

namespace beadle::people {

enum class NameLikeness : std::uint8_t { nothing, by_initial, full };
NameLikeness name_likeness(std::string_view member_name, std::string_view local);
// A name as programs show it ("Smith, Anne (Cllr)") has the member's first name and surname among its words.
bool bears_name(std::string_view member_name, std::string_view shown);

}  // namespace beadle::people

// odf_open.h — one sealed member of an OpenDocument file, by a password.
//
// Takes    what the manifest says of the member, its octets in the archive, a password in UTF-8; all hostile.
// Gives    the member as it was before it was packed and sealed, when the check sum of the manifest proves it.
// Bounds   most_rounds of key derivation (about a second; LibreOffice takes 100,000); unpacking by the budget.
// Fails    nothing: wrong password, no check sum, a cipher or derivation that nobody here undoes. can_open() says the
// last:
//          AES-GCM with Argon2id of LibreOffice since 24.8 needs a library that Debian 12 has no fit one of.
//          Never throws but std::bad_alloc.
// Runs in  inspect worker.
// Source   ODF 1.2 part 3, 3.4; ODF 1.1, 17.3.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/budget.h"
#include "inspect/text/odf_seal.h"

namespace beadle::inspect {

bool can_open(const OdfEntry& entry);
std::optional<std::string> open_odf_entry(const OdfEntry& entry, std::string_view sealed, std::string_view password,
                                          Budget& budget);

}  // namespace beadle::inspect

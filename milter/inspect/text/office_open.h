// office_open.h — the package of an encrypted docx, xlsx or pptx, by a password.
//
// Takes    the streams EncryptionInfo and EncryptedPackage, and a password in UTF-8; all hostile.
// Gives    the package in the clear, when the password is proved right by the verifier. A wrong one costs the spinning
//          alone (100,000 digests: about 0.1 s), nothing of the package is touched.
// Bounds   the budget's time while it spins; what comes out is as long as the stream, spent as unpacked.
// Fails    nothing: wrong password, ciphers that nobody here undoes (RC4 in standard, certificates, extensible), over
//          the budget. Never throws but std::bad_alloc.
// Runs in  inspect worker.
// Source   MS-OFFCRYPTO 2.3.4.5 to 2.3.4.9 (standard), 2.3.4.10 to 2.3.4.15 (agile).
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/budget.h"

namespace beadle::inspect {

std::optional<std::string> open_office_package(std::string_view info, std::string_view package,
                                               std::string_view password, Budget& budget);

}  // namespace beadle::inspect

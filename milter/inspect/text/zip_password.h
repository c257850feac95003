// zip_password.h — one candidate password tried on one sealed member of a ZIP archive.
//
// Takes    the archive, the member, the password in the octets that the packer saw (UTF-8 or an old charset). Hostile.
// Gives    the member's plain octets when the password opens it and its check sum or authentication code agrees.
// Bounds   the budget: unpacked octets, ratio, time. A wrong password costs 12 octets (ZipCrypto, but for one in 256) or
//          1000 rounds of PBKDF2 (AES).
// Fails    nothing: wrong, damaged, not sealed by a password. Never throws but std::bad_alloc.
// Runs in  inspect worker; start_zip_password() before the fork. Edge of libcrypto, with seven_zip_key.cc.
// Source   APPNOTE 6.1; WinZip AE-1/AE-2.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "inspect/text/zip_file.h"

namespace beadle::inspect {

void start_zip_password();
std::optional<std::string> try_zip_password(const ZipFile& zip, const ZipMember& member, std::string_view password,
                                            Budget& budget);

}  // namespace beadle::inspect

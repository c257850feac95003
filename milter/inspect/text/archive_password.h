// archive_password.h — one candidate password tried on a whole archive.
//
// Takes    octets of a ZIP or 7z archive and a password in UTF-8; both hostile. For ZIP the password is tried as it is and
//          in the two old charsets that Windows packers use.
// Gives    the sealed members that it opens, proved by check sum or authentication code; nothing when it opens none.
// Bounds   the budget: members, unpacked octets, time. A wrong password costs about 1 ms for ZIP with AES, next to nothing
//          for ZipCrypto, 2^19 rounds of SHA-256 (about 0.1 s) for 7z.
// Fails    nothing: RAR and PKWARE's strong encryption have no opener here; what is opened but cannot be unpacked is left
//          out. Never throws but std::bad_alloc.
// Runs in  inspect worker.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/budget.h"

namespace beadle::inspect {

struct OpenedMember {
    std::string name;  // UTF-8
    std::string octets;
};

struct OpenedArchive {
    std::vector<OpenedMember> members;
    bool whole = false;  // nothing of it stays sealed
};

OpenedArchive try_archive_password(std::string_view octets, std::string_view password, Budget& budget);

}  // namespace beadle::inspect

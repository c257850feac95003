// zip_member.h — one member of a ZIP archive made an archive of its own, for libarchive: exact, whatever its directory
// says of it.
//
// Gives    the local header that goes before the member's octets.
// Runs in  inspect worker. Never throws but std::bad_alloc.
// Source   APPNOTE 6.3.10.
#pragma once

#include <string>

#include "inspect/text/zip_file.h"

namespace beadle::inspect {

bool library_unpacks(std::uint16_t method);
std::string lone_local_header(const ZipMember& member, std::uint64_t packed);

}  // namespace beadle::inspect

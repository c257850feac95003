// seal_zip.h — how a ZIP archive is sealed, over all its members.
//
// Takes    a ZipFile. Gives one judgement: partial as soon as one member with content is clear, opaque when its tables
//          contradict each other about encryption or "encrypted" octets are readable.
// Runs in  inspect worker. Never throws but std::bad_alloc.
// Source   APPNOTE 4.4.4, 7; WinZip AE; the grades of ARCHITECTURE.md.
#pragma once

#include <string>

#include "inspect/text/zip_file.h"
#include "mail/finding.h"

namespace beadle::inspect {

struct ZipSeal {
    bool sealed = false;  // at least one member claims to be
    bool protects = false;
    bool sham = false;  // claims encryption; the octets are readable
    ProtectionGrade grade = ProtectionGrade::opaque;
    std::string why;
};

ZipSeal seal_of(const ZipFile& zip);
// The member is said to be sealed, and its octets are the file or unpack to it.
bool seems_clear(const ZipFile& zip, const ZipMember& member);

}  // namespace beadle::inspect

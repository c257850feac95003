// cabinet_blocks.h — do the blocks of a cabinet hold what its files claim?
//
// Takes    octets from the signature MSCF on. Gives false when a folder's blocks run out of the octets, are larger than
// the
//          format allows, differ in size where nothing is packed, or end before a file that stands in them. libarchive
//          follows such a claim into memory that is not there.
// Bounds   linear in the octets: no more blocks and files are looked at than they can hold.
// Runs in  inspect workers. Never throws.
// Source   Microsoft Cabinet Format, 2.3 to 2.6 (CFHEADER, CFFOLDER, CFFILE, CFDATA); a crash of libarchive 3.6.2 found
// by
//          archives_fuzz.
#pragma once

#include <string_view>

namespace beadle::inspect {

bool cabinet_holds_its_files(std::string_view octets);

}  // namespace beadle::inspect

// seven_zip_records.h — what stands in a 7z directory once it is plain: streams, folders, files.
//
// Takes    octets of the directory (hostile) and of the archive that it describes.
// Gives    its folders and files; false when they make no sense.
// Bounds   as seven_zip.h; every count is checked against what is left before anything is made for it.
// Runs in  inspect worker. Never throws but std::bad_alloc.
// Source   7zFormat.txt of the LZMA SDK.
#pragma once

#include <string_view>

#include "inspect/text/seven_zip.h"

namespace beadle::inspect {

// After 0x17: how the directory itself is packed.
bool read_packed_directory(std::string_view octets, std::string_view archive, SevenZip& out);
// After 0x01: the directory.
bool read_plain_directory(std::string_view octets, std::string_view archive, std::size_t most, SevenZip& out);

}  // namespace beadle::inspect

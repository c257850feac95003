// zip_records.h — the records of a ZIP archive, one at a time: local headers, central headers, end records.
//
// Takes    octets of the archive and where a record is said to stand. Hostile.
// Gives    its fields with those of its extra fields (Zip64, WinZip AES, Unicode path) put in; views into the octets.
// Bounds   constant work for each record; at most 4 end records, looked for in the last 64 KiB.
// Fails    nothing where there is no such record. Never throws but std::bad_alloc.
// Source   APPNOTE 6.3.10.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace beadle::inspect {

struct ZipHeader {
    std::uint16_t flags = 0, method = 0, time = 0;
    std::uint32_t crc = 0;
    std::uint64_t packed = 0, plain = 0;
    std::uint64_t local = 0;   // central: where the local header stands
    std::uint64_t length = 0;  // of this record
    std::uint32_t disk = 0;    // central: the volume it is on
    std::string_view name, extra, comment;
    std::string_view other_path;  // UTF-8, of the extra field 0x7075
    bool other_path_stale = false;  // made for another name
    std::uint16_t algorithm = 0;  // of PKWARE's strong encryption
    std::uint16_t aes_version = 0, aes_strength = 0, real_method = 0;
    bool aes = false;

    bool sealed() const { return (flags & 1) != 0; }
    bool sizes_follow() const { return (flags & 8) != 0; }
    bool masked() const { return (flags & 0x2000) != 0; }
};

std::optional<ZipHeader> local_header(std::string_view zip, std::uint64_t at);
std::optional<ZipHeader> central_header(std::string_view zip, std::uint64_t at);
std::string zip_name(std::string_view name, std::uint16_t flags);

struct ZipDirectory {
    std::uint64_t start = 0, size = 0, count = 0;
    std::uint64_t shift = 0;  // octets put before the archive: every place is that much further on
    std::uint64_t end = 0;    // where the directory must have ended
    std::uint64_t at = 0;     // of its end record
    std::string_view comment;
    bool volumes = false;  // one of several
    bool two_sizes = false;  // its Zip64 record says something else than it does
};

// The last one first: what most programs go by.
std::vector<ZipDirectory> zip_directories(std::string_view zip);

}  // namespace beadle::inspect

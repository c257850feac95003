// archive.h — archives and packed files other than ordinary ZIP members, through libarchive, from memory.
//
// Takes    octets of a gzip, bzip2, xz, zstd, tar or 7z file. Hostile.
// Gives    every member, in order, to a callback that says whether to go on.
// Bounds   the caller's budget: members, unpacked octets, ratio. Filters and formats are enabled one by one: enabling
// all
//          of them would let libarchive start programs.
// Fails    Walked says how it ended. Never throws but std::bad_alloc.
// Runs in  inspect worker. Edge of libarchive.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "base/budget.h"
#include "inspect/text/zip_file.h"

namespace beadle::inspect {

struct ArchiveMember {
    std::string name;  // UTF-8; "" when the archive names none that can be read
    bool encrypted = false;
    bool file = true;
    Unpacked data;
};

struct Walked {
    enum class State { whole, damaged, limit, encrypted };
    State state = State::whole;
    std::string why;
};

Walked walk_archive(std::string_view octets, Budget& budget, const std::function<void(ArchiveMember&)>& take);
Unpacked unpack_by_library(std::string_view zip, const std::string& name, std::uint64_t most);

}  // namespace beadle::inspect

// archive.h — archives with members, through libarchive, from memory: tar, cpio, ar, 7z, rar, cab, iso, lha, and the
// members of ZIP archives that are packed in rarer ways.
//
// Takes    octets in one or several pieces, read as if they were joined. Hostile.
// Gives    every member, in order, to a callback that says whether to go on. What was not packed is given where it
//          stands, without a copy.
// Bounds   the caller's budget: members, unpacked octets, ratio, time. One format is enabled for each call, never all:
//          all of them would let libarchive start programs.
// Fails    Walked says how it ended. Never throws but std::bad_alloc.
// Runs in  inspect worker; start_archives() before the fork. Edge of libarchive.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "base/budget.h"
#include "inspect/text/zip_file.h"

namespace beadle::inspect {

enum class ArchiveKind { tar, cpio, ar, seven_zip, rar4, rar5, cabinet, disc, lha, zip_member };

struct ArchivePlan {
    ArchiveKind kind = ArchiveKind::tar;
    std::vector<std::string_view> pieces;
    std::string_view options;  // libarchive's, for the format
};

struct ArchiveMember {
    std::string name;  // UTF-8; "" when the archive names none that can be read
    std::string link;  // where a link points
    bool encrypted = false;
    bool file = true;
    std::string_view octets;  // what could be unpacked: of the archive, or of data
    Unpacked data;            // its octets are empty when the archive holds them as they are
};

struct Walked {
    enum class State { whole, damaged, limit, encrypted };
    State state = State::whole;
    std::string why;
};

void start_archives();
// `take` says whether to go on.
Walked walk_archive(const ArchivePlan& plan, Budget& budget, const std::function<bool(ArchiveMember&)>& take);

}  // namespace beadle::inspect

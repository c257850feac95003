// rar_file.h — the headers of a RAR archive, both forms: members with their names, and what is sealed.
//
// Takes    octets from the signature on, which stay the caller's. Hostile.
// Gives    members in order; whether their octets are encrypted, by the archive's own flags (libarchive 3.6 does not know
//          RAR5's); the octets of each member's block, so that one that is clear can be read without the others.
// Bounds   `most` members; linear. Names at most 4096 octets.
// Fails    `broken` with the members so far. Never throws but std::bad_alloc.
// Runs in  inspect worker.
// Source   RAR technote (RAR 2.9-4.2, unrar's headers) and the RAR 5.0 archive format.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace beadle::inspect {

struct RarMember {
    std::string name;  // UTF-8
    std::string_view block;  // header and packed octets
    std::string_view packed;
    std::uint64_t plain = 0;
    std::uint32_t crc = 0;
    bool sealed = false;
    bool weak = false;    // by the ciphers of RAR 1.5 and 2.0
    bool stored = false;
    bool folder = false;
    bool split = false;   // part of it is in another volume
    bool solid = false;   // needs those before it
};

struct RarFile {
    std::vector<RarMember> members;
    std::string_view start;  // signature and main header
    std::string comment;
    bool five = false;
    bool sealed_headers = false;
    bool volume = false;
    bool solid = false;
    bool broken = false;
    bool ended = false;  // its last block is there
    bool too_many = false;
    bool other_streams = false;  // comments that are packed, streams of NTFS
    std::size_t end = 0;         // where the archive ends
};

RarFile read_rar(std::string_view octets, std::size_t most);

}  // namespace beadle::inspect

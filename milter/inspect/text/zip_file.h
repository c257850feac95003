// zip_file.h — a ZIP archive by both of its tables: the central directory and the local headers, and where they
// disagree.
//
// Takes    octets of the archive, which stay the caller's. Hostile.
// Gives    members of the central directory; then the same again where a local header reads otherwise; then those that
//          only a local header names (programs that read from the front see them). How each is sealed; what is
//          contradictory; comments and other names; octets between members that belong to none. unpack() gives one
//          member's octets.
// Bounds   `most` members; unpack() spends the budget and stops at its ratio.
// Fails    no directory to be found: `broken`, with the members that local headers show. Never throws but
//          std::bad_alloc.
// Runs in  inspect worker. libarchive undoes what is neither stored nor deflated.
// Source   APPNOTE 6.3.10; WinZip AE-1/AE-2.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/budget.h"

namespace beadle::inspect {

struct ZipMember {
    enum class Seal { clear, zip_crypto, aes, strong_header, contradictory };
    std::string name;          // UTF-8
    std::uint16_t method = 0;  // the real one, behind AES too
    std::uint64_t packed = 0, plain = 0;
    std::uint64_t local = 0;  // where its local header starts
    std::uint64_t data = 0;   // where its octets start
    std::uint32_t crc = 0, other_crc = 0;  // by either table
    std::uint16_t flags = 0, time = 0, aes_version = 0;
    std::uint16_t algorithm = 0;  // of a strong_header: PKWARE's number
    Seal seal = Seal::clear;
    int aes_bits = 0;
    bool folder = false;
    bool listed = true;   // in the central directory
    bool again = false;   // another reading of a member that is listed
    bool broken = false;  // points outside the archive
    bool masked = false;
    bool elsewhere = false;  // on another volume
};

struct ZipFile {
    std::string_view octets;
    std::vector<ZipMember> members;
    std::string other_names;    // what local headers call members otherwise, and comments, one a line
    std::string contradiction;  // what different programs may read differently; "" = nothing
    std::string_view before;                // octets before the first member
    std::vector<std::string_view> between;  // octets of no member, not all NUL
    bool broken = false;                    // no usable directory
    bool sealed_directory = false;
    bool too_many = false;
    bool volumes = false;  // part of an archive in several volumes
};

struct Unpacked {
    enum class State { whole, damaged, limit, unsupported };
    State state = State::whole;
    std::string octets;
    std::string why;
    std::uint64_t unused = 0;  // packed octets after the end of the packed data
};

ZipFile read_zip(std::string_view octets, std::size_t most);
Unpacked unpack(const ZipFile& zip, const ZipMember& member, Budget& budget);
// The same from octets that were sealed; `packed` is what the seal gave.
Unpacked unpack_packed(std::string_view packed, const ZipMember& member, Budget& budget);
// "deflate64": for a person.
std::string zip_method_name(std::uint16_t method);
// Ends with a ZIP directory although it begins as something else. `exactly`: at its very last octet.
bool has_zip_tail(std::string_view octets, bool exactly = false);

}  // namespace beadle::inspect

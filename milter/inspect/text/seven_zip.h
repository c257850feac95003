// seven_zip.h — the directory of a 7z archive: files with their names, and of what each folder of packed data is made.
//
// Takes    octets of the archive, which stay the caller's; perhaps a password. Hostile.
// Gives    folders (coders, streams, sizes) and files; which are sealed. The directory itself may be packed or sealed: it
//          is unpacked here, and opened when the password is right. unpack_folder() gives the plain octets of a folder,
//          sealed ones by the password.
// Bounds   `most` files, 4096 folders, 32 coders in one; a directory of 16 MiB; the budget for everything unpacked; 2^24
//          rounds for a key.
// Fails    State says how. Never throws but std::bad_alloc.
// Runs in  inspect worker.
// Source   7zFormat.txt of the LZMA SDK; its AES coder 06F10701.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/budget.h"

namespace beadle::inspect {

struct SevenZipCoder {
    std::uint64_t method = 0;
    std::string properties;
    std::uint64_t in = 1, out = 1;
};

struct SevenZipFolder {
    std::vector<SevenZipCoder> coders;
    std::vector<std::pair<std::uint64_t, std::uint64_t>> bonds;  // an input takes an output
    std::vector<std::uint64_t> packed_inputs;
    std::vector<std::uint64_t> sizes;         // of each output
    std::vector<std::string_view> packed;     // its packed streams
    std::vector<std::uint64_t> files;         // sizes of the files in it
    std::vector<std::optional<std::uint32_t>> sums;  // their check sums
    std::optional<std::uint32_t> crc;
    bool sealed() const;
    std::uint64_t size() const;  // of what it unpacks to
};

struct SevenZipFile {
    std::string name;  // UTF-8
    std::size_t folder = 0;
    std::uint64_t size = 0;
    bool stream = false;  // false: empty, or a folder of files
    bool sealed = false;
};

struct SevenZip {
    enum class State { whole, broken, limit, sealed_directory, cut };  // cut: goes on in another volume
    State state = State::whole;
    std::string why;
    std::vector<SevenZipFolder> folders;
    std::vector<SevenZipFile> files;
    std::string directory;  // when it had to be unpacked
    std::size_t end = 0;    // where the archive ends
    bool names_sealed = false;  // opened by the password
};

SevenZip read_seven_zip(std::string_view octets, std::size_t most, Budget& budget, std::string_view password = {});
std::optional<std::string> unpack_folder(const SevenZipFolder& folder, Budget& budget, std::string_view password = {});

}  // namespace beadle::inspect

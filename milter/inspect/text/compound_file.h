// compound_file.h — the streams of an OLE compound file, enough to tell what it is and how it is sealed.
//
// Takes    octets. Hostile: sector chains may loop, point outside, cross.
// Gives    names and sizes of the streams; stream() gives the first octets of one.
// Bounds   4096 directory entries; every chain at most as long as the file has sectors.
// Fails    `broken` when the directory cannot be read. Never throws but std::bad_alloc.
// Runs in  inspect worker.
// Source   MS-CFB; MS-OFFCRYPTO 2.3.4 for EncryptionInfo.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace beadle::inspect {

class CompoundFile {
  public:
    struct Entry {
        std::string name;  // UTF-8
        bool stream = false;
        std::uint32_t start = 0;
        std::uint64_t size = 0;
    };
    explicit CompoundFile(std::string_view octets);
    bool broken() const { return broken_; }
    const std::vector<Entry>& entries() const { return entries_; }
    const Entry* find(std::string_view name) const;
    std::string stream(const Entry& entry, std::size_t most) const;

  private:
    std::string_view sector(std::uint32_t number) const;
    std::uint32_t next(std::uint32_t number) const;
    bool read_tables();
    void read_directory(std::uint32_t start);

    std::string_view octets_;
    std::size_t sector_size_ = 512;
    std::vector<std::uint32_t> table_sectors_;  // sectors of the FAT, in order
    std::vector<Entry> entries_;
    std::string small_;  // the mini stream, first 4 MiB
    std::uint32_t small_table_ = 0;
    bool broken_ = false;
};

// How an EncryptionInfo stream seals: "" = not understood.
struct OfficeSeal {
    std::string why;
    bool weak = false;
    bool known = false;
};
OfficeSeal office_seal(std::string_view encryption_info);

}  // namespace beadle::inspect

// compound_file.h — an OLE compound file: storages and streams as a tree, and the octets of each stream.
//
// Takes    octets. Hostile: sector chains may loop, point outside, cross; the directory may loop too.
// Gives    entries() with each one's parent and children; stream() gives the octets of one, as many as are there.
//          An entry that no storage reaches still stands in entries(), with parent none.
// Bounds   65,536 directory entries (`cut` when there are more); every chain at most as long as the file has sectors,
//          so a stream is never longer than the file; the caller spends the budget for what it takes.
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
    static constexpr std::uint32_t none = 0xFFFFFFFF;
    struct Entry {
        std::string name;  // UTF-8
        bool stream = false;
        bool storage = false;  // the root is one too
        std::uint32_t start = 0;
        std::uint64_t size = 0;
        std::uint32_t id = none;              // index into entries()
        std::uint32_t parent = none;          // of the storage that holds it
        std::vector<std::uint32_t> children;  // of a storage, in the order of the directory
        std::string class_id;                 // 16 octets of a storage
    };
    explicit CompoundFile(std::string_view octets);
    std::size_t octets() const { return octets_.size(); }
    std::string_view whole() const { return octets_; }
    bool broken() const { return broken_; }
    bool cut() const { return cut_; }
    bool damaged() const { return damaged_; }  // the directory or the list of tables ends before its end, or in a ring
    const std::vector<Entry>& entries() const { return entries_; }
    const Entry& root() const { return entries_[root_]; }  // only when not broken
    const Entry* find(std::string_view name) const;        // anywhere, the root's own first
    const Entry* child(const Entry& storage, std::string_view name) const;
    std::string stream(const Entry& entry, std::size_t most) const;

  private:
    std::string_view sector(std::uint32_t number) const;
    std::uint32_t next(std::uint32_t number) const;
    bool read_tables();
    void read_directory(std::uint32_t start);
    void grow_tree();
    void collect(std::uint32_t storage, std::vector<bool>& seen);
    std::string big_stream(const Entry& entry, std::size_t wanted) const;
    std::string small_stream(const Entry& entry, std::size_t wanted) const;

    struct Links {
        std::uint32_t left, right, child;
    };
    std::string_view octets_;
    std::size_t sector_size_ = 512;
    std::uint32_t small_limit_ = 4096;
    std::vector<std::uint32_t> table_sectors_;  // sectors of the FAT, in order
    std::vector<Entry> entries_;
    std::vector<Links> links_;
    std::vector<std::uint32_t> index_;  // directory number -> index into entries_
    std::string small_;                 // the mini stream
    std::string small_table_;           // its chains
    std::uint32_t root_ = none;
    bool broken_ = false, cut_ = false, damaged_ = false;
};

// How an EncryptionInfo stream seals: "" = not understood.
struct OfficeSeal {
    std::string why;
    bool weak = false;
    bool known = false;
};
OfficeSeal office_seal(std::string_view encryption_info);

}  // namespace beadle::inspect

#include "inspect/text/cabinet_blocks.h"

#include <cstdint>
#include <vector>

#include "inspect/text/little_endian.h"

namespace beadle::inspect {

namespace {

constexpr std::size_t header_size = 36, folder_size = 8, file_size = 16, block_size = 8;
constexpr std::uint32_t most_unpacked = 32768, most_packed = most_unpacked + 6144;
constexpr std::uint16_t has_previous = 1, has_next = 2, has_reserve = 4;
constexpr std::uint16_t first_special_folder = 0xfffd;  // continued from or to another cabinet

struct Layout {
    std::size_t folders = header_size;  // where the folders begin
    std::size_t per_folder = folder_size, per_block = block_size;
};

bool skip_text(std::string_view octets, std::size_t& at) {
    const auto end = at < octets.size() ? octets.find('\0', at) : std::string_view::npos;
    if (end == std::string_view::npos) return false;
    at = end + 1;
    return true;
}

// Reserved areas and the names of the cabinets before and after stand between header and folders.
bool read_layout(std::string_view octets, Layout& layout) {
    const std::uint16_t flags = le16(octets, 30);
    if ((flags & has_reserve) != 0) {
        if (octets.size() < header_size + 4) return false;
        layout.per_folder += static_cast<unsigned char>(octets[38]);
        layout.per_block += static_cast<unsigned char>(octets[39]);
        layout.folders += 4u + le16(octets, 36);
    }
    for (const std::uint16_t flag : {has_previous, has_next})
        if ((flags & flag) != 0 && (!skip_text(octets, layout.folders) || !skip_text(octets, layout.folders)))
            return false;
    return true;
}

// Octets that the blocks of a folder unpack to; false when they are not blocks. `most` blocks are left: folders that
// share blocks could ask for more than the octets hold.
bool unpacked_size(std::string_view octets, const Layout& layout, std::size_t folder, std::size_t& most,
                   std::uint64_t& size) {
    std::size_t at = le32(octets, folder);
    const unsigned blocks = le16(octets, folder + 4);
    if (blocks > most) return false;
    most -= blocks;
    const bool stored = (le16(octets, folder + 6) & 0x0f) == 0;
    for (unsigned i = 0; i < blocks; ++i) {
        if (at > octets.size() || octets.size() - at < layout.per_block) return false;
        const std::uint32_t packed = le16(octets, at + 4), unpacked = le16(octets, at + 6);
        at += layout.per_block + packed;
        if (packed > most_packed || unpacked > most_unpacked || at > octets.size()) return false;
        if (stored && packed != unpacked) return false;
        size += unpacked;
    }
    return true;
}

}  // namespace

bool cabinet_holds_its_files(std::string_view octets) {
    if (octets.size() < header_size) return false;
    Layout layout;
    if (!read_layout(octets, layout)) return false;
    const unsigned folders = le16(octets, 26), files = le16(octets, 28);
    std::vector<std::uint64_t> sizes(folders, 0);
    std::size_t most_blocks = octets.size() / block_size;
    for (unsigned i = 0; i < folders; ++i) {
        const std::size_t at = layout.folders + i * layout.per_folder;
        if (at + folder_size > octets.size() || !unpacked_size(octets, layout, at, most_blocks, sizes[i])) return false;
    }
    std::size_t at = le32(octets, 16);
    for (unsigned i = 0; i < files; ++i) {
        if (at > octets.size() || octets.size() - at < file_size) return false;
        const std::uint64_t end = std::uint64_t{le32(octets, at)} + le32(octets, at + 4);
        const std::uint16_t folder = le16(octets, at + 8);
        if (folder < first_special_folder && (folder >= folders || end > sizes[folder])) return false;
        at += file_size;
        if (!skip_text(octets, at)) return false;
    }
    return true;
}

}  // namespace beadle::inspect

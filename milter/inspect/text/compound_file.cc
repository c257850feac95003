#include "inspect/text/compound_file.h"

#include <algorithm>

#include "base/text.h"

#include "inspect/message/charset.h"
#include "inspect/text/little_endian.h"

namespace beadle::inspect {
namespace {

constexpr std::uint32_t last_sector = 0xFFFFFFFA;  // this and above: no sector
constexpr std::uint32_t end_of_chain = 0xFFFFFFFE, no_sector = 0xFFFFFFFF;
constexpr std::size_t most_entries = 65536, small_size = 64;

std::string attribute(std::string_view xml, std::string_view name) {
    const std::string start = std::string(name) + "=\"";
    const auto at = xml.find(start);
    if (at == std::string_view::npos) return {};
    const auto from = at + start.size();
    return std::string(xml.substr(from, std::min(xml.find('"', from), xml.size()) - from)).substr(0, 30);
}

}  // namespace

CompoundFile::CompoundFile(std::string_view octets) : octets_(octets) {
    if (octets.size() < 512 || !read_tables()) {
        broken_ = true;
        return;
    }
    read_directory(le32(octets_, 48));
    if (entries_.empty()) {
        broken_ = true;
        return;
    }
    if (root_ == none) root_ = 0;
    Entry table;
    table.start = le32(octets_, 60);
    small_table_ = big_stream(table, octets_.size());
    grow_tree();
}

bool CompoundFile::read_tables() {
    const auto shift = le16(octets_, 30);
    if (shift != 9 && shift != 12) return false;
    sector_size_ = std::size_t{1} << shift;
    if (const auto limit = le32(octets_, 56); limit > 0 && limit <= 65536) small_limit_ = limit;
    const std::size_t most = octets_.size() / sector_size_ + 1;
    for (std::size_t i = 0; i < 109; ++i)
        if (const auto s = le32(octets_, 76 + 4 * i); s < last_sector) table_sectors_.push_back(s);
    auto more = le32(octets_, 68);
    for (std::size_t guard = 0; more < last_sector && guard < most && table_sectors_.size() < most; ++guard) {
        const auto list = sector(more);
        if (list.size() < sector_size_) break;
        for (std::size_t i = 0; i + 4 < sector_size_; i += 4)
            if (const auto s = le32(list, i); s < last_sector) table_sectors_.push_back(s);
        more = le32(list, sector_size_ - 4);
    }
    damaged_ = damaged_ || more < last_sector;  // lists of tables in a ring, or that are not there
    return !table_sectors_.empty();
}

std::string_view CompoundFile::sector(std::uint32_t number) const {
    const std::uint64_t from = (static_cast<std::uint64_t>(number) + 1) * sector_size_;
    return from >= octets_.size() ? std::string_view{} : octets_.substr(from, sector_size_);
}

std::uint32_t CompoundFile::next(std::uint32_t number) const {
    const std::size_t each = sector_size_ / 4, at = number / each;
    if (at >= table_sectors_.size()) return no_sector;
    const auto table = sector(table_sectors_[at]);
    return table.size() < sector_size_ ? no_sector : le32(table, number % each * 4);
}

void CompoundFile::read_directory(std::uint32_t start) {
    const std::size_t most = octets_.size() / sector_size_ + 1;
    std::size_t guard = 0;
    auto s = start;
    for (; s < last_sector && guard++ < most; s = next(s)) {
        const auto block = sector(s);
        damaged_ = damaged_ || block.size() < sector_size_;
        for (std::size_t at = 0; at + 128 <= block.size(); at += 128) {
            const auto raw = block.substr(at, 128);
            const auto type = static_cast<unsigned char>(raw[66]);
            const std::size_t length = std::min<std::size_t>(le16(raw, 64), 64);
            index_.push_back(none);
            cut_ = entries_.size() >= most_entries;
            if (cut_) return;
            if (type == 0 || length < 2) continue;
            Entry e;
            e.name = convert_charset(raw.substr(0, length - 2), "UTF-16LE").value_or("");
            e.stream = type == 2;
            e.storage = type == 1 || type == 5;
            e.start = le32(raw, 116);
            e.size = sector_size_ == 512 ? le32(raw, 120) : le64(raw, 120);
            e.id = static_cast<std::uint32_t>(entries_.size());
            if (e.storage) e.class_id = raw.substr(80, 16);
            if (type == 5 && root_ == none) {  // the root holds the mini stream
                root_ = e.id;
                small_ = big_stream(e, octets_.size());
            }
            index_.back() = e.id;
            links_.push_back({le32(raw, 68), le32(raw, 72), le32(raw, 76)});
            entries_.push_back(std::move(e));
        }
    }
    damaged_ = damaged_ || s != end_of_chain;
}

// The children of a storage are a binary tree of siblings; whoever is met twice stays where it was met first.
void CompoundFile::collect(std::uint32_t storage, std::vector<bool>& seen) {
    std::vector<std::uint32_t> todo{links_[storage].child};
    while (!todo.empty()) {
        const auto number = todo.back();
        todo.pop_back();
        const auto id = number < index_.size() ? index_[number] : none;
        if (id == none) continue;
        damaged_ = damaged_ || seen[id];  // a ring, or one entry in two places
        if (seen[id]) continue;
        seen[id] = true;
        entries_[id].parent = storage;
        entries_[storage].children.push_back(id);
        todo.push_back(links_[id].left);
        todo.push_back(links_[id].right);
    }
    std::sort(entries_[storage].children.begin(), entries_[storage].children.end());
}

void CompoundFile::grow_tree() {
    std::vector<bool> seen(entries_.size());
    seen[root_] = true;
    std::vector<std::uint32_t> todo{root_};
    while (!todo.empty()) {
        const auto storage = todo.back();
        todo.pop_back();
        collect(storage, seen);
        for (const auto id : entries_[storage].children)
            if (entries_[id].storage) todo.push_back(id);
    }
}

const CompoundFile::Entry* CompoundFile::find(std::string_view name) const {
    if (entries_.empty()) return nullptr;
    if (const auto* own = child(root(), name)) return own;
    const auto it =
        std::find_if(entries_.begin(), entries_.end(), [&](const Entry& e) { return ascii_iequal(e.name, name); });
    return it == entries_.end() ? nullptr : &*it;
}

const CompoundFile::Entry* CompoundFile::child(const Entry& storage, std::string_view name) const {
    for (const auto id : storage.children)
        if (ascii_iequal(entries_[id].name, name)) return &entries_[id];
    return nullptr;
}

std::string CompoundFile::stream(const Entry& entry, std::size_t most) const {
    const auto wanted = static_cast<std::size_t>(std::min<std::uint64_t>(entry.size, most));
    return entry.size >= small_limit_ ? big_stream(entry, wanted) : small_stream(entry, wanted);
}

std::string CompoundFile::big_stream(const Entry& entry, std::size_t wanted) const {
    std::string out;
    out.reserve(std::min(wanted, octets_.size()));
    const std::size_t bound = octets_.size() / sector_size_ + 1;
    std::size_t guard = 0;
    for (auto s = entry.start; s < last_sector && guard++ < bound && out.size() < wanted; s = next(s)) {
        const auto block = sector(s);
        if (block.empty()) break;
        out += block;
    }
    if (out.size() > wanted) out.resize(wanted);
    return out;
}

std::string CompoundFile::small_stream(const Entry& entry, std::size_t wanted) const {
    std::string out;
    for (auto s = entry.start; s < last_sector && out.size() < wanted;) {  // wanted is small: a loop ends there
        const std::uint64_t from = static_cast<std::uint64_t>(s) * small_size;
        if (from >= small_.size()) break;
        out += std::string_view(small_).substr(from, small_size);
        if (static_cast<std::uint64_t>(s) * 4 + 4 > small_table_.size()) break;
        s = le32(small_table_, static_cast<std::size_t>(s) * 4);
    }
    if (out.size() > wanted) out.resize(wanted);
    return out;
}

OfficeSeal office_seal(std::string_view info) {
    OfficeSeal out;
    if (info.size() < 12) return out;
    const auto major = le16(info, 0), minor = le16(info, 2);
    if (major == 4 && minor == 4 && le32(info, 4) == 0x40) {
        const auto xml = info.substr(8);
        const std::string cipher = attribute(xml, "cipherAlgorithm"), bits = attribute(xml, "keyBits");
        out.known = !cipher.empty();
        out.weak = cipher == "DES" || cipher == "RC2" || cipher == "RC4";
        out.why = cipher == "AES" ? "aes-" + bits : cipher;
    } else if (minor == 2 && major >= 2 && major <= 4) {
        const auto flags = le32(info, 4), algorithm = le32(info, 20);
        out.known = true;
        out.weak = algorithm == 0x6801 || (algorithm == 0 && (flags & 0x20) == 0);
        out.why = out.weak ? "rc4" : algorithm == 0x6610 ? "aes-256" : algorithm == 0x660F ? "aes-192" : "aes-128";
    } else if (minor == 3 && (major == 3 || major == 4)) {
        out.known = true;
        out.why = "extensible";
    } else if (major == 1 && minor == 1) {
        out.known = out.weak = true;
        out.why = "rc4-40";
    }
    return out;
}

}  // namespace beadle::inspect

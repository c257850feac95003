#include "inspect/text/archive.h"

#include <algorithm>

#include <archive.h>
#include <archive_entry.h>

#include "base/owned.h"

#include "inspect/message/charset.h"

namespace beadle::inspect {
namespace {

using Archive = Owned<struct archive, archive_read_free>;

std::string name_of(archive_entry* entry) {
    if (const char* utf8 = archive_entry_pathname_utf8(entry)) return valid_utf8(utf8);
    if (const char* raw = archive_entry_pathname(entry)) return guess_text(raw);
    return {};
}

std::string reason(struct archive* a) {
    const char* text = archive_error_string(a);
    return text ? valid_utf8(text).substr(0, 200) : "damaged";
}

void allow(struct archive* a) {
    archive_read_support_filter_gzip(a);
    archive_read_support_filter_bzip2(a);
    archive_read_support_filter_xz(a);
    archive_read_support_filter_lzma(a);
    archive_read_support_filter_zstd(a);
    archive_read_support_format_tar(a);
    archive_read_support_format_7zip(a);
    archive_read_support_format_raw(a);  // last resort: a packed file that is no archive
}

Unpacked data_of(struct archive* a, std::uint64_t most) {
    Unpacked out;
    while (true) {
        const void* block = nullptr;
        std::size_t size = 0;
        la_int64_t offset = 0;
        const int rc = archive_read_data_block(a, &block, &size, &offset);
        if (rc == ARCHIVE_EOF) return out;
        if (rc < ARCHIVE_WARN) {
            out.state = Unpacked::State::damaged;
            out.why = reason(a);
            return out;
        }
        // Holes of sparse files are left out: they hold nothing to read.
        const auto room = most - std::min<std::uint64_t>(most, out.octets.size());
        out.octets.append(static_cast<const char*>(block), std::min<std::uint64_t>(size, room));
        if (size > room) {
            out.state = Unpacked::State::limit;
            out.why = "unpacks to more than the limit";
            return out;
        }
    }
}

}  // namespace

Walked walk_archive(std::string_view octets, Budget& budget, const std::function<void(ArchiveMember&)>& take) {
    const Archive a(archive_read_new());
    allow(a.get());
    if (archive_read_open_memory(a.get(), octets.data(), octets.size()) != ARCHIVE_OK)
        return {Walked::State::damaged, reason(a.get())};
    const auto ratio = static_cast<std::uint64_t>(budget.limits().ratio) * octets.size();
    const auto most = std::min(budget.limits().unpacked, std::max<std::uint64_t>(1u << 20, ratio));
    for (archive_entry* entry = nullptr;;) {
        const int rc = archive_read_next_header(a.get(), &entry);
        if (rc == ARCHIVE_EOF) return {};
        if (rc < ARCHIVE_WARN) {
            const bool sealed = archive_read_has_encrypted_entries(a.get()) > 0;
            return {sealed ? Walked::State::encrypted : Walked::State::damaged, reason(a.get())};
        }
        if (!budget.spend_member() || !budget.time_left()) return {Walked::State::limit, budget.exhausted()};
        ArchiveMember member;
        member.name = name_of(entry);
        member.encrypted = archive_entry_is_data_encrypted(entry) != 0;
        member.file = archive_entry_filetype(entry) == AE_IFREG || archive_entry_filetype(entry) == 0;
        if (!member.encrypted && member.file) member.data = data_of(a.get(), most);
        if (!budget.spend_unpacked(member.data.octets.size())) return {Walked::State::limit, budget.exhausted()};
        take(member);
    }
}

Unpacked unpack_by_library(std::string_view zip, const std::string& name, std::uint64_t most) {
    const Archive a(archive_read_new());
    archive_read_support_format_zip_seekable(a.get());
    Unpacked out;
    out.state = Unpacked::State::unsupported;
    out.why = "packed in a way nobody here unpacks";
    if (archive_read_open_memory(a.get(), zip.data(), zip.size()) != ARCHIVE_OK) return out;
    for (archive_entry* entry = nullptr; archive_read_next_header(a.get(), &entry) >= ARCHIVE_WARN;) {
        if (entry == nullptr) break;
        if (name_of(entry) != name) continue;
        Unpacked data = data_of(a.get(), most);
        if (data.state == Unpacked::State::damaged) data.state = Unpacked::State::unsupported;
        return data;
    }
    return out;
}

}  // namespace beadle::inspect

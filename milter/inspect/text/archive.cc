#include "inspect/text/archive.h"

#include <locale.h>

#include <algorithm>
#include <cstdio>

#include <archive.h>
#include <archive_entry.h>

#include "base/owned.h"

#include "inspect/message/charset.h"
#include "inspect/text/stream.h"

namespace beadle::inspect {
namespace {

using Archive = Owned<struct archive, archive_read_free>;

constexpr std::uint64_t block_octets = 1u << 20;  // a multiple of every block size, so that data are not copied

// Names in UTF-16 or of a declared charset become UTF-8 only under a locale of UTF-8; the rest of the process keeps its
// own.
class Utf8Names {
  public:
    static locale_t utf8() {
        static const locale_t held = ::newlocale(LC_CTYPE_MASK, "C.UTF-8", nullptr);
        return held;
    }
    Utf8Names() : before_(utf8() ? ::uselocale(utf8()) : nullptr) {}
    Utf8Names(const Utf8Names&) = delete;
    Utf8Names& operator=(const Utf8Names&) = delete;
    ~Utf8Names() {
        if (before_) ::uselocale(before_);
    }

  private:
    locale_t before_;
};

// The pieces as one file that libarchive may move about in. Time is looked at here too: it stops what reads in circles.
struct Source {
    const ArchivePlan& plan;
    Budget& budget;
    std::uint64_t at = 0, size = 0;

    Source(const ArchivePlan& p, Budget& b) : plan(p), budget(b) {
        for (const auto& piece : plan.pieces) size += piece.size();
    }
    bool holds(const void* octets) const {
        const auto p = static_cast<const char*>(octets);
        return std::any_of(plan.pieces.begin(), plan.pieces.end(),
                           [&](auto piece) { return p >= piece.data() && p < piece.data() + piece.size(); });
    }

    static la_ssize_t read(struct archive* a, void* self, const void** block) {
        auto& s = *static_cast<Source*>(self);
        if (!s.budget.time_left()) {
            archive_set_error(a, 1, "out of time");
            return -1;
        }
        std::uint64_t start = 0;
        for (const auto& piece : s.plan.pieces) {
            if (s.at < start + piece.size()) {
                const auto rest = piece.substr(s.at - start, block_octets);
                *block = rest.data();
                s.at += rest.size();
                return static_cast<la_ssize_t>(rest.size());
            }
            start += piece.size();
        }
        return 0;
    }
    static la_int64_t skip(struct archive*, void* self, la_int64_t request) {
        auto& s = *static_cast<Source*>(self);
        const auto step = std::min(static_cast<std::uint64_t>(std::max<la_int64_t>(request, 0)), s.size - s.at);
        s.at += step;
        return static_cast<la_int64_t>(step);
    }
    static la_int64_t seek(struct archive*, void* self, la_int64_t offset, int whence) {
        auto& s = *static_cast<Source*>(self);
        const la_int64_t from = whence == SEEK_SET   ? 0
                                : whence == SEEK_CUR ? static_cast<la_int64_t>(s.at)
                                                     : static_cast<la_int64_t>(s.size);
        if (!s.budget.time_left() || offset < -from || offset > static_cast<la_int64_t>(s.size) - from)
            return ARCHIVE_FATAL;
        s.at = static_cast<std::uint64_t>(from + offset);
        return static_cast<la_int64_t>(s.at);
    }
};

void allow(struct archive* a, ArchiveKind kind) {
    switch (kind) {
        case ArchiveKind::tar:
            archive_read_support_format_tar(a);
            archive_read_set_format_option(a, "tar", "read_concatenated_archives", "1");
            break;
        case ArchiveKind::cpio:
            archive_read_support_format_cpio(a);
            break;
        case ArchiveKind::ar:
            archive_read_support_format_ar(a);
            break;
        case ArchiveKind::seven_zip:
            archive_read_support_format_7zip(a);
            break;
        case ArchiveKind::rar4:
            archive_read_support_format_rar(a);
            break;
        case ArchiveKind::rar5:
            archive_read_support_format_rar5(a);
            break;
        case ArchiveKind::cabinet:
            archive_read_support_format_cab(a);
            break;
        case ArchiveKind::disc:
            archive_read_support_format_iso9660(a);
            break;
        case ArchiveKind::lha:
            archive_read_support_format_lha(a);
            break;
        case ArchiveKind::zip_member:
            archive_read_support_format_zip_streamable(a);
            break;
    }
}

bool open(struct archive* a, const ArchivePlan& plan, Source& source) {
    allow(a, plan.kind);
    if (!plan.options.empty()) archive_read_set_options(a, std::string(plan.options).c_str());
    archive_read_set_read_callback(a, Source::read);
    archive_read_set_skip_callback(a, Source::skip);
    archive_read_set_seek_callback(a, Source::seek);
    archive_read_set_callback_data(a, &source);
    return archive_read_open1(a) == ARCHIVE_OK;
}

std::string name_of(archive_entry* entry) {
    if (const char* utf8 = archive_entry_pathname_utf8(entry)) return valid_utf8(utf8);
    if (const char* raw = archive_entry_pathname(entry)) return guess_text(raw);
    return {};
}

std::string link_of(archive_entry* entry) {
    for (const char* link : {archive_entry_hardlink(entry), archive_entry_symlink(entry)})
        if (link) return guess_text(link);
    return {};
}

std::string reason(struct archive* a) {
    const char* text = archive_error_string(a);
    return text ? valid_utf8(text).substr(0, 200) : "damaged";
}

// What a library does not know is not damaged.
void say_damaged(struct archive* a, Sink& sink) {
    const std::string why = reason(a);
    const bool unknown = why.find("nsupported") != std::string::npos || why.find("not supported") != std::string::npos ||
                         why.find("Unknown codec") != std::string::npos;
    sink.damaged(why, unknown ? Unpacked::State::unsupported : Unpacked::State::damaged);
}

// Holes of sparse files are left out: they hold nothing to read.
void read_data(struct archive* a, const Source& source, std::uint64_t most, ArchiveMember& m) {
    Sink sink(source.budget, most / std::max<std::uint64_t>(source.budget.limits().ratio, 1));
    std::string_view as_it_stands;
    bool copied = false;
    while (true) {
        const void* block = nullptr;
        std::size_t size = 0;
        la_int64_t offset = 0;
        const int rc = archive_read_data_block(a, &block, &size, &offset);
        if (rc < ARCHIVE_WARN) say_damaged(a, sink);
        if (rc == ARCHIVE_EOF || rc < ARCHIVE_WARN) break;
        const std::string_view got(static_cast<const char*>(block), size);
        if (size == 0) continue;
        const bool next = as_it_stands.empty() || got.data() == as_it_stands.data() + as_it_stands.size();
        if (!copied && next && source.holds(got.data())) {
            as_it_stands = {as_it_stands.empty() ? got.data() : as_it_stands.data(), as_it_stands.size() + size};
            if (source.budget.time_left()) continue;
        }
        if (!copied && !as_it_stands.empty() && !sink.add(as_it_stands.data(), as_it_stands.size())) break;
        copied = true;
        if (!sink.add(got.data(), got.size())) break;
    }
    m.data = sink.take();
    m.octets = copied ? std::string_view(m.data.octets) : as_it_stands;
}

}  // namespace

void start_archives() {
    (void)Utf8Names::utf8();
    archive_read_free(archive_read_new());
}

Walked walk_archive(const ArchivePlan& plan, Budget& budget, const std::function<bool(ArchiveMember&)>& take) {
    const Utf8Names names;
    Source source(plan, budget);
    const Archive a(archive_read_new());
    if (!a || !open(a.get(), plan, source)) return {Walked::State::damaged, a ? reason(a.get()) : "not enough memory"};
    const auto most = std::max<std::uint64_t>(1u << 20, budget.limits().ratio * source.size);
    std::uint64_t unpacked = 0;
    for (archive_entry* entry = nullptr;;) {
        const int rc = archive_read_next_header(a.get(), &entry);
        if (!budget.time_left()) return {Walked::State::limit, budget.exhausted()};
        if (rc == ARCHIVE_EOF) return {};
        if (rc < ARCHIVE_WARN) {
            const bool sealed = archive_read_has_encrypted_entries(a.get()) > 0;
            return {sealed ? Walked::State::encrypted : Walked::State::damaged, reason(a.get())};
        }
        if (!budget.spend_member()) return {Walked::State::limit, budget.exhausted()};
        ArchiveMember member;
        member.name = name_of(entry);
        member.link = link_of(entry);
        member.encrypted = archive_entry_is_data_encrypted(entry) != 0;
        member.file = archive_entry_filetype(entry) == AE_IFREG || archive_entry_filetype(entry) == 0;
        if (!member.encrypted && member.file) read_data(a.get(), source, most - unpacked, member);
        unpacked += std::min<std::uint64_t>(member.data.octets.size(), most - unpacked);
        if (!budget.spend_unpacked(member.data.octets.size())) return {Walked::State::limit, budget.exhausted()};
        if (!take(member)) return {};
    }
}

std::size_t undo_compress(std::string_view octets, Sink& sink) {
    const Archive a(archive_read_new());
    if (!a) return sink.damaged("not enough memory"), 0;
    archive_read_support_filter_compress(a.get());
    archive_read_support_format_raw(a.get());
    archive_entry* entry = nullptr;
    if (archive_read_open_memory(a.get(), octets.data(), octets.size()) != ARCHIVE_OK ||
        archive_read_next_header(a.get(), &entry) < ARCHIVE_WARN) {
        sink.damaged(reason(a.get()));
        return octets.size();
    }
    while (true) {
        const void* block = nullptr;
        std::size_t size = 0;
        la_int64_t offset = 0;
        const int rc = archive_read_data_block(a.get(), &block, &size, &offset);
        if (rc < ARCHIVE_WARN) sink.damaged(reason(a.get()));
        if (rc == ARCHIVE_EOF || rc < ARCHIVE_WARN || !sink.add(static_cast<const char*>(block), size)) break;
    }
    return octets.size();
}

}  // namespace beadle::inspect

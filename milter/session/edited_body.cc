#include "session/edited_body.h"

#include <unistd.h>

#include <algorithm>
#include <cerrno>

namespace beadle::session {
namespace {

constexpr std::uint64_t piece = 64u << 10;

}  // namespace

bool EditedBody::tell(std::uint64_t from, std::uint64_t to, int file, const Take& take) const {
    if (file < 0) {
        const std::string_view octets = std::string_view(message_.spool.memory()).substr(from, to - from);
        for (std::size_t at = 0; at < octets.size(); at += piece)
            if (!take(octets.substr(at, piece))) return false;
        return true;
    }
    std::string block(std::min(piece, to - from), '\0');
    while (from < to) {
        const auto got = ::pread(file, block.data(), std::min<std::uint64_t>(block.size(), to - from), static_cast<off_t>(from));
        if (got < 0 && errno == EINTR) continue;
        if (got <= 0 || !take({block.data(), static_cast<std::size_t>(got)})) return false;
        from += static_cast<std::uint64_t>(got);
    }
    return true;
}

bool EditedBody::edited(const std::vector<BodyEdit>& edits, const Take& take) {
    const std::uint64_t end = message_.spool.octets();
    Descriptor file;
    if (!message_.spool.in_memory()) {
        auto opened = message_.spool.descriptor();
        if (!opened) return false;
        file = std::move(*opened);
    }
    const int number = file ? file.get() : -1;
    std::uint64_t at = message_.body_from();
    for (const auto& edit : edits) {
        if (edit.offset < at || edit.offset > end || edit.removed > end - edit.offset) return false;
        if (!tell(at, edit.offset, number, take)) return false;
        if (!edit.insert.empty() && !take(edit.insert)) return false;
        at = edit.offset + edit.removed;
    }
    return at <= end && tell(at, end, number, take);
}

}  // namespace beadle::session

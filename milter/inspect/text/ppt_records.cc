#include "inspect/text/ppt_records.h"

#include <algorithm>

#include "inspect/text/little_endian.h"

namespace beadle::inspect {
namespace {

constexpr std::uint32_t token_sealed = 0xF3D1C4DF;
constexpr int most_edits = 100'000;

// Numbers and offsets of one directory; what a newer edit said stays.
void read_directory(std::string_view body, PptEdits& out) {
    for (std::size_t at = 0; at + 4 <= body.size();) {
        const auto head = le32(body, at);
        const std::uint32_t first = head & 0xFFFFF, count = head >> 20;
        at += 4;
        for (std::uint32_t i = 0; i < count && at + 4 <= body.size(); ++i, at += 4)
            out.places.emplace(first + i, le32(body, at));
    }
}

}  // namespace

bool ppt_record(std::string_view stream, std::size_t at, std::size_t end, PptRecord& out) {
    end = std::min(end, stream.size());
    if (at > end || end - at < 8) return false;
    const auto head = le16(stream, at);
    const std::size_t length = le32(stream, at + 4);
    out.type = le16(stream, at + 2);
    out.instance = head >> 4;
    out.container = (head & 15) == 15;
    out.at = at + 8;
    out.cut = length > end - out.at;
    out.end = out.cut ? end : out.at + length;
    out.body = stream.substr(out.at, out.end - out.at);
    return true;
}

PptEdits ppt_edits(std::string_view stream, std::string_view current_user) {
    PptEdits out;
    PptRecord r;
    if (!ppt_record(current_user, 0, current_user.size(), r) || r.type != ppt::current_user) return out;
    const bool sealed = le32(r.body, 4) == token_sealed;
    std::uint32_t at = le32(r.body, 8), session = 0;
    std::uint64_t read = 0;  // every edit may name the same directory
    for (int i = 0; i < most_edits && ppt_record(stream, at, stream.size(), r) && r.type == ppt::user_edit; ++i) {
        out.known = true;
        if (session == 0 && r.body.size() >= 32) session = le32(r.body, 28);
        PptRecord directory;
        const auto earlier = le32(r.body, 8);
        if (ppt_record(stream, le32(r.body, 12), stream.size(), directory) &&
            directory.type == ppt::persist_directory) {
            read += directory.body.size();
            if (read <= stream.size()) read_directory(directory.body, out);
        }
        if (earlier == 0 || earlier >= at) break;  // edits go back in the file
        at = earlier;
    }
    for (const auto& [number, offset] : out.places) out.live[offset] = true;
    if (!sealed && session == 0) return out;
    const auto place = out.places.find(session);
    if (place != out.places.end() && ppt_record(stream, place->second, stream.size(), r) &&
        r.type == ppt::crypt_session)
        out.seal = read_rc4_header(r.body);
    else
        out.seal.algorithm = LegacySeal::Algorithm::unknown;
    return out;
}

}  // namespace beadle::inspect

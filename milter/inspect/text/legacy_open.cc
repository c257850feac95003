#include "inspect/text/legacy_open.h"

#include <algorithm>

#include "inspect/text/biff.h"
#include "inspect/text/little_endian.h"
#include "inspect/text/ppt_records.h"

namespace beadle::inspect {
namespace {

constexpr std::size_t word_block = 512, excel_block = 1024;
constexpr std::uint16_t nothing = 0x00E5;  // a record of Excel that nobody here reads (merged cells)
constexpr std::uint32_t token_open = 0xE391C05F;

void put(std::string& out, std::size_t at, std::uint32_t value, std::size_t octets) {
    for (std::size_t i = 0; i < octets && at + i < out.size(); ++i)
        out[at + i] = static_cast<char>(value >> (8 * i) & 0xFF);
}

// Records of Excel whose body is never sealed.
bool is_clear(std::uint16_t type) {
    switch (type) {
        case biff::bof:
        case biff::filepass:
        case 0x00E1:  // InterfaceHdr
        case 0x0194:  // UsrExcl
        case 0x0195:  // FileLock
        case 0x0196:  // RRDInfo
        case 0x0138:  // RRDHead
            return true;
        default:
            return false;
    }
}

}  // namespace

std::string open_doc_main(std::string_view stream, const LegacyKey& key, bool old) {
    const std::size_t clear = std::min<std::size_t>(old ? 0x34 : 0x44, stream.size());
    std::string out = key.undo(stream, word_block);
    std::copy(stream.begin(), stream.begin() + static_cast<std::ptrdiff_t>(clear), out.begin());
    put(out, 10, le16(stream, 10) & ~0x8100u, 2);
    return out;
}

std::string open_doc_other(std::string_view stream, const LegacyKey& key) { return key.undo(stream, word_block); }

LegacySeal xls_seal(std::string_view stream) {
    constexpr int most_before = 100;
    Biff records(stream);
    BiffRecord r;
    bool biff8 = true;
    for (int i = 0; i < most_before && records.next(r); ++i) {
        if (r.type == biff::bof && i == 0) biff8 = le16(r.body, 0) >= 0x0600 || le16(r.body, 0) == 0;
        if (r.type == biff::filepass) return read_file_pass(r.body, biff8);
    }
    return {};
}

std::string open_xls(std::string_view stream, const LegacyKey& key) {
    std::string out(stream);
    const std::string undone = key.is_exclusive_or() ? std::string() : key.undo(stream, excel_block);
    for (std::size_t at = 0; at + 4 <= stream.size();) {
        const auto type = le16(stream, at);
        const std::size_t body = at + 4, length = std::min<std::size_t>(le16(stream, at + 2), stream.size() - body);
        const std::size_t kept = type == biff::boundsheet ? std::min<std::size_t>(4, length) : 0;
        if (type == biff::filepass) put(out, at, nothing, 2);
        if (!is_clear(type)) {
            const std::string plain = key.is_exclusive_or()
                                          ? key.undo_turned(stream.substr(body, length), body + length)
                                          : undone.substr(body, length);
            std::copy(plain.begin() + static_cast<std::ptrdiff_t>(kept), plain.end(),
                      out.begin() + static_cast<std::ptrdiff_t>(body + kept));
        }
        at = body + length;
    }
    return out;
}

PptStreams open_ppt(std::string_view document, std::string_view current_user, const LegacyKey& key) {
    PptStreams out{std::string(document), std::string(current_user)};
    put(out.current_user, 12, token_open, 4);
    std::size_t most = 2 * document.size();  // many records may claim the same octets
    for (const auto& [number, at] : ppt_edits(document, current_user).places) {
        PptRecord r;
        if (ppt_record(document, at, document.size(), r)) {
            if (r.type == ppt::user_edit || r.type == ppt::persist_directory) continue;
            if (r.type == ppt::crypt_session) {
                put(out.document, at, 0, 2);  // says that it holds records, and holds the seal
                continue;
            }
        }
        // The header is sealed too: it says how much there is.
        const std::string head = key.undo_block(document.substr(std::min<std::size_t>(at, document.size()), 8), number);
        if (head.size() < 8) continue;
        const auto sealed = document.substr(at, 8 + std::size_t{le32(head, 4)});
        if (sealed.size() > most) break;
        most -= sealed.size();
        const std::string plain = key.undo_block(sealed, number);
        std::copy(plain.begin(), plain.end(), out.document.begin() + static_cast<std::ptrdiff_t>(at));
    }
    // No edit names the session any more.
    PptRecord r;
    std::uint32_t at = le32(current_user, 16);
    for (int i = 0; i < 100'000 && ppt_record(document, at, document.size(), r) && r.type == ppt::user_edit; ++i) {
        if (r.body.size() >= 32) put(out.document, r.at + 28, 0, 4);
        const auto earlier = le32(r.body, 8);
        if (earlier == 0 || earlier >= at) break;
        at = earlier;
    }
    return out;
}

}  // namespace beadle::inspect

#include "inspect/text/archive_password.h"

#include <algorithm>
#include <map>
#include <optional>

#include "inspect/message/charset.h"
#include "inspect/text/seven_zip.h"
#include "inspect/text/zip_file.h"
#include "inspect/text/zip_password.h"

namespace beadle::inspect {
namespace {

// The octets that a packer under an old Windows saw; nothing when the charset lacks a letter.
std::optional<std::string> in_old_charset(std::string_view utf8, const char* charset) {
    std::map<std::string, char> letters;
    for (int octet = 0x80; octet < 0x100; ++octet)
        letters[convert_charset(std::string(1, static_cast<char>(octet)), charset).value_or("")] = static_cast<char>(octet);
    std::string out;
    for (std::size_t at = 0; at < utf8.size();) {
        std::size_t size = 1;
        while (at + size < utf8.size() && (static_cast<unsigned char>(utf8[at + size]) & 0xC0) == 0x80) ++size;
        const auto letter = letters.find(std::string(utf8.substr(at, size)));
        if (size > 1 && letter == letters.end()) return std::nullopt;
        out += size > 1 ? letter->second : utf8[at];
        at += size;
    }
    return out;
}

bool is_sealed(const ZipMember& m) { return m.seal == ZipMember::Seal::aes || m.seal == ZipMember::Seal::zip_crypto; }

void open_zip(const ZipFile& zip, std::string_view password, Budget& budget, OpenedArchive& out) {
    out.whole = true;
    for (const auto& m : zip.members) {
        if (m.folder || m.again || m.seal == ZipMember::Seal::clear) continue;
        if (!budget.time_left() || !budget.spend_member()) {
            out.whole = false;
            return;
        }
        auto plain = try_zip_password(zip, m, password, budget);
        out.whole = out.whole && plain;
        if (plain) out.members.push_back({m.name, std::move(*plain)});
        // What the first sealed member does not open for, the others seldom do.
        if (out.members.empty() && is_sealed(m)) return;
    }
}

void open_seven_zip(const SevenZip& file, std::string_view password, Budget& budget, OpenedArchive& out) {
    out.whole = true;
    std::vector<std::uint64_t> next(file.folders.size(), 0);
    std::vector<std::optional<std::string>> plain(file.folders.size());
    bool first = true;
    for (std::size_t i = 0; i < file.folders.size() && budget.time_left(); ++i) {
        if (!file.folders[i].sealed() && !file.names_sealed) continue;
        plain[i] = unpack_folder(file.folders[i], budget, password);
        if (!plain[i] && first) return;  // a wrong password costs once, not for every folder
        first = false;
    }
    for (const auto& f : file.files) {
        if (!f.stream) continue;
        const auto at = next[f.folder];
        next[f.folder] += f.size;
        const auto& whole = plain[f.folder];
        const bool there = whole && f.size <= whole->size() && at <= whole->size() - f.size;
        out.whole = out.whole && (there || !(f.sealed || file.names_sealed));
        if (!there) continue;
        if (!budget.spend_member()) {
            out.whole = false;
            return;
        }
        out.members.push_back({f.name, whole->substr(at, f.size)});
    }
}

}  // namespace

OpenedArchive try_archive_password(std::string_view octets, std::string_view password, Budget& budget) {
    OpenedArchive out;
    const std::size_t most = std::size_t{4} * budget.limits().members;
    if (password.empty()) return out;
    if (octets.starts_with("7z\xBC\xAF")) {
        const SevenZip file = read_seven_zip(octets, most, budget, password);
        if (file.state == SevenZip::State::whole) open_seven_zip(file, password, budget, out);
        return out;
    }
    const ZipFile zip = read_zip(octets, most);
    if (std::none_of(zip.members.begin(), zip.members.end(), is_sealed)) return out;
    open_zip(zip, password, budget, out);
    for (const char* charset : {"windows-1252", "ibm-850"}) {
        if (!out.members.empty() || is_ascii(password) || !is_utf8(password)) break;
        if (const auto old = in_old_charset(password, charset)) open_zip(zip, *old, budget, out);
    }
    return out;
}

}  // namespace beadle::inspect

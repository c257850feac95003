#include <algorithm>
#include <array>
#include <cstdint>

#include "inspect/text/sniff.h"
#include "inspect/text/stream.h"

namespace beadle::inspect {
namespace {

using namespace std::string_view_literals;

struct Magic {
    std::size_t offset;
    std::string_view octets;
    Format format;
    std::string_view type, words;
};

constexpr std::array magics{
    Magic{0, "Rar!\x1A\x07\x00"sv, Format::rar, "application/vnd.rar", "RAR archive"},
    Magic{0, "Rar!\x1A\x07\x01\x00"sv, Format::rar, "application/vnd.rar", "RAR archive"},
    Magic{0, "MSCF\0\0\0\0"sv, Format::cabinet, "application/vnd.ms-cab-compressed", "CAB archive"},
    Magic{32769, "CD001\1"sv, Format::disc, "application/x-iso9660-image", "disc image"},
    Magic{7, "**ACE**"sv, Format::unsupported, "application/x-ace-compressed", "ACE archive"},
    Magic{20, "\xDC\xA7\xC4\xFD"sv, Format::unsupported, "application/x-zoo", "zoo archive"},
    Magic{0, "xar!\0"sv, Format::unsupported, "application/x-xar", "xar archive"},
    Magic{0, "MSWIM\0\0\0"sv, Format::unsupported, "application/x-ms-wim", "Windows image"},
    Magic{0, "SIT!\0"sv, Format::unsupported, "application/x-stuffit", "StuffIt archive"},
    Magic{0, "StuffIt (c)"sv, Format::unsupported, "application/x-stuffit", "StuffIt archive"},
    Magic{0, "ALZ\1"sv, Format::unsupported, "application/x-alz", "ALZ archive"},
    Magic{0, "EGGA\0\1"sv, Format::unsupported, "application/x-egg", "EGG archive"},
    Magic{0, "ArC\1"sv, Format::unsupported, "application/x-freearc", "FreeArc archive"},
    Magic{0, "RE~^"sv, Format::unsupported, "application/vnd.rar", "RAR 1.4 archive"},
    Magic{0, "\x89LZO\0\r\n\x1A\n"sv, Format::unsupported, "application/x-lzop", "lzop file"},
    Magic{0, "LRZI\0"sv, Format::unsupported, "application/x-lrzip", "lrzip file"},
    Magic{0, "7kSt"sv, Format::unsupported, "application/x-zpaq", "zpaq archive"},
    Magic{0, "hsqs"sv, Format::unsupported, "application/vnd.squashfs", "squashfs image"},
    Magic{0, "vhdxfile"sv, Format::unsupported, "application/x-vhdx", "disc image"},
    Magic{0, "conectix"sv, Format::unsupported, "application/x-vhd", "disc image"},
};

bool digits(std::string_view s, char last) {
    return std::all_of(s.begin(), s.end(), [&](char c) {
        return (c >= '0' && c <= std::min(last, '9')) || (last == 'f' && ((c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F')));
    });
}

bool is_cpio(std::string_view s) {
    if (s.size() >= 110 && (s.starts_with("070701") || s.starts_with("070702"))) return digits(s.substr(6, 104), 'f');
    if (s.size() >= 76 && s.starts_with("070707")) return digits(s.substr(6, 70), '7');
    if (s.size() < 26) return false;
    const bool binary = s.starts_with("\xC7\x71"sv) || s.starts_with("\x71\xC7"sv);
    const bool little = s[0] == '\xC7';
    const auto name = static_cast<unsigned char>(s[little ? 20 : 21]) | static_cast<unsigned char>(s[little ? 21 : 20]) << 8;
    return binary && name > 1 && name <= 4096 && s.size() >= 26u + static_cast<unsigned>(name) &&
           s[25u + static_cast<unsigned>(name)] == '\0';
}

bool is_ar(std::string_view s) { return s.size() >= 68 && s.starts_with("!<arch>\n") && s.substr(66, 2) == "`\n"; }

bool is_lha(std::string_view s) {
    if (s.size() < 22 || s[2] != '-' || s[6] != '-') return false;
    const auto kind = s.substr(3, 2);
    return (kind == "lh" || kind == "lz" || kind == "pm") && (s[20] == 0 || s[20] == 1 || s[20] == 2 || s[20] == 3);
}

bool is_arj(std::string_view s) {
    if (s.size() < 34 || !s.starts_with("\x60\xEA"sv)) return false;
    const auto size = static_cast<unsigned char>(s[2]) | static_cast<unsigned char>(s[3]) << 8;
    return size >= 30 && size <= 2600;
}

std::uint32_t octal(std::string_view s) {
    std::uint32_t v = 0;
    for (const char c : s) {
        if (c == ' ' && v == 0) continue;
        if (c < '0' || c > '7') break;
        v = v * 8 + static_cast<std::uint32_t>(c - '0');
    }
    return v;
}

}  // namespace

bool is_tar(std::string_view s) {
    if (s.size() < 512 || s[0] == '\0') return false;
    std::uint32_t sum = 0;
    std::int32_t signed_sum = 0;  // of some old programs
    for (std::size_t i = 0; i < 512; ++i) {
        const char c = i >= 148 && i < 156 ? ' ' : s[i];
        sum += static_cast<unsigned char>(c);
        signed_sum += static_cast<signed char>(c);
    }
    const auto told = octal(s.substr(148, 8));
    return told != 0 && (told == sum || static_cast<std::int32_t>(told) == signed_sum);
}

Sniffed sniff_stream(StreamKind kind) {
    switch (kind) {
        case StreamKind::gzip:
            return {Format::compressed, "application/gzip", "gzip file"};
        case StreamKind::bzip2:
            return {Format::compressed, "application/x-bzip2", "bzip2 file"};
        case StreamKind::xz:
            return {Format::compressed, "application/x-xz", "xz file"};
        case StreamKind::lzma:
            return {Format::compressed, "application/x-lzma", "lzma file"};
        case StreamKind::lzip:
            return {Format::compressed, "application/x-lzip", "lzip file"};
        case StreamKind::zstd:
            return {Format::compressed, "application/zstd", "zstd file"};
        case StreamKind::lz4:
            return {Format::compressed, "application/x-lz4", "lz4 file"};
        case StreamKind::compress:
            return {Format::compressed, "application/x-compress", "compress file"};
        case StreamKind::none:
            break;
    }
    return {};
}

Sniffed sniff_archive(std::string_view s) {
    for (const auto& m : magics)
        if (s.size() > m.offset && s.substr(m.offset).starts_with(m.octets)) return {m.format, m.type, m.words};
    if (const auto kind = stream_kind(s); kind != StreamKind::none) return sniff_stream(kind);
    if (is_tar(s)) return {Format::tar, "application/x-tar", "tar archive"};
    if (is_cpio(s)) return {Format::cpio, "application/x-cpio", "cpio archive"};
    if (is_ar(s)) return {Format::ar, "application/x-archive", "ar archive"};
    if (is_lha(s)) return {Format::lha, "application/x-lha", "LHA archive"};
    if (is_arj(s)) return {Format::unsupported, "application/x-arj", "ARJ archive"};
    return {};
}

}  // namespace beadle::inspect

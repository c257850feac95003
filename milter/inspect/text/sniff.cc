#include "inspect/text/sniff.h"

#include <algorithm>
#include <array>
#include <cstring>

#include "base/text.h"

#include "inspect/text/cms.h"
#include "inspect/text/pgp.h"

namespace beadle::inspect {
namespace {

using namespace std::string_view_literals;

struct Magic {
    std::size_t offset;
    std::string_view octets;
    Format format;
    std::string_view type, words;
};

// The longer signature first where one begins another.
constexpr std::array magics{
    Magic{0, "PK\3\4"sv, Format::zip, "application/zip", "ZIP archive"},
    Magic{0, "PK\5\6"sv, Format::zip, "application/zip", "ZIP archive"},
    Magic{0, "PK\7\10PK\3\4"sv, Format::zip, "application/zip", "ZIP archive"},
    Magic{0, "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"sv, Format::compound, "application/x-ole-storage", "compound file"},
    Magic{0, "7z\xBC\xAF\x27\x1C"sv, Format::seven_zip, "application/x-7z-compressed", "7z archive"},
    Magic{0, "\x89PNG\r\n\x1A\n"sv, Format::image, "image/png", "PNG image"},
    Magic{0, "\xFF\xD8\xFF"sv, Format::image, "image/jpeg", "JPEG image"},
    Magic{0, "GIF87a"sv, Format::image, "image/gif", "GIF image"},
    Magic{0, "GIF89a"sv, Format::image, "image/gif", "GIF image"},
    Magic{0, "II*\0"sv, Format::image, "image/tiff", "TIFF image"},
    Magic{0, "MM\0*"sv, Format::image, "image/tiff", "TIFF image"},
    Magic{8, "WEBP"sv, Format::image, "image/webp", "WebP image"},
    Magic{40, " EMF"sv, Format::emf, "image/emf", "EMF drawing"},
    Magic{0, "\0\0\1\0"sv, Format::image, "image/vnd.microsoft.icon", "icon"},
    Magic{0, "\xD7\xCD\xC6\x9A"sv, Format::unsupported, "image/wmf", "WMF drawing"},
    Magic{0, "\x78\x9F\x3E\x22"sv, Format::tnef, "application/vnd.ms-tnef", "TNEF (winmail.dat)"},
    Magic{0,
          "\x7F"
          "ELF"sv,
          Format::program, "application/x-elf", "program"},
    Magic{0, "MZ"sv, Format::program, "application/vnd.microsoft.portable-executable", "Windows program"},
    Magic{0, "\xCA\xFE\xBA\xBE"sv, Format::unsupported, "application/java-vm", "program"},
    Magic{0, "\xCF\xFA\xED\xFE"sv, Format::unsupported, "application/x-mach-binary", "program"},
    Magic{0, "SQLite format 3\0"sv, Format::unsupported, "application/vnd.sqlite3", "database"},
    Magic{4, "Standard Jet DB"sv, Format::unsupported, "application/vnd.ms-access", "Access database"},
    Magic{4, "Standard ACE DB"sv, Format::unsupported, "application/vnd.ms-access", "Access database"},
    Magic{0, "!BDN"sv, Format::unsupported, "application/vnd.ms-outlook-pst", "Outlook data file"},
    Magic{0, "L\0\0\0\1\x14\2\0"sv, Format::unsupported, "application/x-ms-shortcut", "Windows shortcut"},
    Magic{0, "ID3"sv, Format::unsupported, "audio/mpeg", "audio"},
    Magic{0, "\xFF\xFB"sv, Format::unsupported, "audio/mpeg", "audio"},
    Magic{0, "\xFF\xF3"sv, Format::unsupported, "audio/mpeg", "audio"},
    Magic{0, "\xFF\xFA"sv, Format::unsupported, "audio/mpeg", "audio"},
    Magic{0, "\xFF\xF1"sv, Format::unsupported, "audio/aac", "audio"},
    Magic{0, "OggS"sv, Format::unsupported, "audio/ogg", "audio"},
    Magic{0, "fLaC"sv, Format::unsupported, "audio/flac", "audio"},
    Magic{8, "WAVE"sv, Format::unsupported, "audio/wav", "audio"},
    Magic{8, "AVI "sv, Format::unsupported, "video/x-msvideo", "video"},
    Magic{4, "ftypheic"sv, Format::unsupported, "image/heic", "HEIC image"},
    Magic{4, "ftypM4A"sv, Format::unsupported, "audio/mp4", "audio"},
    Magic{4, "ftypM4B"sv, Format::unsupported, "audio/mp4", "audio"},
    Magic{0, "\x30\x26\xB2\x75\x8E\x66\xCF\x11"sv, Format::unsupported, "video/x-ms-asf", "video"},
    Magic{0, "FLV\1"sv, Format::unsupported, "video/x-flv", "video"},
    Magic{4, "moov"sv, Format::unsupported, "video/quicktime", "video"},
    Magic{4, "mdat"sv, Format::unsupported, "video/quicktime", "video"},
    Magic{0, "DHAV"sv, Format::unsupported, "video/x-dav", "video"},
    Magic{0, "IMKH"sv, Format::unsupported, "video/x-hikvision", "video"},
    Magic{4, "ftyp"sv, Format::unsupported, "video/mp4", "video"},
    Magic{0, "\x1A\x45\xDF\xA3"sv, Format::unsupported, "video/x-matroska", "video"},
    Magic{0, "\0\0\1\xBA"sv, Format::unsupported, "video/mpeg", "video"},
    Magic{0, "#!AMR"sv, Format::unsupported, "audio/amr", "audio"},
    Magic{0, "8BPS"sv, Format::unsupported, "image/vnd.adobe.photoshop", "Photoshop image"},
    Magic{0, "AC10"sv, Format::unsupported, "image/vnd.dwg", "DWG drawing"},
    Magic{0, "\xE4\x52\x5C\x7B\x8C\xD8\xA7\x4D\xAE\xB1\x53\x78\xD0\x29\x96\xD3"sv, Format::unsupported,
          "application/onenote", "OneNote section"},
    Magic{0, "\x76\xE8\x04\x60\xC4\x11\xE3\x86"sv, Format::sealed, "application/x-microsoft-rpmsg-message",
          "rights-protected message"},
    Magic{0, "Salted__"sv, Format::sealed, "application/x-openssl-enc", "openssl file"},
    Magic{0, "age-encryption.org/v1\n"sv, Format::sealed, "application/x-age", "age file"},
    Magic{0, "LUKS\xBA\xBE"sv, Format::unsupported, "application/x-luks", "encrypted volume"},
    Magic{3, "-FVE-FS-"sv, Format::unsupported, "application/x-bitlocker", "encrypted volume"},
    Magic{0, "\x03\xD9\xA2\x9A"sv, Format::sealed, "application/x-keepass", "password store"},
};

bool is_bitmap(std::string_view s) {
    if (!s.starts_with("BM") || s.size() < 26) return false;
    std::uint32_t reserved;
    std::memcpy(&reserved, s.data() + 6, 4);
    return reserved == 0;
}

bool header_line(std::string_view line) {
    const auto colon = line.find(':');
    if (colon == std::string_view::npos || colon > 40) return false;
    static constexpr std::array names{"from"sv,
                                      "to"sv,
                                      "subject"sv,
                                      "date"sv,
                                      "received"sv,
                                      "return-path"sv,
                                      "message-id"sv,
                                      "mime-version"sv,
                                      "content-type"sv,
                                      "delivered-to"sv,
                                      "cc"sv,
                                      "reply-to"sv,
                                      "x-mailer"sv,
                                      "dkim-signature"sv,
                                      "authentication-results"sv,
                                      "x-received"sv,
                                      "content-transfer-encoding"sv,
                                      "sender"sv,
                                      "references"sv,
                                      "in-reply-to"sv};
    const std::string name = ascii_lower(line.substr(0, colon));
    return std::find(names.begin(), names.end(), name) != names.end();
}

// Field lines from the first octet on, two of them known: a message kept as a file.
bool looks_like_message(std::string_view s) {
    int known = 0;
    for (int lines = 0; lines < 12 && !s.empty(); ++lines) {
        const auto end = std::min(s.find('\n'), s.size());
        const auto line = s.substr(0, end);
        s.remove_prefix(std::min(end + 1, s.size()));
        if (line.empty() || line == "\r") break;
        if (line[0] == ' ' || line[0] == '\t') continue;
        if (lines == 0 && line.starts_with("From ")) continue;
        const auto colon = line.find(':');
        if (colon == 0 || colon == std::string_view::npos || line.substr(0, colon).find(' ') != std::string_view::npos)
            return false;
        known += header_line(line);
    }
    return known >= 2;
}

std::string_view extension(std::string_view name) {
    const auto dot = name.rfind('.');
    return dot == std::string_view::npos ? std::string_view{} : name.substr(dot + 1);
}

bool one_of(std::string_view s, std::initializer_list<std::string_view> list) {
    return std::any_of(list.begin(), list.end(), [&](auto x) { return ascii_iequal(s, x); });
}

bool starts_like_html(std::string_view s) {
    const std::string head = ascii_lower(trim(s.substr(0, 2048)));
    for (auto tag :
         {"<!doctype html"sv, "<html"sv, "<head"sv, "<body"sv, "<meta"sv, "<div"sv, "<p>"sv, "<table"sv, "<style"sv})
        if (head.starts_with(tag)) return true;
    return head.find("<html") != std::string::npos && head.starts_with("<");
}

Sniffed kind_of_text(std::string_view s, std::string_view claimed, std::string_view name) {
    const auto ext = extension(name);
    const auto body = s.starts_with("\xEF\xBB\xBF") ? s.substr(3) : s;
    // Word asks for no more of the mark than this.
    if (trim(body.substr(0, 64)).starts_with("{\\rt")) return {Format::rtf, "application/rtf", "RTF document"};
    if (body.starts_with("%!PS")) return {Format::unsupported, "application/postscript", "PostScript document"};
    if (body.starts_with("age-encryption.org/v1\n") || body.starts_with("-----BEGIN AGE ENCRYPTED FILE-----"))
        return {Format::sealed, "application/x-age", "age file"};
    if (body.starts_with("U2FsdGVkX1")) return {Format::sealed, "application/x-openssl-enc", "openssl file"};
    const auto start = trim(body.substr(0, 4096));
    for (auto pem : {"-----BEGIN PKCS7-----"sv, "-----BEGIN CMS-----"sv})
        if (start.starts_with(pem)) return {Format::armour, "application/pkcs7-mime", "S/MIME"};
    // What claims to be text is read as text: a quoted header section is part of what somebody wrote.
    if (!claimed.starts_with("text/") && looks_like_message(start))
        return {Format::message, "message/rfc822", "message"};
    if (claimed == "text/html" || claimed == "application/xhtml+xml" ||
        one_of(ext, {"html", "htm", "xhtml", "shtml"}) || starts_like_html(body))
        return {Format::html, "text/html", "HTML"};
    if (start.starts_with("BEGIN:VCALENDAR") || start.starts_with("BEGIN:VCARD") || claimed == "text/calendar" ||
        claimed == "text/vcard")
        return {Format::calendar, start.starts_with("BEGIN:VCARD") ? "text/vcard" : "text/calendar",
                "calendar or card"};
    if (start.starts_with("<?xml") || start.starts_with("<svg") || claimed.ends_with("/xml") ||
        claimed.ends_with("+xml"))
        return {Format::xml, start.find("<svg") != std::string_view::npos ? "image/svg+xml" : "application/xml", "XML"};
    if (one_of(claimed, {"text/csv", "text/tab-separated-values", "application/csv"}) ||
        one_of(ext, {"csv", "tsv", "tab"}))
        return {Format::table, "text/csv", "table"};
    return {Format::text, "text/plain", "text"};
}

// Enough for what says it is text: charsets that nobody knows, a stray control octet.
bool few_controls(std::string_view octets) {
    const auto look = octets.substr(0, 65536);
    const auto bad = std::count_if(look.begin(), look.end(), [](char c) {
        return static_cast<unsigned char>(c) < 0x20 && c != '\t' && c != '\n' && c != '\r' && c != '\f' && c != 0x1b;
    });
    return look.find('\0') == std::string_view::npos && static_cast<std::size_t>(bad) * 20 <= look.size();
}

bool in_first_kilobyte(std::string_view s, std::string_view what) {
    return s.substr(0, 1024 + what.size()).find(what) != std::string_view::npos;
}

}  // namespace

bool looks_like_text(std::string_view octets) {
    if (octets.starts_with("\xFF\xFE") || octets.starts_with("\xFE\xFF") || octets.starts_with("\xEF\xBB\xBF"))
        return true;
    const auto look = octets.substr(0, 65536);
    std::size_t bad = 0, even_nul = 0, odd_nul = 0, high = 0;
    for (std::size_t i = 0; i < look.size(); ++i) {
        const auto c = static_cast<unsigned char>(look[i]);
        if (c == 0)
            ++(i % 2 ? odd_nul : even_nul);
        else if (c < 0x20 && c != '\t' && c != '\n' && c != '\r' && c != '\f' && c != 0x1b && c != 0x08)
            ++bad;
        else if (c >= 0x80)
            ++high;
    }
    if (even_nul + odd_nul > look.size() / 5)  // UTF-16 without a mark
        return bad == 0 && (even_nul == 0 || odd_nul == 0);
    bad += even_nul + odd_nul;
    // Octets of no structure have one control octet in ten; text in any charset has next to none.
    return bad * 50 <= look.size() && (bad == 0 || high * 3 < look.size());
}

Sniffed sniff(std::string_view octets, std::string_view claimed, std::string_view filename) {
    if (octets.empty()) return {Format::empty, "", "nothing"};
    if (const Sniffed archive = sniff_archive(octets); archive.format != Format::unknown) return archive;
    const bool text = looks_like_text(octets) || octets.starts_with("{\\rt");  // which may hold binary data
    if (!text) {
        for (const auto& m : magics) {
            if (octets.size() < m.offset + m.octets.size() || octets.substr(m.offset, m.octets.size()) != m.octets)
                continue;
            if (m.octets == "WEBP" && !octets.starts_with("RIFF")) continue;
            return {m.format, m.type, m.words};
        }
        if (is_bitmap(octets)) return {Format::image, "image/bmp", "BMP image"};
    } else if (octets.substr(0, 4) == "PK\3\4"sv) {
        return {Format::zip, "application/zip", "ZIP archive"};
    }
    // Words about PDF in what says it is text are words.
    if (in_first_kilobyte(octets, "%PDF-") && (!text || !claimed.starts_with("text/") || octets.starts_with("%PDF-")))
        return {Format::pdf, "application/pdf", "PDF document"};
    if (!text && is_pkcs12(octets)) return {Format::sealed, "application/x-pkcs12", "PKCS #12 key file"};
    if (!text && is_cms(octets)) return {Format::cms, "application/pkcs7-mime", "S/MIME"};
    if (!text && is_pgp(octets)) return {Format::pgp, "application/pgp-encrypted", "OpenPGP"};
    if (!text && is_der_certificate(octets)) return {Format::certificate, "application/pkix-cert", "certificate"};
    if (text) return kind_of_text(octets, claimed, filename);
    if (claimed.starts_with("text/")) {
        if (few_controls(octets)) return kind_of_text(octets, claimed, filename);
        return {Format::text, "application/octet-stream", "binary that claims to be text"};
    }
    return {Format::unknown, "", "binary of unknown kind"};
}

}  // namespace beadle::inspect

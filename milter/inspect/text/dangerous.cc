#include "inspect/text/dangerous.h"

#include <algorithm>
#include <array>

#include "base/text.h"

#include "inspect/text/little_endian.h"

namespace beadle::inspect {
namespace {

using namespace std::string_view_literals;

struct Magic {
    std::size_t offset;
    std::string_view octets, what;
};
constexpr std::array magics{
    Magic{0,
          "\x7F"
          "ELF"sv,
          "Linux program"},
    Magic{0, "\xCF\xFA\xED\xFE"sv, "macOS program"},
    Magic{0, "\xCE\xFA\xED\xFE"sv, "macOS program"},
    Magic{0, "\xFE\xED\xFA\xCE"sv, "macOS program"},
    Magic{0, "\xFE\xED\xFA\xCF"sv, "macOS program"},
    Magic{0, "L\0\0\0\1\x14\2\0"sv, "Windows shortcut"},
    Magic{0, "ITSF\3\0\0\0"sv, "Windows help file (.chm), which can run programs"},
    Magic{0, "?_\3\0"sv, "Windows help file (.hlp), which can run programs"},
    Magic{0, "\xED\xAB\xEE\xDB"sv, "Linux installer (.rpm)"},
    Magic{0, "!<arch>\ndebian-binary"sv, "Linux installer (.deb)"},
    Magic{0, "xar!\0\x1C"sv, "macOS installer (.pkg)"},
    Magic{0, "dex\n03"sv, "Android program"},
    Magic{0, "Cr24"sv, "browser add-on"},
    Magic{0, "#@~^"sv, "encoded Windows script"},
    Magic{0, "FasdUAS 1."sv, "AppleScript program"},
    Magic{0, "FWS"sv, "Flash program"},
    Magic{0, "CWS"sv, "Flash program"},
    Magic{0, "MSWIM\0\0\0"sv, "Windows disc image"},
    Magic{0, "vhdxfile"sv, "disc image (.vhdx)"},
    Magic{0, "conectix"sv, "disc image (.vhd)"},
    Magic{0, "KDMV\1\0\0\0"sv, "disc image (.vmdk)"},
    Magic{0, "QFI\xFB\0\0\0"sv, "disc image (.qcow2)"},
    Magic{0, "hsqs"sv, "disc image (squashfs)"},
    Magic{32769, "CD001"sv, "disc image (.iso)"},
    Magic{32769, "BEA01"sv, "disc image (UDF)"},
};

bool has(std::string_view s, std::size_t at, std::string_view what) {
    return s.size() >= at + what.size() && s.substr(at, what.size()) == what;
}

// MZ begins also what no system of today starts: then it is still what a DOS window runs.
std::optional<Danger> windows_program(std::string_view s) {
    if (!s.starts_with("MZ")) return std::nullopt;
    if (s.size() < 64) return Danger{"beginning of a Windows program"};
    const std::size_t at = le32(s, 60);
    if (at > s.size() || s.size() - at < 24) return Danger{"DOS program"};
    const auto mark = s.substr(at, 2);
    if (has(s, at, "PE\0\0"sv))
        return Danger{(le16(s, at + 22) & 0x2000) != 0 ? "Windows program library (DLL)" : "Windows program"};
    if (mark == "NE") return Danger{"16-bit Windows program"};
    return Danger{mark == "LE" || mark == "LX" ? "Windows driver or OS/2 program" : "DOS program"};
}

// The class of the root storage: installers, their patches and changes.
std::optional<Danger> installer(std::string_view s) {
    if (s.size() < 1536) return std::nullopt;
    const unsigned shift = le16(s, 30);
    const std::uint64_t sector = le32(s, 48);
    if (shift < 7 || shift > 16 || sector > s.size()) return std::nullopt;
    const std::uint64_t at = ((sector + 1) << shift) + 80;
    if (at + 16 > s.size()) return std::nullopt;
    const auto id = s.substr(static_cast<std::size_t>(at), 16);
    const bool windows_installer = (id[0] == '\x84' || id[0] == '\x86' || id[0] == '\x82') &&
                                   has(id, 1, "\x10\x0C\0"sv) && has(id, 4, "\0\0\0\0\xC0\0\0\0\0\0\0\x46"sv);
    return windows_installer ? std::optional(Danger{"Windows installer (.msi)"}) : std::nullopt;
}

// 0xCAFEBABE begins both: few machines in one file, or a version of the class format.
std::optional<Danger> java_or_fat(std::string_view s) {
    if (!s.starts_with("\xCA\xFE\xBA\xBE") || s.size() < 8) return std::nullopt;
    const auto number = [&](std::size_t i) { return static_cast<unsigned char>(s[i]); };
    const bool machines = number(4) == 0 && number(5) == 0 && number(6) == 0 && number(7) > 0 && number(7) < 32;
    return Danger{machines ? "macOS program" : "Java program"};
}

// A disc without a head of its own: a boot sector of FAT or NTFS, a table of partitions.
std::optional<Danger> raw_disc(std::string_view s, std::string_view ext) {
    const bool boot = has(s, 510, "\x55\xAA"sv) && s.size() >= 4096;
    if (boot && (has(s, 54, "FAT"sv) || has(s, 82, "FAT32"sv) || has(s, 3, "NTFS    "sv) || has(s, 3, "EXFAT"sv)))
        return Danger{"disc image (.img)"};
    if (boot && (ext == "img" || ext == "ima" || ext == "bin" || ext == "dd" || ext == "vhd"))
        return Danger{"disc image (.img)"};
    if (has(s, 1080, "\x53\xEF"sv) && (ext == "img" || ext == "ext4")) return Danger{"disc image (.img)"};
    if (s.size() >= 512 && has(s, s.size() - 512, "koly\0\0\0\4"sv)) return Danger{"macOS disc image (.dmg)"};
    if (s.size() >= 512 && has(s, s.size() - 512, "conectix"sv)) return Danger{"disc image (.vhd)"};
    return std::nullopt;
}

// What a shortcut starts, when it is one of those that do harm.
std::string tool_named(std::string_view octets) {
    std::string plain(octets.substr(0, 65536));
    std::erase(plain, '\0');
    plain = ascii_lower(plain);
    for (const auto tool : {"powershell"sv, "mshta"sv, "wscript"sv, "cscript"sv, "rundll32"sv, "regsvr32"sv,
                            "certutil"sv, "bitsadmin"sv, "msiexec"sv, "curl"sv, "cmd.exe"sv})
        if (plain.find(tool) != std::string::npos) return std::string(tool);
    return {};
}

std::string evidence_of(const Danger& danger, const Claim& claim) {
    std::string out = danger.what;
    if (const auto trick = tricks_of_name(claim.filename); !trick.empty()) out += "; " + trick;
    const auto kind = harmless_kind(claim.filename);
    if (!kind.empty() && !names_program(claim.filename)) out += "; its name says " + std::string(kind);
    const bool other_claim = claim.media_type.starts_with("image/") || claim.media_type == "application/pdf" ||
                             claim.media_type.starts_with("audio/") || claim.media_type.starts_with("video/");
    if (kind.empty() && other_claim) out += "; sent as " + printable(claim.media_type, 60);
    return out;
}

}  // namespace

std::optional<Danger> danger_of_octets(const Sniffed& sniffed, std::string_view filename, std::string_view octets) {
    if (auto windows = windows_program(octets); windows && sniffed.format == Format::program) {
        const std::string ext = last_extension(filename);
        if (ext == "xll" || ext == "wll") windows->what = "Office add-in, a Windows program library";
        return windows;
    }
    if (sniffed.format == Format::compound) return installer(octets);
    if (auto java = java_or_fat(octets)) return java;
    if (sniffed.format == Format::image || sniffed.format == Format::pdf || sniffed.format == Format::zip)
        return std::nullopt;
    for (const auto& m : magics)
        if (has(octets, m.offset, m.octets)) {
            Danger out{std::string(m.what)};
            const bool shortcut = m.octets.starts_with("L\0"sv);
            if (const auto tool = shortcut ? tool_named(octets) : ""; !tool.empty()) out.what += " that starts " + tool;
            return out;
        }
    const std::string ext = last_extension(filename);
    if (sniffed.format == Format::unknown && ext == "com" && octets.size() < 65280) return Danger{"DOS program (.com)"};
    return raw_disc(octets, ext);
}

std::optional<Danger> danger_of_archive(const ZipFile& zip) {
    bool manifest = false, classes = false, android = false, windows = false, apple = false, browser = false;
    for (const auto& m : zip.members) {
        const std::string_view name = m.name;
        manifest |= name == "META-INF/MANIFEST.MF";
        classes |= name.ends_with(".class");
        android |= name == "AndroidManifest.xml";
        windows |= name == "AppxManifest.xml" || name == "AppxMetadata/AppxBundleManifest.xml";
        apple |= name.starts_with("Payload/") && name.find(".app/") != std::string_view::npos;
        browser |= name == "META-INF/mozilla.rsa";
    }
    if (android) return Danger{"Android app (.apk)"};
    if (windows) return Danger{"Windows app package (.msix)"};
    if (apple) return Danger{"iPhone app (.ipa)"};
    if (browser) return Danger{"browser add-on (.xpi)"};
    if (manifest && classes) return Danger{"Java program (.jar)"};
    return std::nullopt;
}

void judge_danger(Reader& reader, const Sniffed& sniffed, const Claim& claim, std::string_view octets,
                  const Place& place) {
    const bool textual = sniffed.format == Format::text || sniffed.format == Format::html ||
                         sniffed.format == Format::xml || sniffed.format == Format::table ||
                         sniffed.format == Format::message;
    const bool read_not_opened = claim.filename.empty() && claim.kind != SegmentKind::attachment;
    std::optional<Danger> danger;
    if (!textual)
        danger = danger_of_octets(sniffed, claim.filename, octets);
    else if (!read_not_opened)
        danger = danger_of_text(claim.filename, octets);
    if (danger)
        return reader.found(FindingKind::dangerous_file, place, danger->confidence, evidence_of(*danger, claim));
    const auto trick = tricks_of_name(claim.filename);
    const bool opened =
        sniffed.format == Format::zip || sniffed.format == Format::compound;  // judged by what they hold
    if (!trick.empty() && !opened)
        reader.found(FindingKind::dangerous_file, place, Confidence::low, trick + ", but it is no program");
}

void judge_sealed_name(Reader& reader, std::string_view filename, const Place& place) {
    if (!names_program(filename)) return;
    std::string evidence = "sealed file that bears the name of a program (." + last_extension(filename) + ")";
    if (const auto trick = tricks_of_name(filename); !trick.empty()) evidence += "; " + trick;
    reader.found(FindingKind::dangerous_file, place, Confidence::medium, std::move(evidence));
}

}  // namespace beadle::inspect

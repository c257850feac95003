#include <algorithm>
#include <array>

#include "base/text.h"

#include "inspect/text/dangerous.h"

namespace beadle::inspect {
namespace {

using namespace std::string_view_literals;

// What Windows, macOS or a Linux desktop starts, installs or applies when it is opened.
// clang-format off
constexpr std::array programs{
    "exe"sv, "com"sv, "scr"sv, "pif"sv, "cpl"sv, "dll"sv, "ocx"sv, "sys"sv, "drv"sv, "msi"sv, "msp"sv, "mst"sv, "msix"sv,
    "msixbundle"sv, "appx"sv, "appxbundle"sv, "appinstaller"sv, "bat"sv, "cmd"sv, "ps1"sv, "psm1"sv, "psd1"sv, "ps1xml"sv,
    "psc1"sv, "vbs"sv, "vbe"sv, "vb"sv, "js"sv, "jse"sv, "mjs"sv, "ws"sv, "wsf"sv, "wsc"sv, "wsh"sv, "sct"sv, "hta"sv,
    "lnk"sv, "url"sv, "website"sv, "scf"sv, "desktop"sv, "library-ms"sv, "search-ms"sv, "searchconnector-ms"sv,
    "settingcontent-ms"sv, "appref-ms"sv, "application"sv, "gadget"sv, "diagcab"sv, "reg"sv, "inf"sv, "msc"sv, "chm"sv,
    "hlp"sv, "rdp"sv, "jnlp"sv, "jar"sv, "class"sv, "apk"sv, "ipa"sv, "deb"sv, "rpm"sv, "pkg"sv, "mpkg"sv, "dmg"sv,
    "iso"sv, "img"sv, "udf"sv, "vhd"sv, "vhdx"sv, "vmdk"sv, "wim"sv, "appimage"sv, "run"sv, "sh"sv, "bash"sv, "zsh"sv,
    "csh"sv, "ksh"sv, "command"sv, "py"sv, "pyw"sv, "pyc"sv, "pl"sv, "rb"sv, "php"sv, "scpt"sv, "applescript"sv, "elf"sv,
    "xll"sv, "wll"sv, "xla"sv, "xlam"sv, "ppa"sv, "ppam"sv, "iqy"sv, "crx"sv, "xpi"sv, "swf"sv, "ade"sv, "adp"sv,
    "mde"sv, "accde"sv, "theme"sv, "themepack"sv, "one"sv, "onepkg"sv, "ahk"sv, "au3"sv, "cab"sv};

struct Harmless {
    std::string_view extension, words;
};
constexpr std::array harmless{
    Harmless{"pdf", "PDF"}, Harmless{"doc", "Word"}, Harmless{"docx", "Word"}, Harmless{"rtf", "Word"},
    Harmless{"odt", "a document"}, Harmless{"xls", "Excel"}, Harmless{"xlsx", "Excel"}, Harmless{"ods", "a table"},
    Harmless{"csv", "a table"}, Harmless{"ppt", "PowerPoint"}, Harmless{"pptx", "PowerPoint"}, Harmless{"txt", "text"},
    Harmless{"log", "text"}, Harmless{"md", "text"}, Harmless{"jpg", "a picture"}, Harmless{"jpeg", "a picture"},
    Harmless{"png", "a picture"}, Harmless{"gif", "a picture"}, Harmless{"bmp", "a picture"}, Harmless{"tif", "a picture"},
    Harmless{"tiff", "a picture"}, Harmless{"heic", "a picture"}, Harmless{"webp", "a picture"}, Harmless{"svg", "a picture"},
    Harmless{"mp3", "sound"}, Harmless{"wav", "sound"}, Harmless{"m4a", "sound"}, Harmless{"mp4", "a film"},
    Harmless{"avi", "a film"}, Harmless{"mov", "a film"}, Harmless{"htm", "a web page"}, Harmless{"html", "a web page"},
    Harmless{"eml", "a message"}, Harmless{"msg", "a message"}, Harmless{"ics", "a calendar entry"},
    Harmless{"vcf", "a card"}, Harmless{"zip", "an archive"}, Harmless{"xml", "data"}, Harmless{"json", "data"}};
// clang-format on

std::string_view base_name(std::string_view name) {
    const auto slash = name.find_last_of("/\\");
    if (slash != std::string_view::npos) name.remove_prefix(slash + 1);
    // Windows takes dots and blanks at the end away, and what names a stream of a file.
    while (!name.empty() && (name.back() == '.' || name.back() == ' ')) name.remove_suffix(1);
    return name;
}

std::string_view ending(std::string_view base) {
    const auto dot = base.rfind('.');
    return dot == std::string_view::npos ? std::string_view{} : base.substr(dot + 1);
}

// U+202A to U+202E and U+2066 to U+2069: from there on the letters stand in another order than they are shown.
bool turns_direction(std::string_view name) {
    for (std::size_t at = 0; (at = name.find("\xE2\x80"sv, at)) != std::string_view::npos; at += 2)
        if (at + 2 < name.size() && (name[at + 2] == '\xAD' || name[at + 2] == '\xAE')) return true;
    return name.find("\xE2\x81\xA7"sv) != std::string_view::npos;
}

}  // namespace

std::string last_extension(std::string_view filename) { return ascii_lower(trim(ending(base_name(filename)))); }

bool names_program(std::string_view filename) {
    const std::string ext = last_extension(filename);
    return std::find(programs.begin(), programs.end(), ext) != programs.end();
}

std::string_view harmless_kind(std::string_view filename) {
    const std::string ext = last_extension(filename);
    const auto at =
        std::find_if(harmless.begin(), harmless.end(), [&](const Harmless& h) { return h.extension == ext; });
    return at == harmless.end() ? std::string_view{} : at->words;
}

std::string tricks_of_name(std::string_view filename) {
    if (turns_direction(filename)) return "its name is turned to be read from right to left";
    const auto base = base_name(filename);
    const auto dot = base.rfind('.');
    if (dot == std::string_view::npos || dot == 0) return {};
    const auto stem = base.substr(0, dot);
    if (!harmless_kind(stem).empty() && names_program(base))
        return "its name has two endings, ." + last_extension(stem) + " and ." + last_extension(base);
    if (stem.size() > trim(stem).size() + 2) return "blanks in its name push the ending out of sight";
    return {};
}

}  // namespace beadle::inspect

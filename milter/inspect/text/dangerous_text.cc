// Scripts, shortcuts and settings files: text that a system carries out.
#include <algorithm>
#include <array>
#include <bit>

#include "base/text.h"

#include "inspect/message/charset.h"
#include "inspect/text/dangerous.h"
#include "inspect/text/word_set.h"

namespace beadle::inspect {
namespace {

using namespace std::string_view_literals;

constexpr std::size_t most_looked_at = 65536;

// The system chooses who runs it by the ending alone, so any text under it is run.
struct Ending {
    std::string_view extension, what;
};
constexpr std::array endings{
    Ending{"bat", "Windows command script"},
    Ending{"cmd", "Windows command script"},
    Ending{"ps1", "PowerShell script"},
    Ending{"psm1", "PowerShell script"},
    Ending{"psd1", "PowerShell script"},
    Ending{"ps1xml", "PowerShell script"},
    Ending{"vbs", "Visual Basic script"},
    Ending{"vbe", "Visual Basic script"},
    Ending{"vb", "Visual Basic script"},
    Ending{"js", "JavaScript that Windows runs"},
    Ending{"jse", "JavaScript that Windows runs"},
    Ending{"ws", "Windows script"},
    Ending{"wsf", "Windows script"},
    Ending{"wsc", "Windows script"},
    Ending{"wsh", "Windows script"},
    Ending{"sct", "Windows script"},
    Ending{"hta", "HTML application"},
    Ending{"reg", "registry file"},
    Ending{"sh", "shell script"},
    Ending{"bash", "shell script"},
    Ending{"command", "macOS command script"},
    Ending{"py", "Python script"},
    Ending{"pyw", "Python script"},
    Ending{"pl", "Perl script"},
    Ending{"applescript", "AppleScript"},
    Ending{"ahk", "AutoHotkey script"},
    Ending{"au3", "AutoIt script"},
    Ending{"rdp", "remote desktop file"},
    Ending{"jnlp", "Java start file"},
    Ending{"appinstaller", "Windows installer file"},
    Ending{"iqy", "Excel web query"},
    Ending{"msc", "Windows console file"},
};

// What the first words say whatever the name is.
struct Start {
    std::string_view words, what;
};
constexpr std::array starts{
    Start{"#@~^", "encoded Windows script"},
    Start{"windows registry editor version", "registry file"},
    Start{"regedit4", "registry file"},
    Start{"[internetshortcut]", "web shortcut (.url)"},
    Start{"[desktop entry]", "Linux shortcut (.desktop)"},
    Start{"@echo off", "Windows command script"},
    Start{"full address:s:", "remote desktop file"},
    Start{"web\r\n1\r\nhttp", "Excel web query"},
    Start{"web\n1\nhttp", "Excel web query"},
    Start{"<job", "Windows script"},
    Start{"<package><job", "Windows script"},
    Start{"<scriptlet", "Windows script"},
    Start{"<mmc_consolefile", "Windows console file"},
    Start{"# disk descriptorfile", "disc image (.vmdk)"},
};

// Telling words anywhere in it; all of a row.
struct Telling {
    std::string_view one, other, what;
};
constexpr std::array tellings{
    Telling{"<hta:application", "", "HTML application"},
    Telling{"[shell]", "command=", "Windows shortcut (.scf)"},
    Telling{"[shell]", "iconfile=", "Windows shortcut (.scf)"},
    Telling{"<librarydescription", "searchconnector", "Windows library shortcut (.library-ms)"},
    Telling{"<searchconnectordescription", "", "Windows search shortcut"},
    Telling{"<persistedquery", "", "Windows search shortcut (.search-ms)"},
    Telling{"<pcsettings", "deeplink", "Windows settings shortcut (.settingcontent-ms)"},
    Telling{"<jnlp", "<resources", "Java start file"},
    Telling{"schemas-microsoft-com:asm.v", "deploymentprovider", "Windows installer file (.application)"},
    Telling{"schemas.microsoft.com/appx/appinstaller", "", "Windows installer file (.appinstaller)"},
    Telling{"[defaultinstall", "[version]", "Windows set-up file (.inf)"},
    Telling{"full address:s:", "prompt for credentials", "remote desktop file"},
    Telling{"[autorun]", "open=", "start file of a disc"},
    Telling{"[internetshortcut]", "url=", "web shortcut (.url)"},
    Telling{"[desktop entry]", "exec=", "Linux shortcut (.desktop)"},
    Telling{"<component", "<script language", "Windows script"},
};

// Calls that a script makes and prose does not; two of a language make one.
constexpr std::array windows_calls{"createobject("sv,
                                   "wscript."sv,
                                   "on error resume next"sv,
                                   "new activexobject"sv,
                                   "getobject("sv,
                                   "executeglobal"sv,
                                   ".run("sv,
                                   ".run "sv,
                                   "adodb.stream"sv,
                                   "msxml2.xmlhttp"sv,
                                   "shell.application"sv,
                                   "scripting.filesystemobject"sv};
constexpr std::array powershell_calls{"invoke-expression"sv,
                                      "iex("sv,
                                      "iex ("sv,
                                      "new-object "sv,
                                      "downloadstring("sv,
                                      "downloadfile("sv,
                                      "frombase64string("sv,
                                      "start-process"sv,
                                      "invoke-webrequest"sv,
                                      "-executionpolicy"sv,
                                      "powershell -"sv,
                                      "powershell.exe"sv,
                                      "set-mppreference"sv,
                                      "-encodedcommand"sv,
                                      "[system.reflection."sv};

// All of these words, in the order: what tells, what must stand beside it, calls of Windows, calls of PowerShell.
constexpr std::size_t others_from = tellings.size(), windows_from = 2 * tellings.size(),
                      powershell_from = windows_from + windows_calls.size(),
                      all_words = powershell_from + powershell_calls.size();
static_assert(all_words <= 64);

std::uint64_t words_of(std::string_view text) {
    static const WordSet set = [] {
        std::vector<std::string_view> words;
        for (const auto& t : tellings) words.push_back(t.one);
        for (const auto& t : tellings) words.push_back(t.other);
        words.insert(words.end(), windows_calls.begin(), windows_calls.end());
        words.insert(words.end(), powershell_calls.begin(), powershell_calls.end());
        return WordSet(std::move(words));
    }();
    return set.found_in(text);
}

bool has(std::uint64_t words, std::size_t index) { return (words >> index & 1) != 0; }

int count(std::uint64_t words, std::size_t from, std::size_t to) {
    return std::popcount(words >> from & ((std::uint64_t{1} << (to - from)) - 1));
}

// Windows writes such files in UTF-16 as well.
std::string plain_start(std::string_view octets) {
    octets = octets.substr(0, most_looked_at);
    if (octets.starts_with("\xEF\xBB\xBF")) octets.remove_prefix(3);
    std::string text(octets);
    if (octets.starts_with("\xFF\xFE") || octets.starts_with("\xFE\xFF")) text.erase(0, 2);
    if (text.find('\0') != std::string::npos) std::erase(text, '\0');
    return ascii_lower(text);
}

// `rem`, `::` and empty lines come before the first command.
bool begins_as_commands(std::string_view text) {
    for (int lines = 0; lines < 20 && !text.empty(); ++lines) {
        const auto end = std::min(text.find('\n'), text.size());
        const auto line = trim(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
        if (line.starts_with("@echo off") || line.starts_with("@powershell") || line.starts_with("@cmd")) return true;
        if (!line.empty() && !line.starts_with("rem ") && !line.starts_with("::")) return false;
    }
    return false;
}

std::optional<Danger> by_first_words(std::string_view text) {
    auto start = trim(text);
    if (start.starts_with("#!")) {
        const auto line = start.substr(0, std::min(start.find('\n'), std::size_t{120}));
        if (line.find('/') != std::string_view::npos) return Danger{"script (" + printable(trim(line), 40) + ")"};
    }
    if (start.starts_with("<?xml"))
        if (const auto end = start.find("?>"); end != std::string_view::npos) start = trim(start.substr(end + 2));
    for (const auto& s : starts)
        if (start.starts_with(s.words)) return Danger{std::string(s.what)};
    if (begins_as_commands(start)) return Danger{"Windows command script"};
    return std::nullopt;
}

// A shortcut to a file elsewhere hands over the log-in of whoever looks at it.
std::string leads_of(const std::string& text) {
    for (const auto key :
         {"url=file:"sv, "url=\\\\"sv, "iconfile=\\\\"sv, "iconfile=file:"sv, "workingdirectory=\\\\"sv})
        if (text.find(key) != std::string::npos) return " to a file on another computer";
    return {};
}

}  // namespace

std::optional<Danger> danger_of_text(std::string_view filename, std::string_view octets) {
    const std::string text = plain_start(octets);
    if (trim(text).empty()) return std::nullopt;
    if (auto known = by_first_words(text)) {
        if (known->what.find("shortcut") != std::string::npos) known->what += leads_of(text);
        return known;
    }
    const std::uint64_t words = words_of(text);
    for (std::size_t i = 0; i < tellings.size(); ++i)
        if (has(words, i) && (tellings[i].other.empty() || has(words, others_from + i)))
            return Danger{std::string(tellings[i].what)};
    const std::string ext = last_extension(filename);
    for (const auto& e : endings)
        if (e.extension == ext) return Danger{std::string(e.what)};
    const bool html = ext == "htm" || ext == "html" || ext == "xhtml" || ext == "svg";  // judged by their own reader
    if (html) return std::nullopt;
    const std::string under = ext.empty() ? "a script" : "a script under the name ." + printable(ext, 12);
    if (count(words, powershell_from, all_words) >= 2) return Danger{under + " (PowerShell)", Confidence::medium};
    if (count(words, windows_from, powershell_from) >= 2) return Danger{under + " (Visual Basic or JavaScript)", Confidence::medium};
    return std::nullopt;
}

}  // namespace beadle::inspect

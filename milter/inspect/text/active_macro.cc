// Macros, fields and fetched parts of documents.
#include <algorithm>
#include <array>
#include <vector>

#include "base/text.h"

#include "inspect/message/find_any.h"
#include "inspect/text/active.h"

namespace beadle::inspect {
namespace {

using namespace std::string_view_literals;

constexpr std::size_t most_source = 4u << 20, most_field = 400, most_named = 3, most_tries = 5000;

struct Named {
    std::string_view code, words;
};

// Procedures that Office calls by itself.
constexpr std::array starts{
    Named{"autoopen", "opened"},          Named{"auto_open", "opened"},
    Named{"autoexec", "opened"},          Named{"document_open", "opened"},
    Named{"workbook_open", "opened"},     Named{"workbook_activate", "opened"},
    Named{"autonew", "opened"},           Named{"document_new", "opened"},
    Named{"presentation_open", "opened"}, Named{"auto_close", "closed"},
    Named{"autoclose", "closed"},         Named{"autoexit", "closed"},
    Named{"document_close", "closed"},    Named{"workbook_beforeclose", "closed"},
    Named{"_layout(", "shown"},           Named{"inkpicture", "shown"},
    Named{"worksheet_activate", "shown"}, Named{"_mousemove(", "pointed at"},
    Named{"_gotfocus(", "shown"},         Named{"window_onload", "opened"},
};

// Calls that reach out of the document.
constexpr std::array reaches{
    Named{"wscript.shell", "starts programs"},
    Named{"shell.application", "starts programs"},
    Named{"shell(", "starts programs"},
    Named{"shell ", "starts programs"},
    Named{"shellexecute", "starts programs"},
    Named{"powershell", "starts PowerShell"},
    Named{"cmd.exe", "starts programs"},
    Named{"cmd /", "starts programs"},
    Named{"mshta", "starts programs"},
    Named{"rundll32", "starts programs"},
    Named{"regsvr32", "starts programs"},
    Named{"winmgmts", "starts programs through WMI"},
    Named{"win32_process", "starts programs through WMI"},
    Named{"createprocess", "starts programs"},
    Named{"urldownloadtofile", "downloads a file"},
    Named{"xmlhttp", "downloads a file"},
    Named{"winhttprequest", "downloads a file"},
    Named{"bitsadmin", "downloads a file"},
    Named{"internetopen", "downloads a file"},
    Named{"adodb.stream", "writes a file"},
    Named{"filesystemobject", "writes files"},
    Named{"savetofile", "writes a file"},
    Named{"virtualalloc", "runs machine code"},
    Named{"createthread", "runs machine code"},
    Named{"rtlmovememory", "runs machine code"},
    Named{"executeexcel4macro", "runs Excel 4 macros"},
    Named{"callbyname", "hides what it calls"},
    Named{"schedule.service", "plants a task"},
    Named{"regwrite", "changes the registry"},
    Named{"createobject(", "makes objects of other programs"},
    Named{"getobject(", "makes objects of other programs"},
    Named{"environ(", "asks for the user's folders"},
};

bool is_word(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; }

// At the beginning of a word, so that `Bombshell (` starts nothing.
bool names(const std::string& text, std::string_view what) {
    const bool starts_word = is_word(what.front()) && what.front() != '_';
    for (auto at = text.find(what); at != std::string::npos; at = text.find(what, at + 1))
        if (!starts_word || at == 0 || !is_word(text[at - 1])) return true;
    return false;
}

// VBA joins strings with & and breaks lines with _ : "pow" & "ershell" is one word for whoever runs it.
std::string without_joints(std::string_view source) {
    const std::string lower = ascii_lower(source.substr(0, most_source));
    std::string out;
    out.reserve(lower.size());
    bool comment = false, quoted = false;
    for (std::size_t i = 0; i < lower.size(); ++i) {
        const char c = lower[i];
        if (c == '\n') comment = quoted = false;
        if (comment) continue;
        if (c == '"') {
            // `" & "` and `" + "` are left out
            const auto behind = lower.find_first_not_of(" \t", i + 1);
            if (quoted && behind != std::string::npos && (lower[behind] == '&' || lower[behind] == '+')) {
                const auto next = lower.find_first_not_of(" \t", behind + 1);
                if (next != std::string::npos && lower[next] == '"') {
                    i = next;
                    continue;
                }
            }
            quoted = !quoted;
        }
        if (c == '\'' && !quoted) comment = true;
        if (!comment) out += c;
    }
    return out;
}

void add(std::vector<std::string_view>& list, std::string_view words) {
    if (std::find(list.begin(), list.end(), words) == list.end() && list.size() < most_named) list.push_back(words);
}

std::string listed(const std::vector<std::string_view>& list) {
    std::string out;
    for (const auto w : list) out += (out.empty() ? "" : ", ") + std::string(w);
    return out;
}

constexpr std::array shells{"cmd"sv,     "powershell"sv, "pwsh"sv,    "mshta"sv,    "rundll32"sv, "regsvr32"sv,
                            "wscript"sv, "cscript"sv,    "msiexec"sv, "certutil"sv, "calc"sv,     "bash"sv};

std::string_view shell_in(std::string_view lower) {
    for (const auto s : shells)
        if (names(std::string(lower), s)) return s;
    return {};
}

std::string host_of(std::string_view target) {
    const auto slashes = target.find("//");
    auto host = target.starts_with("\\\\") ? target.substr(2)
                                           : target.substr(slashes == std::string_view::npos ? 0 : slashes + 2);
    host = host.substr(0, host.find_first_of("/\\?#"));
    if (const auto at = host.rfind('@'); at != std::string_view::npos && !target.starts_with("\\\\"))
        host.remove_prefix(at + 1);
    return printable(host, 80);
}

}  // namespace

Active judge_macros(std::string_view source, std::size_t modules) {
    const std::string text = without_joints(source);
    std::vector<std::string_view> when, what;
    for (const auto& s : starts)
        if (names(text, s.code) || (s.code.front() == '_' && text.find(s.code) != std::string::npos))
            add(when, s.words);
    for (const auto& r : reaches)
        if (names(text, r.code)) add(what, r.words);
    // Functions of the system's libraries by their own names.
    if (names(text, "declare ") && text.find(" lib \"") != std::string::npos) add(what, "calls Windows itself");
    Active out;
    out.what = modules == 0 ? "macro project without code"
                            : "macros (" + std::to_string(modules) + (modules == 1 ? " module)" : " modules)");
    if (!when.empty()) out.what += " that run when the document is " + listed(when);
    if (!what.empty()) out.what += (when.empty() ? ": " : "; ") + listed(what);
    const bool harsh = !what.empty() && !(what.size() == 1 && what[0].starts_with("makes objects"));
    if (!when.empty() && !what.empty())
        out.confidence = Confidence::high;
    else if (!when.empty() || harsh)
        out.confidence = Confidence::medium;
    return out;
}

std::optional<Active> judge_fields(std::string_view text) {
    // Both forms are rare: one search each, then a look around.
    std::size_t tries = 0;
    for (std::size_t at = 0; (at = find_any<'d', 'D', '|'>(text, at)) != std::string_view::npos; ++at) {
        if (text[at] == '|') {
            if (text.substr(at, 2) != "|'" && text.substr(at, 2) != "|\"") continue;
            if (++tries > most_tries)
                return Active{"more formulas of other programs than are looked at", Confidence::medium};
            const auto from = at > 24 ? at - 24 : 0;  // the program's name, behind the sign that begins a formula
            const auto before = text.substr(from, at - from);
            const auto sign = before.find_last_of("=+-@");
            const auto shell = sign == std::string_view::npos ? ""sv : shell_in(ascii_lower(before.substr(sign)));
            if (shell.empty() || text.substr(at, most_field).find('!') == std::string_view::npos) continue;
            return Active{"formula that starts a program (" + std::string(shell) + ")", Confidence::high};
        }
        const auto word = text.substr(at, 8);
        if (!ascii_istarts(word, "dde") || (at > 0 && is_word(text[at - 1]))) continue;
        if (++tries > most_tries) return Active{"more fields than are looked at", Confidence::medium};
        const bool at_once = ascii_istarts(word, "ddeauto");
        const auto behind = text.substr(at + (at_once ? 7 : 3), most_field);
        if (behind.empty() || (behind[0] != ' ' && behind[0] != '"' && behind[0] != '\t')) continue;
        const auto shell = shell_in(ascii_lower(behind.substr(0, behind.find('\n'))));
        if (at_once || !shell.empty())
            return Active{
                std::string("field (DDE) that ") +
                    (shell.empty() ? "fetches from another program" : "starts a program (" + std::string(shell) + ")") +
                    (at_once ? " when the document is opened" : ""),
                shell.empty() ? Confidence::medium : Confidence::high};
    }
    return std::nullopt;
}

std::optional<Active> judge_target(std::string_view kind, std::string_view target) {
    const std::string lower = ascii_lower(trim(target));
    for (const auto scheme :
         {"mhtml:"sv, "ms-msdt:"sv, "search-ms:"sv, "ms-search:"sv, "javascript:"sv, "vbscript:"sv, "script:"sv})
        if (lower.starts_with(scheme) || lower.find("!x-usc:") != std::string::npos)
            return Active{"link that runs code when the document is opened (" + std::string(scheme) + ")",
                          Confidence::high};
    const bool parts = kind == "attachedTemplate" || kind == "oleObject" || kind == "frame" || kind == "subDocument" ||
                       kind == "control" || kind == "package";
    if (!parts) return std::nullopt;
    const std::string what = kind == "attachedTemplate" ? "its template" : kind == "frame" ? "a page" : "an object";
    const bool web = lower.starts_with("http:") || lower.starts_with("https:") || lower.starts_with("ftp:");
    if (web)
        return Active{"document that fetches " + what + " from " + host_of(lower) + " when it is opened",
                      Confidence::high};
    std::string share = lower.starts_with("file:") ? lower.substr(5) : lower;
    std::replace(share.begin(), share.end(), '/', '\\');
    while (share.starts_with("\\\\\\")) share.erase(0, 1);
    if (!share.starts_with("\\\\")) return std::nullopt;
    const auto host = host_of(share);
    if (host.size() > 1 && host[1] == ':') return std::nullopt;  // a folder of the author's own
    const bool far = host.find('.') != std::string::npos || host.find('@') != std::string::npos;
    return Active{"document that fetches " + what + " from the computer " + host,
                  far ? Confidence::high : Confidence::low};
}

Active judge_pdf_script(std::string_view source, bool at_once) {
    const std::string text = ascii_lower(source.substr(0, most_source));
    static constexpr std::array harsh{Named{"exportdataobject", "opens an embedded file"},
                                      Named{"launchurl", "opens a web page"},
                                      Named{"geturl", "opens a web page"},
                                      Named{"submitform", "sends what is filled in"},
                                      Named{"mailmsg", "sends mail"},
                                      Named{"mailform", "sends mail"},
                                      Named{"unescape(", "hides what it does"},
                                      Named{"eval(", "hides what it does"},
                                      Named{"fromcharcode", "hides what it does"},
                                      Named{"util.printf(\"%4", "uses a known hole"},
                                      Named{"collab.", "uses a known hole"},
                                      Named{"getannots", "hides what it does"},
                                      Named{"opendoc", "opens a file"},
                                      Named{"soap.", "uses the network"},
                                      Named{"media.newplayer", "uses a known hole"}};
    std::vector<std::string_view> what;
    for (const auto& h : harsh)
        if (text.find(h.code) != std::string::npos) add(what, h.words);
    Active out{at_once ? "script that runs when the PDF is opened" : "script of its form fields"};
    if (!what.empty()) out.what += ": " + listed(what);
    if (at_once) out.confidence = what.empty() ? Confidence::medium : Confidence::high;
    if (!at_once && std::find(what.begin(), what.end(), "opens an embedded file") != what.end())
        out.confidence = Confidence::medium;
    return out;
}

}  // namespace beadle::inspect

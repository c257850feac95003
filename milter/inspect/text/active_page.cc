// Pages and drawings that build themselves or a file by script, ask for passwords, or lead on at once.
#include <algorithm>
#include <array>

#include "base/text.h"

#include "inspect/text/active.h"

namespace beadle::inspect {
namespace {

using namespace std::string_view_literals;

constexpr std::size_t most_page = 2u << 20, long_run = 1500, most_tag = 1000, most_refreshes = 1000;

bool has(const std::string& page, std::string_view what) { return page.find(what) != std::string::npos; }

template <class List>
bool has_any(const std::string& page, const List& list) {
    return std::any_of(list.begin(), list.end(), [&](auto s) { return has(page, s); });
}

constexpr std::array decoders{
    "atob("sv,      "atob ("sv,     "unescape("sv,           "fromcharcode"sv, "decodeuricomponent("sv,
    "decodeuri("sv, "uint8array"sv, "charcodeat"sv,          "cryptojs"sv,     "parseint("sv,
    "\"atob\""sv,   "'atob'"sv,     ".split(\"\").reverse"sv};
constexpr std::array savers{"createobjecturl"sv,
                            "mssaveblob"sv,
                            "mssaveoropenblob"sv,
                            ".download="sv,
                            ".download ="sv,
                            "setattribute(\"download\""sv,
                            "setattribute('download'"sv,
                            "application/octet-stream;base64"sv,
                            "application/zip;base64"sv,
                            "application/x-zip-compressed;base64"sv};
constexpr std::array writers{"document.write"sv,     ".innerhtml"sv,    ".outerhtml"sv,     "srcdoc"sv,
                             "insertadjacenthtml"sv, "eval("sv,         "new function("sv,  "document.open("sv,
                             "settimeout(\""sv,      ".appendchild("sv, "documentelement"sv};
constexpr std::array movers{"location.href"sv,     "location.replace"sv, "location.assign"sv, "window.location"sv,
                            "document.location"sv, "top.location"sv,     "self.location"sv,   "window.open("sv,
                            "location="sv,         "location ="sv};
constexpr std::array handlers{" onload="sv,  " onerror="sv,          " onclick="sv, " onmouseover="sv, " onfocus="sv,
                              " onbegin="sv, " onpageshow="sv,       "\nonload="sv, "\nonerror="sv,    "/onload="sv,
                              "/onerror="sv, " onanimationstart="sv, " ontoggle="sv};

// A run of letters of base64 or of hexadecimal digits: a file inside a script. Pictures of the page are none.
bool carries_data(const std::string& page) {
    std::size_t run = 0;
    for (std::size_t i = 0; i < page.size(); ++i) {
        const char c = page[i];
        const bool letter = std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '+' || c == '/' || c == '=' ||
                            c == '%' || c == '\\';
        run = letter ? run + 1 : 0;
        if (run < long_run) continue;
        const auto from = i + 1 - run;
        const auto before = std::string_view(page).substr(from > 60 ? from - 60 : 0, std::min<std::size_t>(from, 60));
        const bool picture = before.find("data:image/") != std::string_view::npos ||
                             before.find("data:font/") != std::string_view::npos ||
                             before.find("font-woff") != std::string_view::npos;
        if (!picture) return true;
        while (i + 1 < page.size() && page[i + 1] != '"' && page[i + 1] != '\'' && page[i + 1] != ')') ++i;
        run = 0;
    }
    return false;
}

// The value of an attribute of the next tag of that name from `at` on.
std::string attribute_of(const std::string& page, std::size_t at, std::string_view name) {
    const auto tag = std::string_view(page).substr(at, 4 * most_tag);
    const auto end = at + std::min(tag.find('>'), tag.size());
    auto from = at + std::min(tag.find(name), tag.size());
    if (from >= end) return {};
    from += name.size();
    while (from < end && (page[from] == ' ' || page[from] == '=')) ++from;
    const char quote = from < end && (page[from] == '"' || page[from] == '\'') ? page[from++] : ' ';
    return page.substr(from, std::min({page.find(quote, from), end, from + 300}) - from);
}

std::string host_of(const std::string& url) {
    const auto from = url.find("//");
    if (from == std::string::npos) return {};
    return printable(std::string_view(url).substr(from + 2, url.find_first_of("/?#'\"", from + 2) - from - 2), 80);
}

bool asks_for_password(const std::string& page) {
    return has(page, "type=\"password\"") || has(page, "type='password'") || has(page, "type=password");
}

std::string form_host(const std::string& page) {
    const auto form = page.find("<form");
    return form == std::string::npos ? std::string() : host_of(attribute_of(page, form, "action"));
}

// <meta http-equiv=refresh content="0;url=http://...">
std::string refresh_host(const std::string& page) {
    std::size_t looks = 0;
    for (auto at = page.find("<meta"); at != std::string::npos && looks++ < most_refreshes;
         at = page.find("<meta", at + 5)) {
        const auto tag = page.substr(at, most_tag);
        const auto whole = tag.substr(0, tag.find('>'));
        if (has(whole, "refresh") && has(whole, "url")) return host_of(whole);
    }
    return {};
}

std::optional<Active> judge_password(const std::string& page, bool attached, bool script) {
    if (!asks_for_password(page)) return std::nullopt;
    const auto host = form_host(page);
    if (host.empty() && !script) return Active{"page that asks for a password", Confidence::medium};
    const std::string where = host.empty() ? " and hands it to a script" : " and sends it to " + host;
    return Active{"page that asks for a password" + where, attached ? Confidence::high : Confidence::medium};
}

Active judge_script(const std::string& page) {
    const bool data = carries_data(page), decodes = has_any(page, decoders);
    if (has_any(page, savers) && (decodes || data || has(page, "new blob(")))
        return {"page that builds a file by script and puts it on the disc", Confidence::high};
    if (has_any(page, writers) && (decodes || data))
        return {"page that builds itself by a hidden script", Confidence::high};
    if (has(page, "activexobject") || has(page, "wscript."))
        return {"page whose script starts programs", Confidence::high};
    if (has_any(page, movers)) {
        const bool hidden = decodes || data;
        return {"page whose script leads to another one at once", hidden ? Confidence::high : Confidence::medium};
    }
    if (data) return {"page with a script and a large hidden block of data", Confidence::medium};
    const auto source = page.find("<script");
    if (source != std::string::npos)
        if (const auto host = host_of(attribute_of(page, source, "src")); !host.empty())
            return {"page that runs a script of " + host, Confidence::medium};
    return {"page with a script", Confidence::low};
}

bool has_script(const std::string& page) {
    return has(page, "<script") || has_any(page, handlers) || has(page, "javascript:") || has(page, "vbscript:");
}

}  // namespace

std::optional<Active> judge_page(std::string_view html, bool attached) {
    const std::string page = ascii_lower(html.substr(0, most_page));
    if (!attached && !asks_for_password(page)) return std::nullopt;
    const bool script = has_script(page);
    if (auto password = judge_password(page, attached, script)) return password;
    if (script) return judge_script(page);
    if (const auto host = refresh_host(page); !host.empty())
        return Active{"page that leads to " + host + " at once", Confidence::medium};
    for (const auto tag : {"<iframe"sv, "<embed"sv, "<object"sv})
        if (const auto at = page.find(tag); at != std::string::npos)
            if (const auto host = host_of(attribute_of(page, at, tag == "<object" ? "data" : "src")); !host.empty())
                return Active{"page that shows one of " + host, Confidence::medium};
    return std::nullopt;
}

std::optional<Active> judge_drawing(std::string_view svg) {
    const std::string page = ascii_lower(svg.substr(0, most_page));
    if (!has_script(page) && !(has(page, "<foreignobject") && (has(page, "<iframe") || has(page, "<form"))) &&
        !has(page, "data:text/html"))
        return std::nullopt;
    const bool harsh = has_any(page, decoders) || has_any(page, movers) || has_any(page, writers) ||
                       has_any(page, savers) || has(page, "<iframe") || has(page, "<form") || carries_data(page);
    return Active{harsh ? "picture (SVG) whose script leads on or builds a page" : "picture (SVG) with a script",
                  harsh ? Confidence::high : Confidence::medium};
}

}  // namespace beadle::inspect

// One address, as a browser takes it apart.
#include <algorithm>
#include <array>
#include <charconv>

#include "base/text.h"
#include "mail/address.h"

#include "inspect/text/dangerous.h"
#include "inspect/text/links.h"

namespace beadle::inspect {
namespace {

using namespace std::string_view_literals;

constexpr std::size_t longest = 8192, longest_host = 253;

bool is_alnum(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0; }

int hex_digit(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    const char lower = static_cast<char>(c | 0x20);
    return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

std::string percent_decoded(std::string_view s) {
    std::string out;
    for (std::size_t i = 0; i < s.size(); ++i) {
        const int high = s[i] == '%' && i + 2 < s.size() ? hex_digit(s[i + 1]) : -1;
        const int low = high >= 0 ? hex_digit(s[i + 2]) : -1;
        if (low < 0) {
            out += s[i];
            continue;
        }
        out += static_cast<char>(high * 16 + low);
        i += 2;
    }
    return out;
}

std::string_view scheme_of(std::string_view s) {
    const auto colon = s.find(':');
    if (colon == std::string_view::npos || colon == 0 || colon > 30) return {};
    const auto scheme = s.substr(0, colon);
    const bool good = std::all_of(scheme.begin(), scheme.end(),
                                  [](char c) { return is_alnum(c) || c == '-' || c == '+' || c == '.'; });
    return good && std::isalpha(static_cast<unsigned char>(scheme[0])) != 0 ? scheme : std::string_view{};
}

// "0x7f", "0177", "127": one part of a host that is a number.
std::optional<std::uint64_t> number(std::string_view s, bool& odd) {
    int base = 10;
    if (s.size() > 1 && s[0] == '0') {
        odd = true;
        base = (s[1] | 0x20) == 'x' ? 16 : 8;
        s.remove_prefix(base == 16 ? 2 : 1);
    }
    if (s.empty()) return base == 10 ? std::nullopt : std::optional<std::uint64_t>(0);
    std::uint64_t out = 0;
    const auto [end, error] = std::from_chars(s.data(), s.data() + s.size(), out, base);
    if (error != std::errc() || end != s.data() + s.size()) return std::nullopt;
    return out;
}

// One to four numbers are an address; `odd` when not plainly so.
std::string numeric_host(std::string_view host, bool& odd) {
    bool strange = false;
    std::vector<std::uint64_t> parts;
    for (const auto& part : split(host, '.')) {
        const auto n = number(part, strange);
        if (!n || *n > 0xFFFFFFFFu || parts.size() == 4) return {};
        parts.push_back(*n);
    }
    if (parts.empty()) return {};
    std::uint64_t address = parts.back();
    for (std::size_t i = 0; i + 1 < parts.size(); ++i) {
        if (parts[i] > 255) return {};
        address |= parts[i] << (8 * (3 - i));
    }
    odd = strange || parts.size() < 4;
    std::string out;
    for (int shift = 24; shift >= 0; shift -= 8)
        out += (out.empty() ? "" : ".") + std::to_string(address >> shift & 255);
    return out;
}

std::string host_in(std::string_view authority, bool& odd) {
    std::string host = percent_decoded(authority);
    if (const auto port = host.rfind(':'); port != std::string::npos && host.find(']', port) == std::string::npos)
        host.resize(port);
    while (!host.empty() && host.back() == '.') host.pop_back();
    if (host.empty() || host.size() > 4 * longest_host) return {};
    // Full stops of other scripts part labels too.
    for (const auto stop : {"\xE3\x80\x82"sv, "\xEF\xBC\x8E"sv, "\xEF\xBD\xA1"sv}) host = replace_all(host, stop, ".");
    if (auto numeric = numeric_host(ascii_lower(host), odd); !numeric.empty()) return numeric;
    host = fold_domain(host);
    return host.size() <= longest_host ? host : std::string();
}

// The address inside an address: plain, in percent codes, or as a well-known rewriter of links writes it.
std::string inner_host(std::string_view rest) {
    std::string plain = percent_decoded(percent_decoded(rest));
    for (const auto dash : {"https-3A__"sv, "http-3A__"sv})
        if (const auto at = plain.find(dash); at != std::string::npos) {
            auto inner = std::string_view(plain).substr(at + dash.size());
            bool odd = false;
            return host_in(inner.substr(0, inner.find_first_of("_/?&")), odd);
        }
    for (const auto start : {"https://"sv, "http://"sv, "https:/"sv}) {
        const auto at = plain.find(start);
        if (at == std::string::npos) continue;
        auto inner = std::string_view(plain).substr(at + start.size());
        inner = inner.substr(0, inner.find_first_of("/?#&\\ "));
        if (const auto user = inner.rfind('@'); user != std::string_view::npos) inner.remove_prefix(user + 1);
        bool odd = false;
        return host_in(inner, odd);
    }
    return {};
}

// A security gateway that keeps the address to itself and names its domain alone: "?domain=council.example".
std::string named_domain(std::string_view host, std::string_view rest) {
    constexpr auto key = "domain="sv;
    const auto at = rest.find(key);
    if (!host.ends_with(".mimecast.com") || at == std::string_view::npos || at == 0) return {};
    if (rest[at - 1] != '?' && rest[at - 1] != '&') return {};
    rest.remove_prefix(at + key.size());
    bool odd = false;
    return host_in(rest.substr(0, rest.find_first_of("&#/")), odd);
}

// Endings of documents and pictures that no top-level domain bears: "Draft.Plan.docx" is a file's name and no host.
bool is_file_ending(std::string_view last) {
    static constexpr std::array endings{
        "pdf"sv, "doc"sv, "docx"sv, "docm"sv, "xls"sv, "xlsx"sv, "xlsm"sv, "ppt"sv,  "pptx"sv,  "odt"sv,     "ods"sv,
        "odp"sv, "rtf"sv, "txt"sv,  "csv"sv,  "xml"sv, "json"sv, "html"sv, "htm"sv,  "jpg"sv,   "jpeg"sv,    "png"sv,
        "gif"sv, "tif"sv, "tiff"sv, "heic"sv, "bmp"sv, "svg"sv,  "dwg"sv,  "dxf"sv,  "eml"sv,   "msg"sv,     "ics"sv,
        "vcf"sv, "mp3"sv, "wav"sv,  "avi"sv,  "kml"sv, "shp"sv,  "gpx"sv,  "epub"sv, "pages"sv, "numbers"sv, "js"sv};
    return std::find(endings.begin(), endings.end(), last) != endings.end();
}

// What browsers leave out of an address before they read it.
std::string without_blanks(std::string_view s) {
    std::string out;
    for (const char c : trim(s.substr(0, longest)))
        if (c != '\t' && c != '\r' && c != '\n' && c != '\0') out += c;
    return out;
}

bool is_web(std::string_view scheme) {
    return scheme == "http" || scheme == "https" || scheme == "ftp" || scheme == "ws" || scheme == "wss";
}

void authority(std::string_view s, Link& out) {
    const auto from = s.find_first_not_of("/\\");
    s.remove_prefix(std::min(from, s.size()));
    const auto end = std::min(s.find_first_of("/\\?#"), s.size());
    auto host = s.substr(0, end);
    const auto rest = s.substr(end);
    if (const auto user = host.rfind('@'); user != std::string_view::npos) {
        out.credentials = true;
        out.shown = host_shown(percent_decoded(host.substr(0, std::min(host.find(':'), user))));
        host.remove_prefix(user + 1);
    }
    out.host = host_in(host, out.odd_number);
    out.leads_to = inner_host(rest);
    if (out.leads_to.empty()) out.leads_to = named_domain(out.host, rest);
    const auto path = rest.substr(0, rest.find_first_of("?#"));
    const auto file = percent_decoded(
        path.substr(path.find_last_of("/\\") == std::string_view::npos ? 0 : path.find_last_of("/\\") + 1));
    const std::string ext = last_extension(file);
    static constexpr std::array pages{"php"sv,         "com"sv,     "js"sv,    "pl"sv,    "py"sv,
                                      "rb"sv,          "cgi"sv,     "url"sv,   "one"sv,   "run"sv,
                                      "application"sv, "command"sv, "theme"sv, "class"sv, "sh"sv};
    const bool page =
        std::find(pages.begin(), pages.end(), ext) != pages.end();  // web servers run these, or they are words
    if (!page && names_program(file)) out.file = ext;
}

}  // namespace

std::string host_shown(std::string_view words) {
    words = trim(words);
    const bool bare = words.find("://") == std::string_view::npos && !ascii_istarts(words, "www.");
    if (words.size() > 2000 || words.find_first_of(" \n\t") != std::string_view::npos) return {};
    if (const auto scheme = words.find("://"); scheme != std::string_view::npos && scheme < 8)
        words.remove_prefix(scheme + 3);
    const auto end = std::min(words.find_first_of("/?#:"), words.size());
    auto host = words.substr(0, end);
    if (host.find('@') != std::string_view::npos) return {};  // an address of mail
    while (!host.empty() && (host.back() == '.' || host.back() == ',' || host.back() == ')')) host.remove_suffix(1);
    const auto dot = host.rfind('.');
    if (dot == std::string_view::npos || dot == 0 || host.size() > longest_host) return {};
    // The last label is letters: figures and versions have dots too.
    const auto last = host.substr(dot + 1);
    const bool letters =
        last.size() >= 2 && std::all_of(last.begin(), last.end(), [](char c) {
            return std::isalpha(static_cast<unsigned char>(c)) != 0 || static_cast<unsigned char>(c) >= 0x80;
        });
    if (bare && is_file_ending(ascii_lower(last))) return {};
    const bool plain = std::all_of(host.begin(), host.end(), [](char c) {
        return is_alnum(c) || c == '-' || c == '.' || c == '_' || static_cast<unsigned char>(c) >= 0x80;
    });
    return letters && plain ? fold_domain(host) : std::string();
}

std::optional<Link> parse_link(std::string_view given) {
    const std::string address = without_blanks(given);
    std::string_view s = address;
    if (s.empty() || s[0] == '#') return std::nullopt;
    Link out;
    if (s.starts_with("//") || s.starts_with("\\\\")) {
        out.scheme = s[0] == '/' ? "https" : "file";
        authority(s, out);
        return out;
    }
    const auto scheme = scheme_of(s);
    if (scheme.empty()) {
        if (!ascii_istarts(s, "www.")) return std::nullopt;
        out.scheme = "http";
        authority(s, out);
        return out;
    }
    out.scheme = ascii_lower(scheme);
    if (out.scheme == "mailto" || out.scheme == "tel" || out.scheme == "cid" || out.scheme == "sms")
        return std::nullopt;
    s.remove_prefix(scheme.size() + 1);
    if (is_web(out.scheme) || out.scheme == "file") authority(s, out);
    if (out.scheme == "file" &&
        (out.host.empty() || out.host == "localhost" || (s.size() > 3 && s[3] != '/' && s.substr(0, 3) == "///")))
        out.host.clear();
    return out;
}

}  // namespace beadle::inspect

#include "inspect/message/charset.h"

#include <iconv.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>
#include <utility>
#include <vector>

#include <unicode/ucnv.h>
#include <unicode/ucsdet.h>
#include <unicode/ustring.h>

#include "base/owned.h"
#include "base/text.h"

namespace beadle::inspect {
namespace {

using Converter = Owned<UConverter, ucnv_close>;

// Labels that mail uses for something else than ICU's table says, or that it does not know.
constexpr std::array<std::pair<std::string_view, std::string_view>, 44> aliases{{
    {"iso-8859-1", "windows-1252"},
    {"iso8859-1", "windows-1252"},
    {"iso_8859-1", "windows-1252"},
    {"latin1", "windows-1252"},
    {"l1", "windows-1252"},
    {"us-ascii", "windows-1252"},
    {"ascii", "windows-1252"},
    {"ansi_x3.4-1968", "windows-1252"},
    {"iso-8859-9", "windows-1254"},
    {"latin5", "windows-1254"},
    {"iso-8859-11", "windows-874"},
    {"tis-620", "windows-874"},
    {"ks_c_5601-1987", "windows-949"},
    {"ks_c_5601-1989", "windows-949"},
    {"ksc5601", "windows-949"},
    {"ks_c_5601", "windows-949"},
    {"euc-kr", "windows-949"},
    {"cp949", "windows-949"},
    {"x-cp949", "windows-949"},
    {"gb2312", "gb18030"},
    {"gb_2312-80", "gb18030"},
    {"gbk", "gb18030"},
    {"x-gbk", "gb18030"},
    {"cp936", "gb18030"},
    {"chinese", "gb18030"},
    {"hz-gb-2312", "HZ"},
    {"shift_jis", "windows-932"},
    {"shift-jis", "windows-932"},
    {"sjis", "windows-932"},
    {"x-sjis", "windows-932"},
    {"cp932", "windows-932"},
    {"x-ms-cp932", "windows-932"},
    {"big5", "Big5-HKSCS"},
    {"big5-eten", "Big5-HKSCS"},
    {"unicode-1-1-utf-7", "UTF-7"},
    {"utf7", "UTF-7"},
    {"utf8", "UTF-8"},
    {"unicode-1-1-utf-8", "UTF-8"},
    {"x-mac-roman", "macintosh"},
    {"x-mac-ce", "x-mac-centraleurroman"},
    {"iso-8859-8-i", "iso-8859-8"},
    {"iso-8859-8-e", "iso-8859-8"},
    {"x-user-defined", "windows-1252"},
    {"ucs-2", "UTF-16BE"},
}};

std::string canonical(std::string_view charset) {
    std::string name = ascii_lower(trim(charset));
    if (const auto star = name.find('*'); star != std::string::npos) name.resize(star);  // RFC 2231 language
    while (!name.empty() && (name.back() == '"' || name.back() == '\'')) name.pop_back();
    while (!name.empty() && (name.front() == '"' || name.front() == '\'')) name.erase(0, 1);
    for (const auto& [alias, real] : aliases)
        if (name == alias) return std::string(real);
    return name;
}

// Opening costs more than converting a short text; mail names a handful of charsets.
UConverter* converter_for(const std::string& name) {
    static thread_local std::vector<std::pair<std::string, Converter>> open;
    for (const auto& [known, converter] : open)
        if (known == name) return converter.get();
    UErrorCode error = U_ZERO_ERROR;
    Converter made(ucnv_open(name.c_str(), &error));
    if (U_FAILURE(error)) return nullptr;
    if (open.size() >= 64) open.erase(open.begin());
    open.emplace_back(name, std::move(made));
    return open.back().second.get();
}

std::string by_icu(UConverter* from, std::string_view octets) {
    UErrorCode error = U_ZERO_ERROR;
    static thread_local Converter utf8(ucnv_open("UTF-8", &error));
    ucnv_reset(from);
    ucnv_resetFromUnicode(utf8.get());
    std::string out;
    out.reserve(octets.size() + octets.size() / 4 + 16);
    std::array<UChar, 2048> pivot{};
    UChar *pivot_from = pivot.data(), *pivot_to = pivot.data();
    std::array<char, 8192> block;
    const char* source = octets.data();
    const char* const end = source + octets.size();
    bool reset = true;
    do {
        error = U_ZERO_ERROR;
        char* target = block.data();
        ucnv_convertEx(utf8.get(), from, &target, block.data() + block.size(), &source, end, pivot.data(), &pivot_from,
                       &pivot_to, pivot.data() + pivot.size(), reset, true, &error);
        reset = false;
        out.append(block.data(), target);
    } while (error == U_BUFFER_OVERFLOW_ERROR);
    return out;
}

std::optional<std::string> by_iconv(const std::string& name, std::string_view octets) {
    const iconv_t handle = iconv_open("UTF-8", name.c_str());
    if (handle == reinterpret_cast<iconv_t>(-1)) return std::nullopt;  // NOLINT(performance-no-int-to-ptr)
    std::string out(octets.size() * 3 + 16, '\0');
    char* source = const_cast<char*>(octets.data());
    char* target = out.data();
    std::size_t left = octets.size(), room = out.size();
    while (left > 0 && iconv(handle, &source, &left, &target, &room) == static_cast<std::size_t>(-1)) {
        if (left == 0 || room < 4) break;
        target = std::copy_n("\xEF\xBF\xBD", 3, target);
        room -= 3, ++source, --left;
    }
    iconv_close(handle);
    out.resize(out.size() - room);
    return out;
}

std::string_view without_bom(std::string_view s, std::size_t n) { return s.substr(n); }

// Text in UTF-16 without a mark: every other octet of mostly Latin text is NUL.
std::string_view utf16_by_nuls(std::string_view s) {
    const std::size_t n = std::min<std::size_t>(s.size(), 512) & ~std::size_t{1};
    if (n < 4) return {};
    std::size_t even = 0, odd = 0;
    for (std::size_t i = 0; i < n; i += 2) even += s[i] == 0, odd += s[i + 1] == 0;
    if (odd > n / 4 && even <= n / 16) return "UTF-16LE";
    if (even > n / 4 && odd <= n / 16) return "UTF-16BE";
    return {};
}

std::string detected_charset(std::string_view octets) {
    UErrorCode error = U_ZERO_ERROR;
    Owned<UCharsetDetector, ucsdet_close> detector(ucsdet_open(&error));
    if (U_FAILURE(error)) return {};
    const auto sample = octets.substr(0, 16384);
    ucsdet_setText(detector.get(), sample.data(), static_cast<std::int32_t>(sample.size()), &error);
    const UCharsetMatch* match = ucsdet_detect(detector.get(), &error);
    if (U_FAILURE(error) || !match || ucsdet_getConfidence(match, &error) < 30) return {};
    const char* name = ucsdet_getName(match, &error);
    return U_FAILURE(error) || !name ? std::string() : std::string(name);
}

bool escapes_ascii(const std::string& name) {  // charsets whose octets are all 7 bit and yet not ASCII
    return name == "UTF-7" || name == "HZ" || name.starts_with("iso-2022") || name == "utf-7" ||
           name.starts_with("imap") || name.starts_with("utf-16") || name.starts_with("utf-32") ||
           name.starts_with("UTF-16") || name.starts_with("ebcdic") || name.starts_with("ibm") ||
           name.starts_with("cp") || name.starts_with("csiso2022") || name.starts_with("scsu") ||
           name.starts_with("bocu");
}

}  // namespace

bool charset_of_escapes(std::string_view charset) { return escapes_ascii(canonical(charset)); }

bool is_ascii(std::string_view s) {
    std::size_t i = 0;
    for (; i + 8 <= s.size(); i += 8) {
        std::uint64_t word;
        std::memcpy(&word, s.data() + i, 8);
        if (word & 0x8080808080808080ULL) return false;
    }
    for (; i < s.size(); ++i)
        if (static_cast<unsigned char>(s[i]) >= 0x80) return false;
    return true;
}

bool is_utf8(std::string_view s) {
    if (is_ascii(s)) return true;
    for (std::int64_t i = 0; i < static_cast<std::int64_t>(s.size());) {
        UChar32 c;
        U8_NEXT(reinterpret_cast<const std::uint8_t*>(s.data()), i, static_cast<std::int64_t>(s.size()), c);
        if (c < 0) return false;
    }
    return true;
}

std::string valid_utf8(std::string_view s) {
    if (is_utf8(s)) return std::string(s);
    std::string out;
    out.reserve(s.size() + 16);
    for (std::int64_t i = 0, from = 0; i < static_cast<std::int64_t>(s.size()); from = i) {
        UChar32 c;
        U8_NEXT(reinterpret_cast<const std::uint8_t*>(s.data()), i, static_cast<std::int64_t>(s.size()), c);
        if (c < 0)
            out += "\xEF\xBF\xBD";
        else
            out.append(s, static_cast<std::size_t>(from), static_cast<std::size_t>(i - from));
    }
    return out;
}

std::optional<std::string> convert_charset(std::string_view octets, std::string_view charset) {
    const std::string name = canonical(charset);
    if (name.empty() || name.size() > 60) return std::nullopt;
    if (name == "UTF-8" || name == "utf-8") return valid_utf8(octets);
    if (UConverter* converter = converter_for(name)) return by_icu(converter, octets);
    return by_iconv(name, octets);
}

std::string guess_text(std::string_view octets) {
    if (is_utf8(octets)) return std::string(octets);
    auto text = convert_charset(octets, "windows-1252");
    return text ? *std::move(text) : valid_utf8(octets);
}

DecodedText decode_text(std::string_view octets, std::string_view charset) {
    if (octets.starts_with("\xEF\xBB\xBF")) return {valid_utf8(without_bom(octets, 3))};
    using namespace std::string_view_literals;
    if (octets.starts_with("\xFF\xFE\0\0"sv)) return {convert_charset(octets.substr(4), "utf-32le").value_or("")};
    if (octets.starts_with("\xFF\xFE")) return {convert_charset(octets.substr(2), "utf-16le").value_or("")};
    if (octets.starts_with("\xFE\xFF")) return {convert_charset(octets.substr(2), "utf-16be").value_or("")};
    const std::string name = canonical(charset);
    const bool sevenbit = is_ascii(octets);
    if (!name.empty() && escapes_ascii(name))
        if (auto text = convert_charset(octets, name)) return {*std::move(text)};
    if (const auto wide = utf16_by_nuls(octets); !wide.empty()) return {convert_charset(octets, wide).value_or("")};
    if (sevenbit) return {std::string(octets)};
    if (is_utf8(octets)) return {std::string(octets)};
    if (!name.empty() && name != "utf-8" && name != "UTF-8")
        if (auto text = convert_charset(octets, name)) return {*std::move(text)};
    const bool unclaimed = name.empty() || name == "utf-8" || name == "UTF-8" || name == "unknown-8bit";
    std::string guess = detected_charset(octets);
    if (guess.empty()) guess = "windows-1252";
    auto text = convert_charset(octets, guess);
    return {text ? *std::move(text) : guess_text(octets), unclaimed};
}

}  // namespace beadle::inspect

#include "inspect/message/charset_map.h"

#include <algorithm>
#include <array>

#include <unicode/ucnv.h>
#include <unicode/ustring.h>

#include "base/owned.h"
#include "base/text.h"
#include "inspect/message/charset.h"

namespace beadle::inspect {
namespace {

using Converter = Owned<UConverter, ucnv_close>;

struct Mark {
    std::string_view octets, charset;
    bool wide;
};
constexpr std::array<Mark, 5> marks{{{{"\xFF\xFE\0\0", 4}, "utf-32le", true},
                                     {{"\0\0\xFE\xFF", 4}, "utf-32be", true},
                                     {{"\xFF\xFE", 2}, "utf-16le", true},
                                     {{"\xFE\xFF", 2}, "utf-16be", true},
                                     {{"\xEF\xBB\xBF", 3}, "utf-8", false}}};

Converter open(const std::string& charset) {
    UErrorCode error = U_ZERO_ERROR;
    Converter out(ucnv_open(charset.c_str(), &error));
    return U_FAILURE(error) ? Converter() : std::move(out);
}

bool is_one_of(std::string_view s, std::initializer_list<std::string_view> list) {
    return std::find(list.begin(), list.end(), s) != list.end();
}

std::string plain_name(std::string_view charset) {
    std::string name = ascii_lower(trim(charset));
    std::erase_if(name, [](char c) { return c == '"' || c == '\''; });
    if (name.empty()) return "us-ascii";
    if (is_one_of(name, {"unicode-1-1-utf-7", "utf7"})) return "utf-7";
    if (is_one_of(name, {"utf8", "unicode-1-1-utf-8"})) return "utf-8";
    if (is_one_of(name, {"iso-8859-8-i", "iso-8859-8-e"})) return "iso-8859-8";
    return name;
}

// What it is written in, its mark taken off.
void settle(std::string_view octets, std::string_view charset, MappedText& out) {
    out.charset = plain_name(charset);
    for (const auto& mark : marks)
        if (octets.starts_with(mark.octets)) {
            out.charset = mark.charset;
            out.begin = mark.octets.size();
            out.wide = mark.wide;
            return;
        }
    if (is_one_of(out.charset, {"utf-16", "ucs-2", "iso-10646-ucs-2", "unicode"})) out.charset = "utf-16be";
    if (is_one_of(out.charset, {"utf-32", "ucs-4"})) out.charset = "utf-32be";
    out.wide = out.charset.starts_with("utf-16") || out.charset.starts_with("utf-32");
}

}  // namespace

std::optional<MappedText> mapped_text(std::string_view octets, std::string_view charset, std::size_t most) {
    MappedText out;
    settle(octets, charset, out);
    Converter from = open(out.charset == "us-ascii" ? "windows-1252" : out.charset);
    if (!from) {  // nobody here knows it: what looks like ASCII in it is taken for that
        if (octets.find_first_of(std::string_view("\0\x1b", 2)) != std::string_view::npos) return std::nullopt;
        out.charset = "us-ascii";
        from = open("windows-1252");
        if (!from) return std::nullopt;
    }
    const auto read = octets.substr(out.begin, most);
    out.end = out.begin + read.size();
    out.text.resize(read.size() * 2 + 8);
    std::vector<std::int32_t> offsets(out.text.size());
    UErrorCode error = U_ZERO_ERROR;
    UChar* target = out.text.data();
    const char* source = read.data();
    ucnv_toUnicode(from.get(), &target, out.text.data() + out.text.size(), &source, read.data() + read.size(),
                   offsets.data(), true, &error);
    if (U_FAILURE(error)) return std::nullopt;
    out.text.resize(static_cast<std::size_t>(target - out.text.data()));
    std::size_t last = 0;
    for (std::size_t i = 0; i < out.text.size(); ++i) {
        if (offsets[i] >= 0) last = static_cast<std::size_t>(offsets[i]);  // -1: no octet of its own
        out.at.push_back(out.begin + last);
    }
    return out;
}

std::optional<std::string> written_in(std::string_view charset, std::string_view words) {
    if (charset == "us-ascii") return is_ascii(words) ? std::optional<std::string>(words) : std::nullopt;
    const Converter to = open(std::string(charset));
    if (!to) return std::nullopt;
    UErrorCode error = U_ZERO_ERROR;
    ucnv_setFromUCallBack(to.get(), UCNV_FROM_U_CALLBACK_STOP, nullptr, nullptr, nullptr, &error);
    std::u16string wide(words.size() + 1, u'\0');
    std::int32_t length = 0;
    u_strFromUTF8(wide.data(), static_cast<std::int32_t>(wide.size()), &length, words.data(),
                  static_cast<std::int32_t>(words.size()), &error);
    std::string out(words.size() * 8 + 64, '\0');
    const std::int32_t octets =
        ucnv_fromUChars(to.get(), out.data(), static_cast<std::int32_t>(out.size()), wide.data(), length, &error);
    if (U_FAILURE(error)) return std::nullopt;
    out.resize(static_cast<std::size_t>(octets));
    return out;
}

}  // namespace beadle::inspect

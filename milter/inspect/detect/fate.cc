#include "inspect/detect/fate.h"

#include <algorithm>

#include <unicode/uchar.h>
#include <unicode/unorm2.h>

#include "inspect/detect/normalise.h"

namespace beadle::inspect {
namespace {

bool looks_blank(UChar32 c) {  // letters by category, nothing on the screen
    return c == 0x115F || c == 0x1160 || c == 0x3164 || c == 0xFFA0 || c == 0x034F || c == 0x17B4 || c == 0x17B5;
}

bool removed(UChar32 c) {
    if (looks_blank(c)) return true;
    if ((c >= 0xFE00 && c <= 0xFE0F) || (c >= 0xE0100 && c <= 0xE01EF) || (c >= 0x180B && c <= 0x180F)) return true;
    return u_charType(c) == U_FORMAT_CHAR || (c < 0x20 && c != '\t' && c != '\n') || (c >= 0x7f && c < 0xa0);
}

bool is_dot(UChar32 c) {  // between the groups of a number they are dots
    return c == 0xB7 || c == 0x2022 || c == 0x2027 || c == 0x2219 || c == 0x22C5 || c == 0x30FB || c == 0xFF65;
}

bool is_dash(UChar32 c) { return c == 0x2212 || c == 0x2043 || c == 0x02D7 || u_charType(c) == U_DASH_PUNCTUATION; }

char quote(UChar32 c) {
    switch (c) {
        case 0x2018:
        case 0x2019:
        case 0x201A:
        case 0x201B:
        case 0x2032:
        case 0x02BC:
        case 0x00B4:
            return '\'';
        case 0x201C:
        case 0x201D:
        case 0x201E:
        case 0x201F:
        case 0x2033:
        case 0x00AB:
        case 0x00BB:
            return '"';
        default:
            return '\0';
    }
}

// One ASCII character that stands for c, or 0.
char single(UChar32 c) {
    if (const int digit = u_charDigitValue(c); digit >= 0 && digit <= 9) return static_cast<char>('0' + digit);
    if (u_charType(c) == U_SPACE_SEPARATOR || c == 0x2800 || c == 0xFFFC) return ' ';
    if (c == 0x2028 || c == 0x2029 || c == 0x85 || c == 0x0b || c == 0x0c) return '\n';
    if (is_dash(c)) return '-';
    if (is_dot(c)) return '.';
    return quote(c);
}

const UNormalizer2* compatibility() {
    static const UNormalizer2* const instance = [] {
        UErrorCode error = U_ZERO_ERROR;
        const UNormalizer2* n = unorm2_getNFKCInstance(&error);
        return U_FAILURE(error) ? nullptr : n;
    }();
    return instance;
}

}  // namespace

int ascii_form(std::uint32_t code_point, std::array<char, 24>& form) {
    std::array<UChar, 24> letters{};
    UErrorCode error = U_ZERO_ERROR;
    const int n = compatibility() == nullptr
                      ? -1
                      : unorm2_getDecomposition(compatibility(), static_cast<UChar32>(code_point), letters.data(),
                                                letters.size(), &error);
    if (n <= 0 || U_FAILURE(error)) return 0;
    for (int i = 0; i < n; ++i) {
        const auto u = letters[static_cast<std::size_t>(i)];
        if (u < 0x20 || u >= 0x7f) return 0;
        form[static_cast<std::size_t>(i)] = static_cast<char>(u);
    }
    return n;
}

Fate fate_of(std::uint32_t code_point) {
    const auto c = static_cast<UChar32>(code_point);
    if ((c >= 0x20 && c < 0x7f) || c == '\t' || c == '\n') return same;
    if (c == '\r' || (c >= 0xD800 && c < 0xE000)) return hard;
    if (const char ascii = single(c)) return static_cast<Fate>(ascii);
    if (removed(c)) return gone;
    const auto type = u_charType(c);
    if (type == U_NON_SPACING_MARK || type == U_ENCLOSING_MARK) return hard;  // it depends on what stands before
    std::array<char, 24> form{};
    const int n = ascii_form(code_point, form);
    if (n == 1) return static_cast<Fate>(form[0]);
    if (n > 1) return hard;
    return latin_look_alike(code_point) != '\0' ? alike : same;
}

const Fates& fates() {
    static const auto table = [] {
        Fates t{};
        for (std::uint32_t c = 0; c < t.size(); ++c) t[c] = fate_of(c);
        return t;
    }();
    return table;
}

}  // namespace beadle::inspect

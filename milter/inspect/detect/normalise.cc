#include "inspect/detect/normalise.h"

#include <algorithm>
#include <array>
#include <cstring>

#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/utf8.h>

namespace beadle::inspect {

namespace {

// Printable ASCII, tab and line feed stay as they are; everything else takes the slow road.
constexpr std::array<bool, 256> plain = [] {
    std::array<bool, 256> t{};
    for (std::size_t i = 0x20; i < 0x7f; ++i) t[i] = true;
    t['\t'] = t['\n'] = true;
    return t;
}();

// Octets 0x20-0x7e in every lane: bit 7 clear, none below 0x20 but \t and \n, none 0x7f. Lanes that may hold a control
// are looked at one by one by the caller.
std::size_t plain_run(std::string_view s, std::size_t from) {
    constexpr std::uint64_t high = 0x8080808080808080u, ones = 0x0101010101010101u;
    std::size_t i = from;
    while (i + 8 <= s.size()) {
        std::uint64_t v = 0;
        std::memcpy(&v, s.data() + i, 8);
        const bool may_be_control = ((v - ones * 0x20) & ~v & high) != 0 || ((v + ones) & high) != 0 || (v & high) != 0;
        if (may_be_control) {
            for (std::size_t k = 0; k < 8; ++k)
                if (!plain[static_cast<unsigned char>(s[i + k])]) return i + k;
        }
        i += 8;
    }
    while (i < s.size() && plain[static_cast<unsigned char>(s[i])]) ++i;
    return i;
}

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

class Folder {
  public:
    explicit Folder(Normalised& to) : to_(to), in_(to.original_), out_(to.folded_) {}

    void fold() {
        out_.reserve(in_.size());
        std::size_t at = 0;
        while (at < in_.size()) {
            const std::size_t end = plain_run(in_, at);
            if (end > at) {
                mark(at);
                out_.append(in_, at, end - at);
                at = end;
            }
            if (at < in_.size()) at = one(at);
        }
        mark(in_.size());
        if (saw_look_alike_) fold_look_alikes();
    }

  private:
    void mark(std::size_t from) {
        auto& steps = to_.steps_;
        const bool in_step = !steps.empty() && steps.back().from + (out_.size() - steps.back().text) == from;
        if (in_step) return;
        if (!steps.empty() && steps.back().text == out_.size())
            steps.back().from = from;
        else
            steps.push_back({out_.size(), from});
    }

    // The character at `at`; gives where the next one starts.
    std::size_t one(std::size_t at) {
        auto next = static_cast<std::int64_t>(at);
        UChar32 c = 0;
        U8_NEXT(in_.data(), next, static_cast<std::int64_t>(in_.size()), c);
        const auto after = static_cast<std::size_t>(next);
        if (c == '\r') {
            if (after < in_.size() && in_[after] == '\n') return after;
            put(at, '\n');
        } else if (c < 0) {
            put(at, '?');
        } else if (const char ascii = single(c)) {
            put(at, ascii);
        } else if (!removed(c) && !is_mark_on_digit(c)) {
            put_character(at, after, c);
        }
        return after;
    }

    // Digits struck through, ringed or under-lined by combining marks are read as digits.
    bool is_mark_on_digit(UChar32 c) const {
        const auto type = u_charType(c);
        return (type == U_NON_SPACING_MARK || type == U_ENCLOSING_MARK) && !out_.empty() && out_.back() >= '0' &&
               out_.back() <= '9';
    }

    void put(std::size_t from, char c) {
        mark(from);
        out_.push_back(c);
    }

    void put_character(std::size_t at, std::size_t after, UChar32 c) {
        std::array<UChar, 24> form{};
        UErrorCode error = U_ZERO_ERROR;
        const int n = compatibility() == nullptr
                          ? -1
                          : unorm2_getDecomposition(compatibility(), c, form.data(), form.size(), &error);
        const bool ascii = n > 0 && U_SUCCESS(error) &&
                           std::all_of(form.begin(), form.begin() + n, [](UChar u) { return u >= 0x20 && u < 0x7f; });
        if (ascii) {
            for (int i = 0; i < n; ++i) put(at, static_cast<char>(form[static_cast<std::size_t>(i)]));
            return;
        }
        saw_look_alike_ = saw_look_alike_ || latin_look_alike(static_cast<std::uint32_t>(c)) != '\0';
        mark(at);
        out_.append(in_, at, after - at);
    }

    // Second pass, only when a look-alike was seen: tokens that mix it with ASCII letters or digits, and tokens of one
    // or two letters that are nothing but look-alikes (the prefix of a number written in groups).
    void fold_look_alikes() {
        std::string text = std::move(out_);
        auto steps = std::move(to_.steps_);
        out_.clear();
        to_.steps_.clear();
        std::size_t at = 0, step = 0;
        const auto source = [&](std::size_t i) {
            while (step + 1 < steps.size() && steps[step + 1].text <= i) ++step;
            return steps.empty() ? i : steps[step].from + (i - steps[step].text);
        };
        while (at < text.size()) {
            const std::size_t end = token_end(text, at);
            const bool fold = end > at && wants_folding(std::string_view(text).substr(at, end - at));
            const std::size_t stop = end > at ? end : at + 1;
            while (at < stop) at = copy(text, at, fold, source(at));
        }
        mark(in_.size());
    }

    static std::size_t token_end(const std::string& text, std::size_t at) {
        auto i = static_cast<std::int64_t>(at);
        const auto size = static_cast<std::int64_t>(text.size());
        while (i < size) {
            auto next = i;
            UChar32 c = 0;
            U8_NEXT(text.data(), next, size, c);
            if (c < 0 || !u_isalnum(c)) break;
            i = next;
        }
        return static_cast<std::size_t>(i);
    }

    static bool wants_folding(std::string_view token) {
        std::int64_t i = 0;
        int ascii = 0, alike = 0, other = 0;
        while (i < static_cast<std::int64_t>(token.size())) {
            UChar32 c = 0;
            U8_NEXT(token.data(), i, static_cast<std::int64_t>(token.size()), c);
            if (c >= 0 && c < 0x80)
                ++ascii;
            else if (c >= 0 && latin_look_alike(static_cast<std::uint32_t>(c)) != '\0')
                ++alike;
            else
                ++other;
        }
        return alike > 0 && (ascii > 0 || (other == 0 && alike <= 2));
    }

    std::size_t copy(const std::string& text, std::size_t at, bool fold, std::size_t from) {
        auto next = static_cast<std::int64_t>(at);
        UChar32 c = 0;
        U8_NEXT(text.data(), next, static_cast<std::int64_t>(text.size()), c);
        const auto after = static_cast<std::size_t>(next);
        const char latin = fold && c >= 0x80 ? latin_look_alike(static_cast<std::uint32_t>(c)) : '\0';
        mark(from);
        if (latin != '\0')
            out_.push_back(latin);
        else
            out_.append(text, at, after - at);
        return after;
    }

    Normalised& to_;
    std::string_view in_;
    std::string& out_;
    bool saw_look_alike_ = false;
};

Normalised::Normalised(std::string_view original) : original_(original) {
    if (plain_run(original, 0) == original.size()) return;
    copied_ = true;
    Folder(*this).fold();
}

std::size_t Normalised::original(std::size_t at) const {
    if (!copied_) return std::min(at, original_.size());
    const auto after = std::upper_bound(steps_.begin(), steps_.end(), at,
                                        [](std::size_t value, const Step& s) { return value < s.text; });
    if (after == steps_.begin()) return 0;
    const Step& step = *(after - 1);
    return std::min(step.from + (at - step.text), original_.size());
}

}  // namespace beadle::inspect

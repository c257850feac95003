#include "inspect/detect/normalise.h"

#include <algorithm>
#include <array>
#include <cstring>

#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include "inspect/detect/fate.h"

namespace beadle::inspect {

namespace {

// Octets 0x20-0x7e in every lane: bit 7 clear, none below 0x20, none 0x7f.
bool all_printable(const char* at) {
    constexpr std::uint64_t high = 0x8080808080808080u, ones = 0x0101010101010101u;
    std::uint64_t v = 0;
    std::memcpy(&v, at, 8);
    return (((v - ones * 0x20) | (v + ones) | v) & high) == 0;
}

// The same with tabs and line ends: tables are full of them.
bool all_plain(const char* at) {
    static constexpr std::array<bool, 256> plain = [] {
        std::array<bool, 256> t{};
        for (std::size_t i = 0x20; i < 0x7f; ++i) t[i] = true;
        t['\t'] = t['\n'] = true;
        return t;
    }();
    bool all = true;
    for (int k = 0; k < 8; ++k) all = all & plain[static_cast<unsigned char>(at[k])];
    return all;
}

// A character of two or three octets at `at`, whole and in its shortest form; its length, 0 = another or none.
std::size_t short_character(std::string_view s, std::size_t at, std::uint32_t& c) {
    const auto octet = [&](std::size_t i) { return static_cast<std::uint32_t>(static_cast<unsigned char>(s[at + i])); };
    const auto goes_on = [&](std::size_t i) { return at + i < s.size() && (octet(i) & 0xC0) == 0x80; };
    if (octet(0) >= 0xC2 && octet(0) < 0xE0 && goes_on(1)) {
        c = (octet(0) & 0x1F) << 6 | (octet(1) & 0x3F);
        return 2;
    }
    if (octet(0) < 0xE0 || octet(0) >= 0xF0 || !goes_on(1) || !goes_on(2)) return 0;
    c = (octet(0) & 0x0F) << 12 | (octet(1) & 0x3F) << 6 | (octet(2) & 0x3F);
    return c >= 0x800 && (c < 0xD800 || c >= 0xE000) ? 3 : 0;
}

// The end of what is left as it is.
std::size_t same_run(std::string_view s, std::size_t from, const Fates& table, bool& saw_alike) {
    std::size_t i = from;
    while (i < s.size()) {
        if (i + 8 <= s.size() && (all_printable(s.data() + i) || all_plain(s.data() + i))) {
            i += 8;
            continue;
        }
        for (const std::size_t stop = std::min(i + 8, s.size()); i < stop;) {
            std::uint32_t c = static_cast<unsigned char>(s[i]);
            const std::size_t length = c < 0x80 ? 1 : short_character(s, i, c);
            if (length == 0 || (table[c] != same && table[c] != alike)) return i;
            saw_alike = saw_alike || table[c] == alike;
            i += length;
        }
    }
    return i;
}

}  // namespace

class Folder {
  public:
    explicit Folder(Normalised& to) : to_(to), in_(to.original_), out_(to.folded_) {}

    void fold() {
        out_.reserve(in_.size());
        std::size_t at = 0;
        while (at < in_.size()) {
            const std::size_t end = same_run(in_, at, table_, saw_look_alike_);
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
        const char first = in_[at];
        if (first == '\r' && at + 1 < in_.size() && in_[at + 1] == '\n') return at + 1;
        std::uint32_t code = static_cast<unsigned char>(first);
        const std::size_t length = code < 0x80 ? 1 : short_character(in_, at, code);
        if (length == 0 || table_[code] == hard) return rare(at);
        if (table_[code] != gone) put(at, static_cast<char>(table_[code]));
        return at + length;
    }

    // What no table answers: marks, forms of several letters, beyond the basic plane, what is no UTF-8.
    std::size_t rare(std::size_t at) {
        auto next = static_cast<std::int64_t>(at);
        UChar32 c = 0;
        U8_NEXT(in_.data(), next, static_cast<std::int64_t>(in_.size()), c);
        const auto after = static_cast<std::size_t>(next);
        const Fate fate = c < 0       ? static_cast<Fate>('?')
                          : c == '\r' ? static_cast<Fate>('\n')
                                      : fate_of(static_cast<std::uint32_t>(c));
        if (fate == gone || (fate == hard && is_mark_on_digit(c))) return after;
        if (fate > alike) {
            put(at, static_cast<char>(fate));
            return after;
        }
        std::array<char, 24> form{};
        const int n = fate == hard ? ascii_form(static_cast<std::uint32_t>(c), form) : 0;
        for (int i = 0; i < n; ++i) put(at, form[static_cast<std::size_t>(i)]);
        if (n > 0) return after;
        saw_look_alike_ = saw_look_alike_ || fate == alike;
        mark(at);
        out_.append(in_, at, after - at);
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
    const Fates& table_ = fates();
    bool saw_look_alike_ = false;
};

Normalised::Normalised(std::string_view original) : original_(original) {
    bool alike = false;
    if (same_run(original, 0, fates(), alike) == original.size() && !alike) return;
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

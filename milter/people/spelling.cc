#include "people/spelling.h"

#include <idn2.h>
#include <libpsl.h>
#include <unicode/uscript.h>
#include <unicode/uspoof.h>
#include <unicode/ustring.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <cstdlib>
#include <set>
#include <vector>

#include "base/owned.h"
#include "base/text.h"

namespace beadle::people {
namespace {

using Checker = Owned<USpoofChecker, uspoof_close>;

const USpoofChecker* checker() {
    static const Checker one = [] {
        UErrorCode status = U_ZERO_ERROR;
        Checker made(uspoof_open(&status));
        return U_SUCCESS(status) ? std::move(made) : Checker();
    }();
    return one.get();
}

std::string icu_skeleton(const std::string& text) {
    if (!checker()) return text;
    UErrorCode status = U_ZERO_ERROR;
    std::string out(text.size() * 4 + 64, '\0');
    const auto size = uspoof_getSkeletonUTF8(checker(), 0, text.data(), static_cast<int32_t>(text.size()), out.data(),
                                             static_cast<int32_t>(out.size()), &status);
    if (U_FAILURE(status)) return text;
    out.resize(static_cast<std::size_t>(size));
    return out;
}

// Marks above and below letters are passed over by the eye: what is no ASCII letter once it is taken apart is left out.
std::string bare_letters(const std::string& text) {
    std::string out;
    for (const char c : text)
        if (static_cast<unsigned char>(c) < 0x80) out += c;
    return out;
}

std::string of_pairs(std::string s) {
    static constexpr std::pair<const char*, const char*> alike[] = {
        {"rn", "m"}, {"vv", "w"}, {"cl", "d"}, {"0", "o"}, {"1", "l"}, {"3", "e"}, {"4", "a"},
        {"5", "s"},  {"6", "b"},  {"7", "t"},  {"8", "b"}, {"9", "g"}, {"|", "l"}, {"i", "l"}};
    for (const auto& [from, to] : alike) s = replace_all(s, from, to);
    return s;
}

constexpr std::string_view rows[] = {"1234567890-", "qwertyuiop", "asdfghjkl", "zxcvbnm"};

bool are_neighbours(char a, char b) {
    for (const auto row : rows) {
        const auto i = row.find(a), j = row.find(b);
        if (i != std::string_view::npos && j != std::string_view::npos && (i + 1 == j || j + 1 == i)) return true;
    }
    return false;
}

bool is_vowel(char c) { return c == 'a' || c == 'e' || c == 'i' || c == 'o' || c == 'u' || c == 'y'; }

Slip of_same_size(std::string_view a, std::string_view b) {
    std::vector<std::size_t> differ;
    for (std::size_t i = 0; i < a.size(); ++i)
        if (a[i] != b[i]) differ.push_back(i);
    if (differ.size() == 2 && differ[1] == differ[0] + 1 && a[differ[0]] == b[differ[1]] &&
        a[differ[1]] == b[differ[0]])
        return Slip::changed_places;
    if (differ.size() == 1) {
        const auto at = differ[0];
        if (std::isdigit(static_cast<unsigned char>(a[at])) != 0) return Slip::figure;
        if (at == 0) return Slip::none;
        if (are_neighbours(a[at], b[at])) return Slip::neighbour;
        return is_vowel(a[at]) && is_vowel(b[at]) ? Slip::neighbour : Slip::loose;
    }
    const bool inside = differ.size() == 2 && differ[0] > 0;
    return inside && (are_neighbours(a[differ[0]], b[differ[0]]) || is_vowel(a[differ[0]])) ? Slip::loose : Slip::none;
}

// `longer` has one letter more.
Slip of_one_more(std::string_view longer, std::string_view shorter, bool put_in) {
    std::size_t i = 0;
    while (i < shorter.size() && longer[i] == shorter[i]) ++i;
    if (longer.substr(i + 1) != shorter.substr(i)) return Slip::none;
    const bool twin = (i > 0 && longer[i] == longer[i - 1]) || (i + 1 < longer.size() && longer[i] == longer[i + 1]);
    if (twin) return Slip::doubled;
    if (i == 0) return Slip::none;
    return put_in ? Slip::put_in : Slip::left_out;
}

// A letter of another script that every reader takes for a Latin one.
bool passes_for_latin(const std::string& label) {
    const std::string skeleton = icu_skeleton(label);
    return skeleton != label &&
           std::all_of(skeleton.begin(), skeleton.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

}  // namespace

std::string registrable(std::string_view domain) {
    const std::string name(domain);
    const psl_ctx_t* list = psl_builtin();
    const char* own = list ? psl_registrable_domain(list, name.c_str()) : nullptr;
    if (own) return own;
    // Without a list, or a suffix itself.
    return name;
}

std::string shown_domain(std::string_view domain) {
    const std::string name(domain);
    if (name.find("xn--") == std::string::npos) return name;
    char* out = nullptr;
    if (idn2_to_unicode_8z8z(name.c_str(), &out, 0) != IDN2_OK || !out) return name;
    const Owned<char, std::free> held(out);
    return held.get();
}

std::string skeleton_of(std::string_view domain) {
    return of_pairs(ascii_lower(icu_skeleton(of_pairs(shown_domain(domain)))));
}

bool disguised_as(std::string_view domain, std::string_view known) {
    const std::string shown = shown_domain(domain);
    if (shown == domain) return false;
    // Skeletons keep accents as marks behind their letter.
    return of_pairs(bare_letters(icu_skeleton(shown))) == of_pairs(bare_letters(icu_skeleton(std::string(known))));
}

std::string plain_letters(std::string_view domain) {
    const std::string shown = shown_domain(domain);
    if (shown == domain) return std::string(domain);
    std::string plain = ascii_lower(of_pairs(bare_letters(icu_skeleton(shown))));
    const bool letters = std::all_of(plain.begin(), plain.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.';
    });
    return letters ? plain : std::string(domain);
}

bool is_disguised(std::string_view domain) {
    for (const auto& label : split(shown_domain(domain), '.')) {
        std::set<int> scripts;
        for (int32_t at = 0; at < static_cast<int32_t>(label.size());) {
            UChar32 c;
            U8_NEXT(label.data(), at, static_cast<int32_t>(label.size()), c);
            UErrorCode status = U_ZERO_ERROR;
            const auto script = c < 0 ? USCRIPT_COMMON : uscript_getScript(c, &status);
            if (script != USCRIPT_COMMON && script != USCRIPT_INHERITED) scripts.insert(script);
        }
        const bool latin = scripts.contains(USCRIPT_LATIN);
        const bool alone = scripts.size() == 1;
        const bool other = scripts.contains(USCRIPT_CYRILLIC) || scripts.contains(USCRIPT_GREEK) ||
                           scripts.contains(USCRIPT_ARMENIAN) || scripts.contains(USCRIPT_CHEROKEE);
        if ((latin && other) || (alone && other && passes_for_latin(label))) return true;
    }
    return false;
}

Slip slip_between(std::string_view one, std::string_view other) {
    if (one == other || one.size() > 63 || other.size() > 63 || other.size() < 5) return Slip::none;
    if (one.size() == other.size()) return of_same_size(one, other);
    if (one.size() == other.size() + 1) return of_one_more(one, other, true);
    if (one.size() + 1 == other.size()) return of_one_more(other, one, false);
    return Slip::none;
}

const char* words_for(Slip slip) {
    switch (slip) {
        case Slip::changed_places:
            return "two letters changed places";
        case Slip::doubled:
            return "a doubled letter";
        case Slip::figure:
            return "a figure for a letter";
        case Slip::left_out:
            return "a letter left out";
        case Slip::put_in:
            return "a letter put in";
        case Slip::neighbour:
            return "another letter";
        case Slip::loose:
            return "nearly the same spelling";
        case Slip::none:
            break;
    }
    return "";
}

bool nearly_suffix(std::string_view ending, std::string_view suffix) {
    const std::string e = replace_all(ending, ".", "-"), s = replace_all(suffix, ".", "-");
    if (e == s || s.size() < 5) return e == s;
    if (e.starts_with(s + "-") || e.ends_with("-" + s) || e.find(s) != std::string::npos) return true;
    return edit_distance(e, s, 2) <= 1 || of_pairs(e) == of_pairs(s) ||
           (e.starts_with("gov-") && s.starts_with("gov-"));
}

}  // namespace beadle::people

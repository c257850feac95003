#include "people/names.h"

#include <algorithm>
#include <array>
#include <string>
#include <utility>
#include <vector>

#include "base/text.h"

namespace beadle::people {
namespace {

using Words = std::vector<std::string>;

// Letters of Latin-1 and Latin Extended-A, Welsh and Romanian ones beside, and the typographer's apostrophe, by UTF-8
// octets.
// clang-format off
constexpr std::array<std::pair<std::string_view, std::string_view>, 203> accents = {{
    {"À", "a"}, {"Á", "a"}, {"Â", "a"}, {"Ã", "a"}, {"Ä", "a"}, {"Å", "a"}, {"Æ", "ae"}, {"Ç", "c"}, {"È", "e"}, {"É",
    "e"}, {"Ê", "e"}, {"Ë", "e"}, {"Ì", "i"}, {"Í", "i"}, {"Î", "i"}, {"Ï", "i"}, {"Ð", "d"}, {"Ñ", "n"}, {"Ò", "o"},
    {"Ó", "o"}, {"Ô", "o"}, {"Õ", "o"}, {"Ö", "o"}, {"Ø", "o"}, {"Ù", "u"}, {"Ú", "u"}, {"Û", "u"}, {"Ü", "u"}, {"Ý",
    "y"}, {"Þ", "th"}, {"ß", "ss"}, {"à", "a"}, {"á", "a"}, {"â", "a"}, {"ã", "a"}, {"ä", "a"}, {"å", "a"}, {"æ",
    "ae"}, {"ç", "c"}, {"è", "e"}, {"é", "e"}, {"ê", "e"}, {"ë", "e"}, {"ì", "i"}, {"í", "i"}, {"î", "i"}, {"ï", "i"},
    {"ð", "d"}, {"ñ", "n"}, {"ò", "o"}, {"ó", "o"}, {"ô", "o"}, {"õ", "o"}, {"ö", "o"}, {"ø", "o"}, {"ù", "u"}, {"ú",
    "u"}, {"û", "u"}, {"ü", "u"}, {"ý", "y"}, {"þ", "th"}, {"ÿ", "y"}, {"Ā", "a"}, {"ā", "a"}, {"Ă", "a"}, {"ă", "a"},
    {"Ą", "a"}, {"ą", "a"}, {"Ć", "c"}, {"ć", "c"}, {"Ĉ", "c"}, {"ĉ", "c"}, {"Ċ", "c"}, {"ċ", "c"}, {"Č", "c"}, {"č",
    "c"}, {"Ď", "d"}, {"ď", "d"}, {"Đ", "d"}, {"đ", "d"}, {"Ē", "e"}, {"ē", "e"}, {"Ĕ", "e"}, {"ĕ", "e"}, {"Ė", "e"},
    {"ė", "e"}, {"Ę", "e"}, {"ę", "e"}, {"Ě", "e"}, {"ě", "e"}, {"Ĝ", "g"}, {"ĝ", "g"}, {"Ğ", "g"}, {"ğ", "g"}, {"Ġ",
    "g"}, {"ġ", "g"}, {"Ģ", "g"}, {"ģ", "g"}, {"Ĥ", "h"}, {"ĥ", "h"}, {"Ħ", "h"}, {"ħ", "h"}, {"Ĩ", "i"}, {"ĩ", "i"},
    {"Ī", "i"}, {"ī", "i"}, {"Ĭ", "i"}, {"ĭ", "i"}, {"Į", "i"}, {"į", "i"}, {"İ", "i"}, {"ı", "i"}, {"Ĳ", "ij"}, {"ĳ",
    "ij"}, {"Ĵ", "j"}, {"ĵ", "j"}, {"Ķ", "k"}, {"ķ", "k"}, {"ĸ", "k"}, {"Ĺ", "l"}, {"ĺ", "l"}, {"Ļ", "l"}, {"ļ", "l"},
    {"Ľ", "l"}, {"ľ", "l"}, {"Ŀ", "l"}, {"ŀ", "l"}, {"Ł", "l"}, {"ł", "l"}, {"Ń", "n"}, {"ń", "n"}, {"Ņ", "n"}, {"ņ",
    "n"}, {"Ň", "n"}, {"ň", "n"}, {"ŉ", "n"}, {"Ŋ", "n"}, {"ŋ", "n"}, {"Ō", "o"}, {"ō", "o"}, {"Ŏ", "o"}, {"ŏ", "o"},
    {"Ő", "o"}, {"ő", "o"}, {"Œ", "oe"}, {"œ", "oe"}, {"Ŕ", "r"}, {"ŕ", "r"}, {"Ŗ", "r"}, {"ŗ", "r"}, {"Ř", "r"},
    {"ř", "r"}, {"Ś", "s"}, {"ś", "s"}, {"Ŝ", "s"}, {"ŝ", "s"}, {"Ş", "s"}, {"ş", "s"}, {"Š", "s"}, {"š", "s"}, {"Ţ",
    "t"}, {"ţ", "t"}, {"Ť", "t"}, {"ť", "t"}, {"Ŧ", "t"}, {"ŧ", "t"}, {"Ũ", "u"}, {"ũ", "u"}, {"Ū", "u"}, {"ū", "u"},
    {"Ŭ", "u"}, {"ŭ", "u"}, {"Ů", "u"}, {"ů", "u"}, {"Ű", "u"}, {"ű", "u"}, {"Ų", "u"}, {"ų", "u"}, {"Ŵ", "w"}, {"ŵ",
    "w"}, {"Ŷ", "y"}, {"ŷ", "y"}, {"Ÿ", "y"}, {"Ź", "z"}, {"ź", "z"}, {"Ż", "z"}, {"ż", "z"}, {"Ž", "z"}, {"ž", "z"},
    {"ſ", "s"}, {"Ș", "s"}, {"ș", "s"}, {"Ț", "t"}, {"ț", "t"}, {"Ẁ", "w"}, {"ẁ", "w"}, {"Ẃ", "w"}, {"ẃ", "w"}, {"Ẅ",
    "w"}, {"ẅ", "w"}, {"Ỳ", "y"}, {"ỳ", "y"}, {"’", "'"}
}};
// clang-format on

std::string plain_lower(std::string_view s) {
    std::string out;
    out.reserve(s.size());
    for (std::size_t at = 0; at < s.size();) {
        const auto letter = static_cast<unsigned char>(s[at]) < 0xC3
                                ? accents.end()
                                : std::find_if(accents.begin(), accents.end(),
                                               [&](const auto& a) { return s.substr(at).starts_with(a.first); });
        if (letter == accents.end()) {
            out += s[at++];
        } else {
            out += letter->second;
            at += letter->first.size();
        }
    }
    return ascii_lower(out);
}

bool is_letter(char c) { return c >= 'a' && c <= 'z'; }

// Runs of letters: "cllr anne smith-jones" is cllr, anne, smith, jones when the hyphen parts, else smith-jones as one.
Words letter_runs(std::string_view s) {
    Words out;
    bool within = false;
    for (char c : s) {
        if (is_letter(c)) {
            if (!within) out.emplace_back();
            out.back() += c;
        }
        within = is_letter(c);
    }
    return out;
}

bool is_title(const std::string& word) {
    static constexpr std::array<std::string_view, 24> titles = {
        "cllr", "councillor", "mr",   "mrs",  "ms",  "miss", "mx",  "dr",  "prof", "professor", "rev", "revd",
        "sir",  "dame",       "lady", "lord", "hon", "mbe",  "obe", "cbe", "jp",   "dl",        "bem", "alderman"};
    return std::find(titles.begin(), titles.end(), word) != titles.end();
}

bool is_particle(const std::string& word) {
    static constexpr std::array<std::string_view, 27> particles = {
        "van", "von", "der", "den", "de",  "da", "di",  "du",  "la", "le",  "ap",  "ab",  "ferch", "mac",
        "mc",  "st",  "o",   "dos", "del", "al", "bin", "ibn", "el", "ter", "ten", "san", "ni"};
    return std::find(particles.begin(), particles.end(), word) != particles.end();
}

struct Name {
    std::string first;
    Words middle;    // initials
    Words surnames;  // "smithjones", "smith", "jones" of a double-barrelled one
};

Name take_apart(std::string_view text) {
    Words words;
    for (const auto& word : split(replace_all(plain_lower(text), "'", ""), ' ')) {
        const auto runs = letter_runs(word);
        if (runs.empty() || is_title(join(runs, ""))) continue;
        words.push_back(join(runs, "-"));
    }
    Name out;
    if (words.size() < 2) return out;
    out.first = letter_runs(words.front()).front();
    for (std::size_t i = 1; i + 1 < words.size(); ++i) out.middle.push_back(words[i].substr(0, 1));
    const auto parts = letter_runs(words.back());
    out.surnames.push_back(join(parts, ""));
    if (parts.size() > 1) out.surnames.insert(out.surnames.end(), parts.begin(), parts.end());
    std::string whole = out.surnames.front();  // "van der Berg" is vanderberg too, "ap Gwilym" apgwilym
    for (std::size_t i = words.size() - 1; i-- > 1 && is_particle(words[i]);) {
        whole = words[i] + whole;
        out.surnames.push_back(whole);
        out.middle.pop_back();
    }
    return out;
}

constexpr std::size_t least_letters = 5;  // of a name written without anything between its parts

// Either order of the two, with or without the middle initials between.
bool is_joined(const std::string& letters, const std::string& given, const std::string& middle,
               const std::string& surname) {
    for (const auto& between : {std::string(), middle})
        if (letters == join({given, between, surname}, "") || letters == join({surname, given, between}, ""))
            return true;
    return false;
}

// "ajsmith", "annejsmith", "smithaj" of Anne Smith: people put in a middle initial that the directory does not know.
NameLikeness joined_with_unknown_initial(const Name& name, const std::string& surname, const std::string& letters) {
    constexpr std::size_t least_surname = 4;
    if (surname.size() < least_surname || letters.size() < surname.size() + 2) return NameLikeness::nothing;
    for (const bool last : {true, false}) {
        if (last ? !letters.ends_with(surname) : !letters.starts_with(surname)) continue;
        const std::string given = last ? letters.substr(0, letters.size() - surname.size()) : letters.substr(surname.size());
        if (name.first.size() >= 3 && given.size() == name.first.size() + 1 && given.starts_with(name.first)) return NameLikeness::full;
        if (given.size() == 2 && given.front() == name.first.front()) return NameLikeness::by_initial;
    }
    return NameLikeness::nothing;
}

// Written as one word: only a whole that is long enough to be no accident.
NameLikeness joined_likeness(const Name& name, const std::string& surname, const std::string& letters,
                             const Nicknames& nicknames) {
    if (letters.size() < least_letters) return NameLikeness::nothing;
    const std::string middle = join(name.middle, "");
    if (is_joined(letters, name.first, middle, surname)) return NameLikeness::full;
    for (const auto& form : nicknames.forms(name.first))
        if (is_joined(letters, form, middle, surname)) return NameLikeness::by_initial;
    if (is_joined(letters, name.first.substr(0, 1), middle, surname)) return NameLikeness::by_initial;
    return joined_with_unknown_initial(name, surname, letters);
}

// "m", "mags" of Margaret: an initial, or a word that begins as the name does.
bool short_form(const std::string& word, const std::string& first) {
    return word.front() == first.front() && (word.size() == 1 || first.size() == 1 || word[1] == first[1]);
}

// Written with dots, hyphens, digits between: the surname is one of the runs, another one is the first name or begins
// like it.
NameLikeness parted_likeness(const Name& name, const std::string& surname, const Words& runs,
                             const Nicknames& nicknames) {
    if (runs.size() < 2 || runs.size() > 4 || surname.size() < 2) return NameLikeness::nothing;
    std::size_t at = runs.size();  // where the surname starts, how many runs it takes
    std::size_t takes = 1;
    for (std::size_t i = 0; i < runs.size() && at == runs.size(); ++i) {
        if (runs[i] == surname)
            at = i;
        else if (i + 1 < runs.size() && runs[i] + runs[i + 1] == surname)
            at = i, takes = 2;
    }
    if (at == runs.size()) return NameLikeness::nothing;
    NameLikeness best = NameLikeness::nothing;
    for (std::size_t i = 0; i < runs.size(); ++i) {
        if (i >= at && i < at + takes) continue;
        if (runs[i] == name.first)
            best = NameLikeness::full;
        else if ((short_form(runs[i], name.first) || nicknames.same(runs[i], name.first)) &&
                 best == NameLikeness::nothing)
            best = NameLikeness::by_initial;
    }
    return best;
}

}  // namespace

// "shabnamql" of Shabnam Qureshi-Lowe: a first name that is long enough, or two initials behind it.
namespace {
bool is_first_with_initials(const Name& name, const std::string& letters) {
    std::string initials;
    for (std::size_t i = name.surnames.size() > 1 ? 1 : 0; i < name.surnames.size(); ++i)
        initials += name.surnames[i][0];
    const bool telling = name.first.size() >= 6 || (name.first.size() >= 4 && initials.size() >= 2);
    return telling && letters == name.first + initials;
}
}  // namespace

NameLikeness name_likeness(std::string_view member_name, std::string_view local, const Nicknames& nicknames) {
    const Name name = take_apart(member_name);
    if (name.first.empty()) return NameLikeness::nothing;
    const std::string plain = plain_lower(local.substr(0, std::min(local.find('+'), std::size_t{128})));
    const auto runs = letter_runs(plain);
    NameLikeness best = NameLikeness::nothing;
    for (const auto& surname : name.surnames) {
        best = std::max(best, parted_likeness(name, surname, runs, nicknames));
        best = std::max(best, joined_likeness(name, surname, join(runs, ""), nicknames));
    }
    if (best == NameLikeness::nothing && is_first_with_initials(name, join(runs, ""))) best = NameLikeness::by_initial;
    return best;
}

bool bears_surname(std::string_view member_name, std::string_view local) {
    const Name name = take_apart(member_name);
    const auto runs = letter_runs(plain_lower(local.substr(0, std::min(local.find('+'), std::size_t{128}))));
    const std::string letters = join(runs, "");
    return std::any_of(name.surnames.begin(), name.surnames.end(), [&](const std::string& surname) {
        if (surname.size() < 4) return false;
        const bool run = std::find(runs.begin(), runs.end(), surname) != runs.end();
        // Another first name of three letters or more before it: johnsmith, not asmith.
        return run || letters == surname + "s" || (letters.size() >= surname.size() + 3 && letters.ends_with(surname));
    });
}

bool bears_family_name(std::string_view member_name, std::string_view local) {
    const Name name = take_apart(member_name);
    const std::string letters =
        join(letter_runs(plain_lower(local.substr(0, std::min(local.find('+'), std::size_t{128})))), "");
    const std::string_view bare =
        letters.starts_with("the") ? std::string_view(letters).substr(3) : std::string_view(letters);
    return std::any_of(name.surnames.begin(), name.surnames.end(), [&](const std::string& surname) {
        if (surname.size() < 4) return false;
        const bool plural = bare != letters && (bare == surname + "s" || bare == surname + "es");
        if (plural) return true;
        for (const std::string_view word : {"family", "fam", "household", "clan", "home", "house"})
            if (bare == surname + std::string(word) || bare == std::string(word) + surname ||
                bare == surname + "s" + std::string(word))
                return true;
        return false;
    });
}

NameLikeness domain_likeness(std::string_view member_name, std::string_view domain, const Nicknames& nicknames) {
    static constexpr std::array<std::string_view, 12> general = {"co",  "org", "me",  "net", "com", "plc",
                                                                 "ltd", "ac",  "gov", "sch", "nhs", "uk"};
    auto labels = split(domain, '.');
    labels.pop_back();
    while (labels.size() > 1 && std::find(general.begin(), general.end(), labels.back()) != general.end())
        labels.pop_back();
    const Name name = take_apart(member_name);
    if (labels.empty() || name.first.empty()) return NameLikeness::nothing;
    const std::string label = join(letter_runs(plain_lower(labels.back())), "");
    for (const auto& surname : name.surnames) {
        if (surname.size() < 3) continue;
        auto firsts = nicknames.forms(name.first);
        firsts.push_back(name.first);
        for (const auto& first : firsts)
            if (label == first + surname || label == surname + first) return NameLikeness::full;
        for (std::string_view form :
             {"", "s", "family", "sfamily", "home", "household", "online", "mail", "net", "web"})
            if (label == surname + std::string(form) || label == "the" + surname + std::string(form))
                return NameLikeness::by_initial;
        if (surname.size() >= 4 && label == name.first.substr(0, 1) + surname) return NameLikeness::full;
    }
    return NameLikeness::nothing;
}

bool is_first_name(std::string_view member_name, std::string_view local, const Nicknames& nicknames) {
    const Name name = take_apart(member_name);
    const std::string letters = join(letter_runs(plain_lower(local.substr(0, 128))), "");
    if (name.first.empty() || letters.empty()) return false;
    const std::string initials = name.first.substr(0, 1) + join(name.middle, "") + name.surnames.front().substr(0, 1);
    return letters == name.first || letters == name.first.substr(0, 1) || letters == initials ||
           nicknames.same(letters, name.first);
}

bool bears_name(std::string_view member_name, std::string_view shown) {
    const Name name = take_apart(member_name);
    if (name.first.empty()) return false;
    const auto words = letter_runs(plain_lower(shown.substr(0, 200)));
    const auto has = [&](const std::string& w) { return std::find(words.begin(), words.end(), w) != words.end(); };
    const auto all = [&](const std::string& surname) {
        return has(surname) || join(words, "").find(surname) != std::string::npos;
    };
    return has(name.first) && std::any_of(name.surnames.begin(), name.surnames.end(), all);
}

}  // namespace beadle::people

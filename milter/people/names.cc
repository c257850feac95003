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

// Letters of Latin-1 and Latin Extended-A that British and Irish names bear, by UTF-8 octets.
constexpr std::array<std::pair<std::string_view, std::string_view>, 42> accents = {{
    {"à", "a"}, {"á", "a"}, {"â", "a"},  {"ã", "a"}, {"ä", "a"}, {"å", "a"}, {"æ", "ae"}, {"ç", "c"}, {"è", "e"},
    {"é", "e"}, {"ê", "e"}, {"ë", "e"},  {"ì", "i"}, {"í", "i"}, {"î", "i"}, {"ï", "i"},  {"ñ", "n"}, {"ò", "o"},
    {"ó", "o"}, {"ô", "o"}, {"õ", "o"},  {"ö", "o"}, {"ø", "o"}, {"ù", "u"}, {"ú", "u"},  {"û", "u"}, {"ü", "u"},
    {"ý", "y"}, {"ÿ", "y"}, {"ß", "ss"}, {"ŵ", "w"}, {"ŷ", "y"}, {"ł", "l"}, {"ś", "s"},  {"ż", "z"}, {"š", "s"},
    {"ž", "z"}, {"É", "e"}, {"Ó", "o"},  {"Á", "a"}, {"Ö", "o"}, {"Ü", "u"},
}};

std::string plain_lower(std::string_view s) {
    std::string out(s);
    for (const auto& [accented, plain] : accents)
        if (out.find(accented) != std::string::npos) out = replace_all(out, accented, plain);
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

// Written as one word: only a whole that is long enough to be no accident.
NameLikeness joined_likeness(const Name& name, const std::string& surname, const std::string& letters) {
    if (letters.size() < least_letters) return NameLikeness::nothing;
    const std::string middle = join(name.middle, "");
    if (is_joined(letters, name.first, middle, surname)) return NameLikeness::full;
    return is_joined(letters, name.first.substr(0, 1), middle, surname) ? NameLikeness::by_initial
                                                                        : NameLikeness::nothing;
}

// "m", "mags" of Margaret: an initial, or a word that begins as the name does.
bool short_form(const std::string& word, const std::string& first) {
    return word.front() == first.front() && (word.size() == 1 || first.size() == 1 || word[1] == first[1]);
}

// Written with dots, hyphens, digits between: the surname is one of the runs, another one is the first name or begins
// like it.
NameLikeness parted_likeness(const Name& name, const std::string& surname, const Words& runs) {
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
        else if (short_form(runs[i], name.first) && best == NameLikeness::nothing)
            best = NameLikeness::by_initial;
    }
    return best;
}

}  // namespace

NameLikeness name_likeness(std::string_view member_name, std::string_view local) {
    const Name name = take_apart(member_name);
    if (name.first.empty()) return NameLikeness::nothing;
    const std::string plain = plain_lower(local.substr(0, std::min(local.find('+'), std::size_t{128})));
    const auto runs = letter_runs(plain);
    NameLikeness best = NameLikeness::nothing;
    for (const auto& surname : name.surnames) {
        best = std::max(best, parted_likeness(name, surname, runs));
        best = std::max(best, joined_likeness(name, surname, join(runs, "")));
    }
    return best;
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

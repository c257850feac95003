#include "inspect/text/password_recipe.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <initializer_list>

#include "base/text.h"

#include "inspect/text/password_words.h"

namespace beadle::inspect {
namespace {

constexpr std::size_t most_people = 8, longest_line = 2000, least_name = 3, most_joined = 64;

bool is_letter(char c) {
    return std::isalpha(static_cast<unsigned char>(c)) != 0 || static_cast<unsigned char>(c) >= 0x80;
}

// "Smith", "O'Neill", "Smith-Jones"
bool is_name(std::string_view word) {
    const auto first = word.empty() ? 0u : static_cast<unsigned>(static_cast<unsigned char>(word[0]));
    return (std::isupper(static_cast<int>(first)) != 0 || first >= 0x80) && word.size() >= 2 && word.size() <= 30 &&
           std::all_of(word.begin(), word.end(), [](char c) { return is_letter(c) || c == '\'' || c == '-'; });
}

void add(std::vector<NamedPerson>& people, std::string_view first, std::string_view last) {
    if (people.size() >= most_people || last.size() < least_name) return;
    const auto is = [&](const NamedPerson& p) { return ascii_iequal(p.last, last) && ascii_iequal(p.first, first); };
    if (std::none_of(people.begin(), people.end(), is)) people.push_back({std::string(first), std::string(last), {}});
}

void add_words(std::vector<NamedPerson>& people, std::string_view text) {
    std::vector<std::string_view> names;
    for (auto word : split_words(text)) {
        word = without_stop(without_marks(word));
        if (is_name(word)) names.push_back(word);
    }
    if (names.size() >= 2 && names.size() <= 5) add(people, names.front(), names.back());
}

// "Towcester" of towcester-tc.gov.uk
void add_place(std::vector<NamedPerson>& people, std::string_view domain) {
    NamedPerson one;
    one.place = domain.substr(0, domain.find_first_of(".->"));
    if (one.place.size() < least_name || people.size() >= most_people) return;
    one.place[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(one.place[0])));
    people.push_back(std::move(one));
}

// "Anne Smith <a.smith@town.example>, bob.jones@town.example"
void add_field(std::vector<NamedPerson>& people, std::string_view field) {
    for (const auto& one : split(field, ',')) {
        const auto angle = one.find('<');
        if (angle != std::string::npos) add_words(people, std::string_view(one).substr(0, angle));
        const auto from = angle == std::string::npos ? 0 : angle + 1;
        const auto at = one.find('@', from);
        if (at == std::string::npos) continue;
        add_place(people, std::string_view(one).substr(at + 1));
        const auto local = trim(std::string_view(one).substr(from, at - from));
        const auto dot = local.find_last_of("._-");
        if (dot == std::string_view::npos) continue;
        std::string last(local.substr(dot + 1)), first(local.substr(0, dot));
        for (auto* name : {&last, &first})
            if (!name->empty()) (*name)[0] = static_cast<char>(std::toupper(static_cast<unsigned char>((*name)[0])));
        add(people, first, last);
    }
}

bool has_any(std::string_view lower, std::initializer_list<std::string_view> words) {
    return std::any_of(words.begin(), words.end(), [&](auto w) { return lower.find(w) != std::string_view::npos; });
}

// "blue sky 9, all one word", "Plum followed by 77", "P l u m 7 7": what stands behind the link, without the words that
// only say how to write it.
std::string joined(std::string_view line, std::string_view lower) {
    std::size_t from = 0;
    for (const std::string_view link : {" is ", ":", "=", "password ", "passcode ", "pwd "})
        if (const auto at = lower.find(link); from == 0 && at != std::string_view::npos) from = at + link.size();
    static constexpr std::array<std::string_view, 38> recipe{
        "then",      "followed", "by",       "and",     "plus",      "with",     "no",      "space",
        "spaces",    "all",      "one",      "word",    "in",        "lower",    "upper",   "case",
        "caps",      "capital",  "capitals", "letters", "the",       "half",     "first",   "second",
        "part",      "is",       "this",     "month",   "year",      "together", "without", "a",
        "backwards", "reversed", "written",  "spelt",   "lowercase", "uppercase"};
    std::string out;
    for (auto word : split_words(line.substr(from))) {
        word = without_stop(without_marks(without_stop(word)));
        if (std::find(recipe.begin(), recipe.end(), ascii_lower(word)) == recipe.end()) out += word;
    }
    return out.size() > most_joined ? std::string() : out;
}

bool is_spelt(std::string_view line) {
    const auto words = split_words(line);
    return std::count_if(words.begin(), words.end(), [](auto w) { return w.size() == 1; }) >= 4;
}

std::string capitals(std::string s) {
    std::transform(s.begin(), s.end(), s.begin(), [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
    return s;
}

void add_joined(std::vector<std::string>& out, std::string_view line, std::string_view lower) {
    if (!is_spelt(line) &&
        !has_any(lower, {"followed by", " then ", "one word", "no space", "without space", "capitals", "upper case",
                         "uppercase", "lower case", "lowercase", " caps", " half", "backwards", "reversed", " plus "}))
        return;
    const std::string words = joined(line, lower);
    if (words.size() < 4) return;
    for (const auto& written : {words, ascii_lower(words), capitals(words), std::string(words.rbegin(), words.rend())})
        out.push_back(written);
}

// The digits that the recipe adds: before or behind the name, or none.
std::string digits_of(std::string_view line) {
    std::string out;
    for (std::size_t i = 0; i <= line.size(); ++i) {
        const bool digit = i < line.size() && line[i] >= '0' && line[i] <= '9';
        if (digit) out += line[i];
        if (digit || out.empty()) continue;
        if (out.size() >= 2 && out.size() <= 8) return out;
        out.clear();
    }
    return {};
}

}  // namespace

void people_in(std::string_view text, std::vector<NamedPerson>& people) {
    while (!text.empty()) {
        const auto end = std::min(text.find('\n'), text.size());
        const auto line = trim(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
        if (line.empty() || line.size() > longest_line) continue;
        const std::string lower = ascii_lower(line.substr(0, 9));
        if (const auto colon = line.find(':');
            colon < 9 && has_any(lower, {"from:", "to:", "cc:", "reply-to:", "sender:"}))
            add_field(people, line.substr(colon + 1));
        else if (line.size() <= 40 && split_words(line).size() <= 4)
            add_words(people, line);
    }
}

std::vector<std::string> described(std::string_view line, const std::vector<NamedPerson>& people) {
    std::vector<std::string> out;
    line = line.substr(0, longest_line);
    const std::string lower = ascii_lower(line);
    if (!has_any(lower, {"password", "passcode", "passphrase", "pass word", "pwd", "opens with", "open it with"}))
        return out;
    const bool last = has_any(lower, {"surname", "last name", "family name", "second name"});
    const bool first = has_any(lower, {"first name", "forename", "christian name", "given name"});
    const bool place = has_any(lower, {"the town", "council", "parish", "village"});
    if (!last && !first && !place) {
        add_joined(out, line, lower);
        return out;
    }
    const std::string digits = digits_of(line);
    const auto name_at = lower.find(last || first ? "name" : "the "),
               digits_at = digits.empty() ? 0 : lower.find(digits);
    const bool before = !digits.empty() && digits_at < name_at;
    for (const auto& person : people) {
        const std::string& name = last ? person.last : first ? person.first : person.place;
        if (name.size() < least_name) continue;
        for (const auto& written : {name, ascii_lower(name), capitals(name)})
            out.push_back(before ? digits + written : written + digits);
    }
    return out;
}

}  // namespace beadle::inspect

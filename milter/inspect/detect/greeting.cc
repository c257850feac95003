#include "inspect/detect/greeting.h"

#include <algorithm>
#include <optional>

#include "base/text.h"
#include "inspect/detect/own_words.h"

namespace beadle::inspect {
namespace {

constexpr std::size_t most_lines = 6, longest_line = 120, most_words = 8;

bool is_title(std::string_view word, const Lists& lists) {
    return lists.has("name-title", word) || lists.has("honorific", word) || lists.has("role-holder", word);
}
bool joins(std::string_view word) {
    constexpr std::string_view joining[] = {"and", "&", "+", "a", "ac", "und", "et", "y", "e", "en", "i"};
    return std::find(std::begin(joining), std::end(joining), word) != std::end(joining);
}
bool is_capital(std::string_view word) {
    return !word.empty() &&
           ((word.front() >= 'A' && word.front() <= 'Z') || static_cast<unsigned char>(word.front()) >= 0xC3);
}
bool is_name_octet(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '\'' || c == '-' ||
           static_cast<unsigned char>(c) >= 0x80;
}

// What stands behind the word of greeting; nullopt when the line does not begin with one.
std::optional<std::string_view> behind_greeting(std::string_view line, const Lists& lists) {
    const std::string lower = ascii_lower(line);
    const auto* words = lists.find("greeting");
    if (!words) return std::nullopt;
    std::size_t longest = 0;
    for (const auto& w : *words)
        if (w.size() > longest && lower.starts_with(w) && (lower.size() == w.size() || !is_name_octet(lower[w.size()])))
            longest = w.size();
    if (longest == 0) return std::nullopt;
    auto rest = trim(line.substr(longest));
    while (!rest.empty() && (rest.front() == ',' || rest.front() == ':')) rest = trim(rest.substr(1));
    return rest;
}

struct Word {
    std::string_view written;  // letters, hyphens, apostrophes
    bool ends = false;         // a sign behind it ends the greeting
};

// The words up to the sign that ends the greeting. The stop of "Mr." ends nothing; "/" and "&" stand for "and".
std::vector<Word> words_of(std::string_view text, const Lists& lists) {
    std::vector<Word> out;
    for (std::size_t at = 0; at < text.size() && out.size() < most_words;) {
        const char c = text[at];
        if (is_name_octet(c)) {
            const auto from = at;
            while (at < text.size() && is_name_octet(text[at])) ++at;
            out.push_back({text.substr(from, at - from), false});
            continue;
        }
        if (c == '&' || c == '/' || c == '+') out.push_back({"&", false});
        const bool stop = c == '.' && !out.empty() &&
                          (is_title(ascii_lower(out.back().written), lists) || out.back().written.size() == 1);
        if (c != ' ' && c != '\t' && c != '&' && c != '/' && c != '+' && !stop && !out.empty()) {
            out.back().ends = true;
            return out;
        }
        ++at;
    }
    return out;
}

class Names {
  public:
    explicit Names(const Lists& lists) : lists_(lists) {}

    // False: anybody may be meant.
    bool take(const std::vector<Word>& words) {
        for (const auto& w : words) {
            const std::string lower = ascii_lower(w.written);
            const bool title = is_title(lower, lists_) && !(given_.empty() && w.ends);
            if (!title && lists_.has("greeting-to-anybody", lower)) return false;
            if (w.written == "&" || (joins(lower) && !is_capital(w.written))) {
                finish();
            } else if (title && given_.empty()) {
                titled_ = true;
            } else if (is_capital(w.written) || lists_.has("forename", lower)) {
                given_.push_back(lower);
            } else {
                break;  // the sentence has begun
            }
        }
        finish();
        share_surname();
        return true;
    }
    std::vector<Greeted> names;

  private:
    void finish() {
        std::erase_if(given_, [](const auto& w) { return w.size() < 2 || w.size() > Said::most_name; });
        Greeted g;
        if (titled_ || given_.size() > 1) {
            if (!given_.empty()) g.surname = given_.back();
            if (given_.size() > 1) g.forename = given_.front();
        } else if (given_.size() == 1 && lists_.has("forename", given_.front())) {
            g.forename = given_.front();  // "Dear Highways" is nobody
        } else {
            return;
        }
        given_.clear();
        titled_ = false;
        if (!(g == Greeted{}) && names.size() < Said::most_greeted) names.push_back(std::move(g));
    }
    // "Mr and Mrs Jones", "Anne and Bob Smith": the surname is that of all.
    void share_surname() {
        if (names.size() < 2) return;
        for (auto& n : names)
            if (n.surname.empty()) n.surname = names.back().surname;
    }
    const Lists& lists_;
    std::vector<std::string> given_;
    bool titled_ = false;
};

// "Anne," alone in its line.
bool is_name_alone(std::string_view line, const std::vector<Word>& words, const Lists& lists) {
    if (words.empty() || words.size() > 3 || line.size() > 40) return false;
    const bool ended = line.back() == ',' || line.back() == ':' || line.back() == '-' || line.back() == '!';
    return ended && is_capital(words.front().written) && lists.has("forename", ascii_lower(words.front().written));
}

}  // namespace

std::vector<Greeted> greeted_in(std::string_view own, const Lists& lists) {
    for (auto line : lines_of(own.substr(0, 4000), most_lines)) {
        line = line.substr(0, longest_line);
        const auto rest = behind_greeting(line, lists);
        const auto words = words_of(rest ? *rest : line, lists);
        if (!rest && !is_name_alone(line, words, lists)) continue;
        if (words.empty()) return {};
        Names names(lists);
        return names.take(words) ? names.names : std::vector<Greeted>{};
    }
    return {};
}

}  // namespace beadle::inspect

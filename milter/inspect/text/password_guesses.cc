#include "inspect/text/password_guesses.h"

#include <algorithm>
#include <array>
#include <map>

#include "base/text.h"
#include "base/word_search.h"

#include "inspect/text/password_recipe.h"
#include "inspect/text/password_words.h"

namespace beadle::inspect {
namespace {

constexpr std::size_t most_text = 1u << 20, most_kept = 3000, longest = 64, short_mail = 4000, most_hinted = 65536;

struct Cue {
    std::string_view word;
    int weight;
};
// The longer before those that they begin with.
constexpr std::array cues{Cue{"passwords", 100},   Cue{"password", 100},    Cue{"passphrase", 100},
                          Cue{"pass phrase", 100}, Cue{"passcode", 100},    Cue{"pass code", 100},
                          Cue{"pass-code", 100},   Cue{"pass word", 100},   Cue{"pass", 80},
                          Cue{"pwd", 100},         Cue{"p/w", 100},         Cue{"pw", 90},
                          Cue{"code", 70},         Cue{"key", 65},          Cue{"pin", 65},
                          Cue{"secret", 60},       Cue{"open it with", 90}, Cue{"opens with", 90},
                          Cue{"opened with", 90},  Cue{"to open", 60},      Cue{"unlock", 60}};
constexpr std::array<std::string_view, 9> links{" is ",         ":", "=", "\t", "|", " - ", "\xE2\x80\x93",
                                                "\xE2\x80\x94", "->"};
constexpr std::array<std::string_view, 8> everybodys{"Password1", "password", "Password123", "Password",
                                                     "123456",    "Welcome1", "letmein",     "12345678"};

constexpr int sure = 80;  // of a cue: what it introduces is a password in so many words

WordSearch search_of_cues(int least) {
    std::vector<std::string_view> words;
    for (const auto& cue : cues)
        if (cue.weight >= least) words.push_back(cue.word);
    return WordSearch(words);
}

// "The password is below."
bool is_elsewhere(std::string_view word) {
    static constexpr std::array<std::string_view, 12> words{"below",     "above",    "following",    "attached",
                                                            "separate",  "required", "needed",       "usual",
                                                            "unchanged", "secret",   "confidential", "n/a"};
    return std::find(words.begin(), words.end(), ascii_lower(without_stop(without_marks(word)))) != words.end();
}

bool is_front(SegmentKind kind) {
    return kind == SegmentKind::body || kind == SegmentKind::subject || kind == SegmentKind::name;
}

class Collector {
  public:
    void at(std::size_t segment, SegmentKind kind) {
        segment_ = segment;
        less_ = is_front(kind) ? 0 : 8;
    }

    // The words themselves, without what is around them, and with the mark at their end.
    void add(std::string_view words, int likelihood, bool told = false) {
        words = trim(words);
        const auto bare = without_marks(words);
        const auto shorter = without_stop(bare);
        const bool keep = shorter.size() < bare.size() && (bare.back() == '!' || bare.back() == '?');
        put(keep ? bare : shorter, likelihood, told);
        put(keep ? shorter : bare, likelihood - 6, false);
        if (words.size() != bare.size()) put(words, likelihood - 12, false);
    }

    std::vector<PasswordGuess> best() {
        std::vector<PasswordGuess> out;
        for (auto& [text, guess] : kept_) out.push_back(std::move(guess));
        std::sort(out.begin(), out.end(), [&](const PasswordGuess& a, const PasswordGuess& b) {
            return a.likelihood != b.likelihood ? a.likelihood > b.likelihood : order_[a.text] < order_[b.text];
        });
        if (out.size() > most_guesses) out.resize(most_guesses);
        return out;
    }

  private:
    void put(std::string_view text, int likelihood, bool told) {
        if (text.size() < (told ? 3u : 4u) || text.size() > longest) return;
        const auto it = kept_.find(std::string(text));
        likelihood -= less_;
        if (it == kept_.end()) {
            if (kept_.size() >= most_kept) return;
            order_.emplace(text, order_.size());
            kept_.emplace(text, PasswordGuess{std::string(text), segment_, likelihood, told});
        } else {
            it->second.told = it->second.told || told;
            if (it->second.likelihood >= likelihood) return;
            it->second.likelihood = likelihood, it->second.segment = segment_;
        }
    }

    std::map<std::string, PasswordGuess> kept_;
    std::map<std::string, std::size_t> order_;
    std::size_t segment_ = PasswordGuess::nowhere;
    int less_ = 0;
};

// One line of text and the one after it.
class LineReader {
  public:
    LineReader(Collector& out, std::string_view line, std::string_view next)
        : out_(out), line_(line), next_(next) {}

    bool read() {
        std::array<std::size_t, cues.size()> first;
        first.fill(std::string_view::npos);
        static const WordSearch search = search_of_cues(0);
        (void)search.each(line_, [&](std::size_t cue, std::size_t begin, std::size_t end) {
            if (is_word(begin, end - begin)) first[cue] = std::min(first[cue], begin);
            return false;
        });
        bool any = false;
        for (std::size_t i = 0; i < cues.size(); ++i) {
            if (first[i] == std::string_view::npos) continue;
            any = true;
            behind(cues[i], first[i] + cues[i].word.size());
            before(cues[i], first[i]);
        }
        for (const auto quoted : quoted_words(line_)) out_.add(quoted, any ? 97 : 45);
        return any;
    }

  private:
    bool is_word(std::size_t at, std::size_t size) const {
        return (at == 0 || !is_word_octet(line_[at - 1])) &&
               (at + size >= line_.size() || !is_word_octet(line_[at + size]));
    }

    void behind(const Cue& cue, std::size_t from) {
        const auto rest = line_.substr(from);
        std::size_t first = rest.size() + 1, size = 0;
        for (const auto link : links)
            if (const auto at = rest.find(link); at < first && at < 60) first = at, size = link.size();
        if (first > rest.size() && rest.ends_with(" is")) first = rest.size() - 3, size = 3;
        if (first > rest.size()) return without_link(cue, rest);
        auto tail = trim(rest.substr(first + size));
        while (!tail.empty() && (tail[0] == ':' || tail[0] == '=' || tail[0] == '-' || tail[0] == '*'))
            tail = trim(tail.substr(1));
        if (tail.empty()) return said(next_, cue.weight - 2, cue.weight >= sure && split_words(next_).size() == 1);
        const auto words = split_words(tail), below = split_words(next_);
        if (words.empty()) return;  // a form feed is a blank to one and none to the other
        if (is_elsewhere(words[0]) || tail.ends_with(':'))
            said(next_, cue.weight - 3, cue.weight >= sure && !below.empty() && has_classes(below[0]));
        const bool told = has_classes(words[0]) || tail[0] == '"' || (words.size() == 1 && !is_elsewhere(words[0]));
        said(tail, cue.weight, cue.weight >= sure && told);
        if (const auto is = tail.find(" is "); is != std::string_view::npos)
            said(trim(tail.substr(is + 4)), cue.weight - 3, false);
    }

    // All of it, and as many words as a password may have.
    void said(std::string_view tail, int weight, bool told) {
        const auto words = split_words(tail);
        if (words.empty()) return;
        out_.add(words[0], weight, told);
        if (words.size() <= 6) out_.add(tail, weight - 1);
        for (std::size_t i = 1; i < words.size() && i < 9; ++i)
            out_.add(words[i], weight - (has_classes(words[i]) ? 12 : 50));
        for (const std::string_view stop : {". ", ", ", "; ", " ("})
            if (const auto at = tail.find(stop); at != std::string_view::npos) out_.add(tail.substr(0, at), weight - 2);
        for (std::size_t n = 2; n < words.size() && n <= 5; ++n)
            out_.add(tail.substr(0, static_cast<std::size_t>(words[n - 1].data() - tail.data()) + words[n - 1].size()),
                     weight - 20 - static_cast<int>(n));
        if (const auto slash = words[0].rfind('/'); slash != std::string_view::npos)
            out_.add(words[0].substr(slash + 1), weight - 5);
        for (std::size_t i = 1; i + 1 < words.size(); ++i)
            if (words[i] == "/") out_.add(words[i + 1], weight - 5);
    }

    void without_link(const Cue& cue, std::string_view rest) {
        const auto words = split_words(rest);
        for (const auto word : words)
            out_.add(word, cue.weight - (has_classes(word) ? 10 : 60),
                     cue.weight >= sure && has_classes(words[0]) && word == words[0]);
        const auto below = split_words(next_);
        if (below.size() == 1)
            out_.add(below[0], cue.weight - (words.empty() ? 8 : 15), words.empty() && has_classes(below[0]));
        if (below.size() > 1 && below.size() <= 5) out_.add(next_, cue.weight - 45);
    }

    void before(const Cue& cue, std::size_t at) {
        const auto words = split_words(line_.substr(0, at));
        for (const auto word : words)
            if (has_classes(word)) out_.add(word, cue.weight - 30);
        // "Plum is the password"
        for (std::size_t i = 1; i + 1 < words.size(); ++i)
            if (words[i] == "is" || words[i] == "as") out_.add(words[i - 1], cue.weight - 25);
    }

    Collector& out_;
    std::string_view line_, next_;
};

bool hints_at(std::string_view lower, std::initializer_list<std::string_view> words) {
    return std::any_of(words.begin(), words.end(), [&](auto w) { return lower.find(w) != std::string_view::npos; });
}

struct Text {
    std::size_t segment;
    std::string_view words;
};
struct Hints {
    bool dates = false, postcodes = false, cue = false;
    std::size_t octets = 0;  // of bodies
};

void read_lines(Collector& out, std::string_view text, Hints& hints) {
    const auto lines = lines_of(text);
    for (std::size_t i = 0; i < lines.size(); ++i)
        hints.cue = LineReader(out, lines[i], i + 1 < lines.size() ? lines[i + 1] : "").read() || hints.cue;
}

void read_names(Collector& out, std::string_view text) {
    for (const auto line : lines_of(text)) {
        const auto slash = line.find_last_of("/\\");
        const auto name = slash == std::string_view::npos ? line : line.substr(slash + 1);
        const auto stem = name.substr(0, name.rfind('.'));
        out.add(stem, 22);
        for (const auto word : split_words(stem))
            if (has_classes(word)) out.add(word, 20);
    }
}

// What people read comes first, and all of it within the bound.
std::vector<Text> texts_of(const std::vector<Segment>& segments, Hints& hints) {
    static const WordSearch of_dates(std::array<std::string_view, 5>{"date of birth", "birthday", "dob", "d.o.b", "born"});
    static const WordSearch of_postcodes(std::array<std::string_view, 3>{"postcode", "post code", "postal code"});
    std::vector<Text> out;
    std::size_t left = most_text;
    for (const bool front : {true, false})
        for (std::size_t i = 0; i < segments.size(); ++i) {
            if (is_front(segments[i].kind) != front || left == 0) continue;
            const auto words = std::string_view(segments[i].text).substr(0, left);
            left -= words.size();
            out.push_back({i, words});
            hints.dates = hints.dates || of_dates.any(words);
            hints.postcodes = hints.postcodes || of_postcodes.any(words);
            if (segments[i].kind == SegmentKind::body) hints.octets += words.size();
        }
    return out;
}

bool is_address(std::string_view word) {
    const auto at = word.find('@');
    return word.starts_with("www.") || (at != std::string_view::npos && word.find('.', at) != std::string_view::npos);
}

// "The clerk's surname, then 2026."
void read_recipes(Collector& out, const std::vector<Text>& texts, const std::vector<Segment>& segments) {
    std::vector<NamedPerson> people;
    for (const auto& text : texts)
        if (is_front(segments[text.segment].kind)) people_in(text.words, people);
    for (const auto& text : texts) {
        if (!is_front(segments[text.segment].kind)) continue;
        out.at(text.segment, segments[text.segment].kind);
        int likelihood = 96;
        for (const auto line : lines_of(text.words))
            for (const auto& password : described(line, people)) out.add(password, likelihood--);
    }
}

void read_by_hints(Collector& out, const Text& text, bool front, const Hints& hints) {
    if (front && hints.octets < short_mail)
        for (const auto word : split_words(text.words))
            if (has_classes(word) && !is_address(word)) out.add(word, hints.cue ? 40 : 30);
    if (hints.dates)
        for (const auto& date : dates_in(text.words)) out.add(date, 50);
    if (hints.postcodes)
        for (const auto& code : postcodes_in(text.words)) out.add(code, 50);
}

}  // namespace

bool names_password(std::string_view text) {
    static const WordSearch search = search_of_cues(sure);
    return search.any(text);
}

std::vector<PasswordGuess> password_guesses(const std::vector<Segment>& segments) {
    Collector out;
    Hints hints;
    const auto texts = texts_of(segments, hints);
    for (const auto& text : texts) {
        const auto kind = segments[text.segment].kind;
        out.at(text.segment, kind);
        read_lines(out, text.words, hints);
        if (kind == SegmentKind::name) read_names(out, text.words);
    }
    for (const auto& text : texts) {
        const auto kind = segments[text.segment].kind;
        out.at(text.segment, kind);
        read_by_hints(out, text, is_front(kind), hints);
    }
    read_recipes(out, texts, segments);
    out.at(PasswordGuess::nowhere, SegmentKind::body);
    for (int i = 10; const auto word : everybodys) out.add(word, i--);
    return out.best();
}

std::size_t password_hint(const std::vector<Segment>& segments) {
    for (std::size_t i = 0; i < segments.size(); ++i) {
        if (!is_front(segments[i].kind)) continue;
        for (const auto line : lines_of(std::string_view(segments[i].text).substr(0, most_hinted))) {
            const std::string lower = ascii_lower(line);
            if (hints_at(lower, {"password", "passcode", "passphrase", "pwd"}) &&
                hints_at(lower, {"date of birth", "birthday", "dob", "postcode", "post code", "ni number",
                                 "national insurance", "last 4", "last four", "surname", "the usual", "usual one"}))
                return i;
        }
    }
    return PasswordGuess::nowhere;
}

}  // namespace beadle::inspect

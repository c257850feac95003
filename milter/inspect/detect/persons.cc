#include "inspect/detect/persons.h"

#include <algorithm>
#include <string>

#include "base/text.h"
#include "inspect/detect/addresses.h"
#include "inspect/detect/figures.h"

namespace beadle::inspect {

namespace {

constexpr std::size_t most_mentions = 200'000;

bool is_letter(char c) { return is_upper(c) || is_lower(c) || static_cast<unsigned char>(c) >= 0x80; }

// A word with the marks inside it: O'Brien, Smith-Jones.
struct Token {
    Span span;
    bool capital = false;     // Jane
    bool capitals = false;    // JANE
    Lists::Set lists;  // that it stands in
};

class Reader {
  public:
    // words: null = subjects are not looked for.
    Reader(std::string_view text, const Lists& lists, const std::span<const Span>* words = nullptr)
        : text_(text),
          lists_(lists),
          forenames_(lists.only("forename")),
          ambiguous_(lists.only("ambiguous-forename")),
          honorifics_(lists.only("honorific")),
          holders_(lists.only("role-holder")),
          nouns_(lists.only("person-noun")),
          organisations_(lists.only("organisation-word")),
          parts_(lists.only("part-before-letter")),
          pronouns_(lists.only("person-pronoun")),
          determiners_(lists.only("determiner")),
          labels_(lists.only("person-label")),
          verbs_(lists.only("person-verb")),
          behind_nouns_(lists.only("behind-person-noun")),
          starters_(lists.only("no-name")),
          months_(lists.only("month-forename")),
          naming_(lists.only("before-somebody")),
          describing_(lists.only("behind-somebody")),
          words_(words) {}

    std::vector<Mention> run() {
        Token current;
        if (!next(0, current)) return {};
        while (mentions_.size() < most_mentions) {
            Token following;
            const bool more = next(current.span.end, following);
            const std::size_t end = take(current, more ? &following : nullptr);
            before_ = current;
            if (!more) break;
            if (end > following.span.begin) {
                if (!next(end, current)) break;
            } else {
                current = following;
            }
        }
        return std::move(mentions_);
    }

    // Two to four words of letters, the first a forename, or all of them capitalised and none of an organisation.
    bool is_name() const {
        Token a, b;
        if (!next(0, a) || a.span.begin != 0) return false;
        if (has(honorifics_, a)) return true;
        if (!next(a.span.end, b)) return false;
        if (gap(a, b) == ", ") return cased(a) && cased(b) && has(forenames_, b);
        if (has(forenames_, a) && cased(a)) return surname_after(a, b) > 0;
        if (a.span.size() == 1 && a.capitals) return b.capital && b.span.size() > 2 && !has(organisations_, b);
        return false;
    }

  private:
    Lists::Set lists_of(std::string_view word) const {
        constexpr std::size_t longest = 40;
        char folded[longest];
        if (word.size() > longest) return 0;
        std::transform(word.begin(), word.end(), folded, to_lower);
        return lists_.lists_of({folded, word.size()});
    }
    std::string_view word(const Token& t) const { return text_.substr(t.span.begin, t.span.size()); }
    bool has(const Lists::Set& any_of, const Token& t) const { return (t.lists & any_of).any(); }
    std::string_view gap(const Token& a, const Token& b) const {
        return text_.substr(a.span.end, b.span.begin - a.span.end);
    }
    static bool cased(const Token& t) { return t.capital || t.capitals; }

    // The mark in Tina's.
    bool is_possessive(std::size_t at) const {
        return text_[at] == '\'' && text_[at + 1] == 's' && (at + 2 >= text_.size() || !is_letter(text_[at + 2]));
    }

    bool next(std::size_t from, Token& token) const {
        while (from < text_.size() && !is_letter(text_[from])) ++from;
        if (from >= text_.size()) return false;
        std::size_t to = from;
        bool low = false;
        while (to < text_.size()) {
            const char c = text_[to];
            const bool joins = (c == '\'' || c == '-') && to + 1 < text_.size() && is_letter(text_[to + 1]) &&
                               !is_possessive(to) && to > from;
            if (!is_letter(c) && !joins) break;
            low = low || is_lower(c);
            ++to;
        }
        token.span = {from, to};
        const bool upper = is_upper(text_[from]);
        token.capital = upper && low;
        token.capitals = upper && !low;
        token.lists = lists_of(text_.substr(from, to - from));
        return true;
    }

    // Where the name ends that began with a forename; 0 = no surname follows.
    std::size_t surname_after(const Token& first, Token second) const {
        for (int initials = 0; initials < 3; ++initials) {
            const auto between = gap(first, second);
            if (initials == 0 && between != " ") return 0;
            const bool initial = second.span.size() == 1 && second.capitals;
            if (!initial) break;
            Token following;
            if (!next(second.span.end, following)) return 0;
            const auto apart = gap(second, following);
            if (apart != " " && apart != ". " && apart != ".") return 0;
            second = following;
        }
        if (!cased(second) || second.span.size() < 2 || has(organisations_, second)) return 0;
        Token third;  // "Mark Hall Surveyors", "Rose Cottage Lane"
        if (next(second.span.end, third) && gap(second, third) == " " && cased(third) && has(organisations_, third))
            return 0;
        return second.span.end;
    }

    void add(Span span, PersonBy by) { mentions_.push_back({span, by}); }

    // Gives the end of what it took; 0 = nothing.
    std::size_t take(const Token& t, const Token* following) {
        if (following == nullptr) return lone(t);
        const auto between = gap(t, *following);
        if ((between == " " || between == ". ") && cased(*following)) {
            const bool titled = cased(t) && has(honorifics_, t);
            if (titled && !has(organisations_, *following)) return take_named(t, *following, PersonBy::name);
            if (has(holders_, t)) return take_named(t, *following, PersonBy::role_holder);
        }
        if (cased(t) && has(forenames_, t) && !is_month(t)) {
            const std::size_t end = surname_after(t, *following);
            if (end > 0) {
                add({t.span.begin, end}, PersonBy::name);
                return end;
            }
        }
        if (t.capitals && t.span.size() == 1 && word(t) != "A" && word(t) != "I" && following->capital &&
            following->span.size() > 2 &&
            (between == " " || between == "." || (between == ". " && !has(starters_, *following))) &&
            !has(parts_, before_) && !has(organisations_, *following)) {
            add({t.span.begin, following->span.end}, PersonBy::name);  // R Thackery
            return following->span.end;
        }
        if (has(forenames_, t) && !has(ambiguous_, t) && !is_month(t) && !ascii_iequal(word(before_), "st") &&
            !ascii_iequal(word(before_), "saint") &&
            !(cased(*following) && between == " " && has(organisations_, *following)))
            add(t.span, PersonBy::name);  // Jane told me; jane, in a mail that knows no capitals
        if (words_ != nullptr && t.capital && has(verbs_, *following) &&
            !has(starters_ | organisations_ | holders_, t) && (between == " " || between == "'s ") &&
            !is_word(t.span) && (has(nouns_, t) || !ends_a_name(t)))
            add(t.span, PersonBy::subject);
        if (words_ != nullptr && t.capital && !has(starters_ | organisations_ | holders_ | months_, t) &&
            (introduced(t) || described(t, *following)))
            add(t.span, PersonBy::subject);
        if (words_ != nullptr && t.capital && has(nouns_, t) && between == " " &&
            has(verbs_ | behind_nouns_, *following))
            add(t.span, PersonBy::relation);  // "Tenant at 8 has", at the start of a note
        return lone(t);
    }

    // "9 Jan Safeguarding", "the 3rd May Fair"
    bool is_month(const Token& t) const {
        if (!has(months_, t) || t.span.begin < 2 || text_[t.span.begin - 1] != ' ') return false;
        if (is_digit(text_[t.span.begin - 2])) return true;
        return before_.span.end + 1 == t.span.begin && before_.span.size() == 2 && before_.span.begin > 0 &&
               is_digit(text_[before_.span.begin - 1]);
    }

    // One of the words that the text is searched for.
    bool is_word(Span at) {
        while (next_word_ < words_->size() && (*words_)[next_word_].end <= at.begin) ++next_word_;
        return next_word_ < words_->size() && (*words_)[next_word_].begin < at.end;
    }
    // "Northern Powergrid has": the last of several capitalised words is no person's forename.
    bool ends_a_name(const Token& t) const {
        return before_.span.size() > 0 && before_.capital && gap(before_, t) == " " && !has(starters_, before_);
    }

    // "called Darren", "by the name of Quick"
    bool introduced(const Token& t) const { return has(naming_, before_) && gap(before_, t) == " "; }

    // "Ewan Rees, who has", "Ewan Rees, 22,", "Ewan Rees (22)": what is told of people, behind two words in capitals.
    bool described(const Token& t, const Token& following) const {
        if (!before_.capital || gap(before_, t) != " " || has(starters_ | organisations_ | holders_, before_))
            return false;
        const auto behind = text_.substr(t.span.end, 6);
        const bool who = gap(t, following) == ", " && has(describing_, following);
        const bool age = behind.size() == 6 && (behind.starts_with(", ") || behind.starts_with(" (")) &&
                         is_digit(behind[2]) && is_digit(behind[3]) && (behind[4] == ',' || behind[4] == ')');
        return who || age;
    }

    std::size_t take_named(const Token& title, const Token& name, PersonBy by) {
        Token last = name, following;
        for (int n = 0; n < 3 && next(last.span.end, following); ++n) {
            const auto between = gap(last, following);
            if (!cased(following) || (between != " " && between != ". ")) break;
            if (between == ". " && last.span.size() > 1) break;
            last = following;
        }
        add({title.span.begin, last.span.end}, by);
        return last.span.end;
    }

    std::size_t lone(const Token& t) {
        if (has(pronouns_, t))
            add(t.span, PersonBy::pronoun);
        else if (PersonBy by = PersonBy::relation; !t.capitals && has(nouns_, t) && determined(t, by))
            add(t.span, by);
        else if (t.capital && has(labels_, t) && (labels(t) || heads_a_name(t)))
            add(t.span, PersonBy::label);
        else if (heads_a_house(t) || is_somebodys(t))
            add(t.span, PersonBy::name);
        return 0;
    }

    // "2) Specimen, 12 Church Walk, two children": an entry of a list begins with whose house it is.
    bool heads_a_house(const Token& t) const {
        if (!t.capital || t.span.size() < 3 || has(starters_ | organisations_ | holders_ | months_, t)) return false;
        if (text_.substr(t.span.end, 2) != ", " || t.span.end + 2 >= text_.size() || !is_digit(text_[t.span.end + 2]))
            return false;
        constexpr std::size_t longest_number = 6;
        std::size_t from = t.span.begin;
        while (from > 0 && t.span.begin - from < longest_number && text_[from - 1] != '\n') --from;
        if (from > 0 && text_[from - 1] != '\n') return false;
        const auto number = text_.substr(from, t.span.begin - from);
        if (number.find_first_not_of(" >*-.)0123456789") != std::string_view::npos) return false;
        return has_house(text_.substr(t.span.end + 2, 40), lists_);
    }

    // "Keeleys slip": in haste the mark of whose it is goes missing.
    bool is_somebodys(const Token& t) const {
        if (!t.capital || t.span.size() < 5 || text_[t.span.end - 1] != 's' || t.lists.any()) return false;
        if (t.span.end + 1 >= text_.size() || text_[t.span.end] != ' ' || !is_lower(text_[t.span.end + 1])) return false;
        const auto stem = lists_of(text_.substr(t.span.begin, t.span.size() - 1));
        return (stem & forenames_).any() && (stem & ambiguous_).none();
    }

    // "Employee   J Specimen", "Tenant<tab>Jane Specimen": the cell behind the label is a person's name.
    bool heads_a_name(const Token& t) const {
        std::size_t at = t.span.end;
        while (at < text_.size() && at - t.span.end < 40 && (text_[at] == ' ' || text_[at] == '\t')) ++at;
        const auto gap = text_.substr(t.span.end, at - t.span.end);
        if (gap.find('\t') == std::string_view::npos && gap.size() < 2) return false;
        auto cell = text_.substr(at, 60);
        cell = cell.substr(0, std::min(cell.find_first_of("\t\n,"), cell.find("  ")));
        return is_person_name(cell, lists_);
    }

    // My daughter, the tenant: a certain one, not "a child" or "residents".
    bool determined(const Token& t, PersonBy& by) const {
        const std::size_t reach = std::min<std::size_t>(t.span.begin, 40);
        std::string_view before = text_.substr(t.span.begin - reach, reach);
        for (int n = 0; n < 3; ++n) {
            while (!before.empty() && before.back() == ' ') before.remove_suffix(1);
            std::size_t at = before.size();
            while (at > 0 && (is_letter(before[at - 1]) || before[at - 1] == '-')) --at;
            const auto w = before.substr(at);
            if (w.empty()) return false;
            if ((lists_of(w) & determiners_).any()) {
                by = ascii_iequal(w, "the") || ascii_iequal(w, "that") || ascii_iequal(w, "this") ? PersonBy::the_one
                                                                                                  : PersonBy::relation;
                return true;
            }
            before = before.substr(0, at);
        }
        return false;
    }

    // "Employee: Specimen" - the label makes the capitalised word behind it a name.
    bool labels(const Token& t) const {
        std::size_t at = t.span.end;
        std::size_t marks = 0;  // "Name: Jane", "Name ...... Jane"
        while (at < text_.size() && at - t.span.end < 60 &&
               (text_[at] == ':' || text_[at] == '.' || text_[at] == ' ' || text_[at] == '_'))
            marks += text_[at++] == ' ' ? 0u : 1u;
        if (marks == 0 || (marks == 1 && text_[t.span.end] == '.')) return false;
        return at + 1 < text_.size() && is_upper(text_[at]) && is_letter(text_[at + 1]);
    }

    std::string_view text_;
    const Lists& lists_;
    Lists::Set forenames_, ambiguous_, honorifics_, holders_, nouns_, organisations_, parts_, pronouns_, determiners_,
        labels_, verbs_, behind_nouns_, starters_, months_, naming_, describing_;
    const std::span<const Span>* words_;
    std::size_t next_word_ = 0;  // the first that ends behind the place looked at
    std::vector<Mention> mentions_;
    Token before_;  // the word before the one that is looked at
};

}  // namespace

Persons::Persons(std::string_view text, const Lists& lists, const std::span<const Span>* words, Private)
    : mentions_(Reader(text, lists, words).run()) {}

bool Persons::in(Span stretch, PersonBy& by, bool holders) const {
    auto at = std::lower_bound(mentions_.begin(), mentions_.end(), stretch.begin,
                               [](const Mention& m, std::size_t where) { return m.span.begin < where; });
    bool found = false;
    for (; at != mentions_.end() && at->span.begin < stretch.end; ++at) {
        if (at->by == PersonBy::role_holder && !holders) continue;
        const PersonBy as = at->by == PersonBy::role_holder ? PersonBy::name : at->by;
        if (!found || as < by) by = as;
        found = true;
        if (by <= PersonBy::name) break;
    }
    return found;
}

bool is_person_name(std::string_view cell, const Lists& lists) {
    const bool letter_first = !cell.empty() && is_letter(cell.front());  // most cells of a sheet are figures
    return letter_first && cell.size() <= 60 && Reader(cell, lists).is_name();
}

}  // namespace beadle::inspect

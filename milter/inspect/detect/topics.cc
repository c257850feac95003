#include "inspect/detect/topics.h"

#include <algorithm>

#include "base/text.h"
#include "inspect/detect/figures.h"
#include "inspect/detect/halves.h"
#include "inspect/detect/addresses.h"
#include "inspect/detect/people_reach.h"
#include "inspect/detect/persons.h"
#include "inspect/detect/sentences.h"

namespace beadle::inspect {

namespace {

constexpr std::size_t head_of_paper = 100;
constexpr int told_in_full = 8;
constexpr std::size_t most_of_a_note = 900;
constexpr std::size_t head_of_form = 300, most_of_a_form = 20'000;

// Of phrases that begin together the longest comes first and hides the others: "safeguarding concern".
void longest_first(std::vector<WordHit>& hits) {
    std::stable_sort(hits.begin(), hits.end(), [](const WordHit& a, const WordHit& b) {
        return a.span.begin != b.span.begin ? a.span.begin < b.span.begin : a.span.end > b.span.end;
    });
}

}  // namespace

class TopicSearch {
  public:
    TopicSearch(const Topics& topics, std::string_view text, bool table, std::string_view names, const Lists& lists)
        : topics_(topics), text_(text), table_(table), names_(names), lists_(lists) {}

    std::vector<TopicHit> run(bool& whole) {
        hits_ = topics_.phrases_->find(text_, &whole);
        longest_first(hits_);
        tallies_.resize(topics_.topics_.size());
        if (!speaks()) return {};
        std::vector<Span> words;
        for (const WordHit& h : hits_) words.push_back(h.span);
        const auto persons = Persons::with_subjects(text_, lists_, words);
        persons_ = &persons;
        PersonBy head = PersonBy::pronoun;
        about_one_ = text_.size() <= most_of_a_form && persons_->in({0, std::min(text_.size(), head_of_form)}, head) &&
                     head == PersonBy::label;
        std::size_t next = 0;
        Span earlier, last;  // the two sentences before
        for (const Span& s : sentences(text_, table_)) {
            const std::size_t first = next;
            while (next < hits_.size() && hits_[next].span.begin < s.end) ++next;
            if (next > first) one(s, before(earlier, last), first, next);
            earlier = last;
            last = s;
        }
        constructions();
        paper();
        return results();
    }

  private:
    struct Tally {
        int points = 0;
        bool strong = false;
        std::vector<std::string> words;  // distinct, that counted
        std::vector<std::string> loose;  // strong words without a person
        std::vector<std::string> met;    // words that count together, at most a few
        bool title = false, general = false;
        bool spoken_against = false;     // somewhere in the text
        std::size_t weak_from = 0;  // of the first that counted
        std::size_t end = 0;  // of the last phrase that was looked at
        PersonBy by = PersonBy::pronoun;
    };

    const Topic& topic(std::uint32_t i) const { return topics_.topics_[i]; }

    bool speaks() const {
        return std::any_of(hits_.begin(), hits_.end(), [this](const WordHit& h) {
            const auto& uses = topics_.uses_[h.word];
            return std::any_of(uses.begin(), uses.end(), [](const Topics::Use& u) {
                return (u.role & (Topics::strong | Topics::weak | Topics::linked | Topics::title | Topics::half)) != 0;
            });
        });
    }

    bool counts(const WordHit& h, const Topics::Use& u) const {
        if (!u.exact) return true;
        const auto written = text_.substr(h.span.begin, h.span.size());
        return std::none_of(written.begin(), written.end(), is_lower);
    }

    // In a table: only of the same row.
    Span before(Span earlier, Span last) const {
        if (!table_) return form_of(earlier, last);
        return last.size() > 0 && text_[last.end - 1] != '\n' ? last : Span{};
    }

    // The name can stand in the sentence before, or in the lines before when they are as short as a form's.
    static Span form_of(Span earlier, Span last) {
        constexpr std::size_t short_line = 60;
        return last.size() < short_line ? Span{earlier.begin, last.end} : last;
    }

    void one(Span s, Span before_it, std::size_t first, std::size_t last) {
        std::vector<bool> out(tallies_.size(), false);
        for (std::size_t i = first; i < last; ++i)
            for (const auto& u : topics_.uses_[hits_[i].word])
                if (u.role == Topics::against && counts(hits_[i], u))
                    out[u.topic] = tallies_[u.topic].spoken_against = true;
        PersonBy by = PersonBy::pronoun;
        bool person = persons_->in(s, by);
        for (std::size_t i = first; i < last; ++i)
            for (const auto& u : topics_.uses_[hits_[i].word])
                person = person || u.role == Topics::linked ||
                         (u.role == Topics::strong && of_the_writer(hits_[i].span.begin));
        if (!person && about_one_) {
            person = true;
            by = PersonBy::label;
        }
        PersonBy near = PersonBy::pronoun;
        if (!person && persons_->in(before_it, near) && near <= PersonBy::name) {
            person = true;
            by = near;
        }
        for (std::size_t i = first; i < last; ++i)
            for (const auto& u : topics_.uses_[hits_[i].word]) {
                if ((u.role & Topics::half) != 0 || !counts(hits_[i], u)) continue;
                Tally& t = tallies_[u.topic];
                const bool inside = hits_[i].span.begin < t.end;  // "template" of "fingerprint template"
                if (u.role == Topics::general && hits_[i].span.begin < head_of_paper && !inside) t.general = true;
                if (out[u.topic] || !beside_what_it_needs(u.topic, s)) continue;
                PersonBy holder = PersonBy::pronoun;
                if (!person && topic(u.topic).holders && persons_->in(s, holder, true))
                    take(hits_[i], u, true, holder);
                else
                    take(hits_[i], u, person, by);
            }
    }

    // Words that count together stand in one breath, which is not always one sentence.
    void constructions() {
        Halves halves(topics_.constructions_.size());
        for (const WordHit& h : hits_)
            for (const auto& u : topics_.uses_[h.word]) {
                if ((u.role & Topics::half) == 0 || !counts(h, u)) continue;
                const auto& c = topics_.constructions_[u.topic];
                const Half here{h.span, h.word, u.topic, (u.role & Topics::second) != 0};
                if (const Half* other = halves.meet(here, c.within, c.alike)) together(c.topic, *other, here);
            }
    }

    void together(std::uint32_t topic, const Half& a, const Half& b) {
        constexpr std::size_t most = 6;
        Tally& t = tallies_[topic];
        if (t.met.size() >= most) return;
        const std::string said = topics_.phrases_->phrase(a.word) + " ... " + topics_.phrases_->phrase(b.word);
        if (std::find(t.met.begin(), t.met.end(), said) != t.met.end()) return;
        const Span around = breath({a.span.begin, b.span.end});
        PersonBy by = about_one_ ? PersonBy::label : PersonBy::pronoun;
        const bool person = about_one_ || persons_->in(around, by, this->topic(topic).holders) ||
                            this->topic(topic).impersonal;
        if (!person || speaks_against(topic, around) || !beside_what_it_needs(topic, around)) return;
        t.by = std::min(t.by, by);
        t.points += 3;
        t.met.push_back(said);
        t.words.push_back(said);
    }

    // What is said around: a line or two either side, in the same paragraph.
    Span breath(Span of) const {
        constexpr std::size_t reach = 120;
        const std::size_t from = of.begin - std::min(of.begin, reach), to = std::min(text_.size(), of.end + reach);
        const auto before = text_.substr(from, of.begin - from).rfind("\n\n");
        const auto after = text_.substr(of.end, to - of.end).find("\n\n");
        return {before == std::string_view::npos ? from : from + before,
                after == std::string_view::npos ? to : of.end + after};
    }

    bool speaks_against(std::uint32_t topic, Span where) const {
        auto at = std::lower_bound(hits_.begin(), hits_.end(), where.begin,
                                   [](const WordHit& h, std::size_t place) { return h.span.begin < place; });
        for (; at != hits_.end() && at->span.begin < where.end; ++at)
            for (const auto& u : topics_.uses_[at->word])
                if (u.role == Topics::against && u.topic == topic && counts(*at, u)) return true;
        return false;
    }

    // "My depression", "I have just been diagnosed": the writer speaks of themselves right before the word.
    bool of_the_writer(std::size_t at) const {
        for (int n = 0; n < 7; ++n) {
            while (at > 0 && text_[at - 1] == ' ') --at;
            const std::size_t end = at;
            while (at > 0 && (is_alnum(text_[at - 1]) || text_[at - 1] == '\'')) --at;
            const auto in = lists_.lists_of(ascii_lower(text_.substr(at, std::min<std::size_t>(end - at, 20))));
            if ((in & own_).any()) return true;
            if ((in & between_).none()) return false;
        }
        return false;
    }

    // A sum, a way to reach somebody. Asked for each word, answered once a stretch: one sentence can be all of a long
    // text.
    bool beside_what_it_needs(std::uint32_t of, Span s) {
        if (!topic(of).amount && !topic(of).reach) return true;
        if (!(needs_of_ == s)) {
            const auto said = text_.substr(s.begin, s.size());
            needs_of_ = s;
            amount_ = has_amount(said);
            reach_ = said.find('@') != std::string_view::npos || has_telephone(said) || has_house(said, lists_) ||
                     has_postcode(said);
        }
        return (!topic(of).amount || amount_) && (!topic(of).reach || reach_);
    }

    void take(const WordHit& h, const Topics::Use& u, bool person, PersonBy by) {
        if (u.role == Topics::against || u.role == Topics::general) return;
        Tally& t = tallies_[u.topic];
        if (u.role == Topics::title && h.span.begin < head_of_paper) t.title = true;
        if (h.span.begin < t.end) return;
        t.end = h.span.end;
        const std::string& phrase = topics_.phrases_->phrase(h.word);
        if (std::find(t.words.begin(), t.words.end(), phrase) != t.words.end()) return;
        if (!person && u.role != Topics::linked && !topic(u.topic).impersonal) {
            if (u.role != Topics::weak) t.loose.push_back(phrase);
            return;
        }
        // Weak words carry one another only where they stand together: a long paper holds some of any matter.
        const bool apart = !t.words.empty() && h.span.begin > t.weak_from + most_of_a_note;
        if (u.role == Topics::weak && !t.strong && t.points < 3 && apart) t.points = 0, t.words.clear();
        if (t.words.empty()) t.weak_from = h.span.begin;
        t.by = std::min(t.by, by);
        t.points += u.role == Topics::weak ? 1 : 2;
        t.strong = t.strong || u.role != Topics::weak;
        t.words.push_back(phrase);
    }

    // What the file's name, the sheet's or the subject says of the whole paper.
    void paper() {
        auto said = topics_.phrases_->find(names_);
        longest_first(said);
        for (Tally& t : tallies_) t.end = 0;
        for (const WordHit& h : said)
            for (const auto& u : topics_.uses_[h.word]) {
                if ((u.role & Topics::half) != 0) continue;
                Tally& t = tallies_[u.topic];
                const bool inside = h.span.begin < t.end;  // "procedure" of "under the disciplinary procedure"
                if (u.role == Topics::weak || u.role == Topics::strong) t.end = std::max(t.end, h.span.end);
                if (u.role == Topics::general && !inside) t.general = true;
                if (u.role == Topics::title) t.title = true;
                const std::string& phrase = topics_.phrases_->phrase(h.word);
                const bool counted = std::find(t.words.begin(), t.words.end(), phrase) != t.words.end();
                if (u.role == Topics::strong && !counted) t.loose.push_back(phrase);
            }
        PersonBy by = PersonBy::pronoun;
        named_ = persons_->in({0, text_.size()}, by) && by <= PersonBy::name;
        about_somebody_ = text_.size() <= most_of_a_note && speaks_of_somebody();
    }

    // A short note that comes back to somebody: a name or "my mother", then he or she.
    bool speaks_of_somebody() const {
        std::size_t who = 0, again = 0;
        for (const Mention& m : persons_->mentions()) {
            again += m.by == PersonBy::pronoun ? 1u : 0u;
            who += m.by == PersonBy::role_holder ? 0u : 1u;
        }
        return again >= 1 && who >= 3;
    }

    std::vector<TopicHit> results() {
        std::vector<TopicHit> out;
        for (std::uint32_t i = 0; i < tallies_.size(); ++i) {
            const Tally& t = tallies_[i];
            const bool titled = t.title && named_ && (!t.words.empty() || !t.loose.empty());
            const bool note = about_somebody_ && !t.spoken_against && !t.general;
            const bool enough = (t.strong && t.points >= 2) || t.points >= (note && t.by <= PersonBy::name ? 2 : 3);
            Level level = t.strong && t.points >= 4 && t.words.size() >= 2            ? Level::high
                          : enough                                                    ? Level::medium
                          : t.points >= 1 && !topic(i).impersonal && !topic(i).amount ? Level::low
                                                                                      : Level::none;
            if (titled) level = std::max(level, t.words.empty() ? Level::medium : Level::high);
            // Loose words beside one that counts: the same matter, told in more sentences.
            if (level == Level::medium && !t.words.empty() && t.loose.size() >= 2) level = Level::high;
            // A capitalised word that does something may be a body: not enough to stop a paper that does not say much more.
            const bool little = t.points < told_in_full;
            if (!topic(i).impersonal && !titled && little && t.by == PersonBy::subject) level = std::min(level, Level::medium);
            const bool nobody = !topic(i).impersonal && t.by > PersonBy::relation;  // in a general paper "it" is all
            const bool told_at_length = (t.strong || !t.met.empty()) && t.points >= told_in_full && t.by <= PersonBy::name;  // "Re: your vacancy"
            if (level != Level::none && t.general && !(told_at_length && level == Level::medium))
                level = static_cast<Level>(static_cast<int>(level) - 1);
            if (level > Level::low && t.general && nobody) level = Level::low;
            level = std::min(level, topic(i).most);
            if (level != Level::none && level < topic(i).least) continue;
            if (level == Level::none && (t.loose.empty() || t.general)) continue;
            out.push_back({i, level, t.words.empty() ? t.loose : t.words, evidence(t, topic(i).impersonal)});
        }
        return out;
    }

    static std::string evidence(const Tally& t, bool impersonal) {
        std::string out = "says ";
        const auto& words = t.words.empty() ? t.loose : t.words;
        for (std::size_t i = 0; i < words.size() && i < 3; ++i) out += (i > 0 ? ", \"" : "\"") + words[i] + "\"";
        if (!impersonal)
            out += t.by <= PersonBy::name       ? " of a named person"
                   : t.by <= PersonBy::the_one  ? " of a person"
                                                : " of somebody";
        if (t.general) out += "; but in a paper of general interest";
        return out;
    }

    const Topics& topics_;
    std::string_view text_;
    bool table_;
    std::string_view names_;
    const Lists& lists_;
    const Persons* persons_ = nullptr;
    std::vector<WordHit> hits_;
    std::vector<Tally> tallies_;
    bool named_ = false, about_somebody_ = false;
    Span needs_of_;
    bool amount_ = false, reach_ = false;
    Lists::Set own_ = lists_.only("of-the-writer"), between_ = lists_.only("between-writer-and-word");
    bool about_one_ = false;  // a form with a person's name behind its label at the head
};

std::vector<TopicHit> Topics::find(std::string_view text, bool table, std::string_view names, const Lists& lists,
                                   bool& whole) const {
    return TopicSearch(*this, text, table, names, lists).run(whole);
}

}  // namespace beadle::inspect

// topics.h — what is known about a person by words: health, an offence, a grievance, a child at risk. A word counts
// where somebody is spoken of in the same breath; two different ones make it sure.
//
// Takes    the [[topic]] entries of signatures/words/*.toml; then normalised text of a segment.
// Gives    at most one hit for each topic and segment, with its level and the words that carried it.
// Bounds   Phrases::most_hits a segment; `whole` false when the text was not looked at to its end.
// Fails    load: every error of every file in the diagnostics.
// Runs in  beadle-inspect loads before the fork; workers search (const). Never throws but std::bad_alloc.
// Source   UK GDPR articles 9 and 10; Local Government Act 1972 schedule 12A; reference on sensitive data,
// sections 4.5, 6, 7.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "inspect/detect/pattern.h"
#include "inspect/detect/phrases.h"

namespace beadle::inspect {

// Words that say nothing each by itself and much together: "her heart" and "is failing".
struct Together {
    std::vector<std::string> first;
    std::vector<std::string> second;  // empty: different words of the first
    int least = 2;                    // of those so many, 2 or 3
    std::size_t within = 60;          // octets between them
};

struct Topic {
    std::string id, name, reason, source, since;
    FindingKind kind = FindingKind::special_category;
    std::vector<std::string> strong;   // with a person: medium; two different: high
    std::vector<std::string> weak;     // two count as one strong
    std::vector<std::string> linked;   // speak of a person by themselves: "i was diagnosed"
    std::vector<std::string> titles;   // of a paper about one person: high with a name anywhere in it
    std::vector<std::string> against;  // in the same sentence: the words count for nothing
    std::vector<std::string> general;  // at the head or in the name of a paper: one level less
    std::vector<Together> together;    // count as three weak words where somebody is spoken of near both
    bool amount = false;               // counts only beside a sum of money
    bool impersonal = false;           // needs no person: a tender, counsel's opinion
    bool holders = false;              // councillors by name are persons: a complaint about one
    bool reach = false;                // counts only beside a telephone, a mail address or a house
    Level most = Level::high, least = Level::low;
    std::vector<Sample> must, must_not;
    std::string file;
    Position at;
};

struct TopicHit {
    std::uint32_t topic = 0;
    Level level = Level::none;
    std::vector<std::string>
        words;  // the phrases; with level none they are strong ones that speak of nobody in the text
    std::string evidence;
};

class Topics {
  public:
    static std::unique_ptr<Topics> load(std::vector<Topic> topics, std::string& problem);
    // names: file and sheet names and the subject, where a paper says what it is.
    std::vector<TopicHit> find(std::string_view text, bool table, std::string_view names, const Lists& lists,
                               bool& whole) const;
    const std::vector<Topic>& topics() const { return topics_; }

  private:
    enum Role : std::uint8_t {
        strong = 1,
        weak = 2,
        linked = 4,
        title = 8,
        against = 16,
        general = 32,
        half = 64,
        second = 128
    };
    struct Use {
        std::uint32_t topic = 0;  // of a half: the construction
        std::uint8_t role = 0;
        bool exact = false;  // written in capitals in the list: SEND is not "send"
    };
    friend class TopicSearch;
    std::vector<Topic> topics_;
    std::unique_ptr<Phrases> phrases_;
    std::vector<std::vector<Use>> uses_;  // by phrase
    struct Construction {
        std::uint32_t topic = 0;
        std::size_t within = 0;
        int alike = 0;  // so many different words of one list; 0 = one of either
    };
    std::vector<Construction> constructions_;
};

}  // namespace beadle::inspect

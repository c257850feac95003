// look_alike.h — does a domain imitate one that the council knows?
//
// Takes    a domain as folded by mail/address.h, and the known ones: the council's own, its partners', members' own.
// Gives    which it imitates, how, and how sure; nothing for the known ones, for what lies below them, and for
// neighbours.
//          A place's name alone is nobody's ("towcester-museum.example"); with a council's word beside it, it is the
//          council's. Under suffixes whose names are given out with care (gov.uk) only misspellings that no registrar
//          gives count.
// Bounds   known domains x length squared of labels of at most 63 letters. Never throws but std::bad_alloc.
// Runs in  session, cli.
// Source   UTS 39 (skeletons); the public suffix list; RFC 5890.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "mail/finding.h"
#include "people/threat_words.h"

namespace beadle::people {

struct KnownDomain {
    std::string domain;
    bool council = false;
    bool famous = false;  // known to everybody, and to its namesakes: only plain forgeries of it count
};

struct Likeness {
    std::string known;  // the domain it imitates
    std::string how;    // "other ending", "two letters changed places"
    Confidence confidence = Confidence::low;
};

class LookAlikes {
  public:
    LookAlikes() = default;
    LookAlikes(const std::vector<KnownDomain>& known, ThreatWords words);
    const ThreatWords& words() const { return words_; }
    // Words that name the council itself: its place's name with a council's word beside it.
    bool names_council(std::string_view words) const;
    std::optional<Likeness> judge(std::string_view domain) const;
    bool is_known(std::string_view domain) const;  // one of them, or below one

    struct Known {
        std::string domain, suffix, label, core, skeleton, dashed;
        bool council = false, famous = false, named_as_council = false;
    };

  private:
    struct Given;
    std::optional<Likeness> whole_name(const Known& known, const Given& given) const;
    std::optional<Likeness> neighbour(const Known& known, const Given& given) const;
    std::optional<Likeness> added_words(const Known& known, const Given& given) const;
    std::optional<Likeness> misspelt(const Known& known, const Given& given) const;
    std::vector<Known> known_;
    ThreatWords words_;
};

}  // namespace beadle::people

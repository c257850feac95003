// conduct.h — tone, other people's works, unapproved ways of sharing, and footage of cameras.
//
// Takes    the lists of signatures/words/language.toml and sharing.toml; then a Reading, its own texts and the entities
// of its message. Gives    offensive-language: the writer's own words in bodies, low (mild), medium (insults, strong
// words), high (slurs,
//          threats, two different strong words), a degree less within quotation marks;
//          medium too with letters hidden, drawn as figures or set apart ("f**k", "b0llocks", "f u c k").
//          file-sharing-link: medium, a link with a path to a host that is listed. copyright-media: audio, video,
//          e-books, disc images by content, torrent files, magnet and torrent links; low, since the council's own
//          recordings look alike. cctv-footage: low, any video or export of a recorder; the evidence says which.
// Bounds   Phrases::most_hits a body; 64 KiB of links' text at a time; linear. One finding a kind and place.
// Fails    load: problem says which list Hyperscan refuses.
// Runs in  inspect workers; loads before the fork. Never throws but std::bad_alloc.
// Source   controls T4 B3 T8 B7, T4 T7 B6, T11.2, T14.
#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "inspect/detect/own_words.h"
#include "inspect/detect/pattern.h"
#include "inspect/detect/phrases.h"

namespace beadle::inspect {

class Conduct {
  public:
    static std::unique_ptr<Conduct> load(const Lists& lists, std::string& problem);
    void look(const Reading& reading, const std::vector<OwnText>& own, const std::vector<Entity>& entities, const Lists& lists,
              Budget& budget, std::vector<Finding>& out) const;

  private:
    enum class Tone : std::uint8_t { innocent, mild, insult, strong, slur, threat };
    struct Heard {
        Confidence level = Confidence::low;
        std::string word;
        Tone tone = Tone::mild;
    };
    std::vector<Heard> heard_in(std::string_view own, const Lists& lists) const;
    // Strong words with letters hidden, drawn or set apart, by the list's spelling.
    static std::vector<std::pair<std::string, Span>> disguised_in(std::string_view own, const Lists& lists);
    void tone(const Reading& reading, const std::vector<OwnText>& own, const Lists& lists, std::vector<Finding>& out) const;

    std::unique_ptr<Phrases> phrases_;
    std::vector<Tone> tones_;  // by phrase
};

// The host of each link with a path in the text, lower case, "torrent:" for a link to a torrent file and "magnet:" for
// a magnet link.
std::vector<std::string> link_hosts(std::string_view text);

}  // namespace beadle::inspect

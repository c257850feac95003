// phrases.h — many words and phrases found in a text in one pass.
//
// Takes    phrases in lower case; a blank in a phrase also stands for a dash, dot, underscore, line end or nothing
//          ("sort code" is SortCode, sort-code); a star at the end stands for the rest of the word. Then normalised
//          text.
// Gives    every place where a phrase stands as whole words, in order.
//          One pass of Hyperscan over the longest word of each; the words before and after it are then compared.
// Bounds   most_hits a text: beyond that the later ones are not seen, and `whole` says so.
// Runs in  inspect workers; loads before the fork. Never throws but std::bad_alloc.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "inspect/detect/expression.h"
#include "inspect/detect/prefilter.h"

namespace beadle::inspect {

struct WordHit {
    std::uint32_t word = 0;  // index of the phrase
    Span span;
};

class Phrases {
  public:
    static constexpr std::size_t most_hits = 1'000'000;

    // Null only when Hyperscan refuses a phrase; `problem` says which.
    static std::unique_ptr<Phrases> load(const std::vector<std::string>& phrases, std::string& problem);
    std::vector<WordHit> find(std::string_view text, bool* whole = nullptr) const;
    const std::string& phrase(std::uint32_t word) const { return phrases_[word]; }  // without the star
    std::size_t size() const { return phrases_.size(); }
    Prefilter* prefilter() { return prefilter_.get(); }

  private:
    struct Phrase {
        std::vector<std::string> words;
        std::size_t anchor = 0;  // the word that is searched for
        bool open = false;       // ended in a star
    };
    bool stands(const Phrase& phrase, std::string_view text, const Report& anchor, Span& span) const;

    std::vector<std::string> phrases_;
    std::vector<Phrase> parts_;
    std::vector<std::vector<std::uint32_t>> anchored_;  // phrases by literal
    std::unique_ptr<Prefilter> prefilter_;
};

}  // namespace beadle::inspect

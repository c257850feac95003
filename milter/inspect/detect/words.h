// words.h — context words of all patterns, found in a text in one pass, and what each is to each pattern.
//
// Takes    the word lists of the patterns; then normalised text. What a phrase matches: phrases.h.
// Bounds   Phrases::most_hits a text; `whole` false when it was reached or Hyperscan failed: what vouches may be
// missing then. Runs in  inspect workers; loads before the fork. Never throws but std::bad_alloc.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "inspect/detect/pattern.h"
#include "inspect/detect/phrases.h"

namespace beadle::inspect {

class Words {
  public:
    enum Role : std::uint8_t { near = 1, header = 2, rival = 4, against = 8, trade = 16 };

    // Null only when Hyperscan refuses a phrase; `problem` says which.
    static std::unique_ptr<Words> load(const std::vector<Pattern>& patterns, std::string& problem);
    std::vector<WordHit> find(std::string_view text, bool* whole = nullptr) const {
        return phrases_->find(text, whole);
    }
    Phrases& phrases() { return *phrases_; }
    // What the word is to the pattern, Role bits.
    std::uint8_t role(std::size_t pattern, std::uint32_t word) const {
        return roles_[word * patterns_ + pattern];
    }
    const std::string& phrase(std::uint32_t word) const { return phrases_->phrase(word); }

  private:
    std::unique_ptr<Phrases> phrases_;
    std::size_t patterns_ = 0;
    std::vector<std::uint8_t> roles_;  // word by word, since one that stands is asked for every pattern
};

}  // namespace beadle::inspect

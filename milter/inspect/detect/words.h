// words.h — context words found in a text, all patterns' words in one pass.
//
// Takes    phrases in lower case; a blank in a phrase also stands for a dash, dot, underscore, line end or nothing
// ("sort
//          code" is SortCode, sort-code); a star at the end stands for the rest of the word. Then normalised text.
// Gives    every place where a phrase stands as whole words, in order.
// Bounds   most_hits a text: beyond that the later ones are not seen (they could only have vouched or spoken against).
// Runs in  inspect workers; loads before the fork. Never throws but std::bad_alloc.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "inspect/detect/expression.h"
#include "inspect/detect/pattern.h"
#include "inspect/detect/prefilter.h"

namespace beadle::inspect {

struct WordHit {
    std::uint32_t word = 0;
    Span span;
};

class Words {
  public:
    static constexpr std::size_t most_hits = 200'000;
    enum Role : std::uint8_t { near = 1, header = 2, rival = 4, against = 8 };

    // Null only when Hyperscan refuses a phrase; `problem` says which.
    static std::unique_ptr<Words> load(const std::vector<Pattern>& patterns, std::string& problem);
    std::vector<WordHit> find(std::string_view text) const;
    // What the word is to the pattern, Role bits.
    std::uint8_t role(std::size_t pattern, std::uint32_t word) const {
        return roles_[pattern * phrases_.size() + word];
    }
    const std::string& phrase(std::uint32_t word) const { return phrases_[word]; }

  private:
    std::vector<std::string> phrases_;  // without the star
    std::vector<bool> open_;            // ended in a star
    std::vector<std::uint8_t> roles_;
    std::unique_ptr<Prefilter> prefilter_;
};

}  // namespace beadle::inspect

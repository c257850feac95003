// word_set.h — which of a few fixed words a text holds, in one pass: a search for each of sixty costs more than to read
// the text.
//
// Takes    at most 64 words of two octets or more ("" = never found), and a text. Hostile.
// Gives    found_in(): bit n for word n.
// Bounds   one look at a table for each octet, and a comparison with every word that begins with the same two.
// Runs in  inspect worker. Never throws but std::bad_alloc.
#pragma once

#include <cstdint>
#include <string_view>
#include <utility>
#include <vector>

namespace beadle::inspect {

class WordSet {
  public:
    explicit WordSet(std::vector<std::string_view> words) : words_(std::move(words)), starts_(65536) {
        for (std::size_t i = 0; i < words_.size(); ++i)
            if (words_[i].size() >= 2) starts_[start(words_[i], 0)] |= std::uint64_t{1} << i;
    }
    std::uint64_t found_in(std::string_view text) const {
        std::uint64_t found = 0;
        for (std::size_t at = 0; at + 1 < text.size(); ++at) {
            const std::uint64_t begin = starts_[start(text, at)] & ~found;
            if (begin == 0) continue;
            for (std::size_t i = 0; i < words_.size(); ++i)
                if ((begin >> i & 1) != 0 && text.substr(at, words_[i].size()) == words_[i])
                    found |= std::uint64_t{1} << i;
        }
        return found;
    }

  private:
    static std::size_t start(std::string_view s, std::size_t at) {
        return static_cast<unsigned char>(s[at]) * std::size_t{256} + static_cast<unsigned char>(s[at + 1]);
    }
    std::vector<std::string_view> words_;
    std::vector<std::uint64_t> starts_;
};

}  // namespace beadle::inspect

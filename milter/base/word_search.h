// word_search.h — a few words found in one pass over a text, capitals as small letters.
//
// Takes    words in lower case, of two octets or more (ASCII letters are folded, other octets must be equal); then any text.
// Gives    each place where one of them stands, in the order of the text, inside other words too; of several at one place each.
// Bounds   linear in the text times the words that begin with the same octet; 64 Ki words, each up to 64 KiB.
// Runs in  anywhere; const after it is made. Never throws but std::bad_alloc.
#pragma once

#include <array>
#include <bitset>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace beadle {

class WordSearch {
  public:
    template <class Words>
    explicit WordSearch(const Words& words) {
        for (const std::string_view w : words) add(w);
    }

    // found(word, begin, end): true ends the search, and is then the answer.
    template <class Found>
    bool each(std::string_view text, Found found) const {
        for (std::size_t i = 0; i + 1 < text.size(); ++i) {
            if (!pairs_[pair(text[i], text[i + 1])]) continue;
            for (const std::uint16_t w : by_first_[folded(text[i])]) {
                const std::string& word = words_[w];
                if (stands(text.substr(i), word) && found(std::size_t{w}, i, i + word.size())) return true;
            }
        }
        return false;
    }
    bool any(std::string_view text) const {
        return each(text, [](std::size_t, std::size_t, std::size_t) { return true; });
    }

  private:
    static constexpr std::size_t pairs = 4096;
    static constexpr unsigned char folded(char c) {
        return static_cast<unsigned char>(c >= 'A' && c <= 'Z' ? c + 32 : c);
    }
    static constexpr std::size_t pair(char a, char b) { return (folded(a) * 61u + folded(b)) % pairs; }
    static bool stands(std::string_view text, std::string_view word) {
        if (text.size() < word.size()) return false;
        for (std::size_t i = 0; i < word.size(); ++i)
            if (folded(text[i]) != static_cast<unsigned char>(word[i])) return false;
        return true;
    }
    void add(std::string_view word) {
        if (word.size() < 2 || words_.size() > 0xFFFF) return;
        by_first_[static_cast<unsigned char>(word[0])].push_back(static_cast<std::uint16_t>(words_.size()));
        pairs_[pair(word[0], word[1])] = true;
        words_.emplace_back(word);
    }

    std::vector<std::string> words_;
    std::array<std::vector<std::uint16_t>, 256> by_first_;
    std::bitset<pairs> pairs_;
};

}  // namespace beadle

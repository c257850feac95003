// pattern.h — one entry of signatures/patterns/*.toml, read and checked, and what a validator says of a candidate.
//
// Runs in  inspect. Values; no function here throws but std::bad_alloc.
#pragma once

#include <bitset>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/diagnostic.h"
#include "base/strict_toml.h"
#include "base/word_search.h"
#include "inspect/detect/expression.h"
#include "inspect/text/reading.h"
#include "settings/bundle.h"

namespace beadle::inspect {

enum class Level : std::uint8_t { none, low, medium, high };
std::string_view name(Level level);

// How much the value itself proves. `invalid` = not one; `proven` is high whatever stands around it.
enum class Strength : std::uint8_t { invalid, weak, plain, structured, proven };

struct Lists {  // signatures/words/*.toml by id
    static constexpr std::size_t most = 256;  // the council's own among them
    using Set = std::bitset<most>;
    std::vector<std::string> ids;                 // at most `most`
    std::vector<std::vector<std::string>> words;  // lower case, sorted
    const std::vector<std::string>* find(std::string_view id) const;
    bool has(std::string_view id, std::string_view word) const;
    // One of the list's words stands in the text as a word, or as the plural that an s makes. Caseless; after index().
    bool says(std::string_view id, std::string_view text) const;

    // Every word of a text is asked for: one look-up tells all the lists that it stands in. After index(), which is
    // called when the lists are complete.
    void index();
    Set only(std::string_view id) const;        // empty = there is no such list
    Set lists_of(std::string_view word) const;  // word in lower case

  private:
    struct Hash {
        using is_transparent = void;
        std::size_t operator()(std::string_view word) const { return std::hash<std::string_view>{}(word); }
    };
    std::optional<std::size_t> place_of(std::string_view id) const;
    std::unordered_map<std::string, std::size_t, Hash, std::equal_to<>> places_;  // of lists by id
    std::unordered_map<std::string, Set, Hash, std::equal_to<>> of_word_;
    std::vector<WordSearch> searches_;
};

struct Candidate {
    std::string_view text;  // normalised text of the segment
    Expression::Groups groups;
    SegmentKind kind = SegmentKind::body;
    bool cell = false;  // the candidate is a whole table cell below a header that named it
    const Lists* lists = nullptr;
    Span span() const { return groups[0]; }
    std::string_view matched() const { return text.substr(groups[0].begin, groups[0].size()); }
    std::string_view group(std::size_t i) const { return text.substr(groups[i].begin, groups[i].size()); }
};

struct Judged {
    Strength strength = Strength::invalid;
    Span span;                 // of the value
    std::string value;         // without separators: what makes two of them the same
    std::string_view proof;    // "checksum correct"; a constant
    Level most = Level::high;  // whatever vouches for it
    bool also = false;         // a second fact told by a value that is something else: stands beside that
};

using Validate = Judged (*)(const Candidate&);
struct Validator {
    std::string_view name;
    Validate judge;
    std::string_view help;
};
const std::vector<Validator>& validator_table();
const Validator* find_validator(std::string_view name);

struct Levels {  // by strength: weak, plain, structured
    Level weak = Level::none, plain = Level::none, structured = Level::none;
    Level of(Strength s) const;
};

struct Sample {
    std::string text;
    SegmentKind kind = SegmentKind::body;
    bool exact = false;
    Level level = Level::none;
    Position at;
};

struct Pattern {
    std::string id, name, source, since, reason;
    FindingKind kind = FindingKind::credential;
    std::string regex;
    const Validator* validator = nullptr;
    bool column = false;  // the expression is for a header cell; the validator gets each cell below it
    std::string part;     // never a finding by itself: the half of a pair that `pair` names
    std::string pair;     // the part that must stand near; the finding is of both
    std::size_t within = 60;
    std::size_t before = 100, after = 50;
    std::uint32_t many = 3;     // so many different medium ones in a message are high
    bool column_check = false;  // three valid values in one column, nearly all of it, vouch for each other
    std::uint32_t where = ~0u;  // bit per SegmentKind
    std::vector<std::string> near, headers, rivals, against;
    std::vector<std::string> trade;  // two of them in the paper: an organisation's own, one level less where `against`
    Levels alone, vouched;
    Level with_person =
        Level::none;  // a hit of at least medium, or low and vouched for, is this where a person is named near
    std::vector<Sample> must, must_not;
    std::string file;
    Position regex_at;
};

struct Signatures {
    std::vector<Pattern> patterns;
    Lists lists;
};
// All pattern and word files of the bundle; every error of every file is in the diagnostics.
struct Topic;
Signatures read_signatures(const Bundle& bundle, Diagnostics& diagnostics, std::vector<Topic>& topics);

// Steps that patterns and topics share.
std::vector<PlacedText> read_words(StrictTable& table, std::string_view key,
                                   const Lists& lists);  // "@list" = its words
std::vector<Sample> read_samples(StrictTable& table, std::string_view key);
Level read_level(StrictTable& table, std::string_view key, Level otherwise);
void read_topics(StrictTable root, const std::string& file, const Lists& lists, std::vector<Topic>& topics);

}  // namespace beadle::inspect

// surroundings.h — what stands around a value: words that vouch for it, rival labels, words against it, the header of
// its table column.
//
// Takes    the normalised text of one segment and its word hits in order; then values in any order.
// Gives    who vouches (a word from the pattern files, never text of the document), and what speaks against.
// Bounds   near words within the pattern's window; in a table only the row and the column count. Built in linear time;
// a
//          question costs the hits of its window and two binary searches.
// Runs in  inspect workers. Never throws but std::bad_alloc.
// Source   reference on scoring: window 100 before, 50 after, a column's header however far above.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "inspect/detect/words.h"

namespace beadle::inspect {

struct Cell {
    std::uint32_t row = 0, column = 0;
    bool operator==(const Cell&) const = default;
};

struct Vouching {
    std::string by;       // near "nhs number"; column header "ni no"; "" = nobody
    std::string against;  // the word that lowers it; "" = none
    bool rival = false;   // a label of something else stands nearer
};

class Surroundings {
  public:
    Surroundings(std::string_view text, const Words& words, std::vector<WordHit>&& hits, bool table);
    Vouching of(std::size_t pattern_index, const Pattern& pattern, Span value) const;
    bool anywhere(std::size_t pattern_index) const;  // a near or header word somewhere in the text
    bool is_of_trade(std::size_t pattern_index) const;  // two different words of trade in the text
    bool in_table(std::size_t at) const;             // its line is parted by tabs
    Cell cell(std::size_t at) const;
    Span line(std::size_t at) const;

  private:
    struct Header {
        Cell cell;
        std::uint32_t word;
    };
    void find_headers();
    const Header* header_above(std::size_t pattern_index, Cell cell) const;
    void look_around(std::size_t pattern_index, const Pattern& pattern, Span value, Vouching& v) const;

    std::string_view text_;
    const Words& words_;
    bool table_;
    std::vector<WordHit> hits_;
    std::vector<std::size_t> line_starts_, tabs_;
    std::vector<Header> headers_;  // words in short cells without figures, by column and row
};

}  // namespace beadle::inspect

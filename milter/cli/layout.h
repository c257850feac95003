// layout.h — words on a terminal: tables, wrapped paragraphs, colour.
//
// Takes    texts that are printable already (base/text.h printable()); nothing here makes a hostile text safe.
// Gives    lines that end in LF, no wider than Look::width where words allow it.
// Runs in  cli. Never throws but std::bad_alloc.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace beadle::cli {

struct Look {
    bool colour = false;
    std::size_t width = 100;
    bool whole = false;  // tables cut nothing
};
// Colour on a terminal only, and not when NO_COLOR is set or TERM is dumb; the width of the terminal. Into a file or a pipe
// paragraphs are 100 wide and tables as wide as they are: what reads them there needs the whole of every cell.
Look look_of_stdout();

enum class Ink { plain, bold, faint, red, yellow, green };
std::string paint(const Look& look, Ink ink, std::string_view text);

// Columns that a text takes: two for wide letters, none for combining marks.
std::size_t columns(std::string_view text);
// At most that many columns, "…" when cut.
std::string cut(std::string_view text, std::size_t most);
// A paragraph, the first line behind `first`, the others behind as many blanks.
std::string wrapped(const Look& look, std::string_view first, std::string_view text);

// Rows of cells under a heading (none when empty), columns aligned. The widest columns give way when it is too wide; the last
// one wraps. `ink` is called for cells after they are cut, so that colour does not count.
struct Cell {
    std::string text;
    Ink ink = Ink::plain;
    bool whole = false;  // its column never gives way: a name or a time that is cut is none
};
std::string table(const Look& look, const std::vector<std::string>& heading, const std::vector<std::vector<Cell>>& rows,
                  std::size_t indent = 0);

}  // namespace beadle::cli

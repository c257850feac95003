// pdf_pages.h — letters, boxes and pictures of a PDF's pages, in the order in which they are drawn.
//
// Takes    octets of a PDF (must outlive the object) and the password that opens it, "" = none.
// Gives    per page every letter with place, size, colour and what speaks against its being seen; filled rectangles,
//          pictures and upright rules, so that pdf_layout.h can say what covers what. Annotations are drawn too.
// Bounds   most_glyphs letters and most_boxes boxes a page; the budget's time between operators; 100 forms deep.
// Fails    opened() is false; a page that cannot be drawn is empty and `broken`. An exhausted machine ends the process.
// Runs in  inspect worker; start_pdf_pages() before the fork, which keeps poppler's tables for the life of the process.
// Source   ISO 32000-1 8, 9, 12.5; poppler 22.12's interpreter (decision 0010), the only file that knows poppler.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/budget.h"

namespace beadle::inspect {

struct PdfColour {
    std::uint8_t red = 0, green = 0, blue = 0;
    bool known = true;  // false: a pattern or a shading
};

struct PdfGlyph {
    enum class Shown : std::uint8_t { yes, no_ink, outside, layer_off };
    float x = 0, y = 0;    // where it starts, points from the top left corner, y downwards
    float dx = 0, dy = 0;  // to where it ends on its base line
    float size = 0;
    std::uint32_t order = 0;   // drawn as the n-th thing of the page
    std::uint32_t string = 0;  // the string operand it came in: letters of one belong together
    std::uint32_t text = 0;    // in PdfPage::letters
    std::uint16_t octets = 0;
    Shown shown = Shown::yes;
    bool clipped = false;  // outside what is drawn; only when a whole string is, it is hidden
    PdfColour colour;
};

struct PdfBox {
    enum class Kind : std::uint8_t { fill, picture, area, redaction };  // area: covered by something, colour unknown
    float left = 0, top = 0, right = 0, bottom = 0;
    std::uint32_t order = 0;
    Kind kind = Kind::fill;
    bool opaque = false;
    PdfColour colour;
};

struct PdfRule {
    float x = 0, top = 0, bottom = 0;
};

struct PdfPage {
    float width = 0, height = 0;
    std::string letters;  // UTF-8, what glyphs point into
    std::vector<PdfGlyph> glyphs;
    std::vector<PdfBox> boxes;
    std::vector<PdfRule> rules;           // upright lines: they part the cells of a table
    std::vector<std::string> stands_for;  // what ActualText says, where it differs from the letters
    std::size_t unmapped = 0;             // letters of fonts that do not say which they are
    std::size_t curves = 0;               // filled shapes that are no rectangle
    bool placed_pictures = true;          // false: pictures are there, but not where
    bool pictures = false;
    bool given_up = false;             // a mistake in what it draws, after which nothing was read
    bool broken = false, cut = false;  // cut: more than the bounds

    std::string_view text(const PdfGlyph& g) const { return std::string_view(letters).substr(g.text, g.octets); }
};

enum class PdfLayers { as_set, all_on, all_off };

class PdfPages {
  public:
    static constexpr std::size_t most_glyphs = 400'000, most_boxes = 50'000, most_rules = 20'000;

    PdfPages(std::string_view octets, const std::string& password, Budget& budget);
    ~PdfPages();
    PdfPages(const PdfPages&) = delete;
    PdfPages& operator=(const PdfPages&) = delete;

    bool opened() const;
    int count() const;
    bool has_layers() const;
    PdfPage page(int number, PdfLayers layers);  // from 1

  private:
    struct State;
    std::unique_ptr<State> state_;
};

void start_pdf_pages();

}  // namespace beadle::inspect

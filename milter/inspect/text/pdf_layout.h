// pdf_layout.h — the letters of a page as lines and cells, and which of them a reader does not see.
//
// Takes    a PdfPage.
// Gives    text: everything that is seen and what lies under boxes, line after line, cells of a row parted by \t, an
//          empty cell kept. as_drawn: the same words in the order of drawing, where columns make that another text.
//          hidden: letters without ink, off the page, clipped away, in the colour of their ground, too small to read.
//          layer: letters without ink over a picture: what a scanner recognised. covered: letters under boxes or
//          pictures that were drawn after them, unless the same letters stand on top again.
// Bounds   n log n over letters; painting stops at most_painted cells and says `cut`.
// Runs in  inspect worker. Pure. Never throws but std::bad_alloc.
#pragma once

#include <string>

#include "mail/finding.h"

#include "inspect/text/pdf_pages.h"

namespace beadle::inspect {

struct PdfText {
    std::string text, as_drawn, hidden, layer, covered;
    std::string hidden_why;  // "the colour of the paper, off the page"
    Confidence covered_by = Confidence::low;
    std::string covered_why;
    std::size_t letters = 0;  // seen, white space aside
    double pictures = 0;      // share of the page that pictures take
    bool cut = false;
};

PdfText lay_out(const PdfPage& page);

// The lines of some letters of a page; `as_drawn` says how they read in the order of drawing.
struct PdfLines {
    std::string text;
    std::string as_drawn;
};
PdfLines lines_of(const PdfPage& page, const std::vector<std::uint32_t>& glyphs);

}  // namespace beadle::inspect

// pdf_recorder.h — what poppler's interpreter draws of a page, written down as a PdfPage. Inside poppler's edge: only
// pdf_pages.cc, pdf_recorder.cc and pdf_glyph.cc
// include it.
//
// Takes    the page to fill; whether pictures may be asked for.
// Gives    an output device for poppler's Gfx.
// Bounds   those of PdfPages. No picture is unpacked, but inline ones are read past.
// Runs in  inspect worker.
#pragma once

#include <algorithm>
#include <memory>

#include <CharTypes.h>
#include <OutputDev.h>

#include "inspect/text/pdf_pages.h"

namespace beadle::inspect {

struct Corners {
    double left = 1e9, top = 1e9, right = -1e9, bottom = -1e9;

    void add(double x, double y) {
        left = std::min(left, x), right = std::max(right, x);
        top = std::min(top, y), bottom = std::max(bottom, y);
    }
};

class PdfRecorder : public OutputDev {
  public:
    virtual void hide_what_follows(bool hidden) = 0;  // an annotation that is not shown
    virtual void add_box(PdfBox::Kind kind, const Corners& corners, bool opaque, PdfColour colour) = 0;
};

// One glyph's letters, as UTF-8; false when they are none that anybody could read.
bool add_letters(std::string& out, const Unicode* letters, int length);
std::string words_of(const std::string& pdf_string);  // UTF-16 or PDFDocEncoding, to UTF-8
float height_of_letters(GfxState& state);             // points on the page

std::unique_ptr<PdfRecorder> make_recorder(PdfPage& page, bool pictures);

}  // namespace beadle::inspect

// pdf_content.h — a page's drawing instructions without the two mistakes at which poppler stops to draw: an operator
// with too few operands, and a Q without its q. Other readers of PDF go on after them, and so must this one.
//
// Takes    the unpacked octets of a content stream.
// Gives    the same octets with such operators blanked; `mended` says whether there were any.
// Bounds   linear; no nesting is followed but counted. Never throws but std::bad_alloc.
// Runs in  inspect worker. Pure.
// Source   ISO 32000-1 7.2, 7.8.2, Annex A.
#pragma once

#include <string>

namespace beadle::inspect {

struct MendedContent {
    std::string octets;
    bool mended = false;
};

MendedContent mend_content(std::string octets);

}  // namespace beadle::inspect

// drawing_part.h — one part of DrawingML or PresentationML: the words on shapes, their tables, what is hidden among
// them.
//
// Takes    octets of a slide, a page of notes, a drawing of a sheet, the data of a diagram, slide comments. Hostile.
// Gives    flow(): every channel of a PageFlow filled. shown(): false when the slide says that it is not.
// Bounds   as XmlPull and PageFlow. Never throws but std::bad_alloc.
// Runs in  inspect worker.
// Source   ECMA-376 part 1, 19 to 21.
#pragma once

#include <string_view>

#include "inspect/text/page_flow.h"
#include "inspect/text/xml_pull.h"

namespace beadle::inspect {

class DrawingPart {
  public:
    explicit DrawingPart(std::string_view octets) : xml_(octets) {}
    void run();
    PageFlow& flow() { return flow_; }
    const XmlPull& xml() const { return xml_; }
    bool shown() const { return shown_; }

  private:
    void enter();
    void leave();

    XmlPull xml_;
    PageFlow flow_;
    std::uint32_t in_text_ = 0, hidden_ = 0, fallback_ = 0;  // depth of the element, 0 = not in one
    bool shown_ = true;
};

}  // namespace beadle::inspect

// xml_text.h — words of an XML part of which nothing is known but that it is XML.
//
// Takes    octets. Hostile: no document type, no entity but the five of XML, nothing external.
// Gives    text and comments, a line an element; when asked, each behind the element's name, and attributes of some
//          length behind theirs. Text around and inside an inner element is one line.
// Bounds   output <= 2 x input. Never throws but std::bad_alloc.
// Runs in  inspect worker.
#pragma once

#include <string>
#include <string_view>

namespace beadle::inspect {

struct XmlText {
    std::string text;
    bool whole = true;  // well-formed to its end
    std::string why;    // when it is not
};

XmlText read_xml(std::string_view octets, bool attributes);

}  // namespace beadle::inspect

// xml_text.h — words of an XML part of which nothing is known but that it is XML.
//
// Takes    octets. Hostile: no document type, no entity but the five of XML, nothing external.
// Gives    text nodes and attribute values of some length, one a line; XML that does not parse is read as mark-up.
// Bounds   output <= 2 x input. Never throws but std::bad_alloc.
// Runs in  inspect worker. pugixml.
#pragma once

#include <string>
#include <string_view>

namespace beadle::inspect {

struct XmlText {
    std::string text;
    bool whole = true;  // parsed to its end
};

XmlText read_xml(std::string_view octets, bool attributes);

}  // namespace beadle::inspect

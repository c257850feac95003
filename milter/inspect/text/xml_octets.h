// xml_octets.h — what stands below the tags of XML: its charset and its entities.
//
// Takes    octets of an XML entity, or text between tags. Hostile.
// Gives    UTF-8; the five entities of XML and numbers replaced, nothing else.
// Bounds   linear; text never grows by entities. Never throws but std::bad_alloc.
// Runs in  inspect worker.
// Source   XML 1.0 (fifth edition), 4.1, 4.3.3 and appendix F.
#pragma once

#include <string>
#include <string_view>

namespace beadle::inspect {

std::string_view xml_charset(std::string_view octets);  // of the declaration, "" = none
// The octets themselves when they are UTF-8, else converted into `room`.
std::string_view xml_as_utf8(std::string_view octets, std::string& room);
// Appends; true when every entity was known.
bool decode_xml(std::string_view raw, std::string& out);

}  // namespace beadle::inspect

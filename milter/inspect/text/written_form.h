// written_form.h — small ways to write a text that programs take off again before a person sees it.
//
// Takes    UTF-8. Hostile.
// Gives    what is shown instead; "" = the same. Each is one pass.
// Bounds   output <= 2 x input. Never throws but std::bad_alloc.
// Runs in  inspect worker.
// Source   RFC 1896 (text/enriched), RFC 8259 7 (JSON), RFC 6522 (text/rfc822-headers), UAX 9 (U+202E).
#pragma once

#include <string>
#include <string_view>

namespace beadle::inspect {

std::string without_enriched(std::string_view text);  // commands gone; the words of <param> stand at the end
std::string shown_fields(std::string_view text);      // lines unfolded, encoded-words decoded, each way they may be
std::string without_escapes(
    std::string_view text);                     // \u0050 is P; of JSON each string and value, a line behind its key
std::string as_turned(std::string_view text);   // what stands behind U+202E is shown from right to left
// Words joined into one by percent codes, "+" or "_", as links, bookmarks and file names write them, parted again: a
// line for each that then tells something; of a query each field on a line.
std::string parted_words(std::string_view text);
bool tells(std::string_view words);  // a word of letters and five digits or more: a number with what it is
std::string bar_tables(std::string_view text);  // rows written | a | b | as cells parted by tabs
// A value behind the name of its field. What stands alone in its field, a heading in capitals or several lines, stands
// alone on its line.
std::string labelled(std::string_view label, std::string_view value);
bool stands_alone(std::string_view value);

}  // namespace beadle::inspect

// html_text.h — the words of an HTML text: what a person reads, and beside it what is hidden from them.
//
// Takes    UTF-8. Hostile.
// Gives    visible: inline tags dropped to nothing, blocks to a line end, cells to a tab; entities decoded.
//          Words that run from right to left by force stand between U+202E and U+202C.
//          hidden: title, alt, aria-label and other attributes, comments, scripts, what a style or attribute hides.
//          tables: innermost tables of two or more rows and columns, cells parted by \t.
// Bounds   output <= 2 x input and 24 KiB; depth counted to 2000, not followed by recursion; 200 tables; linear.
// Fails    never: what is no mark-up is text. Never throws but std::bad_alloc.
// Runs in  inspect worker. Own walker, so that it reads as browsers do; libxml2 only knows the entities' names.
// Source   WHATWG HTML tokenization (subset).
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace beadle::inspect {

struct HtmlText {
    std::string visible, hidden;
    std::vector<std::string> tables;
    bool hides = false;  // words that a style or the hidden attribute keeps from the reader
};

HtmlText read_html(std::string_view html);
std::string html_charset(std::string_view octets);  // of <meta>, "" = none
std::string decode_entities(std::string_view text);

}  // namespace beadle::inspect

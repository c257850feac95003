// html_rebuild.h — an HTML text written anew from what is harmless of it: for the frame in which a person reads it.
//
// Takes    UTF-8. Hostile.
// Gives    balanced HTML of the elements in `allowed`, none of which does anything; the only attributes are colspan and
//          rowspan with a number that we write. Everything else is text with every mark-up character escaped, so that no
//          program can read an element into it. A link is its words and its real target in brackets; a picture its
//          alternative text. What would have been fetched and what would have done something is counted.
// Bounds   output <= `most` and what the filter adds, cut on an element's edge; 100 elements open at once; linear.
// Fails    never: what is no mark-up is text. Never throws but std::bad_alloc.
// Runs in  inspect worker. Own walker over html_tag.h, the one that detection reads by: what is shown is what was judged.
// Source   WHATWG HTML 13.2 (tokenization), 13.3 (serialising: nothing of what is written here has raw text).
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace beadle::inspect {

struct RebuiltHtml {
    std::string html;
    std::uint32_t left_out = 0, taken_out = 0;
    bool cut = false;
};

// What is written in the stead of a stretch of the words, which reach across elements. In order, none in another.
struct WordsCut {
    std::size_t begin = 0, end = 0;
    std::string shown;
};
using WordsFilter = std::function<std::vector<WordsCut>(std::string_view words)>;

RebuiltHtml rebuild_html(std::string_view html, std::size_t most, const WordsFilter& filter = {});
bool is_allowed_element(std::string_view name);

}  // namespace beadle::inspect

// html_tag.h — one tag of HTML, and what its name and attributes mean for a reader of words.
//
// Takes    UTF-8 from "<" on. Hostile. Gives the tag and the index behind it; at most 100 attributes are kept.
// Runs in  inspect worker. Never throws but std::bad_alloc.
// Source   WHATWG HTML 13.2.5 (tags and attributes).
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace beadle::inspect::html {

struct Attribute {
    std::string name, value;
};

struct Tag {
    std::string name;
    bool closing = false, self_closing = false;
    std::vector<Attribute> attributes;
};

inline bool blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f'; }
bool is_block(std::string_view name);
bool is_void(std::string_view name);
bool is_spoken(std::string_view attribute);  // attributes with words for a person
// The end of the comment that begins at `at` with "<!--": "-->", "--!>", or at once in "<!-->" and "<!--->"; `behind` follows
// it. A comment that is never closed goes to the end.
struct CommentEnd {
    std::size_t end, behind;
};
CommentEnd comment_end(std::string_view s, std::size_t at);
std::size_t read_tag(std::string_view s, std::size_t at, Tag& tag);

}  // namespace beadle::inspect::html

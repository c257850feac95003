// html_style.h — what CSS does to the words of an element: are they there to be seen?
//
// Takes    style attributes, style sheets and the attributes that HTML had before them. Hostile.
// Gives    what an element's own declarations say of sight: gone, size, colour, ground, direction. Selectors by the
// last
//          element they name; what stands in @media and behind pseudo-classes is not looked at.
// Bounds   1000 rules that say something of sight; linear in the sheet; a few look-ups an element.
// Runs in  inspect worker. A guess, never trusted: what is called hidden is read all the same.
// Source   CSS 2.1 and CSS Color 4 (subset).
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "inspect/text/css_value.h"
#include "inspect/text/html_tag.h"

namespace beadle::inspect::html {

struct Style {
    bool gone = false;         // the element with all inside it
    std::optional<bool> tiny;  // its letters, until an inner element sets a size
    std::optional<Colour> text, ground;
    bool picture = false;   // some ground that nobody can know here
    bool reversed = false;  // letters run from right to left
    void add(const Style& more);
    bool says_something() const { return gone || tiny || text || ground || picture || reversed; }
};

// What a reader sees of words inside some elements.
struct Look {
    Colour text{}, ground{255, 255, 255};
    bool known = true, tiny = false;
    void enter(const Style& style);
    bool is_unseen() const;
};

class StyleSheet {
  public:
    void add(std::string_view css);
    Style of(const Tag& tag) const;  // with the tag's own attributes

  private:
    struct Rule {
        std::string tag, id;
        std::vector<std::string> classes;
        Style style;
    };
    void add_rule(std::string_view selector, const Style& style);
    void matching(const std::string& key, const Tag& tag, Style& out) const;
    std::multimap<std::string, Rule> rules_;  // by id, class or tag
};

}  // namespace beadle::inspect::html

// layout.h — one notice as paragraphs and lists, written twice: as plain text and as HTML.
//
// Takes    trusted sentences and hostile values; every value passes `shown` first.
// Gives    text wrapped at 72 columns where blanks allow; HTML with everything escaped.
// Runs in  session. Never throws but std::bad_alloc.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace beadle::notices {

std::string shown(std::string_view hostile, std::size_t most = 200);  // one line, safe to print
std::string escape_html(std::string_view text);
std::string wrap(std::string_view text, std::string_view indent);

class Layout {
  public:
    void heading(const std::string& words);
    void paragraph(const std::string& words);
    void link(const std::string& words, const std::string& address);  // a line of its own, never broken
    void list(const std::vector<std::string>& items);  // at most 20, then "and N more"
    std::string text() const { return text_; }
    std::string html(const std::string& title) const;

  private:
    std::string text_, html_;
};

}  // namespace beadle::notices

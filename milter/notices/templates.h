// templates.h — the words of every notice: files that an admin may edit, made into plain text and HTML that say the same.
//
// Takes    config/notices/KIND.mustache over the shipped ones (which are built in), and the values of a notice as one JSON object.
//          A template says "Subject: …" first; "# " is the title, "## " a heading, "- " an item of a list, "=> words address" a
//          link, anything else a paragraph. {{name}} is a value, {{#name}} … {{/name}} and {{^name}} … {{/name}} sections.
// Gives    Words. Values are made printable and one line each; what they hold is never markup, in neither form.
// Bounds   64 KiB a template; 20 items of a list, then "and N more".
// Fails    read: an unknown file or name, a section that does not close, unescaped values, a missing subject, title or needed
//          value: diagnostics with line, column and suggestion. render: a kind without a template gives no words.
// Runs in  session, mail, cli; const after reading. Never throws but std::bad_alloc.
// Source   WCAG 2.2 AA; mustache(5).
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostic.h"
#include "notices/notices.h"
#include "settings/bundle.h"

namespace beadle::notices {

struct NoticeKind {
    std::string_view name;
    std::vector<std::string_view> values;  // that its template may name
    std::vector<std::string_view> needed;  // and must
};
const std::vector<NoticeKind>& notice_kinds();

class Templates {
  public:
    struct Read;
    static const Templates& standard();
    static Read read(const Bundle& bundle);
    std::optional<Words> render(std::string_view kind, const std::string& values) const;

  private:
    std::map<std::string, std::string, std::less<>> texts_;  // by kind
};
struct Templates::Read {
    Templates templates;
    Diagnostics diagnostics;  // empty = good
};

// What is wrong with one template.
Diagnostics check_template(const NoticeKind& kind, const std::string& file, const std::string& text);

}  // namespace beadle::notices

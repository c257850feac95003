#include "inspect/text/xml_text.h"

#include "base/text.h"

#include "inspect/message/charset.h"
#include "inspect/text/html_text.h"
#include "inspect/text/xml_walk.h"

namespace beadle::inspect {
namespace {

struct Words {
    std::string out;
    bool attributes;

    void line(std::string_view s) {
        s = trim(s);
        if (s.empty()) return;
        out += s;
        out += '\n';
    }
    bool enter(const pugi::xml_node& n) {
        if (is_text(n)) line(n.value());
        if (attributes)
            for (const auto& a : n.attributes()) {
                const std::string_view v = a.value();
                if (v.size() >= 4 && !std::string_view(a.name()).starts_with("xmlns") &&
                    !v.starts_with("http://schemas."))
                    line(v);
            }
        return true;
    }
    void leave(const pugi::xml_node&) {}
};

}  // namespace

XmlText read_xml(std::string_view octets, bool attributes) {
    pugi::xml_document document;
    const auto result = document.load_buffer(octets.data(), octets.size(), xml_flags);
    XmlText out;
    Words words{{}, attributes};
    walk(document, words);
    out.text = std::move(words.out);
    out.whole = static_cast<bool>(result);
    if (!out.whole) {
        // Whatever the parser could not follow is still there to be read.
        const HtmlText rest = read_html(decode_text(octets, "").text);
        out.text += rest.visible + "\n" + rest.hidden;
    }
    return out;
}

}  // namespace beadle::inspect

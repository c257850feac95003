#include "inspect/text/xml_text.h"

#include "base/text.h"

#include "inspect/text/xml_pull.h"

namespace beadle::inspect {
namespace {

void line(std::string& out, std::string_view words) {
    words = trim(words);
    if (words.empty()) return;
    if (!out.empty() && out.back() != '\n') out += '\n';
    out.append(words).push_back('\n');
}

void attribute_words(std::string& out, const XmlPull& xml) {
    XmlPull::Attribute a;
    for (std::size_t at = 0; xml.attributes(at, a);)
        if (a.raw.size() >= 4 && !a.name.starts_with("xmlns") && !a.raw.starts_with("http://schemas."))
            line(out, XmlPull::decoded(a.raw));
}

}  // namespace

XmlText read_xml(std::string_view octets, bool attributes) {
    XmlText out;
    XmlPull xml(octets);
    bool more = false;  // text that a CDATA section goes on
    for (auto event = xml.next(); event != XmlPull::Event::stop; event = xml.next()) {
        if (event == XmlPull::Event::text) {
            if (!more && trim(xml.text()).empty()) continue;
            out.text += more ? xml.text() : xml.text().substr(xml.text().find_first_not_of(" \t\r\n"));
            more = true;
            continue;
        }
        if (more && !out.text.ends_with('\n')) out.text += '\n';
        more = false;
        if (event == XmlPull::Event::comment) line(out.text, xml.text());
        if (event == XmlPull::Event::start && attributes) attribute_words(out.text, xml);
    }
    if (more) out.text += '\n';
    out.text += xml.declarations();
    out.whole = xml.trouble().empty();
    out.why = xml.trouble();
    return out;
}

}  // namespace beadle::inspect

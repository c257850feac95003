#include <algorithm>
#include <array>

#include "base/text.h"

#include "inspect/text/active.h"
#include "inspect/text/dangerous.h"
#include "inspect/text/package.h"
#include "inspect/text/xml_text.h"

namespace beadle::inspect {

using namespace std::string_view_literals;

namespace {

// Parts that say how it looks or fits together: their attributes are no words.
bool is_plumbing(std::string_view root) {
    static constexpr std::array roots{"Types"sv,         "Relationships"sv,  "theme"sv,       "themeOverride"sv,
                                      "styles"sv,        "fonts"sv,          "webSettings"sv, "numbering"sv,
                                      "calcChain"sv,     "presentationPr"sv, "viewPr"sv,      "tblStyleLst"sv,
                                      "metadata"sv,      "colorStyle"sv,     "chartStyle"sv,  "clrMap"sv,
                                      "styleSheet"sv,    "colorsDef"sv,      "layoutDef"sv,   "styleDef"sv,
                                      "printSettings"sv, "volTypes"sv,       "plist"sv,       "ContextMenu"sv,
                                      "SignatureInfo"sv, "commentsIds"sv,    "commentsEx"sv,  "commentsExtensible"sv,
                                      "people"sv};
    return std::find(roots.begin(), roots.end(), root) != roots.end();
}

// DEVMODE of Windows, which Office keeps of the printer: settings, no words.
bool is_printer_settings(std::string_view name, std::string_view octets) {
    const bool named = ascii_lower(name).find("printersettings") != std::string::npos;
    return named && octets.size() >= 72 && octets.size() < 65536 && octets.substr(64, 2) == "\x01\x04"sv;
}

// An embedded font whose first 32 octets are masked by a key, or in a box of its own.
bool is_font(std::string_view name, std::string_view octets) {
    const std::string lower = ascii_lower(name);
    if (lower.ends_with(".odttf")) return octets.size() > 4096 && !looks_like_text(octets);
    return lower.ends_with(".fntdata") && octets.size() > 36 && octets.substr(34, 2) == "LP"sv;
}

bool is_part_name(std::string_view name) {
    const std::string ext = last_extension(name);
    return ext == "xml" || ext == "rels" || ext == "vml";
}

std::string_view file_name(std::string_view path) {
    const auto slash = path.rfind('/');
    return slash == std::string_view::npos ? path : path.substr(slash + 1);
}

}  // namespace

void Package::other_part(const Part& part) {
    if (part.root.empty())
        embedded(part);
    else if (part.root == "coreProperties" || part.root == "Properties")
        read_properties_xml(*this, part);
    else if (part.root == "chartSpace")
        read_chart_xml(*this, part, place_.beside("chart", "chart"));
    else if (part.root == "xml")
        drawn_part(part);
    else if (is_drawing_root(part.root))
        read_drawing_xml(*this, part, place_.beside("drawing", "drawing"), SegmentKind::document);
    else
        xml_part(part);
}

// Pages, scripts and shortcuts are files of their own, whatever folder of the package they stand in.
void Package::foreign_part(const Part& part) {
    const std::string name = printable(part.name, 80);
    const Place at = place_.inside(name, "embedded \"" + name + '"');
    Claim claim;
    claim.filename = part.name;
    judge_danger(reader_, sniff(part.octets, "", part.name), claim, part.octets, at);
    const auto active = part.root == "html"  ? judge_page(part.octets, true)
                        : part.root == "svg" ? judge_drawing(part.octets)
                                             : std::nullopt;
    if (active) reader_.found(FindingKind::macro, at, active->confidence, active->what);
}

void Package::xml_part(const Part& part) {
    const std::string name = printable(part.name, 80);
    if (part.root == "Types" && part.octets.find("addin.macroEnabled") != std::string_view::npos)
        reader_.found(FindingKind::dangerous_file, place_, Confidence::high, "Office add-in");
    if (!is_part_name(part.name)) foreign_part(part);
    const XmlText xml = read_xml(part.octets, !is_plumbing(part.root));
    if (!xml.whole) reader_.not_inspected(place_, NotInspectedReason::broken, name + ": " + xml.why);
    reader_.text(SegmentKind::hidden, xml.text, place_.beside(name, "part \"" + name + '"'));
}

// VML: shapes of comments and controls, words in boxes and descriptions.
void Package::drawn_part(const Part& part) {
    XmlPull xml(part.octets);
    PageFlow flow;
    for (auto event = xml.next(); event != XmlPull::Event::stop; event = xml.next()) {
        if (event == XmlPull::Event::start)
            for (const auto name : {"alt"sv, "title"sv, "string"sv})
                flow.line(PageFlow::Channel::code, xml.attribute(name));
        else if (event == XmlPull::Event::comment)
            flow.line(PageFlow::Channel::code, xml.text());
        else if (event == XmlPull::Event::text && (xml.prefix() != "x" || xml.text().size() > 60))
            flow.put(xml.text());  // of prefix x are numbers that say where it stands
        else if (event == XmlPull::Event::end && (xml.name() == "div" || xml.name() == "textbox"))
            flow.end_paragraph();
    }
    if (!xml.trouble().empty()) flow.line(PageFlow::Channel::code, read_xml(part.octets, false).text);
    flow.emit(reader_, place_.beside("drawing", "drawing"), SegmentKind::document);
}

void Package::embedded(const Part& part) {
    const std::string name = printable(part.name, 80);
    if (is_printer_settings(part.name, part.octets) || is_font(part.name, part.octets)) return;
    const Place at = place_.inside(name, "embedded \"" + name + '"');
    if (!reader_.budget().spend_member()) {
        reader_.not_inspected(at, NotInspectedReason::limit, reader_.budget().exhausted());
        return;
    }
    Claim claim;
    claim.filename = part.name;
    reader_.name(file_name(part.name), at);
    reader_.content(claim, part.octets, at);
}

}  // namespace beadle::inspect

#include <string>

#include "base/text.h"

#include "inspect/text/drawing_part.h"
#include "inspect/text/package.h"

namespace beadle::inspect {
namespace {

using Event = XmlPull::Event;

class Presentation {
  public:
    explicit Presentation(Package& package) : package_(package) {}

    void read() {
        for (const auto& id : main()) {
            const auto* r = relation(id);
            const ZipMember* member = r && !r->external ? package_.find(r->target) : nullptr;
            if (!member)
                package_.missing("slide " + std::to_string(number_ + 1));
            else
                slide(*member);
        }
        package_.rest([&](const Package::Part& part) { return other(part); });
    }

  private:
    // Ids of the slides, in the order in which they are shown.
    std::vector<std::string> main() {
        std::vector<std::string> out;
        const ZipMember* member = package_.find(package_.main());
        if (!member) return out;
        const std::string octets = package_.load(*member);
        XmlPull xml(octets);
        std::string rest;
        for (auto event = xml.next(); event != Event::stop; event = xml.next()) {
            if (event == Event::text || event == Event::comment) rest.append(trim(xml.text())).append("\n");
            if (event != Event::start) continue;
            if (xml.name() == "sldId" && out.size() < 4096)
                if (std::string id = xml.attribute("id", true); !id.empty()) out.push_back(std::move(id));
            if (xml.name() == "modifyVerifier") package_.cosmetic(package_.place(), "modifyVerifier");
            if (xml.name() == "section" || xml.name() == "custShow") rest += xml.attribute("name") + "\n";
        }
        package_.judge(xml, member->name);
        package_.reader().text(SegmentKind::hidden, std::move(rest), package_.place().beside("sections", "sections"));
        return out;
    }

    const Package::Relation* relation(const std::string& id) {
        for (const auto& r : package_.relations(package_.main()))
            if (r.id == id) return &r;
        return nullptr;
    }

    void slide(const ZipMember& member) {
        if (package_.is_seen(member)) return;
        const std::string octets = package_.load(member);
        slide({member, member.name, xml_root(octets), octets}, ++number_, true);
    }

    void slide(const Package::Part& part, int number, bool listed) {
        DrawingPart drawing(part.octets);
        drawing.run();
        package_.judge(drawing.xml(), part.name);
        const bool hidden = !drawing.shown() || !listed;
        const std::string words = "slide " + std::to_string(number);
        const Place at = package_.place().beside(words, hidden ? "hidden " + words : words);
        const auto& flow = drawing.flow();
        if (hidden && (!trim(flow.text(PageFlow::Channel::shown)).empty() || flow.has_tables()))
            package_.reader().found(FindingKind::hidden_content, at, Confidence::high,
                                    listed ? "hidden slide" : "a slide that the presentation does not list");
        drawing.flow().emit(package_.reader(), at, hidden ? SegmentKind::hidden : SegmentKind::document);
        beside(part.name, number, at);
    }

    // What belongs to the slide: its notes, comments and diagrams.
    void beside(const std::string& name, int number, const Place& at) {
        const auto relations = package_.relations(name);
        for (const auto& r : relations) {
            const ZipMember* member = r.external ? nullptr : package_.find(r.target);
            const bool ours =
                r.type == "notesSlide" || r.type == "comments" || r.type == "diagramData" || r.type == "chart";
            if (!member || !ours || package_.is_seen(*member)) continue;
            const std::string octets = package_.load(*member);
            const Package::Part part{*member, member->name, xml_root(octets), octets};
            if (r.type == "notesSlide") {
                const std::string words = "notes " + std::to_string(number);
                read_drawing_xml(package_, part, package_.place().beside(words, words), SegmentKind::hidden);
            } else if (r.type == "comments") {
                comments(part, at);
            } else if (r.type == "chart") {
                read_chart_xml(package_, part, at.beside("chart", "chart"));
            } else {
                read_drawing_xml(package_, part, at.beside("diagram", "diagram"), SegmentKind::document);
            }
        }
    }

    void comments(const Package::Part& part, const Place& at) {
        const Place place = at.beside("comments", "comments");
        package_.reader().found(FindingKind::document_comment, place, Confidence::medium, "comments on slides");
        read_drawing_xml(package_, part, place, SegmentKind::hidden);
    }

    bool other(const Package::Part& part) {
        const Place& place = package_.place();
        if (part.root == "sld")
            slide(part, ++number_, false);
        else if (part.root == "notes")
            read_drawing_xml(package_, part, place.beside("notes", "notes"), SegmentKind::hidden);
        else if (part.root == "cmLst")
            comments(part, place);
        else if (part.root == "cmAuthorLst" || part.root == "authorLst")
            read_drawing_xml(package_, part, place.beside("comment authors", "comment authors"), SegmentKind::hidden);
        else if (part.root == "sldMaster" || part.root == "sldLayout" || part.root == "notesMaster" ||
                 part.root == "handoutMaster")
            read_drawing_xml(package_, part, place.beside("slide master", "slide master"), SegmentKind::document);
        else
            return false;
        return true;
    }

    Package& package_;
    int number_ = 0;
};

}  // namespace

void read_slides(Package& package) { Presentation(package).read(); }

}  // namespace beadle::inspect

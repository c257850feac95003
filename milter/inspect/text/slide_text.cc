#include <string>

#include "base/text.h"

#include "inspect/text/package.h"
#include "inspect/text/xml_text.h"
#include "inspect/text/xml_walk.h"

namespace beadle::inspect {
namespace {

struct SlideWords {
    std::string shown, hidden;

    bool enter(const pugi::xml_node& n) {
        const auto name = local_name(n);
        if (is_text(n))
            shown += n.value();
        else if (name == "br")
            shown += '\n';
        else if (name == "cNvPr")
            for (auto words : {attribute(n, "descr"), attribute(n, "title")})
                if (!words.empty()) hidden += std::string(words) + "\n";
        return name != "Fallback";
    }
    void leave(const pugi::xml_node& n) {
        const auto name = local_name(n);
        if (name == "tc") {
            while (shown.ends_with('\n')) shown.pop_back();
            shown += '\t';
        } else if (name == "p" || name == "tr" || name == "text") {
            shown += '\n';
        }
    }
};

void read_one(Package& package, const ZipMember& member, const std::string& words, bool notes) {
    const std::string octets = package.load(member);
    pugi::xml_document document;
    const bool whole = static_cast<bool>(document.load_buffer(octets.data(), octets.size(), xml_flags));
    const bool hidden = attribute(document.first_child(), "show") == "0";
    const Place at = package.place().beside(words, hidden ? "hidden " + words : words);
    SlideWords slide;
    walk(document, slide);
    Reader& reader = package.reader();
    if (!whole && !octets.empty()) {
        package.broken(member);
        slide.hidden += read_xml(octets, false).text;
    }
    if (hidden && !trim(slide.shown).empty())
        reader.found(FindingKind::hidden_content, at, Confidence::high, "hidden slide");
    reader.text(hidden || notes ? SegmentKind::hidden : SegmentKind::document, std::move(slide.shown), at);
    reader.text(SegmentKind::hidden, std::move(slide.hidden), at);
}

}  // namespace

void read_slides(Package& package) {
    const ZipMember* presentation = package.find("ppt/presentation.xml");
    if (presentation && package.load(*presentation).find(":modifyVerifier") != std::string::npos)
        package.reader().protect(package.place(), ProtectionMethod::ooxml, ProtectionGrade::cosmetic, false,
                                 "modifyVerifier");
    int number = 0;
    for (const auto* member : package.parts("ppt/slides/", ".xml"))
        read_one(package, *member, "slide " + std::to_string(++number), false);
    number = 0;
    for (const auto* member : package.parts("ppt/notesslides/", ".xml"))
        read_one(package, *member, "notes " + std::to_string(++number), true);
    for (const auto* member : package.parts("ppt/comments/", ".xml")) {
        package.reader().found(FindingKind::document_comment, package.place().beside("comments", "comments"),
                               Confidence::medium, "comments on slides");
        read_one(package, *member, "comments", true);
    }
}

}  // namespace beadle::inspect

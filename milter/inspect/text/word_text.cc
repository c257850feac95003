#include <algorithm>
#include <array>
#include <map>
#include <string>

#include "base/text.h"

#include "inspect/text/package.h"
#include "inspect/text/word_part.h"

namespace beadle::inspect {
namespace {

using namespace std::string_view_literals;

// Which styles hide their text, by id. A style has what the one it is based on has.
class HiddenStyles {
  public:
    explicit HiddenStyles(std::string_view octets) {
        XmlPull xml(octets);
        std::string id;
        for (auto event = xml.next(); event != XmlPull::Event::stop; event = xml.next()) {
            if (event != XmlPull::Event::start) continue;
            if (xml.name() == "style") id = xml.attribute("styleId");
            if (xml.name() == "basedOn" && based_.size() < 10'000) based_[id] = xml.attribute("val");
            if (xml.name() == "vanish" && !is_off(xml) && hidden_.size() < 10'000) hidden_.insert(id);
        }
    }
    std::set<std::string> all() const {
        std::set<std::string> out = hidden_;
        for (const auto& [id, base] : based_) {
            std::string at = base;
            for (int steps = 0; steps < 12 && !at.empty(); ++steps) {
                if (hidden_.count(at) > 0) out.insert(id);
                const auto next = based_.find(at);
                at = next == based_.end() ? std::string() : next->second;
            }
        }
        out.erase("");
        return out;
    }

  private:
    static bool is_off(const XmlPull& xml) {
        const auto v = xml.attribute("val");
        return v == "0" || v == "false" || v == "off";
    }
    std::set<std::string> hidden_;
    std::map<std::string, std::string> based_;
};

struct Role {
    std::string_view root, words;
};
constexpr std::array roles{Role{"document", ""},           Role{"glossaryDocument", "building blocks"},
                           Role{"hdr", "page header"},     Role{"ftr", "page footer"},
                           Role{"footnotes", "footnotes"}, Role{"endnotes", "endnotes"},
                           Role{"comments", "comments"},   Role{"wordDocument", ""}};

void read_settings(Package& package, const Package::Part& part) {
    XmlPull xml(part.octets);
    std::string kept;
    for (auto event = xml.next(); event != XmlPull::Event::stop; event = xml.next()) {
        if (event == XmlPull::Event::text || event == XmlPull::Event::comment)
            kept.append(trim(xml.text())).append("\n");
        if (event != XmlPull::Event::start) continue;
        const auto name = xml.name();
        const auto enforced = xml.attribute("enforcement");
        if (name == "documentProtection" && enforced != "0" && enforced != "false")
            package.cosmetic(package.place(), "documentProtection");
        if (name == "writeProtection") package.cosmetic(package.place(), "writeProtection");
        if (name == "docVar") kept += xml.attribute("name") + ": " + xml.attribute("val") + "\n";
    }
    package.judge(xml, part.name);
    package.reader().text(SegmentKind::hidden, std::move(kept),
                          package.place().beside("document variables", "document variables"));
}

void read_part(Package& package, const Package::Part& part, std::string_view words,
               const std::set<std::string>& hidden) {
    const Place& whole = package.place();
    const Place at = words.empty() ? whole : whole.beside(std::string(words), std::string(words));
    WordPart reader(part.octets, hidden);
    if (words == "comments") reader.flow().open(PageFlow::Channel::comment);
    reader.run();
    package.judge(reader.xml(), part.name);
    if (reader.unseen())
        package.reader().found(FindingKind::hidden_content, at, Confidence::low,
                               "text in white or in letters too small to see");
    if (!trim(reader.blacked()).empty()) {
        const Place covered = at.beside("covered text", "covered text");
        package.reader().found(FindingKind::failed_redaction, covered, Confidence::high,
                               "text marked black on black, still there");
        package.reader().text(SegmentKind::hidden, reader.blacked(), covered);
    }
    // "comments" stands once in the place, not twice.
    reader.flow().emit(package.reader(), words == "comments" ? whole : at, SegmentKind::document);
}

bool take(Package& package, const Package::Part& part, const std::set<std::string>& hidden) {
    const auto* role = std::find_if(roles.begin(), roles.end(), [&](const Role& r) { return r.root == part.root; });
    if (role != roles.end()) {
        read_part(package, part, role->words, hidden);
        return true;
    }
    if (part.root != "settings") return false;
    read_settings(package, part);
    return true;
}

void read_target(Package& package, const ZipMember* member, const std::set<std::string>& hidden) {
    if (!member || package.is_seen(*member)) return;
    const std::string octets = package.load(*member);
    if (octets.empty()) return;
    const Package::Part part{*member, member->name, xml_root(octets), octets};
    if (!take(package, part, hidden)) package.other_part(part);
}

}  // namespace

void read_word(Package& package) {
    std::set<std::string> hidden;
    const ZipMember* styles = package.target(package.main(), "styles");
    if (!styles) styles = package.find("word/styles.xml");
    std::string octets;
    if (styles && !package.is_seen(*styles)) {
        octets = package.load(*styles);
        hidden = HiddenStyles(octets).all();
        const Package::Part part{*styles, styles->name, xml_root(octets), octets};
        package.other_part(part);
    }
    read_target(package, package.find(package.main()), hidden);
    // Then as the document names them: headers before footnotes before comments.
    static constexpr std::array order{"header"sv, "footer"sv, "footnotes"sv, "endnotes"sv, "comments"sv, "settings"sv};
    const auto relations = package.relations(package.main());
    for (const auto type : order)
        for (const auto& r : relations)
            if (r.type == type && !r.external) read_target(package, package.find(r.target), hidden);
    package.rest([&](const Package::Part& part) { return take(package, part, hidden); });
}

bool read_flat_word(Reader& reader, std::string_view octets, const Place& place) {
    const std::string root = xml_root(octets);
    if (root != "wordDocument" && root != "package") return false;
    const std::set<std::string> hidden;
    WordPart part(octets, hidden);
    part.run();
    if (!part.xml().trouble().empty())
        reader.not_inspected(place, NotInspectedReason::broken, "Word XML: " + std::string(part.xml().trouble()));
    part.flow().emit(reader, place, SegmentKind::document);
    reader.text(SegmentKind::hidden, part.xml().telling(), place.beside("attributes", "names and attributes"));
    return true;
}

}  // namespace beadle::inspect

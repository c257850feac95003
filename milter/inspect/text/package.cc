#include "inspect/text/package.h"

#include <algorithm>
#include <array>

#include "base/text.h"

#include "inspect/text/html_text.h"
#include "inspect/text/xml_text.h"
#include "inspect/text/xml_walk.h"

namespace beadle::inspect {
namespace {

bool has(const ZipFile& zip, std::string_view name) {
    return std::any_of(zip.members.begin(), zip.members.end(),
                       [&](const ZipMember& m) { return ascii_iequal(m.name, name); });
}

bool any_under(const ZipFile& zip, std::string_view prefix) {
    return std::any_of(zip.members.begin(), zip.members.end(),
                       [&](const ZipMember& m) { return ascii_istarts(m.name, prefix); });
}

// Parts that say how it looks or fits together, never what it says.
bool is_plumbing(std::string_view name) {
    using namespace std::string_view_literals;
    static constexpr std::array ends{"/styles.xml"sv,         "/fonttable.xml"sv,         "/websettings.xml"sv,
                                     "/numbering.xml"sv,      "/styleswitheffects.xml"sv, "/calcchain.xml"sv,
                                     "[content_types].xml"sv, "/presprops.xml"sv,         "/viewprops.xml"sv,
                                     "/tablestyles.xml"sv,    "/metadata.xml"sv,          "/persons/person.xml"sv,
                                     "/people.xml"sv};
    const std::string lower = ascii_lower(name);
    if (lower.find("/theme/") != std::string::npos || lower.find("printersettings") != std::string::npos) return true;
    if (lower.find("/charts/style") != std::string::npos || lower.find("/charts/colors") != std::string::npos)
        return true;
    return std::any_of(ends.begin(), ends.end(), [&](auto e) { return lower.ends_with(e); });
}

std::string resolved(std::string_view part, std::string_view target) {
    if (target.starts_with('/')) return std::string(target.substr(1));
    std::vector<std::string> at = split(part, '/');
    if (!at.empty()) at.pop_back();
    for (const auto& step : split(target, '/')) {
        if (step == "..") {
            if (!at.empty()) at.pop_back();
        } else if (step != ".") {
            at.push_back(step);
        }
    }
    return join(at, "/");
}

// Targets outside the document (links) are text a reader can be shown; the rest only joins parts.
std::string external_targets(std::string_view octets) {
    pugi::xml_document document;
    document.load_buffer(octets.data(), octets.size(), xml_flags);
    std::string out;
    for (const auto& r : document.first_child().children())
        if (attribute(r, "TargetMode") == "External") out += std::string(attribute(r, "Target")) + "\n";
    return out;
}

}  // namespace

Package::Kind Package::kind_of(const ZipFile& zip) {
    if (!has(zip, "[Content_Types].xml")) return Kind::none;
    if (any_under(zip, "word/")) return Kind::word;
    if (any_under(zip, "xl/")) return Kind::sheet;
    if (any_under(zip, "ppt/")) return Kind::slides;
    return Kind::none;
}

std::string_view Package::type_of(Kind kind) {
    switch (kind) {
        case Kind::word:
            return "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
        case Kind::sheet:
            return "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
        case Kind::slides:
            return "application/vnd.openxmlformats-officedocument.presentationml.presentation";
        case Kind::none:
            break;
    }
    return "application/zip";
}

const ZipMember* Package::find(std::string_view name) const {
    for (const auto& m : zip_.members)
        if (ascii_iequal(m.name, name)) return &m;
    return nullptr;
}

std::vector<const ZipMember*> Package::parts(std::string_view prefix, std::string_view suffix) const {
    std::vector<const ZipMember*> out;
    for (const auto& m : zip_.members) {
        const std::string lower = ascii_lower(m.name);
        if (lower.starts_with(prefix) && lower.ends_with(suffix) && lower.find("/_rels/") == std::string::npos)
            out.push_back(&m);
    }
    return out;
}

std::string Package::load(const ZipMember& member) {
    seen(member);
    if (member.seal != ZipMember::Seal::clear) {
        reader_.not_inspected(place_, NotInspectedReason::encrypted, "a part of the document is encrypted");
        return {};
    }
    Unpacked out = unpack(zip_, member, reader_.budget());
    if (out.state != Unpacked::State::whole) {
        const auto why = out.state == Unpacked::State::limit         ? NotInspectedReason::limit
                         : out.state == Unpacked::State::unsupported ? NotInspectedReason::unsupported
                                                                     : NotInspectedReason::broken;
        reader_.not_inspected(place_, why, printable(member.name, 80) + ": " + out.why);
    }
    return std::move(out.octets);
}

void Package::broken(const ZipMember& member) {
    reader_.not_inspected(place_, NotInspectedReason::broken, printable(member.name, 80) + ": not well-formed XML");
}

std::map<std::string, std::string> Package::relations(std::string_view part) {
    std::map<std::string, std::string> out;
    const auto slash = part.rfind('/');
    const std::string name =
        std::string(part.substr(0, slash + 1)) + "_rels/" + std::string(part.substr(slash + 1)) + ".rels";
    const ZipMember* member = find(name);
    if (!member) return out;
    const std::string octets = load(*member);
    pugi::xml_document document;
    document.load_buffer(octets.data(), octets.size(), xml_flags);
    for (const auto& r : document.first_child().children())
        if (attribute(r, "TargetMode") != "External")
            out[std::string(attribute(r, "Id"))] = resolved(part, attribute(r, "Target"));
    const std::string links = external_targets(octets);
    if (!links.empty()) reader_.text(SegmentKind::hidden, links, place_.beside("links", "links"));
    return out;
}

void Package::read(Kind kind) {
    switch (kind) {
        case Kind::word:
            read_word(*this);
            break;
        case Kind::sheet:
            read_sheets(*this);
            break;
        case Kind::slides:
            read_slides(*this);
            break;
        case Kind::none:
            break;
    }
    rest();
}

void Package::rest() {
    for (const auto& m : zip_.members) {
        if (m.folder || done_.count(m.name) > 0 || is_plumbing(m.name)) continue;
        if (!reader_.budget().spend_member()) {
            reader_.not_inspected(place_, NotInspectedReason::limit, reader_.budget().exhausted());
            return;
        }
        one_of_rest(m);
    }
}

void Package::one_of_rest(const ZipMember& m) {
    const std::string lower = ascii_lower(m.name);
    const std::string octets = load(m);
    if (octets.empty()) return;
    if (lower.ends_with(".rels")) {
        const std::string links = external_targets(octets);
        if (!links.empty()) reader_.text(SegmentKind::hidden, links, place_.beside("links", "links"));
        return;
    }
    const std::string name = printable(m.name, 80);
    if (lower.ends_with(".xml") || lower.ends_with(".vml")) {
        const bool properties = lower.starts_with("docprops/");
        const Place at = properties ? place_.beside("properties", "document properties")
                                    : place_.beside(name, "part \"" + name + '"');
        const XmlText xml = read_xml(octets, !properties && lower.ends_with(".xml"));
        if (!xml.whole && !lower.ends_with(".vml")) broken(m);
        reader_.text(SegmentKind::hidden, xml.text, at);
        return;
    }
    Claim claim;
    claim.filename = m.name;
    reader_.content(claim, octets, place_.inside(name, "embedded \"" + name + '"'));
}

}  // namespace beadle::inspect

#include "inspect/text/package.h"

#include <algorithm>

#include "base/text.h"

#include "inspect/text/active.h"

namespace beadle::inspect {
namespace {

constexpr std::size_t most_relations = 20'000, most_said = 20'000;

bool any_under(const ZipFile& zip, std::string_view prefix) {
    return std::any_of(zip.members.begin(), zip.members.end(),
                       [&](const ZipMember& m) { return ascii_istarts(m.name, prefix); });
}

std::string_view last_word(std::string_view uri) {
    const auto slash = uri.rfind('/');
    return slash == std::string_view::npos ? uri : uri.substr(slash + 1);
}

std::string without_escapes(std::string_view target) {
    std::string out;
    for (std::size_t i = 0; i < target.size(); ++i) {
        const auto octet = target[i] == '%' && i + 2 < target.size() ? unhex(target.substr(i + 1, 2)) : std::nullopt;
        out += octet ? *octet : std::string(1, target[i]);
        if (octet) i += 2;
    }
    return out;
}

// A name inside the package: nothing it says leads out of it.
std::string resolved(std::string_view part, std::string_view target) {
    const std::string plain = without_escapes(target.substr(0, target.find('#')));
    std::vector<std::string> at;
    if (!plain.starts_with('/')) at = split(part, '/');
    if (!at.empty()) at.pop_back();
    for (const auto& step : split(replace_all(plain, "\\", "/"), '/')) {
        if (step == "..") {
            if (!at.empty()) at.pop_back();
        } else if (step != "." && !step.empty()) {
            at.push_back(step);
        }
    }
    return join(at, "/");
}

}  // namespace

Package::Package(const ZipFile& zip, Reader& reader, const Place& place)
    : zip_(zip), reader_(reader), place_(place), seen_(zip.members.size()) {
    for (std::size_t i = 0; i < zip.members.size(); ++i) names_.emplace(ascii_lower(zip.members[i].name), i);
}

Package::Kind Package::kind_of(const ZipFile& zip) {
    bool package = false;
    for (const auto& m : zip.members)
        package = package || ascii_iequal(m.name, "[Content_Types].xml") || ascii_iequal(m.name, "_rels/.rels");
    if (!package) return Kind::none;
    if (any_under(zip, "word/")) return Kind::word;
    if (any_under(zip, "xl/")) return Kind::sheet;
    if (any_under(zip, "ppt/")) return Kind::slides;
    return Kind::other;
}

std::string_view Package::type_of(Kind kind) {
    switch (kind) {
        case Kind::word:
            return "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
        case Kind::sheet:
            return "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
        case Kind::slides:
            return "application/vnd.openxmlformats-officedocument.presentationml.presentation";
        case Kind::other:
            return "application/vnd.openxmlformats-package";
        case Kind::none:
            break;
    }
    return "application/zip";
}

const ZipMember* Package::find(std::string_view name) const {
    const auto it = names_.find(ascii_lower(name));
    return it == names_.end() ? nullptr : &zip_.members[it->second];
}

const ZipMember* Package::target(std::string_view part, std::string_view type) {
    for (const auto& r : relations(part))
        if (r.type == type && !r.external)
            if (const auto* member = find(r.target)) return member;
    return nullptr;
}

bool Package::is_seen(const ZipMember& member) const {
    return seen_[static_cast<std::size_t>(&member - zip_.members.data())];
}

std::string Package::load(const ZipMember& member) {
    seen_[static_cast<std::size_t>(&member - zip_.members.data())] = true;
    if (member.seal != ZipMember::Seal::clear && member.seal != ZipMember::Seal::contradictory) {
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

void Package::missing(const std::string& what) {
    reader_.not_inspected(place_, NotInspectedReason::broken, printable(what, 120) + ": its part is missing");
}

void Package::cosmetic(const Place& at, std::string why) {
    reader_.protect(at, ProtectionMethod::ooxml, ProtectionGrade::cosmetic, false, std::move(why));
}

void Package::judge(const XmlPull& xml, std::string_view name) {
    const std::string shown = printable(name, 80);
    if (!xml.trouble().empty())
        reader_.not_inspected(place_, NotInspectedReason::broken, shown + ": " + std::string(xml.trouble()));
    if (xml.too_deep())
        reader_.not_inspected(place_, NotInspectedReason::limit, shown + ": elements deeper than are followed");
    reader_.text(SegmentKind::hidden, xml.telling(), place_.beside("attributes", "names and attributes"));
    // What an entity would have put into the text is words.
    if (!xml.declarations().empty())
        reader_.text(SegmentKind::hidden, std::string(xml.declarations().substr(0, 1u << 20)),
                     place_.beside("document type", "document type"));
}

bool Package::first_time(std::string_view text) {
    if (said_.size() >= most_said) return true;
    return said_.insert(sha256(bare(text))).second;
}

const std::vector<Package::Relation>& Package::relations(std::string_view part) {
    const auto [it, fresh] = relations_.try_emplace(std::string(part));
    if (!fresh) return it->second;
    const auto slash = part.rfind('/');
    const auto folder = slash == std::string_view::npos ? std::string_view{} : part.substr(0, slash + 1);
    const std::string name = std::string(folder) + "_rels/" + std::string(part.substr(folder.size())) + ".rels";
    const ZipMember* member = find(name);
    if (!member || is_seen(*member)) return it->second;
    const std::string octets = load(*member);
    XmlPull xml(octets);
    for (auto event = xml.next(); event != XmlPull::Event::stop; event = xml.next()) {
        if (event != XmlPull::Event::start || xml.name() != "Relationship" || it->second.size() >= most_relations)
            continue;
        Relation r;
        r.id = xml.attribute("Id");
        r.type = last_word(xml.attribute("Type"));
        r.external = xml.attribute("TargetMode") == "External";
        r.target = r.external ? xml.attribute("Target") : resolved(part, xml.attribute("Target"));
        if (r.external) external(r);
        if (r.type == "xlMacrosheet" || r.type == "xlIntlMacrosheet")
            reader_.found(FindingKind::macro, place_.beside("macros", "macro sheet"), Confidence::high, "Excel 4.0 macro sheet");
        it->second.push_back(std::move(r));
    }
    judge(xml, name);
    return it->second;
}

// Where a link leads is text that a reader can be shown.
void Package::external(const Relation& relation) {
    if (const auto active = judge_target(relation.type, relation.target))
        reader_.found(FindingKind::macro, place_.beside("linked content", "linked content"), active->confidence,
                      active->what);
    const bool fetched =
        relation.type == "attachedTemplate" || relation.type == "oleObject" || relation.type == "frame";
    if (fetched)
        reader_.text(SegmentKind::hidden, relation.target,
                     place_.beside("linked content",
                                   relation.type == "attachedTemplate" ? "attached template" : "linked content"));
    else if (first_time("link " + relation.target))
        reader_.text(SegmentKind::hidden, relation.target, place_.beside("links", "links"));
}

void Package::find_main() {
    for (const auto& r : relations(""))
        if ((r.type == "officeDocument" || r.type == "fixedrepresentation" || r.type == "document") && !r.external &&
            main_.empty())
            main_ = r.target;
    if (!main_.empty() && !find(main_)) missing("the document itself");
    if (!main_.empty() && find(main_)) return;
    for (const char* usual : {"word/document.xml", "xl/workbook.xml", "xl/workbook.bin", "ppt/presentation.xml"})
        if (find(usual)) main_ = usual;
}

Package::Kind Package::kind_by_root(Kind guessed) {
    const ZipMember* member = find(main_);
    if (!member || member->broken) return guessed;
    if (ascii_lower(member->name).ends_with(".bin")) return Kind::sheet;
    Budget look(reader_.budget().limits(), member->packed, system_clock());  // looked at twice, paid once
    const std::string root = xml_root(unpack(zip_, *member, look).octets);
    if (root == "document" || root == "glossaryDocument") return Kind::word;
    if (root == "workbook") return Kind::sheet;
    if (root == "presentation") return Kind::slides;
    return guessed;
}

// Two parts of one name: programs differ in which one they read.
void Package::note_twins() {
    if (!zip_.contradiction.empty()) return;  // said already
    std::size_t listed = 0;
    std::set<std::string> once;
    for (const auto& m : zip_.members) {
        if (m.again || m.folder) continue;
        ++listed;
        once.insert(ascii_lower(m.name));
    }
    if (once.size() < listed)
        reader_.found(FindingKind::ambiguous_structure, place_, Confidence::medium,
                      "two parts of the document have one name");
}

std::string_view Package::read(Kind kind) {
    note_twins();
    find_main();
    kind = kind_by_root(kind);
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
        case Kind::other:
            rest([](const Part&) { return false; });
            break;
    }
    const bool document = kind == Kind::word || kind == Kind::sheet || kind == Kind::slides;
    if (document && !titled_) reader_.inaccessible(place_, "a title");
    const bool binary = kind == Kind::sheet && ascii_lower(main_).ends_with(".bin");
    return binary ? "application/vnd.ms-excel.sheet.binary.macroenabled.12" : type_of(kind);
}

void Package::rest(const Take& take) {
    for (const auto& m : zip_.members) {
        if (m.folder || is_seen(m)) continue;
        if (!reader_.budget().time_left()) {
            reader_.not_inspected(place_, NotInspectedReason::limit, reader_.budget().exhausted());
            return;
        }
        if (m.name.ends_with(".rels") && m.name.find("_rels/") != std::string::npos) {
            const auto at = m.name.rfind("_rels/");
            relations(m.name.substr(0, at) + m.name.substr(at + 6, m.name.size() - at - 11));
            if (is_seen(m)) continue;
        }
        const std::string octets = load(m);
        if (octets.empty()) continue;
        const Part part{m, m.name, xml_root(octets), octets};
        if (!take(part)) other_part(part);
    }
}

}  // namespace beadle::inspect

#include <algorithm>

#include "base/text.h"

#include "inspect/text/archive.h"
#include "inspect/text/package.h"
#include "inspect/text/reader.h"
#include "inspect/text/seal_zip.h"

namespace beadle::inspect {
namespace {

NotInspectedReason reason_of(Unpacked::State state) {
    switch (state) {
        case Unpacked::State::limit:
            return NotInspectedReason::limit;
        case Unpacked::State::unsupported:
            return NotInspectedReason::unsupported;
        case Unpacked::State::damaged:
        case Unpacked::State::whole:
            break;
    }
    return NotInspectedReason::broken;
}

Place member_place(const Place& place, const std::string& name) {
    const std::string shown = name.empty() ? "member" : printable(name, 120);
    return place.inside(shown, '"' + shown + '"');
}

void read_member(Reader& reader, const ZipFile& zip, const ZipMember& m, const Place& place) {
    const Place at = member_place(place, m.name);
    const Unpacked data = unpack(zip, m, reader.budget());
    if (data.state != Unpacked::State::whole) reader.not_inspected(at, reason_of(data.state), data.why);
    Claim claim;
    claim.filename = m.name;
    if (!data.octets.empty()) reader.content(claim, data.octets, at);
}

void read_members(Reader& reader, const ZipFile& zip, const Place& place) {
    for (const auto& m : zip.members) {
        const bool sealed = m.seal != ZipMember::Seal::clear && m.seal != ZipMember::Seal::contradictory;
        if (m.folder || sealed) continue;
        if (!reader.budget().spend_member() || !reader.budget().time_left()) {
            reader.not_inspected(place, NotInspectedReason::limit, reader.budget().exhausted());
            return;
        }
        read_member(reader, zip, m, place);
    }
}

void judge_seal(Reader& reader, const ZipFile& zip, const Place& place) {
    const ZipSeal seal = seal_of(zip);
    if (!seal.sealed) return;
    reader.protect(place, ProtectionMethod::zip, seal.grade, seal.protects, seal.why);
    reader.not_inspected(place, seal.sham ? NotInspectedReason::broken : NotInspectedReason::encrypted, seal.why);
}

// OpenDocument and its like say what they are in a first, stored member.
std::string_view stored_type(const ZipFile& zip) {
    if (zip.members.empty()) return {};
    const auto& m = zip.members.front();
    if (m.name != "mimetype" || m.method != 0 || m.broken || m.packed > 100) return {};
    return trim(zip.octets.substr(m.data, m.packed));
}

}  // namespace

std::string_view read_zip_archive(Reader& reader, std::string_view octets, const Place& place) {
    const ZipFile zip = read_zip(octets, std::size_t{4} * reader.budget().limits().members);
    if (!zip.contradiction.empty())
        reader.found(FindingKind::ambiguous_structure, place, Confidence::medium, "ZIP: " + zip.contradiction);
    if (zip.broken) reader.not_inspected(place, NotInspectedReason::broken, "ZIP archive without a usable directory");
    if (zip.too_many) reader.not_inspected(place, NotInspectedReason::limit, "more members than are read");
    if (zip.sealed_directory)
        reader.not_inspected(place, NotInspectedReason::encrypted, "ZIP archive with an encrypted directory");
    judge_seal(reader, zip, place);
    const auto kind = Package::kind_of(zip);
    if (kind != Package::Kind::none) {
        Package(zip, reader, place).read(kind);
        return Package::type_of(kind);
    }
    std::string names = zip.other_names;
    for (const auto& m : zip.members) names += m.name + "\n";
    Place at = place;
    at.location += " › names of its members";
    reader.name(names, at);
    if (stored_type(zip).starts_with("application/vnd.oasis.opendocument")) {
        reader.not_inspected(place, NotInspectedReason::unsupported, "OpenDocument file");
        return "application/vnd.oasis.opendocument";
    }
    read_members(reader, zip, place);
    return {};
}

void read_other_archive(Reader& reader, const Sniffed& s, std::string_view octets, const Place& place) {
    std::string names;
    const Walked end = walk_archive(octets, reader.budget(), [&](ArchiveMember& m) {
        const bool single = s.format == Format::compressed && m.name == "data";  // a packed file that is no archive
        if (!single) names += m.name + "\n";
        const Place at = single ? place.inside("content", "content") : member_place(place, m.name);
        if (m.encrypted) {
            reader.not_inspected(at, NotInspectedReason::encrypted, std::string(s.words) + " member");
            return;
        }
        if (m.data.state != Unpacked::State::whole) reader.not_inspected(at, reason_of(m.data.state), m.data.why);
        Claim claim;
        claim.filename = single ? std::string() : m.name;
        if (!m.data.octets.empty()) reader.content(claim, m.data.octets, at);
    });
    Place at = place;
    at.location += " › names of its members";
    reader.name(names, at);
    const std::string words = std::string(s.words) + ": " + end.why;
    switch (end.state) {
        case Walked::State::whole:
            break;
        case Walked::State::damaged:
            reader.not_inspected(place, NotInspectedReason::broken, words);
            break;
        case Walked::State::limit:
            reader.not_inspected(place, NotInspectedReason::limit, words);
            break;
        case Walked::State::encrypted:
            reader.not_inspected(place, NotInspectedReason::encrypted, words);
            break;
    }
}

}  // namespace beadle::inspect

// ZIP archives: every member by every reading of the two tables, documents that are ZIP files by their own readers.
#include "base/text.h"

#include "inspect/text/archives.h"
#include "inspect/text/dangerous.h"
#include "inspect/text/odf.h"
#include "inspect/text/package.h"
#include "inspect/text/seal_zip.h"

namespace beadle::inspect {
namespace {

void read_member(Reader& reader, const ZipFile& zip, const ZipMember& m, const Place& place) {
    const Place at = member_place(place, m.name);
    const Unpacked data = unpack(zip, m, reader.budget());
    // A second reading of a member that makes no sense is no reading.
    if (data.state != Unpacked::State::whole && !(m.again && data.state == Unpacked::State::damaged))
        reader.not_inspected(at, reason_of(data.state), data.why);
    Claim claim;
    claim.filename = m.name;
    if (!data.octets.empty()) reader.content(claim, data.octets, at);
    if (data.unused > 0) read_rest(reader, zip.octets.substr(m.data + m.packed - data.unused, data.unused), at);
}

bool is_read(const ZipFile& zip, const ZipMember& m) {
    if (m.folder) return false;
    if (m.seal == ZipMember::Seal::clear || m.seal == ZipMember::Seal::contradictory) return true;
    return seems_clear(zip, m);
}

void read_members(Reader& reader, const ZipFile& zip, const Place& place) {
    for (const auto& m : zip.members) {
        if (!is_read(zip, m)) {
            if (!m.folder) judge_sealed_name(reader, m.name, member_place(place, m.name));
            continue;
        }
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
    if (!seal.sham) reader.lock(Lock::Kind::archive, zip.octets, place);
}

void report(Reader& reader, const ZipFile& zip, const Place& place) {
    if (!zip.contradiction.empty())
        reader.found(FindingKind::ambiguous_structure, place, Confidence::medium, "ZIP: " + zip.contradiction);
    if (zip.broken) reader.not_inspected(place, NotInspectedReason::broken, "ZIP archive without a usable directory");
    if (zip.volumes)
        reader.not_inspected(place, NotInspectedReason::unsupported, "part of an archive in several volumes");
    if (zip.too_many) reader.not_inspected(place, NotInspectedReason::limit, "more members than are read");
    if (zip.sealed_directory)
        reader.not_inspected(place, NotInspectedReason::encrypted, "ZIP archive with an encrypted directory");
    judge_seal(reader, zip, place);
}

void read_as_archive(Reader& reader, const ZipFile& zip, const Place& place) {
    std::string names = zip.other_names;
    for (const auto& m : zip.members) names += m.name + "\n";
    names_of_members(reader, std::move(names), place);
    read_members(reader, zip, place);
}

}  // namespace

std::string_view read_zip_archive(Reader& reader, std::string_view octets, const Place& place) {
    const ZipFile zip = read_zip(octets, std::size_t{4} * reader.budget().limits().members);
    report(reader, zip, place);
    if (const auto danger = danger_of_archive(zip))
        reader.found(FindingKind::dangerous_file, place, danger->confidence, danger->what);
    for (const auto between : zip.between) read_rest(reader, between, place);
    const auto kind = Package::kind_of(zip);
    if (kind != Package::Kind::none) {
        const auto type = Package(zip, reader, place).read(kind);
        names_of_members(reader, zip.other_names, place);
        return type;
    }
    if (is_odf(zip)) {
        const auto type = read_odf(reader, zip, place);
        names_of_members(reader, zip.other_names, place);
        return type;
    }
    read_as_archive(reader, zip, place);
    return {};
}

}  // namespace beadle::inspect

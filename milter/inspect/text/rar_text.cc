// RAR archives: libarchive unpacks what is clear, the archive's own headers say what is sealed.
#include <algorithm>

#include <zlib.h>

#include "inspect/text/archives.h"
#include "inspect/text/dangerous.h"
#include "inspect/text/noise.h"
#include "inspect/text/rar_file.h"

namespace beadle::inspect {
namespace {

constexpr Sniffed rar{Format::rar, "application/vnd.rar", "RAR archive"};

// The flag says sealed, and the octets are the file, or no cipher's.
bool is_sham(const RarMember& m) {
    if (!m.sealed || m.split) return false;
    if (!looks_sealed(m.packed) || (!m.weak && m.packed.size() % 16 != 0)) return true;
    if (!m.stored || m.crc == 0 || m.packed.size() < m.plain) return false;
    const auto octets = m.packed.substr(0, m.plain);
    return ::crc32_z(0, reinterpret_cast<const Bytef*>(octets.data()), octets.size()) == m.crc;
}

void judge(Reader& reader, const RarFile& file, const Place& place) {
    const auto say = [&](ProtectionGrade grade, bool protects, const char* why, NotInspectedReason reason) {
        reader.protect(place, ProtectionMethod::rar, grade, protects, why);
        reader.not_inspected(place, reason, why);
        if (reason == NotInspectedReason::encrypted) reader.lock(Lock::Kind::none, {}, place);
    };
    const auto* cipher = file.five ? "aes-256" : "aes-128";
    if (file.sealed_headers) return say(ProtectionGrade::strong, true, cipher, NotInspectedReason::encrypted);
    std::size_t sealed = 0, clear = 0, weak = 0, sham = 0;
    for (const auto& m : file.members) {
        if (m.folder || (m.plain == 0 && m.packed.empty())) continue;
        ++(m.sealed ? sealed : clear);
        weak += m.sealed && m.weak;
        sham += is_sham(m);
    }
    if (sealed == 0) return;
    if (sham > 0) return say(ProtectionGrade::opaque, false, "members are readable", NotInspectedReason::broken);
    if (clear > 0) return say(ProtectionGrade::partial, false, "some-members-clear", NotInspectedReason::encrypted);
    if (weak > 0) return say(ProtectionGrade::weak, true, "rar-2-cipher", NotInspectedReason::encrypted);
    say(ProtectionGrade::strong, true, cipher, NotInspectedReason::encrypted);
}

// Those that are clear, each as an archive of its own, so that what is sealed or in another volume does not stand in the
// way.
void read_one_by_one(Reader& reader, const RarFile& file, MemberReader& members, const Place& place) {
    bool asked_for_more = false;
    for (const auto& m : file.members) {
        if (m.sealed && is_sham(m)) {
            ArchiveMember readable;
            readable.name = m.name, readable.octets = m.packed.substr(0, std::max<std::uint64_t>(m.plain, 1));
            members.take(readable);
            continue;
        }
        members.name(m.name);
        if (m.sealed && !m.folder) judge_sealed_name(reader, m.name, member_place(place, m.name));
        if (m.sealed || m.folder) continue;
        if (m.split || m.solid) {
            asked_for_more = true;
            continue;
        }
        ArchivePlan plan;
        plan.kind = file.five ? ArchiveKind::rar5 : ArchiveKind::rar4;
        plan.pieces = {file.start, m.block};
        const auto end = walk_archive(plan, reader.budget(), [&](ArchiveMember& one) {
            members.take(one);
            return false;
        });
        members.say(end);
        if (end.state == Walked::State::limit) return;
    }
    if (asked_for_more)
        reader.not_inspected(place, NotInspectedReason::unsupported,
                             file.volume ? "part of an archive in several volumes" : "members that build on sealed ones");
}

}  // namespace

void read_rar_archive(Reader& reader, std::string_view octets, const Place& place) {
    const RarFile file = read_rar(octets, std::size_t{4} * reader.budget().limits().members);
    judge(reader, file, place);
    if (file.too_many) reader.not_inspected(place, NotInspectedReason::limit, "more members than are read");
    if (file.broken) reader.not_inspected(place, NotInspectedReason::broken, "damaged RAR archive");
    if (file.other_streams)
        reader.not_inspected(place, NotInspectedReason::unsupported, "RAR archive with a packed comment or streams");
    MemberReader members(reader, rar, place);
    if (!file.comment.empty()) members.name(file.comment);
    const bool any = std::any_of(file.members.begin(), file.members.end(),
                                 [](const RarMember& m) { return m.sealed || m.split; });
    if (any)
        read_one_by_one(reader, file, members, place);
    else if (!file.sealed_headers && !file.members.empty())
        members.walk({file.five ? ArchiveKind::rar5 : ArchiveKind::rar4, {octets.substr(0, file.end)}, {}});
    if (file.volume && !any)
        reader.not_inspected(place, NotInspectedReason::unsupported, "part of an archive in several volumes");
    members.done();
    if (!file.broken && !file.too_many) read_rest(reader, octets.substr(file.end), place);
}

}  // namespace beadle::inspect

// 7z archives: libarchive unpacks what is clear; the archive's own directory says what is sealed and how.
#include <algorithm>

#include "inspect/text/archives.h"
#include "inspect/text/dangerous.h"
#include "inspect/text/noise.h"
#include "inspect/text/seven_zip.h"

namespace beadle::inspect {
namespace {

constexpr Sniffed words{Format::seven_zip, "application/x-7z-compressed", "7z archive"};

void say(Reader& reader, const Place& place, ProtectionGrade grade, bool protects, const std::string& why,
         NotInspectedReason reason) {
    reader.protect(place, ProtectionMethod::seven_zip, grade, protects, why);
    reader.not_inspected(place, reason, why);
}

// Sealed octets are whole blocks of the cipher, and noise.
bool is_sham(const SevenZipFolder& f) {
    return f.sealed() && std::any_of(f.packed.begin(), f.packed.end(),
                                     [](auto p) { return p.size() % 16 != 0 || !looks_sealed(p); });
}

void judge(Reader& reader, const SevenZip& file, std::string_view octets, const Place& place) {
    const auto lock = [&](ProtectionGrade grade, bool protects, const char* why) {
        say(reader, place, grade, protects, why, NotInspectedReason::encrypted);
        reader.lock(Lock::Kind::archive, octets, place);
    };
    if (file.state == SevenZip::State::sealed_directory) return lock(ProtectionGrade::strong, true, "aes-256");
    std::size_t sealed = 0, clear = 0;
    for (const auto& f : file.files) {
        if (!f.stream || f.size == 0) continue;
        ++(f.sealed ? sealed : clear);
    }
    if (sealed == 0) return;
    if (std::any_of(file.folders.begin(), file.folders.end(), is_sham))
        return say(reader, place, ProtectionGrade::opaque, false, "not-what-it-claims", NotInspectedReason::broken);
    if (clear > 0) return lock(ProtectionGrade::partial, false, "some-members-clear");
    lock(ProtectionGrade::strong, true, "aes-256");
}

bool report(Reader& reader, const SevenZip& file, const Place& place) {
    switch (file.state) {
        case SevenZip::State::whole:
        case SevenZip::State::sealed_directory:
            break;
        case SevenZip::State::broken:
            reader.not_inspected(place, NotInspectedReason::broken, "7z archive: " + file.why);
            break;
        case SevenZip::State::limit:
            reader.not_inspected(place, NotInspectedReason::limit, "7z archive: " + file.why);
            break;
        case SevenZip::State::cut:
            reader.not_inspected(place, NotInspectedReason::unsupported, "7z archive: " + file.why);
            break;
    }
    return file.state == SevenZip::State::whole;
}

// Sealed folders stop libarchive: the clear ones are unpacked here, where their coders are known.
void read_clear_folders(Reader& reader, const SevenZip& file, MemberReader& members, const Place& place) {
    std::vector<std::vector<const SevenZipFile*>> in_folder(file.folders.size());
    for (const auto& f : file.files) {
        if (f.stream && !f.sealed) {
            in_folder[f.folder].push_back(&f);
            continue;
        }
        members.name(f.name);
        if (f.sealed) judge_sealed_name(reader, f.name, member_place(place, f.name));
    }
    for (std::size_t i = 0; i < in_folder.size(); ++i) {
        if (is_sham(file.folders[i]))
            for (const auto packed : file.folders[i].packed) reader.content({}, packed, place.inside("member", "member"));
        if (in_folder[i].empty()) continue;
        const auto plain = unpack_folder(file.folders[i], reader.budget());
        if (!plain)
            reader.not_inspected(place, NotInspectedReason::unsupported, "7z archive: packed in a way nobody here unpacks");
        std::uint64_t at = 0;
        for (const auto* f : in_folder[i]) {
            ArchiveMember m;
            m.name = f->name;
            if (plain && f->size <= plain->size() - at) m.octets = std::string_view(*plain).substr(at, f->size);
            at += m.octets.size();
            if (!reader.budget().spend_member()) return members.say({Walked::State::limit, reader.budget().exhausted()});
            members.take(m);
        }
    }
}

}  // namespace

void read_seven_zip_archive(Reader& reader, std::string_view octets, const Place& place) {
    const SevenZip file = read_seven_zip(octets, std::size_t{4} * reader.budget().limits().members, reader.budget());
    judge(reader, file, octets, place);
    if (!report(reader, file, place)) return;
    const auto whole = octets.substr(0, file.end);
    MemberReader members(reader, words, place);
    if (std::any_of(file.files.begin(), file.files.end(), [](const auto& f) { return f.sealed; }))
        read_clear_folders(reader, file, members, place);
    else
        members.walk({ArchiveKind::seven_zip, {whole}, {}});
    members.done();
    read_rest(reader, octets.substr(file.end), place);
}

}  // namespace beadle::inspect

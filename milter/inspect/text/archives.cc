// Archives other than ZIP, RAR and 7z, and packed files; and what stands beside an archive in its file.
#include "inspect/text/archives.h"

#include <algorithm>
#include <set>

#include "base/text.h"

#include "inspect/text/cabinet_blocks.h"
#include "inspect/text/dangerous.h"
#include "inspect/text/little_endian.h"
#include "inspect/text/stream.h"

namespace beadle::inspect {
namespace {

using namespace std::string_view_literals;

constexpr char several_volumes[] = "part of an archive in several volumes";

// "list.txt" of "list.txt.gz"; "list.tar" of "list.tgz".
std::string stem(std::string_view filename) {
    const auto slash = filename.find_last_of("/\\");
    if (slash != std::string_view::npos) filename.remove_prefix(slash + 1);
    const auto dot = filename.rfind('.');
    if (dot == std::string_view::npos || dot == 0) return {};
    const std::string extension = ascii_lower(filename.substr(dot));
    std::string out(filename.substr(0, dot));
    return extension.size() == 4 && extension.starts_with(".t") && extension != ".txt" ? out + ".tar" : out;
}

void read_stream(Reader& reader, const Sniffed& s, const Claim& claim, std::string_view octets, const Place& place) {
    Stream stream = unpack_stream(stream_kind(octets), octets, reader.budget());
    const std::string name = stream.name.empty() ? stem(claim.filename) : stream.name.substr(0, stream.name.find('\n'));
    const std::string shown = name.empty() ? "content" : printable(name, 120);
    const Place at = place.inside(shown, name.empty() ? shown : '"' + shown + '"');
    reader.name(stream.name + "\n" + stream.comment, at);
    if (stream.data.state != Unpacked::State::whole)
        reader.not_inspected(at, reason_of(stream.data.state), std::string(s.words) + ": " + stream.data.why);
    Claim inside;
    inside.filename = name;
    if (!stream.data.octets.empty()) reader.content(inside, stream.data.octets, at);
    read_rest(reader, octets.substr(std::min(stream.used, octets.size())), place);
}

ArchiveKind kind_of(Format format) {
    switch (format) {
        case Format::cpio:
            return ArchiveKind::cpio;
        case Format::ar:
            return ArchiveKind::ar;
        case Format::cabinet:
            return ArchiveKind::cabinet;
        case Format::disc:
            return ArchiveKind::disc;
        case Format::lha:
            return ArchiveKind::lha;
        default:
            return ArchiveKind::tar;
    }
}

// A second tree of names over the same files, or over others.
std::vector<std::string_view> trees_of(std::string_view disc) {
    std::vector<std::string_view> out{""};
    for (std::size_t at = 32768 + 2048; at + 2048 <= disc.size() && disc.substr(at + 1, 5) == "CD001"; at += 2048)
        if (disc[at] == 2) out = {"", "iso9660:!joliet", "iso9660:!rockridge"};
    return out;
}

bool has_udf(std::string_view disc) {
    for (std::size_t at = 32768; at + 2048 <= disc.size() && at < 32768 + 32 * 2048; at += 2048)
        if (disc.substr(at + 1, 4) == "NSR0") return true;
    return false;
}

void read_disc(Reader& reader, const Sniffed& s, std::string_view octets, const Place& place) {
    MemberReader members(reader, s, place);
    members.once_each();
    for (const auto tree : trees_of(octets)) members.walk({ArchiveKind::disc, {octets}, tree});
    members.done();
    if (has_udf(octets))
        reader.not_inspected(place, NotInspectedReason::unsupported, "disc image with a UDF file system");
    const auto before = octets.substr(0, 32768);
    if (before.find_first_not_of('\0') != std::string_view::npos) read_rest(reader, before, place);
}

void read_cabinet(Reader& reader, const Sniffed& s, std::string_view octets, const Place& place) {
    const auto size = std::min<std::uint64_t>(le32(octets, 8), octets.size());
    if ((le16(octets, 30) & 3) != 0)
        reader.not_inspected(place, NotInspectedReason::unsupported, several_volumes);
    if (!cabinet_holds_its_files(octets.substr(0, size))) {
        reader.not_inspected(place, NotInspectedReason::broken, "cabinet whose blocks do not hold its files");
        return read_rest(reader, octets.substr(size), place);
    }
    MemberReader members(reader, s, place);
    members.walk({ArchiveKind::cabinet, {octets.substr(0, size)}, {}});
    members.done();
    read_rest(reader, octets.substr(size), place);
}

// libarchive takes half a header for the end.
bool is_cut_ar(std::string_view octets) {
    std::size_t at = 8;
    while (octets.size() - at >= 60) {
        std::size_t size = 0;
        for (const char c : octets.substr(at + 48, 10))
            if (c >= '0' && c <= '9' && size <= octets.size()) size = size * 10 + static_cast<std::size_t>(c - '0');
        at += 60 + size + size % 2;
        if (at >= octets.size()) return false;
    }
    return octets.find_first_not_of('\n', at) != std::string_view::npos;
}

bool is_volume_of_tar(std::string_view octets) {
    for (std::size_t at = 0; at + 512 <= octets.size() && at <= 1024; at += 512)
        if (octets[at + 156] == 'M' && is_tar(octets.substr(at))) return true;
    return false;
}

}  // namespace

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

void names_of_members(Reader& reader, std::string names, const Place& place) {
    Place at = place;
    at.location += " › names of its members";
    reader.name(names, at);
}

void read_rest(Reader& reader, std::string_view octets, const Place& place) {
    const auto from = octets.find_first_not_of('\0');
    if (from == std::string_view::npos || octets.size() < 4) return;
    octets.remove_prefix(from / 512 * 512);
    reader.found(FindingKind::ambiguous_structure, place, Confidence::medium, "octets beside the archive in its file");
    reader.content({}, octets, place.inside("rest", "octets beside the archive"));
}

void MemberReader::walk(const ArchivePlan& plan) {
    const Walked end = walk_archive(plan, reader_.budget(), [&](ArchiveMember& m) { return take(m); });
    say(end);
}

bool MemberReader::take(ArchiveMember& m) {
    if (names_.size() < (4u << 20)) {
        names_ += m.name + "\n";
        if (!m.link.empty()) names_ += m.link + "\n";
    }
    const Place at = member_place(place_, m.name);
    if (m.encrypted) {
        reader_.not_inspected(at, NotInspectedReason::encrypted, std::string(sniffed_.words) + " member");
        judge_sealed_name(reader_, m.name, at);
        return true;
    }
    if (m.data.state != Unpacked::State::whole)
        reader_.not_inspected(at, reason_of(m.data.state), std::string(sniffed_.words) + ": " + m.data.why);
    if (m.octets.empty() || (once_ && !seen_.insert(sha256(m.octets)).second)) return true;
    Claim claim;
    claim.filename = m.name;
    reader_.content(claim, m.octets, at);
    return true;
}

void MemberReader::say(const Walked& end) {
    const std::string words = std::string(sniffed_.words) + ": " + end.why;
    switch (end.state) {
        case Walked::State::whole:
            break;
        case Walked::State::damaged:
            reader_.not_inspected(place_, NotInspectedReason::broken, words);
            break;
        case Walked::State::limit:
            reader_.not_inspected(place_, NotInspectedReason::limit, words);
            break;
        case Walked::State::encrypted:
            reader_.not_inspected(place_, NotInspectedReason::encrypted, words);
            break;
    }
}

void read_other_archive(Reader& reader, const Sniffed& s, const Claim& claim, std::string_view octets,
                        const Place& place) {
    switch (s.format) {
        case Format::compressed:
            return read_stream(reader, s, claim, octets, place);
        case Format::rar:
            return read_rar_archive(reader, octets, place);
        case Format::seven_zip:
            return read_seven_zip_archive(reader, octets, place);
        case Format::disc:
            return read_disc(reader, s, octets, place);
        case Format::cabinet:
            return read_cabinet(reader, s, octets, place);
        default:
            break;
    }
    if (s.format == Format::tar && is_volume_of_tar(octets))
        reader.not_inspected(place, NotInspectedReason::unsupported, several_volumes);
    if (s.format == Format::ar && is_cut_ar(octets))
        reader.not_inspected(place, NotInspectedReason::broken, "ar archive that ends early");
    MemberReader members(reader, s, place);
    members.walk({kind_of(s.format), {octets}, {}});
    members.done();
}

}  // namespace beadle::inspect

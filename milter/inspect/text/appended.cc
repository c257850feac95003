// Archives that begin in the middle of a file: behind a program that unpacks itself, behind a picture.
#include <algorithm>
#include <array>

#include "inspect/text/archives.h"
#include "inspect/text/little_endian.h"
#include "inspect/text/rar_file.h"
#include "inspect/text/seven_zip.h"
#include "inspect/text/zip_file.h"

namespace beadle::inspect {
namespace {

using namespace std::string_view_literals;

constexpr std::array signatures{"Rar!\x1A\x07"sv, "7z\xBC\xAF\x27\x1C"sv, "MSCF\0\0\0\0"sv};
constexpr std::size_t most_archives = 4, most_tries = 64;

// Programs that unpack such archives carry the signature among their constants too.
bool is_archive(std::string_view s, Budget& budget) {
    if (s.starts_with("Rar!")) {
        const RarFile file = read_rar(s, 1);
        return !file.members.empty() || file.sealed_headers;
    }
    if (s.starts_with("7z")) {
        const auto state = read_seven_zip(s, std::size_t{4} * budget.limits().members, budget).state;
        return state != SevenZip::State::broken && state != SevenZip::State::cut;
    }
    return s.size() > 36 && s[25] == 1 && le32(s, 8) > 36 && le32(s, 8) <= s.size() && le32(s, 16) < le32(s, 8) &&
           le16(s, 26) > 0 && le16(s, 28) > 0;
}

bool is_plain_program(Format format) { return format == Format::program; }

void announce(Reader& reader, const Sniffed& s, std::string_view what, const Place& place) {
    if (is_plain_program(s.format)) return;  // a program that unpacks itself is what it seems
    reader.found(FindingKind::ambiguous_structure, place, Confidence::medium,
                 std::string(s.words) + " that is a " + std::string(what) + " too");
}

void read_by_signature(Reader& reader, const Sniffed& s, std::string_view octets, const Place& place) {
    std::size_t archives = 0, tries = 0;
    for (const auto signature : signatures) {
        for (auto at = octets.find(signature, 1); at != std::string_view::npos; at = octets.find(signature, at + 1)) {
            if (++tries > most_tries || archives == most_archives) {
                reader.not_inspected(place, NotInspectedReason::limit, "more archives inside than are looked for");
                return;
            }
            const auto rest = octets.substr(at);
            if (!is_archive(rest, reader.budget())) continue;
            const auto inner = sniff(rest, "", "");
            announce(reader, s, inner.words, place);
            reader.content({}, rest, place.inside("archive", "archive inside"));
            ++archives;
            break;  // what stands behind it is looked at from there
        }
    }
}

}  // namespace

void read_appended(Reader& reader, const Sniffed& s, std::string_view octets, const Place& place) {
    switch (s.format) {
        case Format::image:
        case Format::emf:
        case Format::unknown:
        case Format::unsupported:
        case Format::program:
            break;
        case Format::text:
        case Format::html:
        case Format::xml:
        case Format::table:
            if (!has_zip_tail(octets, true)) return;
            announce(reader, s, "ZIP archive", place);
            (void)read_zip_archive(reader, octets, place);
            return;
        default:
            return;
    }
    if (has_zip_tail(octets)) {
        announce(reader, s, "ZIP archive", place);
        if (s.format == Format::unknown) read_rest(reader, read_zip(octets, 1).before, place);
        (void)read_zip_archive(reader, octets, place);
        return;
    }
    read_by_signature(reader, s, octets, place);
}

}  // namespace beadle::inspect

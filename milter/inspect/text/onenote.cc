// Files inside a OneNote section: kept whole, each behind a mark and its length.
#include <algorithm>

#include "base/text.h"

#include "inspect/text/dangerous.h"
#include "inspect/text/little_endian.h"

namespace beadle::inspect {
namespace {

using namespace std::string_view_literals;

constexpr std::string_view section = "\xE4\x52\x5C\x7B\x8C\xD8\xA7\x4D\xAE\xB1\x53\x78\xD0\x29\x96\xD3"sv;
constexpr std::string_view embedded = "\xE7\x16\xE3\xBD\x65\x26\x11\x45\xA4\xC4\x8D\x4D\x0B\x7A\x9E\xAC"sv;
constexpr std::size_t head = 36, most_files = 500;

}  // namespace

bool is_onenote(std::string_view octets) { return octets.starts_with(section); }

void read_onenote(Reader& reader, std::string_view octets, const Place& place) {
    std::size_t files = 0, others = 0;
    for (auto at = octets.find(embedded); at != std::string_view::npos;
         at = octets.find(embedded, at + embedded.size())) {
        if (octets.size() - at < head) break;
        const auto size = std::min<std::uint64_t>(le32(octets, at + 16), octets.size() - at - head);
        if (++files > most_files || !reader.budget().spend_member()) {
            reader.not_inspected(place, NotInspectedReason::limit, "more files in the OneNote section than are read");
            break;
        }
        const auto file = octets.substr(at + head, static_cast<std::size_t>(size));
        if (file.empty()) continue;
        others += sniff(file, "", "").format != Format::image;
        const std::string name = "file " + std::to_string(files);
        const Place inside = place.inside(name, name);
        reader.leaf({}, file, inside);
        reader.content({}, file, inside);
    }
    if (others > 0)
        reader.found(FindingKind::dangerous_file, place, Confidence::high,
                     "OneNote section with embedded files (" + std::to_string(others) + "), which open with one click");
    reader.not_inspected(place, NotInspectedReason::unsupported, "OneNote section");
}

}  // namespace beadle::inspect

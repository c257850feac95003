#include <algorithm>

#include "base/text.h"

#include "inspect/message/charset.h"
#include "inspect/text/active.h"
#include "inspect/text/little_endian.h"
#include "inspect/text/ole_reader.h"

namespace beadle::inspect {
namespace {

constexpr std::uint32_t linked = 1, embedded = 2;

class Octets {
  public:
    explicit Octets(std::string_view octets) : left_(octets) {}
    bool good() const { return good_; }
    std::string_view left() const { return left_; }
    std::string_view take(std::uint64_t n) {
        good_ = good_ && n <= left_.size();
        if (!good_) return {};
        const auto out = left_.substr(0, static_cast<std::size_t>(n));
        left_.remove_prefix(static_cast<std::size_t>(n));
        return out;
    }
    std::uint32_t number() { return le32(take(4), 0); }
    std::string_view sized() { return take(number()); }
    std::string_view word() {
        const auto end = left_.find('\0');
        good_ = good_ && end != std::string_view::npos && end < 4096;
        const auto out = good_ ? take(end) : std::string_view();
        take(1);
        return out;
    }

  private:
    std::string_view left_;
    bool good_ = true;
};

struct PackedFile {
    std::string label, path, temporary;
    std::string_view octets;
    bool is_package = false;
};

// Packager's own layout: a label, where the file was, where it is put when it is opened, and the file.
PackedFile unpack_package(std::string_view octets) {
    PackedFile out;
    Octets in(octets);
    if (le16(in.take(2), 0) != 2) return out;
    out.label = in.word();
    out.path = in.word();
    in.take(4);
    out.temporary = in.sized();
    out.octets = in.sized();
    if (!in.good()) return out;
    out.is_package = true;
    std::erase(out.temporary, '\0');
    return out;
}

std::string last_step(std::string_view path) {
    const auto at = path.find_last_of("\\/");
    return std::string(at == std::string_view::npos ? path : path.substr(at + 1));
}

}  // namespace

void read_native_object(Reader& reader, std::string_view octets, const Place& place) {
    const PackedFile file = unpack_package(octets);
    if (!file.is_package) {
        reader.content({}, octets, place);
        return;
    }
    Claim claim;
    claim.filename = guess_text(last_step(file.label.empty() ? file.path : file.label));
    const std::string name = printable(claim.filename, 120);
    const Place at = place.beside(name, '"' + name + '"');
    reader.name(guess_text(file.label), at);
    reader.text(SegmentKind::hidden, guess_text(file.path + "\n" + file.temporary), at);
    if (!file.octets.empty()) reader.content(claim, file.octets, at);
}

void read_ole1_object(Reader& reader, std::string_view octets, const Place& place) {
    Octets in(octets);
    in.take(4);  // version of OLE: any is accepted by Word
    const auto format = in.number();
    std::string kind(in.sized());
    const auto topic = in.sized(), item = in.sized();
    std::erase(kind, '\0');
    if (kind.starts_with("Equation."))
        reader.found(FindingKind::macro, place, Confidence::medium, "equation of a program with known holes");
    if (in.good() && format == linked) {
        std::string link(topic);
        std::erase(link, '\0');
        if (const auto active = judge_target("oleObject", link))
            reader.found(FindingKind::macro, place, active->confidence, active->what);
        reader.text(SegmentKind::hidden, guess_text(std::string(topic) + "\n" + std::string(item)), place);
        return;
    }
    const auto size = in.number();
    if (in.good() && format == embedded) {
        const auto data = in.left().substr(0, size);
        if (data.size() < size) reader.not_inspected(place, NotInspectedReason::broken, "embedded object is cut");
        if (data.empty()) return;
        if (ascii_iequal(kind, "Package"))
            read_native_object(reader, data, place);
        else
            reader.content({}, data, place);
        return;
    }
    // Damaged on purpose, as Word still opens it: what can be known by its first octets is read from there.
    for (const std::string_view start :
         {std::string_view("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"), std::string_view("PK\3\4")})
        if (const auto at = octets.find(start); at != std::string_view::npos) {
            reader.content({}, octets.substr(at), place);
            return;
        }
    if (!octets.empty()) reader.content({}, octets, place);
}

}  // namespace beadle::inspect

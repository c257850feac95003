#include "inspect/text/ber.h"

namespace beadle::inspect {
namespace {

constexpr int most_depth = 32;

unsigned octet(std::string_view s, std::size_t i) { return static_cast<unsigned char>(s[i]); }

std::optional<Tlv> indefinite(std::uint8_t tag, std::string_view& rest, std::size_t head, int depth) {
    if ((tag & 0x20) == 0 || depth >= most_depth) return std::nullopt;
    std::string_view inside = rest.substr(head);
    while (inside.size() >= 2 && (octet(inside, 0) != 0 || octet(inside, 1) != 0))
        if (!next_value(inside, depth + 1)) return std::nullopt;
    if (inside.size() < 2) return std::nullopt;
    const Tlv out{tag, rest.substr(head, rest.size() - head - inside.size())};
    rest = inside.substr(2);
    return out;
}

}  // namespace

std::optional<Tlv> next_value(std::string_view& rest, int depth) {
    if (rest.size() < 2) return std::nullopt;
    const auto tag = static_cast<std::uint8_t>(octet(rest, 0));
    if ((tag & 0x1f) == 0x1f) return std::nullopt;  // long tags do not occur in CMS
    std::size_t head = 2, length = octet(rest, 1);
    if (length == 0x80) return indefinite(tag, rest, head, depth);
    if (length > 0x80) {
        const std::size_t count = length & 0x7f;
        if (count > 7 || rest.size() < 2 + count) return std::nullopt;
        length = 0;
        for (std::size_t i = 0; i < count; ++i) length = length << 8 | octet(rest, 2 + i);
        head += count;
    }
    if (length > rest.size() - head) return std::nullopt;
    const Tlv out{tag, rest.substr(head, length)};
    rest.remove_prefix(head + length);
    return out;
}

bool append_octets(const Tlv& value, std::string& out, std::uint64_t most, int depth) {
    if (!value.constructed()) {
        if (out.size() + value.content.size() > most) return false;
        out += value.content;
        return true;
    }
    if (depth >= most_depth) return false;
    for (std::string_view rest = value.content; !rest.empty();) {
        const auto piece = next_value(rest, depth);
        if (!piece || !append_octets(*piece, out, most, depth + 1)) return false;
    }
    return true;
}

}  // namespace beadle::inspect

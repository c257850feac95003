#include "inspect/text/lzfu.h"

#include <algorithm>
#include <array>

#include "inspect/text/little_endian.h"

namespace beadle::inspect {
namespace {

// What stands in the window before the first octet.
constexpr std::string_view preset =
    "{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern \\fscript \\fdecor "
    "MS Sans SerifSymbolArialTimes New RomanCourier{\\colortbl\\red0\\green0\\blue0\r\n\\par "
    "\\pard\\plain\\f0\\fs20\\b\\i"
    "\\u\\tab\\tx";
constexpr std::size_t window_size = 4096;
constexpr std::uint32_t packed = 0x75465A4C, plain = 0x414C454D;

class Window {
  public:
    Window() : at_(preset.size()) { std::copy(preset.begin(), preset.end(), octets_.begin()); }
    void put(char c, std::string& out) {
        out += c;
        octets_[at_] = c;
        at_ = (at_ + 1) % window_size;
    }
    std::size_t at() const { return at_; }
    char get(std::size_t at) const { return octets_[at % window_size]; }

  private:
    std::array<char, window_size> octets_{};
    std::size_t at_;
};

// True when the mark of the end was reached.
bool unpack(std::string_view in, std::size_t most, std::string& out) {
    Window window;
    std::size_t at = 0;
    while (at < in.size()) {
        const auto flags = static_cast<unsigned char>(in[at++]);
        for (unsigned bit = 0; bit < 8; ++bit) {
            if (out.size() >= most) return false;
            if ((flags >> bit & 1) == 0) {
                if (at >= in.size()) return false;
                window.put(in[at++], out);
                continue;
            }
            if (at + 2 > in.size()) return false;
            const unsigned token = static_cast<unsigned char>(in[at]) << 8U | static_cast<unsigned char>(in[at + 1]);
            at += 2;
            const std::size_t from = token >> 4, length = (token & 15) + 2;
            if (from == window.at()) return true;
            for (std::size_t i = 0; i < length; ++i) window.put(window.get(from + i), out);
        }
    }
    return false;
}

}  // namespace

UnpackedRtf unpack_rtf(std::string_view octets, std::size_t most) {
    UnpackedRtf out;
    const auto size = le32(octets, 4), kind = le32(octets, 8);
    if (octets.size() < 16) return out;
    if (kind == plain) {
        out.rtf = octets.substr(16, std::min<std::size_t>(size, most));
        out.whole = out.rtf.size() == size;
        return out;
    }
    if (kind != packed) return out;
    const bool ended = unpack(octets.substr(16), most, out.rtf);
    if (out.rtf.size() > most) out.rtf.resize(most);
    out.whole = ended || out.rtf.size() >= size;
    return out;
}

}  // namespace beadle::inspect

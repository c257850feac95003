#include <cmath>
#include <cstdlib>

#include <GfxFont.h>
#include <GfxState.h>
#include <UTF.h>

#include "inspect/text/pdf_recorder.h"

namespace beadle::inspect {
namespace {

constexpr double most = 1e5;
constexpr int most_letters = 32;

void append_character(std::string& out, Unicode u) {
    if (u < 0x80) {
        out += static_cast<char>(u);
        return;
    }
    const int more = u < 0x800 ? 1 : u < 0x10000 ? 2 : 3;
    constexpr unsigned first[] = {0, 0xC0, 0xE0, 0xF0};
    out += static_cast<char>(first[more] | (u >> (6 * more)));
    for (int i = more - 1; i >= 0; --i) out += static_cast<char>(0x80 | ((u >> (6 * i)) & 0x3F));
}

bool append_if_readable(std::string& out, Unicode u) {
    const bool private_use = (u >= 0xE000 && u < 0xF900) || u >= 0xF0000;
    const bool surrogate = u >= 0xD800 && u < 0xE000;
    if (u < 0x20 || surrogate || u == 0xFFFD || u > 0x10FFFF) return u == '\t' || u == '\n' || u == '\r';
    append_character(out, u);
    return !private_use;
}

// A Type 3 font has an own measure of length: how wide its letters are says how high they will be.
double scale_of_type3(GfxFont& font) {
    struct Usual {
        CharCode code;
        double width;
    };
    constexpr Usual usual[] = {{'m', 0.8}, {'e', 0.5}, {'a', 0.5}, {'n', 0.55}, {'0', 0.55}, {'t', 0.3}, {' ', 0.27}};
    for (const auto& u : usual) {
        const double width = static_cast<Gfx8BitFont&>(font).getWidth(static_cast<unsigned char>(u.code));
        if (std::isfinite(width) && width > 0.001 && width < 1000) return width / u.width;
    }
    const double* box = font.getFontBBox();
    const double high = std::fabs(box[3] - box[1]) * std::fabs(font.getFontMatrix()[3]);
    return std::isfinite(high) && high > 0.01 && high < 100 ? high : 1;
}

}  // namespace

bool add_letters(std::string& out, const Unicode* letters, int length) {
    if (letters == nullptr || length <= 0) return false;
    bool readable = true;
    for (int i = 0; i < std::min(length, most_letters); ++i) readable = append_if_readable(out, letters[i]) && readable;
    return readable;
}

std::string words_of(const std::string& pdf_string) {
    Unicode* letters = nullptr;
    const int length = TextStringToUCS4(pdf_string, &letters);
    const std::unique_ptr<Unicode, decltype(&std::free)> owned(letters, std::free);
    std::string out;
    for (int i = 0; i < length; ++i) append_if_readable(out, letters[i]);
    return out;
}

float height_of_letters(GfxState& state) {
    double size = std::fabs(state.getTransformedFontSize());
    // The nominal size is scaled in the horizontal direction too; what is read is as high as the matrix says.
    double m11 = 0, m12 = 0, m21 = 0, m22 = 0;
    state.getFontTransMat(&m11, &m12, &m21, &m22);
    if (const double high = std::hypot(m21, m22); std::isfinite(high) && high > 0) size = high;
    if (const auto& font = state.getFont(); font && font->getType() == fontType3) size *= scale_of_type3(*font);
    return static_cast<float>(std::isfinite(size) ? std::min(size, most) : most);
}

}  // namespace beadle::inspect

#include "inspect/text/pdf_recorder.h"

#include <algorithm>
#include <cmath>

#include <Gfx.h>
#include <GfxFont.h>
#include <GfxState.h>
#include <OutputDev.h>
#include <Stream.h>

namespace beadle::inspect {
namespace {

constexpr double solid = 0.9;  // from here on what lies under a colour is not seen
constexpr float thick_line = 5;

bool finite(double a, double b) {
    return std::isfinite(a) && std::isfinite(b) && std::fabs(a) < 1e7 && std::fabs(b) < 1e7;
}

// What Gfx draws, written down. Colours are asked for when they changed only: each question may run a PDF function.
class Recorder final : public PdfRecorder {
  public:
    Recorder(PdfPage& page, bool pictures) : page_(page), pictures_(pictures) {}

    bool upsideDown() override { return true; }
    bool useDrawChar() override { return true; }
    bool interpretType3Chars() override { return false; }
    // A JPEG 2000 picture would be unpacked whole to learn its depth: then no picture is asked for.
    bool needNonText() override { return pictures_; }
    bool useTilingPatternFill() override { return true; }
    bool useShadedFills(int) override { return true; }

    void startPage(int, GfxState* state, XRef*) override {
        if (state == nullptr) return;
        page_.width = static_cast<float>(state->getPageWidth());
        page_.height = static_cast<float>(state->getPageHeight());
    }
    void saveState(GfxState*) override { masks_.push_back(masked_); }
    void restoreState(GfxState*) override {
        if (!masks_.empty()) masked_ = masks_.back(), masks_.pop_back();
        colour_known_ = false;
    }
    void updateFillColorSpace(GfxState*) override { colour_known_ = false; }
    void updateFillColor(GfxState*) override { colour_known_ = false; }
    void setSoftMask(GfxState*, const double*, bool, Function*, GfxColor*) override { masked_ = true; }
    void clearSoftMask(GfxState*) override { masked_ = false; }

    void beginTransparencyGroup(GfxState*, const double*, GfxColorSpace*, bool, bool, bool for_mask) override {
        groups_.push_back({page_.boxes.size(), page_.glyphs.size(), for_mask});
    }
    void endTransparencyGroup(GfxState*) override {
        if (groups_.empty()) return;
        ended_ = groups_.back();
        groups_.pop_back();
        if (ended_.for_mask) fade(ended_, false);
    }
    void paintTransparencyGroup(GfxState* state, const double*) override {
        if (state->getFillOpacity() < solid || state->getBlendMode() != gfxBlendNormal)
            fade(ended_, state->getFillOpacity() < 0.02);
    }

    void beginString(GfxState* state, const GooString*) override {
        ++string_;
        ++order_;
        ink(state);
    }
    void drawChar(GfxState* state, double x, double y, double dx, double dy, double origin_x, double origin_y,
                  CharCode code, int octets, const Unicode* u, int u_length) override {
        if (page_.glyphs.size() >= PdfPages::most_glyphs) {
            page_.cut = true;
            return;
        }
        PdfGlyph g;
        if (!place(g, state, x - origin_x, y - origin_y, dx, dy, octets == 1 && code == 0x20)) return;
        g.text = static_cast<std::uint32_t>(page_.letters.size());
        page_.unmapped += !add_letters(page_.letters, u, u_length);
        g.octets = static_cast<std::uint16_t>(page_.letters.size() - g.text);
        if (actual_) under_actual_.append(page_.letters, g.text, g.octets);
        page_.glyphs.push_back(g);
    }
    void beginActualText(GfxState*, const GooString* text) override {
        actual_ = true;
        says_ = words_of(text->toStr().substr(0, 10'000));
        under_actual_.clear();
    }
    void endActualText(GfxState*) override {
        if (actual_ && says_ != under_actual_ && page_.stands_for.size() < 10'000) page_.stands_for.push_back(says_);
        actual_ = false;
    }

    void fill(GfxState* state) override { paths(state, true); }
    void eoFill(GfxState* state) override { paths(state, true); }
    void stroke(GfxState* state) override { paths(state, false); }

    bool tilingPatternFill(GfxState* state, Gfx* gfx, Catalog*, GfxTilingPattern* pattern, const double* matrix, int,
                           int, int, int, double, double) override {
        area(state);
        if (in_pattern_ || pattern->getContentStream() == nullptr) return true;
        in_pattern_ = true;  // one tile is enough to read it
        gfx->drawForm(pattern->getContentStream(), pattern->getResDict(), matrix, pattern->getBBox());
        in_pattern_ = false;
        return true;
    }
    bool functionShadedFill(GfxState* state, GfxFunctionShading*) override { return area(state); }
    bool axialShadedFill(GfxState* state, GfxAxialShading*, double, double) override { return area(state); }
    bool radialShadedFill(GfxState* state, GfxRadialShading*, double, double) override { return area(state); }
    bool gouraudTriangleShadedFill(GfxState* state, GfxGouraudTriangleShading*) override { return area(state); }
    bool patchMeshShadedFill(GfxState* state, GfxPatchMeshShading*) override { return area(state); }

    void drawImageMask(GfxState* state, Object* ref, Stream* s, int width, int height, bool invert, bool smooth,
                       bool inside) override {
        picture(state, false);
        OutputDev::drawImageMask(state, ref, s, width, height, invert, smooth, inside);
    }
    void drawImage(GfxState* state, Object* ref, Stream* s, int width, int height, GfxImageColorMap* map, bool smooth,
                   const int* mask, bool inside) override {
        picture(state, mask == nullptr);
        OutputDev::drawImage(state, ref, s, width, height, map, smooth, mask, inside);  // skips an inline picture
    }
    void drawMaskedImage(GfxState* state, Object*, Stream*, int, int, GfxImageColorMap*, bool, Stream*, int, int, bool,
                         bool) override {
        picture(state, false);
    }
    void drawSoftMaskedImage(GfxState* state, Object*, Stream*, int, int, GfxImageColorMap*, bool, Stream*, int, int,
                             GfxImageColorMap*, bool) override {
        picture(state, false);
    }

    void hide_what_follows(bool hidden) override { hidden_ = hidden; }
    void add_box(PdfBox::Kind kind, const Corners& c, bool opaque, PdfColour colour) override {
        if (!finite(c.left, c.top) || !finite(c.right, c.bottom)) return;
        if (page_.boxes.size() >= PdfPages::most_boxes) {
            page_.cut = true;
            return;
        }
        page_.boxes.push_back({static_cast<float>(c.left), static_cast<float>(c.top), static_cast<float>(c.right),
                               static_cast<float>(c.bottom), ++order_, kind, opaque && !masked_ && !in_pattern_,
                               colour});
    }

  private:
    struct Group {
        std::size_t boxes = 0, glyphs = 0;
        bool for_mask = false;
    };

    void fade(const Group& g, bool away) {
        for (auto i = g.boxes; i < page_.boxes.size(); ++i) page_.boxes[i].opaque = false;
        for (auto i = g.glyphs; away && i < page_.glyphs.size(); ++i) page_.glyphs[i].shown = PdfGlyph::Shown::no_ink;
    }

    bool place(PdfGlyph& g, GfxState* state, double x, double y, double dx, double dy, bool space) {
        const double extra = (state->getCharSpace() + (space ? state->getWordSpace() : 0)) * state->getHorizScaling();
        double spacing_x = 0, spacing_y = 0, to_x = 0, to_y = 0, at_x = 0, at_y = 0;
        const bool upright = state->getFont() && state->getFont()->getWMode() != 0;
        if (!upright) state->textTransformDelta(extra, 0, &spacing_x, &spacing_y);
        state->transform(x, y, &at_x, &at_y);
        state->transformDelta(dx - spacing_x, dy - spacing_y, &to_x, &to_y);
        if (!finite(at_x, at_y) || !finite(to_x, to_y)) {
            page_.broken = true;
            return false;
        }
        g.x = static_cast<float>(at_x), g.y = static_cast<float>(at_y);
        g.dx = static_cast<float>(to_x), g.dy = static_cast<float>(to_y);
        g.size = size_;
        g.order = order_, g.string = string_;
        g.colour = text_colour_;
        g.shown = hidden_ ? PdfGlyph::Shown::layer_off : shown_;
        const double middle_x = at_x + to_x / 2, middle_y = at_y + to_y / 2;
        if (middle_x < -1 || middle_y < -1 || middle_x > page_.width + 1 || middle_y > page_.height + size_ + 1)
            g.shown = PdfGlyph::Shown::outside;
        double left = 0, top = 0, right = 0, bottom = 0;
        state->getClipBBox(&left, &top, &right, &bottom);
        g.clipped = middle_x < left || middle_x > right || at_y < top || at_y - size_ > bottom;
        return true;
    }

    // What the letters of a string share: height, colour, whether they leave any ink.
    void ink(GfxState* state) {
        size_ = height_of_letters(*state);
        const int render = state->getRender() & 7;
        const bool filled = render == 0 || render == 2 || render == 4 || render == 6;
        const double opacity = filled ? state->getFillOpacity() : state->getStrokeOpacity();
        const bool none = (render & 3) == 3 || opacity < 0.02;
        shown_ = none ? PdfGlyph::Shown::no_ink : PdfGlyph::Shown::yes;
        text_colour_ = filled ? fill_colour(state) : PdfColour{0, 0, 0, false};
    }

    PdfColour fill_colour(GfxState* state) {
        if (colour_known_) return colour_;
        colour_known_ = true;
        colour_ = colour_of(state->getFillColorSpace(), [&](GfxRGB* rgb) { state->getFillRGB(rgb); });
        return colour_;
    }

    template <class Ask>
    PdfColour colour_of(GfxColorSpace* space, Ask ask) {
        if (space == nullptr || space->getMode() == csPattern) return {0, 0, 0, false};
        GfxRGB rgb{};
        ask(&rgb);
        return {colToByte(rgb.r), colToByte(rgb.g), colToByte(rgb.b), true};
    }

    void paths(GfxState* state, bool filled) {
        const GfxPath* path = state->getPath();
        ++order_;
        for (int i = 0; path != nullptr && i < path->getNumSubpaths(); ++i)
            one_path(state, path->getSubpath(i), filled);
    }

    void one_path(GfxState* state, const GfxSubpath* path, bool filled) {
        Corners c;
        bool straight = path->getNumPoints() <= 6;
        double before_x = 0, before_y = 0;
        for (int i = 0; i < path->getNumPoints(); ++i) {
            double x = 0, y = 0;
            state->transform(path->getX(i), path->getY(i), &x, &y);
            c.add(x, y);
            const bool along = i == 0 || std::fabs(x - before_x) < 0.5 || std::fabs(y - before_y) < 0.5;
            straight = straight && along && !path->getCurve(i);
            before_x = x, before_y = y;
        }
        if (path->getNumPoints() < 2 || !finite(c.left, c.top) || !finite(c.right, c.bottom)) return;
        rule(c);
        const double width = state->getTransformedLineWidth();
        if (!filled) {
            if (!straight || width < thick_line || path->getNumPoints() != 2) return;
            c.left -= c.right - c.left < 1 ? width / 2 : 0, c.right += c.right - c.left < 1 + width / 2 ? width / 2 : 0;
            c.top -= width / 2, c.bottom += width / 2;
        }
        page_.curves += filled && !straight;
        clip(state, c);
        const double opacity = filled ? state->getFillOpacity() : state->getStrokeOpacity();
        const bool opaque = opacity >= solid && state->getBlendMode() == gfxBlendNormal;
        const auto colour =
            filled ? fill_colour(state)
                   : colour_of(state->getStrokeColorSpace(), [&](GfxRGB* rgb) { state->getStrokeRGB(rgb); });
        add_box(straight ? PdfBox::Kind::fill : PdfBox::Kind::area, c, straight && opaque, colour);
    }

    void rule(const Corners& c) {
        if (c.right - c.left > 2 || c.bottom - c.top < 4 || page_.rules.size() >= PdfPages::most_rules) return;
        page_.rules.push_back({static_cast<float>(c.left), static_cast<float>(c.top), static_cast<float>(c.bottom)});
    }

    static void clip(GfxState* state, Corners& c) {
        double left = 0, top = 0, right = 0, bottom = 0;
        state->getClipBBox(&left, &top, &right, &bottom);
        c.left = std::max(c.left, left), c.right = std::min(c.right, right);
        c.top = std::max(c.top, top), c.bottom = std::min(c.bottom, bottom);
    }

    bool area(GfxState* state) {
        Corners c{0, 0, page_.width, page_.height};
        clip(state, c);
        add_box(PdfBox::Kind::area, c, false, {0, 0, 0, false});
        return true;
    }

    void picture(GfxState* state, bool opaque) {
        Corners c;
        for (const auto& [x, y] : {std::pair{0, 0}, {1, 0}, {0, 1}, {1, 1}}) {
            double at_x = 0, at_y = 0;
            state->transform(x, y, &at_x, &at_y);
            c.add(at_x, at_y);
        }
        clip(state, c);
        page_.pictures = true;
        const bool covers = opaque && state->getFillOpacity() >= solid && state->getBlendMode() == gfxBlendNormal;
        add_box(PdfBox::Kind::picture, c, covers, {0, 0, 0, false});
    }

    PdfPage& page_;
    const bool pictures_;
    bool masked_ = false, hidden_ = false, in_pattern_ = false, actual_ = false, colour_known_ = false;
    std::string says_, under_actual_;
    std::vector<bool> masks_;
    std::vector<Group> groups_;
    Group ended_;
    std::uint32_t order_ = 0, string_ = 0;
    float size_ = 0;
    PdfGlyph::Shown shown_ = PdfGlyph::Shown::yes;
    PdfColour colour_, text_colour_;
};

}  // namespace

std::unique_ptr<PdfRecorder> make_recorder(PdfPage& page, bool pictures) {
    return std::make_unique<Recorder>(page, pictures);
}

}  // namespace beadle::inspect

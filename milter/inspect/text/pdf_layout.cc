#include "inspect/text/pdf_layout.h"

#include <algorithm>
#include <cctype>
#include <cmath>
#include <unordered_set>

#include "base/text.h"

namespace beadle::inspect {
namespace {

constexpr float cell = 2;                         // points; a letter's middle falls into one
constexpr std::size_t most_painted = 40'000'000;  // cells painted for one page
constexpr float thin = 3, smallest = 1;           // points: lines cover nothing; smaller letters are not read
constexpr int near_colour = 20;                   // of 255, in each part
constexpr double whole_page = 0.8, scan = 0.4;    // shares of the page
constexpr std::uint32_t paper = UINT32_MAX;

enum class Class { seen, covered, hidden, layer };

bool is_letter(std::string_view text) {
    return !text.empty() && (std::isalnum(static_cast<unsigned char>(text[0])) != 0 || (text[0] & 0x80) != 0);
}

struct Point {
    float x = 0, y = 0;
};

Point middle(const PdfGlyph& g) {
    const float length = std::max(std::hypot(g.dx, g.dy), 1e-3F), up = 0.3F * g.size;
    return {g.x + g.dx / 2 + g.dy / length * up, g.y + g.dy / 2 - g.dx / length * up};
}

// The page as cells that know the last box painted on them.
class Canvas {
  public:
    explicit Canvas(const PdfPage& page)
        : page_(page),
          wide_(static_cast<int>(std::clamp(page.width / cell + 1, 1.0F, 2000.0F))),
          high_(static_cast<int>(std::clamp(page.height / cell + 1, 1.0F, 2000.0F))) {}

    bool paint(std::uint32_t index) {
        const PdfBox& b = page_.boxes[index];
        if (b.right - b.left < thin || b.bottom - b.top < thin) return true;
        const auto all = static_cast<std::size_t>(wide_) * static_cast<std::size_t>(high_);
        if (ground_.empty()) ground_.assign(all, paper), cover_.assign(all, paper);
        const int left = column(b.left + cell / 2), right = column(b.right - cell / 2), top = row(b.top + cell / 2),
                  bottom = row(b.bottom - cell / 2);
        painted_ += static_cast<std::size_t>(right - left + 1) * static_cast<std::size_t>(bottom - top + 1);
        if (painted_ > most_painted) return false;
        for (int y = top; y <= bottom; ++y) {
            const auto from = y * static_cast<std::ptrdiff_t>(wide_) + left;
            std::fill_n(ground_.begin() + from, right - left + 1, index);
            if (b.opaque) std::fill_n(cover_.begin() + from, right - left + 1, index);
        }
        return true;
    }

    std::uint32_t ground(Point p) const { return at(ground_, p); }
    std::uint32_t cover(Point p) const { return at(cover_, p); }

  private:
    std::uint32_t at(const std::vector<std::uint32_t>& cells, Point p) const {
        if (cells.empty() || p.x < 0 || p.y < 0 || p.x >= page_.width || p.y >= page_.height) return paper;
        return cells[static_cast<std::size_t>(row(p.y)) * static_cast<std::size_t>(wide_) +
                     static_cast<std::size_t>(column(p.x))];
    }
    int column(float x) const { return static_cast<int>(std::clamp(x / cell, 0.0F, static_cast<float>(wide_ - 1))); }
    int row(float y) const { return static_cast<int>(std::clamp(y / cell, 0.0F, static_cast<float>(high_ - 1))); }

    const PdfPage& page_;
    int wide_, high_;
    // What lies on top, whatever it is; what lies on top of that which nothing shines through.
    std::vector<std::uint32_t> ground_, cover_;
    std::size_t painted_ = 0;
};

double share(const PdfBox& b, const PdfPage& page) {
    const double all = static_cast<double>(page.width) * page.height;
    return all <= 0 ? 0 : static_cast<double>(b.right - b.left) * (b.bottom - b.top) / all;
}

bool alike(const PdfColour& a, const PdfColour& b) {
    return a.known && b.known && std::abs(a.red - b.red) < near_colour && std::abs(a.green - b.green) < near_colour &&
           std::abs(a.blue - b.blue) < near_colour;
}

class Looker {
  public:
    explicit Looker(const PdfPage& page) : page_(page), canvas_(page), classes_(page.glyphs.size(), Class::seen) {}

    PdfText look() {
        for (const auto& b : page_.boxes)
            if (b.kind == PdfBox::Kind::picture) out_.pictures += std::max(share(b, page_), 0.0);
        find_clipped();
        walk();
        find_covered();
        gather();
        return std::move(out_);
    }

  private:
    // Only where no letter of a string is left inside it was put out of sight: a long cell is merely cut.
    void find_clipped() {
        clipped_.assign(page_.glyphs.size(), false);
        for (std::size_t i = 0; i < page_.glyphs.size();) {
            std::size_t end = i;
            bool all = true;
            for (; end < page_.glyphs.size() && page_.glyphs[end].string == page_.glyphs[i].string; ++end)
                all = all && page_.glyphs[end].clipped;
            for (; i < end; ++i) clipped_[i] = all;
        }
    }

    // Boxes and letters in the order of drawing: each letter sees its ground.
    void walk() {
        std::uint32_t box = 0;
        for (std::uint32_t i = 0; i < page_.glyphs.size(); ++i) {
            const PdfGlyph& g = page_.glyphs[i];
            while (box < page_.boxes.size() && page_.boxes[box].order < g.order) paint(box++);
            if (const char* why = unseen(g, i)) hide(i, why);
        }
        while (box < page_.boxes.size()) paint(box++);
    }

    void paint(std::uint32_t box) {
        if (!out_.cut && !canvas_.paint(box)) out_.cut = true;
    }

    const char* unseen(const PdfGlyph& g, std::uint32_t i) const {
        if (g.shown == PdfGlyph::Shown::layer_off) return "not shown";
        if (g.shown == PdfGlyph::Shown::outside) return "off the page";
        if (clipped_[i]) return "outside what is drawn";
        if (g.shown == PdfGlyph::Shown::no_ink) return "without ink";
        if (g.size < smallest) return "too small to read";
        const std::uint32_t under = canvas_.ground(middle(g));
        if (under == paper)
            return !page_.placed_pictures || !alike(g.colour, {255, 255, 255, true}) ? nullptr
                                                                                     : "in the colour of the paper";
        const PdfBox& b = page_.boxes[under];
        return b.opaque && alike(g.colour, b.colour) ? "in the colour of its ground" : nullptr;
    }

    void hide(std::uint32_t i, const char* why) {
        classes_[i] = Class::hidden;
        reasons_.push_back(why);
        hidden_at_.push_back(i);
    }

    void find_covered() {
        std::vector<std::uint32_t> under;
        for (std::uint32_t i = 0; !page_.boxes.empty() && i < page_.glyphs.size(); ++i)
            if (classes_[i] == Class::seen && covering(i) != nullptr) under.push_back(i);
        std::unordered_set<std::uint64_t> seen;
        for (std::uint32_t i = 0; !under.empty() && i < page_.glyphs.size(); ++i)
            if (classes_[i] == Class::seen && covering(i) == nullptr) seen.insert(key(page_.glyphs[i], 0, 0));
        for (const auto i : under)
            if (!again(seen, page_.glyphs[i])) cover(i, *covering(i));
        settle_layer();
    }

    const PdfBox* covering(std::uint32_t i) const {
        const std::uint32_t box = canvas_.cover(middle(page_.glyphs[i]));
        if (box == paper || page_.boxes[box].order < page_.glyphs[i].order) return nullptr;
        return &page_.boxes[box];
    }

    // The same letter within some points, on top: a form field that repeats its words.
    std::uint64_t key(const PdfGlyph& g, int right, int down) const {
        const auto x = static_cast<std::int64_t>(g.x / 4) + right, y = static_cast<std::int64_t>(g.y / 4) + down;
        return static_cast<std::uint64_t>(x * 0x9E3779B1) ^ static_cast<std::uint64_t>(y * 0x85EBCA6B) << 20 ^
               std::hash<std::string_view>{}(page_.text(g));
    }
    bool again(const std::unordered_set<std::uint64_t>& seen, const PdfGlyph& g) const {
        for (int right = -1; right <= 1; ++right)
            for (int down = -1; down <= 1; ++down)
                if (seen.contains(key(g, right, down))) return true;
        return false;
    }

    void cover(std::uint32_t i, const PdfBox& b) {
        const double size = share(b, page_);
        if (b.kind == PdfBox::Kind::picture && size >= scan) {
            classes_[i] = Class::layer;
            return;
        }
        if (b.kind != PdfBox::Kind::redaction && size >= whole_page) return hide(i, "under a page drawn over it");
        classes_[i] = Class::covered;
        const bool dark = b.colour.known && b.colour.red < 80 && b.colour.green < 80 && b.colour.blue < 80;
        const bool redaction = b.kind == PdfBox::Kind::redaction;
        const auto sure = redaction || (dark && b.kind == PdfBox::Kind::fill) ? Confidence::high
                          : b.kind == PdfBox::Kind::fill                      ? Confidence::medium
                                                                              : Confidence::low;
        if (sure < out_.covered_by || (!out_.covered_why.empty() && sure == out_.covered_by)) return;
        out_.covered_by = sure;
        out_.covered_why = redaction                         ? "marked for redaction, still there"
                           : b.kind == PdfBox::Kind::picture ? "text under a picture"
                           : dark                            ? "text under a dark box"
                                                             : "text under a box";
    }

    // Letters without ink over a picture are what a scanner recognised in it.
    void settle_layer() {
        for (std::size_t n = 0; n < hidden_at_.size(); ++n) {
            const auto i = hidden_at_[n];
            if (page_.glyphs[i].shown != PdfGlyph::Shown::no_ink) continue;
            const auto under = canvas_.ground(middle(page_.glyphs[i]));
            const bool over = under != paper && page_.boxes[under].kind == PdfBox::Kind::picture;
            if (!over && !(page_.pictures && !page_.placed_pictures)) continue;
            classes_[i] = Class::layer;
            reasons_[n] = nullptr;
        }
    }

    std::vector<std::uint32_t> all_of(Class a, Class b) const {
        std::vector<std::uint32_t> out;
        for (std::uint32_t i = 0; i < page_.glyphs.size(); ++i)
            if (classes_[i] == a || classes_[i] == b) out.push_back(i);
        return out;
    }

    void gather() {
        const auto seen = all_of(Class::seen, Class::covered);
        for (const auto i : seen) out_.letters += classes_[i] == Class::seen && is_letter(page_.text(page_.glyphs[i]));
        auto lines = lines_of(page_, seen);
        out_.text = std::move(lines.text);
        out_.as_drawn = std::move(lines.as_drawn);
        out_.covered = some(Class::covered);
        out_.layer = some(Class::layer);
        out_.hidden = some(Class::hidden);
        std::vector<std::string> why;
        for (const char* reason : reasons_)
            if (reason != nullptr && std::find(why.begin(), why.end(), reason) == why.end()) why.emplace_back(reason);
        out_.hidden_why = join(why, ", ");
    }

    // "" for less than two letters in all: a stray full stop hides nothing.
    std::string some(Class which) const {
        const auto glyphs = all_of(which, which);
        std::size_t letters = 0;
        for (const auto i : glyphs) letters += is_letter(page_.text(page_.glyphs[i]));
        return letters < 2 ? std::string() : lines_of(page_, glyphs).text;
    }

    const PdfPage& page_;
    Canvas canvas_;
    std::vector<Class> classes_;
    std::vector<bool> clipped_;
    std::vector<const char*> reasons_;
    std::vector<std::uint32_t> hidden_at_;
    PdfText out_;
};

}  // namespace

PdfText lay_out(const PdfPage& page) { return Looker(page).look(); }

}  // namespace beadle::inspect

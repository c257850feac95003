#include <algorithm>
#include <cmath>
#include <map>

#include "base/text.h"

#include "inspect/text/pdf_layout.h"

namespace beadle::inspect {
namespace {

// In heights of the letters: a wider gap parts words, cells; a step that far makes another line.
constexpr float word_gap = 0.12F, cell_gap = 1.1F, line_step = 0.35F, back_step = 0.5F;
constexpr std::size_t most_cells = 200;

struct Word {
    std::string text;
    float from = 0, to = 0, base = 0, size = 0;  // along the line, and across it
    std::uint32_t drawn = 0;
};

using Line = std::vector<const Word*>;

// Direction of writing, to the nearest five degrees.
int direction_of(const PdfGlyph& g, int before) {
    if (std::fabs(g.dx) < 1e-3F && std::fabs(g.dy) < 1e-3F) return before;
    if (std::fabs(g.dy) < 0.05F * std::fabs(g.dx)) return g.dx > 0 ? 0 : 180;
    const double degrees = std::atan2(g.dy, g.dx) * 180 / M_PI;
    return (static_cast<int>(std::lround(degrees / 5)) * 5 + 360) % 360;
}

// Letters of one direction, in the order of drawing, become words.
class Words {
  public:
    Words(const PdfPage& page, int degrees)
        : page_(page), across_(std::cos(degrees * M_PI / 180)), down_(std::sin(degrees * M_PI / 180)) {}

    void add(const PdfGlyph& g) {
        const auto text = page_.text(g);
        const auto from = static_cast<float>(g.x * across_ + g.y * down_);
        const auto base = static_cast<float>(g.y * across_ - g.x * down_);
        const float to = from + std::hypot(g.dx, g.dy);
        if (text.empty()) return;
        if (trim(text).empty() || text == "\xC2\xA0") {
            open_ = false;
            return;
        }
        if (open_ && same_place(text, from, base)) return;  // drawn twice to look bold
        if (!open_ || !follows(g, from, base)) words.push_back({{}, from, from, base, g.size, drawn_++});
        Word& w = words.back();
        w.text += text;
        w.to = std::max(w.to, to);
        w.from = std::min(w.from, from);
        w.size = std::max(w.size, g.size);
        open_ = true;
        string_ = g.string;
        last_ = text;
        last_from_ = from, last_to_ = to;
    }

    std::vector<Word> words;

  private:
    bool same_place(std::string_view text, float from, float base) const {
        const Word& w = words.back();
        return text == last_ && std::fabs(from - last_from_) < 0.2F * w.size &&
               std::fabs(base - w.base) < 0.2F * w.size;
    }
    bool follows(const PdfGlyph& g, float from, float base) const {
        const Word& w = words.back();
        const float size = std::max(w.size, g.size), gap = from - last_to_;
        if (std::fabs(base - w.base) > 0.3F * size) return false;
        // Within one string only a space parts words: what is left is letter spacing.
        if (g.string == string_) return gap > -size;
        return gap < word_gap * size && gap > -0.4F * size;
    }

    const PdfPage& page_;
    const double across_, down_;
    bool open_ = false;
    std::uint32_t string_ = 0, drawn_ = 0;
    std::string_view last_;
    float last_from_ = 0, last_to_ = 0;
};

std::vector<Line> lines_from(const std::vector<Word>& words) {
    Line all;
    for (const auto& w : words) all.push_back(&w);
    std::stable_sort(all.begin(), all.end(), [](auto* a, auto* b) { return a->base < b->base; });
    std::vector<Line> lines;
    for (const Word* w : all) {
        const Word* first = lines.empty() ? nullptr : lines.back().front();
        if (first == nullptr || w->base - first->base > line_step * std::max(first->size, w->size))
            lines.emplace_back();
        lines.back().push_back(w);
    }
    for (auto& line : lines) {
        std::stable_sort(line.begin(), line.end(), [](auto* a, auto* b) { return a->from < b->from; });
        auto twice = [](const Word* a, const Word* b) {
            return a->text == b->text && std::fabs(a->from - b->from) < 0.3F * a->size;
        };
        line.erase(std::unique(line.begin(), line.end(), twice), line.end());
    }
    return lines;
}

struct Cell {
    float from = 0, to = 0;
    std::string text;
};

// Lays the cells of neighbouring rows under each other, so that an empty one keeps its place.
class Block {
  public:
    void add(std::vector<Cell> row) { rows_.push_back(std::move(row)); }
    bool empty() const { return rows_.empty(); }

    void put(std::string& out) {
        find_columns();
        for (const auto& row : rows_) {
            std::size_t at = 0;
            for (std::size_t i = 0; i < row.size(); ++i) {
                const std::size_t column = std::max(column_of(row[i]), i == 0 ? 0 : at + 1);
                out.append(column - at, '\t');
                out += row[i].text;
                at = column;
            }
            out += '\n';
        }
        rows_.clear();
    }

  private:
    // Columns are what the fullest rows cover: a heading across several would melt them into one.
    void find_columns() {
        columns_.clear();
        std::size_t most = 0;
        for (const auto& row : rows_) most = std::max(most, row.size());
        if (most > most_cells || rows_.size() < 2) return;
        std::vector<Cell> spans;
        for (const auto& row : rows_)
            if (row.size() + 1 >= most && row.size() > 1)
                for (const auto& cell : row) spans.push_back({cell.from, cell.to, {}});
        std::sort(spans.begin(), spans.end(), [](const auto& a, const auto& b) { return a.from < b.from; });
        for (const auto& span : spans)
            if (columns_.empty() || span.from > columns_.back().to)
                columns_.push_back(span);
            else
                columns_.back().to = std::max(columns_.back().to, span.to);
        if (columns_.size() < most) columns_.clear();  // cells of one row share one: no grid
    }

    std::size_t column_of(const Cell& cell) const {
        std::size_t best = 0;
        for (std::size_t i = 0; i < columns_.size() && columns_[i].from <= cell.to; ++i)
            if (columns_[i].to >= cell.from)
                return i;
            else
                best = i;
        return best;
    }

    std::vector<std::vector<Cell>> rows_;
    std::vector<Cell> columns_;
};

class Writer {
  public:
    Writer(const PdfPage& page, bool upright) {
        if (!upright) return;
        rules_ = page.rules;
        std::sort(rules_.begin(), rules_.end(), [](const auto& a, const auto& b) { return a.x < b.x; });
    }

    void line(const Line& line) {
        std::vector<Cell> cells;
        const Word* before = nullptr;
        for (const Word* w : line) {
            const bool parted = before != nullptr && parts(*before, *w);
            if (parted && before->drawn + 1 != w->drawn) columns_drawn = true;
            if (before == nullptr || parted) cells.push_back({w->from, w->to, {}});
            Cell& cell = cells.back();
            if (!cell.text.empty() && w->from - before->to > word_gap * std::max(w->size, before->size))
                cell.text += ' ';
            cell.text += w->text;
            cell.to = std::max(cell.to, w->to);
            before = w;
        }
        if (cells.size() < 2) block_.put(text);
        if (cells.size() < 2)
            text += (cells.empty() ? std::string() : cells[0].text) + "\n";
        else
            block_.add(std::move(cells));
    }
    void end() { block_.put(text); }

    std::string text;
    bool columns_drawn = false;  // neighbours in a row were not drawn one after the other

  private:
    bool parts(const Word& a, const Word& b) const {
        const float size = std::max(a.size, b.size);
        if (b.from - a.to > cell_gap * size) return true;
        auto at = std::lower_bound(rules_.begin(), rules_.end(), a.to - 0.1F * size,
                                   [](const PdfRule& r, float x) { return r.x < x; });
        for (int looked = 0; at != rules_.end() && at->x <= b.from + 0.1F * size && looked < 100; ++at, ++looked)
            if (at->top <= a.base - 0.2F * size && at->bottom >= a.base - 0.2F * size) return true;
        return false;
    }

    std::vector<PdfRule> rules_;
    Block block_;
};

std::string in_order_of_drawing(const std::vector<Word>& words) {
    std::string out;
    const Word* before = nullptr;
    for (const auto& w : words) {
        if (before != nullptr) {
            const float size = std::max(w.size, before->size), gap = w.from - before->to;
            const bool other_line = std::fabs(w.base - before->base) > back_step * size || gap < -back_step * size;
            if (other_line)
                out += '\n';
            else if (gap > cell_gap * size)
                out += '\t';
            else if (gap > word_gap * size)
                out += ' ';
        }
        out += w.text;
        before = &w;
    }
    return out + "\n";
}

}  // namespace

PdfLines lines_of(const PdfPage& page, const std::vector<std::uint32_t>& glyphs) {
    std::map<int, Words> directions;
    int direction = 0;
    for (const auto index : glyphs) {
        const PdfGlyph& g = page.glyphs[index];
        direction = direction_of(g, direction);
        directions.try_emplace(direction, page, direction).first->second.add(g);
    }
    PdfLines out;
    for (const auto& [degrees, found] : directions) {
        Writer writer(page, degrees == 0);
        for (const auto& line : lines_from(found.words)) writer.line(line);
        writer.end();
        out.text += writer.text;
        if (writer.columns_drawn) out.as_drawn += in_order_of_drawing(found.words);
    }
    return out;
}

}  // namespace beadle::inspect

#include "inspect/text/html_table.h"

#include "base/text.h"

namespace beadle::inspect::html {
namespace {

constexpr std::size_t most_tables = 200, most_nested = 50, most_cells = 200'000;

}  // namespace

void HtmlTables::element(const Tag& tag) {
    if (tag.name == "table") {
        if (tag.closing) return end_table();
        for (auto& t : open_) t.outer = true;
        if (open_.size() < most_nested) open_.emplace_back();
    }
    if (open_.empty() || tag.closing) return;
    auto& t = open_.back();
    if (tag.name == "tr") t.rows.emplace_back();
    if ((tag.name == "td" || tag.name == "th") && t.cells < most_cells) {
        if (t.rows.empty()) t.rows.emplace_back();
        t.in_cell = true;
        t.cell_from = visible_.size();
    }
}

void HtmlTables::end_cell() {
    if (open_.empty() || !open_.back().in_cell) return;
    auto& t = open_.back();
    t.in_cell = false;
    ++t.cells;
    std::string cell;
    if (!t.outer && t.cell_from <= visible_.size()) cell = trim(std::string_view(visible_).substr(t.cell_from));
    for (char& c : cell)
        if (c == '\n' || c == '\t') c = ' ';
    t.rows.back().push_back(std::move(cell));
}

void HtmlTables::end_table() {
    if (open_.empty()) return;
    end_cell();
    const Table t = std::move(open_.back());
    open_.pop_back();
    std::size_t wide = 0;
    for (const auto& row : t.rows) wide += row.size() >= 2;
    if (t.outer || wide < 2 || out_.size() >= most_tables) return;
    std::string text;
    for (const auto& row : t.rows)
        if (!row.empty()) text += join(row, "\t") + '\n';
    out_.push_back(std::move(text));
}

void HtmlTables::end() {
    while (!open_.empty()) end_table();
}

}  // namespace beadle::inspect::html

#include "inspect/text/sheet_grid.h"

#include <algorithm>

#include "base/text.h"

namespace beadle::inspect {
namespace {

constexpr unsigned most_gap = 256;
constexpr unsigned most_ranges = 4096;

}  // namespace

void SheetGrid::hide_columns(unsigned first, unsigned last) {
    last = std::min(last, most_columns);
    if (first > last || ++ranges_ > most_ranges) return;
    hidden_.resize(most_columns + 1);
    std::fill(hidden_.begin() + first, hidden_.begin() + last + 1, true);
}

void SheetGrid::start_row(bool hidden) {
    end_row();
    hidden_row_ = hidden;
}

void SheetGrid::put(Layer& layer, unsigned column, std::string_view text) {
    column = std::max(column, layer.column);
    layer.row.append(std::min(column - layer.column, most_gap), '\t');
    layer.column = column;
    for (const char c : text) layer.row += c == '\t' || c == '\n' || c == '\r' ? ' ' : c;
}

void SheetGrid::cell(unsigned column, std::string_view text, bool unseen) {
    if (text.empty()) return;
    column = std::min(column, most_columns);
    if (is_hidden(column))
        put(columns_, column, text);
    else if (unseen)
        put(unseen_, column, text);
    else
        put(hidden_row_ ? rows_ : shown_, column, text);
}

void SheetGrid::end(Layer& layer, bool with_header) {
    if (!layer.row.empty()) {
        if (with_header && layer.text.empty() && !header_.empty()) layer.text = header_ + "\n";
        layer.text.append(layer.row).push_back('\n');
    }
    layer.row.clear();
    layer.column = 0;
}

void SheetGrid::end_row() {
    if (header_.empty() && !shown_.row.empty()) header_ = shown_.row.substr(0, 4096);
    end(shown_, false);
    end(rows_, true);
    end(columns_, false);
    end(unseen_, true);
    hidden_row_ = false;
}

void SheetGrid::emit_layer(Reader& reader, const Place& at, Layer& layer, const char* words, Confidence confidence,
                           const std::string& evidence) {
    if (trim(layer.text).empty()) return;
    const Place place = at.beside(words, words);
    reader.found(FindingKind::hidden_content, place, confidence, evidence);
    reader.text(SegmentKind::hidden, std::move(layer.text), place, true);
}

bool SheetGrid::emit(Reader& reader, const Place& at, bool hidden, const std::string& name) {
    end_row();
    const bool any = !shown_.text.empty() || !rows_.text.empty() || !columns_.text.empty() || !unseen_.text.empty();
    const std::string in = " in sheet \"" + name + '"';
    reader.text(hidden ? SegmentKind::hidden : SegmentKind::sheet, std::move(shown_.text), at, true);
    emit_layer(reader, at, rows_, "hidden rows", Confidence::medium, "hidden rows" + in);
    emit_layer(reader, at, columns_, "hidden columns", Confidence::medium, "hidden columns" + in);
    emit_layer(reader, at, unseen_, "cells that do not show", Confidence::low,
               "cells whose format shows nothing, or white on white," + in);
    *this = SheetGrid();
    return any;
}

}  // namespace beadle::inspect

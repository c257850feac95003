#include "inspect/text/xls_sheet.h"

#include <algorithm>

#include "base/text.h"

namespace beadle::inspect {
namespace {

constexpr std::size_t most_table = 32u << 20, most_cells = 4'000'000;
constexpr std::uint32_t most_gap = 256;

void put_cell(std::string& row, std::string_view text) {
    for (const char c : text) row += c == '\t' || c == '\n' || c == '\r' ? ' ' : c;
}

}  // namespace

void XlsSheet::cell(std::uint32_t row, std::uint32_t column, std::string text) {
    too_many_ = too_many_ || cells_.size() >= most_cells;
    if (!text.empty() && !too_many_) cells_.push_back({row, column, no_string, std::move(text)});
}

void XlsSheet::shared(std::uint32_t row, std::uint32_t column, std::uint32_t string) {
    too_many_ = too_many_ || cells_.size() >= most_cells;
    if (!too_many_) cells_.push_back({row, column, string, {}});
}

void XlsSheet::hide_columns(std::uint32_t from, std::uint32_t to) {
    for (auto c = from; c <= to && c < hidden_columns_.size(); ++c) hidden_columns_.set(c);
}

void XlsSheet::add(std::string& to, std::string_view words) {
    if (trim(words).empty()) return;
    to += words;
    if (!to.ends_with('\n')) to += '\n';
}

std::string XlsSheet::table(Reader& reader, const Place& at, const std::vector<std::string>& strings) {
    std::stable_sort(cells_.begin(), cells_.end(),
                     [](const Cell& a, const Cell& b) { return a.row != b.row ? a.row < b.row : a.column < b.column; });
    std::string out;
    std::uint32_t row = 0, column = 0;
    if (too_many_) reader.not_inspected(at, NotInspectedReason::limit, "the sheet holds more cells than are read");
    for (const auto& c : cells_) {
        if (out.size() > most_table || !reader.budget().time_left()) {
            reader.not_inspected(at, NotInspectedReason::limit, "the sheet holds more than is read");
            break;
        }
        if (c.row != row) {
            if (!out.empty() && !out.ends_with('\n')) out += '\n';
            row = c.row;
            column = 0;
        }
        out.append(std::min(c.column - column, most_gap), '\t');
        column = c.column;
        if (c.string == no_string)
            put_cell(out, c.text);
        else if (c.string < strings.size())
            put_cell(out, strings[c.string]);
    }
    if (!out.empty()) out += '\n';
    return out;
}

std::string XlsSheet::concealed() const {
    const bool rows =
        std::any_of(cells_.begin(), cells_.end(), [&](const Cell& c) { return hidden_rows_.count(c.row) > 0; });
    const bool columns = std::any_of(cells_.begin(), cells_.end(), [&](const Cell& c) {
        return c.column < hidden_columns_.size() && hidden_columns_[c.column];
    });
    return rows && columns ? "rows and columns" : rows ? "rows" : columns ? "columns" : "";
}

void XlsSheet::emit(Reader& reader, const Place& place, const std::vector<std::string>& strings) {
    const bool hidden = state_ != State::shown;
    const std::string name = printable(name_, 60);
    const std::string kind = chart_ ? "chart" : "sheet";
    const Place at = place.beside(name, (hidden ? "hidden " + kind : kind) + " \"" + name + '"');
    std::string cells = table(reader, at, strings);
    if (hidden && !trim(cells).empty())
        reader.found(FindingKind::hidden_content, at, Confidence::high,
                     std::string(state_ == State::very_hidden ? "veryHidden"
                                 : state_ == State::unlisted  ? "unlisted"
                                                              : "hidden") +
                         " sheet \"" + name + '"');
    if (const std::string what = concealed(); !what.empty())
        reader.found(FindingKind::hidden_content, at, Confidence::medium,
                     "hidden " + what + " in sheet \"" + name + '"');
    if (protected_)
        reader.protect(at, ProtectionMethod::office_legacy, ProtectionGrade::cosmetic, false, "sheetProtection");
    reader.text(hidden ? SegmentKind::hidden : SegmentKind::sheet, std::move(cells), at, true);
    reader.text(hidden ? SegmentKind::hidden : SegmentKind::document, std::move(around_), at);
    if (!comments_.empty()) {
        const Place comments = at.beside("comments", "comments");
        reader.found(FindingKind::document_comment, comments, Confidence::medium, "comments on cells");
        reader.text(SegmentKind::hidden, std::move(comments_), comments);
    }
    reader.text(SegmentKind::hidden, std::move(beside_), at.beside("links", "links and lists"));
}

}  // namespace beadle::inspect

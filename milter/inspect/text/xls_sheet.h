// xls_sheet.h — the cells of one sheet of an Excel workbook of 1993 to 2003, and what lies around them.
//
// Takes    cells in any order, hidden rows and columns, words of comments, boxes and headers.
// Gives    emit(): a table segment, rows by number, and the findings for what is hidden.
// Bounds   table of 32 MiB, four million cells; then not_inspected says so. Never throws but std::bad_alloc.
// Runs in  inspect worker.
#pragma once

#include <bitset>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "inspect/text/reader.h"

namespace beadle::inspect {

class XlsSheet {
  public:
    enum class State { shown, hidden, very_hidden, unlisted };
    XlsSheet(std::string name, State state, bool chart) : name_(std::move(name)), state_(state), chart_(chart) {}

    void cell(std::uint32_t row, std::uint32_t column, std::string text);
    void shared(std::uint32_t row, std::uint32_t column, std::uint32_t string);
    void hide_row(std::uint32_t row) { hidden_rows_[row] = true; }
    void hide_columns(std::uint32_t from, std::uint32_t to);
    void comment(std::string_view words) { add(comments_, words); }
    void around(std::string_view words) { add(around_, words); }  // headers, text boxes, titles of charts
    void beside(std::string_view words) { add(beside_, words); }  // links, lists of allowed values
    void protect() { protected_ = true; }
    void emit(Reader& reader, const Place& place, const std::vector<std::string>& strings);

  private:
    static constexpr std::uint32_t no_string = 0xFFFFFFFF;
    struct Cell {
        std::uint32_t row, column, string;
        std::string text;
    };
    static void add(std::string& to, std::string_view words);
    std::string table(Reader& reader, const Place& at, const std::vector<std::string>& strings);
    std::string concealed() const;

    std::string name_;
    State state_;
    bool chart_, protected_ = false, too_many_ = false;
    std::vector<Cell> cells_;
    std::map<std::uint32_t, bool> hidden_rows_;
    std::bitset<256> hidden_columns_;
    std::string comments_, around_, beside_;
};

}  // namespace beadle::inspect

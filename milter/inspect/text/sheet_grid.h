// sheet_grid.h — the cells of one spreadsheet as tables: what is shown, and in tables of their own what hidden rows,
// hidden columns and cells that do not show hold, so that a finding there can say so.
//
// Takes    rows in order, and in each row cells by column, rising.
// Gives    tables with \t and \n; those of hidden rows and unseen cells begin with the sheet's first row, which names
//          the columns.
// Bounds   32 MiB of text for all tables together (`full`); 16,384 columns; a gap of more than 256 columns is cut to
//          that.
// Runs in  inspect worker. Never throws but std::bad_alloc.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "inspect/text/reader.h"

namespace beadle::inspect {

class SheetGrid {
  public:
    static constexpr unsigned most_columns = 16384;

    void hide_columns(unsigned first, unsigned last);
    void start_row(bool hidden);
    void cell(unsigned column, std::string_view text, bool unseen);
    void end_row();
    bool full() const {
        return shown_.size() + rows_.size() + columns_.size() + unseen_.size() > most_text;
    }

    // Segments for all of it; the findings of what is hidden. `hidden`: the whole sheet is.
    // True when any cell held something.
    bool emit(Reader& reader, const Place& at, bool hidden, const std::string& name);

  private:
    static constexpr std::size_t most_text = 32u << 20;  // one long shared string may stand in a million cells
    struct Layer {
        std::string text, row;
        unsigned column = 0;
        std::size_t size() const { return text.size() + row.size(); }
    };
    void put(Layer& layer, unsigned column, std::string_view text);
    void end(Layer& layer, bool with_header);
    bool is_hidden(unsigned column) const { return column < hidden_.size() && hidden_[column]; }
    static void emit_layer(Reader& reader, const Place& at, Layer& layer, const char* words, Confidence confidence,
                           const std::string& evidence);

    Layer shown_, rows_, columns_, unseen_;
    std::string header_;
    std::vector<bool> hidden_;
    unsigned ranges_ = 0;
    bool hidden_row_ = false;
};

}  // namespace beadle::inspect

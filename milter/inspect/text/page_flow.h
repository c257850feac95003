// page_flow.h — the text of an office document as its XML flows by: what is shown, its tables within tables, and
// beside it what stands elsewhere or is kept from the reader, each in a channel of its own.
//
// Takes    runs of text and marks of structure in the order of the file; starts and ends that do not match do no
//          harm.
// Gives    one text and a list of tables for each channel. Runs that follow each other join; what stands aside (a
//          box, a comment, a deleted run) never parts the words it stands between.
// Bounds   64 channels or tables open at a time, deeper ones are read as text of the last; output is what was put,
//          plus one octet for each mark.
// Runs in  inspect worker. Never throws but std::bad_alloc.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "inspect/text/reader.h"

namespace beadle::inspect {

class PageFlow {
  public:
    enum class Channel { shown, box, note, comment, deleted, hidden, code, last };
    // hidden: formatted as hidden; code: fields, links, alternative texts

    void put(std::string_view text);
    void aside(Channel channel, std::string_view run);   // runs that follow each other join
    void line(Channel channel, std::string_view words);  // a line of its own
    void gap(char c);                                    // a tab or line end inside a paragraph
    void end_paragraph();
    void open(Channel channel);  // all that follows goes there
    void close();
    void start_table();
    void start_row(bool hidden = false);
    void hide_row();
    void skip_cells(unsigned count);
    void start_cell();
    void end_cell(unsigned columns = 1);
    void end_row();
    void end_table();
    void finish();  // whatever is open ends
    void tracked(bool insertion) { ++(insertion ? insertions_ : deletions_); }
    void author(std::string_view name);  // of a change
    // finish(), then segments and findings for every channel; what is shown is of the kind given.
    void emit(Reader& reader, const Place& at, SegmentKind kind);

    Channel channel() const { return frames_.back().channel; }
    const std::string& text(Channel channel) const { return text_[index(channel)]; }
    bool has_tables() const { return !tables_[index(Channel::shown)].empty(); }

  private:
    struct Grid {
        std::string rows, row, cell;
        bool hidden_row = false, in_cell = false;
    };
    struct Frame {
        Channel channel = Channel::shown;
        std::vector<Grid> grids;
    };
    static std::size_t index(Channel c) { return static_cast<std::size_t>(c); }
    std::string& sink();
    void emit_channel(Reader& reader, const Place& at, SegmentKind kind, Channel channel);
    Grid* grid() { return frames_.back().grids.empty() ? nullptr : &frames_.back().grids.back(); }

    std::array<std::string, static_cast<std::size_t>(Channel::last)> text_;
    std::array<std::vector<std::string>, static_cast<std::size_t>(Channel::last)> tables_;
    std::vector<Frame> frames_{1};
    std::uint32_t open_ = 0, extra_frames_ = 0, extra_tables_ = 0;
    Channel last_ = Channel::shown;
    std::uint32_t insertions_ = 0, deletions_ = 0;
    std::string authors_;
};

// Text without white space, to tell whether two branches say the same.
std::string bare(std::string_view text);

}  // namespace beadle::inspect

// word_file.h — the skeleton of a Word document of 1993 to 2003: where its text stands and what each run is.
//
// Takes    the streams WordDocument, 0Table or 1Table, and Data. Hostile: every offset may lie.
// Gives    parts() (body, footnotes, headers, comments …) as ranges of characters; walk() gives each character of a
// range
//          with what it is (deleted, hidden, end of a row …); strings() the lists of names.
// Bounds   no more characters are given than twice the octets of the stream, so pieces that overlap cost no more;
//          `cut` when that was reached.
// Fails    usable() is false when no text can be found. Never throws but std::bad_alloc.
// Runs in  inspect worker.
// Source   MS-DOC 2.5 (FIB), 2.8.35 (PLC of pieces), 2.9.31 (pages of properties), 2.6 (single properties).
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "inspect/text/legacy_seal.h"

namespace beadle::inspect {

struct WordCharacter {
    char32_t c = 0;
    bool deleted = false, inserted = false, hidden = false;
    bool in_table = false, ends_row = false;
};

struct WordRun {
    std::uint32_t from, to;  // octets of the main stream
    std::uint8_t flags;
};

class WordFile {
  public:
    struct Part {
        const char* words;
        std::uint32_t from, to;
    };
    enum class Names { associated, revision_authors, saved_by, comment_authors };

    explicit WordFile(std::string_view main);
    bool is_old() const { return old_; }  // Word 6 and 95
    bool known() const { return known_; }
    bool read_only_advice() const;
    std::string_view table_name() const;
    LegacySeal seal(std::string_view table) const;

    // Before anything below: the tables. Gives true when the Data stream must be given too (set_data).
    bool read_tables(std::string_view table);
    void set_data(std::string_view data);
    bool usable() const { return !pieces_.empty(); }
    bool cut() const { return cut_; }
    bool short_of_text() const { return short_; }

    std::vector<Part> parts() const;
    void walk(const Part& part, const std::function<void(const WordCharacter&)>& each);
    std::string strings(Names which) const;
    std::string_view left_behind(std::size_t& index) const;  // one after the other; empty at the end

  private:
    struct Piece {
        std::uint32_t from, to;  // characters
        std::uint64_t at;        // octets into the main stream
        bool wide;
        std::uint8_t flags;
    };
    std::string_view range(std::size_t index) const;  // pair `index` of the FIB, in the table stream
    void read_pieces(std::string_view clx);
    void read_codepage(std::uint32_t codepage);
    void order_by_place();
    void read_plain_text();
    std::uint8_t piece_flags(std::uint16_t prm, const std::vector<std::uint8_t>& modifiers) const;
    void read_runs(std::string_view plc, bool paragraphs, std::vector<WordRun>& runs);
    void read_page(std::string_view page, bool paragraphs, std::vector<WordRun>& runs);
    std::uint8_t flags_of(std::string_view properties, int depth) const;
    std::uint8_t flag_of(std::uint16_t code, std::string_view operand, std::uint8_t flags, int depth) const;
    char32_t character(const Piece& piece, std::uint64_t at) const;

    std::string_view main_, table_, data_;
    std::vector<Piece> pieces_;
    std::vector<std::pair<std::uint64_t, std::uint64_t>> by_place_;  // octets of the pieces, in order
    std::vector<WordRun> characters_, paragraphs_;
    std::array<char32_t, 128> upper_{};  // of 8-bit text; 0 = as Windows-1252
    std::uint64_t given_ = 0;
    mutable bool wants_data_ = false;
    mutable std::uint64_t data_read_ = 0;  // many runs may say the same long properties
    bool known_ = false, old_ = false, cut_ = false, short_ = false;
};

}  // namespace beadle::inspect

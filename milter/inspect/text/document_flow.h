// document_flow.h — the text of a word processor's document as it flows by: what is shown, its tables, and what is kept
// from the reader. Shared by the readers of Word 97-2003 and RTF.
//
// Takes    runs of UTF-8 with where they belong, ends of paragraphs, cells and rows in the order of the file.
// Gives    emit(): segments for text, tables, deleted and hidden text, and the findings that go with them.
// Bounds   output is what was put, plus one octet for each end. Never throws but std::bad_alloc.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "inspect/text/reader.h"

namespace beadle::inspect {

class DocumentFlow {
  public:
    enum class Sink { shown, deleted, hidden, code };  // code: fields, names; hidden: formatted as hidden
    void put(std::string_view text, Sink sink);
    void inserted() { tracked_ = true; }
    void end_paragraph(bool in_table);
    void end_cell();
    void end_row();
    void emit(Reader& reader, const Place& place, SegmentKind kind);

  private:
    std::string& buffer(Sink sink);
    void part_from(Sink sink);
    void end_table();

    std::string paragraph_, shown_, cell_, row_, table_;
    std::string deleted_, hidden_, code_;
    std::vector<std::string> tables_;
    Sink last_ = Sink::shown;
    bool tracked_ = false;
};

// Words that stand in octets of a damaged document: runs of at least 6 characters, 8 bit or UTF-16.
std::string words_in(std::string_view octets);
// Of these the lines that tell something (written_form.h): for records whose meaning is not known here.
std::string telling_words_in(std::string_view octets);

}  // namespace beadle::inspect

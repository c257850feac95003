#include "inspect/text/document_flow.h"

#include <algorithm>

#include "base/text.h"

#include "inspect/text/codepage.h"
#include "inspect/text/little_endian.h"
#include "inspect/text/written_form.h"

namespace beadle::inspect {

std::string& DocumentFlow::buffer(Sink sink) {
    switch (sink) {
        case Sink::deleted:
            return deleted_;
        case Sink::hidden:
            return hidden_;
        case Sink::code:
            return code_;
        case Sink::shown:
            break;
    }
    return paragraph_;
}

// Two hidden runs with shown words between them are two, not one.
void DocumentFlow::part_from(Sink sink) {
    if (sink == last_) return;
    if (last_ != Sink::shown && !buffer(last_).ends_with('\n')) buffer(last_) += '\n';
    last_ = sink;
}

void DocumentFlow::put(std::string_view text, Sink sink) {
    part_from(sink);
    buffer(sink) += text;
}

void DocumentFlow::end_paragraph(bool in_table) {
    part_from(Sink::shown);
    if (in_table) {
        cell_ += paragraph_;
        cell_ += ' ';
    } else {
        end_table();
        shown_ += paragraph_;
        shown_ += '\n';
    }
    paragraph_.clear();
}

void DocumentFlow::end_cell() {
    part_from(Sink::shown);
    cell_ += paragraph_;
    paragraph_.clear();
    for (const char c : trim(cell_)) row_ += c == '\t' || c == '\n' || c == '\r' ? ' ' : c;
    row_ += '\t';
    cell_.clear();
}

void DocumentFlow::end_row() {
    if (!trim(cell_).empty() || !paragraph_.empty()) end_cell();
    cell_.clear();
    if (row_.ends_with('\t')) row_.pop_back();
    if (!trim(row_).empty()) table_ += row_ + "\n";
    row_.clear();
}

void DocumentFlow::end_table() {
    if (!row_.empty() || !trim(cell_).empty()) {
        const std::string after = std::move(paragraph_);
        paragraph_.clear();
        end_row();
        paragraph_ = after;
    }
    cell_.clear();
    if (!table_.empty()) tables_.push_back(std::move(table_));
    table_.clear();
}

void DocumentFlow::emit(Reader& reader, const Place& place, SegmentKind kind) {
    if (!paragraph_.empty()) end_paragraph(false);
    end_table();
    reader.text(kind, std::move(shown_), place);
    for (auto& table : tables_) reader.text(kind, std::move(table), place, true);
    if (tracked_ || !trim(deleted_).empty()) {
        const Place at = place.beside("tracked changes", "tracked changes");
        reader.found(FindingKind::tracked_changes, at, Confidence::medium, "insertions or deletions are kept");
        reader.text(SegmentKind::hidden, std::move(deleted_), at);
    }
    const Place at = place.beside("hidden text", "hidden text");
    if (!trim(hidden_).empty())
        reader.found(FindingKind::hidden_content, at, Confidence::medium, "text formatted as hidden");
    reader.text(SegmentKind::hidden, std::move(hidden_), at);
    reader.text(SegmentKind::hidden, std::move(code_), at);
    *this = DocumentFlow();
}

std::string words_in(std::string_view octets) {
    constexpr std::size_t least = 6;
    std::string out, narrow, wide;
    std::size_t length = 0;
    // Letters of Europe, the signs between them, typographic quotes and dashes.
    const auto is_word = [](char16_t c) {
        return c == '\t' || (c >= 0x20 && c < 0x7F) || (c >= 0xA0 && c < 0x600) || (c >= 0x2010 && c < 0x203B) ||
               c == 0x20AC;
    };
    const auto end = [&](std::string& s) {
        if (length >= least) out += s + "\n";
        s.clear();
        length = 0;
    };
    for (std::size_t i = 0; i < octets.size(); ++i) {
        const auto c = static_cast<unsigned char>(octets[i]);
        const bool wide_one = i + 1 < octets.size() && octets[i + 1] == '\0' && narrow.empty();
        if (is_word(c) && !wide_one)
            append_utf8(narrow, c), ++length;
        else
            end(narrow);
    }
    end(narrow);
    for (const std::size_t start : {std::size_t{0}, std::size_t{1}}) {
        for (std::size_t i = start; i + 1 < octets.size(); i += 2) {
            const auto c = le16(octets, i);
            if (is_word(c))
                append_utf8(wide, c), ++length;
            else
                end(wide);
        }
        end(wide);
    }
    return out;
}

std::string telling_words_in(std::string_view octets) {
    std::string out;
    if (std::count_if(octets.begin(), octets.end(), [](char c) { return c >= '0' && c <= '9'; }) < 5) return out;
    for (const auto& line : split(words_in(octets), '\n'))
        if (tells(line)) out += line + "\n";
    return out;
}

}  // namespace beadle::inspect

// Word documents of 1993 to 2003: body, notes, headers, comments, text boxes, deleted and hidden text.
#include <string>

#include "base/text.h"

#include "inspect/text/active.h"
#include "inspect/text/codepage.h"
#include "inspect/text/document_flow.h"
#include "inspect/text/ole_reader.h"
#include "inspect/text/word_file.h"

namespace beadle::inspect {
namespace {

using Sink = DocumentFlow::Sink;

// Characters of one part of the document, into its flow.
class WordFlow {
  public:
    WordFlow(DocumentFlow& flow, bool no_rows) : flow_(flow), no_rows_(no_rows) {}

    void put(const WordCharacter& c) {
        after_cell_ = after_cell_ && c.c == 0x07;
        if (c.inserted && !c.deleted) flow_.inserted();
        switch (c.c) {
            case 0x07:
                end_cell(c);
                return;
            case 0x0D:
            case 0x0C:
                flow_.end_paragraph(c.in_table);
                return;
            case 0x13:
                if (fields_.size() < most_fields) fields_ += 'c';
                return;
            case 0x14:
                if (!fields_.empty()) fields_.back() = 'r';
                return;
            case 0x15:
                if (!fields_.empty()) fields_.pop_back();
                if (fields_.find('c') == std::string::npos) return;
                flow_.put(" ", Sink::code);
                return;
            default:
                character(c);
        }
    }

  private:
    static constexpr std::size_t most_fields = 200;

    // Where no paragraph says so, an empty cell ends its row.
    void end_cell(const WordCharacter& c) {
        const bool ends_row = c.ends_row || (no_rows_ && after_cell_);
        if (ends_row)
            flow_.end_row();
        else
            flow_.end_cell();
        after_cell_ = !ends_row;
    }

    void character(const WordCharacter& c) {
        const char32_t shown = c.c == 0x0B ? U'\n' : c.c == 0x1E ? U'-' : c.c;
        if (shown < 0x20 && shown != '\t' && shown != '\n') return;  // anchors of pictures, notes and comments
        if (c.c == 0x1F) return;
        // A pair of surrogates comes as two characters.
        if (shown >= 0xD800 && shown < 0xDC00) {
            high_ = shown;
            return;
        }
        char32_t whole = shown;
        if (shown >= 0xDC00 && shown < 0xE000 && high_ != 0)
            whole = 0x10000 + ((high_ - 0xD800) << 10) + (shown - 0xDC00);
        high_ = 0;
        one_.clear();
        append_utf8(one_, whole);
        flow_.put(one_, sink(c));
    }

    Sink sink(const WordCharacter& c) const {
        if (c.deleted) return Sink::deleted;
        if (fields_.find('c') != std::string::npos) return Sink::code;
        return c.hidden ? Sink::hidden : Sink::shown;
    }

    DocumentFlow& flow_;
    std::string fields_;  // open fields: in its code or in its result
    std::string one_;
    char32_t high_ = 0;
    bool no_rows_, after_cell_ = false;
};

void read_part(OleReader& ole, WordFile& file, const WordFile::Part& part, const Place& place) {
    Reader& reader = ole.reader();
    const std::string words = part.words;
    const Place at = words.empty() ? place : place.beside(words, words);
    const bool comments = words == "comments", behind = words == "text behind the document";
    DocumentFlow flow;
    WordFlow characters(flow, file.is_old());
    file.walk(part, [&](const WordCharacter& c) { characters.put(c); });
    if (comments) reader.found(FindingKind::document_comment, at, Confidence::medium, "comments in the document");
    flow.emit(reader, at, comments || behind ? SegmentKind::hidden : SegmentKind::document);
}

void read_names(OleReader& ole, const WordFile& file, const Place& place) {
    const std::string associated = file.strings(WordFile::Names::associated);
    ole.reader().text(SegmentKind::hidden, associated + file.strings(WordFile::Names::saved_by), place.beside("properties", "document properties"));
    for (const auto& name : split(associated, '\n'))  // one of them is the template that is attached
        if (const auto active = judge_target("attachedTemplate", name))
            ole.reader().found(FindingKind::macro, place.beside("linked content", "linked content"), active->confidence,
                               active->what);
    ole.reader().text(SegmentKind::hidden,
                      file.strings(WordFile::Names::comment_authors) + file.strings(WordFile::Names::revision_authors),
                      place.beside("authors", "authors of comments and changes"));
}

// Word of the nineties saved fast by writing what was new behind what was there.
void read_left_behind(OleReader& ole, const WordFile& file, const Place& place) {
    std::string text;
    std::size_t index = 0;
    for (auto gap = file.left_behind(index); !gap.empty(); gap = file.left_behind(index)) text += words_in(gap);
    if (trim(text).empty()) return;
    const Place at = place.beside("earlier version", "earlier version");
    ole.reader().found(FindingKind::hidden_content, at, Confidence::low, "octets of an earlier version are kept");
    ole.reader().text(SegmentKind::hidden, std::move(text), at);
}

// Names of styles and bookmarks, fields of forms, words drawn as art: rows of many kinds, of which lines that tell
// something are kept.
void read_other_words(OleReader& ole, std::string_view table, std::string_view data, const Place& place) {
    ole.reader().text(SegmentKind::hidden, telling_words_in(table) + telling_words_in(data),
                      place.beside("names", "names, fields and drawings"));
}

void read_text_of(OleReader& ole, WordFile& file, std::string_view main, const Place& place) {
    Reader& reader = ole.reader();
    if (!file.usable()) {
        reader.not_inspected(place, NotInspectedReason::broken, "Word document whose text cannot be found");
        reader.text(SegmentKind::hidden, words_in(main), place);
        return;
    }
    for (const auto& part : file.parts()) {
        if (!reader.budget().time_left()) {
            reader.not_inspected(place, NotInspectedReason::limit, reader.budget().exhausted());
            return;
        }
        read_part(ole, file, part, place);
    }
    read_names(ole, file, place);
    read_left_behind(ole, file, place);
    if (file.cut())
        reader.not_inspected(place, NotInspectedReason::limit, "the document says more text than it has octets");
    if (!file.short_of_text()) return;
    reader.not_inspected(place, NotInspectedReason::broken, "text of the document is missing");
    reader.text(SegmentKind::hidden, words_in(main), place);
}

}  // namespace

void read_doc(OleReader& ole, const CompoundFile::Entry& storage, const Place& place) {
    Reader& reader = ole.reader();
    const std::string main = ole.load(storage, "WordDocument", place);
    WordFile file(main);
    if (!file.known()) {
        reader.not_inspected(place, NotInspectedReason::broken, "claims to be a Word document, is not");
        reader.text(SegmentKind::hidden, words_in(main), place);
        return;
    }
    const std::string table = file.is_old() ? std::string() : ole.load(storage, file.table_name(), place);
    if (const LegacySeal seal = file.seal(table); seal.sealed()) {
        judge_seal(reader, seal, place);
        ole.lock(Lock::Kind::word, storage, place);
        return;
    }
    if (file.read_only_advice())
        reader.protect(place, ProtectionMethod::office_legacy, ProtectionGrade::cosmetic, false, "writeReservation");
    std::string data;
    const bool wants_data = file.read_tables(table);
    if (ole.file().child(storage, "Data")) data = ole.load(storage, "Data", place);
    if (wants_data) file.set_data(data);
    read_text_of(ole, file, main, place);
    read_other_words(ole, table, data, place);
}

}  // namespace beadle::inspect

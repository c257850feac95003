// rtf_text.h — RTF as Word opens it, broken or not: text, tables, notes, headers, comments, fields, hidden and deleted
// text, embedded objects, and the HTML that Outlook keeps inside RTF.
//
// Takes    octets that begin with "{\rt". Hostile.
// Gives    segments and findings into the Reader; objects are read by content.
// Bounds   10,000 groups deep (deeper ones keep the state of that depth); linear time; Reader's budget.
// Fails    never; octets behind the last group are read too. Never throws but std::bad_alloc.
// Runs in  inspect worker.
// Source   RTF 1.9.1; MS-OXRTFEX; known malformations that Word accepts.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "inspect/text/document_flow.h"
#include "inspect/text/reader.h"
#include "inspect/text/rtf_tokens.h"
#include "inspect/text/rtf_words.h"

namespace beadle::inspect {

class RtfText {
  public:
    RtfText(Reader& reader, SegmentKind kind, const Place& place) : reader_(reader), kind_(kind), place_(place) {}
    void read(std::string_view octets);

  private:
    struct State {
        RtfInto into = RtfInto::same;
        RtfInto twin = RtfInto::same;  // where the Unicode twin of an ANSI text belongs
        bool hidden = false, deleted = false, in_table = false, html_rtf = false;
        bool star = false;  // \* was just seen
        bool begins_object = false, begins_value = false, begins_code = false;
        std::uint8_t unicode_skip = 1;
        std::int32_t font = -1;
    };
    void open();
    void close();
    bool word(const RtfToken& t);
    void act(const RtfWord& w, const RtfToken& t);
    void flag(const RtfWord& w, bool on);
    void font(const RtfWord& w, const RtfToken& t);
    void enter(RtfInto into);
    void unknown();
    void symbol(char c);
    void octets(std::string_view text);
    void hex_digits(std::string_view text);
    void character(char32_t c);
    void unicode(std::int32_t number);
    void flush();
    void put(std::string_view utf8);
    void put_html(std::string_view utf8);
    void end_paragraph();
    void object();
    void emit();
    void trailing(std::string_view rest);
    DocumentFlow& flow();
    bool words_count() const;
    std::uint32_t codepage() const;

    Reader& reader_;
    SegmentKind kind_;
    const Place& place_;
    State now_;
    std::vector<State> stack_;
    std::size_t deeper_ = 0;
    DocumentFlow body_, headers_, notes_, comments_;
    bool commented_ = false, from_html_ = false;
    std::uint32_t codepage_ = 1252;
    std::int32_t default_font_ = -1, font_in_table_ = -1;
    std::map<std::int32_t, std::uint32_t> fonts_;
    std::string pending_;  // octets in the codepage of now_
    char32_t high_ = 0;
    int skip_ = 0;  // characters to skip behind \u
    std::string info_, value_, object_, html_;
    int nibble_ = -1;
    unsigned objects_ = 0;
};

}  // namespace beadle::inspect

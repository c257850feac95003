// word_part.h — one part of a word processing document: its runs joined to words, its tables, boxes, fields, changes.
//
// Takes    octets of a part of WordprocessingML (or Word's XML of 2003), and the ids of styles that hide text.
//          Hostile.
// Gives    flow(): every channel of a PageFlow filled. Of two branches of one content both are read; what the second
//          says too is left out.
// Bounds   as XmlPull and PageFlow; 1 MiB of text is compared between branches.
// Fails    xml().trouble(). Never throws but std::bad_alloc.
// Runs in  inspect worker.
// Source   ECMA-376 part 1, 17; part 3 (alternate content); MS-DOCX.
#pragma once

#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "inspect/text/page_flow.h"
#include "inspect/text/xml_pull.h"

namespace beadle::inspect {

class WordPart {
  public:
    WordPart(std::string_view octets, const std::set<std::string>& hidden_styles)
        : xml_(octets), hidden_(hidden_styles) {}
    void run();
    PageFlow& flow() { return flow_; }
    const XmlPull& xml() const { return xml_; }
    bool unseen() const { return unseen_; }                  // some of the text is white or too small to see
    const std::string& blacked() const { return blacked_; }  // black on black: struck out for the eye alone

  private:
    enum class Tag : std::uint8_t {
        other,
        p,
        r,
        t,
        del_text,
        instr,
        del_instr,
        tab,
        br,
        hyphen,
        sym,
        rpr,
        ppr,
        tcpr,
        trpr,
        vanish,
        style,
        color,
        shade,
        highlight,
        size,
        ins,
        del,
        move_from,
        move_to,
        table,
        row,
        cell,
        span,
        before,
        row_hidden,
        field_char,
        simple_field,
        box,
        alternate,
        choice,
        fallback,
        comment,
        spoken,
        ruby,
        section,
        layout,
    };
    static Tag tag_of(std::string_view name);
    void enter(Tag tag);
    void enter_change(Tag tag);
    void enter_table(Tag tag);
    void enter_branch(Tag tag);
    void properties(Tag tag);
    void spoken();
    void leave(Tag tag);
    void leave_table(Tag tag);
    void leave_branch(Tag tag);
    void end_line_of_branch();
    void text(std::string_view words);
    void end_field();
    void note(std::string_view words);
    void gap(char c);
    bool parent_is(Tag tag) const { return tags_.size() > 1 && tags_[tags_.size() - 2] == tag; }
    // Word draws text of no colour of its own black on a black highlight, and white on a black shade.
    bool blacked_out() const {
        const bool own = run_color_ == "000000", none = run_color_.empty() || run_color_ == "auto";
        return ((run_black_ && (own || none)) || (run_black_shade_ && own)) && blacked_.size() < most_blacked;
    }
    bool white() const { return run_white_ && !run_shaded_ && !paragraph_shaded_ && cell_shaded_ == 0 && boxes_ == 0; }

    XmlPull xml_;
    const std::set<std::string>& hidden_;
    PageFlow flow_;
    std::vector<Tag> tags_;         // of the open elements
    std::string field_;             // instructions of a field, over its runs
    std::set<std::string> branch_;  // paragraphs of the first branch, bare
    std::string line_;              // paragraph of a branch
    std::size_t branch_size_ = 0;
    std::uint32_t deleted_ = 0, choices_ = 0, fallbacks_ = 0, branches_ = 0, boxes_ = 0, cell_shaded_ = 0;
    unsigned span_ = 1;
    bool run_hidden_ = false, paragraph_hidden_ = false, unseen_ = false, ruby_ = false;
    bool run_white_ = false, run_shaded_ = false, paragraph_shaded_ = false;
    bool run_black_ = false, run_black_shade_ = false;
    std::string run_color_, blacked_;
    static constexpr std::size_t most_blacked = 64u << 10;
};

}  // namespace beadle::inspect

#include "inspect/text/word_part.h"

#include <charconv>
#include <unordered_map>

#include "base/text.h"

#include "inspect/text/codepage.h"

namespace beadle::inspect {

using namespace std::string_view_literals;
using Channel = PageFlow::Channel;

WordPart::Tag WordPart::tag_of(std::string_view name) {
    // clang-format off
    static const std::unordered_map<std::string_view, Tag> tags{
        {"p", Tag::p}, {"r", Tag::r}, {"t", Tag::t}, {"delText", Tag::del_text}, {"instrText", Tag::instr},
        {"delInstrText", Tag::del_instr}, {"tab", Tag::tab}, {"ptab", Tag::tab}, {"br", Tag::br}, {"cr", Tag::br},
        {"noBreakHyphen", Tag::hyphen}, {"sym", Tag::sym}, {"rPr", Tag::rpr}, {"pPr", Tag::ppr}, {"tcPr", Tag::tcpr},
        {"trPr", Tag::trpr}, {"vanish", Tag::vanish}, {"rStyle", Tag::style}, {"pStyle", Tag::style}, {"color", Tag::color},
        {"shd", Tag::shade}, {"highlight", Tag::highlight}, {"sz", Tag::size}, {"ins", Tag::ins}, {"del", Tag::del},
        {"moveFrom", Tag::move_from}, {"moveTo", Tag::move_to}, {"tbl", Tag::table}, {"tr", Tag::row}, {"tc", Tag::cell},
        {"gridSpan", Tag::span}, {"gridBefore", Tag::before}, {"hidden", Tag::row_hidden}, {"fldChar", Tag::field_char},
        {"fldSimple", Tag::simple_field}, {"txbxContent", Tag::box}, {"AlternateContent", Tag::alternate},
        {"Choice", Tag::choice}, {"Fallback", Tag::fallback}, {"comment", Tag::comment}, {"footnote", Tag::section},
        {"endnote", Tag::section}, {"docPart", Tag::section},
        {"align", Tag::layout}, {"posOffset", Tag::layout}, {"pctWidth", Tag::layout}, {"pctHeight", Tag::layout},
        {"pctPosHOffset", Tag::layout}, {"pctPosVOffset", Tag::layout},
        // Elements whose attributes are words that a reader may be shown.
        {"docPr", Tag::spoken}, {"cNvPr", Tag::spoken}, {"listItem", Tag::spoken}, {"alias", Tag::spoken}, {"tag", Tag::spoken},
        {"helpText", Tag::spoken}, {"statusText", Tag::spoken}, {"listEntry", Tag::spoken}, {"default", Tag::spoken},
        {"hyperlink", Tag::spoken}, {"textpath", Tag::spoken}, {"shape", Tag::spoken}, {"imagedata", Tag::spoken},
        {"rect", Tag::spoken}, {"group", Tag::spoken}, {"tblCaption", Tag::spoken}, {"tblDescription", Tag::spoken},
        {"hlinkClick", Tag::spoken}, {"customXml", Tag::spoken}, {"smartTag", Tag::spoken}, {"attr", Tag::spoken},
        {"date", Tag::spoken}, {"lvlText", Tag::spoken}, {"rt", Tag::ruby}, {"annotation", Tag::comment},
    };
    // clang-format on
    const auto it = tags.find(name);
    return it == tags.end() ? Tag::other : it->second;
}

namespace {

constexpr std::size_t most_compared = 1u << 20;

// Names of the attributes that hold words.
constexpr std::array spoken_attributes{"descr"sv,   "title"sv,  "displayText"sv, "value"sv,
                                       "tooltip"sv, "string"sv, "alt"sv,         "fullDate"sv};

}  // namespace

void WordPart::run() {
    for (auto event = xml_.next(); event != XmlPull::Event::stop; event = xml_.next()) {
        switch (event) {
            case XmlPull::Event::start:
                tags_.push_back(tag_of(xml_.name()));
                enter(tags_.back());
                break;
            case XmlPull::Event::end:
                if (!tags_.empty()) {
                    leave(tags_.back());
                    tags_.pop_back();
                }
                break;
            case XmlPull::Event::text:
                text(xml_.text());
                break;
            case XmlPull::Event::comment:
                flow_.line(Channel::code, xml_.text());
                break;
            case XmlPull::Event::stop:
                break;
        }
    }
    end_field();
}

void WordPart::gap(char c) {
    if (fallbacks_ > 0 || choices_ > 0) line_ += ' ';
    if (fallbacks_ > 0) return;
    if (deleted_ > 0)
        flow_.aside(Channel::deleted, std::string_view(&c, 1));
    else
        flow_.gap(c);
}

// What a paragraph or an attribute says: of the second branch only when the first did not say it.
void WordPart::note(std::string_view words) {
    if (trim(words).empty()) return;
    if (fallbacks_ > 0) {
        if (branch_.count(bare(words)) == 0) flow_.line(Channel::code, words);
        return;
    }
    if (choices_ > 0 && branch_size_ < most_compared) {
        branch_size_ += words.size();
        branch_.insert(bare(words));
    }
    flow_.line(Channel::code, words);
}

void WordPart::end_field() {
    if (!field_.empty()) note(field_);
    field_.clear();
}

void WordPart::text(std::string_view words) {
    if (words.empty()) return;
    const Tag parent = tags_.empty() ? Tag::other : tags_.back();
    if (parent == Tag::instr || parent == Tag::del_instr) {
        field_ += words;
        return;
    }
    const bool measure = parent == Tag::layout && words.size() < 20;
    if (measure) return;
    const bool shown = parent == Tag::t || parent == Tag::del_text;
    if (!shown) return note(words);  // field codes and whatever else stands between the tags
    if (choices_ + fallbacks_ > 0 && line_.size() < most_compared) line_ += words;
    if (fallbacks_ > 0) return;
    if (ruby_)
        flow_.aside(Channel::code, words);
    else if (parent == Tag::del_text || deleted_ > 0)
        flow_.aside(Channel::deleted, words);
    else if ((run_hidden_ || paragraph_hidden_) && !trim(words).empty())
        flow_.aside(Channel::hidden, words);
    else
        flow_.put(words);
    if (white() && !trim(words).empty()) unseen_ = true;
    if (blacked_out() && deleted_ == 0) blacked_.append(words).append(" ");
}

void WordPart::spoken() {
    for (const auto name : spoken_attributes) note(xml_.attribute(name));
    if (const auto v = xml_.attribute("val"); v.size() > 3) note(v);
}

void WordPart::enter(Tag tag) {
    switch (tag) {
        case Tag::tab:
            if (parent_is(Tag::r)) gap('\t');  // elsewhere it is where tabs stop
            break;
        case Tag::br:
            gap('\n');
            break;
        case Tag::hyphen:
            flow_.put(fallbacks_ > 0 ? "" : "-");
            break;
        case Tag::sym: {
            unsigned code = 0;
            const auto hexadecimal = xml_.attribute("char");
            std::from_chars(hexadecimal.data(), hexadecimal.data() + hexadecimal.size(), code, 16);
            std::string c;
            append_utf8(c, code >= 0xF020 && code <= 0xF07E ? code - 0xF000 : code);
            if (fallbacks_ == 0 && code >= 0x20) flow_.put(c);
            break;
        }
        case Tag::simple_field:
            note(xml_.attribute("instr"));
            break;
        case Tag::field_char:
            end_field();
            break;
        case Tag::box:
            ++boxes_;
            if (fallbacks_ == 0) flow_.open(Channel::box);
            break;
        case Tag::comment:
            if (const auto who = xml_.attribute("author"); !who.empty()) flow_.put(who + ": ");
            break;
        case Tag::spoken:
            spoken();
            break;
        case Tag::ruby:
            ruby_ = true;
            break;
        case Tag::r:
            run_hidden_ = run_white_ = run_shaded_ = run_black_ = run_black_shade_ = false;
            run_color_.clear();
            break;
        case Tag::p:
            paragraph_hidden_ = paragraph_shaded_ = false;
            break;
        default:
            enter_change(tag);
            enter_table(tag);
            enter_branch(tag);
            properties(tag);
    }
}

void WordPart::leave(Tag tag) {
    switch (tag) {
        case Tag::p:
            end_line_of_branch();
            if (fallbacks_ == 0) flow_.end_paragraph();
            paragraph_hidden_ = paragraph_shaded_ = false;
            break;
        case Tag::r:
            run_hidden_ = run_white_ = run_shaded_ = run_black_ = run_black_shade_ = false;
            run_color_.clear();
            break;
        case Tag::del:
        case Tag::move_from:
            if (deleted_ > 0 && !parent_is(Tag::trpr) && !parent_is(Tag::rpr)) --deleted_;
            break;
        case Tag::box:
            if (boxes_ > 0) --boxes_;
            if (fallbacks_ == 0) flow_.close();
            break;
        case Tag::comment:
        case Tag::section:
            flow_.end_paragraph();
            break;
        case Tag::ruby:
            ruby_ = false;
            break;
        default:
            leave_table(tag);
            leave_branch(tag);
    }
}

}  // namespace beadle::inspect

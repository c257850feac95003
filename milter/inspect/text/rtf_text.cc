#include "inspect/text/rtf_text.h"

#include <algorithm>

#include "base/text.h"

#include "inspect/text/active.h"
#include "inspect/text/codepage.h"

namespace beadle::inspect {
namespace {

constexpr std::size_t most_depth = 10'000;
using Kind = RtfToken::Kind;
using Sink = DocumentFlow::Sink;

int nibble(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

}  // namespace

void RtfText::read(std::string_view octets_in) {
    RtfTokens tokens(octets_in);
    std::size_t count = 0;
    bool opened = false;
    for (RtfToken t = tokens.next(); t.kind != Kind::end; t = tokens.next()) {
        if (++count % 65536 == 0 && !reader_.budget().time_left()) {
            reader_.not_inspected(place_, NotInspectedReason::limit, reader_.budget().exhausted());
            break;
        }
        // What stands behind \u for readers that know no Unicode; a group ends it.
        const bool counts =
            t.kind == Kind::hex || t.kind == Kind::word || t.kind == Kind::symbol || t.kind == Kind::binary;
        if (skip_ > 0 && counts) {
            --skip_;
            continue;
        }
        if (t.kind == Kind::open || t.kind == Kind::close) skip_ = 0;
        if (t.kind == Kind::open) {
            open();
            opened = true;
        } else if (t.kind == Kind::close) {
            close();
            if (opened && stack_.empty() && deeper_ == 0) break;
        } else if (t.kind == Kind::word) {
            if (!word(t)) unknown();
        } else if (t.kind == Kind::symbol) {
            symbol(t.text[0]);
        } else if (t.kind == Kind::hex) {
            if (t.has_number && now_.into != RtfInto::object_data) pending_ += static_cast<char>(t.number);
        } else if (t.kind == Kind::text) {
            if (opened || !trim(t.text).empty()) octets(t.text);
        } else if (now_.into == RtfInto::object_data) {
            object_ += t.text;
        }
    }
    while (!stack_.empty()) close();
    flush();
    emit();
    trailing(octets_in.substr(std::min(tokens.at(), octets_in.size())));
}

void RtfText::open() {
    flush();
    if (stack_.size() >= most_depth) {
        ++deeper_;
        return;
    }
    stack_.push_back(now_);
    now_.star = now_.begins_object = now_.begins_value = now_.begins_code = false;
}

void RtfText::close() {
    flush();
    if (deeper_ > 0) {
        --deeper_;
        return;
    }
    if (stack_.empty()) return;
    if (now_.begins_object) object();
    if (now_.begins_value) {  // numbers say how a shape looks
        const auto letters =
            std::count_if(value_.begin(), value_.end(), [](char c) { return (c | 32) >= 'a' && (c | 32) <= 'z'; });
        if (letters >= 3) body_.put(value_ + "\n", Sink::code);
        value_.clear();
    }
    if (now_.begins_code) body_.put("\n", Sink::code);
    if (now_.into == RtfInto::info && !info_.empty() && !info_.ends_with('\n')) info_ += '\n';
    if (now_.into == RtfInto::comments && stack_.back().into != RtfInto::comments) comments_.end_paragraph(false);
    if (now_.into == RtfInto::notes && stack_.back().into != RtfInto::notes) notes_.end_paragraph(false);
    if (now_.into == RtfInto::headers && stack_.back().into != RtfInto::headers) headers_.end_paragraph(false);
    now_ = stack_.back();
    stack_.pop_back();
}

bool RtfText::word(const RtfToken& t) {
    const RtfWord* w = rtf_word(t.text);
    if (!w) return false;
    if (w->act != RtfAct::character && w->act != RtfAct::unicode) flush();
    act(*w, t);
    now_.star = false;
    return true;
}

// "{\*\something": no program that does not know it shows what is inside.
void RtfText::unknown() {
    flush();
    if (now_.star && now_.into != RtfInto::nothing && now_.into != RtfInto::object_data && now_.into != RtfInto::info)
        now_.into = RtfInto::code, now_.begins_code = true;
    else if (now_.star && now_.into == RtfInto::object_data)
        now_.into = RtfInto::nothing;
    now_.star = false;
}

void RtfText::act(const RtfWord& w, const RtfToken& t) {
    const bool on = !t.has_number || t.number != 0;
    switch (w.act) {
        case RtfAct::none:
            return;
        case RtfAct::into:
            return enter(static_cast<RtfInto>(w.value));
        case RtfAct::character:
            return character(w.value);
        case RtfAct::paragraph:
            return end_paragraph();
        case RtfAct::line:
            return character('\n');
        case RtfAct::tab:
            return character('\t');
        case RtfAct::inner_cell:
        case RtfAct::inner_row:
            return character(' ');
        case RtfAct::cell:
            if (words_count()) flow().end_cell();
            return put_html("\t");
        case RtfAct::row:
            if (words_count()) flow().end_row();
            return put_html("\n");
        case RtfAct::unicode:
            return unicode(t.number);
        case RtfAct::unicode_skip:
            now_.unicode_skip = static_cast<std::uint8_t>(std::clamp(t.number, 0, 16));
            return;
        case RtfAct::from_html:
            from_html_ = on;
            return;
        case RtfAct::html_rtf:
            now_.html_rtf = on;
            return;
        default:
            flag(w, on);
            font(w, t);
    }
}

void RtfText::flag(const RtfWord& w, bool on) {
    if (w.act == RtfAct::hidden) now_.hidden = on;
    if (w.act == RtfAct::deleted) now_.deleted = on;
    if (w.act == RtfAct::revised && on) flow().inserted();
    if (w.act == RtfAct::in_table) now_.in_table = on;
    if (w.act == RtfAct::pard) now_.in_table = false;
    if (w.act == RtfAct::plain) {
        now_.hidden = now_.deleted = false;
        now_.font = -1;
    }
}

void RtfText::font(const RtfWord& w, const RtfToken& t) {
    if (w.act == RtfAct::default_font) default_font_ = t.number;
    if (w.act == RtfAct::codepage)
        codepage_ = w.value != 0 ? w.value : static_cast<std::uint32_t>(std::max(t.number, 0));
    if (codepage_ == 0) codepage_ = 1252;
    if (now_.into == RtfInto::fonts && w.act == RtfAct::font) font_in_table_ = t.number;
    if (now_.into != RtfInto::fonts && w.act == RtfAct::font) now_.font = t.number;
    if (now_.into != RtfInto::fonts || fonts_.size() > 65536) return;
    // Charset 0 and 1 say no more than the document does.
    if (w.act == RtfAct::font_charset && t.number > 1)
        fonts_[font_in_table_] = codepage_of_font(static_cast<std::uint32_t>(t.number));
    if (w.act == RtfAct::font_charset && t.number == 0) fonts_[font_in_table_] = 1252;
    if (w.act == RtfAct::font_codepage && t.number > 0) fonts_[font_in_table_] = static_cast<std::uint32_t>(t.number);
}

void RtfText::enter(RtfInto into) {
    switch (into) {
        case RtfInto::same:
            return;
        case RtfInto::ansi_twin:
            now_.twin = now_.into;
            now_.into = RtfInto::code;
            return;
        case RtfInto::unicode_twin:
            now_.into = now_.twin;
            return;
        case RtfInto::object_data:
            object();  // a second one in the same group
            now_.begins_object = true;
            break;
        case RtfInto::shape_value:
            now_.begins_value = true;
            break;
        case RtfInto::code:
            now_.begins_code = true;
            break;
        case RtfInto::comments:
            commented_ = true;
            break;
        default:
            break;
    }
    // Inside what is no text, objects are looked for, as Word finds them there, and the words that stand for a picture.
    if (now_.into == RtfInto::nothing && into != RtfInto::object_data && into != RtfInto::shape_value) return;
    now_.into = into;
}

void RtfText::symbol(char c) {
    switch (c) {
        case '*':
            now_.star = true;
            return;
        case '\r':
        case '\n':
            flush();
            return end_paragraph();
        case '~':
            return character(0xA0);
        case '_':
            return character('-');
        case '-':  // may be broken here
            return;
        case '\t':
            return character('\t');
        case '\\':
        case '{':
        case '}':
            return octets(std::string_view(&c, 1));
        default:
            return;
    }
}

void RtfText::octets(std::string_view text) {
    while (skip_ > 0 && !text.empty()) {
        text.remove_prefix(1);
        --skip_;
    }
    if (now_.into == RtfInto::nothing || now_.into == RtfInto::fonts || text.empty()) return;
    now_.star = false;
    if (now_.into == RtfInto::object_data)
        hex_digits(text);
    else
        pending_ += text;
}

void RtfText::hex_digits(std::string_view text) {
    for (const char c : text) {
        const int n = nibble(c);
        if (n < 0) continue;
        if (nibble_ < 0) {
            nibble_ = n;
            continue;
        }
        object_ += static_cast<char>(nibble_ * 16 + n);
        nibble_ = -1;
    }
}

namespace {

// What it fetches or runs when it is opened stands in control words that carry no text.
void judge_rtf(Reader& reader, std::string_view octets, const Place& place) {
    constexpr std::string_view word = "\\*\\template";
    if (const auto at = octets.find(word); at != std::string_view::npos) {
        auto target = octets.substr(at + word.size(), 400);
        target = trim(target.substr(0, target.find('}')));
        if (const auto active = judge_target("attachedTemplate", replace_all(target, "\\\\", "\\")))
            reader.found(FindingKind::macro, place, active->confidence, active->what);
    }
    if (octets.find("\\objupdate") != std::string_view::npos)
        reader.found(FindingKind::macro, place, Confidence::medium,
                     "object that is loaded when the document is opened");
}

}  // namespace

void read_rtf(Reader& reader, const Claim& claim, std::string_view octets, const Place& place) {
    judge_rtf(reader, octets, place);
    RtfText(reader, claim.kind, place).read(octets);
}

}  // namespace beadle::inspect

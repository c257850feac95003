// Where the words of an RTF go, and in which charset they come.
#include "base/text.h"

#include "inspect/text/codepage.h"
#include "inspect/text/rtf_text.h"

namespace beadle::inspect {

using Sink = DocumentFlow::Sink;

std::uint32_t RtfText::codepage() const {
    const auto it = fonts_.find(now_.font >= 0 ? now_.font : default_font_);
    // A font for Western letters says nothing where the document is of another language.
    if (it == fonts_.end() || (it->second == 1252 && codepage_ != 1252)) return codepage_;
    return it->second;
}

DocumentFlow& RtfText::flow() {
    switch (now_.into) {
        case RtfInto::headers:
            return headers_;
        case RtfInto::notes:
            return notes_;
        case RtfInto::comments:
            return comments_;
        default:
            return body_;
    }
}

bool RtfText::words_count() const {
    return now_.into == RtfInto::same || now_.into == RtfInto::headers || now_.into == RtfInto::notes ||
           now_.into == RtfInto::comments;
}

void RtfText::flush() {
    if (pending_.empty()) return;
    const std::string octets_of = std::move(pending_);
    pending_.clear();
    put(codepage_text(octets_of, codepage()));
}

void RtfText::unicode(std::int32_t number) {
    flush();
    skip_ = now_.unicode_skip;
    if (number < 0) number += 65536;
    const auto c = static_cast<char32_t>(number);
    if (c >= 0xD800 && c < 0xDC00) {
        high_ = c;
        return;
    }
    const bool pair = c >= 0xDC00 && c < 0xE000 && high_ != 0;
    character(pair ? 0x10000 + ((high_ - 0xD800) << 10) + (c - 0xDC00) : c);
    high_ = 0;
}

void RtfText::character(char32_t c) {
    flush();
    std::string one;
    append_utf8(one, c);
    put(one);
}

void RtfText::end_paragraph() {
    if (words_count())
        flow().end_paragraph(now_.in_table);
    else
        put("\n");
    put_html("\r\n");
}

void RtfText::put(std::string_view utf8) {
    switch (now_.into) {
        case RtfInto::nothing:
        case RtfInto::fonts:
        case RtfInto::object_data:
            return;
        case RtfInto::info:
            info_ += utf8;
            return;
        case RtfInto::shape_value:
            value_ += utf8;
            return;
        case RtfInto::html_tag:
            html_ += utf8;
            return;
        case RtfInto::code:
        case RtfInto::object_class:
            body_.put(utf8, Sink::code);
            return;
        default:
            break;
    }
    flow().put(utf8, now_.deleted ? Sink::deleted : now_.hidden ? Sink::hidden : Sink::shown);
    put_html(utf8);
}

// Outlook keeps an HTML message inside RTF: tags in groups of their own, words in between, and in \htmlrtf what only
// RTF needs.
void RtfText::put_html(std::string_view utf8) {
    if (!from_html_ || now_.html_rtf || now_.into != RtfInto::same) return;
    for (const char c : utf8) {
        if (c == '<')
            html_ += "&lt;";
        else if (c == '&')
            html_ += "&amp;";
        else
            html_ += c;
    }
}

}  // namespace beadle::inspect

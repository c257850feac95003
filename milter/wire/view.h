// view.h — a stored message handed to a view worker, and what comes back of it: rebuilt text, never the octets.
//
// Takes    View with one descriptor: a sealed memory file with the whole message. Parsed in the sandbox alone.
// Gives    content: header fields, entities, text with the spans of what was found in it, pages of HTML rebuilt from an
//          allow-list; inspect: the Inspection; terms: where which of the words occur.
// Bounds   ViewLimits; the worker keeps within them, the receiver refuses more.
// Runs in  record asks, beadle-inspect answers.
#pragma once

#include "wire/messages.h"

namespace beadle::wire {

struct ViewLimits {
    static constexpr std::size_t fields = 300, texts = 1000, pages = 50, occurrences = 1000, words = 20, spans = 2000;
    static constexpr std::size_t text = 512u << 10;    // octets of one text or page
    static constexpr std::size_t all_texts = 1200u << 10, all_pages = 900u << 10;
    static constexpr std::size_t field = 4000;
    static constexpr std::size_t word = 200;
};

enum class ViewPurpose : std::uint8_t { content, inspect, terms };
constexpr ViewPurpose last_of(ViewPurpose) { return ViewPurpose::terms; }

struct View {
    static constexpr std::uint16_t type = 110;
    ViewPurpose purpose = ViewPurpose::content;
    Envelope envelope;
    bool reveal = false;             // content: values that were found are not masked
    std::vector<std::string> words;  // terms
};

enum class ViewOutcome : std::uint8_t {
    viewed,
    lost,     // two workers died or hung over it
    refused,  // the inspector is leaving, or has too much to do
};
constexpr ViewOutcome last_of(ViewOutcome) { return ViewOutcome::refused; }

struct ViewSpan {  // of a value that was found: octets of the text it stands in
    std::uint32_t begin = 0, end = 0;
    std::string kind;  // "" = seen elsewhere in the message
};
struct ViewField {
    std::string name, text;
};
struct ViewText {
    std::string part, location, kind;  // kind: subject body attachment document sheet name hidden
    std::string text;
    std::vector<ViewSpan> spans;
    bool cut = false;
};
struct ViewPage {
    std::string part;
    std::string html;             // to be shown in a sandboxed frame only
    std::uint32_t left_out = 0;   // things it would have fetched
    std::uint32_t taken_out = 0;  // scripts, forms, frames and other elements that do something
    bool cut = false;
};
struct ViewOccurrence {
    std::uint32_t word = 0;
    std::string part, location;
    std::uint32_t count = 0;
};
struct Viewed {
    static constexpr std::uint16_t type = 111;
    ViewOutcome outcome = ViewOutcome::lost;
    std::string problem;
    std::vector<ViewField> fields;
    std::vector<ViewText> texts;
    std::vector<ViewPage> pages;
    std::vector<ViewOccurrence> occurrences;
    Inspection inspection;  // content: entities, not_inspected, findings; terms: not_inspected
    bool cut = false;       // whole texts or pages were left out
};

template <class A> void describe(A& a, View& v) {
    a(v.purpose, v.envelope, v.reveal, bounded(v.words, ViewLimits::words));
}
template <class A> void describe(A& a, ViewSpan& v) { a(v.begin, v.end, bounded(v.kind, 64)); }
template <class A> void describe(A& a, ViewField& v) { a(bounded(v.name, 256), bounded(v.text, ViewLimits::field + 64)); }
template <class A> void describe(A& a, ViewText& v) {
    a(bounded(v.part, 256), bounded(v.location, wire_text), bounded(v.kind, 64), bounded(v.text, ViewLimits::text + 64),
      bounded(v.spans, ViewLimits::spans), v.cut);
}
template <class A> void describe(A& a, ViewPage& v) {
    a(bounded(v.part, 256), bounded(v.html, ViewLimits::text + 64), v.left_out, v.taken_out, v.cut);
}
template <class A> void describe(A& a, ViewOccurrence& v) {
    a(v.word, bounded(v.part, 256), bounded(v.location, wire_text), v.count);
}
template <class A> void describe(A& a, Viewed& v) {
    a(v.outcome, bounded(v.problem, 1000), bounded(v.fields, ViewLimits::fields), bounded(v.texts, ViewLimits::texts),
      bounded(v.pages, ViewLimits::pages), bounded(v.occurrences, ViewLimits::occurrences), v.inspection, v.cut);
}

}  // namespace beadle::wire

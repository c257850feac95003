#include "inspect/text/reply_words.h"

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

#include "base/text.h"

namespace beadle::inspect {
namespace {

constexpr std::size_t most_octets = 4096, most_lines = 30, most_code_text = 64u << 10;

using Words = std::vector<std::string>;

struct Phrase {
    std::string_view words;
    AnswerWord answer;
};
// Longer ones first: the first that fits counts.
constexpr std::array phrases = {
    Phrase{"send it as separate copies", AnswerWord::separate},
    Phrase{"send them as separate copies", AnswerWord::separate},
    Phrase{"send as separate copies", AnswerWord::separate},
    Phrase{"send separate copies", AnswerWord::separate},
    Phrase{"as separate copies", AnswerWord::separate},
    Phrase{"separate copies", AnswerWord::separate},
    Phrase{"send it separately", AnswerWord::separate},
    Phrase{"send them separately", AnswerWord::separate},
    Phrase{"send separately", AnswerWord::separate},
    Phrase{"send separate", AnswerWord::separate},
    Phrase{"send seperately", AnswerWord::separate},
    Phrase{"seperate copies", AnswerWord::separate},
    Phrase{"seperately", AnswerWord::separate},
    Phrase{"seperate", AnswerWord::separate},
    Phrase{"separately", AnswerWord::separate},
    Phrase{"separate", AnswerWord::separate},
    Phrase{"do not send it", AnswerWord::stop},
    Phrase{"do not send", AnswerWord::stop},
    Phrase{"don't send it", AnswerWord::stop},
    Phrase{"don't send", AnswerWord::stop},
    Phrase{"dont send it", AnswerWord::stop},
    Phrase{"dont send", AnswerWord::stop},
    Phrase{"stop it", AnswerWord::stop},
    Phrase{"stop", AnswerWord::stop},
    Phrase{"cancel it", AnswerWord::stop},
    Phrase{"cancel", AnswerWord::stop},
    Phrase{"send it as it is", AnswerWord::send},
    Phrase{"send as it is", AnswerWord::send},
    Phrase{"send it anyway", AnswerWord::send},
    Phrase{"send this anyway", AnswerWord::send},
    Phrase{"send anyway", AnswerWord::send},
    Phrase{"send it", AnswerWord::send},
    Phrase{"send this", AnswerWord::send},
    Phrase{"send", AnswerWord::send},
};
constexpr std::array<std::string_view, 9> before = {"please", "yes",  "ok", "okay", "sorry",
                                                    "thanks", "just", "so", "then"};
constexpr std::array<std::string_view, 15> after = {"please", "it",      "this",  "that", "them",
                                                    "now",    "thanks",  "thank", "you",  "anyway",
                                                    "all",    "message", "email", "mail", "everyone"};
constexpr std::array<std::string_view, 6> starters = {"because", "as", "since", "reason", "cos", "cause"};
constexpr std::array<std::string_view, 8> against = {"separate", "separately", "seperate", "seperately",
                                                     "send",     "stop",       "cancel",   "but"};
constexpr std::array<std::string_view, 3> negations = {"not", "don't", "dont"};
constexpr std::array<std::string_view, 6> greetings = {"hi", "hello", "dear", "good", "hey", "morning"};
constexpr std::array<std::string_view, 12> endings = {"--",           "regards",      "kind regards", "best wishes",
                                                      "many thanks",  "sent from my", "get outlook",  "yours",
                                                      "best regards", "with thanks",  "thank you",    "cheers"};
constexpr std::array<std::string_view, 5> dividers = {"-----original", "----- original", "________",
                                                      "begin forwarded message", "-------- "};

template <class List>
bool is_one_of(const List& list, std::string_view word) {
    return std::find(list.begin(), list.end(), word) != list.end();
}

// Lower case, plain apostrophes, one blank between words.
std::string plain(std::string_view line) {
    std::string out;
    for (const char c : ascii_lower(replace_all(replace_all(line, "\u2019", "'"), "\u00a0", " "))) {
        const bool blank = c == ' ' || c == '\t' || c == '\r';
        if (blank && (out.empty() || out.back() == ' ')) continue;
        out += blank ? ' ' : c;
    }
    if (!out.empty() && out.back() == ' ') out.pop_back();
    return out;
}

bool starts_with_any(const std::string& line, const auto& list) {
    return std::any_of(list.begin(), list.end(), [&](std::string_view start) { return line.starts_with(start); });
}

bool begins_quote(const std::string& line) {
    return line.find(ascii_lower(notice_author)) != std::string::npos ||
           line.find(answer_code_start) != std::string::npos ||
           line.find(ascii_lower(question_title)) != std::string::npos || starts_with_any(line, dividers) ||
           ((line.starts_with("on ") || line.starts_with("from:")) &&
            (line.ends_with("wrote:") || line.find('@') != std::string::npos));
}

// The member's own lines, as written and trimmed; an empty one for an empty line.
Words own_lines(std::string_view text) {
    Words out;
    text = text.substr(0, most_octets);
    while (!text.empty() && out.size() < most_lines) {
        const std::size_t end = text.find('\n');
        const std::string line(trim(text.substr(0, end)));
        text.remove_prefix(end == text.npos ? text.size() : end + 1);
        if (line.starts_with('>')) continue;
        const std::string low = plain(line);
        if (begins_quote(low) || (starts_with_any(low, endings) && !out.empty())) break;
        if (!line.empty() || !out.empty()) out.push_back(line);
    }
    return out;
}

bool is_mark(char c) { return std::string_view(".,;:!-*_\"'()[]<>").find(c) != std::string_view::npos; }

// One line as words, and which of them a mark (":", ",", a dash) follows.
struct Line {
    Words words;
    std::vector<bool> marked;
    bool asks = false;
};
Line words_of(const std::string& line) {
    Line out;
    std::string low = plain(line);
    low = replace_all(replace_all(low, "\u2013", " - "), "\u2014", " - ");
    out.asks = low.ends_with('?');
    for (auto& raw : split(low, ' ')) {
        std::string_view word = raw;
        bool marked = false;
        while (!word.empty() && is_mark(word.front())) word.remove_prefix(1);
        for (; !word.empty() && is_mark(word.back()); word.remove_suffix(1))
            marked = marked || std::string_view(".,;:!-").find(word.back()) != std::string_view::npos;
        if (word.empty()) {
            if (!out.marked.empty()) out.marked.back() = true;
            continue;
        }
        out.words.emplace_back(word);
        out.marked.push_back(marked);
    }
    return out;
}

struct Found {
    AnswerWord answer = AnswerWord::unclear;
    std::size_t end = 0;  // word behind it
};
// The answer that the line begins with, behind words of courtesy.
Found find_answer(const Line& line) {
    std::size_t at = 0;
    bool no = false;
    for (; at < line.words.size() && (is_one_of(before, line.words[at]) || line.words[at] == "no"); ++at)
        no = no || line.words[at] == "no";
    for (const auto& phrase : phrases) {
        const auto wanted = split(phrase.words, ' ');
        if (at + wanted.size() > line.words.size() ||
            !std::equal(wanted.begin(), wanted.end(), line.words.begin() + static_cast<std::ptrdiff_t>(at)))
            continue;
        if (no && phrase.answer != AnswerWord::stop) return {};  // "no, send it" may mean either
        return {phrase.answer, at + wanted.size()};
    }
    return {};
}

// What follows the answer in its line; `clear` false: it may take it back, or narrow it.
struct Rest {
    bool clear = true;
    std::size_t reason = 0;  // first word of a reason; all of them behind = none
};
Rest rest_of(const Line& line, std::size_t at, AnswerWord answer) {
    bool free = at > 0 && line.marked[at - 1];
    for (; at < line.words.size() && is_one_of(after, line.words[at]); ++at) free = line.marked[at];
    if (at == line.words.size()) return {true, at};
    if (is_one_of(starters, line.words[at])) return {true, at};
    bool against_it = false;
    for (std::size_t i = at; i < line.words.size(); ++i) {
        const bool negates = is_one_of(negations, line.words[i]);
        const bool negated = i > at && is_one_of(negations, line.words[i - 1]);
        const bool same =
            answer == AnswerWord::stop && (negates || negated);  // "stop, don't send" says one thing twice
        against_it = against_it || (!same && (negates || is_one_of(against, line.words[i])));
    }
    return {free && !against_it, at};
}

bool is_greeting(const Line& line) { return line.words.size() <= 4 && is_one_of(greetings, line.words.front()); }

std::string joined(const Line& line, std::size_t from) {
    Words out(line.words.begin() + static_cast<std::ptrdiff_t>(std::min(from, line.words.size())), line.words.end());
    return join(out, " ");
}

// A name under the answer is no reason: further lines count when they say "because", or are a sentence right below it.
std::string reason_below(const Words& lines, std::size_t at) {
    bool near = true;
    for (; at < lines.size(); ++at) {
        if (lines[at].empty()) {
            near = false;
            continue;
        }
        const Line line = words_of(lines[at]);
        if (line.words.empty()) continue;
        if (is_one_of(starters, line.words.front()) || (near && line.words.size() >= 4)) return lines[at];
        if (!near) return "";
    }
    return "";
}

bool gives_another(const Words& lines, std::size_t at, AnswerWord answer) {
    for (; at < lines.size(); ++at) {
        const auto other = find_answer(words_of(lines[at])).answer;
        if (other != AnswerWord::unclear && other != answer) return true;
    }
    return false;
}

}  // namespace

ReplyWords reply_words(std::string_view text) {
    const Words lines = own_lines(text);
    std::size_t at = 0;
    Line first;
    for (; at < lines.size(); ++at) {
        first = words_of(lines[at]);
        if (!first.words.empty() && !is_greeting(first)) break;
    }
    if (at == lines.size()) return {};
    ReplyWords out;
    out.empty = false;
    const Found found = find_answer(first);
    if (found.answer == AnswerWord::unclear || first.asks) return out;
    const Rest rest = rest_of(first, found.end, found.answer);
    if (!rest.clear || gives_another(lines, at + 1, found.answer)) return out;
    out.word = found.answer;
    out.reason = joined(first, rest.reason);
    if (out.reason.empty()) out.reason = reason_below(lines, at + 1);
    return out;
}

std::string without_codes(std::string text) {
    for (std::size_t at = 0; at < text.size();) {
        const auto codes = codes_in(std::string_view(text).substr(at));
        if (codes.empty()) break;
        at = ascii_lower(text).find(codes.front(), at);
        text.replace(at, codes.front().size(), "ask-\u2026");
        at += 4;
    }
    return text;
}

AskReply read_reply(const ParsedMessage& parsed, const Reading& reading) {
    AskReply out;
    add_codes(out.codes, parsed.subject);
    for (const char* name : {"in-reply-to", "references"})
        for (const auto& field : parsed.fields)
            if (ascii_iequal(field.name, name))
                add_codes(out.codes, std::string_view(field.raw).substr(0, most_code_text));
    for (const auto& segment : reading.segments)
        if (segment.kind == SegmentKind::body)
            add_codes(out.codes, std::string_view(segment.text).substr(0, most_code_text));
    if (out.codes.empty()) return out;
    for (const auto& segment : reading.segments) {
        if (segment.kind != SegmentKind::body) continue;
        const auto words = reply_words(segment.text);
        if (words.empty) continue;
        out.word = words.word;
        out.reason = words.reason;
        break;
    }
    return out;
}

}  // namespace beadle::inspect

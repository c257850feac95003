#include "inspect/detect/phrases.h"

#include <algorithm>
#include <map>

#include "base/text.h"
#include "inspect/detect/figures.h"

namespace beadle::inspect {

namespace {

constexpr std::size_t widest_gap = 3;

// What may stand where a phrase has a blank.
bool is_gap(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '_' || c == '.' || c == '-' || c == '/' || c == ':' || c == '\'';
}

bool same(std::string_view text, std::string_view word) {
    return text.size() == word.size() &&
           std::equal(text.begin(), text.end(), word.begin(), [](char a, char b) { return to_lower(a) == b; });
}

// The word behind `at`, over a gap; at moves to its end.
bool follows(std::string_view text, std::size_t& at, std::string_view word) {
    for (std::size_t gap = 0; gap <= widest_gap; ++gap) {
        if (gap > 0 && (at + gap > text.size() || !is_gap(text[at + gap - 1]))) return false;
        if (!same(text.substr(std::min(at + gap, text.size()), word.size()), word)) continue;
        at += gap + word.size();
        return true;
    }
    return false;
}

// The word before `at`, over a gap; at moves to its beginning.
bool precedes(std::string_view text, std::size_t& at, std::string_view word) {
    for (std::size_t gap = 0; gap <= widest_gap; ++gap) {
        if (gap > 0 && (gap > at || !is_gap(text[at - gap]))) return false;
        if (at < gap + word.size() || !same(text.substr(at - gap - word.size(), word.size()), word)) continue;
        at -= gap + word.size();
        return true;
    }
    return false;
}

// Whole words: no letter or digit touches, but a capital inside a joined name ("EmpSortCode") parts words, a plural s
// belongs, and digits may follow a label directly.
bool stands_alone(std::string_view text, Span span, bool open) {
    if (span.begin > 0 && is_alnum(text[span.begin]) && is_alnum(text[span.begin - 1])) {
        const bool hump = is_lower(text[span.begin - 1]) && is_upper(text[span.begin]);
        if (!hump) return false;
    }
    if (open || span.end >= text.size() || !is_alnum(text[span.end - 1])) return true;
    std::size_t end = span.end;
    if (to_lower(text[end]) == 's') ++end;
    if (end >= text.size() || !is_alnum(text[end]) || is_digit(text[end])) return true;
    return is_lower(text[span.end - 1]) && is_upper(text[end]);
}

}  // namespace

std::unique_ptr<Phrases> Phrases::load(const std::vector<std::string>& phrases, std::string& problem) {
    auto out = std::make_unique<Phrases>();
    std::map<std::string, std::vector<std::uint32_t>> anchors;
    for (const std::string& p : phrases) {
        Phrase phrase;
        phrase.open = p.back() == '*';
        out->phrases_.push_back(phrase.open ? p.substr(0, p.size() - 1) : p);
        std::string spaced = out->phrases_.back();
        std::replace(spaced.begin(), spaced.end(), '-', ' ');  // self-harm is self harm
        for (const auto& w : split(spaced, ' '))
            if (!w.empty()) phrase.words.push_back(w);
        if (phrase.words.empty()) {
            problem = "the word \"" + p + "\" is nothing but blanks";
            return nullptr;
        }
        for (std::size_t i = 1; i < phrase.words.size(); ++i)
            if (phrase.words[i].size() > phrase.words[phrase.anchor].size()) phrase.anchor = i;
        anchors[phrase.words[phrase.anchor]].push_back(static_cast<std::uint32_t>(out->parts_.size()));
        out->parts_.push_back(std::move(phrase));
    }
    std::vector<std::string> literals;
    std::vector<bool> at_start;  // "is" begins a phrase: it need not be looked at in "this"
    for (auto& [literal, of] : anchors) {
        literals.push_back(literal);
        at_start.push_back(
            std::all_of(of.begin(), of.end(), [&](std::uint32_t p) { return out->parts_[p].anchor == 0; }));
        out->anchored_.push_back(std::move(of));
    }
    if (!literals.empty()) out->prefilter_ = Prefilter::of_literals(literals, std::move(at_start));
    if (!literals.empty() && !out->prefilter_) problem = "Hyperscan has no memory for the words";
    return problem.empty() ? std::move(out) : nullptr;
}

bool Phrases::stands(const Phrase& phrase, std::string_view text, const Report& anchor, Span& span) const {
    span = {anchor.begin, anchor.end};
    for (std::size_t i = phrase.anchor; i-- > 0;)
        if (!precedes(text, span.begin, phrase.words[i])) return false;
    for (std::size_t i = phrase.anchor + 1; i < phrase.words.size(); ++i)
        if (!follows(text, span.end, phrase.words[i])) return false;
    return stands_alone(text, span, phrase.open);
}

std::vector<WordHit> Phrases::find(std::string_view text, bool* whole) const {
    std::vector<WordHit> hits;
    if (whole != nullptr) *whole = true;
    if (!prefilter_) return hits;
    std::vector<Report> reports;
    const auto outcome = prefilter_->literals(text, most_hits, reports);
    if (whole != nullptr) *whole = outcome == Prefilter::Outcome::done;
    Span span;
    for (const Report& r : reports)
        for (const std::uint32_t p : anchored_[r.id])
            if (stands(parts_[p], text, r, span)) hits.push_back({p, span});
    std::sort(hits.begin(), hits.end(), [](const WordHit& a, const WordHit& b) {
        return a.span.begin != b.span.begin ? a.span.begin < b.span.begin : a.span.end < b.span.end;
    });
    return hits;
}

}  // namespace beadle::inspect

#include "inspect/detect/words.h"

#include <algorithm>

#include "inspect/detect/figures.h"

namespace beadle::inspect {

namespace {

std::string as_expression(std::string_view phrase) {
    std::string out;
    for (const char c : phrase) {
        if (c == ' ')
            out += "[ \\t\\n_.\\-/:']{0,3}";
        else if (is_word(c))
            out.push_back(c);
        else
            (out += '\\').push_back(c);
    }
    return out;
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

std::unique_ptr<Words> Words::load(const std::vector<Pattern>& patterns, std::string& problem) {
    auto words = std::make_unique<Words>();
    std::map<std::string, std::uint32_t> ids;
    for (const Pattern& p : patterns)
        for (const auto* list : {&p.near, &p.headers, &p.rivals, &p.against})
            for (const std::string& w : *list) ids.emplace(w, 0);
    std::vector<std::string> expressions;
    for (auto& [word, id] : ids) {
        id = static_cast<std::uint32_t>(words->phrases_.size());
        const bool open = word.back() == '*';
        words->open_.push_back(open);
        words->phrases_.push_back(open ? word.substr(0, word.size() - 1) : word);
        expressions.push_back(as_expression(words->phrases_.back()));
    }
    words->roles_.assign(patterns.size() * ids.size(), 0);
    for (std::size_t i = 0; i < patterns.size(); ++i) {
        auto* roles = words->roles_.data() + i * ids.size();
        for (const auto& w : patterns[i].near) roles[ids.at(w)] |= near;
        for (const auto& w : patterns[i].headers) roles[ids.at(w)] |= header;
        for (const auto& w : patterns[i].rivals) roles[ids.at(w)] |= rival;
        for (const auto& w : patterns[i].against) roles[ids.at(w)] |= against;
    }
    std::vector<Prefilter::Fault> faults;
    if (!expressions.empty()) words->prefilter_ = Prefilter::of_phrases(expressions, faults);
    if (faults.empty()) return words;
    problem = "the word \"" + words->phrases_[faults[0].index] + "\": " + faults[0].message;
    return nullptr;
}

std::vector<WordHit> Words::find(std::string_view text) const {
    std::vector<WordHit> hits;
    if (!prefilter_) return hits;
    std::vector<Report> reports;
    (void)prefilter_->phrases(text, most_hits, reports);  // words that are not seen vouch for nothing
    for (const Report& r : reports) {
        const Span span{r.begin, r.end};
        if (stands_alone(text, span, open_[r.id])) hits.push_back({r.id, span});
    }
    std::sort(hits.begin(), hits.end(), [](const WordHit& a, const WordHit& b) {
        return a.span.begin != b.span.begin ? a.span.begin < b.span.begin : a.span.end < b.span.end;
    });
    return hits;
}

}  // namespace beadle::inspect

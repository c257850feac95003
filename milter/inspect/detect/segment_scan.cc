#include "inspect/detect/segment_scan.h"

#include <algorithm>
#include <set>

namespace beadle::inspect {

namespace {

bool overlap(Span a, Span b) { return a.begin < b.end && b.begin < a.end; }

Span reach(const Hit& h) {
    if (h.partner.size() == 0) return h.span;
    return {std::min(h.span.begin, h.partner.begin), std::max(h.span.end, h.partner.end)};
}

bool surer(const Hit& a, const Hit& b) {
    if (a.level != b.level) return a.level > b.level;
    if (a.strength != b.strength) return a.strength > b.strength;
    return reach(a).size() > reach(b).size();
}

// Of hits that lie over each other the surest stays: an IBAN is not a card number too. Only neighbours need comparing,
// as they come in reading order and a value is short.
std::vector<Hit> surest(std::vector<Hit>&& hits) {
    std::vector<Hit> out;
    for (Hit& h : hits) {
        bool keep = true;
        for (std::size_t back = 0; keep && back < 8 && back < out.size(); ++back) {
            Hit& earlier = out[out.size() - 1 - back];
            if (h.also != earlier.also || !overlap(earlier.span, h.span)) continue;
            if (surer(h, earlier)) std::swap(earlier, h);
            keep = false;
        }
        if (keep) out.push_back(std::move(h));
    }
    return out;
}

// A pattern whose value proves nothing by itself (any date, any nine digits) counts only where one of its words stands:
// in a text without them its candidates need not be confirmed.
bool speaks_by_itself(const Pattern& p) {
    return p.column || p.column_check || !p.part.empty() || !p.pair.empty() || p.alone.weak != Level::none ||
           p.alone.plain != Level::none || p.alone.structured != Level::none || p.near.empty();
}

std::vector<bool> wanted_patterns(const Engine& engine, const std::vector<WordHit>& hits, const Elsewhere& elsewhere,
                                  bool& whole) {
    const auto& patterns = engine.signatures.patterns;
    std::vector<bool> wanted(patterns.size());
    for (std::size_t i = 0; i < patterns.size(); ++i) wanted[i] = speaks_by_itself(patterns[i]);
    std::set<std::uint32_t> words;
    for (const WordHit& h : hits) words.insert(h.word);
    for (const auto text : {elsewhere.names, elsewhere.subject}) {
        bool seen = true;
        for (const WordHit& h : engine.words->find(text, &seen)) words.insert(h.word);
        whole = whole && seen;
    }
    for (const std::uint32_t w : words)
        for (std::size_t i = 0; i < patterns.size(); ++i)
            if ((engine.words->role(i, w) & (Words::near | Words::header)) != 0) wanted[i] = true;
    return wanted;
}

}  // namespace

SegmentHits scan_segment(const Engine& engine, const Segment& segment, const Normalised& text,
                         const Elsewhere& elsewhere, Budget& budget) {
    SegmentHits out;
    bool whole = true;
    std::vector<WordHit> words = engine.words->find(text.text(), &whole);
    const auto wanted = wanted_patterns(engine, words, elsewhere, whole);
    Found found = find_candidates(engine, segment, text.text(), wanted, budget);
    out.stopped = std::move(found.stopped);
    // A word that was not seen is a pattern that was not looked for.
    if (!whole && out.stopped.empty()) out.stopped = "maximum of words reached";
    if (found.hits.empty()) return out;
    const Surroundings around(text.text(), *engine.words, std::move(words), segment.table);
    make_pairs(engine, text.text(), around, found.hits);
    weigh(engine, text.text(), around, elsewhere, found);
    out.hits = surest(std::move(found.hits));
    return out;
}

}  // namespace beadle::inspect

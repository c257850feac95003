#include "inspect/detect/conduct.h"

#include <algorithm>
#include <array>
#include <set>

#include "base/text.h"
#include "inspect/detect/figures.h"
#include "inspect/detect/media.h"
#include "inspect/detect/normalise.h"
#include "inspect/detect/own_words.h"

namespace beadle::inspect {
namespace {

constexpr std::size_t near = 60, most_hosts = 1000, least_masked = 4, most_disguised = 20, longest_address = 2048;
constexpr std::string_view torrent_ending = ".torrent";

bool is_host_octet(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '-';
}

// Between an opening and a closing mark in the same line.
bool within_quotes(std::string_view text, Span span) {
    const auto line_from = text.rfind('\n', span.begin), line_to = text.find('\n', span.end);
    const auto from = line_from == std::string_view::npos ? 0 : line_from;
    const auto before = text.substr(from, span.begin - from);
    const auto after = text.substr(span.end, line_to == std::string_view::npos ? line_to : line_to - span.end);
    return std::count(before.begin(), before.end(), '"') % 2 == 1 && after.find('"') != std::string_view::npos;
}

Confidence lower(Confidence c) { return c == Confidence::high ? Confidence::medium : Confidence::low; }

Finding at(const Segment& s, FindingKind kind, Confidence confidence, std::string sample, std::string evidence) {
    Finding f;
    f.kind = kind;
    f.location = s.location;
    f.path = s.path;
    f.part = s.part;
    f.confidence = confidence;
    f.sample = std::move(sample);
    f.detector = "conduct";
    f.evidence = std::move(evidence);
    return f;
}

bool is_figure(char c) { return c == '0' || c == '1' || c == '3'; }
bool is_mask(char c) { return c == '*' || c == '#' || c == '$' || c == '@' || c == '!' || is_figure(c); }

// A sign hides any letter, a figure only the one that it draws: "C101A" is a drawing.
bool may_mean(char shown, char meant) {
    switch (shown) {
        case '0': return meant == 'o';
        case '1': return meant == 'i' || meant == 'l';
        case '3': return meant == 'e';
        default: return shown == meant || is_mask(shown);
    }
}

// A word with some of its letters hidden or drawn, its first and last left: "sh*t", "b0llocks", "f**k". One with
// nothing but its first left is too little ("A***" stands for a name), but for what the letter f stands for alone.
bool is_masked_as(std::string_view word, std::string_view strong) {
    const auto masks = std::count_if(word.begin(), word.end(), is_mask);
    if (masks == 0 || word.size() < least_masked) return false;
    const auto same = [](char meant, char shown) { return may_mean(shown, meant); };
    const auto stem = strong.ends_with('*') ? strong.substr(0, strong.size() - 1) : strong;
    const bool longer = strong.ends_with('*') && word.size() > stem.size();
    if (stem.size() < least_masked || (word.size() != stem.size() && !longer) || word.front() != stem.front())
        return false;
    if (!std::equal(stem.begin(), stem.end(), word.begin(), same)) return false;
    const bool last = !is_mask(word.back());
    return last ? masks < static_cast<std::ptrdiff_t>(word.size()) - 1
                : word.front() == 'f' && stem.size() == word.size() && std::none_of(word.begin(), word.end(), is_figure);
}

// Single letters with blanks or full stops between: "f u c k" is one word.
std::string drawn_together(std::string_view text, std::size_t& at) {
    std::string out;
    const auto letter = [&](std::size_t i) {
        return i < text.size() && text[i] >= 'a' && text[i] <= 'z' &&
               (i + 1 >= text.size() || !is_alnum(text[i + 1])) && (i == 0 || !is_alnum(text[i - 1]));
    };
    while (letter(at)) {
        out += text[at++];
        while (at < text.size() && (text[at] == ' ' || text[at] == '.' || text[at] == '-') && out.size() < 30) ++at;
    }
    return out;
}

// A domain above it counts too: u.dropbox.com.
std::string listed(std::string_view host, std::string_view list, const Lists& lists) {
    for (auto d = host; !d.empty();) {
        if (lists.has(list, d)) return std::string(d);
        const auto dot = d.find('.');
        d = dot == std::string_view::npos ? std::string_view() : d.substr(dot + 1);
    }
    return "";
}

void links(const Reading& reading, const Lists& lists, Budget& budget, std::vector<Finding>& out) {
    std::set<std::string> told;
    for (const Segment& s : reading.segments) {
        if (s.kind == SegmentKind::name || !budget.time_left()) continue;
        for (const auto& host : link_hosts(s.text)) {
            const bool magnet = host == "magnet:", file = host == "torrent:";
            const auto torrent = magnet || file ? host : listed(host, "torrent-host", lists);
            const auto sharing = magnet || file ? "" : listed(host, "sharing-host", lists);
            if ((torrent.empty() && sharing.empty()) || !told.insert(torrent + sharing).second) continue;
            if (!torrent.empty())
                out.push_back(at(s, FindingKind::copyright_media, Confidence::medium,
                                 magnet ? "magnet link"
                                 : file ? "torrent file"
                                        : torrent,
                                 magnet ? "a magnet link"
                                 : file ? "a link to a torrent file"
                                        : "a link to a torrent site"));
            else
                out.push_back(at(s, FindingKind::file_sharing_link, Confidence::medium, sharing,
                                 "a link to files on " + sharing));
            if (told.size() >= 20) return;
        }
    }
}

const char* words_of(Confidence c) {
    return c == Confidence::high     ? "slurs, threats or several strong words"
           : c == Confidence::medium ? "insulting or strong words"
                                     : "mild words";
}

}  // namespace

std::vector<std::string> link_hosts(std::string_view text) {
    std::vector<std::string> out;
    for (auto i = text.find('/'); i != std::string_view::npos && out.size() < most_hosts; i = text.find('/', i + 1)) {
        if (i + 1 >= text.size() || static_cast<unsigned char>(text[i + 1]) <= ' ') continue;
        std::size_t from = i;
        while (from > 0 && i - from < 255 && is_host_octet(text[from - 1])) --from;
        const auto host = text.substr(from, i - from);
        if (host.find('.') != std::string_view::npos) out.push_back(ascii_lower(host));
    }
    const std::string lower = ascii_lower(text);
    for (auto i = lower.find(torrent_ending); i != std::string::npos; i = lower.find(torrent_ending, i + 1)) {
        const auto end = i + torrent_ending.size();
        if (end < lower.size() && is_host_octet(lower[end])) continue;
        const auto before = std::string_view(lower).substr(i - std::min(i, longest_address), std::min(i, longest_address));
        const auto blank = before.find_last_of(" \t\r\n<>\"'");
        if (before.substr(blank == std::string_view::npos ? 0 : blank + 1).find("://") == std::string_view::npos) continue;
        out.emplace_back("torrent:");
        break;
    }
    for (const auto* scheme : {"magnet:?", "MAGNET:?"})
        if (text.find(scheme) != std::string_view::npos) out.emplace_back("magnet:");
    return out;
}

std::unique_ptr<Conduct> Conduct::load(const Lists& lists, std::string& problem) {
    constexpr std::array<std::pair<const char*, Tone>, 6> named{{{"language-innocent", Tone::innocent},
                                                                 {"language-mild", Tone::mild},
                                                                 {"language-insult", Tone::insult},
                                                                 {"language-strong", Tone::strong},
                                                                 {"language-slur", Tone::slur},
                                                                 {"language-threat", Tone::threat}}};
    auto out = std::make_unique<Conduct>();
    std::vector<std::string> phrases;
    for (const auto& [id, tone] : named)
        if (const auto* words = lists.find(id))
            for (const auto& w : *words) {
                phrases.push_back(w);
                out->tones_.push_back(tone);
            }
    if (!phrases.empty()) out->phrases_ = Phrases::load(phrases, problem);
    return out;
}

std::vector<Conduct::Heard> Conduct::heard_in(std::string_view own, const Lists& lists) const {
    std::vector<Heard> out;
    const auto hits = phrases_->find(own);
    std::vector<Span> innocent;
    for (const auto& h : hits)
        if (tones_[h.word] == Tone::innocent) innocent.push_back(h.span);
    for (const auto& h : hits) {
        const Tone tone = tones_[h.word];
        if (tone == Tone::innocent) continue;
        const bool excused = lists.has("language-ambiguous", phrases_->phrase(h.word)) &&
                             std::any_of(innocent.begin(), innocent.end(), [&](Span s) {
                                 return s.begin < h.span.end + near && h.span.begin < s.end + near;
                             });
        if (excused) continue;
        Confidence level = tone >= Tone::slur     ? Confidence::high
                           : tone >= Tone::insult ? Confidence::medium
                                                  : Confidence::low;
        if (within_quotes(own, h.span)) level = lower(level);
        out.push_back({level, phrases_->phrase(h.word), tone});
    }
    for (auto& [word, span] : disguised_in(ascii_lower(own), lists))
        out.push_back({within_quotes(own, span) ? Confidence::low : Confidence::medium, std::move(word), Tone::strong});
    return out;
}

std::vector<std::pair<std::string, Span>> Conduct::disguised_in(std::string_view own, const Lists& lists) {
    std::vector<std::pair<std::string, Span>> out;
    const auto* strong = lists.find("language-strong");
    if (!strong) return out;
    const auto in_word = [](char c) { return is_alnum(c) || is_mask(c); };
    for (std::size_t at = 0; at < own.size() && out.size() < most_disguised;) {
        if (!in_word(own[at])) {
            ++at;
            continue;
        }
        auto end = at;
        while (end < own.size() && in_word(own[end])) ++end;
        auto word = own.substr(at, end - at);
        while (word.size() > 1 && word.back() == '!') word.remove_suffix(1);
        std::size_t next = end;
        if (word.size() == 1) {
            next = at;
            const std::string together = drawn_together(own, next);
            next = std::max(next, end);
            for (const auto& s : *strong) {
                const auto stem = s.ends_with('*') ? s.substr(0, s.size() - 1) : s;
                if (stem.size() >= least_masked &&
                    (together == stem || (s.size() > stem.size() && together.starts_with(stem))))
                    out.emplace_back(s, Span{at, next});
            }
        } else {
            for (const auto& s : *strong)
                if (is_masked_as(word, s)) {
                    out.emplace_back(s, Span{at, end});
                    break;
                }
        }
        at = next;
    }
    return out;
}

void Conduct::tone(const Reading& reading, const std::vector<OwnText>& own, const Lists& lists, std::vector<Finding>& out) const {
    const Segment* where = nullptr;
    std::set<std::string> words, strong;
    Confidence most = Confidence::low;
    std::string sample;
    for (const OwnText& text : own) {
        for (const auto& h : heard_in(text.words, lists)) {
            if (!where) where = &reading.segments[text.segment];
            if (words.empty() || h.level > most) sample = h.word.substr(0, 1) + "•••";
            most = std::max(most, h.level);
            words.insert(h.word);
            if (h.tone == Tone::strong && h.level == Confidence::medium) strong.insert(h.word);
        }
    }
    if (!where) return;
    if (strong.size() >= 2) most = Confidence::high;
    Finding f = at(*where, FindingKind::offensive_language, most, sample,
                   std::string(words_of(most)) + " in what the sender wrote");
    f.count = static_cast<std::uint32_t>(words.size());
    out.push_back(std::move(f));
}

void Conduct::look(const Reading& reading, const std::vector<OwnText>& own, const std::vector<Entity>& entities,
                   const Lists& lists, Budget& budget, std::vector<Finding>& out) const {
    std::vector<Finding> found;
    if (phrases_ && budget.time_left()) tone(reading, own, lists, found);
    links(reading, lists, budget, found);
    find_media(reading, entities, lists, found);
    for (auto& f : found)
        if (out.size() < InspectionLimits::findings) out.push_back(std::move(f));
}

}  // namespace beadle::inspect

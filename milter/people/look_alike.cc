#include "people/look_alike.h"

#include <algorithm>

#include "base/text.h"
#include "mail/address.h"
#include "people/spelling.h"

namespace beadle::people {
namespace {

constexpr std::size_t shortest_core = 5, shortest_label = 5, long_core = 9;

struct Taken {
    std::string suffix, label, below;  // "co.uk", "towcester-tc", "mail" of mail.towcester-tc.co.uk
};

Taken taken_apart(std::string_view domain) {
    Taken out;
    const std::string own = registrable(domain);  // "a.co.uk" of "x.a.co.uk"
    const auto dot = own.find('.');
    out.label = own.substr(0, dot);
    out.suffix = dot == std::string::npos ? "" : own.substr(dot + 1);
    if (domain.size() > own.size()) out.below = domain.substr(0, domain.size() - own.size() - 1);
    return out;
}

std::string without(std::string_view s, char c) {
    std::string out(s);
    std::erase(out, c);
    return out;
}

using Words = std::set<std::string, std::less<>>;

// Is it made of these words alone? "tcgovuk", "secure-login".
bool made_of(std::string_view s, const Words& one, const Words& other) {
    std::vector<bool> reached(s.size() + 1);
    reached[0] = true;
    for (std::size_t i = 0; i < s.size(); ++i) {
        if (!reached[i]) continue;
        if (s[i] == '-' || s[i] == '.' || (s[i] >= '0' && s[i] <= '9')) reached[i + 1] = true;
        for (std::size_t n = 1; i + n <= s.size() && n <= 20; ++n) {
            const auto word = s.substr(i, n);
            if (one.contains(word) || other.contains(word)) reached[i + n] = true;
        }
    }
    return reached.back();
}

bool has_word(std::string_view s, const Words& words) {
    for (const auto& token : split(replace_all(s, ".", "-"), '-'))
        if (words.contains(token)) return true;
    // Run together, only a word of some length says so.
    const std::string together = without(s, '-');
    return std::any_of(words.begin(), words.end(),
                       [&](const std::string& w) { return w.size() >= 5 && together.find(w) != std::string::npos; });
}

// The council's name without what every council adds: "towcester" of "towcester-tc", "billericay" of
// "billericaytowncouncil".
std::string core_of(std::string_view label, const Words& council) {
    std::string out;
    for (const auto& token : split(label, '-'))
        if (!council.contains(token)) out += token;
    if (out.empty()) return std::string(label);
    for (bool again = true; again;) {
        again = false;
        for (const auto& w : council) {
            if (w.size() < 2 || out.size() < w.size() + 4) continue;
            if (w.size() >= 4 && out.ends_with(w)) {
                out.resize(out.size() - w.size());
                again = true;
            }
        }
    }
    return out;
}

// "a.b-c" as imitators write full stops.
std::string dashed(std::string_view domain) { return replace_all(domain, ".", "-"); }

// Stands between marks, or at the ends, with more beside it.
bool stands_in(std::string_view whole, std::string_view part) {
    for (auto at = whole.find(part); at != std::string_view::npos; at = whole.find(part, at + 1)) {
        const bool begins = at == 0 || whole[at - 1] == '-' || whole[at - 1] == '.';
        const auto end = at + part.size();
        const bool ends = end == whole.size() || whole[end] == '-' || whole[end] == '.';
        if (begins && ends) return true;
    }
    return false;
}

Confidence sure_for(const LookAlikes::Known& known) { return known.council ? Confidence::high : Confidence::medium; }

}  // namespace

LookAlikes::LookAlikes(const std::vector<KnownDomain>& known, ThreatWords words_given)
    : words_(std::move(words_given)) {
    for (const auto& k : known) {
        const std::string domain = fold_domain(k.domain);
        if (domain.empty() || domain.find('.') == std::string::npos) continue;
        const auto parts = taken_apart(domain);
        Known one;
        one.domain = domain;
        one.suffix = parts.suffix;
        one.label = parts.label;
        one.core = k.council ? core_of(parts.label, words_.council) : without(parts.label, '-');
        one.skeleton = skeleton_of(domain);
        one.dashed = dashed(domain);
        one.council = k.council;
        one.famous = k.famous;
        one.named_as_council = one.core != without(parts.label, '-');
        known_.push_back(std::move(one));
    }
}

bool LookAlikes::names_council(std::string_view words) const {
    const std::string lower = ascii_lower(words);
    const bool council_word = lower.find("council") != std::string::npos || lower.find("clerk") != std::string::npos ||
                              lower.find("mayor") != std::string::npos;
    return council_word && std::any_of(known_.begin(), known_.end(), [&](const Known& k) {
               return k.council && k.named_as_council && k.core.size() >= shortest_core &&
                      stands_in(replace_all(lower, " ", "-"), k.core);
           });
}

bool LookAlikes::is_known(std::string_view domain) const {
    return std::any_of(known_.begin(), known_.end(), [&](const Known& k) { return !k.famous && domain_within(domain, k.domain); });
}

// The domain that is judged, taken apart once.
struct LookAlikes::Given {
    std::string domain, skeleton, dashed, together, suffix, label, below;
    bool controlled = false;
    std::string core_of_council;
};

std::optional<Likeness> LookAlikes::judge(std::string_view domain_given) const {
    const std::string domain = fold_domain(domain_given);
    if (known_.empty() || domain.empty() || domain.find('.') == std::string::npos || is_known(domain))
        return std::nullopt;
    const auto parts = taken_apart(domain);
    const Given given{domain,
                      skeleton_of(domain),
                      dashed(domain),
                      without(parts.label, '-'),
                      parts.suffix,
                      parts.label,
                      parts.below,
                      ThreatWords::has(words_.controlled, domain),
                      core_of(parts.label, words_.council)};
    std::optional<Likeness> best;
    // Letters of another script hide a name that is changed besides: read it as the eye does.
    if (const std::string plain = plain_letters(domain); plain != domain) best = judge(plain);
    for (const auto& k : known_) {
        if (k.famous && domain_within(domain, k.domain)) continue;
        auto one = whole_name(k, given);
        if (!one && (given.controlled || k.famous)) one = neighbour(k, given);
        if (!one && !given.controlled && !k.famous) one = added_words(k, given);
        if (!one && !given.controlled && !k.famous) one = misspelt(k, given);
        if (one && (!best || one->confidence > best->confidence)) best = std::move(one);
    }
    return best;
}

std::optional<Likeness> LookAlikes::whole_name(const Known& k, const Given& g) const {
    if (g.skeleton == k.skeleton || disguised_as(g.domain, k.domain))
        return Likeness{k.domain, "letters or figures that look the same", Confidence::high};
    // At the very end it is another name under the same ending: "jones-smith.co.uk" is no part of smith.co.uk.
    const bool at_end_alone =
        g.dashed.ends_with(k.dashed) && g.dashed.find(k.dashed) + k.dashed.size() == g.dashed.size();
    if (k.dashed.size() >= 6 && !at_end_alone && stands_in(g.dashed, k.dashed))
        return Likeness{k.domain, "the whole name as a part of another's",
                        k.famous ? Confidence::medium : Confidence::high};
    if (g.controlled || k.famous) return std::nullopt;
    if (g.dashed == k.dashed) return Likeness{k.domain, "the same name with its full stops set otherwise", sure_for(k)};
    if (g.label == k.label && g.suffix != k.suffix && k.label.size() >= shortest_label)
        return Likeness{k.domain, "the same name under another ending", sure_for(k)};
    if (!k.named_as_council || !stands_in(g.below, k.label)) return std::nullopt;
    const bool imitated = nearly_suffix(g.label + "." + g.suffix, k.suffix);
    return Likeness{k.domain, "the name below another's domain", imitated ? Confidence::high : Confidence::low};
}

// Under a suffix that is given out with care only what no registrar gives is an imitation.
std::optional<Likeness> LookAlikes::neighbour(const Known& k, const Given& g) const {
    const std::string core = k.council ? g.core_of_council : g.together;
    if (k.core.size() < shortest_core || g.suffix != k.suffix) return std::nullopt;
    const auto slip = slip_between(core, k.core);
    // In a long name one other letter is a slip too: no two places are so nearly called the same.
    const bool small = slip == Slip::left_out || slip == Slip::put_in || slip == Slip::neighbour;
    const bool plain = slip == Slip::changed_places || slip == Slip::doubled || slip == Slip::figure;
    if (!plain && !(small && k.core.size() >= long_core && !k.famous)) return std::nullopt;
    return Likeness{k.domain, words_for(slip), Confidence::medium};
}

std::optional<Likeness> LookAlikes::added_words(const Known& k, const Given& g) const {
    const auto at = k.core.size() < shortest_core ? std::string::npos : g.together.find(k.core);
    if (at == std::string::npos) return std::nullopt;
    const std::string before = g.together.substr(0, at), behind = g.together.substr(at + k.core.size());
    if (before.empty() && behind.empty()) {
        if (k.council || g.label == k.label) return std::nullopt;  // a place's name alone
        return Likeness{k.domain, "the same name with dashes set otherwise", Confidence::medium};
    }
    if (!made_of(before, words_.council, words_.bait) || !made_of(behind, words_.council, words_.bait))
        return std::nullopt;
    if (!k.council) return Likeness{k.domain, "a known name with other words beside it", Confidence::medium};
    const bool council_word = has_word(g.label, words_.council) || made_of(before + behind, words_.council, {});
    return Likeness{k.domain, "the council's name with other words beside it",
                    council_word ? Confidence::high : Confidence::medium};
}

std::optional<Likeness> LookAlikes::misspelt(const Known& k, const Given& g) const {
    const std::string core = k.council ? g.core_of_council : g.together;
    const auto slip = k.core.size() < shortest_core ? Slip::none : slip_between(core, k.core);
    if (slip == Slip::none) return std::nullopt;
    const bool wears_name = !k.council || core.size() != g.together.size() || has_word(g.label, words_.council);
    if (slip == Slip::loose && (core.size() < long_core || !wears_name)) return std::nullopt;
    if (!wears_name) return Likeness{k.domain, words_for(slip), Confidence::low};  // another place's name, perhaps
    return Likeness{k.domain, words_for(slip), slip == Slip::loose ? Confidence::medium : sure_for(k)};
}

}  // namespace beadle::people

#include "inspect/detect/merging.h"

#include <algorithm>

#include "inspect/detect/mask.h"

namespace beadle::inspect {

void Merging::add(std::size_t segment, const Hit& hit) {
    const Pattern& p = engine_.signatures.patterns[hit.pattern];
    if (hit.level == Level::none || is_own(p.kind, hit.value)) return;
    Place& place = place_of(p.kind, reading_.segments[segment]);
    place.values.insert(hit.value);
    if (hit.level == Level::medium && !hit.lowered) mediums_[p.kind].insert(hit.value);
    place.many = std::min(place.many, p.many);
    if (hit.level <= place.level) return;
    place.lowered = hit.lowered;
    say(place, hit.level, mask(p.kind, hit.value, p.name), p.id, hit.evidence);
}

void Merging::add(std::size_t segment, const TopicHit& hit) {
    const Topic& t = engine_.topics->topics()[hit.topic];
    Place& place = place_of(t.kind, reading_.segments[segment]);
    for (const auto& w : hit.words) place.values.insert(w);
    if (hit.level == Level::none) place.loose = "says \"" + hit.words.front() + "\"", place.topic = &t;
    if (hit.level > place.level) say(place, hit.level, t.name, t.id, hit.evidence);
}

void Merging::add(std::size_t segment, const PeopleHit& hit) {
    Place& place = place_of(hit.kind, reading_.segments[segment]);
    place.rows += hit.rows;
    if (hit.level <= place.level) return;
    const bool list = hit.kind == FindingKind::person_list;
    say(place, hit.level, list ? "list of people" : "names with pay", list ? "people-rows" : "pay-rows",
        hit.evidence);
}

void Merging::finish(std::vector<Finding>& out) {
    for (Place& place : places_) {
        const auto different = mediums_[place.finding.kind].size();
        if (place.level == Level::medium && !place.lowered && different >= place.many) {
            place.level = Level::high;
            place.finding.evidence += "; " + std::to_string(different) + " different values in this message";
        } else if (place.values.size() > 1) {
            place.finding.evidence += "; " + std::to_string(place.values.size()) + " different values";
        }
        place.finding.count = std::max(place.rows, static_cast<std::uint32_t>(place.values.size()));
    }
    combine();
    std::erase_if(places_, [](const Place& p) { return p.level == Level::none; });
    // The surest first, so that a limit on their number cuts the least sure.
    std::stable_sort(places_.begin(), places_.end(),
                     [](const Place& a, const Place& b) { return a.level > b.level; });
    for (Place& place : places_) {
        place.finding.confidence = place.level == Level::high     ? Confidence::high
                                   : place.level == Level::medium ? Confidence::medium
                                                                  : Confidence::low;
        if (out.size() < InspectionLimits::findings) out.push_back(std::move(place.finding));
    }
}

bool Merging::is_own(FindingKind kind, std::string_view value) const {
    if (own_.bank_accounts.empty()) return false;
    if (kind == FindingKind::iban && value.starts_with("GB") && value.size() == 22)
        return own_.bank_accounts.contains(std::string(value.substr(8)));
    return kind == FindingKind::bank_account && own_.bank_accounts.contains(bank_account_digits(value));
}

Merging::Place& Merging::place_of(FindingKind kind, const Segment& s) {
    auto [at, fresh] = index_.try_emplace({kind, s.location}, places_.size());
    if (fresh) {
        places_.emplace_back();
        Finding& f = places_.back().finding;
        f.kind = kind;
        f.location = s.location;
        f.path = s.path;
        f.part = s.part;
    }
    return places_[at->second];
}

void Merging::say(Place& place, Level level, std::string sample, const std::string& detector,
                const std::string& evidence) {
    place.level = level;
    place.finding.sample = std::move(sample);
    place.finding.detector = detector;
    place.finding.evidence = evidence;
}

void Merging::combine() {
    struct Beside {
        bool identity = false, birth = false, home = false, matter = false;
    };
    std::map<std::string, Beside> beside;
    for (const Place& p : places_) {
        Beside& b = beside[p.finding.location];
        if (is_identity(p.finding.kind)) b.identity = b.identity || p.level >= Level::medium;
        if (is_matter(p.finding.kind)) b.matter = b.matter || p.level >= Level::medium;
        if (p.finding.kind == FindingKind::date_of_birth) b.birth = b.birth || p.level >= Level::medium;
        if (p.finding.kind == FindingKind::postal_address) b.home = true;
    }
    for (Place& p : places_) {
        const Beside& b = beside[p.finding.location];
        if (p.level < Level::medium && !p.loose.empty() && is_matter(p.finding.kind) && (b.identity || b.birth))
            say(p, Level::medium, p.topic->name, p.topic->id, p.loose);
        if (p.level != Level::medium || p.lowered) continue;
        std::string with;
        if (p.finding.kind == FindingKind::date_of_birth)
            with = b.identity ? "an identity number"
                   : b.home   ? "an address"
                   : b.matter ? "a confidential matter"
                              : "";
        else if (is_matter(p.finding.kind))
            with = b.identity ? "an identity number" : b.birth ? "a date of birth" : "";
        if (with.empty()) continue;
        p.level = Level::high;
        p.finding.evidence += "; beside " + with;
    }
}

bool Merging::is_identity(FindingKind k) {
    return k >= FindingKind::national_insurance_number && k <= FindingKind::iban &&
           k != FindingKind::electoral_number;
}

bool Merging::is_matter(FindingKind k) {
    return k == FindingKind::special_category || k == FindingKind::criminal_offence ||
           k == FindingKind::safeguarding || k == FindingKind::personnel;
}

}  // namespace beadle::inspect

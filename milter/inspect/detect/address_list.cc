#include "inspect/detect/address_list.h"

#include <algorithm>
#include <map>
#include <set>

#include "base/text.h"
#include "inspect/detect/normalise.h"

namespace beadle::inspect {
namespace {

constexpr std::size_t worth_telling = 5, many = 10, most = 10'000, shown = 3;

bool is_letter_or_digit(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'); }
bool is_local(char c) { return is_letter_or_digit(c) || std::string_view("._%+-'").find(c) != std::string_view::npos; }
bool is_domain(char c) { return is_letter_or_digit(c) || c == '.' || c == '-'; }

// The address around the @ at `at`, "" when there is none. No longer than RFC 5321 allows.
std::string address_at(std::string_view text, std::size_t at) {
    std::size_t from = at, to = at + 1;
    while (from > 0 && at - from < 64 && is_local(text[from - 1])) --from;
    while (to < text.size() && to - at < 256 && is_domain(text[to])) ++to;
    while (to > at + 1 && !is_letter_or_digit(text[to - 1])) --to;
    while (from < at && !is_letter_or_digit(text[from])) ++from;
    const auto domain = text.substr(at + 1, to - at - 1);
    if (from == at || domain.find('.') == std::string_view::npos || domain.front() == '.') return "";
    return ascii_lower(text.substr(from, to - from));
}

bool is_official(std::string_view address, const Lists& lists) {
    const auto at = address.find('@');
    const auto local = address.substr(0, std::min(address.find('+'), at));
    if (lists.has("role-address", local)) return true;
    for (auto domain = address.substr(at + 1); !domain.empty();) {
        if (lists.has("public-body", domain)) return true;
        const auto dot = domain.find('.');
        domain = dot == std::string_view::npos ? std::string_view() : domain.substr(dot + 1);
    }
    return false;
}

std::string masked(const std::string& address) {
    return address.substr(0, 1) + "•••" + address.substr(address.find('@'));
}

struct Listed {
    const Segment* where = nullptr;
    std::set<std::string> addresses;
    std::vector<std::string> samples;
};

Finding told(const Listed& l) {
    Finding f;
    f.kind = FindingKind::visible_recipients;
    f.location = l.where->location;
    f.path = l.where->path;
    f.part = l.where->part;
    f.confidence = l.addresses.size() < many ? Confidence::low : Confidence::high;
    f.count = static_cast<std::uint32_t>(l.addresses.size());
    f.sample = join(l.samples, ", ");
    f.detector = "address-list";
    f.evidence = std::to_string(l.addresses.size()) + " different mail addresses of persons stand in the text";
    return f;
}

}  // namespace

std::vector<std::string> personal_addresses(std::string_view text, const Lists& lists) {
    std::vector<std::string> out;
    std::set<std::string> seen;
    for (auto at = text.find('@'); at != std::string_view::npos && out.size() < most; at = text.find('@', at + 1)) {
        auto address = address_at(text, at);
        if (address.empty() || is_official(address, lists) || !seen.insert(address).second) continue;
        out.push_back(std::move(address));
    }
    return out;
}

void find_address_lists(const Reading& reading, const Lists& lists, Budget& budget, std::vector<Finding>& out) {
    std::map<std::string, Listed> places;  // by location: the plain text and the HTML of one body count once
    for (const Segment& s : reading.segments) {
        if (s.kind == SegmentKind::subject || s.kind == SegmentKind::name || !budget.time_left()) continue;
        const auto ats = std::count(s.text.begin(), s.text.end(), '@');
        if (static_cast<std::size_t>(ats) < 2) continue;
        const Normalised text(s.text);
        auto found = personal_addresses(text.text(), lists);
        if (found.empty()) continue;
        Listed& l = places[s.kind == SegmentKind::body ? std::string("body") : s.location];
        if (!l.where) l.where = &s;
        for (auto& address : found) {
            if (l.addresses.size() >= most || !l.addresses.insert(address).second) continue;
            if (l.samples.size() < shown) l.samples.push_back(masked(address));
        }
    }
    for (const auto& [location, l] : places)
        if (l.addresses.size() >= worth_telling && out.size() < InspectionLimits::findings) out.push_back(told(l));
}

}  // namespace beadle::inspect

#include "inspect/detect/exposed.h"

#include <algorithm>
#include <map>
#include <set>

#include "base/text.h"

namespace beadle::inspect {
namespace {

constexpr std::size_t hardly_any = 3;  // words

bool weighs(FindingKind k) {
    return k == FindingKind::hidden_content || k == FindingKind::tracked_changes ||
           k == FindingKind::document_comment || k == FindingKind::pivot_cache || k == FindingKind::failed_redaction ||
           k == FindingKind::document_properties;
}

struct Amount {
    std::size_t words = 0, rows = 0;
    const Segment* segment = nullptr;
};

// Words are runs that hold a letter or a digit.
std::size_t words_in(std::string_view text) {
    std::size_t words = 0;
    bool inside = false;
    for (const char c : text) {
        const bool part = static_cast<unsigned char>(c) >= 0x80 || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
                          (c >= 'A' && c <= 'Z');
        if (part && !inside) ++words;
        inside = part;
    }
    return words;
}

std::map<std::string, Amount> amounts(const Reading& reading) {
    std::map<std::string, Amount> out;
    for (const Segment& s : reading.segments) {
        if (s.kind != SegmentKind::hidden) continue;
        Amount& a = out[s.location];
        a.words += words_in(s.text);
        if (s.table) a.rows += static_cast<std::size_t>(std::count(s.text.begin(), s.text.end(), '\n'));
        if (!a.segment) a.segment = &s;
    }
    return out;
}

// What was read is told with how sure it is; a line of people needs no likelihood beside it.
std::map<std::string, const Finding*> sensitive_places(const std::vector<Finding>& findings) {
    std::map<std::string, const Finding*> out;
    for (const Finding& f : findings) {
        if (group_of(f.kind) != FindingGroup::sensitive || f.confidence < Confidence::medium) continue;
        const Finding*& known = out[f.location];
        if (!known || known->confidence < f.confidence) known = &f;
    }
    return out;
}

std::string counted(std::size_t n, const char* one) { return std::to_string(n) + " " + one + (n == 1 ? "" : "s"); }

void tell_how_much(Finding& f, const Amount& a) {
    const bool rows = a.rows > 1;
    const std::size_t n = rows ? a.rows : a.words;
    f.count = static_cast<std::uint32_t>(std::clamp<std::size_t>(n, 1, 1'000'000));
    f.evidence += rows ? ", " + counted(n, "row") : ", " + counted(n, "word");
    if (!rows && n <= hardly_any && f.kind != FindingKind::failed_redaction) f.confidence = Confidence::low;
}

Finding hidden_beside(const Segment& s, const Finding& found) {
    Finding f;
    f.kind = FindingKind::hidden_content;
    f.location = s.location;
    f.path = s.path;
    f.part = s.part;
    f.confidence = found.confidence;
    f.detector = "reading";
    f.evidence = "text that is not shown holds: " + std::string(words(found.kind));
    return f;
}

}  // namespace

void weigh_exposure(const Reading& reading, std::vector<Finding>& findings) {
    if (std::none_of(reading.segments.begin(), reading.segments.end(),
                     [](const Segment& s) { return s.kind == SegmentKind::hidden; }))
        return;
    const auto hidden = amounts(reading);
    const auto sensitive = sensitive_places(findings);
    std::set<std::string> told;
    std::vector<Finding> more;
    std::vector<std::pair<std::size_t, std::string>> raised;
    for (std::size_t i = 0; i < findings.size(); ++i) {
        if (!weighs(findings[i].kind)) continue;
        told.insert(findings[i].location);
        // Hidden rows that are told of at their sheet: what is sensitive there may be what the sheet shows.
        if (findings[i].kind == FindingKind::hidden_content && !hidden.contains(findings[i].location)) continue;
        if (const auto at = sensitive.find(findings[i].location); at != sensitive.end())
            raised.emplace_back(i, words(at->second->kind));
    }
    for (const auto& [location, found] : sensitive) {
        const auto at = hidden.find(location);
        // What stands outside every part of the message is told of by how it is built.
        if (at != hidden.end() && at->second.segment->path.empty() && !location.ends_with("hidden text")) continue;
        if (at != hidden.end() && !told.contains(location)) more.push_back(hidden_beside(*at->second.segment, *found));
    }
    for (Finding& f : findings)
        if (const auto at = hidden.find(f.location); weighs(f.kind) && at != hidden.end()) tell_how_much(f, at->second);
    for (const auto& [i, what] : raised) {
        findings[i].confidence = Confidence::high;
        findings[i].evidence += "; holds: " + what;
    }
    for (auto& f : more)
        if (findings.size() < InspectionLimits::findings) findings.push_back(std::move(f));
}

}  // namespace beadle::inspect

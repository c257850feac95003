#include "session/fit.h"

#include <algorithm>
#include <optional>

namespace beadle::session {
namespace {

template <class T>
void keep(std::vector<T>& list, std::size_t most) {
    if (list.size() > most) list.resize(most);
}

void drop_samples(wire::RecordVerdict& v) {
    for (auto& f : v.inspection.findings) {
        f.sample.clear();
        f.evidence.clear();
    }
}

// Findings that a rule names come first; the rules name them by their new places.
void keep_findings(wire::RecordVerdict& v, std::size_t most) {
    auto& all = v.inspection.findings;
    std::vector<std::optional<std::uint32_t>> place(all.size());
    std::vector<Finding> kept;
    const auto take = [&](std::size_t i) {
        if (i >= all.size() || place[i] || kept.size() >= most) return;
        place[i] = static_cast<std::uint32_t>(kept.size());
        kept.push_back(std::move(all[i]));
    };
    for (const auto& hit : v.decision.hits)
        for (const auto i : hit.findings) take(i);
    for (std::size_t i = 0; i < all.size(); ++i) take(i);
    for (auto& hit : v.decision.hits) {
        std::vector<std::uint32_t> named;
        for (const auto i : hit.findings)
            if (i < place.size() && place[i]) named.push_back(*place[i]);
        hit.findings = std::move(named);
    }
    all = std::move(kept);
}

void keep_first(wire::RecordVerdict& v, std::size_t most) {
    keep_findings(v, most);
    keep(v.inspection.protection, most);
    keep(v.inspection.not_inspected, most);
    keep(v.inspection.entities, most);
    keep(v.inspection.addresses, most);
    for (auto& r : v.decision.recipients) keep(r.hits, most);
}

void drop_wishes(wire::RecordVerdict& v) {
    v.envelope.sender_parameters.clear();
    v.envelope.recipient_parameters.clear();
    v.envelope.next_hops.clear();
}

}  // namespace

bool fit(wire::RecordVerdict& v, std::size_t most) {
    const auto fits = [&] { return wire::encode(v).size() <= most; };
    if (fits()) return true;
    v.cut = true;
    drop_samples(v);
    for (const std::size_t left : {500u, 100u, 20u}) {
        if (fits()) return true;
        keep_first(v, left);
    }
    if (fits()) return true;
    drop_wishes(v);
    return fits();
}

}  // namespace beadle::session

#include "people/threats.h"

#include <algorithm>

#include "base/text.h"
#include "people/direction.h"
#include "people/people.h"
#include "people/spelling.h"
#include "people/threat_parts.h"

namespace beadle::people {
namespace {

bool has(const std::vector<Finding>& list, FindingKind kind, Confidence least) {
    return std::any_of(list.begin(), list.end(),
                       [&](const Finding& f) { return f.kind == kind && f.confidence >= least; });
}

// New bank details from somebody who may not be who they say.
void doubt_payment(const Scene& scene, const std::vector<Finding>& about_people, std::vector<Finding>& out) {
    if (scene.origin == Origin::inside) return;
    const auto& seen = scene.inspection.findings;
    if (!has(seen, FindingKind::payment_change, Confidence::low)) return;
    std::vector<std::string> doubts;
    const auto note = [&](bool doubt, const char* words) {
        if (doubt) doubts.emplace_back(words);
    };
    note(has(out, FindingKind::look_alike_domain, Confidence::medium), "an imitated address");
    note(has(out, FindingKind::impersonation, Confidence::medium), "a borrowed name");
    note(has(out, FindingKind::authentication_failed, Confidence::medium), "failed authentication");
    note(replies_differ(scene), "replies that lead elsewhere");
    note(has(about_people, FindingKind::first_time_sender, Confidence::low) ||
             has(seen, FindingKind::first_time_sender, Confidence::low),
         "a sender who never wrote before");
    if (doubts.empty()) return;
    out.push_back(threat(FindingKind::payment_change, Confidence::high, "whole message", "",
                         "speaks of new bank details or an odd payment, with " + join(doubts, ", ")));
}

bool is_trusted(const std::vector<std::string>& servers, const std::string& server) {
    return std::any_of(servers.begin(), servers.end(),
                       [&](const std::string& s) { return !s.empty() && ascii_iequal(s, server); });
}

}  // namespace

const AuthenticationResult* believed(const Scene& scene, std::string_view method) {
    for (const auto& r : scene.inspection.authentication)
        if (r.method == method && !r.below_received && is_trusted(scene.authentication_servers, r.server)) return &r;
    return nullptr;
}

void authentication_findings(const Scene& scene, std::vector<Finding>& out) {
    if (scene.origin == Origin::inside) return;
    const auto *spf = believed(scene, "spf"), *dkim = believed(scene, "dkim"), *dmarc = believed(scene, "dmarc");
    const auto failed = [](const AuthenticationResult* r) {
        return r && (r->result == "fail" || r->result == "hardfail");
    };
    const auto passed = [](const AuthenticationResult* r) { return r && r->result == "pass"; };
    const auto say = [&](const AuthenticationResult& r, const char* method, Confidence sure) {
        out.push_back(threat(FindingKind::authentication_failed, sure, "header section", "0",
                             std::string(method) + " says " + r.result +
                                 (r.domain.empty() ? "" : " for " + printable(r.domain, 100)) + " (" +
                                 printable(r.server, 80) + ")"));
    };
    // Lists change what was signed and send it on: a failure there says little.
    const bool list = scene.inspection.marks.bulk || scene.inspection.marks.resent;
    if (failed(dmarc)) return say(*dmarc, "DMARC", list ? Confidence::medium : Confidence::high);
    if (passed(dmarc) || passed(dkim)) return;
    if (failed(spf)) return say(*spf, "SPF", list ? Confidence::low : Confidence::medium);
    if (failed(dkim)) return say(*dkim, "DKIM", Confidence::low);
    if (spf && spf->result == "softfail") say(*spf, "SPF", Confidence::low);
}

std::vector<std::uint32_t> forged_results(const Inspection& inspection, Origin origin,
                                          const std::vector<std::string>& servers) {
    std::vector<std::uint32_t> out;
    for (const auto& r : inspection.authentication) {
        const bool ours = is_trusted(servers, r.server) && (r.below_received || origin == Origin::inside);
        if (ours && (out.empty() || out.back() < r.field)) out.push_back(r.field);
    }
    return out;
}

std::vector<Finding> threat_findings(const Scene& scene, const std::vector<Finding>& about_people) {
    std::vector<Finding> out;
    authentication_findings(scene, out);
    look_alike_findings(scene, out);
    link_findings(scene, out);
    impersonation_findings(scene, out);
    doubt_payment(scene, about_people, out);
    return out;
}

}  // namespace beadle::people

// threat_parts.h — the parts of threats.h, and what they share.
//
// Runs in  session, cli. Never throws but std::bad_alloc.
#pragma once

#include <string>
#include <vector>

#include "people/findings.h"

namespace beadle::people {

inline Finding threat(FindingKind kind, Confidence confidence, std::string location, std::string part,
                      const std::string& evidence) {
    Finding f;
    f.kind = kind;
    f.location = std::move(location);
    f.part = std::move(part);
    f.confidence = confidence;
    f.detector = "people";
    f.evidence = evidence;
    return f;
}

// Who hands in mail by a log-in or from the council's own network is known; a shared relay proves the tenant, not who wrote.
inline bool proves_its_author(const Scene& scene) {
    return scene.origin == Origin::inside && scene.envelope.listener_kind != ListenerKind::relay;
}

void look_alike_findings(const Scene& scene, std::vector<Finding>& out);
void link_findings(const Scene& scene, std::vector<Finding>& out);
void impersonation_findings(const Scene& scene, std::vector<Finding>& out);
void authentication_findings(const Scene& scene, std::vector<Finding>& out);

// The topmost believed result of a method; null = none.
const AuthenticationResult* believed(const Scene& scene, std::string_view method);
// Replies lead to another organisation than the From field names; and to one that firms' programs do not use for it.
bool replies_differ(const Scene& scene);
bool replies_lead_elsewhere(const Scene& scene);

}  // namespace beadle::people

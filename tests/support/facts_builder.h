// facts_builder.h — short ways to write Facts in tables of tests.
#pragma once

#include <algorithm>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "base/text.h"
#include "mail/facts.h"
#include "policy/policy.h"

namespace beadle::testing {

inline std::string octets_of(const std::string& path) {
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

inline Finding finding(FindingKind kind, Confidence confidence = Confidence::high, std::uint32_t count = 1) {
    Finding f;
    f.kind = kind;
    f.confidence = confidence;
    f.count = count;
    f.part = "1";
    return f;
}
inline Finding in_file(Finding f, std::vector<std::string> path, std::string part = "2") {
    f.path = std::move(path);
    f.part = std::move(part);
    return f;
}
inline Finding for_recipient(Finding f, std::string recipient) {
    f.recipient = std::move(recipient);
    f.part.clear();
    return f;
}
inline Protection seal(std::vector<std::string> path, std::string part = "2", bool protects = true,
                       ProtectionGrade grade = ProtectionGrade::strong) {
    Protection p;
    p.path = std::move(path);
    p.part = std::move(part);
    p.protects = protects;
    p.grade = grade;
    return p;
}
inline NotInspected gap(NotInspectedReason reason, std::vector<std::string> path = {"file.bin"},
                        std::string part = "2") {
    NotInspected n;
    n.reason = reason;
    n.path = std::move(path);
    n.part = std::move(part);
    return n;
}

// An officer inside writes to one person outside, a Wednesday at noon.
inline Facts outbound_facts(std::vector<Finding> findings = {}) {
    Facts f;
    f.envelope.sender = "rfo@council.example";
    f.envelope.recipients = {"someone@outside.example"};
    f.origin = Origin::inside;
    f.sender_role = "officer";
    f.sender_proven = true;
    RecipientFacts r;
    r.address = "someone@outside.example";
    r.direction = Direction::outbound;
    f.recipients = {r};
    f.inspection.findings = std::move(findings);
    f.inspection.octets = 1000;
    f.today = "2026-11-18";
    f.minute_of_day = 720;
    f.weekday = 3;
    return f;
}
inline Facts add_recipient(Facts f, const std::string& address, Direction direction, const std::string& role = "") {
    RecipientFacts r;
    r.address = address;
    r.direction = direction;
    r.role = role;
    f.envelope.recipients.push_back(address);
    f.recipients.push_back(r);
    return f;
}

inline const std::string heading = R"(extends = "base"
[council]
name = "Testing Town Council"
domains = ["council.example", "old.example"]
[policy]
title = "IT Policy"
adopted = 2025-05-12
review_due = 2027-05-12
)";
inline const std::string small_base = R"([[rule]]
id = "base-rule"
clause = "care"
purpose = "effective operation of the system"
when = { finds = ["malware"] }
action = "quarantine"
advice = "Do not open it."
tell = ["clerk"]
alert = true
always = true
)";

inline policy::PolicyRead read(const std::string& council, const std::string& base = small_base,
                               const std::string& today = "2026-11-18") {
    return policy::read_policy(base, "base.toml", council, "council.toml", today);
}
// A rule of the id "r" with these keys, read on top of the small base.
inline std::string rule(const std::string& keys) {
    return "[[rule]]\nid = \"r\"\nclause = \"1\"\npurpose = \"establishing facts\"\nadvice = \"Ask.\"\n" + keys + "\n";
}

inline const RuleHit* hit(const Decision& d, const std::string& id) {
    const auto found = std::find_if(d.hits.begin(), d.hits.end(), [&](const RuleHit& h) { return h.id == id; });
    return found == d.hits.end() ? nullptr : &*found;
}

}  // namespace beadle::testing

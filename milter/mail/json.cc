#include "mail/json.h"

#include <nlohmann/json.hpp>

#include "mail/address.h"

namespace beadle {
namespace {

using Json = nlohmann::ordered_json;

std::string dump(const Json& j) { return j.dump(-1, ' ', false, Json::error_handler_t::replace); }

template <class T, class Convert>
Json list(const std::vector<T>& values, Convert convert) {
    Json out = Json::array();
    for (const T& v : values) out.push_back(convert(v));
    return out;
}

Json of(const Finding& f) {
    Json j{{"kind", name(f.kind)}, {"location", f.location},           {"path", f.path},
           {"part", f.part},       {"confidence", name(f.confidence)}, {"count", f.count},
           {"sample", f.sample},   {"detector", f.detector},           {"evidence", f.evidence}};
    if (!f.recipient.empty()) j["recipient"] = f.recipient;
    return j;
}

Json of(const Protection& p) {
    return {{"location", p.location}, {"path", p.path},         {"method", name(p.method)},
            {"grade", name(p.grade)}, {"protects", p.protects}, {"why", p.why}};
}

Json of(const NotInspected& n) {
    return {{"location", n.location}, {"path", n.path}, {"reason", name(n.reason)}, {"detail", n.detail}};
}

Json of(const Entity& e) {
    return {{"part", e.part},
            {"path", e.path},
            {"media_type", e.media_type},
            {"detected_type", e.detected_type},
            {"filename", e.filename},
            {"octets", e.octets},
            {"sha256", e.sha256}};
}

Json of(const HeaderAddress& a) { return {{"field", a.field}, {"display", a.display}, {"address", a.address}}; }

Json of(const Marks& m) {
    return {{"automatic", m.automatic},
            {"bulk", m.bulk},
            {"resent", m.resent},
            {"forwarded_by_hand", m.forwarded_by_hand},
            {"forwarded_by_rule", m.forwarded_by_rule},
            {"reply", m.reply}};
}

const char* name_of(Teller t) {
    switch (t) {
        case Teller::sender:
            return "sender";
        case Teller::clerk:
            return "clerk";
    }
    return "clerk";
}

Json of(const RuleHit& h) {
    return {{"id", h.id},
            {"clause", h.clause},
            {"action", name(h.action)},
            {"purpose", h.purpose},
            {"advice", h.advice},
            {"watched", h.watched},
            {"excepted_by", h.excepted_by},
            {"tell", list(h.tell, name_of)},
            {"add", h.add},
            {"alert", h.alert},
            {"incident", h.incident},
            {"incident_when_released", h.incident_when_released},
            {"retain", h.retain},
            {"journal", h.journal},
            {"release_needs", h.release_needs},
            {"findings", h.findings}};
}

// A recipient's rules are those that were carried out for it; watched and excepted ones are told at the rule.
Json of(const RecipientDecision& r, const std::vector<RuleHit>& hits) {
    Json rules = Json::array();
    for (const std::uint32_t index : r.hits) {
        if (index >= hits.size() || hits[index].watched || !hits[index].excepted_by.empty()) continue;
        rules.push_back(hits[index].id);
    }
    return {{"address", parse_address(r.address).text}, {"direction", name(r.direction)}, {"verdict", name(r.action)}, {"rules", rules}};
}

}  // namespace

std::string to_json(const Finding& f) { return dump(of(f)); }
std::string to_json(const Protection& p) { return dump(of(p)); }
std::string to_json(const NotInspected& n) { return dump(of(n)); }
std::string to_json(const Entity& e) { return dump(of(e)); }
std::string to_json(const RuleHit& h) { return dump(of(h)); }

std::string to_json(const Inspection& i) {
    Json j;
    j["findings"] = list(i.findings, [](const Finding& f) { return of(f); });
    j["protection"] = list(i.protection, [](const Protection& p) { return of(p); });
    j["coverage"] = {{"complete", i.complete()},
                     {"not_inspected", list(i.not_inspected, [](const NotInspected& n) { return of(n); })}};
    j["entities"] = list(i.entities, [](const Entity& e) { return of(e); });
    j["addresses"] = list(i.addresses, [](const HeaderAddress& a) { return of(a); });
    j["marks"] = of(i.marks);
    j["message_id"] = i.message_id;
    j["subject"] = i.subject;
    j["sha256"] = i.sha256;
    j["octets"] = i.octets;
    j["elapsed_ms"] = static_cast<double>(i.elapsed_us) / 1000.0;
    return dump(j);
}

std::string to_json(const Decision& d) {
    Json j;
    j["direction"] = name(d.widest());
    j["verdict"] = name(d.strongest());
    j["policy"] = d.policy;
    j["policy_version"] = d.policy_version;
    j["generation"] = d.generation;
    j["recipients"] = list(d.recipients, [&](const RecipientDecision& r) { return of(r, d.hits); });
    j["rules"] = list(d.hits, [](const RuleHit& h) { return of(h); });
    return dump(j);
}

}  // namespace beadle

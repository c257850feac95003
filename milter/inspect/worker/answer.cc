#include "inspect/worker/answer.h"

#include <algorithm>

#include "base/codec.h"
#include "base/text.h"
#include "wire/mail_fields.h"

namespace beadle::inspect {
namespace {

using Limits = InspectionLimits;

struct Room {
    std::size_t text = Limits::text;
    std::size_t path = 64;
    std::size_t findings = most_findings;
    std::size_t protections = Limits::protections;
    std::size_t not_inspected = Limits::not_inspected;
    std::size_t entities = Limits::entities;
    std::size_t addresses = Limits::addresses;
    std::size_t links = Limits::links;
};

bool is_part(const std::string& s) {
    return s.find_first_not_of("0123456789.") == std::string::npos && s.size() <= 256;
}

void cut(std::string& s, std::size_t most) { s = printable(s, most); }

void cut(std::vector<std::string>& path, const Room& room) {
    if (path.size() > room.path) path.resize(room.path);
    for (auto& name : path) cut(name, room.text);
}

template <class T>
void cut_place(T& v, const Room& room) {
    cut(v.location, room.text);
    cut(v.path, room);
    if (!is_part(v.part)) v.part.clear();
}

void cut_texts(Inspection& i, const Room& room) {
    for (auto& f : i.findings) {
        cut_place(f, room);
        cut(f.sample, room.text);
        cut(f.detector, 128);
        cut(f.evidence, room.text);
    }
    for (auto& p : i.protection) {
        cut_place(p, room);
        cut(p.why, 256);
    }
    for (auto& n : i.not_inspected) {
        cut_place(n, room);
        cut(n.detail, room.text);
    }
    for (auto& e : i.entities) {
        if (!is_part(e.part)) e.part.clear();
        cut(e.path, room);
        cut(e.media_type, 256);
        cut(e.detected_type, 256);
        cut(e.filename, room.text);
    }
    for (auto& a : i.addresses) {
        cut(a.field, 64);
        cut(a.display, room.text);
        cut(a.address, room.text);
    }
    if (i.inaccessible.size() > Limits::inaccessible) i.inaccessible.resize(Limits::inaccessible);
    for (auto& d : i.inaccessible) {
        cut_place(d, room);
        cut(d.lacks, 256);
    }
    if (i.said.greeted.size() > Said::most_greeted) i.said.greeted.resize(Said::most_greeted);
    for (auto& g : i.said.greeted) {
        cut(g.forename, Said::most_name);
        cut(g.surname, Said::most_name);
    }
    for (auto& o : i.passed_on.originals) {
        if (!is_part(o.part)) o.part.clear();
        cut(o.from, room.text);
        cut(o.from_name, room.text);
        cut(o.message_id, room.text);
        for (auto& to : o.to) cut(to, room.text);
    }
    for (auto& l : i.links) {
        cut_place(l, room);
        for (auto* text : {&l.scheme, &l.file}) cut(*text, 64);
        for (auto* host : {&l.host, &l.shown, &l.leads_to}) cut(*host, 256);
    }
    for (auto& r : i.authentication) {
        for (auto* text : {&r.method, &r.result}) cut(*text, 64);
        for (auto* text : {&r.server, &r.domain}) cut(*text, 256);
    }
    cut(i.message_id, Limits::text);
    cut(i.subject, 200);
    cut(i.answer.reason, AskReplyLimits::reason);
}

// Malware first, then by confidence: what is left out is what would have weighed least.
void put_weightiest_first(std::vector<Finding>& findings) {
    std::stable_sort(findings.begin(), findings.end(), [](const Finding& a, const Finding& b) {
        auto weight = [](const Finding& f) {
            return (f.kind == FindingKind::malware ? 10 : 0) + static_cast<int>(f.confidence);
        };
        return weight(a) > weight(b);
    });
}

template <class T>
std::string shorten(std::vector<T>& list, std::size_t most, const char* what) {
    if (list.size() <= most) return "";
    list.resize(most);
    return std::string("more than ") + std::to_string(most) + " " + what;
}

void cut_lists(Inspection& i, const Room& room) {
    std::vector<std::string> lost;
    auto note = [&lost](std::string what) {
        if (!what.empty()) lost.push_back(std::move(what));
    };
    if (i.findings.size() > room.findings) put_weightiest_first(i.findings);
    note(shorten(i.findings, room.findings, "findings"));
    note(shorten(i.protection, room.protections, "protected places"));
    note(shorten(i.entities, room.entities, "entities"));
    note(shorten(i.addresses, room.addresses, "addresses"));
    note(shorten(i.links, room.links, "links"));
    note(shorten(i.authentication, Limits::authentication, "results of authentication"));
    if (i.not_inspected.size() + (lost.empty() ? 0 : 1) > room.not_inspected) {
        note("more than " + std::to_string(room.not_inspected) + " places not inspected");
        i.not_inspected.resize(room.not_inspected - 1);
    }
    if (!lost.empty()) i.not_inspected.push_back(whole_message(NotInspectedReason::limit, join(lost, "; ")));
}

void halve(Room& room) {
    for (std::size_t* most : {&room.text, &room.path, &room.findings, &room.protections, &room.not_inspected,
                              &room.entities, &room.addresses, &room.links})
        *most = std::max<std::size_t>(*most / 2, 2);
}

// What the answer would weigh, cut to `room`: enough to choose the room before the dear work of cutting.
std::size_t octets_within(const Inspection& i, const Room& room) {
    auto text = [&room](const std::string& s) { return std::min(s.size(), room.text) + 4; };
    auto path = [&](const std::vector<std::string>& names) {
        std::size_t sum = 4;
        for (std::size_t n = 0; n < names.size() && n < room.path; ++n) sum += text(names[n]);
        return sum;
    };
    std::size_t sum = 0;
    auto first = [&sum](const auto& list, std::size_t most, auto&& weigh) {
        for (std::size_t n = 0; n < list.size() && n < most; ++n) sum += weigh(list[n]);
    };
    first(i.findings, room.findings,
          [&](const Finding& f) { return path(f.path) + text(f.location) + text(f.sample) + text(f.evidence) + 64; });
    first(i.protection, room.protections, [&](const Protection& p) { return path(p.path) + text(p.location) + 64; });
    first(i.not_inspected, room.not_inspected,  // twice: each has its finding
          [&](const NotInspected& n) { return 2 * (path(n.path) + text(n.location) + text(n.detail) + 64); });
    first(i.entities, room.entities, [&](const Entity& e) { return path(e.path) + text(e.filename) + 200; });
    first(i.links, room.links, [&](const Link& l) { return path(l.path) + text(l.location) + 400; });
    first(i.addresses, room.addresses, [&](const HeaderAddress& a) { return text(a.display) + text(a.address) + 32; });
    return sum;
}

bool is_coverage(const Finding& f) { return f.kind == FindingKind::not_inspected; }

// ---- the check
// -------------------------------------------------------------------------------------------------------

// What printable() gives comes through it unchanged; anything else is not from keep_within_limits().
bool is_clean(const std::string& s, std::size_t most = Limits::text) {
    return s.size() <= most && (s.empty() || printable(s, most) == s);
}
bool is_digest(const std::string& s) {
    return s.empty() || (s.size() == 64 && s.find_first_not_of("0123456789abcdef") == std::string::npos);
}
bool are_clean(const std::vector<std::string>& path) {
    return path.size() <= 64 && std::all_of(path.begin(), path.end(), [](const auto& s) { return is_clean(s); });
}
template <class T>
bool is_place(const T& v) {
    return is_clean(v.location) && are_clean(v.path) && is_part(v.part);
}

bool is_sound(const Finding& f, const Asked& asked) {
    bool named = f.recipient.empty() ||
                 (asked.recipients && std::find(asked.recipients->begin(), asked.recipients->end(), f.recipient) !=
                                          asked.recipients->end());
    return named && is_place(f) && is_clean(f.sample) && is_clean(f.detector, 128) && is_clean(f.evidence);
}
bool is_sound(const Protection& p) { return is_place(p) && is_clean(p.why, 256); }
bool is_sound(const NotInspected& n) { return is_place(n) && is_clean(n.detail); }
bool is_sound(const Entity& e) {
    return is_part(e.part) && are_clean(e.path) && is_clean(e.media_type, 256) && is_clean(e.detected_type, 256) &&
           is_clean(e.filename) && is_digest(e.sha256);
}
bool is_sound(const Inaccessible& d) { return is_place(d) && is_clean(d.lacks, 256); }
bool is_sound(const Greeted& g) {
    return is_clean(g.forename, Said::most_name) && is_clean(g.surname, Said::most_name);
}
bool is_sound(const Link& l) {
    return is_place(l) && is_clean(l.scheme, 64) && is_clean(l.file, 64) && is_clean(l.host, 256) &&
           is_clean(l.shown, 256) && is_clean(l.leads_to, 256);
}
bool is_sound(const AuthenticationResult& r) {
    return is_clean(r.server, 256) && is_clean(r.method, 64) && is_clean(r.result, 64) && is_clean(r.domain, 256);
}
bool is_sound(const HeaderAddress& a) { return is_clean(a.field, 64) && is_clean(a.display) && is_clean(a.address); }

bool is_sound(const Original& o) {
    return is_part(o.part) && is_clean(o.from) && is_clean(o.from_name) && o.to.size() <= PassedOn::most_people &&
           std::all_of(o.to.begin(), o.to.end(), [](const auto& to) { return is_clean(to); });
}

template <class T>
bool all_sound(const std::vector<T>& list, std::size_t most) {
    return list.size() <= most && std::all_of(list.begin(), list.end(), [](const T& v) { return is_sound(v); });
}

}  // namespace

NotInspected whole_message(NotInspectedReason reason, std::string detail) {
    NotInspected n;
    n.location = "whole message";
    n.reason = reason;
    n.detail = std::move(detail);
    return n;
}

void keep_within_limits(Inspection& inspection) {
    std::erase_if(inspection.findings, is_coverage);
    Room room;
    while (octets_within(inspection, room) > most_answer_octets) halve(room);  // counts only: nothing is cut twice
    for (;; halve(room)) {
        cut_lists(inspection, room);
        cut_texts(inspection, room);
        add_coverage_findings(inspection);
        if (wire::encode(inspection).size() <= most_answer_octets) return;
        std::erase_if(inspection.findings, is_coverage);
    }
}

Status check_answer(const Inspection& a, const Asked& asked) {
    auto broken = [](const char* what) { return fail(FailureKind::malformed, "answer of a worker", what); };
    if (a.octets != asked.octets) return broken("it speaks of another message");
    if (a.findings.size() > Limits::findings ||
        !std::all_of(a.findings.begin(), a.findings.end(), [&](const Finding& f) { return is_sound(f, asked); }))
        return broken("a finding is unsound");
    if (!all_sound(a.protection, Limits::protections)) return broken("a protection is unsound");
    if (!all_sound(a.not_inspected, Limits::not_inspected)) return broken("a place not inspected is unsound");
    if (!all_sound(a.entities, Limits::entities)) return broken("an entity is unsound");
    if (!all_sound(a.addresses, Limits::addresses)) return broken("an address is unsound");
    const auto& codes = a.answer.codes;
    if (codes.size() > AskReplyLimits::codes || !std::all_of(codes.begin(), codes.end(), is_answer_code) ||
        !is_clean(a.answer.reason, AskReplyLimits::reason))
        return broken("an answer to a question is unsound");
    if (!all_sound(a.said.greeted, Said::most_greeted)) return broken("a greeting is unsound");
    if (!all_sound(a.passed_on.originals, PassedOn::most_originals)) return broken("an original is unsound");
    if (!all_sound(a.inaccessible, Limits::inaccessible)) return broken("a document's lack is unsound");
    if (!all_sound(a.links, Limits::links)) return broken("a link is unsound");
    if (!all_sound(a.authentication, Limits::authentication)) return broken("a result of authentication is unsound");
    if (!is_clean(a.message_id) || !is_clean(a.subject) || !is_digest(a.sha256))
        return broken("a text of it is unsound");
    return Done{};
}

}  // namespace beadle::inspect

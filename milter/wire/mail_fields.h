// mail_fields.h — how the values of mail/ travel. The bounds are those of InspectionLimits.
#pragma once

#include "base/codec.h"
#include "mail/banner.h"
#include "mail/correspondence.h"
#include "mail/decision.h"
#include "mail/envelope.h"
#include "mail/inspection.h"

namespace beadle {

constexpr std::size_t wire_text = InspectionLimits::text;

template <class A>
void describe(A& a, Client& v) {
    a(wire::bounded(v.name, 4096), wire::bounded(v.address, 256), wire::bounded(v.helo, 4096));
}
template <class A>
void describe(A& a, Envelope& v) {
    a(v.session, v.queue_id, v.mta, v.host, v.listener, v.listener_kind, v.client, v.authenticated, v.tls_version,
      v.sender, v.sender_parameters, v.recipients, v.recipient_parameters, v.next_hops, v.smtputf8, v.received_at);
}
template <class A>
void describe(A& a, Finding& v) {
    a(v.kind, wire::bounded(v.location, wire_text), wire::bounded(v.path, 64), wire::bounded(v.part, 256), v.confidence,
      v.count, wire::bounded(v.sample, wire_text), wire::bounded(v.detector, 128), wire::bounded(v.evidence, wire_text),
      wire::bounded(v.recipient, 4096));
}
template <class A>
void describe(A& a, Protection& v) {
    a(wire::bounded(v.location, wire_text), wire::bounded(v.path, 64), wire::bounded(v.part, 256), v.method, v.grade,
      v.protects, wire::bounded(v.why, 256));
}
template <class A>
void describe(A& a, NotInspected& v) {
    a(wire::bounded(v.location, wire_text), wire::bounded(v.path, 64), wire::bounded(v.part, 256), v.reason,
      wire::bounded(v.detail, wire_text));
}
template <class A>
void describe(A& a, Entity& v) {
    a(wire::bounded(v.part, 256), wire::bounded(v.path, 64), wire::bounded(v.media_type, 256),
      wire::bounded(v.detected_type, 256), wire::bounded(v.filename, wire_text), v.octets, wire::bounded(v.sha256, 64));
}
template <class A>
void describe(A& a, HeaderAddress& v) {
    a(wire::bounded(v.field, 64), wire::bounded(v.display, wire_text), wire::bounded(v.address, wire_text));
}
template <class A>
void describe(A& a, Marks& v) {
    a(v.automatic, v.bulk, v.resent, v.forwarded_by_hand, v.forwarded_by_rule, v.reply);
}
template <class A>
void describe(A& a, AskReply& v) {
    using L = AskReplyLimits;
    a(wire::bounded(v.codes, L::codes), v.word, wire::bounded(v.reason, L::reason));
}
template <class A>
void describe(A& a, Greeted& v) {
    a(wire::bounded(v.forename, Said::most_name), wire::bounded(v.surname, Said::most_name));
}
template <class A>
void describe(A& a, Said& v) {
    a(wire::bounded(v.greeted, Said::most_greeted), v.password);
}
template <class A>
void describe(A& a, Original& v) {
    a(v.form, v.called_forward, wire::bounded(v.part, 256), wire::bounded(v.from, wire_text),
      wire::bounded(v.from_name, wire_text), wire::bounded(v.to, PassedOn::most_people),
      wire::bounded(v.message_id, wire_text));
}
template <class A>
void describe(A& a, PassedOn& v) {
    a(v.forward_subject, v.reply_subject, v.by_hand_field, v.council_business, v.private_subject,
      wire::bounded(v.originals, PassedOn::most_originals));
}
template <class A>
void describe(A& a, Link& v) {
    a(wire::bounded(v.scheme, 64), wire::bounded(v.host, 256), wire::bounded(v.shown, 256),
      wire::bounded(v.leads_to, 256), wire::bounded(v.file, 64), v.credentials, v.odd_number,
      wire::bounded(v.location, wire_text), wire::bounded(v.path, 64), wire::bounded(v.part, 256));
}
template <class A>
void describe(A& a, AuthenticationResult& v) {
    a(wire::bounded(v.server, 256), wire::bounded(v.method, 64), wire::bounded(v.result, 64),
      wire::bounded(v.domain, 256), v.field, v.below_received);
}
template <class A>
void describe(A& a, Inaccessible& v) {
    a(wire::bounded(v.location, wire_text), wire::bounded(v.path, 64), wire::bounded(v.part, 256), wire::bounded(v.lacks, 256));
}
template <class A>
void describe(A& a, Inspection& v) {
    using L = InspectionLimits;
    a(wire::bounded(v.findings, L::findings), wire::bounded(v.protection, L::protections),
      wire::bounded(v.not_inspected, L::not_inspected), wire::bounded(v.entities, L::entities),
      wire::bounded(v.addresses, L::addresses), v.marks, v.passed_on, v.said, v.answer,
      wire::bounded(v.links, L::links), wire::bounded(v.authentication, L::authentication), wire::bounded(v.inaccessible, L::inaccessible),
      wire::bounded(v.message_id, wire_text), wire::bounded(v.subject, wire_text), wire::bounded(v.sha256, 64),
      v.octets, v.elapsed_us);
}
template <class A>
void describe(A& a, BodyEdit& v) {
    a(v.offset, v.removed, wire::bounded(v.insert, BannerLimits::insert));
}
template <class A>
void describe(A& a, BannerPlan& v) {
    using L = BannerLimits;
    a(wire::bounded(v.edits, L::edits), v.borne, wire::bounded(v.thread, L::thread));
}
template <class A>
void describe(A& a, RuleHit& v) {
    a(v.id, v.clause, v.purpose, v.advice, v.action, v.watched, v.excepted_by, v.tell, v.add, v.alert, v.incident,
      v.incident_when_released, v.retain, v.journal, v.release_needs, v.findings);
}
template <class A>
void describe(A& a, RecipientDecision& v) {
    a(v.address, v.direction, v.action, v.hits);
}
template <class A>
void describe(A& a, Decision& v) {
    a(v.hits, v.recipients, v.policy, v.policy_version, v.generation);
}

template <class A>
void describe(A& a, Pair& v) {
    a(wire::bounded(v.inside, 4096), wire::bounded(v.outside, 4096));
}
template <class A>
void describe(A& a, PairMemory& v) {
    a(v.sent, v.received, v.locked_day, v.alike);
}
template <class A>
void describe(A& a, PairSeen& v) {
    a(v.pair, v.sent, v.locked);
}

}  // namespace beadle

#include "cli/judge.h"

#include <algorithm>

#include "base/clock.h"
#include "base/text.h"
#include "cli/value.h"
#include "mail/json.h"
#include "people/asking.h"
#include "people/people.h"
#include "verdict/reply_table.h"
#include "verdict/tell.h"

namespace beadle::cli {
namespace {

constexpr const char* nobody_outside = "recipient@outside.invalid";

bool is_ours(const std::string& address, const Council& council) {
    const std::string domain = parse_address(address).domain;
    const auto& own = council.policy.domains;
    return !domain.empty() && std::find(own.begin(), own.end(), domain) != own.end();
}

void add_once(std::vector<std::string>& list, const std::string& address) {
    const std::string folded = parse_address(address).folded();
    const bool there =
        std::any_of(list.begin(), list.end(), [&](const auto& a) { return parse_address(a).folded() == folded; });
    if (!address.empty() && !there) list.push_back(address);
}

std::vector<std::string> recipients_of(const Inspection& inspection) {
    std::vector<std::string> out;
    for (const auto& a : inspection.addresses)
        if (a.field == "to" || a.field == "cc" || a.field == "bcc") add_once(out, a.address);
    return out;
}

std::string author_of(const Inspection& inspection) {
    for (const auto& a : inspection.addresses)
        if (a.field == "from") return a.address;
    return "";
}

std::string our_postmaster(const Council& council) {
    const Member* clerk = council.directory.clerk();
    if (clerk != nullptr) return clerk->mailbox;
    return "postmaster@" + (council.policy.domains.empty() ? std::string("invalid") : council.policy.domains.front());
}

// The rule whose words the reply bears: the first that was carried out with this action.
const RuleHit* acting(const Decision& decision, Action action) {
    for (const auto& hit : decision.hits)
        if (hit.action == action && !hit.watched && hit.excepted_by.empty()) return &hit;
    return nullptr;
}

// A rejection is said only when all recipients are rejected; a deferral holds for the whole message.
std::optional<TrialReply> reply_of(const Decision& decision, const std::string& council) {
    const auto all = [&](Action a) {
        return !decision.recipients.empty() && std::all_of(decision.recipients.begin(), decision.recipients.end(),
                                                           [a](const auto& r) { return r.action == a; });
    };
    const Action action = decision.strongest() == Action::defer ? Action::defer : Action::reject;
    const RuleHit* hit = acting(decision, action);
    if (hit == nullptr || (action == Action::reject && !all(Action::reject))) return std::nullopt;
    const auto reply = action == Action::defer ? verdict::deferral(council, hit->clause, hit->id, "none")
                                               : verdict::refusal(council, hit->clause, hit->id, hit->advice, "none");
    const std::string line = reply.line(), front = reply.code + " " + reply.enhanced + " ";
    return TrialReply{reply.code, reply.enhanced, line.starts_with(front) ? line.substr(front.size()) : line};
}

// As beadle-session would put it; the codes are made only when a question is asked in earnest.
std::optional<TrialQuestion> question_of(const Facts& facts, const Decision& decision, const Council& council) {
    TrialQuestion out;
    for (const auto& r : decision.recipients)
        if (r.action == Action::ask) out.recipients.push_back(r.address);
    const Member* member = council.directory.by_council_address(parse_address(facts.envelope.sender));
    if (out.recipients.empty() || member == nullptr) return std::nullopt;
    const bool by_reply = facts.asking == Asking::by_reply;
    const verdict::PlanInput input{.envelope = facts.envelope,
                                   .origin = facts.origin,
                                   .inspection = facts.inspection,
                                   .decision = decision,
                                   .council = council.policy.council,
                                   .clerk_address = council.settings.mail_clerk,
                                   .sender_known = true,
                                   .sender_name = member->name,
                                   .content_hash = "",
                                   .own_fields = {},
                                   .ask = {member->mailbox, by_reply, council.settings.console_public_address,
                                           council.settings.mail_answer_hours}};
    wire::HeldPart part;
    part.recipients = out.recipients;
    const auto question = verdict::question_of(input, part);
    out.answers = {"send", "stop"};
    if (question.separate) out.answers.insert(out.answers.begin(), "separate");
    if (by_reply) out.ways.push_back("reply");
    if (question.by_link) out.ways.push_back("link");
    auto said = verdict::question_words(input, out.recipients);
    for (std::string* words : {&said.subject, &said.text})
        for (const auto& [mark, shown] :
             {std::pair(wire::Notice::reference_mark, "REFERENCE"), std::pair(wire::Notice::code_mark, "CODE"),
              std::pair(wire::Notice::link_mark, "CODE")})
            *words = replace_all(*words, mark, shown);
    out.subject = std::move(said.subject);
    out.text = std::move(said.text);
    return out;
}

}  // namespace

Assumed assume(const Arguments& arguments, const Council& council, const Inspection& inspection) {
    Assumed out;
    Envelope& e = out.envelope;
    e.session = "inspect";
    e.sender = parse_address(arguments.from ? *arguments.from : author_of(inspection)).text;
    e.recipients = arguments.to.empty() ? recipients_of(inspection) : arguments.to;
    const bool inside = arguments.direction ? *arguments.direction != Direction::inbound : is_ours(e.sender, council);
    out.origin = inside ? Origin::inside : Origin::outside;
    if (e.recipients.empty()) {
        const bool leaves = arguments.direction ? *arguments.direction == Direction::outbound : inside;
        e.recipients.push_back(leaves ? nobody_outside : our_postmaster(council));
        out.note = "no recipient in To or Cc: judged as if it went to " + printable(e.recipients.front());
    }
    e.recipient_parameters.resize(e.recipients.size());
    for (const auto& to : e.recipients)
        e.next_hops.push_back(parse_address(to).domain);  // as if it went there straight
    e.received_at = system_clock().wall();
    // What a submission by a member looks like; otherwise what the rest of the world looks like.
    e.listener_kind = inside ? ListenerKind::submission : ListenerKind::mx;
    if (inside) e.authenticated = e.sender;
    e.tls_version = "TLSv1.3";
    return out;
}

Seen see(const std::string& file, const Arguments& arguments, const Council& council, Inspector& inspector) {
    Seen out;
    out.file = file;
    const auto octets = read_octets(file, largest_message);
    if (!octets) {
        out.error = octets.failure().what;
        out.exit_code = 2;
        return out;
    }
    auto answer = inspector.inspect(assume(arguments, council, {}).envelope, *octets);
    if (answer && answer->outcome != wire::InspectOutcome::too_late &&
        answer->outcome != wire::InspectOutcome::refused) {
        out.inspection = std::move(answer->inspection);
        return out;
    }
    out.error = answer ? "no worker was free in time" : answer.failure().what;
    out.exit_code = !answer && answer.failure().kind == FailureKind::misconfigured ? 3 : 4;
    return out;
}

Judged judge(Seen seen, const Arguments& arguments, const Council& council) {
    Judged out;
    out.file = std::move(seen.file);
    out.error = std::move(seen.error);
    out.exit_code = seen.exit_code;
    if (!out.error.empty()) return out;
    const auto assumed = seen.envelope ? Assumed{*seen.envelope, seen.origin, ""} : assume(arguments, council, seen.inspection);
    out.note = assumed.note;
    out.facts = people::facts_of(assumed.envelope, assumed.origin, seen.inspection, council.directory,
                                 council.policy.domains, assumed.envelope.received_at,
                                 council.settings.session_networks, council.settings.session_authentication_servers);
    out.facts.asking =
        people::asking_of(out.facts, council.directory, people::ways_to_ask(council.settings, council.policy.domains));
    out.decision = policy::decide(council.policy, out.facts);
    out.question = question_of(out.facts, out.decision, council);
    out.reply = reply_of(out.decision, council.policy.council);
    out.council = council.policy.council;
    out.title = council.policy.title;
    out.version = council.policy.version;
    const bool found = !out.facts.inspection.findings.empty() || out.decision.strongest() != Action::accept;
    out.exit_code = found ? 1 : 0;
    return out;
}

std::string judged_as_json(const Judged& j) {
    if (!j.error.empty())
        return json_object({{"version", "1"}, {"file", json_text(j.file)}, {"error", json_text(j.error)}});
    const auto q = [](std::string_view s) { return json_text(s); };
    std::vector<std::string> rules, recipients;
    for (const auto& hit : j.decision.hits) rules.push_back(to_json(hit));
    for (const auto& r : j.decision.recipients) {
        std::vector<std::string> ids;
        for (const auto index : r.hits) {
            if (index >= j.decision.hits.size()) continue;
            const auto& hit = j.decision.hits[index];
            if (!hit.watched && hit.excepted_by.empty()) ids.push_back(hit.id);
        }
        recipients.push_back(json_object({{"address", q(r.address)},
                                          {"direction", q(name(r.direction))},
                                          {"verdict", q(name(r.action))},
                                          {"rules", json_texts(ids)}}));
    }
    std::string reply = "null";
    if (j.reply)
        reply = json_object({{"code", j.reply->code}, {"enhanced", q(j.reply->enhanced)}, {"text", q(j.reply->text)}});
    std::string question = "null";
    if (j.question)
        question = json_object({{"recipients", json_texts(j.question->recipients)},
                                {"answers", json_texts(j.question->answers)},
                                {"ways", json_texts(j.question->ways)},
                                {"subject", q(j.question->subject)},
                                {"text", q(j.question->text)}});
    const std::string head = json_object(
        {{"version", "1"},
         {"file", q(j.file)},
         {"origin", q(name(j.facts.origin))},
         {"direction", q(name(j.decision.widest()))},
         {"verdict", q(name(j.decision.strongest()))},
         {"reply", reply},
         {"question", question},
         {"policy", json_object({{"council", q(j.council)}, {"title", q(j.title)}, {"version", q(j.version)}})},
         {"sender", q(j.facts.envelope.sender)},
         {"recipients", json_list(recipients)},
         {"rules", json_list(rules)},
         {"note", j.note.empty() ? "null" : q(j.note)},
         {"correspondence", q("not known")}});
    return head.substr(0, head.size() - 1) + "," + to_json(j.facts.inspection).substr(1);
}

}  // namespace beadle::cli

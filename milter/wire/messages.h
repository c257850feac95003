// messages.h — everything Beadle's processes say to each other. FORMAT.md tells who may say what.
//
// Each socketpair end handed out by beadled is a role; a frame of a type that the role may not send ends the connection.
// Requests bear an id, replies repeat it. A struct here is the body of the frame of the type of its `type` constant.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "mail/decision.h"
#include "mail/envelope.h"
#include "mail/inspection.h"
#include "base/codec.h"
#include "wire/frame.h"
#include "wire/mail_fields.h"

namespace beadle::wire {

// What the peer at the other end of a handed-out socket is.
enum class Role : std::uint8_t { control, inspect, record, session, mail, admin, console };
constexpr Role last_of(Role) { return Role::console; }

// ---- control: beadled <-> its children -------------------------------------------------------------------------

// beadled -> child, with one descriptor: the sealed bundle (settings/bundle.h). The child reads and checks it, keeps it
// beside the running one and answers Prepared. The first one of a child's life is switched to at once when it is good.
struct Configure {
    static constexpr std::uint16_t type = 1;
    std::uint32_t generation = 0;
};
struct Prepared {
    static constexpr std::uint16_t type = 2;
    std::uint32_t generation = 0;
    bool good = false;
    std::string diagnostics;  // text for the operator when not good; warnings when good
};
struct Switch {
    static constexpr std::uint16_t type = 3;
    std::uint32_t generation = 0;
};
// beadled -> child, with one descriptor: a new end to a peer of that role. For Role::inspect the generation says which one
// the peer serves; an older end of the same role and generation is replaced.
struct Peer {
    static constexpr std::uint16_t type = 4;
    Role role = Role::control;
    std::uint32_t generation = 0;
};
// beadled -> session, with one descriptor: the listening milter socket.
struct Listen {
    static constexpr std::uint16_t type = 5;
};
// beadled -> child: finish what is under way, take nothing new, then exit; after deadline_ms exit anyway.
struct Drain {
    static constexpr std::uint16_t type = 6;
    std::int64_t deadline_ms = 0;
};
// child -> beadled: (inspect, record, mail, session) all that was asked for is there and served.
struct Serving {
    static constexpr std::uint16_t type = 7;
};
// session -> beadled: no message is judged by that generation any more; its inspector may go.
struct Released {
    static constexpr std::uint16_t type = 10;
    std::uint32_t generation = 0;
};
// session, mail -> beadled: the end to that peer closed though nobody was restarted; a new one, please. Of an inspector with
// its generation. Where the peer itself is gone nothing follows: its successor is introduced anyway.
struct NeedPeer {
    static constexpr std::uint16_t type = 11;
    Role role = Role::record;
    std::uint32_t generation = 0;
};
struct StatusRequest {
    static constexpr std::uint16_t type = 8;
};
struct StatusAnswer {
    static constexpr std::uint16_t type = 9;
    std::string json;  // one object
};
// admin -> beadled
struct Reload {
    static constexpr std::uint16_t type = 20;
    bool restart = false;  // also replace every process (after an upgrade of the programs)
};
struct Reloaded {
    static constexpr std::uint16_t type = 21;
    bool good = false;
    std::uint32_t generation = 0;
    std::string diagnostics;
};

// ---- inspection: session or cli -> beadle-inspect -> worker ------------------------------------------------------

// Message octets: inline in `octets`, or, when that is empty, one descriptor: a sealed read-only memory file, or a spool
// file opened read-only whose only writer has finished.
struct Inspect {
    static constexpr std::uint16_t type = 40;
    static constexpr std::size_t inline_most = 64u << 10;
    Envelope envelope;
    std::int64_t deadline_ms = 0;  // steady time by which an answer is of use; 0 = the inspector's own limit
    std::string octets;
    std::string banner{};  // its wording; "" = none is wanted
};
enum class InspectOutcome : std::uint8_t {
    inspected,  // the worker answered
    gave_up,    // two workers died or hung; inspection holds the coverage entry (reason crash)
    too_late,   // the deadline passed before a worker was free
    refused,    // the inspector is draining
};
constexpr InspectOutcome last_of(InspectOutcome) { return InspectOutcome::refused; }
struct Inspected {
    static constexpr std::uint16_t type = 41;
    InspectOutcome outcome = InspectOutcome::gave_up;
    Inspection inspection;
    std::int64_t waited_ms = 0;  // in the queue
    std::uint32_t tries = 1;
    BannerPlan banner{};
};
struct WorkerReady {
    static constexpr std::uint16_t type = 42;
    bool good = false;
    std::string problem;  // which canary failed
};

// ---- records: session -> beadle-record ---------------------------------------------------------------------------

// A mail to a member or the clerk, in words already; composed and sent by beadle-mail when its record is settled.
// The case reference is not known yet when the words are made: where subject, text and html have `reference_mark`,
// beadle-record puts the reference of held[held_part], or the number of the event when nothing is held.
// Of a question to the sender, where they have `code_mark` and `link_mark`, it puts the codes when beadle-mail takes it, so
// that neither is ever in the store.
struct Notice {
    static constexpr const char* reference_mark = "@REFERENCE@";
    static constexpr const char* code_mark = "@ANSWERCODE@";
    static constexpr const char* link_mark = "@ANSWERLINK@";
    std::string key;  // one notice per key, whatever is retried; that of a void record counts as never made
    std::string to;
    std::string kind;  // "held" "refused" "flagged" "clerk-alert" "ask" "ask-expired" "answer-…"
    std::string subject;
    std::string text;
    std::string html;
    std::uint32_t held_part = 0;  // index into RecordVerdict::held
    bool dormant = false;         // sent only when the question about held[held_part] expires
    std::string code{};           // on the way to beadle-mail: what an answer to it is known by; "" = it is no question
};

// Why a copy is kept back.
// journal: these get it, and a copy is kept.
enum class HeldReason : std::uint8_t { quarantine, refused, ask, journal };
constexpr HeldReason last_of(HeldReason) { return HeldReason::journal; }

// What the sender is asked about a kept copy (decision 0012).
struct Question {
    std::string person;           // folded mailbox of the member who is asked; "" = nobody is
    bool separate = false;        // "as separate copies" is one of the answers
    bool by_link = false;         // a link may answer it without a log-in
    std::int64_t life_ms = 0;     // for answering, from when the MTA took the notice
    std::vector<std::string> seen;  // what was seen, in words and masked
};

// One kept copy: these recipients do not get it now (of reason journal: they do).
struct HeldPart {
    HeldReason reason = HeldReason::quarantine;
    std::vector<std::string> recipients;
    std::uint32_t release_needs = 1;
    bool sender_not_told = false;  // a partial refusal of an outside sender
    Question question{};           // of reason ask
    std::string retain{};          // retention class; "" = the usual one
};

// The message is an answer to a question: it came to the address for answers and goes no further.
struct Answering {
    bool given = false;
    std::string person;  // folded mailbox of the member whom the connection proves; "" = nobody, and it does not count
    std::vector<std::string> codes;
    AnswerWord word = AnswerWord::unclear;
    std::string reason;
    std::vector<Notice> told;  // one for each AnswerOutcome, kind "answer-" + name; the records send one of them
};

// Durable when Recorded arrives: the event, and with `held` not empty the message (one descriptor: the octets as the MTA
// showed them: header fields, empty line, body; CRLF as received).
struct RecordVerdict {
    static constexpr std::uint16_t type = 60;
    Envelope envelope;
    Origin origin = Origin::outside;
    Inspection inspection;
    Decision decision;
    std::string outcome;      // accepted | flagged | rejected | quarantined | split | deferred
    std::string reply;        // "550 5.7.1 …" or "" = the MTA's own
    std::string cause;        // of a deferral; "" otherwise
    std::string trace;        // the Received field that the MTA hides from filters, rebuilt; without line end
    std::string content_hash; // mail/content_hash.h over the message as shown
    std::vector<HeldPart> held;
    std::vector<Notice> notices;
    std::int64_t elapsed_ms = 0;
    Answering answering{};
    bool cut = false;  // samples, evidence or the ends of lists were left out, or it would not have fitted a frame
    std::vector<PairSeen> pairs;  // who wrote to whom, to be remembered as hashes
    std::string reported_by{};    // folded mailbox of the member whose report of other mail this is; "" = it is none
};
struct Recorded {
    static constexpr std::uint16_t type = 61;
    bool good = false;
    std::string problem;
    std::uint64_t event = 0;
    std::vector<std::string> held;  // case references, one for each HeldPart, e.g. "7k2m-9xdq"
};
// What became of the reply; posted, not answered. heard: a further packet was read on the milter connection. void: 4xx or 5xx after the commit.
enum class Amendment : std::uint8_t { heard, made_void };
constexpr Amendment last_of(Amendment) { return Amendment::made_void; }
struct Amend {
    static constexpr std::uint16_t type = 62;
    std::uint64_t event = 0;
    Amendment what = Amendment::heard;
    std::string cause;
};
// A message at a release listener that bears a stamp.
struct CheckStamp {
    static constexpr std::uint16_t type = 64;
    std::string token;
    std::string sender;
    std::vector<std::string> recipients;
    std::string content_hash;
    std::string queue_id;
};
struct StampAnswer {
    static constexpr std::uint16_t type = 65;
    bool good = false;
    std::string problem;
    bool unavailable = false;  // not good, but only because the records could not look now: 451, not 550
};

// What earlier mail between these is remembered; asked once a message, before it is judged.
struct Recall {
    static constexpr std::uint16_t type = 66;
    std::vector<Pair> pairs;
};
struct Recalled {
    static constexpr std::uint16_t type = 67;
    bool good = false;
    std::string problem;
    std::vector<PairMemory> known;  // as many as were asked for
};

// ---- records: beadle-mail -> beadle-record -----------------------------------------------------------------------

struct TakeWork {
    static constexpr std::uint16_t type = 80;
    std::int64_t wait_ms = 0;  // answer at the latest then
};
enum class WorkKind : std::uint8_t { none, release, notice };
constexpr WorkKind last_of(WorkKind) { return WorkKind::notice; }
// release: with one descriptor, the octets to send (trace, header fields, body). notice: the notice, and with a descriptor a
// message that goes along as an attachment.
struct Work {
    static constexpr std::uint16_t type = 81;
    WorkKind kind = WorkKind::none;
    std::uint64_t id = 0;
    Origin origin = Origin::outside;  // inside: to [mail] submit, else submit_unsigned
    std::string stamp;                // the value of the X-Beadle-Stamp field to put on top
    std::string sender;               // envelope sender to use
    std::vector<std::string> recipients;
    bool eight_bit = false;
    bool smtputf8 = false;
    Notice notice;
    std::vector<std::string> sender_parameters;  // as received; RET, ENVID, NOTIFY, ORCPT are kept where offered
    std::vector<std::vector<std::string>> recipient_parameters;  // as many as recipients, or none
};
struct RecipientReply {
    std::string recipient;
    std::uint32_t code = 0;  // SMTP reply code; 0 = none was read
    std::string text;
};
// How the sending ended. reply_code 0 = no reply was read after the final dot: it may have arrived.
struct SettleWork {
    static constexpr std::uint16_t type = 82;
    std::uint64_t id = 0;
    std::uint32_t reply_code = 0;
    std::string reply_text;
    bool reached_data_end = false;  // the final dot was written
    std::vector<RecipientReply> recipients;
    std::string stamp;  // under which it was sent: of several tries it says which this was; "" = none was put on it
};
struct Settled {
    static constexpr std::uint16_t type = 83;
    bool good = false;
    bool unavailable = false;  // not good, but only because it could not be written now: tell it again
};
// Before a notice is sent: asks for a stamp bound to what was composed.
struct StampNotice {
    static constexpr std::uint16_t type = 84;
    std::uint64_t id = 0;
    std::string content_hash;
    std::string sender;
    std::vector<std::string> recipients;
};
struct NoticeStamp {
    static constexpr std::uint16_t type = 85;
    std::string token;
};

// The dialogue for that work goes on: nobody else is to be given it. Posted every renew_every, not answered.
struct RenewWork {
    static constexpr std::uint16_t type = 86;
    static constexpr std::int64_t renew_every = 20'000;
    std::uint64_t id = 0;
};

// ---- console: beadle-console -> beadle-record -------------------------------------------------------------------

// A question by the code of its link. Not good: there is none, it was answered or it is too late, all of which look alike.
struct ShowQuestion {
    static constexpr std::uint16_t type = 90;
    std::string code;
};
struct QuestionShown {
    static constexpr std::uint16_t type = 91;
    bool good = false;
    bool separate = false;
    std::string subject, reference;
    std::vector<std::string> recipients, seen;
};
struct GiveAnswer {
    static constexpr std::uint16_t type = 92;
    std::string code;
    AnswerWord word = AnswerWord::unclear;
    std::string reason;
};
struct AnswerTaken {
    static constexpr std::uint16_t type = 93;
    AnswerOutcome outcome = AnswerOutcome::unknown;
    bool unavailable = false;  // nothing was changed, for the records cannot be written now
};

// ---- admin: beadle -> beadle-record ------------------------------------------------------------------------------

// verb: "quarantine.list" "quarantine.show" "quarantine.release" "quarantine.discard" "events.search" "events.verify"
// "status". The person is the Unix account of the peer's credentials. FORMATS.md has the arguments and answers.
struct Ask {
    static constexpr std::uint16_t type = 100;
    std::string verb;
    std::string arguments;  // a JSON object
};
struct Answer {
    static constexpr std::uint16_t type = 101;
    std::uint32_t exit_code = 0;      // of the command line: 0 done and nothing found, 1 found or refused, 2, 3, 4
    std::string problem;              // for exit codes 2 to 4, a sentence
    std::vector<std::string> lines;   // one JSON object each
    bool more = false;                // further Answer frames with the same id follow
};

// --------------------------------------------------------------------------------------------------------------------

template <class A> void describe(A& a, Configure& v) { a(v.generation); }
template <class A> void describe(A& a, Prepared& v) { a(v.generation, v.good, v.diagnostics); }
template <class A> void describe(A& a, Switch& v) { a(v.generation); }
template <class A> void describe(A& a, Peer& v) { a(v.role, v.generation); }
template <class A> void describe(A&, Listen&) {}
template <class A> void describe(A& a, Drain& v) { a(v.deadline_ms); }
template <class A> void describe(A&, Serving&) {}
template <class A> void describe(A& a, Released& v) { a(v.generation); }
template <class A> void describe(A& a, NeedPeer& v) { a(v.role, v.generation); }
template <class A> void describe(A&, StatusRequest&) {}
template <class A> void describe(A& a, StatusAnswer& v) { a(v.json); }
template <class A> void describe(A& a, Reload& v) { a(v.restart); }
template <class A> void describe(A& a, Reloaded& v) { a(v.good, v.generation, v.diagnostics); }
template <class A> void describe(A& a, Inspect& v) { a(v.envelope, v.deadline_ms, bounded(v.octets, Inspect::inline_most),
      bounded(v.banner, 4 * BannerLimits::wording)); }
template <class A> void describe(A& a, Inspected& v) { a(v.outcome, v.inspection, v.waited_ms, v.tries, v.banner); }
template <class A> void describe(A& a, WorkerReady& v) { a(v.good, bounded(v.problem, 4096)); }
template <class A> void describe(A& a, Notice& v) { 
    a(v.key, v.to, v.kind, v.subject, v.text, v.html, v.held_part, v.dormant, v.code);
}
template <class A> void describe(A& a, Question& v) { a(v.person, v.separate, v.by_link, v.life_ms, v.seen); }
template <class A> void describe(A& a, HeldPart& v) {
    a(v.reason, v.recipients, v.release_needs, v.sender_not_told, v.question, v.retain);
}
template <class A> void describe(A& a, Answering& v) {
    a(v.given, v.person, bounded(v.codes, AskReplyLimits::codes), v.word, bounded(v.reason, AskReplyLimits::reason), v.told);
}
template <class A> void describe(A& a, RecordVerdict& v) {
    a(v.envelope, v.origin, v.inspection, v.decision, v.outcome, v.reply, v.cause, v.trace, v.content_hash, v.held,
      v.notices, v.elapsed_ms, v.answering, v.cut, bounded(v.pairs, most_pairs), v.reported_by);
}
template <class A> void describe(A& a, Recorded& v) { a(v.good, v.problem, v.event, v.held); }
template <class A> void describe(A& a, Amend& v) { a(v.event, v.what, v.cause); }
template <class A> void describe(A& a, CheckStamp& v) { a(v.token, v.sender, v.recipients, v.content_hash, v.queue_id); }
template <class A> void describe(A& a, StampAnswer& v) { a(v.good, v.problem, v.unavailable); }
template <class A> void describe(A& a, Recall& v) { a(bounded(v.pairs, most_pairs)); }
template <class A> void describe(A& a, Recalled& v) { a(v.good, v.problem, bounded(v.known, most_pairs)); }
template <class A> void describe(A& a, TakeWork& v) { a(v.wait_ms); }
template <class A> void describe(A& a, Work& v) {
    a(v.kind, v.id, v.origin, v.stamp, v.sender, v.recipients, v.eight_bit, v.smtputf8, v.notice,
      v.sender_parameters, v.recipient_parameters);
}
template <class A> void describe(A& a, RecipientReply& v) { a(v.recipient, v.code, v.text); }
template <class A> void describe(A& a, SettleWork& v) {
    a(v.id, v.reply_code, v.reply_text, v.reached_data_end, v.recipients, v.stamp);
}
template <class A> void describe(A& a, Settled& v) { a(v.good, v.unavailable); }
template <class A> void describe(A& a, StampNotice& v) { a(v.id, v.content_hash, v.sender, v.recipients); }
template <class A> void describe(A& a, NoticeStamp& v) { a(v.token); }
template <class A> void describe(A& a, RenewWork& v) { a(v.id); }
template <class A> void describe(A& a, ShowQuestion& v) { a(bounded(v.code, AskReplyLimits::code)); }
template <class A> void describe(A& a, QuestionShown& v) { a(v.good, v.separate, v.subject, v.reference, v.recipients, v.seen); }
template <class A> void describe(A& a, GiveAnswer& v) {
    a(bounded(v.code, AskReplyLimits::code), v.word, bounded(v.reason, AskReplyLimits::reason));
}
template <class A> void describe(A& a, AnswerTaken& v) { a(v.outcome, v.unavailable); }
template <class A> void describe(A& a, Ask& v) { a(bounded(v.verb, 64), bounded(v.arguments, 1u << 20)); }
template <class A> void describe(A& a, Answer& v) { a(v.exit_code, v.problem, v.lines, v.more); }

template <class M>
Frame frame_of(const M& message, std::uint32_t id = 0) {
    Frame f;
    f.type = M::type;
    f.id = id;
    f.body = encode(message);
    return f;
}
// The body of a frame as M; malformed when the type or the octets are not M's.
template <class M>
Result<M> message_of(const Frame& f) {
    if (f.type != M::type) return fail(FailureKind::malformed, "wire", "a frame of another type was expected");
    return decode<M>(f.body, "frame body");
}

}  // namespace beadle::wire

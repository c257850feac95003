#include "verdict/carry_out.h"

namespace beadle::verdict {
namespace {

// The first change that did not work, in words; "" = all done.
std::string change(const Plan& plan, Mta& mta, Body& body) {
    for (const auto& recipient : plan.deletions)
        if (!mta.delete_recipient(recipient)) return "a recipient could not be deleted";
    for (const auto& removal : plan.removals)
        if (!mta.remove_field(removal.name, removal.index)) return "a header field could not be removed";
    for (const auto& addition : plan.additions)
        if (!mta.add_field(addition.name, addition.body)) return "a header field could not be added";
    const auto piece = [&mta](std::string_view octets) { return mta.replace_body(octets); };
    if (!plan.edits.empty() && !body.edited(plan.edits, piece)) return "the body could not be changed";
    return "";
}

}  // namespace

Answered deferred(ReplyName name, std::string cause) {
    Answered out;
    out.reply = reply(name);
    out.outcome = "deferred";
    out.cause = std::move(cause);
    return out;
}

Answered carry_out(const Plan& plan, wire::RecordVerdict record, Mta& mta, Recorder& recorder,
                   Body& body) {
    record.outcome = plan.outcome;
    record.cause = plan.cause;
    record.held = plan.held;
    record.notices = plan.notices;
    if (plan.disposition != Disposition::defer) record.answering = plan.answering;  // else it comes again
    const bool negative = plan.disposition == Disposition::reject || plan.disposition == Disposition::defer;
    if (negative) record.reply = plan.reply.line();

    const auto recorded = recorder.record(record);
    if (!recorded) return deferred(ReplyName::no_record, recorded.failure().what);
    if (!recorded->good) return deferred(ReplyName::no_record, recorded->problem);
    if (recorded->held.size() != plan.held.size()) {
        recorder.amend(recorded->event, wire::Amendment::made_void, "not every copy was kept");
        return deferred(ReplyName::no_record, "the records kept another number of copies than asked for");
    }

    if (plan.disposition == Disposition::accept) {
        if (const auto problem = change(plan, mta, body); !problem.empty()) {
            recorder.amend(recorded->event, wire::Amendment::made_void, problem);
            auto out = deferred(ReplyName::change_failed, problem);
            out.event = recorded->event;
            return out;
        }
    }
    Answered out;
    out.disposition = plan.disposition;
    if (negative) out.reply = plan.reply;
    out.outcome = plan.outcome;
    out.cause = plan.cause;
    out.event = recorded->event;
    out.await_heard = !plan.held.empty() || plan.answering.given;
    return out;
}

}  // namespace beadle::verdict

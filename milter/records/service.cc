#include "records/service.h"

#include <algorithm>

#include "base/log.h"
#include "base/text.h"

#include "records/answers.h"
#include "records/deliveries.h"
#include "records/queries.h"
#include "records/stamps.h"

namespace beadle::records {
namespace {

constexpr std::size_t batch_most = 64;
constexpr std::size_t incoming_at_once = 4;
constexpr std::size_t readings_at_once = 4;
constexpr std::size_t lines_octets = 512u << 10;  // of one Answer frame
constexpr std::size_t queued_most = 8u << 20;     // a reader that does not read is not read for
constexpr Milliseconds leftovers_again = 60'000;

template <class... T>
struct Overloaded : T... {
    using T::operator()...;
};
template <class... T>
Overloaded(T...) -> Overloaded<T...>;

}  // namespace

void Service::gone(std::uint64_t connection) {
    waiting_.remove_if([&](const auto& w) { return w.from == connection; });
    readings_.remove_if([&](const auto& r) { return r.to == connection; });
    views_.gone(connection);
    take_back_leaving(connection);
}

bool Service::turn() {
    store_one_slice();
    commit_ready();
    remove_leftovers();
    run_due_task();
    step_readings();
    const bool looking = step_hold_texts();
    step_leaving();
    give_work();
    if (forget_due_) {
        forget_due_ = false;
        if (auto done = store_.db.forget_deleted(); !done) note_problem(done.failure());
    }
    const bool reading = std::any_of(readings_.begin(), readings_.end(),
                                     [&](const auto& r) {
        return outlet_.queued(r.to) <= queued_most && !r.job->waits(store_);
    });
    return !incoming_.empty() || !ready_.empty() || reading || looking || !leaving_.empty() || next_task_ < due_tasks().size();
}

void Service::drain() {
    draining_ = true;
    for (auto& waiting : waiting_) waiting.until = 0;
}

std::string Service::status() {
    auto line = status_line(store_);
    return line ? *line
                : std::string(R"({"version":1,"process":"beadle-record","problem":"the store cannot be read"})");
}

// ---- writing -----------------------------------------------------------------------------------------------------

void Service::store_one_slice() {
    if (incoming_.empty()) return;
    const auto i = next_incoming_++ % std::min(incoming_.size(), incoming_at_once);
    Request& request = incoming_[i];
    auto done = store_slice(store_.db, store_.keys, *request.incoming, store_.clock.wall());
    if (done && !request.incoming->stored_all()) return;
    if (done) {
        ready_.push_back(std::move(request));
    } else {
        refuse(request, done.failure());
    }
    incoming_.erase(incoming_.begin() + static_cast<std::ptrdiff_t>(i));
}

void Service::remove_leftovers() {
    if (leftovers_.empty() || store_.clock.steady() < leftovers_at_) return;
    leftovers_at_ = store_.clock.steady() + leftovers_again;
    while (!leftovers_.empty() && abandon(store_.db, leftovers_.back())) {
        leftovers_.pop_back();
        forget_due_ = true;
    }
}

// One task a turn, in a transaction of its own: mail goes before what only has become due.
void Service::run_due_task() {
    if (draining_ || next_task_ >= due_tasks().size()) return;
    Transaction t(store_.db);
    auto done = t.begun() ? due_tasks()[next_task_].run(store_) : Result<DueDone>(t.begun().failure());
    const Status kept = done ? t.commit() : Status(done.failure());
    if (!kept) note_problem(kept.failure());
    due_known_ = false;
    forget_due_ = forget_due_ || (kept && done->destroyed);
    if (!kept || !done->more) ++next_task_;
}

void Service::commit_ready() {
    if (ready_.empty()) return;
    std::vector<Request> batch;
    while (!ready_.empty() && batch.size() < batch_most) {
        batch.push_back(std::move(ready_.front()));
        ready_.pop_front();
    }
    commit(std::move(batch));
}

// One request that cannot be carried out does not take the others down with it: then each has a transaction of its own.
void Service::commit(std::vector<Request> batch) {
    std::vector<Reply> replies;
    Status ended = Done{};
    bool one_failed = false;
    const Milliseconds begun_at = store_.clock.steady();
    {
        Transaction t(store_.db);
        ended = t.begun();
        for (std::size_t i = 0; i < batch.size() && ended; ++i) {
            auto reply = apply(batch[i]);
            one_failed = !reply;
            if (reply)
                replies.push_back(std::move(*reply));
            else
                ended = reply.failure();
        }
        if (ended) ended = t.commit();
    }
    due_known_ = false;
    ++store_.counters.transactions;
    store_.counters.last_commit_ms = store_.clock.steady() - begun_at;
    if (one_failed && batch.size() > 1) {
        for (auto& request : batch) {
            std::vector<Request> alone;
            alone.push_back(std::move(request));
            commit(std::move(alone));
        }
        return;
    }
    for (std::size_t i = 0; i < batch.size(); ++i) {
        if (!ended) {
            refuse(batch[i], ended.failure());
            continue;
        }
        forget_due_ = forget_due_ || replies[i].destroyed;
        if (std::holds_alternative<wire::RecordVerdict>(batch[i].body)) {
            ++store_.counters.recorded;
            ++store_.counters.outcomes[printable(std::get<wire::RecordVerdict>(batch[i].body).outcome, 32)];
        }
        if (replies[i].frame) outlet_.send(batch[i].from, std::move(*replies[i].frame));
    }
}

Result<Service::Reply> Service::apply(Request& request) {
    const auto reply = [&](const auto& result, bool destroyed = false) -> Result<Reply> {
        if (!result) return result.failure();
        return Reply{wire::frame_of(*result, request.id), destroyed};
    };
    return std::visit(
        Overloaded{[&](const wire::RecordVerdict& v) { return apply_verdict(request, v); },
                   [&](const wire::Amend& v) -> Result<Reply> {
                       auto done = amend(store_, v);
                       if (!done) return done.failure();
                       return Reply{std::nullopt, done->destroyed};
                   },
                   [&](const wire::CheckStamp& v) { return reply(check_stamp(store_, v)); },
                   [&](const wire::SettleWork& v) -> Result<Reply> {
                       auto done = settle_work(store_, v);
                       if (!done) return done.failure();
                       return Reply{wire::frame_of(wire::Settled{*done, false}, request.id)};
                   },
                   [&](const Seen& v) -> Result<Reply> {
                       auto done = note_seen(store_, v.session);
                       if (!done) return done.failure();
                       return Reply{};
                   },
                   [&](const wire::RenewWork& v) -> Result<Reply> {
                       auto done = renew_lease(store_, static_cast<std::int64_t>(v.id));
                       if (!done) return done.failure();
                       return Reply{};
                   },
                   [&](const wire::StampNotice& v) { return reply(stamp_notice(store_, v)); },
                   [&](const wire::Deliveries& v) { return reply(record_deliveries(store_, v)); },
                   [&](const wire::GiveAnswer& v) -> Result<Reply> {
                       auto taken = take_answer(store_, {{v.code}, Way::link, "", v.word, v.reason});
                       if (!taken) return taken.failure();
                       return Reply{wire::frame_of(wire::AnswerTaken{taken->outcome, false}, request.id), taken->destroyed};
                   },
                   [&](const Act& v) { return apply_act(request, v); },
                   [&](const Refusal& v) { return apply_refusal(request, v); }},
        request.body);
}

Result<Service::Reply> Service::apply_verdict(Request& request, const wire::RecordVerdict& verdict) {
    std::int64_t message = 0;
    if (request.incoming) {
        message = request.incoming->id;
        if (auto counts = make_it_count(store_.db, message); !counts) return counts.failure();
    } else if (request.sealed) {
        auto stored = store_whole(store_.db, *request.sealed, store_.clock.wall());
        if (!stored) return stored.failure();
        message = *stored;
    }
    bool destroyed = false;
    auto recorded = record_verdict(store_, verdict, message, destroyed);
    if (!recorded) return recorded.failure();
    return Reply{wire::frame_of(*recorded, request.id), destroyed};
}

// What makes no sense changed nothing: it is recorded as a try, and the others of the batch are not undone for it.
Result<Service::Reply> Service::apply_act(const Request& request, const Act& act) {
    auto told = act.verb->write(store_, request.person, act.arguments);
    if (told) return Reply{wire::frame_of(told->answer, request.id), told->destroyed};
    if (told.failure().kind != FailureKind::malformed) return told.failure();
    return apply_refusal(request, {std::string(act.verb->name), told.failure().what, 2});
}

Result<Service::Reply> Service::apply_refusal(const Request& request, const Refusal& refusal) {
    if (!request.person.name.empty())
        if (auto done = record_refusal(store_, request.person, refusal.verb, refusal.why); !done) return done.failure();
    return Reply{wire::frame_of(wire::Answer{refusal.exit_code, refusal.why, {}, false}, request.id)};
}

// Nothing of the request stands; slices that were stored for it are removed as soon as that can be written.
void Service::refuse(const Request& request, const Failure& why) {
    note_problem(why);
    ++store_.counters.refused;
    if (request.incoming && request.incoming->id != 0) {
        leftovers_.push_back(request.incoming->id);
        leftovers_at_ = 0;
    }
    const auto send = [&](const auto& message) { outlet_.send(request.from, wire::frame_of(message, request.id)); };
    std::visit(Overloaded{[&](const wire::RecordVerdict&) {
                              send(wire::Recorded{false, why.what, 0, {}});
                          },
                          [&](const wire::Amend&) {},
                          [&](const wire::RenewWork&) {},
                          [&](const Seen&) {},
                          [&](const wire::CheckStamp&) {
                              send(wire::StampAnswer{false, "the records could not look: " + why.what, true});
                          },
                          [&](const wire::SettleWork&) { send(wire::Settled{false, true}); },
                          [&](const wire::StampNotice&) { send(wire::NoticeStamp{}); },
                          [&](const wire::Deliveries&) { send(wire::DeliveriesRecorded{}); },
                          [&](const wire::GiveAnswer&) { send(wire::AnswerTaken{AnswerOutcome::unknown, true}); },
                          [&](const auto&) {
                              send(wire::Answer{4, "the records cannot be written now: " + why.what, {}, false});
                          }},
               request.body);
}

// Once for each new problem: a full disk would otherwise fill the log too.
void Service::note_problem(const Failure& why) {
    if (why.what != store_.counters.last_problem)
        log::error("a request to the records could not be carried out", {{"cause", why.what}});
    store_.counters.last_problem = why.what;
}

// ---- reading -----------------------------------------------------------------------------------------------------

void Service::answer(std::uint64_t to, std::uint32_t id, const Result<wire::Answer>& answered) {
    if (!answered) {
        note_problem(answered.failure());
        outlet_.send(
            to, wire::frame_of(wire::Answer{4, "the records cannot be read now: " + answered.failure().what, {}, false},
                               id));
        return;
    }
    wire::Answer all = *answered;
    send_lines(to, id, all, true);
}

// Frames are bounded, answers are not: as many as it takes, `more` in all but the last.
void Service::send_lines(std::uint64_t to, std::uint32_t id, wire::Answer& all, bool last) {
    wire::Answer part{all.exit_code, all.problem, {}, false};
    std::size_t octets_in = 0;
    for (auto& line : all.lines) {
        if (octets_in + line.size() > lines_octets && !part.lines.empty()) {
            part.more = true;
            outlet_.send(to, wire::frame_of(part, id));
            part.lines.clear();
            octets_in = 0;
        }
        octets_in += line.size();
        part.lines.push_back(std::move(line));
    }
    all.lines.clear();
    part.more = !last;
    if (last || !part.lines.empty()) outlet_.send(to, wire::frame_of(part, id));
}

// After what persons wait for; true: there is more at once.
bool Service::step_hold_texts() {
    if (draining_ || !hold_texts_.has_work(store_)) return false;
    auto more = hold_texts_.step(store_);
    if (!more) note_problem(more.failure());
    return more && *more;
}

void Service::step_readings() {
    std::size_t under_way = 0;
    for (auto it = readings_.begin(); it != readings_.end() && under_way < readings_at_once;) {
        if (outlet_.queued(it->to) > queued_most || it->job->waits(store_)) {
            ++it;
            continue;
        }
        ++under_way;
        const bool finished = it->job->step(store_, it->answer);
        send_lines(it->to, it->id, it->answer, finished);
        it = finished ? readings_.erase(it) : std::next(it);
    }
}

}  // namespace beadle::records

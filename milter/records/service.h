// service.h — the requests of all peers, carried out by one thread: what waits together is committed together.
//
// Takes    frames with the role of the connection they came by. Each role may send a fixed list of types; another ends
// it. Gives    replies, sent only after the commit that they speak of. A large message goes in a slice a turn, between
// the
//          commits of the small ones; long readings go on between commits too; TakeWork waits until there is work.
// Bounds   64 requests a transaction, four large messages and four long readings under way at a time.
// Fails    a commit that fails is answered so to all who were in it; reading goes on while writing cannot.
// Runs in  record, single-threaded. Never throws but std::bad_alloc.
#pragma once

#include <deque>
#include <functional>
#include <list>
#include <optional>
#include <variant>

#include "records/decisions.h"
#include "records/due.h"
#include "records/hold_texts.h"
#include "records/jobs.h"
#include "records/sessions.h"
#include "records/store.h"
#include "records/vault.h"
#include "records/verbs.h"
#include "records/verdicts.h"
#include "wire/console.h"
#include "wire/delivery.h"
#include "records/views.h"
#include "wire/messages.h"

namespace beadle::records {

// Where replies go; a connection that is gone swallows them.
struct Outlet {
    virtual ~Outlet() = default;
    virtual void send(std::uint64_t to, wire::Frame frame) = 0;
    virtual std::size_t queued(std::uint64_t to) const = 0;  // octets not yet written
};

class Service {
  public:
    // `leftovers`: messages that never came to count and could not be removed yet.
    Service(Store store, Outlet& outlet, std::vector<std::int64_t> leftovers = {})
        : store_(std::move(store)), outlet_(outlet), leftovers_(std::move(leftovers)),
          views_([this](std::uint64_t to, wire::Frame frame) { outlet_.send(to, std::move(frame)); }) {
        store_.views = &views_;
    }
    Service(const Service&) = delete;
    Service& operator=(const Service&) = delete;
    // The end to a newly introduced inspector: views are asked of it from now on.
    void use_inspector(std::uint64_t connection) { views_.use(connection); }
    bool has_inspector() const { return views_.can_ask(); }

    // False: a frame that this role may not send, or not well formed; the connection is to be closed.
    bool take(std::uint64_t from, wire::Role role, const Person& person, wire::Frame frame);
    void gone(std::uint64_t connection);
    // One round: a slice, a commit, a step of each reading. True: there is more to do at once.
    bool turn();
    // Milliseconds until something is due without a new frame; -1 = nothing.
    Milliseconds wait_at_most();
    // Those who wait for work are told that there is none; what was taken is finished by turn().
    void drain();

    std::string status();
    void serves(std::uint32_t generation) { store_.generation = generation; }
    Store& store() { return store_; }
    const Counters& counters() const { return store_.counters; }

  private:
    struct Act {  // of a person
        const Verb* verb;
        std::string arguments;
    };
    struct Refusal {
        std::string verb, why;
        std::uint32_t exit_code;
    };
    struct Seen {  // who is signed in was there
        Session session;
    };
    struct Request {
        std::uint64_t from = 0;
        std::uint32_t id = 0;
        Person person;
        std::variant<wire::RecordVerdict, wire::Amend, wire::CheckStamp, wire::SettleWork, wire::StampNotice,
                     wire::RenewWork, wire::GiveAnswer, wire::Deliveries, Act, Refusal, Seen>
            body;
        std::unique_ptr<Incoming> incoming;
        std::optional<Sealed> sealed;
    };
    struct Reply {
        std::optional<wire::Frame> frame;  // none: what was posted is not answered
        bool destroyed = false;
    };
    struct Reading {
        std::uint64_t to = 0;
        std::uint32_t id = 0;
        std::unique_ptr<Job> job;
        wire::Answer answer;
    };
    struct Waiting {
        std::uint64_t from = 0;
        std::uint32_t id = 0;
        Milliseconds until = 0;
    };
    struct Leaving {
        std::uint64_t to = 0;
        std::uint32_t id = 0;
        TakingOut job;
    };

    bool take_session(Request request, wire::Frame& frame);
    bool take_mail(Request request, wire::Frame& frame);
    bool take_console(Request request, const wire::Frame& frame);
    void ask_console(Request request, const wire::ConsoleAsk& ask);
    bool is_right_of(Request& request, const Session& session, const VerbRight& right, const wire::ConsoleAsk& ask);
    void note_use(std::uint64_t from, const Session& session, const VerbRight& right);
    bool take_admin(Request request, const wire::Ask& ask);
    bool take_verdict(Request request, wire::RecordVerdict verdict, wire::Frame& frame);
    void ask_person(Request request, const wire::Ask& ask);
    void refuse_person(Request request, const std::string& verb, const std::string& why, std::uint32_t exit_code);

    void store_one_slice();
    void remove_leftovers();
    void run_due_task();
    void commit_ready();
    void commit(std::vector<Request> batch);
    Result<Reply> apply(Request& request);
    Result<Reply> apply_verdict(Request& request, const wire::RecordVerdict& verdict);
    Result<Reply> apply_act(const Request& request, const Act& act);
    Result<Reply> apply_refusal(const Request& request, const Refusal& refusal);
    void refuse(const Request& request, const Failure& why);
    void note_problem(const Failure& why);
    void step_readings();
    bool step_hold_texts();
    void answer(std::uint64_t to, std::uint32_t id, const Result<wire::Answer>& answer);
    void send_lines(std::uint64_t to, std::uint32_t id, wire::Answer& answer, bool last);
    void give_work();
    void start_leaving(const Waiting& waiting, TakenWork work);
    void step_leaving();
    Result<std::optional<TakenWork>> take_beside_leaving();
    void take_back_leaving(std::uint64_t connection);
    void hand_over(Leaving& leaving);
    void cannot_be_opened(std::uint64_t to, std::uint32_t id, std::int64_t work, const Failure& why);

    Store store_;
    Outlet& outlet_;
    std::deque<Request> incoming_;  // large messages, their slices on the way in
    std::deque<Request> ready_;
    std::list<Reading> readings_;
    std::list<Waiting> waiting_;
    std::list<Leaving> leaving_;
    std::size_t next_incoming_ = 0;
    std::vector<std::int64_t> leftovers_;
    Views views_;
    HoldTexts hold_texts_;  // after views_: its last look gives its ticket back
    Milliseconds leftovers_at_ = 0;  // steady; tried again then
    std::optional<Milliseconds> due_;  // wall; of the work
    bool due_known_ = false, draining_ = false, forget_due_ = false;
    std::size_t next_task_ = due_tasks().size();  // of a round that RunDue began
};

}  // namespace beadle::records

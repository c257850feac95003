// A process that ends at any call to the database leaves nothing half done: the request happened, or it did not.
#include <sys/wait.h>

#include "unit/records/fixture.h"

namespace beadle::records {
namespace {

// Ends the process, or fails, at the n-th call.
class Failing : public Database {
  public:
    Failing(Database& inner, int at, bool dies) : inner_(inner), left_(at), dies_(dies) {}
    Status begin() override { return now() ? failed() : inner_.begin(); }
    Status commit() override {
        if (!now()) return inner_.commit();
        inner_.rollback();
        return failed();
    }
    void rollback() override { inner_.rollback(); }
    Result<std::int64_t> run(std::string_view s, const Values& v) override {
        if (now()) return failed().failure();
        return inner_.run(s, v);
    }
    Result<Rows> rows(std::string_view s, const Values& v) override {
        if (now()) return failed().failure();
        return inner_.rows(s, v);
    }
    Status define(std::string_view s) override { return inner_.define(s); }
    Status forget_deleted() override { return now() ? failed() : inner_.forget_deleted(); }
    int calls() const { return calls_; }

  private:
    bool now() {
        ++calls_;
        if (--left_ != 0) return false;
        if (dies_) ::_exit(9);
        return true;
    }
    static Status failed() { return fail(FailureKind::unavailable, "test", "the disk is full"); }
    Database& inner_;
    int left_, calls_ = 0;
    bool dies_;
};

struct Outcome {
    bool replied = false, good = false;
    int calls_to_answer = 0;
};

// Counts how many calls the answer took: what comes after it is no part of the request.
struct CountedReplies : Replies {
    explicit CountedReplies(const Failing& of) : failing(of) {}
    void send(std::uint64_t to, wire::Frame frame) override {
        if (to != inspector && calls_to_answer == 0) calls_to_answer = failing.calls();
        Replies::send(to, std::move(frame));
    }
    const Failing& failing;
    int calls_to_answer = 0;
};

class CrashTest : public StoreTest {
  protected:
    // One request to a service of its own over a failing database.
    template <class Reply, class Request>
    Outcome run_with(int at, bool dies, wire::Role role, const Request& request, const std::string& octets_in,
                     int* calls) {
        Failing failing(*opened_.db, at, dies);
        CountedReplies replies(failing);
        Service service(Store{failing, *opened_.keys, clock_, opened_.gateway}, replies);
        auto frame = wire::frame_of(request, 1);
        if (!octets_in.empty()) frame.descriptors.push_back(memory_file(octets_in));
        EXPECT_TRUE(service.take(1, role, {"clerk", true}, std::move(frame)));
        for (int i = 0; i < 1000 && service.turn(); ++i) {
        }
        if (calls) *calls = failing.calls();
        Outcome out;
        out.replied = !replies.frames[1].empty();
        out.calls_to_answer = replies.calls_to_answer;
        if (out.replied) {
            auto reply = wire::message_of<Reply>(replies.frames[1].front());
            if constexpr (requires { reply->good; }) out.good = reply && reply->good;
        }
        return out;
    }

    // What stands is whole: as many stored messages as kept copies need, recipients for each, a chain that verifies.
    void expect_nothing_half_done(std::int64_t least, std::int64_t most) {
        const auto held = count("held");
        EXPECT_GE(held, least);
        EXPECT_LE(held, most);
        EXPECT_EQ(count("events WHERE kind = 'verdict'"), held);
        EXPECT_EQ(count("held_recipients"), held * 2);
        // In a store that other gateways write to, what is not whole may be on its way in: it is removed an hour later.
        EXPECT_EQ(count(on_postgresql() ? "messages WHERE complete = 1" : "messages"), held);
        EXPECT_EQ(count(std::string("slices WHERE message NOT IN (SELECT message FROM held)") +
                        (on_postgresql() ? " AND message IN (SELECT id FROM messages WHERE complete = 1)" : "")), 0);
        EXPECT_EQ(count("held WHERE message NOT IN (SELECT id FROM messages WHERE complete = 1)"), 0);
        EXPECT_EQ(count("notices WHERE event NOT IN (SELECT seq FROM events)"), 0);
        EXPECT_EQ(verify(), "");
    }
};

TEST_F(CrashTest, a_process_killed_at_any_call_has_recorded_a_verdict_wholly_or_not_at_all) {
    for (const std::string& octets_in : {message_text(), message_text(1'500'000)}) {
        int calls = 0;
        run_with<wire::Recorded>(0, true, wire::Role::session, held_verdict(), octets_in, &calls);
        std::int64_t before = count("held");
        for (int at = 1; at <= calls; ++at) {
            SCOPED_TRACE("dies at call " + std::to_string(at));
            close();
            const pid_t child = ::fork();
            if (child == 0) {
                open();
                run_with<wire::Recorded>(at, true, wire::Role::session, held_verdict(), octets_in, nullptr);
                ::_exit(0);
            }
            int how = 0;
            ::waitpid(child, &how, 0);
            EXPECT_EQ(WEXITSTATUS(how), 9);
            open();
            expect_nothing_half_done(before, before + 1);
            before = count("held");
        }
    }
}

TEST_F(CrashTest, a_call_that_fails_is_answered_so_and_leaves_nothing) {
    for (const std::string& octets_in : {message_text(), message_text(1'500'000)}) {
        int calls = 0;
        EXPECT_GT(run_with<wire::Recorded>(0, false, wire::Role::session, held_verdict(), octets_in, &calls).calls_to_answer, 10);
        auto held = count("held");
        for (int at = 1; at <= calls; ++at) {
            SCOPED_TRACE("fails at call " + std::to_string(at));
            auto got = run_with<wire::Recorded>(at, false, wire::Role::session, held_verdict(), octets_in, nullptr);
            EXPECT_TRUE(got.replied);
            // After the answer the texts for legal holds are looked for: that is begun again by itself.
            const bool was_answered = at > got.calls_to_answer;
            EXPECT_EQ(got.good, was_answered);
            if (was_answered) ++held;
            expect_nothing_half_done(held, held);
        }
    }
}

// A full disk lets nothing be deleted either, for what is deleted is overwritten.
TEST_F(CrashTest, what_a_failed_request_left_is_removed_once_that_can_be_written) {
    BEADLE_ON_SQLITE_ALONE;
    const auto full = [&](const char* when) {
        ASSERT_TRUE(store().db.define(std::string("CREATE TRIGGER full_") + when + " BEFORE " + when +
                                      " ON slices BEGIN SELECT RAISE(FAIL, 'the disk is full'); END"));
    };
    ASSERT_TRUE(store().db.define(
        "CREATE TRIGGER second BEFORE INSERT ON slices WHEN new.number = 1 BEGIN SELECT RAISE(FAIL, 'full'); END"));
    full("DELETE");
    EXPECT_FALSE(record(held_verdict(), message_text(3'000'000)).good);
    EXPECT_EQ(count("messages WHERE complete = 0"), 1);
    EXPECT_TRUE(record(accepted_verdict()).good) << "what can be written is";
    reopen();
    EXPECT_EQ(opened_.swept.left.size(), 1u);
    EXPECT_TRUE(record(accepted_verdict()).good) << "it starts all the same";
    ASSERT_TRUE(store().db.define("DROP TRIGGER full_DELETE"));
    EXPECT_LE(service_->wait_at_most(), minute);
    clock_.pass(minute);
    turns();
    EXPECT_EQ(count("messages"), 0);
    EXPECT_EQ(count("slices"), 0);
    EXPECT_EQ(service_->wait_at_most(), -1);
}

// The acts of a person on a kept message: each happened, with its event, or nothing of it.
TEST_F(CrashTest, a_process_killed_while_a_person_acts_has_done_it_wholly_or_not_at_all) {
    struct Act {
        const char* verb;
        nlohmann::json more;
        const char* becomes;  // of the copy, or of its first recipient
    };
    const Act acts[] = {{"quarantine.discard", {{"reason", "x"}}, "discarding"},
                        {"quarantine.return", {{"note", "x"}}, "returned"},
                        {"quarantine.release", {{"instead", {"b@example.org=n@example.net"}}, {"allow_sender_days", 9}}, "sending"}};
    for (const auto& act : acts)
        for (int at = 1; at < 90; ++at) {
            SCOPED_TRACE(std::string(act.verb) + " dies at call " + std::to_string(at));
            auto done = record(held_verdict());
            const auto id = done.held.at(0);
            amend_event(done.event, wire::Amendment::heard);
            const auto before = count("exceptions") + count("work WHERE kind = 'release'") + count("notices WHERE kind = 'returned'");
            auto arguments = act.more;
            arguments["id"] = id;
            close();
            const pid_t child = ::fork();
            if (child == 0) {
                open();
                run_with<wire::Answer>(at, true, wire::Role::admin, wire::Ask{act.verb, arguments.dump()}, "", nullptr);
                ::_exit(0);
            }
            int how = 0;
            ::waitpid(child, &how, 0);
            open();
            const bool acted = people_of(id)[0].state == act.becomes;
            EXPECT_EQ(people_of(id)[0].state, acted ? act.becomes : "held");
            const auto after = count("exceptions") + count("work WHERE kind = 'release'") + count("notices WHERE kind = 'returned'");
            EXPECT_EQ(after > before, acted && std::string(act.becomes) != "discarding");
            auto held = find_held(store(), id);
            EXPECT_TRUE(records::Outgoing::open(store().db, store().keys, (*held)->message)) << "nothing is destroyed yet";
            EXPECT_EQ(verify(), "");
            if (WEXITSTATUS(how) == 0) break;  // it had no more calls to make
        }
}

TEST_F(CrashTest, a_process_killed_while_it_destroys_keeps_the_message_or_has_destroyed_it) {
    for (const bool discards : {true, false})
        for (int at = 1; at < 120; ++at) {
            SCOPED_TRACE(std::string(discards ? "discard" : "expiry") + " dies at call " + std::to_string(at));
            auto done = record(held_verdict());
            const auto id = done.held.at(0);
            if (discards) person_asks("quarantine.discard", {{"id", id}, {"reason", "x"}});
            clock_.pass(discards ? minute : 31LL * 24 * 60 * minute);
            close();
            const pid_t child = ::fork();
            if (child == 0) {
                open();
                run_with<wire::Settled>(at, true, wire::Role::mail, wire::RunDue{}, "", nullptr);
                ::_exit(0);
            }
            int how = 0;
            ::waitpid(child, &how, 0);
            open();
            const auto state = state_of(id);
            const bool gone = state == "discarded" || state == "expired";
            auto held = find_held(store(), id);
            EXPECT_EQ(static_cast<bool>(records::Outgoing::open(store().db, store().keys, (*held)->message)), !gone);
            EXPECT_EQ(verify(), "");
            run_due();  // the next one finishes what is due
            EXPECT_EQ(state_of(id), discards ? "discarded" : "expired");
            EXPECT_EQ(verify(), "");
            if (WEXITSTATUS(how) == 0) break;
        }
}

TEST_F(CrashTest, a_release_is_settled_once_wherever_the_process_dies) {
    for (int at = 1; at < 80; ++at) {
        SCOPED_TRACE("dies at call " + std::to_string(at));
        auto done = record(held_verdict());
        const auto id = done.held.at(0);
        amend_event(done.event, wire::Amendment::heard);
        ASSERT_TRUE(store().db.run("UPDATE notices SET state = 'sent'", {}));
        person_asks("quarantine.release", {{"id", id}});
        auto work = take_work_now();
        ASSERT_EQ(work.kind, wire::WorkKind::release);
        ASSERT_TRUE(show_stamp(work, held_verdict().content_hash).good);
        close();
        const pid_t child = ::fork();
        if (child == 0) {
            open();
            const wire::SettleWork told{work.id, 250, "ok", true, {}, work.stamp};
            run_with<wire::Settled>(at, true, wire::Role::mail, told, "", nullptr);
            ::_exit(0);
        }
        int how = 0;
        ::waitpid(child, &how, 0);
        open();
        // Either it was written that the MTA took it, or nothing was: then it is in doubt, for the stamp was seen before
        // the MTA had queued it. The sender tells again what it read, as soon as the records are back.
        const bool written = state_of(id) == "released";
        EXPECT_EQ(people_of(id)[0].state, written ? "released" : "sending");
        EXPECT_TRUE(settle(work, 250));
        EXPECT_EQ(state_of(id), "released");
        clock_.pass(10 * minute);
        EXPECT_EQ(take_work_now().kind, wire::WorkKind::none);
        EXPECT_EQ((*find_held(store(), id))->note, "");
        EXPECT_EQ(verify(), "");
        if (WEXITSTATUS(how) == 0) return;
    }
}

}  // namespace
}  // namespace beadle::records

#include "verdict/carry_out.h"

#include <gtest/gtest.h>

#include "unit/verdict/build.h"

namespace beadle::verdict {
namespace {

using test::given;
using enum Action;

// Both write what was done into one list: the order is what these tests are about.
struct Done_ {
    std::vector<std::string> steps;
};

struct FakeMta : Mta {
    explicit FakeMta(Done_& done) : done_(done) {}
    std::string fails;  // the step that does not work
    bool did(const std::string& step) {
        done_.steps.push_back(step);
        return step != fails;
    }
    bool delete_recipient(const std::string& r) override { return did("delete " + r); }
    bool remove_field(const std::string& n, std::uint32_t i) override { return did("remove " + n + " " + std::to_string(i)); }
    bool add_field(const std::string& n, const std::string& b) override { return did("add " + n + ": " + b); }
    bool replace_body(std::string_view piece) override { return did("body " + std::string(piece)); }
    bool progress() override { return true; }

  private:
    Done_& done_;
};

struct FakeBody : Body {
    bool edited(const std::vector<BodyEdit>& edits, const std::function<bool(std::string_view)>& take) override {
        for (const auto& edit : edits)
            if (!take(edit.insert)) return false;
        return true;
    }
};

struct FakeRecorder : Recorder {
    explicit FakeRecorder(Done_& done) : done_(done) {}
    Result<wire::Recorded> answer = wire::Recorded{true, "", 7, {}};
    wire::RecordVerdict last;
    Result<wire::Recorded> record(const wire::RecordVerdict& v) override {
        done_.steps.push_back("record " + v.outcome);
        last = v;
        return answer;
    }
    void amend(std::uint64_t event, wire::Amendment what, const std::string&) override {
        done_.steps.push_back((what == wire::Amendment::heard ? "heard " : "void ") + std::to_string(event));
    }

  private:
    Done_& done_;
};

struct CarryOut : testing::Test {
    Done_ done;
    FakeMta mta{done};
    FakeRecorder recorder{done};
    FakeBody body;
    Answered run(const test::Given& g) { return carry_out(g.plan(), {}, mta, recorder, body); }
};

TEST_F(CarryOut, records_then_changes_in_one_order) {
    auto g = given({flag, quarantine});
    g.own_fields = {{"X-Beadle-Id", 2}};
    recorder.answer = wire::Recorded{true, "", 7, {"a"}};
    const auto answered = run(g);
    EXPECT_EQ(done.steps, (std::vector<std::string>{"record split", "delete <r1@council.example>", "remove X-Beadle-Id 2",
                                                    "remove X-Beadle-Id 1", "add X-Beadle-Verdict: flagged",
                                                    "add X-Beadle-Rules: rule-0", "add X-Beadle-Id: s1.1"}));
    EXPECT_EQ(answered.disposition, Disposition::accept);
    EXPECT_TRUE(answered.await_heard);
    EXPECT_EQ(answered.event, 7u);
}

TEST_F(CarryOut, changes_nothing_when_the_records_fail) {
    for (const auto& bad : {Result<wire::Recorded>(wire::Recorded{false, "full", 0, {}}),
                            Result<wire::Recorded>(fail(FailureKind::unavailable, "x", "gone"))}) {
        for (const auto action : {accept, flag, quarantine, reject}) {
            done.steps.clear();
            recorder.answer = bad;
            const auto answered = run(given({action}));
            EXPECT_EQ(answered.disposition, Disposition::defer);
            EXPECT_EQ(answered.reply.code, "451");
            EXPECT_FALSE(answered.await_heard);
            EXPECT_EQ(done.steps.size(), 1u);
        }
    }
}

TEST_F(CarryOut, voids_the_record_and_defers_when_any_change_fails) {
    for (const char* step : {"delete <r1@council.example>", "remove X-Beadle-Id 1", "add X-Beadle-Verdict: flagged"}) {
        done.steps.clear();
        mta.fails = step;
        recorder.answer = wire::Recorded{true, "", 7, {"a"}};
        auto g = given({flag, quarantine});
        g.own_fields = {{"X-Beadle-Id", 1}};
        const auto answered = run(g);
        EXPECT_EQ(answered.disposition, Disposition::defer) << step;
        EXPECT_FALSE(answered.await_heard);
        EXPECT_EQ(done.steps[done.steps.size() - 2], step);
        EXPECT_EQ(done.steps.back(), "void 7");
    }
}

TEST_F(CarryOut, voids_the_record_when_another_number_of_copies_was_kept) {
    const auto answered = run(given({quarantine}));
    EXPECT_EQ(answered.disposition, Disposition::defer);
    EXPECT_EQ(done.steps, (std::vector<std::string>{"record quarantined", "void 7"}));
}

TEST_F(CarryOut, records_the_reply_as_the_client_reads_it_and_awaits_no_packet_for_a_rejection) {
    auto g = given({reject});
    g.decision.hits[0].advice = "100 % no";
    const auto answered = run(g);
    EXPECT_EQ(recorder.last.reply, "550 5.7.1 Stopped by Test Council policy, clause 0: 100 % no. Reference s1.1");
    EXPECT_EQ(answered.reply.text, "Stopped by Test Council policy, clause 0: 100 %% no. Reference s1.1");
    EXPECT_FALSE(answered.await_heard);
    EXPECT_EQ(done.steps, std::vector<std::string>{"record rejected"});
}

TEST_F(CarryOut, names_the_rule_as_the_cause_of_a_deferral) {
    const auto answered = run(given({defer}));
    EXPECT_EQ(recorder.last.cause, "rule rule-0");
    EXPECT_EQ(answered.reply.code, "451");
    EXPECT_EQ(answered.reply.enhanced, "4.7.1");
}

}  // namespace
}  // namespace beadle::verdict

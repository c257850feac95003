#include "inspect/worker/service.h"

#include <gtest/gtest.h>
#include <signal.h>
#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <map>

#include "base/sandbox_calls.h"
#include "support.h"

namespace beadle::inspect {
namespace {

using test::engines;

Milliseconds now() { return system_clock().steady(); }

PoolPlan plan_of(unsigned workers, Milliseconds delay = 0) {
    PoolPlan plan;
    plan.first = plan.most = workers;
    plan.delay = delay;
    return plan;
}

// A service with real workers behind their walls, and one client of it; all in the test's own loop.
class Running {
  public:
    explicit Running(const PoolPlan& plan, std::size_t heavy_most = 1)
        : scratch_(*Scratch::make(folder_.path())), service_(plan, heavy_most, scratch_, engines()) {
        client_ = connect();
    }
    ~Running() {
        service_.stop();
        scratch_.remove();
    }
    std::unique_ptr<wire::Connection> connect() {
        auto pair = wire::socket_pair();
        service_.add_client(std::move(pair->second));
        return std::make_unique<wire::Connection>(std::move(pair->first));
    }
    void turn() {
        std::vector<pollfd> fds{{client_ ? client_->socket() : -1, POLLIN, 0}};
        if (client_ && client_->wants_write()) fds[0].events |= POLLOUT;
        service_.watch(fds);
        ::poll(fds.data(), fds.size(), 10);
        service_.turn(fds);
        if (!client_) return;
        (void)client_->write_ready();
        (void)client_->read_ready();
        while (auto frame = client_->next()) {
            auto answer = wire::message_of<wire::Inspected>(*frame);
            if (!answer) continue;
            order_.push_back(frame->id);
            answers_.insert_or_assign(frame->id, std::move(*answer));
        }
    }
    bool until(const std::function<bool()>& reached, Milliseconds most = 60'000) {
        for (const Milliseconds end = now() + most; now() < end; turn())
            if (reached()) return true;
        return reached();
    }
    bool ready() {
        return until([this] { return service_.is_ready() || service_.pool().start_failures() > 2; }) &&
               service_.is_ready();
    }
    std::uint32_t send(std::string octets, Milliseconds deadline = 0) {
        wire::Inspect request;
        request.octets = std::move(octets);
        request.deadline_ms = deadline;
        client_->send(wire::frame_of(request, ++last_));
        return last_;
    }
    std::uint32_t send_file(const std::string& octets, Milliseconds deadline = 0) {
        wire::Inspect request;
        request.deadline_ms = deadline;
        auto frame = wire::frame_of(request, ++last_);
        Descriptor file(::memfd_create("message", MFD_CLOEXEC));
        if (::write(file.get(), octets.data(), octets.size()) != static_cast<ssize_t>(octets.size())) return 0;
        frame.descriptors.push_back(std::move(file));
        client_->send(std::move(frame));
        return last_;
    }
    // The answer, waited for; gave_up with tries 0 when there is none.
    wire::Inspected answer(std::uint32_t id) {
        wire::Inspected none;
        none.tries = 0;
        return until([&] { return answers_.contains(id); }) ? answers_[id] : none;
    }
    bool until_busy(std::size_t n) {
        return until([this, n] { return service_.pool().busy() >= n; });
    }
    pid_t one_pid() const { return service_.pool().pids().at(0); }

    beadle::test::ScratchFolder folder_;
    Scratch scratch_;
    Service service_;
    std::unique_ptr<wire::Connection> client_;
    std::map<std::uint32_t, wire::Inspected> answers_;
    std::vector<std::uint32_t> order_;
    std::uint32_t last_ = 0;
};

const std::string small = test::plain_message("Minutes", "The minutes of Tuesday.");

TEST(Service, AMessageInTheFrameIsAnswered) {
    NEED_ENGINES();
    Running r(plan_of(1));
    ASSERT_TRUE(r.ready()) << r.service_.pool().problem();
    auto a = r.answer(r.send(small));
    EXPECT_EQ(a.outcome, wire::InspectOutcome::inspected);
    EXPECT_EQ(a.tries, 1u);
    EXPECT_EQ(a.inspection.octets, small.size());
    EXPECT_EQ(a.inspection.subject, "Minutes");
    EXPECT_TRUE(a.inspection.complete());
}

TEST(Service, AMessageInAFileIsAnswered) {
    NEED_ENGINES();
    Running r(plan_of(1));
    ASSERT_TRUE(r.ready()) << r.service_.pool().problem();
    const std::string big = test::plain_message("Long", std::string(3u << 20, 'a'));
    auto a = r.answer(r.send_file(big));
    EXPECT_EQ(a.outcome, wire::InspectOutcome::inspected);
    EXPECT_EQ(a.inspection.octets, big.size());
    EXPECT_EQ(r.answer(r.send_file("")).outcome, wire::InspectOutcome::inspected);
}

TEST(Service, AWorkerThatDiesIsReplacedAndItsMessageTriedOnAnother) {
    NEED_ENGINES();
    Running r(plan_of(1, 300));
    ASSERT_TRUE(r.ready()) << r.service_.pool().problem();
    auto id = r.send(small);
    ASSERT_TRUE(r.until_busy(1));
    ::kill(r.one_pid(), SIGKILL);
    auto a = r.answer(id);
    EXPECT_EQ(a.outcome, wire::InspectOutcome::inspected);
    EXPECT_EQ(a.tries, 2u);
    EXPECT_EQ(r.service_.pool().restarts(), 1u);
}

TEST(Service, AMessageThatTwoWorkersDieOverIsGivenUpAndSaysCrash) {
    NEED_ENGINES();
    Running r(plan_of(2, 500));
    ASSERT_TRUE(r.ready()) << r.service_.pool().problem();
    auto id = r.send_file(small);
    std::vector<pid_t> killed;
    r.until([&] {
        if (r.service_.pool().busy() == 1)
            for (pid_t pid : r.service_.pool().pids())
                if (killed.size() < 4 && std::find(killed.begin(), killed.end(), pid) == killed.end()) {
                    ::kill(pid, SIGKILL);
                    killed.push_back(pid);
                }
        return r.answers_.contains(id);
    });
    auto a = r.answer(id);
    EXPECT_EQ(a.outcome, wire::InspectOutcome::gave_up);
    EXPECT_EQ(a.tries, 2u);
    ASSERT_EQ(a.inspection.not_inspected.size(), 1u);
    EXPECT_EQ(a.inspection.not_inspected[0].reason, NotInspectedReason::crash);
    EXPECT_EQ(a.inspection.not_inspected[0].location, "whole message");
    ASSERT_EQ(a.inspection.findings.size(), 1u);
    EXPECT_EQ(a.inspection.findings[0].kind, FindingKind::not_inspected);
    EXPECT_TRUE(r.ready());  // and the next message is served again
    EXPECT_EQ(r.answer(r.send(small)).outcome, wire::InspectOutcome::inspected);
}

TEST(Service, AWorkerThatNeverAnswersIsKilledAtTheDeadline) {
    NEED_ENGINES();
    auto plan = plan_of(1, 200);
    plan.deadline = 1500;
    Running r(plan);
    ASSERT_TRUE(r.ready()) << r.service_.pool().problem();
    const Milliseconds begun = now();
    auto id = r.send(small);
    ASSERT_TRUE(r.until_busy(1));
    const pid_t hung = r.one_pid();
    ::kill(hung, SIGSTOP);
    auto a = r.answer(id);
    EXPECT_EQ(a.outcome, wire::InspectOutcome::inspected);
    EXPECT_EQ(a.tries, 2u);
    EXPECT_GE(now() - begun, 1500);
    EXPECT_NE(::kill(hung, 0), 0);
}

TEST(Service, AnIdleWorkerThatDiesIsReplaced) {
    NEED_ENGINES();
    Running r(plan_of(2));
    ASSERT_TRUE(r.ready()) << r.service_.pool().problem();
    ::kill(r.one_pid(), SIGKILL);
    EXPECT_TRUE(r.until([&] { return r.service_.pool().restarts() == 1; }));
    EXPECT_TRUE(r.ready());
}

TEST(Service, AfterItsMessagesAWorkerRetiresOnlyWhenItsSuccessorIsReady) {
    NEED_ENGINES();
    auto plan = plan_of(2);
    plan.retire_after = 5;
    Running r(plan);
    ASSERT_TRUE(r.ready()) << r.service_.pool().problem();
    auto before = r.service_.pool().pids();
    const auto replaced = [&] {
        auto after = r.service_.pool().pids();
        return std::none_of(before.begin(), before.end(),
                            [&](pid_t pid) { return std::find(after.begin(), after.end(), pid) != after.end(); });
    };
    // A successor may take longer to start than many messages take: until it is ready the old one goes on serving.
    std::size_t least = 2, sent = 0;
    const Milliseconds give_up = now() + 60'000;
    for (; (sent < 40 || !replaced()) && now() < give_up; ++sent) {
        auto id = r.send(small);
        r.until([&] {
            least = std::min(least, r.service_.pool().ready());
            return r.answers_.contains(id);
        });
    }
    EXPECT_TRUE(replaced());
    EXPECT_EQ(least, 2u);
    EXPECT_EQ(r.service_.pool().restarts(), 0u);
    EXPECT_EQ(r.answers_.size(), sent);
}

TEST(Service, ALightMessageDoesNotWaitBehindHeavyOnes) {
    NEED_ENGINES();
    Running r(plan_of(2, 300), 1);
    ASSERT_TRUE(r.ready()) << r.service_.pool().problem();
    const std::string heavy = test::plain_message("Heavy", std::string(2u << 20, 'a'));
    auto first = r.send_file(heavy), second = r.send_file(heavy), third = r.send(small);
    for (auto id : {first, second, third}) EXPECT_EQ(r.answer(id).outcome, wire::InspectOutcome::inspected);
    EXPECT_EQ(r.order_.back(), second);
    EXPECT_LT(r.answers_[third].waited_ms, 250);
}

TEST(Service, AMessageWhoseTimeHasPassedIsToldSo) {
    NEED_ENGINES();
    Running r(plan_of(1, 400));
    ASSERT_TRUE(r.ready()) << r.service_.pool().problem();
    auto first = r.send(small), second = r.send(small, now() + 100);
    auto late = r.answer(second);
    EXPECT_EQ(late.outcome, wire::InspectOutcome::too_late);
    EXPECT_FALSE(late.inspection.complete());
    EXPECT_EQ(r.answer(first).outcome, wire::InspectOutcome::inspected);
}

TEST(Service, ADrainingServiceFinishesAndRefuses) {
    NEED_ENGINES();
    Running r(plan_of(1, 200));
    ASSERT_TRUE(r.ready()) << r.service_.pool().problem();
    auto first = r.send(small), second = r.send(small);
    ASSERT_TRUE(r.until_busy(1));
    r.service_.drain();
    auto third = r.send(small);
    EXPECT_EQ(r.answer(third).outcome, wire::InspectOutcome::refused);
    EXPECT_EQ(r.answer(first).outcome, wire::InspectOutcome::inspected);
    EXPECT_EQ(r.answer(second).outcome, wire::InspectOutcome::inspected);
    EXPECT_TRUE(r.until([&] { return r.service_.is_idle(); }));
}

TEST(Service, AClientThatLeftIsForgottenAndOthersAreServed) {
    NEED_ENGINES();
    Running r(plan_of(1, 200));
    ASSERT_TRUE(r.ready()) << r.service_.pool().problem();
    for (int i = 0; i < 5; ++i) r.send(small);
    ASSERT_TRUE(r.until_busy(1));
    r.client_ = nullptr;
    EXPECT_TRUE(r.until([&] { return r.service_.clients() == 0; }));
    r.client_ = r.connect();
    EXPECT_EQ(r.answer(r.send(small)).outcome, wire::InspectOutcome::inspected);
    EXPECT_EQ(r.service_.pool().restarts(), 0u);
}

TEST(Service, WhatIsNoRequestEndsTheConnection) {
    NEED_ENGINES();
    Running r(plan_of(1));
    ASSERT_TRUE(r.ready()) << r.service_.pool().problem();
    wire::Frame odd = wire::frame_of(wire::Serving{}, 1);
    r.client_->send(std::move(odd));
    EXPECT_TRUE(r.until([&] { return r.service_.clients() == 0; }));

    r.client_ = r.connect();
    wire::Frame pipe = wire::frame_of(wire::Inspect{}, 2);
    int ends[2];
    ASSERT_EQ(::pipe(ends), 0);
    pipe.descriptors.emplace_back(ends[0]);
    ::close(ends[1]);
    r.client_->send(std::move(pipe));
    EXPECT_TRUE(r.until([&] { return r.service_.clients() == 0; }));
}

TEST(Service, AFileThatShrinksUnderTheWorkerIsGivenUpNotHung) {
    if (built_with_sanitizer) GTEST_SKIP() << "the sanitizer would report the very end that the test asks for";
    NEED_ENGINES();
    Running r(plan_of(1, 400));
    ASSERT_TRUE(r.ready()) << r.service_.pool().problem();
    wire::Frame frame = wire::frame_of(wire::Inspect{}, ++r.last_);
    int file = ::memfd_create("message", MFD_CLOEXEC);
    ASSERT_EQ(::ftruncate(file, 1 << 20), 0);
    frame.descriptors.emplace_back(::dup(file));
    r.client_->send(std::move(frame));
    ASSERT_TRUE(r.until_busy(1));
    r.until([] { return false; }, 150);  // the worker has mapped it and sleeps
    ASSERT_EQ(::ftruncate(file, 0), 0);
    ::close(file);
    auto a = r.answer(r.last_);
    EXPECT_EQ(a.outcome, wire::InspectOutcome::gave_up);
    EXPECT_FALSE(a.inspection.complete());
}

TEST(Service, StatusCountsWhatIsThere) {
    NEED_ENGINES();
    Running r(plan_of(2));
    ASSERT_TRUE(r.ready()) << r.service_.pool().problem();
    auto status = r.service_.status(7);
    EXPECT_NE(status.find("\"workers\":2,"), std::string::npos) << status;
    EXPECT_NE(status.find("\"generation\":7}"), std::string::npos) << status;
    EXPECT_NE(status.find("\"pids\":[" + std::to_string(r.one_pid())), std::string::npos) << status;
}

TEST(Service, NothingIsLeftInTheFolderOfAWorker) {
    NEED_ENGINES();
    Running r(plan_of(1));
    ASSERT_TRUE(r.ready()) << r.service_.pool().problem();
    for (int i = 0; i < 3; ++i) ASSERT_EQ(r.answer(r.send(small)).outcome, wire::InspectOutcome::inspected);
    std::size_t files = 0;
    for (const auto& at : std::filesystem::recursive_directory_iterator(r.scratch_.path()))
        files += at.is_regular_file() ? 1u : 0u;
    EXPECT_EQ(files, 0u);
}

}  // namespace
}  // namespace beadle::inspect

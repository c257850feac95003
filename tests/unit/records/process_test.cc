// The program as beadled runs it: a child process with a control socket.
#include <poll.h>
#include <pwd.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>

#include "records/process.h"
#include "settings/bundle.h"
#include "unit/records/fixture.h"

namespace beadle::records {
namespace {

constexpr Milliseconds patience = 60'000;
Milliseconds until() { return system_clock().steady() + patience; }

// One beadle-record and the end of its control socket.
struct Child {
    pid_t pid = -1;
    Descriptor control;

    Child() {
        auto pair = wire::socket_pair();
        pid = ::fork();
        if (pid == 0) {
            pair->first.reset();
            ::signal(SIGPIPE, SIG_IGN);
            ::_exit(Process(std::move(pair->second), system_clock()).run());
        }
        control = std::move(pair->first);
    }
    ~Child() {
        if (pid > 0) kill_now();
    }
    Child(const Child&) = delete;
    Child& operator=(const Child&) = delete;
    template <class M>
    void send(const M& message, Descriptor fd = {}) {
        auto frame = wire::frame_of(message, 1);
        if (fd) frame.descriptors.push_back(std::move(fd));
        EXPECT_TRUE(wire::send_frame(control.get(), frame, until()));
    }
    template <class M>
    M receive() {
        auto frame = wire::receive_frame(control.get(), until());
        EXPECT_TRUE(frame);
        auto message = frame ? wire::message_of<M>(*frame) : Result<M>(frame.failure());
        EXPECT_TRUE(message);
        return message ? std::move(*message) : M{};
    }
    int wait() {
        int how = 0;
        ::waitpid(std::exchange(pid, -1), &how, 0);
        return WIFEXITED(how) ? WEXITSTATUS(how) : -WTERMSIG(how);
    }
    int kill_now() {
        ::kill(pid, SIGKILL);
        return wait();
    }
};

class ProcessTest : public ::testing::Test {
  protected:
    void SetUp() override {
        const struct passwd* nobody = ::getpwnam("nobody");
        if (::geteuid() != 0 || !nobody) return;
        ASSERT_EQ(::chown(folder_.path.c_str(), nobody->pw_uid, nobody->pw_gid), 0);
    }
    std::string socket_path() const { return folder_.path + "/record.sock"; }
    Descriptor sealed(const std::string& more = "") {
        Bundle bundle;
        bundle.files.push_back({BundleRole::settings, folder_.path + "/beadle.toml",
                                "[store]\nurl = \"" + store_url(folder_) + "\"\nkeys = \"" +
                                    folder_.path + "/keys\"\n[admin]\nrecord_socket = \"" + socket_path() +
                                    "\"\n[users]\nrecord = \"nobody\"\n" + more});
        auto out = seal(bundle);
        EXPECT_TRUE(out);
        return std::move(*out);
    }
    wire::Prepared configure(Child& child, std::uint32_t generation = 1, const std::string& more = "") {
        child.send(wire::Configure{generation}, sealed(more));
        return child.receive<wire::Prepared>();
    }
    void start(Child& child) {
        auto prepared = configure(child);
        ASSERT_TRUE(prepared.good) << prepared.diagnostics;
        child.receive<wire::Serving>();
    }
    Descriptor peer(Child& child, wire::Role role) {
        auto pair = wire::socket_pair();
        child.send(wire::Peer{role, 1}, std::move(pair->second));
        return std::move(pair->first);
    }
    Descriptor admin() {
        sockaddr_un address{};
        address.sun_family = AF_UNIX;
        std::memcpy(address.sun_path, socket_path().c_str(), socket_path().size() + 1);
        Descriptor out(::socket(AF_UNIX, SOCK_STREAM, 0));
        return ::connect(out.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0 ? std::move(out)
                                                                                                      : Descriptor();
    }
    template <class Reply, class Request>
    Result<Reply> ask(const Descriptor& socket, const Request& request, Descriptor fd = {}) {
        auto frame = wire::frame_of(request, 7);
        if (fd) frame.descriptors.push_back(std::move(fd));
        if (auto sent = wire::send_frame(socket.get(), frame, until()); !sent) return sent.failure();
        auto reply = wire::receive_frame(socket.get(), until());
        if (!reply) return reply.failure();
        return wire::message_of<Reply>(*reply);
    }
    TempFolder folder_;
};

TEST_F(ProcessTest, records_answers_and_drains) {
    Child child;
    start(child);
    auto session = peer(child, wire::Role::session);
    auto recorded = ask<wire::Recorded>(session, held_verdict(), memory_file(message_text()));
    ASSERT_TRUE(recorded);
    EXPECT_TRUE(recorded->good) << recorded->problem;
    auto listed = ask<wire::Answer>(admin(), wire::Ask{"quarantine.list", "{}"});
    ASSERT_TRUE(listed);
    ASSERT_EQ(listed->lines.size(), 1u);
    EXPECT_EQ(nlohmann::json::parse(listed->lines[0])["id"], recorded->held.at(0));
    child.send(wire::StatusRequest{});
    EXPECT_EQ(nlohmann::json::parse(child.receive<wire::StatusAnswer>().json)["pending"], 1);
    struct stat s {};
    ASSERT_EQ(::stat(socket_path().c_str(), &s), 0);
    EXPECT_EQ(s.st_mode & 07, 0u) << "not for everybody";
    // what was sent before the end is still recorded
    ASSERT_TRUE(wire::send_frame(session.get(),
                                 wire::frame_of(wire::Amend{recorded->event, wire::Amendment::heard, ""}), until()));
    session.reset();
    child.send(wire::Drain{5000});
    EXPECT_EQ(child.wait(), 0);
    EXPECT_NE(::stat(socket_path().c_str(), &s), 0);
    Child next;
    start(next);
    auto answer = ask<wire::Answer>(admin(), wire::Ask{"quarantine.list", R"({"state":"held"})"});
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->lines.size(), 1u);
}

TEST_F(ProcessTest, a_second_one_is_refused_with_3_and_the_first_is_untouched) {
    Child first;
    start(first);
    Child second;
    auto prepared = configure(second);
    EXPECT_FALSE(prepared.good);
    EXPECT_THAT(prepared.diagnostics, ::testing::HasSubstr("another"));
    EXPECT_EQ(second.wait(), 3);
    EXPECT_TRUE(ask<wire::Answer>(admin(), wire::Ask{"status", "{}"}));
}

TEST_F(ProcessTest, after_a_kill_the_next_one_takes_over_socket_and_store) {
    std::string reference;
    {
        Child child;
        start(child);
        auto session = peer(child, wire::Role::session);
        auto recorded = ask<wire::Recorded>(session, held_verdict(), memory_file(message_text()));
        ASSERT_TRUE(recorded && recorded->good);
        reference = recorded->held.at(0);
        EXPECT_EQ(child.kill_now(), -SIGKILL);
    }
    Child child;
    start(child);
    auto shown = ask<wire::Answer>(admin(), wire::Ask{"quarantine.show", R"({"id":")" + reference + "\"}"});
    ASSERT_TRUE(shown);
    EXPECT_EQ(shown->exit_code, 0u);
    auto verified = ask<wire::Answer>(admin(), wire::Ask{"events.verify", "{}"});
    ASSERT_TRUE(verified);
    EXPECT_EQ(verified->exit_code, 0u);
}

TEST_F(ProcessTest, a_peer_that_breaks_its_role_loses_its_connection_and_only_that) {
    Child child;
    start(child);
    auto session = peer(child, wire::Role::session);
    auto mail = peer(child, wire::Role::mail);
    EXPECT_FALSE(ask<wire::Recorded>(mail, accepted_verdict()));
    auto first = admin();
    ASSERT_EQ(::write(first.get(), "rubbish rubbish rubbish", 23), 23);
    EXPECT_FALSE(wire::receive_frame(first.get(), until()));
    EXPECT_TRUE(ask<wire::Recorded>(session, accepted_verdict()));
}

TEST_F(ProcessTest, a_new_generation_is_checked_then_switched_to) {
    Child child;
    start(child);
    EXPECT_FALSE(configure(child, 2, "nonsense = 1\n").good);
    EXPECT_TRUE(configure(child, 3, "[mail]\nnotices_an_hour = 1\n").good);
    child.send(wire::Switch{3});
    child.send(wire::StatusRequest{});
    EXPECT_EQ(nlohmann::json::parse(child.receive<wire::StatusAnswer>().json)["generation"], 3);
}

TEST_F(ProcessTest, does_not_start_without_the_keys_of_its_store) {
    {
        Child child;
        start(child);
        child.send(wire::Drain{5000});
        EXPECT_EQ(child.wait(), 0);
    }
    std::filesystem::remove(folder_.path + "/keys/council.key");
    Child child;
    auto prepared = configure(child);
    EXPECT_FALSE(prepared.good);
    EXPECT_THAT(prepared.diagnostics, ::testing::HasSubstr("council.key is missing"));
    EXPECT_EQ(child.wait(), 3);
}

TEST_F(ProcessTest, ends_when_beadled_is_gone) {
    Child child;
    start(child);
    child.control.reset();
    EXPECT_EQ(child.wait(), 0);
}

}  // namespace
}  // namespace beadle::records

#include "mail_out/control.h"

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include "settings/bundle.h"
#include "wire/due.h"
#include "wire/messages.h"

using namespace beadle;

namespace {

// beadled's end of the control socket, and beadle-mail in a process of its own: started by root it changes its account.
class Served {
  public:
    Served() {
        auto ends = wire::socket_pair();
        ours = std::move(ends->first);
        pid_ = ::fork();
        if (pid_ != 0) return;
        ours.reset();
        ::_exit(mail_out::serve(std::move(ends->second), system_clock()));
    }
    ~Served() {
        ours.reset();
        join();
    }
    void join() {
        if (pid_ <= 0) return;
        int status = 0;
        ::waitpid(pid_, &status, 0);
        exit_code = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
        pid_ = -1;
    }
    template <class M>
    void say(const M& message, Descriptor descriptor = Descriptor()) {
        auto frame = wire::frame_of(message, 7);
        if (descriptor) frame.descriptors.push_back(std::move(descriptor));
        ASSERT_TRUE(wire::send_frame(ours.get(), frame));
    }
    template <class M>
    Result<M> heard() {
        const auto frame = wire::receive_frame(ours.get(), system_clock().steady() + 5000);
        if (!frame) return frame.failure();
        return wire::message_of<M>(*frame);
    }
    Descriptor ours;
    int exit_code = -1;

  private:
    pid_t pid_ = -1;
};

Descriptor bundle(const std::string& settings = "[users]\nmail = \"nobody\"\n") {
    Bundle b;
    b.files.push_back({BundleRole::settings, "/etc/beadle/beadle.toml", settings});
    auto sealed = seal(b);
    return std::move(*sealed);
}

// What is posted to keep the time comes between.
Result<wire::Frame> asked_for_work(int socket) {
    auto frame = wire::receive_frame(socket, system_clock().steady() + 5000);
    while (frame && frame->type == wire::RunDue::type) frame = wire::receive_frame(socket, system_clock().steady() + 5000);
    return frame;
}

TEST(MailControl, ServesWhenSettingsAndRecordsAreThereAndDrains) {
    Served mail;
    mail.say(wire::Configure{1}, bundle());
    const auto prepared = mail.heard<wire::Prepared>();
    ASSERT_TRUE(prepared);
    EXPECT_TRUE(prepared->good) << prepared->diagnostics;
    auto records = wire::socket_pair();
    mail.say(wire::Peer{wire::Role::record, 1}, std::move(records->second));
    ASSERT_TRUE(mail.heard<wire::Serving>());
    const auto asked = asked_for_work(records->first.get());
    ASSERT_TRUE(asked);
    EXPECT_EQ(asked->type, wire::TakeWork::type);
    mail.say(wire::StatusRequest{});
    const auto status = mail.heard<wire::StatusAnswer>();
    ASSERT_TRUE(status);
    EXPECT_NE(status->json.find("beadle-mail"), std::string::npos);
    (void)wire::send_frame(records->first.get(), wire::frame_of(wire::Work{}, asked->id));
    mail.say(wire::Drain{5000});
    records->first.reset();
    mail.join();
    EXPECT_EQ(mail.exit_code, 0);
}

TEST(MailControl, AsksForRecordsWhenTheirEndCloses) {
    Served mail;
    mail.say(wire::Configure{1}, bundle());
    ASSERT_TRUE(mail.heard<wire::Prepared>());
    auto records = wire::socket_pair();
    mail.say(wire::Peer{wire::Role::record, 1}, std::move(records->second));
    ASSERT_TRUE(mail.heard<wire::Serving>());
    records->first.reset();
    const auto asked = mail.heard<wire::NeedPeer>();
    ASSERT_TRUE(asked);
    EXPECT_EQ(asked->role, wire::Role::record);
    auto others = wire::socket_pair();
    mail.say(wire::Peer{wire::Role::record, 1}, std::move(others->second));
    const auto work = asked_for_work(others->first.get());
    ASSERT_TRUE(work);
    EXPECT_EQ(work->type, wire::TakeWork::type);
}

TEST(MailControl, BadFirstSettingsAreToldAndEndIt) {
    Served mail;
    mail.say(wire::Configure{1}, bundle("[mail]\nsubmt = 1\n"));
    const auto prepared = mail.heard<wire::Prepared>();
    ASSERT_TRUE(prepared);
    EXPECT_FALSE(prepared->good);
    EXPECT_NE(prepared->diagnostics.find("submt"), std::string::npos);
    mail.join();
    EXPECT_EQ(mail.exit_code, 3);
}

TEST(MailControl, ALaterBadGenerationChangesNothing) {
    Served mail;
    mail.say(wire::Configure{1}, bundle());
    ASSERT_TRUE(mail.heard<wire::Prepared>());
    mail.say(wire::Configure{2}, bundle("nonsense"));
    const auto prepared = mail.heard<wire::Prepared>();
    ASSERT_TRUE(prepared);
    EXPECT_FALSE(prepared->good);
    EXPECT_EQ(prepared->generation, 2u);
    mail.say(wire::StatusRequest{});
    EXPECT_TRUE(mail.heard<wire::StatusAnswer>());
}

TEST(MailControl, EndsWithBeadled) {
    Served mail;
    mail.say(wire::Configure{1}, bundle());
    ASSERT_TRUE(mail.heard<wire::Prepared>());
    mail.ours.reset();
    mail.join();
    EXPECT_EQ(mail.exit_code, 0);
}

TEST(MailControl, AFrameThatNobodyMaySendEndsIt) {
    Served mail;
    mail.say(wire::Reload{});
    mail.join();
    EXPECT_EQ(mail.exit_code, 4);
}

}  // namespace

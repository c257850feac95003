#include "mail_out/mailer.h"

#include <gtest/gtest.h>
#include <sys/mman.h>

#include <chrono>
#include <deque>

#include "mail/content_hash.h"
#include "unit/mail_out/fake_server.h"

using namespace beadle;
using namespace beadle::mail_out;
using test::FakeServer;
using test::Script;

namespace {

// beadle-record as far as the mailer knows it: gives out what it has, keeps what it is told.
class FakeRecords {
  public:
    explicit FakeRecords(std::deque<wire::Work> work, bool die_before_settling = false)
        : work_(std::move(work)), die_(die_before_settling) {
        auto ends = wire::socket_pair();
        ours_ = std::move(ends->first);
        theirs = std::move(ends->second);
        thread_ = std::thread([this] { run(); });
    }
    ~FakeRecords() {
        stopping_ = true;
        thread_.join();
    }
    Descriptor theirs;
    std::vector<wire::SettleWork> settled() {
        const std::lock_guard lock(mutex_);
        return settled_;
    }
    std::vector<wire::StampNotice> stamps() {
        const std::lock_guard lock(mutex_);
        return stamps_;
    }
    int renewed() {
        const std::lock_guard lock(mutex_);
        return renewed_;
    }
    std::atomic<int> cannot_write{0};  // so many settlements are answered so
    bool wait_for_settled(std::size_t n) {
        for (int i = 0; i < 500 && settled().size() < n; ++i) std::this_thread::sleep_for(std::chrono::milliseconds(10));
        return settled().size() >= n;
    }

  private:
    void run() {
        while (!stopping_) {
            auto frame = wire::receive_frame(ours_.get(), system_clock().steady() + 50);
            if (!frame) {
                if (frame.failure().kind == FailureKind::malformed) return;
                continue;
            }
            if (frame->type == wire::TakeWork::type) give(frame->id);
            if (frame->type == wire::StampNotice::type) stamp(*frame);
            if (frame->type == wire::RenewWork::type) {
                const std::lock_guard lock(mutex_);
                renewed_ += wire::message_of<wire::RenewWork>(*frame)->id == 1;
            }
            if (frame->type == wire::SettleWork::type) {
                if (die_) {
                    ours_.reset();
                    return;
                }
                const std::lock_guard lock(mutex_);
                const bool written = cannot_write-- <= 0;
                if (written) settled_.push_back(*wire::message_of<wire::SettleWork>(*frame));
                (void)wire::send_frame(ours_.get(), wire::frame_of(wire::Settled{written, !written}, frame->id));
            }
        }
    }
    void give(std::uint32_t id) {
        wire::Work work;
        if (!work_.empty()) {
            work = work_.front();
            work_.pop_front();
        }
        auto frame = wire::frame_of(work, id);
        if (work.kind == wire::WorkKind::release) {
            Descriptor file(::memfd_create("m", MFD_CLOEXEC));
            const std::string octets = "Received: by mx\r\nSubject: x\r\n\r\n.body\r\n";
            (void)!::write(file.get(), octets.data(), octets.size());
            frame.descriptors.push_back(std::move(file));
        }
        (void)wire::send_frame(ours_.get(), frame);
    }
    void stamp(const wire::Frame& frame) {
        const std::lock_guard lock(mutex_);
        stamps_.push_back(*wire::message_of<wire::StampNotice>(frame));
        (void)wire::send_frame(ours_.get(), wire::frame_of(wire::NoticeStamp{"notice-token"}, frame.id));
    }
    std::deque<wire::Work> work_;
    bool die_;
    std::atomic<bool> stopping_{false};
    Descriptor ours_;
    std::mutex mutex_;
    std::vector<wire::SettleWork> settled_;
    std::vector<wire::StampNotice> stamps_;
    int renewed_ = 0;
    std::thread thread_;
};

wire::Work release(std::uint64_t id, Origin origin, std::string stamp = "token") {
    wire::Work w;
    w.kind = wire::WorkKind::release;
    w.id = id;
    w.origin = origin;
    w.stamp = std::move(stamp);
    w.sender = "clerk@council.example";
    w.recipients = {"a@x.example"};
    return w;
}

wire::Work a_notice(std::uint64_t id) {
    wire::Work w;
    w.kind = wire::WorkKind::notice;
    w.id = id;
    w.notice = {"k1", "clerk@council.example", "held", "Kept back", "text", "<p>text</p>", 0};
    return w;
}

Settings settings_for(const FakeServer& inside, const FakeServer& outside) {
    Settings s;
    s.mail_submit = inside.endpoint();
    s.mail_submit_unsigned = outside.endpoint();
    s.mail_clerk = "clerk@council.example";
    return s;
}

TEST(Mailer, SendsByOriginWithTheStampOnTop) {
    FakeServer inside({}), outside({});
    FakeRecords records({release(1, Origin::inside), release(2, Origin::outside, "other")});
    Mailer mailer(system_clock(), {3000, 3000, {}});
    mailer.use(settings_for(inside, outside));
    mailer.use(std::move(records.theirs));
    mailer.start();
    ASSERT_TRUE(records.wait_for_settled(2));
    inside.stop();
    outside.stop();
    EXPECT_EQ(inside.data, "X-Beadle-Stamp: token\r\nReceived: by mx\r\nSubject: x\r\n\r\n..body\r\n");
    EXPECT_TRUE(outside.data.starts_with("X-Beadle-Stamp: other\r\n"));
    const auto settled = records.settled();
    EXPECT_EQ(settled[0].id, 1u);
    EXPECT_EQ(settled[0].reply_code, 250u);
    EXPECT_TRUE(settled[0].reached_data_end);
    EXPECT_EQ(settled[0].stamp, "token") << "which try it was";
    ASSERT_EQ(settled[0].recipients.size(), 1u);
    EXPECT_EQ(settled[0].recipients[0].code, 250u);
    EXPECT_NE(mailer.status().find("\"released\":2"), std::string::npos);
}

TEST(Mailer, ANoticeIsStampedForWhatIsSent) {
    FakeServer inside({}), outside({});
    FakeRecords records({a_notice(7)});
    Mailer mailer(system_clock(), {3000, 3000, {}});
    mailer.use(settings_for(inside, outside));
    mailer.use(std::move(records.theirs));
    mailer.start();
    ASSERT_TRUE(records.wait_for_settled(1));
    inside.stop();
    ASSERT_EQ(records.stamps().size(), 1u);
    EXPECT_TRUE(inside.data.starts_with("X-Beadle-Stamp: notice-token\r\n"));
    EXPECT_EQ(records.stamps()[0].content_hash, ContentHash::of_message(inside.data)) << "no line of it begins with a dot";
    EXPECT_EQ(records.stamps()[0].sender, "");
    EXPECT_EQ(records.stamps()[0].recipients, std::vector<std::string>{"clerk@council.example"});
    EXPECT_TRUE(inside.commands[1].starts_with("MAIL FROM:<>")) << inside.commands[1];
    EXPECT_EQ(records.settled()[0].reply_code, 250u);
    EXPECT_EQ(records.settled()[0].stamp, "notice-token");
}

// An hour passes in 72 seconds.
struct FastClock : Clock {
    Milliseconds wall() const override { return system_clock().wall(); }
    Milliseconds steady() const override { return system_clock().steady() * 50; }
};

TEST(Mailer, RenewsTheLeaseWhileTheServerThinks) {
    Script slow;
    slow.wait_after_dot = 2'500;  // two minutes
    FakeServer inside(slow), outside({});
    FakeRecords records({release(1, Origin::inside)});
    const FastClock clock;
    Mailer mailer(clock);
    mailer.use(settings_for(inside, outside));
    mailer.use(std::move(records.theirs));
    mailer.start();
    ASSERT_TRUE(records.wait_for_settled(1));
    EXPECT_EQ(records.settled()[0].reply_code, 250u);
    EXPECT_GE(records.renewed(), 2);
}

TEST(Mailer, TellsAgainWhatTheRecordsCouldNotWrite) {
    FakeServer inside({}), outside({});
    FakeRecords records({release(1, Origin::inside)});
    records.cannot_write = 2;
    Mailer mailer(system_clock(), {3000, 3000, {}});
    mailer.use(settings_for(inside, outside));
    mailer.use(std::move(records.theirs));
    mailer.start();
    ASSERT_TRUE(records.wait_for_settled(1));
    EXPECT_EQ(records.settled()[0].reply_code, 250u);
    EXPECT_EQ(inside.connections, 1);
}

TEST(Mailer, AsksForANewEndOnlyWhenItsOwnClosed) {
    FakeServer inside({}), outside({});
    auto silent = wire::socket_pair();
    FakeRecords reborn({release(1, Origin::inside)});
    Mailer mailer(system_clock(), {3000, 3000, {}});
    mailer.use(settings_for(inside, outside));
    mailer.use(std::move(silent->second));
    mailer.start();
    std::this_thread::sleep_for(std::chrono::milliseconds(2'500));
    EXPECT_FALSE(mailer.needs_records()) << "records that are slow are waited for";
    silent->first.reset();
    for (int i = 0; i < 500 && !mailer.needs_records(); ++i) std::this_thread::sleep_for(std::chrono::milliseconds(10));
    EXPECT_TRUE(mailer.needs_records());
    mailer.use(std::move(reborn.theirs));
    EXPECT_TRUE(reborn.wait_for_settled(1));
    EXPECT_FALSE(mailer.needs_records());
}

TEST(Mailer, ADrainLeavesRecordsThatHang) {
    auto silent = wire::socket_pair();
    Mailer mailer(system_clock(), {300, 300, {}});
    mailer.use(std::move(silent->second));
    mailer.start();
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
    mailer.drain();
    for (int i = 0; i < 800 && !mailer.finished(); ++i) std::this_thread::sleep_for(std::chrono::milliseconds(10));
    EXPECT_TRUE(mailer.finished());
}

TEST(Mailer, AStampThatCouldAddAFieldIsNotSent) {
    FakeServer inside({}), outside({});
    FakeRecords records({release(1, Origin::inside, "x\r\nBcc: spy@z.example")});
    Mailer mailer(system_clock(), {3000, 3000, {}});
    mailer.use(settings_for(inside, outside));
    mailer.use(std::move(records.theirs));
    mailer.start();
    ASSERT_TRUE(records.wait_for_settled(1));
    EXPECT_EQ(records.settled()[0].reply_code, 0u);
    EXPECT_EQ(inside.connections, 0);
}

TEST(Mailer, TellsTheRestartedRecordsWhatWasSentBefore) {
    FakeServer inside({}), outside({});
    FakeRecords dying({release(1, Origin::inside)}, true), reborn({});
    Mailer mailer(system_clock(), {3000, 3000, {}});
    mailer.use(settings_for(inside, outside));
    mailer.use(std::move(dying.theirs));
    mailer.start();
    for (int i = 0; i < 500 && mailer.status().find("\"released\":1") == std::string::npos; ++i)
        std::this_thread::sleep_for(std::chrono::milliseconds(10));
    mailer.use(std::move(reborn.theirs));
    ASSERT_TRUE(reborn.wait_for_settled(1));
    EXPECT_EQ(reborn.settled()[0].id, 1u);
    EXPECT_EQ(reborn.settled()[0].reply_code, 250u);
    EXPECT_EQ(inside.connections, 1);
}

TEST(Mailer, AServerThatHangsDoesNotKeepTheOthersLong) {
    Script hanging;
    hanging.hang_after_dot = true;
    FakeServer inside(hanging), outside({});
    FakeRecords records({release(1, Origin::inside), release(2, Origin::outside)});
    Mailer mailer(system_clock(), {300, 300, {}});
    mailer.use(settings_for(inside, outside));
    mailer.use(std::move(records.theirs));
    mailer.start();
    ASSERT_TRUE(records.wait_for_settled(2));
    const auto settled = records.settled();
    EXPECT_EQ(settled[0].reply_code, 0u);
    EXPECT_TRUE(settled[0].reached_data_end);
    EXPECT_EQ(settled[1].reply_code, 250u);
}

TEST(Mailer, DrainsWhileNothingIsThere) {
    Mailer mailer(system_clock(), {300, 300, {}});
    mailer.start();
    mailer.drain();
    for (int i = 0; i < 100 && !mailer.finished(); ++i) std::this_thread::sleep_for(std::chrono::milliseconds(10));
    EXPECT_TRUE(mailer.finished());
}

}  // namespace

// Views of stored messages by real workers behind their walls: what a person gets to see, and that mail does not wait
// for it.
#include <fcntl.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <set>

#include "inspect/worker/service.h"
#include "inspect/worker/view_message.h"
#include "support.h"

namespace beadle::inspect {
namespace {

using test::engines;

Descriptor file_of(const std::string& octets) {
    Descriptor file(::memfd_create("message", MFD_CLOEXEC));
    EXPECT_EQ(::write(file.get(), octets.data(), octets.size()), static_cast<ssize_t>(octets.size()));
    return file;
}

wire::Viewed viewed(const std::string& octets, wire::View asked = {}) {
    Budget budget(engines().limits, octets.size(), system_clock());
    Tools tools{engines().detector.get(), engines().malware.get(), nullptr, &system_clock()};
    auto out = view_message(octets, asked, tools, budget);
    const auto sound = check_view(out, asked);
    EXPECT_TRUE(sound) << sound.failure().what;
    return out;
}

const std::string number = "999 000 0018";  // never issued
std::string letter(const std::string& body) { return test::plain_message("Her NHS number: " + number, body); }

std::string in_html(const std::string& html) {
    return "From: clerk@example.org\r\nTo: a@example.net\r\nSubject: page\r\nMIME-Version: 1.0\r\n"
           "Content-Type: text/html; charset=utf-8\r\n\r\n" +
           html + "\r\n";
}

bool is_anywhere(const wire::Viewed& v, const std::string& what) {
    for (const auto& f : v.fields)
        if (f.text.find(what) != std::string::npos) return true;
    for (const auto& t : v.texts)
        if (t.text.find(what) != std::string::npos) return true;
    for (const auto& p : v.pages)
        if (p.html.find(what) != std::string::npos) return true;
    return v.inspection.subject.find(what) != std::string::npos;
}

TEST(View, ValuesAreMaskedAndMarkedUnlessTheyAreRevealed) {
    NEED_ENGINES();
    const auto v = viewed(letter("Dear Sir,\r\nher NHS number: " + number + " as agreed."));
    EXPECT_FALSE(is_anywhere(v, "000 0018")) << v.texts[0].text;
    ASSERT_FALSE(v.texts.empty());
    const auto body = std::find_if(v.texts.begin(), v.texts.end(), [](const auto& t) { return t.kind == "body"; });
    ASSERT_NE(body, v.texts.end());
    ASSERT_EQ(body->spans.size(), 1u);
    EXPECT_EQ(body->spans[0].kind, "nhs-number");
    EXPECT_NE(body->text.find("Dear Sir,\nher NHS number: "), std::string::npos);
    wire::View reveal;
    reveal.reveal = true;
    const auto shown = viewed(letter("her NHS number: " + number), reveal);
    EXPECT_TRUE(is_anywhere(shown, number));
    for (const auto& t : shown.texts)
        for (const auto& s : t.spans) EXPECT_EQ(t.text.substr(s.begin, s.end - s.begin), number);
}

TEST(View, AValueThatStandsInAPageIsMaskedThereToo) {
    NEED_ENGINES();
    const auto v = viewed(
        in_html("<p>Her NHS number: <b>999</b> <i>000</i> 0018</p><script>x</script><img src=https://e.example/x>"));
    ASSERT_EQ(v.pages.size(), 1u);
    EXPECT_EQ(v.pages[0].html.find("0018"), std::string::npos) << v.pages[0].html;
    EXPECT_EQ(v.pages[0].left_out, 1u);
    EXPECT_EQ(v.pages[0].taken_out, 1u);
    EXPECT_FALSE(is_anywhere(v, "0018"));
}

TEST(View, EntitiesAreNamedWithWhatTheyAre) {
    NEED_ENGINES();
    const auto v = viewed(test::with_attachment("list.pdf", "application/pdf", "UEsDBBQAAAAIAA=="));
    ASSERT_FALSE(v.inspection.entities.empty());
    const auto& e = v.inspection.entities.back();
    EXPECT_EQ(e.filename, "list.pdf");
    EXPECT_EQ(e.media_type, "application/pdf");
    EXPECT_EQ(e.sha256.size(), 64u);
}

TEST(View, NoOctetThatATerminalObeysIsLeft) {
    NEED_ENGINES();
    const auto v = viewed(
        "From: \x1b]0;x\x07 <a@example.org>\r\nSubject: \x1b[2J\r\n\r\n\x1b[31mred\x9b\x00 \xe2\x80\xae back\r\n");
    for (const auto& f : v.fields)
        for (const unsigned char c : f.text) EXPECT_GE(c, 0x20);
    EXPECT_FALSE(is_anywhere(v, "\x1b"));
    EXPECT_FALSE(is_anywhere(v, "\xe2\x80\xae"));
}

TEST(View, WordsAreFoundWhereverTheyStand) {
    NEED_ENGINES();
    wire::View asked;
    asked.purpose = wire::ViewPurpose::terms;
    asked.words = {"foot  path", "absent", "CAF\xc3\x89"};
    const auto v =
        viewed(test::plain_message("the caf\xc3\xa9", "The Foot\r\npath is closed; the FOOT PATH is not."), asked);
    std::uint32_t paths = 0;
    bool cafe = false;
    for (const auto& o : v.occurrences) {
        EXPECT_NE(o.word, 1u);
        if (o.word == 0) paths += o.count;
        cafe = cafe || o.word == 2;
    }
    EXPECT_EQ(paths, 2u);
    EXPECT_TRUE(cafe);
    EXPECT_TRUE(v.texts.empty()) << "a search shows nothing";
}

TEST(View, ForAReplayItIsInspectedAsMailIs) {
    NEED_ENGINES();
    wire::View asked;
    asked.purpose = wire::ViewPurpose::inspect;
    const auto v = viewed(letter("her NHS number: " + number), asked);
    EXPECT_TRUE(v.texts.empty());
    EXPECT_TRUE(std::any_of(v.inspection.findings.begin(), v.inspection.findings.end(),
                            [](const Finding& f) { return f.kind == FindingKind::nhs_number; }));
}

TEST(View, AnAnswerThatIsNotSoundIsRefused) {
    wire::View asked;
    asked.words = {"x"};
    const auto bad = [&](auto change) {
        wire::Viewed v;
        v.outcome = wire::ViewOutcome::viewed;
        change(v);
        return !check_view(v, asked);
    };
    EXPECT_FALSE(bad([](wire::Viewed&) {}));
    EXPECT_TRUE(bad([](wire::Viewed& v) { v.outcome = wire::ViewOutcome::lost; }));
    EXPECT_TRUE(bad([](wire::Viewed& v) { v.texts = {{"1", "x", "body", "\x1b", {}, false}}; }));
    EXPECT_TRUE(bad([](wire::Viewed& v) { v.texts = {{"1", "x", "body", "abc", {{1, 9, ""}}, false}}; }));
    EXPECT_TRUE(bad([](wire::Viewed& v) { v.texts = {{"1 x", "x", "body", "abc", {}, false}}; }));
    EXPECT_TRUE(bad([](wire::Viewed& v) { v.pages = {{"1", "<p>\x07", 0, 0, false}}; }));
    EXPECT_TRUE(bad([](wire::Viewed& v) { v.occurrences = {{1, "1", "x", 1}}; }));
    EXPECT_TRUE(bad([](wire::Viewed& v) { v.fields = {{"a\n", "b"}}; }));
}

// A service with a worker of mail, and one client of it.
class Running {
  public:
    Running() : scratch_(*Scratch::make(folder_.path())), service_(plan(), 1, scratch_, engines()) {
        auto pair = wire::socket_pair();
        service_.add_client(std::move(pair->second));
        client_ = std::make_unique<wire::Connection>(std::move(pair->first));
    }
    ~Running() {
        service_.stop();
        scratch_.remove();
    }
    static PoolPlan plan() {
        PoolPlan p;
        p.first = p.most = 1;
        return p;
    }
    void view(std::uint32_t id, const std::string& octets) {
        auto frame = wire::frame_of(wire::View{}, id);
        frame.descriptors.push_back(file_of(octets));
        client_->send(std::move(frame));
    }
    template <class Until>
    bool until(const Until& reached) {
        const Milliseconds end = system_clock().steady() + 60'000;
        while (!reached() && system_clock().steady() < end) {
            std::vector<pollfd> fds{
                {client_->socket(), static_cast<short>(POLLIN | (client_->wants_write() ? POLLOUT : 0)), 0}};
            service_.watch(fds);
            ::poll(fds.data(), fds.size(), 10);
            service_.turn(fds);
            (void)client_->write_ready();
            (void)client_->read_ready();
            while (auto frame = client_->next()) answers_.push_back(std::move(*frame));
        }
        return reached();
    }
    beadle::test::ScratchFolder folder_;
    Scratch scratch_;
    Service service_;
    std::unique_ptr<wire::Connection> client_;
    std::vector<wire::Frame> answers_;
};

TEST(ViewDesk, AViewHasAWorkerOfItsOwnBelowTheWorkersOfMail) {
    NEED_ENGINES();
    Running r;
    ASSERT_TRUE(r.until([&] { return r.service_.is_ready(); }));
    EXPECT_TRUE(r.service_.views().pids().empty()) << "none before it is needed";
    r.view(7, letter("Hello."));
    ASSERT_TRUE(r.until([&] { return !r.answers_.empty(); }));
    const auto answer = wire::message_of<wire::Viewed>(r.answers_[0]);
    ASSERT_TRUE(answer);
    EXPECT_EQ(r.answers_[0].id, 7u);
    EXPECT_EQ(answer->outcome, wire::ViewOutcome::viewed);
    const auto viewers = r.service_.views().pids(), workers = r.service_.pool().pids();
    ASSERT_EQ(viewers.size(), 1u);
    EXPECT_EQ(std::count(workers.begin(), workers.end(), viewers[0]), 0);
    EXPECT_EQ(::getpriority(PRIO_PROCESS, static_cast<id_t>(viewers[0])), 19);
}

TEST(ViewDesk, AMessageThatKillsItsWorkersIsGivenUp) {
    NEED_ENGINES();
    Running r;
    r.view(1, letter("Hello."));
    std::set<pid_t> killed;
    ASSERT_TRUE(r.until([&] {
        for (const pid_t pid : r.service_.views().pids(true))
            if (killed.size() < 2 && killed.insert(pid).second) ::kill(pid, SIGKILL);
        return !r.answers_.empty();
    }));
    const auto answer = wire::message_of<wire::Viewed>(r.answers_[0]);
    ASSERT_TRUE(answer);
    EXPECT_TRUE(answer->outcome == wire::ViewOutcome::lost || killed.size() < 2);
}

}  // namespace
}  // namespace beadle::inspect

#include "mail_out/control.h"

#include <poll.h>

#include <map>

#include "base/log.h"
#include "base/sandbox.h"
#include "mail_out/mailer.h"
#include "settings/bundle.h"

namespace beadle::mail_out {
namespace {

constexpr int misconfigured = 3;
constexpr int unreachable = 4;
constexpr int tick = 100;  // milliseconds between looks at a drain
constexpr Milliseconds ask_again = 5'000;

class Control {
  public:
    Control(Descriptor socket, const Clock& clock) : clock_(clock), connection_(std::move(socket)), mailer_(clock) {}
    int run();

  private:
    void handle(wire::Frame& frame);
    void configure(const wire::Frame& frame);
    void serve_when_ready();
    void ask_for_records();
    template <class M>
    void say(const M& message, std::uint32_t id) { connection_.send(wire::frame_of(message, id)); }

    const Clock& clock_;
    wire::Connection connection_;
    Mailer mailer_;
    struct Generation {
        Settings settings;
        notices::Templates templates;
    };
    std::map<std::uint32_t, Generation> prepared_;
    std::uint32_t generation_ = 0;
    bool has_record_ = false, serving_ = false;
    Milliseconds drain_until_ = 0;  // 0 = not draining
    Milliseconds asked_at_ = 0;     // for a new end
    int exit_ = -1;
};

int Control::run() {
    while (exit_ < 0) {
        const bool draining = drain_until_ != 0;
        if (draining && (mailer_.finished() || clock_.steady() >= drain_until_)) {
            // Past the deadline a dialogue may be under way; it is settled by no reply, as after a crash.
            if (!mailer_.finished()) ::_exit(0);
            return 0;
        }
        ask_for_records();
        pollfd p{connection_.socket(), static_cast<short>(POLLIN | (connection_.wants_write() ? POLLOUT : 0)), 0};
        if (::poll(&p, 1, draining ? tick : 1000) <= 0) continue;
        if ((p.revents & POLLOUT) != 0 && !connection_.write_ready()) return unreachable;
        if ((p.revents & (POLLIN | POLLHUP | POLLERR)) == 0) continue;
        const auto status = connection_.read_ready();
        while (auto frame = connection_.next()) handle(*frame);
        if (status) continue;
        if (status.failure().kind == FailureKind::malformed) return unreachable;
        drain_until_ = drain_until_ == 0 ? clock_.steady() + dialogue_most : drain_until_;
        mailer_.drain();  // beadled is gone: nobody would hear us, but what is under way is finished
        while (!mailer_.finished() && clock_.steady() < drain_until_) ::poll(nullptr, 0, tick);
        if (!mailer_.finished()) ::_exit(0);
        return 0;
    }
    return exit_;
}

// The end may close though both processes live (a frame that was not understood, no descriptor left to receive it with).
void Control::ask_for_records() {
    if (!mailer_.needs_records() || clock_.steady() - asked_at_ < ask_again) return;
    asked_at_ = clock_.steady();
    log::warning("the connection to beadle-record closed, a new one is asked for");
    say(wire::NeedPeer{wire::Role::record, 0}, 0);
}

void Control::handle(wire::Frame& frame) {
    switch (frame.type) {
        case wire::Configure::type: return configure(frame);
        case wire::Switch::type: {
            const auto order = wire::message_of<wire::Switch>(frame);
            const auto found = order ? prepared_.find(order->generation) : prepared_.end();
            if (found == prepared_.end()) return;
            generation_ = found->first;
            mailer_.use(found->second.settings, found->second.templates);
            prepared_.clear();
            return;
        }
        case wire::Peer::type: {
            const auto peer = wire::message_of<wire::Peer>(frame);
            if (!peer || peer->role != wire::Role::record || frame.descriptors.size() != 1) break;
            mailer_.use(std::move(frame.descriptors[0]));
            has_record_ = true;
            return serve_when_ready();
        }
        case wire::StatusRequest::type: return say(wire::StatusAnswer{mailer_.status()}, frame.id);
        case wire::Drain::type: {
            const auto order = wire::message_of<wire::Drain>(frame);
            drain_until_ = clock_.steady() + (order && order->deadline_ms > 0 ? order->deadline_ms : dialogue_most);
            return mailer_.drain();
        }
        default: break;
    }
    log::error("beadled said what beadle-mail does not know");
    exit_ = unreachable;
}

void Control::configure(const wire::Frame& frame) {
    const auto order = wire::message_of<wire::Configure>(frame);
    if (!order || frame.descriptors.size() != 1) {
        exit_ = unreachable;
        return;
    }
    const auto bundle = open_bundle(frame.descriptors[0].get());
    const BundleFile* file = bundle ? bundle->first(BundleRole::settings) : nullptr;
    wire::Prepared answer{order->generation, false, file == nullptr ? "the bundle holds no settings" : ""};
    if (file != nullptr) {
        auto read = read_settings(file->octets, file->path);
        auto templates = notices::Templates::read(*bundle);
        read.diagnostics.insert(read.diagnostics.end(), templates.diagnostics.begin(), templates.diagnostics.end());
        answer.diagnostics = text(read.diagnostics);
        answer.good = read.diagnostics.empty();
        if (answer.good) prepared_[order->generation] = {std::move(read.settings), std::move(templates.templates)};
    }
    if (answer.good && generation_ == 0) {
        const auto dropped = drop_to_user(prepared_[order->generation].settings.user_mail);
        answer.good = static_cast<bool>(dropped);
        if (!dropped) answer.diagnostics = dropped.failure().what;
    }
    const bool good = answer.good;
    say(answer, frame.id);
    if (generation_ != 0) return;
    if (!good) {
        log::error("beadle-mail cannot start", {{"cause", answer.diagnostics}});
        (void)connection_.write_ready();  // beadled may be gone already
        exit_ = misconfigured;
        return;
    }
    generation_ = order->generation;
    mailer_.use(prepared_[generation_].settings, prepared_[generation_].templates);
    prepared_.clear();
    mailer_.start();
    serve_when_ready();
}

void Control::serve_when_ready() {
    if (serving_ || generation_ == 0 || !has_record_) return;
    serving_ = true;
    say(wire::Serving{}, 0);
}

}  // namespace

int serve(Descriptor control, const Clock& clock) { return Control(std::move(control), clock).run(); }

}  // namespace beadle::mail_out

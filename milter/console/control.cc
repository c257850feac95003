#include "console/control.h"

#include <malloc.h>
#include <poll.h>
#include <sys/resource.h>

#include "base/log.h"
#include "base/sandbox.h"
#include "console/records.h"
#include "console/render.h"
#include "console/server.h"
#include "policy/policy.h"
#include "settings/bundle.h"

namespace beadle::console {
namespace {

constexpr int misconfigured = 3, unreachable = 4;
constexpr Milliseconds ask_after = 2'000, ask_again = 5'000;
[[maybe_unused]] constexpr rlim_t most_memory = 1u << 30;

// An arena of 64 MiB of addresses for each thread would leave no room for the proof of a password.
Status limit_memory() {
    ::mallopt(M_ARENA_MAX, 2);
#ifndef __SANITIZE_ADDRESS__  // whose shadow takes more than all of it
    const rlimit memory{most_memory, most_memory};
    if (::setrlimit(RLIMIT_AS, &memory) != 0)
        return fail(FailureKind::unavailable, "console", "its memory cannot be limited");
#endif
    return Done{};
}

// For the header of every page and the page of the policy. It was checked by who handed it out.
policy::Policy policy_of(const Bundle& bundle) {
    const BundleFile *file = bundle.first(BundleRole::policy), *base = bundle.first(BundleRole::base_policy);
    auto read = file ? policy::read_policy(base ? base->octets : "", base ? base->path : "", file->octets, file->path, "2000-01-01")
                     : policy::PolicyRead{};
    if (read.policy.council.empty()) read.policy.council = "Council";
    return std::move(read.policy);
}

class Control {
  public:
    Control(Descriptor socket, const Clock& clock) : clock_(clock), connection_(std::move(socket)), records_(clock) {}
    int run();

  private:
    void handle(wire::Frame& frame);
    void configure(const wire::Frame& frame);
    Status begin(const Settings& settings, const Bundle& bundle);
    void switch_to(const wire::Frame& frame);
    void ask_for_records();
    void serve_when_ready();
    template <class M>
    void say(const M& message, std::uint32_t id) {
        connection_.send(wire::frame_of(message, id));
    }

    const Clock& clock_;
    wire::Connection connection_;
    Records records_;
    std::unique_ptr<Site> site_;
    std::unique_ptr<Server> server_;
    std::uint32_t generation_ = 0;
    std::pair<std::uint32_t, policy::Policy> prepared_{0, {}};
    bool has_record_ = false, serving_ = false;
    Milliseconds closed_since_ = 0, asked_at_ = 0;  // steady; 0 = not
    int exit_ = -1;
};

int Control::run() {
    while (exit_ < 0) {
        ask_for_records();
        pollfd p{connection_.socket(), static_cast<short>(POLLIN | (connection_.wants_write() ? POLLOUT : 0)), 0};
        if (::poll(&p, 1, 1000) <= 0) continue;
        if ((p.revents & POLLOUT) != 0 && !connection_.write_ready()) return unreachable;
        if ((p.revents & (POLLIN | POLLHUP | POLLERR)) == 0) continue;
        const auto status = connection_.read_ready();
        while (auto frame = connection_.next()) handle(*frame);
        if (!status && exit_ < 0) return status.failure().kind == FailureKind::malformed ? unreachable : 0;
    }
    return exit_;
}

// The end may close though both processes live; after a restart of the records beadled introduces the new one anyway.
void Control::ask_for_records() {
    const Milliseconds now = clock_.steady();
    if (!records_.closed()) {
        closed_since_ = 0;
        return;
    }
    if (closed_since_ == 0) closed_since_ = now;
    if (now - closed_since_ < ask_after || now - asked_at_ < ask_again) return;
    asked_at_ = now;
    say(wire::NeedPeer{wire::Role::record, 0}, 0);
}

void Control::handle(wire::Frame& frame) {
    switch (frame.type) {
        case wire::Configure::type:
            return configure(frame);
        case wire::Switch::type:
            return switch_to(frame);
        case wire::Peer::type: {
            const auto peer = wire::message_of<wire::Peer>(frame);
            if (!peer || peer->role != wire::Role::record || frame.descriptors.size() != 1) break;
            records_.put(std::move(frame.descriptors[0]));
            has_record_ = true;
            return serve_when_ready();
        }
        case wire::StatusRequest::type:
            return say(wire::StatusAnswer{R"({"process":"beadle-console"})"}, frame.id);
        case wire::Drain::type:
            exit_ = 0;
            return;
        default:
            break;
    }
    log::error("beadled said what beadle-console does not know");
    exit_ = unreachable;
}

Status Control::begin(const Settings& settings, const Bundle& bundle) {
    if (auto good = check_templates(); !good) return good;
    if (auto dropped = drop_to_user(settings.user_console); !dropped) return dropped;
    if (auto limited = limit_memory(); !limited) return limited;
    const policy::Policy policy = policy_of(bundle);
    site_ = std::make_unique<Site>(records_, clock_, settings.console_public_address, settings.console_listen,
                                   policy.council);
    site_->serve_policy(policy);
    auto server = Server::start(settings.console_listen, *site_, clock_);
    if (!server) return server.failure();
    server_ = std::move(*server);
    return Done{};
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
    SettingsRead read;
    if (file != nullptr) {
        read = read_settings(file->octets, file->path);
        answer.diagnostics = text(read.diagnostics);
        answer.good = read.diagnostics.empty();
    }
    if (answer.good && generation_ == 0) {
        const auto begun = begin(read.settings, *bundle);
        answer.good = static_cast<bool>(begun);
        if (!begun) answer.diagnostics = begun.failure().what + "\n";
    }
    say(answer, frame.id);
    if (generation_ != 0) {  // none of its settings changes without a restart, but the policy is shown
        if (answer.good) prepared_ = {order->generation, policy_of(*bundle)};
        return;
    }
    if (!answer.good) {
        log::error("beadle-console cannot start", {{"cause", answer.diagnostics}});
        (void)connection_.write_ready();
        exit_ = misconfigured;
        return;
    }
    generation_ = order->generation;
    serve_when_ready();
}

void Control::switch_to(const wire::Frame& frame) {
    const auto order = wire::message_of<wire::Switch>(frame);
    if (order && site_ && prepared_.first == order->generation) site_->serve_policy(prepared_.second);
}

void Control::serve_when_ready() {
    if (serving_ || generation_ == 0 || !has_record_) return;
    serving_ = true;
    say(wire::Serving{}, 0);
}

}  // namespace

int serve(Descriptor control, const Clock& clock) { return Control(std::move(control), clock).run(); }

}  // namespace beadle::console

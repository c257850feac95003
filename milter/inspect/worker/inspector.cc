#include "inspect/worker/inspector.h"

#include <pwd.h>
#include <signal.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <optional>

#include "base/log.h"
#include "base/sandbox.h"
#include "inspect/worker/service.h"

namespace beadle::inspect {
namespace {

constexpr int finished = 0, misconfigured = 3, unreachable = 4;
constexpr unsigned most_start_failures = 3;

volatile sig_atomic_t asked_to_end = 0;
void note_end(int) { asked_to_end = 1; }

void take_signals() {
    ::signal(SIGPIPE, SIG_IGN);
    struct sigaction action {};
    action.sa_handler = note_end;
    ::sigaction(SIGTERM, &action, nullptr);
}

int exit_code_of(const Failure& f) { return f.kind == FailureKind::misconfigured ? misconfigured : unreachable; }

std::int64_t cores() { return std::max(1L, ::sysconf(_SC_NPROCESSORS_ONLN)); }

// One generation: its settings, its engines, its workers.
struct Generation {
    Settings settings;
    Scratch scratch;
    Engines engines;
    std::optional<Service> service;  // refers to the two above: stays where it is made

    Generation(Settings s, Scratch f, Engines e)
        : settings(std::move(s)), scratch(std::move(f)), engines(std::move(e)) {}
    ~Generation() {
        if (service) service->stop();
        scratch.remove();
    }
    Generation(const Generation&) = delete;
    Generation& operator=(const Generation&) = delete;

    void start(bool for_command) {
        PoolPlan plan;
        const std::int64_t standard = for_command ? cores() : std::max<std::int64_t>(4, 2 * cores());
        plan.most = static_cast<unsigned>(settings.inspect_workers > 0 ? settings.inspect_workers : standard);
        plan.first = for_command ? 1 : plan.most;
        plan.retire_after = static_cast<std::uint64_t>(settings.inspect_retire_after);
        plan.deadline = settings.inspect_deadline_seconds * 1000;
        plan.address_space = static_cast<std::uint64_t>(settings.inspect_address_space_octets);
        plan.delay = settings.inspect_test_delay_ms;
        const std::int64_t heavy = settings.inspect_heavy > 0 ? settings.inspect_heavy : cores();
        service.emplace(plan, static_cast<std::size_t>(heavy), scratch, engines);
    }
};

log::Level level_of(const std::string& word) {
    if (word == "debug") return log::Level::debug;
    if (word == "warning") return log::Level::warning;
    return word == "error" ? log::Level::error : log::Level::information;
}

// A command may be tried as root on a machine where Beadle's own users were never made: then nobody's rights must do.
std::string user_of(const Settings& settings, bool for_command) {
    const bool known = ::getpwnam(settings.user_inspect.c_str()) != nullptr;
    return known || !for_command ? settings.user_inspect : "nobody";
}

// Settings first, then the user, then everything that reads files: nothing of the mail's world is loaded as root.
Result<std::unique_ptr<Generation>> load(int bundle_descriptor, bool for_command) {
    auto bundle = open_bundle(bundle_descriptor);
    if (!bundle) return bundle.failure();
    const BundleFile* file = bundle->first(BundleRole::settings);
    if (!file) return fail(FailureKind::misconfigured, "bundle", "the bundle holds no settings\n");
    auto read = read_settings(file->octets, file->path);
    if (!read.diagnostics.empty()) return fail(FailureKind::misconfigured, "settings", text(read.diagnostics));
    log::start("beadle-inspect", level_of(read.settings.log_level));
    if (auto dropped = drop_to_user(user_of(read.settings, for_command)); !dropped) return dropped.failure();
    auto scratch = Scratch::make(read.settings.inspect_scratch);
    if (!scratch) return scratch.failure();
    auto engines = load_engines(*bundle, read.settings, scratch->path());
    if (!engines) {
        scratch->remove();
        return engines.failure();
    }
    return std::make_unique<Generation>(std::move(read.settings), std::move(*scratch), std::move(*engines));
}

std::string sentence(const Failure& f) {
    std::string s = f.where + ": " + f.what;
    return s.ends_with('\n') ? s : s + "\n";
}

// One round of poll(); descriptors beyond the service's are put first by the caller.
void one_round(std::vector<pollfd>& fds, Service* service) {
    if (service) service->watch(fds);
    const int pause = asked_to_end ? 0 : service ? service->pause() : 1000;
    if (::poll(fds.data(), fds.size(), pause) < 0)
        for (auto& p : fds) p.revents = 0;
    if (service) service->turn(fds);
}

class Controlled {
  public:
    explicit Controlled(Descriptor control) : control_(std::move(control)) {}

    int run() {
        while (!exit_) {
            std::vector<pollfd> fds{{control_.socket(), static_cast<short>(gone_ ? 0 : POLLIN), 0}};
            if (control_.wants_write()) fds[0].events |= POLLOUT;
            if (gone_) fds[0].fd = -1;
            one_round(fds, service());
            listen(fds[0].revents);
            judge_start();
            judge_end();
        }
        return *exit_;
    }

  private:
    Service* service() { return generation_ && generation_->service ? &*generation_->service : nullptr; }

    void listen(short seen) {
        if (gone_ || seen == 0) return;
        Status written = (seen & POLLOUT) ? control_.write_ready() : Status(Done{});
        Status read = (seen & (POLLIN | POLLHUP | POLLERR)) ? control_.read_ready() : Status(Done{});
        while (auto frame = control_.next()) handle(std::move(*frame));
        if (!written || !read) lose_control();
    }

    // beadled is gone: finish what is under way, take nothing new.
    void lose_control() {
        gone_ = true;
        begin_drain(0);
    }

    void begin_drain(Milliseconds longest) {
        if (service()) service()->drain();
        draining_ = true;
        const Milliseconds most = longest > 0 ? longest : 30'000;
        end_at_ = system_clock().steady() + most;
    }

    void handle(wire::Frame frame) {
        switch (frame.type) {
            case wire::Configure::type:
                return configure(frame);
            case wire::Peer::type:
                return meet(frame);
            case wire::Switch::type:
                return;  // one generation a process: it has served since it was prepared
            case wire::StatusRequest::type:
                return say(wire::StatusAnswer{service() ? service()->status(number_) : "{}"}, frame.id);
            case wire::Drain::type: {
                auto drain = wire::message_of<wire::Drain>(frame);
                return begin_drain(drain ? drain->deadline_ms : 0);
            }
            default:
                log::error("beadled said what beadle-inspect does not know");
                exit_ = unreachable;
        }
    }

    void configure(const wire::Frame& frame) {
        auto order = wire::message_of<wire::Configure>(frame);
        if (!order || frame.descriptors.size() != 1) {
            exit_ = unreachable;
            return;
        }
        if (generation_)
            return say(wire::Prepared{order->generation, false, "an inspector serves one generation only\n"}, frame.id);
        number_ = order->generation;
        configured_by_ = frame.id;
        auto loaded = load(frame.descriptors[0].get(), false);
        if (!loaded) return give_up(sentence(loaded.failure()), exit_code_of(loaded.failure()));
        generation_ = std::move(*loaded);
        generation_->start(false);
    }

    void meet(wire::Frame& frame) {
        auto peer = wire::message_of<wire::Peer>(frame);
        if (!peer || frame.descriptors.size() != 1 || !service()) return log::error("beadled introduced nobody");
        service()->add_client(std::move(frame.descriptors[0]));
    }

    // The first workers must all prove themselves before anything is served.
    void judge_start() {
        if (!service() || prepared_ || exit_) return;
        if (service()->is_ready()) {
            prepared_ = true;
            say(wire::Prepared{number_, true, generation_->engines.warnings}, configured_by_);
            return say(wire::Serving{}, 0);
        }
        if (service()->pool().start_failures() >= most_start_failures)
            give_up("worker: " + service()->pool().problem() + "\n", misconfigured);
    }

    void give_up(const std::string& diagnostics, int code) {
        log::error("beadle-inspect cannot serve", {{"cause", diagnostics}});
        say(wire::Prepared{number_, false, diagnostics}, configured_by_);
        for (int i = 0; i < 20 && control_.wants_write() && control_.write_ready(); ++i) ::poll(nullptr, 0, 10);
        exit_ = code;
    }

    void judge_end() {
        if (asked_to_end && !draining_) begin_drain(0);
        if (!draining_ || exit_) return;
        if (!service() || service()->is_idle() || system_clock().steady() >= end_at_) exit_ = finished;
    }

    template <class M>
    void say(const M& message, std::uint32_t id) {
        control_.send(wire::frame_of(message, id));
    }

    wire::Connection control_;
    std::unique_ptr<Generation> generation_;
    std::uint32_t number_ = 0, configured_by_ = 0;
    bool gone_ = false, prepared_ = false, draining_ = false;
    Milliseconds end_at_ = 0;
    std::optional<int> exit_;
};

}  // namespace

int run_controlled(Descriptor control) {
    take_signals();
    return Controlled(std::move(control)).run();
}

int run_for_command(Descriptor requests, Descriptor bundle) {
    take_signals();
    auto generation = load(bundle.get(), true);
    if (!generation) {
        std::fprintf(stderr, "beadle-inspect: %s", sentence(generation.failure()).c_str());
        return exit_code_of(generation.failure());
    }
    Generation& g = **generation;
    g.start(true);
    g.service->add_client(std::move(requests));
    while (!asked_to_end && (g.service->clients() > 0 || !g.service->is_idle())) {
        if (g.service->pool().start_failures() >= most_start_failures) {
            std::fprintf(stderr, "beadle-inspect: worker: %s\n", g.service->pool().problem().c_str());
            return misconfigured;
        }
        std::vector<pollfd> fds;
        one_round(fds, &*g.service);
    }
    return finished;
}

}  // namespace beadle::inspect

#include "cli/inspector.h"

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <cstring>
#include <mutex>
#include <thread>

#include "base/clock.h"
#include "base/text.h"
#include "cli/programs.h"

extern char** environ;

namespace beadle::cli {
namespace {

constexpr Milliseconds answer_wait = 300'000;
constexpr Milliseconds leave_wait = 5'000;
constexpr int serve_at = 100, bundle_at = 101;  // the child's numbers, above any of ours
constexpr std::size_t most_said = 64u << 10;

// Standard error and output go to `output`; `serve` is -1 for a check.
Result<pid_t> spawn(std::vector<std::string> arguments, int serve, int bundle, int output) {
    std::vector<char*> argv;
    for (auto& a : arguments) argv.push_back(a.data());
    argv.push_back(nullptr);
    posix_spawn_file_actions_t actions;
    ::posix_spawn_file_actions_init(&actions);
    ::posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    ::posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO);
    ::posix_spawn_file_actions_adddup2(&actions, output, STDERR_FILENO);
    ::posix_spawn_file_actions_adddup2(&actions, bundle, bundle_at);
    if (serve >= 0) ::posix_spawn_file_actions_adddup2(&actions, serve, serve_at);
    pid_t pid = -1;
    const int error = ::posix_spawn(&pid, argv[0], &actions, nullptr, argv.data(), environ);
    ::posix_spawn_file_actions_destroy(&actions);
    if (error == 0) return pid;
    return fail(FailureKind::unavailable, "inspect", arguments[0] + " cannot be started (" + std::strerror(error) +
                                                         "); it belongs beside the beadle program");
}

std::string text_of(int fd) {
    std::string octets(most_said, '\0');
    const ssize_t n = ::pread(fd, octets.data(), octets.size(), 0);
    octets.resize(n > 0 ? static_cast<std::size_t>(n) : 0);
    std::string out;
    for (const auto& line : split(octets, '\n'))
        if (!trim(line).empty()) out += printable(line, 1000) + "\n";
    return out;
}

Descriptor memory_file(const char* name) { return Descriptor(::memfd_create(name, MFD_CLOEXEC | MFD_ALLOW_SEALING)); }

// A message as the gateway hands it over: nobody can change it any more.
Result<Descriptor> sealed(std::string_view octets) {
    Descriptor file = memory_file("message");
    while (file && !octets.empty()) {
        const ssize_t n = ::write(file.get(), octets.data(), octets.size());
        if (n < 0 && errno == EINTR) continue;
        if (n < 0) file.reset();
        if (n > 0) octets.remove_prefix(static_cast<std::size_t>(n));
    }
    const int seals = F_SEAL_SEAL | F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE;
    if (!file || ::fcntl(file.get(), F_ADD_SEALS, seals) != 0)
        return fail(FailureKind::unavailable, "inspect", "there is no memory for the message");
    return file;
}

}  // namespace

Result<std::unique_ptr<Inspector>> Inspector::start(const Bundle& bundle) {
    auto sealed_bundle = seal(bundle);
    if (!sealed_bundle) return sealed_bundle.failure();
    auto ends = wire::socket_pair();
    if (!ends) return ends.failure();
    std::unique_ptr<Inspector> inspector(new Inspector);
    inspector->errors_ = memory_file("complaints");
    if (!inspector->errors_) return fail(FailureKind::unavailable, "inspect", "no memory file could be made");
    const auto pid = spawn({program_beside("beadle-inspect"), "--serve-fd", std::to_string(serve_at), "--bundle-fd", std::to_string(bundle_at)},
                           ends->second.get(), sealed_bundle->get(), inspector->errors_.get());
    if (!pid) return pid.failure();
    inspector->pid_ = *pid;
    inspector->channel_ = std::make_unique<wire::Channel>(std::move(ends->first));
    return inspector;
}

std::optional<int> Inspector::ended(Milliseconds wait) {
    static std::mutex one_at_a_time;
    const std::lock_guard lock(one_at_a_time);
    const Milliseconds until = system_clock().steady() + wait;
    while (pid_ > 0) {
        int status = 0;
        const pid_t done = ::waitpid(pid_, &status, WNOHANG);
        if (done == pid_ || (done < 0 && errno != EINTR)) {
            exit_code_ = done == pid_ && WIFEXITED(status) ? WEXITSTATUS(status) : 128;
            pid_ = -1;
        } else if (system_clock().steady() >= until) {
            return std::nullopt;
        } else {
            std::this_thread::sleep_for(std::chrono::milliseconds(5));
        }
    }
    return exit_code_;
}

Inspector::~Inspector() {
    if (channel_) channel_->close();
    if (pid_ > 0 && !ended(leave_wait)) {
        ::kill(pid_, SIGKILL);
        (void)ended(leave_wait);
    }
}

std::string Inspector::said() { return text_of(errors_.get()); }

Result<wire::Inspected> Inspector::inspect(const Envelope& envelope, std::string_view octets) {
    wire::Inspect request;
    request.envelope = envelope;
    if (octets.size() <= wire::Inspect::inline_most) request.octets = octets;
    auto frame = wire::frame_of(request);
    if (request.octets.empty()) {
        auto file = sealed(octets);
        if (!file) return file.failure();
        frame.descriptors.push_back(std::move(*file));
    }
    const auto answer = channel_->call(std::move(frame), system_clock().steady() + answer_wait);
    if (answer) return wire::message_of<wire::Inspected>(*answer);
    const auto code = ended(leave_wait);
    const std::string words = said();
    if (code && *code == 3) return fail(FailureKind::misconfigured, "inspect", words);
    return fail(FailureKind::unavailable, "inspect", (code ? "beadle-inspect ended (exit " + std::to_string(*code) + ")"
                                                           : std::string("beadle-inspect did not answer")) +
                                                         (words.empty() ? "" : ":\n" + words));
}

Result<Check> check_signatures(const Bundle& bundle) {
    const auto sealed_bundle = seal(bundle);
    if (!sealed_bundle) return sealed_bundle.failure();
    const Descriptor output = memory_file("check");
    if (!output) return fail(FailureKind::unavailable, "check", "no memory file could be made");
    const auto pid = spawn({program_beside("beadle-inspect"), "--check", "--bundle-fd", std::to_string(bundle_at)}, -1, sealed_bundle->get(), output.get());
    if (!pid) return pid.failure();
    int status = 0;
    while (::waitpid(*pid, &status, 0) < 0 && errno == EINTR) continue;
    return Check{WIFEXITED(status) ? WEXITSTATUS(status) : 4, text_of(output.get())};
}

}  // namespace beadle::cli

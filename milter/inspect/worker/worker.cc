#include "inspect/worker/worker.h"

#include <fcntl.h>
#include <malloc.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include <cstdio>
#include <filesystem>

#include "base/sandbox.h"
#include "base/sandbox_calls.h"
#include "inspect/text/reading.h"
#include "inspect/worker/inspect_message.h"
#include "inspect/worker/view_message.h"
#include "wire/messages.h"

namespace beadle::inspect {
namespace {

constexpr std::uint64_t most_file_octets = 512u << 20;
constexpr std::uint64_t heavy_octets = 1u << 20;
constexpr int left_as_asked = 0, could_not_start = 3, folder_failed = 4, not_understood = 5;

// Files that libraries open while they work, beside what is held open already (reference: font and CMap data).
const std::vector<std::string>& readable() {
    static const std::vector<std::string> list = {"/usr/share/poppler"};
    return list;
}

// The octets of one message: in the frame, or a mapping that ends with this object.
class Octets {
  public:
    static Result<Octets> of(std::string_view inlined, const wire::Frame& frame) {
        Octets o;
        o.view_ = inlined;
        if (frame.descriptors.empty()) return o;
        struct stat info {};
        if (::fstat(frame.descriptors[0].get(), &info) != 0 || !S_ISREG(info.st_mode))
            return fail(FailureKind::malformed, "worker", "the message's descriptor is no file");
        if (info.st_size == 0) return o;
        auto size = static_cast<std::size_t>(info.st_size);
        void* at = ::mmap(nullptr, size, PROT_READ, MAP_PRIVATE, frame.descriptors[0].get(), 0);
        if (at == MAP_FAILED) return fail(FailureKind::limit, "worker", "the message could not be mapped");
        o.mapped_ = at;
        o.view_ = {static_cast<const char*>(at), size};
        return o;
    }
    Octets(Octets&& o) noexcept : mapped_(std::exchange(o.mapped_, nullptr)), view_(o.view_) {}
    Octets& operator=(Octets&&) = delete;
    ~Octets() {
        if (mapped_) ::munmap(mapped_, view_.size());
    }
    std::string_view view() const { return view_; }

  private:
    Octets() = default;
    void* mapped_ = nullptr;
    std::string_view view_;
};

void wait_as_the_test_asks(Milliseconds delay) {
    if (delay <= 0) return;
    timespec rest{delay / 1000, (delay % 1000) * 1'000'000};
    ::nanosleep(&rest, nullptr);
}

// What a killed scan of libclamav left over must not fill the folder for the messages after it.
void empty_folder(const std::string& folder) {
    std::error_code ignored;
    for (std::filesystem::directory_iterator at(folder, ignored), end; !ignored && at != end; at.increment(ignored)) {
        std::error_code each;
        std::filesystem::remove_all(at->path(), each);
    }
}

// Only the channel stays open, and standard error where a sanitizer or a test wants to speak. Library warnings may
// quote the message: in service they go nowhere.
int keep_only(int channel, bool speaks) {
    int null = ::open("/dev/null", O_RDWR | O_CLOEXEC);
    ::dup2(null, STDIN_FILENO);
    ::dup2(null, STDOUT_FILENO);
    if (!speaks) ::dup2(null, STDERR_FILENO);
    constexpr int own = 3;
    if (channel != own) ::dup2(channel, own);
    ::close_range(own + 1, ~0U, 0);
    return own;
}

class Life {
  public:
    Life(int channel, const WorkerPlan& plan, const Engines& engines)
        : channel_(channel), plan_(plan), engines_(engines) {}

    int serve() {
        for (;;) {
            auto frame = wire::receive_frame(channel_);
            if (!frame) return frame.failure().kind == FailureKind::unavailable ? left_as_asked : not_understood;
            const int code = frame->type == wire::View::type ? show(*frame) : inspect(*frame);
            if (code != left_as_asked) return code;
        }
    }

  private:
    int inspect(const wire::Frame& frame) {
        auto request = wire::message_of<wire::Inspect>(frame);
        if (!request) return not_understood;
        return answer(frame, request->octets, [&](std::string_view octets, Tools& tools, Budget& budget) {
            wire::Inspected said;
            tools.banner = request->banner;
            tools.banner_plan = &said.banner;
            said.outcome = wire::InspectOutcome::inspected;
            said.inspection = inspect_message(octets, request->envelope, tools, budget);
            return wire::frame_of(said, frame.id);
        });
    }

    int show(const wire::Frame& frame) {
        auto request = wire::message_of<wire::View>(frame);
        if (!request) return not_understood;
        return answer(frame, {}, [&](std::string_view octets, const Tools& tools, Budget& budget) {
            return wire::frame_of(view_message(octets, *request, tools, budget), frame.id);
        });
    }

    template <class Make>
    int answer(const wire::Frame& frame, std::string_view inlined, const Make& make) {
        auto octets = Octets::of(inlined, frame);
        if (!octets) return not_understood;
        wait_as_the_test_asks(plan_.delay);
        if (!engines_.malware->check_folder(octets->view().size())) return folder_failed;
        Budget budget(engines_.limits, octets->view().size(), system_clock());
        Tools tools{engines_.detector.get(), engines_.malware.get(), &clean_, &system_clock()};
        if (!wire::send_frame(channel_, make(octets->view(), tools, budget))) return left_as_asked;
        empty_folder(plan_.folder);
        // A small message may have grown a large heap; what is free of it goes back before the next one.
        if (::mallinfo2().fordblks > 16 * heavy_octets) ::malloc_trim(0);
        return left_as_asked;
    }

    int channel_;
    const WorkerPlan& plan_;
    const Engines& engines_;
    CleanMemory clean_;
};

}  // namespace

std::uint64_t address_space_in_use() {
    Owned<FILE, std::fclose> file(std::fopen("/proc/self/statm", "re"));
    unsigned long pages = 0;
    if (!file || std::fscanf(file.get(), "%lu", &pages) != 1) return 0;
    return std::uint64_t{pages} * static_cast<std::uint64_t>(::sysconf(_SC_PAGESIZE));
}

std::string close_wall(const WorkerPlan& plan, const Engines& engines) {
    if (auto used = engines.malware->use_folder(plan.folder); !used) return used.failure().what;
    SandboxPlan wall;
    wall.writable = {plan.folder};
    wall.readable = readable();
    wall.address_space = plan.address_space;
    wall.cpu_seconds = plan.cpu_seconds;
    wall.file_octets = most_file_octets;
    wall.may_sleep = plan.delay > 0;
    wall.trap = plan.trap;
    auto sandbox = Sandbox::prepare(wall);
    if (!sandbox) return sandbox.failure().what;
    if (auto entered = sandbox->enter(); !entered) return entered.failure().what;
    if (auto folder = engines.malware->check_folder(1 << 20); !folder) return folder.failure().what;
    if (std::string missed = check_text(); !missed.empty()) return "converter failed: " + missed;
    if (std::string missed = engines.malware->check_canaries(); !missed.empty())
        return "malware canary not found: " + missed;
    return "";
}

int live_as_worker(Descriptor channel, const WorkerPlan& plan, const Engines& engines) {
    int own = keep_only(channel.release(), built_with_sanitizer || plan.trap);
    wire::WorkerReady ready;
    ready.problem = close_wall(plan, engines);
    ready.good = ready.problem.empty();
    if (!wire::send_frame(own, wire::frame_of(ready))) return left_as_asked;
    if (!ready.good) return could_not_start;
    return Life(own, plan, engines).serve();
}

}  // namespace beadle::inspect

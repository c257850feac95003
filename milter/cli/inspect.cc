// beadle inspect: many messages over the workers of one beadle-inspect, printed in the order of the command line.
#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <map>
#include <mutex>
#include <thread>

#include "base/text.h"
#include "cli/commands.h"
#include "cli/judge.h"
#include "cli/judge_text.h"

namespace beadle::cli {
namespace {

constexpr std::size_t most_askers = 16;
constexpr std::size_t most_ahead = 64;  // judged but not printed yet, behind a slow one

// What is worst for the command as a whole: settings, then the daemon, then a file that could not be read, then a finding.
int worse(int a, int b) {
    const auto weight = [](int code) {
        return code == misconfigured ? 4 : code == unreachable ? 3 : code == usage ? 2 : code;
    };
    return weight(a) >= weight(b) ? a : b;
}

class Run {
  public:
    Run(const Arguments& arguments, const Council& council, Inspector& inspector)
        : arguments_(arguments), council_(council), inspector_(inspector) {}
    int all() {
        const auto workers = static_cast<std::size_t>(std::max<std::int64_t>(council_.settings.inspect_workers, 1));
        const std::size_t askers = std::min({arguments_.messages.size(), std::max<std::size_t>(workers, 4), most_askers});
        std::vector<std::thread> threads;
        for (std::size_t i = 0; i < askers; ++i) threads.emplace_back([this] { ask(); });
        for (std::size_t i = 0; i < arguments_.messages.size(); ++i) exit_code_ = worse(exit_code_, print_next(i));
        for (auto& thread : threads) thread.join();
        return exit_code_;
    }

  private:
    void ask() {
        while (true) {
            std::size_t mine = 0;
            {
                std::unique_lock lock(mutex_);
                changed_.wait(lock, [&] { return next_ < printed_ + most_ahead || next_ >= arguments_.messages.size(); });
                if (next_ >= arguments_.messages.size()) return;
                mine = next_++;
            }
            auto judged = judge(arguments_.messages[mine], arguments_, council_, inspector_);
            const std::lock_guard lock(mutex_);
            judged_.emplace(mine, std::move(judged));
            changed_.notify_all();
        }
    }
    int print_next(std::size_t index) {
        Judged judged;
        {
            std::unique_lock lock(mutex_);
            changed_.wait(lock, [&] { return judged_.contains(index); });
            judged = std::move(judged_.extract(index).mapped());
            printed_ = index + 1;
            changed_.notify_all();
        }
        if (arguments_.json) print(judged_as_json(judged) + "\n");
        else print(judged_as_text(judged, look_) + (judged.error.empty() && index + 1 < arguments_.messages.size() ? "\n" : ""));
        if (!judged.error.empty() && judged.error != last_error_) complain(judged.exit_code, judged.error);
        last_error_ = judged.error;  // a beadle-inspect that cannot start says so once, not for each message
        return judged.exit_code;
    }

    const Arguments& arguments_;
    const Council& council_;
    Inspector& inspector_;
    const Look look_ = look_of_stdout();
    std::mutex mutex_;
    std::condition_variable changed_;
    std::size_t next_ = 0, printed_ = 0;
    std::map<std::size_t, Judged> judged_;
    std::string last_error_;
    int exit_code_ = done;
};

}  // namespace

int inspect(const Arguments& arguments) {
    const auto dashes = std::count(arguments.messages.begin(), arguments.messages.end(), "-");
    if (dashes > 1) return complain(usage, "standard input (-) can be read once only");
    for (const auto& to : arguments.to)
        if (parse_address(to).is_null())
            return complain(usage, "--to \"" + printable(to, 80) + "\" names nobody: only a sender may be empty. Give an address, or "
                                   "leave --to out for those in To and Cc");
    const Council council = read_council(arguments.config, arguments.policy);
    if (!council.problem.empty()) return complain(usage, council.problem);
    if (!council.good()) return complain(misconfigured, printable(text(council.diagnostics.front()), 2000) +
                                             (council.diagnostics.size() > 1 ? "; beadle policy check tells all" : ""));
    auto inspector = Inspector::start(council.bundle);
    if (!inspector) return complain(unreachable, inspector.failure().what);
    return Run(arguments, council, **inspector).all();
}

}  // namespace beadle::cli

#include "inspect/worker/engines.h"

#include <algorithm>
#include <cstdlib>
#include <filesystem>

#include "base/log.h"
#include "inspect/message/message.h"
#include "inspect/text/reading.h"
#include "inspect/worker/inspect_message.h"

namespace beadle::inspect {
namespace {

// One message of our own through every stage: what a library makes at first use is made once, before the fork.
constexpr char warm_up[] =
    "From: a@example.org\r\nTo: b@example.org\r\nSubject: =?utf-8?q?warm=2Dup?=\r\nMIME-Version: 1.0\r\n"
    "Content-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\nContent-Type: text/html; charset=utf-8\r\n\r\n"
    "<p>words</p>\r\n--x\r\nContent-Type: text/csv; charset=iso-8859-15; name=a.csv\r\n"
    "Content-Disposition: attachment\r\nContent-Transfer-Encoding: base64\r\n\r\nYSxiCjEsMgo=\r\n--x--\r\n";

bool has_several_threads() {
    std::error_code ec;
    std::size_t n = 0;
    for (std::filesystem::directory_iterator at("/proc/self/task", ec), end; !ec && at != end; at.increment(ec)) ++n;
    return n > 1;
}

template <class T>
T number(std::int64_t setting) {
    return static_cast<T>(std::max<std::int64_t>(setting, 0));
}

}  // namespace

BudgetLimits limits_of(const Settings& s) {
    BudgetLimits limits;
    limits.depth = number<std::uint32_t>(s.inspect_depth);
    limits.parts = number<std::uint32_t>(s.inspect_parts);
    limits.members = number<std::uint32_t>(s.inspect_members);
    limits.unpacked = number<std::uint64_t>(s.inspect_unpacked_octets);
    limits.ratio = number<std::uint32_t>(s.inspect_ratio);
    limits.text = number<std::uint64_t>(s.inspect_text_octets);
    limits.milliseconds = std::max<Milliseconds>(s.inspect_deadline_seconds * 1000 * 5 / 6, 500);
    return limits;
}

Result<Engines> load_engines(const Bundle& bundle, const Settings& settings, const std::string& folder) {
    ::setenv("TZ", "UTC", 1);  // behind the wall /etc/localtime does not open
    Engines engines;
    CompiledCache cache(settings.signatures_cache);
    auto loaded = Detector::load(bundle, &cache);
    for (const auto& remark : cache.remarks()) log::warning("kept patterns are not used", {{"cause", remark}});
    if (!loaded.detector) return fail(FailureKind::misconfigured, "patterns", text(loaded.diagnostics));
    engines.warnings = text(loaded.diagnostics);
    engines.detector = std::move(loaded.detector);
    if (!engines.detector->knows_forwards())
        return fail(FailureKind::misconfigured, "words",
                    "forwarding.toml or council-business.toml is missing from the words of the signatures folder");
    engines.patterns = loaded.patterns;
    engines.limits = limits_of(settings);
    auto malware = MalwareEngine::load(settings.signatures_malware);
    if (!malware) return malware.failure();
    engines.malware = std::move(*malware);
    start_messages();
    start_text();
    if (auto used = engines.malware->use_folder(folder); !used) return used.failure();
    if (std::string missed = engines.malware->check_canaries(); !missed.empty())
        return fail(FailureKind::misconfigured, "malware engine", "a canary was not found: " + missed);
    Budget budget(engines.limits, sizeof warm_up, system_clock());
    Tools tools{engines.detector.get(), engines.malware.get(), nullptr, &system_clock()};
    if (!inspect_message(warm_up, {}, tools, budget).complete())
        return fail(FailureKind::defect, "inspection", "the message for warming up was not read completely");
    if (has_several_threads()) return fail(FailureKind::defect, "inspection", "a library started a thread");
    return engines;
}

}  // namespace beadle::inspect

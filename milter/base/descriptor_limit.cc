#include "base/descriptor_limit.h"

#include <sys/resource.h>

#include <cerrno>
#include <cstring>

namespace beadle {

Status allow_descriptors(std::uint64_t needed, const std::string& what) {
    rlimit limit{};
    if (::getrlimit(RLIMIT_NOFILE, &limit) != 0)
        return fail(FailureKind::unavailable, "limits", std::string("RLIMIT_NOFILE: ") + std::strerror(errno));
    if (limit.rlim_cur >= needed) return Done{};
    if (limit.rlim_max < needed)
        return fail(FailureKind::misconfigured, "limits",
                    what + " may need " + std::to_string(needed) + " open files, but only " +
                        std::to_string(limit.rlim_max) + " are allowed (ulimit -n, LimitNOFILE=)");
    limit.rlim_cur = needed;
    if (::setrlimit(RLIMIT_NOFILE, &limit) != 0)
        return fail(FailureKind::unavailable, "limits", std::string("RLIMIT_NOFILE: ") + std::strerror(errno));
    return Done{};
}

}  // namespace beadle

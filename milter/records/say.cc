#include "records/say.h"

#include <algorithm>
#include <cstdlib>
#include <array>

#include <nlohmann/json.hpp>

#include "base/london.h"
#include "mail/address.h"

#include "records/notice_queue.h"

namespace beadle::records {
namespace {

using nlohmann::json;

const wire::CouncilMember* member(const Store& store, const std::string& address) {
    const auto folded = parse_address(address).folded();
    for (const auto& m : store.council.members)
        if (parse_address(m.mailbox).folded() == folded) return &m;
    return nullptr;
}

}  // namespace

std::string london_day(Milliseconds wall) {
    static constexpr std::array months = {"January", "February", "March",     "April",   "May",      "June",
                                          "July",    "August",   "September", "October", "November", "December"};
    const std::string day = london_time(wall).today;  // YYYY-MM-DD
    const auto month = static_cast<std::size_t>(std::clamp(std::atoi(day.substr(5, 2).c_str()), 1, 12));
    return std::to_string(std::atoi(day.substr(8).c_str())) + " " + months[month - 1] + " " + day.substr(0, 4);
}

std::string london_minute(Milliseconds wall) {
    const int minute = london_time(wall).minute_of_day;
    const auto two = [](int n) { return (n < 10 ? "0" : "") + std::to_string(n); };
    return london_day(wall) + ", " + two(minute / 60) + ":" + two(minute % 60);
}

std::string in_words(Milliseconds span) {
    constexpr Milliseconds minute = 60'000, hour = 60 * minute, day = 24 * hour;
    const auto count = [](Milliseconds n, const char* unit) {
        return std::to_string(n) + " " + unit + (n == 1 ? "" : "s");
    };
    span = std::max<Milliseconds>(span, 0);
    if (span >= 2 * day) return count(span / day, "day");
    if (span >= hour) return count(span / hour, "hour");
    return count(span / minute, "minute");
}

Status say(Store& store, const Saying& saying) {
    if (saying.to.empty()) return Done{};
    json values = json::parse(saying.values, nullptr, false);
    if (!values.is_object()) return fail(FailureKind::defect, "records", "the values of a notice are no JSON object");
    values["council"] = store.council.name.empty() ? "the council" : store.council.name;
    values["clerk"] = store.council.clerk.empty() ? "the Town Clerk" : "the Town Clerk (" + store.council.clerk + ")";
    if (!store.notices.console.empty()) values["console"] = store.notices.console;
    if (const auto* reader = member(store, saying.to)) {
        values["name"] = reader->name;
        if (!reader->ask_whom.empty()) values["ask_whom"] = reader->ask_whom;
    }
    wire::Notice n;
    n.key = saying.key;
    n.to = saying.to;
    n.kind = saying.kind;
    n.subject = saying.subject;
    n.text = values.dump(-1, ' ', false, json::error_handler_t::replace);
    return add_own_notice(store, n);
}

Status say_to_clerk(Store& store, Saying saying) {
    const std::string key = saying.key;
    saying.to = store.council.clerk;
    if (auto said = say(store, saying); !said) return said;
    if (store.notices.deputy.empty() ||
        parse_address(store.notices.deputy).folded() == parse_address(saying.to).folded())
        return Done{};
    saying.to = store.notices.deputy;
    saying.key = key + ":deputy";
    return say(store, saying);
}

}  // namespace beadle::records

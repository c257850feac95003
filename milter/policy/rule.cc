#include "policy/rule.h"

#include <array>
#include <charconv>
#include <limits>

#include "base/text.h"

namespace beadle::policy {
namespace {

constexpr std::array<std::string_view, 7> day_names = {"mon", "tue", "wed", "thu", "fri", "sat", "sun"};

std::optional<int> day(std::string_view word) {
    for (std::size_t i = 0; i < day_names.size(); ++i)
        if (ascii_iequal(word, day_names[i])) return static_cast<int>(i);
    return std::nullopt;
}

// "Mon", "Mon-Fri", "Fri-Mon"
std::optional<std::uint8_t> parse_days(std::string_view text) {
    const auto dash = text.find('-');
    const auto first = day(text.substr(0, dash));
    const auto last = dash == std::string_view::npos ? first : day(text.substr(dash + 1));
    if (!first || !last) return std::nullopt;
    std::uint8_t days = 0;
    for (int d = *first;; d = (d + 1) % 7) {
        days = static_cast<std::uint8_t>(days | 1u << d);
        if (d == *last) return days;
    }
}

// "08:00"; 24:00 is the end of the day.
std::optional<int> parse_minute(std::string_view text) {
    if (text.size() != 5 || text[2] != ':') return std::nullopt;
    for (std::size_t i : {0u, 1u, 3u, 4u})
        if (text[i] < '0' || text[i] > '9') return std::nullopt;
    const int hour = (text[0] - '0') * 10 + (text[1] - '0'), minute = (text[3] - '0') * 10 + (text[4] - '0');
    if (minute > 59 || hour * 60 + minute > 1440) return std::nullopt;
    return hour * 60 + minute;
}

}  // namespace

bool Hours::contains(int weekday, int minute_of_day) const {
    const auto on = [this](int d) { return (days >> ((d + 6) % 7) & 1u) != 0; };  // d = 1 is Monday
    if (from < to) return on(weekday) && minute_of_day >= from && minute_of_day < to;
    return (on(weekday) && minute_of_day >= from) || (on(weekday + 6) && minute_of_day < to);
}

std::optional<Hours> parse_hours(std::string_view text) {
    Hours h;
    h.words = std::string(trim(text));
    std::string_view rest = h.words;
    if (const auto blank = rest.find(' '); blank != std::string_view::npos) {
        const auto days = parse_days(rest.substr(0, blank));
        if (!days) return std::nullopt;
        h.days = *days;
        rest = trim(rest.substr(blank + 1));
    }
    const auto dash = rest.find('-');
    if (dash == std::string_view::npos) return std::nullopt;
    const auto from = parse_minute(rest.substr(0, dash)), to = parse_minute(rest.substr(dash + 1));
    if (!from || !to || *from == *to || *from == 1440) return std::nullopt;
    h.from = *from;
    h.to = *to;
    return h;
}

std::optional<std::uint64_t> parse_size(std::string_view text) {
    struct Unit {
        std::string_view name;
        std::uint64_t octets;
    };
    static constexpr std::array<Unit, 7> units = {{{"", 1},
                                                   {"KB", 1000},
                                                   {"MB", 1'000'000},
                                                   {"GB", 1'000'000'000},
                                                   {"KiB", 1 << 10},
                                                   {"MiB", 1 << 20},
                                                   {"GiB", 1 << 30}}};
    text = trim(text);
    std::uint64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc{}) return std::nullopt;
    const auto unit = trim(text.substr(static_cast<std::size_t>(end - text.data())));
    for (const auto& u : units)
        if (unit == u.name && number <= std::numeric_limits<std::uint64_t>::max() / u.octets) return number * u.octets;
    return std::nullopt;
}

bool Conditions::narrows_beyond_direction() const {
    return !sender_role.empty() || !recipient_role.empty() || !from.empty() || !to.empty() || !finds.empty() ||
           size_over.has_value() || !hours.empty() || coverage != CoverageAsked::nothing || !protection.empty() ||
           enforced_tls ||
           (origin == Origin::outside && direction == std::vector{Direction::outbound});  // on a shared relay alone
}

bool Conditions::narrows() const {
    bool every_direction = true;
    for (auto d : {Direction::internal, Direction::inbound, Direction::outbound}) {
        bool named = false;
        for (auto given : direction) named = named || given == d;
        every_direction = every_direction && named;
    }
    return narrows_beyond_direction() || origin.has_value() || !(direction.empty() || every_direction);
}

const std::vector<std::string>& purpose_words() {
    // SI 2018/356 regulation 3(2): what a council may monitor its own system for.
    static const std::vector<std::string> words = {
        "establishing facts",
        "compliance with the council's policy",
        "compliance with rules or procedures",
        "standards of users",
        "preventing crime",
        "unauthorised use",
        "effective operation of the system",
    };
    return words;
}

const std::vector<std::string>& member_role_words() {
    static const std::vector<std::string> words = {"clerk",      "officer", "councillor", "volunteer",
                                                   "contractor", "former",  "none"};
    return words;
}

const std::vector<std::string>& location_words() {
    static const std::vector<std::string> words = {"envelope", "header", "body", "attachment"};
    return words;
}

}  // namespace beadle::policy

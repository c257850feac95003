#include "records/arguments.h"

#include <algorithm>
#include <functional>
#include <map>

#include <nlohmann/json.hpp>

#include "base/text.h"

#include "records/held.h"

namespace beadle::records {
namespace {

using nlohmann::json;

constexpr std::size_t most_octets_of_json = 64u << 10;
constexpr std::size_t most_text = 1000;
constexpr std::size_t most_recipients = 100;
constexpr std::int64_t most_rows = 10'000;

Failure wrong(const std::string& what) { return fail(FailureKind::malformed, "arguments", what); }

using Reader = std::function<Status(const json&)>;
using Readers = std::map<std::string, Reader>;

bool too_deep(std::string_view text) {
    int depth = 0;
    for (char c : text) {
        if (c == '[' || c == '{') ++depth;
        if (c == ']' || c == '}') --depth;
        if (depth > 8) return true;
    }
    return false;
}

Status read(std::string_view octets_in, const Readers& readers) {
    const std::string_view given = trim(octets_in).empty() ? "{}" : octets_in;
    if (given.size() > most_octets_of_json || too_deep(given)) return wrong("the arguments are too large");
    const auto j = json::parse(given, nullptr, false);
    if (j.is_discarded() || !j.is_object()) return wrong("the arguments are not one JSON object");
    for (const auto& [key, value] : j.items()) {
        const auto reader = readers.find(key);
        if (reader == readers.end()) {
            std::vector<std::string> known;
            for (const auto& r : readers) known.push_back(r.first);
            const std::string near = nearest(key, known);
            return wrong("there is no argument \"" + printable(key, 60) + "\"" +
                         (near.empty() ? "" : ", did you mean \"" + near + "\"?"));
        }
        if (value.is_null()) continue;
        if (auto done = reader->second(value); !done) return wrong("\"" + key + "\" " + done.failure().what);
    }
    return Done{};
}

Reader text_into(std::string& out) {
    return [&out](const json& v) -> Status {
        if (!v.is_string()) return wrong("must be text");
        out = v.get<std::string>();
        if (out.size() > most_text) return wrong("is too long");
        if (out.find('\0') != std::string::npos) return wrong("must not hold a NUL");
        return Done{};
    };
}

Reader reference_into(std::string& out) {
    return [&out](const json& v) -> Status {
        if (!v.is_string()) return wrong("must be text");
        const auto typed = v.get<std::string>();
        out = as_reference(typed);
        if (out.empty())
            return wrong("must be a case reference such as 7k2m-9xdq, not \"" + printable(typed, 40) + "\"");
        return Done{};
    };
}

Reader time_into(std::int64_t& out) {
    return [&out](const json& v) -> Status {
        if (!v.is_string()) return wrong("must be a time such as \"2026-11-21\" or \"2026-11-21T19:35:00Z\"");
        auto at = wall_time(v.get<std::string>());
        if (!at) return at.failure();
        out = *at;
        return Done{};
    };
}

// A day named as the end is wholly within.
Reader end_into(std::int64_t& out) {
    return [&out](const json& v) -> Status {
        auto done = time_into(out)(v);
        if (done && v.get_ref<const std::string&>().size() == 10) out += 86'400'000;
        return done;
    };
}

Reader limit_into(std::int64_t& out) {
    return [&out](const json& v) -> Status {
        if (!v.is_number_integer() || v > most_rows || v < 1) return wrong("must be a number from 1 to 10000");
        out = v.get<std::int64_t>();
        return Done{};
    };
}

Reader state_into(std::string& out) {
    return [&out](const json& v) -> Status {
        if (!v.is_string()) return wrong("must be text");
        out = v.get<std::string>();
        if (out.empty() || out == "all" || state(out)) return Done{};
        return wrong("must be all, pending, held, superseded, released, discarded, expired or void");
    };
}

Reader recipients_into(std::vector<std::string>& out) {
    return [&out](const json& v) -> Status {
        if (!v.is_array() || v.size() > most_recipients) return wrong("must be a list of at most 100 addresses");
        for (const auto& one : v) {
            std::string address;
            if (auto done = text_into(address)(one); !done) return done;
            if (address.empty()) return wrong("holds an empty address");
            out.push_back(address);
        }
        return Done{};
    };
}

int digits(std::string_view text, std::size_t at, std::size_t count) {
    if (text.size() < at + count) return -1;
    int out = 0;
    for (std::size_t i = at; i < at + count; ++i) {
        if (text[i] < '0' || text[i] > '9') return -1;
        out = out * 10 + (text[i] - '0');
    }
    return out;
}

std::int64_t days_from_civil(int y, int m, int d) {
    y -= m <= 2;
    const int era = y / 400;
    const int yoe = y - era * 400;
    const int doy = (153 * (m + (m > 2 ? -3 : 9)) + 2) / 5 + d - 1;
    return static_cast<std::int64_t>(era) * 146097 + yoe * 365 + yoe / 4 - yoe / 100 + doy - 719468;
}

// T19:35:00 with an optional fraction and Z, as milliseconds; -1 = it is none.
std::int64_t time_of_day(std::string_view t) {
    if (!t.empty() && t.back() == 'Z') t.remove_suffix(1);
    const int h = digits(t, 1, 2), m = digits(t, 4, 2), s = digits(t, 7, 2);
    if (t.size() < 9 || t[0] != 'T' || t[3] != ':' || t[6] != ':' || h < 0 || h > 23 || m < 0 || m > 59 || s < 0 ||
        s > 59)
        return -1;
    std::int64_t ms = ((h * 60 + m) * 60 + s) * 1000LL;
    if (t.size() == 9) return ms;
    if (t[9] != '.' || t.size() > 13 || t.size() == 10) return -1;
    int weight = 100;
    for (std::size_t i = 10; i < t.size(); ++i, weight /= 10) {
        const int digit = digits(t, i, 1);
        if (digit < 0) return -1;
        ms += digit * weight;
    }
    return ms;
}

}  // namespace

Result<std::int64_t> wall_time(std::string_view text) {
    const Failure no = wrong("must be a time such as \"2026-11-21\" or \"2026-11-21T19:35:00Z\"");
    const int y = digits(text, 0, 4), m = digits(text, 5, 2), d = digits(text, 8, 2);
    if (text.size() < 10 || text[4] != '-' || text[7] != '-' || y < 1970 || m < 1 || m > 12 || d < 1) return no;
    constexpr int lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    const bool leap = (y % 4 == 0 && y % 100 != 0) || y % 400 == 0;
    if (d > lengths[m - 1] + (m == 2 && leap ? 1 : 0)) return no;
    std::int64_t ms = days_from_civil(y, m, d) * 86'400'000;
    if (text.size() == 10) return ms;
    const auto of_day = time_of_day(text.substr(10));
    if (of_day < 0) return no;
    return ms + of_day;
}

Result<ListArguments> list_arguments(std::string_view octets_in) {
    ListArguments a;
    auto done = read(octets_in, {{"state", state_into(a.state)},
                                 {"since", time_into(a.since)},
                                 {"sender", text_into(a.sender)},
                                 {"recipient", text_into(a.recipient)},
                                 {"limit", limit_into(a.limit)}});
    if (!done) return done.failure();
    return a;
}

Result<ShowArguments> show_arguments(std::string_view octets_in) {
    ShowArguments a;
    auto done = read(octets_in, {{"id", reference_into(a.id)}});
    if (!done) return done.failure();
    if (a.id.empty()) return wrong("\"id\" is missing: which kept message?");
    return a;
}

Result<ReleaseArguments> release_arguments(std::string_view octets_in) {
    ReleaseArguments a;
    auto done = read(
        octets_in,
        {{"id", reference_into(a.id)}, {"reason", text_into(a.reason)}, {"recipients", recipients_into(a.recipients)}});
    if (!done) return done.failure();
    if (a.id.empty()) return wrong("\"id\" is missing: which kept message?");
    return a;
}

Result<DiscardArguments> discard_arguments(std::string_view octets_in) {
    DiscardArguments a;
    auto done = read(octets_in, {{"id", reference_into(a.id)}, {"reason", text_into(a.reason)}});
    if (!done) return done.failure();
    if (a.id.empty()) return wrong("\"id\" is missing: which kept message?");
    if (trim(a.reason).empty()) return wrong("\"reason\" is missing: what is destroyed needs one");
    return a;
}

Result<SearchArguments> search_arguments(std::string_view octets_in) {
    SearchArguments a;
    auto done = read(octets_in, {{"since", time_into(a.since)},
                                 {"until", end_into(a.until)},
                                 {"text", text_into(a.text)},
                                 {"sender", text_into(a.sender)},
                                 {"recipient", text_into(a.recipient)},
                                 {"rule", text_into(a.rule)},
                                 {"kind", text_into(a.kind)},
                                 {"outcome", text_into(a.outcome)},
                                 {"queue_id", text_into(a.queue_id)},
                                 {"limit", limit_into(a.limit)}});
    if (!done) return done.failure();
    return a;
}

Result<bool> no_arguments(std::string_view octets_in) {
    auto done = read(octets_in, {});
    if (!done) return done.failure();
    return true;
}

}  // namespace beadle::records

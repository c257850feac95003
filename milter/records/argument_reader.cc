#include "records/argument_reader.h"

#include <algorithm>
#include <functional>
#include <map>

#include <nlohmann/json.hpp>

#include "base/json_depth.h"
#include "base/text.h"

#include "records/held.h"

namespace beadle::records {
namespace {

using nlohmann::json;

constexpr std::size_t most_octets_of_json = 64u << 10;
constexpr int most_depth = 8;

Failure wrong(const std::string& what) { return fail(FailureKind::malformed, "arguments", what); }

Status text_of(const json& v, std::string& out, std::size_t most) {
    if (!v.is_string()) return wrong("must be text");
    out = v.get<std::string>();
    if (out.size() > most) return wrong("is too long");
    if (out.find('\0') != std::string::npos) return wrong("must not hold a NUL");
    return Done{};
}

Status time_of(const json& v, std::int64_t& out) {
    if (!v.is_string()) return wrong("must be a time such as \"2026-11-21\" or \"2026-11-21T19:35:00Z\"");
    auto at = wall_time(v.get_ref<const std::string&>());
    if (!at) return at.failure();
    out = *at;
    return Done{};
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

struct ArgumentReader::State {
    struct Needed {
        std::string key, why;
        const std::string* value;
    };
    std::map<std::string, std::function<Status(const json&)>> readers;
    std::vector<Needed> needed;
};

ArgumentReader::ArgumentReader() : state_(std::make_unique<State>()) {}
ArgumentReader::~ArgumentReader() = default;

ArgumentReader& ArgumentReader::text(const char* key, std::string& out, std::size_t most) {
    state_->readers[key] = [&out, most](const json& v) { return text_of(v, out, most); };
    return *this;
}

ArgumentReader& ArgumentReader::needed(const char* key, std::string& out, const char* why, std::size_t most) {
    return text(key, out, most).require(key, out, why);
}

ArgumentReader& ArgumentReader::require(const char* key, const std::string& out, const char* why) {
    state_->needed.push_back({key, why, &out});
    return *this;
}

ArgumentReader& ArgumentReader::reference(const char* key, std::string& out) {
    state_->readers[key] = [&out](const json& v) -> Status {
        if (!v.is_string()) return wrong("must be text");
        const auto typed = v.get<std::string>();
        out = as_reference(typed);
        if (!out.empty()) return Done{};
        return wrong("must be a case reference such as 7k2m-9xdq, not \"" + printable(typed, 40) + "\"");
    };
    return *this;
}

ArgumentReader& ArgumentReader::time(const char* key, std::int64_t& out) {
    state_->readers[key] = [&out](const json& v) { return time_of(v, out); };
    return *this;
}

ArgumentReader& ArgumentReader::end(const char* key, std::int64_t& out) {
    state_->readers[key] = [&out](const json& v) -> Status {
        auto done = time_of(v, out);
        if (done && v.get_ref<const std::string&>().size() == 10) out += 86'400'000;
        return done;
    };
    return *this;
}

ArgumentReader& ArgumentReader::whole(const char* key, std::int64_t& out, std::int64_t least, std::int64_t most) {
    state_->readers[key] = [&out, least, most](const json& v) -> Status {
        if (!v.is_number_integer() || v > most || v < least)
            return wrong("must be a number from " + std::to_string(least) + " to " + std::to_string(most));
        out = v.get<std::int64_t>();
        return Done{};
    };
    return *this;
}

ArgumentReader& ArgumentReader::flag(const char* key, bool& out) {
    state_->readers[key] = [&out](const json& v) -> Status {
        if (!v.is_boolean()) return wrong("must be true or false");
        out = v.get<bool>();
        return Done{};
    };
    return *this;
}

ArgumentReader& ArgumentReader::word(const char* key, std::string& out, std::initializer_list<const char*> allowed) {
    state_->readers[key] = [&out,
                            list = std::vector<std::string>(allowed.begin(), allowed.end())](const json& v) -> Status {
        if (!v.is_string()) return wrong("must be text");
        out = v.get<std::string>();
        if (out.empty() || std::find(list.begin(), list.end(), out) != list.end()) return Done{};
        std::string all;
        for (std::size_t i = 0; i < list.size(); ++i)
            all += (i == 0 ? "" : i + 1 == list.size() ? " or " : ", ") + list[i];
        return wrong("must be " + all);
    };
    return *this;
}

ArgumentReader& ArgumentReader::texts(const char* key, std::vector<std::string>& out, std::size_t most_entries) {
    state_->readers[key] = [&out, most_entries](const json& v) -> Status {
        if (!v.is_array() || v.size() > most_entries)
            return wrong("must be a list of at most " + std::to_string(most_entries) + " texts");
        for (const auto& one : v) {
            std::string entry;
            if (auto done = text_of(one, entry, 1000); !done) return done;
            if (entry.empty()) return wrong("holds an empty text");
            out.push_back(std::move(entry));
        }
        return Done{};
    };
    return *this;
}

Status ArgumentReader::read(std::string_view octets_in) {
    const std::string_view given = trim(octets_in).empty() ? "{}" : octets_in;
    if (given.size() > most_octets_of_json || is_json_deeper_than(given, most_depth)) return wrong("the arguments are too large");
    const auto j = json::parse(given, nullptr, false);
    if (j.is_discarded() || !j.is_object()) return wrong("the arguments are not one JSON object");
    for (const auto& [key, value] : j.items()) {
        const auto reader = state_->readers.find(key);
        if (reader == state_->readers.end()) {
            std::vector<std::string> known;
            for (const auto& r : state_->readers) known.push_back(r.first);
            const std::string near = nearest(key, known);
            return wrong("there is no argument \"" + printable(key, 60) + "\"" +
                         (near.empty() ? "" : ", did you mean \"" + near + "\"?"));
        }
        if (value.is_null()) continue;
        if (auto done = reader->second(value); !done) return wrong("\"" + key + "\" " + done.failure().what);
    }
    for (const auto& n : state_->needed)
        if (trim(*n.value).empty()) return wrong("\"" + n.key + "\" is missing: " + n.why);
    return Done{};
}

}  // namespace beadle::records

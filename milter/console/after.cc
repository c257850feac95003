#include "console/after.h"

#include <algorithm>

#include "base/calendar.h"
#include "base/text.h"
#include "console/held.h"

namespace beadle::console {
namespace {

std::string sentence(std::string problem) {
    if (problem.empty()) return "That was not possible.";
    if (problem[0] >= 'a' && problem[0] <= 'z') problem[0] = static_cast<char>(problem[0] - 'a' + 'A');
    return problem.back() == '.' || problem.back() == '?' ? problem : problem + ".";
}

}  // namespace

Response after_act(Desk& desk, const Reply& reply, const std::string& path, ShownAgain again, const char* done) {
    if (reply.needs == "proof") return desk.go("/prove?next=" + percent_encoded(path));
    if (!reply.reached || !reply.needs.empty() || reply.exit_code > 2) return desk.trouble(reply);
    if (is_first_of_two(reply)) return desk.go(path + "?done=second");
    if (reply.done()) return desk.go(path + "?done=" + done);
    return again(desk, sentence(reply.problem), 422);
}

Value lines_of(std::string_view typed, std::size_t most) {
    Value out = Value::list();
    for (const auto& line : split(replace_all(typed, "\r", "\n"), '\n')) {
        const std::string one(trim(line));
        if (!one.empty() && !out.has(one) && out.items().size() < most) out.add(one.substr(0, 300));
    }
    return out;
}

std::string joined(const Value& list, const std::string& with) {
    std::vector<std::string> out;
    for (const auto& one : list.items()) out.push_back(one.text());
    return join(out, with);
}

std::string day_words(std::string_view date) {
    const auto day = read_date(date);
    if (!day) return "";
    const std::string words = long_date(*day);  // "Sunday 22 November 2026"
    return words.substr(std::min(words.size(), words.find(' ') + 1));
}

std::string typed(const Desk& desk, const char* name, std::size_t most) {
    return std::string(trim(desk.form.one(name))).substr(0, most);
}

Value choices(const std::string& chosen, const Choices& all) {
    Value out = Value::list();
    for (const auto& [value, label] : all) out.add(Value::map({{"value", value}, {"label", label}, {"chosen", value == chosen}}));
    return out;
}

}  // namespace beadle::console

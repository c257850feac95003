// page_health.cc — whether all parts work, in words and with the details folded.
#include "base/text.h"
#include "console/clocks.h"
#include "console/routes.h"
#include "console/words.h"

namespace beadle::console {
namespace {

struct Row {
    const char *key, *label;
};
constexpr Row rows[] = {{"events", "Events recorded in all"}, {"held", "Mails held"}, {"pending", "Mails held, sender may try again"},
                        {"releases_under_way", "Releases under way"}, {"notices_waiting", "Notices waiting to be sent"},
                        {"policy", "Version of the policy in force (0: the policy file)"},
                        {"recorded", "Mails recorded since the last start"}, {"refused", "Requests that could not be carried out"}};

}  // namespace

Response show_health(Desk& desk) {
    const Reply reply = desk.ask("status");
    if (!reply.done()) return desk.trouble(reply);
    const Value& s = reply.first();
    Value numbers = Value::list();
    for (const auto& row : rows) numbers.add(Value::map({{"label", row.label}, {"value", std::to_string(s.number(row.key))}}));
    const Milliseconds now = desk.house.clock.wall();
    const Reply ages = desk.ask("console.ages");
    for (const auto& [key, label] : {std::pair{"backup_at", "Last backup of the records"}, {"signatures_at", "Newest malware signatures"}})
        if (ages.done()) numbers.add(Value::map({{"label", label}, {"value", age_of(ages.first().text(key), now)}}));
    std::string problem = s.text("last_problem").empty() ? s.text("policy_problem") : s.text("last_problem");
    if (const auto refused = s.text("signatures_problem"); problem.empty() && !refused.empty())
        problem = "New malware signatures cannot be loaded, those loaded before serve on: " + refused;
    return desk.page("health", "Health", Value::map({{"good", problem.empty()}, {"problem", problem}, {"numbers", numbers}, {"head", s.text("head")},
                                                     {"gateway", s.text("gateway")}, {"generation", s.number("generation")}, {"version", BEADLE_VERSION},
                                                     {"last_event", london_words(s.text("last_event_at"))}}));
}

}  // namespace beadle::console

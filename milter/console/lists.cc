#include "console/lists.h"

#include "base/text.h"
#include "console/words.h"

namespace beadle::console {
namespace {

constexpr Milliseconds a_day = 24LL * 3'600'000;

}  // namespace

Understood mail_wanted(const Fields& asked, Milliseconds now) {
    const std::string days = asked.one("days"), status = asked.one("status");
    Understood out = understand(asked.one("q"));
    out.arguments.set("kind", "verdict");
    if (!status.empty() && out.arguments["outcome"].empty()) out.arguments.set("outcome", status);
    const int count = days == "1" ? 1 : days == "30" ? 30 : days == "all" ? 0 : 7;
    if (count > 0 && out.arguments["since"].empty())
        out.arguments.set("since", utc_text(london_day_start(now) - (count - 1) * a_day).substr(0, 19) + "Z");
    if (const auto before = asked.one("before"); wall_of(before) != 0) out.arguments.set("until", before);
    return out;
}

bool has_attachment(const Value& event) {
    for (const auto& e : event["details"]["inspection"]["entities"].items())
        if (!e.text("filename").empty()) return true;
    return false;
}

Value held_wanted(const Fields& asked) {
    Value out = Value::map({{"oldest_first", true}, {"limit", held_a_page}});
    for (const auto& [field, argument] : {std::pair{"q", "text"}, {"reason", "reason"}, {"way", "origin"}, {"rule", "rule"},
                                          {"from", "sender"}, {"to", "recipient"}, {"state", "state"}, {"after", "after"}})
        if (const std::string value(trim(asked.one(field))); !value.empty()) out.set(argument, value.substr(0, 200));
    return out;
}

Value audit_wanted(const Fields& asked) {
    Value out = Value::map();
    if (const std::string text(trim(asked.one("q"))); !text.empty()) out.set("text", text.substr(0, 200));
    if (const std::string kind(trim(asked.one("kind"))); !kind.empty()) out.set("kind", kind.substr(0, 60));
    if (const auto before = asked.one("before"); wall_of(before) != 0) out.set("until", before);
    return out;
}

}  // namespace beadle::console

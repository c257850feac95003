#include "console/lists.h"

#include <charconv>

#include "base/text.h"
#include "console/words.h"

namespace beadle::console {
namespace {

constexpr Milliseconds a_day = 24LL * 3'600'000;
constexpr std::int64_t patience_ms = 120;  // a page that is not done by then says how far it looked

// From which event on the list goes on.
void go_on(const Fields& asked, Value& arguments) {
    const std::string under = asked.one("under");
    std::int64_t number = 0;
    const auto read = std::from_chars(under.data(), under.data() + under.size(), number);
    if (read.ec == std::errc() && read.ptr == under.data() + under.size() && number > 0) arguments.set("under", number);
}

}  // namespace

Understood mail_wanted(const Fields& asked, Milliseconds now) {
    const std::string days = asked.one("days"), status = asked.one("status");
    Understood out = understand(asked.one("q"));
    out.arguments.set("kind", "verdict");
    if (!status.empty() && out.arguments["outcome"].empty()) out.arguments.set("outcome", status);
    const int count = days == "1" ? 1 : days == "30" ? 30 : days == "all" ? 0 : 7;
    if (count > 0 && out.arguments["since"].empty())
        out.arguments.set("since", utc_text(london_day_start(now) - (count - 1) * a_day).substr(0, 19) + "Z");
    go_on(asked, out.arguments);
    return out;
}

bool has_attachment(const Value& event) {
    for (const auto& e : event["details"]["inspection"]["entities"].items())
        if (!e.text("filename").empty()) return true;
    return false;
}

Found page_of_events(const Desk& desk, Value arguments, std::int64_t a_page, const std::string& path, Fields filters) {
    arguments.set("limit", a_page).set("within_ms", patience_ms);
    Found out{desk.ask("events.search", arguments), "", ""};
    auto& lines = out.reply.lines;
    if (!out.reply.done() || lines.empty()) return out;
    const bool ended = lines.back().text("about") == "looked";
    if (!ended && static_cast<std::int64_t>(lines.size()) < a_page) return out;
    filters.add("under", lines.back().text("event"));
    out.more = path + "?" + filters.encoded();
    if (!ended) return out;
    out.looked = london_words(lines.back().text("at"));
    lines.pop_back();
    return out;
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
    go_on(asked, out);
    return out;
}

}  // namespace beadle::console

// page_today.cc — the first page of the day: is all well, what waits, what happened.
#include "base/text.h"
#include "console/clocks.h"
#include "console/routes.h"
#include "console/words.h"

namespace beadle::console {
namespace {

constexpr Milliseconds late = 72LL * 3'600'000, quiet = 6LL * 3'600'000, day = 24LL * 3'600'000;

std::string count_words(std::int64_t n, const std::string& one, const std::string& more) {
    return std::to_string(n) + " " + (n == 1 ? one : more);
}

// Red: something stops mail or a time is over. Amber: somebody should look. Each with its sentence.
struct Light {
    std::string colour = "green", word = "All is well", sentence;
};
Light light_of(const Value& numbers, Milliseconds now, bool urgent) {
    const Milliseconds last = wall_of(numbers.text("last_at")), oldest = wall_of(numbers.text("oldest_at"));
    if (!numbers.text("problem").empty())
        return {"red", "Needs the admin", "The records had a problem: " + numbers.text("problem") + ". Mail waits at the sending servers until it is solved; none is lost."};
    if (oldest != 0 && now - oldest > late)
        return {"amber", "Look today", "The oldest mail has waited " + age_words(now - oldest) + " for a decision."};
    if (urgent) return {"amber", "Look today", "A time is nearly over, or somebody waits for you: see the list below."};
    if (numbers.number("waiting") > 0) return {"amber", "Mail is waiting", "Nothing is urgent. The oldest has waited " + age_words(now - oldest) + "."};
    if (last != 0 && now - last > quiet) return {"green", "All is well", "No mail has come for " + age_words(now - last) + "."};
    return {"green", "All is well", "Nothing is waiting for you."};
}

}  // namespace

Response show_today(Desk& desk) {
    const Milliseconds now = desk.house.clock.wall();
    const Reply reply = desk.ask("console.today", Value::map({{"since", utc_text(london_day_start(now))}}));
    if (!reply.done()) return desk.trouble(reply);
    const Value& n = reply.first();
    const Clocks clocks = clocks_of(desk);
    const Light light = light_of(n, now, clocks.urgent);
    const std::int64_t waiting = n.number("waiting"), out = n.number("waiting_outbound");
    Value kinds = Value::list();
    for (const char* outcome : {"accepted", "flagged", "asked", "quarantined", "split", "rejected", "deferred", "answer", "released"})
        if (n["outcomes"].number(outcome) > 0)
            kinds.add(Value::map({{"words", outcome_words(outcome)}, {"count", n["outcomes"].number(outcome)},
                                  {"link", "/mail?status=" + std::string(outcome) + "&days=1"}}));
    const Milliseconds last = wall_of(n.text("last_at"));
    Value data = Value::map({{"light", light.colour}, {"light_word", light.word}, {"light_sentence", light.sentence},
                             {"waiting", waiting}, {"any_waiting", waiting > 0},
                             {"waiting_words", count_words(waiting, "mail is held", "mails are held") + ": " + std::to_string(out) +
                                                   " going out, " + std::to_string(waiting - out) + " coming in"},
                             {"oldest", n.text("oldest")}, {"may_decide", desk.may("quarantine.release")},
                             {"verdicts", count_words(n.number("verdicts"), "mail", "mails")}, {"kinds", kinds},
                             {"any_kinds", !kinds.empty()},
                             {"last", last == 0 ? "No mail was checked yet." : "Last mail checked " + age_words(now - last) + " ago, at " + london_words(n.text("last_at")) + "."},
                             {"shows_held", desk.may("console.held")}, {"clocks", clocks.rows}, {"any_clocks", !clocks.rows.empty()}});
    return desk.page("today", "Today", std::move(data));
}

// Asked by the script of an open page: it changes nothing, and keeps nobody signed in.
Response show_counts(Desk& desk) {
    const Reply reply = desk.ask("console.counts");
    Response out;
    out.type = "application/json";
    out.status = reply.done() ? 200 : 503;
    out.body = json_of(Value::map({{"waiting", reply.first().number("waiting")}, {"idle_at", desk.who.text("idle_at")}}));
    return out;
}

}  // namespace beadle::console

// page_held_list.cc — what waits for a decision: the list with its filters, and deciding many at once.
#include <algorithm>
#include <map>

#include "base/text.h"
#include "console/after.h"
#include "console/held.h"
#include "console/lists.h"
#include "console/routes.h"
#include "console/words.h"

namespace beadle::console {
namespace {

constexpr std::size_t most_at_once = 200;

// Those of one sender that the same rule stopped for the same things stand together.
Value grouped(const std::vector<Value>& rows) {
    std::vector<std::string> order;
    std::map<std::string, std::vector<Value>> groups;
    for (const auto& row : rows) {
        const std::string key = row.text("sender") + "\n" + row.text("rule") + "\n" + row.text("alike");
        if (!groups.contains(key)) order.push_back(key);
        groups[key].push_back(row);
    }
    Value out = Value::list();
    std::size_t number = 0;
    for (const auto& key : order) {
        Value items = Value::list();
        for (auto& row : groups[key]) items.add(std::move(row));
        const std::size_t count = items.items().size();
        const Value first = items.items().front();
        out.add(Value::map({{"number", ++number}, {"many", count > 1}, {"count", count}, {"sender", first.text("sender")},
                            {"seen", first.text("alike")}, {"items", std::move(items)}}));
    }
    return out;
}

Value shown_filters(const Fields& query) {
    Value out = Value::list();
    for (const auto& [name, label] : {std::pair{"q", "words"}, {"reason", "reason"}, {"way", "way"}, {"rule", "rule"},
                                      {"from", "from"}, {"to", "to"}, {"state", "state"}}) {
        if (query.one(name).empty()) continue;
        Fields rest;
        for (const auto& [key, value] : query.pairs())
            if (key != name && key != "after" && key != "done" && key != "id") rest.add(key, value);
        out.add(Value::map({{"label", std::string(label) + ": " + query.one(name)}, {"href", "/held?" + rest.encoded()}}));
    }
    return out;
}

struct Effect {
    std::string words;
    bool good = false;
};
Effect effect_of(const Value& item, const std::string& act) {
    std::size_t waits = 0;
    for (const auto& r : item["recipients"].items()) waits += r.text("state") == "held";
    if (item.text("state") != "held" && item.text("state") != "pending") return {"cannot: it is " + ascii_lower(state_words(item.text("state"))), false};
    if (act == "discard") return {"is deleted for good", true};
    if (holds_malware(item)) return {"cannot be released with others: malware", false};
    if (item.number("release_needs") > 1) return {"your release is noted, a second person is needed", true};
    if (waits == 0) return {"cannot: it is on its way already", false};
    return {"is released to " + std::to_string(waits) + (waits == 1 ? " recipient" : " recipients"), true};
}

std::string some(std::size_t n) { return n == 0 ? "" : std::to_string(n); }

std::vector<std::string> chosen_of(const Fields& form) {
    std::vector<std::string> out;
    for (const auto& id : form.all("item"))
        if (is_reference(id) && std::find(out.begin(), out.end(), id) == out.end() && out.size() < most_at_once) out.push_back(id);
    return out;
}

Response preview(Desk& desk, const std::string& act, const std::vector<std::string>& chosen) {
    Value rows = Value::list();
    std::size_t good = 0;
    for (const auto& id : chosen) {
        const Reply reply = desk.ask("quarantine.show", Value::map({{"id", id}}));
        if (!reply.reached) return desk.trouble(reply);
        const Effect effect = reply.done() ? effect_of(reply.first(), act) : Effect{"cannot: there is no such message", false};
        good += effect.good;
        rows.add(Value::map({{"id", id}, {"sender", reply.first().text("sender")}, {"subject", reply.first().text("subject")},
                             {"effect", effect.words}, {"good", effect.good}}));
    }
    const bool release = act == "release";
    return desk.page("bulk", release ? "Release these?" : "Discard these?",
                     Value::map({{"rows", rows}, {"act", act}, {"release", release}, {"good", good}, {"any", good > 0},
                                 {"bad", some(chosen.size() - good)}, {"preview", true}}));
}

Response carry_out(Desk& desk, const std::string& act, const std::vector<std::string>& chosen) {
    Value rows = Value::list();
    std::size_t good = 0;
    for (const auto& id : chosen) {
        Value arguments = Value::map({{"id", id}, {"reason", desk.form.one("reason").substr(0, 500)}});
        const Reply reply = desk.ask(act == "release" ? "quarantine.release" : "quarantine.discard", arguments);
        if (!reply.reached) return desk.trouble(reply);
        good += reply.done();
        rows.add(Value::map({{"id", id}, {"effect", reply.done() ? (act == "release" ? "Released" : "Discarded") : "Not done: " + reply.problem},
                             {"good", reply.done()}}));
    }
    return desk.page("bulk", "What was done", Value::map({{"rows", rows}, {"good", good}, {"bad", some(chosen.size() - good)}, {"act", act}}));
}

}  // namespace

Response show_held_list(Desk& desk) {
    const Reply reply = desk.ask("console.held", held_wanted(desk.query));
    if (!reply.done()) return desk.trouble(reply);
    const Milliseconds now = desk.house.clock.wall();
    std::vector<Value> rows;
    for (const auto& line : reply.lines)
        if (!line.text("id").empty()) rows.push_back(held_row(line, now));
    const std::int64_t total = reply.first().number("total");
    Fields more;
    for (const auto& [key, value] : desk.query.pairs())
        if (key != "after" && key != "done" && key != "id") more.add(key, value);
    if (!rows.empty()) more.add("after", rows.back().text("id"));
    const bool goes_on = static_cast<std::int64_t>(reply.lines.size()) >= held_a_page;
    const Value filters = shown_filters(desk.query);
    Value data = Value::map({{"groups", grouped(rows)}, {"any", !rows.empty()}, {"total", total}, {"one", total == 1},
                             {"filters", filters}, {"filtered", !filters.empty()}, {"first", rows.empty() ? "" : rows.front().text("id")},
                             {"q", desk.query.one("q")}, {"rule", desk.query.one("rule")},
                             {"reasons", choices(desk.query.one("reason"), {{"", "Any"}, {"quarantine", "Held by a rule"}, {"ask", "Sender asked"}, {"refused", "Refused for some"}})},
                             {"ways", choices(desk.query.one("way"), {{"", "Both"}, {"inside", "Going out"}, {"outside", "Coming in"}})},
                             {"states", choices(desk.query.one("state"), {{"", "Waiting"}, {"released", "Released"}, {"discarded", "Discarded"}, {"expired", "Expired"}, {"all", "All"}})},
                             {"more", goes_on ? "/held?" + more.encoded() : ""}, {"may_decide", desk.may("quarantine.discard")}});
    add_export(desk, {"q", "reason", "way", "rule", "from", "to", "state"}, data);
    return desk.page("held_list", "Held mail", std::move(data));
}

Response take_bulk(Desk& desk) {
    const std::string act = desk.form.one("act");
    const auto chosen = chosen_of(desk.form);
    if (act != "release" && act != "discard") return desk.words(400, "Not understood", "Choose what to do. Nothing was changed.");
    if (!desk.may(act == "release" ? "quarantine.release" : "quarantine.discard")) return desk.words(403, "Not yours to do", "Your role does not allow this. Nothing was changed.");
    if (chosen.empty()) return desk.words(422, "Nothing chosen", "Tick the mails that you mean, then choose what to do. Nothing was changed.");
    if (act == "discard" && desk.form.has("sure") && trim(desk.form.one("reason")).empty())
        return desk.words(422, "Say why", "What is deleted needs a reason: it is kept in the records. Nothing was changed.");
    return desk.form.has("sure") ? carry_out(desk, act, chosen) : preview(desk, act, chosen);
}

}  // namespace beadle::console

#include "console/request_words.h"

#include "base/text.h"
#include "console/after.h"
#include "console/words.h"

namespace beadle::console {
namespace {

constexpr std::int64_t soon = 5;  // days

std::string days(std::int64_t n) { return std::to_string(n) + (n == 1 ? " day" : " days"); }

struct ClockWords {
    std::string words, more, colour, tag;
};
ClockWords clock_words(const Value& request) {
    const Value& c = request["clock"];
    const std::int64_t left = c.number("days_left");
    if (request.text("state") == "closed") return {"Closed", "Closed on " + day_words(request.text("closed")) + "; it was due on " + day_words(request.text("due_when_closed")) + ".", "green", "grey"};
    if (request.text("state") != "open") return {"Its details are destroyed", "The file of this request was destroyed under the schedule.", "green", "grey"};
    const std::string due = "Answer by " + c.text("due_in_words") + (c.flag("beyond_bank_holidays") ? ", counted without the bank holidays of that year" : "") + ".";
    if (c.text("state") == "waits-for-id") return {"Waits for proof of identity", "The time begins when identity is shown. If that were today: " + due, "amber", "yellow"};
    if (c.text("state") == "paused") return {"Paused", "The time stands still until you say that it goes on. If that were today: " + due, "amber", "yellow"};
    if (left < 0) return {"Late by " + days(-left), "It was due on " + c.text("due_in_words") + ".", "red", "red"};
    return {left == 0 ? "Due today" : days(left) + " left", due, left <= soon ? "amber" : "green", left <= soon ? "red" : "green"};
}

constexpr std::pair<const char*, const char*> acts[] = {
    {"request-opened", "Opened"}, {"request-paused", "Clock paused"}, {"request-resumed", "Clock goes on"}, {"request-id-shown", "Identity shown"},
    {"request-extended", "Time extended"}, {"request-acknowledged", "Acknowledged"}, {"request-note", "Note"}, {"request-search", "Searched"},
    {"request-review", "Decided"}, {"request-content", "Content put into the pack"}, {"request-packed", "Pack made"},
    {"request-close-asked", "Asked to close, first person"}, {"request-closed", "Closed, by the second person"}};

std::string act_words(const std::string& kind) {
    for (const auto& [word, words] : acts)
        if (kind == word) return words;
    return replace_all(kind, "-", " ");
}

// The proof of a search, in a sentence: this is what a complaint to the regulator is answered with.
std::string search_words_of(const Value& d) {
    std::string out = "Looked through " + d.text("examined") + " mails (" + d.text("where") + ") for " + (d["terms"].empty() ? "all words" : joined(d["terms"]));
    if (!d["mailboxes"].empty()) out += " in the mailboxes " + joined(d["mailboxes"]);
    if (!d.text("since").empty()) out += " from " + day_words(d.text("since"));
    if (!d.text("until").empty()) out += " to " + day_words(d.text("until"));
    out += ": " + d.text("found") + " found, " + d.text("added") + " of them new.";
    if (d.number("excluded") > 0) out += " " + d.text("excluded") + " left out for " + joined(d["exclude"]) + ".";
    if (d.number("without_details") > 0) out += " Of " + d.text("without_details") + " the details are destroyed.";
    if (d.flag("cut")) out += " There are more than 5000: narrow the search.";
    for (std::size_t i = 0; i < d["hits"].keys().size(); ++i)
        out += (i == 0 ? " Hits: " : ", ") + d["hits"].keys()[i] + " " + d["hits"].items()[i].text();
    return out;
}

std::string more_of(const Value& act) {
    const Value& d = act["details"];
    if (act.text("kind") == "request-search") return search_words_of(d);
    std::string out;
    const auto put = [&out](const std::string& words) { out += (out.empty() || words.empty() ? "" : ". ") + words; };
    if (!d.text("item").empty()) put("message " + d.text("item"));
    if (!d.text("decision").empty()) put(label_of(review_decisions(), d.text("decision")));
    if (!d.text("reason").empty()) put(d.text("reason"));
    if (!d.text("outcome").empty()) put(d.text("outcome"));
    if (!d.text("on").empty() && act.text("kind") != "request-review") put("on " + day_words(d.text("on")));
    return out;
}

}  // namespace

const Choices& request_kinds() {
    static const Choices all = {{"sar", "Subject access: “what do you hold about me?”"}, {"foi", "Freedom of information"}, {"eir", "Environmental information (land, planning, trees, noise)"},
                                {"complaint", "Complaint"}, {"dp-complaint", "Complaint about personal data"}};
    return all;
}

const Choices& review_decisions() {
    static const Choices all = {{"include", "Goes out"}, {"redact", "Goes out, with words taken out"}, {"exclude", "Kept back"},
                                {"third-party", "Kept back: about somebody else"}, {"privileged", "Kept back: legal advice"}, {"casework", "Not the council’s: casework of a councillor"}};
    return all;
}

std::string label_of(const Choices& choices, const std::string& value) {
    for (const auto& [word, words] : choices)
        if (word == value) return words;
    return value;
}

std::string request_path(const std::string& id) { return "/requests/" + percent_encoded(id.substr(std::min<std::size_t>(id.size(), 2))); }

Value request_row(const Value& r) {
    const ClockWords clock = clock_words(r);
    std::string kind = label_of(request_kinds(), r.text("kind"));
    kind = kind.substr(0, std::min(kind.find(':'), kind.find(" (")));
    return Value::map({{"id", r.text("id")}, {"href", request_path(r.text("id"))}, {"kind", kind}, {"who", r.text("name")}, {"open", r.text("state") == "open"},
                       {"received", day_words(r.text("received"))}, {"clock", clock.words}, {"clock_more", clock.more}, {"colour", clock.colour}, {"tag", clock.tag}});
}

Value history_of_request(const Value& request) {
    Value out = Value::list();
    for (const auto& act : request["history"].items())
        out.add(Value::map({{"at", london_words(act.text("at"))}, {"what", act_words(act.text("kind"))}, {"person", act.text("person")}, {"more", more_of(act)}}));
    return out;
}

}  // namespace beadle::console

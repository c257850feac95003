#include "cli/records_text.h"

#include <fmt/core.h>

#include <algorithm>
#include <array>

#include "base/clock.h"
#include "base/text.h"
#include "cli/judge_text.h"
#include "cli/value.h"

namespace beadle::cli {
namespace {

struct Answers {
    std::vector<Value> values;
    std::size_t broken = 0;
};
Answers answers_of(const std::vector<std::string>& lines) {
    Answers out;
    for (const auto& line : lines) {
        auto value = Value::parse(line);
        if (value && value->kind() == Value::Kind::object) out.values.push_back(std::move(*value));
        else ++out.broken;
    }
    return out;
}

std::string broken_text(const Answers& answers) {
    return answers.broken == 0 ? "" : fmt::format("{} lines of the answer could not be read.\n", answers.broken);
}

// "2026-11-21 19:35" of the longer form; what is no time stays as it is.
std::string minute(const Value& at) {
    std::string s = at.text(40);
    if (s.size() < 16 || s[10] != 'T') return s;
    s.resize(16);
    s[10] = ' ';
    return s;
}

// "a@b and 3 more"; recipients may be texts or objects with an address.
std::string people(const Value& list, std::size_t most = 1) {
    if (list.kind() != Value::Kind::list) return list.text(200);
    std::string out;
    const auto& items = list.items();
    for (std::size_t i = 0; i < items.size() && i < most; ++i) {
        const Value& item = items[i].kind() == Value::Kind::object ? items[i]["address"] : items[i];
        out += (i == 0 ? "" : ", ") + item.text(200);
    }
    return items.size() > most ? fmt::format("{} and {} more", out, items.size() - most) : out;
}

std::string rules_of(const Value& list) {
    if (list.kind() != Value::Kind::list) return list.text(200);
    std::vector<std::string> ids;
    for (const auto& rule : list.items()) {
        std::string id = rule.kind() == Value::Kind::object ? rule["id"].text(80) : rule.text(80);
        const std::string clause = rule["clause"].text(40);
        if (!clause.empty()) id += " (clause " + clause + ")";
        ids.push_back(std::move(id));
    }
    return printable(join(ids, ", "), 400);
}

std::string sender_of(const Value& v) {
    const std::string sender = v["sender"].text(200);
    return sender.empty() ? "(null sender)" : sender;
}

Ink ink_of_state(const std::string& state) {
    if (state == "held" || state == "pending") return Ink::yellow;
    return state == "released" ? Ink::green : Ink::plain;
}

std::string line(const Look& look, const char* label, const std::string& text) {
    if (text.empty()) return "";
    return wrapped(look, fmt::format("  {:<14} ", label), text);
}

std::string finding_rows(const Value& findings, const Look& look) {
    std::vector<std::vector<Cell>> rows;
    for (const auto& f : findings.items()) {
        const auto kind = finding_kind(f["kind"].raw());
        std::string what = kind ? std::string(words(*kind)) : f["kind"].text(60);
        if (f["count"].number() > 1) what += " × " + f["count"].text();
        rows.push_back({{what, Ink::plain}, {f["confidence"].text(20), Ink::plain}, {f["sample"].text(80), Ink::bold},
                        {f["location"].text(200), Ink::plain}, {f["evidence"].text(300), Ink::faint}});
    }
    return rows.empty() ? "" : "  What was seen (values are masked)\n" + table(look, {}, rows, 4);
}

std::string not_inspected_rows(const Value& coverage, const Look& look) {
    std::vector<std::vector<Cell>> rows;
    for (const auto& n : coverage["not_inspected"].items())
        rows.push_back({{n["location"].text(200), Ink::plain}, {n["reason"].text(40), Ink::yellow}, {n["detail"].text(300), Ink::plain}});
    return rows.empty() ? "" : "  Not looked into\n" + table(look, {}, rows, 4);
}

std::string protection_rows(const Value& protection, const Look& look) {
    std::vector<std::vector<Cell>> rows;
    for (const auto& p : protection.items())
        rows.push_back({{p["location"].text(200), Ink::plain}, {p["method"].text(40), Ink::plain}, {p["grade"].text(40), Ink::plain},
                        {(p["protects"].truth() ? "protects its content" : "does not protect its content: ") +
                             (p["protects"].truth() ? std::string() : p["why"].text(100)), Ink::plain}});
    return rows.empty() ? "" : "  Protection\n" + table(look, {}, rows, 4);
}

std::string rule_rows(const Value& rules, const Look& look) {
    std::string out;
    for (const auto& r : rules.items()) {
        if (r.kind() != Value::Kind::object) continue;
        std::string words = r["action"].text(40);
        if (r["watched"].truth()) words = "only watching, would " + words;
        if (!r["excepted_by"].raw().empty()) words = "does not act: " + r["excepted_by"].text(300) + " (exception)";
        const std::string clause = r["clause"].text(40), advice = r["advice"].text(600);
        out += wrapped(look, "    " + r["id"].text(80) + (clause.empty() ? "" : " (clause " + clause + ")") + ": ", words);
        if (!advice.empty()) out += wrapped(look, "      Advice: ", advice);
    }
    return out.empty() ? "" : "  Because of\n" + out;
}

std::string recipient_rows(const Value& recipients, const Look& look) {
    std::vector<std::vector<Cell>> rows;
    for (const auto& r : recipients.items()) {
        const bool object = r.kind() == Value::Kind::object;
        const std::string state = r["state"].text(40);
        rows.push_back({{object ? r["address"].text(200) : r.text(200), Ink::plain}, {r["direction"].text(20), Ink::plain},
                        {state, ink_of_state(state)}, {r["note"].text(300), Ink::plain}});
    }
    return rows.empty() ? "" : "  To\n" + table(look, {}, rows, 4);
}

std::string history_rows(const Value& history, const Look& look) {
    std::vector<std::vector<Cell>> rows;
    for (const auto& e : history.items()) {
        const std::string person = e["person"].text(80);
        std::vector<std::string> why;
        for (const char* key : {"outcome", "reason", "reply", "problem", "cause", "mark", "answer"})
            if (!e[key].is_null() && !e[key].text().empty()) why.push_back(e[key].text(300));
        rows.push_back({{minute(e["at"]), Ink::plain}, {e["kind"].text(60), Ink::plain}, {person.empty() ? "Beadle" : person, Ink::plain},
                        {join(why, "; "), Ink::plain}});
    }
    return rows.empty() ? "" : "  What was done\n" + table(look, {}, rows, 4);
}

// A case holds what the event of its verdict held: under "decision" and "inspection", an event under "details" too.
const Value& inside(const Value& v, const char* outer, const char* key) {
    if (!v[outer][key].is_null()) return v[outer][key];
    if (!v["details"][outer][key].is_null()) return v["details"][outer][key];
    return v[key];
}

// "waits for the answer of a.smith@… until …", "answered by reply: send, because …"
std::string question_text(const Value& q) {
    const std::string state = q["state"].text(20), reason = q["reason"].text(300);
    if (state == "answered")
        return "answered by " + q["by"].text(20) + ": " + q["answer"].text(20) + (reason.empty() ? "" : " (" + reason + ")");
    if (state == "open") return "waits for the answer of " + q["person"].text(200) + " until " + minute(q["until"]);
    if (state == "asking") return "is on its way to " + q["person"].text(200);
    if (state == "expired") return "not answered in time by " + q["person"].text(200);
    if (state == "unasked") return "could not be put to " + q["person"].text(200);
    return "closed: a person decided first";
}

std::string one_case(const Value& v, const Look& look) {
    const std::string state = v["state"].text(40), reason = v["reason"].text(60);
    std::string out = "Case " + paint(look, Ink::bold, v["id"].text(40)) + ": " + paint(look, ink_of_state(state), state) +
                      (reason.empty() ? "" : ", kept back as " + reason) + "\n";
    if (state == "pending") out += wrapped(look, "  ", "It is not known whether the sending server heard our reply: the sender may have tried again.");
    out += line(look, "received", minute(v["at"])) + line(look, "from", sender_of(v)) + line(look, "subject", v["subject"].text(300));
    out += line(look, "Message-ID", v["message_id"].text(300)) + line(look, "queue id", v["queue_id"].text(80));
    out += line(look, "size", v["size"].is_null() ? "" : v["size"].text() + " octets");
    out += line(look, "superseded by", v["superseded_by"].text(40)) + line(look, "note", v["note"].text(400));
    if (v["release_needs"].number() > 1) out += line(look, "release", "needs " + v["release_needs"].text() + " persons");
    if (!v["question"].is_null()) out += line(look, "question", question_text(v["question"]));
    if (v["sender_not_told"].truth()) out += line(look, "sender", "was not told");
    out += recipient_rows(v["recipients"], look);
    const Value& rules = inside(v, "decision", "rules");
    const std::string because = rule_rows(rules, look);
    out += because.empty() ? line(look, "rules", rules_of(v["rules"])) + line(look, "clauses", v["clauses"].text(200)) : because;
    out += finding_rows(inside(v, "inspection", "findings"), look) + protection_rows(inside(v, "inspection", "protection"), look);
    out += not_inspected_rows(inside(v, "inspection", "coverage"), look) + history_rows(v["history"], look);
    return out;
}

// What a process says of itself; the records say it below, and ids of processes are for programs.
std::vector<std::string> said_by(const Value& process) {
    static constexpr std::array<std::string_view, 5> left_out = {"process", "version", "generation", "pids", "busy_pids"};
    std::vector<std::string> out;
    if (process["name"].raw() == "beadle-record") return {"see below"};
    for (const auto& [key, value] : process["status"].fields()) {
        if (std::find(left_out.begin(), left_out.end(), key) != left_out.end()) continue;
        const std::string label = replace_all(printable(key, 60), "_", " ");
        if (key == "newest")
            out.push_back("signatures made " + utc_text(static_cast<Milliseconds>(std::clamp(value.number(), 0.0, 4e12))).substr(0, 10));
        else
            out.push_back(label + " " + value.text(200));
    }
    return out;
}

std::string outcome_line(const Value& v, const char* did) {
    std::string out = "Case " + v["id"].text(40) + " " + did;
    if (!v["recipients"].items().empty()) out += " for " + people(v["recipients"], 5);
    return printable(out, 2000) + ".\n";
}

}  // namespace

std::string quarantine_as_text(const std::vector<std::string>& lines, const Look& look) {
    const auto answers = answers_of(lines);
    if (answers.values.empty()) return "Nothing is waiting here. (--state all shows what was decided.)\n" + broken_text(answers);
    std::vector<std::vector<Cell>> rows;
    for (const auto& v : answers.values) {
        const std::string state = v["state"].text(40);
        rows.push_back({{v["id"].text(40), Ink::bold, true}, {minute(v["at"]), Ink::plain, true}, {state, ink_of_state(state)},
                        {sender_of(v), Ink::plain}, {people(v["recipients"]), Ink::plain}, {rules_of(v["rules"]), Ink::plain},
                        {v["subject"].text(200), Ink::plain}});
    }
    return table(look, {"case", "received", "state", "from", "to", "rules", "subject"}, rows) + broken_text(answers);
}

std::string case_as_text(const std::vector<std::string>& lines, const Look& look) {
    const auto answers = answers_of(lines);
    std::string out;
    for (const auto& v : answers.values) out += (out.empty() ? "" : "\n") + one_case(v, look);
    return out + broken_text(answers);
}

std::string release_as_text(const std::vector<std::string>& lines, const Look&) {
    const auto answers = answers_of(lines);
    std::string out;
    for (const auto& v : answers.values)
        out += outcome_line(v, "is on its way");
    if (!out.empty()) out += "beadle quarantine show tells what the mail server said.\n";
    return out + broken_text(answers);
}

std::string discard_as_text(const std::vector<std::string>& lines, const Look&) {
    const auto answers = answers_of(lines);
    std::string out;
    for (const auto& v : answers.values) {
        out += outcome_line(v, "will not be delivered");
        if (!v["undo_until"].is_null())
            out += "The message is destroyed at " + v["undo_until"].text(40) + "; until then: beadle quarantine undo " +
                   v["id"].text(40) + "\n";
    }
    return out + broken_text(answers);
}

std::string accounts_as_text(const std::vector<std::string>& lines, const Look& look) {
    const auto answers = answers_of(lines);
    if (answers.values.empty()) return "Nobody has an account.\n" + broken_text(answers);
    std::vector<std::vector<Cell>> rows;
    for (const auto& v : answers.values)
        rows.push_back({{v["name"].text(40), Ink::bold}, {v["role"].text(20), Ink::plain}, {v["state"].text(30), Ink::plain},
                        {minute(v["until"]), Ink::plain, true}, {minute(v["signed_in_at"]), Ink::faint, true}, {v["mail"].text(80), Ink::plain}});
    return table(look, {"name", "role", "state", "until", "last signed in", "mail"}, rows) + broken_text(answers);
}

std::string invited_as_text(const std::vector<std::string>& lines, const Look&) {
    const auto answers = answers_of(lines);
    std::string out;
    for (const auto& v : answers.values)
        out += v["name"].text(40) + " (" + v["role"].text(20) + ") sets up the account here, once, until " + minute(v["set_up_until"]) +
               " UTC. The link is shown only now:\n" + v["set_up"].text(200) + "\n";
    return out + broken_text(answers);
}

std::string undo_as_text(const std::vector<std::string>& lines, const Look&) {
    const auto answers = answers_of(lines);
    std::string out;
    for (const auto& v : answers.values) out += outcome_line(v, "waits for a decision again");
    return out + broken_text(answers);
}

std::string return_as_text(const std::vector<std::string>& lines, const Look&) {
    const auto answers = answers_of(lines);
    std::string out;
    for (const auto& v : answers.values)
        out += "Case " + v["id"].text(40) + " goes back to " + v["sender"].text(200) +
               (v["attached"].truth() ? " with the message attached.\n" : " without the message: it is not safe to send.\n");
    return out + broken_text(answers);
}

std::string count_as_text(const std::vector<std::string>& lines, const Look&) {
    const auto answers = answers_of(lines);
    return (answers.values.empty() ? std::string("0") : answers.values.front()["count"].text(20)) + "\n" + broken_text(answers);
}

std::string exceptions_as_text(const std::vector<std::string>& lines, const Look& look) {
    const auto answers = answers_of(lines);
    if (answers.values.empty()) return "No exception of a person is in force.\n" + broken_text(answers);
    std::vector<std::vector<Cell>> rows;
    for (const auto& v : answers.values)
        rows.push_back({{v["id"].text(40), Ink::bold, true}, {v["sender"].text(200), Ink::plain}, {v["recipient"].text(200), Ink::plain},
                        {v["rule"].text(80), Ink::plain}, {minute(v["until"]), Ink::plain, true}, {v["state"].text(20), Ink::plain},
                        {v["person"].text(80), Ink::plain}, {v["reason"].text(300), Ink::plain}});
    return table(look, {"exception", "from", "to", "rule", "until", "state", "by", "why"}, rows) + broken_text(answers);
}

std::string search_as_text(const std::string& text_line, const Look& look) {
    const auto v = Value::parse(text_line);
    if (!v) return "A line of the answer could not be read.\n";
    const Value& of = *v;
    if (of["line"].raw() == "progress")
        return paint(look, Ink::faint, "  read " + of["read"].text(20) + " of " + of["of"].text(20) + ", " + of["found"].text(20) + " found\n");
    if (of["line"].raw() == "summary")
        return of["read"].text(20) + " messages read, " + of["found"].text(20) + " with the words, " + of["unread"].text(20) +
               " that could not be read whole.\n";
    std::vector<std::string> places;
    for (const auto& p : of["places"].items())
        places.push_back("\"" + p["word"].text(100) + "\" in " + p["location"].text(200));
    return wrapped(look, of["id"].text(40) + "  " + minute(of["at"]) + "  ",
                   sender_of(of) + ": " + of["subject"].text(200) + (places.empty() ? "" : " — " + join(places, "; "))) +
           (of["unread"].truth() ? "    not all of it could be read\n" : "");
}

std::string events_as_text(const std::vector<std::string>& lines, const Look& look) {
    const auto answers = answers_of(lines);
    if (answers.values.empty()) return "No event is like that.\n" + broken_text(answers);
    std::vector<std::vector<Cell>> rows;
    for (const auto& v : answers.values) {
        const std::string person = v["person"].text(80), outcome = v["outcome"].text(60);
        rows.push_back({{v["event"].text(20), Ink::bold, true}, {minute(v["at"]), Ink::plain, true},
                        {v["kind"].text(40) + (person.empty() ? "" : " by " + person), Ink::plain},
                        {outcome, ink_of(outcome == "quarantined" || outcome == "rejected" ? "reject" : outcome == "flagged" ? "flag" : "")},
                        {sender_of(v), Ink::plain}, {people(v["recipients"]), Ink::plain}, {rules_of(v["rules"]), Ink::plain},
                        {v["queue_id"].text(40), Ink::faint}});
    }
    return table(look, {"event", "at", "kind", "outcome", "from", "to", "rules", "queue id"}, rows) + broken_text(answers);
}

std::string story_as_text(const std::vector<std::string>& lines, const Look& look) {
    const auto answers = answers_of(lines);
    std::string out;
    for (const auto& v : answers.values)
        out += wrapped(look, minute(v["at"]) + "  ", v["words"].text(2000) + " (event " + v["event"].text(20) + ")");
    return out + broken_text(answers);
}

std::string verify_as_text(const std::vector<std::string>& lines, const Look& look) {
    const auto answers = answers_of(lines);
    std::string out;
    for (const auto& v : answers.values) {
        const bool good = v["good"].truth();
        const std::string gateway = v["gateway"].text(80), problem = v["problem"].text(600);
        out += wrapped(look, good ? "good: " : "NOT GOOD: ",
                       v["events"].text(20) + " events" + (gateway.empty() ? "" : " of " + gateway) +
                           (good ? ", none altered, removed or put in" : "") + (problem.empty() ? "" : ". " + problem));
    }
    return out + broken_text(answers);
}

std::string gateway_as_text(const std::string& json, const Look& look) {
    const auto v = Value::parse(json);
    if (!v) return "beadled's answer could not be read.\n";
    std::string out = "Generation " + (*v)["generation"].text(20) + ((*v)["stopping"].truth() ? ", stopping" : ", serving") + "\n";
    for (const auto& p : (*v)["processes"].items())
        if (p["name"].raw() == "beadle-session" && !p["status"]["policy"].is_null()) {
            const std::string number = p["status"]["policy"].text(20);
            out += (number == "0" ? "The policy is that of the settings\n" : "The policy is version " + number + ", adopted by a person\n");
        }
    if (!(*v)["last_refusal"].raw().empty())
        out += wrapped(look, "The last reload was refused: ", (*v)["last_refusal"].text(1000));
    if (!(*v)["signatures_problem"].raw().empty())
        out += wrapped(look, "New malware signatures cannot be loaded, those loaded before serve on: ", (*v)["signatures_problem"].text(1000));
    std::vector<std::vector<Cell>> rows;
    for (const auto& p : (*v)["processes"].items()) {
        const std::string stage = p["stage"].text(40);
        const std::vector<std::string> says = said_by(p);
        rows.push_back({{p["name"].text(60), Ink::bold}, {p["pid"].text(20), Ink::plain},
                        {stage, stage == "serving" ? Ink::green : Ink::yellow}, {printable(join(says, ", "), 600), Ink::plain}});
    }
    return out + table(look, {"process", "pid", "stage", "says"}, rows);
}

std::string object_as_text(const std::string& json, const Look& look) {
    const auto v = Value::parse(json);
    if (!v) return "An answer could not be read.\n";
    std::string out;
    for (const auto& [key, value] : v->fields()) {
        if (key == "version") continue;
        std::string label = printable(key, 60);
        for (char& c : label)
            if (c == '_') c = ' ';
        out += wrapped(look, fmt::format("{:<22} ", label), value.text(600));
    }
    return out;
}

}  // namespace beadle::cli

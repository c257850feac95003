#include "cli/duties_text.h"

#include <fmt/core.h>

#include "base/text.h"

namespace beadle::cli {
namespace {

std::vector<Value> values_of(const std::vector<std::string>& lines) {
    std::vector<Value> out;
    for (const auto& line : lines)
        if (auto v = Value::parse(line); v && v->kind() == Value::Kind::object) out.push_back(std::move(*v));
    return out;
}

std::string minute(const Value& at) {
    std::string s = at.text(40);
    if (s.size() < 16 || s[10] != 'T') return s;
    s.resize(16);
    s[10] = ' ';
    return s;
}

std::string clock_of(const Value& v) {
    if (v["state"].raw() == "closed") return "closed " + minute(v["closed_at"]);
    const auto hours = static_cast<long>(v["hours_left"].number());
    return hours > 0 ? std::to_string(hours) + " hours left" : "72 hours have passed";
}

std::string row(const Look& look, const std::string& label, const std::string& text) {
    return text.empty() ? "" : wrapped(look, fmt::format("  {:<16} ", label), text);
}

std::string message_words(const Value& m) {
    const std::string subject = m["subject"].text(200), sender = m["sender"].text(200);
    return (subject.empty() ? "(no subject)" : "\"" + subject + "\"") + (sender.empty() ? "" : " from " + sender);
}

std::string recipients_of(const Value& m, const Look& look) {
    std::vector<std::vector<Cell>> rows;
    for (const auto& r : m["recipients"].items())
        rows.push_back({{r["address"].text(200), Ink::bold},
                        {r["became"].text(40), Ink::plain},
                        {r["direction"].text(20), Ink::plain},
                        {r["mail_server"].text(200), Ink::faint}});
    return rows.empty() ? "" : table(look, {"received by", "what became of it", "", "mail server"}, rows, 4);
}

std::string one_message(const Value& m, const Look& look) {
    std::string out = wrapped(look, "Message ", message_words(m));
    if (!m["passed_here"].truth()) return out + "  It did not pass this gateway, or too long ago.\n";
    out += row(look, "at",
               minute(m["at"]) + " (event " + m["event"].text(20) + ", queue id " + m["queue_id"].text(40) + ")");
    std::vector<std::string> seen, files;
    for (const auto& [kind, count] : m["seen"].fields()) seen.push_back(kind + " (" + count.text(20) + ")");
    for (const auto& f : m["attachments"].items()) files.push_back(f["filename"].text(120));
    out +=
        row(look, "data seen", join(seen, ", ")) + row(look, "attachments", join(files, ", ")) + recipients_of(m, look);
    for (const auto& l : m["later"].items())
        out += row(look, minute(l["at"]),
                   l["kind"].text(40) + (l["person"].raw().empty() ? "" : " by " + l["person"].text(80)));
    return out;
}

}  // namespace

std::string incidents_as_text(const std::vector<std::string>& lines, const Look& look) {
    std::vector<std::vector<Cell>> rows;
    for (const auto& v : values_of(lines))
        rows.push_back({{v["number"].text(20), Ink::bold},
                        {minute(v["aware_at"]), Ink::plain, true},
                        {clock_of(v), v["state"].raw() == "open" ? Ink::yellow : Ink::plain},
                        {v["origin"].text(20), Ink::plain},
                        {v["what"].text(300), Ink::plain}});
    return rows.empty() ? "No incident is open.\n" : table(look, {"incident", "aware", "clock", "by", "what"}, rows);
}

std::string incident_as_text(const std::vector<std::string>& lines, const Look& look) {
    std::string out;
    for (const auto& v : values_of(lines)) {
        out += "Incident " + v["number"].text(20) + ", " + clock_of(v) + "\n";
        out += row(look, "what", v["what"].text(1000)) + row(look, "aware since", minute(v["aware_at"])) +
               row(look, "report by", minute(v["report_by"])) +
               row(look, "opened",
                   minute(v["opened_at"]) + " by " +
                       (v["opened_by"].raw().empty() ? "Beadle's rules" : v["opened_by"].text(80)));
        if (v["as_recorded"].kind() == Value::Kind::truth && !v["as_recorded"].truth())
            out += "  IT WAS CHANGED IN THE STORE BY ANOTHER HAND.\n";
        out += "  Register\n";
        for (const auto& f : v["register"].items())
            out += wrapped(look, fmt::format("    {:<18} ", f["field"].text(40)),
                           f["value"].raw().empty() ? "-  (" + f["words"].text(200) + ")" : f["value"].text(4000));
        if (!v["evidence"].items().empty()) out += "  Messages\n";
        for (const auto& e : v["evidence"].items())
            out += wrapped(look, "    ",
                           message_words(e) + (e["id"].raw().empty() ? "" : ", kept as " + e["id"].text(20)) +
                               (e["event"].is_null() ? "" : ", event " + e["event"].text(20)));
        if (!v["notes"].items().empty()) out += "  Notes\n";
        for (const auto& n : v["notes"].items())
            out += wrapped(look, "    " + minute(n["at"]) + " " + n["person"].text(80) + ": ", n["text"].text(4000));
    }
    return out;
}

std::string who_as_text(const std::vector<std::string>& lines, const Look& look) {
    std::string out;
    std::vector<std::vector<Cell>> same, sender;
    for (const auto& v : values_of(lines)) {
        const auto kind = v["kind"].raw();
        if (kind == "message") out += one_message(v, look) + "\n";
        auto& rows = kind == "same-attachment" ? same : sender;
        if (kind == "same-attachment" || kind == "same-sender")
            rows.push_back({{v["event"].text(20), Ink::bold},
                            {minute(v["at"]), Ink::plain, true},
                            {v["sender"].text(200), Ink::plain},
                            {v["recipients"].text(300), Ink::plain},
                            {v["outcome"].text(40), Ink::plain}});
        if (kind == "end" && v["cut"].truth()) out += "There are more lines than are shown.\n";
    }
    const std::vector<std::string> heading = {"event", "at", "from", "to", "outcome"};
    out += same.empty() ? "The same files went to nobody else in the last 30 days.\n"
                        : "The same files, to others\n" + table(look, heading, same, 2);
    out += sender.empty() ? "These senders sent nothing else in the last 30 days.\n"
                          : "Other mail of these senders, last 30 days\n" + table(look, heading, sender, 2);
    return out;
}

std::string suspensions_as_text(const std::vector<std::string>& lines, const Look& look) {
    std::vector<std::vector<Cell>> rows;
    for (const auto& v : values_of(lines))
        rows.push_back({{v["address"].text(200), Ink::bold},
                        {v["state"].text(20), v["state"].raw() == "active" ? Ink::yellow : Ink::plain},
                        {minute(v["until"]), Ink::plain, true},
                        {v["asked_by"].text(60), Ink::plain},
                        {v["approved_by"].text(60), Ink::plain},
                        {v["reason"].text(300), Ink::plain}});
    return rows.empty() ? "Nobody's mail is suspended.\n"
                        : table(look, {"address", "state", "until (UTC)", "asked by", "approved by", "reason"}, rows);
}

std::string acknowledgements_as_text(const std::vector<std::string>& lines, const Look& look) {
    std::vector<std::vector<Cell>> rows;
    for (const auto& v : values_of(lines))
        rows.push_back(
            {{v["mailbox"].text(200), Ink::bold},
             {v["name"].text(100), Ink::plain},
             {v["notice"].text(60), Ink::plain},
             {v["on"].raw().empty() ? "not yet" : v["on"].text(20), v["on"].raw().empty() ? Ink::yellow : Ink::green}});
    return rows.empty() ? "The directory names nobody.\n"
                        : table(look, {"mailbox", "name", "notice", "acknowledged"}, rows);
}

}  // namespace beadle::cli

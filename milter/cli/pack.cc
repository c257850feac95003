#include "cli/pack.h"

#include <fmt/core.h>

#include "base/text.h"

namespace beadle::cli {
namespace {

constexpr std::string_view removed = "[removed]";

std::string html(std::string_view text) {
    std::string out;
    for (const char c : text) {
        switch (c) {
            case '&': out += "&amp;"; break;
            case '<': out += "&lt;"; break;
            case '>': out += "&gt;"; break;
            case '"': out += "&quot;"; break;
            case '\'': out += "&#39;"; break;
            default: out += c;
        }
    }
    return out;
}

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }
char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }

// How many octets of `text` from `at` on are `string`, white space as such being equal; 0 = they are not.
std::size_t matches(std::string_view text, std::size_t at, std::string_view string) {
    std::size_t i = at, j = 0;
    while (j < string.size()) {
        if (i >= text.size()) return 0;
        if (is_blank(string[j])) {
            if (!is_blank(text[i])) return 0;
            while (j < string.size() && is_blank(string[j])) ++j;
            while (i < text.size() && is_blank(text[i])) ++i;
            continue;
        }
        if (lower(text[i]) != lower(string[j])) return 0;
        ++i;
        ++j;
    }
    return i - at;
}

std::string number_of(const Value& v) { return fmt::format("{:.0f}", v.number()); }
std::string texts_of(const Value& list) {
    std::vector<std::string> out;
    for (const auto& one : list.items()) out.push_back(printable(one.raw(), 400));
    return join(out, ", ");
}
std::string minute(const Value& v) {
    auto s = v.text(40);
    if (s.size() > 16 && s[10] == 'T') {
        s.resize(16);
        s[10] = ' ';
        s += " UTC";
    }
    return s;
}

const char* law_of(const std::string& kind) {
    if (kind == "sar") return "Article 15 of the UK GDPR (right of access)";
    if (kind == "foi") return "the Freedom of Information Act 2000";
    if (kind == "eir") return "the Environmental Information Regulations 2004";
    return "the council's complaints procedure";
}

}  // namespace

bool goes_out(const Value& item) { return item["decision"].raw() == "include" || item["decision"].raw() == "redact"; }
bool is_undecided(const Value& item) { return item["decision"].raw() == "found"; }

std::string redacted(std::string_view text, const std::vector<std::string>& strings) {
    std::string out;
    for (std::size_t at = 0; at < text.size();) {
        std::size_t longest = 0;
        for (const auto& s : strings) longest = std::max(longest, trim(s).empty() ? 0 : matches(text, at, trim(s)));
        if (longest == 0) {
            out += text[at++];
            continue;
        }
        out += removed;
        at += longest;
    }
    return out;
}

std::string redacted_message(const Value& item, const std::vector<Value>& lines) {
    const PackedItem p = packed_item(item);
    std::vector<std::string> strings;
    for (const auto& s : item["strings"].items()) strings.push_back(s.raw());
    std::string out = "This text was rebuilt from the message; words were taken out where it says " + std::string(removed) +
                      ".\n\nDate: " + p.at + "\nFrom: " + p.sender + "\nTo: " + p.recipients + "\nSubject: " + p.subject + "\n";
    if (!p.attachments.empty()) out += "Attachments (their text alone is given below): " + p.attachments + "\n";
    for (const auto& line : lines) {
        const auto& kind = line["kind"].raw();
        if (line["line"].raw() != "text" || kind == "hidden" || kind == "name" || kind == "subject") continue;
        out += "\n---- " + redacted(printable(line["location"].raw(), 400), strings) + " ----\n" + redacted(line["text"].raw(), strings) + "\n";
        if (line["cut"].truth()) out += "[the text goes on; it is longer than can be rebuilt]\n";
    }
    return out;
}

PackedItem packed_item(const Value& v) {
    PackedItem p{number_of(v["item"]), minute(v["at"]), v["sender"].text(400), texts_of(v["recipients"]), v["subject"].text(400),
                 texts_of(v["attachments"]), v["decision"].raw(), v["reason"].text(400), ""};
    std::vector<std::string> strings;
    for (const auto& s : v["strings"].items()) strings.push_back(s.raw());
    if (p.decision == "redact")
        for (auto* field : {&p.sender, &p.recipients, &p.subject, &p.attachments}) *field = redacted(*field, strings);
    return p;
}

// A cell that begins like a formula is made text; RFC 4180 quoting.
std::string csv_cell(std::string_view text) {
    std::string out = "\"";
    const auto first = trim(text).empty() ? '\0' : trim(text).front();
    const bool formula = std::string_view("=+-@|%").find(first) != std::string_view::npos && first != '\0';
    if (formula || (!text.empty() && (text.front() == '\t' || text.front() == '\r'))) out += '\'';
    for (const char c : text) out += c == '"' ? "\"\"" : std::string(1, c);
    return out + "\"";
}

std::string index_csv(const std::vector<PackedItem>& items) {
    std::string out = "item,date,from,to,subject,attachments,file\r\n";
    for (const auto& p : items) {
        for (const auto* cell : {&p.number, &p.at, &p.sender, &p.recipients, &p.subject, &p.attachments}) out += csv_cell(*cell) + ",";
        out += csv_cell(p.file) + "\r\n";
    }
    return out;
}

std::string withheld_csv(const std::vector<Value>& items) {
    std::string out = "item,date,from,to,subject,decision,reason,decided by\r\n";
    for (const auto& v : items) {
        if (goes_out(v)) continue;
        for (const auto& cell : {number_of(v["item"]), minute(v["at"]), v["sender"].text(400), texts_of(v["recipients"]), v["subject"].text(400),
                                 v["decision"].text(), v["reason"].text(400)})
            out += csv_cell(cell) + ",";
        out += csv_cell(v["person"].text()) + "\r\n";
    }
    return out;
}

std::string index_html(const Value& request, const std::vector<PackedItem>& items) {
    const std::string title = "Messages for request " + request["id"].text();
    std::string out = "<!DOCTYPE html>\n<html lang=\"en-GB\">\n<head>\n<meta charset=\"utf-8\">\n"
                      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>" + html(title) + "</title>\n"
                      "<style>body{font:1em/1.5 sans-serif;max-width:70em;margin:1em auto;padding:0 1em}table{border-collapse:collapse}"
                      "th,td{border:1px solid #595959;padding:.4em;text-align:left;vertical-align:top;overflow-wrap:anywhere}</style>\n"
                      "</head>\n<body>\n<main>\n<h1>" + html(title) + "</h1>\n<p>" + std::to_string(items.size()) +
                      (items.size() == 1 ? " message." : " messages.") + " Words that were taken out are shown as " + std::string(removed) + ".</p>\n"
                      "<table>\n<caption>The messages, oldest first</caption>\n<thead><tr><th scope=\"col\">Item</th><th scope=\"col\">Date</th>"
                      "<th scope=\"col\">From</th><th scope=\"col\">To</th><th scope=\"col\">Subject</th><th scope=\"col\">Attachments</th>"
                      "<th scope=\"col\">File</th></tr></thead>\n<tbody>\n";
    for (const auto& p : items) {
        out += "<tr><th scope=\"row\">" + html(p.number) + "</th>";
        for (const auto* cell : {&p.at, &p.sender, &p.recipients, &p.subject, &p.attachments}) out += "<td>" + html(*cell) + "</td>";
        out += "<td>" + (p.file.empty() ? std::string(p.decision == "redact" ? "only these details, with words taken out" : "no copy is kept: only these details") : "<a href=\"" + html(p.file) + "\">message " + html(p.number) + "</a>") + "</td></tr>\n";
    }
    return out + "</tbody>\n</table>\n</main>\n</body>\n</html>\n";
}

std::string search_record(const Value& request) {
    std::string out = "Searches for request " + request["id"].text() + "\n\n";
    for (const auto& e : request["history"].items()) {
        if (e["kind"].raw() != "request-search") continue;
        const Value& s = e["details"];
        out += minute(e["at"]) + "  by " + e["person"].text() + "  (event " + number_of(e["event"]) + ")\n";
        out += "  terms: " + s["terms"].text() + "\n  mailboxes: " + s["mailboxes"].text() + "\n  days: " + s["since"].text() + " to " + s["until"].text() +
               "\n  left out: " + s["exclude"].text() + "\n  looked for in: " + s["where"].text() + "\n  messages looked through: " + number_of(s["examined"]) +
               "\n  hits: " + s["hits"].text() + "\n  found: " + number_of(s["found"]) + ", left out: " + number_of(s["excluded"]) + "\n\n";
    }
    return out;
}

std::string draft_letter(const Value& request, std::size_t going, std::size_t withheld) {
    const auto kind = request["kind"].raw();
    std::string out = "DRAFT: read it, change it, and have it checked before it is sent.\n\nDear " + request["name"].text() + ",\n\nYour request of " +
                      request["received"].text() + ", our reference " + request["id"].text() + ", under " + law_of(kind) + "\n\n";
    out += going == 1 ? "One message that we hold is enclosed. index.html lists it.\n" : fmt::format("{} messages that we hold are enclosed. index.html lists them.\n", going);
    if (withheld > 0)
        out += fmt::format("{} were kept back, or words taken out, because [say which exemption or right of others applies, and why].\n", withheld);
    out += "We looked through the mail that passed our gateway and that it keeps; mail between two mailboxes of one provider may not have passed it. "
           "[Say where else you looked: mailboxes, paper, other systems.]\n\n";
    if (kind == "sar")
        out += "You can ask us to correct or erase your data, to restrict its use, or object to it. [Add: purposes, recipients, how long it is kept, where it came from.] "
               "You can complain to us, and to the Information Commissioner: ico.org.uk, 0303 123 1113.\n";
    else if (kind == "foi" || kind == "eir")
        out += "If you are not content with this answer, you can ask for an internal review within 40 working days, and after it complain to the Information Commissioner: ico.org.uk.\n";
    else
        out += "If you are not content with this answer, [say how the complaint goes on].\n";
    return out + "\nYours sincerely,\n\n[name, role, council]\n";
}

}  // namespace beadle::cli

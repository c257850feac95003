// Pages for print: the register entry of an incident, reports.
#include "base/text.h"
#include "cli/duties_text.h"

namespace beadle::cli {
namespace {

std::string cell(const char* tag, const std::string& text) {
    return "<" + std::string(tag) + ">" + html_text(text) + "</" + tag + ">";
}

std::string head(const std::vector<std::string>& names) {
    std::string out = "<thead><tr>";
    for (const auto& name : names) out += "<th scope=\"col\">" + html_text(name) + "</th>";
    return out + "</tr></thead>\n";
}

}  // namespace

std::string html_text(std::string_view text) {
    std::string out;
    for (const char c : printable(text, 10'000)) {
        if (c == '&')
            out += "&amp;";
        else if (c == '<')
            out += "&lt;";
        else if (c == '>')
            out += "&gt;";
        else if (c == '"')
            out += "&quot;";
        else if (c == '\'')
            out += "&#39;";
        else
            out += c;
    }
    return out;
}

std::string html_page(const std::string& title, const std::string& body) {
    return "<!DOCTYPE html>\n<html lang=\"en-GB\">\n<head><meta charset=\"utf-8\"><meta name=\"viewport\" "
           "content=\"width=device-width, initial-scale=1\">"
           "<title>" +
           html_text(title) +
           "</title>\n<style>body{font-family:sans-serif;max-width:60em;margin:1em auto;padding:0 1em}"
           "table{border-collapse:collapse;margin:1em 0}th,td{border:1px solid;padding:.3em "
           ".6em;text-align:left;vertical-align:top}"
           "caption{text-align:left;font-weight:bold;padding:.3em 0}</style></head>\n<body>\n<main>\n<h1>" +
           html_text(title) + "</h1>\n" + body + "</main>\n</body>\n</html>\n";
}

std::string incident_as_html(const Value& v, const std::vector<Value>& messages) {
    std::string body = "<p>" + html_text(v["what"].text(1000)) + "</p>\n<p>Aware since " +
                       html_text(v["aware_at"].text(40)) + "; to be reported by " + html_text(v["report_by"].text(40)) +
                       " if it has to be. State: " + html_text(v["state"].text(20)) + ".</p>\n";
    body += "<table><caption>Register of breaches (UK GDPR, Article 33(5))</caption>\n" + head({"Field", "Entry"}) +
            "<tbody>\n";
    for (const auto& f : v["register"].items())
        body += "<tr><th scope=\"row\">" + html_text(f["words"].text(300)) + "</th>" +
                cell("td", f["value"].raw().empty() ? "not said" : f["value"].text(4000)) + "</tr>\n";
    body += "</tbody></table>\n<h2>Messages</h2>\n";
    for (const auto& m : messages) {
        body += "<h3>" + html_text(m["subject"].raw().empty() ? "(no subject)" : m["subject"].text(200)) +
                "</h3>\n<p>From " + html_text(m["sender"].text(320)) +
                (m["passed_here"].truth() ? ", " + html_text(m["at"].text(40)) : ", did not pass this gateway") +
                "</p>\n";
        if (m["recipients"].items().empty()) continue;
        body += "<table><caption>Who received it</caption>\n" + head({"Recipient", "What became of it"}) + "<tbody>\n";
        for (const auto& r : m["recipients"].items())
            body += "<tr><th scope=\"row\">" + html_text(r["address"].text(320)) + "</th>" +
                    cell("td", r["became"].text(60)) + "</tr>\n";
        body += "</tbody></table>\n";
    }
    if (!v["notes"].items().empty()) body += "<h2>Notes</h2>\n<ul>\n";
    for (const auto& n : v["notes"].items())
        body += "<li>" + html_text(n["at"].text(40) + ", " + n["person"].text(80) + ": " + n["text"].text(4000)) +
                "</li>\n";
    if (!v["notes"].items().empty()) body += "</ul>\n";
    body += "<p>This is a record of events. It draws no conclusion about the conduct of any person.</p>\n";
    return html_page("Incident " + v["number"].text(20), body);
}

}  // namespace beadle::cli

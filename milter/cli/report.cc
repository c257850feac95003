// beadle report: a month or a year, as text, JSON, CSV or a page to print.
#include <fmt/core.h>

#include "base/text.h"
#include "cli/admin.h"
#include "cli/commands.h"
#include "cli/duties_text.h"
#include "cli/judge_text.h"
#include "cli/value.h"

namespace beadle::cli {
namespace {

struct Report {
    Value period;
    std::vector<Value> clauses, rules, topics, access;
};

Report report_of(const std::vector<std::string>& lines) {
    Report out;
    for (const auto& line : lines) {
        auto v = Value::parse(line);
        if (!v) continue;
        const auto kind = (*v)["kind"].raw();
        if (kind == "period")
            out.period = std::move(*v);
        else if (kind == "clause")
            out.clauses.push_back(std::move(*v));
        else if (kind == "rule")
            out.rules.push_back(std::move(*v));
        else if (kind == "topic")
            out.topics.push_back(std::move(*v));
        else if (kind == "access" || kind == "retention")
            out.access.push_back(std::move(*v));
    }
    return out;
}

long number(const Value& v, const char* key) { return static_cast<long>(v[key].number()); }

// Of what a rule stopped, how much was let out after all.
std::string share(const Value& v) {
    const long hits = number(v, "hits"), released = number(v, "released");
    return hits == 0 ? "" : fmt::format("{}%", (released * 100 + hits / 2) / hits);
}

using Table = std::vector<std::vector<std::string>>;
struct Section {
    std::string title;
    Table rows;  // the first one is the heading
};

std::vector<Section> sections_of(const Report& r) {
    std::vector<Section> out;
    Section mail{"Mail", {{"what", "messages"}}};
    for (const auto& [key, n] : r.period["mail"].fields()) mail.rows.push_back({key, n.text(20)});
    if (!r.period["mail"].is_null()) out.push_back(std::move(mail));
    const auto counted = [&](const char* title, const char* key, const std::vector<Value>& lines, bool rule) {
        Section s{title, {{key, "hits", "released", "false-alarm rate", "sent by answer", "incidents"}}};
        if (rule) s.rows[0].insert(s.rows[0].begin() + 1, {"clause", "would have"});
        for (const auto& v : lines) {
            std::vector<std::string> row{v[key].text(80), v["hits"].text(20),       v["released"].text(20),
                                         share(v),        v["overridden"].text(20), v["incidents"].text(20)};
            if (row[0].empty()) row[0] = "none";
            if (rule) row.insert(row.begin() + 1, {v["clause"].text(40), v["would"].text(20)});
            s.rows.push_back(std::move(row));
        }
        if (s.rows.size() > 1) out.push_back(std::move(s));
    };
    counted("By clause of the policy", "clause", r.clauses, false);
    counted("By rule", "rule", r.rules, true);
    Section topics{"What people were stopped for (topics for training)", {{"kind", "messages"}}};
    for (const auto& v : r.topics) {
        const auto kind = finding_kind(v["finding"].raw());
        topics.rows.push_back({kind ? std::string(words(*kind)) : v["finding"].text(60), v["messages"].text(20)});
    }
    if (topics.rows.size() > 1) out.push_back(std::move(topics));
    Section access{"Who looked at, revealed or exported content", {{"who", "act", "times"}}};
    for (const auto& v : r.access)
        access.rows.push_back(
            {v["person"].raw().empty() ? "Beadle" : v["person"].text(80), v["act"].text(60), v["times"].text(20)});
    if (access.rows.size() > 1) out.push_back(std::move(access));
    return out;
}

std::string title_of(const Report& r) {
    const std::string council = r.period["council"].text(120);
    return "Mail filter" + (council.empty() ? "" : " of " + council) + ": " + r.period["period"].text(20);
}

// A cell that begins like a formula is one to a spreadsheet.
std::string csv_cell(const std::string& s) {
    const bool formula = !s.empty() && std::string_view("=+-@\t\r").find(s[0]) != std::string_view::npos;
    return "\"" + replace_all((formula ? "'" : "") + s, "\"", "\"\"") + "\"";
}

}  // namespace

std::string report_as_text(const std::vector<std::string>& lines, const Look& look) {
    const auto r = report_of(lines);
    std::string out = title_of(r) + "\n";
    for (const auto& s : sections_of(r)) {
        std::vector<std::vector<Cell>> rows;
        for (std::size_t i = 1; i < s.rows.size(); ++i) {
            rows.emplace_back();
            for (const auto& cell : s.rows[i]) rows.back().push_back({cell, Ink::plain});
        }
        out += "\n" + s.title + "\n" + table(look, s.rows.front(), rows, 2);
    }
    if (r.access.empty() && !r.period["access"].is_null()) out += "Nobody looked at the content of any message.\n";
    return out;
}

std::string report_as_html(const std::vector<std::string>& lines) {
    const auto r = report_of(lines);
    std::string body = "<p>Policy: " + html_text(r.period["policy"].text(200)) + ". From " +
                       html_text(r.period["from"].text(40)) + " to " + html_text(r.period["until"].text(40)) +
                       ".</p>\n";
    for (const auto& s : sections_of(r)) {
        body += "<table><caption>" + html_text(s.title) + "</caption>\n<thead><tr>";
        for (const auto& name : s.rows.front()) body += "<th scope=\"col\">" + html_text(name) + "</th>";
        body += "</tr></thead>\n<tbody>\n";
        for (std::size_t i = 1; i < s.rows.size(); ++i) {
            body += "<tr><th scope=\"row\">" + html_text(s.rows[i][0]) + "</th>";
            for (std::size_t c = 1; c < s.rows[i].size(); ++c) body += "<td>" + html_text(s.rows[i][c]) + "</td>";
            body += "</tr>\n";
        }
        body += "</tbody></table>\n";
    }
    return html_page(title_of(r), body);
}

std::string report_as_csv(const std::vector<std::string>& lines) {
    const auto r = report_of(lines);
    std::string out;
    for (const auto& s : sections_of(r))
        for (std::size_t i = 0; i < s.rows.size(); ++i) {
            out += csv_cell(i == 0 ? "section" : s.title);
            for (const auto& cell : s.rows[i]) out += "," + csv_cell(cell);
            out += "\r\n";
        }
    return out;
}

int report(const Arguments& a) {
    const std::string period = a.month.empty() ? a.year : a.month;
    std::vector<std::pair<std::string, std::string>> fields;
    if (!period.empty()) fields.emplace_back("period", json_text(period));
    if (a.access) fields.emplace_back("access", "true");
    if (a.format != "html" && a.format != "csv")
        return records_command(a, "report", json_object(fields), report_as_text);
    const auto settings = settings_for(a);
    if (!settings) return misconfigured;
    const auto answer = ask_records(*settings, "report", json_object(fields));
    if (!answer) return complain(unreachable, answer.failure().what);
    if (!answer->problem.empty())
        return complain(static_cast<int>(answer->exit_code), printable(answer->problem, 2000));
    print(a.format == "html" ? report_as_html(answer->lines) : report_as_csv(answer->lines));
    return done;
}

}  // namespace beadle::cli

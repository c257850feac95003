#include "cli/judge_text.h"

#include <fmt/core.h>

#include <algorithm>

#include "base/text.h"

namespace beadle::cli {
namespace {

constexpr std::size_t most_findings = 40, most_others = 20;

std::string upper(std::string_view s) {
    std::string out(s);
    for (char& c : out)
        if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 32);
    return out;
}

const char* what_it_means(Action a, Direction widest) {
    switch (a) {
        case Action::accept: return "would be delivered as it is";
        case Action::log: return "would be delivered, and noted in the records";
        case Action::flag:
            return widest == Direction::outbound ? "would be delivered; the records and the clerk's digest name it, and what leaves bears no mark"
                                                 : "would be delivered with a mark";
        case Action::ask: return "would wait until its sender answers a question about it";
        case Action::reject: return "would be refused";
        case Action::quarantine: return "would be kept back for the clerk";
        case Action::defer: return "would be put off; the sending server tries again";
    }
    return "";
}

std::string rule_text(const RuleHit& hit, const Look& look) {
    std::string front = "    " + printable(hit.id, 80) + (hit.clause.empty() ? "" : " (clause " + printable(hit.clause, 40) + ")");
    if (!hit.excepted_by.empty())
        return wrapped(look, front + " ", "does not act: " + printable(hit.excepted_by, 300) + " (exception)");
    std::string words = hit.watched ? fmt::format("would {} but is only watching", name(hit.action)) : std::string(name(hit.action));
    if (!hit.add.empty()) words += ", with a " + printable(join(hit.add, " and a "), 80);
    if (!hit.purpose.empty()) words += "; for " + printable(hit.purpose, 200);
    std::string out = wrapped(look, front + ": ", words);
    if (!hit.advice.empty() && !hit.watched) out += wrapped(look, "      Advice: ", printable(hit.advice, 600));
    return out;
}

std::string recipients_text(const Judged& j, const Look& look) {
    std::vector<std::vector<Cell>> rows;
    for (const auto& r : j.decision.recipients) {
        std::vector<std::string> ids;
        for (const auto index : r.hits)
            if (index < j.decision.hits.size() && !j.decision.hits[index].watched && j.decision.hits[index].excepted_by.empty())
                ids.push_back(printable(j.decision.hits[index].id, 80));
        rows.push_back({{printable(r.address, 200), Ink::plain}, {name(r.direction), Ink::plain},
                        {std::string(name(r.action)), ink_of(name(r.action))}, {join(ids, ", "), Ink::plain}});
    }
    return table(look, {}, rows, 4);
}

std::string count_of_rest(std::size_t all, std::size_t shown) {
    return all > shown ? fmt::format("    and {} more (--format json lists all)\n", all - shown) : "";
}

std::string findings_text(const Inspection& i, const Look& look) {
    std::vector<const Finding*> findings;  // what was not inspected stands under its own heading
    for (const auto& f : i.findings)
        if (f.kind != FindingKind::not_inspected) findings.push_back(&f);
    if (findings.empty()) return "  Nothing was found.\n";
    std::vector<std::vector<Cell>> rows;
    for (std::size_t n = 0; n < std::min(findings.size(), most_findings); ++n) {
        const Finding& f = *findings[n];
        std::string what(words(f.kind));
        if (f.count > 1) what += fmt::format(" × {}", f.count);
        const Ink ink = f.confidence == Confidence::high ? Ink::red : f.confidence == Confidence::medium ? Ink::yellow : Ink::plain;
        std::string why = printable(f.evidence, 300);
        if (!f.recipient.empty()) why += (why.empty() ? "" : "; ") + printable(f.recipient, 200);
        rows.push_back({{what, Ink::plain}, {std::string(name(f.confidence)), ink}, {printable(f.sample, 80), Ink::bold},
                        {printable(f.location, 200), Ink::plain}, {why, Ink::faint}});
    }
    return "  What was seen (values are masked)\n" + table(look, {}, rows, 4) + count_of_rest(findings.size(), most_findings);
}

std::string protection_text(const Inspection& i, const Look& look) {
    if (i.protection.empty()) return "";
    std::vector<std::vector<Cell>> rows;
    for (std::size_t n = 0; n < std::min(i.protection.size(), most_others); ++n) {
        const Protection& p = i.protection[n];
        rows.push_back({{printable(p.location, 200), Ink::plain}, {std::string(name(p.method)), Ink::plain},
                        {std::string(name(p.grade)), p.protects ? Ink::green : Ink::yellow},
                        {(p.protects ? "protects its content" : "does not protect its content") +
                             (p.why.empty() ? std::string() : ": " + printable(p.why, 100)), Ink::plain}});
    }
    return "  Protection\n" + table(look, {}, rows, 4) + count_of_rest(i.protection.size(), most_others);
}

std::string coverage_text(const Inspection& i, const Look& look) {
    if (i.complete()) return "";
    std::vector<std::vector<Cell>> rows;
    for (std::size_t n = 0; n < std::min(i.not_inspected.size(), most_others); ++n) {
        const NotInspected& part = i.not_inspected[n];
        rows.push_back({{printable(part.location, 200), Ink::plain}, {std::string(name(part.reason)), Ink::yellow},
                        {printable(part.detail, 300), Ink::plain}});
    }
    return "  Not looked into\n" + table(look, {}, rows, 4) + count_of_rest(i.not_inspected.size(), most_others);
}

}  // namespace

Ink ink_of(std::string_view verdict) {
    if (verdict == "quarantine" || verdict == "reject" || verdict == "defer") return Ink::red;
    if (verdict == "flag" || verdict == "ask") return Ink::yellow;
    return Ink::green;
}

std::string judged_as_text(const Judged& j, const Look& look) {
    const std::string file = printable(j.file == "-" ? "standard input" : j.file, 300);
    if (!j.error.empty()) return "";
    const Action action = j.decision.strongest();
    std::string out = paint(look, Ink::bold, file) + ": " + paint(look, ink_of(name(action)), upper(name(action))) + ", " +
                      what_it_means(action, j.decision.widest()) + "\n";
    const std::string sender = j.facts.envelope.sender.empty() ? "the null sender" : printable(j.facts.envelope.sender, 200);
    out += wrapped(look, "  ", fmt::format("{} mail from {} ({}), by the {} of {}", name(j.decision.widest()), sender,
                                           name(j.facts.origin), printable(j.title, 120), printable(j.council, 120)));
    if (!j.note.empty()) out += wrapped(look, "  ", j.note);
    out += "  To\n" + recipients_text(j, look);
    if (!j.decision.hits.empty()) out += "  Because of\n";
    for (const auto& hit : j.decision.hits) out += rule_text(hit, look);
    if (j.reply) out += wrapped(look, "  Reply: ", j.reply->code + " " + j.reply->enhanced + " " + printable(j.reply->text, 1000));
    if (j.question) {
        out += wrapped(look, "  The sender would be asked: ", printable(j.question->subject, 300));
        for (const auto& line : split(j.question->text, '\n')) out += trim(line).empty() ? "\n" : "    | " + printable(line, 400) + "\n";
    }
    const Inspection& i = j.facts.inspection;
    out += findings_text(i, look) + protection_text(i, look) + coverage_text(i, look);
    out += paint(look, Ink::faint, fmt::format("  {} octets, inspected in {:.1f} ms; earlier mail with these addresses is not known here", i.octets,
                                               static_cast<double>(i.elapsed_us) / 1000.0)) + "\n";
    return out;
}

}  // namespace beadle::cli

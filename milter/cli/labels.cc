#include "cli/labels.h"

#include <algorithm>
#include <set>

#include "base/text.h"
#include "cli/value.h"

namespace beadle::cli {
namespace {

constexpr std::size_t most_labels = 100'000, most_findings = 1000, most_kinds = 500, most_errors = 200;

std::optional<Direction> direction_named(std::string_view word) {
    for (const auto d : {Direction::internal, Direction::inbound, Direction::outbound})
        if (word == name(d)) return d;
    return std::nullopt;
}

bool is_one_of(std::string_view word, std::initializer_list<std::string_view> words) {
    return std::find(words.begin(), words.end(), word) != words.end();
}

// A folder that somebody sent names no file elsewhere on this machine.
bool stays_inside(std::string_view file) {
    if (file.empty() || file.front() == '/') return false;
    const auto parts = split(file, '/');
    return std::none_of(parts.begin(), parts.end(), [](const std::string& p) { return p.empty() || p == ".."; });
}

// "attachment list.xlsx › Sheet1"
std::string place_of(const Value& finding) {
    std::vector<std::string> parts;
    for (const auto& p : finding["path"].items()) parts.push_back(p.text(120));
    if (const auto at = finding["at"].text(120); !at.empty()) parts.push_back(at);
    const std::string where = finding["where"].text(40), inner = join(parts, " › ");
    return where.empty() || inner.empty() ? where + inner : where + " " + inner;
}

class Reader {
  public:
    Reader(const std::string& file, std::vector<LabelKind> kinds) : file_(file) { out_.kinds = std::move(kinds); }

    Labels read(std::string_view octets) {
        while (!octets.empty()) {
            const auto end = std::min(octets.find('\n'), octets.size());
            const auto text = trim(octets.substr(0, end));
            octets.remove_prefix(std::min(end + 1, octets.size()));
            ++line_;
            if (out_.diagnostics.size() >= most_errors) break;
            if (!text.empty()) take(text);
        }
        if (out_.labels.empty() && out_.diagnostics.empty()) report("the file holds no label");
        return std::move(out_);
    }

  private:
    void report(std::string message, std::string suggestion = "") {
        out_.diagnostics.push_back({file_, line_, 0, std::move(message), std::move(suggestion)});
    }

    void take(std::string_view text) {
        const auto value = Value::parse(text);
        if (!value || value->kind() != Value::Kind::object) return report("this line is no JSON object");
        if (out_.labels.size() >= most_labels)
            return report("there are more labels than " + std::to_string(most_labels));
        Label label;
        label.file = (*value)["file"].raw();
        if (!stays_inside(label.file)) return report("\"file\" must name a message inside the folder");
        if ((*value)["findings"].kind() != Value::Kind::list)
            return report("\"findings\" must be a list; an empty one says that nothing is in the message");
        label.scene = (*value)["scene"].text(100);
        if (const auto& word = (*value)["direction"]; !word.is_null()) {
            label.direction = direction_named(word.raw());
            if (!label.direction) report("\"direction\" is inbound, outbound or internal");
        }
        const Value& envelope = (*value)["envelope"];
        if (envelope["from"].kind() == Value::Kind::text) label.from = envelope["from"].raw();
        for (const auto& to : envelope["to"].items()) label.to.push_back(to.raw());
        take_verdict((*value)["verdict"], label);
        take_findings((*value)["findings"].items(), label);
        out_.labels.push_back(std::move(label));
    }

    void take_verdict(const Value& verdict, Label& label) {
        if (verdict.is_null()) return;
        label.judged = true;
        const std::string& word = verdict.raw();
        if (is_one_of(word, {"block", "reject", "quarantine"}))
            label.stop = true;
        else if (is_one_of(word, {"allow", "accept", "log"}))
            label.stop = false;
        else if (!is_one_of(word, {"flag", "ask"}))
            report("\"verdict\" is allow, flag or block, or one of the words of a policy");
    }

    void take_findings(const std::vector<Value>& findings, Label& label) {
        if (findings.size() > most_findings) return report("more findings than " + std::to_string(most_findings));
        for (const auto& f : findings) {
            const auto kind = kind_named(f["kind"].raw());
            if (!kind) continue;
            const bool clear = f["clear"].is_null() || f["clear"].truth();
            label.findings.push_back({*kind, clear, place_of(f), f["masked"].text(80)});
        }
    }

    std::optional<std::size_t> kind_named(const std::string& word) {
        for (std::size_t i = 0; i < out_.kinds.size(); ++i)
            if (out_.kinds[i].name == word) return i;
        const auto ours = finding_kind(word);
        if (!ours && !unknown_.insert(word).second) return std::nullopt;  // said once
        if (!ours) {
            report("the kind \"" + printable(word, 80) + "\" is none of ours; say with --kinds which of ours it is",
                   nearest_finding_kind(word));
            return std::nullopt;
        }
        out_.kinds.push_back({word, {*ours}});
        return out_.kinds.size() - 1;
    }

    const std::string& file_;
    Labels out_;
    std::set<std::string> unknown_;
    int line_ = 0;
};

}  // namespace

std::vector<LabelKind> read_kinds(std::string_view octets, const std::string& file, Diagnostics& diagnostics) {
    const auto report = [&](std::string message, std::string suggestion = "") {
        diagnostics.push_back({file, 0, 0, std::move(message), std::move(suggestion)});
    };
    std::vector<LabelKind> out;
    const auto value = Value::parse(octets);
    if (!value || value->kind() != Value::Kind::object || value->fields().size() > most_kinds) {
        report("the map of kinds must be one JSON object of at most " + std::to_string(most_kinds) + " lists");
        return out;
    }
    for (const auto& [name, list] : value->fields()) {
        LabelKind kind{printable(name, 80), {}};
        if (list.kind() != Value::Kind::list) report("\"" + kind.name + "\" must be a list of our kinds");
        for (const auto& item : list.items()) {
            if (const auto ours = finding_kind(item.raw()))
                kind.ours.push_back(*ours);
            else
                report("\"" + item.text(80) + "\" is no kind of finding", nearest_finding_kind(item.raw()));
        }
        out.push_back(std::move(kind));
    }
    return out;
}

Labels read_labels(std::string_view octets, const std::string& file, std::vector<LabelKind> kinds) {
    return Reader(file, std::move(kinds)).read(octets);
}

}  // namespace beadle::cli

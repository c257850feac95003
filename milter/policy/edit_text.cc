#include "policy/edit_text.h"

#include <algorithm>
#include <cstdio>
#include <optional>

#include "base/strict_toml.h"
#include "base/text.h"

namespace beadle::policy {
namespace {

using Lines = std::vector<std::string>;

Failure by_hand(const std::string& why) {
    return fail(FailureKind::malformed, "policy", why + ": change it in the text of the policy");
}

Lines lines_of(std::string_view text) {
    Lines out = split(replace_all(text, "\r\n", "\n"), '\n');
    if (!out.empty() && out.back().empty()) out.pop_back();
    return out;
}
std::string text_of(const Lines& lines) { return lines.empty() ? "" : join(lines, "\n") + "\n"; }

// As TOML writes a day; whether there is such a day read_policy() says.
bool is_day(const std::string& s) {
    return s.size() == 10 && s[4] == '-' && s[7] == '-' && s.find_first_not_of("0123456789-") == s.npos;
}

bool parses(const std::string& text) { return StrictFile("edit", text).parsed(); }

// How many lines from `first` (from 0) on make one key and its value; 0 = none of the first most_value_lines do.
std::size_t lines_of_value(const Lines& lines, std::size_t first) {
    std::string taken;
    for (std::size_t n = 0; n < most_value_lines && first + n < lines.size(); ++n) {
        taken += lines[first + n] + "\n";
        if (parses(taken)) return n + 1;
    }
    return 0;
}

// Line numbers from 1: after `anchor` a new key may stand; `key`: where it stands; 0 = nowhere.
struct Place {
    int anchor = 0, key = 0;
    std::string_view anchor_starts;
};
using Find = std::optional<Place> (*)(StrictFile& file, const std::string& id, const std::string& key);

int line_of(StrictTable& table, const std::string& key) { return table.has(key) ? table.at(key).line : 0; }

std::optional<Place> find_rule(StrictFile& file, const std::string& id, const std::string& key) {
    for (auto& table : file.root().tables("rule"))
        if (table.text("id").value_or("") == id) return Place{line_of(table, "id"), line_of(table, key), "id"};
    return std::nullopt;
}

std::optional<Place> find_heading(StrictFile& file, const std::string&, const std::string& key) {
    auto table = file.root().table("policy");
    return table ? std::optional(Place{table->at().line, line_of(*table, key), "[policy]"}) : std::nullopt;
}

bool is_line_of(const Lines& lines, int number, std::string_view start) {
    return number >= 1 && static_cast<std::size_t>(number) <= lines.size() &&
           trim(lines[static_cast<std::size_t>(number) - 1]).starts_with(start);
}

Status put(Lines& lines, const Place& place, const std::string& key, const std::string& value) {
    const std::string line = key + " = " + value;
    if (place.key == 0) {
        if (value.empty()) return Done{};
        if (!is_line_of(lines, place.anchor, place.anchor_starts)) return by_hand("this is not written with one key a line");
        lines.insert(lines.begin() + place.anchor, line);
        return Done{};
    }
    if (!is_line_of(lines, place.key, key)) return by_hand("\"" + key + "\" does not stand on a line of its own");
    const auto first = static_cast<std::size_t>(place.key) - 1;
    const std::size_t n = lines_of_value(lines, first);
    if (n == 0) return by_hand("the end of \"" + key + "\" cannot be told");
    const auto at = lines.begin() + place.key - 1;
    lines.erase(at, at + static_cast<std::ptrdiff_t>(n));
    if (!value.empty()) lines.insert(lines.begin() + static_cast<std::ptrdiff_t>(first), line);
    return Done{};
}

Result<std::string> edit(std::string_view text, Find find, const std::string& id, const std::string& heading, const Edits& edits) {
    Lines lines = lines_of(text);
    for (const auto& [key, value] : edits) {
        const bool is_one_line = value.find_first_of("\r\n") == std::string::npos;
        if (!is_one_line || (!value.empty() && !parses(key + " = " + value + "\n"))) return by_hand("\"" + key + "\" cannot be written");
        StrictFile file("edit", text_of(lines));
        if (!file.parsed()) return by_hand("the text has an error");
        auto place = find(file, id, key);
        if (!place && value.empty()) continue;
        if (!place) {  // a rule of base
            lines.insert(lines.end(), {"", heading, "id = " + toml_text(id)});
            lines.push_back(key + " = " + value);
            continue;
        }
        if (auto done = put(lines, *place, key, value); !done) return done.failure();
    }
    std::string out = text_of(lines);
    StrictFile file("edit", out);
    if (!file.parsed()) return by_hand("the change does not fit into the text");
    for (const auto& [key, value] : edits) {
        const auto place = find(file, id, key);
        if ((place && place->key != 0) != !value.empty()) return by_hand("\"" + key + "\" could not be put into its place");
    }
    return out;
}

}  // namespace

Result<std::string> edit_rule(std::string_view text, const std::string& id, const Edits& edits) {
    return edit(text, find_rule, id, "[[rule]]", edits);
}

Result<std::string> edit_heading(std::string_view text, const Edits& edits) {
    StrictFile file("edit", text);
    if (file.parsed() && !find_heading(file, "", "")) return by_hand("the text has no [policy]");
    return edit(text, find_heading, "", "[policy]", edits);
}

std::string toml_text(std::string_view text) {
    std::string out = "\"";
    for (const char c : text) {
        char escaped[8];
        if (c == '"' || c == '\\') {
            out += {'\\', c};
        } else if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) {
            std::snprintf(escaped, sizeof escaped, "\\u%04x", static_cast<unsigned>(static_cast<unsigned char>(c)));
            out += escaped;
        } else {
            out += c;
        }
    }
    return out + "\"";
}

std::string toml_texts(const std::vector<std::string>& texts) {
    std::vector<std::string> out;
    for (const auto& t : texts) out.push_back(toml_text(t));
    return "[" + join(out, ", ") + "]";
}

Result<std::string> edit_confidence(std::string_view text, const std::string& id, const std::string& word) {
    Lines lines = lines_of(text);
    int number = 0, column = 0;
    {
        StrictFile file("edit", text_of(lines));
        if (!file.parsed()) return by_hand("the text has an error");
        for (auto& table : file.root().tables("rule")) {
            if (table.text("id").value_or("") != id) continue;
            auto when = table.table("when");
            if (when && when->has("confidence")) column = when->at("confidence").column;
            number = line_of(table, "when");
        }
    }
    if (!is_line_of(lines, number, "when") || lines_of_value(lines, static_cast<std::size_t>(number) - 1) != 1)
        return by_hand("the condition of this rule does not stand on one line of this text");
    std::string& line = lines[static_cast<std::size_t>(number) - 1];
    const auto key = column > 0 ? line.find("confidence", static_cast<std::size_t>(column) - 1) : std::string::npos;
    const auto open = key == std::string::npos ? key : line.find('"', key), close = open == std::string::npos ? open : line.find('"', open + 1);
    const auto end = line.rfind('}');
    if (close != std::string::npos) line.replace(open, close - open + 1, toml_text(word));
    else if (column == 0 && end != std::string::npos) line.insert(end, ", confidence = " + toml_text(word) + " ");
    else return by_hand("the condition of this rule cannot be changed in its line");
    std::string out = text_of(lines);
    StrictFile file("edit", out);
    if (!file.parsed()) return by_hand("the change does not fit into the text");
    for (auto& table : file.root().tables("rule"))
        if (table.text("id").value_or("") == id)
            if (auto when = table.table("when"); when && when->text("confidence").value_or("") == word) return out;
    return by_hand("\"confidence\" could not be put into its place");
}

std::string add_exception(std::string_view text, const NewException& exception) {
    std::string out = text_of(lines_of(text)) + "\n[[exception]]\nrule = " + toml_text(exception.rule) + "\n";
    for (const auto& [key, list] : {std::pair("from", &exception.from), std::pair("to", &exception.to), std::pair("kinds", &exception.kinds)})
        if (!list->empty()) out += std::string(key) + " = " + toml_texts(*list) + "\n";
    out += "until = " + (is_day(exception.until) ? exception.until : toml_text(exception.until)) + "\n";
    return out + "reason = " + toml_text(exception.reason) + "\napproved_by = " + toml_text(exception.approved_by) + "\n";
}

bool has_condition(std::string_view text, const std::string& id) {
    StrictFile file("edit", text);
    if (!file.parsed()) return false;
    for (auto& table : file.root().tables("rule"))
        if (table.text("id").value_or("") == id) return table.has("when");
    return false;
}

}  // namespace beadle::policy

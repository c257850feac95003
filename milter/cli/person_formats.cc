#include <algorithm>

#include "base/text.h"
#include "cli/person_lists.h"

namespace beadle::cli {
namespace {

constexpr std::size_t most_rows = 5001, most_columns = 200, most_attributes = 500;

char separator_of(std::string_view text) {
    std::size_t commas = 0, semicolons = 0, tabs = 0;
    bool quoted = false;
    for (const char c : text.substr(0, 8192)) {
        quoted = c == '"' ? !quoted : quoted;
        if (quoted) continue;
        if (c == '\n') break;
        commas += c == ',';
        semicolons += c == ';';
        tabs += c == '\t';
    }
    return tabs > commas && tabs > semicolons ? '\t' : semicolons > commas ? ';' : ',';
}

bool has_word(std::string_view words, std::string_view word) {
    for (auto at = words.find(word); at != std::string_view::npos; at = words.find(word, at + 1)) {
        const auto letter = [&](std::size_t i) { return i < words.size() && words[i] >= 'a' && words[i] <= 'z'; };
        if ((at == 0 || !letter(at - 1)) && !letter(at + word.size())) return true;
    }
    return false;
}

}  // namespace

Rows read_csv(std::string_view text) {
    const char separator = separator_of(text);
    Rows rows;
    std::vector<std::string> row;
    std::string cell;
    bool quoted = false;
    const auto end_cell = [&] {
        if (row.size() < most_columns) row.push_back(cell);
        cell.clear();
    };
    for (std::size_t i = 0; i <= text.size() && rows.size() < most_rows; ++i) {
        const char c = i < text.size() ? text[i] : '\n';
        if (quoted && i < text.size()) {
            if (c != '"') {
                cell += c;
            } else if (i + 1 < text.size() && text[i + 1] == '"') {
                cell += text[++i];
            } else {
                quoted = false;
            }
        } else if (c == '"' && trim(cell).empty()) {
            quoted = true;
            cell.clear();
        } else if (c == separator) {
            end_cell();
        } else if (c == '\n') {
            end_cell();
            const bool blank = std::all_of(row.begin(), row.end(), [](const auto& s) { return trim(s).empty(); });
            if (!blank) rows.push_back(row);
            row.clear();
        } else if (c != '\r') {
            cell += c;
        }
    }
    return rows;
}

std::vector<std::vector<std::pair<std::string, std::string>>> read_ldif(std::string_view text) {
    std::vector<std::string> lines;
    for (auto& raw : split(text, '\n')) {
        if (raw.ends_with('\r')) raw.pop_back();
        if (raw.starts_with(' ') && !lines.empty())
            lines.back() += raw.substr(1);  // folded
        else
            lines.push_back(raw);
    }
    lines.emplace_back();
    std::vector<std::vector<std::pair<std::string, std::string>>> entries;
    std::vector<std::pair<std::string, std::string>> entry;
    for (const auto& line : lines) {
        if (line.empty()) {
            if (!entry.empty() && entries.size() < most_rows) entries.push_back(std::move(entry));
            entry.clear();
            continue;
        }
        const auto colon = line.find(':');
        if (line.front() == '#' || line == "-" || colon == std::string::npos || entry.size() >= most_attributes)
            continue;
        std::string name = ascii_lower(trim(std::string_view(line).substr(0, colon)));
        name.resize(std::min(name.find(';'), name.size()));  // options: "cn;lang-cy"
        std::string_view value = std::string_view(line).substr(colon + 1);
        if (value.starts_with('<')) {
            entry.emplace_back("", name);
        } else if (value.starts_with(':')) {
            if (auto decoded = unbase64(trim(value.substr(1)))) entry.emplace_back(name, *decoded);
        } else {
            entry.emplace_back(name, std::string(trim(value)));
        }
    }
    return entries;
}

std::string role_in_words(std::string_view given) {
    const std::string words = ascii_lower(given);
    const auto any = [&](std::initializer_list<std::string_view> list) {
        return std::any_of(list.begin(), list.end(), [&](auto w) { return has_word(words, w); });
    };
    if (any({"former", "ex-councillor", "leaver", "left"})) return "former";
    if (any({"contractor", "consultant", "external", "supplier", "agency"})) return "contractor";
    if (any({"volunteer", "volunteers"})) return "volunteer";
    const bool clerk =
        any({"town clerk", "parish clerk", "community clerk", "clerk", "proper officer", "chief executive"});
    const bool under =
        any({"deputy", "assistant", "finance", "support", "minutes", "committee", "allotments", "admin"});
    if (clerk && !under) return "clerk";
    if (any({"councillor", "cllr", "councillors", "cllrs", "mayor", "deputy mayor", "cynghorydd", "cyng"}))
        return "councillor";
    if (clerk || any({"officer", "rfo", "manager", "administrator", "assistant", "staff", "groundsman", "caretaker",
                      "receptionist", "finance", "admin"}))
        return "officer";
    return "";
}

// Addresses may hold a plus sign themselves: only one before another type begins the next.
std::vector<std::string> proxy_addresses(std::string_view value) {
    std::vector<std::string> out;
    std::size_t begin = 0;
    const auto take = [&](std::string_view one) {
        one = trim(one);
        const bool primary = one.starts_with("SMTP:");
        if (!ascii_istarts(one, "smtp:")) return;
        std::string address(trim(one.substr(5)));
        if (primary)
            out.insert(out.begin(), std::move(address));
        else
            out.push_back(std::move(address));
    };
    for (std::size_t i = 0; i < value.size(); ++i) {
        if (value[i] != '+' && value[i] != ';' && value[i] != ',' && value[i] != '\n' && value[i] != ' ') continue;
        const auto colon = value.find(':', i);
        const auto type =
            colon == std::string_view::npos ? std::string_view() : trim(value.substr(i + 1, colon - i - 1));
        const bool begins = !type.empty() && type.size() <= 8 && std::all_of(type.begin(), type.end(), [](char c) {
            return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
        });
        if (!begins) continue;
        take(value.substr(begin, i - begin));
        begin = i + 1;
    }
    take(value.substr(begin));
    return out;
}

}  // namespace beadle::cli

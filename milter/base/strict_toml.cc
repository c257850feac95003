#include "base/strict_toml.h"

#include <toml++/toml.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <exception>
#include <map>
#include <set>

#include "base/text.h"

namespace beadle {
namespace {

constexpr std::size_t most_octets = 4u << 20;
constexpr std::size_t most_listed = 16;

Position position(const toml::source_region& region) {
    return {static_cast<int>(region.begin.line), static_cast<int>(region.begin.column)};
}
bool earlier(Position a, Position b) { return a.line != b.line ? a.line < b.line : a.column < b.column; }

const toml::table& as_table(const void* p) { return *static_cast<const toml::table*>(p); }

std::string quote(std::string_view word) { return '"' + printable(word, 80) + '"'; }

std::string range(std::int64_t least, std::int64_t most) {
    if (most == INT64_MAX) return "at least " + std::to_string(least);
    return "between " + std::to_string(least) + " and " + std::to_string(most);
}

// A number as a person would write it: 0.5, 100.
std::string short_number(double d) {
    std::array<char, 32> out{};
    std::snprintf(out.data(), out.size(), "%g", d);
    return out.data();
}

}  // namespace

struct StrictFile::State {
    std::string name;
    toml::table root;
    bool parsed = false;
    Diagnostics diagnostics;
    std::map<const toml::table*, std::set<std::string, std::less<>>>
        asked;  // a table that was looked into has an entry

    void report(Position at, std::string message, std::string suggestion) {
        diagnostics.push_back({name, at.line, at.column, std::move(message), std::move(suggestion)});
    }
    void parse(std::string_view octets) {
        if (octets.size() > most_octets) return report({}, "the file is larger than 4 MiB", "");
        try {
            root = toml::parse(octets, std::string_view(name));
            parsed = true;
        } catch (const toml::parse_error& e) {
            report(position(e.source()), printable(e.description(), 300), "");
        } catch (const std::exception&) {
            report({}, "the file could not be read as TOML", "");
        }
    }
    const toml::node* ask(const void* table, std::string_view key) {
        asked[&as_table(table)].emplace(key);
        return as_table(table).get(key);
    }
    void report_unasked(const toml::table& table);
};

void StrictFile::State::report_unasked(const toml::table& table) {
    const auto& known = asked[&table];
    const std::vector<std::string> words(known.begin(), known.end());
    for (const auto& [key, node] : table) {
        if (!known.contains(key.str()))
            report(position(key.source()), "unknown key " + quote(key.str()), nearest(key.str(), words));
    }
}

StrictFile::StrictFile(std::string name, std::string_view octets) : state_(std::make_unique<State>()) {
    state_->name = std::move(name);
    state_->parse(octets);
}
StrictFile::~StrictFile() = default;

bool StrictFile::parsed() const { return state_->parsed; }
Diagnostics& StrictFile::diagnostics() { return state_->diagnostics; }
const std::string& StrictFile::name() const { return state_->name; }
void StrictFile::report(Position at, std::string message, std::string suggestion) {
    state_->report(at, std::move(message), std::move(suggestion));
}

StrictTable StrictFile::root() {
    state_->asked[&state_->root];
    return {state_.get(), &state_->root};
}

void StrictFile::finish() {
    std::vector<const toml::table*> visited;
    for (const auto& [table, keys] : state_->asked) visited.push_back(table);
    for (const toml::table* table : visited) state_->report_unasked(*table);
    std::stable_sort(state_->diagnostics.begin(), state_->diagnostics.end(), [](const auto& a, const auto& b) {
        return earlier({a.line, a.column}, {b.line, b.column});
    });
}

void StrictTable::pass_over() { state_->asked.erase(&as_table(table_)); }

std::optional<std::string> StrictTable::text(std::string_view key) {
    const toml::node* node = state_->ask(table_, key);
    if (!node) return std::nullopt;
    if (const auto* value = node->as_string()) return value->get();
    report(position(node->source()), quote(key) + " must be a text in quotes");
    return std::nullopt;
}

std::optional<std::int64_t> StrictTable::integer(std::string_view key, std::int64_t least, std::int64_t most) {
    const toml::node* node = state_->ask(table_, key);
    if (!node) return std::nullopt;
    const auto* value = node->as_integer();
    if (value && value->get() >= least && value->get() <= most) return value->get();
    report(position(node->source()), quote(key) + " must be a whole number " + range(least, most));
    return std::nullopt;
}

std::optional<double> StrictTable::real(std::string_view key, double least, double most) {
    const toml::node* node = state_->ask(table_, key);
    if (!node) return std::nullopt;
    std::optional<double> value;
    if (const auto* real = node->as_floating_point()) value = real->get();
    if (const auto* whole = node->as_integer()) value = static_cast<double>(whole->get());
    if (value && *value >= least && *value <= most) return value;  // false for nan
    report(position(node->source()),
           quote(key) + " must be a number between " + short_number(least) + " and " + short_number(most));
    return std::nullopt;
}

std::optional<bool> StrictTable::boolean(std::string_view key) {
    const toml::node* node = state_->ask(table_, key);
    if (!node) return std::nullopt;
    if (const auto* value = node->as_boolean()) return value->get();
    report(position(node->source()), quote(key) + " must be true or false, without quotes");
    return std::nullopt;
}

std::optional<std::string> StrictTable::date(std::string_view key) {
    const toml::node* node = state_->ask(table_, key);
    if (!node) return std::nullopt;
    if (const auto* value = node->as_date()) {
        const toml::date d = value->get();
        std::array<char, 16> out{};
        std::snprintf(out.data(), out.size(), "%04u-%02u-%02u", unsigned{d.year}, unsigned{d.month}, unsigned{d.day});
        return std::string(out.data());
    }
    report(position(node->source()), quote(key) + " must be a date like 2027-03-31, without quotes");
    return std::nullopt;
}

std::optional<std::vector<PlacedText>> StrictTable::texts(std::string_view key) {
    const toml::node* node = state_->ask(table_, key);
    if (!node) return std::nullopt;
    const auto* list = node->as_array();
    if (!list) {
        report(position(node->source()), quote(key) + " must be a list of texts, like [\"one\", \"two\"]");
        return std::nullopt;
    }
    std::vector<PlacedText> out;
    for (const toml::node& element : *list) {
        if (const auto* value = element.as_string())
            out.push_back({value->get(), position(element.source())});
        else
            report(position(element.source()), "every element of " + quote(key) + " must be a text in quotes");
    }
    return out;
}

std::string with_article(std::string_view noun) {
    const bool vowel = !noun.empty() && std::string_view("aeioAEIO").find(noun.front()) != std::string_view::npos;
    return (vowel ? "an " : "a ") + std::string(noun);
}

std::optional<std::vector<PlacedText>> StrictTable::text_or_texts(std::string_view key) {
    const toml::node* node = state_->ask(table_, key);
    if (!node) return std::nullopt;
    if (const auto* value = node->as_string()) return {{{value->get(), position(node->source())}}};
    return texts(key);
}

std::optional<std::string> StrictTable::word(std::string_view key, const std::vector<std::string>& words) {
    auto value = text(key);
    if (!value || std::find(words.begin(), words.end(), *value) != words.end()) return value;
    std::string message = quote(*value) + " is not " + with_article(key);
    if (words.size() <= most_listed) message += "; known are " + join(words, ", ");
    report(position(as_table(table_).get(key)->source()), message, nearest(*value, words));
    return std::nullopt;
}

std::string StrictTable::required_text(std::string_view key) {
    const auto value = text(key);
    if (value && !value->empty()) return *value;
    if (!has(key))
        report(at(), quote(key) + " is missing");
    else if (value)
        report(at(key), quote(key) + " must not be empty");
    return "";
}

std::string StrictTable::required_word(std::string_view key, const std::vector<std::string>& words) {
    if (!has(key)) {
        state_->ask(table_, key);
        report(at(), quote(key) + " is missing");
        return "";
    }
    return word(key, words).value_or("");
}

std::optional<StrictTable> StrictTable::table(std::string_view key) {
    const toml::node* node = state_->ask(table_, key);
    if (!node) return std::nullopt;
    if (const auto* value = node->as_table()) {
        state_->asked[value];
        return StrictTable(state_, value);
    }
    report(at(key), quote(key) + " must be a table: [" + printable(key, 80) + "]");
    return std::nullopt;
}

std::vector<StrictTable> StrictTable::tables(std::string_view key) {
    std::vector<StrictTable> out;
    const toml::node* node = state_->ask(table_, key);
    if (!node) return out;
    const auto* list = node->as_array();
    if (!list) report(at(key), quote(key) + " must be written with two brackets: [[" + printable(key, 80) + "]]");
    for (std::size_t i = 0; list && i < list->size(); ++i) {
        if (const auto* value = (*list)[i].as_table()) {
            state_->asked[value];
            out.push_back(StrictTable(state_, value));
        } else {
            report(position((*list)[i].source()), "every element of " + quote(key) + " must be a table");
        }
    }
    return out;
}

bool StrictTable::has(std::string_view key) const { return as_table(table_).get(key) != nullptr; }

bool StrictTable::is_text(std::string_view key) const {
    const auto* node = as_table(table_).get(key);
    return node != nullptr && node->is_string();
}

std::vector<std::string> StrictTable::keys() const {
    std::vector<std::pair<Position, std::string>> placed;
    for (const auto& [key, node] : as_table(table_)) placed.emplace_back(position(key.source()), key.str());
    std::stable_sort(placed.begin(), placed.end(),
                     [](const auto& a, const auto& b) { return earlier(a.first, b.first); });
    std::vector<std::string> out;
    out.reserve(placed.size());
    for (auto& [at, key] : placed) out.push_back(std::move(key));
    return out;
}

Position StrictTable::at() const { return position(as_table(table_).source()); }

Position StrictTable::at(std::string_view key) const {
    const auto found = as_table(table_).find(key);
    return found == as_table(table_).end() ? at() : position(found->first.source());
}

void StrictTable::report(Position at, std::string message, std::string suggestion) {
    state_->report(at, std::move(message), std::move(suggestion));
}

}  // namespace beadle

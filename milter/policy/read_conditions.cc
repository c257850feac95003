#include "policy/read_conditions.h"

#include <algorithm>

#include "base/text.h"
#include "policy/read_words.h"

namespace beadle::policy {
namespace {

// Every value of a small enum by its printed name, so that the words exist once.
template <class E>
std::vector<std::string> names() {
    std::vector<std::string> out;
    for (std::size_t i = 0; i <= static_cast<std::size_t>(last_of(E{})); ++i) out.emplace_back(name(static_cast<E>(i)));
    return out;
}

template <class E>
std::vector<E> read_enums(StrictTable& table, std::string_view key, std::string_view what) {
    const auto known = names<E>();
    std::vector<E> out;
    for (const auto& word : read_words(table, key, known, what))
        out.push_back(static_cast<E>(std::find(known.begin(), known.end(), word) - known.begin()));
    return out;
}

template <class E>
std::optional<E> read_enum(StrictTable& table, std::string_view key) {
    const auto known = names<E>();
    const auto word = table.word(key, known);
    const auto found = word ? std::find(known.begin(), known.end(), *word) : known.end();
    if (found == known.end()) return std::nullopt;
    return static_cast<E>(found - known.begin());
}

void read_coverage(StrictTable& table, Conditions& c) {
    auto known = names<NotInspectedReason>();
    known.insert(known.end(), {"incomplete", "complete"});
    const auto words = read_words(table, "coverage", known, "state of coverage");
    for (const auto& word : words) {
        const auto i = static_cast<std::size_t>(std::find(known.begin(), known.end(), word) - known.begin());
        c.coverage = word == "complete" ? CoverageAsked::complete : CoverageAsked::incomplete;
        if (i < c.reasons.size()) c.reasons.set(i);
        if (word == "incomplete") c.reasons.set();
    }
    if (words.size() > 1 && std::find(words.begin(), words.end(), "complete") != words.end())
        table.report(table.at("coverage"), "\"complete\" cannot stand beside another word");
}

void read_locations(StrictTable& table, Conditions& c) {
    for (auto& [word, at] : table.text_or_texts("location").value_or(std::vector<PlacedText>{})) {
        const auto& known = location_words();
        const bool pattern = word.find('*') != std::string::npos;
        if (pattern || std::find(known.begin(), known.end(), word) != known.end())
            c.location.push_back(std::move(word));
        else
            table.report(at,
                         '"' + printable(word, 80) + "\" is not a location; known are " + join(known, ", ") +
                             ", or a pattern of a file name such as *.csv",
                         nearest(word, known));
    }
}

// size_over = 5242880, or size_over = "5 MB": which of the two it is shows only by trying, so the first try's report
// goes.
void read_size(StrictFile& file, StrictTable& table, Conditions& c) {
    if (!table.has("size_over")) return;
    const auto reports = file.diagnostics().size();
    const auto text = table.text("size_over");
    file.diagnostics().resize(reports);
    if (!text) {
        const auto octets = table.integer("size_over", 0, INT64_MAX);
        if (octets) c.size_over = static_cast<std::uint64_t>(*octets);
    } else if (!(c.size_over = parse_size(*text))) {
        table.report(table.at("size_over"), '"' + printable(*text, 80) + "\" is not a size; write 5242880 or \"5 MB\"");
    }
}

void read_hours(StrictTable& table, Conditions& c) {
    for (const auto& [word, at] : table.text_or_texts("hours").value_or(std::vector<PlacedText>{})) {
        if (auto hours = parse_hours(word))
            c.hours.push_back(*std::move(hours));
        else
            table.report(at, '"' + printable(word, 80) + "\" is not a span of hours; write \"Mon-Fri 08:00-18:00\"");
    }
}

void read_finds_keys(StrictTable& table, Conditions& c) {
    auto finds = read_finds(table, "finds", true);
    c.finds = std::move(finds.words);
    c.kinds = finds.kinds;
    if (const auto least = read_enum<Confidence>(table, "confidence")) c.confidence = *least;
    c.count_at_least = static_cast<std::uint32_t>(table.integer("count_at_least", 1, 1'000'000).value_or(1));
    c.unprotected = table.boolean("unprotected").value_or(false);
    if (table.has("unprotected") && !c.unprotected)
        table.report(table.at("unprotected"), "\"unprotected\" says something only when it is true: leave it out");
    for (const char* key : {"confidence", "count_at_least", "unprotected"})
        if (table.has(key) && !table.has("finds"))
            table.report(table.at(key),
                         '"' + std::string(key) + "\" says how \"finds\" is meant, which is missing here");
    if (table.has("location") && !table.has("finds") && !table.has("coverage"))
        table.report(table.at("location"),
                     "\"location\" says where \"finds\" or \"coverage\" is meant; both are missing here");
}

void read_enforced_tls(StrictTable& table, Conditions& c) {
    c.enforced_tls = table.boolean("enforced_tls").value_or(false);
    if (!table.has("enforced_tls")) return;
    if (!c.enforced_tls)
        table.report(table.at("enforced_tls"), "\"enforced_tls\" says something only when it is true: leave it out");
    else if (c.unprotected)
        table.report(table.at("enforced_tls"),
                     "\"enforced_tls\" asks for what TLS protects, \"unprotected\" for what nothing does: take one of them");
}

}  // namespace

Conditions read_conditions(StrictFile& file, StrictTable table) {
    Conditions c;
    c.direction = read_enums<Direction>(table, "direction", "direction");
    c.origin = read_enum<Origin>(table, "origin");
    c.sender_role = read_words(table, "sender_role", member_role_words(), "role");
    c.recipient_role = read_words(table, "recipient_role", member_role_words(), "role");
    c.from = read_patterns(table, "from", true);
    c.to = read_patterns(table, "to", false);
    read_finds_keys(table, c);
    read_locations(table, c);
    read_size(file, table, c);
    read_hours(table, c);
    read_coverage(table, c);
    read_enforced_tls(table, c);
    c.protection = read_enums<ProtectionGrade>(table, "protection", "grade of protection");
    return c;
}

}  // namespace beadle::policy

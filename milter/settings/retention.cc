#include "settings/retention.h"

#include <algorithm>
#include <charconv>

#include "base/strict_toml.h"
#include "base/text.h"

namespace beadle {
namespace {

constexpr std::size_t most_classes = 200;
constexpr int most_years = 100;

const std::vector<std::string> triggers = {"recorded", "decided", "closed"};
const std::vector<std::string> disposals = {"automatic", "review"};
const std::vector<std::string> held_reasons = {"quarantine", "refused", "ask", "journal"};

bool is_slug(std::string_view s) {
    return !s.empty() && s.size() <= 64 && s.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-") == s.npos;
}

// At most so many days, or at least: months and years differ in length.
std::pair<int, int> bounds_in_days(const Period& p) {
    switch (p.unit) {
        case Period::Unit::days: return {p.count, p.count};
        case Period::Unit::months: return {p.count * 30 + p.count * 5 / 12 - 2, p.count * 30 + p.count * 7 / 12 + 2};
        case Period::Unit::years: return {p.count * 365, p.count * 365 + p.count / 4 + 1};
        case Period::Unit::indefinite: break;
    }
    return {10'000'000, 10'000'000};
}

std::string trigger_of(const std::string& records) {
    return records == "held" ? "decided" : records == "requests" || records == "incidents" ? "closed" : "recorded";
}

void check(StrictTable& table, const RetentionClass& c) {
    if (!c.id.empty() && !is_slug(c.id))
        table.report(table.at("id"), "the id of a class is made of a-z, 0-9 and hyphens");
    if (!c.reasons.empty() && c.records != "held")
        table.report(table.at("reasons"), "\"reasons\" belong to a class with records = \"held\"");
    const bool fits = c.records == "other" || c.trigger == "recorded" || c.trigger == trigger_of(c.records);
    if (!fits && !c.records.empty())
        table.report(table.at("trigger"), "what is kept of \"" + c.records + "\" begins when it is " + trigger_of(c.records));
    if (c.records == "other" && c.automatic)
        table.report(table.at("disposal"), "Beadle does not hold these records: disposal must be \"review\"");
}

void read_reasons(StrictTable& table, RetentionClass& c) {
    c.for_the_rest = c.records == "held" && !table.has("reasons");
    for (const auto& given : table.text_or_texts("reasons").value_or(std::vector<PlacedText>{})) {
        if (std::find(held_reasons.begin(), held_reasons.end(), given.text) == held_reasons.end())
            table.report(given.at, "\"" + printable(given.text, 40) + "\" is no reason for keeping a copy", nearest(given.text, held_reasons));
        c.reasons.push_back(given.text);
    }
}

RetentionClass read_class(StrictTable& table) {
    RetentionClass c;
    c.id = table.required_text("id");
    c.title = table.required_text("title");
    c.records = table.required_word("records", record_kinds());
    read_reasons(table, c);
    const auto period = table.required_text("period");
    if (auto read = read_period(period)) {
        c.period = *read;
    } else if (!period.empty()) {
        table.report(table.at("period"), "a period is written \"90 days\", \"12 months\", \"6 years\" or \"indefinite\"");
    }
    c.trigger = table.word("trigger", triggers).value_or(trigger_of(c.records));
    c.automatic = table.required_word("disposal", disposals) == "automatic";
    c.persons = static_cast<int>(table.integer("persons", 1, 2).value_or(c.automatic ? 1 : 2));
    c.source = table.required_text("source");
    check(table, c);
    return c;
}

// Which of two classes a record falls under must not hang on their order.
void check_clashes(StrictTable& table, const RetentionSchedule& so_far, const RetentionClass& c) {
    for (const auto& other : so_far.classes) {
        if (other.id == c.id) return table.report(table.at("id"), "there is a class \"" + c.id + "\" already");
        if (other.records != c.records || c.records == "other") continue;
        if (c.records != "held")
            return table.report(table.at("records"), "\"" + other.id + "\" is the class of \"" + c.records + "\" already");
        if (c.for_the_rest && other.for_the_rest)
            return table.report(table.at(), "\"" + other.id + "\" is the class of all other kept copies already: list \"reasons\"");
        for (const auto& reason : c.reasons)
            if (std::find(other.reasons.begin(), other.reasons.end(), reason) != other.reasons.end())
                return table.report(table.at("reasons"), "\"" + other.id + "\" has the reason \"" + reason + "\" already");
    }
}

}  // namespace

const std::vector<std::string>& record_kinds() {
    static const std::vector<std::string> kinds = {"events", "acts", "held", "notices", "requests", "incidents", "other"};
    return kinds;
}

std::optional<Period> read_period(std::string_view given) {
    given = trim(given);
    if (given == "indefinite") return Period{};
    int count = 0;
    const auto [end, error] = std::from_chars(given.data(), given.data() + given.size(), count);
    if (error != std::errc() || count < 1) return std::nullopt;
    const auto unit = trim(std::string_view(end, static_cast<std::size_t>(given.data() + given.size() - end)));
    if ((unit == "days" || unit == "day") && count <= most_years * 366) return Period{Period::Unit::days, count};
    if ((unit == "months" || unit == "month") && count <= most_years * 12) return Period{Period::Unit::months, count};
    if ((unit == "years" || unit == "year") && count <= most_years) return Period{Period::Unit::years, count};
    return std::nullopt;
}

std::string text(const Period& p) {
    constexpr const char* units[] = {"day", "month", "year"};
    if (p.unit == Period::Unit::indefinite) return "indefinite";
    return std::to_string(p.count) + " " + units[static_cast<std::size_t>(p.unit)] + (p.count == 1 ? "" : "s");
}

std::optional<Date> due_after(Date from, const Period& p) {
    switch (p.unit) {
        case Period::Unit::days: return from + std::chrono::days{p.count};
        case Period::Unit::months: return same_date_later(from, p.count);
        case Period::Unit::years: return same_date_later(from, p.count * 12);
        case Period::Unit::indefinite: break;
    }
    return std::nullopt;
}

bool is_shorter(const Period& a, const Period& b) {
    if (a == b) return false;
    const auto months = [](const Period& p) { return p.unit == Period::Unit::years ? p.count * 12 : p.count; };
    const auto counted = [](const Period& p) { return p.unit == Period::Unit::months || p.unit == Period::Unit::years; };
    if (counted(a) && counted(b)) return months(a) < months(b);
    return bounds_in_days(a).first < bounds_in_days(b).second;
}

std::vector<std::string> RetentionSchedule::ids() const {
    std::vector<std::string> out;
    for (const auto& c : classes) out.push_back(c.id);
    return out;
}

const RetentionClass* RetentionSchedule::find(std::string_view id) const {
    const auto found = std::find_if(classes.begin(), classes.end(), [&](const auto& c) { return c.id == id; });
    return found == classes.end() ? nullptr : &*found;
}

const RetentionClass* RetentionSchedule::of_held(const std::string& named, const std::string& reason) const {
    if (const auto* by_rule = named.empty() ? nullptr : find(named)) return by_rule;
    const RetentionClass* rest = nullptr;
    for (const auto& c : classes) {
        if (c.records != "held") continue;
        if (std::find(c.reasons.begin(), c.reasons.end(), reason) != c.reasons.end()) return &c;
        if (c.for_the_rest) rest = &c;
    }
    return rest;
}

RetentionRead read_retention(std::string_view octets, const std::string& name_of_file) {
    RetentionRead out;
    StrictFile file(name_of_file, octets);
    if (file.parsed()) {
        auto root = file.root();
        if (auto schedule = root.table("schedule")) {
            out.schedule.version = schedule->required_text("version");
            out.schedule.adopted = schedule->date("adopted").value_or("");
            out.schedule.minute = schedule->required_text("minute");
            out.schedule.backups = schedule->text("backups").value_or("");
            if (!out.schedule.backups.empty() && !read_period(out.schedule.backups))
                schedule->report(schedule->at("backups"), "how long backups are kept is written \"35 days\"");
            if (!schedule->has("adopted")) schedule->report(schedule->at(), "\"adopted\" is missing: the day the council adopted this schedule");
        } else {
            file.report({1, 1}, "[schedule] is missing: version, adopted and minute go on every certificate");
        }
        auto classes = root.tables("class");
        if (classes.empty()) file.report({1, 1}, "no [[class]]: nothing would ever be due");
        if (classes.size() > most_classes) file.report({1, 1}, "more than 200 classes");
        for (auto& table : classes) {
            auto c = read_class(table);
            check_clashes(table, out.schedule, c);
            out.schedule.classes.push_back(std::move(c));
        }
        file.finish();
    }
    out.diagnostics = std::move(file.diagnostics());
    return out;
}

std::optional<RetentionRead> retention_of(const Bundle& bundle) {
    const auto* file = bundle.first(BundleRole::retention);
    if (!file) return std::nullopt;
    return read_retention(file->octets, file->path);
}

}  // namespace beadle

#include "inspect/detect/prefilter.h"

#include <algorithm>
#include <climits>
#include <cstdlib>

#include <hs.h>

#include "base/codec.h"
#include "base/owned.h"
#include "base/text.h"
#include "inspect/detect/figures.h"

namespace beadle::inspect {

namespace {

using Database = Owned<hs_database_t, hs_free_database>;
using Scratch = Owned<hs_scratch_t, hs_free_scratch>;
using CompileError = Owned<hs_compile_error_t, hs_free_compile_error>;

constexpr unsigned expression_flags = HS_FLAG_MULTILINE;

struct Freely {  // what Hyperscan hands over without a function of its own to free it
    void operator()(void* p) const noexcept { std::free(p); }  // NOLINT: allocated by Hyperscan's malloc
};

struct Rule {
    unsigned flags = 0;
    std::uint32_t width = 0;
};

// Only what Hyperscan refuses otherwise (look-around, references back) is compiled as a prefilter, and then has no
// width that could be relied on.
Rule rule_of(const std::string& expression, unsigned flags) {
    hs_expr_info_t* raw = nullptr;
    hs_compile_error_t* error = nullptr;
    const bool informed = hs_expression_info(expression.c_str(), flags, &raw, &error) == HS_SUCCESS;
    const std::unique_ptr<hs_expr_info_t, Freely> info(raw);
    const CompileError owned_error(error);
    if (!informed) return {flags | HS_FLAG_PREFILTER, 0};
    return {flags, info->max_width == UINT_MAX ? 0 : info->max_width};
}

std::string fault_of(const std::string& expression, unsigned flags) {
    hs_database_t* database = nullptr;
    hs_compile_error_t* error = nullptr;
    const bool good = hs_compile(expression.c_str(), flags, HS_MODE_BLOCK, nullptr, &database, &error) == HS_SUCCESS;
    const Database owned(database);
    const CompileError owned_error(error);
    return good ? "" : (error != nullptr && error->message != nullptr ? error->message : "Hyperscan refuses it");
}

struct Literals {
    std::vector<Report>& reports;
    const std::vector<std::uint32_t>& widths;
    const std::vector<bool>& at_start;
    std::string_view text;
    std::size_t most;
    bool full = false;
};

// A letter or digit stands before it, and it is no capital inside a joined name ("EmpSortCode").
bool inside_word(std::string_view text, std::size_t begin) {
    if (begin == 0 || !is_alnum(text[begin]) || !is_alnum(text[begin - 1])) return false;
    return !(is_lower(text[begin - 1]) && is_upper(text[begin]));
}

int note_literal(unsigned id, unsigned long long, unsigned long long to, unsigned, void* context) noexcept {
    auto& c = *static_cast<Literals*>(context);
    if (c.at_start[id] && inside_word(c.text, static_cast<std::size_t>(to) - c.widths[id])) return 0;
    if (c.reports.size() >= c.most) {
        c.full = true;
        return 1;
    }
    const auto end = static_cast<std::uint32_t>(to);
    c.reports.push_back({id, end - c.widths[id], end});
    return 0;
}

// Hyperscan names every end of a match, several for one: they are joined at once, so that a text of nothing but figures
// costs no memory for each of them. Ends of one expression come in ascending order.
struct Joining {
    std::vector<std::vector<Stretch>>& stretches;
    const std::vector<std::uint32_t>& widths;
    std::uint32_t size;
    std::size_t most, count = 0;
    bool full = false;
};

int note_end(unsigned id, unsigned long long, unsigned long long to, unsigned, void* context) noexcept {
    constexpr std::uint32_t beyond = 64;  // a match may go on this far behind the end that was reported
    auto& c = *static_cast<Joining*>(context);
    auto& list = c.stretches[id];
    const std::uint32_t width = c.widths[id], end = static_cast<std::uint32_t>(to);
    if (width == 0) {
        if (list.empty()) list.push_back({0, c.size});
        return 0;
    }
    const std::uint32_t begin = end - std::min(end, width), last = std::min(c.size, end + std::max(beyond, width));
    if (!list.empty() && begin <= list.back().end) {
        list.back().end = std::max(list.back().end, last);
        return 0;
    }
    if (++c.count > c.most) {
        c.full = true;
        return 1;
    }
    list.push_back({begin, last});
    return 0;
}

}  // namespace

struct Prefilter::State {
    Database database;
    Scratch scratch;
    std::vector<std::uint32_t> widths;
    std::vector<bool> at_start;  // of literals: only where a word begins

    bool scan(std::string_view text, match_event_handler handler, void* context) const {
        if (text.empty()) return true;
        return hs_scan(database.get(), text.data(), static_cast<unsigned>(text.size()), 0, scratch.get(), handler,
                       context) == HS_SUCCESS;
    }
};

namespace {

struct Compiled {  // a set of expressions; no database = none
    Database database;
    std::vector<std::uint32_t> widths;  // by expression, 0 = not bounded
};
struct Kept {  // the same on disk
    std::vector<std::uint32_t> widths;
    std::string database;
};
template <class A>
void describe(A& a, Kept& v) {
    a(v.widths, wire::bounded(v.database, 64u << 20));
}

// All that a compiled set depends on: the library, the processor, the expressions in their order.
std::string key_of(const std::vector<std::string>& list) {
    hs_platform_info_t platform{};
    (void)hs_populate_platform(&platform);
    std::string all = "1 " + std::string(hs_version()) + " " + std::to_string(platform.tune) + " " +
                      std::to_string(platform.cpu_features) + " " + std::to_string(expression_flags) + "\n";
    for (const auto& expression : list) all += std::to_string(expression.size()) + " " + expression + "\n";
    return sha256_hex(all);
}

Compiled take_kept(CompiledCache& cache, const std::string& key, std::size_t expressions) {
    const auto octets = cache.read(key);
    if (!octets) return {};
    auto kept = wire::decode<Kept>(*octets, "compiled patterns");
    hs_database_t* database = nullptr;
    const bool good = kept && kept->widths.size() == expressions &&
                      hs_deserialize_database(kept->database.data(), kept->database.size(), &database) == HS_SUCCESS;
    if (!good) {
        cache.remark(key + " is not understood; the patterns are compiled anew");
        return {};
    }
    return {Database(database), std::move(kept->widths)};
}

void keep(CompiledCache& cache, const std::string& key, const Compiled& set) {
    char* octets = nullptr;
    std::size_t size = 0;
    if (hs_serialize_database(set.database.get(), &octets, &size) != HS_SUCCESS) return;
    const std::unique_ptr<char, Freely> owned(octets);
    cache.keep(key, wire::encode(Kept{set.widths, std::string(octets, size)}));
}

}  // namespace

Prefilter::Prefilter(std::unique_ptr<State> state) : state_(std::move(state)) {}
Prefilter::~Prefilter() = default;

namespace {

// The set as one database. An expression that turns out too large is tried once more as a prefilter; the first that is
// refused even so ends it: null, and `refused` is its index.
Database compile_set(const std::vector<std::string>& list, std::vector<Rule>& rules, std::size_t& refused) {
    std::vector<const char*> expressions;
    std::vector<unsigned> ids;
    for (std::size_t i = 0; i < list.size(); ++i) {
        expressions.push_back(list[i].c_str());
        ids.push_back(static_cast<unsigned>(i));
    }
    for (;;) {
        std::vector<unsigned> flags;
        for (const Rule& r : rules) flags.push_back(r.flags);
        hs_database_t* database = nullptr;
        hs_compile_error_t* error = nullptr;
        const auto rc = hs_compile_multi(expressions.data(), flags.data(), ids.data(),
                                         static_cast<unsigned>(list.size()), HS_MODE_BLOCK, nullptr, &database, &error);
        const CompileError owned(error);
        if (rc == HS_SUCCESS) return Database(database);
        refused = error != nullptr && error->expression >= 0 ? static_cast<std::size_t>(error->expression) : 0;
        if (error == nullptr || error->expression < 0 || (rules[refused].flags & HS_FLAG_PREFILTER) != 0)
            return nullptr;
        rules[refused] = {rules[refused].flags | HS_FLAG_PREFILTER, 0};
    }
}

Compiled compile_or_blame(const std::vector<std::string>& list, std::vector<Prefilter::Fault>& faults) {
    Compiled out;
    std::vector<Rule> rules;
    for (const std::string& expression : list) rules.push_back(rule_of(expression, expression_flags));
    std::size_t refused = 0;
    out.database = compile_set(list, rules, refused);
    for (const Rule& r : rules) out.widths.push_back(r.width);
    if (out.database) return out;
    for (std::size_t i = 0; i < list.size(); ++i)  // now every fault is looked for, one by one
        if (auto message = fault_of(list[i], rules[i].flags | HS_FLAG_PREFILTER); !message.empty())
            faults.push_back({i, std::move(message)});
    if (faults.empty()) faults.push_back({refused, "Hyperscan refuses it beside the others"});
    return out;
}

}  // namespace

// Literals take Hyperscan's own matchers of literals, which run several times faster than automata with the start of
// match.
std::unique_ptr<Prefilter> Prefilter::of_literals(const std::vector<std::string>& literals,
                                                  std::vector<bool> at_start) {
    auto state = std::make_unique<State>();
    state->at_start = std::move(at_start);
    std::vector<const char*> expressions;
    std::vector<unsigned> ids, flags;
    std::vector<std::size_t> lengths;
    for (std::size_t i = 0; i < literals.size(); ++i) {
        expressions.push_back(literals[i].c_str());
        lengths.push_back(literals[i].size());
        flags.push_back(HS_FLAG_CASELESS);
        ids.push_back(static_cast<unsigned>(i));
        state->widths.push_back(static_cast<std::uint32_t>(literals[i].size()));
    }
    hs_database_t* database = nullptr;
    hs_compile_error_t* error = nullptr;
    const auto rc =
        hs_compile_lit_multi(expressions.data(), flags.data(), ids.data(), lengths.data(),
                             static_cast<unsigned>(literals.size()), HS_MODE_BLOCK, nullptr, &database, &error);
    const CompileError owned(error);
    if (rc != HS_SUCCESS) return nullptr;
    state->database.reset(database);
    hs_scratch_t* scratch = nullptr;
    if (hs_alloc_scratch(database, &scratch) != HS_SUCCESS) return nullptr;
    state->scratch.reset(scratch);
    return std::unique_ptr<Prefilter>(new Prefilter(std::move(state)));
}

std::unique_ptr<Prefilter> Prefilter::of_expressions(const std::vector<std::string>& list, std::vector<Fault>& faults,
                                                     CompiledCache* cache) {
    if (list.empty()) return nullptr;
    const std::string key = cache == nullptr ? "" : key_of(list);
    Compiled set = cache == nullptr ? Compiled{} : take_kept(*cache, key, list.size());
    if (!set.database) {
        set = compile_or_blame(list, faults);
        if (!set.database) return nullptr;
        if (cache != nullptr) keep(*cache, key, set);
    }
    auto state = std::make_unique<State>();
    state->database = std::move(set.database);
    state->widths = std::move(set.widths);
    hs_scratch_t* scratch = nullptr;
    if (hs_alloc_scratch(state->database.get(), &scratch) != HS_SUCCESS) {
        faults.push_back({0, "no memory for Hyperscan"});
        return nullptr;
    }
    state->scratch.reset(scratch);
    return std::unique_ptr<Prefilter>(new Prefilter(std::move(state)));
}

Prefilter::Outcome Prefilter::stretches(std::string_view text, std::size_t most,
                                        std::vector<std::vector<Stretch>>& by_expression) const {
    by_expression.assign(state_->widths.size(), {});
    if (text.size() > UINT_MAX) return Outcome::limit;
    Joining c{by_expression, state_->widths, static_cast<std::uint32_t>(text.size()), most};
    const bool good = state_->scan(text, note_end, &c);
    return c.full ? Outcome::limit : good ? Outcome::done : Outcome::failed;
}

Prefilter::Outcome Prefilter::literals(std::string_view text, std::size_t most, std::vector<Report>& reports) const {
    if (text.size() > UINT_MAX) return Outcome::limit;
    Literals c{reports, state_->widths, state_->at_start, text, most};
    const bool good = state_->scan(text, note_literal, &c);
    return c.full ? Outcome::limit : good ? Outcome::done : Outcome::failed;
}

void Prefilter::fail_from_now_on() { state_->scratch.reset(); }

std::uint32_t Prefilter::width(std::size_t index) const { return state_->widths[index]; }

}  // namespace beadle::inspect

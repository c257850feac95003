// verify_matters.cc — what verify holds against the chain beside kept messages: matters, and what was erased.
#include <algorithm>
#include <cstdlib>
#include <utility>

#include "base/text.h"

#include "records/jobs.h"
#include "records/matters.h"

namespace beadle::records {
namespace {

constexpr std::string_view erased = "erased", events_word = "events/";

bool ends(wire::Answer& answer, const Failure& why) {
    answer.exit_code = 4;
    answer.problem = why.what;
    return true;
}

using Ranges = std::vector<std::pair<std::int64_t, std::int64_t>>;

Ranges merged(Ranges given) {
    std::sort(given.begin(), given.end());
    Ranges out;
    for (const auto& range : given) {
        if (!out.empty() && out.back().second + 1 >= range.first) {
            out.back().second = std::max(out.back().second, range.second);
        } else {
            out.push_back(range);
        }
    }
    return out;
}

// The first number of `these` that is in none of `those`, both merged; 0 = there is none.
std::int64_t first_outside(const Ranges& these, const Ranges& those) {
    auto at = those.begin();
    for (const auto& range : these) {
        while (at != those.end() && at->second < range.first) ++at;
        if (at == those.end() || at->first > range.first) return range.first;
        if (at->second < range.second) return at->second + 1;
    }
    return 0;
}

}  // namespace

// A row whose personal columns are gone has to be told of by a later one, and the other way round.
void Verify::note_erased_row(std::int64_t seq) {
    if (!erased_rows_.empty() && erased_rows_.back().second + 1 == seq) {
        erased_rows_.back().second = seq;
    } else {
        erased_rows_.emplace_back(seq, seq);
    }
}

// True: the word told of something erased, and is done with.
bool Verify::note_erased_word(const std::string& name, const std::string& state) {
    if (state != erased) return false;
    if (name.starts_with(events_word)) {
        const auto ends = split(std::string_view(name).substr(events_word.size()), '-');
        const auto number = [](const std::string& s) { return std::strtoll(s.c_str(), nullptr, 10); };
        if (!ends.empty()) erased_told_.push_back({seq_ + 1, {number(ends.front()), number(ends.back())}});
        return true;
    }
    states_.erase(name);
    for (auto it = states_.lower_bound(name + "/"); it != states_.end() && it->first.starts_with(name + "/");)
        it = states_.erase(it);
    return true;
}

// A run that went on beside this walk told of rows that were whole when they were passed.
bool Verify::compare_erased(wire::Answer& answer) {
    Ranges before, all;
    for (const auto& [at, range] : erased_told_) {
        all.push_back(range);
        if (at <= newest_at_begin_) before.push_back(range);
    }
    const Ranges rows = merged(std::exchange(erased_rows_, {}));
    erased_told_.clear();
    auto wrong = first_outside(rows, merged(std::move(all)));
    if (wrong == 0) wrong = first_outside(merged(std::move(before)), rows);
    if (wrong == 0) return false;
    return bad(answer, wrong,
               "what runs of destruction erased and what is erased are not the same: personal columns were taken out by "
               "another hand, or were put back");
}

bool Verify::compare_matters(Store& store, wire::Answer& answer) {
    auto all = matter_states(store);
    if (!all) return ends(answer, all.failure());
    for (const auto& m : *all) {
        if (!m.problem.empty()) return bad(answer, 0, m.problem);
        const auto known = states_.find(m.word);
        if (known == states_.end()) return bad(answer, 0, "no event tells of " + m.word);
        if (known->second != m.state)
            return bad(answer, 0, m.word + " is " + m.state + ", by the events it is " + known->second);
        states_.erase(known);
    }
    return false;
}

}  // namespace beadle::records

// A plan for the banner carried out in memory, and what must then hold of any message whatsoever.
#pragma once

#include <string>

#include "base/clock.h"
#include "inspect/text/banner.h"

namespace beadle::test {

struct Bannered {
    BannerPlan plan;
    std::string octets;
    inspect::ParsedMessage before, after;
};

inline Bannered bannered(const std::string& octets, std::string_view wording = default_banner) {
    Bannered out;
    Budget budget({}, octets.size(), system_clock());
    out.before = inspect::parse_message(octets, budget);
    const auto reading = inspect::read_message(out.before, budget);
    out.plan = inspect::plan_banner(out.before, reading, octets, wording);
    std::size_t at = 0;
    for (const auto& edit : out.plan.edits) {
        out.octets += octets.substr(at, edit.offset - at) + edit.insert;
        at = edit.offset + edit.removed;
    }
    out.octets += octets.substr(at);
    Budget again({}, out.octets.size(), system_clock());
    out.after = inspect::parse_message(out.octets, again);
    return out;
}

// "" or what was broken: the entities are the same ones, and each holds what it held, the text of the body with more before it.
inline std::string broken_by_banner(const Bannered& b) {
    if (!is_sound(b.plan, 512u << 20)) return "the plan is unsound";
    if (b.plan.edits.empty()) return "";
    if (b.before.parts.size() != b.after.parts.size()) return "another number of entities";
    std::size_t changed = 0;
    for (std::size_t i = 0; i < b.before.parts.size(); ++i) {
        const auto &was = b.before.parts[i], &is = b.after.parts[i];
        if (was.media_type != is.media_type || was.number != is.number) return "another entity " + was.number;
        if (was.content == is.content) continue;
        ++changed;
        if (was.media_type != "text/plain" && was.media_type != "text/html") return "entity " + was.number + " changed";
        if (is.content.size() <= was.content.size()) return "entity " + was.number + " lost something";
        std::size_t head = 0, tail = 0;
        while (head < was.content.size() && was.content[head] == is.content[head]) ++head;
        while (tail < was.content.size() - head &&
               was.content[was.content.size() - 1 - tail] == is.content[is.content.size() - 1 - tail])
            ++tail;
        if (head + tail != was.content.size()) return "entity " + was.number + " was not only added to";
    }
    return changed == b.plan.edits.size() ? "" : "another number of entities changed";
}

}  // namespace beadle::test

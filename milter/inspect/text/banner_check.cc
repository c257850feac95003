#include "inspect/text/banner_check.h"

#include <algorithm>

namespace beadle::inspect {
namespace {

constexpr std::size_t most_octets = 64u << 20;

// `is` is `was` with something more in one place.
bool only_added_to(const std::string& was, const std::string& is) {
    if (is.size() <= was.size()) return false;
    const auto head = static_cast<std::size_t>(std::mismatch(was.begin(), was.end(), is.begin()).first - was.begin());
    const auto tail = static_cast<std::size_t>(std::mismatch(was.rbegin(), was.rend(), is.rbegin()).first - was.rbegin());
    return head + tail >= was.size();
}

}  // namespace

bool still_the_same(const ParsedMessage& before, std::string_view octets, const std::vector<BodyEdit>& edits) {
    if (octets.size() > most_octets) return false;
    std::string changed;
    std::size_t at = 0;
    for (const auto& edit : edits) {
        changed.append(octets.substr(at, edit.offset - at)).append(edit.insert);
        at = edit.offset + edit.removed;
    }
    changed.append(octets.substr(at));
    Budget budget({}, changed.size(), system_clock());
    const auto after = parse_message(changed, budget);
    if (after.parts.size() != before.parts.size() || after.ambiguity != before.ambiguity ||
        after.fields.size() != before.fields.size() || after.not_inspected.size() != before.not_inspected.size())
        return false;
    std::size_t added = 0;
    for (std::size_t i = 0; i < after.parts.size(); ++i) {
        const Part &was = before.parts[i], &is = after.parts[i];
        if (was.number != is.number || was.media_type != is.media_type || was.filename != is.filename) return false;
        if (was.content == is.content) continue;
        const bool text = was.media_type == "text/plain" || was.media_type == "text/html";
        if (!text || !only_added_to(was.content, is.content)) return false;
        ++added;
    }
    return added == edits.size();
}

}  // namespace beadle::inspect

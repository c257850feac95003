#include "inspect/detect/own_words.h"

#include <algorithm>

#include "base/text.h"
#include "inspect/detect/normalise.h"

namespace beadle::inspect {
namespace {

constexpr std::size_t most_octets = 256u << 10, longest_marker_line = 300;

bool begins_quote(const std::string& lower, const Lists& lists) {
    const auto* begins = lists.find("quote-begins");
    const auto* introduced = lists.find("quote-introduced");
    return (begins &&
            std::any_of(begins->begin(), begins->end(), [&](const auto& w) { return lower.starts_with(w); })) ||
           (introduced &&
            std::any_of(introduced->begin(), introduced->end(), [&](const auto& w) { return lower.ends_with(w); }));
}

// "From:" may stand in a letter ("From: 10 am"): with the line of a header block soon after it is one.
bool is_header_block(std::string_view after) {
    const auto next = lines_of(after.substr(0, 600), 4);
    return std::any_of(next.begin(), next.end(), [](std::string_view line) {
        const auto colon = line.substr(0, 24).find(':');
        return colon != std::string_view::npos && line.substr(0, colon).find(' ') == std::string_view::npos;
    });
}

}  // namespace

std::vector<std::string_view> lines_of(std::string_view text, std::size_t most) {
    std::vector<std::string_view> out;
    while (!text.empty() && out.size() < most) {
        const auto end = text.find('\n');
        if (const auto line = trim(text.substr(0, end)); !line.empty()) out.push_back(line);
        text = end == std::string_view::npos ? std::string_view() : text.substr(end + 1);
    }
    return out;
}

std::string own_words(std::string_view body, const Lists& lists) {
    std::string out;
    for (auto rest = body.substr(0, most_octets); !rest.empty();) {
        const auto end = rest.find('\n');
        const auto line = trim(rest.substr(0, end));
        rest = end == std::string_view::npos ? std::string_view() : rest.substr(end + 1);
        if (!line.empty() && line.size() <= longest_marker_line) {
            const std::string lower = ascii_lower(line);
            const bool field = lower.find(':') != std::string::npos && lower.find(':') < 12 && lower.front() != '-';
            if (begins_quote(lower, lists) && (!field || lower.ends_with("wrote:") || is_header_block(rest))) break;
        }
        if (line.empty() || line.front() != '>') out.append(line).push_back('\n');
    }
    return out;
}

std::vector<OwnText> own_texts(const Reading& reading, const Lists& lists) {
    std::vector<OwnText> out;
    for (std::size_t i = 0; i < reading.segments.size(); ++i) {
        const Segment& s = reading.segments[i];
        if (s.kind != SegmentKind::body || !s.path.empty() || s.table) continue;
        const Normalised text(std::string_view(s.text).substr(0, most_octets));
        out.push_back({i, own_words(text.text(), lists)});
    }
    return out;
}

}  // namespace beadle::inspect

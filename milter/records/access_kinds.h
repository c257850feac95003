// access_kinds.h — the kinds of events by which a person sees or takes away what somebody wrote, for the access report.
//
// A unit test holds it against the sources: whatever unseals a message for a person appends one of these kinds.
// Runs in  record. Values only.
#pragma once

#include <algorithm>
#include <array>
#include <string_view>

namespace beadle::records {

inline constexpr std::array<std::string_view, 8> access_kinds = {
    "content-shown",    "content-revealed", "content-exported", "content-searched",
    "content-replayed", "request-content",  "request-packed",   "incident-exported"};

constexpr bool shows_content(std::string_view kind) {
    return std::find(access_kinds.begin(), access_kinds.end(), kind) != access_kinds.end();
}

}  // namespace beadle::records

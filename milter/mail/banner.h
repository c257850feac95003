// banner.h — what is put before the text of outside mail, and how a worker says where.
//
// Gives    values: the default wording; a BannerPlan, whose edits stand in the order of their offsets and do not overlap.
// Bounds   as in BannerLimits: the plan puts in, and takes out next to nothing, so that no plan can rewrite a message.
// Runs in  inspect (makes), session (carries out). No octets of mail are parsed outside the worker.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace beadle {

inline constexpr std::string_view default_banner =
    "This message came from outside the council. Take care with its links and attachments, and check who sent it before "
    "you act on it.";

struct BannerLimits {
    static constexpr std::size_t wording = 500, edits = 16, removed = 24, insert = 16u << 10;
    static constexpr std::size_t thread = 20, message_id = 400;
};

// At `offset` of the message `removed` octets give way to `insert`.
struct BodyEdit {
    std::uint64_t offset = 0;
    std::uint32_t removed = 0;
    std::string insert;
    bool operator==(const BodyEdit&) const = default;
};

struct BannerPlan {
    std::vector<BodyEdit> edits;      // none: nothing to add it to, or nothing that may be changed
    bool borne = false;               // a quoted text bears it already
    std::vector<std::string> thread;  // Message-IDs of In-Reply-To and References
    bool operator==(const BannerPlan&) const = default;
};

// What a worker may answer about a message of that size.
bool is_sound(const BannerPlan& plan, std::uint64_t message_octets);

}  // namespace beadle

#include "mail/answer.h"

#include <algorithm>
#include <array>

#include "base/text.h"
#include "mail/inspection.h"

namespace beadle {
namespace {

constexpr std::array<std::string_view, 4> answer_names = {"unclear", "separate", "send", "stop"};
constexpr std::array<std::string_view, 10> outcomes = {"separate", "sent",    "stopped",    "unclear",   "no-reason",
                                                       "already",  "expired", "not-theirs", "suspended", "unknown"};

constexpr std::size_t letters_after_start = answer_handle_length + answer_secret_length;

bool is_letter(char c) { return answer_letters.find(c) != std::string_view::npos; }

// What only the sender can judge, and what costs little when it goes out after all. A list of addresses in the text is
// not what the header section shows (part 0): it may be anybody's.
bool is_harmless(const Finding& f) {
    return f.kind == FindingKind::greeting_mismatch || f.kind == FindingKind::personal_address ||
           (f.kind == FindingKind::visible_recipients && (f.part == "0" || f.part.empty()));
}

}  // namespace

std::string_view name(AnswerWord w) { return answer_names[static_cast<std::size_t>(w)]; }
std::string_view name(AnswerOutcome o) { return outcomes[static_cast<std::size_t>(o)]; }

std::optional<AnswerWord> answer_word(std::string_view name_in) {
    const auto at = std::find(answer_names.begin(), answer_names.end(), name_in);
    if (at == answer_names.end()) return std::nullopt;
    return static_cast<AnswerWord>(at - answer_names.begin());
}

bool is_answer_code(std::string_view code) {
    if (code.size() != answer_code_start.size() + letters_after_start || !code.starts_with(answer_code_start))
        return false;
    code.remove_prefix(answer_code_start.size());
    return std::all_of(code.begin(), code.end(), is_letter);
}

void add_codes(std::vector<std::string>& codes, std::string_view text) {
    const std::string lower = ascii_lower(text);
    const std::string_view all(lower);
    for (std::size_t at = all.find(answer_code_start);
         at != std::string_view::npos && codes.size() < AskReplyLimits::codes;
         at = all.find(answer_code_start, at + 1)) {
        const auto code = all.substr(at, answer_code_start.size() + letters_after_start);
        const std::size_t end = at + code.size();
        if (!is_answer_code(code) || (end < all.size() && (is_letter(all[end]) || all[end] == 'l' || all[end] == 'o')))
            continue;
        if (std::find(codes.begin(), codes.end(), code) == codes.end()) codes.emplace_back(code);
    }
}

std::vector<std::string> codes_in(std::string_view text) {
    std::vector<std::string> out;
    add_codes(out, text);
    return out;
}

std::string answer_letters_of(std::string_view octets, std::size_t length) {
    std::string out;
    unsigned bits = 0, have = 0;
    for (const char c : octets) {
        bits = (bits << 8) | static_cast<unsigned char>(c);
        have += 8;
        for (; have >= 5 && out.size() < length; have -= 5) out += answer_letters[(bits >> (have - 5)) & 31];
        bits &= 0xffu;
    }
    return out;
}

bool is_low_risk(const Inspection& inspection, const std::vector<std::uint32_t>& findings) {
    const bool sensitive = std::any_of(inspection.findings.begin(), inspection.findings.end(), [](const Finding& f) {
        return group_of(f.kind) == FindingGroup::sensitive || group_of(f.kind) == FindingGroup::threat;
    });
    return !sensitive && !findings.empty() && std::all_of(findings.begin(), findings.end(), [&](std::uint32_t index) {
        return index < inspection.findings.size() && is_harmless(inspection.findings[index]);
    });
}

}  // namespace beadle

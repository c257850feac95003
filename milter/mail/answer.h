// answer.h — a member who is asked about a message of theirs, and what they answer.
//
// Gives    values: the answers, what became of one, the code that stands for a question in mail ("ask-" and 36
// letters), and
//          which findings are so harmless that a link may answer for them without a log-in.
// Bounds   codes_in: linear; at most 8 codes.
// Runs in  inspect (reads), session, record, console. Never throws but std::bad_alloc.
// Source   decision 0012.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace beadle {

struct Inspection;

enum class AnswerWord : std::uint8_t { unclear, separate, send, stop };
constexpr AnswerWord last_of(AnswerWord) { return AnswerWord::stop; }
std::string_view name(AnswerWord w);
std::optional<AnswerWord> answer_word(std::string_view name);

// How an answer was taken. Only the first three change anything.
enum class AnswerOutcome : std::uint8_t {
    separate,    // a copy for each goes out
    sent,        // it goes out as it is
    stopped,     // it does not go out
    unclear,     // nobody can tell which answer is meant
    no_reason,   // "send" needs one
    already,     // answered or decided before
    expired,     // too late
    not_theirs,  // from somebody else than the member who was asked
    suspended,   // the mail of whom it is from is suspended: it stays for the clerk
    unknown,     // no such question
};
constexpr AnswerOutcome last_of(AnswerOutcome) { return AnswerOutcome::unknown; }
std::string_view name(AnswerOutcome o);

// What a worker read in a message that bears the code of a question.
struct AskReply {
    std::vector<std::string>
        codes;  // in the order Subject, In-Reply-To, References, body; none = no answer to anything
    AnswerWord word = AnswerWord::unclear;
    std::string reason;  // masked, printable
    bool operator==(const AskReply&) const = default;
};
struct AskReplyLimits {
    static constexpr std::size_t codes = 8, code = 64, reason = 300;
};

// How a question to a member begins, and so what stands where the words of their reply end.
inline constexpr std::string_view question_title = "Please answer: your message is waiting";
inline constexpr std::string_view notice_author = "Beadle mail gateway";

inline constexpr std::string_view answer_code_start = "ask-";
inline constexpr std::string_view answer_letters = "abcdefghijkmnpqrstuvwxyz23456789";  // without l, o, 0, 1
inline constexpr std::size_t answer_handle_length = 10, answer_secret_length = 26;      // 50 and 130 bits

bool is_answer_code(std::string_view code);
std::vector<std::string> codes_in(std::string_view text);
void add_codes(std::vector<std::string>& codes, std::string_view text);  // those not yet there
// 32 of the letters above for 5 bits each.
std::string answer_letters_of(std::string_view octets, std::size_t length);

// True when these findings, and all else that was seen, are such that a wrong answer by whoever holds the link harms
// little.
bool is_low_risk(const Inspection& inspection, const std::vector<std::uint32_t>& findings);

}  // namespace beadle

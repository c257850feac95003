// smtp.h — one message to one SMTP server on this machine, and what the server said about each recipient.
//
// Takes    an endpoint "127.0.0.1:10026" or "[::1]:10026" (loopback only), an envelope, the octets as they are to arrive.
// Gives    Outcome: each recipient's reply, the reply that ended the dialogue, and whether the final dot was written.
//          The octets go out as they are but for dot-stuffing; nothing is added, dropped or rewritten.
// Bounds   one deadline up to the final dot, connecting included, and one for the reply to it; memory: 64 KiB a piece.
// Fails    never: what went wrong is in the Outcome (code 0 = no reply was read).
// Runs in  mail. Blocks until the deadlines at most. Never throws but std::bad_alloc.
// Source   RFC 5321 (4.5.3.2.6: ten minutes for the last reply), 1870 (SIZE), 6152 (8BITMIME), 6531 (SMTPUTF8), 3461 (DSN); decision 0007.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "wire/messages.h"

namespace beadle::mail_out {

constexpr Milliseconds dialogue_most = 60'000;      // up to the final dot: until then nothing can have been taken
constexpr Milliseconds final_reply_most = 600'000;  // after it: who gives up sooner than the server sends a second copy

struct Limits {
    Milliseconds dialogue = dialogue_most;
    Milliseconds final_reply = final_reply_most;
    std::function<void()> alive;  // called about every second while a reply is waited for; may be empty
};

struct Content {
    std::string top;      // goes first: our own header fields, CRLF at the end
    std::string octets;   // then these, when there is no descriptor
    int descriptor = -1;  // else all that can be read from it, from its start
};

struct Sending {
    std::string sender;
    std::vector<std::string> sender_parameters;
    std::vector<std::string> recipients;
    std::vector<std::vector<std::string>> recipient_parameters;  // as many, or none
    bool eight_bit = false;
    bool smtputf8 = false;
};

struct Outcome {
    std::uint32_t code = 0;  // of the reply that ended the dialogue
    std::string text;
    bool reached_data_end = false;
    std::vector<wire::RecipientReply> recipients;  // one for each of Sending::recipients, in order
    bool talked = false;  // the server greeted us: what failed is not the connection
};

struct Endpoint {
    bool six = false;        // ::1, else 127.0.0.0/8
    std::string address;
    std::uint16_t port = 0;
};
Result<Endpoint> parse_endpoint(std::string_view text);

Outcome send_message(const std::string& endpoint, const Sending& sending, const Content& content, const Clock& clock,
                     const Limits& limits = {});

}  // namespace beadle::mail_out

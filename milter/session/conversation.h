// conversation.h — one connection of the MTA: what it said, one message after the other, and what is answered.
//
// Takes    the milter callbacks in any order: any of them may come first, several messages may follow each other, an abort
//          may come at any point, close may be the only one.
// Gives    an Answer for each. The message's context is reset at MAIL, at its end, at abort, and before a final answer.
// Bounds   1000 recipients a message; session.connections at once; one message at a time.
// Fails    what header fields and body cannot be refused for is remembered and answered at the end of the message.
// Runs in  session: one thread at a time (with Debian's stock libmilter not always the same one).
// Source   milter protocol notes: callback order and lifetimes; RFC 5321.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "verdict/carry_out.h"
#include "session/gateway.h"
#include "session/message.h"

namespace beadle::session {

// The MTA's macros, valid during the callback. nullptr = the MTA did not say.
struct Macros {
    virtual ~Macros() = default;
    virtual const char* value(const char* name) const = 0;
};

enum class Next { proceed, reject, tempfail, discard };
struct Answer {
    Next next = Next::proceed;
    std::optional<verdict::Reply> reply;
};

class Conversation {
  public:
    explicit Conversation(Gateway& gateway);
    ~Conversation();
    Conversation(const Conversation&) = delete;
    Conversation& operator=(const Conversation&) = delete;

    // What was agreed on for this connection; without it every MAIL is answered 451.
    void negotiated(bool leading_space) { negotiated_ = true, leading_space_ = leading_space; }

    Answer connect(const std::string& host, const std::string& address, const Macros& macros);
    Answer helo(const std::string& name);
    Answer mail(const std::vector<std::string>& argv, const Macros& macros);
    Answer recipient(const std::vector<std::string>& argv, const Macros& macros);
    Answer data(const Macros& macros);
    Answer field(std::string_view name, std::string_view value);
    Answer end_of_fields(const Macros& macros);
    Answer body(std::string_view octets);
    Answer end_of_message(verdict::Mta& mta, const Macros& macros);
    void abort();
    void spoil() noexcept { spoiled_ = true; }  // something went wrong in a step that bears no answer: 451 at the end
    bool leading_space() const { return leading_space_; }

    // A further packet was read after a reply: the MTA has taken the verdict.
    void heard();
    bool waits_to_be_heard() const { return unheard_event_ != 0; }

  private:
    Answer finish(Answer answer);  // resets the message before a final answer
    void reset();
    bool over_limit() const;
    std::string authenticated(const Macros& macros);
    Envelope envelope_of(const Macros& macros);
    Answer answer_of(const verdict::Answered& answered);

    Gateway& gateway_;
    const std::string name_;
    std::uint32_t messages_ = 0;
    bool negotiated_ = false, leading_space_ = false, spoiled_ = false, turned_away_ = false;
    Client client_;
    std::string host_, mta_, listener_;
    const char* last_authenticated_ = nullptr;  // never read through: only compared
    std::unique_ptr<Message> message_;
    std::uint64_t unheard_event_ = 0;
};

}  // namespace beadle::session

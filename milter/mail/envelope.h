// envelope.h — what the MTA told about one message before its content: connection, envelope, macros.
//
// Gives    plain values copied out of the milter callbacks; nothing is parsed here but the ESMTP parameter names.
// Source   RFC 5321; milter macros: sendmail cf/README, postfix MILTER_README.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace beadle {

// Where a listener stands; known by {daemon_name}, mx when unknown.
enum class ListenerKind : std::uint8_t { mx, submission, relay, release };
constexpr ListenerKind last_of(ListenerKind) { return ListenerKind::release; }

// Who the connection proves to be: never taken from the header section.
enum class Origin : std::uint8_t { outside, inside };
constexpr Origin last_of(Origin) { return Origin::inside; }

// Of one recipient.
enum class Direction : std::uint8_t { internal, inbound, outbound };  // ascending width: outbound is the widest
constexpr Direction last_of(Direction) { return Direction::outbound; }

const char* name(ListenerKind k);
const char* name(Origin o);
const char* name(Direction d);

struct Client {
    std::string name;     // as the MTA gives it, "[192.0.2.1]" when unknown
    std::string address;  // numeric, "" when the family is unknown or the peer is a Unix socket
    std::string helo;
    bool operator==(const Client&) const = default;
};

struct Envelope {
    std::string session;     // our own name for the connection, and a number for each message in it: "s3f2a.2"
    std::string queue_id;    // {i}, known late; "" until then
    std::string mta;         // {v}
    std::string host;        // {j}
    std::string listener;    // {daemon_name}
    ListenerKind listener_kind = ListenerKind::mx;
    Client client;
    std::string authenticated;  // {auth_authen} at MAIL, "" = not
    std::string tls_version;    // {tls_version} of the incoming session, "" = none
    std::string sender;         // reverse-path as given, without <>; "" = null sender
    std::vector<std::string> sender_parameters;
    std::vector<std::string> recipients;  // forward-paths exactly as given (the form smfi_delrcpt wants)
    std::vector<std::vector<std::string>> recipient_parameters;  // same length
    std::vector<std::string> next_hops;  // where Postfix's smtp or relay sends each; same length, "" = not known
    bool smtputf8 = false;
    std::int64_t received_at = 0;  // wall milliseconds at MAIL
    bool operator==(const Envelope&) const = default;
};

}  // namespace beadle

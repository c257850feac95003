// arguments.h — what the MTA hands over about connection and envelope, taken as it is given.
//
// Takes    argv of MAIL and RCPT, the client's socket address.
// Gives    reverse-path without <>, the SIZE= and SMTPUTF8 parameters; the client's address in numbers.
// Bounds   linear. Rubbish stays rubbish: nothing is repaired.
// Runs in  session. Never throws but std::bad_alloc.
// Source   RFC 5321 4.1.2, RFC 1870, RFC 6531; milter: argv[0] bears no <> for mail of the sendmail command.
#pragma once

#include <sys/socket.h>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace beadle::session {

struct MailArguments {
    std::string sender;  // "" = null sender
    std::vector<std::string> parameters;
    std::uint64_t size = 0;  // 0 = not announced
    bool smtputf8 = false;
};
MailArguments mail_arguments(const std::vector<std::string>& argv);

// "192.0.2.1" or "2001:db8::1"; an IPv4-mapped address as IPv4; "" when unknown or a Unix socket: never "inside" then.
std::string numeric_address(const sockaddr* address);

}  // namespace beadle::session

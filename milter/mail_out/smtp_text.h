// smtp_text.h — the octets of an SMTP dialogue: paths out, dot-stuffed lines out, replies in.
//
// Takes    addresses as the MTA once gave them; message octets in pieces of any size; octets from an SMTP server.
// Gives    "<local@domain>" that cannot hold a second command; dot-stuffed octets; whole replies.
// Bounds   paths of 1000 octets; reply lines of 4096 octets, 100 lines and 64 KiB a reply.
// Fails    path_of: nullopt for what no SMTP path can carry. ReplyReader: broken() from then on.
// Runs in  mail. Never throws but std::bad_alloc.
// Source   RFC 5321 4.1.2, 4.2, 4.5.2; RFC 6531; decision 0007.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace beadle::mail_out {

// The null sender is "<>". Octets over 127 are taken only in valid UTF-8 and make `needs_utf8` true.
struct Path {
    std::string text;  // with < and >
    bool needs_utf8 = false;
};
std::optional<Path> path_of(std::string_view address);

// An ESMTP parameter ("NOTIFY=NEVER") whose keyword is one of `keywords` and whose octets cannot end the command.
bool is_parameter(std::string_view parameter, const std::vector<std::string>& keywords);

// Doubles each dot at the start of a line. A bare LF counts as the end of a line too: both MTAs read it so, and a lone dot
// after it would otherwise end the message there (and start a second one of the author's making).
class DotStuffer {
  public:
    std::string stuff(std::string_view octets);
    std::string finish();  // CRLF when the octets did not end in it; the dot itself is not in it

  private:
    bool line_start_ = true;
    bool after_cr_ = false;
    bool whole_ = true;  // the last octets were CRLF, or there were none
};

struct Reply {
    std::uint32_t code = 0;
    std::vector<std::string> lines;  // without the code
    std::string text() const;        // joined with blanks, printable
    bool positive() const { return code >= 200 && code < 300; }
};

class ReplyReader {
  public:
    void feed(std::string_view octets);
    std::optional<Reply> next();
    bool broken() const { return broken_; }
    bool pending() const { return !in_.empty() || !partial_.lines.empty(); }  // octets that no reply was asked for

  private:
    std::optional<Reply> take_line(std::string_view line);
    std::string in_;
    Reply partial_;
    bool broken_ = false;
};

}  // namespace beadle::mail_out

// library: beadle_mail_out
// What an SMTP server says, cut anywhere: the same replies as whole, and never a control octet in their text.
#include <cstdint>
#include <cstdlib>
#include <string>
#include <vector>

#include "mail_out/smtp_text.h"

namespace {

using namespace beadle::mail_out;

std::vector<std::string> replies(std::string_view octets, std::size_t step) {
    std::vector<std::string> out;
    ReplyReader reader;
    for (std::size_t at = 0; at < octets.size() && !reader.broken(); at += step) {
        reader.feed(octets.substr(at, step));
        while (auto reply = reader.next()) {
            const std::string text = reply->text();
            for (const unsigned char c : text)
                if (c < 0x20 || c == 0x7f) std::abort();
            if (reply->code < 200 || reply->code > 599) std::abort();
            out.push_back(std::to_string(reply->code) + " " + text);
        }
    }
    return out;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string octets(reinterpret_cast<const char*>(data), size);
    if (size < 32'000 && replies(octets, 1) != replies(octets, 4096)) std::abort();
    const auto path = path_of(octets);
    if (path && path->text.find_first_of("\r\n") != std::string::npos) std::abort();
    return 0;
}

// library: beadle_mail_out
// Any octets as lines of a mail server's log: bounded, and nothing in it that a terminal or a log would obey.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "base/text.h"
#include "mail_out/mta_log.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    for (const auto& line : beadle::split(std::string_view(reinterpret_cast<const char*>(data), size), '\n'))
        for (const auto& d : beadle::mail_out::read_log_line(line)) {
            if (d.queue_id.size() > 32 || d.reply.size() > 500 || d.recipient.size() > 320 || d.relay.size() > 200) std::abort();
            for (const auto& text : {d.queue_id, d.reply, d.recipient, d.original, d.relay, d.dsn})
                if (beadle::printable(text, 1000) != text) std::abort();
        }
    return 0;
}

#include "inspect/worker/mail_file.h"

#include <algorithm>

#include "base/text.h"

namespace beadle::inspect {
namespace {

constexpr std::size_t most_header = 1u << 20, most_text = 4u << 20;

// A field of the structure says how to take apart what is taken apart already.
bool of_structure(std::string_view line) {
    const std::string name = ascii_lower(trim(line.substr(0, line.find(':'))));
    return name == "content-type" || name == "content-transfer-encoding" || name == "mime-version";
}

void append_header_section(std::string_view octets, std::string& out) {
    bool dropped = false;
    while (!octets.empty() && out.size() < most_header) {
        const auto end = std::min(octets.find('\n'), octets.size() - 1);
        const auto line = octets.substr(0, end + 1);
        if (line == "\r\n" || line == "\n") return;
        const bool folded = line.front() == ' ' || line.front() == '\t';
        if (!folded) dropped = of_structure(line);
        if (!dropped) out.append(line.substr(0, most_header - out.size()));
        octets.remove_prefix(end + 1);
    }
}

}  // namespace

std::string mail_file(std::string_view octets, const ParsedMessage& parsed) {
    std::string out = "Received: by the gateway\r\n";
    append_header_section(octets, out);
    if (!out.ends_with('\n')) out += "\r\n";
    out += "\r\n";
    std::size_t left = most_text;
    for (const Part& p : parsed.parts) {
        if (p.attachment || p.multipart || p.message || !p.media_type.starts_with("text/")) continue;
        const auto piece = std::string_view(p.content).substr(0, left);
        out += piece;
        out += "\r\n";
        left -= piece.size();
    }
    return out;
}

}  // namespace beadle::inspect

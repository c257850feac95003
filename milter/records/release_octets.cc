#include "records/release_octets.h"

#include <algorithm>
#include <array>

#include "base/text.h"
#include "mail/address.h"

namespace beadle::records {
namespace {

constexpr std::string_view own = "x-beadle-";
constexpr std::size_t most_held_back = 64;
constexpr std::array<std::string_view, 8> naming = {"to",        "cc",         "bcc",           "resent-to",
                                                    "resent-cc", "resent-bcc", "apparently-to", "mail-followup-to"};

bool names_recipients(std::string_view line) {
    const auto name = ascii_lower(trim(line.substr(0, line.find(':'))));
    return std::find(naming.begin(), naming.end(), name) != naming.end();
}

}  // namespace

void ReleaseFields::put_to(std::string& out) {
    if (recipient_.empty() || put_) return;
    put_ = true;
    const auto address = parse_address(recipient_).text;
    const bool plain =
        std::none_of(address.begin(), address.end(), [](unsigned char c) { return c < 0x20 || c == 0x7f; });
    out += plain ? "To: " + address + "\r\n" : "To: undisclosed-recipients:;\r\n";
}

// Called when line_ is long enough to tell, or whole: continuation, end of the header section, or a field.
void ReleaseFields::begin_line(std::string& out) {
    const bool continued = line_[0] == ' ' || line_[0] == '\t';
    if (line_ == "\r\n" || line_ == "\n") {
        in_body_ = true;
        dropping_ = false;
        put_to(out);
    } else if (!continued) {
        const bool naming_field = !recipient_.empty() && names_recipients(line_);
        dropping_ = naming_field || ascii_istarts(line_, own);
        if (naming_field) put_to(out);
    }
    if (!dropping_) out += line_;
    known_ = line_.back() != '\n';
    line_.clear();
}

std::string ReleaseFields::add(std::string_view piece) {
    std::string out;
    while (!piece.empty()) {
        if (in_body_) {
            out += piece;
            break;
        }
        const char c = piece.front();
        piece.remove_prefix(1);
        if (known_) {
            if (!dropping_) out += c;
            known_ = c != '\n';
            continue;
        }
        line_ += c;
        if (c == '\n' || c == ':' || line_.size() >= most_held_back) begin_line(out);
    }
    return out;
}

std::string ReleaseFields::end() {
    std::string out;
    if (!line_.empty()) begin_line(out);
    if (!in_body_) put_to(out);
    return out;
}

}  // namespace beadle::records

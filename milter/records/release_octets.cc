#include "records/release_octets.h"

#include "base/text.h"

namespace beadle::records {
namespace {
constexpr std::string_view own = "x-beadle-";
}

// Called when line_ is long enough to tell, or whole: continuation, end of the header section, one of ours, or another
// field.
void WithoutOwnFields::begin_line(std::string& out) {
    const bool continued = line_[0] == ' ' || line_[0] == '\t';
    if (line_ == "\r\n" || line_ == "\n") {
        in_body_ = true;
        dropping_ = false;
    } else if (!continued) {
        dropping_ = ascii_istarts(line_, own);
    }
    if (!dropping_) out += line_;
    known_ = line_.back() != '\n';
    line_.clear();
}

std::string WithoutOwnFields::add(std::string_view piece) {
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
        if (c == '\n' || line_.size() >= own.size()) begin_line(out);
    }
    return out;
}

std::string WithoutOwnFields::end() {
    std::string out;
    if (!line_.empty()) begin_line(out);
    return out;
}

}  // namespace beadle::records

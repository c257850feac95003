#include "inspect/text/rtf_tokens.h"

#include <algorithm>

#include "inspect/message/find_any.h"

namespace beadle::inspect {
namespace {

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_digit(char c) { return c >= '0' && c <= '9'; }
int nibble(char c) {
    if (is_digit(c)) return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}
constexpr std::size_t most_letters = 32, most_digits = 10;

}  // namespace

RtfToken RtfTokens::next() {
    RtfToken out;
    while (at_ < octets_.size() && (octets_[at_] == '\r' || octets_[at_] == '\n' || octets_[at_] == '\0')) ++at_;
    if (at_ >= octets_.size()) return out;
    const char c = octets_[at_];
    if (c == '{' || c == '}') {
        ++at_;
        out.kind = c == '{' ? RtfToken::Kind::open : RtfToken::Kind::close;
        return out;
    }
    if (c == '\\') return control();
    using namespace std::string_view_literals;
    const auto end = std::min(find_any<'{', '}', '\\', '\r', '\n', '\0'>(octets_, at_), octets_.size());
    out.kind = RtfToken::Kind::text;
    out.text = octets_.substr(at_, end - at_);
    at_ = end;
    return out;
}

RtfToken RtfTokens::control() {
    RtfToken out;
    if (++at_ >= octets_.size()) return out;
    const char c = octets_[at_];
    if (is_letter(c)) return word();
    if (c == '\'') return hex();
    out.kind = RtfToken::Kind::symbol;
    out.text = octets_.substr(at_++, 1);
    if (c == '\r' && at_ < octets_.size() && octets_[at_] == '\n') ++at_;
    return out;
}

RtfToken RtfTokens::hex() {
    RtfToken out;
    out.kind = RtfToken::Kind::hex;
    ++at_;
    for (int i = 0; i < 2 && at_ < octets_.size(); ++i) {
        const int n = nibble(octets_[at_]);
        if (n < 0) break;
        out.number = out.number * 16 + n;
        out.has_number = true;
        ++at_;
    }
    return out;
}

RtfToken RtfTokens::word() {
    RtfToken out;
    out.kind = RtfToken::Kind::word;
    const std::size_t from = at_;
    while (at_ < octets_.size() && is_letter(octets_[at_]) && at_ - from < most_letters) ++at_;
    out.text = octets_.substr(from, at_ - from);
    const bool minus = at_ + 1 < octets_.size() && octets_[at_] == '-' && is_digit(octets_[at_ + 1]);
    if (minus) ++at_;
    std::int64_t number = 0;
    const std::size_t digits = at_;
    while (at_ < octets_.size() && is_digit(octets_[at_]) && at_ - digits < most_digits)
        number = number * 10 + (octets_[at_++] - '0');
    out.has_number = at_ > digits;
    number = std::min<std::int64_t>(number, INT32_MAX);
    out.number = static_cast<std::int32_t>(minus ? -number : number);
    if (at_ < octets_.size() && octets_[at_] == ' ') ++at_;
    if (out.text != "bin") return out;
    out.kind = RtfToken::Kind::binary;
    out.text = octets_.substr(at_, static_cast<std::size_t>(std::max(out.number, 0)));
    at_ += out.text.size();
    return out;
}

}  // namespace beadle::inspect

#include "inspect/text/biff.h"

#include <algorithm>

#include "inspect/text/codepage.h"
#include "inspect/text/little_endian.h"

namespace beadle::inspect {

bool Biff::next(BiffRecord& record) {
    record.more.clear();
    if (at_ + 4 > stream_.size()) return false;
    record.type = le16(stream_, at_);
    for (bool first = true; at_ + 4 <= stream_.size(); first = false) {
        if (!first && le16(stream_, at_) != biff::continued) break;
        const std::size_t length = le16(stream_, at_ + 2);
        const auto body = stream_.substr(at_ + 4, length);
        cut_ = cut_ || body.size() < length;
        if (first)
            record.body = body;
        else
            record.more.push_back(body);
        at_ += 4 + length;
    }
    return true;
}

bool BiffText::advance() {
    if (index_ >= record_.more.size()) return false;
    left_ = record_.more[index_++];
    return true;
}

bool BiffText::empty() {
    while (left_.empty())
        if (!advance()) return true;
    return false;
}

std::uint8_t BiffText::byte() {
    if (empty()) return 0;
    const auto out = static_cast<std::uint8_t>(left_[0]);
    left_.remove_prefix(1);
    return out;
}

std::uint16_t BiffText::word() {
    const auto low = byte();
    return static_cast<std::uint16_t>(low | byte() << 8);
}

std::uint32_t BiffText::number() {
    const std::uint32_t low = word();
    return low | static_cast<std::uint32_t>(word()) << 16;
}

void BiffText::skip(std::size_t octets) {
    while (octets > 0 && !empty()) {
        const auto n = std::min(octets, left_.size());
        left_.remove_prefix(n);
        octets -= n;
    }
}

// Where the characters go on in the next record, its first octet says anew whether they are wide.
std::string BiffText::characters(std::size_t count, bool with_flags) {
    std::string out;
    if (empty()) return out;
    const auto flags = with_flags ? byte() : std::uint8_t{1};
    bool wide = (flags & 1) != 0;
    const std::size_t runs = (flags & 8) != 0 ? word() : 0;
    const std::size_t phonetic = (flags & 4) != 0 ? number() : 0;
    while (count > 0) {
        if (left_.empty()) {
            if (!advance()) return out;
            wide = with_flags ? (byte() & 1) != 0 : wide;
            continue;
        }
        const std::size_t width = wide ? 2 : 1;
        const std::size_t n = std::min(count, left_.size() / width);
        if (n == 0) {  // half a character
            left_ = {};
            continue;
        }
        if (wide)
            append_utf16(out, left_.substr(0, n * 2));
        else
            append_latin(out, left_.substr(0, n));
        left_.remove_prefix(n * width);
        count -= n;
    }
    skip(runs * 4);
    skip(phonetic);
    return out;
}

std::string BiffText::octets(std::size_t count, std::uint32_t codepage) {
    std::string out;
    while (count > 0 && !empty()) {
        const auto n = std::min(count, left_.size());
        out += left_.substr(0, n);
        left_.remove_prefix(n);
        count -= n;
    }
    return codepage_text(out, codepage);
}

}  // namespace beadle::inspect

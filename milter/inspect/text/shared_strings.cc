#include "inspect/text/shared_strings.h"

namespace beadle::inspect {

bool SharedStrings::add(std::string_view text) {
    if (ends_.size() >= most || all_.size() + text.size() > 0xFFFFFFF0u) return false;
    all_ += text;
    ends_.push_back(static_cast<std::uint32_t>(all_.size()));
    used_.push_back(false);
    return true;
}

std::string_view SharedStrings::at(std::size_t index) {
    if (index >= ends_.size()) return {};
    used_[index] = true;
    const std::size_t from = index == 0 ? 0 : ends_[index - 1];
    return std::string_view(all_).substr(from, ends_[index] - from);
}

std::string SharedStrings::unused() const {
    std::string out;
    for (std::size_t i = 0; i < ends_.size(); ++i) {
        if (used_[i]) continue;
        const std::size_t from = i == 0 ? 0 : ends_[i - 1];
        out.append(all_, from, ends_[i] - from).push_back('\n');
    }
    return out;
}

}  // namespace beadle::inspect

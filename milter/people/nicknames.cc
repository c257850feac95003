#include "people/nicknames.h"

#include <algorithm>

#include "base/text.h"

namespace beadle::people {

void Nicknames::add(std::string_view forms) {
    auto words = split(forms, ' ');
    std::erase(words, std::string());
    for (const auto& w : words) of_[w].push_back(names_.size());
    names_.push_back(std::move(words));
}

bool Nicknames::same(std::string_view a, std::string_view b) const {
    const auto first = of_.find(a), second = of_.find(b);
    if (first == of_.end() || second == of_.end()) return false;
    return std::any_of(first->second.begin(), first->second.end(), [&](std::size_t name) {
        return std::find(second->second.begin(), second->second.end(), name) != second->second.end();
    });
}

std::vector<std::string> Nicknames::forms(std::string_view name) const {
    std::vector<std::string> out;
    if (const auto found = of_.find(name); found != of_.end())
        for (const std::size_t i : found->second)
            for (const auto& form : names_[i])
                if (form != name) out.push_back(form);
    return out;
}

}  // namespace beadle::people

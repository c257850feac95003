#include "inspect/detect/words.h"

#include <map>

namespace beadle::inspect {

std::unique_ptr<Words> Words::load(const std::vector<Pattern>& patterns, std::string& problem) {
    auto words = std::make_unique<Words>();
    std::map<std::string, std::uint32_t> ids;
    for (const Pattern& p : patterns)
        for (const auto* list : {&p.near, &p.headers, &p.rivals, &p.against, &p.trade})
            for (const std::string& w : *list) ids.emplace(w, 0);
    std::vector<std::string> phrases;
    for (auto& [word, id] : ids) {
        id = static_cast<std::uint32_t>(phrases.size());
        phrases.push_back(word);
    }
    words->patterns_ = patterns.size();
    words->roles_.assign(patterns.size() * ids.size(), 0);
    for (std::size_t i = 0; i < patterns.size(); ++i) {
        const auto add = [&](const std::vector<std::string>& list, Role role) {
            for (const auto& w : list) words->roles_[ids.at(w) * patterns.size() + i] |= role;
        };
        add(patterns[i].near, near);
        add(patterns[i].headers, header);
        add(patterns[i].rivals, rival);
        add(patterns[i].against, against);
        add(patterns[i].trade, trade);
    }
    words->phrases_ = Phrases::load(phrases, problem);
    if (!words->phrases_) return nullptr;
    return words;
}

}  // namespace beadle::inspect

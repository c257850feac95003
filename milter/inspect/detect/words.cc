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
    words->roles_.assign(patterns.size() * ids.size(), 0);
    for (std::size_t i = 0; i < patterns.size(); ++i) {
        auto* roles = words->roles_.data() + i * ids.size();
        for (const auto& w : patterns[i].near) roles[ids.at(w)] |= near;
        for (const auto& w : patterns[i].headers) roles[ids.at(w)] |= header;
        for (const auto& w : patterns[i].rivals) roles[ids.at(w)] |= rival;
        for (const auto& w : patterns[i].against) roles[ids.at(w)] |= against;
        for (const auto& w : patterns[i].trade) roles[ids.at(w)] |= trade;
    }
    words->phrases_ = Phrases::load(phrases, problem);
    if (!words->phrases_) return nullptr;
    return words;
}

}  // namespace beadle::inspect

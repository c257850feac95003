#include "inspect/worker/terms.h"

#include <unicode/unistr.h>

#include "inspect/detect/normalise.h"

namespace beadle::inspect {
namespace {

std::string folded(std::string_view text) {
    const Normalised normalised(text);
    auto letters = icu::UnicodeString::fromUTF8(
        icu::StringPiece(normalised.text().data(), static_cast<std::int32_t>(normalised.text().size())));
    letters.foldCase();
    std::string all, out;
    letters.toUTF8String(all);
    for (const char c : all) {
        const bool blank = c == ' ' || c == '\t' || c == '\n' || c == '\r';
        if (!blank) out += c;
        if (blank && !out.empty() && out.back() != ' ') out += ' ';
    }
    while (!out.empty() && out.back() == ' ') out.pop_back();
    return out;
}

}  // namespace

TermFinder::TermFinder(const std::vector<std::string>& words) {
    for (const auto& word : words) words_.push_back(folded(word));
}

std::vector<std::pair<std::uint32_t, std::uint32_t>> TermFinder::in(std::string_view text) const {
    std::vector<std::pair<std::uint32_t, std::uint32_t>> out;
    const std::string within = folded(text);
    for (std::size_t i = 0; i < words_.size(); ++i) {
        if (words_[i].empty()) continue;
        std::uint32_t count = 0;
        for (auto at = within.find(words_[i]); at != std::string::npos;
             at = within.find(words_[i], at + words_[i].size()))
            ++count;
        if (count > 0) out.emplace_back(static_cast<std::uint32_t>(i), count);
    }
    return out;
}

}  // namespace beadle::inspect

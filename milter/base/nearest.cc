// The half of text.h that guesses which word was meant.
#include <algorithm>

#include "base/text.h"

namespace beadle {
namespace {

// Letters and digits alone, lower case, without a plural s: "NHS_Numbers" and "nhs-number" are the same word to a
// reader.
std::string skeleton(std::string_view word) {
    std::string out;
    for (const char c : ascii_lower(word))
        if (c != '-' && c != '_' && c != ' ' && c != '.') out += c;
    if (out.size() > 3 && out.back() == 's') out.pop_back();
    return out;
}

}  // namespace

// Neighbours changing places count as one edit (optimal string alignment). Only a band of 2 x most + 1 cells of each
// row can hold a value within most, so that long rubbish costs length x most.
std::size_t edit_distance(std::string_view a, std::string_view b, std::size_t most) {
    const std::size_t beyond = most + 1;
    if (std::max(a.size(), b.size()) - std::min(a.size(), b.size()) > most) return beyond;
    std::vector<std::size_t> before(b.size() + 1, beyond), last(b.size() + 1, beyond), row(b.size() + 1, beyond);
    for (std::size_t j = 0; j <= std::min(b.size(), most); ++j) last[j] = j;
    for (std::size_t i = 1; i <= a.size(); ++i) {
        const std::size_t from = i > most ? i - most : 1, to = std::min(b.size(), i + most);
        std::fill(row.begin(), row.end(), beyond);
        row[0] = std::min(i, beyond);
        for (std::size_t j = from; j <= to; ++j) {
            std::size_t cost = last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
            cost = std::min({cost, last[j] + 1, row[j - 1] + 1});
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                cost = std::min(cost, before[j - 2] + 1);
            row[j] = std::min(cost, beyond);
        }
        std::swap(before, last);
        std::swap(last, row);
    }
    return last[b.size()];
}

std::string nearest(std::string_view word, const std::vector<std::string>& known) {
    if (word.empty() || word.size() > 200) return "";
    const std::size_t allowed = std::min<std::size_t>(word.size() / 3, 3);
    const std::string lowered = ascii_lower(word), bare = skeleton(word);
    const std::string* best = nullptr;
    std::size_t least = allowed + 1;
    for (const std::string& candidate : known) {
        const std::size_t distance =
            !bare.empty() && skeleton(candidate) == bare ? 0 : edit_distance(lowered, ascii_lower(candidate), allowed);
        if (distance < least) {
            least = distance;
            best = &candidate;
        }
    }
    return best ? *best : "";
}

}  // namespace beadle

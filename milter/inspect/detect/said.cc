#include "inspect/detect/said.h"

#include <algorithm>

#include "base/text.h"
#include "inspect/detect/greeting.h"
#include "inspect/detect/normalise.h"
#include "inspect/detect/own_words.h"
#include "inspect/text/password_guesses.h"
#include "inspect/text/password_words.h"

namespace beadle::inspect {
namespace {

constexpr std::size_t most_words_alone = 25, shortest = 6, longest = 64;

bool is_address_fields(const Segment& s) { return s.location.ends_with("header fields"); }

// A word of letters with digits or marks that is no date, number, link, address or postcode.
bool looks_like_password(std::string_view word) {
    word = without_stop(without_marks(word));
    if (word.size() < shortest || word.size() > longest || !has_classes(word)) return false;
    if (word.find('@') != std::string_view::npos && word.find('.', word.find('@')) != std::string_view::npos)
        return false;
    if (word.find('/') != std::string_view::npos || word.starts_with("www.")) return false;
    const auto upper = std::count_if(word.begin(), word.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
    const auto lower = std::count_if(word.begin(), word.end(), [](char c) { return c >= 'a' && c <= 'z'; });
    const auto digit = std::count_if(word.begin(), word.end(), [](char c) { return c >= '0' && c <= '9'; });
    // A reference or a postcode is capitals with digits; a file name has its ending behind a dot.
    if (lower == 0 || (digit == 0 && word.find_first_of("!#$%^&*?+=~") == std::string_view::npos)) return false;
    const auto dot = word.rfind('.');
    const bool file = dot != std::string_view::npos && word.size() - dot <= 5;
    const bool ordinal = digit > 0 && upper == 0 && digit + 2 >= static_cast<std::ptrdiff_t>(word.size());
    return !file && !ordinal;
}

}  // namespace

bool is_password_alone(std::string_view own) {
    auto words = split_words(own.substr(0, 2000));
    // What stands below the dashes is the signature.
    const auto signature = std::find(words.begin(), words.end(), std::string_view("--"));
    words.erase(signature, words.end());
    if (words.empty() || words.size() > most_words_alone) return false;
    return std::count_if(words.begin(), words.end(), looks_like_password) == 1;
}

Said said_in(const Reading& reading, const std::vector<OwnText>& own, const Lists& lists) {
    Said out;
    std::vector<Segment> mail;  // subject and bodies, in own words
    auto next = own.begin();
    for (std::size_t i = 0; i < reading.segments.size() && mail.size() < 8; ++i) {
        const Segment& s = reading.segments[i];
        const bool body = next != own.end() && next->segment == i;
        if (!body && (s.kind != SegmentKind::subject || is_address_fields(s) || !s.path.empty() || s.table)) continue;
        mail.emplace_back();
        mail.back().kind = s.kind;
        mail.back().text = body ? next++->words : std::string(Normalised(std::string_view(s.text).substr(0, 256u << 10)).text());
    }
    for (const Segment& s : mail) {
        if (s.kind != SegmentKind::body || trim(s.text).empty()) continue;
        out.greeted = greeted_in(s.text, lists);
        if (is_password_alone(s.text)) out.password = PasswordSaid::alone;
        break;
    }
    if (std::none_of(mail.begin(), mail.end(), [](const Segment& s) { return names_password(s.text); })) return out;
    const auto guesses = password_guesses(mail);
    if (std::any_of(guesses.begin(), guesses.end(),
                    [](const PasswordGuess& g) { return g.told && g.segment != PasswordGuess::nowhere; }))
        out.password = PasswordSaid::told;
    return out;
}

}  // namespace beadle::inspect

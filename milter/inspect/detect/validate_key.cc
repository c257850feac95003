// Keys by their shape, and markings: nothing that stands around them is asked for.
#include <algorithm>
#include <array>

#include "base/text.h"
#include "inspect/detect/figures.h"
#include "inspect/detect/validators.h"

namespace beadle::inspect {

namespace {

bool holds_any(const std::string& lower, const std::vector<std::string>* words) {
    return words != nullptr && std::any_of(words->begin(), words->end(), [&lower](const std::string& w) {
               return lower.find(w) != std::string::npos;
           });
}

}  // namespace

Judged judge_token(const Candidate& c) {
    const Span span = c.groups[1].size() > 0 ? c.groups[1] : c.span();
    const auto token = c.text.substr(span.begin, span.size());
    if (span.begin > 0 && is_word(c.text[span.begin - 1])) return {};
    if (span.end < c.text.size() && is_word(c.text[span.end])) return {};
    std::array<bool, 256> seen{};
    for (const char ch : token) seen[static_cast<unsigned char>(ch)] = true;
    if (std::count(seen.begin(), seen.end(), true) < 8) return {};
    return {Strength::proven, span, std::string(token), "shape of an access key"};
}

// A PEM header names a key; only with a body behind it is it one.
Judged judge_private_key(const Candidate& c) {
    constexpr std::size_t reach = 600, least_body = 64;
    const auto after = c.text.substr(c.span().end, reach);
    std::size_t body = 0, run = 0;
    for (const char ch : after) {
        const bool base64 = is_alnum(ch) || ch == '+' || ch == '/' || ch == '=';
        run = base64 ? run + 1 : 0;
        if (run == 16)
            body += 16;
        else if (run > 16)
            ++body;
    }
    if (body < least_body) return {};
    std::string value(after.substr(0, 120));
    return {Strength::proven, c.span(), std::move(value), "a key's header and body"};
}

// Group 1, or else 2, is the marking. A heading over the usual disclaimer marks nothing. In file names an underscore
// parts words.
Judged judge_marking(const Candidate& c) {
    const Span span = c.groups[1].size() > 0 ? c.groups[1] : c.groups[2].size() > 0 ? c.groups[2] : c.span();
    const auto part_of_word = [](char ch) { return is_word(ch) && ch != '_'; };
    if ((span.begin > 0 && part_of_word(c.text[span.begin - 1])) ||
        (span.end < c.text.size() && part_of_word(c.text[span.end])))
        return {};
    const std::string after =
        ascii_lower(c.text.substr(span.end, c.span().end - std::min(c.span().end, span.end) + 150));
    if (holds_any(after, c.lists->find("disclaimer"))) return {};
    std::string value;
    for (const char ch : c.text.substr(span.begin, span.size())) {
        if (is_alnum(ch))
            value.push_back(to_upper(ch));
        else if (!value.empty() && value.back() != ' ')
            value.push_back(' ');
    }
    while (!value.empty() && value.back() == ' ') value.pop_back();
    const auto before = c.text.substr(0, span.begin);
    const bool early = before.size() < 2000 && std::count(before.begin(), before.end(), '\n') < 12;
    return {early ? Strength::structured : Strength::plain, span, std::move(value), "a marking that stands by itself"};
}

}  // namespace beadle::inspect

#include "inspect/detect/forward_words.h"

#include <unicode/unistr.h>

#include <algorithm>

#include "base/strict_toml.h"
#include "base/text.h"

namespace beadle::inspect {
namespace {

constexpr std::size_t most_languages = 60;
constexpr std::array<std::string_view, field_roles> role_keys{"from", "date", "sent", "to", "cc", "subject", "other"};

std::vector<std::string> words_of(StrictTable& table, std::string_view key) {
    std::vector<std::string> out;
    for (const auto& w : table.texts(key).value_or(std::vector<PlacedText>{})) {
        const std::string word(trim(folded(w.text)));
        if (word.empty())
            table.report(w.at, "an empty word stands for everything");
        else
            out.push_back(word);
    }
    return out;
}

template <class Set>
void add(StrictTable& table, std::string_view key, Set& to) {
    for (auto& w : words_of(table, key)) to.insert(to.end(), std::move(w));
}

std::vector<NamedField> fields_of(StrictTable& table, std::string_view key) {
    std::vector<NamedField> out;
    for (const auto& w : words_of(table, key)) {
        const auto colon = w.find(':');
        if (colon == std::string::npos)
            out.push_back({w, ""});
        else
            out.push_back({w.substr(0, colon), std::string(trim(std::string_view(w).substr(colon + 1)))});
    }
    return out;
}

bool is_word_octet(char c) { return (c >= 'a' && c <= 'z') || static_cast<unsigned char>(c) >= 0x80; }

bool is_dropped(char16_t c) {
    return (c >= 0x200B && c <= 0x200F) || (c >= 0x202A && c <= 0x202E) || (c >= 0x2060 && c <= 0x2069) ||
           c == 0xFEFF || c == 0xAD;
}
bool is_blank(char16_t c) { return c == 0xA0 || (c >= 0x2000 && c <= 0x200A) || c == 0x202F || c == 0x3000; }

}  // namespace

std::string folded(std::string_view utf8) {
    if (std::all_of(utf8.begin(), utf8.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; }))
        return ascii_lower(utf8);
    const auto length = static_cast<std::int32_t>(std::min(utf8.size(), std::size_t{1} << 28));
    icu::UnicodeString given = icu::UnicodeString::fromUTF8({utf8.data(), length});
    given.foldCase();
    icu::UnicodeString plain;
    for (std::int32_t i = 0; i < given.length(); ++i) {
        const char16_t c = given[i];
        if (is_dropped(c)) continue;
        if (is_blank(c))
            plain.append(u' ');
        else if (c == 0xFF1A || c == 0xA789 || c == 0x2236)
            plain.append(u':');
        else if (c == 0x2019)
            plain.append(u'\'');
        else
            plain.append(c);
    }
    std::string out;
    plain.toUTF8String(out);
    return out;
}

void ForwardWords::language(StrictTable& table, std::size_t index) {
    (void)table.required_text("name");
    const std::uint64_t bit = std::uint64_t{1} << index;
    for (std::size_t role = 0; role < field_roles; ++role)
        for (auto& w : words_of(table, role_keys[role]))
            labels_.try_emplace(std::move(w), Label{}).first->second[role] |= bit;
    add(table, "forward", forward_);
    add(table, "original", original_);
    add(table, "wrote", wrote_);
    add(table, "forward_prefix", forward_prefix_);
    add(table, "reply_prefix", reply_prefix_);
}

void ForwardWords::marks(StrictTable root) {
    if (auto html = root.table("html")) {
        html_forward = words_of(*html, "forward");
        html_original = words_of(*html, "original");
    }
    if (auto fields = root.table("fields")) {
        by_rule = fields_of(*fields, "forwarded_by_rule");
        by_hand = fields_of(*fields, "forwarded_by_hand");
        delivered = fields_of(*fields, "delivered");
    }
}

void ForwardWords::business(StrictTable& table, std::string& problem) {
    std::vector<std::string> words = words_of(table, "strong");
    strong_ = words.size();
    add(table, "plain", words);
    add(table, "private", private_);
    if (!words.empty()) business_ = Phrases::load(words, problem);
}

ForwardWords ForwardWords::load(const Bundle& bundle, Diagnostics& diagnostics) {
    ForwardWords out;
    for (const BundleFile* source : bundle.all(BundleRole::words)) {
        StrictFile file(source->path, source->octets);
        if (!file.parsed()) continue;  // told by who reads the lists
        StrictTable root = file.root();
        if (!root.has("language") && !root.has("business")) continue;
        std::size_t index = 0;
        for (StrictTable table : root.tables("language")) {
            if (index == most_languages) table.report(table.at(), "more than 60 languages");
            out.language(table, std::min(index++, most_languages));
        }
        out.marks(root);
        std::string problem;
        if (auto table = root.table("business")) out.business(*table, problem);
        if (!problem.empty()) file.report({1, 1}, problem);
        file.finish();
        diagnostics.insert(diagnostics.end(), file.diagnostics().begin(), file.diagnostics().end());
    }
    return out;
}

const Label* ForwardWords::label(std::string_view word) const {
    const auto found = labels_.find(word);
    return found == labels_.end() ? nullptr : &found->second;
}

// Behind the words may stand who forwarded it, and when: "Forwarded message from Anne".
LineKind ForwardWords::line(std::string_view words, bool dashed) const {
    if (!dashed) return LineKind::none;
    const auto begins = [&](const std::set<std::string, std::less<>>& phrases) {
        for (std::size_t end = words.size(); end != 0 && end != std::string_view::npos;
             end = words.substr(0, end).rfind(' ')) {
            auto head = words.substr(0, end);
            while (!head.empty() && (head.back() == ':' || head.back() == ' ')) head.remove_suffix(1);
            if (phrases.contains(head)) return true;
        }
        return false;
    };
    if (words.size() > 200) return LineKind::none;
    return begins(forward_) ? LineKind::forward : begins(original_) ? LineKind::original : LineKind::none;
}

bool ForwardWords::says_wrote(std::string_view line) const {
    return std::any_of(wrote_.begin(), wrote_.end(), [&](const std::string& verb) {
        for (auto at = line.find(verb); at != std::string_view::npos; at = line.find(verb, at + 1)) {
            const std::size_t end = at + verb.size();
            const bool wide = static_cast<unsigned char>(verb.front()) >= 0xE0;  // scripts without blanks
            if (wide ||
                ((at == 0 || !is_word_octet(line[at - 1])) && (end == line.size() || !is_word_octet(line[end]))))
                return true;
        }
        return false;
    });
}

SubjectKind ForwardWords::subject(std::string_view given) const {
    std::string_view s = trim(given);
    for (int i = 0; i < 4 && s.starts_with('['); ++i) {  // "[EXTERNAL] FW: x", "[Fwd: x]"
        const auto end = s.find(']'), colon = s.find(':');
        if (colon != std::string_view::npos && colon < end && forward_prefix_.contains(trim(s.substr(1, colon - 1))))
            return SubjectKind::forward;
        if (end == std::string_view::npos) break;
        s = trim(s.substr(end + 1));
    }
    const auto colon = s.substr(0, 40).find(':');
    if (colon != std::string_view::npos) {
        auto word = trim(s.substr(0, colon));
        if (const auto count = word.find_first_of("[(^"); count != std::string_view::npos && count > 0)
            word = trim(word.substr(0, count));  // "Fwd[2]"
        if (forward_prefix_.contains(word) && !reply_prefix_.contains(word)) return SubjectKind::forward;
        if (reply_prefix_.contains(word))
            return forward_prefix_.contains(word) ? SubjectKind::forward : SubjectKind::reply;
    }
    return s.ends_with("(fwd)") ? SubjectKind::forward : SubjectKind::plain;
}

bool ForwardWords::is_private(std::string_view subject) const {
    return std::any_of(private_.begin(), private_.end(), [&](const std::string& w) {
        for (auto at = subject.find(w); at != std::string_view::npos; at = subject.find(w, at + 1)) {
            const std::size_t end = at + w.size();
            if ((at == 0 || !is_word_octet(subject[at - 1])) && (end == subject.size() || !is_word_octet(subject[end])))
                return true;
        }
        return false;
    });
}

bool ForwardWords::is_business(std::string_view subject, std::string_view text) const {
    if (!business_) return false;
    std::set<std::uint32_t> seen;
    std::size_t weight = 0;
    for (const auto& [part, each] : {std::pair(subject, std::size_t{2}), std::pair(text, std::size_t{1})})
        for (const WordHit& hit : business_->find(part)) {
            if (hit.word < strong_) return true;
            if (seen.insert(hit.word).second) weight += each;
        }
    return weight >= 2;
}

}  // namespace beadle::inspect

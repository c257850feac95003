#include "console/search_words.h"

#include <algorithm>
#include <vector>

#include "base/text.h"
#include "console/words.h"

namespace beadle::console {
namespace {

constexpr std::size_t most_typed = 500, most_terms = 20, most_further = 5;  // the last as in records/search.cc

struct Term {
    std::string name, value;  // name "" = a word
};

// A blank ends a term unless it stands within quotes.
std::vector<Term> terms_of(std::string_view typed) {
    std::vector<Term> out;
    std::size_t at = 0;
    while (at < typed.size() && out.size() < most_terms) {
        Term term;
        bool quoted = false, any = false;
        for (; at < typed.size() && (quoted || typed[at] != ' '); ++at) {
            const char c = typed[at];
            if (c == '"') {
                quoted = !quoted;
            } else if (c == ':' && !quoted && term.name.empty() && !term.value.empty()) {
                term.name = ascii_lower(term.value);
                term.value.clear();
            } else {
                term.value += c;
                any = true;
            }
        }
        ++at;
        if (any && !term.value.empty()) out.push_back(std::move(term));
    }
    return out;
}

struct Name {
    std::string_view typed, argument, label;
};
constexpr Name names[] = {{"from", "sender", "from"}, {"sender", "sender", "from"}, {"to", "recipient", "to"}, {"rule", "rule", "rule"},
                          {"reason", "rule", "rule"}, {"queue", "queue_id", "queue id"}, {"id", "queue_id", "queue id"}};

std::string outcome_of(std::string_view typed) {
    const std::string word = ascii_lower(typed);
    for (const std::string_view outcome : {"accepted", "flagged", "asked", "rejected", "quarantined", "split", "deferred", "released"})
        if (word == outcome || word == ascii_lower(outcome_words(outcome))) return std::string(outcome);
    return "";
}

// How people are spoken of: the records hold their names and addresses.
bool is_title(const std::string& word) {
    static constexpr std::string_view titles[] = {"mr", "mrs", "ms", "miss", "mx", "dr", "rev", "cllr", "councillor"};
    std::string plain = ascii_lower(word);
    if (!plain.empty() && plain.back() == '.') plain.pop_back();
    return std::find(std::begin(titles), std::end(titles), plain) != std::end(titles);
}

std::string day_of(std::string_view typed) { return typed.size() == 10 && wall_of(std::string(typed) + "T00:00:00Z") != 0 ? std::string(typed) : ""; }

void say(Understood& out, std::string_view label, const std::string& value) {
    out.words += (out.words.empty() ? "" : "; ") + std::string(label) + ": " + value;
}

}  // namespace

Understood understand(std::string_view typed) {
    Understood out;
    std::vector<std::string> words;
    for (const auto& term : terms_of(typed.substr(0, most_typed))) {
        const auto name = std::find_if(std::begin(names), std::end(names), [&](const Name& n) { return n.typed == term.name; });
        const std::string outcome = term.name == "status" ? outcome_of(term.value) : "";
        const bool from = term.name == "after" || term.name == "since";
        const std::string day = from || term.name == "before" ? day_of(term.value) : "";
        if (name != std::end(names) && out.arguments[name->argument].empty()) {
            out.arguments.set(std::string(name->argument), term.value);
            say(out, name->label, term.value);
        } else if (!outcome.empty()) {
            out.arguments.set("outcome", outcome);
            say(out, "status", outcome_words(outcome));
        } else if (!day.empty()) {
            out.arguments.set(from ? "since" : "until", day);
            say(out, from ? "from the day" : "until the day", day);
        } else if (term.name == "has" && ascii_istarts(term.value, "attachment")) {
            out.attachment = true;
            say(out, "with", "an attachment");
        } else {
            words.push_back(term.name.empty() || term.name == "subject" ? term.value : term.name + ":" + term.value);
        }
    }
    if (words.size() > 1) {
        const std::size_t named = words.size() - static_cast<std::size_t>(std::count_if(words.begin(), words.end(), is_title));
        if (named > 0) std::erase_if(words, is_title);
    }
    if (!words.empty()) {
        if (words.size() > 1 + most_further) {  // what is too much for single words has to stand together
            const auto rest = words.begin() + most_further;
            *rest = join(std::vector<std::string>(rest, words.end()), " ");
            words.erase(rest + 1, words.end());
        }
        out.arguments.set("text", join(words, "\n"));
        say(out, "words", "\"" + join(words, "\", \"") + "\"");
    }
    return out;
}

}  // namespace beadle::console

#include <algorithm>
#include <map>

#include "base/text.h"
#include "inspect/detect/figures.h"
#include "inspect/detect/topics.h"

namespace beadle::inspect {

namespace {

// Lower case, but a word in capitals stays so: it is an abbreviation.
std::vector<std::string> words_of(StrictTable& table, std::string_view key, const Lists& lists) {
    std::vector<std::string> words;
    for (const auto& w : read_words(table, key, lists)) {
        const bool shouted = std::none_of(w.text.begin(), w.text.end(), [](char c) { return c >= 'a' && c <= 'z'; });
        words.push_back(shouted ? w.text : ascii_lower(w.text));
    }
    std::sort(words.begin(), words.end());
    words.erase(std::unique(words.begin(), words.end()), words.end());
    return words;
}

Topic read_topic(StrictTable table, const std::string& file, const Lists& lists) {
    Topic t;
    t.file = file;
    t.at = table.at();
    t.id = table.required_text("id");
    t.name = table.required_text("name");
    t.reason = table.required_text("reason");
    t.source = table.required_text("source");
    t.since = table.required_text("since");
    if (auto kind = finding_kind(table.required_word("kind", finding_kind_names()))) t.kind = *kind;
    t.strong = words_of(table, "strong", lists);
    t.weak = words_of(table, "weak", lists);
    t.linked = words_of(table, "linked", lists);
    t.titles = words_of(table, "titles", lists);
    t.against = words_of(table, "against", lists);
    t.general = words_of(table, "general", lists);
    for (StrictTable pair : table.tables("together")) {
        Together both;
        both.first = words_of(pair, "first", lists);
        both.second = words_of(pair, "second", lists);
        if (const auto within = pair.integer("within", 1, 400)) both.within = static_cast<std::size_t>(*within);
        both.least = static_cast<int>(pair.integer("least", 2, 3).value_or(2));
        if (both.first.empty()) pair.report(pair.at(), "words that count together need a first list (first = [...])");
        t.together.push_back(std::move(both));
    }
    t.amount = table.boolean("amount").value_or(false);
    t.impersonal = table.boolean("impersonal").value_or(false);
    t.holders = table.boolean("holders").value_or(false);
    t.reach = table.boolean("reach").value_or(false);
    t.most = read_level(table, "most", Level::high);
    t.least = read_level(table, "least", Level::low);
    t.must = read_samples(table, "must");
    t.must_not = read_samples(table, "must_not");
    if (t.strong.empty() && t.weak.empty() && t.together.empty())
        table.report(table.at(), "a topic needs words (strong = [...])");
    if (t.must.empty()) table.report(table.at(), "a topic needs samples that must match (must = [...])");
    if (t.must_not.empty()) table.report(table.at(), "a topic needs samples that must not match (must_not = [...])");
    return t;
}

bool is_shouted(std::string_view phrase) {
    return std::any_of(phrase.begin(), phrase.end(), is_upper) && std::none_of(phrase.begin(), phrase.end(), is_lower);
}

}  // namespace

void read_topics(StrictTable root, const std::string& file, const Lists& lists, std::vector<Topic>& topics) {
    for (StrictTable table : root.tables("topic")) {
        topics.push_back(read_topic(table, file, lists));
        const auto same =
            std::count_if(topics.begin(), topics.end(), [&](const Topic& t) { return t.id == topics.back().id; });
        if (same > 1) table.report(table.at("id"), "the id \"" + topics.back().id + "\" is there twice");
    }
}

std::unique_ptr<Topics> Topics::load(std::vector<Topic> topics, std::string& problem) {
    auto out = std::make_unique<Topics>();
    std::map<std::string, std::vector<Use>> uses;
    for (std::uint32_t i = 0; i < topics.size(); ++i) {
        const auto add = [&](const std::vector<std::string>& words, Role role) {
            for (const auto& w : words) uses[ascii_lower(w)].push_back({i, role, is_shouted(w)});
        };
        add(topics[i].strong, strong);
        add(topics[i].weak, weak);
        add(topics[i].linked, linked);
        add(topics[i].titles, title);
        add(topics[i].against, against);
        add(topics[i].general, general);
        for (const Together& t : topics[i].together) {
            const auto construction = static_cast<std::uint32_t>(out->constructions_.size());
            out->constructions_.push_back({i, t.within, t.second.empty() ? t.least : 0});
            for (const auto& w : t.first) uses[ascii_lower(w)].push_back({construction, half, is_shouted(w)});
            for (const auto& w : t.second)
                uses[ascii_lower(w)].push_back({construction, static_cast<std::uint8_t>(half | second), is_shouted(w)});
        }
    }
    std::vector<std::string> phrases;
    for (auto& [phrase, of] : uses) {
        phrases.push_back(phrase);
        out->uses_.push_back(std::move(of));
    }
    out->phrases_ = Phrases::load(phrases, problem);
    out->topics_ = std::move(topics);
    if (!out->phrases_) return nullptr;
    return out;
}

}  // namespace beadle::inspect

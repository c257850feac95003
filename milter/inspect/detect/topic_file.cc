#include <algorithm>

#include "base/text.h"
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
    t.amount = table.boolean("amount").value_or(false);
    t.impersonal = table.boolean("impersonal").value_or(false);
    t.most = read_level(table, "most", Level::high);
    t.must = read_samples(table, "must");
    t.must_not = read_samples(table, "must_not");
    if (t.strong.empty() && t.weak.empty()) table.report(table.at(), "a topic needs words (strong = [...])");
    if (t.must.empty()) table.report(table.at(), "a topic needs samples that must match (must = [...])");
    if (t.must_not.empty()) table.report(table.at(), "a topic needs samples that must not match (must_not = [...])");
    return t;
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

}  // namespace beadle::inspect

#include <algorithm>
#include <array>
#include <memory>
#include <utility>

#include "base/text.h"
#include "inspect/detect/pattern.h"
#include "inspect/detect/figures.h"
#include "inspect/detect/topics.h"

namespace beadle::inspect {

namespace {

constexpr std::array<std::pair<std::string_view, SegmentKind>, 7> places{{
    {"subject", SegmentKind::subject},
    {"body", SegmentKind::body},
    {"attachment", SegmentKind::attachment},
    {"document", SegmentKind::document},
    {"sheet", SegmentKind::sheet},
    {"name", SegmentKind::name},
    {"hidden", SegmentKind::hidden},
}};
const std::vector<std::string> place_words{"subject", "body", "attachment", "document", "sheet", "name", "hidden"};
constexpr std::array<std::string_view, 4> level_names{"none", "low", "medium", "high"};
const std::vector<std::string> level_words{"none", "low", "medium", "high"};

Level level_of(std::string_view word) {
    const auto* at = std::find(level_names.begin(), level_names.end(), word);
    return static_cast<Level>(at - level_names.begin());
}

SegmentKind place_of(std::string_view word) {
    for (const auto& [name, kind] : places)
        if (name == word) return kind;
    return SegmentKind::body;
}

void read_lists(StrictTable root, const std::string& file, Lists& lists) {
    for (StrictTable table : root.tables("list")) {
        const std::string id = table.required_text("id");
        table.required_text("reason");
        table.text("source");
        if (lists.find(id) != nullptr)
            table.report(table.at("id"), "the list \"" + id + "\" is there twice (" + file + ")");
        std::vector<std::string> words;
        for (const auto& w : table.texts("words").value_or(std::vector<PlacedText>{}))
            words.push_back(ascii_lower(w.text));
        if (words.empty()) table.report(table.at(), "a list needs words");
        if (lists.ids.size() >= Lists::most)
            table.report(table.at(), "there are more than " + std::to_string(Lists::most) + " lists of words");
        std::sort(words.begin(), words.end());
        lists.ids.push_back(id);
        lists.words.push_back(std::move(words));
    }
}

// Lower case, each once.
std::vector<std::string> plain_words(StrictTable& table, std::string_view key, const Lists& lists) {
    std::vector<std::string> words;
    for (const auto& w : read_words(table, key, lists)) words.push_back(ascii_lower(w.text));
    std::sort(words.begin(), words.end());
    words.erase(std::unique(words.begin(), words.end()), words.end());
    return words;
}

Levels read_levels(StrictTable& pattern, std::string_view key) {
    Levels levels;
    auto table = pattern.table(key);
    if (!table) return levels;
    if (auto w = table->word("weak", level_words)) levels.weak = level_of(*w);
    if (auto w = table->word("plain", level_words)) levels.plain = level_of(*w);
    if (auto w = table->word("structured", level_words)) levels.structured = level_of(*w);
    return levels;
}

// "[subject] high: text": place and level in front are optional; a sample with tabs is a table.
Sample read_sample(StrictTable& table, const PlacedText& placed) {
    Sample sample;
    sample.at = placed.at;
    std::string_view rest = placed.text;
    const auto close = rest.find("] ");
    if (!rest.empty() && rest.front() == '[' && close != std::string_view::npos) {
        const std::string word(rest.substr(1, close - 1));
        if (std::find(place_words.begin(), place_words.end(), word) != place_words.end()) {
            sample.kind = place_of(word);
            rest.remove_prefix(close + 2);
        }
    }
    for (const auto level : level_names) {
        if (rest.size() <= level.size() + 2 || rest.substr(0, level.size()) != level) continue;
        if (rest.substr(level.size(), 2) != ": ") continue;
        sample.exact = true;
        sample.level = level_of(level);
        rest.remove_prefix(level.size() + 2);
        break;
    }
    sample.text = rest;
    if (rest.empty()) table.report(placed.at, "an empty sample");
    return sample;
}

std::uint32_t read_places(StrictTable& table) {
    const auto words = table.texts("where");
    if (!words) return ~0u;
    std::uint32_t bits = 0;
    for (const auto& w : *words) {
        const bool known = std::find(place_words.begin(), place_words.end(), w.text) != place_words.end();
        if (known)
            bits |= 1u << static_cast<unsigned>(place_of(w.text));
        else
            table.report(w.at, "no such place: \"" + w.text + "\"", nearest(w.text, place_words));
    }
    return bits;
}

const Validator* read_validator(StrictTable& table) {
    const std::string word = table.required_text("validator");
    if (word.empty()) return nullptr;
    const Validator* found = find_validator(word);
    if (found == nullptr) {
        std::vector<std::string> names;
        for (const auto& v : validator_table()) names.emplace_back(v.name);
        table.report(table.at("validator"), "no validator is called \"" + word + "\"", nearest(word, names));
    }
    return found;
}

Pattern read_pattern(StrictTable table, const std::string& file, const Lists& lists) {
    Pattern p;
    p.file = file;
    p.id = table.required_text("id");
    p.name = table.text("name").value_or("");
    p.reason = table.required_text("reason");
    p.source = table.required_text("source");
    p.since = table.required_text("since");
    if (auto kind = finding_kind(table.required_word("kind", finding_kind_names()))) p.kind = *kind;
    p.regex = table.required_text("regex");
    p.regex_at = table.has("regex") ? table.at("regex") : table.at();
    p.validator = read_validator(table);
    p.column = table.boolean("column").value_or(false);
    p.part = table.text("part").value_or("");
    p.column_check = table.boolean("column_check").value_or(false);
    p.pair = table.text("pair").value_or("");
    p.within = static_cast<std::size_t>(table.integer("within", 1, 400).value_or(60));
    p.before = static_cast<std::size_t>(table.integer("before", 0, 1000).value_or(100));
    p.after = static_cast<std::size_t>(table.integer("after", 0, 1000).value_or(50));
    p.many = static_cast<std::uint32_t>(table.integer("many", 2, 1000).value_or(3));
    p.where = read_places(table);
    p.near = plain_words(table, "near", lists);
    p.headers = plain_words(table, "headers", lists);
    p.rivals = plain_words(table, "rivals", lists);
    p.against = plain_words(table, "against", lists);
    p.trade = plain_words(table, "trade", lists);
    p.alone = read_levels(table, "alone");
    p.vouched = table.has("vouched") ? read_levels(table, "vouched") : p.alone;
    p.with_person = read_level(table, "with_person", Level::none);
    p.must = read_samples(table, "must");
    p.must_not = read_samples(table, "must_not");
    if (p.part.empty() && p.must.empty())
        table.report(table.at(), "a pattern needs samples that must match (must = [...])");
    if (p.part.empty() && p.must_not.empty())
        table.report(table.at(), "a pattern needs samples that must not match (must_not = [...])");
    return p;
}

void check_ids(const std::vector<Pattern>& patterns, StrictTable root) {
    std::vector<std::string> parts;
    for (const auto& p : patterns)
        if (!p.part.empty()) parts.push_back(p.part);
    for (StrictTable table : root.tables("pattern")) {
        const std::string id = table.text("id").value_or("");
        const auto same = std::count_if(patterns.begin(), patterns.end(), [&](const Pattern& p) { return p.id == id; });
        if (same > 1) table.report(table.at("id"), "the id \"" + id + "\" is there twice");
        const std::string pair = table.text("pair").value_or("");
        if (!pair.empty() && std::find(parts.begin(), parts.end(), pair) == parts.end())
            table.report(table.at("pair"), "no pattern has part = \"" + pair + "\"", nearest(pair, parts));
    }
}

}  // namespace

std::vector<PlacedText> read_words(StrictTable& table, std::string_view key, const Lists& lists) {
    std::vector<PlacedText> words;
    for (const auto& w : table.texts(key).value_or(std::vector<PlacedText>{})) {
        if (w.text.empty()) {
            table.report(w.at, "an empty word");
        } else if (w.text.front() == '@') {
            const auto* list = lists.find(std::string_view(w.text).substr(1));
            if (list != nullptr)
                for (const auto& word : *list) words.push_back({word, w.at});
            else
                table.report(w.at, "no list is called \"" + w.text + "\"", nearest(w.text.substr(1), lists.ids));
        } else {
            words.push_back(w);
        }
    }
    return words;
}

std::vector<Sample> read_samples(StrictTable& table, std::string_view key) {
    std::vector<Sample> samples;
    for (const auto& s : table.texts(key).value_or(std::vector<PlacedText>{})) samples.push_back(read_sample(table, s));
    return samples;
}

Level read_level(StrictTable& table, std::string_view key, Level otherwise) {
    const auto word = table.word(key, level_words);
    return word ? level_of(*word) : otherwise;
}

std::string_view name(Level level) { return level_names[static_cast<std::size_t>(level)]; }

std::optional<std::size_t> Lists::place_of(std::string_view id) const {
    if (const auto known = places_.find(id); known != places_.end()) return known->second;
    const auto at = std::find(ids.begin(), ids.end(), id);  // while the lists are read
    return at == ids.end() ? std::nullopt : std::optional<std::size_t>(static_cast<std::size_t>(at - ids.begin()));
}

const std::vector<std::string>* Lists::find(std::string_view id) const {
    const auto place = place_of(id);
    return place ? &words[*place] : nullptr;
}

bool Lists::says(std::string_view id, std::string_view text) const {
    const auto place = place_of(id);
    return place && *place < searches_.size() && searches_[*place].each(text, [text](std::size_t, std::size_t begin, std::size_t end) {
        return (begin == 0 || !is_alnum(text[begin - 1])) && (end == text.size() || !is_alnum(text[end]) || text[end] == 's');
    });
}

bool Lists::has(std::string_view id, std::string_view word) const {
    const auto* list = find(id);
    return list != nullptr && std::binary_search(list->begin(), list->end(), word);
}

void Lists::index() {
    for (std::size_t i = 0; i < words.size() && i < most; ++i) {
        places_.emplace(ids[i], i);
        searches_.emplace_back(words[i]);
        for (const auto& w : words[i]) of_word_[w].set(i);
    }
}

Lists::Set Lists::only(std::string_view id) const {
    const auto place = place_of(id);
    return place && *place < most ? Set().set(*place) : Set();
}

Lists::Set Lists::lists_of(std::string_view word) const {
    const auto at = of_word_.find(word);
    return at == of_word_.end() ? Set() : at->second;
}

Level Levels::of(Strength s) const {
    switch (s) {
        case Strength::invalid:
            return Level::none;
        case Strength::weak:
            return weak;
        case Strength::plain:
            return plain;
        case Strength::structured:
            return structured;
        case Strength::proven:
            return Level::high;
    }
    return Level::none;
}

Signatures read_signatures(const Bundle& bundle, Diagnostics& diagnostics, std::vector<Topic>& topics) {
    Signatures out;
    const auto take = [&](StrictFile& file) {
        file.finish();
        diagnostics.insert(diagnostics.end(), file.diagnostics().begin(), file.diagnostics().end());
    };
    for (const BundleFile* f : bundle.all(BundleRole::words)) {
        StrictFile file(f->path, f->octets);
        if (file.parsed()) {
            const bool holds_topics = file.root().has("topic");
            if (!holds_topics && !file.root().has("list")) continue;  // words of another stage: the webmail providers
            read_lists(file.root(), f->path, out.lists);
            if (holds_topics) continue;  // read below, when all lists are there
        }
        take(file);
    }
    out.lists.index();
    for (const BundleFile* f : bundle.all(BundleRole::words)) {
        StrictFile file(f->path, f->octets);
        if (!file.parsed() || !file.root().has("topic")) continue;
        Lists seen;
        read_lists(file.root(), f->path, seen);
        read_topics(file.root(), f->path, out.lists, topics);
        take(file);
    }
    std::vector<std::unique_ptr<StrictFile>> files;
    for (const BundleFile* f : bundle.all(BundleRole::pattern)) {
        files.push_back(std::make_unique<StrictFile>(f->path, f->octets));
        if (!files.back()->parsed()) continue;
        for (StrictTable t : files.back()->root().tables("pattern"))
            out.patterns.push_back(read_pattern(t, f->path, out.lists));
    }
    for (auto& file : files) {
        if (file->parsed()) check_ids(out.patterns, file->root());
        take(*file);
    }
    return out;
}

}  // namespace beadle::inspect

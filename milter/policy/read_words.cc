#include "policy/read_words.h"

#include <algorithm>
#include <cctype>

#include "base/text.h"
#include "mail/address.h"
#include "mail/banner.h"

namespace beadle::policy {
namespace {

std::string quote(std::string_view word) { return '"' + printable(word, 80) + '"'; }

std::vector<PlacedText> placed(StrictTable& table, std::string_view key, std::string_view what) {
    auto list = table.text_or_texts(key);
    if (!list) return {};
    if (list->empty())
        table.report(table.at(key),
                     quote(key) + " is an empty list: name " + with_article(what) + ", or leave the key out");
    return *std::move(list);
}

std::vector<std::string> known_finds(bool groups) {
    auto known = finding_kind_names();
    if (groups)
        for (const auto& g : finding_group_names()) known.push_back("@" + g);
    return known;
}

// Adds one word of `finds` to the set; false when there is no such kind or group.
bool add_kind(std::string_view word, bool groups, KindSet& kinds) {
    if (groups && word.starts_with('@')) {
        const auto group = finding_group(word.substr(1));
        for (std::size_t i = 0; group && i < kinds.size(); ++i)
            if (group_of(static_cast<FindingKind>(i)) == *group) kinds.set(i);
        return group.has_value();
    }
    const auto kind = finding_kind(word);
    if (kind) kinds.set(static_cast<std::size_t>(*kind));
    return kind.has_value();
}

std::string suggest_kind(std::string_view word, bool groups) {
    if (groups && finding_group(word)) return "@" + std::string(word);
    return word.starts_with('@') ? nearest(word, known_finds(groups)) : nearest_finding_kind(word);
}

}  // namespace

std::vector<std::string> read_words(StrictTable& table, std::string_view key, const std::vector<std::string>& known,
                                    std::string_view what, std::string_view retired) {
    std::vector<std::string> out;
    for (auto& [word, at] : placed(table, key, what)) {
        const bool is_retired = !retired.empty() && word == retired;
        if (!is_retired && std::find(known.begin(), known.end(), word) == known.end())
            table.report(at, quote(word) + " is not " + with_article(what) + "; known are " + join(known, ", "),
                         nearest(word, known));
        else if (std::find(out.begin(), out.end(), word) != out.end())
            table.report(at, quote(word) + " stands here twice");
        else
            out.push_back(std::move(word));
    }
    return out;
}

Finds read_finds(StrictTable& table, std::string_view key, bool groups) {
    const std::string what = groups ? "kind of finding or @group" : "kind of finding";
    Finds out;
    KindSet left_out;
    for (auto& [word, at] : placed(table, key, what)) {
        const bool without = groups && word.starts_with('-');
        if (add_kind(std::string_view(word).substr(without ? 1 : 0), groups && !without, without ? left_out : out.kinds))
            out.words.push_back(std::move(word));
        else
            table.report(at, quote(word) + " is not " + with_article(what), suggest_kind(word, groups));
    }
    if (left_out.any() && (out.kinds & ~left_out).none())
        table.report(table.at(key), quote(key) + " leaves out all that it names");
    out.kinds &= ~left_out;
    return out;
}

std::vector<std::string> read_patterns(StrictTable& table, std::string_view key, bool null_sender) {
    std::vector<std::string> out;
    for (auto& [pattern, at] : placed(table, key, "address")) {
        if (is_address_pattern(pattern) || (null_sender && pattern == "<>"))
            out.push_back(std::move(pattern));
        else
            table.report(at, quote(pattern) +
                                 " is not an address or pattern; write clerk@ (at any own domain), "
                                 "name@example.org, *@example.org or example.org");
    }
    return out;
}

// One paragraph: a line end in it would end the lines of a mail as it likes.
std::string read_banner(StrictTable& table) {
    const std::string banner = table.text("banner").value_or(std::string(default_banner));
    const auto words = [](char c) { return static_cast<unsigned char>(c) >= 128 || std::isalpha(static_cast<unsigned char>(c)); };
    if (printable(banner, banner.size()) != banner || banner.size() > BannerLimits::wording)
        table.report(table.at("banner"), "the banner is one paragraph of at most 500 octets");
    else if (std::count_if(banner.begin(), banner.end(), words) < 20)
        table.report(table.at("banner"), "the banner must say something: 20 letters at least, by which it is known again");
    return banner;
}

bool is_slug(std::string_view text) {
    const auto good = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'; };
    return !text.empty() && text.size() <= 64 && text.front() != '-' && text.back() != '-' &&
           std::all_of(text.begin(), text.end(), good);
}

}  // namespace beadle::policy

#include "people/recipient_words.h"

#include <algorithm>

#include "base/strict_toml.h"
#include "base/text.h"

namespace beadle {
namespace {

using Lists = std::map<std::string, std::vector<std::string>>;

// The inspector reads the same files strictly and reports what is wrong in them.
Lists lists_of(const Bundle& bundle) {
    Lists out;
    for (const BundleFile* f : bundle.all(BundleRole::words)) {
        StrictFile file(f->path, f->octets);
        if (!file.parsed() || !file.root().has("list")) continue;
        for (StrictTable table : file.root().tables("list"))
            for (const auto& word : table.texts("words").value_or(std::vector<PlacedText>{}))
                out[table.text("id").value_or("")].push_back(ascii_lower(word.text));
    }
    return out;
}

std::vector<std::string> runs_of(std::string_view text, std::string_view separators) {
    std::vector<std::string> out(1);
    for (const char c : ascii_lower(text.substr(0, 256)))
        if (separators.find(c) != std::string_view::npos)
            out.emplace_back();
        else
            out.back() += c;
    std::erase(out, "");
    return out;
}

}  // namespace

RecipientWords RecipientWords::read(const Bundle& bundle) {
    RecipientWords out;
    Lists lists = lists_of(bundle);
    const bool any = !lists.empty();
    const auto take = [&](const char* id) {
        auto& words = lists[id];
        if (words.empty() && any) out.missing_.emplace_back(id);
        return Set(words.begin(), words.end());
    };
    out.roles_ = take("role-address");
    for (auto& ending : lists["role-ending"]) out.endings_.push_back(ending);
    out.public_ = take("public-body");
    out.organisations_ = take("organisation-display");
    out.forenames_ = take("forename");
    return out;
}

bool RecipientWords::is_role(std::string_view local) const {
    const std::string whole = ascii_lower(local.substr(0, std::min<std::size_t>(local.find('+'), 256)));
    if (roles_.contains(whole) ||
        std::any_of(endings_.begin(), endings_.end(), [&](const auto& e) { return whole.ends_with(e); }))
        return true;
    // clerk.towcester, planning-north, info2: a run at either end says so, unless the other is somebody's
    // (anne.church).
    auto runs = runs_of(whole, ".-_");
    for (auto& run : runs)
        while (!run.empty() && run.back() >= '0' && run.back() <= '9') run.pop_back();
    if (runs.empty() || std::any_of(runs.begin(), runs.end(),
                                    [&](const auto& run) { return run.size() == 1 || forenames_.contains(run); }))
        return false;
    return roles_.contains(runs.front()) || roles_.contains(runs.back());
}

bool RecipientWords::is_public_body(std::string_view domain) const {
    for (std::string_view d = domain; !d.empty();) {
        if (public_.contains(d)) return true;
        const auto dot = d.find('.');
        d = dot == std::string_view::npos ? std::string_view() : d.substr(dot + 1);
    }
    return false;
}

bool RecipientWords::is_organisation(std::string_view display) const {
    const auto runs = runs_of(display, " \t.,;:-_/()[]\"'&");
    return std::any_of(runs.begin(), runs.end(), [&](const auto& run) { return organisations_.contains(run); });
}

}  // namespace beadle

#include "people/threat_words.h"

#include <iterator>

#include "base/strict_toml.h"
#include "base/text.h"

namespace beadle::people {
namespace {

using List = std::set<std::string, std::less<>> ThreatWords::*;
struct Known {
    std::string_view id;
    List list;
};
constexpr Known lists[] = {
    {"council-words", &ThreatWords::council},          {"bait-words", &ThreatWords::bait},
    {"controlled-suffixes", &ThreatWords::controlled}, {"rewriters", &ThreatWords::rewriters},
    {"mailing-services", &ThreatWords::mailers},       {"redirectors", &ThreatWords::redirectors},
    {"often-imitated", &ThreatWords::famous}};

void read_list(StrictTable table, ThreatWords& out) {
    std::vector<std::string> ids;
    for (const auto& l : lists) ids.emplace_back(l.id);
    const auto id = table.required_word("id", ids);
    (void)table.required_text("reason");
    const auto names = table.texts("names");
    if (!names) table.report(table.at(), "\"names\" is missing");
    for (const auto& l : lists)
        if (l.id == id)
            for (const auto& [name, at] : names.value_or(std::vector<PlacedText>{})) {
                if (name.empty() || name != ascii_lower(name)) table.report(at, "a name is lower case and not empty");
                (out.*l.list).insert(name);
            }
}

}  // namespace

ThreatWords::Read ThreatWords::read(const Bundle& bundle) {
    Read out;
    const BundleFile* source = nullptr;
    for (const auto* words : bundle.all(BundleRole::words))
        if (words->path.ends_with("look-alikes.toml")) source = words;
    if (!source) {
        out.warnings.push_back({"look-alikes.toml", 0, 0,
                                "the list is missing from the words of the signatures folder: imitated addresses are "
                                "known by spelling alone",
                                ""});
        return out;
    }
    StrictFile file(source->path, source->octets);
    if (file.parsed()) {
        for (auto& table : file.root().tables("names")) read_list(table, out.words);
        file.finish();
    }
    out.diagnostics = file.diagnostics();
    return out;
}

bool ThreatWords::has(const std::set<std::string, std::less<>>& list, std::string_view domain) {
    for (;;) {
        if (list.contains(domain)) return true;
        const auto dot = domain.find('.');
        if (dot == std::string_view::npos) return false;
        domain.remove_prefix(dot + 1);
    }
}

}  // namespace beadle::people

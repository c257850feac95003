// policy_signatures.cc — policy.signatures: what is looked for, as the files of the generation say it, with the samples that must and
// must not match. Read only: these files change on the gateway.
#include <nlohmann/json.hpp>

#include "base/strict_toml.h"
#include "base/text.h"
#include "records/argument_reader.h"
#include "records/policy_versions.h"

namespace beadle::records {
namespace {

using nlohmann::json;

constexpr std::size_t most_words = 400;

std::string dump(const json& j) { return j.dump(-1, ' ', false, json::error_handler_t::replace); }
std::string name_of(const BundleFile& file) { return file.path.substr(file.path.rfind('/') + 1); }
bool is_signature(const BundleFile& file) { return file.role == BundleRole::pattern || file.role == BundleRole::words; }

json texts_of(StrictTable& table, const char* key) {
    json out = json::array();
    if (!table.has(key)) return out;
    for (const auto& one : table.text_or_texts(key).value_or(std::vector<PlacedText>{}))
        if (out.size() < most_words) out.push_back(one.text);
    return out;
}

json entry_of(StrictTable& table, const char* what) {
    json j{{"version", 1}, {"what", what}};
    for (const char* key : {"id", "kind", "name", "reason", "source", "regex"})
        if (table.is_text(key)) j[key] = table.text(key).value_or("");
    for (const char* key : {"must", "must_not", "words"}) j[key] = texts_of(table, key);
    return j;
}

}  // namespace

Result<wire::Answer> show_signatures(Store& store, const Person&, const std::string& arguments) {
    std::string wanted;
    if (auto good = ArgumentReader().text("file", wanted, 100).read(arguments); !good) return good.failure();
    wire::Answer out;
    for (const auto& file : store.policy.bundle.files) {
        if (!is_signature(file)) continue;
        const char* kind = file.role == BundleRole::pattern ? "patterns" : "words";
        if (wanted.empty()) out.lines.push_back(dump({{"version", 1}, {"file", name_of(file)}, {"of", kind}}));
        if (name_of(file) != wanted) continue;
        StrictFile read(file.path, file.octets);
        if (!read.parsed()) continue;
        for (const char* what : {"pattern", "list", "topic", "names", "provider", "language"})
            for (auto& table : read.root().tables(what)) out.lines.push_back(dump(entry_of(table, what)));
    }
    if (!wanted.empty() && out.lines.empty()) {
        out.exit_code = 1;
        out.problem = "there is no such file among the signatures, or it holds no lists";
    }
    return out;
}

}  // namespace beadle::records

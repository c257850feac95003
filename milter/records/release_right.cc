#include "records/release_right.h"

#include <algorithm>

#include <nlohmann/json.hpp>

#include "base/text.h"
#include "records/held.h"
#include "records/scope.h"

namespace beadle::records {
namespace {

using nlohmann::json;

// A body that is cut or cannot be read may have told of some: it counts as if it did.
bool found_malware(const std::string& event_body) {
    const json j = json::parse(event_body, nullptr, false);
    if (!j.is_object() || j.value("cut", false)) return true;
    const auto findings = j.is_object() ? j.value("/inspection/findings"_json_pointer, json::array()) : json::array();
    return findings.is_array() && std::any_of(findings.begin(), findings.end(), [](const json& f) {
               return f.is_object() && f.value("kind", "") == "malware";
           });
}

}  // namespace

Result<SpecialRight> release_right(Store& store, const std::string& verb, const std::string& arguments, const std::string& scope) {
    SpecialRight out;
    const bool releases = verb == "quarantine.release";
    if (!releases && (scope.empty() || !verb.starts_with("quarantine."))) return out;
    if (arguments.size() > (64u << 10)) return out;
    const json j = json::parse(arguments, nullptr, false);
    if (!j.is_object() || !j.contains("id") || !j["id"].is_string()) return out;
    auto held = find_held(store, as_reference(j["id"].get<std::string>()));
    if (!held) return held.failure();
    if (!*held) return out;
    auto index = store.db.rows("SELECT kinds FROM held_index WHERE held = ?1", {(*held)->id});
    if (!index) return index.failure();
    out.out_of_scope = !in_scope(scope, index->empty() ? "" : text(index->front()[0]), (*held)->release_needs);
    if (!releases) return out;
    auto rows = store.db.rows("SELECT body FROM events WHERE gateway = ?1 AND seq = ?2", {(*held)->gateway, (*held)->event});
    if (!rows) return rows.failure();
    out.not_below_admin = out.fresh = rows->empty() || found_malware(text(rows->front().front()));
    return out;
}

}  // namespace beadle::records

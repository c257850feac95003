#include "records/policy_versions.h"

#include <algorithm>
#include <charconv>

#include <nlohmann/json.hpp>

#include "base/london.h"
#include "base/text.h"
#include "council/council_files.h"
#include "records/argument_reader.h"
#include "records/events.h"

namespace beadle::records {
namespace {

using nlohmann::json;

constexpr Milliseconds day = 24LL * 60 * 60 * 1000;
constexpr std::int64_t most_listed = 500;

struct PolicyVersion {
    std::int64_t id = 0;
    std::string toml, hash, reason, minute, made_by;
    std::int64_t made_at = 0, instead_of = 0;
};
struct ProposeArguments {
    std::string toml, reason, minute;
};
struct AdoptArguments {
    std::string id, reason, minute;
};

std::string dump(const json& j) { return j.dump(-1, ' ', false, json::error_handler_t::replace); }
Failure not_ready() {
    return fail(FailureKind::unavailable, "records", "the files of this generation are not known yet; try again");
}
Failure touched(const std::string& what) {
    return fail(FailureKind::unavailable, "records", what + " was changed in the store by another hand: see beadle events verify");
}

json line_of(const Diagnostic& d, const char* severity) {
    json j{{"version", 1}, {"line", severity}, {"file", d.file}, {"message", d.message}};
    if (d.line > 0) j["at_line"] = d.line, j["at_column"] = d.column;
    if (!d.suggestion.empty()) j["suggestion"] = d.suggestion;
    return j;
}

void tell_diagnostics(wire::Answer& answer, const CouncilFiles& files) {
    for (const auto& d : files.diagnostics)
        if (answer.lines.size() < most_told) answer.lines.push_back(dump(line_of(d, "error")));
    for (const auto& d : files.warnings)
        if (answer.lines.size() < 2 * most_told) answer.lines.push_back(dump(line_of(d, "warning")));
    if (files.good()) return;
    const auto n = files.diagnostics.size();
    answer.exit_code = 3;
    answer.problem = std::to_string(n) + (n == 1 ? " error" : " errors") + " in this text: nothing was changed";
}

CouncilFiles checked(const Store& store, const std::string& name, const std::string& toml) {
    return read_draft(store.policy.bundle, store.policy.settings, london_time(store.clock.wall()).today, name, toml);
}

Result<Told> refused(Store& store, const Person& person, const std::string& verb, wire::Answer answer) {
    if (auto noted = record_refusal(store, person, verb, answer.problem); !noted) return noted.failure();
    Told out;
    out.answer = std::move(answer);
    return out;
}
Result<Told> refused(Store& store, const Person& person, const std::string& verb, const std::string& why) {
    wire::Answer answer;
    answer.exit_code = 1;
    answer.problem = why;
    return refused(store, person, verb, std::move(answer));
}

PolicyVersion version_of(const Row& row) {
    return {integer(row[0]), octets(row[1]), text(row[2]), text(row[3]), text(row[4]), text(row[5]), integer(row[6]), integer(row[7])};
}
constexpr std::string_view columns = "id, toml, hash, reason, minute, made_by, made_at, instead_of";

Result<std::optional<PolicyVersion>> version_numbered(Store& store, std::int64_t id) {
    auto rows = store.db.rows("SELECT " + std::string(columns) + " FROM policy_versions WHERE id = ?1", {id});
    if (!rows) return rows.failure();
    if (rows->empty()) return std::optional<PolicyVersion>();
    auto good = store.db.is_untouched("policy_versions", "id = ?1", {id});
    if (!good) return good.failure();
    if (!*good) return touched(policy_version_name(id));
    return std::optional<PolicyVersion>(version_of(rows->front()));
}

Result<std::int64_t> number_adopted(Store& store) {
    auto rows = store.db.rows("SELECT id, version FROM policy_adoptions ORDER BY id DESC LIMIT 1", {});
    if (!rows) return rows.failure();
    if (rows->empty()) return std::int64_t{0};
    auto good = store.db.is_untouched("policy_adoptions", "id = ?1", {integer(rows->front()[0])});
    if (!good) return good.failure();
    if (!*good) return touched("which version of the policy was adopted");
    return integer(rows->front()[1]);
}

Status note(Store& store, const Person& person, const char* kind, json details) {
    Event e;
    e.kind = kind;
    e.person = printable(person.name, 64);
    e.subject = policy_version_name(details["number"].get<std::int64_t>());
    e.body = dump(details);
    auto put = append(store, std::move(e));
    if (!put) return put.failure();
    return Done{};
}

json line_of(const PolicyVersion& v) {
    return {{"version", 1}, {"id", v.id}, {"policy_version", v.hash}, {"reason", v.reason}, {"minute", v.minute},
            {"person", v.made_by}, {"at", utc_text(v.made_at)}, {"instead_of", v.instead_of}};
}

Result<std::string> too_many(Store& store) {
    auto rows = store.db.rows("SELECT count(*) FROM policy_versions WHERE made_at > ?1", {store.clock.wall() - day});
    if (!rows) return rows.failure();
    return integer(rows->front().front()) < most_proposals ? std::string() : "more than " + std::to_string(most_proposals) + " versions in a day: nothing was kept";
}

// Why that version cannot be adopted; its errors, when it has any.
Result<wire::Answer> unadoptable(Store& store, std::int64_t id) {
    wire::Answer answer;
    if (id == 0) return answer;
    auto version = version_numbered(store, id);
    if (!version) return version.failure();
    if (*version) {
        tell_diagnostics(answer, checked(store, policy_version_name(id), (*version)->toml));
        return answer;
    }
    answer.exit_code = 1;
    answer.problem = "there is no version " + std::to_string(id) + " of the policy; beadle policy versions lists all";
    return answer;
}

Status put_adoption(Store& store, const Person& person, std::int64_t id, const AdoptArguments& given, std::int64_t before) {
    auto done = store.db.run("INSERT INTO policy_adoptions(version, reason, minute, made_by, made_at) VALUES(?1, ?2, ?3, ?4, ?5)",
                             {id, given.reason, given.minute, person.name, store.clock.wall()});
    if (!done) return done.failure();
    store.policy.look = true;
    return note(store, person, "policy-adopted", {{"number", id}, {"instead_of", before}, {"reason", given.reason}, {"minute", given.minute}});
}

}  // namespace

Result<std::optional<std::int64_t>> number_named(Store& store, const std::string& word) {
    if (word == "file") return std::optional<std::int64_t>(0);
    if (word == "current" || word.empty()) {
        auto now = number_adopted(store);
        if (!now) return now.failure();
        return std::optional<std::int64_t>(*now);
    }
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), number);
    if (error != std::errc() || end != word.data() + word.size() || number < 0) return std::optional<std::int64_t>();
    return std::optional<std::int64_t>(number);
}

Result<std::optional<std::string>> policy_text(Store& store, std::int64_t id) {
    if (id == 0) {
        const BundleFile* file = operators_policy(store.policy.bundle);
        return file ? std::optional(file->octets) : std::nullopt;
    }
    auto version = version_numbered(store, id);
    if (!version) return version.failure();
    return *version ? std::optional((*version)->toml) : std::nullopt;
}

Result<Told> propose_policy(Store& store, const Person& person, const std::string& arguments) {
    ProposeArguments given;
    auto good = ArgumentReader()
                    .needed("toml", given.toml, "the text of the policy", most_policy_version)
                    .needed("reason", given.reason, "why the policy is changed; it is kept with the version")
                    .text("minute", given.minute, 200)
                    .read(arguments);
    if (!good) return good.failure();
    if (!operators_policy(store.policy.bundle)) return not_ready();
    auto many = too_many(store);
    if (!many) return many.failure();
    if (!many->empty()) return refused(store, person, "policy.propose", *many);
    const auto files = checked(store, "the proposed policy", given.toml);
    Told out;
    tell_diagnostics(out.answer, files);
    if (!files.good()) return refused(store, person, "policy.propose", std::move(out.answer));
    auto before = number_adopted(store);
    if (!before) return before.failure();
    PolicyVersion v{0, given.toml, files.policy.version, given.reason, given.minute, person.name, store.clock.wall(), *before};
    auto made = store.db.rows(
        "INSERT INTO policy_versions(toml, hash, reason, minute, made_by, made_at, instead_of) VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7)"
        " RETURNING id",
        {Blob{v.toml}, v.hash, v.reason, v.minute, v.made_by, v.made_at, v.instead_of});
    if (!made) return made.failure();
    v.id = integer(made->front().front());
    out.answer.lines.push_back(dump(line_of(v)));
    json details = {{"number", v.id}, {"policy_version", v.hash}, {"reason", v.reason}, {"minute", v.minute}, {"instead_of", v.instead_of}};
    if (auto noted = note(store, person, "policy-proposed", std::move(details)); !noted) return noted.failure();
    return out;
}

Result<Told> adopt_policy(Store& store, const Person& person, const std::string& arguments) {
    AdoptArguments given;
    auto good = ArgumentReader()
                    .needed("id", given.id, "the number of the version, or \"file\"", 20)
                    .needed("reason", given.reason, "why this version is to serve; it is kept")
                    .text("minute", given.minute, 200)
                    .read(arguments);
    if (!good) return good.failure();
    if (!operators_policy(store.policy.bundle)) return not_ready();
    auto id = number_named(store, given.id);
    if (!id) return id.failure();
    if (!*id) return fail(FailureKind::malformed, "arguments", "\"id\" is the number of a version, or \"file\"");
    auto answer = unadoptable(store, **id);
    if (!answer) return answer.failure();
    if (answer->exit_code != 0) return refused(store, person, "policy.adopt", std::move(*answer));
    auto before = number_adopted(store);
    if (!before) return before.failure();
    if (*before == **id && store.policy.serves == **id)
        return refused(store, person, "policy.adopt", (**id == 0 ? "the policy file" : policy_version_name(**id)) + " serves already");
    if (auto put = put_adoption(store, person, **id, given, *before); !put) return put.failure();
    Told out;
    out.answer.lines = std::move(answer->lines);
    out.answer.lines.push_back(dump({{"version", 1}, {"id", **id}, {"instead_of", *before}, {"serves", store.policy.serves}}));
    return out;
}

Result<wire::Answer> check_policy(Store& store, const Person&, const std::string& arguments) {
    std::string toml;
    auto good = ArgumentReader().needed("toml", toml, "the text of the policy", most_policy_version).read(arguments);
    if (!good) return good.failure();
    if (!operators_policy(store.policy.bundle)) return not_ready();
    const auto files = checked(store, "the proposed policy", toml);
    wire::Answer out;
    tell_diagnostics(out, files);
    return out;
}

// Newest first, the operator's file last.
Result<wire::Answer> list_policies(Store& store, const Person&, const std::string& arguments) {
    if (auto none = ArgumentReader().read(arguments.empty() ? "{}" : arguments); !none) return none.failure();
    auto now = number_adopted(store);
    if (!now) return now.failure();
    auto rows = store.db.rows("SELECT " + std::string(columns) + " FROM policy_versions ORDER BY id DESC LIMIT ?1", {most_listed});
    if (!rows) return rows.failure();
    auto adoptions = store.db.rows("SELECT version, reason, minute, made_by, made_at FROM policy_adoptions ORDER BY id", {});
    if (!adoptions) return adoptions.failure();
    std::map<std::int64_t, const Row*> last;
    for (const auto& a : *adoptions) last[integer(a[0])] = &a;
    wire::Answer out;
    const auto put = [&](json j, std::int64_t id) {
        j["adopted"] = id == *now;
        j["serves"] = id == store.policy.serves;
        if (const auto at = last.find(id); at != last.end()) {
            const Row& a = *at->second;
            j["adopted_by"] = text(a[3]), j["adopted_at"] = utc_text(integer(a[4]));
            j["adopted_reason"] = text(a[1]), j["adopted_minute"] = text(a[2]);
        }
        out.lines.push_back(dump(j));
    };
    for (const auto& row : *rows) put(line_of(version_of(row)), integer(row[0]));
    const BundleFile* file = operators_policy(store.policy.bundle);
    put({{"version", 1}, {"id", 0}, {"file", file ? file->path : ""}}, 0);
    return out;
}

Result<wire::Answer> show_policy(Store& store, const Person&, const std::string& arguments) {
    std::string word;
    if (auto good = ArgumentReader().text("id", word, 20).read(arguments); !good) return good.failure();
    auto id = number_named(store, word);
    if (!id) return id.failure();
    if (!*id) return fail(FailureKind::malformed, "arguments", "\"id\" is the number of a version, \"file\" or \"current\"");
    wire::Answer out;
    if (**id == 0) {
        const BundleFile* file = operators_policy(store.policy.bundle);
        if (!file) return not_ready();
        out.lines.push_back(dump({{"version", 1}, {"id", 0}, {"file", file->path}, {"toml", file->octets}}));
        return out;
    }
    auto version = version_numbered(store, **id);
    if (!version) return version.failure();
    if (!*version) {
        out.exit_code = 1;
        out.problem = "there is no version " + std::to_string(**id) + " of the policy; beadle policy versions lists all";
        return out;
    }
    json line = line_of(**version);
    line["toml"] = (*version)->toml;
    out.lines.push_back(dump(line));
    return out;
}

Result<PolicyInForce> adopted(Store& store) {
    auto now = number_adopted(store);
    if (!now) return now.failure();
    if (*now == 0) return PolicyInForce{};
    auto version = version_numbered(store, *now);
    if (!version) return version.failure();
    if (!*version) return touched("the adopted version of the policy");
    return PolicyInForce{*now, std::move((*version)->toml)};
}

}  // namespace beadle::records

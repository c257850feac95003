// page_policy.cc — changing the policy: a button or the text makes a proposal, which is checked, shown as a difference, kept as a
// version, and adopted; the history, and going back.
#include "base/text.h"
#include "console/line_diff.h"
#include "console/policy_form.h"
#include "console/routes.h"
#include "console/words.h"

namespace beadle::console {
namespace {

constexpr std::size_t context = 3, most_text = 56u << 10;

Value diff_rows(const std::string& before, const std::string& after) {
    Value rows = Value::list();
    for (const auto& line : with_context(line_diff(before, after), context)) {
        using enum DiffLine::What;
        rows.add(Value::map({{"gone", line.what == gone}, {"come", line.what == come}, {"same", line.what == same},
                             {"left_out", line.what == left_out ? line.text : std::string()}, {"text", line.text}}));
    }
    return rows;
}

Value errors_of(const Reply& reply) {
    Value out = Value::list();
    for (const auto& line : reply.lines) {
        if (line.text("line") != "error" && line.text("line") != "warning") continue;
        const std::string place = line.number("at_line") == 0 ? "" : "Line " + std::to_string(line.number("at_line")) + ", column " + std::to_string(line.number("at_column")) + ": ";
        const std::string meant = line.text("suggestion").empty() ? "" : " (did you mean \"" + line.text("suggestion") + "\"?)";
        out.add(Value::map({{"words", place + line.text("message") + meant}, {"error", line.text("line") == "error"}}));
    }
    return out;
}

std::string given_text(const Desk& desk) { return replace_all(desk.form.one("toml"), "\r\n", "\n"); }

// The text with its errors, or with what it would change.
Response draft_page(Desk& desk, const std::string& toml, const std::string& problem, int status) {
    const Reply now = desk.ask("policy.version", Value::map({{"id", "current"}}));
    if (!now.done()) return desk.trouble(now);
    const std::string before = now.first().text("toml");
    Value data = Value::map({{"toml", toml}, {"problem", problem}, {"reason", desk.form.one("reason").substr(0, 500)}, {"minute", desk.form.one("minute").substr(0, 200)}});
    if (desk.request.method == "GET" || toml.empty()) return desk.page("policy_edit", "Change the policy", std::move(data), status);
    const Reply checked = desk.ask("policy.check", Value::map({{"toml", toml}}));
    if (!checked.reached || !checked.needs.empty() || checked.exit_code == 4) return desk.trouble(checked);
    if (!checked.done()) status = 422;
    Value errors = Value::list(), warnings = Value::list();
    const Value told = errors_of(checked);
    for (const auto& one : told.items()) (one.flag("error") ? errors : warnings).add(one);
    if (errors.empty() && !checked.done()) errors.add(Value::map({{"words", checked.problem}}));
    data.set("any_errors", !errors.empty()).set("good", checked.done() && before != toml).set("unchanged", checked.done() && before == toml);
    data.set("errors", std::move(errors)).set("warnings", std::move(warnings)).set("rows", diff_rows(before, toml));
    return desk.page("policy_edit", "Change the policy", std::move(data), status);
}

Response keep(Desk& desk, const std::string& toml) {
    const Reply reply = desk.ask("policy.propose", Value::map({{"toml", toml}, {"reason", std::string(trim(desk.form.one("reason"))).substr(0, 500)},
                                                               {"minute", std::string(trim(desk.form.one("minute"))).substr(0, 200)}}));
    if (reply.done() && !reply.lines.empty()) return desk.go("/rules/versions/" + reply.lines.back().text("id") + "?done=proposed");
    if (!reply.reached || !reply.needs.empty() || reply.exit_code == 4) return desk.trouble(reply);
    return draft_page(desk, toml, reply.exit_code == 3 ? "" : reply.problem, 422);
}

std::string state_of(const Value& v) {
    if (v.flag("serves")) return "serves now";
    if (v.flag("adopted")) return "adopted, being taken up";
    if (v.number("id") == 0) return "";
    return v.text("adopted_at").empty() ? "proposed" : "served before";
}

Value version_row(const Value& v) {
    const std::string id = v.number("id") == 0 ? "file" : v.text("id");
    return Value::map({{"id", id}, {"name", id == "file" ? "The policy file" : "Version " + id}, {"href", "/rules/versions/" + id}, {"state", state_of(v)},
                       {"serves", v.flag("serves")}, {"taking_up", v.flag("adopted") && !v.flag("serves")}, {"person", v.text("person")}, {"at", london_words(v.text("at"))}, {"reason", v.text("reason")},
                       {"minute", v.text("minute")}, {"adopted_by", v.text("adopted_by")}, {"adopted_at", london_words(v.text("adopted_at"))},
                       {"adopted_reason", v.text("adopted_reason")}, {"adopted_minute", v.text("adopted_minute")}, {"file", v.text("file")}, {"is_file", id == "file"}});
}

// One version: what it changes against what serves; of what serves, against what it came after.
Response version_page(Desk& desk, const std::string& id, const std::string& problem, int status) {
    const Reply all = desk.ask("policy.versions");
    if (!all.done()) return desk.trouble(all);
    const Value* found = nullptr;
    std::string serves = "file";
    for (const auto& v : all.lines) {
        const std::string number = v.number("id") == 0 ? "file" : v.text("id");
        if (number == id) found = &v;
        if (v.flag("serves")) serves = number;
    }
    if (!found) return desk.words(404, "No such version", "No version of the policy has this number.");
    const std::string other = serves != id ? serves : id == "file" || found->number("instead_of") == 0 ? "file" : std::to_string(found->number("instead_of"));
    const Reply text = desk.ask("policy.version", Value::map({{"id", id}})), against = desk.ask("policy.version", Value::map({{"id", other}}));
    if (!text.done()) return desk.trouble(text);
    if (!against.done()) return desk.trouble(against);
    Value data = version_row(*found);
    data.set("toml", text.first().text("toml")).set("rows", diff_rows(against.first().text("toml"), text.first().text("toml")));
    data.set("same", text.first().text("toml") == against.first().text("toml")).set("against", other == "file" ? "the policy file" : "version " + other);
    data.set("is_against_now", serves != id).set("may_adopt", desk.may("policy.adopt") && !found->flag("serves")).set("problem", problem);
    data.set("may_try", desk.may("policy.try") && serves != id);
    data.set("given_reason", desk.form.one("reason").substr(0, 500)).set("given_minute", desk.form.one("minute").substr(0, 200));
    return desk.page("policy_version", id == "file" ? "The policy file" : "Version " + id + " of the policy", std::move(data), status);
}

}  // namespace

Response show_policy_text(Desk& desk) {
    const Reply now = desk.ask("policy.version", Value::map({{"id", "current"}}));
    return now.done() ? draft_page(desk, now.first().text("toml"), "", 200) : desk.trouble(now);
}

Response take_policy_text(Desk& desk) {
    if (desk.form.has("toml")) {
        const std::string toml = given_text(desk);
        if (toml.size() > most_text || trim(toml).empty()) return draft_page(desk, "", "The text is empty, or longer than 56 KiB.", 422);
        return desk.form.one("step") == "keep" ? keep(desk, toml) : draft_page(desk, toml, "", 200);
    }
    const Reply now = desk.ask("policy.version", Value::map({{"id", "current"}}));
    if (!now.done()) return desk.trouble(now);
    const auto edited = edited_policy(desk.form, now.first().text("toml"));
    return edited ? draft_page(desk, *edited, "", 200) : draft_page(desk, now.first().text("toml"), edited.failure().what, 422);
}

Response show_policy_versions(Desk& desk) {
    const Reply reply = desk.ask("policy.versions");
    if (!reply.done()) return desk.trouble(reply);
    Value rows = Value::list();
    for (const auto& line : reply.lines) rows.add(version_row(line));
    return desk.page("policy_versions", "Versions of the policy", Value::map({{"rows", std::move(rows)}}));
}

Response show_policy_version(Desk& desk) {
    const std::string id = desk.parts.empty() ? "" : desk.parts[0];
    return is_policy_version(id) ? version_page(desk, id, "", 200) : desk.words(404, "No such version", "No version of the policy has this number.");
}

Response adopt_policy_version(Desk& desk) {
    const std::string id = desk.parts.empty() ? "" : desk.parts[0];
    if (!is_policy_version(id)) return desk.words(404, "No such version", "No version of the policy has this number.");
    const Reply reply = desk.ask("policy.adopt", Value::map({{"id", id}, {"reason", std::string(trim(desk.form.one("reason"))).substr(0, 500)},
                                                             {"minute", std::string(trim(desk.form.one("minute"))).substr(0, 200)}}));
    if (reply.done()) return desk.go("/rules/versions/" + id + "?done=adopted");
    if (reply.needs == "proof") return desk.go("/prove?next=" + percent_encoded("/rules/versions/" + id));
    if (!reply.reached || !reply.needs.empty() || reply.exit_code == 4) return desk.trouble(reply);
    std::string problem = reply.problem;
    const Value told = errors_of(reply);
    for (const auto& one : told.items())
        if (one.flag("error")) problem += ". " + one.text("words");
    return version_page(desk, id, problem, 422);
}

}  // namespace beadle::console

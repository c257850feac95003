#include "console/policy_form.h"

#include "base/text.h"
#include "policy/edit_text.h"

namespace beadle::console {
namespace {

bool is_slug(const std::string& s) {
    return !s.empty() && s.size() <= 64 && s.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-") == s.npos;
}

Failure wrong(const char* what) { return fail(FailureKind::malformed, "form", what); }

std::vector<std::string> words_of(const std::string& text) {
    std::vector<std::string> out;
    for (const auto& line : split(replace_all(replace_all(text, "\r\n", "\n"), ",", "\n"), '\n'))
        if (const std::string word(trim(line)); !word.empty()) out.push_back(word);
    return out;
}

Result<std::string> with_exception(const Fields& form, const std::string& rule, const std::string& toml) {
    if (rule.empty()) return wrong("An exception is of one rule.");
    policy::NewException x;
    x.rule = rule;
    x.until = std::string(trim(form.one("x.until")));
    x.reason = std::string(trim(form.one("x.reason")));
    x.approved_by = std::string(trim(form.one("x.approved_by")));
    x.from = words_of(form.one("x.from"));
    x.to = words_of(form.one("x.to"));
    return policy::add_exception(toml, x);
}

}  // namespace

bool is_policy_version(const std::string& id) {
    return id == "file" || (!id.empty() && id.size() < 10 && id.find_first_not_of("0123456789") == id.npos);
}

Result<std::string> edited_policy(const Fields& form, const std::string& toml) {
    const std::string rule = form.one("rule"), mode = form.one("mode");
    if (!rule.empty() && !is_slug(rule)) return wrong("There is no such rule.");
    if (form.has("x.until")) return with_exception(form, rule, toml);
    policy::Edits edits;
    if (mode == "watch" || mode == "enforce") edits.emplace_back("mode", policy::toml_text(mode));
    else if (!mode.empty()) return wrong("A rule watches or acts.");
    if (rule.empty()) return edits.empty() ? Result<std::string>(wrong("Nothing was changed.")) : policy::edit_heading(toml, edits);
    if (form.has("was.mode") && form.one("was.mode") == mode) edits.clear();
    for (const char* key : {"action", "advice"}) {
        const std::string was = form.one(std::string("was.") + key), now(trim(replace_all(form.one(key), "\r\n", "\n")));
        if (form.has(key) && now != trim(replace_all(was, "\r\n", "\n"))) edits.emplace_back(key, policy::toml_text(now));
    }
    Result<std::string> out = edits.empty() ? Result<std::string>(toml) : policy::edit_rule(toml, rule, edits);
    const std::string confidence = form.one("confidence");
    if (out && !confidence.empty() && confidence != form.one("was.confidence")) out = policy::edit_confidence(*out, rule, confidence);
    return out;
}

}  // namespace beadle::console

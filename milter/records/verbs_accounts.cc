// verbs_accounts.cc — user.add, .list, .reset, .remove: whoever may sign in to the console.
#include <nlohmann/json.hpp>

#include "base/text.h"
#include "mail/address.h"
#include "records/accounts.h"
#include "records/argument_reader.h"
#include "records/due.h"
#include "records/events.h"
#include "records/say.h"
#include "records/sessions.h"
#include "records/sign_in.h"
#include "records/verbs.h"

namespace beadle::records {
namespace {

using nlohmann::json;

constexpr Milliseconds contractor_most = 30LL * 86'400'000;

std::string dump(const json& j) { return j.dump(-1, ' ', false, json::error_handler_t::replace); }

Result<Told> refused(Store& store, const Person& person, const char* verb, const std::string& why) {
    if (auto put = record_refusal(store, person, verb, why); !put) return put.failure();
    Told out;
    out.answer.exit_code = 1;
    out.answer.problem = why;
    return out;
}

Status note(Store& store, const Person& person, const char* kind, const Account& account) {
    Event e;
    e.kind = kind;
    e.person = printable(person.name, 64);
    e.outcome = std::string(name(account.role));
    e.body = json_texts({{"account", account.name},
                         {"role", std::string(name(account.role))},
                         {"mail", account.mail},
                         {"until", account.ends_at == 0 ? "" : utc_text(account.ends_at)}});
    auto put = append(store, std::move(e));
    if (!put) return put.failure();
    return Done{};
}

json account_json(const Account& a, Milliseconds now) {
    const bool late = a.state == "invited" && a.setup_until <= now;
    return {{"version", 1},
            {"name", a.name},
            {"role", name(a.role)},
            {"mail", a.mail},
            {"state", late ? "invitation ended" : a.state},
            {"made_at", utc_text(a.made_at)},
            {"until", a.ends_at == 0 ? "" : utc_text(a.ends_at)},
            {"signed_in_at", a.signed_in_at == 0 ? "" : utc_text(a.signed_in_at)}};
}

// So that nobody gets a second person for themselves unnoticed: the person concerned and the clerk are told.
Status tell(Store& store, const Person& person, const char* kind, const Account& account) {
    const bool added = std::string_view(kind) == "account-added";
    const auto now = store.clock.wall();
    const std::string key = "account:" + account.name + ":" + std::to_string(now);
    const std::string subject = "Console account: " + account.name + (added ? " was invited" : " was reset");
    const std::string values = dump({{"account", account.name}, {"role", name(account.role)}, {"added", added},
                                     {"by", person.name.empty() ? "somebody" : printable(person.name, 64)}, {"at", london_minute(now)}});
    if (auto said = say(store, {key, account.mail, "account-changed", subject, values}); !said) return said;
    if (parse_address(store.council.clerk).folded() == parse_address(account.mail).folded()) return Done{};
    return say_to_clerk(store, {key + ":clerk", "", "account-changed", subject, values});
}

// The token goes to who asked, once: the store has its hash.
Result<Told> invited(Store& store, const Person& person, const char* kind, Account& account) {
    auto token = invite(store, account);
    if (!token) return token.failure();
    if (auto put = note(store, person, kind, account); !put) return put.failure();
    if (auto said = tell(store, person, kind, account); !said) return said.failure();
    json j = account_json(account, store.clock.wall());
    j["set_up"] = "/set-up/" + *token;
    j["set_up_until"] = utc_text(account.setup_until);
    Told out;
    out.answer.lines.push_back(dump(j));
    return out;
}

struct AddArguments {
    std::string name, role, mail;
    std::int64_t until = 0;
};
Result<AddArguments> add_arguments(const std::string& given) {
    AddArguments a;
    auto read = ArgumentReader()
                    .needed("name", a.name, "what name does the person sign in with?", 64)
                    .needed("role", a.role, "clerk, deputy, rfo, admin, auditor, chair, contractor or member")
                    .needed("mail", a.mail, "the person's address", 320)
                    .end("until", a.until)
                    .read(given);
    if (!read) return read.failure();
    a.name = ascii_lower(a.name);
    const auto wrong = [](const std::string& what) { return fail(FailureKind::malformed, "arguments", what); };
    if (!is_account_name(a.name))
        return wrong("\"name\" must be 2 to 32 of the letters a-z, digits, dot, dash and underscore");
    if (!account_role(a.role))
        return wrong("\"role\" must be clerk, deputy, rfo, admin, auditor, chair, contractor or member");
    const auto address = parse_address(a.mail);
    if (address.local.empty() || address.domain.empty()) return wrong("\"mail\" must be a whole address");
    return a;
}

std::string why_not(const AddArguments& a, Milliseconds now) {
    if (a.until != 0 && a.until <= now) return "the end is in the past";
    if (a.role != "contractor") return "";
    if (a.until == 0) return "a contractor's account needs an end (--until), at most 30 days from now";
    return a.until - now > contractor_most + 86'400'000 ? "a contractor's account may last 30 days at most" : "";
}

Result<Told> add(Store& store, const Person& person, const std::string& arguments) {
    auto a = add_arguments(arguments);
    if (!a) return a.failure();
    if (const std::string why = why_not(*a, store.clock.wall()); !why.empty()) return refused(store, person, "user.add", why);
    auto all = all_accounts(store);
    if (!all) return all.failure();
    if (static_cast<std::int64_t>(all->size()) >= most_accounts)
        return refused(store, person, "user.add", "there are as many accounts as there may be");
    for (const auto& one : *all)
        if (one.name == a->name)
            return refused(store, person, "user.add",
                           one.state == "ended" ? a->name + " was somebody's account and its name stays in the records: choose another"
                                                : "there is an account " + a->name + " already: beadle user reset makes a new link");
    Account account;
    account.name = a->name;
    account.role = *account_role(a->role);
    account.mail = parse_address(a->mail).text;
    account.ends_at = a->until;
    account.made_at = store.clock.wall();
    account.state = "invited";
    return invited(store, person, "account-added", account);
}

Result<std::string> name_argument(const std::string& given) {
    std::string wanted;
    auto read = ArgumentReader().needed("name", wanted, "whose account?", 64).read(given);
    if (!read) return read.failure();
    return ascii_lower(wanted);
}

std::string why_none(const std::optional<Account>& account, const std::string& wanted) {
    if (!account) return "there is no account " + printable(wanted, 40);
    return account->state == "ended" ? "the account " + wanted + " has ended: add a new one" : "";
}

Result<Told> reset(Store& store, const Person& person, const std::string& arguments) {
    auto wanted = name_argument(arguments);
    if (!wanted) return wanted.failure();
    auto account = account_named(store, *wanted);
    if (!account) return account.failure();
    if (const auto why = why_none(*account, *wanted); !why.empty()) return refused(store, person, "user.reset", why);
    return invited(store, person, "account-reset", **account);
}

Result<Told> remove(Store& store, const Person& person, const std::string& arguments) {
    auto wanted = name_argument(arguments);
    if (!wanted) return wanted.failure();
    auto account = account_named(store, *wanted);
    if (!account) return account.failure();
    if (const auto why = why_none(*account, *wanted); !why.empty()) return refused(store, person, "user.remove", why);
    if (auto ended = end_account(store, **account); !ended) return ended.failure();
    if (auto put = note(store, person, "account-ended", **account); !put) return put.failure();
    Told out;
    out.answer.lines.push_back(dump(account_json(**account, store.clock.wall())));
    return out;
}

Result<wire::Answer> list(Store& store, const Person&, const std::string& arguments) {
    if (auto read = ArgumentReader().read(arguments); !read) return read.failure();
    auto all = all_accounts(store);
    if (!all) return all.failure();
    wire::Answer out;
    for (const auto& a : *all) out.lines.push_back(dump(account_json(a, store.clock.wall())));
    return out;
}

}  // namespace

std::span<const Verb> account_verbs() {
    static constexpr Verb verbs[] = {
        {.name = "user.add", .write = add},
        {.name = "user.list", .read = list},
        {.name = "user.reset", .write = reset},
        {.name = "user.remove", .write = remove},
    };
    return verbs;
}

// A contractor's account, and whatever else was given an end, ends by itself.
Result<DueDone> end_accounts(Store& store) {
    auto ended = end_due_accounts(store);
    if (!ended) return ended.failure();
    return DueDone{*ended > 0, false};
}

}  // namespace beadle::records

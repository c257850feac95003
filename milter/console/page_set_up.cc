// page_set_up.cc — a new account: its password, its one-time codes, once, by the link that an admin gave.
#include <algorithm>
#include <cctype>

#include "console/password.h"
#include "console/qr.h"
#include "console/routes.h"

namespace beadle::console {
namespace {

std::string grouped(const std::string& secret) {
    std::string out;
    for (std::size_t i = 0; i < secret.size(); ++i) out += (i > 0 && i % 4 == 0 ? " " : "") + std::string(1, secret[i]);
    return out;
}

Response set_up_page(Desk& desk, const std::string& name, const std::string& problem) {
    Value data = Value::map({{"path", "/set-up/" + desk.parts[0]}, {"name", name}, {"password_problem", problem}, {"problems", !problem.empty()}});
    return desk.page("set_up", "Set up your account", std::move(data), problem.empty() ? 200 : 422);
}

struct CodeProblems {
    std::string code, password;
};

// The secret is in no page but the one that follows the password.
Response code_page(Desk& desk, const std::string& token, const Value& begun, const CodeProblems& wrong) {
    const bool problems = !wrong.code.empty() || !wrong.password.empty();
    Value data = Value::map({{"path", "/set-up/" + token},
                             {"name", begun.text("name")},
                             {"code_problem", wrong.code},
                             {"password_problem", wrong.password},
                             {"problems", problems},
                             {"shown", !begun.text("secret").empty()}});
    if (!begun.text("secret").empty()) {
        const QrPath qr = qr_path(begun.text("address"));
        data.set("secret", grouped(begun.text("secret"))).set("qr", qr.path).set("qr_box", std::to_string(qr.side + 8));
    }
    return desk.page("set_up_code", "Add the account to your phone", std::move(data), problems ? 422 : 200);
}

// What cannot be a token is not asked about.
Reply shown_of(Desk& desk) {
    const std::string& token = desk.parts[0];
    const bool possible = token.size() == 32 && std::all_of(token.begin(), token.end(), [](unsigned char c) {
                              return std::isalnum(c) != 0 || c == '-' || c == '_';
                          });
    if (!possible) {
        Reply none;
        none.reached = true;
        none.exit_code = 1;
        return none;
    }
    return desk.ask("setup.show", Value::map({{"token", token}}));
}

Response no_link(Desk& desk) {
    Response out = desk.words(404, "This link does not work", "It was used, is too old or is not whole. Ask the person who gave it to you for a new one.");
    out.not_before = desk.house.clock.steady() + 400;
    return out;
}

Response take_password(Desk& desk, const Value& shown) {
    const std::string password = desk.form.one("password"), name = shown.text("name");
    const bool again = shown.text("step") == "code";
    if (!again && password != desk.form.one("again")) return set_up_page(desk, name, "The two are not the same. Type the password twice.");
    if (const auto why = again ? "" : why_not(password, name, desk.house.council); !why.empty()) return set_up_page(desk, name, why);
    const auto proof = proof_of(password, shown.text("salt"));
    if (!proof) return desk.trouble(Reply{});
    const Reply begun = desk.ask("setup.begin", Value::map({{"token", desk.parts[0]}, {"proof", *proof}, {"council", desk.house.council}}));
    if (!begun.reached || begun.exit_code > 1) return desk.trouble(begun);
    if (begun.done()) return code_page(desk, begun.first().text("token"), begun.first(), {});
    return again ? code_page(desk, desk.parts[0], shown, {"", begun.problem}) : no_link(desk);
}

Response take_code(Desk& desk, const Value& shown) {
    const Reply done = desk.ask("setup.finish", Value::map({{"token", desk.parts[0]}, {"code", desk.form.one("code").substr(0, 40)}}));
    if (!done.reached || done.exit_code > 1) return desk.trouble(done);
    if (!done.done()) return code_page(desk, desk.parts[0], shown, {done.problem, ""});
    return desk.page("codes", "Print your recovery codes", Value::map({{"codes", done.first()["codes"]}, {"first", true}}));
}

}  // namespace

Response show_set_up(Desk& desk) {
    const Reply shown = shown_of(desk);
    if (!shown.reached || shown.exit_code > 1) return desk.trouble(shown);
    if (!shown.done()) return no_link(desk);
    return shown.first().text("step") == "code" ? code_page(desk, desk.parts[0], shown.first(), {}) : set_up_page(desk, shown.first().text("name"), "");
}

Response take_set_up(Desk& desk) {
    const Reply shown = shown_of(desk);
    if (!shown.reached || shown.exit_code > 1) return desk.trouble(shown);
    if (!shown.done()) return no_link(desk);
    const bool code = shown.first().text("step") == "code" && !desk.form.has("password");
    return code ? take_code(desk, shown.first()) : take_password(desk, shown.first());
}

}  // namespace beadle::console

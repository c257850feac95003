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

Response set_up_page(Desk& desk, const Reply& shown, const std::string& password_problem, const std::string& code_problem) {
    const QrPath qr = qr_path(shown.first().text("address"));
    Value data = Value::map({{"path", "/set-up/" + desk.parts[0]},
                             {"name", shown.first().text("name")},
                             {"secret", grouped(shown.first().text("secret"))},
                             {"qr", qr.path},
                             {"qr_box", std::to_string(qr.side + 8)},
                             {"password_problem", password_problem},
                             {"code_problem", code_problem},
                             {"problems", !password_problem.empty() || !code_problem.empty()}});
    return desk.page("set_up", "Set up your account", std::move(data), password_problem.empty() && code_problem.empty() ? 200 : 422);
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
    return desk.ask("setup.show", Value::map({{"token", token}, {"council", desk.house.council}}));
}

Response no_link(Desk& desk) {
    Response out = desk.words(404, "This link does not work", "It was used, is too old or is not whole. Ask the person who gave it to you for a new one.");
    out.not_before = desk.house.clock.steady() + 400;
    return out;
}

}  // namespace

Response show_set_up(Desk& desk) {
    const Reply shown = shown_of(desk);
    if (!shown.reached || shown.exit_code > 1) return desk.trouble(shown);
    return shown.done() ? set_up_page(desk, shown, "", "") : no_link(desk);
}

Response take_set_up(Desk& desk) {
    const Reply shown = shown_of(desk);
    if (!shown.reached || shown.exit_code > 1) return desk.trouble(shown);
    if (!shown.done()) return no_link(desk);
    const std::string password = desk.form.one("password");
    if (const auto why = why_not(password, shown.first().text("name"), desk.house.council); !why.empty())
        return set_up_page(desk, shown, why, "");
    const auto proof = proof_of(password, shown.first().text("salt"));
    if (!proof) return desk.trouble(Reply{});
    const Reply done = desk.ask("setup.finish", Value::map({{"token", desk.parts[0]}, {"proof", *proof}, {"code", desk.form.one("code").substr(0, 40)}}));
    if (!done.reached || done.exit_code > 1) return desk.trouble(done);
    if (!done.done()) return set_up_page(desk, shown, "", done.problem);
    return desk.page("codes", "Print your recovery codes", Value::map({{"codes", done.first()["codes"]}, {"first", true}}));
}

}  // namespace beadle::console

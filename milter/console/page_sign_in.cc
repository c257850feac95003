// page_sign_in.cc — signing in, again for what needs it, and out.
#include "base/text.h"
#include "console/password.h"
#include "console/portal.h"
#include "console/routes.h"

namespace beadle::console {
namespace {

constexpr Milliseconds same_time = 700;  // whatever was wrong, and whoever was asked for

Response sign_in_page(Desk& desk, const std::string& problem, const std::string& name, int status) {
    const std::string next = desk.request.method == "GET" ? desk.query.one("next") : desk.form.one("next");
    return desk.page("sign_in", "Sign in",
                     Value::map({{"problem", problem}, {"name", name}, {"next", safe_path(next)}}), status);
}

std::string wrong_words(std::int64_t wait_seconds) {
    std::string out = "The name, password or code was not right, or the code was used before.";
    if (wait_seconds > 0) out += " There were many tries: wait " + std::to_string(wait_seconds) + " seconds before the next one.";
    return out;
}

// The proof of what was typed, as the records compare it.
Reply with_proof(Desk& desk, const std::string& verb, const std::string& name, Value arguments) {
    const Reply salt = desk.ask("session.salt", Value::map({{"name", name.substr(0, 200)}}));
    if (!salt.done()) return salt;
    const auto proof = proof_of(desk.form.one("password").substr(0, most_password), salt.first().text("salt"));
    if (!proof) return Reply{};
    arguments.set("proof", *proof).set("code", desk.form.one("code").substr(0, 40));
    return desk.ask(verb, arguments);
}

}  // namespace

Response show_sign_in(Desk& desk) { return sign_in_page(desk, "", "", 200); }

Response take_sign_in(Desk& desk) {
    const Milliseconds began = desk.house.clock.steady();
    const std::string name = desk.form.one("name").substr(0, 64);
    const Reply in = with_proof(desk, "session.open", name,
                                Value::map({{"name", name}, {"browser", desk.request.browser.substr(0, 300)},
                                            {"earlier", token_of(desk.house.public_address, desk.request.cookie)}}));
    if (!in.reached || in.exit_code > 1) return desk.trouble(in);
    const std::string token = in.first().text("token");
    Response out = token.empty() ? sign_in_page(desk, wrong_words(in.first().number("wait_seconds")), "", 422)
                                 : desk.go(safe_path(desk.form.one("next")));
    if (!token.empty()) out.cookie = cookie_of(desk.house.public_address, token);
    out.not_before = began + same_time;
    return out;
}

Response sign_out(Desk& desk) {
    (void)desk.ask("session.close");
    Response out = desk.go("/sign-in?done=signed-out");
    out.cookie = cookie_of(desk.house.public_address, "");
    return out;
}

Response show_proof(Desk& desk) {
    return desk.page("prove", "Sign in again", Value::map({{"next", safe_path(desk.query.one("next"))}}));
}

Response take_proof(Desk& desk) {
    const Milliseconds began = desk.house.clock.steady();
    const Reply in = with_proof(desk, "session.prove", desk.who.text("name"), Value::map());
    if (!in.reached || in.exit_code > 1) return desk.trouble(in);
    const std::string token = in.first().text("token");
    Response out = token.empty()
                       ? desk.page("prove", "Sign in again",
                                   Value::map({{"next", safe_path(desk.form.one("next"))},
                                               {"problem", wrong_words(in.first().number("wait_seconds"))}}), 422)
                       : desk.go(safe_path(desk.form.one("next")) + "?done=proven");
    if (!token.empty()) out.cookie = cookie_of(desk.house.public_address, token);
    out.not_before = began + same_time;
    return out;
}

Response stay_signed_in(Desk& desk) {
    Response out;
    out.type = "application/json";
    out.body = R"({"stays":true})";
    return desk.request.fetch_site == "same-origin" && desk.form.one("by") == "script" ? out : desk.go(safe_path(desk.form.one("next")));
}

}  // namespace beadle::console

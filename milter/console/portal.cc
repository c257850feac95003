#include "console/portal.h"

#include <algorithm>

#include "base/text.h"
#include "console/assets.h"
#include "console/routes.h"

namespace beadle::console {
namespace {

// With the prefix a browser takes it from this host over TLS alone, for all paths; on plain loopback it would not keep it.
constexpr std::string_view secure_name = "__Host-beadle", plain_name = "beadle";

std::string top_of(const std::string& path) { return path.substr(0, path.find('/', 1)); }

std::string home_of(const Desk& desk) {
    return desk.may("console.held") ? "/today" : desk.may("status") ? "/health" : "/own";
}

}  // namespace

std::string safe_path(const std::string& wanted) {
    const bool good = wanted.size() > 1 && wanted.size() <= 200 && wanted[0] == '/' && wanted[1] != '/' &&
                      std::all_of(wanted.begin(), wanted.end(), [](char c) {
                          return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '/' || c == '-' || c == '_';
                      });
    return good ? wanted : "/";
}

std::string cookie_of(const std::string& public_address, const std::string& token) {
    const bool secure = public_address.starts_with("https://");
    return std::string(secure ? secure_name : plain_name) + "=" + token + "; Path=/; HttpOnly; SameSite=Lax" +
           (secure ? "; Secure" : "") + (token.empty() ? "; Max-Age=0" : "");
}

std::string token_of(const std::string& public_address, const std::string& cookies) {
    const std::string_view name = public_address.starts_with("https://") ? secure_name : plain_name;
    std::string found;
    for (const auto& one : split(cookies, ';')) {
        const std::string_view pair = trim(one);
        if (!pair.starts_with(name) || !pair.substr(name.size()).starts_with('=')) continue;
        const std::string token(pair.substr(name.size() + 1));
        if (!found.empty() && found != token) return "";  // two that differ: somebody put one in
        found = token;
    }
    const bool good = found.size() == 64 && unhex(found);
    return good ? found : "";
}

Portal::Portal(Asker& asker, const Clock& clock, std::string council, std::string public_address)
    : house_{asker, clock, std::move(council), std::move(public_address)} {
    house_.policy = [this] {
        const std::lock_guard lock(mutex_);
        return policy_;
    };
}

void Portal::serve_policy(const policy::Policy& policy) {
    Value rules = Value::list();
    for (const auto& rule : policy.rules)
        rules.add(Value::map({{"id", rule.id}, {"clause", rule.clause}, {"purpose", rule.purpose}, {"action", std::string(name(rule.action))},
                              {"watch", (policy.watch && !rule.always) || rule.watch}, {"own_watch", rule.watch}, {"always", rule.always}, {"advice", rule.advice},
                              {"confidence", rule.when && !rule.when->finds.empty() ? std::string(name(rule.when->confidence)) : std::string()}, {"words", policy::explain(policy, rule)}}));
    Value all = Value::map({{"title", policy.title}, {"adopted", policy.adopted}, {"review_due", policy.review_due},
                            {"version", policy.version}, {"watch", policy.watch}, {"rules", std::move(rules)}});
    const std::lock_guard lock(mutex_);
    policy_ = std::move(all);
}

Response Portal::answer(const Request& request) {
    if (auto file = asset(request.path)) return std::move(*file);
    Request as_get = request;
    if (request.method == "HEAD") as_get.method = "GET";
    std::vector<std::string> parts;
    bool other_method = false;
    for (const auto& route : routes()) {
        if (!is_of(route.path, request.path, parts)) continue;
        if (route.method == as_get.method) return open(as_get, route, std::move(parts));
        other_method = true;
    }
    if (request.path == "/") return open(as_get, {"GET", "/", "-", nullptr}, {});
    Desk desk(house_, request, "");
    return other_method ? desk.words(405, "Not possible", "This page does not do that. Nothing was changed.")
                        : desk.words(404, "Page not found", "There is no such page. If you typed the address, look at it again.");
}

Response Portal::open(const Request& request, const Route& route, std::vector<std::string> parts) {
    Desk desk(house_, request, token_of(house_.public_address, request.cookie));
    desk.parts = std::move(parts);
    desk.here = top_of(request.path);
    auto query = Fields::parse(request.query);
    auto form = request.body_too_large ? Result<Fields>(fail(FailureKind::limit, "form", "")) : Fields::parse(request.body);
    if (!query || !form)
        return desk.words(400, "Not understood", "The page or form could not be read. Nothing was changed. Go back and try again.");
    desk.query = std::move(*query);
    desk.form = std::move(*form);
    const bool proves = route.handler == take_sign_in || route.handler == take_set_up || route.handler == take_proof ||
                        route.handler == change_my_password;
    if (proves && !proofs_.take(house_.clock.steady())) {
        desk.token.clear();
        return desk.words(429, "Too many tries", "Many people are signing in now. Wait a minute and try again. Nothing was changed.");
    }
    if (!route.right.empty()) return as_signed_in(desk, route);
    desk.token.clear();  // pages for anybody show nothing of who is signed in
    return route.handler(desk);
}

Response Portal::as_signed_in(Desk& desk, const Route& route) {
    const bool changes = route.method == "POST";
    const Reply look = desk.token.empty() ? Reply{} : desk.ask(route.path == "/counts" ? "session.peek" : "session.look");
    if (!desk.token.empty() && !look.reached) {
        desk.token.clear();
        return desk.trouble(look);
    }
    if (!look.done()) {
        desk.token.clear();
        if (!changes) return desk.go(desk.request.path == "/" ? "/sign-in" : "/sign-in?next=" + percent_encoded(safe_path(desk.request.path)));
        return desk.words(403, "You are signed out", "You were signed out, because of the time or on another page. Nothing was changed. Sign in and do it again.");
    }
    desk.who = look.first();
    if (!route.handler) return desk.go(home_of(desk));
    if (changes && !desk.is_sealed())
        return desk.words(403, "Nothing was changed", "This form was not one of this page, or the page was open since before you signed in. Go back, load the page again and repeat it.");
    if (route.right != "-" && !desk.may(route.right))
        return desk.words(403, "Not yours to see", "Your role, " + desk.role() + ", does not have this page. Nothing was changed.");
    return route.handler(desk);
}

}  // namespace beadle::console

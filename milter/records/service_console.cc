// service_console.cc — what is asked in the name of who is signed in: denied unless the table of roles.h says otherwise.
#include <nlohmann/json.hpp>

#include "base/text.h"
#include "records/release_right.h"
#include "records/scope.h"
#include "records/service.h"
#include "records/sessions.h"

namespace beadle::records {
namespace {

// The console shows by it what is needed: to sign in, to prove it again, or a right that this role does not have.
wire::Answer needs(const char* what, const std::string& why) {
    wire::Answer out;
    out.exit_code = 1;
    out.problem = why;
    out.lines.push_back(nlohmann::json{{"version", 1}, {"needs", what}}.dump());
    return out;
}

}  // namespace

void Service::ask_console(Request request, const wire::ConsoleAsk& ask) {
    request.person.address = printable(ask.client, 60);
    const VerbRight* right = right_of(ask.verb);
    if (right == nullptr || verb_named(ask.verb) == nullptr)
        return answer(request.from, request.id, needs("right", "nobody may ask \"" + printable(ask.verb, 64) + "\" here"));
    request.person.allowed = right->anybody;
    if (!right->anybody) {
        auto session = session_of(store_, ask.token);
        if (!session) return answer(request.from, request.id, Result<wire::Answer>(session.failure()));
        if (!*session)
            return answer(request.from, request.id, needs("sign-in", "nobody is signed in, or not any more"));
        if (!is_right_of(request, **session, *right, ask)) return;
        note_use(request.from, **session, *right);
    }
    ask_person(std::move(request), wire::Ask{ask.verb, ask.arguments});
}

// False: it was answered with what is missing.
bool Service::is_right_of(Request& request, const Session& session, const VerbRight& right, const wire::ConsoleAsk& ask) {
    const Account& account = session.account;
    request.person.name = account.name;
    request.person.session = session.hash;
    request.person.scope = scope_of(account.role);
    auto special = release_right(store_, ask.verb, ask.arguments, request.person.scope);
    if (!special) {
        answer(request.from, request.id, Result<wire::Answer>(special.failure()));
        return false;
    }
    request.person.allowed = may(account.role, ask.verb) && (!special->not_below_admin || account.role == AccountRole::admin ||
                                                             account.role == AccountRole::chair);
    if (!request.person.allowed) {
        answer(request.from, request.id,
               needs("right", special->not_below_admin ? "malware is released by an admin and a second person"
                                                       : "the role " + std::string(name(account.role)) + " may not do this"));
        return false;
    }
    if (special->out_of_scope) {
        answer(request.from, request.id,
               needs("right", "the role " + std::string(name(account.role)) + " sees " +
                                  (request.person.scope == "finance" ? "only what was held for figures and payments" : "only what needs a second person")));
        return false;
    }
    const bool stale = store_.clock.wall() - session.proven_at >= proof_life;
    if ((right.fresh || special->fresh) && stale) {
        answer(request.from, request.id, needs("proof", "this needs your password and code again"));
        return false;
    }
    return true;
}

void Service::note_use(std::uint64_t from, const Session& session, const VerbRight& right) {
    if (right.quiet || store_.clock.wall() - session.seen_at < seen_step) return;
    Request seen;
    seen.from = from;
    seen.body = Seen{session};
    ready_.push_back(std::move(seen));
}

}  // namespace beadle::records

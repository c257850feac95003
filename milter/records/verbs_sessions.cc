// verbs_sessions.cc — signing in to the console, setting up an account, one's own sessions.
#include <nlohmann/json.hpp>

#include "base/text.h"
#include "records/argument_reader.h"
#include "records/events.h"
#include "records/sign_in.h"
#include "records/totp.h"
#include "records/verbs.h"

namespace beadle::records {
namespace {

using nlohmann::json;

std::string dump(const json& j) { return j.dump(-1, ' ', false, json::error_handler_t::replace); }
wire::Answer line(const json& j) {
    wire::Answer out;
    out.lines.push_back(dump(j));
    return out;
}

Result<wire::Answer> salt(Store& store, const Person&, const std::string& arguments) {
    std::string name_given;
    if (auto read = ArgumentReader().text("name", name_given, 200).read(arguments); !read) return read.failure();
    return line({{"version", 1}, {"salt", salt_of(store, name_given)}});
}

Told signed_in_line(const SignedIn& in) {
    Told out;
    out.answer = line({{"version", 1}, {"token", in.token}, {"name", in.name}, {"wait_seconds", in.wait_seconds}});
    out.answer.exit_code = in.token.empty() ? 1 : 0;
    return out;
}

Result<Told> open(Store& store, const Person& person, const std::string& arguments) {
    Credentials c;
    auto read = ArgumentReader().text("name", c.name, 200).text("proof", c.proof, 64).text("code", c.code, 40)
                    .text("browser", c.browser, 400).text("earlier", c.earlier, 64).read(arguments);
    if (!read) return read.failure();
    c.address = person.address;
    auto in = sign_in(store, c);
    if (!in) return in.failure();
    return signed_in_line(*in);
}

Result<Told> prove_again(Store& store, const Person& person, const std::string& arguments) {
    Credentials c;
    auto read = ArgumentReader().text("proof", c.proof, 64).text("code", c.code, 40).read(arguments);
    if (!read) return read.failure();
    c.name = person.name;
    c.address = person.address;
    auto in = prove(store, person.session, c);
    if (!in) return in.failure();
    return signed_in_line(*in);
}

Result<std::optional<Session>> own_session(Store& store, const Person& person) {
    auto account = account_named(store, person.name);
    if (!account) return account.failure();
    if (!*account) return std::optional<Session>();
    auto all = sessions_of(store, **account);
    if (!all) return all.failure();
    for (auto& s : *all)
        if (s.hash == person.session) return std::optional<Session>(std::move(s));
    return std::optional<Session>();
}

wire::Answer no_session() {
    wire::Answer out;
    out.exit_code = 1;
    out.problem = "this is asked by who is signed in to the console";
    return out;
}

// Who is signed in, until when, and what this role may ask: the console shows no more than that.
Result<wire::Answer> look(Store& store, const Person& person, const std::string& arguments) {
    if (auto read = ArgumentReader().read(arguments); !read) return read.failure();
    auto session = own_session(store, person);
    if (!session) return session.failure();
    if (!*session) return no_session();
    const Session& s = **session;
    const auto now = store.clock.wall();
    return line({{"version", 1},
                 {"name", s.account.name},
                 {"role", name(s.account.role)},
                 {"mail", s.account.mail},
                 {"rights", rights_of(s.account.role)},
                 {"fresh", now - s.proven_at < proof_life},
                 {"ends_at", utc_text(s.made_at + session_life)},
                 {"idle_at", utc_text(s.seen_at + session_idle)},
                 {"account_until", s.account.ends_at == 0 ? "" : utc_text(s.account.ends_at)}});
}

Result<wire::Answer> list(Store& store, const Person& person, const std::string& arguments) {
    if (auto read = ArgumentReader().read(arguments); !read) return read.failure();
    auto own = own_session(store, person);
    if (!own) return own.failure();
    if (!*own) return no_session();
    auto all = sessions_of(store, (*own)->account);
    if (!all) return all.failure();
    auto codes = recovery_codes_left(store, (*own)->account);
    if (!codes) return codes.failure();
    wire::Answer out;
    for (const auto& s : *all)
        out.lines.push_back(dump({{"version", 1},
                                  {"mark", session_mark(s)},
                                  {"this", s.hash == person.session},
                                  {"at", utc_text(s.made_at)},
                                  {"seen_at", utc_text(s.seen_at)},
                                  {"address", s.address},
                                  {"browser", s.browser},
                                  {"codes_left", *codes}}));
    return out;
}

Status note(Store& store, const Person& person, const char* kind) {
    Event e;
    e.kind = kind;
    e.person = printable(person.name, 64);
    auto put = append(store, std::move(e));
    if (!put) return put.failure();
    return Done{};
}

Result<Told> close(Store& store, const Person& person, const std::string& arguments) {
    if (auto read = ArgumentReader().read(arguments); !read) return read.failure();
    if (auto ended = end_session(store, person.session); !ended) return ended.failure();
    if (auto put = note(store, person, "signed-out"); !put) return put.failure();
    return Told{line({{"version", 1}, {"done", "signed out"}}), false};
}

Result<Told> end_one(Store& store, const Person& person, const std::string& arguments) {
    std::string mark;
    if (auto read = ArgumentReader().needed("mark", mark, "which session?", 64).read(arguments); !read) return read.failure();
    auto own = own_session(store, person);
    if (!own) return own.failure();
    if (!*own) return Told{no_session(), false};
    auto all = sessions_of(store, (*own)->account);
    if (!all) return all.failure();
    for (const auto& s : *all)
        if (session_mark(s) == mark)
            if (auto ended = end_session(store, s.hash); !ended) return ended.failure();
    if (auto put = note(store, person, "session-ended"); !put) return put.failure();
    return Told{line({{"version", 1}, {"done", "ended"}}), false};
}

Result<Told> codes(Store& store, const Person& person, const std::string& arguments) {
    if (auto read = ArgumentReader().read(arguments); !read) return read.failure();
    auto own = own_session(store, person);
    if (!own) return own.failure();
    if (!*own) return Told{no_session(), false};
    auto fresh = renew_recovery_codes(store, (*own)->account);
    if (!fresh) return fresh.failure();
    if (auto put = note(store, person, "recovery-codes-made"); !put) return put.failure();
    return Told{line({{"version", 1}, {"codes", *fresh}}), false};
}

Result<Told> new_password(Store& store, const Person& person, const std::string& arguments) {
    std::string proof;
    if (auto read = ArgumentReader().needed("proof", proof, "the proof of the new password", 64).read(arguments); !read) return read.failure();
    auto own = own_session(store, person);
    if (!own) return own.failure();
    if (!*own) return Told{no_session(), false};
    auto changed = change_password(store, (*own)->account, proof, person.session);
    if (!changed) return changed.failure();
    if (!*changed) return fail(FailureKind::malformed, "arguments", "\"proof\" is not one");
    if (auto put = note(store, person, "password-changed"); !put) return put.failure();
    return Told{line({{"version", 1}, {"done", "changed"}}), false};
}

// Changes nothing: what a link scanner fetches stays as it is. The secret is no part of it: whoever holds the link sees it only
// by setting the password, which uses the link up, and later only by that password.
Result<wire::Answer> show_set_up(Store& store, const Person&, const std::string& arguments) {
    std::string token;
    auto read = ArgumentReader().text("token", token, 200).read(arguments);
    if (!read) return read.failure();
    auto account = account_of_setup(store, token);
    if (!account) return account.failure();
    if (!*account) {
        wire::Answer out;
        out.exit_code = 1;
        out.problem = "This link was used, is too old or is not whole. Ask for a new one.";
        return out;
    }
    return line({{"version", 1},
                 {"name", (*account)->name},
                 {"role", name((*account)->role)},
                 {"step", (*account)->verifier.empty() ? "password" : "code"},
                 {"salt", salt_of(store, (*account)->name)}});
}

Told set_up_refused(const std::string& why) {
    Told out;
    out.answer.exit_code = 1;
    out.answer.problem = why;
    return out;
}

Result<Told> start_set_up(Store& store, const Person& person, const std::string& arguments) {
    std::string token, council;
    Credentials c;
    auto read = ArgumentReader().text("token", token, 200).text("proof", c.proof, 64).text("council", council, 200).read(arguments);
    if (!read) return read.failure();
    c.address = person.address;
    auto begun = begin_set_up(store, token, c);
    if (!begun) return begun.failure();
    if (!begun->problem.empty()) return set_up_refused(begun->problem);
    return Told{line({{"version", 1},
                      {"name", begun->name},
                      {"token", begun->token},
                      {"secret", base32(begun->secret)},
                      {"address", otp_address(begun->secret, begun->name, council)}}),
                false};
}

Result<Told> finish_set_up(Store& store, const Person& person, const std::string& arguments) {
    std::string token;
    Credentials c;
    auto read = ArgumentReader().text("token", token, 200).text("code", c.code, 40).read(arguments);
    if (!read) return read.failure();
    c.address = person.address;
    auto done = set_up(store, token, c);
    if (!done) return done.failure();
    if (!done->problem.empty()) return set_up_refused(done->problem);
    return Told{line({{"version", 1}, {"codes", done->codes}}), false};
}

}  // namespace

std::span<const Verb> session_verbs() {
    static constexpr Verb verbs[] = {
        {.name = "session.salt", .read = salt},        {.name = "session.open", .write = open},
        {.name = "session.prove", .write = prove_again}, {.name = "session.look", .read = look},
        {.name = "session.peek", .read = look},        {.name = "session.list", .read = list},
        {.name = "session.close", .write = close},     {.name = "session.end", .write = end_one},
        {.name = "session.codes", .write = codes},     {.name = "setup.show", .read = show_set_up},
        {.name = "setup.begin", .write = start_set_up}, {.name = "setup.finish", .write = finish_set_up},
        {.name = "session.password", .write = new_password},
    };
    return verbs;
}

}  // namespace beadle::records

// service_take.cc — frames become requests: who may send what, and which are answered from what is committed already.
#include "base/log.h"
#include "base/text.h"

#include "records/answers.h"
#include "records/correspondence.h"
#include "records/exceptions.h"
#include "records/service.h"
#include "records/suspensions.h"
#include "wire/council.h"
#include "wire/due.h"

namespace beadle::records {
namespace {

constexpr std::uint64_t small_message = 256u << 10;  // goes in with the transaction of its event
constexpr Milliseconds longest_wait = 60'000;

struct Allowed {
    wire::Role role;
    std::uint16_t type;
};
// The fixed table of what each role may ask.
constexpr Allowed allowed_table[] = {
    {wire::Role::session, wire::RecordVerdict::type},
    {wire::Role::session, wire::Amend::type},
    {wire::Role::session, wire::CheckStamp::type},
    {wire::Role::session, wire::Recall::type},
    {wire::Role::session, wire::Council::type},
    {wire::Role::session, wire::AskStanding::type},
    {wire::Role::session, wire::AskExceptions::type},
    {wire::Role::mail, wire::TakeWork::type},
    {wire::Role::mail, wire::SettleWork::type},
    {wire::Role::mail, wire::StampNotice::type},
    {wire::Role::mail, wire::RenewWork::type},
    {wire::Role::mail, wire::Deliveries::type},
    {wire::Role::mail, wire::RunDue::type},
    {wire::Role::console, wire::ShowQuestion::type},
    {wire::Role::console, wire::GiveAnswer::type},
    {wire::Role::console, wire::ConsoleAsk::type},
    {wire::Role::inspect, wire::Viewed::type},
    {wire::Role::admin, wire::Ask::type},
};
bool is_allowed(wire::Role role, std::uint16_t type) {
    for (const auto& row : allowed_table)
        if (row.role == role && row.type == type) return true;
    return false;
}

}  // namespace

bool Service::take(std::uint64_t from, wire::Role role, const Person& person, wire::Frame frame) {
    if (!is_allowed(role, frame.type)) {
        log::warning("a peer sent what its role may not send", {{"cause", "type " + std::to_string(frame.type)}});
        return false;
    }
    if (role == wire::Role::inspect) return views_.came(frame);
    Request request;
    request.from = from;
    request.id = frame.id;
    request.person = person;
    if (role == wire::Role::session) return take_session(std::move(request), frame);
    if (role == wire::Role::mail) return take_mail(std::move(request), frame);
    if (role == wire::Role::console) return take_console(std::move(request), frame);
    auto ask = wire::message_of<wire::Ask>(frame);
    return ask && take_admin(std::move(request), *ask);
}

bool Service::take_session(Request request, wire::Frame& frame) {
    if (frame.type == wire::RecordVerdict::type) {
        auto verdict = wire::message_of<wire::RecordVerdict>(frame);
        return verdict && take_verdict(std::move(request), std::move(*verdict), frame);
    }
    if (frame.type == wire::Recall::type) {
        auto asked = wire::message_of<wire::Recall>(frame);
        if (!asked) return false;
        auto known = recall(store_, asked->pairs);
        if (!known) note_problem(known.failure());
        outlet_.send(request.from, wire::frame_of(known ? wire::Recalled{true, "", std::move(*known)}
                                                        : wire::Recalled{false, known.failure().what, {}}, request.id));
        return true;
    }
    if (frame.type == wire::AskStanding::type) {
        auto asked = wire::message_of<wire::AskStanding>(frame);
        if (!asked) return false;
        auto found = standing(store_, asked->addresses);
        if (!found) note_problem(found.failure());
        outlet_.send(request.from, wire::frame_of(found ? *found : wire::Standing{false, found.failure().what, "", 0}, request.id));
        return true;
    }
    if (frame.type == wire::Council::type) {
        auto council = wire::message_of<wire::Council>(frame);
        if (!council) return false;
        store_.council = std::move(*council);
        return true;
    }
    if (frame.type == wire::AskExceptions::type) {
        auto asked = wire::message_of<wire::AskExceptions>(frame);
        if (!asked) return false;
        auto given = given_exceptions(store_, *asked);
        if (!given) note_problem(given.failure());
        outlet_.send(request.from, wire::frame_of(given ? *given : wire::ExceptionsGiven{}, request.id));
        return true;
    }
    if (frame.type == wire::Amend::type) {
        auto amendment = wire::message_of<wire::Amend>(frame);
        if (!amendment) return false;
        request.body = std::move(*amendment);
    } else {
        auto check = wire::message_of<wire::CheckStamp>(frame);
        if (!check) return false;
        request.body = std::move(*check);
    }
    ready_.push_back(std::move(request));
    return true;
}

bool Service::take_verdict(Request request, wire::RecordVerdict verdict, wire::Frame& frame) {
    const bool holds = !verdict.held.empty();
    request.body = std::move(verdict);
    if (!holds || frame.descriptors.empty()) {
        ready_.push_back(std::move(request));
        return true;
    }
    auto sealing = Sealing::of(std::move(frame.descriptors.front()));
    if (!sealing) {
        refuse(request, sealing.failure());
        return true;
    }
    if ((*sealing)->octets() > small_message) {
        request.incoming = std::make_unique<Incoming>();
        request.incoming->sealing = std::move(*sealing);
        incoming_.push_back(std::move(request));
        return true;
    }
    auto sealed = seal_whole(store_.keys, **sealing);
    if (!sealed) {
        refuse(request, sealed.failure());
        return true;
    }
    request.sealed = std::move(*sealed);
    ready_.push_back(std::move(request));
    return true;
}

bool Service::take_mail(Request request, wire::Frame& frame) {
    if (frame.type == wire::TakeWork::type) {
        auto take = wire::message_of<wire::TakeWork>(frame);
        if (!take) return false;
        const auto wait = draining_ ? 0 : std::clamp<Milliseconds>(take->wait_ms, 0, longest_wait);
        waiting_.push_back({request.from, request.id, store_.clock.steady() + wait});
        return true;
    }
    if (frame.type == wire::RunDue::type) {
        if (next_task_ >= due_tasks().size()) next_task_ = 0;
        hold_texts_.wake();
        return true;
    }
    if (frame.type == wire::SettleWork::type) {
        auto settle = wire::message_of<wire::SettleWork>(frame);
        if (!settle) return false;
        request.body = std::move(*settle);
    } else if (frame.type == wire::Deliveries::type) {
        auto said = wire::message_of<wire::Deliveries>(frame);
        if (!said) return false;
        request.body = std::move(*said);
    } else if (frame.type == wire::RenewWork::type) {
        auto renew = wire::message_of<wire::RenewWork>(frame);
        if (!renew) return false;
        request.body = *renew;
    } else {
        auto stamp = wire::message_of<wire::StampNotice>(frame);
        if (!stamp) return false;
        request.body = std::move(*stamp);
    }
    ready_.push_back(std::move(request));
    return true;
}

bool Service::take_console(Request request, const wire::Frame& frame) {
    if (frame.type == wire::ShowQuestion::type) {
        auto show = wire::message_of<wire::ShowQuestion>(frame);
        if (!show) return false;
        auto shown = show_question(store_, show->code);
        if (!shown) note_problem(shown.failure());
        outlet_.send(request.from, wire::frame_of(shown ? *shown : wire::QuestionShown{}, request.id));
        return true;
    }
    if (frame.type == wire::ConsoleAsk::type) {
        auto ask = wire::message_of<wire::ConsoleAsk>(frame);
        if (!ask) return false;
        ask_console(std::move(request), *ask);
        return true;
    }
    auto given = wire::message_of<wire::GiveAnswer>(frame);
    if (!given) return false;
    request.body = std::move(*given);
    ready_.push_back(std::move(request));
    return true;
}

bool Service::take_admin(Request request, const wire::Ask& ask) {
    if (!request.person.allowed) {
        const std::string name = request.person.name;
        refuse_person(std::move(request), ask.verb, "the account " + printable(name, 64) + " may not ask the records",
                      1);
        return true;
    }
    ask_person(std::move(request), ask);
    return true;
}

void Service::refuse_person(Request request, const std::string& verb, const std::string& why, std::uint32_t exit_code) {
    // Whoever is not even signed in could fill the records with tries.
    if (request.person.name.empty()) return answer(request.from, request.id, wire::Answer{exit_code, why, {}, false});
    request.body = Refusal{printable(verb, 64), why, exit_code};
    ready_.push_back(std::move(request));
}

void Service::ask_person(Request request, const wire::Ask& ask) {
    const Verb* verb = verb_named(ask.verb);
    if (verb == nullptr)
        return refuse_person(std::move(request), ask.verb, "there is no verb \"" + printable(ask.verb, 64) + "\"", 2);
    if (verb->write != nullptr) {
        request.body = Act{verb, ask.arguments};
        return ready_.push_back(std::move(request));
    }
    Failure wrong;
    if (verb->read != nullptr) {
        auto read = verb->read(store_, request.person, ask.arguments);
        if (read || read.failure().kind != FailureKind::malformed) return answer(request.from, request.id, read);
        wrong = read.failure();
    } else {
        auto job = verb->job(store_, request.person, ask.arguments);
        if (job) return readings_.push_back({request.from, request.id, std::move(*job), {}});
        if (job.failure().kind != FailureKind::malformed)
            return answer(request.from, request.id, Result<wire::Answer>(job.failure()));
        wrong = job.failure();
    }
    refuse_person(std::move(request), ask.verb, wrong.what, 2);
}

}  // namespace beadle::records

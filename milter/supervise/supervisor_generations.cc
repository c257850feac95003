#include <fcntl.h>

#include <algorithm>
#include <cstdio>

#include "base/log.h"
#include "base/text.h"

#include "settings/signature_files.h"
#include "supervise/supervisor.h"
#include "wire/policy.h"

namespace beadle::supervise {
namespace {

constexpr Milliseconds check_limit = 120'000;  // a large malware database takes its time to load

}  // namespace

bool Supervisor::start_generation(bool restart, std::vector<Waiting> askers) {
    if (stopping_) {
        answer_reload(askers, false, "beadled is stopping\n");
        return false;
    }
    if (coming_ || in_motion()) {  // this one waits
        reload_again_ = true;
        restart_again_ = restart_again_ || restart;
        reload_waiting_.insert(reload_waiting_.end(), askers.begin(), askers.end());
        return true;
    }
    auto read = read_bundle(options_.settings_file);
    auto sealed = read.diagnostics.empty() ? seal(read.bundle) : Result<Descriptor>(fail(FailureKind::misconfigured, "", ""));
    if (!read.diagnostics.empty() || !sealed) {
        const auto words = read.diagnostics.empty() ? sealed.failure().what + "\n" : text(read.diagnostics);
        log::error("the new settings are refused, the running ones serve on", {{"cause", words}});
        ++refusals_;
        last_refusal_ = words;
        answer_reload(askers, false, words);
        return false;
    }
    Coming coming;
    coming.settings = read_settings(read.bundle.first(BundleRole::settings)->octets, options_.settings_file).settings;
    coming.sealed = std::move(*sealed);
    coming.restart = restart;
    coming.askers = std::move(askers);
    begin_coming(std::move(coming));
    return coming_ || generation_ != 0;
}

// Signatures that came by themselves: a generation with the files that serve now, whatever lies in the folders.
void Supervisor::start_signatures() {
    Coming coming;
    coming.settings = settings_;
    coming.sealed = Descriptor(::fcntl(sealed_.get(), F_DUPFD_CLOEXEC, 4));
    coming.for_signatures = true;
    log::information("the malware signatures changed and are loaded", {});
    begin_coming(std::move(coming));
}

void Supervisor::watch_signatures() {
    if (generation_ == 0 || stopping_ || coming_ || reload_again_ || in_motion() || !signatures_.look_now(steady_now())) return;
    const auto state = state_of_signatures(settings_.signatures_malware);
    if (signatures_.is_served(state)) say_signatures("");
    if (signatures_.due(state, steady_now())) start_signatures();
    if (signatures_.is_short(steady_now()))
        say_signatures("a database that serves is no longer in its folder, or cannot be read there; put it back, or take what is there by \"beadle reload\"");
}

// The records show it to whoever looks at the console.
void Supervisor::say_signatures(const std::string& problem) {
    if (problem == signatures_problem_) return;
    signatures_problem_ = problem;
    if (Child* record = find(Kind::record); record && record->control) record->control->send(wire::frame_of(wire::SignaturesProblem{problem}));
}

void Supervisor::begin_coming(Coming coming) {
    coming.generation = ++last_generation_;
    coming.give_up_at = steady_now() + check_limit;
    coming.signatures = state_of_signatures(coming.settings.signatures_malware);
    signatures_.tried(coming.signatures, steady_now());
    coming_ = std::move(coming);
    // The inspector forks its workers after loading, so a generation has one of its own; the others read it beside the running one.
    if (!start(Kind::inspect, coming_->generation, coming_->sealed.get())) {
        coming_->refused = true;
        coming_->diagnostics = "beadle-inspect could not be started\n";
    }
    for (Kind kind : {Kind::record, Kind::session, Kind::mail, Kind::console}) {
        if (!is_wanted(kind)) continue;
        if (Child* running = find(kind); running && running->control) {
            configure(*running, coming_->generation, coming_->sealed.get());
        } else if (generation_ == 0 && !start(kind, coming_->generation, coming_->sealed.get())) {
            coming_->refused = true;
            coming_->diagnostics = std::string(row(kind).program) + " could not be started\n";
        }
    }
    coming_answered();
}

// At most two generations are alive; and a process that is just starting, or whose successor is, knows only the running one.
bool Supervisor::in_motion() const {
    if (!replaced_.empty() || !to_restart_.empty()) return true;
    return std::any_of(children_.begin(), children_.end(), [this](const Child& c) {
        const bool leaving = c.stage == Stage::retiring || c.stage == Stage::draining;
        return generation_ != 0 && (c.stage == Stage::starting || (c.kind == Kind::inspect && leaving));
    });
}

// A process has to be started anew while the others check a generation: it would never hear of that one. First it starts,
// then the reload begins again.
void Supervisor::put_off_generation() {
    if (coming_->for_signatures) {
        signatures_.tried("", 0);  // the watch begins it again
    } else {
        reload_again_ = true;
        restart_again_ = restart_again_ || coming_->restart;
    }
    reload_waiting_.insert(reload_waiting_.end(), coming_->askers.begin(), coming_->askers.end());
    if (Child* inspect = inspector_of(coming_->generation)) drain(*inspect);
    for (auto& child : children_)
        if (child.offered == coming_->generation) child.offered = 0;
    coming_.reset();
}

// Called whenever somebody answered: goes on when nobody is left to answer.
void Supervisor::coming_answered() {
    if (!coming_) return;
    for (const auto& child : children_)
        if (child.offered == coming_->generation) return;
    if (coming_->refused) return refuse_generation();
    switch_generation();
}

void Supervisor::refuse_generation() {
    Coming refused = std::move(*coming_);
    coming_.reset();
    if (refused.for_signatures) {
        log::error("the new malware signatures are refused, those loaded before serve on", {{"cause", refused.diagnostics}});
        say_signatures(refused.diagnostics);
    } else {
        log::error("the new generation is refused, the running one serves on", {{"cause", refused.diagnostics}});
        ++refusals_;
        last_refusal_ = refused.diagnostics;
        signatures_.tried("", 0);  // it may have been refused for another reason
    }
    for (auto& child : children_)
        if (child.kind == Kind::inspect && child.generation != generation_ && child.stage != Stage::draining) drain(child);
    answer_reload(refused.askers, false, refused.diagnostics);
    if (generation_ == 0) {
        std::fprintf(stderr, "%s", refused.diagnostics.c_str());
        exit_code_ = 3;
        begin_stop();
    }
}

void Supervisor::switch_generation() {
    Coming good = std::move(*coming_);
    coming_.reset();
    const bool first = generation_ == 0;
    generation_ = good.generation;
    if (!good.for_signatures) last_refusal_.clear();
    signatures_.serves(good.signatures);
    say_signatures("");
    settings_ = std::move(good.settings);
    sealed_ = std::move(good.sealed);
    if (!good.diagnostics.empty() && !good.for_signatures) log::warning("the files are good, with warnings", {{"cause", good.diagnostics}});
    if (first) {
        Child *record = find(Kind::record), *inspect = find(Kind::inspect), *session = find(Kind::session),
              *mail = find(Kind::mail);
        connect(*session, *record, generation_);
        connect(*session, *inspect, generation_);
        connect(*record, *inspect, generation_);
        connect(*mail, *record, generation_);
        if (Child* console = find(Kind::console)) connect(*console, *record, generation_);
        hand_listener(*session);
        return;
    }
    Child* inspect = inspector_of(generation_);
    for (auto& child : children_)
        if ((child.kind == Kind::session || child.kind == Kind::record) && child.control && inspect) connect(child, *inspect, generation_);
    for (auto& child : children_) {
        if (child.kind == Kind::inspect || !child.control) continue;
        child.control->send(wire::frame_of(wire::Switch{generation_}));
        child.generation = generation_;
    }
    retire_old_inspectors();
    log::information("switched to the new generation", {{"generation", std::to_string(generation_)}});
    answer_reload(good.askers, true, good.diagnostics);
    if (good.restart) {
        to_restart_ = {Kind::record, Kind::mail, Kind::console, Kind::session};
        restart_next();
    }
}

// The old one serves the messages that began under it; the session says when there are none left.
void Supervisor::retire_old_inspectors() {
    for (auto& child : children_) {
        if (child.kind != Kind::inspect || child.generation == generation_ || child.stage == Stage::draining) continue;
        child.stage = Stage::retiring;
        child.kill_at = steady_now() + settings_.session_end_of_message_seconds * 1000 + 10'000;
    }
}

void Supervisor::restart_next() {
    if (to_restart_.empty() || stopping_) return;
    const Kind kind = to_restart_.front();
    if (!replaced_.empty()) return;
    to_restart_.erase(to_restart_.begin());
    Child* old = find(kind);
    if (!old) return restart_next();
    if (kind == Kind::session) {  // the new one serves first, so that no client is turned away
        old->stage = Stage::retiring;
        old->kill_at = steady_now() + row(kind).drain + kill_slack + 30'000;
        start(Kind::session, generation_, sealed_.get());
        return;
    }
    replaced_.push_back(old->pid);
    drain(*old);
}

void Supervisor::answer_reload(const std::vector<Waiting>& askers, bool good, const std::string& diagnostics) {
    wire::Reloaded reply{good, generation_, diagnostics};
    for (const auto& asker : askers)
        for (auto& admin : admins_)
            if (admin.id == asker.admin) admin.connection->send(wire::frame_of(reply, asker.id));
}

}  // namespace beadle::supervise

#include "records/process.h"

#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>

#include "base/descriptor_limit.h"
#include "base/log.h"
#include "base/sandbox.h"
#include "base/text.h"

#include "records/admin_socket.h"
#include "settings/bundle.h"
#include "wire/policy.h"

namespace beadle::records {
namespace {

constexpr std::size_t admins_most = 32;
constexpr Milliseconds end_without_control = 5'000;
// Of each connection of session one message may wait here, and the one before it when its answer was given up.
constexpr std::uint64_t for_each_connection = 2, for_the_process = 256;

log::Level level_of(const std::string& word) {
    if (word == "debug") return log::Level::debug;
    if (word == "warning") return log::Level::warning;
    if (word == "error") return log::Level::error;
    return log::Level::information;
}

Result<Served> served_of(wire::Frame& frame) {
    if (frame.descriptors.empty()) return fail(FailureKind::defect, "records", "no bundle came with the configuration");
    auto bundle = open_bundle(frame.descriptors.front().get());
    if (!bundle) return bundle.failure();
    const auto* file = bundle->first(BundleRole::settings);
    if (!file) return fail(FailureKind::defect, "records", "the bundle holds no settings");
    auto read = read_settings(file->octets, file->path);
    Diagnostics wrong = std::move(read.diagnostics);
    auto retention = retention_of(*bundle);
    auto holidays = bank_holidays_of(*bundle);
    if (retention) wrong.insert(wrong.end(), retention->diagnostics.begin(), retention->diagnostics.end());
    wrong.insert(wrong.end(), holidays.diagnostics.begin(), holidays.diagnostics.end());
    if (!wrong.empty()) return fail(FailureKind::misconfigured, file->path, text(wrong));
    std::erase_if(bundle->files, [](const BundleFile& f) { return f.role == BundleRole::notice; });
    return Served{std::move(read.settings), retention ? std::move(retention->schedule) : RetentionSchedule{},
                  std::move(holidays.holidays), std::move(*bundle)};
}

Status make_room(const Settings& settings) {
    const auto connections = static_cast<std::uint64_t>(settings.session_connections);
    return allow_descriptors(for_each_connection * connections + for_the_process,
                             "session.connections = " + std::to_string(connections));
}

NoticeRules rules_of(const Settings& settings) {
    NoticeRules out;
    out.deputy = settings.notices_deputy;
    out.auditor = settings.notices_auditor;
    out.chair = settings.notices_chair;
    for (const auto& time : settings.notices_digest_hours)
        out.digest_minutes.push_back(std::stoi(time.substr(0, 2)) * 60 + std::stoi(time.substr(3, 2)));
    out.digest_when_empty = settings.notices_digest_when_empty != 0;
    out.alerts_an_hour = settings.notices_alerts_an_hour;
    out.training_months = settings.notices_training_months;
    out.admin = settings.notices_admin;
    out.signatures_days = settings.notices_signatures_days;
    out.signature_folders = settings.signatures_malware;
    out.console = settings.console_public_address;
    return out;
}

std::string folder_of(const std::string& path) {
    const auto slash = path.rfind('/');
    return slash == std::string::npos ? "" : path.substr(0, slash);
}

}  // namespace

Process::Process(Descriptor control, const Clock& clock) : clock_(clock), control_(std::move(control)) {}
Process::~Process() = default;

void Process::send(std::uint64_t to, wire::Frame frame) {
    if (auto found = peers_.find(to); found != peers_.end()) found->second.connection->send(std::move(frame));
}
std::size_t Process::queued(std::uint64_t to) const {
    auto found = peers_.find(to);
    return found == peers_.end() ? 0 : found->second.connection->queued_octets();
}

int Process::run() {
    bool more = false;
    while (true) {
        poll_once(more);
        more = service_ && service_->turn();
        if (service_ && !draining_) follow_policy();
        remove_closed();
        if (refused_ && !control_.wants_write()) {
            (void)end();
            return 3;
        }
        if (draining_ && ((!more && flushed()) || clock_.steady() >= deadline_)) return end();
    }
}

void Process::poll_once(bool more) {
    std::vector<pollfd> fds;
    std::vector<std::uint64_t> ids;
    const auto watch = [&](const wire::Connection& c) {
        fds.push_back({c.socket(), static_cast<short>(POLLIN | (c.wants_write() ? POLLOUT : 0)), 0});
    };
    watch(control_);
    if (control_gone_) fds.back().fd = -1;
    fds.push_back({admin_ && !draining_ ? admin_.get() : -1, POLLIN, 0});
    for (const auto& [id, peer] : peers_) {
        watch(*peer.connection);
        ids.push_back(id);
    }
    Milliseconds wait = more ? 0 : service_ ? service_->wait_at_most() : -1;
    if (draining_) wait = more ? 0 : 20;
    ::poll(fds.data(), fds.size(), static_cast<int>(std::min<Milliseconds>(wait, 60'000)));
    if (fds[0].revents & POLLOUT) (void)control_.write_ready();
    if (fds[0].revents & ~POLLOUT) {
        const auto read = control_.read_ready();
        while (auto frame = control_.next()) on_control(std::move(*frame));
        if (!read && !control_gone_) {
            control_gone_ = true;
            begin_drain(end_without_control);
        }
    }
    if (fds[1].revents) accept_admins();
    for (std::size_t i = 0; i < ids.size(); ++i) {
        if (fds[i + 2].revents & POLLOUT && !peers_[ids[i]].connection->write_ready()) closed_.push_back(ids[i]);
        if (fds[i + 2].revents & ~POLLOUT) on_peer(ids[i]);
    }
}

// What a peer sent before it went is still heard.
void Process::on_peer(std::uint64_t id) {
    Peer& peer = peers_[id];
    const auto read = peer.connection->read_ready();
    bool good = true;
    while (auto frame = good ? peer.connection->next() : std::nullopt)
        good = service_ && service_->take(id, peer.role, peer.person, std::move(*frame));
    if (!read || !good) closed_.push_back(id);
}

void Process::remove_closed() {
    for (auto id : closed_) {
        if (service_) service_->gone(id);
        const auto found = peers_.find(id);
        const bool inspector = found != peers_.end() && found->second.role == wire::Role::inspect;
        if (inspector && !draining_ && !service_->has_inspector())  // it may live on without this end
            control_.send(wire::frame_of(wire::NeedPeer{wire::Role::inspect, inspector_}));
        peers_.erase(id);
    }
    closed_.clear();
}

void Process::accept_admins() {
    while (true) {
        Descriptor socket(::accept4(admin_.get(), nullptr, nullptr, SOCK_CLOEXEC));
        if (!socket) return;
        const auto admins = std::count_if(peers_.begin(), peers_.end(),
                                          [](const auto& p) { return p.second.role == wire::Role::admin; });
        if (static_cast<std::size_t>(admins) >= admins_most) continue;
        const Person person = person_of(socket.get(), settings_.admin_group);
        peers_[next_peer_++] = {std::make_unique<wire::Connection>(std::move(socket)), wire::Role::admin, person};
    }
}

void Process::on_control(wire::Frame frame) {
    switch (frame.type) {
        case wire::Configure::type:
            return configure(frame);
        case wire::Switch::type: {
            auto message = wire::message_of<wire::Switch>(frame);
            if (!message || !prepared_.contains(message->generation)) return;
            generation_ = message->generation;
            use(prepared_[generation_]);
            prepared_.erase(prepared_.begin(), prepared_.upper_bound(generation_));
            return;
        }
        case wire::Peer::type: {
            auto message = wire::message_of<wire::Peer>(frame);
            if (!message || frame.descriptors.empty() || !service_) return;
            const auto allowed = {wire::Role::session, wire::Role::mail, wire::Role::console, wire::Role::inspect};
            if (std::find(allowed.begin(), allowed.end(), message->role) == allowed.end()) return;
            if (message->role == wire::Role::inspect) {
                inspector_ = message->generation;
                service_->use_inspector(next_peer_);
            }
            peers_[next_peer_++] = {
                std::make_unique<wire::Connection>(std::move(frame.descriptors.front())), message->role, {}};
            return;
        }
        case wire::StatusRequest::type:
            return control_.send(wire::frame_of(wire::StatusAnswer{service_ ? service_->status() : "{}"}, frame.id));
        case wire::SignaturesProblem::type:
            if (auto message = wire::message_of<wire::SignaturesProblem>(frame); message && service_)
                service_->store().counters.signatures_problem = printable(message->words, 600);
            return;
        case wire::Drain::type: {
            auto message = wire::message_of<wire::Drain>(frame);
            return begin_drain(message ? message->deadline_ms : end_without_control);
        }
        default:
            log::warning("beadled sent what beadle-record does not know");
    }
}

void Process::configure(wire::Frame& frame) {
    auto asked = wire::message_of<wire::Configure>(frame);
    if (!asked) return;
    wire::Prepared answer;
    answer.generation = asked->generation;
    auto served = served_of(frame);
    const Status room = served ? make_room(served->settings) : Status(served.failure());
    const Status begun = !room || service_ ? room : begin(*served);
    answer.good = static_cast<bool>(begun);
    if (!begun) answer.diagnostics = "beadle-record: " + begun.failure().where + ": " + begun.failure().what + "\n";
    const bool first = generation_ == 0;
    if (begun && first) {
        generation_ = asked->generation;
        service_->serves(generation_);
    } else if (begun) {
        const Settings& settings = served->settings;
        if (settings.store_url != settings_.store_url || settings.store_keys != settings_.store_keys ||
            settings.store_gateway != settings_.store_gateway || settings.admin_record_socket != settings_.admin_record_socket)
            answer.diagnostics =
                "store.url, store.keys, store.gateway and admin.record_socket change at the next restart of beadle-record\n";
        prepared_[asked->generation] = std::move(*served);
    }
    control_.send(wire::frame_of(answer, frame.id));
    if (begun && first) control_.send(wire::frame_of(wire::Serving{}));
    if (!begun && first) {
        log::error("beadle-record does not start", {{"cause", answer.diagnostics}});
        refused_ = true;
    }
}

// The socket comes first, while root may still give it to the group; the store is opened as the account that serves.
Status Process::begin(const Served& served) {
    const Settings& settings = served.settings;
    log::start("beadle-record", level_of(settings.log_level));
    auto socket = listen_for_admins(settings.admin_record_socket, settings.admin_group, settings.user_record);
    if (!socket) return socket.failure();
    admin_ = std::move(*socket);
    admin_path_ = settings.admin_record_socket;
    if (auto dropped = drop_to_user(settings.user_record); !dropped) return dropped;
    auto opened = open_store({settings.store_url, settings.store_keys, folder_of(settings.file), settings.store_gateway}, clock_);
    if (!opened) return opened.failure();
    opened_ = std::move(*opened);
    if (!opened_.recovery_sheet.empty())
        log::warning("keys were made: print the recovery sheet, put it in the safe and delete the file",
                     {{"cause", opened_.recovery_sheet}});
    if (opened_.swept.gone > 0)
        log::information("messages that were never recorded were removed",
                         {{"cause", std::to_string(opened_.swept.gone)}});
    if (!opened_.swept.problem.empty())
        log::warning("messages that were never recorded cannot be removed now", {{"cause", opened_.swept.problem}});
    Outlet& outlet = *this;
    service_ = std::make_unique<Service>(Store{*opened_.db, *opened_.keys, clock_, opened_.gateway}, outlet,
                                         opened_.swept.left);
    use(served);
    return Done{};
}

void Process::use(const Served& served) {
    const Settings& settings = settings_ = served.settings;
    service_->store().schedule = served.schedule;
    service_->store().holidays = served.holidays;
    auto& policy = service_->store().policy;
    policy.bundle = served.files;
    policy.settings = settings;
    policy.serves = policy_number(policy.bundle);
    service_->serves(generation_);
    service_->store().notices_an_hour = settings.mail_notices_an_hour;
    service_->store().correspondence_days = settings.store_correspondence_days;
    service_->store().notices = rules_of(settings);
    service_->store().events_out = {settings.events_journald, settings.events_syslog, settings.events_file};
    service_->store().named = {settings.mail_clerk, settings.events_head_to};
    service_->store().backup_keep_days = settings.backup_keep_days;
    service_->store().ledger = settings.backup_ledger;
    const auto path = store_path({settings.store_url, settings.store_keys, folder_of(settings.file), ""});
    if (settings.backup_ledger.empty() && path) service_->store().ledger = *path + ".destroyed";
    service_->store().expiry = {settings.quarantine_days, settings.quarantine_refused_days, settings.quarantine_ask_days,
                                settings.quarantine_malware_days, settings.journal_days, settings.quarantine_warn_days};
    log::start("beadle-record", level_of(settings.log_level));
}

void Process::begin_drain(Milliseconds deadline) {
    if (draining_) return;
    draining_ = true;
    deadline_ = clock_.steady() + std::max<Milliseconds>(deadline, 0);
    std::vector<std::uint64_t> ids;
    for (const auto& peer : peers_) ids.push_back(peer.first);
    for (auto id : ids) on_peer(id);
    if (service_) service_->drain();
}

bool Process::flushed() const {
    return std::none_of(peers_.begin(), peers_.end(),
                        [](const auto& p) { return p.second.connection->wants_write(); }) &&
           (control_gone_ || !control_.wants_write());
}

int Process::end() {
    if (opened_.db)
        if (auto done = opened_.db->forget_deleted(); !done)
            log::warning("the log of the store was not emptied", {{"cause", done.failure().what}});
    if (!admin_path_.empty()) (void)::unlink(admin_path_.c_str());
    log::information("stopped");
    return 0;
}

}  // namespace beadle::records

// The admin socket of beadled: reload and status, for root, its own account and the admin group.
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/log.h"
#include "base/text.h"
#include "supervise/supervisor.h"

namespace beadle::supervise {

namespace {
constexpr std::size_t most_admins = 64;
constexpr Milliseconds status_wait = 1'000;

std::string quoted(const std::string& words) {
    std::string out = "\"";
    for (const char c : printable(words, 4000)) {
        if (c == '"' || c == '\\') out += '\\';
        out += c;
    }
    return out + "\"";
}
}  // namespace

void Supervisor::accept_admin() {
    Descriptor socket(::accept4(admin_socket_.socket.get(), nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK));
    if (!socket || admins_.size() >= most_admins) return;
    ucred peer{};
    socklen_t size = sizeof peer;
    if (::getsockopt(socket.get(), SOL_SOCKET, SO_PEERCRED, &peer, &size) != 0) return;
    // The socket's mode and group already keep others out; the name is for the log.
    admins_.push_back({std::make_unique<wire::Connection>(std::move(socket)), "uid " + std::to_string(peer.uid), ++last_admin_});
}

void Supervisor::on_admin(Admin& admin, wire::Frame frame) {
    const Waiting asker{admin.id, frame.id};
    if (frame.type == wire::Reload::type) {
        auto wanted = wire::message_of<wire::Reload>(frame);
        if (!wanted) return;
        log::information("reload asked for", {{"cause", admin.person}});
        start_generation(wanted->restart, {asker});
    } else if (frame.type == wire::StatusRequest::type) {
        status_waiting_.push_back(asker);
        status_at_ = system_clock().steady() + status_wait;
        for (auto& child : children_) {
            child.status.clear();
            if (child.control) child.control->send(wire::frame_of(wire::StatusRequest{}));
        }
    }
}

void Supervisor::answer_status(bool late) {
    if (status_waiting_.empty()) return;
    if (!late)
        for (const auto& child : children_)
            if (child.control && child.status.empty()) return;
    const wire::StatusAnswer answer{status_json()};
    for (const auto& asker : status_waiting_)
        for (auto& admin : admins_)
            if (admin.id == asker.admin) admin.connection->send(wire::frame_of(answer, asker.id));
    status_waiting_.clear();
    status_at_ = 0;
}

std::string Supervisor::status_json() const {
    std::string out = "{\"version\":1,\"generation\":" + std::to_string(generation_) + ",\"stopping\":" +
                      (stopping_ ? "true" : "false") + ",\"refusals\":" + std::to_string(refusals_) +
                      ",\"last_refusal\":" + quoted(last_refusal_) +
                      ",\"signatures_problem\":" + quoted(signatures_problem_) + ",\"processes\":[";
    bool first = true;
    for (const auto& child : children_) {
        out += std::string(first ? "" : ",") + "{\"name\":\"" + row(child.kind).program +
               "\",\"pid\":" + std::to_string(child.pid) + ",\"stage\":\"" + name(child.stage) +
               "\",\"generation\":" + std::to_string(child.generation) +
               ",\"status\":" + (child.status.empty() ? "null" : child.status) + "}";
        first = false;
    }
    return out + "]}";
}

}  // namespace beadle::supervise

// process.h — beadle-record as beadled runs it: configuration, sockets, the poll loop, the end.
//
// Takes    the control socket. Configure (first: opens admin socket, store and keys, as the account users.record), Peer
//          (session, mail, console, inspect), Switch, StatusRequest, Drain.
//          An adopted version of the policy (policy_versions.h) is put into the file that beadled reads, and while another
//          one serves NeedReload is sent, once for each adoption and start: a generation that is refused is not asked for
//          again until somebody adopts or reloads.
// Gives    the exit code: 0 drained or beadled is gone, 3 misconfigured or another daemon holds socket or store.
// Bounds   32 admin connections.
// Fails    a peer that breaks its role or the format loses its connection; a store that cannot be written is answered
// so. Runs in  record, single-threaded. Never throws but std::bad_alloc. Source   ARCHITECTURE.md "Processes";
// wire/FORMAT.md.
#pragma once

#include <map>
#include <memory>
#include <optional>

#include "records/service.h"
#include "settings/policy_in_force.h"
#include "records/store.h"
#include "settings/settings.h"
#include "wire/messages.h"

namespace beadle::records {

// What one generation says to the records.
struct Served {
    Settings settings;
    RetentionSchedule schedule;
    BankHolidays holidays;
    Bundle files{};  // what a version of the policy is checked against
};

class Process : private Outlet {
  public:
    Process(Descriptor control, const Clock& clock);
    ~Process() override;
    int run();

  private:
    struct Peer {
        std::unique_ptr<wire::Connection> connection;
        wire::Role role = wire::Role::admin;
        Person person;
    };
    void send(std::uint64_t to, wire::Frame frame) override;
    std::size_t queued(std::uint64_t to) const override;

    void poll_once(bool more);
    void on_control(wire::Frame frame);
    void configure(wire::Frame& frame);
    Status begin(const Served& served);
    void use(const Served& served);
    void follow_policy();
    Status keep_in_step(const PolicyInForce& wanted);
    void on_peer(std::uint64_t id);
    void accept_admins();
    void remove_closed();
    void begin_drain(Milliseconds deadline);
    bool flushed() const;
    int end();

    const Clock& clock_;
    wire::Connection control_;
    Descriptor admin_;
    std::string admin_path_;
    OpenedStore opened_;
    std::unique_ptr<Service> service_;
    Settings settings_;
    std::map<std::uint32_t, Served> prepared_;  // generations that are good and not switched to yet
    std::uint32_t generation_ = 0;
    Milliseconds policy_at_ = 0;  // steady; when the store is asked again though nobody here adopted anything
    std::uint32_t inspector_ = 0;  // generation of the inspector that was introduced last
    std::map<std::uint64_t, Peer> peers_;
    std::vector<std::uint64_t> closed_;
    std::uint64_t next_peer_ = 1;
    bool draining_ = false, control_gone_ = false, refused_ = false;
    Milliseconds deadline_ = 0;
};

}  // namespace beadle::records

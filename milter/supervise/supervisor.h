// supervisor.h — starts Beadle's processes, hands them their sockets and settings, replaces and drains them.
//
// Takes    the settings file and the folder of the programs. Owns the listening sockets and every signal. No mail passes it.
// Gives    a running gateway until SIGTERM or SIGINT; SIGHUP or `beadle reload` makes the next generation (check all, build,
//          switch, drain the old); so do new databases of malware signatures, with the files as they serve; SIGUSR2 or `beadle reload --restart` also replaces the processes after an upgrade.
// Fails    at start: exit 3 with all diagnostics (settings, policy, directory, patterns, databases, a socket in use).
//          While running: a bad generation is refused, the running one serves on; a dead child is restarted, with growing
//          pauses when it dies at once again.
// Bounds   two generations alive at most, a third waits; 64 admin connections.
// Runs in  beadled, single-threaded poll loop.
// Source   ARCHITECTURE.md "Processes", "Reload"; milter protocol notes: lossless restart.
#pragma once

#include <functional>
#include <list>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "settings/bundle.h"
#include "supervise/child.h"
#include "supervise/listening.h"
#include "supervise/signature_watch.h"

namespace beadle::supervise {

struct SupervisorOptions {
    std::string settings_file;
    std::string programs;                // folder of beadle-session and the others
    std::function<void()> serving;       // called once, when every process serves
};

inline constexpr Milliseconds kill_slack = 5'000;  // from the time allowed to the kill
inline Milliseconds steady_now() { return system_clock().steady(); }

class Supervisor {
  public:
    explicit Supervisor(SupervisorOptions options);
    int run();  // the exit code: 0 stopped as asked, 3 misconfigured or in use, 4 could not go on

  private:
    struct Admin {
        std::unique_ptr<wire::Connection> connection;
        std::string person;
        std::uint64_t id = 0;
    };
    struct Waiting {  // an admin request that is answered later
        std::uint64_t admin = 0;
        std::uint32_t id = 0;
    };
    // A generation that is being checked: every process must say it is good before any of them switches.
    struct Coming {
        std::uint32_t generation = 0;
        Settings settings;
        Descriptor sealed;
        bool restart = false;
        std::string diagnostics;
        bool refused = false;
        std::vector<Waiting> askers;
        Milliseconds give_up_at = 0;
        bool for_signatures = false;     // the files are those that serve: nothing that an operator is writing is taken up
        std::string signatures;          // the state of the databases when it began
    };
    struct Pause {  // of one kind, after it died
        Milliseconds start_at = 0;
        Milliseconds length = 0;
        Milliseconds last_start = 0;
    };

    int begin();
    int loop();
    void poll_once();
    void on_signals();
    void on_children_ended();
    void on_child_ended(Child child, int how);
    void on_frame(Child& child, wire::Frame frame);
    void on_prepared(Child& child, const wire::Prepared& prepared);
    void on_admin(Admin& admin, wire::Frame frame);
    void accept_admin();
    void close_child(Child& child);
    void timers();

    bool start_generation(bool restart, std::vector<Waiting> askers);
    void start_signatures();
    void watch_signatures();
    void begin_coming(Coming coming);
    void say_signatures(const std::string& problem);
    void coming_answered();
    void switch_generation();
    void refuse_generation();
    void answer_reload(const std::vector<Waiting>& askers, bool good, const std::string& diagnostics);
    void restart_next();
    void retire_old_inspectors();

    Child* start(Kind kind, std::uint32_t generation, int sealed);
    void configure(Child& child, std::uint32_t generation, int sealed);
    void introduce(Child& child);                 // to every process that it talks with
    void connect(Child& a, Child& b, std::uint32_t generation);
    void reconnect(Child& child, const wire::NeedPeer& need);
    void hand_listener(Child& session);
    void drain(Child& child);
    void begin_stop();
    void continue_stop();
    void answer_status(bool late);
    std::string status_json() const;
    Child* find(Kind kind);                        // the one that serves or will
    bool has_server(Kind kind) const;
    bool is_wanted(Kind kind) const { return kind != Kind::console || has_console_; }
    Child* inspector_of(std::uint32_t generation);
    bool in_motion() const;                        // a reload would meet processes that come or go
    void put_off_generation();
    bool all_serving() const;

    SupervisorOptions options_;
    Settings settings_;
    Descriptor sealed_;
    std::uint32_t generation_ = 0, last_generation_ = 0;
    ListeningSocket milter_, admin_socket_;
    Descriptor signals_;
    std::list<Child> children_;
    std::list<Admin> admins_;
    std::uint64_t last_admin_ = 0;
    std::optional<Coming> coming_;
    std::vector<Waiting> reload_waiting_, status_waiting_;
    bool reload_again_ = false, restart_again_ = false;
    std::vector<Kind> to_restart_;
    std::vector<pid_t> replaced_;                  // end as asked for: no pause before their successor
    Milliseconds status_at_ = 0;
    std::array<Pause, kinds.size()> pauses_{};
    bool has_console_ = false;  // [console] public_address is set; asks for a restart
    bool stopping_ = false, told_serving_ = false;
    SignatureWatch signatures_;
    std::string signatures_problem_;  // why new databases are not taken; "" = what lies there serves
    std::uint32_t refusals_ = 0;   // of generations since the start
    std::string last_refusal_;     // in words; "" when the last one was good
    int exit_code_ = 0;
};

}  // namespace beadle::supervise

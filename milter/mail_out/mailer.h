// mailer.h — takes due work from the records, carries it out, tells how it ended; for as long as the process lives.
//
// Takes    settings of the running generation; the newest end of the socket to beadle-record.
// Gives    releases and notices sent, each settled by the replies that were read, under the stamp it was sent with. One at a
//          time: a server that hangs keeps the others waiting for one dialogue's deadlines at most. While a dialogue lives
//          its lease is renewed.
// Bounds   one message; Limits for each; pauses of at most 10 s after an SMTP server could not be reached.
// Fails    records slow: waited for, for work is handed to who asked. Records gone: waits for a new end, which
//          needs_records() tells the control thread to ask for, and settles there what was sent meanwhile. Nothing is kept
//          here: work that was not settled is the records' to give out again.
// Runs in  mail, on a thread of its own; the other functions are called by the control thread. Never throws.
#pragma once

#include <condition_variable>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

#include "base/clock.h"
#include "mail_out/log_reader.h"
#include "mail_out/smtp.h"
#include "notices/templates.h"
#include "settings/settings.h"
#include "wire/channel.h"

namespace beadle::mail_out {

class Mailer {
  public:
    explicit Mailer(const Clock& clock, Limits limits = {}) : clock_(clock), limits_(std::move(limits)) {}
    ~Mailer();
    void use(const Settings& settings, notices::Templates templates = notices::Templates::standard());
    void use(Descriptor record);
    void start();
    void drain();           // finish what is under way, then finished() is true
    bool finished() const;
    bool needs_records() const;  // the end closed a while ago and no other came
    std::string status() const;  // a JSON object

  private:
    struct Counts {
        std::uint64_t released = 0, notices = 0, not_sent = 0;
    };
    void run();
    bool connected();  // waits for an end to the records; false = draining
    bool connected_to_tell();
    bool has_end();
    Milliseconds drained_for() const;  // 0 = not draining
    void keep_time();
    void one_turn();
    void follow_log();
    void carry_out(const wire::Work& work, int octets);
    void send_notice(const wire::Work& work, int message);
    Outcome send(const wire::Work& work, const std::string& endpoint, const Sending& sending, const Content& content);
    void settle(const wire::Work& work, const Outcome& outcome);
    void count(const wire::Work& work, const Outcome& outcome);
    void pause_after(const Outcome& outcome);
    void rest_until(Milliseconds when);  // steady; a drain ends it
    Settings settings() const;
    void put_into_words(wire::Notice& notice) const;

    Result<wire::Frame> call(wire::Frame request);

    const Clock& clock_;
    const Limits limits_;
    mutable std::mutex mutex_;
    std::condition_variable changed_;
    Settings settings_;
    notices::Templates templates_ = notices::Templates::standard();
    Descriptor next_record_;
    bool draining_ = false, finished_ = false;
    Milliseconds draining_since_ = 0, cut_off_since_ = 0;  // steady; 0 = not
    Counts counts_;
    std::unique_ptr<wire::Channel> records_;  // of the mailer's own thread
    Milliseconds pause_ = 0;
    std::unique_ptr<LogReader> log_;  // of the mail server
    Milliseconds log_read_ = 0;   // steady
    bool log_problem_ = false;
    Milliseconds time_told_ = 0;  // steady; when the records were last told to carry out what is due
    std::thread thread_;
};

}  // namespace beadle::mail_out

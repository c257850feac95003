#include "mail_out/mailer.h"

#include <unistd.h>

#include <algorithm>
#include <chrono>

#include "base/log.h"
#include "base/text.h"
#include "mail/address.h"
#include "mail/content_hash.h"
#include "mail_out/compose.h"
#include "wire/due.h"

namespace beadle::mail_out {
namespace {

constexpr Milliseconds work_wait = 1000;     // also how long a drain waits for an idle mailer
constexpr Milliseconds leave_after = 5'000;  // of a drain, when the records do not answer
constexpr Milliseconds tell_again = 1'000;   // what the records could not write now
constexpr Milliseconds cut_off_most = 2'000; // without an end to the records: a restart of theirs takes less
constexpr Milliseconds longest_pause = 10'000;
constexpr Milliseconds log_every = 1'000, log_wait = 10'000;
constexpr int log_at_once = 20;              // pieces of the log between two pieces of work
constexpr Milliseconds least_turn = 100;     // records that answer "none" at once are not asked in a tight loop

bool is_stamp(const std::string& token) {
    return !token.empty() && token.size() <= 200 &&
           std::all_of(token.begin(), token.end(), [](unsigned char c) { return c > 0x20 && c < 0x7f; });
}

std::string stamp_field(const std::string& token) { return "X-Beadle-Stamp: " + token + "\r\n"; }

Outcome not_sent(const wire::Work& work, std::string why) {
    Outcome outcome;
    outcome.text = std::move(why);
    outcome.talked = true;
    for (const auto& r : work.recipients) outcome.recipients.push_back({r, 0, ""});
    return outcome;
}

wire::SettleWork settlement(const wire::Work& work, const Outcome& outcome) {
    return {work.id, outcome.code, outcome.text, outcome.reached_data_end, outcome.recipients, work.stamp};
}

}  // namespace

Mailer::~Mailer() {
    drain();
    if (thread_.joinable()) thread_.join();
}

void Mailer::use(const Settings& settings, notices::Templates templates) {
    const std::lock_guard lock(mutex_);
    settings_ = settings;
    templates_ = std::move(templates);
}

// A notice of the records' own comes as the values of its template.
void Mailer::put_into_words(wire::Notice& notice) const {
    if (!notice.html.empty() || !notice.text.starts_with('{')) return;
    const std::lock_guard lock(mutex_);
    const auto said = templates_.render(notice.kind, notice.text);
    if (!said) return;
    notice.subject = said->subject;
    notice.text = said->text;
    notice.html = said->html;
}

void Mailer::use(Descriptor record) {
    const std::lock_guard lock(mutex_);
    next_record_ = std::move(record);
    changed_.notify_all();
}

Settings Mailer::settings() const {
    const std::lock_guard lock(mutex_);
    return settings_;
}

void Mailer::start() {
    thread_ = std::thread([this] { run(); });
}

void Mailer::drain() {
    const std::lock_guard lock(mutex_);
    if (!draining_) draining_since_ = clock_.steady();
    draining_ = true;
    if (!thread_.joinable()) finished_ = true;
    changed_.notify_all();
}

Milliseconds Mailer::drained_for() const {
    const std::lock_guard lock(mutex_);
    return draining_ ? clock_.steady() - draining_since_ : 0;
}

bool Mailer::finished() const {
    const std::lock_guard lock(mutex_);
    return finished_;
}

bool Mailer::needs_records() const {
    const std::lock_guard lock(mutex_);
    return cut_off_since_ != 0 && !next_record_ && clock_.steady() - cut_off_since_ >= cut_off_most;
}

std::string Mailer::status() const {
    const std::lock_guard lock(mutex_);
    return "{\"process\":\"beadle-mail\",\"released\":" + std::to_string(counts_.released) +
           ",\"notices\":" + std::to_string(counts_.notices) + ",\"not_sent\":" + std::to_string(counts_.not_sent) + "}";
}

void Mailer::run() {
    while (connected()) one_turn();
    const std::lock_guard lock(mutex_);
    finished_ = true;
}

// With the lock held. True: there is an open end.
bool Mailer::has_end() {
    if (next_record_) {
        records_ = std::make_unique<wire::Channel>(std::move(next_record_));
        cut_off_since_ = 0;
    }
    if (records_ && !records_->closed()) return true;
    if (records_ && cut_off_since_ == 0) cut_off_since_ = clock_.steady();
    return false;
}

bool Mailer::connected() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return draining_ || has_end(); });
    return !draining_;
}

// As connected(), but a drain does not end it at once: what was sent is still to be told.
bool Mailer::connected_to_tell() {
    std::unique_lock lock(mutex_);
    while (!has_end()) {
        if (draining_ && clock_.steady() - draining_since_ >= leave_after) return false;
        changed_.wait_for(lock, std::chrono::milliseconds(200));
    }
    return true;
}

// However long the records take: they have given the work to us and to nobody else, and a reply that comes when nobody waits
// for it is lost. Only a drain does not wait for records that hang.
Result<wire::Frame> Mailer::call(wire::Frame request) {
    return records_->call(std::move(request), 0, work_wait, [this] {
        if (drained_for() >= leave_after) records_->close();
    });
}

// What has become due goes on while a dialogue with a slow server lasts.
void Mailer::keep_time() {
    const auto now = clock_.steady();
    if (now - time_told_ < wire::RunDue::every) return;
    {
        const std::lock_guard lock(mutex_);
        if (!has_end()) return;
    }
    time_told_ = now;
    (void)records_->post(wire::frame_of(wire::RunDue{}));
}

// Only between two pieces of work: a dialogue does not wait for it. What the records do not take is read again.
void Mailer::follow_log() {
    const std::string path = settings().mail_mta_log;
    if (path.empty() || clock_.steady() - log_read_ < log_every) return;
    if (!log_ || log_->path() != path) {
        const auto known = records_->ask<wire::DeliveriesRecorded>(wire::Deliveries{}, clock_.steady() + log_wait);
        if (!known || !known->good) return;
        log_ = std::make_unique<LogReader>(path, known->cursor);
    }
    for (int i = 0; i < log_at_once; ++i) {
        const auto said = log_->next();
        if (!said && !log_problem_) log::warning("the mail server's log cannot be read", {{"cause", said.failure().what}});
        log_problem_ = !said;
        if (!said || said->cursor.empty()) break;
        const auto taken = records_->ask<wire::DeliveriesRecorded>(*said, clock_.steady() + log_wait);
        if (!taken || !taken->good) break;
        log_->settled();
    }
    log_read_ = clock_.steady();
}

void Mailer::one_turn() {
    const Milliseconds asked = clock_.steady();
    keep_time();
    follow_log();
    auto frame = call(wire::frame_of(wire::TakeWork{work_wait}));
    if (!frame) return;
    const auto work = wire::message_of<wire::Work>(*frame);
    if (!work) {
        log::error("beadle-record answered what is not work", {{"cause", work.failure().what}});
        records_->close();
        return;
    }
    if (work->kind == wire::WorkKind::notice)
        return send_notice(*work, frame->descriptors.empty() ? -1 : frame->descriptors[0].get());
    if (work->kind == wire::WorkKind::none) return rest_until(asked + least_turn);
    carry_out(*work, frame->descriptors.empty() ? -1 : frame->descriptors[0].get());
}

Outcome Mailer::send(const wire::Work& work, const std::string& endpoint, const Sending& sending, const Content& content) {
    Milliseconds renewed = clock_.steady();
    Limits limits = limits_;
    limits.alive = [&] {
        keep_time();
        if (clock_.steady() - renewed < wire::RenewWork::renew_every) return;
        renewed = clock_.steady();
        {
            const std::lock_guard lock(mutex_);
            if (!has_end()) return;
        }
        (void)records_->post(wire::frame_of(wire::RenewWork{work.id}));
    };
    return send_message(endpoint, sending, content, clock_, limits);
}

void Mailer::carry_out(const wire::Work& work, int octets) {
    if (octets < 0 || !is_stamp(work.stamp)) return settle(work, not_sent(work, "the work came without its message or stamp"));
    const Settings now = settings();
    const Sending sending{work.sender, work.sender_parameters, work.recipients, work.recipient_parameters,
                          work.eight_bit, work.smtputf8};
    const std::string& endpoint = work.origin == Origin::inside ? now.mail_submit : now.mail_submit_unsigned;
    settle(work, send(work, endpoint, sending, {stamp_field(work.stamp), "", octets}));
}

namespace {

// Who a notice comes from: the setting, else the clerk, else the postmaster whom every domain has (RFC 5321 4.5.1).
std::string notice_sender(const Settings& settings, const std::string& to) {
    if (!settings.mail_notice_from.empty()) return settings.mail_notice_from;
    if (!settings.mail_clerk.empty()) return settings.mail_clerk;
    return "postmaster@" + parse_address(to).domain;
}

// A message that goes along; "" = none does.
std::string read_all(int file) {
    std::string out;
    char buffer[65536];
    off_t at = 0;
    for (ssize_t n = 0; file >= 0 && (n = ::pread(file, buffer, sizeof buffer, at)) > 0; at += n)
        out.append(buffer, static_cast<std::size_t>(n));
    return out;
}

bool has_eight_bit(const std::string& octets) {
    return std::any_of(octets.begin(), octets.end(), [](char c) { return (c & 0x80) != 0; });
}

}  // namespace

void Mailer::send_notice(const wire::Work& work, int message) {
    const Settings now = settings();
    wire::Work envelope = work;
    envelope.sender.clear();  // never an answer to an automatic mail (RFC 3834 3.3)
    envelope.recipients = {work.notice.to};
    put_into_words(envelope.notice);
    const auto octets = compose(envelope.notice, notice_sender(now, work.notice.to), clock_.wall(), now.mail_answers, read_all(message));
    if (!octets) return settle(envelope, not_sent(envelope, octets.failure().what));
    const wire::StampNotice request{work.id, ContentHash::of_message(*octets), envelope.sender, envelope.recipients};
    const auto frame = call(wire::frame_of(request));
    const auto stamp = frame ? wire::message_of<wire::NoticeStamp>(*frame) : Result<wire::NoticeStamp>(frame.failure());
    if (!stamp || !is_stamp(stamp->token)) {
        log::warning("no stamp for a notice; the records will give it out again");
        if (stamp) settle(envelope, not_sent(envelope, "the records gave it no stamp"));
        return;
    }
    envelope.stamp = stamp->token;
    const Sending sending{envelope.sender, {}, envelope.recipients, {}, has_eight_bit(*octets), false};
    settle(envelope, send(envelope, now.mail_submit, sending, {stamp_field(stamp->token), *octets, -1}));
}

void Mailer::count(const wire::Work& work, const Outcome& outcome) {
    const bool sent = outcome.code >= 200 && outcome.code < 300;
    {
        const std::lock_guard lock(mutex_);
        ++(!sent ? counts_.not_sent : work.kind == wire::WorkKind::notice ? counts_.notices : counts_.released);
    }
    const auto level = sent ? log::Level::information : log::Level::warning;
    log::write(level, sent ? "a release or notice was taken" : "a release or notice was not taken",
               {{"reply", std::to_string(outcome.code)}, {"cause", outcome.text}});
}

// What was sent is told to the records even if they hang, were restarted, or cannot write for a while: that a copy arrived is
// known here alone until then.
void Mailer::settle(const wire::Work& work, const Outcome& outcome) {
    count(work, outcome);
    while (connected_to_tell()) {
        const auto answer = records_->ask<wire::Settled>(settlement(work, outcome), 0);
        if (!answer) {
            records_->close();
            continue;
        }
        if (answer->unavailable && drained_for() < dialogue_most) {
            std::this_thread::sleep_for(std::chrono::milliseconds(tell_again));
            continue;
        }
        if (!answer->good) log::warning("the records had no such work to settle");
        return pause_after(outcome);
    }
    log::error("beadle-mail stops before the records could be told how a mail ended");
}

// A listener that cannot be reached is not asked again at once.
void Mailer::pause_after(const Outcome& outcome) {
    pause_ = outcome.talked ? 0 : std::clamp<Milliseconds>(pause_ * 2, 500, longest_pause);
    if (pause_ == 0) return;
    log::warning("a release listener cannot be reached", {{"cause", outcome.text}});
    rest_until(clock_.steady() + pause_);
}

void Mailer::rest_until(Milliseconds when) {
    std::unique_lock lock(mutex_);
    const auto left = std::chrono::milliseconds(std::max<Milliseconds>(when - clock_.steady(), 0));
    changed_.wait_for(lock, left, [&] { return draining_; });
}

}  // namespace beadle::mail_out

#include "mail_out/mailer.h"

#include <algorithm>
#include <chrono>

#include "base/log.h"
#include "base/text.h"
#include "mail/address.h"
#include "mail/content_hash.h"
#include "mail_out/compose.h"

namespace beadle::mail_out {
namespace {

constexpr Milliseconds work_wait = 1000;     // also how long a drain waits for an idle mailer
constexpr Milliseconds answer_wait = 10'000;
constexpr Milliseconds longest_pause = 10'000;
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
    return {work.id, outcome.code, outcome.text, outcome.reached_data_end, outcome.recipients};
}

}  // namespace

Mailer::~Mailer() {
    drain();
    if (thread_.joinable()) thread_.join();
}

void Mailer::use(const Settings& settings) {
    const std::lock_guard lock(mutex_);
    settings_ = settings;
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
    draining_ = true;
    if (!thread_.joinable()) finished_ = true;
    changed_.notify_all();
}

bool Mailer::finished() const {
    const std::lock_guard lock(mutex_);
    return finished_;
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

bool Mailer::connected() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return draining_ || next_record_ || (records_ && !records_->closed()); });
    if (next_record_) records_ = std::make_unique<wire::Channel>(std::move(next_record_));
    return !draining_;
}

void Mailer::one_turn() {
    const Milliseconds asked = clock_.steady();
    auto frame = records_->call(wire::frame_of(wire::TakeWork{work_wait}), clock_.steady() + work_wait + answer_wait);
    if (!frame) {
        records_->close();
        return;
    }
    const auto work = wire::message_of<wire::Work>(*frame);
    if (!work) {
        log::error("beadle-record answered what is not work", {{"cause", work.failure().what}});
        records_->close();
        return;
    }
    if (work->kind == wire::WorkKind::notice) return send_notice(*work);
    if (work->kind == wire::WorkKind::none) return rest_until(asked + least_turn);
    carry_out(*work, frame->descriptors.empty() ? -1 : frame->descriptors[0].get());
}

void Mailer::carry_out(const wire::Work& work, int octets) {
    if (octets < 0 || !is_stamp(work.stamp)) return settle(work, not_sent(work, "the work came without its message or stamp"));
    const Settings now = settings();
    const Sending sending{work.sender, work.sender_parameters, work.recipients, work.recipient_parameters,
                          work.eight_bit, work.smtputf8};
    const std::string& endpoint = work.origin == Origin::inside ? now.mail_submit : now.mail_submit_unsigned;
    settle(work, send_message(endpoint, sending, {stamp_field(work.stamp), "", octets}, clock_, dialogue_));
}

namespace {

// Who a notice comes from: the setting, else the clerk, else the postmaster whom every domain has (RFC 5321 4.5.1).
std::string notice_sender(const Settings& settings, const std::string& to) {
    if (!settings.mail_notice_from.empty()) return settings.mail_notice_from;
    if (!settings.mail_clerk.empty()) return settings.mail_clerk;
    return "postmaster@" + parse_address(to).domain;
}

}  // namespace

void Mailer::send_notice(const wire::Work& work) {
    const Settings now = settings();
    wire::Work envelope = work;
    envelope.sender.clear();  // never an answer to an automatic mail (RFC 3834 3.3)
    envelope.recipients = {work.notice.to};
    const auto octets = compose(work.notice, notice_sender(now, work.notice.to), clock_.wall());
    if (!octets) return settle(envelope, not_sent(envelope, octets.failure().what));
    const wire::StampNotice request{work.id, ContentHash::of_message(*octets), envelope.sender, envelope.recipients};
    const auto stamp = records_->ask<wire::NoticeStamp>(request, clock_.steady() + answer_wait);
    if (!stamp || !is_stamp(stamp->token)) {
        log::warning("no stamp for a notice; the records will give it out again");
        if (!stamp) records_->close();
        return;
    }
    const Sending sending{envelope.sender, {}, envelope.recipients, {}, false, false};
    settle(envelope, send_message(now.mail_submit, sending, {stamp_field(stamp->token), *octets, -1}, clock_, dialogue_));
}

// What was sent is told to the records even if they were restarted meanwhile.
void Mailer::settle(const wire::Work& work, const Outcome& outcome) {
    const bool sent = outcome.code >= 200 && outcome.code < 300;
    {
        const std::lock_guard lock(mutex_);
        ++(!sent ? counts_.not_sent : work.kind == wire::WorkKind::notice ? counts_.notices : counts_.released);
    }
    const auto level = sent ? log::Level::information : log::Level::warning;
    log::write(level, sent ? "a release or notice was taken" : "a release or notice was not taken",
               {{"reply", std::to_string(outcome.code)}, {"cause", outcome.text}});
    do {
        const auto answer = records_->ask<wire::Settled>(settlement(work, outcome), clock_.steady() + answer_wait);
        if (answer && !answer->good) log::warning("the records had no such work to settle");
        if (answer) return pause_after(outcome);
        records_->close();
    } while (connected());
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

#include "console/records.h"

namespace beadle::console {
namespace {

constexpr Milliseconds patience = 5'000, long_patience = 30'000;
constexpr std::size_t most_frames = 4096, most_octets = 24u << 20;  // a job gives a frame a step, some of a line or none

Failure no_records() { return fail(FailureKind::unavailable, "console", "there is no connection to beadle-record"); }

}  // namespace

void Records::put(Descriptor socket) {
    auto fresh = std::make_shared<wire::Channel>(std::move(socket));
    const std::lock_guard lock(mutex_);
    channel_ = std::move(fresh);
}

std::shared_ptr<wire::Channel> Records::channel() const {
    const std::lock_guard lock(mutex_);
    return channel_;
}

bool Records::closed() const {
    const auto now = channel();
    return now && now->closed();
}

Result<wire::QuestionShown> Records::show(const std::string& code) {
    const auto now = channel();
    if (!now) return no_records();
    return now->ask<wire::QuestionShown>(wire::ShowQuestion{code}, clock_.steady() + patience);
}

Result<wire::AnswerTaken> Records::give(const wire::GiveAnswer& answer) {
    const auto now = channel();
    if (!now) return no_records();
    return now->ask<wire::AnswerTaken>(answer, clock_.steady() + patience);
}

Result<wire::Answer> Records::ask(const wire::ConsoleAsk& question) {
    const auto now = channel();
    if (!now) return no_records();
    wire::Answer all;
    std::size_t octets = 0;
    bool good = true, fits = true;
    const auto take = [&](const wire::Frame& frame) {
        auto part = wire::message_of<wire::Answer>(frame);
        good = static_cast<bool>(part);
        if (!good) return false;
        all.exit_code = part->exit_code;
        all.problem = part->problem;
        for (auto& line : part->lines) {
            octets += line.size();
            all.lines.push_back(std::move(line));
        }
        fits = octets <= most_octets;
        return part->more && fits;
    };
    if (auto asked = now->call_each(wire::frame_of(question), clock_.steady() + long_patience, most_frames, take); !asked)
        return asked.failure();
    if (!fits) return fail(FailureKind::limit, "console", "the answer is too long for a page");
    if (!good) return fail(FailureKind::malformed, "console", "beadle-record answered what is none");
    return all;
}

}  // namespace beadle::console

#include "console/records.h"

namespace beadle::console {
namespace {

constexpr Milliseconds patience = 5'000;

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

}  // namespace beadle::console

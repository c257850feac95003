#include "records/text_look.h"

#include <algorithm>

#include "base/text.h"
#include "wire/view.h"

namespace beadle::records {
namespace {

constexpr int lost_most = 2;

}  // namespace

TextLook::~TextLook() {
    if (views_ && ticket_ != 0) views_->drop(ticket_);
}

bool TextLook::waits(const Store& store) const {
    return ticket_ != 0 && store.views != nullptr && !store.views->ready(ticket_);
}

Result<TextLook::State> TextLook::step(Store& store) {
    views_ = store.views;
    if (ticket_ != 0) return take(store);
    if (views_ == nullptr || !views_->can_ask()) return State::later;
    if (!content_) return open(store);
    if (unsealed_) return ask(store);
    auto last = content_->step(store);
    if (!last && last.failure().kind == FailureKind::unavailable) return last.failure();
    if (!last) return State::unreadable;
    unsealed_ = *last;
    return State::reading;
}

Result<TextLook::State> TextLook::open(Store& store) {
    auto untouched = is_as_recorded(store, held_);
    if (!untouched) return untouched.failure();
    if (!*untouched) return State::unreadable;
    auto content = Content::open(store, held_.message, held_.trace);
    if (!content && content.failure().kind == FailureKind::unavailable) return content.failure();
    if (!content) return State::unreadable;
    content_.emplace(std::move(*content));
    return State::reading;
}

Result<TextLook::State> TextLook::ask(Store& store) {
    auto file = content_->sealed();
    if (!file) return file.failure();
    wire::View view;
    view.purpose = wire::ViewPurpose::terms;
    view.envelope = held_.envelope;
    for (auto i = asked_; i < words_.size() && view.words.size() < wire::ViewLimits::words; ++i)
        view.words.push_back(printable(words_[i], wire::ViewLimits::word));
    ticket_ = store.views->ask(view, std::move(*file));
    return State::reading;
}

TextLook::State TextLook::take(Store& store) {
    if (views_ == nullptr || !views_->ready(ticket_)) return State::reading;
    const auto viewed = views_->take(ticket_);
    ticket_ = 0;
    if (viewed.outcome == wire::ViewOutcome::refused) return State::later;
    if (viewed.outcome == wire::ViewOutcome::lost) {
        if (!store.views->can_ask()) return State::later;
        return ++lost_ < lost_most ? State::reading : State::unreadable;
    }
    for (const auto& o : viewed.occurrences)
        if (o.count > 0 && o.word < wire::ViewLimits::words && asked_ + o.word < words_.size()) found_.insert(words_[asked_ + o.word]);
    whole_ = whole_ && viewed.inspection.complete() && !viewed.cut;
    asked_ = std::min(words_.size(), asked_ + wire::ViewLimits::words);
    return asked_ == words_.size() ? State::looked : State::reading;
}

}  // namespace beadle::records

#include "records/hold_texts.h"

#include <algorithm>
#include <limits>

#include "base/text.h"

#include "records/acts.h"

namespace beadle::records {
namespace {

constexpr std::size_t read_at_once = 100;
constexpr std::int64_t considered_at_once = 200;

}  // namespace

void HoldTexts::rest() {
    awake_ = gathered_ = false;
    holds_.clear();
    next_.clear();
    found_.clear();
    look_.reset();
}

Result<bool> HoldTexts::step(Store& store) {
    if (!awake_) return false;
    auto more = look(store);
    if (!more) {
        rest();
    } else if (!*more && !(look_ && look_->waits(store))) {
        awake_ = false;
        if (!look_) rest();  // else no view worker is there: gone on with after the next wake()
    }
    return more;
}

Result<bool> HoldTexts::look(Store& store) {
    if (look_) {
        auto state = look_->step(store);
        if (!state) return state.failure();
        if (*state == TextLook::State::later) return false;
        if (*state == TextLook::State::reading) return !look_->waits(store);
        weigh(next_.front(), *state == TextLook::State::looked);
        look_.reset();
        next_.pop_front();
        return true;
    }
    if (!gathered_) {
        if (auto done = gather(store); !done) return done.failure();
        return gathered_;
    }
    if (next_.empty()) {
        if (auto kept = keep(store); !kept) return kept.failure();
        gathered_ = false;
        return true;
    }
    std::vector<std::string> terms;
    for (const auto i : next_.front().by)
        for (const auto& t : holds_[i].hold.terms)
            if (std::find(terms.begin(), terms.end(), t) == terms.end()) terms.push_back(t);
    look_ = std::make_unique<TextLook>(next_.front().held, std::move(terms));
    return true;
}

// The copies after the one that some hold has come to; gathered_ stays false when there are none.
Status HoldTexts::gather(Store& store) {
    holds_.clear();
    auto wanted = holds_with_terms(store);
    if (!wanted) return wanted.failure();
    std::int64_t from = std::numeric_limits<std::int64_t>::max();
    for (auto& [reference, hold, upto] : *wanted) {
        from = std::min(from, upto);
        holds_.push_back({reference, std::move(hold), upto});
    }
    if (holds_.empty()) return Done{};
    auto rows = store.db.rows(std::string("SELECT ") + held_columns + " FROM held WHERE id > ?1 ORDER BY id LIMIT ?2", {from, considered_at_once});
    if (!rows) return rows.failure();
    for (const auto& row : *rows) {
        if (next_.size() == read_at_once) break;
        if (auto done = consider(store, held_of(row)); !done) return done;
        gathered_ = true;
    }
    return next_.empty() ? Status(Done{}) : note_readings(store);
}

Status HoldTexts::consider(Store& store, Held held) {
    through_ = held.id;
    auto there = store.db.rows("SELECT 1 FROM messages WHERE id = ?1 AND complete = 1 AND destroyed_at = 0", {held.message});
    if (!there) return there.failure();
    if (there->empty()) return Done{};
    auto subject = subject_of(store, held);
    if (!subject) return subject.failure();
    std::vector<std::size_t> by;
    for (std::size_t i = 0; i < holds_.size(); ++i)
        if (holds_[i].upto < held.id && reaches(holds_[i].hold, *subject) && !bears_a_term(holds_[i].hold, *subject)) by.push_back(i);
    if (!by.empty()) next_.push_back({std::move(held), std::move(by)});
    return Done{};
}

Status HoldTexts::note_readings(Store& store) {
    std::string cases, holds;
    for (const auto& n : next_) cases += (cases.empty() ? "" : " ") + n.held.reference;
    for (const auto& h : holds_) holds += (holds.empty() ? "" : " ") + h.reference;
    Transaction t(store.db);
    if (!t.begun()) return t.begun();
    auto put = append(store, act_event(Person{}, "content-searched", nullptr, "the terms of legal holds are looked for",
                                       {{"for", printable(holds, 200)}, {"cases", cases}}));
    if (!put) return put.failure();
    return t.commit();
}

void HoldTexts::weigh(const Next& next, bool readable) {
    for (const auto i : next.by) {
        const auto& terms = holds_[i].hold.terms;
        const bool stands = std::any_of(terms.begin(), terms.end(), [&](const auto& t) { return look_->found().count(t) > 0; });
        if (stands) found_[{holds_[i].reference, next.held.id}] = "found";
        if (!stands && !(readable && look_->whole())) found_[{holds_[i].reference, next.held.id}] = "unread";
    }
}

// All of a batch in one transaction; what a crash cuts off is read again. A hold that was lifted meanwhile gets nothing.
Status HoldTexts::keep(Store& store) {
    Transaction t(store.db);
    if (!t.begun()) return t.begun();
    auto still = holds_with_terms(store);
    if (!still) return still.failure();
    for (const auto& [reference, hold, upto] : *still) {
        const bool mine = std::any_of(holds_.begin(), holds_.end(), [&, &r = reference](const auto& h) { return h.reference == r; });
        if (!mine || upto >= through_) continue;
        for (const auto& [key, how] : found_)
            if (key.first == reference)
                if (auto done = note_text_found(store, reference, key.second, how); !done) return done;
        if (auto done = note_texts_through(store, reference, through_); !done) return done;
    }
    found_.clear();
    return t.commit();
}

}  // namespace beadle::records

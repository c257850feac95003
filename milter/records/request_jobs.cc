#include "records/request_jobs.h"

#include <algorithm>
#include <set>

#include <nlohmann/json.hpp>

#include "base/text.h"

#include "records/acts.h"

namespace beadle::records {
namespace {

using nlohmann::json;

constexpr std::int64_t window = 1000;
constexpr std::size_t most_found = 5000, most_read = 10'000, noted_at_once = 100;
constexpr std::size_t line_octets = 256u << 10;

std::string dump(const json& j) { return j.dump(-1, ' ', false, json::error_handler_t::replace); }

bool refuses(wire::Answer& answer, std::uint32_t code, const std::string& why) {
    answer.exit_code = code;
    answer.problem = why;
    return true;
}
bool ends_here(wire::Answer& answer, const Failure& why) { return refuses(answer, 4, why.what); }

// The request, when it is open; else the answer says why not.
Result<std::optional<Matter>> open_request_of(Store& store, const std::string& id, wire::Answer& answer) {
    auto found = find_matter(store, id);
    if (!found) return found.failure();
    const bool good = *found && (*found)->kind == "request" && (*found)->state == "open";
    if (good) return found;
    refuses(answer, 1, *found ? id + " is " + (*found)->state + " already" : "there is no request " + id);
    return std::optional<Matter>();
}

}  // namespace

Result<std::optional<Held>> kept_copy(Store& store, const std::string& gateway, std::int64_t event) {
    auto rows = store.db.rows(std::string("SELECT ") + held_columns +
                                  " FROM held WHERE gateway = ?1 AND event = ?2 AND EXISTS(SELECT 1 FROM messages m WHERE m.id = held.message"
                                  " AND m.destroyed_at = 0 AND m.complete = 1) ORDER BY id LIMIT 1", {gateway, event});
    if (!rows) return rows.failure();
    if (rows->empty()) return std::optional<Held>();
    return std::optional<Held>(held_of(rows->front()));
}

// ---- search ----------------------------------------------------------------------------------------------------------

bool RequestSearch::begin(Store& store, wire::Answer& answer) {
    begun_ = true;
    auto open = open_request_of(store, wanted_.id, answer);
    if (!open) return ends_here(answer, open.failure());
    if (!*open) return true;
    auto newest = store.db.rows("SELECT max(seq) FROM events WHERE gateway = ?1", {store.gateway});
    if (!newest) return ends_here(answer, newest.failure());
    high_ = newest->empty() ? 0 : integer(newest->front()[0]);
    for (const auto& t : wanted_.terms) hits_[t] = 0;
    for (const auto& t : wanted_.exclude) left_out_[t] = 0;
    return false;
}

void RequestSearch::look_at(const Event& e) {
    ++examined_;
    if (is_erased(e)) {
        ++erased_;
        return;
    }
    const HoldSubject s = subject_of(e);
    const auto stands = [&](const std::string& term) { return s.words.find(term) != std::string::npos; };
    const auto is_of = [&](const std::string& mailbox) {
        return std::any_of(s.addresses.begin(), s.addresses.end(), [&](const auto& a) {
            return mailbox.front() == '@' ? a.ends_with(mailbox) : a == mailbox;
        });
    };
    if (!wanted_.mailboxes.empty() && std::none_of(wanted_.mailboxes.begin(), wanted_.mailboxes.end(), is_of)) return;
    Candidate one{{e.gateway, e.seq}, {}};
    for (const auto* list : {&wanted_.terms, &wanted_.exclude})
        for (const auto& t : *list)
            if (stands(t)) one.stands.insert(t);
    if (!wanted_.content) return judge(one);
    if (candidates_.size() < most_read)
        candidates_.push_back(std::move(one));
    else
        cut_ = true;
}

void RequestSearch::judge(const Candidate& one) {
    bool any = wanted_.terms.empty();
    for (const auto& t : wanted_.terms)
        if (one.stands.count(t) > 0) {
            any = true;
            ++hits_[t];
        }
    if (!any) return;
    bool out = false;
    for (const auto& t : wanted_.exclude)
        if (one.stands.count(t) > 0) {
            out = true;
            ++left_out_[t];
        }
    if (out) {
        ++excluded_;
    } else if (found_.size() < most_found) {
        found_.push_back(one.hit);
    } else {
        cut_ = true;
    }
}

std::string RequestSearch::proof(std::int64_t added) const {
    return dump({{"id", wanted_.id}, {"terms", wanted_.terms}, {"mailboxes", wanted_.mailboxes}, {"since", wanted_.since_day},
                 {"until", wanted_.until_day}, {"exclude", wanted_.exclude}, {"where", wanted_.content ? "addresses, subject, names of attachments, text of kept copies" : "addresses, subject, names of attachments"},
                 {"texts_read", read_}, {"texts_unread", unread_},
                 {"examined", examined_}, {"without_details", erased_}, {"hits", hits_}, {"found", found_.size()}, {"added", added},
                 {"excluded", excluded_}, {"excluded_by", left_out_}, {"cut", cut_}});
}

Status RequestSearch::keep(Store& store, wire::Answer& answer) {
    Transaction t(store.db);
    if (!t.begun()) return t.begun();
    auto open = open_request_of(store, wanted_.id, answer);
    if (!open) return open.failure();
    if (!*open) return Done{};
    auto items = items_of(store, (*open)->id);
    if (!items) return items.failure();
    std::set<std::pair<std::string, std::int64_t>> known;
    std::int64_t number = 0, added = 0;
    for (const auto& i : *items) {
        known.insert({i.gateway, i.event});
        number = std::max(number, i.number);
    }
    Event e = matter_event(person_, "request-search", **open, {});
    std::reverse(found_.begin(), found_.end());  // oldest first, as a person reads a file
    for (const auto& hit : found_) {
        if (!known.insert({hit.gateway, hit.event}).second) continue;
        MatterItem item;
        item.number = ++number;
        item.gateway = hit.gateway;
        item.event = hit.event;
        item.state = "found";
        ++added;
        if (auto saved = save_item(store, **open, item, e.held); !saved) return saved;
    }
    e.body = proof(added);
    auto put = append(store, std::move(e));
    if (!put) return put.failure();
    json line = json::parse(proof(added));
    line["version"] = 1;
    line["event"] = *put;
    answer.lines.push_back(dump(line));
    return t.commit();
}

// The next hundred that are kept are on record before the first of them is read.
Status RequestSearch::note_texts(Store& store) {
    std::string cases;
    const auto end = std::min(candidates_.size(), next_ + noted_at_once);
    for (auto i = next_; i < end; ++i) {
        auto copy = kept_copy(store, candidates_[i].hit.gateway, candidates_[i].hit.event);
        if (!copy) return copy.failure();
        if (*copy) cases += (cases.empty() ? "" : " ") + (*copy)->reference;
    }
    noted_ = end;
    if (cases.empty()) return Done{};
    Transaction t(store.db);
    if (!t.begun()) return t.begun();
    std::string words = join(wanted_.terms, " | ");
    if (!wanted_.exclude.empty()) words += " | without " + join(wanted_.exclude, " | ");
    auto put = append(store, act_event(person_, "content-searched", nullptr, "search of " + wanted_.id,
                                       {{"for", wanted_.id}, {"words", printable(words, 1000)}, {"cases", cases}}));
    if (!put) return put.failure();
    return t.commit();
}

bool RequestSearch::next_text(Store& store, wire::Answer& answer) {
    if (next_ >= noted_)
        if (auto noted = note_texts(store); !noted) return ends_here(answer, noted.failure());
    const auto& one = candidates_[next_++];
    auto copy = kept_copy(store, one.hit.gateway, one.hit.event);
    if (!copy) return ends_here(answer, copy.failure());
    if (!*copy) {
        judge(one);
        return false;
    }
    std::vector<std::string> words = wanted_.terms;
    words.insert(words.end(), wanted_.exclude.begin(), wanted_.exclude.end());
    if (words.empty())
        judge(one);
    else
        look_ = std::make_unique<TextLook>(std::move(**copy), std::move(words));
    return false;
}

bool RequestSearch::step_texts(Store& store, wire::Answer& answer) {
    if (!look_) return next_text(store, answer);
    auto state = look_->step(store);
    if (!state) return ends_here(answer, state.failure());
    if (*state == TextLook::State::reading) return false;
    if (*state == TextLook::State::later) return refuses(answer, 4, "no view worker is there now: try again in a moment");
    auto& one = candidates_[next_ - 1];
    one.stands.insert(look_->found().begin(), look_->found().end());
    ++read_;
    if (*state == TextLook::State::unreadable || !look_->whole()) ++unread_;
    look_.reset();
    judge(one);
    return false;
}

bool RequestSearch::step(Store& store, wire::Answer& answer) {
    if (!begun_ && begin(store, answer)) return true;
    if (high_ <= 0 && next_ < candidates_.size() + (look_ ? 1 : 0)) return step_texts(store, answer);
    if (high_ <= 0) {
        if (auto kept = keep(store, answer); !kept) return ends_here(answer, kept.failure());
        return true;
    }
    const auto from = std::max<std::int64_t>(1, high_ - window + 1);
    auto rows = store.db.rows(std::string("SELECT ") + event_columns +
                                  " FROM events WHERE gateway = ?1 AND seq BETWEEN ?2 AND ?3 AND kind = 'verdict' AND at >= ?4"
                                  " AND (?5 = 0 OR at < ?5) ORDER BY seq DESC",
                              {store.gateway, from, high_, wanted_.since, wanted_.until});
    if (!rows) return ends_here(answer, rows.failure());
    for (const auto& row : *rows) look_at(event_of(row));
    high_ = from - 1;
    return false;
}

// ---- content ---------------------------------------------------------------------------------------------------------

// Who reads it and why is in the chain before the first octet is given.
bool RequestContent::begin(Store& store, wire::Answer& answer) {
    Transaction t(store.db);
    if (!t.begun()) return ends_here(answer, t.begun().failure());
    auto open = open_request_of(store, id_, answer);
    if (!open) return ends_here(answer, open.failure());
    if (!*open) return true;
    auto items = items_of(store, (*open)->id);
    if (!items) return ends_here(answer, items.failure());
    const auto item = std::find_if(items->begin(), items->end(), [&](const auto& i) { return i.number == item_; });
    if (item == items->end()) return refuses(answer, 1, id_ + " has no item " + std::to_string(item_));
    if (item->state != "include" && item->state != "redact")
        return refuses(answer, 1, "item " + std::to_string(item_) + " of " + id_ + " is not to go out: it is " + item->state);
    auto copy = kept_copy(store, item->gateway, item->event);
    if (!copy) return ends_here(answer, copy.failure());
    if (!*copy) return refuses(answer, 1, "of item " + std::to_string(item_) + " no copy is kept: Beadle knows who, when and the subject, not the text");
    auto outgoing = Outgoing::open(store.db, store.keys, (*copy)->message);
    if (!outgoing) return ends_here(answer, outgoing.failure());
    Event e = matter_event(person_, "request-content", **open, {{"item", std::to_string(item_)}, {"case", (*copy)->reference}, {"reason", "pack of " + id_}});
    if (auto put = append(store, std::move(e)); !put) return ends_here(answer, put.failure());
    if (auto done = t.commit(); !done) return ends_here(answer, done.failure());
    outgoing_.emplace(std::move(*outgoing));
    return false;
}

bool RequestContent::step(Store& store, wire::Answer& answer) {
    if (!outgoing_) return begin(store, answer);
    auto last = outgoing_->step(store.db, [&](std::string_view piece) -> Status {
        waiting_ += piece;
        return Done{};
    });
    if (!last) return ends_here(answer, last.failure());
    std::size_t at = 0;
    while (waiting_.size() - at >= line_octets || (*last && at < waiting_.size())) {
        answer.lines.push_back(dump({{"version", 1}, {"octets", base64(std::string_view(waiting_).substr(at, line_octets))}}));
        at += std::min(line_octets, waiting_.size() - at);
    }
    waiting_.erase(0, at);
    return *last;
}

}  // namespace beadle::records

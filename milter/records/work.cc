#include "records/work.h"

#include <algorithm>
#include <cerrno>

#include "base/text.h"

#include "records/events.h"
#include "records/held.h"
#include "records/notice_queue.h"
#include "records/questions.h"
#include "records/settlement.h"
#include "records/stamps.h"

namespace beadle::records {
namespace {

Status lease(Store& store, std::int64_t work) {
    auto done = store.db.run("UPDATE work SET state = 'leased', leased_until = ?2, tries = tries + 1 WHERE id = ?1",
                             {work, store.clock.wall() + lease_time});
    if (!done) return done.failure();
    return Done{};
}

bool has_parameter(const std::vector<std::string>& parameters, std::string_view wanted) {
    return std::any_of(parameters.begin(), parameters.end(), [&](const auto& p) { return ascii_iequal(p, wanted); });
}

void put_envelope(const Held& held, const std::vector<HeldRecipient>& people, wire::Work& out) {
    const Envelope& e = held.envelope;
    out.origin = held.origin == name(Origin::inside) ? Origin::inside : Origin::outside;
    out.sender = e.sender;
    out.sender_parameters = e.sender_parameters;
    out.eight_bit = has_parameter(e.sender_parameters, "BODY=8BITMIME");
    out.smtputf8 = e.smtputf8;
    for (const auto& r : people) {
        out.recipients.push_back(r.address);
        auto at = std::find(e.recipients.begin(), e.recipients.end(), r.address) - e.recipients.begin();
        const auto i = static_cast<std::size_t>(at);
        out.recipient_parameters.push_back(i < e.recipient_parameters.size() ? e.recipient_parameters[i]
                                                                             : std::vector<std::string>{});
    }
}

Result<std::optional<TakenWork>> take_release(Store& store, std::int64_t id, std::int64_t held_id, bool separately) {
    auto held = find_held(store, held_id);
    if (!held) return held.failure();
    auto people = work_people(store, id, held_id);
    if (!people) return people.failure();
    if (!*held || people->empty()) {
        auto done = store.db.run("UPDATE work SET state = 'settled' WHERE id = ?1", {id});
        if (!done) return done.failure();
        return std::optional<TakenWork>();
    }
    auto untouched = is_as_recorded(store, **held);
    if (untouched && *untouched) untouched = store.db.is_untouched("work", "id = ?1", {id});
    if (untouched && *untouched) untouched = store.db.is_untouched("work_recipients", "work = ?1", {id});
    if (!untouched) return untouched.failure();
    if (!*untouched) {
        if (auto kept = fail_work(store, id, "it was changed in the store by another hand"); !kept)
            return kept.failure();
        return std::optional<TakenWork>();
    }
    TakenWork out;
    out.work.kind = wire::WorkKind::release;
    out.work.id = static_cast<std::uint64_t>(id);
    put_envelope(**held, *people, out.work);
    out.message = (*held)->message;
    out.trace = (*held)->trace;
    out.event = (*held)->event;
    out.separately = separately;
    if (!separately) {
        auto stamp = issue_stamp(store, {id, (*held)->content_hash, out.work.sender, out.work.recipients, out.event});
        if (!stamp) return stamp.failure();
        out.work.stamp = *stamp;
    }
    if (auto leased = lease(store, id); !leased) return leased.failure();
    return std::optional<TakenWork>(std::move(out));
}

Result<std::optional<TakenWork>> take_notice_work(Store& store, std::int64_t id, const DueNotice& due) {
    TakenWork out;
    out.work.kind = wire::WorkKind::notice;
    out.work.id = static_cast<std::uint64_t>(id);
    out.work.origin = Origin::inside;
    out.work.recipients = {due.notice.to};
    out.work.notice = due.notice;
    if (due.attached != 0) {
        auto held = find_held(store, due.attached);
        if (!held) return held.failure();
        if (*held && keeps_content((*held)->state)) out.message = (*held)->message;
        if (out.message != 0) out.trace = (*held)->trace;
    }
    if (auto filled = fill_codes(store, due.id, out.work.notice); !filled) return filled.failure();
    if (auto leased = lease(store, id); !leased) return leased.failure();
    return std::optional<TakenWork>(std::move(out));
}

Result<std::int64_t> add_work(Store& store, const std::string& kind, const Value& held, const Value& notice,
                              const std::string& person, bool separately = false) {
    const auto now = store.clock.wall();
    auto made = store.db.rows(
        "INSERT INTO work(kind, held, notice, state, due_at, leased_until, first_at, tries, person, separately)"
        " VALUES(?1, ?2, ?3, 'due', ?4, 0, ?4, 0, ?5, ?6) RETURNING id",
        {kind, held, notice, now, person, std::int64_t{separately}});
    if (!made) return made.failure();
    return integer(made->front().front());
}

Result<std::optional<TakenWork>> take_new_notice(Store& store) {
    auto due = take_notice(store);
    if (!due) return due.failure();
    if (!*due) return std::optional<TakenWork>();
    auto id = add_work(store, "notice", std::monostate{}, (*due)->id, "");
    if (!id) return id.failure();
    return take_notice_work(store, *id, **due);
}

// beadle-mail died with it, or has been silent too long.
Status end_leases(Store& store) {
    auto rows = store.db.rows("SELECT id FROM work WHERE state = 'leased' AND leased_until <= ?1 LIMIT 20",
                              {store.clock.wall()});
    if (!rows) return rows.failure();
    for (const auto& row : *rows)
        if (auto done = settle_silent(store, integer(row[0])); !done) return done;
    return Done{};
}

}  // namespace

Milliseconds back_off(std::int64_t tries) {
    constexpr Milliseconds minute = 60 * 1000;
    constexpr Milliseconds steps[] = {minute, 5 * minute, 15 * minute, 30 * minute, 60 * minute};
    return steps[std::clamp<std::int64_t>(tries - 1, 0, 4)];
}

Status add_release(Store& store, std::int64_t held, const std::vector<std::int64_t>& recipients, const std::string& person,
                   bool separately, const std::map<std::int64_t, std::string>& instead) {
    Result<std::int64_t> id = std::int64_t{0};
    for (auto number : recipients) {
        if (separately || *id == 0) id = add_work(store, "release", held, std::monostate{}, person, separately);
        if (!id) return id.failure();
        const auto found = instead.find(number);
        const bool other = found != instead.end();
        auto done = store.db.run("INSERT INTO work_recipients(work, number, instead) VALUES(?1, ?2, ?3)",
                                 {*id, number, other ? Value(Blob{found->second}) : Value()});
        if (!done) return done.failure();
    }
    return Done{};
}

Status renew_lease(Store& store, std::int64_t work) {
    auto done = store.db.run("UPDATE work SET leased_until = ?2 WHERE id = ?1 AND state = 'leased'",
                             {work, store.clock.wall() + lease_time});
    if (!done) return done.failure();
    return Done{};
}

Result<std::optional<TakenWork>> take_work(Store& store) {
    if (auto ended = end_leases(store); !ended) return ended.failure();
    if (auto expired = expire_due(store); !expired) return expired.failure();
    auto rows = store.db.rows(
        "SELECT id, kind, held, notice, separately FROM work WHERE state = 'due' AND due_at <= ?1"
        " ORDER BY due_at, id LIMIT 10",
        {store.clock.wall()});
    if (!rows) return rows.failure();
    for (const auto& row : *rows) {
        Result<std::optional<TakenWork>> taken = std::optional<TakenWork>();
        if (text(row[1]) == "release") {
            taken = take_release(store, integer(row[0]), integer(row[2]), integer(row[4]) != 0);
        } else {
            auto due = notice_of(store, integer(row[3]));
            if (!due) return due.failure();
            if (*due) taken = take_notice_work(store, integer(row[0]), **due);
        }
        if (!taken || *taken) return taken;
    }
    return take_new_notice(store);
}

Result<wire::NoticeStamp> stamp_notice(Store& store, const wire::StampNotice& asked) {
    auto rows = store.db.rows(
        "SELECT w.id, n.event, n.recipient FROM work w JOIN notices n ON n.id = w.notice"
        " WHERE w.id = ?1 AND w.state = 'leased'",
        {static_cast<std::int64_t>(asked.id)});
    if (!rows) return rows.failure();
    // Only to the person the notice is for, and from the null sender: beadle-mail cannot stamp other mail.
    if (rows->empty() || !asked.sender.empty() ||
        asked.recipients != std::vector<std::string>{octets(rows->front()[2])})
        return wire::NoticeStamp{};
    auto token = issue_stamp(store, {integer(rows->front()[0]), asked.content_hash, asked.sender, asked.recipients,
                                     integer(rows->front()[1])});
    if (!token) return token.failure();
    return wire::NoticeStamp{*token};
}

Result<std::optional<Milliseconds>> next_due(Store& store) {
    auto rows = store.db.rows(
        "SELECT min(due_at) FROM work WHERE state = 'due' UNION ALL"
        " SELECT min(leased_until) FROM work WHERE state = 'leased' UNION ALL"
        " SELECT min(due_at) FROM notices WHERE state = 'waiting' UNION ALL"
        " SELECT min(open_until) FROM questions WHERE state = 'open'",
        {});
    if (!rows) return rows.failure();
    std::optional<Milliseconds> out;
    for (const auto& row : *rows)
        if (!is_null(row[0])) out = std::min(out.value_or(integer(row[0])), integer(row[0]));
    return out;
}

}  // namespace beadle::records

#include "records/settlement.h"

#include <algorithm>

#include "base/text.h"

#include "records/events.h"
#include "records/notice_queue.h"
#include "records/work.h"

namespace beadle::records {
namespace {

struct WorkRow {
    std::int64_t id = 0, held = 0, notice = 0, first_at = 0, tries = 0;
    std::string kind, state, person;
};

Result<std::optional<WorkRow>> find_work(Store& store, std::int64_t id) {
    auto rows =
        store.db.rows("SELECT id, held, notice, first_at, tries, kind, state, person FROM work WHERE id = ?1", {id});
    if (!rows) return rows.failure();
    if (rows->empty()) return std::optional<WorkRow>();
    const Row& r = rows->front();
    return std::optional<WorkRow>(WorkRow{integer(r[0]), integer(r[1]), integer(r[2]), integer(r[3]), integer(r[4]),
                                          text(r[5]), text(r[6]), text(r[7])});
}

Status finish(Store& store, std::int64_t work) {
    auto done = store.db.run("UPDATE work SET state = 'settled', leased_until = 0 WHERE id = ?1", {work});
    if (!done) return done.failure();
    return Done{};
}

Status again_at(Store& store, std::int64_t work, Milliseconds at) {
    auto done = store.db.run("UPDATE work SET state = 'due', leased_until = 0, due_at = ?2 WHERE id = ?1", {work, at});
    if (!done) return done.failure();
    return Done{};
}

std::string reply_words(std::uint32_t code, const std::string& words) {
    return code == 0 ? printable(words, 400) : std::to_string(code) + " " + printable(words, 400);
}

const wire::RecipientReply* reply_for(const wire::SettleWork& how, const HeldRecipient& r) {
    for (const auto& reply : how.recipients)
        if (reply.recipient == r.address) return &reply;
    return nullptr;
}

RecipientEnding ending_of(const HeldRecipient& r, const wire::SettleWork& how, const StampEnd& stamp) {
    const auto* own = reply_for(how, r);
    const bool refused_alone = own && own->code >= 400;
    const std::uint32_t code = refused_alone ? own->code : how.reply_code;
    const std::string words = reply_words(code, refused_alone ? own->text : how.reply_text);
    if (code >= 200 && code < 300) return {r.number, Ending::released, words};
    if (code >= 500) return {r.number, Ending::kept, words};
    // A stamp is seen at the end of the message, so the MTA had all of it, whatever the sender noticed.
    if (code == 0 && stamp.seen)
        return {r.number, Ending::released, "no reply was read; the MTA has it, queue id " + stamp.queue_id};
    return {r.number, Ending::again, words};
}

Status put_ending(Store& store, const WorkRow& work, const RecipientEnding& e) {
    if (e.ending == Ending::released) return set_recipient(store, work.held, e.number, "released", e.note);
    if (e.ending == Ending::kept) return set_recipient(store, work.held, e.number, "held", "not released: " + e.note);
    return set_recipient(store, work.held, e.number, "sending", e.note);
}

// Only those still to be tried stay with the work.
Status keep_for_later(Store& store, const WorkRow& work, const SortedOut& sorted) {
    bool again = false;
    for (const auto& e : sorted.recipients) {
        if (e.ending == Ending::again) {
            again = true;
            continue;
        }
        auto done = store.db.run("DELETE FROM work_recipients WHERE work = ?1 AND number = ?2", {work.id, e.number});
        if (!done) return done.failure();
    }
    if (!again) return finish(store, work.id);
    return again_at(store, work.id,
                    store.clock.wall() + (sorted.may_arrive_twice ? unclear_delay : back_off(work.tries)));
}

const char* outcome_of(const SortedOut& sorted) {
    auto count = [&](Ending e) {
        return static_cast<std::size_t>(std::count_if(sorted.recipients.begin(), sorted.recipients.end(),
                                                      [e](const auto& r) { return r.ending == e; }));
    };
    if (count(Ending::released) == sorted.recipients.size()) return "released";
    if (count(Ending::again) == sorted.recipients.size())
        return sorted.may_arrive_twice ? "may-arrive-twice" : "tried-again";
    if (count(Ending::kept) == sorted.recipients.size()) return "not-released";
    return "partly-released";
}

Event settled_event(const Held& held, const WorkRow& work, const std::vector<HeldRecipient>& people,
                    const SortedOut& sorted, const wire::SettleWork& how, const StampEnd& stamp) {
    Event e;
    e.kind = "release-settled";
    e.outcome = outcome_of(sorted);
    e.about = held.event;
    e.person = work.person;
    e.queue_id = stamp.queue_id;
    e.sender = held.sender;
    e.subject = held.subject;
    std::vector<std::string> shown;
    for (const auto& r : people) shown.push_back(r.shown);
    e.recipients = joined_printable(shown);
    std::vector<std::pair<std::string, std::string>> details = {{"id", held.reference},
                                                                {"reply", reply_words(how.reply_code, how.reply_text)}};
    if (sorted.may_arrive_twice) details.push_back({"mark", "may have arrived twice"});
    e.body = json_texts(details);
    return e;
}

Status settle_release(Store& store, const WorkRow& work, const wire::SettleWork& how) {
    auto held = find_held(store, work.held);
    if (!held) return held.failure();
    auto people = work_people(store, work.id, work.held);
    if (!people) return people.failure();
    auto stamp = end_stamps(store, work.id);
    if (!stamp) return stamp.failure();
    if (!*held) return finish(store, work.id);
    SortedOut sorted = sort_out(*people, how, *stamp);
    if (store.clock.wall() - work.first_at > give_up_after)
        for (auto& e : sorted.recipients)
            if (e.ending == Ending::again) e = {e.number, Ending::kept, "given up after five days; " + e.note};
    for (const auto& e : sorted.recipients)
        if (auto put = put_ending(store, work, e); !put) return put;
    if (auto kept = keep_for_later(store, work, sorted); !kept) return kept;
    if (sorted.may_arrive_twice)
        if (auto noted = set_note(store, work.held, "may have arrived twice"); !noted) return noted;
    Event event = settled_event(**held, work, *people, sorted, how, *stamp);
    auto all = recipients_of(store, work.held);
    if (!all) return all.failure();
    if (std::all_of(all->begin(), all->end(), [](const auto& r) { return r.state == "released"; }) &&
        is_open((*held)->state))
        if (auto moved = move(store, **held, State::released, event.held); !moved) return moved;
    auto put = append(store, std::move(event));
    if (!put) return put.failure();
    return Done{};
}

Status settle_notice(Store& store, const WorkRow& work, const wire::SettleWork& how) {
    auto notice = notice_of(store, work.notice);
    if (!notice) return notice.failure();
    auto stamp = end_stamps(store, work.id);
    if (!stamp) return stamp.failure();
    if (!*notice) return finish(store, work.id);
    HeldRecipient to;
    to.address = (*notice)->notice.to;
    SortedOut sorted = sort_out({to}, how, *stamp);
    auto ending = sorted.recipients.front().ending;
    if (ending == Ending::again && store.clock.wall() - work.first_at > give_up_after) ending = Ending::kept;
    Event e;
    e.kind = "notice";
    e.outcome = ending == Ending::released ? "sent" : ending == Ending::kept ? "failed" : "tried-again";
    e.about = (*notice)->event;
    e.recipients = printable(to.address, 320);
    e.body = json_texts({{"notice", (*notice)->notice.kind}, {"reply", sorted.recipients.front().note}});
    auto put = append(store, std::move(e));
    if (!put) return put.failure();
    if (ending == Ending::again)
        return again_at(store, work.id,
                        store.clock.wall() + (sorted.may_arrive_twice ? unclear_delay : back_off(work.tries)));
    if (auto done = end_notice(store, work.notice, ending == Ending::released); !done) return done;
    return finish(store, work.id);
}

}  // namespace

SortedOut sort_out(const std::vector<HeldRecipient>& people, const wire::SettleWork& how, const StampEnd& stamp) {
    SortedOut out;
    for (const auto& r : people) {
        out.recipients.push_back(ending_of(r, how, stamp));
        const auto& e = out.recipients.back();
        const auto* own = reply_for(how, r);
        if (e.ending == Ending::again && how.reply_code == 0 && how.reached_data_end && !(own && own->code >= 400))
            out.may_arrive_twice = true;
    }
    return out;
}

Result<std::vector<HeldRecipient>> work_people(Store& store, std::int64_t work, std::int64_t held) {
    auto rows = store.db.rows(
        "SELECT r.number, r.address, r.shown, r.state, r.note FROM work_recipients w"
        " JOIN held_recipients r ON r.number = w.number AND r.held = ?2 WHERE w.work = ?1 ORDER BY r.number",
        {work, held});
    if (!rows) return rows.failure();
    std::vector<HeldRecipient> out;
    for (const auto& row : *rows)
        out.push_back({integer(row[0]), octets(row[1]), text(row[2]), text(row[3]), text(row[4])});
    return out;
}

Result<bool> settle_work(Store& store, const wire::SettleWork& how) {
    auto work = find_work(store, static_cast<std::int64_t>(how.id));
    if (!work) return work.failure();
    if (!*work) return false;
    if ((*work)->state == "settled") return true;  // told twice: the first time counts
    auto done = (*work)->kind == "release" ? settle_release(store, **work, how) : settle_notice(store, **work, how);
    if (!done) return done.failure();
    return true;
}

Status fail_work(Store& store, std::int64_t work, const std::string& why) {
    wire::SettleWork how;
    how.id = static_cast<std::uint64_t>(work);
    how.reply_code = 554;
    how.reply_text = why;
    auto done = settle_work(store, how);
    if (!done) return done.failure();
    return Done{};
}

}  // namespace beadle::records

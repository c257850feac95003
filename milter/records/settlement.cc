#include "records/settlement.h"

#include <algorithm>

#include "base/text.h"
#include "mail/address.h"

#include "records/correspondence.h"
#include "records/events.h"
#include "records/notice_queue.h"
#include "records/questions.h"
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

Status put_ending(Store& store, const Held& held, const HeldRecipient& r, const RecipientEnding& e, std::string& moves) {
    const std::string to = printable(parse_address(r.address).text, 320);
    const std::string elsewhere = to == r.shown ? "" : "sent to " + to + " instead; ";
    if (e.ending == Ending::released) return set_recipient(store, held, r, "released", elsewhere + e.note, moves);
    if (e.ending == Ending::kept) return set_recipient(store, held, r, "held", "not released: " + e.note, moves);
    return set_recipient(store, held, r, "sending", elsewhere + e.note, moves);
}

// What may be lost goes again soon; what is in doubt again and again (a mail that kills its sender) does not crowd out others.
Milliseconds delay_of(const WorkRow& work, const SortedOut& sorted) {
    return sorted.in_doubt && work.tries <= 2 ? unclear_delay : back_off(work.tries);
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
    return again_at(store, work.id, store.clock.wall() + delay_of(work, sorted));
}

const char* outcome_of(const SortedOut& sorted) {
    auto count = [&](Ending e) {
        return static_cast<std::size_t>(std::count_if(sorted.recipients.begin(), sorted.recipients.end(),
                                                      [e](const auto& r) { return r.ending == e; }));
    };
    if (count(Ending::released) == sorted.recipients.size()) return "released";
    if (count(Ending::again) == sorted.recipients.size())
        return sorted.in_doubt ? "may-arrive-twice" : "tried-again";
    if (count(Ending::kept) == sorted.recipients.size()) return "not-released";
    return "partly-released";
}

constexpr const char* twice = "may have arrived twice";
constexpr const char* perhaps = "may have arrived";

bool goes_again(const SortedOut& sorted) {
    return std::any_of(sorted.recipients.begin(), sorted.recipients.end(),
                       [](const auto& r) { return r.ending == Ending::again; });
}

Event release_event(const Held& held, const WorkRow& work, const std::vector<HeldRecipient>& people,
                    const wire::SettleWork& how, const Try& mine) {
    Event e;
    e.kind = "release-settled";
    e.about = held.event;
    e.person = work.person;
    e.queue_id = mine.queue_id;
    e.sender = held.sender;
    e.subject = held.subject;
    std::vector<std::string> shown;
    for (const auto& r : people) shown.push_back(r.shown);
    e.recipients = joined_printable(shown);
    e.body = json_texts({{"id", held.reference}, {"reply", reply_words(how.reply_code, how.reply_text)}});
    return e;
}

Event settled_event(const Held& held, const WorkRow& work, const std::vector<HeldRecipient>& people,
                    const SortedOut& sorted, const wire::SettleWork& how, const Try& mine) {
    Event e = release_event(held, work, people, how, mine);
    e.outcome = outcome_of(sorted);
    if (sorted.in_doubt)
        e.body = json_texts({{"id", held.reference},
                             {"reply", reply_words(how.reply_code, how.reply_text)},
                             {"mark", goes_again(sorted) ? twice : perhaps}});
    return e;
}

// What a case says of itself once the try is settled: doubt stays when it went, or goes, a second time.
Status put_note(Store& store, const Held& held, const SortedOut& sorted) {
    if (sorted.in_doubt) return set_note(store, held.id, goes_again(sorted) ? twice : perhaps);
    const bool released = std::any_of(sorted.recipients.begin(), sorted.recipients.end(),
                                      [](const auto& r) { return r.ending == Ending::released; });
    if (released && held.note == perhaps) return set_note(store, held.id, twice);
    return Done{};
}

Status settle_release(Store& store, const WorkRow& work, const wire::SettleWork& how, const Try& mine,
                      std::int64_t before) {
    auto held = find_held(store, work.held);
    if (!held) return held.failure();
    auto people = work_people(store, work.id, work.held);
    if (!people) return people.failure();
    if (!*held) return finish(store, work.id);
    SortedOut sorted = sort_out(*people, how, mine, before);
    if (store.clock.wall() - work.first_at > give_up_after)
        for (auto& e : sorted.recipients)
            if (e.ending == Ending::again) e = {e.number, Ending::kept, "given up after five days; " + e.note};
    std::string moves;
    for (std::size_t i = 0; i < people->size(); ++i)  // sort_out() keeps their order
        if (auto put = put_ending(store, **held, (*people)[i], sorted.recipients[i], moves); !put) return put;
    if (auto kept = keep_for_later(store, work, sorted); !kept) return kept;
    std::vector<std::string> gone;
    for (std::size_t i = 0; i < people->size(); ++i)
        if (sorted.recipients[i].ending == Ending::released) gone.push_back((*people)[i].address);
    if (auto known = remember_released(store, (*held)->envelope.sender, (*held)->origin == name(Origin::inside), gone); !known)
        return known;
    if (auto noted = put_note(store, **held, sorted); !noted) return noted;
    if (sorted.in_doubt)
        if (auto doubted = set_stamp(store, mine.stamp, "unclear"); !doubted) return doubted;
    Event event = settled_event(**held, work, *people, sorted, how, mine);
    event.held = std::move(moves);
    auto all = recipients_of(store, work.held);
    if (!all) return all.failure();
    if (std::all_of(all->begin(), all->end(), [](const auto& r) { return r.state == "released"; }) &&
        is_open((*held)->state))
        if (auto moved = move(store, **held, State::released, event.held); !moved) return moved;
    auto put = append(store, std::move(event));
    if (!put) return put.failure();
    return Done{};
}

Status settle_notice(Store& store, const WorkRow& work, const wire::SettleWork& how, const Try& mine,
                     std::int64_t before) {
    auto notice = notice_of(store, work.notice);
    if (!notice) return notice.failure();
    if (!*notice) return finish(store, work.id);
    HeldRecipient to;
    to.address = (*notice)->notice.to;
    SortedOut sorted = sort_out({to}, how, mine, before);
    auto ending = sorted.recipients.front().ending;
    if (ending == Ending::again && store.clock.wall() - work.first_at > give_up_after) ending = Ending::kept;
    if (sorted.in_doubt)
        if (auto doubted = set_stamp(store, mine.stamp, "unclear"); !doubted) return doubted;
    Event e;
    e.kind = "notice";
    e.outcome = ending == Ending::released ? "sent" : ending == Ending::kept ? "failed" : "tried-again";
    e.about = (*notice)->event;
    e.recipients = printable(to.address, 320);
    e.body = json_texts({{"notice", (*notice)->notice.kind}, {"reply", sorted.recipients.front().note}});
    if (ending != Ending::again)
        if (auto noted = notice_ended(store, work.notice, ending == Ending::released, e.held); !noted) return noted;
    auto put = append(store, std::move(e));
    if (!put) return put.failure();
    if (ending == Ending::again) return again_at(store, work.id, store.clock.wall() + delay_of(work, sorted));
    if (auto done = end_notice(store, work.notice, ending == Ending::released); !done) return done;
    return finish(store, work.id);
}

Status settle_by(Store& store, const WorkRow& work, const wire::SettleWork& how, const Try& mine) {
    auto before = unclear_tries(store, work.id);
    if (!before) return before.failure();
    return work.kind == "release" ? settle_release(store, work, how, mine, *before)
                                  : settle_notice(store, work, how, mine, *before);
}

Status settle_running(Store& store, const WorkRow& work, const wire::SettleWork& how) {
    auto mine = end_stamps(store, work.id);
    if (!mine) return mine.failure();
    return settle_by(store, work, how, *mine);
}

// Unless another try of the case is in doubt still.
Status clear_note(Store& store, const WorkRow& work) {
    if (work.kind != "release") return Done{};
    auto doubtful = is_in_doubt(store, work.held);
    if (!doubtful) return doubtful.failure();
    return *doubtful ? Status(Done{}) : set_note(store, work.held, "");
}

Status note_late_reply(Store& store, const WorkRow& work, const wire::SettleWork& how, const Try& mine) {
    auto held = find_held(store, work.held);
    if (!held) return held.failure();
    auto people = work_people(store, work.id, work.held);
    if (!people) return people.failure();
    if (!*held) return Done{};
    Event e = release_event(**held, work, *people, how, mine);
    e.outcome = "late-reply";
    auto put = append(store, std::move(e));
    if (!put) return put.failure();
    return Done{};
}

// The lease of this try ended before it was told of. Taken is taken, whatever was begun since; anything else ends the doubt
// about this try alone: the work goes again anyway, and a refusal may be of our own making, for its stamp was withdrawn.
Status settle_late(Store& store, const WorkRow& work, const wire::SettleWork& how, const Try& mine) {
    if (how.reply_code == 0) return Done{};
    if (auto settled = set_stamp(store, mine.stamp, "settled"); !settled) return settled;
    if (how.reply_code < 200 || how.reply_code >= 300) {
        if (auto cleared = clear_note(store, work); !cleared) return cleared;
        return work.kind == "release" ? note_late_reply(store, work, how, mine) : Status(Done{});
    }
    auto withdrawn = end_stamps(store, work.id);
    if (!withdrawn) return withdrawn.failure();
    if (!mine.newest && withdrawn->seen)  // a second copy that the mail server had begun to take
        if (auto doubted = set_stamp(store, withdrawn->stamp, "unclear"); !doubted) return doubted;
    if (auto done = settle_by(store, work, how, mine); !done) return done;
    return mine.newest ? clear_note(store, work) : Status(Done{});
}

}  // namespace

Result<std::vector<HeldRecipient>> work_people(Store& store, std::int64_t work, std::int64_t held) {
    auto rows = store.db.rows(
        "SELECT r.number, r.address, r.shown, r.state, r.note, w.instead FROM work_recipients w"
        " JOIN held_recipients r ON r.number = w.number AND r.held = ?2 WHERE w.work = ?1 ORDER BY r.number",
        {work, held});
    if (!rows) return rows.failure();
    std::vector<HeldRecipient> out;
    for (const auto& row : *rows) {
        HeldRecipient r{integer(row[0]), octets(row[1]), text(row[2]), text(row[3]), text(row[4])};
        if (!is_null(row[5])) r.address = octets(row[5]);
        out.push_back(std::move(r));
    }
    return out;
}

Result<bool> settle_work(Store& store, const wire::SettleWork& how) {
    auto work = find_work(store, static_cast<std::int64_t>(how.id));
    if (!work) return work.failure();
    if (!*work) return false;
    if ((*work)->state == "settled") return true;  // told twice, or by a try that no longer matters
    auto told = try_of(store, (*work)->id, how.stamp);
    if (!told) return told.failure();
    Status done = Done{};
    if ((*work)->state == "leased" && told->newest) {
        done = settle_running(store, **work, how);
    } else if (told->stamp != 0) {
        done = settle_late(store, **work, how, *told);
    }
    if (!done) return done.failure();
    return true;
}

Status settle_silent(Store& store, std::int64_t id) {
    auto work = find_work(store, id);
    if (!work) return work.failure();
    if (!*work || (*work)->state != "leased") return Done{};
    wire::SettleWork silent;
    silent.reached_data_end = true;
    return settle_running(store, **work, silent);
}

Status take_back(Store& store, std::int64_t id, const std::string& why) {
    auto work = find_work(store, id);
    if (!work) return work.failure();
    if (!*work || (*work)->state != "leased") return Done{};
    wire::SettleWork never_sent;
    never_sent.reply_text = why;
    return settle_running(store, **work, never_sent);
}

Status fail_work(Store& store, std::int64_t id, const std::string& why) {
    auto work = find_work(store, id);
    if (!work) return work.failure();
    if (!*work || (*work)->state == "settled") return Done{};
    wire::SettleWork how;
    how.reply_code = 554;
    how.reply_text = why;
    return settle_running(store, **work, how);
}

}  // namespace beadle::records

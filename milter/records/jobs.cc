#include "records/jobs.h"

#include <fcntl.h>
#include <sys/mman.h>

#include <algorithm>
#include <cerrno>
#include <limits>

#include <nlohmann/json.hpp>

#include "base/text.h"
#include "mail/content_hash.h"

#include "records/acknowledgements.h"
#include "records/events.h"
#include "records/exceptions.h"
#include "records/held.h"
#include "records/incidents.h"
#include "records/queries.h"
#include "records/questions.h"
#include "records/stamps.h"
#include "records/suspensions.h"

namespace beadle::records {
namespace {

using nlohmann::json;

constexpr std::int64_t window = 2000;  // rows a step

bool ends(wire::Answer& answer, const Failure& why) {
    answer.exit_code = 4;
    answer.problem = why.what;
    return true;
}

Result<std::int64_t> number(Store& store, const std::string& statement, const Values& values, std::int64_t otherwise) {
    auto rows = store.db.rows(statement, values);
    if (!rows) return rows.failure();
    return rows->empty() || is_null(rows->front()[0]) ? otherwise : integer(rows->front()[0]);
}

}  // namespace
bool Verify::bad(wire::Answer& answer, std::int64_t seq, const std::string& what) {
    json j{{"version", 1}, {"good", false}, {"gateway", gateway_}, {"event", seq}, {"problem", what}, {"events", all_}};
    answer.exit_code = 1;
    answer.lines.push_back(j.dump(-1, ' ', false, json::error_handler_t::replace));
    return true;
}

// Whether the walk came as far as the chain went.
bool Verify::ends_too_soon(Store& store, wire::Answer& answer) {
    auto end = marked_end(store, gateway_);
    if (!end) return ends(answer, end.failure());
    if (!*end) return bad(answer, seq_, "the mark of the chain's end is missing or not as it was written");
    if ((*end)->seq != seq_ || !same_octets((*end)->mac, before_))
        return bad(answer, seq_ + 1, "the events from here on were taken out, or their mark was put back from a copy");
    return false;
}

bool Verify::next_gateway(Store& store, wire::Answer& answer) {
    auto rows = store.db.rows("SELECT min(gateway) FROM events WHERE gateway > ?1", {gateway_});
    if (!rows) return ends(answer, rows.failure());
    if (rows->empty() || is_null(rows->front()[0])) return compare(store, answer);
    gateway_ = text(rows->front()[0]);
    auto newest = number(store, "SELECT max(seq) FROM events WHERE gateway = ?1", {gateway_}, 0);
    if (!newest) return ends(answer, newest.failure());
    newest_at_begin_ = *newest;
    seq_ = 0;
    first_rows_ = true;
    before_ = std::string(32, '\0');
    return false;
}

// No transaction comes between the last rows of the walk and this: both see the same moment.
bool Verify::compare(Store& store, wire::Answer& answer) {
    auto rows = store.db.rows("SELECT reference, state, event FROM held", {});
    if (!rows) return ends(answer, rows.failure());
    for (const auto& row : *rows) {
        const auto reference = text(row[0]);
        const auto known = states_.find(reference);
        if (known == states_.end())
            return bad(answer, integer(row[2]), "no event tells of the kept message " + reference);
        if (known->second != text(row[1]))
            return bad(
                answer, integer(row[2]),
                "the kept message " + reference + " is " + text(row[1]) + ", by the events it is " + known->second);
        states_.erase(known);
    }
    if (compare_recipients(store, answer) || compare_questions(store, answer) || compare_exceptions(store, answer) ||
        compare_matters(store, answer) || compare_registers(store, answer))
        return true;
    if (!states_.empty())
        return bad(answer, 0, "the kept message, question or register entry " + states_.begin()->first + " is no longer in the store");
    if (auto end = marked_end(store, store.gateway); all_ == 0 && end && *end)
        return bad(answer, 1, "all events were taken out");
    if (compare_heads(store, answer)) return true;
    auto touched = store.db.untouched_problem();
    if (!touched) return ends(answer, touched.failure());
    if (!touched->empty()) return bad(answer, 0, *touched);
    json j{{"version", 1},
           {"good", true},
           {"events", all_},
           {"gateway", gateway_},
           {"head", all_ > 0 ? hex(before_) : ""}};
    answer.lines.push_back(j.dump());
    return true;
}

bool Verify::compare_heads(Store& store, wire::Answer& answer) {
    for (const auto& head : heads_) {
        auto rows = store.db.rows("SELECT mac FROM events WHERE gateway = ?1 AND seq = ?2", {head.gateway, head.seq});
        if (!rows) return ends(answer, rows.failure());
        if (!rows->empty() && same_octets(hex(octets(rows->front()[0])), head.mac)) continue;
        gateway_ = head.gateway;
        return bad(answer, head.seq,
                   rows->empty() ? "the event whose head was noted is not there: the store was put back from an older copy"
                                 : "the event is not the one whose head was noted: the chain was made anew");
    }
    return false;
}

bool Verify::compare_recipients(Store& store, wire::Answer& answer) {
    auto rows = store.db.rows(
        "SELECT h.reference, r.number, r.state, h.event FROM held_recipients r JOIN held h ON h.id = r.held", {});
    if (!rows) return ends(answer, rows.failure());
    for (const auto& row : *rows) {
        const auto known = states_.find(text(row[0]) + "/" + std::to_string(integer(row[1])));
        const std::string by_events = known == states_.end() ? "held" : known->second;
        if (by_events != text(row[2]))
            return bad(answer, integer(row[3]),
                       "a recipient of the kept message " + text(row[0]) + " is " + text(row[2]) + ", by the events " + by_events);
        if (known != states_.end()) states_.erase(known);
    }
    return false;
}

bool Verify::compare_questions(Store& store, wire::Answer& answer) {
    auto questions = all_questions(store);
    if (!questions) return ends(answer, questions.failure());
    for (const auto& q : *questions) {
        auto untouched = is_as_asked(store, q);
        if (!untouched) return ends(answer, untouched.failure());
        if (!*untouched) return bad(answer, 0, "the question ?" + q.handle + " is not as it was asked");
        const auto known = states_.find("?" + q.handle);
        if (known == states_.end()) return bad(answer, 0, "no event tells of the question ?" + q.handle);
        if (known->second != q.state)
            return bad(answer, 0, "the question ?" + q.handle + " is " + q.state + ", by the events " + known->second);
        states_.erase(known);
    }
    return false;
}

bool Verify::compare_registers(Store& store, wire::Answer& answer) {
    for (const auto compare : {compare_incidents, compare_suspensions, compare_acknowledgements}) {
        auto wrong = compare(store, states_);
        if (!wrong) return ends(answer, wrong.failure());
        if (!wrong->empty()) return bad(answer, 0, *wrong);
    }
    return false;
}

bool Verify::compare_exceptions(Store& store, wire::Answer& answer) {
    auto exceptions = all_exceptions(store);
    if (!exceptions) return ends(answer, exceptions.failure());
    for (const auto& x : *exceptions) {
        const std::string which = "the exception !" + x.reference;
        if (!is_as_made(store, x)) return bad(answer, 0, which + " is not as it was made");
        const auto known = states_.find("!" + x.reference);
        if (known == states_.end()) return bad(answer, 0, "no event tells of " + which);
        if (known->second != x.state) return bad(answer, 0, which + " is " + x.state + ", by the events " + known->second);
        states_.erase(known);
    }
    auto hidden = store.db.rows("SELECT count(*) FROM held h WHERE NOT EXISTS(SELECT 1 FROM held_index i WHERE i.held = h.id"
                                " AND i.state = h.state AND i.at = h.at)", {});
    if (!hidden) return ends(answer, hidden.failure());
    const auto lost = integer(hidden->front()[0]);
    return lost > 0 && bad(answer, 0, std::to_string(lost) + " kept messages cannot be found by what they are");
}

bool Verify::check_held(Store& store, wire::Answer& answer) {
    auto rows = store.db.rows(std::string("SELECT ") + held_columns + " FROM held WHERE id > ?1 ORDER BY id LIMIT 200",
                              {last_held_});
    if (!rows) return ends(answer, rows.failure());
    for (const auto& row : *rows) {
        const Held h = held_of(row);
        auto untouched = is_as_recorded(store, h);
        if (!untouched) return ends(answer, untouched.failure());
        if (!*untouched) return bad(answer, h.event, "the kept message " + h.reference + " is not as it was recorded");
        last_held_ = h.id;
    }
    held_checked_ = rows->empty();
    return false;
}

bool Verify::step(Store& store, wire::Answer& answer) {
    if (!held_checked_) return check_held(store, answer);
    if (!content_checked_) {
        std::string problem;
        auto done = content_.step(store, problem);
        if (!done) return ends(answer, done.failure());
        content_checked_ = *done;
        return !problem.empty() && bad(answer, 0, problem);
    }
    if (!begun_) {
        begun_ = true;
        if (next_gateway(store, answer)) return true;
    }
    auto rows = store.db.rows(
        std::string("SELECT ") + event_columns + " FROM events WHERE gateway = ?1 AND seq > ?2 ORDER BY seq LIMIT ?3",
        {gateway_, first_rows_ ? std::numeric_limits<std::int64_t>::min() : seq_, window});
    if (!rows) return ends(answer, rows.failure());
    first_rows_ = false;
    for (const auto& row : *rows) {
        const Event e = event_of(row);
        if (e.seq != seq_ + 1) return bad(answer, seq_ + 1, "the event is missing");
        const auto mac = chain_mac(store.keys, before_, e);
        if (!same_octets(mac, octets(row.back())) || !is_told_whole(e))
            return bad(answer, e.seq, "the event is not as it was written, or one before it was taken out");
        for (const auto& moved : split(e.held, ' '))
            if (auto colon = moved.find(':'); colon != std::string::npos)
                if (!note_erased_word(moved.substr(0, colon), moved.substr(colon + 1)))
                    states_[moved.substr(0, colon)] = moved.substr(colon + 1);
        if (is_erased(e)) note_erased_row(e.seq);
        before_ = mac;
        seq_ = e.seq;
        ++all_;
    }
    if (static_cast<std::int64_t>(rows->size()) == window) return false;
    return ends_too_soon(store, answer) || compare_erased(answer) || next_gateway(store, answer);
}

Result<TakingOut> TakingOut::open(Store& store, TakenWork work) {
    auto outgoing = Outgoing::open(store.db, store.keys, work.message);
    if (!outgoing) return outgoing.failure();
    Descriptor file(::memfd_create("beadle-release", MFD_CLOEXEC | MFD_ALLOW_SEALING));
    if (!file) return fail(FailureKind::unavailable, "records", "no memory file can be made for the message");
    TakingOut out(std::move(work), std::move(*outgoing), std::move(file));
    if (!out.work_.trace.empty())
        if (auto put = out.write(out.work_.trace + "\r\n"); !put) return put.failure();
    return out;
}

Status TakingOut::write(std::string_view piece) {
    while (!piece.empty()) {
        ssize_t n = ::write(file_.get(), piece.data(), piece.size());
        if (n < 0 && errno == EINTR) continue;
        if (n <= 0) return fail(FailureKind::unavailable, "records", "the memory file for a message cannot be written");
        piece.remove_prefix(static_cast<std::size_t>(n));
    }
    return Done{};
}

Result<bool> TakingOut::step(Store& store) {
    auto last = outgoing_.step(store.db, [this](std::string_view piece) {
        if (std::any_of(piece.begin(), piece.end(), [](char c) { return (c & 0x80) != 0; }))
            work_.work.eight_bit = true;
        return write(filter_.add(piece));
    });
    if (!last || !*last) return last;
    if (auto put = write(filter_.end()); !put) return put.failure();
    return true;
}

// What is bound to the stamp is what the listener will be shown: the octets as they are now.
Status TakingOut::stamp(Store& store) {
    if (!work_.separately) return Done{};
    const auto size = static_cast<std::size_t>(::lseek(file_.get(), 0, SEEK_END));
    void* octets = ::mmap(nullptr, size, PROT_READ, MAP_PRIVATE, file_.get(), 0);
    if (octets == MAP_FAILED) return fail(FailureKind::unavailable, "records", "the memory file for a message cannot be read");
    const auto hash = ContentHash::of_message({static_cast<const char*>(octets), size});
    ::munmap(octets, size);
    auto token = issue_stamp(store, {work(), hash, work_.work.sender, work_.work.recipients, work_.event});
    if (!token) return token.failure();
    work_.work.stamp = *token;
    return Done{};
}

wire::Frame TakingOut::frame(std::uint32_t id) {
    ::lseek(file_.get(), 0, SEEK_SET);
    ::fcntl(file_.get(), F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE | F_SEAL_SEAL);
    auto frame = wire::frame_of(work_.work, id);
    frame.descriptors.push_back(std::move(file_));
    return frame;
}

}  // namespace beadle::records

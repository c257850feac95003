#include "records/questions.h"

#include <sodium.h>

#include "base/text.h"
#include "mail/answer.h"

#include "records/events.h"
#include "records/keys.h"

namespace beadle::records {
namespace {

constexpr std::size_t seed_octets = 16;
constexpr std::size_t seen_most = 20;
constexpr std::int64_t expired_at_once = 20;

constexpr const char* question_columns =
    "id, held, handle, seed, person, separate, by_link, life, seen, state, open_until, answer, answered_by, reason, "
    "answered_at, notice, expired_notice, mac";

Question question_from(const Row& row) {
    Question q;
    q.id = integer(row[0]);
    q.held = integer(row[1]);
    q.handle = text(row[2]);
    q.seed = octets(row[3]);
    q.person = text(row[4]);
    q.separate = integer(row[5]) != 0;
    q.by_link = integer(row[6]) != 0;
    q.life = integer(row[7]);
    q.seen = text(row[8]);
    q.state = text(row[9]);
    q.open_until = integer(row[10]);
    q.answer = text(row[11]);
    q.answered_by = text(row[12]);
    q.reason = text(row[13]);
    q.answered_at = integer(row[14]);
    q.notice = integer(row[15]);
    q.expired_notice = integer(row[16]);
    q.mac = octets(row[17]);
    return q;
}

Result<std::vector<Question>> select(Store& store, const std::string& rest, const Values& values) {
    auto rows = store.db.rows(std::string("SELECT ") + question_columns + " FROM questions " + rest, values);
    if (!rows) return rows.failure();
    std::vector<Question> out;
    for (const auto& row : *rows) out.push_back(question_from(row));
    return out;
}

Result<std::optional<Question>> one(Result<std::vector<Question>> found) {
    if (!found) return found.failure();
    if (found->empty()) return std::optional<Question>();
    return std::optional<Question>(std::move(found->front()));
}

Status status_of(const Result<std::int64_t>& r) {
    if (!r) return r.failure();
    return Done{};
}

// Bound to what is kept and for whom, not to the copy: a retry takes the question over.
std::string mac_of(const Keys& keys, Question q, std::string retry_key) {
    wire::Encoder e;
    e(q.handle, q.seed, q.person, q.separate, q.by_link, q.life, q.seen, retry_key);
    return keys.mac("beadle question " + e.take());
}

void note_move(std::string& moves, const Question& q, const std::string& state) {
    if (!moves.empty()) moves += ' ';
    moves += "?" + q.handle + ":" + state;
}

Status set_state(Store& store, const Question& q, const std::string& state, std::string& moves) {
    note_move(moves, q, state);
    return status_of(store.db.run("UPDATE questions SET state = ?2 WHERE id = ?1", {q.id, state}));
}

}  // namespace

std::string new_handle() {
    std::string out;
    while (out.size() < answer_handle_length)
        out += answer_letters[randombytes_uniform(static_cast<std::uint32_t>(answer_letters.size()))];
    return out;
}

Status add_question(Store& store, const Held& held, const std::string& handle, const wire::Question& asked) {
    Question q;
    q.handle = handle;
    q.seed.resize(seed_octets);
    randombytes_buf(q.seed.data(), q.seed.size());
    q.person = printable(asked.person, 320);
    q.separate = asked.separate;
    q.by_link = asked.by_link;
    q.life = asked.life_ms;
    for (std::size_t i = 0; i < asked.seen.size() && i < seen_most; ++i)
        q.seen += (i ? "\n" : "") + printable(replace_all(asked.seen[i], "\n", " "), 300);
    return status_of(store.db.run(
        "INSERT INTO questions(held, handle, seed, person, separate, by_link, life, seen, state, open_until, answer,"
        " answered_by, reason, answered_at, notice, expired_notice, mac)"
        " VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, 'asking', 0, '', '', '', 0, 0, 0, ?9)",
        {held.id, q.handle, Blob{q.seed}, q.person, std::int64_t{q.separate}, std::int64_t{q.by_link}, q.life, q.seen,
         Blob{mac_of(store.keys, q, held.retry_key)}}));
}

Result<std::optional<Question>> question_of(Store& store, std::int64_t held) {
    return one(select(store, "WHERE held = ?1", {held}));
}

Result<std::vector<Question>> all_questions(Store& store) { return select(store, "ORDER BY id", {}); }

Result<bool> is_as_asked(Store& store, const Question& question) {
    auto held = find_held(store, question.held);
    if (!held) return held.failure();
    return *held && same_octets(question.mac, mac_of(store.keys, question, (*held)->retry_key));
}

std::string code_of(const Store& store, const Question& q, Way way) {
    const std::string about = way == Way::reply ? "beadle answer by reply " : "beadle answer by link ";
    return std::string(answer_code_start) + q.handle +
           answer_letters_of(store.keys.mac(about + q.handle + q.seed), answer_secret_length);
}

Result<std::optional<Question>> question_by_code(Store& store, const std::string& code, Way way) {
    if (!is_answer_code(code)) return std::optional<Question>();
    auto found = one(select(store, "WHERE handle = ?1", {code.substr(answer_code_start.size(), answer_handle_length)}));
    if (!found) return found.failure();
    Question nobody;
    nobody.seed.resize(seed_octets);
    const bool same = same_octets(code, code_of(store, *found ? **found : nobody, way));
    if (!same || !*found) return std::optional<Question>();
    return found;
}

Status fill_codes(Store& store, std::int64_t notice, wire::Notice& words) {
    auto q = one(select(store, "WHERE notice = ?1", {notice}));
    if (!q) return q.failure();
    if (!*q) return Done{};
    words.code = code_of(store, **q, Way::reply);
    const std::string link = (*q)->by_link ? code_of(store, **q, Way::link) : "";
    for (std::string* s : {&words.subject, &words.text, &words.html})
        *s = replace_all(replace_all(*s, wire::Notice::code_mark, words.code), wire::Notice::link_mark, link);
    return Done{};
}

Status note_notice(Store& store, std::int64_t held, const wire::Notice& notice) {
    auto rows = store.db.rows("SELECT id FROM notices WHERE key = ?1", {notice.key});
    if (!rows) return rows.failure();
    if (rows->empty()) return Done{};
    const char* statement = notice.kind == "ask" ? "UPDATE questions SET notice = ?2 WHERE held = ?1"
                                                 : "UPDATE questions SET expired_notice = ?2 WHERE held = ?1";
    return status_of(store.db.run(statement, {held, integer(rows->front()[0])}));
}

Status carry_question(Store& store, std::int64_t from, std::int64_t to) {
    return status_of(store.db.run("UPDATE questions SET held = ?2 WHERE held = ?1", {from, to}));
}

Status notice_ended(Store& store, std::int64_t notice, bool taken, std::string& moves) {
    auto q = one(select(store, "WHERE notice = ?1", {notice}));
    if (!q) return q.failure();
    if (!*q || ((*q)->state != "asking" && (*q)->state != "unasked")) return Done{};
    if (!taken) {
        if (auto noted = set_note(store, (*q)->held, "the sender could not be asked: the notice was not taken"); !noted)
            return noted;
        return set_state(store, **q, "unasked", moves);
    }
    auto done =
        store.db.run("UPDATE questions SET open_until = ?2 WHERE id = ?1", {(*q)->id, store.clock.wall() + (*q)->life});
    if (!done) return done.failure();
    return set_state(store, **q, "open", moves);
}

// What was to be sent about it and is no longer true goes too.
Status end_question(Store& store, const Question& q, const std::string& state, std::string& moves) {
    auto gone =
        store.db.run("DELETE FROM notices WHERE (id = ?1 AND state = 'waiting') OR (id = ?2 AND state = 'dormant')",
                     {q.notice, q.expired_notice});
    if (!gone) return gone.failure();
    return set_state(store, q, state, moves);
}

Status close_question(Store& store, std::int64_t held, std::string& moves) {
    auto q = question_of(store, held);
    if (!q) return q.failure();
    if (!*q || !(*q)->may_be_answered()) return Done{};
    return end_question(store, **q, "closed", moves);
}

Result<bool> goes_separately(Store& store, std::int64_t held) {
    auto q = question_of(store, held);
    if (!q) return q.failure();
    return *q && (*q)->state == "answered" && (*q)->answer == name(AnswerWord::separate);
}

Status expire(Store& store, const Question& q) {
    auto held = find_held(store, q.held);
    if (!held) return held.failure();
    if (!*held) return Done{};
    Event e;
    e.kind = "question-expired";
    e.outcome = "expired";
    e.about = (*held)->event;
    e.sender = (*held)->sender;
    e.subject = (*held)->subject;
    e.body = json_texts({{"id", (*held)->reference}, {"cause", "no answer until " + utc_text(q.open_until)}});
    if (auto done = set_state(store, q, "expired", e.held); !done) return done;
    auto woken = store.db.run("UPDATE notices SET state = 'waiting', due_at = ?2 WHERE id = ?1 AND state = 'dormant'",
                              {q.expired_notice, store.clock.wall()});
    if (!woken) return woken.failure();
    if (auto noted = set_note(store, q.held, "not sent: the sender did not answer in time"); !noted) return noted;
    auto put = append(store, std::move(e));
    if (!put) return put.failure();
    return Done{};
}

Status expire_due(Store& store) {
    auto due = select(store, "WHERE state = 'open' AND open_until <= ?1 ORDER BY open_until LIMIT ?2",
                      {store.clock.wall(), expired_at_once});
    if (!due) return due.failure();
    for (const auto& q : *due)
        if (auto done = expire(store, q); !done) return done;
    return Done{};
}

}  // namespace beadle::records

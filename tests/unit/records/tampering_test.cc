// tampering_test.cc — what somebody does to the database who has it, but not the keys: each edit has to be found.
#include "unit/records/fixture.h"

namespace beadle::records {
namespace {

struct Edit {
    const char *name, *statements;
};

class TamperingTest : public StoreTest {
  protected:
    wire::RecordVerdict numbered(wire::RecordVerdict v, const std::string& n) {
        v.content_hash = ContentHash::of_message(message_text() + n);
        v.inspection.message_id = "<" + n + "@council.example>";
        for (auto& notice : v.notices) notice.key += n;
        v.pairs = {{{"a.smith@council.example", "b" + n + "@example.org"}, true, true},
                   {{"", "b" + n + "@example.org"}, true, false}};
        return v;
    }
    wire::RecordVerdict asking(const std::string& n) {
        auto v = numbered(held_verdict(), n);
        v.held[0].reason = wire::HeldReason::ask;
        wire::Question q;
        q.person = "a.smith@council.example";
        q.life_ms = 24 * 60 * minute;
        v.held[0].question = q;
        return v;
    }
    // Verdicts, kept messages (one in slices), a release that was sent and one under way, a question, notices, correspondence.
    void fill() {
        for (int i = 0; i < 3; ++i) record(numbered(accepted_verdict(), std::to_string(i)));
        auto released = record(numbered(held_verdict(), "10"));
        amend_event(released.event, wire::Amendment::heard);
        auto sent = record(numbered(held_verdict(), "11"), message_text(4'000'000));
        amend_event(sent.event, wire::Amendment::heard);
        record(asking("12"));
        record(numbered(held_verdict(2), "13"));
        record(numbered(held_verdict(), "14"));
        ASSERT_EQ(person_asks("quarantine.release", {{"id", released.held[0]}}).exit_code, 0u);
        auto work = take_work_now();
        ASSERT_EQ(work.kind, wire::WorkKind::release);
        settle(work, 250);
        ASSERT_EQ(person_asks("quarantine.release", {{"id", sent.held[0]}}).exit_code, 0u);
        ASSERT_EQ(take_work_now().kind, wire::WorkKind::release);
        record(numbered(accepted_verdict(), "15"));
    }
    void expect_found(const Edit& edit) {
        SCOPED_TRACE(edit.name);
        begin_anew();
        fill();
        ASSERT_EQ(verify(), "");
        auto done = tamper(edit.statements);
        ASSERT_TRUE(done) << done.failure().what;
        EXPECT_NE(verify(), "");
    }
};

constexpr const char* event_copy =
    "at, kind, outcome, about, person, queue_id, message_id, sender, recipients, rules, subject, held, body, mac, salt, digest FROM events ";

TEST_F(TamperingTest, of_events) {
    const std::string twice = std::string("INSERT INTO events SELECT gateway, (SELECT max(seq) + 1 FROM events), ") + event_copy +
                              "WHERE seq = (SELECT max(seq) FROM events)";
    const std::string in_front = std::string("INSERT INTO events SELECT gateway, 0, ") + event_copy + "WHERE seq = 1";
    const std::string other_chain = std::string("INSERT INTO events SELECT 'other', seq, ") + event_copy + "WHERE seq < 4";
    const Edit table[] = {
        {"a changed time", "UPDATE events SET at = at + 1 WHERE seq = 4"},
        {"a changed kind", "UPDATE events SET kind = 'noted' WHERE seq = 4"},
        {"a changed outcome", "UPDATE events SET outcome = 'rejected' WHERE seq = 4"},
        {"another event it is about", "UPDATE events SET about = about + 1 WHERE seq = 5"},
        {"an invented person", "UPDATE events SET person = 'mallory' WHERE seq = 4"},
        {"a changed queue id", "UPDATE events SET queue_id = 'X' WHERE seq = 4"},
        {"a changed Message-ID", "UPDATE events SET message_id = '' WHERE seq = 4"},
        {"a changed sender", "UPDATE events SET sender = 'x@example.org' WHERE seq = 4"},
        {"a recipient taken out", "UPDATE events SET recipients = '' WHERE seq = 4"},
        {"a rule taken out", "UPDATE events SET rules = '' WHERE seq = 4"},
        {"a changed subject", "UPDATE events SET subject = 'x' WHERE seq = 4"},
        {"a changed state", "UPDATE events SET held = '' WHERE seq = 4"},
        {"a changed body", "UPDATE events SET body = body || ' ' WHERE seq = 4"},
        {"a changed MAC", "UPDATE events SET mac = zeroblob(32) WHERE seq = 4"},
        {"text moved from one column to the next", "UPDATE events SET queue_id = '', message_id = queue_id || message_id WHERE seq = 4"},
        {"another gateway's name on all", "UPDATE events SET gateway = 'other'"},
        {"another gateway's name on the first ones", "UPDATE events SET gateway = 'other' WHERE seq < 4"},
        {"a chain copied to another gateway", other_chain.c_str()},
        {"the first taken out", "DELETE FROM events WHERE seq = 1"},
        {"one in the middle taken out", "DELETE FROM events WHERE seq = 5"},
        {"one taken out and the rest renumbered", "DELETE FROM events WHERE seq = 5; UPDATE events SET seq = seq - 1 WHERE seq > 5"},
        {"two swapped", "UPDATE events SET seq = 1004 WHERE seq = 2; UPDATE events SET seq = 2 WHERE seq = 3; UPDATE events SET seq = 3 WHERE seq = 1004"},
        {"one written twice", twice.c_str()},
        {"one put in front", in_front.c_str()},
        {"the end cut off", "DELETE FROM events WHERE seq > 8"},
        {"the last one cut off", "DELETE FROM events WHERE seq = (SELECT max(seq) FROM events)"},
        {"all taken out", "DELETE FROM events"},
        {"the mark of the end taken out with the end", "DELETE FROM events WHERE seq > 8; DELETE FROM store_marks WHERE name LIKE 'chain end %'"},
        {"the mark of the end invented", "DELETE FROM events WHERE seq > 8; UPDATE store_marks SET value = zeroblob(65) WHERE name LIKE 'chain end %'"},
    };
    for (const auto& edit : table) expect_found(edit);
}

TEST_F(TamperingTest, of_kept_messages) {
    const Edit table[] = {
        {"set to released", "UPDATE held SET state = 'released' WHERE id = 3"},
        {"set to discarded, with its recipients", "UPDATE held SET state = 'discarded' WHERE id = 3; UPDATE held_recipients SET state = 'discarded' WHERE held = 3"},
        {"another recipient", "UPDATE held_recipients SET address = CAST('<mallory@example.org>' AS BLOB) WHERE number = 0"},
        {"another recipient to be shown", "UPDATE held_recipients SET shown = 'x' WHERE number = 0"},
        {"another note of a recipient", "UPDATE held_recipients SET note = 'x' WHERE number = 0"},
        {"a recipient set to released", "UPDATE held_recipients SET state = 'released' WHERE held = 3 AND number = 1"},
        {"a recipient taken out", "DELETE FROM held_recipients WHERE held = 3 AND number = 1"},
        {"a recipient put in", "INSERT INTO held_recipients SELECT held, 2, address, shown, state, note FROM held_recipients WHERE held = 3 AND number = 0"},
        {"another message behind it", "UPDATE held SET message = 1 WHERE id = 3"},
        {"one person fewer needed", "UPDATE held SET release_needs = 1 WHERE release_needs = 2"},
        {"another reason", "UPDATE held SET reason = 'refused' WHERE id = 3"},
        {"another origin", "UPDATE held SET origin = 'outside' WHERE id = 3"},
        {"other rules", "UPDATE held SET rules = '' WHERE id = 3"},
        {"another subject", "UPDATE held SET subject = 'x' WHERE id = 3"},
        {"another envelope", "UPDATE held SET envelope = zeroblob(10) WHERE id = 3"},
        {"another Received field", "UPDATE held SET trace = zeroblob(10) WHERE id = 3"},
        {"another content hash", "UPDATE held SET content_hash = 'x' WHERE id = 3"},
        {"another time", "UPDATE held SET at = at - 1 WHERE id = 3"},
        {"another time of its last change", "UPDATE held SET changed_at = 1 WHERE id = 3"},
        {"another note", "UPDATE held SET note = 'x' WHERE id = 3"},
        {"superseded by another", "UPDATE held SET superseded_by = 'x' WHERE id = 3"},
        {"another event", "UPDATE held SET event = 1 WHERE id = 3"},
        {"two references swapped", "UPDATE held SET reference = 'x' WHERE id = 4; UPDATE held SET reference = (SELECT reference FROM held WHERE id = 5) || 'y' WHERE id = 5"},
        {"taken out", "DELETE FROM held_index WHERE held = 5; DELETE FROM held_recipients WHERE held = 5; DELETE FROM held WHERE id = 5"},
        {"put in",
         "INSERT INTO held(reference, gateway, event, message, state, reason, release_needs, sender_not_told, origin, "
         "sender, subject, rules, clauses, size, content_hash, retry_key, envelope, trace, at, changed_at, "
         "superseded_by, note, mac) SELECT '2222-2222', gateway, event, message, state, reason, release_needs, "
         "sender_not_told, origin, sender, subject, rules, clauses, size, content_hash, retry_key, envelope, trace, "
         "at, changed_at, superseded_by, note, mac FROM held WHERE id = 5"},
    };
    for (const auto& edit : table) expect_found(edit);
}

TEST_F(TamperingTest, of_sealed_content) {
    const Edit table[] = {
        {"an octet of a slice", "UPDATE slices SET octets = CAST(substr(octets, 1, 99) || x'00' || substr(octets, 101) AS BLOB) WHERE message = 2 AND number = 1"},
        {"a slice cut short", "UPDATE slices SET octets = substr(octets, 1, 100) WHERE message = 2 AND number = 0"},
        {"two slices swapped", "UPDATE slices SET octets = (SELECT octets FROM slices s WHERE s.message = 2 AND s.number = 1 - slices.number) WHERE message = 2 AND number IN (0, 1)"},
        {"slices swapped between messages", "UPDATE slices SET octets = (SELECT octets FROM slices s WHERE s.message = 5 - slices.message AND s.number = 0) WHERE message IN (1, 4) AND number = 0"},
        {"the last slice taken out", "DELETE FROM slices WHERE message = 2 AND number = (SELECT max(number) FROM slices WHERE message = 2)"},
        {"the last slice taken out of the count too", "DELETE FROM slices WHERE message = 2 AND number = (SELECT max(number) FROM slices WHERE message = 2); UPDATE messages SET slices = slices - 1 WHERE id = 2"},
        {"a slice put in", "INSERT INTO slices SELECT message, 9, octets FROM slices WHERE message = 2 AND number = 0"},
        {"wrapped keys swapped", "UPDATE messages SET wrapped_key = (SELECT wrapped_key FROM messages m WHERE m.id = 5 - messages.id) WHERE id IN (1, 4)"},
        {"a wrapped key overwritten", "UPDATE messages SET wrapped_key = zeroblob(72) WHERE id = 2"},
        {"said to be destroyed", "UPDATE messages SET wrapped_key = NULL, destroyed_at = 5 WHERE id = 3; DELETE FROM slices WHERE message = 3"},
        {"another size", "UPDATE messages SET octets = octets - 1 WHERE id = 2"},
        {"another name", "UPDATE messages SET name = x'00' WHERE id = 2"},
        {"another header", "UPDATE messages SET header = x'00' WHERE id = 2"},
        {"another day", "UPDATE messages SET stored_at = 1 WHERE id = 2"},
        {"not whole", "UPDATE messages SET complete = 0 WHERE id = 2"},
    };
    for (const auto& edit : table) expect_found(edit);
}

TEST_F(TamperingTest, of_what_is_to_be_done) {
    const Edit table[] = {
        {"a question's state", "UPDATE questions SET state = 'answered'"},
        {"a question's person", "UPDATE questions SET person = 'x@council.example'"},
        {"a question's time", "UPDATE questions SET open_until = 1"},
        {"a question's answer", "UPDATE questions SET answer = 'send', answered_by = 'x'"},
        {"a question taken out", "DELETE FROM questions"},
        {"a notice's words", "UPDATE notices SET plain = 'x' WHERE id = 1"},
        {"a notice's recipient", "UPDATE notices SET recipient = CAST('mallory@example.org' AS BLOB) WHERE id = 2"},
        {"a notice said to be sent", "UPDATE notices SET state = 'sent' WHERE id = 2"},
        {"a notice put in",
         "INSERT INTO notices(key, gateway, event, recipient, folded, kind, subject, plain, html, state, late, due_at, made_at, sent_at, "
         "merged_into) SELECT 'x', gateway, event, recipient, folded, kind, subject, plain, html, state, late, due_at, made_at, sent_at, "
         "merged_into FROM notices WHERE id = 1"},
        {"a notice taken out", "DELETE FROM notices WHERE id = 3"},
        {"work set back", "UPDATE work SET state = 'due' WHERE state = 'settled'"},
        {"work for another message", "UPDATE work SET held = 3 WHERE state = 'leased'"},
        {"work of another person", "UPDATE work SET person = 'mallory'"},
        {"work put in",
         "INSERT INTO work(kind, held, notice, state, due_at, leased_until, first_at, tries, person, separately) SELECT kind, 3, notice, "
         "'due', due_at, 0, first_at, 0, person, separately FROM work WHERE kind = 'release' AND state = 'leased'"},
        {"a recipient of work put in", "INSERT INTO work_recipients(work, number) SELECT max(id), 7 FROM work"},
        {"a recipient of work taken out", "DELETE FROM work_recipients WHERE number = 1"},
        {"a stamp made good again", "UPDATE stamps SET state = 'issued'"},
        {"a stamp for another content", "UPDATE stamps SET content_hash = 'x'"},
        {"a stamp for another token", "UPDATE stamps SET token_hash = 'x' WHERE id = 1"},
        {"a stamp taken out", "DELETE FROM stamps WHERE id = 1"},
    };
    for (const auto& edit : table) expect_found(edit);
}

TEST_F(TamperingTest, of_what_is_remembered_and_of_the_marks) {
    const Edit table[] = {
        {"more mail than there was", "UPDATE correspondence SET received = 9 WHERE sent = 1"},
        {"a later day", "UPDATE correspondence SET last_day = last_day + 9"},
        {"a locked file that never went", "UPDATE correspondence SET locked_day = 5"},
        {"a pair forgotten", "DELETE FROM correspondence WHERE locked_day > 0"},
        {"a pair put in", "INSERT INTO correspondence(key, sent, received, locked_day, last_day) VALUES(zeroblob(32), 1, 1, 0, 1)"},
        {"the check of a key", "UPDATE store_marks SET value = zeroblob(32) WHERE name = 'chain-key-check'"},
        {"a mark put in", "INSERT INTO store_marks(name, value) VALUES('x', zeroblob(10))"},
        {"a row's MAC", "UPDATE row_macs SET mac = zeroblob(32) WHERE tbl = 'work'"},
        {"a row's MAC taken out", "DELETE FROM row_macs WHERE tbl = 'stamps'"},
        {"a row taken out with its MAC", "DELETE FROM row_macs WHERE tbl = 'correspondence'; DELETE FROM correspondence"},
        {"the mark of the rows taken out", "DELETE FROM store_marks WHERE name LIKE 'guard %'"},
        {"the mark of the rows invented", "UPDATE store_marks SET value = zeroblob(72) WHERE name LIKE 'guard %'"},
        {"a step of the schema put in", "INSERT INTO schema_version(version, at) VALUES(0, 0)"},
        {"a step of the schema at another time", "UPDATE schema_version SET at = 5 WHERE version = 1"},
    };
    for (const auto& edit : table) expect_found(edit);
}

// One row with its MAC, then all rows with their MACs and the sum: each goes back to what it was one event before.
TEST_F(TamperingTest, rows_put_back_from_an_older_copy_are_found) {
    for (const bool all : {false, true}) {
        begin_anew();
        fill();
        const std::string copy = all ? "CREATE TABLE old_rows AS SELECT * FROM notices; CREATE TABLE old_macs AS SELECT * FROM row_macs; "
                                       "CREATE TABLE old_marks AS SELECT * FROM store_marks WHERE name LIKE 'guard %'"
                                     : "CREATE TABLE old_rows AS SELECT * FROM notices; CREATE TABLE old_macs AS SELECT * FROM row_macs";
        ASSERT_TRUE(tamper(copy));
        clock_.pass(10 * minute);
        ASSERT_EQ(take_work_now().kind, wire::WorkKind::notice);
        record(numbered(accepted_verdict(), "20"));
        ASSERT_EQ(verify(), "");
        ASSERT_TRUE(tamper("UPDATE notices SET state = (SELECT state FROM old_rows o WHERE o.id = notices.id), sent_at = (SELECT sent_at FROM "
                           "old_rows o WHERE o.id = notices.id); UPDATE row_macs SET mac = (SELECT mac FROM old_macs o WHERE o.tbl = "
                           "row_macs.tbl AND o.key = row_macs.key) WHERE tbl = 'notices'"));
        if (all) {
            ASSERT_TRUE(tamper("UPDATE store_marks SET value = (SELECT value FROM old_marks) WHERE name LIKE 'guard %'"));
        }
        EXPECT_NE(verify(), "") << all;
    }
}

TEST_F(TamperingTest, what_beadle_writes_to_a_changed_row_does_not_hide_the_change) {
    fill();
    ASSERT_TRUE(tamper("UPDATE notices SET plain = 'send money' WHERE state = 'waiting'"));
    const auto problem = verify();
    EXPECT_NE(problem, "");
    ASSERT_TRUE(store().db.run("UPDATE notices SET due_at = 0", {}));
    EXPECT_EQ(verify(), problem);
    EXPECT_EQ(take_work_now().kind, wire::WorkKind::none) << "nobody gets what another hand has written";
}

}  // namespace
}  // namespace beadle::records

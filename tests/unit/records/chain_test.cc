#include "unit/records/fixture.h"

namespace beadle::records {
namespace {

class ChainTest : public StoreTest {
  protected:
    void fill() {
        for (int i = 0; i < 5; ++i) record(accepted_verdict());
        auto held = record(held_verdict());
        amend_event(held.event, wire::Amendment::heard);
        reference_ = held.held[0];
        for (int i = 0; i < 3; ++i) record(accepted_verdict());
    }
    std::string reference_;
};

TEST_F(ChainTest, an_untouched_chain_verifies_and_names_its_head) {
    fill();
    auto answer = person_asks("events.verify", nlohmann::json::object());
    EXPECT_EQ(answer.exit_code, 0u);
    auto line = nlohmann::json::parse(answer.lines.at(0));
    EXPECT_TRUE(line["good"].get<bool>());
    EXPECT_EQ(line["events"], 10);
    EXPECT_EQ(line["head"].get<std::string>().size(), 64u);
    reopen();
    record(accepted_verdict());
    EXPECT_EQ(verify(), "") << "the chain goes on after a restart";
}

TEST_F(ChainTest, every_edit_of_someone_without_the_keys_is_found) {
    const struct {
        const char* name;
        const char* statement;
    } table[] = {
        {"a changed time", "UPDATE events SET at = at + 1 WHERE seq = 4"},
        {"a changed kind", "UPDATE events SET kind = 'heard' WHERE seq = 4"},
        {"a changed outcome", "UPDATE events SET outcome = 'rejected' WHERE seq = 4"},
        {"another event it is about", "UPDATE events SET about = 3 WHERE seq = 7"},
        {"an invented person", "UPDATE events SET person = 'mallory' WHERE seq = 4"},
        {"a changed queue id", "UPDATE events SET queue_id = 'X' WHERE seq = 4"},
        {"a changed Message-ID", "UPDATE events SET message_id = '' WHERE seq = 4"},
        {"a changed sender", "UPDATE events SET sender = 'x@example.org' WHERE seq = 4"},
        {"a recipient taken out", "UPDATE events SET recipients = '' WHERE seq = 4"},
        {"a rule taken out", "UPDATE events SET rules = '' WHERE seq = 6"},
        {"a changed subject", "UPDATE events SET subject = 'x' WHERE seq = 4"},
        {"a changed state", "UPDATE events SET held = '' WHERE seq = 7"},
        {"a changed body", "UPDATE events SET body = replace(body, 'accepted', 'rejected') || ' ' WHERE seq = 4"},
        {"text moved from one column to the next",
         "UPDATE events SET queue_id = '', message_id = queue_id || message_id WHERE seq = 4"},
        {"what tells of persons blanked, as a run of destruction does",
         "UPDATE events SET message_id = '', sender = '', recipients = '', subject = '', body = '{}', salt = NULL WHERE seq = 4"},
        {"the salt taken out", "UPDATE events SET salt = NULL WHERE seq = 4"},
        {"another salt", "UPDATE events SET salt = zeroblob(32) WHERE seq = 4"},
        {"the digest taken out", "UPDATE events SET digest = NULL WHERE seq = 4"},
        {"another digest", "UPDATE events SET digest = zeroblob(32) WHERE seq = 4"},
        {"a rule that was never told of as erased", "UPDATE events SET held = held || ' events/4-4:erased' WHERE seq = 9"},
        {"a changed MAC", "UPDATE events SET mac = zeroblob(32) WHERE seq = 4"},
        {"another gateway's name on all", "UPDATE events SET gateway = 'other'"},
        {"the first taken out", "DELETE FROM events WHERE seq = 1"},
        {"one in the middle taken out", "DELETE FROM events WHERE seq = 5"},
        {"one taken out and the rest renumbered",
         "DELETE FROM events WHERE seq = 5; UPDATE events SET seq = seq - 1 WHERE seq > 5"},
        {"two swapped",
         "UPDATE events SET seq = 104 WHERE seq = 4; UPDATE events SET seq = 4 WHERE seq = 5; UPDATE events SET seq = "
         "5 WHERE seq = 104"},
        {"one written twice",
         "INSERT INTO events SELECT gateway, 11, at, kind, outcome, about, person, queue_id, message_id, sender, "
         "recipients, rules, subject, held, body, mac, salt, digest FROM events WHERE seq = 10"},
        {"one put in front",
         "INSERT INTO events SELECT gateway, 0, at, kind, outcome, about, person, queue_id, message_id, sender, "
         "recipients, rules, subject, held, body, mac, salt, digest FROM events WHERE seq = 1"},
        {"a kept message set to released", "UPDATE held SET state = 'released'"},
        {"another recipient for a kept message",
         "UPDATE held_recipients SET address = CAST('<mallory@example.org>' AS BLOB) WHERE number = 0"},
        {"a recipient of a kept message taken out", "DELETE FROM held_recipients WHERE number = 1"},
        {"a recipient of a kept message put in",
         "INSERT INTO held_recipients SELECT held, 2, address, shown, state, note FROM held_recipients WHERE number = "
         "0"},
        {"another message behind a kept one",
         "UPDATE held SET message = (SELECT max(id) FROM messages) + 0, size = size + 1"},
        {"one person fewer needed", "UPDATE held SET release_needs = 0"},
        {"another reason", "UPDATE held SET reason = 'refused'"},
        {"other rules for a kept message", "UPDATE held SET rules = ''"},
        {"another subject of a kept message", "UPDATE held SET subject = 'x'"},
        {"another envelope of a kept message", "UPDATE held SET envelope = zeroblob(10)"},
        {"another Received field", "UPDATE held SET trace = zeroblob(10)"},
        {"another content hash", "UPDATE held SET content_hash = 'x'"},
        {"a kept message taken out", "DELETE FROM held_recipients; DELETE FROM held"},
        {"a kept message put in",
         "INSERT INTO held(reference, gateway, event, message, state, reason, release_needs, sender_not_told, origin, "
         "sender, subject, rules, clauses, size, content_hash, retry_key, envelope, trace, at, changed_at, "
         "superseded_by, note, mac) SELECT '2222-2222', gateway, event, message, state, reason, release_needs, "
         "sender_not_told, origin, sender, subject, rules, clauses, size, content_hash, retry_key, envelope, trace, "
         "at, changed_at, superseded_by, note, mac FROM held"},
        {"the end cut off, with a kept message's event", "DELETE FROM events WHERE seq >= 6"},
        {"the end cut off", "DELETE FROM events WHERE seq > 8"},
        {"the last one cut off", "DELETE FROM events WHERE seq = 10"},
        {"all taken out", "DELETE FROM events; DELETE FROM held_recipients; DELETE FROM held"},
        {"the mark of the end taken out with the end",
         "DELETE FROM events WHERE seq > 8; DELETE FROM store_marks WHERE name LIKE 'chain end %'"},
        {"the mark of the end invented",
         "DELETE FROM events WHERE seq > 8; UPDATE store_marks SET value = zeroblob(65) WHERE name LIKE 'chain end %'"},
        {"a recipient set to released", "UPDATE held_recipients SET state = 'released' WHERE number = 1"},
    };
    for (const auto& row : table) {
        SCOPED_TRACE(row.name);
        begin_anew();
        fill();
        ASSERT_EQ(verify(), "");
        ASSERT_TRUE(tamper(row.statement));
        EXPECT_NE(verify(), "");
    }
}

TEST_F(ChainTest, what_is_written_after_the_end_was_cut_off_does_not_hide_it) {
    for (const char* also : {"", "; DELETE FROM store_marks WHERE name LIKE 'chain end %'"}) {
        begin_anew();
        fill();
        ASSERT_TRUE(tamper("DELETE FROM events WHERE seq > 8" + std::string(also)));
        reopen();
        for (int i = 0; i < 5; ++i) record(accepted_verdict());
        EXPECT_NE(verify(), "") << also;
    }
}

TEST_F(ChainTest, says_which_event_is_the_first_bad_one) {
    fill();
    ASSERT_TRUE(tamper("UPDATE events SET subject = 'x' WHERE seq IN (4, 8)"));
    auto answer = person_asks("events.verify", nlohmann::json::object());
    EXPECT_EQ(answer.exit_code, 1u);
    EXPECT_EQ(nlohmann::json::parse(answer.lines.at(0))["event"], 4);
}

TEST_F(ChainTest, verify_goes_step_by_step_and_verdicts_do_not_wait_for_it) {
    Transaction t(store().db);
    for (int i = 0; i < 5000; ++i) {
        auto put = append(store(), {});
        ASSERT_TRUE(put);
    }
    ASSERT_TRUE(t.commit());
    ASSERT_TRUE(
        service_->take(1, wire::Role::admin, {"clerk", true}, wire::frame_of(wire::Ask{"events.verify", "{}"}, 901)));
    service_->turn();
    EXPECT_TRUE(replies_.frames[901].empty());
    ASSERT_TRUE(service_->take(1, wire::Role::session, {}, wire::frame_of(accepted_verdict(), 902)));
    service_->turn();
    EXPECT_EQ(replies_.frames[902].size(), 1u);
    turns();
    auto answer = wire::message_of<wire::Answer>(replies_.frames[901].back());
    EXPECT_EQ(nlohmann::json::parse(answer->lines.at(0))["events"], 5001);
}

class SearchTest : public StoreTest {
  protected:
    std::size_t found(const nlohmann::json& arguments) { return person_asks("events.search", arguments).lines.size(); }
};

TEST_F(SearchTest, finds_by_each_field) {
    record(accepted_verdict());
    clock_.pass(24LL * 60 * minute);
    auto v = held_verdict();
    v.envelope.sender = "Other_One@example.net";
    v.envelope.queue_id = "4XYZ";
    v.inspection.subject = "100% secret";
    record(v);
    const struct {
        const char* name;
        nlohmann::json given;
        std::size_t want;
    } table[] = {
        {"everything", {}, 2},
        {"a sender in part, in any case", {{"sender", "other_one"}}, 1},
        {"an underscore is no wildcard", {{"sender", "a_smith"}}, 0},
        {"a recipient", {{"recipient", "c@example.org"}}, 2},
        {"a rule, whole", {{"rule", "sensitive-in-clear"}}, 1},
        {"a rule in part is none", {{"rule", "sensitive"}}, 0},
        {"an outcome", {{"outcome", "quarantined"}}, 1},
        {"a kind", {{"kind", "verdict"}}, 2},
        {"a queue id", {{"queue_id", "4XYZ"}}, 1},
        {"a queue id that is not there", {{"queue_id", "nope"}}, 0},
        {"text of a subject, with a percent sign", {{"text", "100% S"}}, 1},
        {"text of a finding", {{"text", "nhs-number"}}, 1},
        {"since", {{"since", utc_text(clock_.now)}}, 1},
        {"until", {{"until", utc_text(clock_.now)}}, 1},
        {"a limit", {{"limit", 1}}, 1},
    };
    for (const auto& row : table) {
        SCOPED_TRACE(row.name);
        EXPECT_EQ(found(row.given.is_null() ? nlohmann::json::object() : row.given), row.want);
    }
    auto first = nlohmann::json::parse(person_asks("events.search", nlohmann::json::object()).lines.at(0));
    EXPECT_EQ(first["event"], 2) << "newest first";
    EXPECT_EQ(first["version"], 1);
}

TEST_F(SearchTest, long_answers_come_in_several_frames) {
    Transaction t(store().db);
    for (int i = 0; i < 700; ++i) {
        Event event;
        event.body = "{\"reason\":\"" + std::string(2000, 'x') + "\"}";
        auto put = append(store(), event);
        ASSERT_TRUE(put);
    }
    ASSERT_TRUE(t.commit());
    EXPECT_EQ(found({{"limit", 10000}}), 700u);
    auto& frames = replies_.frames[last_id_];
    EXPECT_GT(frames.size(), 2u);
    for (std::size_t i = 0; i < frames.size(); ++i)
        EXPECT_EQ(wire::message_of<wire::Answer>(frames[i])->more, i + 1 < frames.size());
}

}  // namespace
}  // namespace beadle::records

#include "records/holds.h"

#include "unit/records/fixture.h"

namespace beadle::records {
namespace {

using nlohmann::json;

class Holds : public StoreTest {
  protected:
    // A held message from `sender` about `subject` with an attachment.
    std::string keep(const std::string& sender, const std::string& subject, const std::string& file = "",
                     const std::string& text = "") {
        auto v = held_verdict();
        v.envelope.sender = sender;
        v.inspection.subject = subject;
        v.inspection.message_id = "<" + std::to_string(++n_) + "@council.example>";
        if (!file.empty()) {
            Entity e;
            e.filename = file;
            v.inspection.entities = {e};
        }
        return record(v, text.empty() ? message_text() : text).held.at(0);
    }
    json on(const std::string& id) { return json::parse(person_asks("quarantine.show", {{"id", id}}).lines.at(0))["holds"]; }
    wire::Answer add(json more) {
        more["case"] = "tribunal 14";
        more["reason"] = "grievance";
        return person_asks("hold.add", more);
    }
    json discard(const std::string& id) {
        auto a = person_asks("quarantine.discard", {{"id", id}, {"reason", "tidy"}});
        return {{"exit", a.exit_code}, {"problem", a.problem}};
    }
    int n_ = 0;
};

TEST_F(Holds, stop_a_discard_and_name_themselves) {
    const auto id = keep("a.smith@council.example", "Grievance");
    auto added = add({{"people", {"a.smith@council.example"}}});
    ASSERT_EQ(added.exit_code, 0u) << added.problem;
    EXPECT_EQ(json::parse(added.lines.at(0))["id"], "H-1");
    auto no = discard(id);
    EXPECT_EQ(no["exit"], 1);
    EXPECT_NE(no["problem"].get<std::string>().find("H-1 (tribunal 14)"), std::string::npos) << no;
    EXPECT_EQ(state_of(id), "pending");
    auto shown = json::parse(person_asks("quarantine.show", {{"id", id}}).lines.at(0));
    EXPECT_EQ(shown["holds"], json({"H-1 (tribunal 14)"}));
    EXPECT_EQ(verify(), "");
}

TEST_F(Holds, reach_by_person_day_and_term_what_is_there_and_what_comes) {
    struct Row {
        const char* name;
        json what;
        bool want;
    };
    const std::vector<Row> table = {
        {"the sender", {{"people", {"A.Smith@Council.example"}}}, true},
        {"a recipient", {{"people", {"b@example.org"}}}, true},
        {"a domain", {{"people", {"@example.org"}}}, true},
        {"a part of a domain is another", {{"people", {"@ample.org"}}}, false},
        {"somebody else", {{"people", {"x@example.org"}}}, false},
        {"one of two persons", {{"people", {"x@example.org", "b@example.org"}}}, true},
        {"a word of the subject, in any case", {{"terms", {"ALLOTMENT"}}}, true},
        {"the name of an attachment", {{"terms", {"plots.xlsx"}}}, true},
        {"a word that is nowhere", {{"terms", {"cemetery"}}}, false},
        {"person and word must both fit", {{"people", {"b@example.org"}}, {"terms", {"cemetery"}}}, false},
        {"the day", {{"from", "2026-09-21"}, {"to", "2026-09-21"}}, true},
        {"the day before", {{"to", "2026-09-20"}}, false},
        {"from the next day", {{"from", "2026-09-22"}}, false},
    };
    int n = 0;
    for (const auto& row : table) {
        ASSERT_EQ(add(row.what).exit_code, 0u) << row.name;
        const auto hold = "H-" + std::to_string(++n);
        const auto id = keep("a.smith@council.example", "Allotment plots", "Plots.XLSX");
        look_through();
        auto held = find_held(store(), id);
        auto on = holds_on(store(), (*held)->id);
        ASSERT_TRUE(on) << on.failure().what;
        EXPECT_EQ(!on->empty(), row.want) << row.name;
        person_asks("hold.lift", {{"id", hold}, {"reason", "over"}}, "clerk");
        EXPECT_EQ(person_asks("hold.lift", {{"id", hold}, {"reason", "over"}}, "chair").exit_code, 0u);
    }
    EXPECT_EQ(verify(), "");
}

TEST_F(Holds, are_lifted_by_two_persons_only) {
    const auto id = keep("a.smith@council.example", "Grievance");
    add({{"terms", {"grievance"}}});
    auto first = person_asks("hold.lift", {{"id", "h1"}, {"reason", "settled"}}, "clerk");
    EXPECT_EQ(first.exit_code, 1u);
    EXPECT_NE(first.problem.find("second person"), std::string::npos);
    EXPECT_EQ(person_asks("hold.lift", {{"id", "H-1"}, {"reason", "settled"}}, "clerk").exit_code, 1u);
    EXPECT_EQ(discard(id)["exit"], 1);
    reopen();
    EXPECT_EQ(person_asks("hold.lift", {{"id", "H-1"}, {"reason", "settled"}}, "chair").exit_code, 0u);
    EXPECT_EQ(person_asks("hold.lift", {{"id", "H-1"}, {"reason", "settled"}}, "chair").exit_code, 1u);
    EXPECT_EQ(discard(id)["exit"], 0);
    EXPECT_EQ(verify(), "");
    auto shown = json::parse(person_asks("hold.show", {{"id", "H-1"}}).lines.at(0));
    EXPECT_EQ(shown["history"].size(), 3u);
}

std::string text_about(const std::string& what) { return "Subject: x\r\n\r\nAs we said, the " + what + " is settled.\r\n"; }

TEST_F(Holds, reach_what_stands_in_the_text_of_what_is_kept_and_of_what_comes) {
    const auto there = keep("a.smith@council.example", "Hello", "", text_about("Cemetery wall"));
    const auto other = keep("a.smith@council.example", "Hello", "", text_about("play ground"));
    const auto elsewhere = keep("x@council.example", "Hello", "", text_about("cemetery wall"));
    ASSERT_EQ(add({{"people", {"a.smith@council.example"}}, {"terms", {"nowhere", "cemetery wall"}}}).exit_code, 0u);
    EXPECT_EQ(on(other), json({"H-1 (tribunal 14): its text is not looked through yet"})) << "not looked through is not free";
    EXPECT_EQ(discard(other)["exit"], 1);
    look_through();
    EXPECT_EQ(on(there), json({"H-1 (tribunal 14)"}));
    EXPECT_EQ(on(other), json::array());
    EXPECT_EQ(on(elsewhere), json::array()) << "somebody else's";
    EXPECT_EQ(discard(there)["exit"], 1);
    EXPECT_EQ(replies_.views.size(), 2u) << "only what it reaches by people and days is read";
    EXPECT_EQ(count("events WHERE kind = 'content-searched'"), 1) << "the readings are on record";
    const auto later = keep("a.smith@council.example", "Hello", "", text_about("CEMETERY WALL"));
    look_through();
    EXPECT_EQ(on(later), json({"H-1 (tribunal 14)"})) << "new mail too";
    look_through();
    EXPECT_EQ(replies_.views.size(), 3u) << "each is read once";
    EXPECT_EQ(json::parse(person_asks("hold.show", {{"id", "H-1"}}).lines.at(0))["kept_messages"], 2);
    EXPECT_EQ(verify(), "");
    reopen();
    EXPECT_EQ(on(there), json({"H-1 (tribunal 14)"}));
    person_asks("hold.lift", {{"id", "H-1"}, {"reason", "over"}}, "clerk");
    person_asks("hold.lift", {{"id", "H-1"}, {"reason", "over"}}, "chair");
    EXPECT_EQ(count("hold_found") + count("hold_texts"), 0);
    EXPECT_EQ(discard(there)["exit"], 0);
    EXPECT_EQ(verify(), "");
}

TEST_F(Holds, keep_what_could_not_be_read_whole) {
    const auto id = keep("a.smith@council.example", "Hello");
    add({{"terms", {"cemetery"}}});
    look_through(false);
    EXPECT_EQ(on(id), json({"H-1 (tribunal 14): its text could not be read whole"}));
    EXPECT_EQ(discard(id)["exit"], 1);
}

TEST_F(Holds, of_many_terms_look_for_all_of_them) {
    const auto id = keep("a.smith@council.example", "Hello", "", text_about("cemetery"));
    json terms = json::array();
    for (int i = 0; i < 45; ++i) terms.push_back("term" + std::to_string(i));
    terms.push_back("cemetery");
    add({{"terms", terms}});
    look_through();
    EXPECT_EQ(on(id), json({"H-1 (tribunal 14)"}));
    EXPECT_EQ(replies_.views.size(), 3u);
}

TEST_F(Holds, free_nothing_when_another_hand_says_that_all_was_looked_through) {
    const auto id = keep("a.smith@council.example", "Hello");
    add({{"terms", {"cemetery"}}});
    look_through();
    ASSERT_TRUE(tamper("UPDATE hold_texts SET upto = 99"));
    EXPECT_NE(discard(id)["exit"], 0);
    EXPECT_EQ(state_of(id), "pending");
    EXPECT_NE(verify(), "");
}

TEST_F(Holds, keep_the_content_of_what_is_voided_or_stopped) {
    const auto v = held_verdict();
    add({{"people", {"b@example.org"}}});
    const auto recorded = record(v);
    EXPECT_TRUE(amend_event(recorded.event, wire::Amendment::made_void));
    EXPECT_EQ(count("messages WHERE destroyed_at = 0"), 1);
    auto shown = json::parse(person_asks("hold.show", {{"id", "H-1"}}).lines.at(0));
    EXPECT_EQ(shown["kept_messages"], 1);
    EXPECT_EQ(verify(), "");
}

TEST_F(Holds, changed_by_another_hand_free_nothing_and_are_found) {
    const auto id = keep("a.smith@council.example", "Grievance");
    add({{"terms", {"grievance"}}});
    const auto before = *store().db.rows("SELECT state, revision, body FROM matters", {});
    for (const char* edit : {"UPDATE matters SET state = 'in-force', revision = 2", "UPDATE matters SET body = '{}'",
                             "UPDATE matters SET kind = 'request'", "UPDATE matters SET event = 1"}) {
        ASSERT_TRUE(store().db.run(edit, {}));
        EXPECT_NE(verify(), "") << edit;
        if (std::string(edit).find("kind") == std::string::npos) {
            EXPECT_NE(discard(id)["exit"], 0) << edit;
            EXPECT_EQ(state_of(id), "pending") << edit;
        }
        ASSERT_TRUE(store().db.run("UPDATE matters SET kind = 'hold', event = 2, state = ?1, revision = ?2, body = ?3",
                                   {before[0][0], before[0][1], before[0][2]}));
        ASSERT_EQ(verify(), "") << edit;
    }
    ASSERT_TRUE(store().db.run("DELETE FROM matters", {}));
    EXPECT_NE(verify(), "");
}

TEST_F(Holds, that_would_reach_everything_or_make_no_sense_are_refused) {
    for (const json& bad : std::vector<json>{json::object(), {{"people", {"smith"}}}, {{"terms", {"x"}}}, {{"from", "2026-02-30"}},
                                             {{"from", "2026-02-03"}, {"to", "2026-02-02"}}, {{"people", {"x@"}}}})
        EXPECT_EQ(add(bad).exit_code, 2u) << bad;
    EXPECT_EQ(person_asks("hold.add", {{"case", "1"}, {"terms", {"ab"}}}).exit_code, 2u);
    EXPECT_EQ(person_asks("hold.lift", {{"id", "H-7"}, {"reason", "x"}}).exit_code, 1u);
}

}  // namespace
}  // namespace beadle::records

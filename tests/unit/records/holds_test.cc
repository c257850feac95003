#include "records/holds.h"

#include "unit/records/fixture.h"

namespace beadle::records {
namespace {

using nlohmann::json;

class Holds : public StoreTest {
  protected:
    // A held message from `sender` about `subject` with an attachment.
    std::string keep(const std::string& sender, const std::string& subject, const std::string& file = "") {
        auto v = held_verdict();
        v.envelope.sender = sender;
        v.inspection.subject = subject;
        v.inspection.message_id = "<" + std::to_string(++n_) + "@council.example>";
        if (!file.empty()) {
            Entity e;
            e.filename = file;
            v.inspection.entities = {e};
        }
        return record(v).held.at(0);
    }
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

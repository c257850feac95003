#include "records/requests.h"

#include "base/text.h"
#include "unit/records/fixture.h"

namespace beadle::records {
namespace {

using nlohmann::json;

constexpr Milliseconds day = 86'400'000;

class Requests : public StoreTest {
  protected:
    std::string keep(const std::string& sender, const std::string& subject, const std::string& text = message_text()) {
        auto v = held_verdict();
        v.envelope.sender = sender;
        v.inspection.subject = subject;
        v.inspection.message_id = "<" + std::to_string(++n_) + "@council.example>";
        return record(v, text).held.at(0);
    }
    wire::Answer open(const std::string& kind = "sar", json more = json::object()) {
        json j{{"kind", kind}, {"name", "R. Ident"}, {"identifiers", {"r.ident@example.org", "R. Ident"}}, {"received", "2026-09-14"}};
        j.update(more);
        return person_asks("request.open", j);
    }
    wire::Answer act(const std::string& verb, json more = json::object(), const std::string& person = "clerk") {
        more["id"] = "R-1";
        return person_asks("request." + verb, more, person);
    }
    json clock() { return json::parse(person_asks("request.list", {{"state", "all"}}).lines.at(0))["clock"]; }
    std::vector<json> shown() {
        std::vector<json> out;
        for (const auto& line : act("show").lines) out.push_back(json::parse(line));
        return out;
    }
    int n_ = 0;
};

TEST_F(Requests, opening_one_starts_its_clock_and_places_its_hold) {
    const auto mine = keep("r.ident@example.org", "My bins"), other = keep("x@example.org", "Else");
    auto opened = open();
    ASSERT_EQ(opened.exit_code, 0u) << opened.problem;
    const auto line = json::parse(opened.lines.at(0));
    EXPECT_EQ(line["id"], "R-1");
    EXPECT_EQ(line["hold"], "H-1");
    EXPECT_EQ(line["clock"]["due"], "2026-10-14");
    look_through();
    EXPECT_EQ(person_asks("quarantine.discard", {{"id", mine}, {"reason", "x"}}).exit_code, 1u);
    EXPECT_EQ(person_asks("quarantine.discard", {{"id", other}, {"reason", "x"}}).exit_code, 0u);
    EXPECT_EQ(person_asks("hold.lift", {{"id", "H-1"}, {"reason", "x"}}).exit_code, 1u) << "it ends with the request";
    EXPECT_EQ(verify(), "");
}

TEST_F(Requests, a_search_in_content_puts_what_stands_in_the_text_into_the_review_set) {
    keep("a@example.org", "Hello", "Subject: x\r\n\r\nThe north field floods.\r\n");
    keep("b@example.org", "Hello", "Subject: x\r\n\r\nThe south field is dry.\r\n");
    keep("c@example.org", "North field", "Subject: x\r\n\r\nNothing more, says counsel.\r\n");
    keep("d@example.org", "Hello", "Subject: x\r\n\r\nnorth field: advice of counsel\r\n");
    ASSERT_EQ(open("foi").exit_code, 0u);
    look_through();
    const auto readings = count("events WHERE kind = 'content-searched'");
    const json search{{"id", "R-1"}, {"terms", {"North Field"}}, {"exclude", {"counsel"}}, {"content", true}};
    EXPECT_TRUE(service_->take(1, wire::Role::admin, {"clerk", true},
                               wire::frame_of(wire::Ask{"request.search", search.dump()}, ++last_id_)));
    const auto asked = last_id_;
    turns();
    EXPECT_TRUE(replies_.frames[asked].empty()) << "a worker reads";
    EXPECT_EQ(count("events WHERE kind = 'content-searched'"), readings + 1) << "on record before the first is read";
    look_through();
    ASSERT_EQ(replies_.frames[asked].size(), 1u);
    const auto proof = json::parse(wire::message_of<wire::Answer>(replies_.frames[asked].front())->lines.at(0));
    EXPECT_EQ(proof["added"], 1) << proof;
    EXPECT_EQ(proof["hits"], json({{"north field", 3}}));
    EXPECT_EQ(proof["excluded"], 2);
    EXPECT_EQ(proof["texts_read"], 4);
    EXPECT_EQ(count("matter_items"), 1);
    EXPECT_EQ(verify(), "");
}

TEST_F(Requests, the_clock_follows_what_happens) {
    open("sar", {{"id_needed", true}});
    EXPECT_EQ(clock()["state"], "waits-for-id");
    EXPECT_EQ(act("id-shown", {{"on", "2026-09-16"}}).exit_code, 0u);
    EXPECT_EQ(clock()["due"], "2026-10-16");
    EXPECT_EQ(act("pause", {{"reason", "which years?"}, {"on", "2026-09-18"}}).exit_code, 0u);
    EXPECT_EQ(clock()["state"], "paused");
    EXPECT_EQ(act("pause", {{"reason", "again"}}).exit_code, 1u);
    EXPECT_EQ(act("resume", {{"on", "2026-09-17"}}).exit_code, 1u) << "before it was paused";
    EXPECT_EQ(act("resume", {{"on", "2026-09-21"}}).exit_code, 0u);
    EXPECT_EQ(clock()["due"], "2026-10-19");
    EXPECT_EQ(act("extend", {{"on", "2026-09-30"}, {"reason", "many"}}).exit_code, 1u) << "that day has not come";
    EXPECT_EQ(act("extend", {{"reason", "many"}}).exit_code, 0u);
    EXPECT_EQ(clock()["due"], "2026-12-21");  // 16 December and three days is a Saturday
    EXPECT_EQ(act("extend", {{"reason", "many"}}).exit_code, 1u);
    EXPECT_EQ(verify(), "");
}

TEST_F(Requests, an_extension_after_the_first_month_is_refused) {
    open();
    clock_.pass(60 * day);
    auto late = act("extend", {{"reason", "many"}});
    EXPECT_EQ(late.exit_code, 1u);
    EXPECT_NE(late.problem.find("14 October 2026"), std::string::npos) << late.problem;
    EXPECT_LT(clock()["days_left"], 0);
}

TEST_F(Requests, a_search_is_kept_as_proof_and_fills_the_review_set) {
    keep("r.ident@example.org", "My bins");
    keep("x@example.org", "About R. Ident");
    keep("x@example.org", "About R. Ident, privileged advice");
    keep("x@example.org", "Else");
    record(accepted_verdict());
    open();
    auto found = act("search", {{"terms", {"R. Ident", "r.ident@example.org"}}, {"exclude", {"privileged"}}, {"since", "2026-09-01"}});
    ASSERT_EQ(found.exit_code, 0u) << found.problem;
    const auto proof = json::parse(found.lines.at(0));
    EXPECT_EQ(proof["examined"], 5);
    EXPECT_EQ(proof["found"], 2);
    EXPECT_EQ(proof["excluded"], 1);
    EXPECT_EQ(proof["hits"]["r. ident"], 2);
    EXPECT_EQ(proof["hits"]["r.ident@example.org"], 1);
    EXPECT_EQ(json::parse(act("search", {{"terms", {"r. ident"}}, {"exclude", {"privileged"}}}).lines.at(0))["added"], 0) << "known already";
    const auto all = shown();
    ASSERT_EQ(all.size(), 3u);
    EXPECT_EQ(all[1]["subject"], "My bins");
    EXPECT_EQ(all[2]["decision"], "found");
    EXPECT_EQ(act("search", {{"mailboxes", {"c@example.org"}}, {"until", "2026-09-20"}}).lines.size(), 1u);
    EXPECT_EQ(verify(), "");
    ASSERT_TRUE(store().db.run("DELETE FROM matter_items WHERE number = 2", {}));
    EXPECT_NE(verify(), "");
}

TEST_F(Requests, each_message_is_decided_and_only_what_goes_out_is_unsealed_with_an_event) {
    keep("r.ident@example.org", "My bins");
    keep("r.ident@example.org", "My fence");
    open();
    act("search", {{"terms", {"r.ident@example.org"}}});
    EXPECT_EQ(act("content", {{"item", 1}}).exit_code, 1u) << "not decided yet";
    EXPECT_EQ(act("review", {{"item", 2}, {"decision", "exclude"}}).exit_code, 2u) << "without a reason";
    EXPECT_EQ(act("review", {{"item", 2}, {"decision", "redact"}, {"reason", "x"}}).exit_code, 2u) << "without strings";
    EXPECT_EQ(act("review", {{"item", 9}, {"decision", "include"}}).exit_code, 1u);
    EXPECT_EQ(act("review", {{"item", 1}, {"decision", "include"}}).exit_code, 0u);
    EXPECT_EQ(act("review", {{"item", 2}, {"decision", "third-party"}, {"reason", "about the neighbour"}}).exit_code, 0u);
    EXPECT_EQ(act("content", {{"item", 2}}).exit_code, 1u);
    auto content = act("content", {{"item", 1}});
    ASSERT_EQ(content.exit_code, 0u) << content.problem;
    std::string octets_out;
    for (const auto& line : content.lines) octets_out += unbase64(json::parse(line)["octets"].get<std::string>()).value_or("?");
    EXPECT_EQ(octets_out, message_text());
    EXPECT_EQ(count("events WHERE kind = 'request-content' AND person = 'clerk'"), 1);
    EXPECT_EQ(verify(), "");
}

TEST_F(Requests, two_persons_close_it_and_its_hold_ends_then) {
    const auto id = keep("r.ident@example.org", "My bins");
    open();
    EXPECT_EQ(act("close", {{"reason", "sent in full"}}).exit_code, 1u);
    EXPECT_EQ(act("close", {{"reason", "sent in full"}}).exit_code, 1u);
    EXPECT_EQ(person_asks("quarantine.discard", {{"id", id}, {"reason", "x"}}).exit_code, 1u);
    auto closed = act("close", {{"reason", "agreed"}}, "chair");
    ASSERT_EQ(closed.exit_code, 0u) << closed.problem;
    EXPECT_EQ(person_asks("quarantine.discard", {{"id", id}, {"reason", "x"}}).exit_code, 0u);
    EXPECT_EQ(act("note", {{"reason", "x"}}).exit_code, 1u);
    EXPECT_EQ(shown()[0]["outcome"], "sent in full");
    EXPECT_EQ(verify(), "");
}

TEST_F(Requests, arguments_that_make_no_sense_are_refused) {
    EXPECT_EQ(open("saw").exit_code, 2u);
    EXPECT_EQ(open("sar", {{"received", "yesterday"}}).exit_code, 2u);
    EXPECT_EQ(open("sar", {{"received", "2027-01-01"}}).exit_code, 1u);
    EXPECT_EQ(open("sar", {{"identifiers", json::array()}}).exit_code, 2u);
    EXPECT_EQ(open("foi", {{"id_needed", true}}).exit_code, 2u);
    EXPECT_EQ(act("pause", {{"reason", "x"}}).exit_code, 1u);
    open("complaint");
    EXPECT_EQ(act("pause", {{"reason", "x"}}).exit_code, 1u);
    EXPECT_EQ(act("search").exit_code, 2u);
    EXPECT_EQ(count("matters WHERE kind = 'request'"), 1);
}

}  // namespace
}  // namespace beadle::records

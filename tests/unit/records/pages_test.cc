// What the pages of the console are told: lists in pieces, numbers of the day, figures of rules.
#include <algorithm>

#include "unit/records/fixture.h"

#include "records/jobs.h"

namespace beadle::records {
namespace {

using nlohmann::json;

class PagesTest : public StoreTest {
  protected:
    std::vector<std::string> kept(int n) {
        std::vector<std::string> out;
        for (int i = 0; i < n; ++i) {
            auto v = held_verdict();
            v.envelope.queue_id = "4Q" + std::to_string(i);
            v.content_hash[0] = static_cast<char>('b' + i);
            if (i % 3 == 0) clock_.pass(minute);  // three each of one moment
            out.push_back(record(v).held.at(0));
        }
        return out;
    }
    std::vector<std::string> in_pieces(json arguments) {
        std::vector<std::string> out;
        for (;;) {
            const auto lines = person_asks("console.held", arguments).lines;
            for (std::size_t i = 1; i < lines.size(); ++i) out.push_back(json::parse(lines[i])["id"]);
            if (lines.size() < 2) return out;
            arguments["after"] = out.back();
        }
    }
    std::int64_t total(const json& arguments) { return json::parse(person_asks("console.held", arguments).lines.at(0))["total"]; }
};

TEST_F(PagesTest, a_list_in_pieces_has_each_mail_once_and_in_order) {
    auto ids = kept(8);
    EXPECT_EQ(in_pieces({{"limit", 2}, {"oldest_first", true}}), ids);
    ASSERT_EQ(person_asks("quarantine.release", {{"id", ids[3]}}).exit_code, 0u);
    auto left = ids;
    left.erase(left.begin() + 3);
    EXPECT_EQ(in_pieces({{"limit", 2}, {"oldest_first", true}}), left) << "what is on its way does not wait";
    EXPECT_EQ(total({{"limit", 2}}), 7);
    std::reverse(ids.begin(), ids.end());
    EXPECT_EQ(in_pieces({{"limit", 3}, {"state", "all"}}), ids);
}

TEST_F(PagesTest, each_filter_of_the_list_of_held_mail_counts_what_it_shows) {
    kept(2);
    auto v = held_verdict();
    v.envelope.sender = "Other_One@example.net";
    v.content_hash[0] = 'z';
    v.inspection.subject = "100% Secret";
    clock_.pass(minute);
    record(v);
    const struct {
        const char* name;
        json given;
        std::int64_t want;
    } table[] = {
        {"nothing asked", json::object(), 3},
        {"a state", {{"state", "held"}}, 0},
        {"the state before the reply is known to be heard", {{"state", "pending"}}, 3},
        {"a sender in part, in any case", {{"sender", "OTHER_one"}}, 1},
        {"an underscore is no wildcard", {{"sender", "a_smith"}}, 0},
        {"a recipient", {{"recipient", "b@example.org"}}, 3},
        {"words of a subject, with a percent sign", {{"text", "100% s"}}, 1},
        {"words of a recipient", {{"text", "b@example.org"}}, 3},
        {"a rule, whole", {{"rule", "sensitive-in-clear"}}, 3},
        {"a rule in part is none", {{"rule", "sensitive"}}, 0},
        {"a reason", {{"reason", "refused"}}, 0},
        {"since", {{"since", utc_text(clock_.now)}}, 1},
        {"until", {{"until", utc_text(clock_.now)}}, 2},
        {"two at once", {{"sender", "other_one"}, {"text", "secret"}}, 1},
        {"two of which one is not there", {{"sender", "other_one"}, {"text", "nowhere"}}, 0},
    };
    for (const auto& row : table) {
        SCOPED_TRACE(row.name);
        EXPECT_EQ(total(row.given), row.want);
        EXPECT_EQ(static_cast<std::int64_t>(in_pieces(row.given).size()), row.want);
    }
}

TEST_F(PagesTest, the_numbers_of_the_day_are_those_of_the_lists) {
    const auto ids = kept(4);
    record(accepted_verdict());
    ASSERT_EQ(person_asks("quarantine.release", {{"id", ids[0]}}).exit_code, 0u);
    const auto told = json::parse(person_asks("console.today", json::object()).lines.at(0));
    EXPECT_EQ(told["waiting"], 3);
    EXPECT_EQ(told["waiting"], total(json::object()));
    EXPECT_EQ(told["waiting_outbound"], total({{"origin", "inside"}}));
    EXPECT_EQ(told["oldest"], ids[1]);
    EXPECT_EQ(told["verdicts"], 5);
    EXPECT_EQ(told["outcomes"]["quarantined"], 4);
    EXPECT_EQ(told["outcomes"]["accepted"], 1);
}

TEST_F(PagesTest, a_rule_is_told_how_often_it_matched_and_what_became_of_it) {
    const auto ids = kept(3);
    record(accepted_verdict());
    auto told = person_asks("console.rules", json::object());
    ASSERT_EQ(told.lines.size(), 1u) << "a mail that no rule matched is nobody's";
    EXPECT_EQ(json::parse(told.lines[0])["rule"], "sensitive-in-clear");
    EXPECT_EQ(json::parse(told.lines[0])["matched"], 3);
    EXPECT_TRUE(person_asks("console.rules", {{"since", utc_text(clock_.now + 1)}}).lines.empty());
}

TEST_F(PagesTest, a_report_that_goes_on_from_the_last_one_says_what_a_new_one_would) {
    const auto month = utc_text(clock_.now).substr(0, 7);
    const auto report = [&] { return person_asks("report", {{"period", month}}).lines; };
    const auto anew = [&] {
        store().counted.clear();
        return report();
    };
    kept(3);
    for (int i = 0; i < 250; ++i) record(accepted_verdict());
    auto said = report();
    EXPECT_EQ(json::parse(said.at(0))["mail"]["total"], 253);
    EXPECT_EQ(report(), said) << "nothing came";
    const auto id = kept(1).at(0);
    ASSERT_EQ(person_asks("quarantine.release", {{"id", id}}).exit_code, 0u);
    said = report();
    EXPECT_EQ(json::parse(said.at(0))["mail"]["total"], 254);
    EXPECT_EQ(said, anew());
    clock_.pass(62LL * 24 * 60 * minute);
    record(accepted_verdict());
    EXPECT_EQ(report(), said) << "what comes after the month is not of it";
    EXPECT_EQ(report(), anew());
    ++store().erasures;
    store().counted.at(month).tally = "{}";
    EXPECT_EQ(report(), said) << "after events were erased all is counted again";
}

TEST_F(PagesTest, a_long_search_says_how_far_it_looked_and_goes_on_from_there) {
    Transaction t(store().db);
    for (int i = 0; i < 4500; ++i) {
        Event event;
        event.subject = i % 4000 == 7 ? "wanted" : "other";
        ASSERT_TRUE(append(store(), event));
    }
    ASSERT_TRUE(t.commit());
    SearchArguments wanted;
    wanted.text = "wanted";
    wanted.within_ms = 100;
    Search first(wanted);
    wire::Answer answer;
    ASSERT_FALSE(first.step(store(), answer));
    clock_.pass(100);
    ASSERT_TRUE(first.step(store(), answer));
    ASSERT_EQ(answer.lines.size(), 2u);
    EXPECT_EQ(json::parse(answer.lines[0])["event"], 4008);
    const auto looked = json::parse(answer.lines[1]);
    EXPECT_EQ(looked["about"], "looked");
    EXPECT_EQ(looked["event"], 501);
    wanted.under = looked["event"];
    Search second(wanted);
    wire::Answer rest;
    clock_.pass(100);
    ASSERT_TRUE(second.step(store(), rest));
    ASSERT_EQ(rest.lines.size(), 1u) << "there is no more to look at, so nothing is said of it";
    EXPECT_EQ(json::parse(rest.lines[0])["event"], 8);
}

TEST_F(PagesTest, a_long_search_by_sender_goes_on_below_where_the_one_before_ended) {
    Transaction t(store().db);
    for (int i = 0; i < 1000; ++i) {
        Event event;
        event.sender = "clerk@council.example";
        event.subject = "letter";
        ASSERT_TRUE(append(store(), event));
    }
    ASSERT_TRUE(t.commit());
    SearchArguments wanted;
    wanted.sender = "clerk@";
    wanted.text = "nowhere";
    wanted.within_ms = 100;
    wanted.under = 501;
    for (int looked = 501; looked > 1;) {
        Search search(wanted);
        wire::Answer answer;
        bool done = search.step(store(), answer);
        clock_.pass(100);
        for (int i = 0; !done && i < 100; ++i) done = search.step(store(), answer);
        ASSERT_TRUE(done);
        if (answer.lines.empty()) break;  // looked at to the end
        const int now = json::parse(answer.lines.back())["event"];
        ASSERT_LT(now, looked);
        wanted.under = looked = now;
    }
}

}  // namespace
}  // namespace beadle::records

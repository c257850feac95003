#include "console/site.h"

#include <gtest/gtest.h>

#include <map>

#include "console/pages.h"
#include "support/fake_clock.h"

namespace beadle::console {
namespace {

const std::string code = "ask-" + std::string(36, 'a'), other = "ask-" + std::string(36, 'b');
const std::string path = "/answer/" + code;

struct Records : Asker {
    wire::QuestionShown question{
        true, true, "<b>Minutes</b>", "7k2m-9xdq", {"one@a.example", "\"><script>@x"}, {"everybody in To"}};
    AnswerOutcome outcome = AnswerOutcome::separate;
    std::vector<wire::GiveAnswer> given;
    int shown = 0;
    bool away = false;
    Result<wire::QuestionShown> show(const std::string& asked) override {
        ++shown;
        if (away) return fail(FailureKind::unavailable, "test", "away");
        return asked == code ? question : wire::QuestionShown{};
    }
    Result<wire::AnswerTaken> give(const wire::GiveAnswer& answer) override {
        given.push_back(answer);
        if (away) return fail(FailureKind::unavailable, "test", "away");
        return wire::AnswerTaken{outcome, false};
    }
    Result<wire::Answer> ask(const wire::ConsoleAsk&) override { return fail(FailureKind::unavailable, "test", "away"); }
};

struct SiteTest : ::testing::Test {
    test::FakeClock clock;
    Records records;
    Site site{records, clock, "https://beadle.council.example", "127.0.0.1:8080"};

    static Request get(const std::string& where = path) {
        return {"GET", where, "beadle.council.example", "", "", "", false};
    }
    std::string seal() {
        const auto body = site.answer(get()).body;
        const auto at = body.find("name=\"seal\" value=\"") + 19;
        return body.substr(at, body.find('"', at) - at);
    }
    Request post(const std::string& fields, const std::string& sealed) {
        return {"POST",
                path,
                "beadle.council.example",
                "https://beadle.council.example",
                "same-origin",
                "seal=" + sealed + "&" + fields,
                false};
    }
};

TEST_F(SiteTest, reading_shows_and_changes_nothing) {
    for (const char* method : {"GET", "HEAD", "GET"}) {
        auto request = get();
        request.method = method;
        EXPECT_EQ(site.answer(request).status, 200);
    }
    EXPECT_TRUE(records.given.empty());
}

TEST_F(SiteTest, everything_hostile_is_escaped_and_no_script_is_needed) {
    const auto body = site.answer(get()).body;
    EXPECT_EQ(body.find("<b>Minutes"), std::string::npos);
    EXPECT_EQ(body.find("<script"), std::string::npos);
    EXPECT_NE(body.find("&lt;script&gt;"), std::string::npos);
    for (const char* part : {"<html lang=\"en-GB\">", "<title>", "<fieldset>", "<legend>", "<label for=\"word-stop\">"})
        EXPECT_NE(body.find(part), std::string::npos) << part;
    records.question.separate = false;
    EXPECT_EQ(site.answer(get()).body.find("word-separate"), std::string::npos);
}

TEST_F(SiteTest, an_answer_needs_the_seal_of_a_page_that_was_shown) {
    const auto good = seal();
    EXPECT_EQ(site.answer(post("word=separate", good)).status, 200);
    ASSERT_EQ(records.given.size(), 1u);
    EXPECT_EQ(records.given[0].word, AnswerWord::separate);
    for (const std::string& bad :
         {std::string(), good + "0", std::string("1.") + std::string(64, '0'), std::string("x")})
        EXPECT_EQ(site.answer(post("word=stop", bad)).status, 422) << bad;
    clock.wall_now += seal_life + 1;
    EXPECT_EQ(site.answer(post("word=stop", good)).status, 422);
    EXPECT_EQ(records.given.size(), 1u);
}

TEST_F(SiteTest, a_seal_is_good_for_its_own_link_alone) {
    const auto good = seal();
    auto request = post("word=stop", good);
    request.path = "/answer/" + other;
    EXPECT_EQ(site.answer(request).status, 404);
    EXPECT_TRUE(records.given.empty());
}

TEST_F(SiteTest, what_is_missing_is_asked_for_again) {
    const auto good = seal();
    EXPECT_EQ(site.answer(post("", good)).status, 422);
    EXPECT_EQ(site.answer(post("word=unclear", good)).status, 422);
    EXPECT_TRUE(records.given.empty());
    records.outcome = AnswerOutcome::no_reason;
    const auto again = site.answer(post("word=send&reason=", good));
    EXPECT_EQ(again.status, 422);
    EXPECT_NE(again.body.find("role=\"alert\""), std::string::npos);
    EXPECT_EQ(site.answer(post("word=send&word=stop", good)).status, 400);
    EXPECT_EQ(site.answer(post("%zz", good)).status, 400);
    auto large = post("word=stop", good);
    large.body_too_large = true;
    EXPECT_EQ(site.answer(large).status, 400);
}

TEST_F(SiteTest, unknown_used_expired_and_broken_links_look_alike) {
    const auto good = seal();
    const auto unknown = site.answer(get("/answer/" + other));
    EXPECT_EQ(unknown.status, 404);
    EXPECT_EQ(unknown.not_before, clock.steady() + Site::same_time);
    for (const auto outcome : {AnswerOutcome::already, AnswerOutcome::expired, AnswerOutcome::unknown}) {
        records.outcome = outcome;
        const auto got = site.answer(post("word=stop", good));
        EXPECT_EQ(got.status, unknown.status);
        EXPECT_EQ(got.body, unknown.body);
        EXPECT_EQ(got.not_before, unknown.not_before);
    }
    EXPECT_EQ(site.answer(get("/answer/x")).body, unknown.body);
}

TEST_F(SiteTest, other_hosts_and_other_sites_are_refused) {
    const auto good = seal();
    for (const char* host : {"evil.example", "", "beadle.council.example.evil.example"}) {
        auto request = get();
        request.host = host;
        EXPECT_EQ(site.answer(request).status, 403) << host;
    }
    auto near = get();
    near.host = "127.0.0.1:8080";
    EXPECT_EQ(site.answer(near).status, 200) << "the web server before us";
    auto foreign = post("word=stop", good);
    foreign.origin = "https://evil.example";
    EXPECT_EQ(site.answer(foreign).status, 403);
    foreign = post("word=stop", good);
    foreign.fetch_site = "cross-site";
    EXPECT_EQ(site.answer(foreign).status, 403);
    EXPECT_TRUE(records.given.empty());
}

TEST_F(SiteTest, too_many_guesses_are_turned_away) {
    int turned = 0;
    for (int i = 0; i < 30; ++i) turned += site.answer(get("/answer/" + other)).status == 429;
    EXPECT_EQ(turned, 20);
    EXPECT_EQ(site.answer(get()).status, 200) << "who has a link still gets the page";
    for (int i = 0; i < 400; ++i) (void)site.answer(get());
    EXPECT_EQ(site.answer(get()).status, 429);
    clock.steady_now += 10'000;
    EXPECT_EQ(site.answer(get()).status, 200);
}

TEST_F(SiteTest, records_that_are_away_change_nothing_and_it_says_so) {
    const auto good = seal();
    records.away = true;
    EXPECT_EQ(site.answer(get()).status, 503);
    EXPECT_EQ(site.answer(post("word=stop", good)).status, 503);
}

TEST_F(SiteTest, there_are_no_other_pages) {
    EXPECT_EQ(site.answer(get("/style.css")).type, "text/css; charset=utf-8");
    for (const char* where : {"/answer", "/../etc/passwd", "/console"})
        EXPECT_EQ(site.answer(get(where)).status, 404) << where;
    auto request = get();
    request.method = "DELETE";
    EXPECT_EQ(site.answer(request).status, 405);
}

TEST(Form, is_read_strictly) {
    const auto good = parse_form("word=send&reason=they+know%20each+other%21&empty=&bare");
    ASSERT_TRUE(good);
    EXPECT_EQ(good->at("reason"), "they know each other!");
    EXPECT_EQ(good->at("bare"), "");
    for (const std::string& bad :
         {std::string("a=%"), std::string("a=%4"), std::string("a=%gg"), std::string("a=1&a=2"),
          std::string(most_form + 1, 'a'), std::string("a&b&c&d&e&f&g&h&i&j&k")})
        EXPECT_FALSE(parse_form(bad)) << bad.substr(0, 20);
}

}  // namespace
}  // namespace beadle::console

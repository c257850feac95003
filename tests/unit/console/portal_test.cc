// The console behind its log-in, with records that a test plays.
#include "console/portal.h"

#include <gtest/gtest.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <chrono>
#include <algorithm>
#include <map>
#include <memory>
#include <vector>

#include "base/text.h"
#include "console/client_limits.h"
#include "console/embedded.h"
#include "console/form.h"
#include "console/password.h"
#include "console/qr.h"
#include "console/render.h"
#include "console/routes.h"
#include "console/search_words.h"
#include "console/server.h"
#include "console/table_file.h"
#include "console/after.h"
#include "console/words.h"
#include "support/fake_clock.h"

namespace beadle::console {
namespace {

const std::string token(64, 'a');

struct PlayedRecords : Asker {
    std::map<std::string, wire::Answer> answers;
    std::vector<wire::ConsoleAsk> asked;
    bool away = false;
    Result<wire::QuestionShown> show(const std::string&) override { return wire::QuestionShown{}; }
    Result<wire::AnswerTaken> give(const wire::GiveAnswer&) override { return wire::AnswerTaken{}; }
    Result<wire::Answer> ask(const wire::ConsoleAsk& question) override {
        asked.push_back(question);
        if (away) return fail(FailureKind::unavailable, "test", "away");
        if (question.verb == "session.look" && question.token != token) return wire::Answer{1, "nobody", {R"({"needs":"sign-in"})"}, false};
        const auto at = answers.find(question.verb);
        return at == answers.end() ? wire::Answer{1, "refused", {}, false} : at->second;
    }
};

struct PortalTest : ::testing::Test {
    PortalTest() {
        records.answers["session.look"] = {0, "", {R"({"name":"jane","role":"clerk","rights":["console.today","console.held","quarantine.show"]})"}, false};
        records.answers["console.held"] = {0, "", {R"({"about":"summary","total":1})", R"({"id":"aaaa-bbbb","sender":"<b>x</b>@evil.example","subject":"\"><script>x</script>","at":"2026-11-22T10:00:00Z","recipients":["a@b.example"]})"}, false};
    }
    test::FakeClock clock;
    PlayedRecords records;
    Portal portal{records, clock, "<i>Council</i>", "https://beadle.council.example"};

    Response get(const std::string& path, bool signed_in = true) {
        const auto asks = path.find('?');
        Request r{"GET", path.substr(0, asks), "beadle.council.example", "", "", "", false};
        if (asks != path.npos) r.query = path.substr(asks + 1);
        if (signed_in) r.cookie = "__Host-beadle=" + token;
        return portal.answer(r);
    }
    Response post(const std::string& path, const std::string& body) {
        Request r{"POST", path, "beadle.council.example", "https://beadle.council.example", "same-origin", body, false};
        r.cookie = "__Host-beadle=" + token;
        return portal.answer(r);
    }
};

TEST_F(PortalTest, who_is_not_signed_in_is_led_to_it_and_back) {
    const auto out = get("/held", false);
    EXPECT_EQ(out.status, 303);
    EXPECT_EQ(out.location, "/sign-in?next=%2fheld");
    EXPECT_EQ(get("/", false).location, "/sign-in");
}

TEST_F(PortalTest, values_of_mail_and_of_the_policy_are_text_on_the_page) {
    const auto out = get("/held");
    EXPECT_EQ(out.status, 200);
    EXPECT_EQ(out.body.find("<script>x"), std::string::npos);
    EXPECT_EQ(out.body.find("<b>x"), std::string::npos);
    EXPECT_EQ(out.body.find("<i>Council"), std::string::npos);
    EXPECT_NE(out.body.find("&lt;b&gt;x&lt;/b&gt;@evil.example"), std::string::npos);
}

TEST_F(PortalTest, a_page_that_the_role_does_not_have_is_refused_before_the_records_are_asked) {
    for (const char* path : {"/health", "/access", "/mail", "/audit"}) {
        records.asked.clear();
        EXPECT_EQ(get(path).status, 403) << path;
        EXPECT_EQ(records.asked.size(), 1u) << path << ": who it is, and no more";
    }
}

TEST_F(PortalTest, no_route_but_those_for_anybody_answers_without_a_session) {
    for (const auto& route : routes()) {
        if (route.right.empty()) continue;
        Request r{std::string(route.method), replace_all(route.path, "*", "x"), "h", "https://beadle.council.example", "same-origin", "", false};
        const auto out = portal.answer(r);
        EXPECT_EQ(out.status, route.method == "GET" ? 303 : 403) << route.path;
        EXPECT_TRUE(records.asked.empty()) << route.path;
    }
}

TEST_F(PortalTest, a_form_without_the_seal_changes_nothing) {
    for (const std::string& body : {std::string(), "seal=" + std::string(128, '0'), std::string("seal=xx"), "seal=" + token}) {
        records.asked.clear();
        EXPECT_EQ(post("/held/aaaa-bbbb/release", body).status, 403) << body;
        for (const auto& asked : records.asked) EXPECT_EQ(asked.verb, "session.look");
    }
    EXPECT_EQ(get("/held/aaaa-bbbb/release").status, 405) << "reading never acts";
}

TEST_F(PortalTest, the_seal_differs_each_time_and_is_good_for_its_session_alone) {
    House house{records, clock, "C", "https://x"};
    Request r;
    Desk mine(house, r, token), other(house, r, std::string(64, 'b'));
    const std::string seal = mine.seal();
    EXPECT_NE(seal, mine.seal());
    mine.form.add("seal", seal);
    other.form.add("seal", seal);
    EXPECT_TRUE(mine.is_sealed());
    EXPECT_FALSE(other.is_sealed());
}

TEST_F(PortalTest, records_that_are_away_are_told_and_nothing_is_said_to_be_done) {
    records.away = true;
    EXPECT_EQ(get("/held").status, 503);
    EXPECT_NE(get("/held").body.find("No mail is lost"), std::string::npos);
}

std::string seal_in(const std::string& page) {
    const auto at = page.find("name=\"seal\" value=\"");
    return at == page.npos ? "" : page.substr(at + 19, 128);
}

struct RegistersTest : PortalTest {
    RegistersTest() {
        records.answers["session.look"] = {0, "", {R"({"name":"jane","role":"clerk","rights":["request.list","request.show","request.review","request.close","request.search","retention.due","retention.run","retention.approve","console.exported","events.search","hold.show","hold.lift"]})"}, false};
        records.answers["request.show"] = {0, "", {R"({"id":"R-1","kind":"foi","state":"open","name":"<script>x</script>","received":"2026-11-20","identifiers":["\"><img src=x>"],"clock":{"state":"running","days_left":3,"due_in_words":"Friday 18 December 2026"}})",
            R"({"item":1,"decision":"found","event":7,"sender":"<b>x</b>@evil.example","subject":"<script>y</script>","message_id":"<a@x>","attachments":["<i>.pdf"]})", R"({"item":2,"decision":"include","event":8,"message_id":"<a@x>"})"}, false};
        records.answers["request.review"] = {0, "", {"{}"}, false};
        records.answers["retention.schedule"] = {0, "", {R"({"class":"journal","title":"Copies","records":"held","period":"2 years","trigger":"recorded","disposal":"review","persons":2,"in_file":true})"}, false};
        records.answers["retention.due"] = {0, "", {R"({"class":"journal","count":3,"octets":2000,"oldest":"2024-01-02","newest":"2024-01-05","stopped":0})"}, false};
        records.answers["retention.certificates"] = {0, "", {R"({"id":"D-1","class":"journal","title":"Copies","state":"asked","asked_by":"bob","asked_at":"2026-11-20T10:00:00Z"})"}, false};
        records.answers["events.search"] = {0, "", {R"({"event":9,"at":"2026-07-01T09:05:00Z","sender":"=cmd|' /C calc'!A0@x.example","subject":"a \"b\", c","recipients":["a@b.example"],"outcome":"accepted"})"}, false};
    }
    std::vector<std::string> asked(const std::string& verb) {
        std::vector<std::string> out;
        for (const auto& one : records.asked)
            if (one.verb == verb) out.push_back(one.arguments);
        return out;
    }
};

TEST_F(RegistersTest, a_request_shows_what_mail_and_people_wrote_as_text_and_names_copies_of_one_mail) {
    const std::string page = get("/requests/1").body;
    for (const char* markup : {"<script>x", "<script>y", "<b>x", "<img", "<i>.pdf"}) EXPECT_EQ(page.find(markup), page.npos) << markup;
    EXPECT_NE(page.find("3 days left"), page.npos);
    EXPECT_NE(page.find("The same mail as 1"), page.npos);
}

TEST_F(RegistersTest, only_what_was_decided_anew_is_saved) {
    const auto out = post("/requests/1/review", "seal=" + seal_in(get("/requests/1").body) + "&d.1=redact&r.1=other&s.1=Ann%0D%0AAnn%0D%0A+Bea+&d.2=include&r.2=&s.2=&d.3=include");
    EXPECT_EQ(out.location, "/requests/1?done=saved");
    EXPECT_EQ(asked("request.review"), (std::vector<std::string>{R"({"decision":"redact","id":"R-1","item":1,"reason":"other","strings":["Ann","Bea"]})"}));
}

TEST_F(RegistersTest, a_refusal_shows_the_page_again_and_a_first_of_two_persons_is_told_so) {
    const std::string seal = "seal=" + seal_in(get("/requests/1").body);
    records.answers["request.close"] = {1, "R-1 is paused", {}, false};
    auto out = post("/requests/1/close", seal + "&reason=x");
    EXPECT_EQ(out.status, 422);
    EXPECT_NE(out.body.find("R-1 is paused."), out.body.npos);
    records.answers["request.close"] = {1, "yours is noted, a second person has to ask for the same", {}, false};
    EXPECT_EQ(post("/requests/1/close", seal + "&reason=x").location, "/requests/1?done=second");
    records.answers["request.close"] = {1, "", {R"({"needs":"proof"})"}, false};
    EXPECT_EQ(post("/requests/1/close", seal + "&reason=x").location, "/prove?next=%2frequests%2f1");
}

TEST_F(RegistersTest, what_is_due_is_destroyed_by_a_button_and_by_nothing_else) {
    const std::string page = get("/retention/class/journal").body;
    EXPECT_NE(page.find("Destroy what is due"), page.npos);
    EXPECT_NE(page.find("bob"), page.npos);
    EXPECT_NE(page.find("2 January 2024 to 5 January 2024"), page.npos);
    EXPECT_TRUE(asked("retention.run").empty());
    records.answers["retention.due"].lines[0] = R"({"class":"journal","count":1200,"octets":2000,"oldest":"2024-01-02","newest":"2024-01-05","stopped":3,"stopped_by":{"H-1":3},"more":true})";
    const std::string least = get("/retention/class/journal").body;
    EXPECT_NE(least.find("at least 1200"), page.npos);
    EXPECT_NE(least.find("at least 3 (H-1: 3)"), page.npos);
    EXPECT_EQ(least.find("5 January 2024"), page.npos) << "the newest of all was not looked at";
    records.answers["retention.due"].lines[0] = R"({"class":"journal","count":0})";
    records.answers["retention.certificates"].lines.clear();
    EXPECT_EQ(get("/retention/class/journal").body.find("Destroy what is due"), page.npos);
    EXPECT_EQ(get("/retention/class/nothing").status, 404);
}

TEST_F(RegistersTest, a_search_that_is_not_at_its_end_says_how_far_it_looked_and_goes_on_there) {
    const std::string whole = get("/mail?q=x").body;
    EXPECT_EQ(whole.find("Looked back"), whole.npos);
    EXPECT_EQ(whole.find("under="), whole.npos);
    records.answers["events.search"].lines.push_back(R"({"about":"looked","event":501,"at":"2026-06-30T09:05:00Z"})");
    const std::string part = get("/mail?q=x&days=30").body;
    EXPECT_NE(part.find("Looked back to 30 June 2026"), part.npos);
    EXPECT_NE(part.find("/mail?q=x&amp;days=30&amp;under=501"), part.npos);
    EXPECT_NE(part.find("1 shown of the last 30 days"), part.npos) << "the line about the search is no mail";
    records.answers["events.search"].lines.erase(records.answers["events.search"].lines.begin());
    for (const char* path : {"/mail?q=x&under=900", "/audit?q=x&under=900"}) {
        const std::string nothing = get(path).body;
        EXPECT_NE(nothing.find("Nothing fits so far."), nothing.npos);
        EXPECT_EQ(nothing.find("No mail of"), nothing.npos);
        EXPECT_EQ(nothing.find("No event fits"), nothing.npos);
        EXPECT_NE(asked("events.search").back().find("\"under\":900"), nothing.npos);
    }
    get("/mail?under=9x");
    EXPECT_EQ(asked("events.search").back().find("under"), std::string::npos);
}

TEST_F(RegistersTest, no_list_leaves_that_is_not_on_record) {
    const std::string seal = "seal=" + seal_in(get("/requests/1").body);
    for (const auto& [answer, status] : {std::pair{wire::Answer{1, "", {R"({"needs":"proof"})"}, false}, 303}, {wire::Answer{4, "full", {}, false}, 503}}) {
        records.answers["console.exported"] = answer;
        const auto out = post("/mail/export", seal + "&format=csv");
        EXPECT_EQ(out.status, status);
        EXPECT_EQ(out.shown, Shown::page);
        EXPECT_EQ(out.body.find("calc"), out.body.npos);
    }
    records.answers["console.exported"] = {0, "", {"{}"}, false};
    const auto out = post("/mail/export", seal + "&format=csv&q=x&days=all");
    EXPECT_EQ(out.shown, Shown::download);
    EXPECT_EQ(out.body, "\"event\",\"at\",\"at_london\",\"sender\",\"recipients\",\"subject\",\"outcome\",\"rules\",\"queue_id\",\"message_id\"\r\n"
                        "\"9\",\"2026-07-01T09:05:00Z\",\"2026-07-01 10:05:00+01:00\",\"'=cmd|' /C calc'!A0@x.example\",\"a@b.example\",\"a \"\"b\"\", c\",\"accepted\",\"\",\"\",\"\"\r\n");
    EXPECT_NE(asked("console.exported").back().find("\"count\":1"), std::string::npos);
    EXPECT_NE(asked("console.exported").back().find(sha256_hex(out.body)), std::string::npos);
}

TEST(TableFiles, hold_no_cell_that_a_spreadsheet_runs) {
    struct Case {
        const char *given, *want;
    };
    const Case cases[] = {
        {"plain", "\"plain\""}, {"", "\"\""}, {"a,b", "\"a,b\""}, {"say \"x\"", "\"say \"\"x\"\"\""}, {"=1+1", "\"'=1+1\""}, {"  +1", "\"'  +1\""},
        {"@SUM(A1)", "\"'@SUM(A1)\""}, {"-2", "\"'-2\""}, {"\xef\xbc\x9d" "1", "\"'\xef\xbc\x9d" "1\""}, {"%0A", "\"'%0A\""}, {"a=1", "\"a=1\""},
    };
    for (const auto& c : cases) EXPECT_EQ(quoted_cell(c.given), c.want) << c.given;
    for (const char* start : {"\t=1", "\r=1", "\n=1"}) EXPECT_TRUE(quoted_cell(start).starts_with("\"'")) << start;
    const std::string lines = csv_of({{"a"}, {{"x\r\n=1"}, {"y"}}});
    EXPECT_EQ(std::count(lines.begin(), lines.end(), '\n'), 3) << "a value makes no line of its own";
}

TEST(Lines, of_a_field_are_trimmed_and_none_stands_twice) {
    EXPECT_EQ(joined(lines_of(" a \r\n\r\nb\na\r c"), "|"), "a|b|c");
    EXPECT_EQ(lines_of(std::string(1000, '\n')).items().size(), 0u);
    EXPECT_EQ(day_words("2026-11-22"), "22 November 2026");
    EXPECT_EQ(day_words("<b>"), "");
}

TEST(Templates, are_well_made_and_put_nothing_in_unescaped) {
    EXPECT_TRUE(check_templates());
    for (const auto& file : embedded_files()) {
        if (!file.name.ends_with(".mustache")) continue;
        EXPECT_EQ(file.octets.find("{{{"), file.octets.npos) << file.name;
        EXPECT_EQ(file.octets.find("{{&"), file.octets.npos) << file.name;
        EXPECT_EQ(file.octets.find(" style="), file.octets.npos) << file.name;
        EXPECT_EQ(file.octets.find("{{="), file.octets.npos) << file.name;
    }
}

TEST(Styles, hold_no_font_and_no_address_from_outside) {
    for (const char* name : {"govuk.css", "console.css", "console.js", "icon.svg"}) {
        std::string text = replace_all(embedded(name), "http://www.w3.org/2000/svg", "");
        for (const char* printed : {"[href^=\"http://\"]", "[href^=\"https://\"]"}) text = replace_all(text, printed, "");  // links, on paper
        ASSERT_FALSE(text.empty()) << name;
        for (const char* word : {"http:", "https:", "url(", "@font-face", "GDS", "crest", "@import"}) EXPECT_EQ(text.find(word), text.npos) << name << " " << word;
    }
}

TEST(Why, follows_the_finding_of_the_rule_that_decided) {
    const auto item = [](const std::string& reason, const std::string& rules) {
        return *parse_json(R"({"reason":")" + reason + R"(","decision":{"rules":[)" + rules +
                           R"(]},"inspection":{"findings":[{"kind":"first-time-recipient","confidence":"high"},)"
                           R"({"kind":"payment-card","confidence":"low"},{"kind":"malware","confidence":"high"}]}})");
    };
    const std::string flag = R"({"id":"f","action":"flag","findings":[0]})", card = R"({"id":"c","action":"quarantine","findings":[1]})",
                      malware_watched = R"({"id":"m","action":"quarantine","watched":true,"findings":[2]})",
                      malware_excepted = R"({"id":"m","action":"quarantine","excepted_by":"7k2m-9xdq","findings":[2]})",
                      refuses = R"({"id":"r","action":"reject","findings":[0]})", plain = R"({"id":"p","action":"quarantine","findings":[]})";
    const struct {
        const char* name;
        std::string reason, rules, want;
    } cases[] = {
        {"a flag does not hold", "quarantine", flag + "," + card, kind_words("payment-card")},
        {"the order is nothing", "quarantine", card + "," + flag, kind_words("payment-card")},
        {"what is only watched does not hold", "quarantine", card + "," + malware_watched, kind_words("payment-card")},
        {"nor what was let pass", "quarantine", card + "," + malware_excepted, kind_words("payment-card")},
        {"a copy of refused recipients has the refusing rule", "refused", card + "," + refuses, kind_words("first-time-recipient")},
        {"a rule that holds whatever is in it", "quarantine", flag + "," + plain, "a rule of the policy says so"},
        {"a decision that is not told any more", "quarantine", "", kind_words("malware")},
    };
    for (const auto& c : cases) EXPECT_NE(why_sentence(item(c.reason, c.rules)).find(c.want), std::string::npos) << c.name << ": " << why_sentence(item(c.reason, c.rules));
}

TEST(Clients, one_of_them_has_so_many_requests_at_once_and_no_more) {
    ClientLimits limits(2);
    auto first = limits.enter("192.0.2.1");
    {
        auto second = limits.enter("192.0.2.1");
        EXPECT_TRUE(first && second);
        EXPECT_FALSE(limits.enter("192.0.2.1"));
        EXPECT_TRUE(limits.enter("192.0.2.2")) << "another one";
    }
    EXPECT_TRUE(limits.enter("192.0.2.1")) << "its place was given back";
}

// 32 connections that never finish their request, each an octet now and then, and one that asks at once.
TEST(Clients, that_send_slowly_hold_no_thread_for_long) {
    PlayedRecords records;
    test::FakeClock clock;
    Site site(records, clock, "https://beadle.council.example", "127.0.0.1:0");
    std::unique_ptr<Server> server;
    int port = 20'000 + static_cast<int>(::getpid() % 20'000);
    for (int i = 0; i < 20 && !server; ++i) {
        auto started = Server::start("127.0.0.1:" + std::to_string(++port), site, clock);
        if (started) server = std::move(*started);
    }
    ASSERT_TRUE(server);
    const auto connected = [&] {
        const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        sockaddr_in at{};
        at.sin_family = AF_INET;
        at.sin_port = htons(static_cast<std::uint16_t>(port));
        at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        EXPECT_EQ(::connect(fd, reinterpret_cast<sockaddr*>(&at), sizeof at), 0);
        return fd;
    };
    std::vector<int> slow;
    for (int i = 0; i < 40; ++i) {
        slow.push_back(connected());
        (void)::send(slow.back(), "GET /", 5, MSG_NOSIGNAL);
    }
    const auto began = std::chrono::steady_clock::now();
    const int quick = connected();
    const std::string ask = "GET /nowhere HTTP/1.1\r\nHost: beadle.council.example\r\n\r\n";
    (void)::send(quick, ask.data(), ask.size(), MSG_NOSIGNAL);
    pollfd one{quick, POLLIN, 0};
    EXPECT_EQ(::poll(&one, 1, 8'000), 1);
    EXPECT_LT(std::chrono::steady_clock::now() - began, std::chrono::seconds(6));
    char answer[16] = {};
    EXPECT_GT(::recv(quick, answer, sizeof answer - 1, 0), 0);
    EXPECT_EQ(std::string(answer).substr(0, 7), "HTTP/1.");
    ::close(quick);
    for (const int fd : slow) ::close(fd);
}

TEST(Passwords, that_many_people_use_or_that_are_short_are_refused) {
    struct Case {
        const char *given, *name;
        bool good;
    };
    const Case cases[] = {
        {"short", "too short", false}, {"password1234", "a common word and digits", false}, {"P4ssw0rd!P4ssw0rd", "twice, with other signs", false},
        {"123456789012", "a row", false}, {"aaaaaaaaaaaaaaaa", "one letter", false}, {"TowcesterCouncil2026", "the council's name", false},
        {"jane.clerk-jane.clerk", "the account's name", false}, {"qwertyuiop12", "a row of keys", false}, {"river lantern otter seven", "four words", true},
        {"ärger über öl und müll", "letters of other languages", true}, {"correct horse battery staple", "the one that everybody knows", false},
        {"kT7#pq9!vLz2", "twelve at random", true},
    };
    for (const auto& c : cases) EXPECT_EQ(why_not(c.given, "jane.clerk", "Towcester Town Council").empty(), c.good) << c.name;
}

TEST(Passwords, become_a_proof_that_depends_on_all_of_it_and_on_the_salt) {
    const auto a = proof_of("river lantern", std::string(32, '1')), b = proof_of("river lantern", std::string(32, '2'));
    const auto c = proof_of("river lanterN", std::string(32, '1')), again = proof_of("river lantern", std::string(32, '1'));
    ASSERT_TRUE(a && b && c && again);
    EXPECT_EQ(a->size(), 64u);
    EXPECT_EQ(*a, *again);
    EXPECT_NE(*a, *b);
    EXPECT_NE(*a, *c);
    EXPECT_FALSE(proof_of("x", "no salt"));
    EXPECT_FALSE(proof_of(std::string(2000, 'x'), std::string(32, '1')));
}

TEST(Paths, to_go_on_to_are_ours_or_the_first_page) {
    for (const char* good : {"/held", "/held/aaaa-bbbb", "/mail/12"}) EXPECT_EQ(safe_path(good), good);
    for (const char* bad : {"//evil.example", "/\\evil", "https://evil.example", "/a?b", "", "held", "/a\r\nb", "/%2f"}) EXPECT_EQ(safe_path(bad), "/") << bad;
}

TEST(Cookies, give_one_token_or_none) {
    const std::string https = "https://console.council.example", http = "http://127.0.0.1:8080", other(64, 'b');
    EXPECT_EQ(token_of(https, "a=b; __Host-beadle=" + token), token);
    EXPECT_EQ(token_of(https, "beadle=" + other + "; __Host-beadle=" + token), token) << "a neighbour host put one in";
    EXPECT_EQ(token_of(https, "beadle=" + other), "");
    EXPECT_EQ(token_of(http, "beadle=" + token), token);
    EXPECT_EQ(token_of(http, "beadle=" + token + "; beadle=" + other), "");
    EXPECT_EQ(token_of(http, "beadle=" + std::string(63, 'a')), "");
    EXPECT_NE(cookie_of("https://x.example", token).find("__Host-beadle=" + token + "; Path=/; HttpOnly; SameSite=Lax; Secure"), std::string::npos);
}

TEST(Search, understands_what_is_typed_and_says_how) {
    struct Case {
        const char *typed, *words;
    };
    const Case cases[] = {
        {"from:smith to:planning", "from: smith; to: planning"},
        {"\"bank details\" has:attachment", "with: an attachment; words: \"bank details\""},
        {"status:Held before:2026-11-01", "status: Held; until the day: 2026-11-01"},
        {"before:yesterday http://x", "words: \"before:yesterday\", \"http://x\""},
        {"FROM:\"o'neill, pat\"", "from: o'neill, pat"},
        {"", ""},
        {"from: x", "words: \"x\""},
        {"Mrs Jones", "words: \"Jones\""},
        {"cllr. smith fence", "words: \"smith\", \"fence\""},
        {"a b c d e f g h", "words: \"a\", \"b\", \"c\", \"d\", \"e\", \"f g h\""},
        {"Miss", "words: \"Miss\""},
    };
    for (const auto& c : cases) EXPECT_EQ(understand(c.typed).words, c.words) << c.typed;
}

TEST(Times, are_those_of_london_also_on_the_day_of_the_change) {
    EXPECT_EQ(london_words("2026-07-01T09:05:00Z"), "1 July 2026, 10:05");
    EXPECT_EQ(london_words("2026-11-22T09:05:00Z"), "22 November 2026, 09:05");
    EXPECT_EQ(london_words("2026-03-29T00:59:59Z"), "29 March 2026, 00:59");
    EXPECT_EQ(london_words("2026-03-29T01:00:00Z"), "29 March 2026, 02:00");
    EXPECT_EQ(london_words("2026-10-25T00:59:00Z"), "25 October 2026, 01:59");
    EXPECT_EQ(london_words("2026-10-25T01:00:00Z"), "25 October 2026, 01:00");
    EXPECT_EQ(london_words("nonsense"), "");
}

TEST(Qr, is_a_square_path_or_nothing) {
    const auto small = qr_path("otpauth://totp/x"), large = qr_path(std::string(600, 'x'));
    EXPECT_GE(small.side, 21);
    EXPECT_EQ(small.path.find_first_not_of("M0123456789 hv-z"), std::string::npos);
    EXPECT_EQ(large.side, 0);
}

TEST(Fields, keep_their_order_and_come_back_as_they_were) {
    const auto fields = Fields::parse("item=a&item=b&x=%3Cscript%3E+y&blank=");
    ASSERT_TRUE(fields);
    EXPECT_EQ(fields->all("item"), (std::vector<std::string>{"a", "b"}));
    EXPECT_EQ(fields->one("x"), "<script> y");
    EXPECT_EQ(fields->encoded(), "item=a&item=b&x=%3cscript%3e%20y");
    EXPECT_FALSE(Fields::parse("x=%00"));
    EXPECT_FALSE(Fields::parse("x=%4"));
}

}  // namespace
}  // namespace beadle::console

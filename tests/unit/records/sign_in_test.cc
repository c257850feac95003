// Who may come in, and how often they may try.
#include "records/accounts.h"
#include "records/due.h"
#include "records/release_right.h"
#include "records/roles.h"
#include "records/sessions.h"
#include "records/sign_in.h"
#include "records/totp.h"
#include "records/verbs.h"
#include "unit/records/fixture.h"
#include "wire/console.h"

namespace beadle::records {
namespace {

using nlohmann::json;

const std::string proof(64, 'a'), other_proof(64, 'b');

struct SignInTest : StoreTest {
    json line(const wire::Answer& answer) { return answer.lines.empty() ? json::object() : json::parse(answer.lines.front()); }
    wire::Answer console(const std::string& token, const std::string& verb, const json& arguments = json::object(),
                         const std::string& client = "192.0.2.7") {
        return ask<wire::Answer>(wire::Role::console, wire::ConsoleAsk{token, verb, arguments.dump(), client});
    }
    std::string needs(const wire::Answer& answer) { return line(answer).value("needs", ""); }
    std::string invite(const std::string& name, const std::string& role, const std::string& until = "") {
        json a{{"name", name}, {"role", role}, {"mail", name + "@council.example"}};
        if (!until.empty()) a["until"] = until;
        auto answer = person_asks("user.add", a, "root");
        EXPECT_EQ(answer.exit_code, 0u) << answer.problem;
        const std::string path = line(answer).value("set_up", "");
        return path.substr(path.rfind('/') + 1);
    }
    std::string secret(const std::string& name) {
        auto account = account_named(store(), name);
        return *secret_of(store(), **account);
    }
    std::string code(const std::string& name, int ahead = 0) { return code_at(secret(name), clock_.now / 30'000 + ahead); }
    std::vector<std::string> set_up(const std::string& name, const std::string& token) {
        const auto begun = console("", "setup.begin", {{"token", token}, {"proof", proof}, {"council", "Test"}});
        EXPECT_EQ(begun.exit_code, 0u) << begun.problem;
        auto answer = console("", "setup.finish", {{"token", line(begun).value("token", "")}, {"code", code(name, -1)}});
        EXPECT_EQ(answer.exit_code, 0u) << answer.problem;
        return line(answer).value("codes", std::vector<std::string>());
    }
    std::string sign_in_as(const std::string& name, const std::string& typed, const std::string& with = proof,
                           const std::string& client = "192.0.2.7") {
        auto answer = console("", "session.open", {{"name", name}, {"proof", with}, {"code", typed}, {"browser", "b"}}, client);
        return line(answer).value("token", "");
    }
    // Set up and signed in.
    std::string person(const std::string& name, const std::string& role, const std::string& until = "") {
        set_up(name, invite(name, role, until));
        clock_.pass(30'000);
        const std::string token = sign_in_as(name, code(name));
        EXPECT_EQ(token.size(), 64u);
        return token;
    }
};

TEST_F(SignInTest, name_password_and_code_open_a_session_and_each_alone_does_not) {
    set_up("jane", invite("jane", "clerk"));
    clock_.pass(30'000);
    struct Case {
        const char* name;
        std::string who, with, typed;
        bool opens;
    };
    const std::string right = code("jane");
    const Case cases[] = {
        {"a wrong code", "jane", proof, "000000", false},
        {"no code", "jane", proof, "", false},
        {"a wrong password", "jane", other_proof, right, false},
        {"a name that nobody has", "john", proof, right, false},
        {"all three", " JANE ", proof, right, true},
        {"the same code again", "jane", proof, right, false},
    };
    int client = 0;
    for (const auto& c : cases)
        EXPECT_EQ(!sign_in_as(c.who, c.typed, c.with, "192.0.2." + std::to_string(++client)).empty(), c.opens) << c.name;
}

TEST_F(SignInTest, a_code_is_good_for_its_neighbours_and_never_before_one_that_was_used) {
    set_up("jane", invite("jane", "clerk"));
    EXPECT_FALSE(sign_in_as("jane", code("jane", 1)).empty());
    EXPECT_TRUE(sign_in_as("jane", code("jane", 0)).empty()) << "an earlier one";
    EXPECT_TRUE(sign_in_as("jane", code("jane", 2)).empty()) << "one of the future";
}

TEST_F(SignInTest, a_recovery_code_works_once) {
    const auto codes = set_up("jane", invite("jane", "clerk"));
    ASSERT_EQ(codes.size(), 10u);
    EXPECT_FALSE(sign_in_as("jane", codes[3]).empty());
    EXPECT_TRUE(sign_in_as("jane", codes[3]).empty());
    EXPECT_FALSE(sign_in_as("jane", codes[4]).empty());
}

TEST_F(SignInTest, a_set_up_link_works_once_and_for_a_day) {
    const std::string token = invite("jane", "clerk");
    EXPECT_EQ(console("", "setup.show", {{"token", "x" + token}}).exit_code, 1u);
    EXPECT_EQ(console("", "setup.show", {{"token", token}}).exit_code, 0u);
    set_up("jane", token);
    EXPECT_EQ(console("", "setup.show", {{"token", token}}).exit_code, 1u);
    const std::string late = invite("john", "clerk");
    clock_.pass(setup_life);
    EXPECT_EQ(console("", "setup.begin", {{"token", late}, {"proof", proof}}).exit_code, 1u);
}

TEST_F(SignInTest, the_secret_is_shown_only_with_the_password) {
    const std::string token = invite("jane", "clerk");
    const auto shown = line(console("", "setup.show", {{"token", token}}));
    EXPECT_FALSE(shown.contains("secret") || shown.contains("address")) << shown;
    const auto begun = line(console("", "setup.begin", {{"token", token}, {"proof", proof}}));
    EXPECT_EQ(begun.value("secret", ""), base32(secret("jane")));
    std::string second = begun.value("token", "");
    EXPECT_EQ(console("", "setup.show", {{"token", token}}).exit_code, 1u) << "the link is used up";
    EXPECT_EQ(console("", "setup.begin", {{"token", token}, {"proof", other_proof}}).exit_code, 1u);
    EXPECT_EQ(console("", "setup.begin", {{"token", second}, {"proof", other_proof}}).exit_code, 1u) << "nor is it shown again";
    const auto step = line(console("", "setup.show", {{"token", second}}));
    EXPECT_EQ(step.value("step", ""), "code");
    EXPECT_FALSE(step.contains("secret"));
    EXPECT_EQ(console("", "setup.finish", {{"token", second}, {"code", "000000"}}).exit_code, 1u);
    clock_.pass(second_step_life / 2);
    const auto once_more = line(console("", "setup.begin", {{"token", second}, {"proof", proof}}));
    EXPECT_EQ(once_more.value("secret", ""), base32(secret("jane"))) << "who lost the picture types the password";
    second = once_more.value("token", "");
    clock_.pass(second_step_life / 2);
    EXPECT_EQ(console("", "setup.finish", {{"token", second}, {"code", code("jane")}}).exit_code, 1u) << "a quarter of an hour";
    const std::string other = invite("john", "clerk");
    EXPECT_EQ(console("", "setup.finish", {{"token", other}, {"code", code("john")}}).exit_code, 1u) << "without a password";
    EXPECT_EQ(verify(), "");
}

TEST_F(SignInTest, signing_in_ends_the_earlier_session_of_the_same_browser_whosever_it_was) {
    const std::string jane = person("jane", "clerk"), elsewhere = person("mary", "clerk");
    set_up("john", invite("john", "deputy"));
    const auto in = console("", "session.open", {{"name", "john"}, {"proof", proof}, {"code", code("john")}, {"browser", "b"}, {"earlier", jane}});
    EXPECT_EQ(line(in).value("token", "").size(), 64u);
    EXPECT_EQ(needs(console(jane, "session.look")), "sign-in");
    EXPECT_EQ(console(elsewhere, "session.look").exit_code, 0u);
}

TEST_F(SignInTest, who_is_invited_or_reset_is_told_and_so_is_the_clerk) {
    store().council.clerk = "clerk@council.example";
    person("jane", "clerk");
    EXPECT_EQ(count("notices WHERE kind = 'account-changed' AND folded = 'jane@council.example'"), 1);
    EXPECT_EQ(count("notices WHERE kind = 'account-changed' AND folded = 'clerk@council.example'"), 1);
    clock_.pass(1000);
    EXPECT_EQ(person_asks("user.reset", {{"name", "jane"}}, "root").exit_code, 0u);
    EXPECT_EQ(count("notices WHERE kind = 'account-changed'"), 4);
}

TEST_F(SignInTest, an_account_that_was_made_or_reset_just_now_is_no_second_person) {
    person("jane", "clerk");
    clock_.pass(30LL * 86'400'000);
    const auto again = [&] { return sign_in_as("jane", code("jane")); };
    const std::string made = person("made", "deputy");
    const auto id = record(held_verdict(2)).held.at(0);
    EXPECT_EQ(console(again(), "quarantine.release", {{"id", id}}).exit_code, 1u);
    EXPECT_EQ(console(made, "quarantine.release", {{"id", id}}).exit_code, 1u) << "made by whoever wants a second person";
    person_asks("hold.add", {{"case", "1"}, {"reason", "r"}, {"people", {"x@example.org"}}}, "root");
    clock_.pass(60'000);
    const auto lift = json{{"id", "H-1"}, {"reason", "over"}};
    EXPECT_EQ(console(again(), "hold.lift", lift).exit_code, 1u);
    const auto refused = console(made, "hold.lift", lift);
    EXPECT_EQ(refused.exit_code, 1u);
    EXPECT_NE(refused.problem.find("less than seven days"), std::string::npos) << refused.problem;
    clock_.pass(8LL * 86'400'000);
    EXPECT_EQ(console(sign_in_as("made", code("made")), "hold.lift", lift).exit_code, 0u);
    EXPECT_EQ(verify(), "");
}

TEST_F(SignInTest, the_finance_officer_and_the_chair_see_of_kept_mail_only_what_is_theirs) {
    auto payment = held_verdict();
    payment.inspection.findings[0].kind = FindingKind::payment_card;
    payment.content_hash += "p";
    const auto money = record(payment).held.at(0);
    auto health = held_verdict();
    health.content_hash += "h";
    const auto person_s = record(health).held.at(0);
    auto two = held_verdict(2);
    two.content_hash += "t";
    const auto approval = record(two).held.at(0);
    const std::string rfo = person("rob", "rfo"), chair = person("cher", "chair"), clerk = person("jane", "clerk");
    const auto shown = [&](const std::string& who) {
        std::set<std::string> out;
        for (const auto& id : {money, person_s, approval})
            if (console(who, "quarantine.show", {{"id", id}}).exit_code == 0) out.insert(id);
        for (const char* verb : {"console.held", "quarantine.list"}) {
            std::set<std::string> listed;
            for (const auto& one : console(who, verb).lines)
                if (const auto id = json::parse(one).value("id", ""); !id.empty()) listed.insert(id);
            EXPECT_EQ(listed, out) << verb;
        }
        return out;
    };
    EXPECT_EQ(shown(rfo), std::set<std::string>{money});
    EXPECT_EQ(shown(chair), std::set<std::string>{approval});
    EXPECT_EQ(shown(clerk).size(), 3u);
    EXPECT_EQ(needs(console(rfo, "quarantine.content", {{"id", person_s}})), "right");
    EXPECT_EQ(needs(console(chair, "quarantine.content", {{"id", approval}})), "right");
    for (const char* verb : {"events.search", "journal.list"}) {
        EXPECT_EQ(needs(console(rfo, verb)), "right") << verb;
        EXPECT_EQ(needs(console(chair, verb)), "right") << verb;
    }
}

TEST_F(SignInTest, the_answer_for_a_name_that_nobody_has_is_that_for_a_wrong_password) {
    set_up("jane", invite("jane", "clerk"));
    const auto known = console("", "session.open", {{"name", "jane"}, {"proof", other_proof}, {"code", "1"}}, "192.0.2.1");
    const auto unknown = console("", "session.open", {{"name", "john"}, {"proof", other_proof}, {"code", "1"}}, "192.0.2.2");
    EXPECT_EQ(known.exit_code, unknown.exit_code);
    EXPECT_EQ(known.problem, unknown.problem);
    json a = line(known), b = line(unknown);
    EXPECT_EQ(a, b);
    EXPECT_EQ(line(console("", "session.salt", {{"name", "john"}})), line(console("", "session.salt", {{"name", "JOHN "}})));
    EXPECT_NE(line(console("", "session.salt", {{"name", "john"}})), line(console("", "session.salt", {{"name", "jane"}})));
}

TEST_F(SignInTest, who_goes_on_trying_from_one_place_keeps_nobody_out_elsewhere_and_fills_no_records) {
    const auto codes = set_up("jane", invite("jane", "clerk"));
    std::int64_t wait = 0;
    for (int i = 0; i < 9; ++i) {
        clock_.pass(wait * 1000);
        const auto answer = console("", "session.open", {{"name", "jane"}, {"proof", other_proof}, {"code", "1"}}, "2001:db8:1:2::1");
        wait = line(answer).value("wait_seconds", std::int64_t{-1});
    }
    clock_.pass(61'000);
    ASSERT_GT(wait, 61) << "the network waits longer than the name";
    const auto before = count("events");
    for (int i = 0; i < 50; ++i) sign_in_as("jane", "1", other_proof, "2001:db8:1:2::" + std::to_string(i + 2));
    EXPECT_EQ(count("events"), before) << "within the wait of its network nothing is written down";
    EXPECT_FALSE(sign_in_as("jane", codes[0], proof, "192.0.2.99").empty());
}

TEST_F(SignInTest, failed_tries_wait_ever_longer_and_what_comes_within_the_wait_fails) {
    const auto codes = set_up("jane", invite("jane", "clerk"));
    std::int64_t before = 0;
    for (int i = 0; i < 9; ++i) {
        const auto answer = console("", "session.open", {{"name", "jane"}, {"proof", other_proof}, {"code", "1"}});
        const std::int64_t wait = line(answer).value("wait_seconds", std::int64_t{-1});
        EXPECT_GE(wait, before) << i;
        before = wait;
        clock_.pass(wait * 1000);
    }
    EXPECT_EQ(before, 64) << "the address waits longer than the name";
    (void)console("", "session.open", {{"name", "jane"}, {"proof", other_proof}, {"code", "1"}});
    EXPECT_TRUE(sign_in_as("jane", codes[0]).empty()) << "right, but within the wait";
    clock_.pass(61'000);
    EXPECT_FALSE(sign_in_as("jane", codes[0], proof, "192.0.2.99").empty()) << "the name waits a minute at most";
}

TEST_F(SignInTest, a_session_ends_when_idle_after_twelve_hours_and_with_its_account) {
    const std::string token = person("jane", "clerk");
    EXPECT_EQ(console(token, "session.look").exit_code, 0u);
    for (int i = 0; i < 25; ++i) {
        clock_.pass(29 * minute);
        const bool good = console(token, "session.look").exit_code == 0;
        EXPECT_EQ(good, (i + 1) * 29 < 12 * 60) << i;
    }
    set_up("john", invite("john", "clerk"));
    const std::string idle = sign_in_as("john", code("john"));
    clock_.pass(29 * minute);
    EXPECT_EQ(console(idle, "session.peek").exit_code, 0u) << "a page that asks by itself keeps nobody signed in";
    clock_.pass(2 * minute);
    EXPECT_EQ(needs(console(idle, "session.look")), "sign-in");
    const std::string third = sign_in_as("john", code("john"));
    EXPECT_EQ(console(third, "session.look").exit_code, 0u);
    EXPECT_EQ(person_asks("user.remove", {{"name", "john"}}, "root").exit_code, 0u);
    EXPECT_EQ(needs(console(third, "session.look")), "sign-in");
}

TEST_F(SignInTest, guessed_and_half_tokens_open_nothing) {
    const std::string token = person("jane", "clerk");
    std::string wrong = token;
    wrong[63] = wrong[63] == '0' ? '1' : '0';
    for (const std::string& guess : {wrong, token.substr(0, 63), std::string(64, '0'), std::string(), token + "0", std::string("' OR 1=1 --")})
        EXPECT_EQ(needs(console(guess, "quarantine.list")), "sign-in") << guess;
    EXPECT_EQ(count("sessions WHERE hash = '" + token + "'"), 0) << "the token itself is not in the store";
}

TEST_F(SignInTest, proving_it_again_gives_another_token_and_ends_the_old_one) {
    const std::string token = person("boss", "admin");
    clock_.pass(11 * minute);
    EXPECT_EQ(needs(console(token, "user.add", {{"name", "x1"}, {"role", "clerk"}, {"mail", "a@b.example"}})), "proof");
    const auto proven = console(token, "session.prove", {{"proof", proof}, {"code", code("boss")}});
    const std::string fresh = line(proven).value("token", "");
    ASSERT_EQ(fresh.size(), 64u);
    EXPECT_EQ(needs(console(token, "session.look")), "sign-in");
    EXPECT_EQ(console(fresh, "user.add", {{"name", "x1"}, {"role", "clerk"}, {"mail", "a@b.example"}}).exit_code, 0u);
}

TEST_F(SignInTest, the_password_is_changed_by_who_just_proved_it_and_the_other_sessions_end) {
    const std::string token = person("jane", "clerk");
    clock_.pass(30'000);
    const std::string other = sign_in_as("jane", code("jane"));
    ASSERT_EQ(other.size(), 64u);
    EXPECT_NE(console(other, "session.password", {{"proof", "short"}}).exit_code, 0u);
    EXPECT_EQ(console(other, "session.password", {{"proof", other_proof}}).exit_code, 0u);
    EXPECT_EQ(needs(console(token, "session.list")), "sign-in") << "a session of before";
    EXPECT_EQ(console(other, "session.list").exit_code, 0u) << "one's own goes on";
    clock_.pass(30'000);
    EXPECT_EQ(sign_in_as("jane", code("jane")), "") << "the old password";
    clock_.pass(90'000);
    EXPECT_EQ(sign_in_as("jane", code("jane"), other_proof).size(), 64u) << "the new one";
    clock_.pass(11 * 60'000);
    EXPECT_EQ(needs(console(other, "session.password", {{"proof", proof}})), "proof") << "signed in too long ago";
}

TEST_F(SignInTest, saved_searches_are_each_persons_own_and_end_with_the_account) {
    const std::string jane = person("jane", "clerk"), joan = person("joan", "deputy");
    EXPECT_EQ(console(jane, "search.save", {{"name", "Hall"}, {"query", "q=hall"}}).exit_code, 0u);
    EXPECT_EQ(console(jane, "search.save", {{"name", "Hall"}, {"query", "q=town+hall"}}).exit_code, 0u) << "again: the later one";
    EXPECT_EQ(line(console(jane, "search.list")).value("query", ""), "q=town+hall");
    EXPECT_TRUE(console(joan, "search.list").lines.empty());
    EXPECT_EQ(console(joan, "search.forget", {{"name", "Hall"}}).exit_code, 1u);
    for (int i = 1; i < 20; ++i) EXPECT_EQ(console(jane, "search.save", {{"name", std::to_string(i)}, {"query", ""}}).exit_code, 0u);
    EXPECT_EQ(console(jane, "search.save", {{"name", "one more"}, {"query", ""}}).exit_code, 1u);
    EXPECT_EQ(console(jane, "search.forget", {{"name", "Hall"}}).exit_code, 0u);
    EXPECT_EQ(person_asks("user.remove", {{"name", "jane"}}, "root").exit_code, 0u);
    auto left = store().db.rows("SELECT count(*) FROM saved_searches", {});
    EXPECT_EQ(integer(left->front().front()), 0);
}

TEST_F(SignInTest, what_another_hand_writes_into_the_store_is_no_account) {
    const std::string token = person("jane", "member");
    ASSERT_TRUE(store().db.run("UPDATE accounts SET role = 'admin' WHERE name = 'jane'", {}));
    EXPECT_EQ(needs(console(token, "session.look")), "sign-in");
    const auto all = person_asks("user.list", json::object(), "root");
    EXPECT_EQ(line(all).value("state", ""), "changed");
}

TEST_F(SignInTest, a_contractor_needs_an_end_and_ends_by_itself) {
    EXPECT_EQ(person_asks("user.add", {{"name", "firm"}, {"role", "contractor"}, {"mail", "a@b.example"}}, "root").exit_code, 1u);
    EXPECT_EQ(person_asks("user.add", {{"name", "firm"}, {"role", "contractor"}, {"mail", "a@b.example"}, {"until", "2027-12-01"}}, "root").exit_code, 1u);
    const std::string until = utc_text(clock_.now + 3 * 86'400'000LL);
    const std::string token = person("firm", "contractor", until);
    EXPECT_EQ(console(token, "status").exit_code, 0u);
    EXPECT_EQ(needs(console(token, "quarantine.list")), "right");
    clock_.pass(3 * 86'400'000LL);
    EXPECT_EQ(needs(console(token, "status")), "sign-in") << "before the task ran";
    {
        Transaction t(store().db);
        auto done = end_accounts(store());
        ASSERT_TRUE(done && t.commit());
    }
    EXPECT_EQ(line(person_asks("user.list", json::object(), "root")).value("state", ""), "ended");
    EXPECT_EQ(verify(), "");
}

TEST_F(SignInTest, a_member_sees_and_takes_back_only_what_they_sent) {
    const auto recorded = record(held_verdict());
    ASSERT_TRUE(recorded.good);
    const std::string mine = person("a.smith", "member"), other = person("jane", "member");
    const std::string id = recorded.held.at(0);
    EXPECT_EQ(console(mine, "own.list").lines.size(), 2u);
    EXPECT_EQ(console(other, "own.list").lines.size(), 1u) << "the summary alone";
    EXPECT_EQ(console(other, "own.withdraw", {{"id", id}}).exit_code, 1u);
    EXPECT_EQ(needs(console(mine, "quarantine.release", {{"id", id}})), "right");
    EXPECT_EQ(console(mine, "own.withdraw", {{"id", id}}).exit_code, 0u);
    EXPECT_EQ(state_of(id), "returned") << "it is not sent, and stays for the clerk";
    clock_.pass(minute);
    run_due();
    EXPECT_EQ(state_of(id), "returned");
    EXPECT_EQ(count("messages WHERE destroyed_at = 0"), 1);
    EXPECT_EQ(count("work"), 0) << "nothing goes out";
    EXPECT_EQ(console(mine, "own.withdraw", {{"id", id}}).exit_code, 1u) << "once";
    EXPECT_EQ(verify(), "");
}

TEST_F(SignInTest, with_accounts_two_of_the_command_line_are_one_person_and_a_word_ends_with_its_account) {
    const std::string jane = person("jane", "clerk"), mary = person("mary", "deputy");
    const auto id = record(held_verdict(2)).held.at(0);
    const json release{{"id", id}};
    EXPECT_EQ(person_asks("quarantine.release", release, "anne").exit_code, 1u);
    EXPECT_EQ(person_asks("quarantine.release", release, "bert").exit_code, 1u) << "both may be one and the same";
    clock_.pass(8LL * 86'400'000);
    const std::string again = sign_in_as("jane", code("jane"));
    EXPECT_EQ(console(again, "quarantine.release", release).exit_code, 1u) << "the words of the command line are too old";
    EXPECT_EQ(person_asks("user.remove", {{"name", "jane"}}, "root").exit_code, 0u);
    EXPECT_EQ(console(sign_in_as("mary", code("mary")), "quarantine.release", release).exit_code, 1u) << "jane is gone";
    EXPECT_EQ(person_asks("quarantine.release", release, "anne").exit_code, 0u);
}

TEST_F(SignInTest, malware_is_released_by_an_admin_who_proved_it_just_now) {
    auto verdict = held_verdict();
    verdict.inspection.findings[0].kind = FindingKind::malware;
    const std::string id = record(verdict).held.at(0);
    const std::string clerk = person("jane", "clerk"), admin = person("boss", "admin");
    EXPECT_EQ(needs(console(clerk, "quarantine.release", {{"id", id}})), "right");
    clock_.pass(11 * minute);
    EXPECT_EQ(needs(console(admin, "quarantine.release", {{"id", id}})), "proof");
}

// What is in no row is denied; each verb there is must have one.
TEST(Roles, every_verb_has_its_row_and_none_is_there_twice) {
    for (const auto& topic : all_verbs())
        for (const auto& verb : topic) EXPECT_NE(right_of(verb.name), nullptr) << verb.name << ": write its row in records/roles.cc";
    for (const auto& row : verb_rights())
        EXPECT_EQ(std::count_if(verb_rights().begin(), verb_rights().end(), [&](const auto& r) { return r.verb == row.verb; }), 1) << row.verb;
}

TEST(Roles, each_verb_is_denied_to_every_role_that_its_row_does_not_name) {
    EXPECT_FALSE(may(AccountRole::admin, "no.such.verb"));
    EXPECT_FALSE(may(AccountRole::contractor, "quarantine.show"));
    EXPECT_FALSE(may(AccountRole::contractor, "events.search"));
    EXPECT_FALSE(may(AccountRole::auditor, "quarantine.release"));
    EXPECT_FALSE(may(AccountRole::member, "quarantine.list"));
    EXPECT_FALSE(may(AccountRole::clerk, "user.add"));
    EXPECT_TRUE(may(AccountRole::clerk, "quarantine.release"));
}

TEST(Totp, gives_the_codes_of_rfc_6238) {
    const std::string secret = "12345678901234567890";
    struct Case {
        std::int64_t seconds;
        const char* want;
    };
    for (const auto& c : {Case{59, "287082"}, Case{1111111109, "081804"}, Case{1234567890, "005924"}, Case{2000000000, "279037"}})
        EXPECT_EQ(code_at(secret, c.seconds / 30), c.want) << c.seconds;
}

TEST(Totp, takes_blanks_in_a_code_and_nothing_else) {
    const std::string secret = "12345678901234567890";
    EXPECT_TRUE(step_of_code(secret, "287 082", 59'000, 0));
    for (const char* typed : {"28708", "2870821", "287082x", "", "      ", "-87082"}) EXPECT_FALSE(step_of_code(secret, typed, 59'000, 0)) << typed;
}

}  // namespace
}  // namespace beadle::records

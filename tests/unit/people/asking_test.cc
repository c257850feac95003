#include "people/asking.h"

#include <gtest/gtest.h>

#include "unit/people/council.h"

namespace beadle::people {
namespace {

TEST(Ways, need_an_address_that_comes_by_or_a_page) {
    struct Row {
        const char *name, *answers, *page;
        bool by_reply, by_link;
        const char* problem;
    };
    const Row rows[] = {
        {"neither", "", "", false, false, "[mail] answers"},
        {"at a domain of the council", "answers@council.example", "", true, false, ""},
        {"below one", "answers@beadle.council.example", "", true, false, ""},
        {"elsewhere", "answers@provider.example", "", false, false, "not at a domain of the council"},
        {"by link alone", "", "https://beadle.council.example", false, true, ""},
    };
    for (const auto& row : rows) {
        Settings s;
        s.mail_answers = row.answers;
        s.console_public_address = row.page;
        const auto got = ways_to_ask(s, {"council.example"});
        EXPECT_EQ(got.by_reply, row.by_reply) << row.name;
        EXPECT_EQ(got.by_link, row.by_link) << row.name;
        EXPECT_EQ(got.problem.empty(), *row.problem == 0) << row.name;
        EXPECT_NE(got.problem.find(row.problem), std::string::npos) << got.problem;
    }
}

TEST(AnswersAddress, is_known_with_and_without_an_addition) {
    Settings s;
    EXPECT_FALSE(is_answers_address("", s));
    s.mail_answers = "Answers@Council.example";
    for (const char* same : {"<answers@council.example>", "ANSWERS@COUNCIL.EXAMPLE", "answers+ask-x@council.example"})
        EXPECT_TRUE(is_answers_address(same, s)) << same;
    for (const char* other : {"answers@other.example", "answer@council.example", "x+answers@council.example", ""})
        EXPECT_FALSE(is_answers_address(other, s)) << other;
}

TEST(Member, is_proven_by_connection_and_envelope_together) {
    const Directory directory = council();
    struct Row {
        const char *name, *sender, *login;
        Origin origin;
        const char* want;
    };
    constexpr auto in = Origin::inside, out = Origin::outside;
    const Row rows[] = {
        {"inside, without a log-in", "b.jones@council.example", "", in, "b.jones@council.example"},
        {"with their own", "b.jones@council.example", "b.jones", in, "b.jones@council.example"},
        {"with a realm", "a.smith@council.example", "a.smith@mx.gateway.example", in, "a.smith@council.example"},
        {"with the log-in of an alias", "a.smith@council.example", "cllr.smith@council.example", in,
         "a.smith@council.example"},
        {"under an alias", "cllr.smith@council.example", "a.smith", in, "a.smith@council.example"},
        {"with a log-in that names nobody", "b.jones@council.example", "account17", in, "b.jones@council.example"},
        {"with another member's", "b.jones@council.example", "clerk", in, ""},
        {"from outside", "b.jones@council.example", "", out, ""},
        {"a personal address", "bob@jones.example", "", in, ""},
        {"nobody", "", "b.jones", in, ""},
    };
    for (const auto& row : rows) {
        Envelope e;
        e.sender = row.sender;
        e.authenticated = row.login;
        const auto* member = proven_member(e, row.origin, directory);
        EXPECT_EQ(member ? member->mailbox : "", row.want) << row.name;
    }
}

TEST(Proof, of_a_sender_of_the_council_is_a_log_in_the_own_network_or_the_own_relay) {
    struct Row {
        const char* name;
        const char* sender;
        const char* login;
        ListenerKind listener;
        const char* client;
        Origin origin;
        bool want;
    };
    constexpr auto in = Origin::inside, out = Origin::outside;
    using L = ListenerKind;
    const std::vector<Row> rows = {
        {"a member's own log-in", "b.jones@council.example", "b.jones", L::submission, "203.0.113.9", in, true},
        {"an account that the directory does not know", "b.jones@council.example", "account17", L::submission, "203.0.113.9", in, true},
        {"another member's log-in", "b.jones@council.example", "clerk", L::submission, "203.0.113.9", in, false},
        {"a member's log-in for an address that is nobody's", "press@council.example", "clerk", L::submission, "203.0.113.9", in, false},
        {"the submission listener without a log-in", "b.jones@council.example", "", L::submission, "203.0.113.9", in, false},
        {"the same from this machine", "b.jones@council.example", "", L::submission, "127.0.0.1", in, false},
        {"the office network", "scanner@council.example", "", L::mx, "192.0.2.7", in, true},
        {"another member's log-in in the office", "b.jones@council.example", "clerk", L::mx, "192.0.2.7", in, false},
        {"the council's own tenant", "b.jones@council.example", "", L::relay, "203.0.113.9", in, true},
        {"the same name from outside", "b.jones@council.example", "", L::mx, "203.0.113.9", out, false},
        {"the same in other letters from outside", "B.JONES@Council.Example", "", L::mx, "203.0.113.9", out, false},
        {"an address below no member from outside", "nobody@council.example", "", L::mx, "203.0.113.9", out, false},
        {"a host below the council's domain from outside", "x@anything.council.example", "", L::mx, "203.0.113.9", out, false},
        {"a local part that routes on, from outside", "a%b@council.example", "", L::mx, "203.0.113.9", out, false},
        {"another that does", "a!b@council.example", "", L::mx, "203.0.113.9", out, false},
        {"an outside address is taken as given", "bob@jones.example", "", L::mx, "203.0.113.9", out, true},
        {"the null sender", "", "", L::mx, "203.0.113.9", out, true},
    };
    const Directory directory = council();
    for (const auto& row : rows) {
        Envelope e;
        e.sender = row.sender;
        e.authenticated = row.login;
        e.listener_kind = row.listener;
        e.client.address = row.client;
        EXPECT_EQ(sender_is_proven(e, row.origin, directory, own, {"192.0.2.0/24"}), row.want) << row.name;
    }
}

TEST(Asking, is_for_members_who_send_by_hand_from_inside) {
    const Directory directory = council();
    Facts facts;
    facts.origin = Origin::inside;
    facts.sender_proven = true;
    facts.envelope.sender = "b.jones@council.example";
    const Ways both{true, true, ""}, link{false, true, ""};
    EXPECT_EQ(asking_of(facts, directory, both), Asking::by_reply);
    EXPECT_EQ(asking_of(facts, directory, link), Asking::by_link);
    EXPECT_EQ(asking_of(facts, directory, {}), Asking::cannot);
    auto anybody = facts;
    anybody.sender_proven = false;
    EXPECT_EQ(asking_of(anybody, directory, both), Asking::by_link);
    EXPECT_EQ(asking_of(anybody, directory, {true, false, ""}), Asking::cannot);
    auto outside = facts;
    outside.origin = Origin::outside;
    auto machine = facts;
    machine.inspection.marks.automatic = true;
    auto list = facts;
    list.inspection.marks.bulk = true;
    auto nobody = facts;
    nobody.envelope.sender.clear();
    auto stranger = facts;
    stranger.envelope.sender = "scanner@council.example";
    auto former = facts;
    former.sender_role = "former";
    for (const auto& each : {outside, machine, list, nobody, stranger, former})
        EXPECT_EQ(asking_of(each, directory, both), Asking::cannot);
}

}  // namespace
}  // namespace beadle::people

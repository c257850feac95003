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

TEST(Asking, is_for_members_who_send_by_hand_from_inside) {
    const Directory directory = council();
    Facts facts;
    facts.origin = Origin::inside;
    facts.envelope.sender = "b.jones@council.example";
    const Ways both{true, true, ""}, link{false, true, ""};
    EXPECT_EQ(asking_of(facts, directory, both), Asking::by_reply);
    EXPECT_EQ(asking_of(facts, directory, link), Asking::by_link);
    EXPECT_EQ(asking_of(facts, directory, {}), Asking::cannot);
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

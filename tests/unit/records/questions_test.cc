// Questions to senders and their answers, as the other processes see them.
#include "records/questions.h"

#include "mail/address.h"
#include "records/answers.h"
#include "records/release_octets.h"
#include "unit/records/fixture.h"

namespace beadle::records {
namespace {

constexpr const char* anne = "a.smith@council.example";
constexpr Milliseconds hour = 60 * minute;

struct QuestionsTest : StoreTest {
    wire::Recorded ask_about(bool by_link = true) {
        auto v = held_verdict();
        v.outcome = "asked";
        v.held = {{wire::HeldReason::ask,
                   v.envelope.recipients,
                   1,
                   false,
                   {anne, true, by_link, 72 * hour, {"everybody in To"}}}};
        auto& n = v.notices.front();
        n.kind = "ask";
        n.subject = "Please answer (@REFERENCE@) [@ANSWERCODE@]";
        n.text = "code @ANSWERCODE@ link https://x/@ANSWERLINK@\n";
        auto late = n;
        late.kind = "ask-expired";
        late.key += "late";
        late.subject = "Too late (@REFERENCE@)";
        late.dormant = true;
        v.notices.push_back(late);
        v.inspection.message_id = "<" + std::to_string(++messages_) + "@council.example>";
        for (auto& each : v.notices) each.key += std::to_string(messages_);
        const auto recorded = record(v);
        EXPECT_TRUE(amend_event(recorded.event, wire::Amendment::heard));
        return recorded;
    }
    wire::Work take_question() {
        const auto work = take_work_now();
        EXPECT_EQ(work.notice.kind, "ask");
        ask<wire::NoticeStamp>(wire::Role::mail, wire::StampNotice{work.id, "hash", "", {anne}});
        return work;
    }
    // The notice is taken by the MTA; its code for replies.
    std::string asked() {
        const auto work = take_question();
        EXPECT_TRUE(settle(work, 250));
        const auto at = work.notice.text.find("https://x/");
        link_ = work.notice.text.substr(at + 10, 40);
        return work.notice.code;
    }
    std::string answer(const std::string& code, AnswerWord word, const std::string& reason = "",
                       const std::string& person = anne) {
        auto v = accepted_verdict();
        v.outcome = "answer";
        v.answering = {true, person, {code}, word, reason, {}};
        for (int i = 0; i <= static_cast<int>(last_of(AnswerOutcome{})); ++i) {
            wire::Notice n;
            n.kind = "answer-" + std::string(name(static_cast<AnswerOutcome>(i)));
            n.key = n.kind + code + person;
            n.to = person;
            v.answering.told.push_back(n);
        }
        const auto recorded = record(v);
        EXPECT_TRUE(recorded.good) << recorded.problem;
        auto rows = store().db.rows("SELECT outcome FROM events WHERE kind = 'answer' ORDER BY seq DESC LIMIT 1", {});
        return rows->empty() ? "" : text(rows->front()[0]);
    }
    Question row(const wire::Recorded& r) {
        auto held = find_held(store(), r.held.at(0));
        return **question_of(store(), (*held)->id);
    }
    // The releases that are due, with their octets.
    std::vector<std::pair<wire::Work, std::string>> releases() {
        std::vector<std::pair<wire::Work, std::string>> out;
        while (true) {
            std::string octets_out;
            const auto work = take_work_now(&octets_out);
            if (work.kind == wire::WorkKind::none) return out;
            if (work.kind == wire::WorkKind::notice) continue;
            EXPECT_TRUE(show_stamp(work, ContentHash::of_message(octets_out)).good) << octets_out;
            EXPECT_TRUE(settle(work, 250));
            out.emplace_back(work, octets_out);
        }
    }
    std::string link_;
    int messages_ = 0;
};

TEST_F(QuestionsTest, the_time_to_answer_runs_from_the_moment_the_notice_was_taken) {
    const auto r = ask_about();
    clock_.pass(1000 * hour);
    EXPECT_EQ(row(r).state, "asking");
    const auto work = take_question();
    EXPECT_EQ(row(r).open_until, 0);
    EXPECT_TRUE(settle(work, 250));
    EXPECT_EQ(row(r).state, "open");
    EXPECT_EQ(row(r).open_until, clock_.now + 72 * hour);
    EXPECT_EQ(verify(), "");
}

TEST_F(QuestionsTest, neither_code_is_in_the_store_and_each_opens_its_own_way_only) {
    const auto r = ask_about();
    const auto code = asked();
    EXPECT_TRUE(is_answer_code(code));
    EXPECT_TRUE(is_answer_code(link_));
    EXPECT_NE(code, link_);
    for (const char* table : {"notices", "questions", "events"}) {
        auto rows = store().db.rows(std::string("SELECT * FROM ") + table, {});
        for (const auto& each : *rows)
            for (const auto& value : each)
                EXPECT_EQ((text(value) + octets(value)).find(code.substr(14)), std::string::npos) << table;
    }
    EXPECT_EQ(answer(link_, AnswerWord::stop), "") << "the code of a link is none for a reply";
    const auto shown = ask<wire::QuestionShown>(wire::Role::console, wire::ShowQuestion{code});
    EXPECT_FALSE(shown.good);
    EXPECT_EQ(row(r).state, "open");
}

TEST_F(QuestionsTest, separate_copies_name_one_recipient_each_and_keep_the_body) {
    const auto r = ask_about();
    EXPECT_EQ(answer(asked(), AnswerWord::separate), "separate");
    const auto sent = releases();
    ASSERT_EQ(sent.size(), 2u);
    for (const auto& [work, octets_in] : sent) {
        ASSERT_EQ(work.recipients.size(), 1u);
        EXPECT_NE(octets_in.find("\r\nTo: " + parse_address(work.recipients[0]).text + "\r\n"), std::string::npos)
            << octets_in;
        EXPECT_EQ(octets_in.find("Resident"), std::string::npos);
        EXPECT_EQ(octets_in.substr(octets_in.find("\r\n\r\n")), message_text().substr(message_text().find("\r\n\r\n")));
    }
    EXPECT_EQ(state_of(r.held[0]), "released");
    EXPECT_EQ(verify(), "");
}

TEST_F(QuestionsTest, send_goes_out_as_it_was_and_needs_a_reason) {
    const auto r = ask_about();
    const auto code = asked();
    EXPECT_EQ(answer(code, AnswerWord::send), "no-reason");
    EXPECT_EQ(answer(code, AnswerWord::send, "they know each other"), "sent");
    const auto sent = releases();
    ASSERT_EQ(sent.size(), 1u);
    EXPECT_EQ(sent[0].first.recipients.size(), 2u);
    EXPECT_NE(sent[0].second.find("Resident"), std::string::npos);
    EXPECT_EQ(row(r).reason, "they know each other");
    EXPECT_EQ(verify(), "");
}

TEST_F(QuestionsTest, an_answer_of_a_member_who_was_suspended_meanwhile_sends_nothing_outside) {
    store().council.members = {{anne, "Anne Smith", "councillor", "", "", "", ""}};
    const auto r = ask_about();
    const auto code = asked();
    ASSERT_EQ(person_asks("suspend.add", {{"address", anne}, {"reason", "taken over"}, {"until", "2026-10-01"}}).exit_code, 1u);
    ASSERT_EQ(person_asks("suspend.approve", {{"address", anne}}, "chair").exit_code, 0u);
    EXPECT_EQ(answer(code, AnswerWord::send, "they know each other"), "suspended");
    EXPECT_TRUE(releases().empty());
    EXPECT_EQ(state_of(r.held[0]), "held");
    EXPECT_EQ(row(r).state, "closed");
    EXPECT_EQ(count("notices WHERE kind = 'answer-suspended'"), 1) << "the member is told";
    EXPECT_EQ(verify(), "");
    ASSERT_EQ(person_asks("suspend.lift", {{"address", anne}, {"reason", "password changed"}}).exit_code, 0u);
    EXPECT_EQ(answer(code, AnswerWord::send, "again"), "already") << "it is the clerk's now";
    EXPECT_TRUE(releases().empty());
}

TEST_F(QuestionsTest, a_link_of_a_suspended_member_sends_nothing_outside_either) {
    store().council.members = {{anne, "Anne Smith", "councillor", "", "", "", ""}};
    const auto r = ask_about();
    (void)asked();
    (void)person_asks("suspend.add", {{"address", anne}, {"reason", "taken over"}, {"until", "2026-10-01"}});
    (void)person_asks("suspend.approve", {{"address", anne}}, "chair");
    EXPECT_EQ(ask<wire::AnswerTaken>(wire::Role::console, wire::GiveAnswer{link_, AnswerWord::separate, ""}).outcome,
              AnswerOutcome::suspended);
    EXPECT_TRUE(releases().empty());
    EXPECT_EQ(state_of(r.held[0]), "held");
}

TEST_F(QuestionsTest, stop_destroys_the_copy) {
    const auto r = ask_about();
    EXPECT_EQ(answer(asked(), AnswerWord::stop), "stopped");
    EXPECT_EQ(state_of(r.held[0]), "discarded");
    EXPECT_EQ(count("slices"), 0);
    EXPECT_TRUE(releases().empty());
    EXPECT_EQ(verify(), "");
}

TEST_F(QuestionsTest, what_does_not_count_moves_nothing) {
    const auto r = ask_about();
    const auto code = asked();
    EXPECT_EQ(answer(code, AnswerWord::unclear), "unclear");
    EXPECT_EQ(answer(code, AnswerWord::stop, "", "rfo@council.example"), "not-theirs");
    EXPECT_EQ(answer(code, AnswerWord::stop, "", ""), "not-theirs");
    auto wrong = code;
    wrong.back() = wrong.back() == 'a' ? 'b' : 'a';
    const auto events = count("events WHERE kind = 'answer'");
    (void)answer(wrong, AnswerWord::stop);
    EXPECT_EQ(count("events WHERE kind = 'answer'"), events) << "no question, no event about one";
    EXPECT_EQ(row(r).state, "open");
    EXPECT_EQ(state_of(r.held[0]), "held");
    EXPECT_EQ(verify(), "");
}

TEST_F(QuestionsTest, a_second_answer_changes_nothing_and_is_told_once) {
    const auto r = ask_about();
    const auto code = asked();
    EXPECT_EQ(answer(code, AnswerWord::stop), "stopped");
    EXPECT_EQ(answer(code, AnswerWord::send, "after all"), "already");
    EXPECT_EQ(answer(code, AnswerWord::stop), "already");
    EXPECT_EQ(count("notices WHERE kind = 'answer-already'"), 1);
    EXPECT_EQ(count("work WHERE kind = 'release'"), 0);
    EXPECT_EQ(row(r).answer, "stop");
    EXPECT_EQ(verify(), "");
}

TEST_F(QuestionsTest, the_end_of_the_time_keeps_the_copy_and_tells_the_sender) {
    const auto r = ask_about();
    const auto code = asked();
    clock_.pass(72 * hour);
    const auto told = take_work_now();
    EXPECT_EQ(told.notice.subject, "Too late (" + r.held[0] + ")");
    EXPECT_EQ(row(r).state, "expired");
    EXPECT_EQ(state_of(r.held[0]), "held");
    EXPECT_EQ(answer(code, AnswerWord::separate), "expired");
    EXPECT_EQ(person_asks("quarantine.release", {{"id", r.held[0]}, {"reason", "on leave"}}).exit_code, 0u);
    EXPECT_EQ(verify(), "");
}

TEST_F(QuestionsTest, an_answer_after_the_end_is_late_even_when_nobody_looked_since) {
    const auto r = ask_about();
    const auto code = asked();
    clock_.pass(72 * hour);
    EXPECT_EQ(answer(code, AnswerWord::stop), "expired");
    EXPECT_EQ(row(r).state, "expired");
    EXPECT_EQ(verify(), "");
}

TEST_F(QuestionsTest, a_person_who_decides_closes_the_question) {
    const auto r = ask_about();
    const auto code = asked();
    EXPECT_EQ(person_asks("quarantine.discard", {{"id", r.held[0]}, {"reason", "no"}}).exit_code, 0u);
    EXPECT_EQ(row(r).state, "closed");
    EXPECT_EQ(answer(code, AnswerWord::separate), "already");
    EXPECT_EQ(count("notices WHERE state = 'dormant'"), 0);
    EXPECT_EQ(verify(), "");
}

TEST_F(QuestionsTest, what_is_kept_again_after_separate_copies_is_released_separately) {
    const auto r = ask_about();
    EXPECT_EQ(answer(asked(), AnswerWord::separate), "separate");
    for (int i = 0; i < 3;) {
        const auto work = take_work_now();
        if (work.kind == wire::WorkKind::none) break;
        if (work.kind != wire::WorkKind::release) continue;
        EXPECT_TRUE(settle(work, 550, "no such user"));
    }
    EXPECT_EQ(people_of(r.held[0])[0].state, "held");
    EXPECT_EQ(person_asks("quarantine.release", {{"id", r.held[0]}, {"reason", "address mended"}}).exit_code, 0u);
    const auto sent = releases();
    ASSERT_EQ(sent.size(), 2u);
    EXPECT_EQ(sent[0].second.find("Resident"), std::string::npos);
    EXPECT_EQ(verify(), "");
}

TEST_F(QuestionsTest, a_retry_of_the_message_takes_its_question_over) {
    auto v = held_verdict();
    v.outcome = "asked";
    v.held = {{wire::HeldReason::ask, v.envelope.recipients, 1, false, {anne, true, false, hour, {}}}};
    v.notices[0].kind = "ask";
    v.notices[0].text = "@ANSWERCODE@";
    const auto first = record(v);
    const auto second = record(v);
    EXPECT_EQ(state_of(first.held[0]), "superseded");
    EXPECT_EQ(count("questions"), 1);
    EXPECT_TRUE(amend_event(second.event, wire::Amendment::heard));
    EXPECT_EQ(answer(asked(), AnswerWord::stop), "stopped");
    EXPECT_EQ(state_of(second.held[0]), "discarded");
    EXPECT_EQ(verify(), "");
}

TEST_F(QuestionsTest, a_void_retry_gives_the_question_back) {
    auto v = held_verdict();
    v.held = {{wire::HeldReason::ask, v.envelope.recipients, 1, false, {anne, true, false, hour, {}}}};
    v.notices[0].kind = "ask";
    const auto first = record(v);
    const auto second = record(v);
    EXPECT_TRUE(amend_event(second.event, wire::Amendment::made_void));
    EXPECT_EQ(state_of(first.held[0]), "pending");
    EXPECT_EQ(row(first).state, "asking");
    EXPECT_EQ(verify(), "");
}

TEST_F(QuestionsTest, a_notice_that_nobody_takes_leaves_the_copy_to_the_clerk) {
    const auto r = ask_about();
    EXPECT_TRUE(settle(take_question(), 550, "no such user"));
    EXPECT_EQ(row(r).state, "unasked");
    EXPECT_EQ(verify(), "");
}

TEST_F(QuestionsTest, a_link_shows_without_acting_and_acts_once) {
    const auto r = ask_about();
    (void)asked();
    for (int i = 0; i < 3; ++i) {
        const auto shown = ask<wire::QuestionShown>(wire::Role::console, wire::ShowQuestion{link_});
        EXPECT_TRUE(shown.good);
        EXPECT_EQ(shown.recipients.size(), 2u);
        EXPECT_EQ(shown.seen, std::vector<std::string>{"everybody in To"});
    }
    EXPECT_EQ(row(r).state, "open");
    const auto give = [&](AnswerWord word) {
        return ask<wire::AnswerTaken>(wire::Role::console, wire::GiveAnswer{link_, word, ""}).outcome;
    };
    EXPECT_EQ(give(AnswerWord::send), AnswerOutcome::no_reason);
    EXPECT_EQ(give(AnswerWord::separate), AnswerOutcome::separate);
    EXPECT_EQ(give(AnswerWord::stop), AnswerOutcome::already);
    EXPECT_EQ(releases().size(), 2u);
    EXPECT_FALSE(ask<wire::QuestionShown>(wire::Role::console, wire::ShowQuestion{link_}).good);
    EXPECT_EQ(verify(), "");
}

TEST_F(QuestionsTest, a_link_opens_nothing_where_none_was_issued) {
    const auto r = ask_about(false);
    (void)asked();
    const auto code = code_of(store(), row(r), Way::link);
    EXPECT_FALSE(ask<wire::QuestionShown>(wire::Role::console, wire::ShowQuestion{code}).good);
    EXPECT_EQ(ask<wire::AnswerTaken>(wire::Role::console, wire::GiveAnswer{code, AnswerWord::stop, ""}).outcome,
              AnswerOutcome::unknown);
}

TEST_F(QuestionsTest, verify_sees_what_another_hand_changed) {
    const auto r = ask_about();
    (void)asked();
    const struct {
        const char *change, *want;
    } cases[] = {
        {"UPDATE questions SET state = 'asking'", "by the events"},
        {"UPDATE questions SET person = 'x@council.example'", "not as it was asked"},
    };
    for (const auto& c : cases) {
        EXPECT_TRUE(tamper(c.change));
        EXPECT_NE(verify().find(c.want), std::string::npos) << verify();
        (void)tamper("UPDATE questions SET state = 'open'");
    }
    EXPECT_TRUE(tamper("DELETE FROM questions"));
    EXPECT_NE(verify().find("no longer in the store"), std::string::npos) << verify();
    (void)r;
}

TEST_F(QuestionsTest, a_changed_question_is_answered_by_nobody) {
    const auto r = ask_about();
    const auto code = asked();
    EXPECT_TRUE(tamper("UPDATE questions SET person = 'x@council.example'"));
    (void)answer(code, AnswerWord::stop, "", "x@council.example");
    EXPECT_EQ(state_of(r.held[0]), "held");
}

TEST(ReleaseFields, gives_one_recipient_whatever_way_the_octets_come) {
    const std::string in =
        "Received: a\r\nTO : one@a.example,\r\n\ttwo@a.example\r\nX-Beadle-Id: 1\r\nSubject: To: nobody\r\ncc: "
        "x@a.example\r\n"
        "Resent-To: y@a.example\r\nMail-Followup-To: all@a.example\r\nTotal: kept\r\n\r\nTo: body\r\nCc: body\r\n";
    const std::string want =
        "Received: a\r\nTo: one@a.example\r\nSubject: To: nobody\r\nTotal: kept\r\n\r\nTo: body\r\nCc: body\r\n";
    for (std::size_t step = 1; step <= in.size(); ++step) {
        ReleaseFields filter("<one@a.example>");
        std::string out;
        for (std::size_t at = 0; at < in.size(); at += step) out += filter.add(std::string_view(in).substr(at, step));
        out += filter.end();
        EXPECT_EQ(out, want) << step;
    }
}

TEST(ReleaseFields, adds_a_To_where_there_was_none) {
    const auto filtered = [](const std::string& in) {
        ReleaseFields filter("<one@a.example>");
        std::string out = filter.add(in);
        return out += filter.end();
    };
    EXPECT_EQ(filtered("Bcc: x@a.example\r\nSubject: s\r\n\r\nbody"), "To: one@a.example\r\nSubject: s\r\n\r\nbody");
    EXPECT_EQ(filtered("Subject: s\r\n\r\nbody"), "Subject: s\r\nTo: one@a.example\r\n\r\nbody");
    EXPECT_EQ(filtered("Subject: s\r\n"), "Subject: s\r\nTo: one@a.example\r\n");
}

}  // namespace
}  // namespace beadle::records

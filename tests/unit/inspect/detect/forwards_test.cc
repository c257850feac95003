#include "inspect/detect/forwards.h"

#include <gtest/gtest.h>

#include "inspect/detect/quoted.h"
#include "support/signature_bundle.h"

namespace beadle::inspect {
namespace {

const ForwardWords& words() {
    static const auto loaded = [] {
        Diagnostics diagnostics;
        auto out = ForwardWords::load(test::signature_bundle(), diagnostics);
        EXPECT_EQ(text(diagnostics), "");
        return out;
    }();
    return loaded;
}

TEST(ForwardWords, know_the_prefixes_of_subjects) {
    struct {
        const char* subject;
        SubjectKind want;
    } cases[] = {
        {"FW: x", SubjectKind::forward},
        {"Fwd: x", SubjectKind::forward},
        {"WG: x", SubjectKind::forward},
        {"TR : x", SubjectKind::forward},
        {"[EXTERNAL] Fw: x", SubjectKind::forward},
        {"[Fwd: x]", SubjectKind::forward},
        {"x (fwd)", SubjectKind::forward},
        {"Fwd[2]: x", SubjectKind::forward},
        {"Fwd: Re: x", SubjectKind::forward},
        {"转发：x", SubjectKind::forward},
        {"Re: Fwd: x", SubjectKind::reply},
        {"AW: x", SubjectKind::reply},
        {"Odp: x", SubjectKind::reply},
        {"Minutes", SubjectKind::plain},
        {"Forward plan", SubjectKind::plain},
        {"", SubjectKind::plain},
        {"[x", SubjectKind::plain},
        {"Agenda: forward", SubjectKind::plain},
        {":", SubjectKind::plain},
    };
    for (const auto& c : cases) EXPECT_EQ(words().subject(folded(c.subject)), c.want) << c.subject;
}

TEST(ForwardWords, know_council_business_from_private_mail) {
    EXPECT_TRUE(words().is_business("planning application 24/1", ""));
    EXPECT_TRUE(words().is_business("", "the agenda for full council"));
    EXPECT_TRUE(words().is_business("", "the budget and the invoice"));
    EXPECT_TRUE(words().is_business("cofnodion", ""));
    EXPECT_FALSE(words().is_business("shopping", "milk, eggs and a birthday card"));
    EXPECT_FALSE(words().is_business("", "see you at the meeting of minds"));
    EXPECT_TRUE(words().is_private("private: holiday"));
    EXPECT_FALSE(words().is_private("privateer models"));
}

TEST(QuotedOriginals, name_who_wrote_and_who_got_it) {
    const auto found =
        quoted_originals(folded("see below\n\nFrom: Pat <pat@a.example>\nSent: 3 May 2026 10:12\nTo: Clerk "
                                "<clerk@b.example>; Bob <bob@b.example>\nCc: jo@c.example\nSubject: x\n\nhello\n"),
                         words());
    ASSERT_EQ(found.size(), 1u);
    EXPECT_EQ(found[0].from, "pat@a.example");
    EXPECT_EQ(found[0].from_name, "pat");
    EXPECT_EQ(found[0].to, (std::vector<std::string>{"clerk@b.example", "bob@b.example", "jo@c.example"}));
    EXPECT_FALSE(found[0].called_forward);
}

TEST(QuotedOriginals, keep_their_bounds_whatever_the_text_is) {
    std::string many;
    for (int i = 0; i < 3000; ++i)
        many += "From: a" + std::to_string(i) + "@x.example\nTo: b@x.example\nSubject: x\n\n";
    EXPECT_EQ(quoted_originals(folded(many), words()).size(), PassedOn::most_originals);
    std::string wide = "From: a@x.example\nSubject: x\nTo: ";
    for (int i = 0; i < 500; ++i) wide += "b" + std::to_string(i) + "@x.example, ";
    EXPECT_EQ(quoted_originals(folded(wide + "\n"), words()).at(0).to.size(), PassedOn::most_people);
    for (const char* odd :
         {"", ":", "From:", "From:\nTo:\nSubject:", ">>>", ">>> 10:12 >>>", "\xff\xfe:\n@:@", "-----\n:\n:\n:"})
        EXPECT_TRUE(quoted_originals(folded(odd), words(), {true, false}).empty()) << odd;
    EXPECT_TRUE(quoted_originals(folded(std::string(1 << 20, '\n')), words()).empty());
    EXPECT_TRUE(quoted_originals("from: a@x.example\nto: b@x.example\nsubject: x\n", ForwardWords{}).empty())
        << "without words nothing is known";
}

HeaderField field(std::string name, std::string body) { return {std::move(name), body, body}; }

TEST(Forwarding, by_a_rule_is_known_by_the_fields_of_servers) {
    struct {
        const char* name;
        std::vector<HeaderField> fields;
        bool bulk, want;
    } cases[] = {
        {"a rule of Exchange", {field("X-MS-Exchange-Inbox-Rules-Loop", "a@x")}, false, true},
        {"Sieve", {field("X-Sieve-Redirected-From", "a@x")}, false, true},
        {"delivered before", {field("Delivered-To", "a@x")}, false, true},
        {"by a list", {field("Delivered-To", "a@x")}, true, false},
        {"Google", {field("X-Forwarded-To", "a@x")}, false, true},
        {"a web mailer that tells a client's address", {field("X-Forwarded-For", "192.0.2.1")}, false, false},
        {"an automatic answer", {field("Auto-Submitted", "auto-replied")}, false, false},
        {"an ordinary message", {field("From", "a@x")}, false, false},
    };
    for (const auto& c : cases) {
        ParsedMessage m;
        m.fields = c.fields;
        Inspection out;
        out.marks.bulk = c.bulk;
        Budget budget({}, 0, system_clock());
        note_forwarding(m, {}, words(), budget, out);
        EXPECT_EQ(out.marks.forwarded_by_rule, c.want) << c.name;
        EXPECT_FALSE(out.marks.forwarded_by_hand) << c.name;
    }
}

}  // namespace
}  // namespace beadle::inspect

#include "people/findings.h"

#include <gtest/gtest.h>

#include <functional>

#include "unit/people/council.h"

namespace beadle::people {
namespace {

using K = FindingKind;
using C = Confidence;

struct Mail {
    Envelope envelope;
    Origin origin = Origin::inside;
    Inspection inspection;
    std::string today = "2026-11-18";
};

Mail from_inside(const std::string& sender, const std::string& recipient) {
    Mail m;
    m.envelope.sender = sender;
    m.envelope.recipients = {recipient};
    m.envelope.authenticated = "someone";
    m.envelope.client.address = "203.0.113.9";
    m.envelope.tls_version = "TLSv1.3";
    return m;
}
Mail from_outside(const std::string& sender, const std::string& recipient) {
    Mail m = from_inside(sender, recipient);
    m.origin = Origin::outside;
    m.envelope.authenticated.clear();
    return m;
}
Mail changed(Mail m, const std::function<void(Mail&)>& change) {
    change(m);
    return m;
}
Mail marked(Mail m, bool Marks::*mark) {
    m.inspection.marks.*mark = true;
    return m;
}

std::vector<Finding> findings_of(const Mail& m) {
    static const std::vector<std::string> office = {"192.0.2.0/24"};
    return people_findings({m.envelope, m.origin, m.inspection, council(), own, office, m.today});
}

// "personal-address/high forwarded-to-personal/high"
std::string told(const Mail& m) {
    std::string out;
    for (const auto& f : findings_of(m))
        out += (out.empty() ? "" : " ") + std::string(name(f.kind)) + "/" + std::string(name(f.confidence));
    return out;
}

const std::string anne = "a.smith@council.example", bob = "b.jones@council.example", resident = "pat@resident.example";

TEST(PeopleFindings, personal_addresses) {
    struct Row {
        const char* name;
        Mail mail;
        const char* want;
    };
    const std::vector<Row> table = {
        {"a resident", from_inside(anne, resident), ""},
        {"a colleague", from_inside(anne, bob), ""},
        {"one's own known address", from_inside(anne, "annesmith72@gmail.com"), "personal-address/high"},
        {"in another spelling", from_inside(anne, "Anne.Smith.72@googlemail.com"), "personal-address/high"},
        {"a colleague's known address", from_inside(bob, "anne@home.example"), "personal-address/high"},
        {"webmail that bears one's own name", from_inside(anne, "anne.smith@outlook.com"), "personal-address/medium"},
        {"webmail that bears one's initial and surname", from_inside(anne, "asmith@outlook.com"),
         "personal-address/medium"},
        {"webmail that bears a colleague's whole name", from_inside(bob, "anne.smith@outlook.com"),
         "personal-address/medium"},
        {"webmail that bears a colleague's initial", from_inside(bob, "a.smith@outlook.com"), "personal-address/low"},
        {"a resident's webmail", from_inside(anne, "pat.resident@gmail.com"), ""},
        {"one's own name elsewhere", from_inside(anne, "anne.smith@firm.example"), ""},
        {"the sender known by the log-in",
         changed(from_inside("", "asmith@outlook.com"),
                 [](Mail& m) { m.envelope.authenticated = "a.smith@council.example"; }),
         "personal-address/medium"},
        {"nothing from outside", from_outside(resident, anne), ""},
    };
    for (const auto& row : table) EXPECT_EQ(told(row.mail), row.want) << row.name;
}

TEST(PeopleFindings, forwarding) {
    struct Row {
        const char* name;
        Mail mail;
        const char* want;
    };
    const auto home = from_inside(anne, "anne@home.example"), letter = from_inside(anne, resident);
    const auto sent_by = [&](const std::string& sender, const std::string& to, const std::string& login = "") {
        return changed(from_inside(sender, to), [&](Mail& m) {
            m.envelope.authenticated = login;
            m.envelope.client.address = "192.0.2.9";
        });
    };
    const std::vector<Row> table = {
        {"by hand to oneself", marked(home, &Marks::forwarded_by_hand),
         "personal-address/high forwarded-to-personal/high"},
        {"resent to oneself", marked(home, &Marks::resent), "personal-address/high forwarded-to-personal/high"},
        {"by a rule to oneself", marked(home, &Marks::forwarded_by_rule),
         "automatic-forwarding/medium personal-address/high forwarded-to-personal/high"},
        {"by hand to what is likely oneself",
         marked(from_inside(anne, "asmith@outlook.com"), &Marks::forwarded_by_hand),
         "personal-address/medium forwarded-to-personal/medium"},
        {"a reply to oneself is not forwarded", marked(home, &Marks::reply), "personal-address/high"},
        {"by hand to a resident", marked(letter, &Marks::forwarded_by_hand), ""},
        {"by a rule to anybody outside", marked(letter, &Marks::forwarded_by_rule), "automatic-forwarding/medium"},
        {"by a rule to a colleague", marked(from_inside(anne, bob), &Marks::forwarded_by_rule), ""},
        {"an outside sender leaves through our server", sent_by(resident, "x@firm.example"),
         "automatic-forwarding/high"},
        {"to a personal address", sent_by(resident, "anne@home.example"),
         "automatic-forwarding/high personal-address/high forwarded-to-personal/high"},
        {"somebody who logged in may write as another", sent_by(resident, "x@firm.example", "a.smith"), ""},
        {"a bounce is not forwarding", sent_by("", "x@firm.example"), ""},
        {"our own server writes as us", sent_by(anne, "x@firm.example"), ""},
        {"SRS", sent_by("SRS0=Ab3x=ZQ=b.example=planning@council.example", "x@firm.example"),
         "automatic-forwarding/high"},
        {"SRS with another mark", sent_by("srs1+Ab3x==b.example@council.example", "x@firm.example"),
         "automatic-forwarding/high"},
        {"Exchange's rewriting, logged in or not",
         sent_by("a.smith+SRS=Ab3xQ=ZQ=b.example=planning@council.example", "anne@home.example", "a.smith"),
         "automatic-forwarding/high personal-address/high forwarded-to-personal/high"},
        {"Gmail's rewriting, logged in or not",
         sent_by("a.smith+caf_=anne=home.example@council.example", "anne@home.example", "a.smith"),
         "automatic-forwarding/high personal-address/high forwarded-to-personal/high"},
        {"a mailbox that delivers outside, from outside", from_outside(resident, "fwd@council.example"),
         "automatic-forwarding/high"},
        {"the same from inside reaches the member's webmail", from_inside(bob, "fwd@council.example"),
         "automatic-forwarding/high personal-address/medium forwarded-to-personal/medium"},
        {"a list of colleagues", from_outside(resident, "team@council.example"), ""},
        {"a chain that ends outside", from_outside(resident, "chain@council.example"), "automatic-forwarding/high"},
        {"marks of a rule on mail from outside are not ours",
         marked(from_outside(resident, anne), &Marks::forwarded_by_rule), ""},
    };
    for (const auto& row : table) EXPECT_EQ(told(row.mail), row.want) << row.name;
}

TEST(PeopleFindings, likely_addresses) {
    struct Row {
        const char* name;
        Mail mail;
        const char* want;
    };
    const std::vector<Row> table = {
        {"a familiar form", from_inside(anne, "nan.smith@outlook.com"), "personal-address/medium"},
        {"a maiden name", from_inside(anne, "anne.fairweather@outlook.com"), "personal-address/medium"},
        {"of a colleague", from_inside(bob, "annefairweather60@gmail.com"), "personal-address/medium"},
        {"a family's own domain", from_inside(anne, "anne@smithfamily.example"), "personal-address/medium"},
        {"another of the family there", from_inside(anne, "john@smithfamily.example"), "personal-address/low"},
        {"a firm that bears the surname", from_inside(anne, "info@smiths.example"), "personal-address/low"},
        {"the same to a colleague is nobody", from_inside(bob, "info@smiths.example"), ""},
        {"a colleague's own domain", from_inside(bob, "hello@annesmith.example"), "personal-address/medium"},
        {"the known address of the household", from_inside(anne, "thesmiths@lane.example"), "personal-address/high"},
        {"another first name with the surname", from_inside(anne, "john.smith@gmail.com"), "personal-address/low"},
        {"the same from a colleague is a resident", from_inside(bob, "john.smith@gmail.com"), ""},
        {"the family at a webmail provider", from_inside(anne, "the.smith.family@gmail.com"),
         "personal-address/medium"},
        {"the same from a colleague is a resident's", from_inside(bob, "the.smith.family@gmail.com"), ""},
        {"a surname and a number are anybody's", from_inside(anne, "smith1972@gmail.com"), "personal-address/low"},
        {"a partner's own address at a webmail provider", from_inside(anne, "adviser@gmail.com"), ""},
    };
    for (const auto& row : table) EXPECT_EQ(told(row.mail), row.want) << row.name;
}

Mail passing_on(Mail m, Original original, const std::function<void(PassedOn&)>& change = {}) {
    m.inspection.passed_on.originals = {std::move(original)};
    if (change) change(m.inspection.passed_on);
    return m;
}
Original quoted(const std::string& from, std::vector<std::string> to = {}, OriginalForm form = OriginalForm::block) {
    Original o;
    o.form = form;
    o.from = from;
    o.to = std::move(to);
    return o;
}

TEST(PeopleFindings, what_is_passed_on_and_what_is_answered) {
    const auto home = from_inside(anne, "anne@home.example");
    const auto says = [](PassedOn& p) { p.forward_subject = true; };
    const auto replies = [](PassedOn& p) { p.reply_subject = true; };
    const std::string yes = "personal-address/high forwarded-to-personal/high",
                      likely = "personal-address/high forwarded-to-personal/medium", no = "personal-address/high";
    struct Row {
        const char* name;
        Mail mail;
        std::string want;
    };
    auto named = quoted("");
    named.from_name = "smith, anne";
    auto unnamed = quoted("", {}, OriginalForm::attribution);
    const std::vector<Row> table = {
        {"a resident's letter, said to be forwarded", passing_on(home, quoted(resident, {anne}), says), yes},
        {"without a word", passing_on(home, quoted(resident, {anne})), likely},
        {"answered to home instead", passing_on(home, quoted(resident, {anne}), replies), likely},
        {"an answer to the author", passing_on(home, quoted("anne@home.example", {anne}), replies), no},
        {"at another address of theirs", passing_on(home, quoted("AnneSmith72@gmail.com", {anne}), replies), no},
        {"who is named only", passing_on(home, named, replies), no},
        {"to all who had it", passing_on(home, quoted(resident, {anne, "anne@home.example"}), replies), no},
        {"who is not named at all", passing_on(home, unnamed, replies),
         "personal-address/high forwarded-to-personal/low"},
        {"attached", passing_on(home, quoted(resident, {anne}, OriginalForm::attached)), yes},
        {"one's own letter attached", passing_on(home, quoted("anne@home.example", {anne}, OriginalForm::attached)),
         no},
        {"private mail between others and home",
         passing_on(home, quoted("air@flights.example", {"anne@home.example"}), says), no},
        {"private by its words",
         passing_on(home, quoted("jo@friends.example", {anne}),
                    [](PassedOn& p) { p.forward_subject = p.private_subject = true; }),
         no},
        {"private by its subject, council by its words",
         passing_on(home, quoted("jo@friends.example", {anne}),
                    [](PassedOn& p) { p.forward_subject = p.private_subject = p.council_business = true; }),
         yes},
        {"to the household", passing_on(from_inside(anne, "thesmiths@lane.example"), quoted(resident, {anne}), says),
         yes},
        {"a resident who shares the surname",
         passing_on(from_inside(anne, "john.smith@gmail.com"), quoted(resident, {anne}), says),
         "personal-address/low forwarded-to-personal/low"},
    };
    for (const auto& row : table) EXPECT_EQ(told(row.mail), row.want) << row.name;
}

TEST(PeopleFindings, from_personal_addresses) {
    const auto with = [](Mail m, const std::string& field, const std::string& address,
                         const std::string& shown = "Anne") {
        m.inspection.addresses = {{"to", "", "x@y.example"}, {field, shown, address}};
        return m;
    };
    const auto business = [](Mail m) {
        m.inspection.passed_on.council_business = true;
        return m;
    };
    const auto in = from_outside("anne@home.example", bob), own_box = from_outside("anne@home.example", anne);
    const auto out = from_inside(anne, resident);
    struct Row {
        const char* name;
        Mail mail;
        const char* want;
    };
    auto answer = with(in, "from", "anne@home.example");
    answer.inspection.passed_on.originals = {quoted(bob)};
    auto automatic = business(with(in, "from", "anne@home.example"));
    automatic.inspection.marks.automatic = true;
    auto file = with(in, "from", "anne@home.example");
    file.inspection.entities = {{"2", {"a.pdf"}, "application/pdf", "application/pdf", "a.pdf", 1, ""}};
    auto both = business(with(in, "from", "anne@home.example"));
    both.inspection.addresses.push_back({"reply-to", "", "bob@jones.example"});
    const std::vector<Row> table = {
        {"council business from a known address", business(with(in, "from", "Anne@Home.example")),
         "from-personal-address/high"},
        {"a private word to a colleague", with(in, "from", "anne@home.example"), "from-personal-address/low"},
        {"a private word to one's own mailbox", with(own_box, "from", "anne@home.example"),
         "from-personal-address/medium"},
        {"an answer to the council's mail", answer, "from-personal-address/high"},
        {"with a file", file, "from-personal-address/high"},
        {"an automatic answer", automatic, "from-personal-address/low"},
        {"business from a likely address", business(with(in, "from", "anne.smith@outlook.com")),
         "from-personal-address/medium"},
        {"from somebody who shares an initial", business(with(in, "from", "a.smith@outlook.com")),
         "from-personal-address/low"},
        {"from a resident", business(with(in, "from", resident)), ""},
        {"in copy to it", business(with(in, "cc", "anne@home.example")), ""},
        {"answers led there", business(with(in, "reply-to", "anne@home.example")), "from-personal-address/high"},
        {"answers of a resident led there by us", with(out, "reply-to", "anne@home.example"),
         "from-personal-address/high"},
        {"to a likely one of the sender", with(out, "reply-to", "asmith@outlook.com"), "from-personal-address/medium"},
        {"to somebody else's likely one", with(out, "reply-to", "bob.jones@outlook.com"), ""},
        {"shown in the place of a name", with(out, "from", anne, "annesmith72@gmail.com"),
         "from-personal-address/high"},
        {"a council address shown", with(out, "from", anne, "a.smith@council.example"), ""},
        {"two fields are one finding", both, "from-personal-address/high"},
    };
    for (const auto& row : table) EXPECT_EQ(told(row.mail), row.want) << row.name;
}

TEST(PeopleFindings, former_members_and_ended_agreements) {
    struct Row {
        const char* name;
        Mail mail;
        const char* want;
    };
    const auto on = [](Mail m, const char* day) {
        m.today = day;
        return m;
    };
    const auto holding = [](Mail m, K kind) {
        Finding f;
        f.kind = kind;
        f.confidence = C::medium;
        m.inspection.findings = {f};
        return m;
    };
    const std::vector<Row> table = {
        {"to a former member's mailbox", from_inside(bob, "gone@council.example"), "former-member/high"},
        {"to a former member's home", from_inside(bob, "gerry@gone.example"),
         "personal-address/high former-member/high"},
        {"from a former member's mailbox", from_inside("gone@council.example", resident), "former-member/high"},
        {"a claim from outside proves nothing", from_outside("gone@council.example", bob), ""},
        {"the last day in office", on(from_inside(anne, resident), "2027-05-06"), ""},
        {"the day after", on(from_inside(anne, resident), "2027-05-07"), "former-member/high"},
        {"a partner under agreement", from_inside(bob, "pay@bureau.example"), ""},
        {"a partner after it", on(from_inside(bob, "pay@mx.bureau.example"), "2027-04-01"),
         "unauthorised-recipient/high"},
        {"a contractor under agreement", from_inside(bob, "web@council.example"), ""},
        {"a contractor after it", on(from_inside(bob, "web@council.example"), "2027-04-01"),
         "unauthorised-recipient/high"},
        {"a councillor before the term begins", from_inside(bob, "new@council.example"), "unauthorised-recipient/high"},
        {"on its first day", on(from_inside(bob, "new@council.example"), "2027-05-10"), ""},
        {"a partner who may have it", holding(from_inside(bob, "pay@bureau.example"), K::bank_account), ""},
        {"a partner who may not", holding(from_inside(bob, "pay@bureau.example"), K::nhs_number),
         "unauthorised-recipient/medium"},
        {"a person who may not", holding(from_inside(bob, "adviser@gmail.com"), K::iban),
         "unauthorised-recipient/medium"},
        {"a resident may have their own", holding(from_inside(bob, resident), K::iban), ""},
        {"a partner whose agreement has no end", on(from_inside(bob, "pay@eu.bureau.example"), "2099-01-01"), ""},
    };
    for (const auto& row : table) EXPECT_EQ(told(row.mail), row.want) << row.name;
}

TEST(PeopleFindings, unsafe_submission) {
    struct Row {
        const char* name;
        const char* client;
        const char* login;
        const char* tls;
        ListenerKind listener;
        const char* want;
    };
    using enum ListenerKind;
    const std::vector<Row> table = {
        {"with TLS and a log-in", "203.0.113.9", "a", "TLSv1.3", submission, ""},
        {"without TLS", "203.0.113.9", "a", "", submission, "unencrypted-submission/high"},
        {"without a log-in", "203.0.113.9", "", "TLSv1.2", submission, "unauthenticated-submission/high"},
        {"without either", "203.0.113.9", "", "", submission,
         "unencrypted-submission/high unauthenticated-submission/high"},
        {"from the office", "192.0.2.7", "", "", submission, ""},
        {"on this host", "127.0.0.1", "", "", submission, ""},
        {"by a relay, which does not log in", "203.0.113.9", "", "TLSv1.3", relay, ""},
        {"from nowhere that is known", "", "a", "", submission, ""},
    };
    for (const auto& row : table) {
        auto m = from_inside(anne, resident);
        m.envelope.client.address = row.client;
        m.envelope.authenticated = row.login;
        m.envelope.tls_version = row.tls;
        m.envelope.listener_kind = row.listener;
        EXPECT_EQ(told(m), row.want) << row.name;
        m.origin = Origin::outside;
        EXPECT_EQ(told(m), "") << row.name << ", from outside";
    }
}

TEST(PeopleFindings, say_whom_they_concern_and_mask_addresses) {
    auto m = from_inside(anne, resident);
    m.envelope.recipients.push_back("<AnneSmith72@gmail.com>");
    const auto all = findings_of(m);
    ASSERT_EQ(all.size(), 1u);
    EXPECT_EQ(all[0].recipient, "<AnneSmith72@gmail.com>");
    EXPECT_EQ(all[0].sample, "A•••@gmail.com");
    EXPECT_EQ(all[0].detector, "people");
    EXPECT_EQ(all[0].part, "");
    EXPECT_TRUE(all[0].path.empty());
    EXPECT_EQ(all[0].evidence, "known personal address of the sender");
}

}  // namespace
}  // namespace beadle::people

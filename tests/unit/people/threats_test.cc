// Pretenders: given the facts of a message from outside, which findings, how sure.
#include "people/threats.h"

#include <gtest/gtest.h>

#include "support/facts_builder.h"
#include "unit/people/council.h"

namespace beadle::people {
namespace {

using beadle::testing::octets_of;

const Directory& towcester() {
    static const Directory directory = [] {
        const std::string root = BEADLE_SOURCE_DIR;
        Bundle bundle;
        bundle.files = {
            {BundleRole::directory, "directory.toml", R"(
[[member]]
mailbox = "clerk@towcester-tc.gov.uk"
name = "Mary Clerkson"
role = "clerk"
personal = ["mary@clerkson.example"]
[[member]]
mailbox = "a.smith@towcester-tc.gov.uk"
name = "Anne Smith"
role = "councillor"
[[partner]]
domain = "payroll-bureau.example"
)"},
            {BundleRole::words, "webmail-providers.toml", octets_of(root + "/signatures/words/webmail-providers.toml")},
            {BundleRole::words, "look-alikes.toml", octets_of(root + "/signatures/words/look-alikes.toml")}};
        auto read = Directory::read(bundle, {"towcester-tc.gov.uk"});
        EXPECT_TRUE(read.diagnostics.empty());
        return read.directory;
    }();
    return directory;
}

struct Given {
    std::string from, display{}, reply_to{}, sender{};
    std::vector<Link> links{};
    std::vector<AuthenticationResult> results{};
    std::vector<Finding> seen{};
    Marks marks{};
    Origin origin = Origin::outside;
    std::vector<std::string> to = {"clerk@towcester-tc.gov.uk"};
};

std::string judged(const Given& given, const std::vector<Finding>& people = {}) {
    Envelope e;
    e.sender = given.sender.empty() ? given.from : given.sender;
    e.recipients = given.to;
    Inspection i;
    i.addresses = {{"from", given.display, given.from}};
    if (!given.reply_to.empty()) i.addresses.push_back({"reply-to", "", given.reply_to});
    i.links = given.links;
    i.authentication = given.results;
    i.findings = given.seen;
    i.marks = given.marks;
    const std::vector<std::string> domains = {"towcester-tc.gov.uk"}, networks;
    const Scene scene{e, given.origin, i, towcester(), domains, networks, "2026-01-15", {"mx.towcester-tc.gov.uk"}};
    std::string out;
    for (const auto& f : threat_findings(scene, people))
        out += std::string(name(f.kind)) + " " + std::string(name(f.confidence)) + "; ";
    return out;
}

Link link(const std::string& host, const std::string& shown = "", const std::string& leads_to = "") {
    Link l;
    l.scheme = "https";
    l.host = host;
    l.shown = shown;
    l.leads_to = leads_to;
    return l;
}

AuthenticationResult result(const std::string& method, const std::string& said, bool below = false,
                            const std::string& server = "mx.towcester-tc.gov.uk",
                            const std::string& domain = "files.example") {
    return {server, method, said, domain, 1, below};
}

TEST(Threats, PretendersAreFound) {
    Marks list;
    list.bulk = true;
    const struct {
        const char* name;
        Given given;
        const char* want;
    } cases[] = {
        {"an ordinary resident", {"jo@gmail.com", "Jo Bloggs"}, ""},
        {"another council's clerk", {"clerk@othertown-tc.gov.uk", "Town Clerk"}, ""},
        {"a member's name on a webmail address", {"clerk.office@gmail.com", "Mary Clerkson"}, "impersonation medium; "},
        {"a member's name with a letter of another script",
         {"x@files.example", "M\xD0\xB0ry Clerkson"},
         "impersonation medium; "},
        {"a name of its own that looks like a member's in the same letters", {"x@files.example", "Mary Derkson"}, ""},
        {"a councillor by office and initial", {"x@files.example", "Cllr. A. Smith"}, "impersonation medium; "},
        {"another authority's councillor", {"a.smith@northshire.gov.uk", "Cllr A Smith"}, ""},
        {"an initial and the surname are anybody's", {"x@files.example", "M. Clerkson"}, ""},
        {"the name turned round", {"x@files.example", "CLERKSON, Mary"}, "impersonation medium; "},
        {"a member's known personal address", {"mary@clerkson.example", "Mary Clerkson"}, ""},
        {"a member's surname alone", {"x@files.example", "John Clerkson"}, ""},
        {"the council's name outside", {"x@files.example", "Towcester Town Council"}, "impersonation high; "},
        {"the place's name outside", {"x@files.example", "Towcester Rugby Club"}, ""},
        {"the clerk's office on webmail", {"x@gmail.com", "Town Clerk"}, "impersonation medium; "},
        {"a council address for a name", {"x@files.example", "clerk@towcester-tc.gov.uk"}, "impersonation high; "},
        {"a forged council address", {"clerk@towcester-tc.gov.uk", "Mary Clerkson"}, "impersonation high; "},
        {"a council address that passed DMARC",
         {"clerk@towcester-tc.gov.uk",
          "",
          "",
          "",
          {},
          {result("dmarc", "pass", false, "mx.towcester-tc.gov.uk", "towcester-tc.gov.uk")}},
         ""},
        {"a pass of somebody else's",
         {"clerk@towcester-tc.gov.uk",
          "",
          "",
          "",
          {},
          {result("dmarc", "pass", false, "mx.evil.example", "towcester-tc.gov.uk")}},
         "impersonation high; "},
        {"a pass that came with the message",
         {"clerk@towcester-tc.gov.uk",
          "",
          "",
          "",
          {},
          {result("dmarc", "pass", true, "mx.towcester-tc.gov.uk", "towcester-tc.gov.uk")}},
         "impersonation high; "},
        {"a council address through a list",
         {"clerk@towcester-tc.gov.uk", "", "", "", {}, {}, {}, list},
         "impersonation low; "},
        {"a firm whose replies go to webmail",
         {"a@firm.example", "Firm", "firm.accounts@gmail.com"},
         "impersonation low; "},
        {"a firm with a helpdesk elsewhere",
         {"a@firm.example", "Firm", "help@helpdesk.example"},
         "impersonation low; "},
        {"a firm with figures for letters", {"a@wyegr0unds.example", "Wye Grounds Ltd"}, "look-alike-domain medium; "},
        {"a firm whose name has figures", {"a@1stscouts.example", "1st Scouts"}, ""},
        {"a look-alike", {"clerk@towcester-tc.co.uk", "Clerk"}, "look-alike-domain high; "},
        {"a partner's look-alike", {"pay@payroll-bureau.com", "Payroll"}, "look-alike-domain medium; "},
        {"in the envelope alone", {"a@firm.example", "", "", "x@towcester-tc-gov-uk.com"}, "look-alike-domain high; "},
        {"DMARC failed",
         {"a@files.example", "", "", "", {}, {result("spf", "pass"), result("dmarc", "fail")}},
         "authentication-failed high; "},
        {"SPF failed alone",
         {"a@files.example", "", "", "", {}, {result("spf", "fail")}},
         "authentication-failed medium; "},
        {"SPF failed, DKIM passed",
         {"a@files.example", "", "", "", {}, {result("spf", "fail"), result("dkim", "pass")}},
         ""},
        {"softfail", {"a@files.example", "", "", "", {}, {result("spf", "softfail")}}, "authentication-failed low; "},
        {"a failure that somebody else tells",
         {"a@files.example", "", "", "", {}, {result("dmarc", "fail", false, "mx.evil.example")}},
         ""},
        {"the topmost counts",
         {"a@files.example", "", "", "", {}, {result("dmarc", "pass"), result("dmarc", "fail")}},
         ""},
    };
    for (const auto& c : cases) EXPECT_EQ(judged(c.given), c.want) << c.name;
}

TEST(Threats, LinksAreJudgedByWhereTheyLead) {
    Marks list;
    list.bulk = true;
    Link code = link("");
    code.scheme = "javascript";
    Link blob = link("");
    blob.scheme = "blob";
    Link user = link("evil.example", "towcester-tc.gov.uk");
    user.credentials = true;
    Link number = link("192.0.2.7");
    number.odd_number = true;
    const struct {
        const char* name;
        std::vector<Link> links;
        Marks marks;
        const char* want;
    } cases[] = {
        {"words and target agree", {link("www.council.example", "council.example")}, {}, ""},
        {"no words", {link("files.example")}, {}, ""},
        {"words of another", {link("evil.example", "www.bank.example")}, {}, "deceptive-link medium; "},
        {"words of the council", {link("evil.example", "www.towcester-tc.gov.uk")}, {}, "deceptive-link high; "},
        {"words of a ministry", {link("evil.example", "www.hmrc.gov.uk")}, {}, "deceptive-link high; "},
        {"a newsletter counts clicks", {link("click.sendgrid.net", "www.shop.example")}, {}, "deceptive-link low; "},
        {"a newsletter", {link("track.shop-mail.example", "www.shop.example")}, list, "deceptive-link low; "},
        {"a security gateway",
         {link("eur01.safelinks.protection.outlook.com", "council.example", "council.example")},
         {},
         ""},
        {"evil behind a security gateway",
         {link("eur01.safelinks.protection.outlook.com", "www.hmrc.gov.uk", "evil.example")},
         {},
         "deceptive-link high; "},
        {"a security gateway that names the domain alone",
         {link("protect-eu.mimecast.com", "www.nhs.uk", "nhs.uk")},
         {},
         "deceptive-link low; "},
        {"evil behind such a gateway",
         {link("protect-eu.mimecast.com", "www.nhs.uk", "evil.example")},
         {},
         "deceptive-link high; "},
        {"a security gateway that tells nothing",
         {link("url.emailprotection.link", "www.hmrc.gov.uk")},
         {},
         "deceptive-link low; "},
        {"a page that a script makes", {blob}, {}, "deceptive-link medium; "},
        {"an open redirector", {link("www.google.com", "", "evil.example")}, {}, "deceptive-link low; "},
        {"code", {code}, {}, "deceptive-link high; "},
        {"a name before @", {user}, {}, "deceptive-link high; "},
        {"one number", {number}, {}, "deceptive-link high; "},
        {"a bare number", {link("192.0.2.7")}, {}, "deceptive-link medium; "},
        {"a look-alike", {link("login.towcester-tc.co.uk")}, {}, "look-alike-domain high; "},
        {"behind a redirector",
         {link("www.google.com", "", "towcester-tc-gov-uk.com")},
         {},
         "look-alike-domain high; deceptive-link low; "},
        {"mixed scripts", {link("xn--pple-43d.com")}, {}, "look-alike-domain high; deceptive-link high; "},
        {"accents of a language", {link("xn--bcher-kva.example")}, {}, ""},
    };
    for (const auto& c : cases)
        EXPECT_EQ(judged({"a@files.example", "", "", "", c.links, {}, {}, c.marks}), c.want) << c.name;
}

TEST(Threats, PaymentWordingWeighsMoreFromADoubtfulSender) {
    Finding payment;
    payment.kind = FindingKind::payment_change;
    payment.confidence = Confidence::medium;
    Finding first;
    first.kind = FindingKind::first_time_sender;
    EXPECT_EQ(judged({"a@firm.example", "", "", "", {}, {}, {payment}}), "");
    EXPECT_EQ(judged({"a@firm.example", "", "", "", {}, {}, {payment}}, {first}), "payment-change high; ");
    EXPECT_EQ(judged({"a@payroll-bureau.com", "", "", "", {}, {}, {payment}}),
              "look-alike-domain medium; payment-change high; ");
    EXPECT_EQ(judged({"a@firm.example", "", "firm@helpdesk.example", "", {}, {}, {payment}}),
              "impersonation low; payment-change high; ");
    EXPECT_EQ(judged({"a@firm.example", "", "a@gmail.com", "", {}, {}, {payment}}),
              "impersonation low; payment-change high; ");
}

TEST(Threats, RecipientsAreHeldAgainstTheKnownDomains) {
    Given given{"clerk@towcester-tc.gov.uk"};
    given.origin = Origin::inside;
    given.to = {"a@payroll-bureau.example", "a@payrol-bureau.example", "a@firm.example"};
    EXPECT_EQ(judged(given), "look-alike-recipient medium; ");
}

TEST(Threats, ForgedResultsAreNamedForRemoval) {
    Inspection i;
    i.authentication = {result("spf", "pass"),
                        {"mx.towcester-tc.gov.uk", "dmarc", "pass", "", 2, true},
                        {"mx.towcester-tc.gov.uk", "spf", "pass", "", 2, true},
                        {"mx.other.example", "spf", "pass", "", 3, true},
                        {"MX.towcester-tc.gov.uk", "", "", "", 4, true}};
    EXPECT_EQ(forged_results(i, Origin::outside, {"mx.towcester-tc.gov.uk"}), (std::vector<std::uint32_t>{2, 4}));
    EXPECT_TRUE(forged_results(i, Origin::outside, {}).empty());
}

}  // namespace
}  // namespace beadle::people

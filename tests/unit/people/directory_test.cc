#include "people/directory.h"

#include <gtest/gtest.h>

#include "support/facts_builder.h"
#include "unit/people/council.h"

namespace beadle::people {
namespace {

using beadle::testing::octets_of;

std::string member(const std::string& keys) {
    return "[[member]]\nmailbox = \"x@council.example\"\nname = \"X Y\"\nrole = \"clerk\"\n" + keys + "\n";
}

TEST(Directory, reads_a_council) {
    const auto got = read_directory(members);
    EXPECT_EQ(text(got.diagnostics), "");
    EXPECT_EQ(text(got.warnings), "");
    EXPECT_EQ(got.directory.members().size(), 11u);
    EXPECT_EQ(got.directory.clerk()->mailbox, "clerk@council.example");
}

TEST(Directory, finds_people_by_every_spelling_of_their_addresses) {
    struct Row {
        const char* name;
        const char* address;
        const char* council;  // mailbox of the member, "" = none
        const char* personal;
    };
    const std::vector<Row> table = {
        {"the mailbox", "a.smith@council.example", "a.smith@council.example", ""},
        {"in capitals", "A.Smith@COUNCIL.example", "a.smith@council.example", ""},
        {"an alias", "cllr.smith@council.example", "a.smith@council.example", ""},
        {"an alias at the old domain", "a.smith@old.example", "a.smith@council.example", ""},
        {"with an extension", "a.smith+planning@council.example", "a.smith@council.example", ""},
        {"the dots of a council address count", "asmith@council.example", "", ""},
        {"a personal address", "anne@home.example", "", "a.smith@council.example"},
        {"at Gmail", "annesmith72@gmail.com", "", "a.smith@council.example"},
        {"at Gmail with dots, capitals, an extension and its other domain", "Anne.Smith.72+x@googlemail.com", "",
         "a.smith@council.example"},
        {"at another provider", "annesmith72@outlook.com", "", ""},
        {"nobody", "x@council.example", "", ""},
        {"the null sender", "", "", ""},
        {"only an extension", "+x@council.example", "", ""},
    };
    for (const auto& row : table) {
        const auto a = parse_address(row.address);
        const auto* c = council().by_council_address(a);
        const auto* p = council().by_personal_address(a);
        EXPECT_EQ(c ? c->mailbox : "", row.council) << row.name;
        EXPECT_EQ(p ? p->mailbox : "", row.personal) << row.name;
    }
}

TEST(Directory, knows_partners_and_providers_by_their_domains) {
    EXPECT_EQ(council().partner(parse_address("x@bureau.example"))->domain, "bureau.example");
    EXPECT_EQ(council().partner(parse_address("x@mail.bureau.example"))->domain, "bureau.example");
    EXPECT_EQ(council().partner(parse_address("x@mx.eu.bureau.example"))->domain, "eu.bureau.example");
    EXPECT_EQ(council().partner(parse_address("x@notbureau.example")), nullptr);
    EXPECT_EQ(council().partner(parse_address("")), nullptr);
    EXPECT_TRUE(council().is_webmail("gmail.com"));
    EXPECT_TRUE(council().is_webmail("x.gmail.com"));
    EXPECT_FALSE(council().is_webmail("notgmail.com"));
    EXPECT_FALSE(council().is_webmail("com"));
    EXPECT_FALSE(council().is_webmail(""));
}

TEST(Directory, people_and_agreements_end_after_their_last_day) {
    Member m;
    m.role = MemberRole::councillor;
    EXPECT_EQ(m.role_on("2999-01-01"), MemberRole::councillor);
    m.until = "2027-05-06";
    EXPECT_EQ(m.role_on("2027-05-06"), MemberRole::councillor);
    EXPECT_EQ(m.role_on("2027-05-07"), MemberRole::former);
    Partner p;
    EXPECT_FALSE(p.ended_on("2999-01-01"));
    p.agreement_until = "2027-03-31";
    EXPECT_FALSE(p.ended_on("2027-03-31"));
    EXPECT_TRUE(p.ended_on("2027-04-01"));
}

TEST(Directory, says_whom_each_role_asks) {
    EXPECT_EQ(council().contact(MemberRole::councillor)->words(), "Mailhost, telephone 01632 960000");
    EXPECT_EQ(council().contact(MemberRole::volunteer)->name, "Mailhost");
    EXPECT_EQ(council().contact(MemberRole::officer)->words(), "the clerk");
    EXPECT_EQ(read_directory(member("")).directory.contact(MemberRole::clerk), nullptr);
}

TEST(Directory, knows_a_partner_by_address_before_its_domain) {
    const auto got = read_directory(member("") +
                                    "[[partner]]\ndomain = \"b.example\"\nmay_receive = [\"iban\"]\n"
                                    "[[partner]]\naddress = \"jo@b.example\"\nmay_receive = [\"personnel\"]\n");
    EXPECT_EQ(text(got.diagnostics), "");
    EXPECT_TRUE(got.directory.partner(parse_address("Jo+x@b.example"))->may(FindingKind::personnel));
    EXPECT_FALSE(got.directory.partner(parse_address("jo@b.example"))->may(FindingKind::iban));
    EXPECT_TRUE(got.directory.partner(parse_address("pat@b.example"))->may(FindingKind::iban));
}

TEST(Directory, names_what_is_wrong) {
    struct Row {
        const char* name;
        std::string file;
        std::string want;
    };
    const std::vector<Row> table = {
        {"no member", "", "no [[member]]"},
        {"a role nobody has", "[[member]]\nmailbox = \"x@council.example\"\nname = \"X\"\nrole = \"counsillor\"\n",
         "directory.toml:4:8: \"counsillor\" is not a role; known are clerk, officer, councillor, volunteer, "
         "contractor, former (did you mean \"councillor\"?)"},
        {"no name", "[[member]]\nmailbox = \"x@council.example\"\nrole = \"clerk\"\n", "\"name\" is missing"},
        {"no mailbox", "[[member]]\nname = \"X\"\nrole = \"clerk\"\n", "\"mailbox\" is missing"},
        {"a mailbox without domain", "[[member]]\nmailbox = \"x\"\nname = \"X\"\nrole = \"clerk\"\n",
         "\"x\" is not an address"},
        {"a pattern instead of an address", member("personal = [\"*@home.example\"]"),
         "\"*@home.example\" is not an address"},
        {"a local part alone", member("aliases = [\"x@\"]"), "\"x@\" is not an address"},
        {"an unknown key", member("personel = []"), "did you mean \"personal\"?"},
        {"an unknown table", member("") + "[[partners]]\n", "did you mean \"partner\"?"},
        {"a mailbox twice", member("") + member(""), "already belongs to a member"},
        {"an alias that is somebody's mailbox", member("aliases = [\"x+y@council.example\"]"),
         "already belongs to a member"},
        {"a personal address in the council", member("personal = [\"me@council.example\"]"),
         "is an address of the council"},
        {"an alias that is somebody's personal address", members + member("aliases = [\"anne@home.example\"]"),
         "is a personal address of a member"},
        {"a day that never comes", member("until = 2027-02-30"), "directory.toml:5:"},
        {"a day in quotes", member("until = \"2027-02-01\""), "\"until\" must be a date"},
        {"a partner without domain", member("") + "[[partner]]\nmay_receive = []\n", "\"domain\" is missing"},
        {"a partner that is an address", member("") + "[[partner]]\ndomain = \"a@b.example\"\n",
         "is not a mail domain"},
        {"a partner twice", member("") + "[[partner]]\ndomain = \"b.example\"\n[[partner]]\ndomain = \"B.example\"\n",
         "stands here twice"},
        {"a partner that is everybody", member("") + "[[partner]]\ndomain = \"gmail.com\"\n", "anybody may use"},
        {"a partner who may have malware",
         member("") + "[[partner]]\ndomain = \"b.example\"\nmay_receive = [\"malware\"]\n",
         "is not a kind of sensitive data"},
        {"a slip in a kind", member("") + "[[partner]]\ndomain = \"b.example\"\nmay_receive = [\"nhs-nmber\"]\n",
         "did you mean \"nhs-number\"?"},
        {"a partner that is a domain and an address",
         member("") + "[[partner]]\ndomain = \"b.example\"\naddress = \"a@b.example\"\n", "not both"},
        {"a partner's address twice",
         member("") + "[[partner]]\naddress = \"a@b.example\"\n[[partner]]\naddress = \"A@b.example\"\n",
         "stands here twice"},
        {"a term that ends before it begins", member("from = 2027-05-06\nuntil = 2026-05-06"), "before it begins"},
        {"an agreement of an officer", member("agreement_until = 2027-05-06"), "only a contractor"},
        {"half a name", member("other_names = [\"Jones\"]"), "half a name"},
        {"a household at the council", member("household = [\"x@council.example\"]"), "an address of the council"},
        {"a slip in a key of a date", member("trainned = 2026-01-01"), "did you mean \"trained\"?"},
        {"a contact for a role nobody has", member("") + "[[contact]]\nroles = [\"councilor\"]\nname = \"X\"\n",
         "did you mean \"councillor\"?"},
        {"a contact without a name", member("") + "[[contact]]\ntelephone = \"1\"\n", "\"name\" is missing"},
        {"an account without sort code", member("") + "[own]\nbank_accounts = [\"66374958\"]\n",
         "is not a sort code and account number"},
    };
    for (const auto& row : table) {
        const auto got = text(read_directory(row.file).diagnostics);
        EXPECT_NE(got.find(row.want), std::string::npos) << row.name << ": " << got;
    }
}

TEST(Directory, tells_all_errors_at_once) {
    const auto got = read_directory(
        "[[member]]\nmailbox = \"x\"\nrole = \"y\"\n[[partner]]\nmay_receive = [\"z\"]\n[own]\nbank_accounts = "
        "[\"1\"]\n");
    EXPECT_EQ(got.diagnostics.size(), 6u) << text(got.diagnostics);
}

TEST(Directory, warns_of_what_is_probably_a_slip) {
    struct Row {
        const char* name;
        std::string file;
        std::string want;
    };
    const std::vector<Row> table = {
        {"an alias at an unknown domain", member("aliases = [\"x@councl.example\"]"),
         "\"councl.example\" is not a domain of the council ([council] domains of the policy) (did you mean "
         "\"council.example\"?)"},
        {"a household's mailbox", members + member("personal = [\"anne@home.example\"]"), "of another member too"},
        {"a council without a clerk", "[[member]]\nmailbox = \"x@council.example\"\nname = \"X\"\nrole = \"officer\"\n",
         "nobody is told"},
    };
    for (const auto& row : table) {
        const auto got = read_directory(row.file);
        EXPECT_TRUE(got.diagnostics.empty()) << row.name << text(got.diagnostics);
        EXPECT_NE(text(got.warnings).find(row.want), std::string::npos) << row.name << text(got.warnings);
    }
    EXPECT_TRUE(read_directory(member("aliases = [\"x@councl.example\"]"), {}).warnings.empty());
    EXPECT_EQ(read_directory(member("aliases = [\"x@other.example\", \"y@other.example\"]")).warnings.size(), 1u);
}

TEST(Directory, the_list_of_providers_is_read_strictly_and_must_be_there) {
    EXPECT_NE(
        text(read_directory(members, own, "[[provider]]\nname = \"x\"\n").diagnostics).find("\"domains\" is missing"),
        std::string::npos);
    EXPECT_NE(
        text(read_directory(members, own,
                            "[[provider]]\nname = \"x\"\ndomains = [\"a.example\", \"a.example\", \"b@c.example\"]\n")
                 .diagnostics)
            .find("stands here twice"),
        std::string::npos);
    Bundle bundle;
    const auto got = text(Directory::read(bundle).diagnostics);
    EXPECT_NE(got.find("the list of webmail providers is missing"), std::string::npos);
    EXPECT_NE(got.find("the directory is missing"), std::string::npos);
}

TEST(Directory, the_shipped_examples_are_good) {
    const std::string root = BEADLE_SOURCE_DIR;
    const auto webmail = octets_of(root + "/signatures/words/webmail-providers.toml");
    for (auto [file, domain] : {std::pair("directory.toml", "towcester-tc.gov.uk"),
                                std::pair("directory-billericay.toml", "billericaytowncouncil.gov.uk")}) {
        const auto got = read_directory(octets_of(root + "/config/" + file), {domain}, webmail);
        EXPECT_EQ(text(got.diagnostics) + text(got.warnings), "") << file;
        EXPECT_NE(got.directory.clerk(), nullptr);
        for (const char* d : {"gmail.com", "btinternet.com", "icloud.com", "sky.com", "talktalk.net", "virginmedia.com",
                              "proton.me", "live.co.uk"})
            EXPECT_TRUE(got.directory.is_webmail(d)) << d;
    }
}

}  // namespace
}  // namespace beadle::people

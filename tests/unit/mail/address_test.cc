#include "mail/address.h"

#include <gtest/gtest.h>

namespace beadle {
namespace {

TEST(ParseAddress, TakesAddressesApartWithoutTrust) {
    struct Case {
        const char* name;
        std::string given, text, local, domain;
    };
    const Case cases[] = {
        {"a plain address", "a.smith@towcester-tc.gov.uk", "a.smith@towcester-tc.gov.uk", "a.smith",
         "towcester-tc.gov.uk"},
        {"in angle brackets", "<a@b.example>", "a@b.example", "a", "b.example"},
        {"the null sender", "<>", "", "", ""},
        {"nothing at all", "", "", "", ""},
        {"blanks around", "  <a@b.example> ", "a@b.example", "a", "b.example"},
        {"upper case keeps the local part and folds the domain", "<Clerk@Council.EXAMPLE>", "Clerk@Council.EXAMPLE",
         "Clerk", "council.example"},
        {"a source route goes", "<@one.example,@two.example:a@b.example>", "a@b.example", "a", "b.example"},
        {"a source route through an address literal", "<@[IPv6:2001:db8::1]:a@b.example>", "a@b.example", "a",
         "b.example"},
        {"needless quotes go", "<\"a.smith\"@b.example>", "\"a.smith\"@b.example", "a.smith", "b.example"},
        {"needless escapes go", "<\"a\\.smith\"@b.example>", "\"a\\.smith\"@b.example", "a.smith", "b.example"},
        {"needed quotes stay", "<\"a smith\"@b.example>", "\"a smith\"@b.example", "\"a smith\"", "b.example"},
        {"an @ and a > in quotes", "<\"a@>b\"@c.example>", "\"a@>b\"@c.example", "\"a@>b\"", "c.example"},
        {"an @ without quotes: the last one counts", "a@b@c.example", "a@b@c.example", "a@b", "c.example"},
        {"a quote that never ends", "\"a@b.example", "\"a@b.example", "\"a", "b.example"},
        {"no domain", "postmaster", "postmaster", "postmaster", ""},
        {"an empty domain", "a@", "a@", "a", ""},
        {"an empty local part", "@b.example", "@b.example", "", "b.example"},
        {"an address literal", "a@[192.0.2.1]", "a@[192.0.2.1]", "a", "[192.0.2.1]"},
        {"a trailing dot", "a@b.example.", "a@b.example.", "a", "b.example"},
        {"several trailing dots", "a@b.example...", "a@b.example...", "a", "b.example"},
        {"a domain of dots", "a@...", "a@...", "a", ""},
        {"an IDN as a U-label", "a@bücher.example", "a@bücher.example", "a", "xn--bcher-kva.example"},
        {"an IDN as an A-label", "a@XN--BCHER-KVA.example", "a@XN--BCHER-KVA.example", "a", "xn--bcher-kva.example"},
        {"an IDN in upper case", "a@BÜCHER.example", "a@BÜCHER.example", "a", "xn--bcher-kva.example"},
        {"an ideographic full stop", "a@b。example", "a@b。example", "a", "b.example"},
        {"a UTF-8 local part", "<bürgermeister@b.example>", "bürgermeister@b.example", "bürgermeister", "b.example"},
        {"8-bit rubbish keeps its octets", "a@b\xff.example", "a@b\xff.example", "a", "b\xff.example"},
        {"a blank in the domain", "a@b c.example", "a@b c.example", "a", ""},
        {"a line end in the domain", "a@b.example\r\nX", "a@b.example\r\nX", "a", ""},
    };
    for (const Case& c : cases) {
        const Address a = parse_address(c.given);
        EXPECT_EQ(a.text, c.text) << c.name;
        EXPECT_EQ(a.local, c.local) << c.name;
        EXPECT_EQ(a.domain, c.domain) << c.name;
        EXPECT_EQ(a.is_null(), c.text.empty()) << c.name;
    }
}

TEST(ParseAddress, FoldsToOneFormForBothSpellings) {
    EXPECT_EQ(parse_address("<Anne@BÜCHER.example>").folded(), parse_address("anne@xn--bcher-kva.example").folded());
    EXPECT_EQ(parse_address("\"Anne\"@b.example").folded(), "anne@b.example");
    EXPECT_EQ(parse_address("Postmaster").folded(), "postmaster");
    EXPECT_EQ(parse_address("<>").folded(), "");
}

TEST(ParseAddress, IsCutAt4096Octets) {
    EXPECT_EQ(parse_address(std::string(10'000, 'a')).text.size(), 4096u);
    const std::string long_domain = "a@" + std::string(5'000, 'b') + ".example";
    EXPECT_LE(parse_address(long_domain).text.size(), 4096u);
}

TEST(IsMailboxPath, TakesWhatEveryMailServerReadsAlike) {
    struct Row {
        const char* name;
        const char* given;
        bool want;
    };
    const Row rows[] = {
        {"an ordinary path", "<a.smith@example.org>", true},
        {"without brackets", "a.smith@example.org", true},
        {"a local part alone", "<postmaster>", true},
        {"routing characters that are ordinary atoms", "<a%b!c+d@example.org>", true},
        {"a quoted string", "<\"a b, c\"@example.org>", true},
        {"a quoted string with escapes", "<\"a\\\"b\"@example.org>", true},
        {"UTF-8", "<d\xC3\xB6rte@ex\xC3\xA4mple.org>", true},
        {"a trailing dot", "<a@example.org.>", true},
        {"an address literal", "<a@[192.0.2.1]>", true},
        {"an IPv6 literal", "<a@[IPv6:2001:db8::1]>", true},
        {"a source route", "<@relay.example:a@example.org>", false},
        {"a list", "<,a@example.org>", false},
        {"a list at the end", "<a@example.org,>", false},
        {"a semicolon", "<a@example.org;>", false},
        {"a group", "<x:a@example.org>", false},
        {"a comment", "<a(b)@example.org>", false},
        {"a comment in the domain", "<a@exam(ple.org>", false},
        {"a bracket too many", "<>a@example.org>", false},
        {"a blank", "<a b@example.org>", false},
        {"nothing", "<>", false},
        {"no domain behind the @", "<a@>", false},
        {"an open quote", "<\"a@example.org>", false},
        {"an open bracket", "<a@example.org", false},
        {"a control octet", "<a\x01@example.org>", false},
    };
    for (const auto& row : rows) EXPECT_EQ(is_mailbox_path(row.given), row.want) << row.name;
}

TEST(DomainWithin, IsTheDomainOrBelow) {
    EXPECT_TRUE(domain_within("b.c", "b.c"));
    EXPECT_TRUE(domain_within("a.b.c", "b.c"));
    EXPECT_TRUE(domain_within("A.B.C", "b.c."));
    EXPECT_FALSE(domain_within("ab.c", "b.c"));
    EXPECT_FALSE(domain_within("b.c", "a.b.c"));
    EXPECT_FALSE(domain_within("b.c", ""));
    EXPECT_FALSE(domain_within("", "b.c"));
}

TEST(AddressMatches, FollowsTheFormsOfRulesAndExceptions) {
    const std::vector<std::string> own{"towcester-tc.gov.uk", "Parish.example"};
    struct Case {
        const char* name;
        std::string pattern, address;
        bool want;
    };
    const Case cases[] = {
        {"a local part at any own domain", "rfo@", "RFO@towcester-tc.gov.uk", true},
        {"a local part at the other own domain", "rfo@", "rfo@parish.example", true},
        {"a local part at a foreign domain", "rfo@", "rfo@evil.example", false},
        {"a local part below an own domain", "rfo@", "rfo@x.parish.example", false},
        {"another local part", "rfo@", "clerk@parish.example", false},
        {"a whole address", "a@b.example", "A@B.example", true},
        {"a whole address elsewhere", "a@b.example", "a@c.b.example", false},
        {"anybody at a domain", "*@b.example", "x@b.example", true},
        {"anybody at a domain is not below it", "*@b.example", "x@c.b.example", false},
        {"anybody below a domain", "*@*.b.example", "x@c.b.example", true},
        {"anybody below a domain is not at it", "*@*.b.example", "x@b.example", false},
        {"a domain", "b.example", "x@b.example", true},
        {"a domain and what is below", "b.example", "x@c.b.example", true},
        {"a domain that only ends alike", "b.example", "x@ab.example", false},
        {"an address without a domain", "b.example", "x", false},
        {"the null sender matches nobody", "*@b.example", "<>", false},
        {"an IDN in the pattern", "*@bücher.example", "x@xn--bcher-kva.example", true},
    };
    for (const Case& c : cases) EXPECT_EQ(address_matches(c.pattern, parse_address(c.address), own), c.want) << c.name;
}

TEST(IsAddressPattern, TakesTheFormsAndNothingElse) {
    for (const char* good :
         {"rfo@", "a@b.c", "*@b.c", "*@*.b.c", "b.c", "*@bücher.example", "a+b@c.example", "\"a b\"@c.example"})
        EXPECT_TRUE(is_address_pattern(good)) << good;
    for (const char* bad :
         {"", "@", "*@", "*", "gmail", "@b.c", "a@*.b.c", "*a@b.c", "a@b..c", "a b@c.d", "a@b c", ".b", "-a.b"})
        EXPECT_FALSE(is_address_pattern(bad)) << bad;
}

TEST(LookupKey, IsOneForAllSpellingsOfAMailbox) {
    const auto key = [](const char* address) { return lookup_key(parse_address(address)); };
    for (const char* same : {"AnneSmith@googlemail.com", "a.n.n.e.smith+council@gmail.com"}) EXPECT_EQ(key(same), key("annesmith@gmail.com")) << same;
    for (const char* same : {"anne@me.com", "ANNE@mac.com", "anne+x@icloud.com"}) EXPECT_EQ(key(same), key("anne@icloud.com")) << same;
    for (const char* same : {"anne.smith@protonmail.com", "anne_smith@pm.me", "anne-smith@proton.me"}) EXPECT_EQ(key(same), key("annesmith@proton.me")) << same;
    EXPECT_NE(key("anne.smith@icloud.com"), key("annesmith@icloud.com")) << "dots count elsewhere";
    EXPECT_NE(key("anne@outlook.com"), key("anne@hotmail.com")) << "two mailboxes";
}

}  // namespace
}  // namespace beadle

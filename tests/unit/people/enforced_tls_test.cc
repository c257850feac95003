#include "people/enforced_tls.h"

#include <gtest/gtest.h>

namespace beadle {
namespace {

EnforcedTls::Read read(const std::string& octets, const std::string& second = "") {
    Bundle bundle;
    bundle.files.push_back({BundleRole::tls_policy, "tls_policy", octets});
    if (!second.empty()) bundle.files.push_back({BundleRole::tls_policy, "second", second});
    return EnforcedTls::read(bundle);
}

TEST(EnforcedTls, is_looked_up_as_the_mail_server_does) {
    const std::string table =
        "# partners\n"
        "county.example      secure match=nexthop\n"
        ".gov.example        verify\n"
        "old.gov.example     may\n"
        "any.example         encrypt,protocols=>=TLSv1.2\n"
        "dane.example        dane\n"
        "none.example        none\n"
        "only.example        dane-only\n"
        "print.example       fingerprint\n"
        "    match=AA:BB\n"
        "twice.example       secure\n"
        "twice.example       may\n"
        "weaker.example      encrypt\n"
        "weaker.example      secure\n"
        "Upper.Example       SECURE\r\n"
        "below.example\n"
        "\n"
        "  # a comment between\n"
        "\tverify\n"
        "[mx.port.example]:26  secure\n"
        "dotted.example.     secure\n"
        "last.example        verify";
    struct Row {
        const char* name;
        const char* domain;
        const char* next_hop;
        const char* want;
    };
    const Row rows[] = {
        {"the domain itself", "county.example", "county.example", "secure"},
        {"where it goes is not known", "county.example", "", ""},
        {"brackets are another key", "county.example", "[county.example]", ""},
        {"so is a port", "county.example", "county.example:26", ""},
        {"a relay host ends the guarantee", "county.example", "[relay.example]", ""},
        {"even one that is forced to TLS", "other.example", "county.example", ""},
        {"a host of the recipient's own, as the table has it", "port.example", "[MX.port.example]:26", "secure"},
        {"by another port", "port.example", "[mx.port.example]:25", ""},
        {"a host below the domain has a parent", "gov.example", "mx.gov.example", "verify"},
        {"a parent", "a.b.gov.example", "a.b.gov.example", "verify"},
        {"the parent itself is not below itself", "gov.example", "gov.example", ""},
        {"the nearer line wins", "old.gov.example", "old.gov.example", ""},
        {"and is not the parent of others", "a.old.gov.example", "a.old.gov.example", "verify"},
        {"encryption to anybody", "any.example", "any.example", "encrypt"},
        {"dane may fall back", "dane.example", "dane.example", ""},
        {"none", "none.example", "none.example", ""},
        {"dane-only may not", "only.example", "only.example", "dane-only"},
        {"a fingerprint, continued line", "print.example", "print.example", "fingerprint"},
        {"the weaker of two lines", "twice.example", "twice.example", ""},
        {"the weaker of two lines, the other way round", "weaker.example", "weaker.example", "encrypt"},
        {"case and line ends do not matter", "upper.example", "UPPER.example", "secure"},
        {"a level on the next line, behind a comment", "below.example", "below.example", "verify"},
        {"a dot at the end of the next hop", "county.example", "county.example.", "secure"},
        {"a dot at the end of a key is a key that Postfix never asks for", "dotted.example", "dotted.example.", ""},
        {"a last line without its end", "last.example", "last.example", "verify"},
        {"nothing is said", "other.example", "other.example", ""},
        {"no domain", "", "", ""},
        {"an open bracket", "county.example", "[county.example", ""},
        {"letters beyond ASCII", "xn--bcher-kva.gov.example", "b\xc3\xbc" "cher.gov.example", ""},
    };
    const auto got = read(table);
    for (const auto& row : rows) EXPECT_EQ(got.tls.level(row.domain, row.next_hop), row.want) << row.name;
    ASSERT_EQ(got.warnings.size(), 2u) << text(got.warnings);  // the two that stand twice
    EXPECT_EQ(got.warnings[0].line, 12);
}

TEST(EnforcedTls, each_key_is_looked_for_in_all_tables_before_its_parent) {
    const auto got = read("a.example may\n.gov.example secure\n", "a.example secure\nb.example secure\nx.gov.example may\n");
    EXPECT_EQ(got.tls.level("a.example", "a.example"), "");
    EXPECT_EQ(got.tls.level("b.example", "b.example"), "secure");
    EXPECT_EQ(got.tls.level("x.gov.example", "x.gov.example"), "");
    EXPECT_EQ(got.tls.level("y.gov.example", "y.gov.example"), "secure");
}

TEST(EnforcedTls, a_line_without_a_level_is_named) {
    const auto got = read(".example verify\na.example secure\nb.example sometimes\nc.example\n");
    ASSERT_EQ(got.warnings.size(), 2u);
    EXPECT_EQ(got.warnings[0].line, 3);
    EXPECT_EQ(got.warnings[1].line, 4);
    EXPECT_EQ(got.tls.level("b.example", "b.example"), "") << "Postfix knows the key, so its parent does not decide";
    EXPECT_EQ(got.tls.level("c.example", "c.example"), "verify") << "postmap leaves it out";
}

TEST(EnforcedTls, nothing_counts_when_a_table_cannot_be_relied_on) {
    struct Row {
        const char* name;
        BundleFile file;
    };
    const Row rows[] = {
        {"not read", {BundleRole::tls_policy, "t", "", "cannot be read: No such file or directory"}},
        {"compiled", {BundleRole::tls_policy, "t", std::string("\0\x05", 2), ""}},
        {"expressions", {BundleRole::tls_policy, "t", "/^b\\.example$/ may\n", ""}},
        {"too long", {BundleRole::tls_policy, "t", std::string(200'000, '\n'), ""}},
    };
    for (const auto& row : rows) {
        Bundle bundle;
        bundle.files = {{BundleRole::tls_policy, "good", "a.example secure\n"}, row.file};
        const auto got = EnforcedTls::read(bundle);
        ASSERT_EQ(got.warnings.size(), 1u) << row.name;
        EXPECT_NE(got.warnings[0].message.find("no enforced TLS counts"), std::string::npos) << row.name;
        EXPECT_EQ(got.tls.level("a.example", "a.example"), "") << row.name;
    }
}

TEST(EnforcedTls, only_levels_beyond_encrypt_prove_the_server) {
    for (const char* level : {"dane-only", "fingerprint", "verify", "secure"})
        EXPECT_TRUE(EnforcedTls::proves_the_server(level)) << level;
    for (const char* level : {"", "none", "may", "dane", "encrypt", "rubbish"})
        EXPECT_FALSE(EnforcedTls::proves_the_server(level)) << level;
}

}  // namespace
}  // namespace beadle

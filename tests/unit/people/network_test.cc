#include "people/network.h"

#include <gtest/gtest.h>

namespace beadle::people {
namespace {

TEST(Network, holds_what_lies_in_it) {
    struct Row {
        const char* name;
        const char* client;
        std::vector<std::string> networks;
        bool want;
    };
    const std::vector<Row> table = {
        {"nothing is in no network", "192.0.2.1", {}, false},
        {"the address itself", "192.0.2.1", {"192.0.2.1"}, true},
        {"another address", "192.0.2.2", {"192.0.2.1"}, false},
        {"the first of a block", "192.0.2.0", {"192.0.2.0/24"}, true},
        {"the last of a block", "192.0.2.255", {"192.0.2.0/24"}, true},
        {"the one after", "192.0.3.0", {"192.0.2.0/24"}, false},
        {"a block that ends within an octet", "192.0.2.127", {"192.0.2.0/25"}, true},
        {"and beyond it", "192.0.2.128", {"192.0.2.0/25"}, false},
        {"one of several", "198.51.100.7", {"192.0.2.0/24", "198.51.100.0/28"}, true},
        {"host bits that are set do not matter", "192.0.2.77", {"192.0.2.1/24"}, true},
        {"IPv6", "2001:db8::1", {"2001:db8::/32"}, true},
        {"IPv6 as Postfix writes blocks", "2001:db8::1", {"[2001:db8::]/32"}, true},
        {"IPv6 outside", "2001:db9::1", {"2001:db8::/32"}, false},
        {"IPv4 written as IPv6 is the same client", "::ffff:192.0.2.1", {"192.0.2.0/24"}, true},
        {"and in hexadecimal", "::ffff:c000:201", {"192.0.2.0/24"}, true},
        {"a block written as IPv4-mapped", "192.0.2.1", {"::ffff:192.0.2.0/120"}, true},
        {"the tag of Sendmail", "IPv6:2001:db8::1", {"2001:db8::/32"}, true},
        {"a zone", "fe80::1%eth0", {"fe80::/10"}, true},
        {"every IPv6 client is not every IPv4 client", "192.0.2.1", {"::/0"}, false},
        {"every IPv4 client", "192.0.2.1", {"0.0.0.0/0"}, true},
        {"loopback is not in a wide block", "127.0.0.1", {"0.0.0.0/0", "::/0"}, false},
        {"nor the mapped loopback", "::ffff:127.0.0.1", {"0.0.0.0/0"}, false},
        {"nor the IPv6 loopback", "::1", {"::/0"}, false},
        {"loopback when it is named", "127.0.0.1", {"127.0.0.0/8"}, true},
        {"and for IPv6", "::1", {"::1"}, true},
        {"a block that is none matches nothing",
         "192.0.2.1",
         {"192.0.2.0/33", "192.0.2.0/x", "192.0.2.0/", "office", "192.0.2.0/24x", "192.0.2.0/-1"},
         false},
        {"a client without an address", "", {"0.0.0.0/0"}, false},
        {"a client that is no address", "unknown", {"0.0.0.0/0"}, false},
        {"octets with leading blanks are no address", " 192.0.2.1", {"192.0.2.0/24"}, false},
    };
    for (const auto& row : table) EXPECT_EQ(within_networks(row.client, row.networks), row.want) << row.name;
    EXPECT_FALSE(within_networks(std::string_view("192.0.2.1\0x", 11), {"192.0.2.1"}));
}

TEST(Network, knows_loopback) {
    for (const char* yes : {"127.0.0.1", "127.255.255.255", "::1", "::ffff:127.0.0.1"})
        EXPECT_TRUE(is_loopback(*parse_numeric(yes))) << yes;
    for (const char* no : {"126.0.0.1", "128.0.0.1", "::2", "::", "::127.0.0.1", "2001:db8::1"})
        EXPECT_FALSE(is_loopback(*parse_numeric(no))) << no;
}

}  // namespace
}  // namespace beadle::people

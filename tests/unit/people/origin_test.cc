#include <gtest/gtest.h>

#include "people/people.h"
#include "unit/people/council.h"

namespace beadle::people {
namespace {

Settings settings() {
    Settings s;
    s.session_networks = {"192.0.2.0/24", "2001:db8::/32"};
    s.listeners = {{"BEADLE-MX", ListenerKind::mx},
                   {"BEADLE-SUB", ListenerKind::submission},
                   {"BEADLE-M365", ListenerKind::relay},
                   {"BEADLE-RELEASE", ListenerKind::release},
                   {"OTHER-RELAY", ListenerKind::relay}};
    s.relays = {{"BEADLE-M365", "microsoft365", "X-Council-Tenant", "4711-abc"}};
    return s;
}

TEST(Listener, is_mx_when_unknown) {
    EXPECT_EQ(listener_kind(settings(), "BEADLE-SUB"), ListenerKind::submission);
    EXPECT_EQ(listener_kind(settings(), "beadle-sub"), ListenerKind::mx);
    EXPECT_EQ(listener_kind(settings(), "smtpd"), ListenerKind::mx);
    EXPECT_EQ(listener_kind(settings(), ""), ListenerKind::mx);
    Settings s = settings();
    s.listeners.push_back({"", ListenerKind::submission});
    EXPECT_EQ(listener_kind(s, ""), ListenerKind::mx);
}

TEST(Origin, is_inside_only_when_the_connection_proves_it) {
    using Fields = std::vector<std::pair<std::string, std::string>>;
    struct Row {
        const char* name;
        const char* listener;
        const char* client;
        const char* authenticated;
        const char* sender;
        Fields fields;
        Origin want;
    };
    constexpr auto in = Origin::inside, out = Origin::outside;
    const Fields mark = {{"Subject", "x"}, {"x-council-tenant", " 4711-abc"}};
    const std::vector<Row> table = {
        {"a stranger on the MX", "BEADLE-MX", "203.0.113.9", "", "a@b.example", {}, out},
        {"a stranger who claims a council sender", "BEADLE-MX", "203.0.113.9", "", "clerk@council.example", {}, out},
        {"a member who logged in on the MX", "BEADLE-MX", "203.0.113.9", "clerk", "clerk@council.example", {}, in},
        {"the office network", "BEADLE-MX", "192.0.2.7", "", "scanner@council.example", {}, in},
        {"the office network as a mapped address", "BEADLE-MX", "::ffff:192.0.2.7", "", "", {}, in},
        {"the office network over IPv6", "BEADLE-MX", "2001:db8::7", "", "", {}, in},
        {"without a daemon name the network still counts", "", "192.0.2.7", "", "", {}, in},
        {"without a daemon name a stranger is outside", "", "203.0.113.9", "", "clerk@council.example", {}, out},
        {"loopback is not inside by itself", "BEADLE-MX", "127.0.0.1", "", "clerk@council.example", {}, out},
        {"IPv6 loopback neither", "BEADLE-MX", "::1", "", "clerk@council.example", {}, out},
        {"the submission listener", "BEADLE-SUB", "203.0.113.9", "", "clerk@council.example", {}, in},
        {"loopback on the submission listener", "BEADLE-SUB", "127.0.0.1", "", "clerk@council.example", {}, in},
        {"a Unix socket is nobody", "BEADLE-MX", "", "", "clerk@council.example", {}, out},
        {"not even on the submission listener", "BEADLE-SUB", "", "", "clerk@council.example", {}, out},
        {"but a log-in over it is somebody", "BEADLE-SUB", "", "clerk", "clerk@council.example", {}, in},
        {"an unknown family is nobody", "BEADLE-MX", "unknown", "", "", {}, out},
        {"the relay with our tenant's mark", "BEADLE-M365", "203.0.113.9", "", "clerk@council.example", mark, in},
        {"the relay at our old domain", "BEADLE-M365", "203.0.113.9", "", "clerk@OLD.example", mark, in},
        {"the relay without the mark", "BEADLE-M365", "203.0.113.9", "", "clerk@council.example", {}, out},
        {"another tenant's mark",
         "BEADLE-M365",
         "203.0.113.9",
         "",
         "clerk@council.example",
         {{"X-Council-Tenant", "4711-abd"}},
         out},
        {"a second mark is an attempt",
         "BEADLE-M365",
         "203.0.113.9",
         "",
         "clerk@council.example",
         {{"X-Council-Tenant", "4711-abc"}, {"X-Council-Tenant", "x"}},
         out},
        {"the mark for a foreign sender", "BEADLE-M365", "203.0.113.9", "", "a@b.example", mark, out},
        {"the mark for the null sender", "BEADLE-M365", "203.0.113.9", "", "", mark, out},
        {"the mark for a subdomain", "BEADLE-M365", "203.0.113.9", "", "a@x.council.example", mark, out},
        {"the mark on another listener", "BEADLE-MX", "203.0.113.9", "", "clerk@council.example", mark, out},
        {"the mark on a relay that no entry names", "OTHER-RELAY", "203.0.113.9", "", "clerk@council.example", mark,
         out},
        {"a relay's network does not count", "BEADLE-M365", "192.0.2.7", "", "clerk@council.example", {}, out},
        {"a log-in on the release listener proves no person",
         "BEADLE-RELEASE",
         "192.0.2.7",
         "clerk",
         "clerk@council.example",
         {},
         out},
    };
    for (const auto& row : table) {
        Envelope e;
        e.listener = row.listener;
        e.client.address = row.client;
        e.authenticated = row.authenticated;
        e.sender = row.sender;
        EXPECT_EQ(origin_of(e, settings(), own, row.fields), row.want) << row.name;
    }
}

TEST(Origin, a_relay_without_a_configured_mark_proves_nothing) {
    Envelope e;
    e.listener = "BEADLE-M365";
    e.client.address = "203.0.113.9";
    e.sender = "clerk@council.example";
    for (const Relay& relay :
         {Relay{"BEADLE-M365", "microsoft365", "", ""}, Relay{"BEADLE-M365", "microsoft365", "X-T", ""},
          Relay{"BEADLE-M365", "other", "X-T", "v"}}) {
        Settings s = settings();
        s.relays = {relay};
        EXPECT_EQ(origin_of(e, s, own, {{"", ""}, {"X-T", ""}, {"X-T", "v"}}), Origin::outside);
        EXPECT_EQ(origin_of(e, s, own, {{"X-T", "v"}}), Origin::outside);
    }
}

}  // namespace
}  // namespace beadle::people

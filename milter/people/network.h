// network.h — numeric addresses and CIDR blocks, IPv4 and IPv6 as one kind of number.
//
// Takes    "192.0.2.1", "2001:db8::1", "::ffff:192.0.2.1", "IPv6:2001:db8::1", "fe80::1%eth0"; "192.0.2.0/24",
//          "[2001:db8::]/32", a bare address as a block of one.
// Gives    an IPv4 address as its IPv4-mapped form, so that both spellings are equal. An IPv6 block wider than the
// mapped
//          range holds no IPv4 address: "::/0" does not mean every IPv4 client.
// Fails    nullopt for anything else; a block whose host bits are set is taken as the block it lies in.
// Runs in  session, cli. Never throws.
// Source   RFC 4291 2.5.5.2, RFC 4632.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace beadle::people {

using NumericAddress = std::array<std::uint8_t, 16>;

struct Network {
    NumericAddress address{};
    unsigned bits = 128;  // of the 128
    bool contains(const NumericAddress& a) const;
};

std::optional<NumericAddress> parse_numeric(std::string_view text);
std::optional<Network> parse_network(std::string_view text);
bool is_loopback(const NumericAddress& a);
// True when one of `networks` holds the client. Loopback is held only by a block that lies within loopback itself: a
// wide block never makes a local proxy's mail the council's own.
bool within_networks(std::string_view client, const std::vector<std::string>& networks);

}  // namespace beadle::people

#include "people/network.h"

#include <arpa/inet.h>

#include <algorithm>
#include <charconv>
#include <cstring>

#include "base/text.h"

namespace beadle::people {
namespace {

constexpr unsigned mapped_bits = 96;

bool is_mapped(const NumericAddress& a) {
    return std::all_of(a.begin(), a.begin() + 10, [](std::uint8_t o) { return o == 0; }) && a[10] == 0xff &&
           a[11] == 0xff;
}

struct Parsed {
    NumericAddress address{};
    bool v4 = false;  // written as IPv4
};

std::optional<Parsed> parse(std::string_view text) {
    if (ascii_istarts(text, "IPv6:")) text.remove_prefix(5);
    const std::string bare(text.substr(0, text.find('%')));
    if (bare.size() > 45 || bare.find('\0') != std::string::npos) return std::nullopt;
    Parsed out;
    if (in_addr v4{}; inet_pton(AF_INET, bare.c_str(), &v4) == 1) {
        out.v4 = true;
        out.address[10] = out.address[11] = 0xff;
        std::memcpy(&out.address[12], &v4, 4);
        return out;
    }
    if (in6_addr v6{}; inet_pton(AF_INET6, bare.c_str(), &v6) == 1) {
        std::memcpy(out.address.data(), &v6, 16);
        return out;
    }
    return std::nullopt;
}

bool same_bits(const NumericAddress& a, const NumericAddress& b, unsigned bits) {
    for (unsigned i = 0; i < bits; ++i)
        if (((a[i / 8] ^ b[i / 8]) >> (7 - i % 8) & 1) != 0) return false;
    return true;
}

}  // namespace

bool Network::contains(const NumericAddress& a) const {
    if (bits < mapped_bits && is_mapped(a)) return false;
    return same_bits(address, a, bits);
}

std::optional<NumericAddress> parse_numeric(std::string_view text) {
    const auto parsed = parse(text);
    if (!parsed) return std::nullopt;
    return parsed->address;
}

std::optional<Network> parse_network(std::string_view text) {
    text = trim(text);
    const auto slash = text.find('/');
    auto host = text.substr(0, slash);
    if (host.size() > 2 && host.front() == '[' && host.back() == ']') host = host.substr(1, host.size() - 2);
    const auto parsed = parse(host);
    if (!parsed || host.find('%') != std::string_view::npos) return std::nullopt;
    Network out{parsed->address, 128};
    if (slash == std::string_view::npos) return out;
    const auto digits = text.substr(slash + 1);
    unsigned bits = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), bits);
    if (error != std::errc{} || end != digits.data() + digits.size() || bits > (parsed->v4 ? 32u : 128u))
        return std::nullopt;
    out.bits = parsed->v4 ? bits + mapped_bits : bits;
    return out;
}

bool is_loopback(const NumericAddress& a) {
    NumericAddress one{};
    one[15] = 1;
    return a == one || (is_mapped(a) && a[12] == 127);
}

bool within_networks(std::string_view client, const std::vector<std::string>& networks) {
    const auto address = parse_numeric(client);
    if (!address) return false;
    return std::any_of(networks.begin(), networks.end(), [&](const std::string& text) {
        const auto network = parse_network(text);
        if (!network || !network->contains(*address)) return false;
        const bool within_loopback = is_loopback(network->address) && network->bits >= mapped_bits + 8;
        return !is_loopback(*address) || within_loopback;
    });
}

}  // namespace beadle::people

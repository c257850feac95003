#include "people/direction.h"

#include <algorithm>
#include <set>

#include "people/people.h"

namespace beadle::people {
namespace {

constexpr std::size_t most_followed = 32;

// "a%gmail.com@council", "host!a": the MTA may route by what stands inside the local part.
bool is_routed(std::string_view local) { return local.find_first_of("%!@") != std::string_view::npos; }

}  // namespace

bool is_council(const Address& address, const std::vector<std::string>& council_domains) {
    if (is_routed(address.local)) return false;
    if (address.domain.empty())  // "postmaster": the MTA's own; but rubbish behind an @ may go anywhere
        return !address.is_null() && address.text.find('@') == std::string::npos;
    return std::any_of(council_domains.begin(), council_domains.end(),
                       [&](const std::string& d) { return fold_domain(d) == address.domain; });
}

std::vector<Address> delivered_to(const Address& recipient, const Directory& directory,
                                  const std::vector<std::string>& council_domains) {
    std::vector<Address> open = {recipient}, out;
    std::set<std::string> seen = {lookup_key(recipient)};
    for (std::size_t i = 0; i < open.size() && i < most_followed; ++i) {
        const Address here = open[i];
        const Member* member = is_council(here, council_domains) ? directory.by_council_address(here) : nullptr;
        if (!member || member->delivers_to.empty()) {
            out.push_back(here);
            continue;
        }
        for (const auto& text : member->delivers_to) {
            const auto next = parse_address(text);
            // Forwarding to one's own mailbox keeps a copy there: that is delivery, not a loop.
            if (directory.by_council_address(next) == member)
                out.push_back(next);
            else if (seen.insert(lookup_key(next)).second)
                open.push_back(next);
        }
    }
    for (std::size_t i = most_followed; i < open.size(); ++i) out.push_back(open[i]);
    return out;
}

Direction direction_of(const Address& recipient, Origin origin, const Directory& directory,
                       const std::vector<std::string>& council_domains) {
    if (origin == Origin::outside) return Direction::inbound;
    const auto ends = delivered_to(recipient, directory, council_domains);
    const bool all_inside = !ends.empty() && std::all_of(ends.begin(), ends.end(), [&](const Address& a) {
        return is_council(a, council_domains);
    });
    if (ends.empty() && is_council(recipient, council_domains)) return Direction::internal;  // a loop of forwards
    return all_inside ? Direction::internal : Direction::outbound;
}

}  // namespace beadle::people

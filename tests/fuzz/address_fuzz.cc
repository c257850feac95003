// library: beadle_mail
// Any octets as an address: folding is stable, and matching never fails.
#include <cstdint>
#include <cstdlib>

#include "mail/address.h"

using namespace beadle;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view octets(reinterpret_cast<const char*>(data), size);
    const Address a = parse_address(octets);
    if (a.text.size() > 4096) std::abort();
    if (fold_domain(a.domain) != a.domain) std::abort();
    if (fold_domain(fold_domain(octets)) != fold_domain(octets)) std::abort();
    if (parse_address(octets) != a) std::abort();
    const std::vector<std::string> own{"towcester-tc.gov.uk"};
    const std::string_view pattern = octets.substr(octets.size() / 2);
    if (is_address_pattern(pattern)) static_cast<void>(address_matches(pattern, a, own));
    static_cast<void>(address_matches(octets, a, own));
    if (!a.domain.empty() && !domain_within(a.domain, a.domain)) std::abort();
    return 0;
}

#include "people/directory.h"

#include <algorithm>
#include <array>

#include "base/text.h"

namespace beadle {

std::string_view name(MemberRole r) {
    static constexpr std::array<std::string_view, 6> names = {"clerk",     "officer",    "councillor",
                                                              "volunteer", "contractor", "former"};
    return names[static_cast<std::size_t>(r)];
}

MemberRole Member::role_on(std::string_view today) const {
    return !until.empty() && today > until ? MemberRole::former : role;
}

std::string lookup_key(const Address& address) {
    std::string local = ascii_lower(address.local);
    std::string domain = address.domain;
    if (const auto plus = local.find('+'); plus != std::string::npos && plus > 0) local.resize(plus);
    if (domain == "googlemail.com") domain = "gmail.com";
    if (domain == "gmail.com") local = replace_all(local, ".", "");
    return local + '@' + domain;
}

const Member* Directory::by_council_address(const Address& address) const {
    const auto found = council_.find(lookup_key(address));
    return found == council_.end() ? nullptr : &members_[found->second];
}

const Member* Directory::by_personal_address(const Address& address) const {
    const auto found = personal_.find(lookup_key(address));
    return found == personal_.end() ? nullptr : &members_[found->second];
}

const Partner* Directory::partner(std::string_view domain) const {
    const Partner* best = nullptr;
    for (const auto& p : partners_)
        if (domain_within(domain, p.domain) && (!best || p.domain.size() > best->domain.size())) best = &p;
    return best;
}

bool Directory::is_webmail(std::string_view domain) const {
    for (;;) {  // mail.example.com is the provider's when example.com is
        if (webmail_.contains(std::string(domain))) return true;
        const auto dot = domain.find('.');
        if (dot == std::string_view::npos) return false;
        domain.remove_prefix(dot + 1);
    }
}

const Member* Directory::clerk() const {
    const auto found =
        std::find_if(members_.begin(), members_.end(), [](const Member& m) { return m.role == MemberRole::clerk; });
    return found == members_.end() ? nullptr : &*found;
}

}  // namespace beadle

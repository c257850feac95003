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

const Member* Directory::by_council_address(const Address& address) const {
    const auto found = council_.find(lookup_key(address));
    return found == council_.end() ? nullptr : &members_[found->second];
}

const Member* Directory::by_personal_address(const Address& address) const {
    const auto found = personal_.find(lookup_key(address));
    return found == personal_.end() ? nullptr : &members_[found->second];
}

const Member* Directory::by_household_address(const Address& address) const {
    const auto found = household_.find(lookup_key(address));
    return found == household_.end() ? nullptr : &members_[found->second];
}

const Partner* Directory::partner(const Address& address) const {
    const Partner* best = nullptr;
    const std::string key = lookup_key(address);
    for (const auto& p : partners_) {
        if (!p.address.empty() && lookup_key(parse_address(p.address)) == key) return &p;
        const bool within = p.address.empty() && domain_within(address.domain, p.domain);
        if (within && (!best || p.domain.size() > best->domain.size())) best = &p;
    }
    return best;
}

bool Partner::may(FindingKind kind) const {
    return std::find(may_receive.begin(), may_receive.end(), kind) != may_receive.end();
}

std::string Contact::words() const {
    return name + (telephone.empty() ? "" : ", telephone " + telephone) + (address.empty() ? "" : ", " + address);
}

const Contact* Directory::contact(MemberRole role) const {
    const Contact* general = nullptr;
    for (const auto& c : contacts_) {
        if (std::find(c.roles.begin(), c.roles.end(), role) != c.roles.end()) return &c;
        if (c.roles.empty() && !general) general = &c;
    }
    return general;
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

#include "people/personal.h"

#include "base/text.h"
#include "people/names.h"

namespace beadle::people {
namespace {

struct Named {
    bool is = false;
    Confidence confidence = Confidence::low;  // for the sender
    bool whole = false;                       // the whole name: likely another member's too
    const char* where = "";
};

Named named(const std::string& name, const Address& address, const Scene& scene) {
    const auto& nicknames = scene.directory.nicknames();
    const auto local = name_likeness(name, address.local, nicknames);
    if (scene.directory.is_webmail(address.domain)) {
        if (local == NameLikeness::nothing) return {};
        return {true, Confidence::medium, local == NameLikeness::full, "webmail address"};
    }
    // A domain of their own: a firm may bear a surname too, so the local part has to be theirs as well.
    const auto domain = domain_likeness(name, address.domain, nicknames);
    if (domain == NameLikeness::nothing) return {};
    const bool first = is_first_name(name, address.local, nicknames) || local != NameLikeness::nothing;
    if (domain == NameLikeness::full) return {true, Confidence::medium, true, "address at a domain"};
    return {true, first ? Confidence::medium : Confidence::low, first && address.local.size() > 2,
            "address at a family's domain"};
}

Named named(const Member& member, const Address& address, const Scene& scene) {
    auto best = named(member.name, address, scene);
    for (const auto& other : member.other_names) {
        const auto one = named(other, address, scene);
        if (one.is && (!best.is || one.confidence > best.confidence || (one.whole && !best.whole))) best = one;
    }
    return best;
}

// The sender's own in any spelling is likely theirs; another member's only when the whole name stands there, since a
// resident may share a surname and an initial.
Personal by_name(const Address& address, const Member* sender, const Scene& scene) {
    Personal best;
    if (scene.directory.partner(address)) return best;  // a firm under agreement is no private mailbox
    for (const auto& member : scene.directory.members()) {
        const auto found = named(member, address, scene);
        const bool own = &member == sender;
        if (!found.is || (!own && found.confidence == Confidence::low)) continue;
        const auto confidence = own ? found.confidence : found.whole ? Confidence::medium : Confidence::low;
        if (best.is && confidence <= best.confidence && !own) continue;
        best = {true, confidence,
                std::string(found.where) + " that bears the name of " + (own ? "the sender" : member.name), &member};
        if (own) break;
    }
    if (best.is || !sender || !scene.directory.is_webmail(address.domain)) return best;
    if (bears_family_name(sender->name, address.local))
        return {true, Confidence::medium, "webmail address that bears the name of the sender's family", nullptr};
    if (bears_surname(sender->name, address.local))
        return {true, Confidence::low, "webmail address that bears the sender's surname", nullptr};
    return best;
}

}  // namespace

std::string masked(const Address& a) {
    const auto first =
        a.local.empty() || static_cast<unsigned char>(a.local.front()) >= 0x80 ? "" : a.local.substr(0, 1);
    return printable(first + "•••@" + a.domain, 200);
}

Personal personal_at(const Address& address, const Member* sender, const Scene& scene) {
    const auto known = [&](const Member& owner, const std::string& what) -> Personal {
        return {true, Confidence::high, what + (&owner == sender ? "the sender" : owner.name), &owner};
    };
    if (const Member* owner = scene.directory.by_personal_address(address))
        return known(*owner, "known personal address of ");
    if (const Member* owner = scene.directory.by_household_address(address))
        return known(*owner, "known address of the household of ");
    return by_name(address, sender, scene);
}

bool same_person(const Address& a, const Address& b, const Member* sender, const Scene& scene) {
    if (lookup_key(a) == lookup_key(b)) return true;
    const auto one = personal_at(a, sender, scene), other = personal_at(b, sender, scene);
    return one.owner && one.owner == other.owner;
}

}  // namespace beadle::people

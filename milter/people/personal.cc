#include "people/personal.h"

#include "base/text.h"
#include "people/names.h"

namespace beadle::people {
namespace {

// A consumer mailbox that bears a name: the sender's own in any spelling is likely theirs; another member's only when
// the whole name stands there, since a resident may share a surname and an initial.
Personal by_name(const Address& address, const Member* sender, const Scene& scene) {
    Personal best;
    if (!scene.directory.is_webmail(address.domain)) return best;
    for (const auto& member : scene.directory.members()) {
        const auto likeness = name_likeness(member.name, address.local);
        if (likeness == NameLikeness::nothing) continue;
        const bool own = &member == sender;
        const auto confidence = own || likeness == NameLikeness::full ? Confidence::medium : Confidence::low;
        if (best.is && confidence <= best.confidence && !own) continue;
        best = {true, confidence, "webmail address that bears the name of " + (own ? "the sender" : member.name),
                &member};
        if (own) break;
    }
    return best;
}

}  // namespace

std::string masked(const Address& a) {
    const auto first =
        a.local.empty() || static_cast<unsigned char>(a.local.front()) >= 0x80 ? "" : a.local.substr(0, 1);
    return printable(first + "•••@" + a.domain, 200);
}

Personal personal_at(const Address& address, const Member* sender, const Scene& scene) {
    const Member* owner = scene.directory.by_personal_address(address);
    if (!owner) return by_name(address, sender, scene);
    return {true, Confidence::high, "known personal address of " + (owner == sender ? "the sender" : owner->name),
            owner};
}

bool same_person(const Address& a, const Address& b, const Member* sender, const Scene& scene) {
    if (lookup_key(a) == lookup_key(b)) return true;
    const auto one = personal_at(a, sender, scene), other = personal_at(b, sender, scene);
    return one.owner && one.owner == other.owner;
}

}  // namespace beadle::people

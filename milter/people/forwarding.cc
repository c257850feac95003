#include "people/forwarding.h"

#include <algorithm>

#include "base/text.h"
#include "people/direction.h"
#include "people/names.h"

namespace beadle::people {
namespace {

// Forwarding servers write the old sender, or the new recipient, into the local part.
bool is_rewritten_sender(const Address& sender) {
    const auto local = ascii_lower(sender.local);
    return local.starts_with("srs0=") || local.starts_with("srs1=") || local.starts_with("srs0+") ||
           local.starts_with("srs1+") || local.starts_with("srs0-") || local.starts_with("srs1-") ||
           local.find("+caf_=") != std::string::npos || local.find("+srs=") != std::string::npos;
}

class Judge {
  public:
    Judge(const Address& recipient, const Personal& personal, const Member* sender, const Scene& scene)
        : recipient_(recipient),
          personal_(personal),
          sender_(sender),
          scene_(scene),
          facts_(scene.inspection.passed_on) {}
    Forwarding all() const;

  private:
    bool is_author(const Original& o) const;
    bool had(const Original& o) const;
    bool is_private(const Original& o) const;
    bool is_own(const Address& a) const;
    Forwarding quoted(const Original& o) const;
    Forwarding attached(const Original& o) const;
    std::string origin_of(const Original& o) const;

    const Address& recipient_;
    const Personal& personal_;
    const Member* sender_;
    const Scene& scene_;
    const PassedOn& facts_;
};

bool Judge::is_author(const Original& o) const {
    if (!o.from.empty()) return same_person(parse_address(o.from), recipient_, sender_, scene_);
    return personal_.owner && !o.from_name.empty() && bears_name(personal_.owner->name, o.from_name);
}

bool Judge::had(const Original& o) const {
    return std::any_of(o.to.begin(), o.to.end(), [&](const std::string& to) {
        return same_person(parse_address(to), recipient_, sender_, scene_);
    });
}

// An address of whoever sends, or of who gets it: never those of a stranger who shares the name alone.
bool Judge::is_own(const Address& a) const {
    const auto personal = personal_at(a, sender_, scene_);
    return personal.is && personal.owner && (personal.owner == sender_ || personal.owner == personal_.owner);
}

// It was never the council's: no council address in it, but the member's own; or words say so and none speaks against
// it.
bool Judge::is_private(const Original& o) const {
    if (facts_.private_subject && !facts_.council_business) return true;
    const auto at_council = [&](const std::string& a) { return is_council(parse_address(a), scene_.council_domains); };
    const auto own = [&](const std::string& a) { return is_own(parse_address(a)); };
    const bool council = (!o.from.empty() && at_council(o.from)) || std::any_of(o.to.begin(), o.to.end(), at_council);
    if (!o.from.empty() && own(o.from) && !facts_.council_business)
        return true;  // a member's private letter to the mailbox
    return !council && ((!o.from.empty() && own(o.from)) || std::any_of(o.to.begin(), o.to.end(), own));
}

std::string Judge::origin_of(const Original& o) const {
    if (o.from.empty()) return "";
    const auto from = parse_address(o.from);
    return is_council(from, scene_.council_domains) ? "; the original is from " + masked(from) + ", the council's own"
                                                    : "; the original is from " + masked(from);
}

Forwarding Judge::attached(const Original& o) const {
    if (is_author(o) || is_private(o)) return {};
    return {true, Confidence::high, "a message is attached" + origin_of(o)};
}

// The nearest original decides: what stands below it was part of it.
Forwarding Judge::quoted(const Original& o) const {
    const bool said = facts_.forward_subject || facts_.by_hand_field || o.called_forward;
    if (is_author(o) || is_private(o)) return {};
    if (said && !(facts_.reply_subject && had(o))) return {true, Confidence::high, "forwarded by hand" + origin_of(o)};
    if (had(o)) return {};
    if (!o.from.empty() || !o.from_name.empty())
        return {true, Confidence::medium, "a thread that is answered to somebody else" + origin_of(o)};
    const bool reply = facts_.reply_subject || scene_.inspection.marks.reply;
    return {true, reply ? Confidence::low : Confidence::medium, "quotes a message of somebody who is not named"};
}

Forwarding Judge::all() const {
    const auto& marks = scene_.inspection.marks;
    if (marks.resent) return {true, Confidence::high, "resent"};
    Forwarding best;
    const auto take = [&](Forwarding f) {
        if (f.is && (!best.is || f.confidence > best.confidence)) best = std::move(f);
    };
    const auto& originals = facts_.originals;
    for (const auto& o : originals)
        if (o.form == OriginalForm::attached) take(attached(o));
    const auto nearest = std::find_if(originals.begin(), originals.end(),
                                      [](const Original& o) { return o.form != OriginalForm::attached; });
    if (nearest != originals.end()) take(quoted(*nearest));
    if (!originals.empty()) return best;
    if (marks.forwarded_by_hand) return {true, Confidence::high, "forwarded by hand"};
    if (!facts_.forward_subject || (facts_.private_subject && !facts_.council_business)) return {};
    const bool files = std::any_of(scene_.inspection.entities.begin(), scene_.inspection.entities.end(),
                                   [](const Entity& e) { return !e.filename.empty(); });
    return {true, files ? Confidence::medium : Confidence::low, "the subject says that it is forwarded"};
}

}  // namespace

Forwarding automatic_forwarding(const Scene& scene) {
    const auto sender = parse_address(scene.envelope.sender);
    if (is_rewritten_sender(sender))
        return {true, Confidence::high, "envelope sender rewritten by a forwarding server"};
    if (scene.envelope.authenticated.empty() && !sender.is_null() && !is_council(sender, scene.council_domains))
        return {true, Confidence::high, "an outside envelope sender leaves through the council's own server"};
    if (scene.inspection.marks.forwarded_by_rule)
        return {true, Confidence::medium, "header fields that mail programs add when a rule forwards"};
    return {};
}

Forwarding forwarded_by_hand(const Address& recipient, const Personal& personal, const Member* sender,
                             const Scene& scene) {
    return Judge(recipient, personal, sender, scene).all();
}

}  // namespace beadle::people

#include "people/greeting.h"

#include <algorithm>
#include <set>

#include "base/text.h"
#include "people/direction.h"
#include "people/people.h"
#include "people/visible.h"

namespace beadle::people {
namespace {

constexpr std::size_t most_looked_at = 50, long_enough = 3, may_be_mistyped = 5;

// Letters only, parted by anything else; "Smith-Jones" is both, "o'neill" one word.
std::vector<std::string> letter_words(std::string_view text) {
    std::vector<std::string> out(1);
    for (const char c : ascii_lower(text.substr(0, 256))) {
        if ((c >= 'a' && c <= 'z') || static_cast<unsigned char>(c) >= 0x80)
            out.back() += c;
        else if (c != '\'' && !out.back().empty())
            out.emplace_back();
    }
    std::erase(out, "");
    return out;
}

struct Person {
    std::vector<std::string> display, local;  // words
    std::string letters;                      // of the local part, joined
    bool known_display = false;               // a person's name of two words, or a forename
};

class Compared {
  public:
    explicit Compared(const Scene& scene) : scene_(scene), words_(scene.directory.words()), nicknames_(scene.directory.nicknames()) {}

    Person person(const HeaderAddress& h) const {
        const auto address = parse_address(h.address);
        Person p;
        p.local = letter_words(address.local.substr(0, address.local.find('+')));
        p.letters = join(p.local, "");
        std::string shown = h.display.find('@') == std::string::npos ? h.display : "";
        if (const Member* m = member_at(address, scene_)) shown += " " + m->name;
        p.display = letter_words(shown);
        p.known_display = !words_.is_organisation(shown) &&
                          (p.display.size() >= 2 || (p.display.size() == 1 && words_.is_forename(p.display[0])));
        return p;
    }

    // Margaret, Maggie; a name is the same as itself.
    bool may_be_one(std::string_view a, std::string_view b) const { return a == b || nicknames_.same(a, b); }

    bool is_named(const Person& p, const Greeted& g) const {
        return (!g.forename.empty() && bears(p, g.forename, true)) ||
               (!g.surname.empty() && bears(p, g.surname, false));
    }

    // Does the address or the display name tell the part of the name by which they are greeted?
    Confidence tells(const Person& p, const Greeted& g) const {
        if (p.known_display) return g.forename.empty() && p.display.size() < 2 ? Confidence::low : Confidence::high;
        const bool forename =
            std::any_of(p.local.begin(), p.local.end(), [&](const auto& w) { return words_.is_forename(w); });
        const bool whole =
            p.local.size() >= 2 && p.local.back().size() >= long_enough && (forename || p.local.front().size() == 1);
        return (g.forename.empty() ? whole : forename) ? Confidence::medium : Confidence::low;
    }

  private:
    bool alike(const std::string& a, const std::string& b) const {
        if (may_be_one(a, b)) return true;
        const auto least = std::min(a.size(), b.size());
        if (least >= long_enough && (a.starts_with(b) || b.starts_with(a))) return true;
        return least >= may_be_mistyped - 1 && edit_distance(a, b, 2) <= (least >= may_be_mistyped + 2 ? 2 : 1);
    }
    bool bears(const Person& p, const std::string& name, bool forename) const {
        for (const auto& part : letter_words(name)) {
            for (const auto* list : {&p.display, &p.local})
                for (const auto& w : *list) {
                    if (alike(w, part)) return true;
                    if (forename && w.size() == 1 && part.front() == w.front()) return true;  // J. for Jane
                }
            if (part.size() >= long_enough && p.letters.find(part) != std::string::npos) return true;
            if (p.letters.size() <= 3 && p.letters.find(part.front()) != std::string::npos) return true;  // js@
            if (forename && written_within(p.letters, part)) return true;
        }
        return false;
    }
    // "mikejones" for Michael.
    bool written_within(const std::string& letters, const std::string& forename) const {
        for (std::size_t n = std::min<std::size_t>(letters.size(), 12); n >= long_enough; --n)
            if (may_be_one(letters.substr(0, n), forename)) return true;
        return false;
    }

    const Scene& scene_;
    const RecipientWords& words_;
    const Nicknames& nicknames_;
};

// The one address in To, when its owner gets this and lies outside; null otherwise.
const HeaderAddress* only_one(const Scene& scene) {
    const HeaderAddress* only = nullptr;
    for (const auto& h : scene.inspection.addresses) {
        if (h.field != "to") continue;
        if (only) return nullptr;
        only = &h;
    }
    return only;
}

std::string envelope_spelling(const Scene& scene, const HeaderAddress& h) {
    const auto key = lookup_key(parse_address(h.address));
    for (const auto& r : scene.envelope.recipients)
        if (lookup_key(parse_address(r)) == key) return r;
    return "";
}

std::string greeted_words(const Greeted& g) {
    std::string name = g.forename.empty() || g.surname.empty() ? g.forename + g.surname : g.forename + " " + g.surname;
    for (std::size_t i = 0; i < name.size(); ++i)
        if ((i == 0 || name[i - 1] == ' ' || name[i - 1] == '-') && name[i] >= 'a' && name[i] <= 'z')
            name[i] = static_cast<char>(name[i] - 'a' + 'A');
    return name;
}

}  // namespace

void greeting_findings(const Scene& scene, std::vector<Finding>& out) {
    const auto& said = scene.inspection.said;
    const HeaderAddress* to = scene.origin == Origin::outside || said.greeted.empty() ? nullptr : only_one(scene);
    if (!to) return;
    const std::string recipient = envelope_spelling(scene, *to);
    const auto address = parse_address(recipient);
    if (recipient.empty() || scene.directory.words().is_role(address.local) ||
        direction_of(address, scene.origin, scene.directory, scene.council_domains) != Direction::outbound)
        return;
    const Compared compared(scene);
    const Person written_to = compared.person(*to);
    std::size_t looked_at = 0;
    for (const auto& h : scene.inspection.addresses) {
        if (h.field != "to" && h.field != "cc") continue;
        if (++looked_at > most_looked_at) return;
        const Person one = compared.person(h);
        if (std::any_of(said.greeted.begin(), said.greeted.end(),
                        [&](const auto& g) { return compared.is_named(one, g); }))
            return;
    }
    const Confidence sure = compared.tells(written_to, said.greeted.front());
    if (sure == Confidence::low) return;
    Finding f;
    f.kind = FindingKind::greeting_mismatch;
    f.location = "recipient " + printable(recipient, 200);
    f.confidence = sure;
    f.sample = masked_address(address);
    f.detector = "people";
    f.evidence = printable("greets " + greeted_words(said.greeted.front()) + ", and goes to " +
                               (written_to.known_display ? to->display.empty() ? "a known member" : to->display
                                                         : "an address that bears another name"),
                           400);
    f.recipient = recipient;
    out.push_back(std::move(f));
}

}  // namespace beadle::people

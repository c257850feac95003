// Who borrows a member's name, the clerk's office or the council's own address from outside.
#include <algorithm>
#include <array>

#include "base/text.h"
#include "people/direction.h"
#include "people/spelling.h"
#include "people/threat_parts.h"

namespace beadle::people {
namespace {

using namespace std::string_view_literals;

constexpr std::array offices{"town clerk"sv,           "parish clerk"sv, "deputy clerk"sv,
                             "clerk to the council"sv, "rfo"sv,          "responsible financial officer"sv,
                             "finance officer"sv,      "town mayor"sv,   "office manager"sv,
                             "it support"sv,           "it helpdesk"sv,  "it department"sv};
constexpr std::array titles{"cllr"sv, "cllr."sv, "councillor"sv, "mr"sv,  "mrs"sv, "ms"sv,  "miss"sv,     "dr"sv,
                            "mx"sv,   "rev"sv,   "mbe"sv,        "obe"sv, "jp"sv,  "the"sv, "alderman"sv, "mayor"sv};

// Letters and blanks, lower case: "Smith, Anne (Cllr)" has the words smith, anne, cllr.
std::vector<std::string> words_of(std::string_view text) {
    std::string plain;
    for (const char c : ascii_lower(text))
        plain += std::isalnum(static_cast<unsigned char>(c)) != 0 || static_cast<unsigned char>(c) >= 0x80 ||
                         c == '\'' || c == '-'
                     ? c
                     : ' ';
    std::vector<std::string> out;
    for (auto& w : split(plain, ' '))
        if (!w.empty() && std::find(titles.begin(), titles.end(), w) == titles.end()) out.push_back(std::move(w));
    return out;
}

bool contains(const std::vector<std::string>& list, const std::string& word) {
    return std::find(list.begin(), list.end(), word) != list.end();
}

// First name and surname both; an initial for a first name is not enough to borrow a name.
bool bears_name(const std::vector<std::string>& display, const std::string& member_name) {
    const auto name = words_of(member_name);
    if (name.size() < 2 || display.size() > 8) return false;
    return contains(display, name.front()) && contains(display, name.back());
}

// The same with letters of other scripts that look like these: "Mаry" with a Cyrillic a.
bool bears_name_to_the_eye(std::vector<std::string> display, const std::string& member_name) {
    const auto beyond_ascii = [](char c) { return static_cast<unsigned char>(c) >= 0x80; };
    const bool other_letters = std::any_of(display.begin(), display.end(), [&](const std::string& w) {
        return std::any_of(w.begin(), w.end(), beyond_ascii);
    });
    if (!other_letters) return false;  // "Clay" looks like "Day" too, and is somebody's own name
    for (auto& w : display) w = skeleton_of(w);
    std::vector<std::string> name;
    for (const auto& w : words_of(member_name)) name.push_back(skeleton_of(w));
    return bears_name(display, join(name, " "));
}

// "Cllr D. Okafor": an initial is enough where the name is shown with the office.
bool bears_office_and_surname(const std::string& shown, const std::string& member_name) {
    const auto words = words_of(shown), name = words_of(member_name);
    const std::string lower = ascii_lower(shown);
    const bool office = lower.starts_with("cllr") || lower.starts_with("councillor ");
    return office && words.size() == 2 && name.size() >= 2 && words[0] == name.front().substr(0, 1) &&
           words[1] == name.back();
}

const Member* named(const Scene& scene, const HeaderAddress& from, const Address& address) {
    const auto words = words_of(from.display);
    if (words.size() < 2) return nullptr;
    // At an address of another authority it is that one's councillor.
    const bool official = ThreatWords::has(scene.directory.look_alikes().words().controlled, address.domain);
    for (const auto& m : scene.directory.members()) {
        if (m.role_on(scene.today) == MemberRole::former) continue;
        if (bears_name(words, m.name) || bears_name_to_the_eye(words, m.name)) return &m;
        if (!official && m.role_on(scene.today) == MemberRole::councillor &&
            bears_office_and_surname(from.display, m.name))
            return &m;
    }
    return nullptr;
}

bool has_phrase(const std::string& display, std::string_view phrase) {
    const std::string padded = " " + join(words_of(display), " ") + " ";
    return padded.find(" " + std::string(phrase) + " ") != std::string::npos;
}

// An address written as a name: "clerk@council.example" <a@evil.example>.
std::string address_in(const Scene& scene, const std::string& display) {
    for (const auto& token :
         split(replace_all(replace_all(replace_all(display, "<", " "), ">", " "), "\"", " "), ' ')) {
        if (token.find('@') == std::string::npos) continue;
        const auto address = parse_address(token);
        if (is_council(address, scene.council_domains)) return address.domain;
    }
    return {};
}

Finding about(const Scene&, const HeaderAddress& a, Confidence confidence, const std::string& evidence) {
    return threat(FindingKind::impersonation, confidence, a.field == "from" ? "From field" : "Reply-To field", "0",
                  printable(evidence, 400));
}

bool passes(const Scene& scene, const std::string& domain) {
    for (const char* method : {"dmarc", "dkim"}) {
        const auto* r = believed(scene, method);
        if (r && r->result == "pass" && !r->domain.empty() && registrable(r->domain) == registrable(domain))
            return true;
    }
    return false;
}

// The council's own address in From, from a connection that proves nobody.
void own_address(const Scene& scene, const HeaderAddress& from, const Address& address, std::vector<Finding>& out) {
    const bool list = scene.inspection.marks.bulk || scene.inspection.marks.resent;
    if (passes(scene, address.domain)) return;
    const bool diverted = replies_lead_elsewhere(scene);
    const auto sure = list && !diverted ? Confidence::low : Confidence::high;
    out.push_back(about(scene, from, sure,
                        "the council's own address, but the message comes from outside" +
                            std::string(diverted ? ", and replies lead elsewhere" : "")));
}

void borrowed_name(const Scene& scene, const HeaderAddress& from, const Address& address, std::vector<Finding>& out) {
    if (const auto domain = address_in(scene, from.display); !domain.empty())
        return out.push_back(about(scene, from, Confidence::high,
                                   "its name is an address at " + domain + ", it comes from " + address.domain));
    const auto& judge = scene.directory.look_alikes();
    const bool partner = scene.directory.partner(address) != nullptr;
    const bool webmail = scene.directory.is_webmail(address.domain);
    if (const Member* member = named(scene, from, address);
        member && scene.directory.by_personal_address(address) != member) {
        const bool doubtful = replies_lead_elsewhere(scene) || judge.judge(address.domain).has_value();
        out.push_back(about(
            scene, from,
            doubtful                                 ? Confidence::high
            : partner || scene.inspection.marks.bulk ? Confidence::low
                                                     : Confidence::medium,
            "the name of " + member->name + " on an address that is not known as theirs (" + address.domain + ")"));
        return;
    }
    if (partner || scene.directory.by_personal_address(address)) return;
    if (judge.names_council(from.display)) {
        out.push_back(about(scene, from, scene.inspection.marks.bulk ? Confidence::medium : Confidence::high,
                            "the council's name on an address of " + address.domain));
        return;
    }
    const bool office =
        std::any_of(offices.begin(), offices.end(), [&](auto o) { return has_phrase(from.display, o); });
    if (office && webmail)
        out.push_back(
            about(scene, from, Confidence::medium,
                  "an office of the council on an address of " + address.domain + ", where anybody may have one"));
}

// "Wye Grounds Ltd" at wyegr0unds.example: a domain that writes its own name with figures.
void figures_for_letters(const HeaderAddress& from, const Address& address, std::vector<Finding>& out) {
    std::string label = registrable(address.domain);
    label.resize(std::min(label.find('.'), label.size()));
    std::erase(label, '-');
    std::string letters = label;
    for (char& c : letters) c = c == '0' ? 'o' : c == '1' ? 'l' : c == '3' ? 'e' : c == '5' ? 's' : c;
    std::string other = letters;
    for (std::size_t i = 0; i < label.size(); ++i)
        if (label[i] == '1') other[i] = 'i';
    if (letters == label || label.size() < 5) return;
    const std::string name = join(words_of(from.display), "");
    if (name.find(letters) == std::string::npos && name.find(other) == std::string::npos) return;
    out.push_back(threat(FindingKind::look_alike_domain, Confidence::medium, "From field", "0",
                         printable(address.domain, 100) + " writes its own name with figures for letters"));
}

const HeaderAddress* field(const Scene& scene, std::string_view name) {
    for (const auto& a : scene.inspection.addresses)
        if (a.field == name) return &a;
    return nullptr;
}

}  // namespace

bool replies_differ(const Scene& scene) {
    const auto *from = field(scene, "from"), *reply = field(scene, "reply-to");
    if (!from || !reply || scene.inspection.marks.bulk) return false;
    const auto one = parse_address(from->address).domain, other = parse_address(reply->address).domain;
    return !one.empty() && !other.empty() && registrable(one) != registrable(other);
}

bool replies_lead_elsewhere(const Scene& scene) {
    if (!replies_differ(scene)) return false;
    const auto one = parse_address(field(scene, "from")->address),
               other = parse_address(field(scene, "reply-to")->address);
    // Firms' programs send in their customers' names: what leads to a mailbox anybody may have is another matter.
    return scene.directory.is_webmail(other.domain) || is_council(one, scene.council_domains) ||
           scene.directory.look_alikes().judge(other.domain).has_value();
}

void impersonation_findings(const Scene& scene, std::vector<Finding>& out) {
    if (proves_its_author(scene)) return;
    for (const auto& a : scene.inspection.addresses) {
        if (a.field != "from") continue;
        const auto address = parse_address(a.address);
        if (address.domain.empty()) continue;
        figures_for_letters(a, address, out);
        if (!is_council(address, scene.council_domains))
            borrowed_name(scene, a, address, out);
        else if (scene.origin == Origin::outside)
            own_address(scene, a, address, out);
    }
    const auto *from = field(scene, "from"), *reply = field(scene, "reply-to");
    if (!from || !reply || !replies_differ(scene) || is_council(parse_address(from->address), scene.council_domains))
        return;
    out.push_back(about(
        scene, *reply, Confidence::low,
        "replies lead from " + parse_address(from->address).domain + " to " + parse_address(reply->address).domain));
}

}  // namespace beadle::people
